//! Every measure, by theme: searched and narrowed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::App;
use sightline_app::domain::spc::{Assurance, Variation};
use sightline_app::figures_view::{RowShows, ScorecardRow, ScorecardView};

use super::{FiguresTop, Known, Lines, address, instead};
use crate::components::filter_panel::FilterField;
use crate::components::{Breadcrumbs, Choice, EmptyState, FilterPanel, Link, Pagination, Select, TextInput};
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

const PAGE: &str = "/measures";
/// Lines on one page: with their pictures they are about 2 KB each.
const LINES: usize = 50;

/// What change can be asked for.
const VARIATIONS: [(&str, &str); 5] = [
    ("improvement", "A real improvement"),
    ("concern", "A real change for the worse"),
    ("neutral", "A real change, neither better nor worse"),
    ("none", "No change beyond noise"),
    ("unknown", "Too few figures to say"),
];

/// What can be asked about the target.
const ASSURANCES: [(&str, &str); 4] = [
    ("passes", "Will be met consistently"),
    ("hit_or_miss", "Will be hit or missed by chance"),
    ("fails", "Will not be met unless something changes"),
    ("none", "Cannot be said, or no target"),
];

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MeasuresQuery {
    q: String,
    variation: String,
    assurance: String,
    theme: String,
    as_at: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "measures/list.html")]
struct MeasuresPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    top: FiguresTop,
    filter: FilterPanel,
    found: String,
    lines: Lines,
    pagination: Pagination,
    empty: Option<EmptyState>,
}

/// The measures.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<MeasuresQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let all = match app.all_measures(call, as_at.day).await {
        Err(error) => return instead(&app, call, frame, (Known::Measures, "", PAGE), &as_at, error).await,
        Ok(all) => all,
    };
    let fitting: Vec<(&str, &ScorecardRow)> = query.fitting(&all).collect();
    let pages = fitting.len().div_ceil(LINES).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let shown = fitting.iter().skip((page - 1) * LINES).take(LINES);
    let mut sections: Vec<(&str, Vec<&ScorecardRow>)> = Vec::new();
    for (theme, row) in shown.copied() {
        match sections.last_mut().filter(|(last, _)| *last == theme) {
            Some((_, rows)) => rows.push(row),
            None => sections.push((theme, vec![row])),
        }
    }
    let keep: Vec<(&'static str, &str)> = query.parts().to_vec();
    Ok(render::page(&MeasuresPage {
        frame,
        breadcrumbs: Breadcrumbs::new(vec![Link::new("Measures", address("/scorecards", &[("as_at", &query.as_at)]))]),
        top: FiguresTop::new(call, &all.provenance, (PAGE, &as_at), &keep),
        filter: query.panel(&all),
        found: words::capital(&words::count(fitting.len(), "measure", "measures")),
        lines: Lines::new(sections, &as_at),
        pagination: Pagination::new(page, pages, query.address("")),
        empty: fitting.is_empty().then(|| {
            EmptyState::new("No measure fits", "Take one of the filters away, or search for fewer words.")
                .link("Show every measure", address(PAGE, &[("as_at", &query.as_at)]))
        }),
    }))
}

impl MeasuresQuery {
    fn parts(&self) -> [(&'static str, &str); 4] {
        [("q", &self.q), ("variation", &self.variation), ("assurance", &self.assurance), ("theme", &self.theme)]
    }

    /// The address of the same measures, without one of the parts and without the page.
    fn address(&self, left_out: &str) -> String {
        let parts = self.parts().into_iter().filter(|(name, _)| *name != left_out);
        let pairs: Vec<(&str, &str)> = parts.chain([("as_at", self.as_at.as_str())]).collect();
        address(PAGE, &pairs)
    }

    /// The lines that fit, with their themes.
    fn fitting<'a>(&'a self, all: &'a ScorecardView) -> impl Iterator<Item = (&'a str, &'a ScorecardRow)> {
        let sought: Vec<String> = self.q.split_whitespace().map(str::to_lowercase).collect();
        all.sections
            .iter()
            .filter(move |(theme, _)| self.theme.is_empty() || *theme == self.theme)
            .flat_map(|(theme, rows)| rows.iter().map(move |row| (theme.as_str(), row)))
            .filter(move |(theme, row)| {
                let read = words_of(theme, row);
                sought.iter().all(|word| read.contains(word))
            })
            .filter(move |(_, row)| self.fits(row))
    }

    fn fits(&self, row: &ScorecardRow) -> bool {
        if self.variation.is_empty() && self.assurance.is_empty() {
            return true;
        }
        let RowShows::Measure(read) = &row.shows else { return false };
        (self.variation.is_empty() || self.variation == variation_name(read.chart.variation))
            && (self.assurance.is_empty() || self.assurance == assurance_name(read.chart.assurance))
    }

    fn panel(&self, all: &ScorecardView) -> FilterPanel {
        let select = |name: &str, label: &str, any: &str, chosen: &str, choices: Vec<(&str, &str)>| {
            let any = Choice::new("", any).chosen(chosen.is_empty());
            let choices = choices.into_iter().map(|(code, words)| Choice::new(code, words).chosen(code == chosen));
            FilterField::Select(Select::new(name, label).choices([any].into_iter().chain(choices)))
        };
        let themes = all.sections.iter().map(|(theme, _)| (theme.as_str(), theme.as_str())).collect();
        let fields = vec![
            FilterField::Text(TextInput::new("q", "Words").value(self.q.as_str())),
            select("variation", "Change", "Any change or none", &self.variation, VARIATIONS.to_vec()),
            select("assurance", "Target", "Any", &self.assurance, ASSURANCES.to_vec()),
            select("theme", "Theme", "Any theme", &self.theme, themes),
        ];
        let said = |name: &str, value: &str| {
            let words = |known: &[(&str, &str)]| {
                let found = known.iter().find(|(code, _)| *code == value);
                found.map_or_else(|| value.to_owned(), |(_, words)| (*words).to_owned())
            };
            match name {
                "q" => format!("Words: {value}"),
                "variation" => words(&VARIATIONS),
                "assurance" => format!("Target: {}", words(&ASSURANCES)),
                _ => value.to_owned(),
            }
        };
        let used = self.parts().into_iter().filter(|(_, value)| !value.is_empty());
        let in_use = used.map(|(name, value)| Link::new(said(name, value), self.address(name))).collect();
        let panel = FilterPanel::new("Search and filter the measures", PAGE, fields);
        let panel = panel.in_use(in_use, address(PAGE, &[("as_at", &self.as_at)]));
        if self.as_at.is_empty() { panel } else { panel.keep("as_at", self.as_at.as_str()) }
    }
}

/// Everything that a search looks at, in small letters.
fn words_of(theme: &str, row: &ScorecardRow) -> String {
    let mut said = vec![theme, &row.label];
    said.extend(row.reference.as_deref());
    let definition = match &row.shows {
        RowShows::Measure(read) => Some(&read.definition),
        RowShows::Failed(failed) => Some(&failed.definition),
        RowShows::CaseList { .. } | RowShows::FailedList(_) => None,
    };
    if let Some(definition) = definition {
        said.extend(
            [&definition.id, &definition.title, &definition.definition, &definition.denominator].map(String::as_str),
        );
        said.extend(definition.numerator.as_deref());
        said.extend(definition.catalogue.as_deref());
        said.extend(definition.scorecard_refs.iter().map(String::as_str));
    }
    said.join(" ").to_lowercase()
}

fn variation_name(variation: Variation) -> &'static str {
    match variation {
        Variation::Improvement(_) => "improvement",
        Variation::Concern(_) => "concern",
        Variation::Neutral(_) => "neutral",
        Variation::CommonCause | Variation::NoVariation => "none",
        Variation::TooFew | Variation::NoValues => "unknown",
    }
}

fn assurance_name(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::ConsistentlyPasses => "passes",
        Assurance::HitOrMiss => "hit_or_miss",
        Assurance::ConsistentlyFails => "fails",
        Assurance::None(_) => "none",
    }
}

#[cfg(test)]
mod tests {
    use sightline_app::domain::spc::{NoAssurance, Towards};

    use super::*;

    #[test]
    fn every_change_and_every_assurance_can_be_asked_for() {
        use Assurance::{ConsistentlyFails, ConsistentlyPasses, HitOrMiss};
        use Variation::{CommonCause, Concern, Improvement, Neutral, NoValues, NoVariation, TooFew};
        let up = Towards::High;
        for variation in [Improvement(up), Concern(up), Neutral(up), CommonCause, NoVariation, TooFew, NoValues] {
            assert!(VARIATIONS.iter().any(|(name, _)| *name == variation_name(variation)));
        }
        for assurance in [ConsistentlyPasses, HitOrMiss, ConsistentlyFails, Assurance::None(NoAssurance::TooFew)] {
            assert!(ASSURANCES.iter().any(|(name, _)| *name == assurance_name(assurance)));
        }
    }

    #[test]
    fn an_address_keeps_everything_but_what_is_taken_away() {
        let query =
            MeasuresQuery { q: "visit".into(), theme: "Care".into(), as_at: "2026-06-30".into(), ..Default::default() };
        assert_eq!(query.address(""), "/measures?q=visit&theme=Care&as_at=2026-06-30");
        assert_eq!(query.address("q"), "/measures?theme=Care&as_at=2026-06-30");
    }
}
