//! Errors planted in the records, and the answer key that says where they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::chance::Chance;
use super::content::fault;
use super::record::{Datum, Rows, Tables};
use super::scenario::{Make, PlantedError};
use crate::Result;
use crate::definitions::{ColumnType, Definitions, RecordTable};

/// The first of the stories that choose where errors are planted, one for each part.
const PLANTING_STORIES: u32 = u32::MAX - 100_000;

/// One planted error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// The check that finds it.
    pub check: String,
    /// Other checks that find the same, and are right.
    pub also: Vec<String>,
    /// The record table.
    pub table: String,
    /// The column that was made wrong.
    pub column: String,
    /// The child.
    pub child_id: String,
    /// What tells the row from others, as `column=value` with commas between.
    pub row_key: String,
    /// Formats of those written in which it can be seen.
    pub formats: BTreeSet<String>,
}

/// A planted error with its place in a part.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) planted: Planted,
    pub(super) table: usize,
    pub(super) column: usize,
    pub(super) row: usize,
}

/// The errors of a scenario with positions in the definitions.
#[derive(Clone, Debug)]
pub(super) struct Planter {
    errors: Vec<Ready>,
}

#[derive(Clone, Debug)]
struct Ready {
    error: PlantedError,
    table: usize,
    column: usize,
    only: Vec<(usize, String)>,
    /// The column that the new day counts from.
    from: Option<usize>,
}

impl Planter {
    /// Checks the errors of a scenario against the definitions.
    pub(super) fn new(definitions: &Definitions, errors: &[PlantedError], file: (&str, &str)) -> Result<Self> {
        let mut ready = Vec::new();
        for error in errors {
            let wrong = |what: String| fault(file.0, file.1, error.table.span().start, what);
            let name = error.table.get_ref();
            let table = definitions.tables.iter().position(|known| known.name == *name);
            let table = table.ok_or_else(|| wrong(format!("there is no record table {name}")))?;
            let definition = &definitions.tables[table];
            let column =
                |column: &str| definition.column(column).ok_or_else(|| wrong(format!("{name} has no column {column}")));
            let only = error.only.iter().map(|(name, code)| Ok((column(name)?, code.clone())));
            let from = match &error.make {
                Make::After { column: from, .. } => Some(column(from)?),
                Make::Overlap { .. } => Some(column("started_on")?),
                _ => None,
            };
            ready.push(Ready {
                table,
                column: column(&error.column)?,
                only: only.collect::<Result<_>>()?,
                from,
                error: error.clone(),
            });
        }
        Ok(Self { errors: ready })
    }

    /// Plants the errors that belong to a part of the children; where they are.
    ///
    /// No child has two of them, so that each check has to find its own.
    pub(super) fn plant(
        &self,
        definitions: &Definitions,
        (seed, council, part): (u64, u32, u32),
        as_at: i32,
        tables: &mut Tables,
    ) -> Vec<Place> {
        let mut chance = Chance::new(seed, council, PLANTING_STORIES + part);
        let mut places = Vec::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let births = births(definitions, tables);
        for ready in &self.errors {
            let definition = &definitions.tables[ready.table];
            let Some(child_column) = definition.column("child_id") else { continue };
            let mut wanted = ready.error.per_1000;
            let eligible: Vec<usize> = (0..tables.rows[ready.table].len())
                .filter(|row| ready.is_eligible(definition, tables.rows[ready.table].row(*row), as_at))
                .collect();
            let count = u32::try_from(eligible.len()).unwrap_or(u32::MAX);
            let first = chance.below(count) as usize;
            for row in eligible[first..].iter().chain(&eligible[..first]) {
                if wanted == 0 {
                    break;
                }
                let values = tables.rows[ready.table].row(*row).to_vec();
                let Some(child) = values[child_column].words().map(str::to_owned) else { continue };
                let born = births.get(&child).copied();
                let needs_birth = matches!(ready.error.make, Make::AfterBirth { .. });
                if taken.contains(&child) || needs_birth && born.is_none() {
                    continue;
                }
                let row = ready.make(definition, &mut tables.rows[ready.table], *row, as_at, born);
                taken.insert(child.clone());
                wanted -= 1;
                places.push(Place {
                    planted: Planted {
                        check: ready.error.check.clone(),
                        also: ready.error.also.clone(),
                        table: definition.name.clone(),
                        column: ready.error.column.clone(),
                        child_id: child,
                        row_key: key(definition, tables.rows[ready.table].row(row)),
                        formats: BTreeSet::new(),
                    },
                    table: ready.table,
                    column: ready.column,
                    row,
                });
            }
        }
        places
    }
}

impl Ready {
    fn is_eligible(&self, definition: &RecordTable, row: &[Datum], as_at: i32) -> bool {
        let fits = |(column, code): &(usize, String)| match &row[*column] {
            Datum::YesNo(truth) => code == if *truth { "yes" } else { "no" },
            Datum::Null => code.is_empty(),
            value => value.words() == Some(code),
        };
        let from = self.from.map(|column| row[column].as_day());
        let has_from = from.is_none_or(|day| day.is_some());
        let lasts = |days: i32| {
            let end = definition.column("ended_on").and_then(|column| row[column].as_day());
            end.is_none_or(|end| from.flatten().is_some_and(|from| from + days < end))
        };
        let is_fine = match &self.error.make {
            Make::Twice => true,
            Make::After { days, .. } => {
                from.flatten().is_some_and(|day| day + days <= as_at) && !row[self.column].is_null()
            }
            Make::Overlap { days } => lasts(*days) && from.flatten().is_some_and(|day| day + days <= as_at),
            Make::Fill(_) => row[self.column].is_null(),
            _ => !row[self.column].is_null(),
        };
        is_fine && has_from && self.only.iter().all(fits)
    }

    /// Makes the row wrong; the row that is wrong then.
    fn make(&self, definition: &RecordTable, rows: &mut Rows, row: usize, as_at: i32, born: Option<i32>) -> usize {
        let column = &definition.columns[self.column];
        let value = match &self.error.make {
            Make::Blank => Datum::Null,
            Make::Word(word) => Datum::Wrong(word.as_str().into()),
            Make::Fill(word) if column.kind == ColumnType::YesNo => Datum::YesNo(word == "yes"),
            Make::Fill(word) => Datum::Name(Arc::from(word.as_str())),
            Make::Number(number) if column.kind == ColumnType::Decimal => Datum::Decimal(number * 10_000),
            Make::Number(number) => Datum::Number(*number),
            Make::After { days, .. } => {
                let from = self.from.and_then(|column| rows.row(row)[column].as_day());
                Datum::day(from.map(|day| day + days))
            }
            Make::AfterAsAt { days } => Datum::Day(as_at + days),
            Make::AfterBirth { days } => Datum::day(born.map(|born| born + days)),
            Make::Orphan => Datum::Text(format!("X{}", rows.row(row)[self.column].words().unwrap_or_default()).into()),
            Make::Twice | Make::Overlap { .. } => {
                let mut again = rows.row(row).to_vec();
                if let (Make::Overlap { days }, Some(from)) = (&self.error.make, self.from) {
                    again[from] = Datum::day(again[from].as_day().map(|day| day + days));
                }
                // Right behind the first, so that a child's rows stay together.
                let at = (row + 1) * rows.width;
                rows.values.splice(at..at, again);
                return row + 1;
            }
        };
        rows.row_mut(row)[self.column] = value;
        row
    }
}

fn births(definitions: &Definitions, tables: &Tables) -> BTreeMap<String, i32> {
    let person = definitions.tables.iter().position(|table| table.name == "person");
    let Some(person) = person else { return BTreeMap::new() };
    let definition = &definitions.tables[person];
    let (Some(child), Some(born)) = (definition.column("child_id"), definition.column("born_on")) else {
        return BTreeMap::new();
    };
    let born = |row: &[Datum]| Some((row[child].words()?.to_owned(), row[born].as_day()?));
    tables.rows[person].iter().filter_map(born).collect()
}

fn key(definition: &RecordTable, row: &[Datum]) -> String {
    let parts = definition.key.iter().map(|column| {
        let value = match &row[*column] {
            Datum::Day(day) => super::days::day(*day).to_string(),
            value => value.words().unwrap_or_default().to_owned(),
        };
        format!("{}={value}", definition.columns[*column].name)
    });
    parts.collect::<Vec<_>>().join(", ")
}
