//! What changed between two plans, or in one plan.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::board_report::{ChangeLine, MovementLine, change_lines, movement_lines, one_line};
use sightline_domain::history::{Amendment, PlanAsAt};
use sightline_domain::plan::{self, Change};
use sightline_domain::standpoint::Standpoint;

use super::show::{self, PlanView};
use crate::policy;
use crate::{App, Call, Result};

/// What to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Two plans, both as they stand today.
    Plans {
        /// The earlier one.
        earlier: String,
        /// The later one.
        later: String,
    },
    /// One plan at two days.
    Days {
        /// The plan; the only one when absent.
        plan: Option<String>,
        /// The earlier day.
        from: NaiveDate,
        /// The later day.
        to: NaiveDate,
    },
    /// One plan since it was imported.
    SinceImport {
        /// The plan; the only one when absent.
        plan: Option<String>,
        /// The later day; today when absent.
        to: Option<NaiveDate>,
    },
    /// One plan since a baseline.
    Baseline {
        /// The plan; the only one when absent.
        plan: Option<String>,
        /// Name of the baseline.
        baseline: String,
        /// The later day; today when absent.
        to: Option<NaiveDate>,
    },
}

/// What changed from one side to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The earlier side in words, such as `wexcombe-2025 on 30 September 2025`.
    pub earlier: String,
    /// The later side in words.
    pub later: String,
    /// The changes, in the order of the later plan, then what is gone.
    pub changes: Vec<Change>,
    /// The same changes with their reasons where amendments give them, then amendments that changed none of these.
    pub lines: Vec<ChangeLine>,
    /// Every rating that moved: worse first, then better, then first ratings; each in plan order.
    pub movements: Vec<MovementLine>,
}

/// One side of a comparison.
struct Side {
    words: String,
    at: Arc<PlanAsAt>,
}

impl App {
    /// What changed from the earlier side to the later one, as far as the caller may see both.
    ///
    /// A baseline freezes the plan; its ratings are those reported up to its day.
    ///
    /// # Errors
    ///
    /// * [`Error::Store`](crate::Error::Store) – no such plan or baseline.
    pub async fn compare(&self, call: &Call, sides: &Sides) -> Result<Comparison> {
        call.may(policy::Action::PlanRead)?;
        let view = |plan, day| self.plan_view(call, policy::Action::PlanRead, plan, day);
        match sides {
            Sides::Plans { earlier, later } => {
                let before = view(Some(earlier.as_str()), call.today).await?;
                let after = view(Some(later.as_str()), call.today).await?;
                let before = Side { words: before.summary.handle, at: before.at };
                Ok(compared(before, Side { words: after.summary.handle, at: after.at }, &[]))
            }
            Sides::Days { plan, from, to } => {
                let after = view(plan.as_deref(), *to).await?;
                let before = view(Some(&after.summary.handle), *from).await?;
                let before = Side { words: dated(&before.summary.handle, *from), at: before.at };
                self.compared_with_reasons(before, after).await
            }
            Sides::SinceImport { plan, to } => {
                let after = view(plan.as_deref(), to.unwrap_or(call.today)).await?;
                // Days before the import show the plan as imported, whatever was amended on its day.
                let before = view(Some(&after.summary.handle), NaiveDate::MIN).await?;
                let before = Side { words: format!("{} as imported", before.summary.handle), at: before.at };
                self.compared_with_reasons(before, after).await
            }
            Sides::Baseline { plan, baseline, to } => {
                let after = view(plan.as_deref(), to.unwrap_or(call.today)).await?;
                let frozen = self.store.baseline(&after.summary.id, baseline).await?;
                let rated = view(Some(&after.summary.handle), frozen.on).await?;
                let at =
                    PlanAsAt { as_at: frozen.on, plan: frozen.plan, latest_updates: rated.at.latest_updates.clone() };
                let words = format!("{} as in the baseline {}", after.summary.handle, frozen.name);
                let before = Side { words, at: show::visible(call, &after.summary, Arc::new(at)) };
                self.compared_with_baseline(before, after).await
            }
        }
    }

    /// Two states of one plan, with what the amendments between them say.
    async fn compared_with_reasons(&self, before: Side, after: PlanView) -> Result<Comparison> {
        let since = before.at.as_at.succ_opt();
        let amendments = self.store.amendments(&after.summary.id, None, since, Some(after.at.as_at)).await?;
        Ok(with_reasons(before, after, amendments))
    }

    /// The same, where the earlier side is a moment within its day: of that day's amendments, those count that
    /// came after it.
    async fn compared_with_baseline(&self, before: Side, after: PlanView) -> Result<Comparison> {
        let day = before.at.as_at;
        let mut amendments = self.store.amendments(&after.summary.id, None, Some(day), Some(after.at.as_at)).await?;
        let mut later = BTreeSet::new();
        amendments.retain(|amendment| {
            let reference = amendment.action.as_str();
            if amendment.on > day || amendment.before.as_ref() == before.at.plan.action(reference) {
                later.insert(reference.to_owned());
            }
            later.contains(reference)
        });
        Ok(with_reasons(before, after, amendments))
    }
}

fn with_reasons(before: Side, after: PlanView, mut amendments: Vec<Amendment>) -> Comparison {
    amendments.retain(|amendment| {
        before.at.plan.action(&amendment.action).is_some() || after.at.plan.action(&amendment.action).is_some()
    });
    let words = dated(&after.summary.handle, after.at.as_at);
    compared(before, Side { words, at: after.at }, &amendments)
}

fn compared(before: Side, after: Side, amendments: &[Amendment]) -> Comparison {
    let (was, is) = (Standpoint::of(&before.at), Standpoint::of(&after.at));
    let note_of = |reference: &str| is.item(reference)?.update?.note.as_deref().map(one_line);
    Comparison {
        changes: plan::compare(&before.at.plan, &after.at.plan),
        lines: change_lines(Some(&before.at.plan), &after.at.plan, &amendments.iter().collect::<Vec<_>>()),
        movements: movement_lines(&is, Some(&was), &note_of),
        earlier: before.words,
        later: after.words,
    }
}

fn dated(handle: &str, day: NaiveDate) -> String {
    format!("{handle} on {}", day.format("%-d %B %Y"))
}
