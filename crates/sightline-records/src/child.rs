//! One child: every row of every table, in words, and the teams that hold the case.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;

use crate::combine::cells::Cells;
use crate::definitions::{Column, ColumnType, Definitions, RecordTable};

/// The columns that end a row, where a table has one: a row without a day in it is open.
const ENDS: [&str; 2] = ["ended_on", "closed_on"];

/// Everything that the records hold of one child. It is shown, and never logged.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChildRecords {
    /// The tables that have a row of the child, in the order of the definitions.
    pub tables: Vec<ChildTable>,
    /// The teams that hold a case of the child now: by identifier, and by name where the records have one.
    /// When no case is open, every team that ever held one; empty when none is known.
    pub teams: BTreeSet<String>,
}

/// The rows of one record table about one child.
#[derive(Clone, PartialEq, Eq)]
pub struct ChildTable {
    /// Name of the table.
    pub name: String,
    /// What it holds, in a few words.
    pub title: String,
    /// The columns that any of the rows fills, with what each means.
    pub columns: Vec<(String, String)>,
    /// The rows: a value for each column, where it has one.
    pub rows: Vec<ChildRow>,
}

/// One row about one child.
#[derive(Clone, PartialEq, Eq)]
pub struct ChildRow {
    /// A value for each column of the table, in its order; codes with their words.
    pub values: Vec<Option<String>>,
    /// The table of the format that it is from, such as `annex_a/list_8`.
    pub source: String,
    /// Its row there, from 1.
    pub source_row: Option<u64>,
}

/// Everything that these tables hold of one child; `None` when they hold nothing.
///
/// `tables` are record tables as [`crate::combine()`] gives them. The identifier
/// is compared exactly, without space around it.
#[must_use]
pub fn child_records(
    definitions: &Definitions,
    tables: &BTreeMap<String, Vec<RecordBatch>>,
    child: &str,
) -> Option<ChildRecords> {
    let child = child.trim();
    let mut found = Vec::new();
    for definition in &definitions.tables {
        let mut gathered = Gathered::new(definitions, definition);
        tables.get(&definition.name).into_iter().flatten().for_each(|batch| gathered.add(batch, child));
        found.extend(gathered.finish());
    }
    let mut teams = teams_where(tables, |id| id == child);
    (!found.is_empty()).then(|| ChildRecords { tables: found, teams: teams.remove(child).unwrap_or_default() })
}

/// The teams of every child whose case any team holds or held, as [`ChildRecords::teams`] has them.
#[must_use]
pub fn teams_of_children(tables: &BTreeMap<String, Vec<RecordBatch>>) -> BTreeMap<String, BTreeSet<String>> {
    teams_where(tables, |_| true)
}

/// The rows of a batch in words: a value for each column, where it has one; a day as `2026-03-31`.
#[must_use]
pub fn rows_in_words(batch: &RecordBatch) -> Vec<Vec<Option<String>>> {
    let cells: Vec<Option<Cells<'_>>> = batch.columns().iter().map(|column| Cells::of(column.as_ref())).collect();
    (0..batch.num_rows())
        .map(|row| cells.iter().map(|cells| cells.and_then(|cells| cells.words(row))).collect())
        .collect()
}

fn teams_where(
    tables: &BTreeMap<String, Vec<RecordBatch>>,
    is_wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, BTreeSet<String>> {
    let names = team_names(tables);
    let mut open: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut ever: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for batch in tables.values().flatten() {
        let schema = batch.schema();
        let cells = |name: &str| schema.index_of(name).ok().and_then(|at| Cells::of(batch.column(at).as_ref()));
        let (Some(Cells::Text(children)), Some(Cells::Text(teams))) = (cells("child_id"), cells("team")) else {
            continue;
        };
        let end = ENDS.iter().find_map(|name| cells(name));
        for (row, (child, team)) in children.iter().zip(teams).enumerate() {
            let (Some(child), Some(team)) = (child.filter(|child| is_wanted(child)), team) else { continue };
            let is_open = end.is_some_and(|end| end.is_null(row));
            for name in std::iter::once(team).chain(names.get(team).map(String::as_str)) {
                let held = if is_open { &mut open } else { &mut ever };
                held.entry(child.to_owned()).or_default().insert(name.to_owned());
            }
        }
    }
    // A case that is open counts, and those that are closed only where none is.
    ever.extend(open);
    ever
}

/// Names of teams by identifier.
fn team_names(tables: &BTreeMap<String, Vec<RecordBatch>>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for batch in tables.get("team").into_iter().flatten() {
        let schema = batch.schema();
        let (Ok(id), Ok(name)) = (schema.index_of("team_id"), schema.index_of("name")) else { continue };
        let [ids, words] = [id, name].map(|at| Cells::of(batch.column(at).as_ref()));
        let (Some(ids), Some(words)) = (ids, words) else { continue };
        for row in 0..batch.num_rows() {
            if let (Some(id), Some(name)) = (ids.words(row), words.words(row)) {
                names.insert(id, name);
            }
        }
    }
    names
}

/// The rows of one table about one child, while they are gathered.
struct Gathered<'d> {
    definitions: &'d Definitions,
    table: &'d RecordTable,
    rows: Vec<ChildRow>,
}

impl<'d> Gathered<'d> {
    fn new(definitions: &'d Definitions, table: &'d RecordTable) -> Self {
        Self { definitions, table, rows: Vec::new() }
    }

    fn add(&mut self, batch: &RecordBatch, child: &str) {
        let schema = batch.schema();
        let cells = |name: &str| schema.index_of(name).ok().and_then(|at| Cells::of(batch.column(at).as_ref()));
        let Some(Cells::Text(children)) = cells("child_id") else { return };
        let rows: Vec<usize> =
            children.iter().enumerate().filter(|(_, value)| *value == Some(child)).map(|(row, _)| row).collect();
        if rows.is_empty() {
            return;
        }
        let columns: Vec<Option<Cells<'_>>> = self.table.columns.iter().map(|column| cells(&column.name)).collect();
        let (sources, source_rows) = (cells("source"), cells("source_row"));
        for row in rows {
            let values = self.table.columns.iter().zip(&columns);
            let words = |cells: Option<Cells<'_>>| cells.and_then(|cells| cells.words(row));
            self.rows.push(ChildRow {
                values: values.map(|(column, cells)| Some(self.in_words(column, words(*cells)?))).collect(),
                source: words(sources).unwrap_or_default(),
                source_row: words(source_rows).and_then(|number| number.parse().ok()),
            });
        }
    }

    /// A code with its words; anything else as it is written.
    fn in_words(&self, column: &Column, value: String) -> String {
        if column.kind != ColumnType::Code {
            return value;
        }
        let known = column
            .codes
            .and_then(|list| self.definitions.code_lists[list].codes.iter().find(|code| code.code == value));
        known.map_or_else(|| value.clone(), |code| format!("{} ({value})", code.label))
    }

    /// The table without the child's identifier and without columns that no row fills; `None` without rows.
    fn finish(self) -> Option<ChildTable> {
        if self.rows.is_empty() {
            return None;
        }
        let is_shown = |at: usize| {
            self.table.columns[at].name != "child_id" && self.rows.iter().any(|row| row.values[at].is_some())
        };
        let shown: Vec<usize> = (0..self.table.columns.len()).filter(|at| is_shown(*at)).collect();
        let rows = self.rows.iter().map(|row| ChildRow {
            values: shown.iter().map(|at| row.values[*at].clone()).collect(),
            source: row.source.clone(),
            source_row: row.source_row,
        });
        let columns = shown.iter().map(|at| &self.table.columns[*at]);
        Some(ChildTable {
            name: self.table.name.clone(),
            title: self.table.title.clone(),
            columns: columns.map(|column| (column.name.clone(), column.meaning.clone())).collect(),
            rows: rows.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::{Input, combine, read};

    const PERSON: &str = "pers_person_id,pers_sex,pers_ethnicity,pers_dob,pers_upn_unknown,pers_send_flag,pers_expected_dob,pers_death_date,pers_is_mother,pers_nationality\n7001,F,WBRI,2012-05-04,,,,,,\n7002,M,WBRI,2013-01-02,,,,,,\n";
    const INVOLVEMENT: &str = "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,\
        invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_person_id,invo_referral_id\n\
        1,w1,SW,T1,2024-01-01,2024-06-01,,7001,\n2,w2,SW,T2,2024-06-01,,,7001,\n3,w1,SW,T1,2024-01-01,2024-06-01,,7002,\n";
    const TEAM: &str =
        "dept_team_id,dept_team_name,dept_team_parent_id,dept_team_parent_name\nT1,North,,\nT2,South,,\n";

    fn tables(definitions: &Definitions) -> BTreeMap<String, Vec<RecordBatch>> {
        let inputs = [("a.csv", PERSON), ("b.csv", INVOLVEMENT), ("c.csv", TEAM)];
        let inputs = inputs.map(|(name, text)| Input::new(name, Cursor::new(text.as_bytes().to_vec())));
        combine(definitions, &read(definitions, inputs.into()).unwrap()).tables
    }

    #[test]
    fn a_child_is_of_the_teams_that_hold_an_open_case_and_else_of_those_that_held_one() {
        let definitions = Definitions::built_in().unwrap();
        let tables = tables(&definitions);
        let of = |child: &str| child_records(&definitions, &tables, child);
        let teams = |child: &str| of(child).unwrap().teams.into_iter().collect::<Vec<_>>();
        assert_eq!(teams(" 7001 "), ["South", "T2"]);
        assert_eq!(teams("7002"), ["North", "T1"]);
        assert!(of("700").is_none() && of("").is_none());
        let all = teams_of_children(&tables);
        assert_eq!(all["7001"].iter().collect::<Vec<_>>(), ["South", "T2"]);
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn rows_are_in_words_with_their_place_and_without_empty_columns() {
        let definitions = Definitions::built_in().unwrap();
        let found = child_records(&definitions, &tables(&definitions), "7001").unwrap();
        let person = &found.tables[found.tables.iter().position(|table| table.name == "person").unwrap()];
        let names: Vec<&str> = person.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"born_on") && !names.contains(&"child_id") && !names.contains(&"died_on"), "{names:?}");
        let row = &person.rows[0];
        assert!(row.values.contains(&Some("2012-05-04".to_owned())));
        assert_eq!((row.source.as_str(), row.source_row), ("ssd/ssd_person", Some(2)));
        let involvement = found.tables.iter().find(|table| table.name == "involvement").unwrap();
        assert_eq!(involvement.rows.len(), 2);
    }
}
