//! Record tables turned back into the tables of a format: the feeds of `content/records/` the other way round.
//!
//! The main feed of a source says which record table its rows are. The other
//! feeds add what belongs to the same row: rows of the same child that agree in
//! every column both have, the latest where there are several.

use std::collections::{BTreeSet, HashMap};

use super::record::{Datum, Rows, Tables};
use super::rules::{Rules, Selection};
use crate::definitions::{ColumnType, Definitions, Feed, RecordTable, Repeats, SourceTable};

/// The rows of one table of a format.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceRows {
    pub(super) rows: Vec<SourceRow>,
}

/// One row of a table of a format.
#[derive(Clone, Debug)]
pub(super) struct SourceRow {
    /// The child, or whatever else the row is about.
    pub(super) child: Datum,
    /// Values in the order of the format's columns.
    pub(super) cells: Vec<Datum>,
    /// Record tables and rows that the values are from, the main one first.
    pub(super) from: Vec<(usize, usize)>,
}

/// Turns record tables into the tables of one format.
pub(super) struct Shaper<'d> {
    definitions: &'d Definitions,
    rules: &'d Rules,
    format: usize,
    sources: Vec<Option<Source<'d>>>,
}

/// One table of the format with the record tables that it holds.
struct Source<'d> {
    main: (usize, &'d Feed),
    others: Vec<Other<'d>>,
    /// The column that names the child.
    child: Option<usize>,
    list: Option<usize>,
    /// The table whose elements hold this one's in XML, with the columns both have.
    parent: Option<(usize, Vec<(usize, usize)>)>,
}

/// A record table that adds to the rows of a source.
struct Other<'d> {
    table: usize,
    feed: &'d Feed,
    /// Columns of the record table that must agree with a column of the source.
    agree: Vec<(usize, usize)>,
    /// Columns that it fills.
    fills: Vec<(usize, usize)>,
    /// The day that tells which row is the latest.
    day: Option<usize>,
    /// Whether nothing but the child has to agree, so that the day must lie within the main row's days.
    by_child_only: bool,
    child: usize,
}

/// The days that a row of a table lasts: positions of the first and the last.
fn span(table: &RecordTable) -> (Option<usize>, Option<usize>) {
    let first_date = || table.columns.iter().position(|column| column.kind == ColumnType::Date);
    let first = table.column("started_on").or_else(first_date);
    let last = ["ended_on", "closed_on"].iter().find_map(|name| table.column(name));
    (first, last)
}

impl<'d> Shaper<'d> {
    pub(super) fn new(definitions: &'d Definitions, rules: &'d Rules, format: usize) -> Self {
        let tables = &definitions.formats[format].tables;
        let mut sources: Vec<Option<Source<'d>>> =
            (0..tables.len()).map(|table| source(definitions, format, table)).collect();
        for (table, source) in sources.iter_mut().enumerate() {
            if let Some(source) = source {
                source.parent = parent(definitions, format, table);
            }
        }
        Self { definitions, rules, format, sources }
    }

    /// The format's tables with the rows that these record tables give, by position of the table.
    pub(super) fn shape(&self, tables: &Tables) -> Vec<SourceRows> {
        let index: Vec<HashMap<&str, Vec<usize>>> =
            self.definitions.tables.iter().zip(&tables.rows).map(|(table, rows)| by_child(table, rows)).collect();
        let mut shaped: Vec<SourceRows> = self
            .sources
            .iter()
            .enumerate()
            .map(|(position, source)| match source {
                Some(source) => self.rows(position, source, tables, &index),
                None => SourceRows::default(),
            })
            .collect();
        // The formats name a child's own table first, so that the children are known last.
        for position in (0..shaped.len()).rev() {
            let of = self.rules.selection(self.format, position).map(|selection| &selection.with_child_of);
            let Some(of) = of.filter(|of| !of.is_empty()) else { continue };
            let named: BTreeSet<String> = of
                .iter()
                .flat_map(|(_, table)| &shaped[*table].rows)
                .filter_map(|row| row.child.words().map(str::to_owned))
                .collect();
            shaped[position].rows.retain(|row| row.child.words().is_some_and(|child| named.contains(child)));
        }
        for position in 0..shaped.len() {
            self.keep_with_parents(position, &mut shaped);
            if let Some(list) = self.sources[position].as_ref().and_then(|source| source.list) {
                fold(&mut shaped[position].rows, list);
            }
        }
        shaped
    }

    /// The column of a table of the format that names the child.
    pub(super) fn child_column(&self, table: usize) -> Option<usize> {
        self.sources[table].as_ref().and_then(|source| source.child)
    }

    /// The table whose elements hold those of this one, with the columns that both have.
    pub(super) fn parent(&self, table: usize) -> Option<&(usize, Vec<(usize, usize)>)> {
        self.sources[table].as_ref().and_then(|source| source.parent.as_ref())
    }

    /// True when a value of a row of a record table is in one of the rows.
    pub(super) fn shows(&self, shaped: &[SourceRows], (table, column, row): (usize, usize, usize)) -> bool {
        let feeds = self.definitions.tables[table].feeds.iter().filter(|feed| feed.format == self.format);
        let mut holding = feeds.filter(|feed| feed.columns.iter().any(|(filled, _)| *filled == column));
        holding.any(|feed| shaped[feed.table].rows.iter().any(|known| known.from.contains(&(table, row))))
    }

    fn rows(
        &self,
        position: usize,
        source: &Source<'d>,
        tables: &Tables,
        index: &[HashMap<&str, Vec<usize>>],
    ) -> SourceRows {
        let (main, feed) = source.main;
        let definition = &self.definitions.tables[main];
        let width = self.definitions.formats[self.format].tables[position].columns.len();
        let selection = self.rules.selection(self.format, position);
        let child_column = definition.column("child_id");
        let mut rows = Vec::new();
        for (number, row) in tables.rows[main].iter().enumerate() {
            let is_fixed = feed.fixed.iter().all(|(column, value)| is(&row[*column], value));
            let is_selected = selection.is_none_or(|selection| selects(selection, row, child_column, tables, index));
            if !is_fixed || !is_selected {
                continue;
            }
            let mut cells = vec![Datum::Null; width];
            for (column, from) in &feed.columns {
                let other = feed.columns.iter().find(|(other, taken)| taken == from && other != column);
                cells[*from] = match other {
                    Some((other, _)) => self.both(definition, (*column, &row[*column]), (*other, &row[*other])),
                    None => row[*column].clone(),
                };
            }
            for (column, of) in self.rules.instead.get(&(self.format, position)).into_iter().flatten() {
                if cells[*column].is_null() {
                    cells[*column] = row[*of].clone();
                }
            }
            let child = child_column.map_or(&row[0], |column| &row[column]).clone();
            rows.push(SourceRow { child, cells, from: vec![(main, number)] });
        }
        for other in &source.others {
            self.add(position, source, other, &mut rows, tables, index);
        }
        SourceRows { rows }
    }

    /// One value that holds two: the spelling that both columns' lists read as theirs.
    fn both(&self, table: &RecordTable, one: (usize, &Datum), other: (usize, &Datum)) -> Datum {
        let list = |column: usize| table.columns[column].codes.map(|list| &self.definitions.code_lists[list]);
        let (Some(one_list), Some(other_list)) = (list(one.0), list(other.0)) else { return one.1.clone() };
        let spellings = |code: Option<&str>, list: &'d crate::definitions::CodeList| {
            list.codes.iter().find(|known| Some(known.code.as_str()) == code).map(|known| known.also.as_slice())
        };
        let (Some(ones), Some(others)) = (spellings(one.1.words(), one_list), spellings(other.1.words(), other_list))
        else {
            return Datum::Null;
        };
        let shared = ones.iter().find(|spelling| others.contains(spelling));
        shared.map_or(Datum::Null, |spelling| Datum::Text(spelling.as_str().into()))
    }

    fn add(
        &self,
        position: usize,
        source: &Source<'d>,
        other: &Other<'d>,
        rows: &mut [SourceRow],
        tables: &Tables,
        index: &[HashMap<&str, Vec<usize>>],
    ) {
        let at_the_end = self.rules.at_the_end.get(&(self.format, position));
        let main = &self.definitions.tables[source.main.0];
        let (first, last) = span(main);
        let definition = &self.definitions.tables[other.table];
        let is_shared = definition.repeats == Repeats::Merged || other.feed.joined.is_some();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for row in rows.iter_mut().rev() {
            let Some(candidates) = row.child.words().and_then(|child| index[other.table].get(child)) else { continue };
            let main_row = tables.rows[source.main.0].row(row.from[0].1);
            let from = first.and_then(|column| main_row[column].as_day());
            let to = last.and_then(|column| main_row[column].as_day());
            let mut best: Option<(Option<i32>, usize)> = None;
            for number in candidates.iter().copied().filter(|number| is_shared || !used.contains(number)) {
                let candidate = tables.rows[other.table].row(number);
                let day = other.day.and_then(|column| candidate[column].as_day());
                let fits = other.feed.fixed.iter().all(|(column, value)| is(&candidate[*column], value))
                    && other.agree.iter().all(|(column, from)| candidate[*column].same(&row.cells[*from]))
                    && other.feed.joined.as_ref().is_none_or(|join| {
                        let (start, end) = (candidate[join.start].as_day(), candidate[join.end].as_day());
                        start <= from && end.is_none_or(|end| to.is_some_and(|to| end >= to))
                    })
                    && (!other.by_child_only
                        || day.is_none_or(|day| from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)))
                    && (other.feed.when.is_empty()
                        || other
                            .feed
                            .columns
                            .iter()
                            .any(|(column, from)| other.feed.when.contains(from) && !candidate[*column].is_null()));
                if fits && best.is_none_or(|(known, _)| day >= known) {
                    best = Some((day, number));
                }
            }
            let Some((_, number)) = best else { continue };
            used.insert(number);
            let found = tables.rows[other.table].row(number);
            let ends_here =
                other.feed.joined.as_ref().is_none_or(|join| to.is_some() && found[join.end].as_day() == to);
            for (column, from) in &other.fills {
                let stands = ends_here || !at_the_end.is_some_and(|columns| columns.contains(from));
                if stands && row.cells[*from].is_null() {
                    row.cells[*from] = found[*column].clone();
                }
            }
            row.from.push((other.table, number));
        }
    }

    /// Leaves out rows whose element in XML would have no element around it.
    fn keep_with_parents(&self, position: usize, shaped: &mut [SourceRows]) {
        let Some((parent, columns)) = self.parent(position) else { return };
        let mut rows = std::mem::take(&mut shaped[position].rows);
        let key_of = |cell: &Datum| (cell.as_day(), cell.words().map(str::to_owned));
        let known: BTreeSet<Vec<_>> = shaped[*parent]
            .rows
            .iter()
            .map(|row| columns.iter().map(|(_, column)| key_of(&row.cells[*column])).collect())
            .collect();
        rows.retain(|row| {
            let key: Vec<_> = columns.iter().map(|(column, _)| key_of(&row.cells[*column])).collect();
            known.contains(&key)
        });
        shaped[position].rows = rows;
    }
}

/// True when a source holds a row of its main record table.
fn selects(
    selection: &Selection,
    row: &[Datum],
    child: Option<usize>,
    tables: &Tables,
    index: &[HashMap<&str, Vec<usize>>],
) -> bool {
    let since = selection.since;
    let in_window = |column: &usize| row[*column].as_day().is_some_and(|day| day >= since);
    let ended: Vec<i32> = selection.until.iter().filter_map(|column| row[*column].as_day()).collect();
    let of_child = |table: usize| {
        let name = child.and_then(|child| row[child].words()).unwrap_or_default();
        index[table].get(name).into_iter().flatten().map(move |number| tables.rows[table].row(*number))
    };
    (selection.on.is_empty() || selection.on.iter().any(in_window))
        && (ended.is_empty() || ended.iter().any(|day| *day >= since))
        && selection.not.iter().all(|(column, code)| row[*column].words() != Some(code))
        && selection.only.iter().all(|(column, code)| row[*column].words() == Some(code))
        && selection.part_of.as_ref().is_none_or(|part_of| {
            of_child(part_of.table).any(|other| {
                other[part_of.other].same(&row[part_of.own])
                    && other[part_of.until].as_day().is_none_or(|day| day >= since)
            })
        })
        && selection.during.as_ref().is_none_or(|during| {
            let day = row[during.day].as_day();
            of_child(during.table).any(|other| {
                let (from, to) = (other[during.from].as_day(), other[during.to].as_day());
                to.is_none_or(|to| to >= since)
                    && day.is_some_and(|day| from.is_some_and(|from| day >= from) && to.is_none_or(|to| day <= to))
            })
        })
}

fn is(value: &Datum, fixed: &str) -> bool {
    match value {
        Datum::YesNo(truth) => (fixed == "yes") == *truth,
        value => value.words() == Some(fixed),
    }
}

fn by_child<'t>(table: &RecordTable, rows: &'t Rows) -> HashMap<&'t str, Vec<usize>> {
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    if let Some(column) = table.column("child_id") {
        for (number, row) in rows.iter().enumerate() {
            if let Some(child) = row[column].words() {
                index.entry(child).or_default().push(number);
            }
        }
    }
    index
}

fn source(definitions: &Definitions, format: usize, table: usize) -> Option<Source<'_>> {
    let feeds = || {
        definitions.tables.iter().enumerate().flat_map(|(index, record)| {
            record
                .feeds
                .iter()
                .filter(|feed| (feed.format, feed.table) == (format, table))
                .map(move |feed| (index, feed))
        })
    };
    let main = feeds().find(|(_, feed)| feed.is_main)?;
    let of_main: Vec<usize> = main.1.columns.iter().map(|(_, from)| *from).collect();
    let mut others = Vec::new();
    for (index, feed) in feeds().filter(|(_, feed)| !feed.is_main) {
        let record = &definitions.tables[index];
        let Some(child) = record.column("child_id") else { continue };
        let mut other =
            Other { table: index, feed, agree: Vec::new(), fills: Vec::new(), day: None, by_child_only: false, child };
        for (column, from) in &feed.columns {
            let is_joined_day = feed.joined.as_ref().is_some_and(|join| [join.start, join.end].contains(column));
            match (of_main.contains(from), is_joined_day) {
                (_, true) => {}
                (true, false) => other.agree.push((*column, *from)),
                (false, false) => other.fills.push((*column, *from)),
            }
        }
        let is_day = |column: &usize| record.columns[*column].kind == ColumnType::Date;
        other.day = other.fills.iter().map(|(column, _)| *column).filter(is_day).min();
        // A person is the same whatever the day.
        other.by_child_only =
            record.repeats == Repeats::Kept && other.agree.iter().all(|(column, _)| *column == other.child);
        if !other.fills.is_empty() {
            others.push(other);
        }
    }
    let child_column = definitions.tables[main.0].column("child_id");
    let child = main.1.columns.iter().find(|(column, _)| Some(*column) == child_column).map(|(_, from)| *from);
    let list = definitions.formats[format].tables[table].columns.iter().position(|column| column.is_list);
    Some(Source { main, others, child, list, parent: None })
}

/// The table whose elements hold this one's: that with the longest path of those above it.
fn parent(definitions: &Definitions, format: usize, table: usize) -> Option<(usize, Vec<(usize, usize)>)> {
    let tables = &definitions.formats[format].tables;
    let path = tables[table].path.as_deref()?;
    let is_above = |other: &(usize, &SourceTable)| {
        let above = other.1.path.as_deref().filter(|_| other.1.left_out.is_none());
        other.0 != table && above.is_some_and(|above| path.starts_with(&format!("{above}/")))
    };
    let mut above: Option<(usize, &SourceTable)> = None;
    for candidate in tables.iter().enumerate().filter(is_above) {
        let length = |(_, table): (usize, &SourceTable)| table.path.as_ref().map(String::len);
        // Several tables may lie in the same element; the first of them is the child's own.
        if above.is_none_or(|known| length(candidate) > length(known)) {
            above = Some(candidate);
        }
    }
    let (position, parent) = above?;
    let shared = tables[table].columns.iter().enumerate().filter_map(|(column, definition)| {
        let is_outside =
            definition.path.as_deref().is_some_and(|own| !own.starts_with(path)) && definition.left_out.is_none();
        let same = parent.columns.iter().position(|other| other.path == definition.path)?;
        is_outside.then_some((column, same))
    });
    Some((position, shared.collect()))
}

/// Makes one row of rows that differ only in a column that holds a list.
fn fold(rows: &mut Vec<SourceRow>, list: usize) {
    let mut folded: Vec<(SourceRow, Vec<String>)> = Vec::new();
    for row in rows.drain(..) {
        let word = row.cells[list].words().unwrap_or_default().to_owned();
        let is_same = folded.last().is_some_and(|(known, _)| {
            let mut cells = known.cells.iter().zip(&row.cells).enumerate();
            cells.all(|(column, (one, other))| column == list || one.same(other))
        });
        match folded.last_mut().filter(|_| is_same) {
            Some((known, entries)) => {
                entries.push(word);
                known.from.extend(row.from);
            }
            None => folded.push((row, vec![word])),
        }
    }
    rows.extend(folded.into_iter().map(|(mut row, entries)| {
        row.cells[list] = serde_json::Value::from(entries).to_string().into();
        row
    }));
}
