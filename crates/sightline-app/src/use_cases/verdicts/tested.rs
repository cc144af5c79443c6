//! The impact ratings of a plan beside their evidence, at a glance.

use std::cmp::Reverse;

use chrono::NaiveDate;
use sightline_domain::challenge::Weighed;
use sightline_domain::scale::Brag;
use sightline_domain::standing::Standing;
use sightline_store::PlanVersion;

use super::{ActionVerdict, PlanVerdicts};
use crate::policy::{Action, Target};
use crate::use_cases::show::PlanView;
use crate::{App, Call, Result};

/// How the impact ratings of a plan stand beside their evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestedRatings {
    /// Actions that have an impact rating.
    pub rated: usize,
    /// How many of the ratings say what the evidence says.
    pub agree: usize,
    /// Rated better than the evidence says: those it speaks against most first.
    pub better: Vec<TestedAction>,
    /// How many are rated better than red, without any evidence.
    pub without_evidence: usize,
    /// Rated worse than the evidence says.
    pub worse: Vec<TestedAction>,
    /// Complete, and the evidence shows no effect or harm.
    pub without_effect: Vec<TestedAction>,
    /// The evidence shows that they make a difference, and they are rated so.
    pub shown: Vec<TestedAction>,
}

/// An action with its rating and what the evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestedAction {
    /// Its reference.
    pub reference: String,
    /// Its first sentence.
    pub title: String,
    /// The name of its impact rating; null when it has none.
    pub rating: Option<String>,
    /// The best rating that the evidence supports; null when there is none.
    pub supports: Option<Brag>,
    /// Each linked measure: what people call it, and what its figures say in words.
    pub measures: Vec<(String, &'static str)>,
    /// Why, in a sentence.
    pub reason: String,
    /// The day by which it was to be done, when that has passed and it is not.
    pub overdue_since: Option<NaiveDate>,
}

impl App {
    /// How the impact ratings of a plan stand beside their evidence today; `None` for somebody who may not see measures.
    ///
    /// The version was asked for before the view was read.
    pub(crate) async fn tested_ratings(
        &self,
        call: &Call,
        version: &PlanVersion,
        view: &PlanView,
    ) -> Result<Option<TestedRatings>> {
        if !call.allows(Action::MeasureRead, &Target::Sightline) {
            return Ok(None);
        }
        let found = self.found_challenges(call, version, view).await?;
        Ok(Some(TestedRatings::of(&found.judged)))
    }
}

impl TestedRatings {
    fn of(judged: &PlanVerdicts) -> Self {
        let mut tested = Self::default();
        let mut better = Vec::new();
        for action in &judged.actions {
            let impact = &action.impact;
            tested.rated += usize::from(impact.reported.is_some());
            let one = || tested_action(judged, action).1;
            let is_complete = action.verdicts.doing.standing == Standing::Complete;
            if is_complete && impact.supports == Some(Brag::Red) {
                tested.without_effect.push(one());
            }
            match impact.weighed {
                Some(Weighed::Above) if impact.supports.is_none() => tested.without_evidence += 1,
                Some(Weighed::Above) => better.push(tested_action(judged, action)),
                Some(Weighed::Below) => tested.worse.push(one()),
                Some(Weighed::Agrees) => {
                    tested.agree += 1;
                    if matches!(impact.supports, Some(Brag::Green | Brag::Blue)) {
                        tested.shown.push(one());
                    }
                }
                None => {}
            }
        }
        better.sort_by_key(|(rating, action)| (action.supports, Reverse(*rating)));
        tested.better = better.into_iter().map(|(_, action)| action).collect();
        tested
    }
}

/// The level of an action's impact rating, and the action with it.
fn tested_action(judged: &PlanVerdicts, action: &ActionVerdict) -> (Option<Brag>, TestedAction) {
    let scale = judged.impact_scale.as_ref();
    let level = action.impact.reported.as_deref().and_then(|code| scale?.level(code));
    let (doing, impact) = (&action.verdicts.doing, &action.verdicts.impact);
    let tested = TestedAction {
        reference: action.reference.clone(),
        title: action.title.clone(),
        rating: level.map(|level| level.name.clone()),
        supports: action.impact.supports,
        measures: impact.links.iter().map(|link| (link.name.clone(), link.state.words())).collect(),
        reason: impact.reasons.first().cloned().unwrap_or_default(),
        overdue_since: doing.facts.due_on.filter(|_| doing.standing == Standing::Overdue),
    };
    (level.and_then(|level| level.stands_for), tested)
}
