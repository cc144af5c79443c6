//! What is shown for an id that there is not: those that come near.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use sightline_app::figures_view::{FailedList, RowShows, ScorecardRow};
use sightline_app::{App, Call, Error};

use super::{measure_href, scorecard_href};
use crate::components::Link;
use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::words;

/// Ids that are offered at most.
const OFFERED: usize = 3;

/// Among what an id was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Measures.
    Measures,
    /// Scorecards.
    Scorecards,
    /// Case lists.
    CaseLists,
}

#[derive(Template)]
#[template(path = "measures/unknown.html")]
struct UnknownPage {
    frame: Frame,
    heading: &'static str,
    near: Vec<Link>,
    all: Link,
}

/// The page, with status 404.
pub(crate) async fn unknown(
    app: &App,
    call: &Call,
    frame: Frame,
    among: Known,
    asked: &str,
) -> Result<Response, PageError> {
    let (heading, all, known) = match among {
        Known::Measures => {
            let view = without_records(app.all_measures(call, None).await)?;
            let rows = view.iter().flat_map(|view| &view.sections).flat_map(|(_, rows)| rows);
            ("There is no such measure", Link::new("See all measures", "/measures"), rows.map(named).collect())
        }
        Known::Scorecards => {
            let all = app.scorecards(call).await?.into_iter();
            let known = all.map(|card| {
                let link = Link::new(card.title, scorecard_href(&card.id));
                (card.id, link)
            });
            ("There is no such scorecard", Link::new("See every scorecard", "/scorecards"), known.collect())
        }
        Known::CaseLists => {
            let rows = without_records(app.case_lists(call, None).await)?;
            let known = rows.iter().flatten().map(named).collect();
            ("There is no such case list", Link::new("See every case list", "/case-lists"), known)
        }
    };
    let page = UnknownPage { frame, heading, near: nearest(asked, known), all };
    Ok((StatusCode::NOT_FOUND, render::page(&page)).into_response())
}

/// Without records nothing comes near.
fn without_records<T>(found: Result<T, Error>) -> Result<Option<T>, PageError> {
    match found {
        Err(Error::NoExtractInForce) => Ok(None),
        found => Ok(Some(found?)),
    }
}

fn named(row: &ScorecardRow) -> (String, Link) {
    let (id, page) = match &row.shows {
        RowShows::Measure(read) => (&read.definition.id, measure_href(&read.definition.id)),
        RowShows::Failed(failed) => (&failed.definition.id, measure_href(&failed.definition.id)),
        RowShows::CaseList { definition, .. } | RowShows::FailedList(FailedList { definition, .. }) => {
            (&definition.id, format!("/case-lists/{}", words::segment(&definition.id)))
        }
    };
    (id.clone(), Link::new(&row.label, page))
}

/// The ids that come near: a few letters apart, or most of their words the same.
fn nearest(asked: &str, known: Vec<(String, Link)>) -> Vec<Link> {
    let asked: String = asked.to_lowercase().chars().take(100).collect();
    let mut near: Vec<(usize, String, Link)> = known
        .into_iter()
        .filter_map(|(id, link)| {
            let apart = apart(&asked, &id);
            let is_near = apart <= asked.chars().count() / 3 || shares_most_words(&asked, &id);
            is_near.then_some((apart, id, link))
        })
        .collect();
    near.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    near.dedup_by(|one, other| one.1 == other.1);
    near.into_iter().take(OFFERED).map(|(_, _, link)| link).collect()
}

fn shares_most_words(asked: &str, id: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(['_', '-', ' ']).filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    let (asked, known) = (words(asked), words(id));
    let shared = asked.iter().filter(|word| known.contains(word)).count();
    shared > 0 && 2 * shared >= asked.len()
}

/// How many letters have to be put in, taken out or changed to make one word of the other.
fn apart(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, known) in other.iter().enumerate() {
            let change = diagonal + usize::from(letter != *known);
            diagonal = row[place + 1];
            row[place + 1] = change.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_near_is_offered_and_nothing_else() {
        let known = || {
            ["protection_visits_on_time", "care_visits_on_time", "caseload"]
                .map(|id| (id.to_owned(), Link::new(id, id)))
                .to_vec()
        };
        let near = |asked: &str| nearest(asked, known()).into_iter().map(|link| link.text).collect::<Vec<_>>();
        assert_eq!(near("protection_visit_on_time")[0], "protection_visits_on_time");
        assert_eq!(near("caseloads"), ["caseload"]);
        assert_eq!(near("visits_on_time").len(), 2);
        assert!(near("zzz").is_empty());
    }

    #[test]
    fn letters_apart_are_counted() {
        for (one, other, letters) in [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("é", "e", 1)] {
            assert_eq!(apart(one, other), letters, "{one} {other}");
        }
    }
}
