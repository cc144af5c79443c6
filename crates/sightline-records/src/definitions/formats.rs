//! Formats and code lists: checked, and turned into what readers use.

use std::collections::{HashMap, HashSet};

use super::codes::{Code, CodeList, comparable};
use super::fault::{CONTRADICTION, Faults, NO_SUCH_COLUMN, TWICE, Text};
use super::written::{WrittenCodes, WrittenFormat, WrittenSourceTable};
use super::{SourceColumn, SourceFormat, SourceTable};

pub(super) fn code_list(text: Text<'_>, name: &str, written: WrittenCodes, faults: &mut Faults) -> CodeList {
    let mut spellings: HashMap<String, usize> = HashMap::new();
    let mut codes = Vec::new();
    for (position, code) in written.codes.iter().enumerate() {
        if spellings.insert(comparable(code.code.get_ref()), position).is_some() {
            let what = format!("the code {} is there twice", code.code.get_ref());
            faults.add((text, code.code.span().start), TWICE, what, "a code has one meaning", "take one out");
        }
    }
    for (position, code) in written.codes.into_iter().enumerate() {
        // A label never takes a spelling from a code: “Other” may be the words of one and the code of another.
        spellings.entry(comparable(&code.label)).or_insert(position);
        for other in &code.also {
            let known = *spellings.entry(comparable(other.get_ref())).or_insert(position);
            if known != position {
                let what = format!("the spelling “{}” stands for two codes", other.get_ref());
                let next = "keep it with the code it belongs to";
                faults.add((text, other.span().start), TWICE, what, "it could not be told which is meant", next);
            }
        }
        codes.push(Code {
            code: code.code.into_inner(),
            label: code.label,
            also: code.also.into_iter().map(toml::Spanned::into_inner).collect(),
            when: code.when,
        });
    }
    CodeList {
        name: name.to_owned(),
        title: written.title,
        source: written.source,
        note: written.note,
        codes,
        spellings,
        blank: written.blank.iter().map(|blank| comparable(blank)).collect(),
    }
}

pub(super) fn format(text: Text<'_>, name: &str, written: WrittenFormat, faults: &mut Faults) -> SourceFormat {
    let mut names = HashSet::new();
    let mut tables = Vec::new();
    for table in written.tables {
        if !names.insert(comparable(table.name.get_ref())) {
            let what = format!("the table {} is there twice", table.name.get_ref());
            faults.add((text, table.name.span().start), TWICE, what, "a table has one name", "take one out");
        }
        tables.push(source_table(text, table, faults));
    }
    if let Some(months) = written.covers_months.as_ref().filter(|_| written.refers_to.is_none()) {
        let what = "the months that a file covers are told, and not where its last day stands".to_owned();
        faults.add((text, months.span().start), CONTRADICTION, what, "nobody knows which months", "add `refers_to`");
    }
    SourceFormat {
        name: name.to_owned(),
        title: written.title,
        kind: written.kind,
        unit: written.unit,
        refers_to: written.refers_to,
        covers_months: written.covers_months.map(toml::Spanned::into_inner),
        tables,
    }
}

fn source_table(text: Text<'_>, written: WrittenSourceTable, faults: &mut Faults) -> SourceTable {
    let mut names = HashSet::new();
    let mut columns: Vec<SourceColumn> = Vec::new();
    let below = |path: &str| match (&written.path, path) {
        (_, path) if path.starts_with('/') => Some(path.to_owned()),
        (Some(table), ".") => Some(table.clone()),
        (Some(table), path) => Some(format!("{table}/{path}")),
        (None, _) => None,
    };
    for column in written.columns {
        let (name, span) = (column.name.get_ref().clone(), column.name.span());
        if !names.insert(comparable(&name)) {
            let what = format!("the column {name} is there twice");
            faults.add((text, span.start), TWICE, what, "a header means one column", "take one out");
        }
        if column.left_out.is_some() && written.left_out.is_some() {
            let what = format!("the column {name} is left out of a table that is left out");
            let why = "one reason is enough, and two may differ";
            faults.add((text, span.start), CONTRADICTION, what, why, "keep the reason at the table");
        }
        columns.push(SourceColumn {
            path: below(column.path.as_deref().unwrap_or(&name)),
            name,
            also: column.also,
            since: column.since,
            left_out: column.left_out,
            is_list: column.list,
        });
    }
    let mut row_when = Vec::new();
    for condition in &written.row_when {
        let (name, value) = match condition.get_ref().split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (condition.get_ref().as_str(), None),
        };
        match columns.iter().position(|column| column.name == name) {
            Some(position) => row_when.push((position, value)),
            None => faults.add(
                (text, condition.span().start),
                NO_SUCH_COLUMN,
                format!("there is no column {name} in this table"),
                "it decides which elements are rows",
                "name one of the table's columns",
            ),
        }
    }
    SourceTable {
        name: written.name.into_inner(),
        title: written.title,
        also: written.also,
        path: written.path,
        since: written.since,
        row_when,
        left_out: written.left_out,
        columns,
    }
}
