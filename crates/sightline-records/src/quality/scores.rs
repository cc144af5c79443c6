//! Who is answerable for a row, and how many rows are without an error.

use std::collections::{BTreeMap, HashMap};

use super::Severity;
use super::world::{Cell, World};

/// What the score is, and how teams and workers are found: `content/quality/scores.toml`.
#[derive(Clone, Debug)]
pub struct ScoreDefinition {
    /// What it is called.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// Severities that take a row out of the numerator.
    pub counts: Vec<Severity>,
    pub(super) holds: Vec<Holds>,
    pub(super) team: Names,
    pub(super) worker: Names,
}

/// A table that says who holds a child.
#[derive(Clone, Debug)]
pub(super) struct Holds {
    pub(super) table: usize,
    pub(super) child: usize,
    pub(super) team: usize,
    pub(super) worker: usize,
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
}

/// A table that says what a team or a worker is called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub(super) table: usize,
    pub(super) id: usize,
    pub(super) name: usize,
}

/// Rows of one table that one team is answerable for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The team, by name; none for rows that belong to no team.
    pub team: Option<String>,
    /// The record table.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Rows without a finding that counts.
    pub rows_without_error: u64,
}

/// Rows, and rows without an error: a share as a whole number above and one below the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Rows without a finding that counts.
    pub numerator: u64,
    /// All rows.
    pub denominator: u64,
}

impl Share {
    fn add(&mut self, score: &Score) {
        self.numerator += score.rows_without_error;
        self.denominator += score.rows;
    }
}

/// The share of the whole service.
#[must_use]
pub fn whole_service(scores: &[Score]) -> Share {
    let mut share = Share::default();
    for score in scores {
        share.add(score);
    }
    share
}

/// The share of each team, by name; rows that belong to no team under none.
#[must_use]
pub fn by_team(scores: &[Score]) -> BTreeMap<Option<String>, Share> {
    let mut shares: BTreeMap<Option<String>, Share> = BTreeMap::new();
    for score in scores {
        shares.entry(score.team.clone()).or_default().add(score);
    }
    shares
}

/// The share of each record table, by name.
#[must_use]
pub fn by_table(scores: &[Score]) -> BTreeMap<String, Share> {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for score in scores {
        shares.entry(score.table.clone()).or_default().add(score);
    }
    shares
}

/// Who holds each child, and what teams and workers are called.
pub(super) struct Holders<'w, 'a> {
    world: &'w World<'a>,
    by_child: HashMap<&'a str, (Option<&'a str>, Option<&'a str>)>,
    teams: HashMap<&'a str, &'a str>,
    workers: HashMap<&'a str, &'a str>,
    /// Positions of the columns `child_id`, `team` and `worker` of each table.
    columns: Vec<[Option<usize>; 3]>,
}

impl<'w, 'a> Holders<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>, definition: &ScoreDefinition) -> Self {
        let columns =
            world.tables.iter().map(|table| ["child_id", "team", "worker"].map(|name| table.definition.column(name)));
        let mut holders = Self {
            world,
            by_child: HashMap::new(),
            teams: names(world, definition.team),
            workers: names(world, definition.worker),
            columns: columns.collect(),
        };
        for holds in &definition.holds {
            holders.add(holds);
        }
        holders
    }

    /// Children who are not held yet, by the latest row of the table that names a team.
    fn add(&mut self, holds: &Holds) {
        let table = &self.world.tables[holds.table];
        let as_at = self.world.as_at;
        let mut latest: HashMap<&'a str, ((bool, i32), usize)> = HashMap::new();
        for row in 0..table.rows {
            let (Cell::Text(child), Cell::Text(_)) = (table.cell(holds.child, row), table.cell(holds.team, row)) else {
                continue;
            };
            let day = |column: Option<usize>| column.and_then(|column| table.cell(column, row).day());
            let from = day(holds.from).unwrap_or(i32::MIN);
            if from > as_at || self.by_child.contains_key(child) {
                continue;
            }
            let rank = (day(holds.to).is_none_or(|to| to > as_at), from);
            let known = latest.entry(child).or_insert((rank, row));
            if rank >= known.0 {
                *known = (rank, row);
            }
        }
        let held = latest
            .into_iter()
            .map(|(child, (_, row))| (child, (text(table.cell(holds.team, row)), text(table.cell(holds.worker, row)))));
        self.by_child.extend(held);
    }

    /// The child of a row, in tables that have one.
    pub(super) fn child(&self, table: usize, row: usize) -> Option<&'a str> {
        self.columns[table][0].and_then(|column| text(self.world.tables[table].cell(column, row)))
    }

    /// The team and the worker of a row, by name.
    pub(super) fn of_row(&self, table: usize, row: usize) -> (Option<&'a str>, Option<&'a str>) {
        let [_, team, worker] = self.columns[table];
        let own = |column: Option<usize>| column.and_then(|column| text(self.world.tables[table].cell(column, row)));
        let (team, worker) = (own(team), own(worker));
        let (held_team, held_worker) = match team {
            Some(_) if worker.is_some() => (None, None),
            _ => self.child(table, row).and_then(|child| self.by_child.get(child)).copied().unwrap_or_default(),
        };
        // A worker of another team is not the one to ask.
        let held_worker = if team.is_some() && held_team != team { None } else { held_worker };
        self.named(team.or(held_team), worker.or(held_worker))
    }

    /// The team and the worker who hold a child, by name.
    pub(super) fn of_child(&self, child: &str) -> (Option<&'a str>, Option<&'a str>) {
        let (team, worker) = self.by_child.get(child).copied().unwrap_or_default();
        self.named(team, worker)
    }

    fn named(&self, team: Option<&'a str>, worker: Option<&'a str>) -> (Option<&'a str>, Option<&'a str>) {
        let team = team.map(|team| self.teams.get(team).copied().unwrap_or(team));
        let worker = worker.map(|worker| self.workers.get(worker).copied().unwrap_or(worker));
        (team, worker)
    }

    /// The rows of every team and table; `wrong` says for each table which of its rows have an error.
    pub(super) fn scores(&self, wrong: &[Vec<bool>]) -> Vec<Score> {
        let mut counts: BTreeMap<(Option<&'a str>, usize), (u64, u64)> = BTreeMap::new();
        for (index, table) in self.world.tables.iter().enumerate() {
            for (row, is_wrong) in wrong[index].iter().enumerate().take(table.rows) {
                let (team, _) = self.of_row(index, row);
                let (rows, right) = counts.entry((team, index)).or_default();
                *rows += 1;
                *right += u64::from(!is_wrong);
            }
        }
        counts
            .into_iter()
            .map(|((team, table), (rows, right))| Score {
                team: team.map(str::to_owned),
                table: self.world.tables[table].definition.name.clone(),
                rows,
                rows_without_error: right,
            })
            .collect()
    }
}

fn text(cell: Cell<'_>) -> Option<&str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

fn names<'a>(world: &World<'a>, names: Names) -> HashMap<&'a str, &'a str> {
    let table = &world.tables[names.table];
    (0..table.rows)
        .filter_map(|row| Some((text(table.cell(names.id, row))?, text(table.cell(names.name, row))?)))
        .collect()
}
