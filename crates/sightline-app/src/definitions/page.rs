//! The page of all measures and case lists.

use std::fmt::Write as _;

use sightline_domain::measure::{Counts, Kind};
use sightline_engine::{CaseListDefinition, Catalogue, MeasureDefinition, Source};

use crate::Result;

const BEFORE: &str = "\
# Measures and case lists

Written by `make generate` from `content/measures/` and `content/case_lists/`.
Every figure can be broken down by team, worker, age, sex, ethnicity and the like, and be read for a month, a quarter, the year to date and twelve months.
";

/// The reference page of the measures and case lists, as `docs/measures.md` has it.
///
/// # Errors
///
/// [`Error::Engine`](crate::Error::Engine) when what is built in does not load.
pub async fn reference_page() -> Result<String> {
    let catalogue = Catalogue::built_in().await?;
    let mut page = BEFORE.to_owned();
    let (measures, lists) = (catalogue.measures().count(), catalogue.case_lists().count());
    let _ = writeln!(page, "There are {measures} measures and {lists} case lists.");
    for (theme, ids) in catalogue.themes() {
        let _ = writeln!(page, "\n## {theme}");
        for id in ids {
            measure(&mut page, catalogue.measure(id)?);
        }
    }
    let _ = writeln!(page, "\n## Case lists");
    for list in catalogue.case_lists() {
        case_list(&mut page, list);
    }
    Ok(page)
}

fn measure(page: &mut String, measure: &MeasureDefinition) {
    let _ = writeln!(page, "\n### {}\n\n{}\n{}\n", measure.title, measure.definition, measure.why);
    let _ = writeln!(page, "- Id: `{}`{}", measure.id, references(&measure.scorecard_refs));
    let counts = match measure.counts {
        Counts::Events => "what happened in the period",
        Counts::Snapshot => "how things stand at the end of the period",
    };
    let _ = writeln!(page, "- Kind: {}, {counts}; {}", measure.kind.name(), measure.unit);
    let _ = writeln!(page, "- Which way is good: {}", measure.better.sentence());
    match (&measure.numerator, measure.kind) {
        (Some(numerator), Kind::Proportion) => {
            let _ = writeln!(page, "- Numerator: {numerator}\n- Denominator: {}", measure.denominator);
        }
        _ => {
            let _ = writeln!(page, "- Counted: {}", measure.denominator);
        }
    }
    if let Some(threshold) = &measure.threshold {
        let _ = writeln!(page, "- Threshold: {} ({})", threshold.words, threshold.source);
    }
    let _ = writeln!(page, "- Source: {}", source(&measure.source));
    let _ = writeln!(page, "- Needs one of: {}", measure.needs.join(", "));
}

fn case_list(page: &mut String, list: &CaseListDefinition) {
    let _ = writeln!(page, "\n### {}\n\n{}\n", list.title, list.about);
    let _ = writeln!(page, "- Id: `{}`{}", list.id, references(&list.scorecard_refs));
    let _ = writeln!(page, "- One row: {}", list.one_row);
    let _ = writeln!(page, "- Due: {}", list.due);
    let _ = writeln!(page, "- Source: {}", source(&list.source));
    let _ = writeln!(page, "- Needs one of: {}", list.needs.join(", "));
}

fn references(known: &[String]) -> String {
    if known.is_empty() { String::new() } else { format!("; on scorecards {}", known.join(", ")) }
}

fn source(source: &Source) -> String {
    let edition = source.edition.as_ref().map(|edition| format!(", {edition}")).unwrap_or_default();
    match &source.url {
        Some(url) => format!("[{}]({url}){edition}", source.title),
        None => format!("{}{edition}", source.title),
    }
}
