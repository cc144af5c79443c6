//! Record tables: checked against the formats and the code lists, and against each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::codes::{CodeList, Matched};
use super::events::{self, WrittenJourney};
use super::fault::{
    CONTRADICTION, DOES_NOT_LOAD, Fault, Faults, MAIN, MAPPED_TWICE, NO_SUCH_COLUMN, NO_SUCH_SOURCE, NOT_ACCOUNTED_FOR,
    TWICE, Text, UNKNOWN_CODES, UNKNOWN_TYPE,
};
use super::written::{WrittenColumn, WrittenCompared, WrittenFeed, WrittenJoin, WrittenLookup, WrittenTable};
use super::{Column, ColumnType, Compared, Definitions, Feed, Join, Lookup, RecordTable, SourceFormat, formats};

/// The file that says how a child's journey is drawn.
const JOURNEY: &str = "journey/journey";

/// Columns that every table has besides its own.
const OWN_COLUMNS: [&str; 3] = ["source", "source_row", "also_in"];

pub(super) fn load<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Definitions, Vec<Fault>> {
    let mut faults = Faults::none("content/records");
    let mut sorted: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, text) in files {
        sorted.insert(file.as_ref(), text.as_ref());
    }
    let mut definitions = Definitions::default();
    let mut written_tables = Vec::new();
    let mut written_journey = None;
    for (file, text) in sorted {
        let text = Text { file, text };
        let name = file.trim_end_matches(".toml");
        if let Some(name) = name.strip_prefix("codes/") {
            if let Some(written) = parse(text, &mut faults) {
                definitions.code_lists.push(formats::code_list(text, name, written, &mut faults));
            }
        } else if let Some(name) = name.strip_prefix("formats/") {
            if let Some(written) = parse(text, &mut faults) {
                definitions.formats.push(formats::format(text, name, written, &mut faults));
            }
        } else if name == JOURNEY {
            written_journey = parse::<WrittenJourney>(text, &mut faults).map(|written| (text, written));
        } else if let Some(written) = parse::<WrittenTable>(text, &mut faults) {
            written_tables.push((text, name, written));
        }
    }
    if let Some((text, written)) = &written_journey {
        definitions.journey.lanes = events::lanes(*text, written, &mut faults);
    }
    for (text, name, mut written) in written_tables {
        let written_events = std::mem::take(&mut written.events);
        let checker = Checker { text, formats: &definitions.formats, code_lists: &definitions.code_lists };
        let mut table = checker.table(name, written, &mut faults);
        table.events = events::events(text, &table, &definitions.journey.lanes, &written_events, &mut faults);
        definitions.tables.push(table);
    }
    if let Some((text, written)) = &written_journey {
        definitions.journey.gaps = events::gaps(*text, &definitions, written, &mut faults);
    }
    if faults.found.is_empty() {
        check_sources(&definitions, files, &mut faults);
    }
    if faults.found.is_empty() { Ok(definitions) } else { Err(faults.found) }
}

fn parse<W: DeserializeOwned>(text: Text<'_>, faults: &mut Faults) -> Option<W> {
    let next = "compare it with a file beside it";
    faults.read_toml(text, DOES_NOT_LOAD, "nothing of the file can be used", next)
}

/// Checks one record table.
struct Checker<'a> {
    text: Text<'a>,
    formats: &'a [SourceFormat],
    code_lists: &'a [CodeList],
}

impl Checker<'_> {
    fn table(&self, name: &str, written: WrittenTable, faults: &mut Faults) -> RecordTable {
        let mut names = HashSet::new();
        let mut columns = Vec::new();
        for column in written.columns {
            if !names.insert(column.name.get_ref().clone()) {
                let what = format!("the column {} is there twice", column.name.get_ref());
                let at = (self.text, column.name.span().start);
                faults.add(at, TWICE, what, "a column has one meaning", "take one out or rename it");
            }
            if OWN_COLUMNS.contains(&column.name.get_ref().as_str()) {
                let what = format!("the column {} is there in every table", column.name.get_ref());
                let at = (self.text, column.name.span().start);
                faults.add(at, TWICE, what, "it says where a row was read", "rename it");
            }
            columns.push(self.column(column, faults));
        }
        for format in &written.wins {
            let known = self.formats.iter().any(|known| known.name == *format.get_ref());
            if !known {
                let what = format!("there is no format {}", format.get_ref());
                let at = (self.text, format.span().start);
                faults.add(at, NO_SUCH_SOURCE, what, "it could never win", self.format_names());
            }
        }
        let mut table = RecordTable {
            name: name.to_owned(),
            title: written.title,
            one_row: written.one_row,
            key: Vec::new(),
            repeats: written.repeats,
            wins: written.wins.into_iter().map(Spanned::into_inner).collect(),
            wins_because: written.wins_because,
            compared: None,
            columns,
            feeds: Vec::new(),
            events: Vec::new(),
        };
        table.key = written.key.iter().filter_map(|name| self.own_column(&table, name, faults)).collect();
        table.compared = written.compared.as_ref().and_then(|compared| self.compared(&table, compared, faults));
        for feed in &written.from {
            for source in &feed.sources {
                if let Some(feed) = self.feed(&table, feed, source, faults) {
                    if !table.wins.contains(&self.formats[feed.format].name) {
                        let what = format!("{} is not in `wins`", self.formats[feed.format].name);
                        let at = (self.text, source.span().start);
                        let why = "it could not be told which source is believed";
                        faults.add(at, CONTRADICTION, what, why, "add it to `wins`");
                    }
                    table.feeds.push(feed);
                }
            }
        }
        table
    }

    fn compared(&self, table: &RecordTable, written: &WrittenCompared, faults: &mut Faults) -> Option<Compared> {
        for format in &written.formats {
            if !table.wins.contains(format.get_ref()) {
                let what = format!("{} is not in `wins`", format.get_ref());
                let at = (self.text, format.span().start);
                faults.add(at, CONTRADICTION, what, "it gives this table no rows", "take it out, or add it to `wins`");
            }
        }
        if written.formats.len() < 2 {
            let at = (self.text, written.starts.span().start);
            let what = "fewer than two formats are compared".to_owned();
            faults.add(at, CONTRADICTION, what, "nothing can be found", "name two, or take `compared` out");
        }
        let mut day = |name: &Spanned<String>| {
            let column = self.own_column(table, name, faults)?;
            if table.columns[column].kind != ColumnType::Date {
                let what = format!("{} holds no dates", name.get_ref());
                let at = (self.text, name.span().start);
                faults.add(at, CONTRADICTION, what, "the time covered is told by dates", "name a column of dates");
            }
            Some(column)
        };
        let starts = day(&written.starts)?;
        let ends = match &written.ends {
            Some(ends) => Some(day(ends)?),
            None => None,
        };
        let formats = written.formats.iter().map(|format| format.get_ref().clone()).collect();
        Some(Compared { formats, starts, ends })
    }

    fn column(&self, written: WrittenColumn, faults: &mut Faults) -> Column {
        let at = (self.text, written.kind.span().start);
        let kind = ColumnType::ALL.iter().find(|(word, _)| word == written.kind.get_ref()).map(|(_, kind)| *kind);
        if kind.is_none() {
            let what = format!("there is no type {}", written.kind.get_ref());
            let next = format!("use one of {}", ColumnType::ALL.map(|(word, _)| word).join(", "));
            faults.add(at, UNKNOWN_TYPE, what, "values could not be read", next);
        }
        let kind = kind.unwrap_or(ColumnType::Text);
        let codes = written.codes.as_ref().and_then(|name| {
            let found = self.code_lists.iter().position(|list| list.name == *name.get_ref());
            if found.is_none() {
                let what = format!("there is no code list {}", name.get_ref());
                let next = format!("add content/records/codes/{}.toml, or name one that is there", name.get_ref());
                faults.add((self.text, name.span().start), UNKNOWN_CODES, what, "codes could not be read", next);
            }
            found
        });
        if (kind == ColumnType::Code) != written.codes.is_some() {
            let what = format!("the column {} has a type and a code list that do not fit", written.name.get_ref());
            let why = "only columns of the type code have a code list, and they all have one";
            faults.add(at, CONTRADICTION, what, why, "name a code list and the type code, or neither");
        }
        Column {
            name: written.name.into_inner(),
            kind,
            codes,
            unit: written.unit,
            meaning: written.meaning,
            is_required: written.required,
        }
    }

    fn own_column(&self, table: &RecordTable, name: &Spanned<String>, faults: &mut Faults) -> Option<usize> {
        let found = table.column(name.get_ref());
        if found.is_none() {
            self.no_such_column(name.get_ref(), name.span().start, faults);
        }
        found
    }

    fn no_such_column(&self, name: &str, offset: usize, faults: &mut Faults) {
        let what = format!("this table has no column {name}");
        let next = "name a column of the table, or add it to `columns`";
        faults.add((self.text, offset), NO_SUCH_COLUMN, what, "the definition points at nothing", next);
    }

    fn feed(
        &self,
        table: &RecordTable,
        written: &WrittenFeed,
        source: &Spanned<String>,
        faults: &mut Faults,
    ) -> Option<Feed> {
        let (format_name, table_name) = source.get_ref().split_once('/')?;
        let format = self.formats.iter().position(|format| format.name == format_name);
        let found = format.and_then(|format| {
            let position = self.formats[format].tables.iter().position(|table| table.name == table_name)?;
            Some((format, position))
        });
        let Some((format, position)) = found else {
            let what = format!("there is no source {}", source.get_ref());
            let at = (self.text, source.span().start);
            faults.add(at, NO_SUCH_SOURCE, what, "nothing could be read from it", self.format_names());
            return None;
        };
        let mut feed = Feed {
            format,
            table: position,
            is_main: written.main,
            when: self.source_columns(format, position, &written.when, faults),
            fixed: Vec::new(),
            columns: Vec::new(),
            joined: None,
            looked_up: None,
        };
        let split = self.source_columns(format, position, &written.split, faults);
        for (name, from) in &written.columns {
            let Some(column) = table.column(name) else {
                self.no_such_column(name, from.span().start, faults);
                continue;
            };
            let Some(from_column) = self.source_column(format, position, from, faults) else { continue };
            let is_taken = feed.columns.iter().any(|(_, taken)| *taken == from_column);
            if is_taken && !split.contains(&from_column) {
                let what = format!("the column {} of the source fills two columns", from.get_ref());
                let next = "take one out, or list the column in `split` if each takes a part of it";
                let at = (self.text, from.span().start);
                faults.add(at, MAPPED_TWICE, what, "one fact has one place", next);
            }
            feed.columns.push((column, from_column));
        }
        for (name, value) in &written.fixed {
            self.fixed(table, name, value, &mut feed, faults);
        }
        feed.joined = written.joined.as_ref().and_then(|join| self.join(table, join, faults));
        feed.looked_up =
            written.looked_up.as_ref().and_then(|lookup| self.lookup(table, (format, position), lookup, faults));
        for (index, column) in table.columns.iter().enumerate() {
            let is_filled = feed.columns.iter().any(|(filled, _)| *filled == index)
                || feed.fixed.iter().any(|(filled, _)| *filled == index)
                || feed.looked_up.as_ref().is_some_and(|lookup| lookup.column == index);
            if column.is_required && !is_filled {
                let what = format!("{} does not fill the required column {}", source.get_ref(), column.name);
                let at = (self.text, source.span().start);
                let why = "no row could come of it";
                faults.add(at, CONTRADICTION, what, why, "fill the column, or do not require it");
            }
        }
        Some(feed)
    }

    fn fixed(&self, table: &RecordTable, name: &str, value: &Spanned<String>, feed: &mut Feed, faults: &mut Faults) {
        let Some(column) = table.column(name) else {
            self.no_such_column(name, value.span().start, faults);
            return;
        };
        let definition = &table.columns[column];
        let fits = match (definition.kind, definition.codes) {
            (ColumnType::Code, Some(list)) => self.code_lists[list].matched(value.get_ref()) != Matched::Unknown,
            (ColumnType::YesNo, _) => matches!(value.get_ref().as_str(), "yes" | "no"),
            (ColumnType::Text, _) => true,
            _ => false,
        };
        let is_filled = feed.columns.iter().any(|(filled, _)| *filled == column);
        if !fits || is_filled {
            let what = format!("the column {name} cannot have the fixed value {}", value.get_ref());
            let why = "a fixed value is a word, a yes or no, or a code of the column's list, in a column not filled";
            faults.add((self.text, value.span().start), CONTRADICTION, what, why, "correct it or take it out");
        }
        feed.fixed.push((column, value.get_ref().clone()));
    }

    fn join(&self, table: &RecordTable, written: &WrittenJoin, faults: &mut Faults) -> Option<Join> {
        let same: Vec<usize> = written.same.iter().filter_map(|name| self.own_column(table, name, faults)).collect();
        let going_on = match (&written.while_column, &written.while_code) {
            (Some(column), Some(code)) => Some((self.own_column(table, column, faults)?, code.clone())),
            _ => None,
        };
        let (Some(start), Some(end)) = (table.column("started_on"), table.column("ended_on")) else {
            let offset = written.same.first().map_or(0, |name| name.span().start);
            self.no_such_column("started_on and ended_on", offset, faults);
            return None;
        };
        Some(Join { same, start, end, going_on })
    }

    fn lookup(
        &self,
        table: &RecordTable,
        (format, own): (usize, usize),
        written: &WrittenLookup,
        faults: &mut Faults,
    ) -> Option<Lookup> {
        let column = self.own_column(table, &written.column, faults)?;
        let name = written.table.get_ref();
        let Some(other) = self.formats[format].tables.iter().position(|table| table.name == *name) else {
            let what = format!("there is no table {name} in this format");
            let at = (self.text, written.table.span().start);
            faults.add(at, NO_SUCH_SOURCE, what, "nothing could be looked up", "name a table of the same format");
            return None;
        };
        Some(Lookup {
            column,
            table: other,
            matching: self.source_column(format, other, &written.matching, faults)?,
            taking: self.source_column(format, other, &written.taking, faults)?,
            by: self.source_column(format, own, &written.by, faults)?,
        })
    }

    fn source_columns(
        &self,
        format: usize,
        table: usize,
        names: &[Spanned<String>],
        faults: &mut Faults,
    ) -> Vec<usize> {
        names.iter().filter_map(|name| self.source_column(format, table, name, faults)).collect()
    }

    fn source_column(&self, format: usize, table: usize, name: &Spanned<String>, faults: &mut Faults) -> Option<usize> {
        let source = &self.formats[format].tables[table];
        let found = source.column(name.get_ref());
        if found.is_none() {
            let what = format!("{} of {} has no column {}", source.name, self.formats[format].title, name.get_ref());
            let next = format!("write it as content/records/formats/{}.toml does", self.formats[format].name);
            faults.add((self.text, name.span().start), NO_SUCH_SOURCE, what, "nothing could be read from it", next);
        }
        found
    }

    fn format_names(&self) -> String {
        let names: Vec<&str> = self.formats.iter().map(|format| format.name.as_str()).collect();
        format!("the formats are {}; their tables are in content/records/formats", names.join(", "))
    }
}

/// Every column of every source is read or left out, and every source has one main record table.
fn check_sources<N: AsRef<str>, T: AsRef<str>>(definitions: &Definitions, files: &[(N, T)], faults: &mut Faults) {
    let mut read: HashMap<(usize, usize), (usize, HashSet<usize>)> = HashMap::new();
    for feed in definitions.tables.iter().flat_map(|table| &table.feeds) {
        let (mains, columns) = read.entry((feed.format, feed.table)).or_default();
        *mains += usize::from(feed.is_main);
        columns.extend(feed.columns.iter().map(|(_, column)| *column));
        columns.extend(&feed.when);
        columns.extend(feed.looked_up.iter().map(|lookup| lookup.by));
    }
    for (format_index, format) in definitions.formats.iter().enumerate() {
        let file = format!("formats/{}.toml", format.name);
        let text = files.iter().find(|(name, _)| name.as_ref() == file).map_or("", |(_, text)| text.as_ref());
        for (table_index, table) in format.tables.iter().enumerate() {
            let (mains, columns) = read.remove(&(format_index, table_index)).unwrap_or_default();
            let from = text.find(&format!("name = \"{}\"\n", table.name)).unwrap_or(0);
            let at = |name: &str| {
                let offset = text[from..].find(&format!("{{ name = \"{name}\"")).map_or(from, |found| from + found);
                (Text { file: &file, text }, offset)
            };
            if (mains != 1) != table.left_out.is_some() {
                let what = format!("{} has {mains} main record tables", table.name);
                let why = "a row that cannot be read is set aside because its main record table has no place for it";
                let next =
                    "mark one `[[from]]` of this source with `main = true`, or leave the table out with a reason";
                faults.add((Text { file: &file, text }, from), MAIN, what, why, next);
            }
            if table.left_out.is_some() {
                continue;
            }
            for (index, column) in table.columns.iter().enumerate() {
                if columns.contains(&index) == column.left_out.is_some() {
                    let what = if column.left_out.is_some() {
                        format!("the column {} of {} is read and left out", column.name, table.name)
                    } else {
                        format!("the column {} of {} is neither read nor left out", column.name, table.name)
                    };
                    let next = "name it in a record table, or give it a `left_out` with the reason";
                    let why = "every column of a source is accounted for";
                    faults.add(at(&column.name), NOT_ACCOUNTED_FOR, what, why, next);
                }
            }
        }
    }
}
