//! Which rows a format holds and how it writes values: `content/synthetic/writing.toml`, checked against the definitions.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Deserialize;
use toml::Spanned;

use super::content::{self, fault};
use super::days;
use crate::Result;
use crate::definitions::{Definitions, RecordTable};

const FILE: &str = "writing.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "format")]
    formats: Vec<Style>,
    #[serde(rename = "select")]
    selections: Vec<WrittenSelection>,
    #[serde(default)]
    instead: Vec<WrittenInstead>,
    #[serde(default)]
    at_the_end: Vec<WrittenAtTheEnd>,
}

/// How a format writes values.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Style {
    pub(super) name: Spanned<String>,
    pub(super) dates: DateStyle,
    pub(super) yes: String,
    pub(super) no: String,
    pub(super) codes: CodeStyle,
    /// Code lists that are written with their words alone.
    #[serde(default)]
    pub(super) labels: Vec<String>,
    /// Columns that hold the child's age.
    #[serde(default)]
    pub(super) ages: Vec<String>,
    /// Columns that hold the number of the row.
    #[serde(default)]
    pub(super) numbers: Vec<String>,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DateStyle {
    /// `31/10/2026`
    DayFirst,
    /// `2026-10-31`
    Iso,
}

/// How a code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CodeStyle {
    /// `N1`
    Code,
    /// `N1: Abuse or neglect`
    CodeAndLabel,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSelection {
    sources: Vec<Spanned<String>>,
    months: Option<u32>,
    since_month: Option<u32>,
    #[serde(default)]
    on: Vec<String>,
    #[serde(default)]
    until: Vec<String>,
    #[serde(default)]
    not: BTreeMap<String, String>,
    #[serde(default)]
    only: BTreeMap<String, String>,
    part_of: Option<WrittenPartOf>,
    during: Option<WrittenDuring>,
    on_day: Option<String>,
    #[serde(default)]
    with_child_of: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPartOf {
    table: String,
    by: String,
    until: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDuring {
    table: String,
    from: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenInstead {
    source: Spanned<String>,
    column: String,
    of: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAtTheEnd {
    source: Spanned<String>,
    columns: Vec<String>,
}

/// Which rows of its main record table a source holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    /// The first day of the window.
    pub(super) since: i32,
    /// Columns of which one must hold a day of the window; empty when none must.
    pub(super) on: Vec<usize>,
    /// Columns that end the row: none may be given, or one in the window; empty when that does not matter.
    pub(super) until: Vec<usize>,
    pub(super) not: Vec<(usize, String)>,
    pub(super) only: Vec<(usize, String)>,
    /// Another table's row of the same child that must be open or have ended in the window.
    pub(super) part_of: Option<PartOf>,
    /// Another table's rows of the same child, one of which must hold the day.
    pub(super) during: Option<During>,
    /// Sources, one of which must name the child.
    pub(super) with_child_of: Vec<(usize, usize)>,
}

/// See [`Selection::part_of`].
#[derive(Clone, Debug)]
pub(super) struct PartOf {
    pub(super) table: usize,
    pub(super) own: usize,
    pub(super) other: usize,
    pub(super) until: usize,
}

/// See [`Selection::during`].
#[derive(Clone, Debug)]
pub(super) struct During {
    pub(super) table: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// The day's column in the row itself.
    pub(super) day: usize,
}

/// The rules of writing, with positions in the definitions.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    styles: Vec<Option<Style>>,
    selections: BTreeMap<(usize, usize), Selection>,
    /// For a source and its column, the column of the main record table that is written when it is blank.
    pub(super) instead: BTreeMap<(usize, usize), Vec<(usize, usize)>>,
    /// For a source, columns that stand only in the last of the rows that are joined.
    pub(super) at_the_end: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Rules {
    pub(super) fn load(definitions: &Definitions, as_at: i32) -> Result<Self> {
        let text = content::file(FILE).unwrap_or_default();
        let written: Written = content::parse(FILE, text)?;
        let checker = Checker { definitions, text };
        let mut rules = Self {
            styles: vec![None; definitions.formats.len()],
            selections: BTreeMap::new(),
            instead: BTreeMap::new(),
            at_the_end: BTreeMap::new(),
        };
        for style in written.formats {
            let position = definitions.formats.iter().position(|format| format.name == *style.name.get_ref());
            let Some(position) = position else {
                return Err(checker.fault(&style.name, format!("there is no format {}", style.name.get_ref())));
            };
            rules.styles[position] = Some(style);
        }
        for selection in &written.selections {
            for source in &selection.sources {
                let place = checker.source(source)?;
                rules.selections.insert(place, checker.selection(place, source, selection, as_at)?);
            }
        }
        for instead in &written.instead {
            let place = checker.source(&instead.source)?;
            let column = checker.source_column(place, &instead.source, &instead.column)?;
            let of = checker.column(checker.main(place, &instead.source)?, &instead.source, &instead.of)?;
            rules.instead.entry(place).or_default().push((column, of));
        }
        for at_the_end in &written.at_the_end {
            let place = checker.source(&at_the_end.source)?;
            for column in &at_the_end.columns {
                let column = checker.source_column(place, &at_the_end.source, column)?;
                rules.at_the_end.entry(place).or_default().push(column);
            }
        }
        Ok(rules)
    }

    /// How the format writes values; `None` when the council does not write it.
    pub(super) fn style(&self, format: usize) -> Option<&Style> {
        self.styles[format].as_ref()
    }

    /// Which rows the source holds; `None` when it holds all.
    pub(super) fn selection(&self, format: usize, table: usize) -> Option<&Selection> {
        self.selections.get(&(format, table))
    }
}

/// Finds what the file names.
struct Checker<'a> {
    definitions: &'a Definitions,
    text: &'a str,
}

impl<'a> Checker<'a> {
    fn fault(&self, at: &Spanned<String>, what: String) -> crate::Error {
        fault(FILE, self.text, at.span().start, what)
    }

    fn source_named(&self, name: &str) -> Option<(usize, usize)> {
        let (format, table) = name.split_once('/')?;
        let position = self.definitions.formats.iter().position(|known| known.name == format)?;
        let tables = &self.definitions.formats[position].tables;
        Some((position, tables.iter().position(|known| known.name == table)?))
    }

    fn source(&self, name: &Spanned<String>) -> Result<(usize, usize)> {
        let found = self.source_named(name.get_ref());
        found.ok_or_else(|| self.fault(name, format!("there is no source {}", name.get_ref())))
    }

    fn main(&self, (format, table): (usize, usize), at: &Spanned<String>) -> Result<&'a RecordTable> {
        let is_main = |record: &&RecordTable| {
            record.feeds.iter().any(|feed| feed.is_main && (feed.format, feed.table) == (format, table))
        };
        let found = self.definitions.tables.iter().find(is_main);
        found.ok_or_else(|| self.fault(at, format!("{} has no main record table", at.get_ref())))
    }

    fn column(&self, table: &RecordTable, at: &Spanned<String>, name: &str) -> Result<usize> {
        let found = table.column(name);
        found.ok_or_else(|| self.fault(at, format!("{} has no column {name}", table.name)))
    }

    fn source_column(&self, (format, table): (usize, usize), at: &Spanned<String>, name: &str) -> Result<usize> {
        let found = self.definitions.formats[format].tables[table].column(name);
        found.ok_or_else(|| self.fault(at, format!("{} has no column {name}", at.get_ref())))
    }

    fn table(&self, at: &Spanned<String>, name: &str) -> Result<usize> {
        let found = self.definitions.tables.iter().position(|known| known.name == name);
        found.ok_or_else(|| self.fault(at, format!("there is no record table {name}")))
    }

    fn selection(
        &self,
        place: (usize, usize),
        at: &Spanned<String>,
        written: &WrittenSelection,
        as_at: i32,
    ) -> Result<Selection> {
        let main = self.main(place, at)?;
        let column = |name: &String| self.column(main, at, name);
        let codes = |map: &BTreeMap<String, String>| -> Result<Vec<(usize, String)>> {
            map.iter().map(|(name, code)| Ok((column(name)?, code.clone()))).collect()
        };
        let since = match (written.months, written.since_month) {
            (Some(months), _) => days::months_before(as_at, months),
            (None, Some(month)) => last_first_of(month, as_at),
            (None, None) => i32::MIN,
        };
        let part_of = written.part_of.as_ref().map(|part_of| {
            let table = self.table(at, &part_of.table)?;
            let other = &self.definitions.tables[table];
            let (own, until) = (column(&part_of.by)?, self.column(other, at, &part_of.until)?);
            Ok::<_, crate::Error>(PartOf { table, own, other: self.column(other, at, &part_of.by)?, until })
        });
        let during = written.during.as_ref().map(|during| {
            let table = self.table(at, &during.table)?;
            let other = &self.definitions.tables[table];
            let day = written.on_day.as_ref().ok_or_else(|| self.fault(at, "`during` needs `on_day`".to_owned()))?;
            let (from, to) = (self.column(other, at, &during.from)?, self.column(other, at, &during.to)?);
            Ok::<_, crate::Error>(During { table, from, to, day: column(day)? })
        });
        let with_child_of = written
            .with_child_of
            .iter()
            .map(|name| self.source_named(name).ok_or_else(|| self.fault(at, format!("there is no source {name}"))));
        Ok(Selection {
            since,
            on: written.on.iter().map(column).collect::<Result<_>>()?,
            until: written.until.iter().map(column).collect::<Result<_>>()?,
            not: codes(&written.not)?,
            only: codes(&written.only)?,
            part_of: part_of.transpose()?,
            during: during.transpose()?,
            with_child_of: with_child_of.collect::<Result<_>>()?,
        })
    }
}

/// The last first day of a month, on or before a day.
fn last_first_of(month: u32, on: i32) -> i32 {
    let day = days::day(on);
    let year = if day.month() >= month { day.year() } else { day.year() - 1 };
    days::number(chrono::NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day))
}
