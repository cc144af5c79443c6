//! Values as they are read, with what is noticed on the way.

use std::collections::{BTreeMap, HashSet};

use sightline_domain::benchmark::{Area, BenchmarkValue, Places, PublishedMeasure, values_on_other_scale};
use sightline_domain::measure::Better;
use sightline_domain::{Place, Problem, Severity};

use super::Published;
use super::cells::{self, Cell};
use crate::codes::{benchmarks as codes, explain};
use crate::{Error, Result};

/// As many single cells are told of; the others are counted.
const MOST_TOLD: u64 = 50;

/// What has been read of a file.
pub(super) struct Gathered<'a> {
    file: &'a str,
    pub(super) places: &'a Places,
    measures: BTreeMap<String, PublishedMeasure>,
    values: Vec<BenchmarkValue>,
    seen: HashSet<(u32, u32, u32)>,
    numbers: Numbers,
    problems: Vec<Problem>,
    /// What was noticed of codes, each once: its first row and how many rows.
    codes: BTreeMap<(&'static str, String), (u32, u64)>,
    told: u64,
    rows_of_other_areas: u64,
}

/// Small numbers for texts that stand in thousands of rows.
#[derive(Default)]
struct Numbers(BTreeMap<String, u32>);

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(text.to_owned(), number);
        number
    }
}

/// One cell with all that says what it is.
pub(super) struct Figure<'a> {
    pub(super) key: &'a str,
    pub(super) period: &'a str,
    pub(super) year: i32,
    pub(super) area: Area,
    pub(super) cell: &'a str,
    pub(super) row: u32,
    /// The place of its column, counted from 0, and its name.
    pub(super) column: (usize, &'a str),
}

impl<'a> Gathered<'a> {
    pub(super) fn new(file: &'a str, places: &'a Places) -> Self {
        Self {
            file,
            places,
            measures: BTreeMap::new(),
            values: Vec::new(),
            seen: HashSet::new(),
            numbers: Numbers::default(),
            problems: Vec::new(),
            codes: BTreeMap::new(),
            told: 0,
            rows_of_other_areas: 0,
        }
    }

    pub(super) fn file(&self) -> &'a str {
        self.file
    }

    /// A measure that is in the file; what is known of it first stays.
    pub(super) fn measure(&mut self, key: &str, title: &str, unit: &str, better: Better) {
        if !self.measures.contains_key(key) {
            let title = if title.is_empty() { key } else { title };
            let measure =
                PublishedMeasure { key: key.to_owned(), title: title.to_owned(), unit: unit.to_owned(), better };
            self.measures.insert(key.to_owned(), measure);
        }
    }

    /// Titles and directions from a data dictionary, for the measures that are in the file.
    pub(super) fn name_measures(&mut self, dictionary: Vec<PublishedMeasure>) {
        for named in dictionary {
            if let Some(measure) = self.measures.get_mut(&named.key) {
                *measure = named;
            }
        }
    }

    /// A row of an area that figures are not compared by.
    pub(super) fn other_area(&mut self) {
        self.rows_of_other_areas += 1;
    }

    /// The authority of a code, or else of a name; what is wrong with it is noted.
    pub(super) fn authority(&mut self, code: &str, name: &str, row: u32) -> Option<Area> {
        let found = self.places.authority(code).or_else(|| {
            // A name says nothing when its area was reorganised under the same name.
            self.places.authority_named(name).filter(|_| self.places.alias(code).is_none())
        });
        if let Some(authority) = found {
            return Some(Area::Authority(authority.code.clone()));
        }
        let (problem, seen) = match self.places.alias(code) {
            Some(alias) => (codes::REORGANISED, format!("{code} ({})", alias.name)),
            None => (codes::UNKNOWN_AREA, if name.is_empty() { code.to_owned() } else { format!("{code} ({name})") }),
        };
        self.codes.entry((problem, seen)).or_insert((row, 0)).1 += 1;
        None
    }

    /// The period of a row; noted when it has none.
    pub(super) fn period(
        &mut self,
        printed: &str,
        kind: &str,
        row: u32,
        column: (usize, &str),
    ) -> Option<(String, i32)> {
        let found = cells::period(printed, kind);
        if found.is_none() {
            self.tell(codes::PERIOD, Severity::Warning, row, column, printed);
        }
        found
    }

    /// One value; what cannot be read, and what is there twice, is noted and left out. A blank cell is no value.
    pub(super) fn add(&mut self, figure: Figure<'_>) {
        let (value, symbol) = match cells::read(figure.cell) {
            Some(Cell::Number(number)) => (Some(number), None),
            Some(Cell::Symbol(symbol)) => (None, Some(symbol)),
            Some(Cell::Blank) => return,
            None => return self.tell(codes::CELL, Severity::Warning, figure.row, figure.column, figure.cell),
        };
        let key = self.numbers.of(figure.key);
        let period = self.numbers.of(figure.period);
        let area = self.numbers.of(&figure.area.to_string());
        if !self.seen.insert((key, period, area)) {
            let seen = format!("{}, {}, {}", figure.key, figure.period, figure.area);
            return self.tell(codes::TWICE, Severity::Warning, figure.row, figure.column, &seen);
        }
        self.values.push(BenchmarkValue {
            key: figure.key.to_owned(),
            period: figure.period.to_owned(),
            year: figure.year,
            area: figure.area,
            value,
            symbol,
        });
    }

    fn tell(&mut self, code: &'static str, severity: Severity, row: u32, column: (usize, &str), seen: &str) {
        self.told += 1;
        if self.told > MOST_TOLD {
            return;
        }
        let place = Place {
            file: Some(self.file.to_owned()),
            row: Some(row),
            column: u32::try_from(column.0 + 1).ok(),
            ..Place::default()
        };
        let seen: String = format!("{}: {seen}", column.1).chars().take(200).collect();
        self.problems.push(problem(code, severity, place, &seen));
    }

    pub(super) fn finish(mut self, name: String, publisher: &str, rows: u64) -> Result<Published> {
        if self.values.is_empty() {
            return Err(Error::NoBenchmarks { file: self.file.to_owned() });
        }
        let in_file = |row: Option<u32>| Place { file: Some(self.file.to_owned()), row, ..Place::default() };
        if self.told > MOST_TOLD {
            let seen = format!("{} cells and rows in all; the first {MOST_TOLD} are listed", self.told);
            self.problems.push(problem(codes::MANY, Severity::Warning, in_file(None), &seen));
        }
        for ((code, seen), (row, count)) in &self.codes {
            let seen = format!("{seen}: {count} rows");
            self.problems.push(problem(code, Severity::Note, in_file(Some(*row)), &seen));
        }
        for (key, total) in values_on_other_scale(&self.values) {
            let title = self.measures.get(key).map_or(key, |measure| &measure.title);
            let value = total.value.map(|value| value.trimmed().to_string()).unwrap_or_default();
            let seen = format!("{title} ({key}), {}: {value}", total.period);
            self.problems.push(problem(codes::OTHER_SCALE, Severity::Note, in_file(None), &seen));
        }
        let edition = self.values.iter().max_by_key(|value| (value.year, &value.period));
        let edition = edition.map(|value| value.period.clone()).unwrap_or_default();
        let used: HashSet<&str> = self.values.iter().map(|value| value.key.as_str()).collect();
        let measures = self.measures.into_values().filter(|measure| used.contains(measure.key.as_str())).collect();
        Ok(Published {
            name,
            publisher: publisher.to_owned(),
            edition,
            measures,
            values: self.values,
            problems: self.problems,
            rows,
            rows_of_other_areas: self.rows_of_other_areas,
        })
    }
}

fn problem(code: &'static str, severity: Severity, place: Place, seen: &str) -> Problem {
    let help = explain(code).map_or("", |explanation| explanation.help);
    Problem::new(code, severity, place, seen, help)
}
