//! What the evidence says of an action, beside its two ratings.

use sightline_app::domain::board_report::Axis;
use sightline_app::domain::challenge::{ChallengeKind, Subject, Weighed, axis_code};
use sightline_app::domain::scale::{Brag, Scale};
use sightline_app::domain::verdict::LinkState;
use sightline_app::policy::{Action, Target};
use sightline_app::{ActionVerdict, App, Call, Compared, Error, PlanVerdicts, challenge_id};

use super::verdict_history::{self, KeptView};
use crate::components::{Link, Rating, Tag};
use crate::pages::challenges::{self, AnswerView};
use crate::words;

/// The part of the page about evidence.
pub(in crate::pages) struct EvidenceView {
    /// Both ratings, each beside its verdict.
    pub(in crate::pages) ratings: Vec<VerdictView>,
    /// Each linked measure.
    pub(in crate::pages) measures: Vec<LinkedView>,
    /// The day of the records that the measures were counted in.
    pub(in crate::pages) records: String,
    /// What to be careful with.
    pub(in crate::pages) cautions: Vec<String>,
    /// Where measures are linked; only for those who may.
    pub(in crate::pages) link_href: Option<String>,
    /// What was said to challenges.
    pub(in crate::pages) answers: Vec<AnswerView>,
    /// The verdicts that were kept, the latest first.
    pub(in crate::pages) history: Vec<KeptView>,
    /// What is said of those that are not listed.
    pub(in crate::pages) earlier: Option<String>,
}

/// One rating beside its verdict.
pub(in crate::pages) struct VerdictView {
    pub(in crate::pages) question: &'static str,
    pub(in crate::pages) tag: Tag,
    pub(in crate::pages) rated: Rating,
    pub(in crate::pages) supports: Rating,
    pub(in crate::pages) reasons: Vec<String>,
    pub(in crate::pages) would_change: Vec<String>,
    /// The challenge to the rating, where there is one today.
    pub(in crate::pages) challenge: Option<Link>,
}

/// A linked measure and what its figures say.
pub(in crate::pages) struct LinkedView {
    pub(in crate::pages) link: Link,
    pub(in crate::pages) is_defined: bool,
    pub(in crate::pages) state: Tag,
    pub(in crate::pages) reasons: Vec<String>,
    pub(in crate::pages) missing: Option<String>,
    pub(in crate::pages) about: String,
}

/// What the evidence says of an action; nothing for somebody who may not see measures.
pub(in crate::pages) async fn evidence(
    app: &App,
    call: &Call,
    plan: &str,
    reference: &str,
    as_at: Option<chrono::NaiveDate>,
) -> Result<Option<EvidenceView>, Error> {
    if !call.allows(Action::MeasureRead, &Target::Sightline) {
        return Ok(None);
    }
    let judged = app.plan_verdicts(call, Some(plan), Some(reference), as_at).await?;
    // A placeholder has no verdict.
    let Some(action) = judged.actions.first() else { return Ok(None) };
    let answers = app.answers_of_action(call, plan, reference, as_at).await?;
    let (history, earlier) = verdict_history::listed(&app.verdict_history(call, plan, reference, as_at).await?);
    let view = EvidenceView::of(call, &judged, action);
    Ok(Some(EvidenceView { answers: answers.iter().map(AnswerView::of).collect(), history, earlier, ..view }))
}

impl EvidenceView {
    pub(in crate::pages) fn of(call: &Call, judged: &PlanVerdicts, action: &ActionVerdict) -> Self {
        let (doing, impact) = (&action.verdicts.doing, &action.verdicts.impact);
        let mut ratings = vec![VerdictView {
            question: question(Axis::Action),
            challenge: challenge_link(call, judged, action, Axis::Action),
            would_change: doing.would_change.clone(),
            reasons: doing.reasons.clone(),
            ..VerdictView::of(&judged.scale, &action.doing)
        }];
        let impact_scale = judged.impact_scale.as_ref().unwrap_or(&judged.scale);
        ratings.push(VerdictView {
            question: question(Axis::Impact),
            challenge: challenge_link(call, judged, action, Axis::Impact),
            // What each measure says stands with the measure.
            reasons: impact.reasons.iter().take(1).cloned().collect(),
            would_change: impact.would_change.clone(),
            ..VerdictView::of(impact_scale, &action.impact)
        });
        let measures = impact.links.iter().zip(&action.measures).map(|(verdict, linked)| LinkedView {
            link: Link::new(&linked.title, format!("/measures/{}", words::segment(&linked.id))),
            is_defined: linked.is_defined,
            state: state_tag(verdict.state),
            reasons: verdict.reasons.clone(),
            missing: linked.missing.clone(),
            about: format!("Is to show from {}. {}", words::day(linked.from_on), linked.reason),
        });
        let plan = &judged.at.plan;
        let may_link = judged.at.as_at == call.today
            && plan.action(&action.reference).is_some_and(|found| {
                let target = Target::Action { summary: &judged.summary, plan, action: found };
                found.is_live() && call.allows(Action::MeasureLink, &target)
            });
        let own = words::action_href(&judged.summary.handle, &action.reference);
        Self {
            ratings,
            measures: measures.collect(),
            records: judged
                .records_of
                .map(|of| format!("Measures are counted in the records of {}.", words::day(of)))
                .unwrap_or_default(),
            cautions: impact.cautions.clone(),
            link_href: may_link.then(|| format!("{own}/measures")),
            answers: Vec::new(),
            history: Vec::new(),
            earlier: None,
        }
    }
}

impl VerdictView {
    fn of(scale: &Scale, compared: &Compared) -> Self {
        Self {
            question: "",
            tag: weighed_tag(compared.weighed),
            rated: Rating::of(scale, compared.reported.as_deref()),
            supports: supported(scale, compared.supports),
            reasons: Vec::new(),
            would_change: Vec::new(),
            challenge: None,
        }
    }
}

/// What a rating answers.
pub(in crate::pages) fn question(axis: Axis) -> &'static str {
    match axis {
        Axis::Action => "Are we doing it?",
        Axis::Impact => "Is it making a difference?",
    }
}

/// Where the challenge to a rating is answered; nobody answers on a past day, and what left the plan is not asked about.
fn challenge_link(call: &Call, judged: &PlanVerdicts, action: &ActionVerdict, axis: Axis) -> Option<Link> {
    let plan = &judged.at.plan;
    let found = plan.action(&action.reference).filter(|found| found.is_live() && judged.at.as_at == call.today)?;
    let compared = if axis == Axis::Action { &action.doing } else { &action.impact };
    let kind = match compared.weighed? {
        Weighed::Above => ChallengeKind::RatedAboveEvidence,
        Weighed::Below => ChallengeKind::HiddenSuccess,
        Weighed::Agrees => return None,
    };
    let subject = Subject::Rating { action: action.reference.clone(), axis: axis_code(axis).to_owned() };
    let target = Target::Action { summary: &judged.summary, plan, action: found };
    let words =
        if call.allows(Action::ChallengeAnswer, &target) { "Answer the challenge" } else { "See the challenge" };
    Some(Link::new(words, challenges::challenge_href(&judged.summary.handle, &challenge_id(kind, &subject))))
}

/// The best rating that a verdict supports, as the scale calls it.
pub(in crate::pages) fn supported(scale: &Scale, supports: Option<Brag>) -> Rating {
    match supports {
        None => Rating::new("No rating", "none"),
        Some(brag) => match scale.levels.iter().find(|level| level.stands_for == Some(brag)) {
            Some(level) => Rating::of(scale, Some(&level.code)),
            None => Rating::of(&Scale::brag(), Some(brag.code())),
        },
    }
}

fn weighed_tag(weighed: Option<Weighed>) -> Tag {
    match weighed {
        Some(Weighed::Above) => Tag::new("Rated better than its evidence", "red"),
        Some(Weighed::Below) => Tag::new("Evidence supports better", "teal"),
        Some(Weighed::Agrees) => Tag::new("Rating and evidence agree", "green"),
        None => Tag::new("No rating to compare", "grey"),
    }
}

fn state_tag(state: LinkState) -> Tag {
    let colour = match state {
        LinkState::Improving | LinkState::Holding => "green",
        LinkState::Worsening | LinkState::WithdrawnWorsening => "red",
        LinkState::NoChange => "yellow",
        LinkState::TooEarly
        | LinkState::NotEnoughHistory
        | LinkState::NoFigures
        | LinkState::NeitherIsBetter
        | LinkState::OutOfDate
        | LinkState::Withdrawn => "grey",
    };
    Tag::new(words::capital(state.words()), colour)
}
