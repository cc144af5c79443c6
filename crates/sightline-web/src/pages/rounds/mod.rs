//! Update rounds: the programme manager asks for a month's updates, sees who has not given theirs, and chases.

mod list;
mod show;

use chrono::NaiveDate;
use sightline_app::policy::Action;

use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let manage = Needs::To(Action::RoundManage);
    vec![
        get("/plans/{plan}/rounds", manage, list::show),
        post("/plans/{plan}/rounds", manage, list::open),
        get("/plans/{plan}/rounds/{month}", manage, show::show),
        post("/plans/{plan}/rounds/{month}/chase", manage, show::chase),
        post("/plans/{plan}/rounds/{month}/close", manage, show::close),
    ]
}

/// The address of a round: `/plans/wexcombe-2025/rounds/2026-11`.
pub(in crate::pages) fn round_href(plan: &str, month: NaiveDate) -> String {
    format!("{}/rounds/{}", words::plan_href(plan), month.format("%Y-%m"))
}

/// A month in words: `November 2026`.
pub(in crate::pages) fn month_words(month: NaiveDate) -> String {
    month.format("%B %Y").to_string()
}

/// The first day of a month as it stands in an address or a form: `2026-11`.
fn read_month(text: &str) -> Option<NaiveDate> {
    let (year, month) = text.split_once('-')?;
    let year = year.parse().ok().filter(|year| (1900..=2999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_in_an_address_is_a_month_or_nothing() {
        let november = NaiveDate::from_ymd_opt(2026, 11, 1);
        assert_eq!(read_month("2026-11"), november);
        for text in ["2026-13", "2026", "26-11", "november", "2026-11-01", ""] {
            assert_eq!(read_month(text), None, "{text}");
        }
        assert_eq!(round_href("wexcombe-2025", november.unwrap()), "/plans/wexcombe-2025/rounds/2026-11");
    }
}
