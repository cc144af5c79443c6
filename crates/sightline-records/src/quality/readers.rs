//! What the readers found in the files, as findings of the checks that ask for it.

use std::collections::{BTreeMap, HashMap};

use crate::Records;
use crate::definitions::Definitions;
use crate::reading::Finding as ReadFinding;

use super::rule::Rule;
use super::scores::Holders;
use super::world::{Cell, World, date};
use super::{Check, Checks, Finding};

/// Something that a reader found, and a check asks for.
pub(super) struct Read {
    pub(super) check: String,
    /// The finding; none for those that were only counted.
    pub(super) finding: Option<Finding>,
    /// How many there were.
    pub(super) more: u64,
    /// Its row in the combined tables: position of the table, and row.
    pub(super) row: Option<(usize, usize)>,
}

/// Where a column of a format goes: position of the record table, and of the column when there is one.
#[derive(Clone, Copy, Debug)]
struct Target {
    table: usize,
    column: Option<usize>,
}

type Places<'a> = HashMap<(&'a str, i64), usize>;

/// Rows by place, of the tables that were asked for so far.
struct Located<'w, 'a> {
    world: &'w World<'a>,
    places: HashMap<usize, Places<'a>>,
}

impl<'a> Located<'_, 'a> {
    fn row(&mut self, table: usize, source: &str, number: i64) -> Option<usize> {
        let world = self.world;
        let places = self.places.entry(table).or_insert_with(|| world.tables[table].by_place());
        places.get(&(source, number)).copied()
    }

    fn child(&mut self, table: usize, source: &str, number: i64) -> Option<&'a str> {
        let row = self.row(table, source, number)?;
        let column = self.world.tables[table].definition.column("child_id")?;
        if let Cell::Text(child) = self.world.tables[table].cell(column, row) { Some(child) } else { None }
    }
}

/// Everything that readers found and a check asks for, in the order of the parts.
pub(super) fn findings(world: &World<'_>, checks: &Checks, parts: &[Records], holders: &Holders<'_, '_>) -> Vec<Read> {
    let mut by_code: BTreeMap<&str, &Check> = BTreeMap::new();
    for check in &checks.checks {
        if let Rule::Read(codes) = &check.rule {
            by_code.extend(codes.iter().map(|code| (code.as_str(), check)));
        }
    }
    let mut found = Vec::new();
    let mut combined = Located { world, places: HashMap::new() };
    for part in parts {
        let as_at = date(world.as_at).unwrap_or_default();
        let own = World::new(world.definitions, &part.tables, as_at);
        let mut own = Located { world: &own, places: HashMap::new() };
        let mut kept: BTreeMap<(&str, Option<&str>, Option<&str>), u64> = BTreeMap::new();
        for read in &part.reading.findings {
            let Some(check) = by_code.get(read.kind.code) else { continue };
            *kept.entry((read.kind.code, read.source.as_deref(), read.column.as_deref())).or_default() += 1;
            found.extend(one(check, read, &mut own, &mut combined, holders));
        }
        for ((kind, source, column), count) in &part.reading.counts {
            let Some(check) = by_code.get(kind.code) else { continue };
            let kept = kept.get(&(kind.code, source.as_deref(), column.as_deref())).copied().unwrap_or(0);
            if *count > kept {
                found.push(Read { check: check.id.clone(), finding: None, more: count - kept, row: None });
            }
        }
    }
    found
}

fn one(
    check: &Check,
    read: &ReadFinding,
    own: &mut Located<'_, '_>,
    combined: &mut Located<'_, '_>,
    holders: &Holders<'_, '_>,
) -> Option<Read> {
    let definitions = own.world.definitions;
    let source = read.source.as_deref()?;
    let targets = targets(definitions, source, read.column.as_deref());
    let target = targets.first()?;
    let number = read.place.row.and_then(|row| i64::try_from(row).ok());
    let child = number.and_then(|number| targets.iter().find_map(|target| own.child(target.table, source, number)));
    let row = number.and_then(|number| combined.row(target.table, source, number));
    let row = row.or_else(|| only_row_of(combined.world, target.table, child?));
    let table = &definitions.tables[target.table];
    let (team, worker) = match row {
        Some(row) => holders.of_row(target.table, row),
        None => child.map(|child| holders.of_child(child)).unwrap_or_default(),
    };
    let finding = Finding {
        check: check.id.clone(),
        kind: check.kind,
        severity: check.severity,
        table: table.name.clone(),
        columns: target.column.map(|column| table.columns[column].name.clone()),
        child_id: child.map(str::to_owned),
        row_key: row.map(|row| combined.world.tables[target.table].row_key(row)).filter(|key| !key.is_empty()),
        seen: Some(read.to_string()),
        team: team.map(str::to_owned),
        worker: worker.map(str::to_owned),
        source: Some(source.to_owned()),
        source_row: number,
    };
    Some(Read { check: check.id.clone(), finding: Some(finding), more: 1, row: row.map(|row| (target.table, row)) })
}

/// The only row that a table has of a child.
fn only_row_of(world: &World<'_>, table: usize, child: &str) -> Option<usize> {
    let column = world.tables[table].definition.column("child_id")?;
    let index = world.index(table, &[column]);
    let mut key = super::world::Key::default();
    key[0] = Cell::Text(child);
    match index.get(&key).map(Vec::as_slice) {
        Some([row]) => Some(*row as usize),
        _ => None,
    }
}

/// Where the rows of a source go: the record tables that have the column first, then the main one, then the others.
fn targets(definitions: &Definitions, source: &str, column: Option<&str>) -> Vec<Target> {
    let Some((format, name)) = source.split_once('/') else { return Vec::new() };
    let Some(format) = definitions.formats.iter().position(|known| known.name == format) else { return Vec::new() };
    let Some(from) = definitions.formats[format].tables.iter().position(|table| table.name == name) else {
        return Vec::new();
    };
    let column = column.and_then(|column| definitions.formats[format].tables[from].column(column));
    let mut ranked: Vec<(u8, Target)> = Vec::new();
    for (table, definition) in definitions.tables.iter().enumerate() {
        for feed in definition.feeds.iter().filter(|feed| (feed.format, feed.table) == (format, from)) {
            let filled = column.and_then(|column| feed.columns.iter().find(|(_, from)| *from == column));
            let filled = filled.map(|(filled, _)| *filled);
            let rank = match (filled, feed.is_main) {
                (Some(_), true) => 0,
                (Some(_), false) => 1,
                (None, true) => 2,
                (None, false) => 3,
            };
            ranked.push((rank, Target { table, column: filled }));
        }
    }
    ranked.sort_by_key(|(rank, target)| (*rank, target.table));
    ranked.into_iter().map(|(_, target)| target).collect()
}
