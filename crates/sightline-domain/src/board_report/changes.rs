//! What changed in the plan itself, with the reasons given.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::history::Amendment;
use crate::plan::{Action, ChangeKind, Plan, compare};

use super::words::{Day, listed_title, one_line};

/// One change of the plan since the last report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// Reference of the action.
    pub reference: String,
    /// Its title: the first sentence, at most 120 characters.
    pub title: String,
    /// `Added`, `Reworded`, `New date`, `New lead`, `Moved`, `Merged`, `Split`, `Withdrawn` or `Amended`.
    pub kind: String,
    /// What stood before; null for an addition.
    pub before: Option<String>,
    /// What stands now; null for a withdrawal.
    pub after: Option<String>,
    /// What it amounts to, where that can be counted: `61 days later`.
    pub effect: Option<String>,
    /// Why, as recorded; null when no amendment says.
    pub reason: Option<String>,
    /// Who recorded it.
    pub by: Option<String>,
    /// The day from which it holds; the last one when several amendments make it up.
    pub on: Option<Day>,
}

/// The changes from `earlier` to `later`, in plan order, then amendments that changed none of these.
///
/// Without an earlier plan the amendments alone say what changed.
#[must_use]
pub fn change_lines(earlier: Option<&Plan>, later: &Plan, amendments: &[&Amendment]) -> Vec<ChangeLine> {
    let mut lines = Vec::new();
    let mut told: Vec<bool> = vec![false; amendments.len()];
    if let Some(earlier) = earlier {
        for change in compare(earlier, later) {
            let mut reasons: Vec<&Amendment> = Vec::new();
            for (index, amendment) in amendments.iter().enumerate() {
                if amendment.action == change.action && kinds_of(amendment).contains(&change.kind) {
                    told[index] = true;
                    reasons.push(amendment);
                }
            }
            let (was, is) = (earlier.action(&change.action), later.action(&change.action));
            lines.push(ChangeLine {
                title: is.or(was).map(listed_title).unwrap_or_default(),
                kind: kind_words(change.kind).to_owned(),
                effect: (change.kind == ChangeKind::Redated)
                    .then(|| was.and_then(|was| was.due_on).zip(is.and_then(|is| is.due_on)))
                    .flatten()
                    .and_then(|(was, is)| shift_words(was, is)),
                reference: change.action,
                before: change.before,
                after: change.after,
                reason: reasons_words(&reasons),
                by: reasons.last().map(|amendment| amendment.by.clone()),
                on: reasons.last().map(|amendment| Day::of(amendment.on)),
            });
        }
    }
    for (amendment, _) in amendments.iter().zip(&told).filter(|(_, told)| !**told) {
        lines.push(amendment_line(amendment));
    }
    lines
}

fn amendment_line(amendment: &Amendment) -> ChangeLine {
    let change = compare(&plan_of(amendment.before.as_ref()), &plan_of(Some(&amendment.after))).into_iter().next();
    let detail = amendment
        .before
        .as_ref()
        .map(|before| differing_parts(before, &amendment.after))
        .filter(|parts| !parts.is_empty());
    let (kind, before, after) = match change {
        Some(change) => (kind_words(change.kind), change.before, change.after),
        None => ("Amended", None, detail),
    };
    ChangeLine {
        reference: amendment.action.clone(),
        title: listed_title(&amendment.after),
        kind: kind.to_owned(),
        before,
        after,
        effect: None,
        reason: reasons_words(&[amendment]),
        by: Some(amendment.by.clone()),
        on: Some(Day::of(amendment.on)),
    }
}

fn kinds_of(amendment: &Amendment) -> Vec<ChangeKind> {
    compare(&plan_of(amendment.before.as_ref()), &plan_of(Some(&amendment.after)))
        .into_iter()
        .map(|change| change.kind)
        .collect()
}

fn plan_of(action: Option<&Action>) -> Plan {
    Plan { actions: action.into_iter().cloned().collect(), ..Plan::default() }
}

/// The parts of an action that differ and that [`compare`] does not tell.
fn differing_parts(before: &Action, after: &Action) -> String {
    let parts = [
        ("Milestones", before.milestones != after.milestones),
        ("Parts", before.parts != after.parts),
        ("Inspection findings", before.sources != after.sources),
        ("How we will know", before.how_will_we_know != after.how_will_we_know),
        ("What children will say", before.child_statements != after.child_statements),
        ("Delivered through", before.delivered_through_raw != after.delivered_through_raw),
    ];
    parts.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn reasons_words(amendments: &[&Amendment]) -> Option<String> {
    let mut reasons: Vec<String> = Vec::new();
    for amendment in amendments {
        let reason = one_line(&amendment.reason);
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    (!reasons.is_empty()).then(|| reasons.join(" "))
}

fn shift_words(was: NaiveDate, is: NaiveDate) -> Option<String> {
    let days = (is - was).num_days();
    let unit = if days.abs() == 1 { "day" } else { "days" };
    match days {
        0 => None,
        1.. => Some(format!("{days} {unit} later")),
        _ => Some(format!("{} {unit} earlier", days.abs())),
    }
}

fn kind_words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "Added",
        ChangeKind::Reworded => "Reworded",
        ChangeKind::Redated => "New date",
        ChangeKind::Reled => "New lead",
        ChangeKind::Moved => "Moved",
        ChangeKind::Merged => "Merged",
        ChangeKind::Split => "Split",
        ChangeKind::Withdrawn => "Withdrawn",
    }
}
