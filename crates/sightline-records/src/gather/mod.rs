//! The interpreter: rows of a format become rows of the record tables.

mod columns;
mod plan;
mod rows;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::RecordBatch;
use chrono::NaiveDate;

use crate::definitions::{Definitions, Lookup};
use crate::reading::{
    CODE, DATE, DISAGREES, FAILED_FORMULA, FILLER_DATE, Finding, IMPOSSIBLE_DATE, Kind, MONTH_FIRST, NOT_FOUND_THROUGH,
    NUMBER, Place, REQUIRED_MISSING, REQUIRED_UNREADABLE, Reading, SourceCount, TOO_LONG, WHOLE_NUMBER, YES_NO,
};
use crate::values::{Cell, Unreadable, Value, read};

use plan::{Plan, PlannedFeed};
pub use rows::schema;
pub(crate) use rows::{Origin, TableRows};

/// Spellings of codes that are remembered for each list.
const MAX_KNOWN_CODES: usize = 10_000;

/// The record tables that came of the files of one format.
#[derive(Clone, Debug)]
pub struct Records {
    /// The rows of each record table that got any, by name of the table.
    pub tables: BTreeMap<String, Vec<RecordBatch>>,
    /// What became of every row of the files.
    pub reading: Reading,
}

/// Where the rows that follow come from.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    /// Position of the table in the format.
    pub(crate) table: usize,
    /// The file.
    pub(crate) file: String,
    /// The sheet of a workbook.
    pub(crate) sheet: Option<String>,
    /// What XML elements the rows are.
    pub(crate) element: Option<String>,
    /// For each column of the format's table, the column of the file from 1.
    pub(crate) positions: Vec<Option<u32>>,
    /// Position in `Reading::sources`.
    source: usize,
}

/// A row that has to wait for another table.
struct Waiting {
    /// Position in `Gatherer::streams`.
    stream: usize,
    number: u64,
    cells: Vec<Cell<'static>>,
}

/// Turns rows of one format into rows of the record tables.
pub(crate) struct Gatherer<'d> {
    definitions: &'d Definitions,
    format: usize,
    plans: Vec<Plan<'d>>,
    tables: Vec<TableRows<'d>>,
    /// Found values by the table and columns they are looked up in.
    lookups: BTreeMap<(usize, usize, usize), HashMap<String, String>>,
    /// Every stream so far, in the order of `Reading::sources`.
    streams: Vec<Stream>,
    waiting: Vec<Waiting>,
    /// What a code as written was read as, by code list; files repeat few spellings.
    known_codes: Vec<HashMap<String, Result<Value, Unreadable>>>,
    pub(crate) reading: Reading,
}

/// Why a row is set aside: the kind, and the column of the source.
type Refusal = (Kind, Option<usize>);

impl<'d> Gatherer<'d> {
    pub(crate) fn new(definitions: &'d Definitions, format: usize) -> Self {
        let source = &definitions.formats[format];
        let plans: Vec<Plan> = (0..source.tables.len()).map(|table| Plan::new(definitions, format, table)).collect();
        let lookups = plans
            .iter()
            .flat_map(|plan| &plan.feeds)
            .filter_map(|feed| feed.looked_up.map(|lookup| (lookup.table, lookup.matching, lookup.taking)))
            .map(|key| (key, HashMap::new()))
            .collect();
        let names: Arc<[String]> =
            source.tables.iter().map(|table| format!("{}/{}", source.name, table.name)).collect();
        let rows_of = |table| TableRows::new(definitions, table, Arc::clone(&names));
        let tables = definitions.tables.iter().map(rows_of).collect();
        let reading = Reading { format: source.name.clone(), ..Reading::default() };
        Self {
            definitions,
            format,
            plans,
            tables,
            lookups,
            streams: Vec::new(),
            waiting: Vec::new(),
            known_codes: vec![HashMap::new(); definitions.code_lists.len()],
            reading,
        }
    }

    /// Begins a table of a file.
    pub(crate) fn stream(
        &mut self,
        table: usize,
        file: &str,
        sheet: Option<&str>,
        positions: Vec<Option<u32>>,
        is_xml: bool,
    ) -> Stream {
        let source = self.reading.sources.len();
        self.reading.sources.push(SourceCount {
            source: self.source_name(table),
            file: file.to_owned(),
            sheet: sheet.map(str::to_owned),
            ..SourceCount::default()
        });
        let element = is_xml.then(|| self.definitions.formats[self.format].tables[table].name.clone());
        let stream =
            Stream { table, file: file.to_owned(), sheet: sheet.map(str::to_owned), element, positions, source };
        self.streams.push(stream.clone());
        stream
    }

    fn source_name(&self, table: usize) -> String {
        let format = &self.definitions.formats[self.format];
        format!("{}/{}", format.name, format.tables[table].name)
    }

    /// Says something about a place of the stream.
    pub(crate) fn find(&mut self, stream: &Stream, kind: Kind, row: Option<u64>, column: Option<usize>) {
        let table = &self.definitions.formats[self.format].tables[stream.table];
        let place = Place {
            file: stream.file.clone(),
            sheet: stream.sheet.clone(),
            element: stream.element.clone(),
            row,
            column: column.and_then(|column| stream.positions.get(column).copied().flatten()),
        };
        let column = column.map(|column| table.columns[column].name.clone());
        let source = Some(self.source_name(stream.table));
        self.reading.add(Finding { kind, source, column, place });
    }

    /// Takes one row that is not blank; `cells` are in the order of the format's columns.
    pub(crate) fn row(&mut self, stream: &Stream, number: u64, cells: &[Cell<'_>]) {
        self.reading.sources[stream.source].rows_in += 1;
        for ((table, matching, taking), found) in &mut self.lookups {
            if *table == stream.table
                && let (Some(key), Some(value)) = (cells[*matching].words(), cells[*taking].words())
            {
                found.entry(key.into_owned()).or_insert_with(|| value.into_owned());
            }
        }
        if self.plans[stream.table].waits(cells) {
            let cells = cells.iter().map(|cell| cell.clone().into_owned()).collect();
            self.waiting.push(Waiting { stream: stream.source, number, cells });
            return;
        }
        self.take(stream, number, cells);
    }

    /// True when a table of this file came here.
    pub(crate) fn reads(&self, file: &str) -> bool {
        self.reading.sources.iter().any(|source| source.file == file)
    }

    /// Counts a row that is not one, such as headers repeated, as set aside.
    pub(crate) fn set_aside(&mut self, stream: &Stream, number: u64, kind: Kind) {
        self.reading.sources[stream.source].rows_in += 1;
        self.reading.sources[stream.source].rows_set_aside += 1;
        self.find(stream, kind, Some(number), None);
    }

    fn take(&mut self, stream: &Stream, number: u64, cells: &[Cell<'_>]) {
        let outcome = match self.plans[stream.table].list {
            Some(column) if !cells[column].is_blank() => self.take_list(stream, number, cells, column),
            _ => self.apply(stream, number, cells),
        };
        let count = &mut self.reading.sources[stream.source];
        match outcome {
            Ok(()) => count.rows_kept += 1,
            Err((kind, column)) => {
                count.rows_set_aside += 1;
                self.find(stream, kind, Some(number), column);
            }
        }
    }

    /// Takes each entry of a list as a row; entries that cannot be read are told when others can.
    fn take_list(&mut self, stream: &Stream, number: u64, cells: &[Cell<'_>], column: usize) -> Result<(), Refusal> {
        let mut cells = cells.to_vec();
        let mut refusals = Vec::new();
        let mut is_kept = false;
        for entry in entries(&cells[column]) {
            cells[column] = Cell::Text(entry.into());
            match self.apply(stream, number, &cells) {
                Ok(()) => is_kept = true,
                Err(refusal) => refusals.push(refusal),
            }
        }
        if !is_kept {
            return Err(refusals.into_iter().next().unwrap_or((REQUIRED_MISSING, Some(column))));
        }
        for (_, refused) in refusals {
            let kind = if refused == Some(column) { CODE } else { NOT_FOUND_THROUGH };
            self.find(stream, kind, Some(number), refused);
        }
        Ok(())
    }

    /// Puts one row into every record table it feeds.
    fn apply(&mut self, stream: &Stream, number: u64, cells: &[Cell<'_>]) -> Result<(), Refusal> {
        let plan = &self.plans[stream.table];
        let values: Vec<Result<Value, Unreadable>> = plan
            .conversions
            .iter()
            .map(|conversion| match (conversion.codes, &cells[conversion.column]) {
                (Some(list), cell @ Cell::Text(text)) => {
                    let known = &mut self.known_codes[list];
                    if let Some(value) = known.get(text.as_ref()) {
                        return value.clone();
                    }
                    let value = read(cell, conversion.kind, Some(&self.definitions.code_lists[list]));
                    if known.len() < MAX_KNOWN_CODES && text.len() < 100 {
                        known.insert(text.to_string(), value.clone());
                    }
                    value
                }
                (codes, cell) => read(cell, conversion.kind, codes.map(|list| &self.definitions.code_lists[list])),
            })
            .collect();
        for feed in plan.feeds.iter().filter(|feed| feed.is_main) {
            self.check_required(plan, feed, &values, cells)?;
        }
        let origin = Origin { source: u16::try_from(stream.table).unwrap_or(u16::MAX), number };
        let mut disagreements = Vec::new();
        for feed in &plan.feeds {
            let counts = feed.when.is_empty() || feed.when.iter().any(|column| !cells[*column].is_blank());
            if !counts || self.check_required(plan, feed, &values, cells).is_err() {
                continue;
            }
            let table = &mut self.tables[feed.table];
            let mut row = vec![Value::Null; table.definition.columns.len()];
            for (column, conversion) in &feed.columns {
                if let Ok(value) = &values[*conversion] {
                    row[*column] = value.clone();
                }
            }
            for (column, value) in &feed.fixed {
                row[*column] = value.clone();
            }
            if let Some(lookup) = feed.looked_up.filter(|lookup| row[lookup.column] == Value::Null) {
                let found = &self.lookups[&(lookup.table, lookup.matching, lookup.taking)];
                let key = cells[lookup.by].words().unwrap_or_default();
                row[lookup.column] =
                    found.get(key.as_ref()).map_or(Value::Null, |found| Value::Text(found.as_str().into()));
            }
            for column in table.add(feed.joined.map(|_| feed.number), origin, row) {
                let conversion = feed.columns.iter().find(|(filled, _)| *filled == column);
                disagreements.extend(conversion.map(|(_, conversion)| plan.conversions[*conversion].column));
            }
        }
        let mut found: Vec<(Kind, usize)> = Vec::new();
        for (conversion, value) in plan.conversions.iter().zip(&values) {
            if let Err(unreadable) = value
                && !found.iter().any(|(_, column)| *column == conversion.column)
            {
                found.push((kind_of(*unreadable), conversion.column));
            }
        }
        found.extend(disagreements.into_iter().map(|column| (DISAGREES, column)));
        for (kind, column) in found {
            self.find(stream, kind, Some(number), Some(column));
        }
        Ok(())
    }

    fn check_required(
        &self,
        plan: &Plan<'_>,
        feed: &PlannedFeed<'_>,
        values: &[Result<Value, Unreadable>],
        cells: &[Cell<'_>],
    ) -> Result<(), Refusal> {
        for (column, conversion) in &feed.required {
            let from = Some(plan.conversions[*conversion].column);
            let lookup = feed.looked_up.filter(|lookup| lookup.column == *column);
            match &values[*conversion] {
                Err(_) => return Err((REQUIRED_UNREADABLE, from)),
                Ok(Value::Null) => match lookup {
                    Some(lookup) => self.check_lookup(lookup, cells)?,
                    None => return Err((REQUIRED_MISSING, from)),
                },
                Ok(_) => {}
            }
        }
        if feed.needs_lookup {
            feed.looked_up.map_or(Ok(()), |lookup| self.check_lookup(lookup, cells))?;
        }
        Ok(())
    }

    fn check_lookup(&self, lookup: &Lookup, cells: &[Cell<'_>]) -> Result<(), Refusal> {
        let found = &self.lookups[&(lookup.table, lookup.matching, lookup.taking)];
        let is_found = cells[lookup.by].words().is_some_and(|key| found.contains_key(key.as_ref()));
        if is_found { Ok(()) } else { Err((NOT_FOUND_THROUGH, Some(lookup.by))) }
    }

    /// Takes the rows that waited, joins what touches, and gives everything.
    pub(crate) fn finish(mut self) -> Records {
        let streams = std::mem::take(&mut self.streams);
        for waiting in std::mem::take(&mut self.waiting) {
            self.take(&streams[waiting.stream], waiting.number, &waiting.cells);
        }
        let mut records = Records { tables: BTreeMap::new(), reading: Reading::default() };
        for (index, table) in std::mem::take(&mut self.tables).into_iter().enumerate() {
            let joins = self.plans.iter().flat_map(|plan| &plan.feeds);
            let joins = joins.filter(|feed| feed.table == index).filter_map(|feed| Some((feed.number, feed.joined?)));
            let name = table.definition.name.clone();
            let (batches, count) = table.finish(&joins.collect::<Vec<_>>());
            if count.rows > 0 {
                self.reading.tables.insert(name.clone(), count);
                records.tables.insert(name, batches);
            }
        }
        records.reading = self.reading;
        records
    }

    /// Keeps the day that the file says it is about.
    pub(crate) fn refer_to(&mut self, day: Option<NaiveDate>) {
        self.reading.reference_on = self.reading.reference_on.max(day);
    }
}

fn kind_of(unreadable: Unreadable) -> Kind {
    match unreadable {
        Unreadable::Date => DATE,
        Unreadable::FillerDate => FILLER_DATE,
        Unreadable::ImpossibleDate => IMPOSSIBLE_DATE,
        Unreadable::MonthFirst => MONTH_FIRST,
        Unreadable::WholeNumber => WHOLE_NUMBER,
        Unreadable::Number => NUMBER,
        Unreadable::YesNo => YES_NO,
        Unreadable::Code => CODE,
        Unreadable::Failed => FAILED_FORMULA,
        Unreadable::TooLong => TOO_LONG,
    }
}

/// The entries of a list: JSON (`["1A", "2B"]`), or written with commas, semicolons or strokes.
fn entries(cell: &Cell<'_>) -> Vec<String> {
    let words = cell.words().unwrap_or_default();
    if let Ok(serde_json::Value::Array(list)) = serde_json::from_str::<serde_json::Value>(&words) {
        return list
            .into_iter()
            .filter_map(|entry| match entry {
                serde_json::Value::String(text) => Some(text),
                serde_json::Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .collect();
    }
    words.split([',', ';', '|']).map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}
