//! The tables that programs for analytics read. People build reports on them: names and types stay as they are.

use sightline_engine::wire::WireTable;
use sightline_engine::{ColumnShape, ColumnType, TableShape};

use crate::Call;
use crate::policy::{Action, Target};

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Measures,
    Figures,
    CaseListRows,
    MeasureChildren,
}

impl Table {
    pub(super) const ALL: [Self; 4] = [Self::Measures, Self::Figures, Self::CaseListRows, Self::MeasureChildren];

    /// Its name in queries.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Figures => "figures",
            Self::CaseListRows => "case_list_rows",
            Self::MeasureChildren => "measure_children",
        }
    }

    /// Whether somebody may read it at all.
    pub(super) fn is_for(self, call: &Call) -> bool {
        let action = match self {
            Self::Measures | Self::Figures => Action::MeasureRead,
            Self::CaseListRows => Action::CaseListRead,
            Self::MeasureChildren => Action::MeasureChildren,
        };
        call.allows(action, &Target::Sightline)
    }
}

use ColumnType::{Date, Decimal, Text, WholeNumber, YesNo};

/// Columns: name, type, meaning.
type Columns = &'static [(&'static str, ColumnType, &'static str)];

const MEASURES: Columns = &[
    ("measure", Text, "id of the measure"),
    ("title", Text, "what it is called"),
    ("kind", Text, "proportion, rate, count, duration or score"),
    ("counts", Text, "events of a month, or a snapshot of its last day"),
    ("unit", Text, "what its value is in"),
    ("better", Text, "which way is good, in words"),
    ("definition", Text, "the definition in plain words"),
    ("why", Text, "why it matters"),
    ("numerator_words", Text, "of a proportion, what is in the numerator"),
    ("denominator_words", Text, "what is counted"),
    ("threshold", Text, "the statutory or national threshold, if there is one"),
    ("scorecard_refs", Text, "its references on scorecards, with commas between"),
    ("owner", Text, "role that owns the definition"),
    ("review_due", Date, "when the definition has to be looked over again"),
    ("version", Text, "version of the definition"),
];

const FIGURES: Columns = &[
    ("measure", Text, "id of the measure, as in measures"),
    ("window", Text, "month; other windows are sums of months"),
    ("period_from", Date, "first day of the month"),
    ("period_to", Date, "last day of the month"),
    ("breakdown", Text, "whole, or what it is broken down by: team, age_band …"),
    ("value_label", Text, "the value of the breakdown, such as a team; empty for the whole"),
    ("numerator", WholeNumber, "of a proportion, how many are in the numerator"),
    ("counted", WholeNumber, "how many were counted: the denominator of a proportion"),
    ("population", WholeNumber, "of a rate, the population"),
    ("value", Decimal, "the figure, rounded as pages print it; of a duration the median"),
    ("mean", Decimal, "of a duration, the mean"),
    ("left_out", WholeNumber, "rows left out for lack of a fact"),
    ("suppressed", YesNo, "too small to show, or hidden so that nobody can work out what is"),
    ("as_at", Date, "the day that the records are as at"),
    ("extract", Text, "the extract that it comes from"),
    ("version", Text, "version of the definition"),
];

const CASE_LIST_ROWS: Columns = &[
    ("case_list", Text, "id of the case list"),
    ("title", Text, "what the list is called"),
    ("about", Text, "the child, or whatever the list is about"),
    ("state", Text, "overdue, due in 5 or in 20 working days, later, or no date"),
    ("due_on", Date, "the last day in time"),
    ("working_days_left", WholeNumber, "working days until then, negative when it has passed"),
    ("started_on", Date, "what started the clock"),
    ("team", Text, "the team"),
    ("worker", Text, "the worker"),
    ("weight", Decimal, "how much the case weighs, of lists that are weighted"),
    ("details", Text, "further columns of the list, as a JSON object"),
    ("as_at", Date, "the day that the list is as at"),
    ("extract", Text, "the extract that it comes from"),
    ("version", Text, "version of the definition"),
];

const MEASURE_CHILDREN: Columns = &[
    ("measure", Text, "id of the measure; a query has to name it"),
    ("period", Text, "the month in words: the latest whole one"),
    ("about", Text, "the child, or whatever the measure is about"),
    ("on_day", Date, "the day of the event, or of the snapshot"),
    ("in_numerator", YesNo, "whether it is in the numerator; empty when it is left out"),
    ("left_out_because", Text, "why it is left out"),
    ("team", Text, "the team"),
    ("worker", Text, "the worker"),
    ("details", Text, "further columns of the measure, as a JSON object"),
    ("as_at", Date, "the day that the records are as at"),
    ("extract", Text, "the extract that it comes from"),
    ("version", Text, "version of the definition"),
];

/// A table as it is offered.
pub(super) fn shape(table: Table) -> WireTable {
    let (title, columns, chosen_by): (_, Columns, &'static [&'static str]) = match table {
        Table::Measures => ("Definitions of measures", MEASURES, &[]),
        Table::Figures => {
            ("Figures of measures by month, whole and broken down", FIGURES, &["measure", "breakdown", "window"])
        }
        Table::CaseListRows => ("What is still to be done for children", CASE_LIST_ROWS, &["case_list"]),
        Table::MeasureChildren => ("Children behind the latest figure of a measure", MEASURE_CHILDREN, &["measure"]),
    };
    let column = |(name, holds, meaning): &(&str, ColumnType, &str)| ColumnShape {
        name: (*name).to_owned(),
        holds: *holds,
        codes: None,
        meaning: (*meaning).to_owned(),
    };
    let shape = TableShape { title: title.to_owned(), columns: columns.iter().map(column).collect() };
    WireTable { name: table.name(), shape, chosen_by }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../../../docs/operate/analytics.md");

    #[test]
    fn every_table_and_column_is_on_the_page() {
        for table in Table::ALL {
            let shape = shape(table);
            let (_, rest) = PAGE.split_once(&format!("### `{}`\n", shape.name)).unwrap();
            let part = rest.split("\n### ").next().unwrap();
            for column in &shape.shape.columns {
                let holds = match column.holds {
                    Text | ColumnType::Code => "text",
                    Date => "date",
                    WholeNumber => "bigint",
                    Decimal => "numeric",
                    YesNo => "boolean",
                };
                let line = format!("| `{}` | {holds} | {} |", column.name, column.meaning);
                assert!(part.contains(&line), "docs/operate/analytics.md lacks under {}: {line}", shape.name);
            }
        }
    }
}
