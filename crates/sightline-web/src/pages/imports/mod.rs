//! Importing a plan: files are read, columns chosen, questions settled one by one, and the plan is saved.

mod begin;
mod check;
mod columns;
mod list;
mod question;

use sightline_app::ImportView;
use sightline_app::domain::Severity;
use sightline_app::policy::Action;

use crate::components::{Breadcrumbs, Link, Progress};
use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let import = Needs::To(Action::PlanImport);
    vec![
        get("/plans/import", import, begin::show),
        post("/plans/import", import, begin::upload),
        get("/plans/import/{import}", import, list::show),
        post("/plans/import/{import}/alike", import, list::answer_alike),
        post("/plans/import/{import}/discard", import, list::discard),
        get("/plans/import/{import}/columns", import, columns::show),
        post("/plans/import/{import}/columns", import, columns::choose),
        get("/plans/import/{import}/questions/{number}", import, question::show),
        post("/plans/import/{import}/questions/{number}", import, question::answer),
        get("/plans/import/{import}/check", import, check::show),
        post("/plans/import/{import}/check", import, check::save),
    ]
}

/// The address of an import in hand.
fn href(import: &str) -> String {
    format!("/plans/import/{import}")
}

fn question_href(import: &str, number: usize) -> String {
    format!("{}/questions/{number}", href(import))
}

/// The pages above those of an import.
fn breadcrumbs(import: Option<&ImportView>) -> Breadcrumbs {
    let mut links = vec![Link::new("Plans", "/plans"), Link::new("Import a plan", "/plans/import")];
    links.extend(import.map(|import| Link::new(name(import), href(&import.id))));
    Breadcrumbs::new(links)
}

/// What an import in hand is called: the title of its plan, or its files.
fn name(import: &ImportView) -> String {
    if import.plan.title.is_empty() { import.files.join(", ") } else { import.plan.title.clone() }
}

fn progress(import: &ImportView) -> Progress {
    let (settled, all) = import.progress();
    Progress::new(settled, all, "questions settled")
}

/// The severity of a problem in a word, and the colour of its tag.
fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("Error", "red"),
        Severity::Question => ("Question", "purple"),
        Severity::Warning => ("Warning", "orange"),
        Severity::Note => ("Note", "grey"),
    }
}

/// The help of a problem as it is said on a page: options of the command line are pages here.
fn help(text: &str) -> String {
    let mut words = text.to_owned();
    while let Some(at) = words.find(" with --map") {
        let rest = &words[at + " with --map".len()..];
        let quoted = rest.strip_prefix(" \"").and_then(|rest| rest.find('"')).map_or(0, |end| end + 3);
        words.replace_range(at..at + " with --map".len() + quoted, " under Columns");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_the_command_line_become_pages() {
        assert_eq!(help("Confirm, or map it with --map."), "Confirm, or map it under Columns.");
        assert_eq!(
            help("Map it with --map \"Who checks=FIELD\", or add the heading to your plan vocabulary."),
            "Map it under Columns, or add the heading to your plan vocabulary."
        );
        assert_eq!(help("Say who it is."), "Say who it is.");
    }
}
