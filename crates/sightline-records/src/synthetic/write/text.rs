//! Values as a format writes them.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::Datelike;

use super::super::days;
use super::super::record::Datum;
use super::super::rules::{CodeStyle, DateStyle, Style};
use super::super::shape::{Shaper, SourceRows};
use crate::definitions::{CodeList, Definitions};

/// Writes the values of one format.
pub(super) struct Texts<'d> {
    style: &'d Style,
    format: usize,
    definitions: &'d Definitions,
    as_at: i32,
    /// For each table of the format and each of its columns, the code list of the record column it fills.
    lists: Vec<Vec<Option<&'d CodeList>>>,
    /// For each table and column, whether the column is one that no record table holds.
    spare: Vec<Vec<Spare>>,
    /// The next number of a row, for each table.
    next: Vec<u64>,
}

/// What a column that no record table holds is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spare {
    /// It is held.
    Held,
    /// The child's age.
    Age,
    /// The number of the row.
    Number,
    /// The column of the same name of the format's first table.
    Repeated(usize),
    /// Nothing.
    Blank,
}

impl<'d> Texts<'d> {
    pub(super) fn new(definitions: &'d Definitions, style: &'d Style, format: usize, as_at: i32) -> Self {
        let tables = &definitions.formats[format].tables;
        let list_of = |table: usize, column: usize| {
            let feeds =
                definitions.tables.iter().flat_map(|record| record.feeds.iter().map(move |feed| (record, feed)));
            let mut feeds = feeds.filter(|(_, feed)| (feed.format, feed.table) == (format, table));
            let held = feeds.find_map(|(record, feed)| {
                feed.columns.iter().find(|(_, from)| *from == column).map(|(held, _)| &record.columns[*held])
            })?;
            held.codes.map(|list| &definitions.code_lists[list])
        };
        let lists = tables
            .iter()
            .enumerate()
            .map(|(table, source)| (0..source.columns.len()).map(|column| list_of(table, column)).collect());
        let spare = tables.iter().enumerate().map(|(table, source)| {
            let spare = source.columns.iter().map(|column| match column {
                column if column.left_out.is_none() => Spare::Held,
                column if style.ages.contains(&column.name) => Spare::Age,
                column if style.numbers.contains(&column.name) => Spare::Number,
                column => match tables[0].column(&column.name) {
                    Some(same) if table > 0 => Spare::Repeated(same),
                    _ => Spare::Blank,
                },
            });
            spare.collect()
        });
        let (lists, spare) = (lists.collect(), spare.collect());
        Self { style, format, definitions, as_at, lists, spare, next: vec![0; tables.len()] }
    }

    /// Fills the columns that no record table holds.
    pub(super) fn fill(&mut self, shaper: &Shaper<'_>, sources: &mut [SourceRows]) {
        let needs_first = self.spare.iter().flatten().any(|spare| matches!(spare, Spare::Repeated(_)));
        let mut first: HashMap<String, Vec<Datum>> = HashMap::new();
        if needs_first && shaper.child_column(0).is_some() {
            for row in &sources[0].rows {
                first.insert(row.child.words().unwrap_or_default().to_owned(), row.cells.clone());
            }
        }
        for (table, source) in sources.iter_mut().enumerate() {
            let born = self.definitions.formats[self.format].tables[table].column("Date of Birth");
            for row in &mut source.rows {
                self.next[table] += 1;
                for (column, spare) in self.spare[table].iter().enumerate() {
                    let value = match spare {
                        Spare::Held => continue,
                        Spare::Blank => Datum::Null,
                        Spare::Number => Datum::Number(i64::try_from(self.next[table]).unwrap_or(i64::MAX)),
                        Spare::Age => {
                            let born = born.and_then(|born| row.cells[born].as_day());
                            let age = born.map(|born| Datum::Number(i64::from(days::years_between(born, self.as_at))));
                            age.unwrap_or_default()
                        }
                        Spare::Repeated(same) => {
                            let known = row.child.words().and_then(|child| first.get(child));
                            known.map_or(Datum::Null, |cells| cells[*same].clone())
                        }
                    };
                    row.cells[column] = value;
                }
            }
        }
    }

    /// A value of a column as the format writes it; `None` for a blank.
    pub(super) fn text<'v>(&self, table: usize, column: usize, value: &'v Datum) -> Option<Cow<'v, str>> {
        Some(match value {
            Datum::Null => return None,
            Datum::Day(day) => Cow::Owned(self.date(*day)),
            Datum::Number(number) => Cow::Owned(number.to_string()),
            Datum::Decimal(number) => {
                let text = format!("{}.{:04}", number / 10_000, (number % 10_000).abs());
                Cow::Owned(text.trim_end_matches('0').trim_end_matches('.').to_owned())
            }
            Datum::YesNo(truth) => Cow::Owned(if *truth { &self.style.yes } else { &self.style.no }.clone()),
            Datum::Wrong(text) => Cow::Borrowed(text),
            Datum::Word(_) | Datum::Name(_) | Datum::Text(_) => {
                let words = value.words().unwrap_or_default();
                match self.lists[table][column] {
                    Some(list) if self.style.codes == CodeStyle::CodeAndLabel => Cow::Owned(self.code(list, words)),
                    _ => Cow::Borrowed(words),
                }
            }
        })
    }

    /// The day of a value that is written as a real date in workbooks.
    pub(super) fn day(value: &Datum) -> Option<chrono::NaiveDate> {
        value.as_day().map(days::day)
    }

    fn code(&self, list: &CodeList, code: &str) -> String {
        let Some(known) = list.codes.iter().find(|known| known.code == code) else { return code.to_owned() };
        if self.style.labels.contains(&list.name) { known.label.clone() } else { format!("{code}: {}", known.label) }
    }

    fn date(&self, day: i32) -> String {
        let day = days::day(day);
        match self.style.dates {
            DateStyle::Iso => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            DateStyle::DayFirst => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        }
    }
}
