//! What stays red goes up: to the sponsor, then to the board.

use chrono::{Months, NaiveDate};

use crate::history::Update;
use crate::plan::Action;
use crate::scale::{Brag, Scale};

/// Months on red after which an action is escalated.
pub const MONTHS_BEFORE_ESCALATION: u32 = 2;

/// How long an action has been red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Escalation {
    /// The first day of the unbroken time on red that reaches to today.
    pub red_since: NaiveDate,
    /// True when that is two months or more.
    pub is_due: bool,
}

/// How long an action has been red on `as_at`; `None` when it is not red.
///
/// # Input
///
/// * `updates` – its updates up to `as_at`, by the day they report on. One
///   that gives no action rating leaves the one before in force.
/// * `imported_on` – a rating printed in the plan counts from this day.
///
/// Red is whatever level of `scale` stands for red; a scale without one is
/// never escalated. Red since 30 November is due on 30 January, and from
/// 31 December on the last day of February.
#[must_use]
pub fn escalation(
    action: &Action,
    updates: &[Update],
    scale: &Scale,
    imported_on: NaiveDate,
    as_at: NaiveDate,
) -> Option<Escalation> {
    let is_red = |code: &str| scale.level(code).is_some_and(|level| level.stands_for == Some(Brag::Red));
    let imported = action.action_rating.as_deref().map(|code| (imported_on, code));
    let reported = updates.iter().filter_map(|update| Some((update.on, update.action_rating.as_deref()?)));
    let mut red_since = None;
    for (day, code) in imported.into_iter().chain(reported) {
        red_since = if is_red(code) { red_since.or(Some(day)) } else { None };
    }
    let red_since = red_since?;
    let due_from = red_since.checked_add_months(Months::new(MONTHS_BEFORE_ESCALATION))?;
    Some(Escalation { red_since, is_due: due_from <= as_at })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn update(on: &str, rating: Option<&str>) -> Update {
        Update {
            action: "1.1".to_owned(),
            on: day(on),
            recorded_at: DateTime::UNIX_EPOCH,
            by: "Lead".to_owned(),
            action_rating: rating.map(str::to_owned),
            impact_rating: None,
            note: None,
            forecast_on: None,
            evidence: Vec::new(),
        }
    }

    fn found(printed: Option<&str>, updates: &[Update], as_at: &str) -> Option<(String, bool)> {
        let action = Action { action_rating: printed.map(str::to_owned), ..Action::default() };
        escalation(&action, updates, &Scale::brag(), day("2026-04-01"), day(as_at))
            .map(|escalation| (escalation.red_since.to_string(), escalation.is_due))
    }

    #[test]
    fn red_for_two_months_is_escalated_from_the_day_they_are_full() {
        let updates = [update("2026-06-30", Some("red")), update("2026-07-31", Some("red"))];
        assert_eq!(found(None, &updates, "2026-08-29"), Some(("2026-06-30".to_owned(), false)));
        assert_eq!(found(None, &updates, "2026-08-30"), Some(("2026-06-30".to_owned(), true)));
    }

    #[test]
    fn a_month_that_was_not_red_begins_the_count_anew() {
        let updates =
            [update("2026-05-31", Some("red")), update("2026-06-30", Some("amber")), update("2026-07-31", Some("red"))];
        assert_eq!(found(None, &updates, "2026-09-01"), Some(("2026-07-31".to_owned(), false)));
    }

    #[test]
    fn an_update_without_a_rating_leaves_red_in_force() {
        let updates = [update("2026-05-31", Some("red")), update("2026-06-30", None)];
        assert_eq!(found(None, &updates, "2026-08-01"), Some(("2026-05-31".to_owned(), true)));
    }

    #[test]
    fn red_printed_in_the_plan_counts_from_its_import() {
        assert_eq!(found(Some("red"), &[], "2026-06-01"), Some(("2026-04-01".to_owned(), true)));
        assert_eq!(found(Some("red"), &[update("2026-05-01", Some("green"))], "2026-06-01"), None);
        assert_eq!(found(None, &[], "2026-06-01"), None);
    }
}
