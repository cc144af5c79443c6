//! Runs the cases of case lists: each on tables of its own, and tells where another answer came out.

use std::sync::Arc;

use sightline_domain::case_list::{CaseList, CaseRow, weight_shown};
use sightline_domain::content::{Faults, Text};

use super::checks::engine_of;
use super::load::offset_of_line;
use super::{CaseCheck, CaseListRules, Catalogue};
use crate::cases::{Case, Expected};
use crate::{Error, Result};

/// A case gave another answer.
const ANOTHER_ANSWER: &str = "SL-M056";
/// A case expects a column that the list does not have.
const NO_SUCH_COLUMN: &str = "SL-M059";

const WHY: &str = "the list does not do what its cases say";

/// Runs the cases of every list, or of one.
pub(super) async fn run(catalogue: &Arc<Catalogue>, only: Option<&str>) -> Result<CaseCheck> {
    let mut check = CaseCheck::default();
    let mut faults = Faults::none("content");
    for (id, list) in &catalogue.case_lists {
        if only.is_some_and(|only| only != id) {
            continue;
        }
        for case in &list.cases {
            check.run += 1;
            run_one(catalogue, list, case, &mut faults).await?;
        }
    }
    check.faults = faults.found;
    Ok(check)
}

async fn run_one(catalogue: &Arc<Catalogue>, list: &CaseListRules, case: &Case, faults: &mut Faults) -> Result<()> {
    let id = &list.definition.id;
    let file = format!("case_lists/{id}/cases.md");
    let text = Text { file: &file, text: &list.cases_text };
    let at = |line: usize| (text, offset_of_line(&list.cases_text, line));
    let engine = engine_of(catalogue, case)?;
    for expected in &case.expect {
        if expected.from != expected.to {
            let what = format!("“{}”: a list is as at one day", case.title);
            faults.add(at(expected.line), NO_SUCH_COLUMN, what, WHY, "write `expect 2026-03-09`");
            continue;
        }
        match engine.list(id, expected.from).await {
            Ok(found) => {
                for (line, code, what) in compare(list, case, &found, expected) {
                    faults.add(at(line), code, what, WHY, "put the query or the case right");
                }
            }
            Err(error @ (Error::Query { .. } | Error::Twice { .. } | Error::BrokenRow { .. })) => {
                let what = format!("“{}”: {error}", case.title);
                faults.add(at(expected.line), error.code(), what, WHY, "put the query or the case right");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What is not as it was expected: line, code, and what it is.
fn compare(
    list: &CaseListRules,
    case: &Case,
    found: &CaseList,
    expected: &Expected,
) -> Vec<(usize, &'static str, String)> {
    let mut faults = Vec::new();
    let readers: Vec<Option<Reader>> =
        expected.header.iter().map(|name| Reader::of(name, list.definition.key_column(), found)).collect();
    for (name, reader) in expected.header.iter().zip(&readers) {
        if reader.is_none() {
            faults.push((expected.line, NO_SUCH_COLUMN, format!("“{}”: the list has no column {name}", case.title)));
        }
    }
    if !faults.is_empty() {
        return faults;
    }
    let cells = |row: &CaseRow| -> Vec<String> {
        readers.iter().map(|reader| reader.as_ref().map_or_else(String::new, |reader| reader.cell(row))).collect()
    };
    let mut there: Vec<Vec<String>> = found.rows.iter().map(cells).collect();
    for (line, wanted) in &expected.rows {
        if let Some(place) = there.iter().position(|row| row == wanted) {
            there.swap_remove(place);
        } else {
            let what = format!("“{}”: {} is not on the list", case.title, wanted.join(" | "));
            faults.push((*line, ANOTHER_ANSWER, what));
        }
    }
    for row in there {
        let what = format!("“{}”: {} is on the list, and was not expected", case.title, row.join(" | "));
        faults.push((expected.line, ANOTHER_ANSWER, what));
    }
    faults
}

/// How a column of an expected table is read from a row.
enum Reader {
    Key,
    RowId,
    StartedOn,
    DueOn,
    State,
    Team,
    Worker,
    Weight,
    Further(usize),
}

impl Reader {
    fn of(name: &str, key_column: &str, found: &CaseList) -> Option<Self> {
        Some(match name {
            _ if name == key_column => Self::Key,
            "row_id" => Self::RowId,
            "started_on" => Self::StartedOn,
            "due_on" => Self::DueOn,
            "state" => Self::State,
            "team" => Self::Team,
            "worker" => Self::Worker,
            "weight" => Self::Weight,
            _ => Self::Further(found.columns.iter().position(|column| column == name)?),
        })
    }

    fn cell(&self, row: &CaseRow) -> String {
        let shown = match self {
            Self::Key => Some(row.key.clone()),
            Self::RowId => row.row_id.clone(),
            Self::StartedOn => row.started_on.map(|day| day.to_string()),
            Self::DueOn => row.due_on.map(|day| day.to_string()),
            Self::State => Some(row.state.name().to_owned()),
            Self::Team => row.team.clone(),
            Self::Worker => row.worker.clone(),
            Self::Weight => row.weight.map(|hundredths| weight_shown(u64::from(hundredths))),
            Self::Further(at) => row.cells.get(*at).cloned().flatten(),
        };
        shown.unwrap_or_default()
    }
}
