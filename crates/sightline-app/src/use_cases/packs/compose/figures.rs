//! The scorecard as an audience is shown it, and every figure of it for the manifest.

use std::collections::BTreeMap;

use sightline_documents::generators::board_pack::{Block, PackMeasure};
use sightline_domain::measure::Period;
use sightline_domain::pack::{InputKind, ManifestFigure};

use super::{Reader, heading, words};
use crate::use_cases::figures::pack::PackShown;

/// The scorecard under the rules of one audience.
pub(super) struct ShownScorecard {
    /// Title and lines of each section.
    pub(super) sections: Vec<(String, Vec<ShownLine>)>,
}

/// A line of it: the measure, or why there is none.
pub(super) struct ShownLine {
    pub(super) label: String,
    pub(super) id: Option<String>,
    pub(super) shown: Result<Box<PackShown>, String>,
}

impl ShownScorecard {
    pub(super) fn of(reader: Reader<'_>) -> Self {
        let (facts, audience) = (reader.facts, reader.audience.figures);
        let sections = facts.scorecard.sections.iter().map(|(title, lines)| {
            let lines = lines.iter().map(|line| ShownLine {
                label: line.label.clone(),
                id: line.measure.as_ref().ok().map(|count| count.definition.id.clone()),
                shown: line.measure.as_ref().map_err(Clone::clone).map(|count| {
                    Box::new(count.shown(audience, facts.of.as_at, line.reference.as_deref(), &line.label))
                }),
            });
            (title.clone(), lines.collect())
        });
        Self { sections: sections.collect() }
    }

    /// The measures that have a figure or could have one.
    pub(super) fn shown(&self) -> impl Iterator<Item = (&str, &PackShown)> {
        self.sections
            .iter()
            .flat_map(|(_, lines)| lines)
            .filter_map(|line| Some((line.label.as_str(), line.shown.as_ref().ok()?.as_ref())))
    }

    pub(super) fn blocks(&self, reader: Reader<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        if reader.facts.scorecard.is_stale {
            blocks.push(words(format!("Warning: {}", reader.facts.scorecard.freshness)));
        }
        let mut missing = Vec::new();
        for (title, lines) in &self.sections {
            let drawn = lines.iter().filter_map(|line| line.shown.as_ref().ok()).filter(|shown| shown.has_figure());
            let measures: Vec<PackMeasure> = drawn.map(|shown| shown.measure.clone()).collect();
            if !measures.is_empty() {
                blocks.extend([heading(title), Block::Measures { lines: measures }]);
            }
            missing.extend(lines.iter().filter_map(|line| match &line.shown {
                Err(why) => Some(format!("{}: {why}.", line.label)),
                Ok(shown) if shown.has_figure() => None,
                Ok(shown) if shown.is_hidden() => {
                    Some(format!("{}: its numbers are too small to be shown.", line.label))
                }
                Ok(_) => Some(format!("{}: there is no figure yet.", line.label)),
            }));
        }
        if !missing.is_empty() {
            blocks.extend([heading("Without a figure"), Block::Points { items: missing }]);
        }
        if blocks.is_empty() {
            blocks.push(words("No measure is on the scorecard."));
        }
        blocks
    }

    /// Every figure that is printed or drawn, for the manifest.
    pub(super) fn into_figures(self, audience: &str) -> Vec<ManifestFigure> {
        let mut figures: BTreeMap<String, ManifestFigure> = BTreeMap::new();
        for line in self.sections.into_iter().flat_map(|(_, lines)| lines) {
            let (Some(id), Ok(shown)) = (line.id, line.shown) else { continue };
            for (period, value) in &shown.figures {
                let figure = ManifestFigure {
                    audience: audience.to_owned(),
                    id: format!("{id}/{}", key(*period)),
                    title: format!("{}, {}", line.label, period.words()),
                    value: value.clone(),
                    definition: Some((InputKind::Measure, id.clone())),
                };
                // A measure may stand on the scorecard twice; its figures are the same.
                figures.insert(figure.id.clone(), figure);
            }
        }
        figures.into_values().collect()
    }
}

/// A period as figures are told apart by it: `2026-10`, or `2026-07..2026-09`.
fn key(period: Period) -> String {
    let month = |day: chrono::NaiveDate| day.format("%Y-%m").to_string();
    let (first, last) = (month(period.from), month(period.to));
    if first == last { first } else { format!("{first}..{last}") }
}
