//! What every page of figures begins with: how old the records are, where they come from, and the way to another day.

use askama::Template;
use askama::filters::HtmlSafe;
use sightline_app::Call;
use sightline_app::figures_view::Provenance;
use sightline_app::policy::{Action, Target};

use super::address;
use crate::components::{EmptyState, Link};
use crate::pages::plans::address::AsAt;
use crate::words;

/// Freshness, extract and day.
#[derive(Clone, Debug, Template)]
#[template(path = "measures/top.html")]
pub(crate) struct FiguresTop {
    freshness: String,
    is_stale: bool,
    /// The extract, for whoever may open it.
    extract: Option<String>,
    /// The day that was asked for in words, when one was.
    past: Option<Link>,
    action: String,
    value: String,
    error: Option<&'static str>,
    keep: Vec<(&'static str, String)>,
}

impl HtmlSafe for FiguresTop {}

impl FiguresTop {
    /// For the page at `page`; `keep` is what else its address holds and another day leaves as it is.
    pub(crate) fn new(
        call: &Call,
        provenance: &Provenance,
        (page, typed): (&str, &AsAt),
        keep: &[(&'static str, &str)],
    ) -> Self {
        let may = |action| call.allows(action, &Target::Sightline);
        let extract = provenance.extract.as_ref().filter(|_| may(Action::DataRead));
        let kept = keep.iter().filter(|(_, value)| !value.is_empty());
        Self {
            freshness: provenance.freshness.clone(),
            is_stale: provenance.is_stale,
            extract: extract.map(|extract| format!("/data/extracts/{}", words::segment(extract))),
            past: typed.day.map(|day| Link::new(words::day(day), address(page, keep))),
            action: page.to_owned(),
            value: if typed.unreadable.is_empty() { provenance.as_at.to_string() } else { typed.unreadable.clone() },
            error: (!typed.unreadable.is_empty()).then_some("Enter a date such as 30 June 2026"),
            keep: kept.map(|(name, value)| (*name, (*value).to_owned())).collect(),
        }
    }
}

/// Said where figures of children's records would stand.
pub(super) fn nothing_loaded(call: &Call) -> EmptyState {
    let heading = "No children’s records are loaded";
    let may = |action| call.allows(action, &Target::Sightline);
    if may(Action::DataLoad) {
        EmptyState::new(heading, "Load the files that your case system gives; figures are worked out from them.")
            .link("Go to data", "/data")
    } else if may(Action::DataRead) {
        EmptyState::new(heading, "Figures are worked out from them. They are loaded by a performance analyst.")
            .link("Go to data", "/data")
    } else {
        EmptyState::new(heading, "Figures are worked out from them. Ask your performance analyst to load them.")
    }
}
