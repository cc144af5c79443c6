//! Success measures in words: which measure could show each, and which a person chose.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sightline_domain::plan::Plan;
use sightline_domain::success::{Binding, Candidate, Printed, SuccessMeasure, Suggestions, success_measures};
use sightline_store::{EntryKind, EntryVersion, NewVersion, PlanSummary};

use crate::error::EvidenceError;
use crate::policy::{Action, Target};
use crate::use_cases::find;
use crate::use_cases::import::sha256;
use crate::use_cases::measures::links::LinkInput;
use crate::use_cases::measures::targets::TargetInput;
use crate::use_cases::measures::{measure_id, words};
use crate::use_cases::show::PlanView;
use crate::{App, Call, Error, Result};

/// Digits of an identifier: of a plan's few hundred success measures no two will ever have the same.
const ID_DIGITS: usize = 16;

/// How a plan says it will know, and what shows it.
#[derive(Clone, Debug)]
pub struct PlanSuccessMeasures {
    /// Which plan.
    pub summary: PlanSummary,
    /// Every success measure that it prints, those of actions first.
    pub lines: Vec<SuccessLine>,
}

/// One success measure and what became of it.
#[derive(Clone, Debug)]
pub struct SuccessLine {
    /// What addresses know it by, for as long as its words stay.
    pub id: String,
    /// Where it is printed, and its words.
    pub printed: SuccessMeasure,
    /// What shows it.
    pub shown_by: ShownBy,
    /// Whether the caller may choose.
    pub may_bind: bool,
}

/// What shows a success measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownBy {
    /// A person chose this measure.
    Measure {
        /// The measure, by its id.
        id: String,
        /// What people call it.
        title: String,
        /// Who chose, and when.
        chosen: (String, DateTime<Utc>),
    },
    /// A person said that no measure can show it.
    None {
        /// Who said so, and when.
        said: (String, DateTime<Utc>),
    },
    /// Nobody has chosen; these are likely, the likeliest first.
    Nobody {
        /// Id and title of each, with the words that the sentence shares with it.
        suggested: Vec<(String, String, Vec<String>)>,
    },
}

/// What somebody chooses for a success measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingInput {
    /// The success measure, by its identifier.
    pub id: String,
    /// The measure that shows it; `None` when none can.
    pub measure: Option<String>,
    /// The action that is to move the measure; the one that prints it when absent.
    pub action: Option<String>,
    /// The day from which it is to show; the day of the call when absent.
    pub from_on: Option<NaiveDate>,
    /// The target, where one is to be set with it.
    pub target: Option<TargetInput>,
    /// Why.
    pub reason: String,
}

/// The identifier of a success measure, the same for as long as its place and its words stay.
fn id_of(printed: &SuccessMeasure) -> String {
    let text = serde_json::to_vec(printed).expect("texts are JSON");
    let mut id = sha256(&text);
    id.truncate(ID_DIGITS);
    id
}

impl App {
    /// Every success measure that a plan prints today, of the actions that the caller may see.
    pub async fn success_measures(&self, call: &Call, plan: &str) -> Result<PlanSuccessMeasures> {
        call.may(Action::MeasureRead)?;
        let PlanView { summary, at } = self.plan_view(call, Action::PlanRead, Some(plan), call.today).await?;
        let bindings: Vec<EntryVersion<Binding>> = self.store.entries(&summary.id, EntryKind::Binding).await?;
        let catalogue = self.desk.catalogue().await?;
        let described: Vec<(String, String, String)> = catalogue
            .measures()
            .map(|one| {
                let counted = one.numerator.as_deref().unwrap_or_default();
                (one.id.clone(), one.title.clone(), format!("{} {counted} {}", one.denominator, one.definition))
            })
            .collect();
        let titles: BTreeMap<&str, &str> =
            described.iter().map(|(id, title, _)| (id.as_str(), title.as_str())).collect();
        let candidates: Vec<Candidate<'_>> =
            described.iter().map(|(id, title, words)| Candidate { id, title, words }).collect();
        let suggestions = Suggestions::among(&candidates);
        let title = |id: &str| titles.get(id).copied().unwrap_or(id).to_owned();
        let lines = success_measures(&at.plan).into_iter().map(|printed| {
            let is_of = |kept: &&EntryVersion<Binding>| {
                kept.body.printed == printed.printed && kept.body.words == printed.words
            };
            let shown_by = if let Some(kept) = bindings.iter().rev().find(is_of) {
                let said = (kept.by.clone(), kept.at);
                match &kept.body.measure {
                    Some(id) => ShownBy::Measure { id: id.clone(), title: title(id), chosen: said },
                    None => ShownBy::None { said },
                }
            } else {
                let suggested = suggestions.of(&printed.words).into_iter();
                let suggested = suggested.map(|one| (one.measure.clone(), title(&one.measure), one.shared));
                ShownBy::Nobody { suggested: suggested.collect() }
            };
            let may_bind = target_of(&summary, &at.plan, &printed.printed)
                .is_some_and(|target| call.allows(Action::MeasureLink, &target));
            SuccessLine { id: id_of(&printed), shown_by, may_bind, printed }
        });
        Ok(PlanSuccessMeasures { lines: lines.collect(), summary: summary.clone() })
    }

    /// Binds a success measure to the measure that a person chose, or says that none can show it.
    ///
    /// The measure is linked with the action, unless it is already, and its
    /// target is set where one is given: each leaves its own row in the history.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`] – the plan prints no such success measure, or no longer.
    /// * [`Error::NotAllowed`] – the caller may not link measures there, or set targets.
    /// * [`Error::Engine`] – there is no such measure.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`], [`Error::NotATarget`] – the reason and the target.
    pub async fn bind_success_measure(&self, call: &Call, plan: &str, input: &BindingInput) -> Result<Binding> {
        call.may(Action::MeasureLink)?;
        let known = self.success_measures(call, plan).await?;
        let line = known.lines.into_iter().find(|line| line.id == input.id);
        let SuccessLine { printed, .. } = line.ok_or(EvidenceError::UnknownSuccessMeasure)?;
        let PlanView { summary, at } = self.plan_view(call, Action::PlanRead, Some(plan), call.today).await?;
        let target = target_of(&summary, &at.plan, &printed.printed).ok_or(EvidenceError::UnknownSuccessMeasure)?;
        call.may_on(Action::MeasureLink, &target)?;
        let reason = words(&input.reason, "the reason")?;
        if let Some(measure) = &input.measure {
            let measure = measure_id(measure)?;
            self.desk.catalogue().await?.measure(&measure)?;
            self.link_and_aim(call, &summary, &at.plan, (&measure, &reason), input, &printed.printed).await?;
        }
        let binding = Binding { printed: printed.printed, words: printed.words, measure: input.measure.clone() };
        let kept: Vec<EntryVersion<Binding>> = self.store.entries(&summary.id, EntryKind::Binding).await?;
        let before = kept.iter().rfind(|kept| kept.body.printed == binding.printed && kept.body.words == binding.words);
        let new = match before {
            Some(read) => NewVersion::next(EntryKind::Binding, read, &binding, &reason)?,
            None => NewVersion::first(EntryKind::Binding, &binding)?,
        };
        let detail = json!({ "success_measure": binding.words, "measure": binding.measure, "reason": reason });
        let audit = call.audit(Action::MeasureLink, format!("plan {}", summary.handle), detail);
        self.store.keep_entries(&summary.id, &[new], audit).await?;
        Ok(binding)
    }

    /// Sets the target that is given, and links the measure with the action unless it is already.
    async fn link_and_aim(
        &self,
        call: &Call,
        summary: &PlanSummary,
        plan: &Plan,
        (measure, reason): (&str, &str),
        input: &BindingInput,
        printed: &Printed,
    ) -> Result<()> {
        let own = match printed {
            Printed::Action { action } => Some(action.as_str()),
            _ => None,
        };
        let action = match input.action.as_deref().filter(|action| !action.trim().is_empty()).or(own) {
            Some(reference) => Some(find::live_action(plan, &summary.handle, reference)?),
            None => None,
        };
        if let Some(action) = action {
            call.may_on(Action::MeasureLink, &Target::Action { summary, plan, action })?;
        }
        if let Some(target) = &input.target {
            let target = TargetInput { measure: measure.to_owned(), ..target.clone() };
            match self.set_target(call, &target).await {
                Ok(_) | Err(Error::TargetStands) => {}
                Err(error) => return Err(error),
            }
        }
        let Some(action) = action else { return Ok(()) };
        let links = self.store.measure_links(Some(&summary.id), Some(measure)).await?;
        let last = links.iter().rfind(|link| link.action == action.reference);
        if last.is_some_and(|link| link.is_linked) {
            return Ok(());
        }
        let link = LinkInput {
            action: action.reference.clone(),
            measure: measure.to_owned(),
            from_on: input.from_on.or(action.start_on),
            reason: reason.to_owned(),
            is_linked: true,
        };
        self.link_measure(call, Some(&summary.handle), &link).await.map(|_| ())
    }
}

/// What the policy is asked about a success measure; `None` when its action or priority is not there.
fn target_of<'a>(summary: &'a PlanSummary, plan: &'a Plan, printed: &'a Printed) -> Option<Target<'a>> {
    match printed {
        Printed::Action { action } => plan.action(action).map(|action| Target::Action { summary, plan, action }),
        Printed::MeasuredBy { priority } | Printed::Target { priority } | Printed::Impact { priority } => {
            Some(Target::Priority { summary, priority })
        }
        Printed::Register { .. } => Some(Target::Plan(summary)),
    }
}
