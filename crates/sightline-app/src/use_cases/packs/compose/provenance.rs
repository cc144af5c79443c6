//! Where every figure comes from, and the figures by quarter.

use std::collections::BTreeSet;

use sightline_documents::generators::board_pack::{Block, PackCell, PackRow, PackTable};
use sightline_domain::board_report::Day;
use sightline_domain::measure::Period;

use super::figures::ShownScorecard;
use super::{Reader, heading, heads, words};

/// Quarters that the table has room for.
const MOST_QUARTERS: usize = 6;

pub(super) fn blocks(reader: Reader<'_>, scorecard: &ShownScorecard) -> Vec<Block> {
    let facts = reader.facts;
    let mut blocks = vec![words(format!(
        "The plan is as at {}. Ratings, dates and answers are those recorded by then. Each figure says which records it was counted in, by which version of its definition, and what was left out of it.",
        Day::of(facts.of.as_at).words
    ))];
    if let Some(extract) = &facts.scorecard.extract {
        blocks.push(words(format!(
            "Children’s records are those of {} (extract {}).",
            Day::of(extract.as_at).words,
            extract.id
        )));
    }
    let rows: Vec<PackRow> = scorecard
        .shown()
        .map(|(label, shown)| {
            let from = &shown.provenance;
            PackRow::cells(vec![
                PackCell::text(label).with(from.counted.clone()),
                PackCell::text(Day::of(from.as_at).short),
                PackCell::text(if from.extract.is_some() { "The records" } else { "The plan" }),
                PackCell::text(from.version.clone()),
                PackCell::text(from.left_out.clone()),
            ])
        })
        .collect();
    if rows.is_empty() {
        blocks.push(words("No figure was counted: no children’s records were published by that day."));
        return blocks;
    }
    let columns =
        heads(&[("Measure", 8), ("Data as at", 3), ("Counted in", 3), ("Definition", 4), ("Rows left out", 3)]);
    blocks.push(Block::Table(PackTable { columns, rows }));
    blocks.extend(by_quarter(scorecard));
    blocks
}

fn by_quarter(scorecard: &ShownScorecard) -> Vec<Block> {
    let periods: BTreeSet<Period> =
        scorecard.shown().flat_map(|(_, shown)| shown.quarters.iter().map(|(period, _)| *period)).collect();
    let periods: Vec<Period> = periods.into_iter().rev().take(MOST_QUARTERS).collect();
    if periods.is_empty() {
        return Vec::new();
    }
    let mut columns = heads(&[("Measure", 5)]);
    columns.extend(
        periods
            .iter()
            .rev()
            .map(|period| (format!("{} to {}", period.from.format("%b"), period.to.format("%b %Y")), 2)),
    );
    let rows = scorecard.shown().filter(|(_, shown)| !shown.quarters.is_empty()).map(|(label, shown)| {
        let figure = |period: &Period| {
            let found = shown.quarters.iter().find(|(of, _)| of == period);
            PackCell::text(found.map_or("–", |(_, figure)| figure.as_str()))
        };
        PackRow::cells(std::iter::once(PackCell::text(label)).chain(periods.iter().rev().map(figure)).collect())
    });
    vec![
        heading("The figures by quarter"),
        words("A quarter is shown only where each of its months may be shown."),
        Block::Table(PackTable { columns, rows: rows.collect() }),
    ]
}
