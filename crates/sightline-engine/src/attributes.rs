//! What is known of each child, for the breakdowns that come free.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};

use crate::catalogue::{BreakdownDefinition, Breakdowns};
use crate::functions::outward;
use crate::rows::from_days_since_1970;
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
    children: HashMap<String, u32>,
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
    /// Ages: the birthday, and the value of each completed year; the last stands for unborn children.
    Ages { born: Vec<Option<i32>>, by_year: Vec<Code>, unborn: Code },
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
            let by_year = (0..=120_u16)
                .map(|year| {
                    let band = breakdown.bands.iter().find(|band| band.from <= year && year <= band.to);
                    band.map_or(NOT_KNOWN, |band| labels.code(&band.label))
                })
                .collect();
            let unborn = labels.code(&breakdown.unborn);
            let mut days = Vec::new();
            for batch in batches {
                let Some((children, born)) = words(batch, "child_id").zip(dates(batch, born)) else { continue };
                for row in 0..batch.num_rows() {
                    if children.is_valid(row) {
                        put(
                            &mut days,
                            self.child(children.value(row)),
                            born.is_valid(row).then(|| born.value(row)),
                            None,
                        );
                    }
                }
            }
            return Values { labels: labels.all, names, holds: Holds::Ages { born: days, by_year, unborn } };
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
        spells.sort_unstable();
        let mut of = vec![0..0; self.children.len()];
        for (at, spell) in spells.iter().enumerate() {
            let range = &mut of[spell.0 as usize];
            *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
        }
        let spells = spells.into_iter().map(|(_, from, to, code)| (from, to, code)).collect();
        Values { labels: labels.all, names, holds: Holds::Spells { of, spells } }
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

    /// The labels of a breakdown, by code.
    pub(crate) fn labels(&self, breakdown: &str) -> &[String] {
        self.breakdowns.get(breakdown).map_or(&[], |values| &values.labels)
    }

    /// What the records call a value that a query gives, such as a team by its code; the value itself when they do not.
    pub(crate) fn named<'a>(&'a self, breakdown: &str, value: &'a str) -> &'a str {
        self.breakdowns.get(breakdown).and_then(|values| values.names.get(value)).map_or(value, String::as_str)
    }

    /// The codes of everything that has this name.
    pub(crate) fn codes_of<'a>(&'a self, breakdown: &str, name: &str) -> impl Iterator<Item = &'a str> {
        let names = self.breakdowns.get(breakdown).into_iter().flat_map(|values| &values.names);
        names.filter(move |(_, known)| *known == name).map(|(code, _)| code.as_str())
    }

    /// The value that held for a child on a day.
    ///
    /// Of several, the one that began last; what ended on the day still holds.
    pub(crate) fn at(&self, breakdown: &str, child: Option<u32>, day: i32) -> Code {
        let Some((values, child)) = self.breakdowns.get(breakdown).zip(child) else { return NOT_KNOWN };
        let child = child as usize;
        match &values.holds {
            Holds::Always(codes) => codes.get(child).copied().unwrap_or(NOT_KNOWN),
            Holds::Spells { of, spells } => {
                let spells = of.get(child).map_or(&[][..], |range| &spells[range.clone()]);
                let holds = spells.iter().rev().find(|(from, to, _)| *from <= day && day <= *to);
                holds.map_or(NOT_KNOWN, |(_, _, code)| *code)
            }
            Holds::Ages { born, by_year, unborn } => match born.get(child).copied().flatten() {
                None => NOT_KNOWN,
                Some(born) if born > day => *unborn,
                Some(born) => age(born, day).and_then(|years| by_year.get(years)).copied().unwrap_or(NOT_KNOWN),
            },
        }
    }
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

fn age(born: i32, day: i32) -> Option<usize> {
    let (born, day): (NaiveDate, NaiveDate) = (from_days_since_1970(born)?, from_days_since_1970(day)?);
    usize::try_from(day.years_since(born)?).ok()
}

fn put<T: Clone>(values: &mut Vec<T>, at: u32, value: T, nothing: T) {
    let at = at as usize;
    if values.len() <= at {
        values.resize(at + 1, nothing);
    }
    values[at] = value;
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
