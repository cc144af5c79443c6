//! The addresses of a plan's pages: which plan, on which day, filtered how.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::NaiveDate;
use percent_encoding::percent_decode_str;
use sightline_app::plan_views::{ParsedFilter, PlanFilter, PlanHeading};

use crate::site::Site;
use crate::words::{action_href, plan_href, priority_href};

/// What stands after `?` in the address of a plan's page.
///
/// Nothing in it can be refused: what cannot be read is said on the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlanQuery {
    /// The day to show; today when absent.
    pub(crate) as_at: AsAt,
    /// The filter.
    pub(crate) filter: ParsedFilter,
    /// The page of a list, from 1.
    pub(crate) page: usize,
    pairs: Vec<(String, String)>,
}

impl PlanQuery {
    pub(crate) fn read(query: &str) -> Self {
        let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().trim().to_owned();
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (decoded(key), decoded(value)))
            .collect();
        let mut read = Self { filter: PlanFilter::parse(query), page: 1, pairs, ..Self::default() };
        read.as_at = AsAt::typed(read.value("as_at").unwrap_or_default());
        read.page = read.value("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        read
    }

    /// The last value of a parameter that is not empty.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }
}

impl FromRequestParts<Site> for PlanQuery {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self::read(parts.uri.query().unwrap_or_default()))
    }
}

/// A day as it was typed into the address or a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AsAt {
    /// The day; absent when none was given, or none could be read.
    pub(crate) day: Option<NaiveDate>,
    /// What was typed and is no day; empty otherwise.
    pub(crate) unreadable: String,
}

impl AsAt {
    /// A day as programs write it, or as people in Britain do: `2026-06-30`, `30/6/2026`, `30 June 2026`.
    pub(crate) fn typed(text: &str) -> Self {
        let text: String = text.trim().chars().take(40).collect();
        let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"];
        let day = forms.iter().find_map(|form| NaiveDate::parse_from_str(&text, form).ok());
        // Four digits of a year: the same days that a plan can have.
        let day = day.filter(|day| *day >= NaiveDate::MIN.max(first_day()) && *day <= last_day());
        Self { unreadable: if day.is_none() { text } else { String::new() }, day }
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN)
}

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Makes the links of a plan's pages: they keep the day that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlanLinks {
    plan: String,
    as_at: Option<NaiveDate>,
}

impl PlanLinks {
    /// Links of a plan; `as_at` only when the day is not today.
    pub(crate) fn new(plan: &str, as_at: Option<NaiveDate>) -> Self {
        Self { plan: plan.to_owned(), as_at }
    }

    /// Links that keep the day of a view.
    pub(crate) fn of(heading: &PlanHeading) -> Self {
        Self::new(&heading.summary.handle, (!heading.is_today).then_some(heading.as_at))
    }

    /// A view of the plan, such as `by-rating`; the table when empty.
    pub(crate) fn view(&self, path: &str) -> String {
        self.with(path, "")
    }

    /// A view with more in its query, such as `range=year`.
    pub(crate) fn with(&self, path: &str, query: &str) -> String {
        let slash = if path.is_empty() { "" } else { "/" };
        self.dated(format!("{}{slash}{path}", plan_href(&self.plan)), query)
    }

    /// The table, filtered.
    pub(crate) fn table(&self, filter: &PlanFilter) -> String {
        self.with("", &filter.to_query())
    }

    /// An action.
    pub(crate) fn action(&self, reference: &str) -> String {
        self.dated(action_href(&self.plan, reference), "")
    }

    /// A page below an action, such as `evidence`.
    pub(crate) fn of_action(&self, reference: &str, path: &str) -> String {
        self.dated(format!("{}/{path}", action_href(&self.plan, reference)), "")
    }

    /// A priority.
    pub(crate) fn priority(&self, reference: &str) -> String {
        self.dated(priority_href(&self.plan, reference), "")
    }

    fn dated(&self, path: String, query: &str) -> String {
        let day = self.as_at.map(|day| format!("as_at={day}"));
        let query: Vec<&str> =
            [query, day.as_deref().unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_programs_and_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 30);
        for text in ["2026-06-30", "30/6/2026", " 30/06/2026 ", "30 June 2026", "30 Jun 2026", "30.6.2026"] {
            assert_eq!(AsAt::typed(text).day, day, "{text}");
        }
        for text in ["tomorrow", "2026-13-01", "31/6/2026", "30/6/26", "+262142-12-31"] {
            let read = AsAt::typed(text);
            assert_eq!((read.day, read.unreadable.as_str()), (None, text));
        }
        assert_eq!(AsAt::typed(""), AsAt::default());
    }

    #[test]
    fn links_keep_the_day_and_only_a_day_that_is_not_today() {
        let links = PlanLinks::new("wexcombe-2025", None);
        assert_eq!(links.view(""), "/plans/wexcombe-2025");
        assert_eq!(links.action("1.1/2"), "/plans/wexcombe-2025/actions/1.1%2F2");
        let links = PlanLinks::new("wexcombe-2025", NaiveDate::from_ymd_opt(2026, 6, 30));
        assert_eq!(links.view("by-rating"), "/plans/wexcombe-2025/by-rating?as_at=2026-06-30");
        assert_eq!(links.with("", "due=overdue"), "/plans/wexcombe-2025?due=overdue&as_at=2026-06-30");
    }

    #[test]
    fn the_last_value_of_a_parameter_counts_and_empty_ones_do_not() {
        let query = PlanQuery::read("with=import&with=baseline%3AAs+agreed&page=&as_at=30+June+2026");
        assert_eq!(query.value("with"), Some("baseline:As agreed"));
        assert_eq!(query.page, 1);
        assert_eq!(query.as_at.day, NaiveDate::from_ymd_opt(2026, 6, 30));
    }
}
