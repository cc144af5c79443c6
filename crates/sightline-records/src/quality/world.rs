//! The record tables as checks see them: columns by position, rows by number, joins by key.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use arrow_array::{Array, RecordBatch};
use chrono::{Datelike, NaiveDate};

use crate::combine::ALSO_IN;
use crate::combine::cells::Cells;
use crate::definitions::{Definitions, RecordTable};
use crate::values;

/// Numbers are compared in ten-thousandths, as decimals are held.
pub(super) const SCALE: i64 = 10_000;
/// Columns that rows can be matched by.
pub(super) const MAX_KEY: usize = 3;

/// One value of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cell<'a> {
    #[default]
    Null,
    Text(&'a str),
    /// Days after 1 January 1970.
    Day(i32),
    /// In ten-thousandths.
    Number(i64),
    YesNo(bool),
}

impl Cell<'_> {
    pub(super) fn day(self) -> Option<i32> {
        if let Self::Day(day) = self { Some(day) } else { None }
    }

    pub(super) fn is_null(self) -> bool {
        self == Self::Null
    }

    /// The value in words; empty when there is none.
    pub(super) fn words(self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.to_owned(),
            Self::Day(day) => date(day).map_or_else(String::new, |day| day.to_string()),
            Self::Number(number) if number % SCALE == 0 => (number / SCALE).to_string(),
            Self::Number(number) => {
                let (whole, part) = (number / SCALE, (number % SCALE).abs());
                let sign = if number < 0 && whole == 0 { "-" } else { "" };
                format!("{sign}{whole}.{}", format!("{part:04}").trim_end_matches('0'))
            }
            Self::YesNo(truth) => if truth { "yes" } else { "no" }.to_owned(),
        }
    }
}

/// The day so many days after 1 January 1970.
pub(super) fn date(day: i32) -> Option<NaiveDate> {
    values::day(day)
}

/// Days after 1 January 1970.
pub(super) fn day_number(day: NaiveDate) -> i32 {
    let epoch = NaiveDate::default();
    i32::try_from(day.signed_duration_since(epoch).num_days()).unwrap_or(i32::MAX)
}

/// Whole years from one day to another, as ages are counted; negative when the second comes first.
///
/// Somebody born on 29 February is a year older on 1 March of other years.
pub(super) fn years_between(from: i32, to: i32) -> i64 {
    let (Some(from), Some(to)) = (date(from), date(to)) else { return 0 };
    let years = i64::from(to.year()) - i64::from(from.year());
    if (to.month(), to.day()) < (from.month(), from.day()) { years - 1 } else { years }
}

/// Values that rows are matched by.
pub(super) type Key<'a> = [Cell<'a>; MAX_KEY];
/// Rows by key.
pub(super) type Index<'a> = Rc<HashMap<Key<'a>, Vec<u32>>>;

/// Where rows were read: one way in which `source` and `also_in` are filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// Positions of the feeds of the record table; empty for a source that is not known.
    pub(super) feeds: Vec<usize>,
    /// Whether every source is one that the definitions know.
    pub(super) are_known: bool,
}

/// One record table.
pub(super) struct Table<'a> {
    pub(super) definition: &'a RecordTable,
    batches: &'a [RecordBatch],
    pub(super) rows: usize,
    columns: Vec<OnceCell<Vec<Cell<'a>>>>,
    sources: OnceCell<(Vec<u16>, Vec<Sources>)>,
}

impl<'a> Table<'a> {
    fn new(definition: &'a RecordTable, batches: &'a [RecordBatch]) -> Self {
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        let columns = definition.columns.iter().map(|_| OnceCell::new()).collect();
        Self { definition, batches, rows, columns, sources: OnceCell::new() }
    }

    /// The values of a column, by row.
    pub(super) fn column(&self, column: usize) -> &[Cell<'a>] {
        self.columns[column].get_or_init(|| self.read(&self.definition.columns[column].name))
    }

    /// The value of a column.
    pub(super) fn cell(&self, column: usize, row: usize) -> Cell<'a> {
        self.column(column)[row]
    }

    fn read(&self, name: &str) -> Vec<Cell<'a>> {
        let mut values = Vec::with_capacity(self.rows);
        for batch in self.batches {
            let cells = batch.column_by_name(name).and_then(|array| Cells::of(array.as_ref()));
            match cells {
                None => values.resize(values.len() + batch.num_rows(), Cell::Null),
                Some(Cells::Text(array)) => {
                    values.extend(array.iter().map(|value| value.map_or(Cell::Null, Cell::Text)));
                }
                Some(Cells::Date(array)) => {
                    values.extend(array.iter().map(|value| value.map_or(Cell::Null, Cell::Day)));
                }
                Some(Cells::Whole(array)) => values.extend(
                    array
                        .iter()
                        .map(|value| value.map_or(Cell::Null, |value| Cell::Number(value.saturating_mul(SCALE)))),
                ),
                Some(Cells::Decimal(array)) => {
                    let number = |value: i128| i64::try_from(value).ok().map_or(Cell::Null, Cell::Number);
                    values.extend(array.iter().map(|value| value.map_or(Cell::Null, number)));
                }
                Some(Cells::YesNo(array)) => {
                    values.extend(array.iter().map(|value| value.map_or(Cell::Null, Cell::YesNo)));
                }
            }
        }
        values
    }

    /// For each row the number of its sources, and what they are.
    pub(super) fn sources(&self, definitions: &Definitions) -> &(Vec<u16>, Vec<Sources>) {
        self.sources.get_or_init(|| {
            let (source, also_in) = (self.read("source"), self.read(ALSO_IN));
            let mut known: HashMap<(Cell<'a>, Cell<'a>), u16> = HashMap::new();
            let mut list: Vec<Sources> = Vec::new();
            let numbers = source.into_iter().zip(also_in).map(|pair| {
                *known.entry(pair).or_insert_with(|| {
                    list.push(self.sources_of(definitions, pair));
                    u16::try_from(list.len() - 1).unwrap_or(u16::MAX)
                })
            });
            let numbers = numbers.collect();
            (numbers, list)
        })
    }

    fn sources_of(&self, definitions: &Definitions, (source, also_in): (Cell<'_>, Cell<'_>)) -> Sources {
        let named = [source, also_in].map(Cell::words);
        let mut sources = Sources { feeds: Vec::new(), are_known: true };
        for name in named.iter().flat_map(|named| named.split(", ")).filter(|name| !name.is_empty()) {
            let is_it = |format: usize, table: usize| {
                let format = &definitions.formats[format];
                name.split_once('/') == Some((&format.name, &format.tables[table].name))
            };
            let feeds = self.definition.feeds.iter().enumerate();
            let before = sources.feeds.len();
            sources.feeds.extend(feeds.filter(|(_, feed)| is_it(feed.format, feed.table)).map(|(number, _)| number));
            sources.are_known &= sources.feeds.len() > before;
        }
        sources.are_known &= !sources.feeds.is_empty();
        sources
    }

    /// The place of a row: the table of the format, and the row in the file.
    pub(super) fn place(&self, row: usize) -> (Option<&'a str>, Option<i64>) {
        let mut rest = row;
        for batch in self.batches {
            if rest < batch.num_rows() {
                let source = batch.column_by_name("source").and_then(|array| Cells::of(array.as_ref()));
                let number = batch.column_by_name("source_row").and_then(|array| Cells::of(array.as_ref()));
                let source = match source {
                    Some(Cells::Text(array)) if array.is_valid(rest) => Some(array.value(rest)),
                    _ => None,
                };
                let number = match number {
                    Some(Cells::Whole(array)) if array.is_valid(rest) => Some(array.value(rest)),
                    _ => None,
                };
                return (source, number);
            }
            rest -= batch.num_rows();
        }
        (None, None)
    }

    /// Rows by where they were read.
    pub(super) fn by_place(&self) -> HashMap<(&'a str, i64), usize> {
        let (sources, numbers) = (self.read("source"), self.read("source_row"));
        let mut rows = HashMap::with_capacity(self.rows);
        for (row, pair) in sources.into_iter().zip(numbers).enumerate() {
            if let (Cell::Text(source), Cell::Number(number)) = pair {
                rows.entry((source, number / SCALE)).or_insert(row);
            }
        }
        rows
    }

    /// What tells the row from others of the child, in words: `started on 2026-01-05`.
    pub(super) fn row_key(&self, row: usize) -> String {
        let columns = self.definition.key.iter().filter(|column| self.definition.columns[**column].name != "child_id");
        self.describe(columns.copied(), row)
    }

    /// The values of these columns in words; those without a value are left out.
    pub(super) fn describe(&self, columns: impl Iterator<Item = usize>, row: usize) -> String {
        let mut words = String::new();
        for column in columns {
            let cell = self.cell(column, row);
            if !cell.is_null() {
                if !words.is_empty() {
                    words.push_str(", ");
                }
                words.push_str(&self.definition.columns[column].name.replace('_', " "));
                words.push(' ');
                words.push_str(&cell.words());
            }
        }
        words
    }

    /// The key of a row; none when one of the values is not given.
    pub(super) fn key(&self, columns: impl Iterator<Item = usize>, row: usize) -> Option<Key<'a>> {
        let mut key = Key::default();
        for (place, column) in key.iter_mut().zip(columns) {
            *place = self.cell(column, row);
            if place.is_null() {
                return None;
            }
        }
        Some(key)
    }
}

/// Every record table, and the day the records are of.
pub(super) struct World<'a> {
    pub(super) definitions: &'a Definitions,
    pub(super) as_at: i32,
    pub(super) tables: Vec<Table<'a>>,
    indexes: RefCell<HashMap<(usize, Vec<usize>), Index<'a>>>,
}

impl<'a> World<'a> {
    pub(super) fn new(
        definitions: &'a Definitions,
        tables: &'a BTreeMap<String, Vec<RecordBatch>>,
        as_at: NaiveDate,
    ) -> Self {
        let tables = definitions
            .tables
            .iter()
            .map(|definition| Table::new(definition, tables.get(&definition.name).map_or(&[], Vec::as_slice)))
            .collect();
        Self { definitions, as_at: day_number(as_at), tables, indexes: RefCell::default() }
    }

    /// Rows of a table by the values of these columns; rows that lack one are left out.
    pub(super) fn index(&self, table: usize, columns: &[usize]) -> Index<'a> {
        let key = (table, columns.to_vec());
        if let Some(index) = self.indexes.borrow().get(&key) {
            return Rc::clone(index);
        }
        let view = &self.tables[table];
        let mut rows: HashMap<Key<'a>, Vec<u32>> = HashMap::with_capacity(view.rows);
        for row in 0..view.rows {
            if let (Some(values), Ok(number)) = (view.key(columns.iter().copied(), row), u32::try_from(row)) {
                rows.entry(values).or_default().push(number);
            }
        }
        let index = Rc::new(rows);
        self.indexes.borrow_mut().insert(key, Rc::clone(&index));
        index
    }

    /// For each format, whether any row of the table may have come from it.
    ///
    /// A row whose source is not known may have come from any.
    pub(super) fn formats_in(&self, table: usize) -> Vec<bool> {
        let view = &self.tables[table];
        let sources = &view.sources(self.definitions).1;
        let mut formats = vec![sources.iter().any(|sources| !sources.are_known); self.definitions.formats.len()];
        for feed in sources.iter().flat_map(|sources| &sources.feeds) {
            formats[view.definition.feeds[*feed].format] = true;
        }
        formats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        day_number(text.parse().unwrap())
    }

    #[test]
    fn years_are_counted_as_ages_are() {
        assert_eq!(years_between(day("2008-03-01"), day("2026-02-28")), 17);
        assert_eq!(years_between(day("2008-03-01"), day("2026-03-01")), 18);
        assert_eq!(years_between(day("2008-02-29"), day("2026-02-28")), 17);
        assert_eq!(years_between(day("2008-02-29"), day("2026-03-01")), 18);
        assert!(years_between(day("2026-03-01"), day("2026-02-01")) < 0);
    }

    #[test]
    fn values_are_said_in_words() {
        assert_eq!(Cell::Number(123 * SCALE).words(), "123");
        assert_eq!(Cell::Number(4_125_000).words(), "412.5");
        assert_eq!(Cell::Number(-5_000).words(), "-0.5");
        assert_eq!(Cell::Day(day("2026-03-01")).words(), "2026-03-01");
        assert_eq!(Cell::Null.words(), "");
    }
}
