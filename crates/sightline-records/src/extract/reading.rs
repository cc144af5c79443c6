//! What became of every row of a part, kept with it: it names files and sheets, so it is sealed as the rows are.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::combine::{Values, batch_of};
use crate::reading::{Finding, Kind, Place, SourceCount, TableCount};
use crate::{Error, Reading, Result};

use super::sealed::Batches;

/// The one column of the file.
const COLUMN: &str = "reading";

/// A reading as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    format: String,
    sources: Vec<SourceCount>,
    tables: BTreeMap<String, TableCount>,
    findings: Vec<WrittenFinding>,
    counts: Vec<WrittenCount>,
    reference_on: Option<NaiveDate>,
}

#[derive(Debug, Serialize, Deserialize)]
struct WrittenFinding {
    code: String,
    source: Option<String>,
    column: Option<String>,
    place: Place,
}

#[derive(Debug, Serialize, Deserialize)]
struct WrittenCount {
    code: String,
    source: Option<String>,
    column: Option<String>,
    count: u64,
}

pub(super) fn to_batch(reading: &Reading) -> RecordBatch {
    let written = Written {
        format: reading.format.clone(),
        sources: reading.sources.clone(),
        tables: reading.tables.clone(),
        findings: reading.findings.iter().map(of_finding).collect(),
        counts: reading
            .counts
            .iter()
            .map(|((kind, source, column), count)| WrittenCount {
                code: kind.code.to_owned(),
                source: source.clone(),
                column: column.clone(),
                count: *count,
            })
            .collect(),
        reference_on: reading.reference_on,
    };
    let text = serde_json::to_string(&written).expect("words and numbers become JSON");
    batch_of(vec![(COLUMN, Values::Words(vec![Some(text)]))])
}

fn of_finding(finding: &Finding) -> WrittenFinding {
    WrittenFinding {
        code: finding.kind.code.to_owned(),
        source: finding.source.clone(),
        column: finding.column.clone(),
        place: finding.place.clone(),
    }
}

/// The reading of a part; findings of a kind that is not known any more are left out.
pub(super) fn from_batches(path: &str, batches: Batches) -> Result<Reading> {
    let changed = || Error::ExtractFileChanged { file: path.to_owned() };
    let mut text = None;
    for batch in batches {
        let batch = batch?;
        let column = batch.column_by_name(COLUMN).and_then(|column| column.as_string_opt::<i32>());
        text = text.or(column.and_then(|column| column.iter().next().flatten().map(str::to_owned)));
    }
    let written: Written = serde_json::from_str(&text.ok_or_else(changed)?).map_err(|_| changed())?;
    let findings = written.findings.into_iter().filter_map(|finding| {
        let kind = Kind::of_code(&finding.code)?;
        Some(Finding { kind, source: finding.source, column: finding.column, place: finding.place })
    });
    let counts = written
        .counts
        .into_iter()
        .filter_map(|count| Some(((Kind::of_code(&count.code)?, count.source, count.column), count.count)));
    Ok(Reading {
        format: written.format,
        sources: written.sources,
        tables: written.tables,
        findings: findings.collect(),
        counts: counts.collect(),
        reference_on: written.reference_on,
    })
}
