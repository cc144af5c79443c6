//! Data: extracts of children's records, what changed between them, and single children.
//!
//! Only counts stand on the pages of extracts. A child is asked for by a form,
//! with a reason, and never stands in an address.

mod changes;
mod child;
mod extract;
mod findings;
mod journey_chart;
mod list;
mod quality;
mod steps;
mod upload;

use sightline_app::policy::Action;
use sightline_app::{ExtractState, ExtractView};

use crate::components::{Breadcrumbs, Link, Tag};
use crate::routes::{Needs, Route, get, post};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::DataRead);
    let load = Needs::To(Action::DataLoad);
    let withdraw = Needs::To(Action::DataWithdraw);
    let child = Needs::To(Action::ChildRead);
    vec![
        get("/data", read, list::show),
        get("/data/load", load, upload::show),
        post("/data/load", load, upload::upload),
        get("/data/extracts/{extract}", read, extract::show),
        get("/data/extracts/{extract}/publish", load, steps::ask_publish),
        post("/data/extracts/{extract}/publish", load, steps::publish),
        post("/data/extracts/{extract}/discard", load, steps::discard),
        get("/data/extracts/{extract}/withdraw", withdraw, steps::ask_withdraw),
        post("/data/extracts/{extract}/withdraw", withdraw, steps::withdraw),
        get("/data/extracts/{extract}/changes", read, changes::show),
        get("/data/extracts/{extract}/changes/children", child, changes::children),
        get("/data/findings", child, findings::show),
        get("/data/findings.xlsx", child, findings::workbook),
        get("/data/quality", read, quality::show),
        post("/data/quality", read, quality::order),
        get("/data/quality/{paper}", read, quality::open),
        get("/data/children", child, child::ask),
        post("/data/children", child, child::open),
        post("/data/children/ask", child, child::ask_about),
        get("/data/children/{opening}", child, child::show),
    ]
}

/// The address of an extract.
fn href(view: &ExtractView) -> String {
    format!("/data/extracts/{}", view.record.id)
}

/// What an extract is called: `Records as at 31 October 2026`.
fn name(view: &ExtractView) -> String {
    format!("Records as at {}", words::day(view.record.as_at))
}

fn breadcrumbs(view: Option<&ExtractView>) -> Breadcrumbs {
    let mut links = vec![Link::new("Data", "/data")];
    links.extend(view.map(|view| Link::new(name(view), href(view))));
    Breadcrumbs::new(links)
}

/// What has become of an extract, in a word and a colour.
fn state(view: &ExtractView) -> Tag {
    match view.record.state {
        ExtractState::Published if view.is_in_force => Tag::new("In force", "green"),
        ExtractState::Published => Tag::new("Published", "blue"),
        ExtractState::Waiting => Tag::new("Waits", "yellow"),
        ExtractState::Withdrawn => Tag::new("Withdrawn", "orange"),
        ExtractState::Destroyed => Tag::new("Destroyed", "grey"),
    }
}

/// What people call a format.
fn format_name(format: &str) -> &str {
    match format {
        "annex_a" => "Annex A",
        "ssda903" => "SSDA903",
        "cin_census" => "Children in need census",
        "ssd" => "Standard Safeguarding Dataset",
        other => other,
    }
}

/// A number of rows, with commas between thousands.
fn rows(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The name of a table or column as words: `born_on` is `Born on`.
fn column_name(name: &str) -> String {
    words::capital(&name.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_in_thousands_and_columns_are_words() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1000, 1_234_567].map(rows).each_ref().map(String::as_str)
        );
        assert_eq!(column_name("born_on"), "Born on");
        assert_eq!(format_name("cin_census"), "Children in need census");
    }
}
