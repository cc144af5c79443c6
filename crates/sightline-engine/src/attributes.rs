//! What is known of each child, for the breakdowns that come free.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, NaiveDate};
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::common::hash_utils::RandomState;

use crate::catalogue::{BreakdownDefinition, Breakdowns};
use crate::functions::outward;
use crate::rows::{days_since_1970, from_days_since_1970};
use crate::sql::{dates, words};

/// A value's number within its breakdown.
pub(crate) type Code = u16;
/// What is not known.
pub(crate) const NOT_KNOWN: Code = 0;
/// A day after every other.
const FOR_EVER: i32 = i32::MAX;

/// For each breakdown, the value of every child, and when it held.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    children: HashMap<String, u32, RandomState>,
    breakdowns: BTreeMap<String, Values>,
}

#[derive(Debug)]
struct Values {
    /// The values' labels; the first stands for what is not known.
    labels: Vec<String>,
    /// What the records call values that stand there as codes.
    names: HashMap<String, String>,
    holds: Holds,
}

#[derive(Debug)]
enum Holds {
    /// One value for each child, by the child's number.
    Always(Vec<Code>),
    /// Spells, sorted by child and first day: first day, last day, value.
    Spells { of: Vec<std::ops::Range<usize>>, spells: Vec<(i32, i32, Code)> },
}

impl Attributes {
    /// Looks up every breakdown of the content in the tables.
    pub(crate) fn new(content: &Breakdowns, tables: &BTreeMap<String, Vec<RecordBatch>>) -> Self {
        let mut attributes = Self::default();
        for breakdown in &content.breakdowns {
            let batches = tables.get(&breakdown.table).map_or(&[][..], Vec::as_slice);
            let names = names(breakdown, tables);
            let values = attributes.values(content, breakdown, names, batches);
            attributes.breakdowns.insert(breakdown.name.clone(), values);
        }
        attributes
    }

    fn values(
        &mut self,
        content: &Breakdowns,
        breakdown: &BreakdownDefinition,
        names: HashMap<String, String>,
        batches: &[RecordBatch],
    ) -> Values {
        let mut labels = Labels::new(&content.not_known);
        if let Some(born) = &breakdown.born {
            return self.ages(breakdown, born, labels, batches);
        }
        let mut spells: Vec<(u32, i32, i32, Code)> = Vec::new();
        for batch in batches {
            let Some(children) = words(batch, "child_id") else { continue };
            let Some(values) = batch.column_by_name(&breakdown.column) else { continue };
            let from = breakdown.from.as_deref().and_then(|name| dates(batch, name));
            let to = breakdown.to.as_deref().and_then(|name| dates(batch, name));
            for row in 0..batch.num_rows() {
                if children.is_null(row) || values.is_null(row) {
                    continue;
                }
                let code = match values.as_boolean_opt() {
                    Some(flags) => labels.code(breakdown.label(if flags.value(row) { "yes" } else { "no" })),
                    None => match values.as_string_opt::<i32>() {
                        Some(words) if breakdown.is_postcode => match outward(words.value(row)) {
                            Some(outward) => labels.code(&outward),
                            None => continue,
                        },
                        Some(words) => {
                            let value = words.value(row);
                            labels.code(names.get(value).map_or_else(|| breakdown.label(value), String::as_str))
                        }
                        None => continue,
                    },
                };
                let child = self.child(children.value(row));
                let first = from.and_then(|days| days.is_valid(row).then(|| days.value(row))).unwrap_or(i32::MIN);
                let last = to.and_then(|days| days.is_valid(row).then(|| days.value(row))).unwrap_or(FOR_EVER);
                spells.push((child, first, last, code));
            }
        }
        if breakdown.from.is_none() {
            let mut always = Vec::new();
            for (child, _, _, code) in spells {
                put(&mut always, child, code, NOT_KNOWN);
            }
            return Values { labels: labels.all, names, holds: Holds::Always(always) };
        }
        Values { labels: labels.all, names, holds: self.spells(spells) }
    }

    /// Ages are spells from one birthday to another.
    fn ages(
        &mut self,
        breakdown: &BreakdownDefinition,
        born: &str,
        mut labels: Labels,
        batches: &[RecordBatch],
    ) -> Values {
        let bands: Vec<(u16, u16, Code)> =
            breakdown.bands.iter().map(|band| (band.from, band.to, labels.code(&band.label))).collect();
        let unborn = labels.code(&breakdown.unborn);
        let mut spells = Vec::new();
        for batch in batches {
            let Some((children, born)) = words(batch, "child_id").zip(dates(batch, born)) else { continue };
            for row in (0..batch.num_rows()).filter(|row| children.is_valid(*row) && born.is_valid(*row)) {
                let child = self.child(children.value(row));
                let born = born.value(row);
                spells.push((child, i32::MIN, born.saturating_sub(1), unborn));
                for (from, to, code) in &bands {
                    let Some(first) = birthday(born, *from) else { continue };
                    let last = birthday(born, to + 1).map_or(FOR_EVER, |next| next - 1);
                    spells.push((child, first, last, *code));
                }
            }
        }
        Values { labels: labels.all, names: HashMap::new(), holds: self.spells(spells) }
    }

    fn spells(&self, mut spells: Vec<(u32, i32, i32, Code)>) -> Holds {
        spells.sort_unstable();
        let mut of = vec![0..0; self.children.len()];
        for (at, spell) in spells.iter().enumerate() {
            let range = &mut of[spell.0 as usize];
            *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
        }
        Holds::Spells { of, spells: spells.into_iter().map(|(_, from, to, code)| (from, to, code)).collect() }
    }

    /// The child's number, a new one if need be.
    fn child(&mut self, id: &str) -> u32 {
        if let Some(known) = self.children.get(id) {
            return *known;
        }
        let number = u32::try_from(self.children.len()).unwrap_or(u32::MAX);
        self.children.insert(id.to_owned(), number);
        number
    }

    /// The child's number, if anything is known of the child.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        self.children.get(id).copied()
    }

    /// What is known of one breakdown.
    pub(crate) fn of(&self, breakdown: &str) -> Option<Known<'_>> {
        self.breakdowns.get(breakdown).map(Known)
    }

    /// The labels of a breakdown, by code.
    pub(crate) fn labels(&self, breakdown: &str) -> &[String] {
        self.breakdowns.get(breakdown).map_or(&[], |values| &values.labels)
    }

    /// What the records call a value that a query gives, such as a team by its code; the value itself when they do not.
    pub(crate) fn named<'a>(&'a self, breakdown: &str, value: &'a str) -> &'a str {
        self.of(breakdown).map_or(value, |known| known.named(value))
    }

    /// The codes of everything that has this name.
    pub(crate) fn codes_of<'a>(&'a self, breakdown: &str, name: &str) -> impl Iterator<Item = &'a str> {
        let names = self.breakdowns.get(breakdown).into_iter().flat_map(|values| &values.names);
        names.filter(move |(_, known)| *known == name).map(|(code, _)| code.as_str())
    }

    /// The value that held for a child on a day.
    pub(crate) fn at(&self, breakdown: &str, child: Option<u32>, day: i32) -> Code {
        self.of(breakdown).map_or(NOT_KNOWN, |known| known.at(child, day))
    }
}

/// What is known of one breakdown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a>(&'a Values);

impl<'a> Known<'a> {
    /// The labels, by code.
    pub(crate) fn labels(self) -> &'a [String] {
        &self.0.labels
    }

    /// What the records call a value; the value itself when they do not.
    pub(crate) fn named(self, value: &'a str) -> &'a str {
        self.0.names.get(value).map_or(value, String::as_str)
    }

    /// The value that held for a child on a day.
    ///
    /// Of several, the one that began last; what ended on the day still holds.
    pub(crate) fn at(self, child: Option<u32>, day: i32) -> Code {
        let Some(child) = child.map(|child| child as usize) else { return NOT_KNOWN };
        match &self.0.holds {
            Holds::Always(codes) => codes.get(child).copied().unwrap_or(NOT_KNOWN),
            Holds::Spells { of, spells } => {
                let spells = of.get(child).map_or(&[][..], |range| &spells[range.clone()]);
                let begun = spells.partition_point(|(from, ..)| *from <= day);
                let holds = spells[..begun].iter().rev().find(|(_, to, _)| day <= *to);
                holds.map_or(NOT_KNOWN, |(_, _, code)| *code)
            }
        }
    }
}

/// The day on which somebody completes so many years, as Arrow keeps days; who was born on a leap day does on 1 March.
fn birthday(born: i32, years: u16) -> Option<i32> {
    let born = from_days_since_1970(born)?;
    let year = born.year().checked_add(i32::from(years))?;
    let day = born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))?;
    Some(days_since_1970(day))
}

fn put<T: Clone>(values: &mut Vec<T>, at: u32, value: T, nothing: T) {
    let at = at as usize;
    if values.len() <= at {
        values.resize(at + 1, nothing);
    }
    values[at] = value;
}

/// What the records call the values of a breakdown, by code.
fn names(breakdown: &BreakdownDefinition, tables: &BTreeMap<String, Vec<RecordBatch>>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let Some(names) = &breakdown.names else { return found };
    for batch in tables.get(&names.table).into_iter().flatten() {
        let Some((ids, titles)) = words(batch, &names.code).zip(words(batch, &names.name)) else { continue };
        for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row) && titles.is_valid(*row)) {
            if !titles.value(row).trim().is_empty() {
                found.insert(ids.value(row).to_owned(), titles.value(row).to_owned());
            }
        }
    }
    found
}

/// Labels as they are met, each with its code.
struct Labels {
    all: Vec<String>,
    codes: HashMap<String, Code>,
}

impl Labels {
    fn new(not_known: &str) -> Self {
        Self { all: vec![not_known.to_owned()], codes: HashMap::from([(not_known.to_owned(), NOT_KNOWN)]) }
    }

    fn code(&mut self, label: &str) -> Code {
        if let Some(known) = self.codes.get(label) {
            return *known;
        }
        // More values than a breakdown can show are put with what is not known.
        let Ok(code) = Code::try_from(self.all.len()) else { return NOT_KNOWN };
        self.all.push(label.to_owned());
        self.codes.insert(label.to_owned(), code);
        code
    }
}
