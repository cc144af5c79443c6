//! What a check found, so that somebody can put it right.

use std::fmt;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::{Kind, Severity};

/// One thing that is wrong, or may be, with one row.
///
/// It names a child, so it is kept as the records are, and what `Debug` shows
/// of it does not.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check that found it, such as `referral_without_source`.
    pub check: String,
    /// What kind of thing it is.
    pub kind: Kind,
    /// How bad it is.
    pub severity: Severity,
    /// The record table.
    pub table: String,
    /// Columns of the table, with commas between them, the one to put right first; none for a row that was not read.
    pub columns: Option<String>,
    /// The child, where the row has one.
    pub child_id: Option<String>,
    /// What tells the row from others of the child: `received on 2026-01-05`.
    pub row_key: Option<String>,
    /// What is there: `started on 2026-02-01, ended on 2026-01-01`.
    pub seen: Option<String>,
    /// The team answerable for the row, by name.
    pub team: Option<String>,
    /// The worker answerable for the row, by name.
    pub worker: Option<String>,
    /// The table of the format it was read from: `annex_a/list_8`.
    pub source: Option<String>,
    /// The row in the file.
    pub source_row: Option<i64>,
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding")
            .field("check", &self.check)
            .field("severity", &self.severity)
            .field("table", &self.table)
            .field("columns", &self.columns)
            .field("source", &self.source)
            .field("source_row", &self.source_row)
            .finish_non_exhaustive()
    }
}

impl Finding {
    /// The format it was read from, such as `annex_a`.
    #[must_use]
    pub fn format(&self) -> Option<&str> {
        self.source.as_deref().and_then(|source| source.split_once('/')).map(|(format, _)| format)
    }
}

type Get = fn(&Finding) -> Option<&str>;

/// Columns of the batch that hold words.
const WORDS: [(&str, bool, Get); 11] = [
    ("check", false, |finding| Some(&finding.check)),
    ("kind", false, |finding| Some(finding.kind.code())),
    ("severity", false, |finding| Some(finding.severity.code())),
    ("table", false, |finding| Some(&finding.table)),
    ("columns", true, |finding| finding.columns.as_deref()),
    ("child_id", true, |finding| finding.child_id.as_deref()),
    ("row_key", true, |finding| finding.row_key.as_deref()),
    ("seen", true, |finding| finding.seen.as_deref()),
    ("team", true, |finding| finding.team.as_deref()),
    ("worker", true, |finding| finding.worker.as_deref()),
    ("source", true, |finding| finding.source.as_deref()),
];
const SOURCE_ROW: &str = "source_row";

/// The Arrow schema of findings: the fields of [`Finding`], words as `Utf8` and the row as `Int64`.
#[must_use]
pub fn schema() -> SchemaRef {
    let mut fields: Vec<Field> =
        WORDS.iter().map(|(name, is_nullable, _)| Field::new(*name, DataType::Utf8, *is_nullable)).collect();
    fields.push(Field::new(SOURCE_ROW, DataType::Int64, true));
    Arc::new(Schema::new(fields))
}

/// Findings as one batch, in their order; see [`schema`].
#[must_use]
pub fn to_batch(findings: &[Finding]) -> RecordBatch {
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(WORDS.len() + 1);
    for (_, _, get) in WORDS {
        arrays.push(Arc::new(findings.iter().map(get).collect::<StringArray>()));
    }
    arrays.push(Arc::new(findings.iter().map(|finding| finding.source_row).collect::<Int64Array>()));
    RecordBatch::try_new(schema(), arrays).expect("arrays are built from the schema's own columns")
}

/// The findings of a batch that [`to_batch`] made; none of kinds that are not known any more.
#[must_use]
pub fn from_batch(batch: &RecordBatch) -> Vec<Finding> {
    let column = |name: &str| batch.column_by_name(name).and_then(|array| array.as_string_opt::<i32>());
    let columns = WORDS.map(|(name, ..)| column(name));
    let rows = batch.column_by_name(SOURCE_ROW).and_then(|array| array.as_primitive_opt::<Int64Type>());
    (0..batch.num_rows())
        .filter_map(|row| {
            let words = columns
                .map(|column| column.filter(|column| column.is_valid(row)).map(|column| column.value(row).to_owned()));
            let [check, kind, severity, table, columns, child_id, row_key, seen, team, worker, source] = words;
            Some(Finding {
                check: check?,
                kind: Kind::of_code(&kind?)?,
                severity: Severity::of_code(&severity?)?,
                table: table?,
                columns,
                child_id,
                row_key,
                seen,
                team,
                worker,
                source,
                source_row: rows.filter(|rows| rows.is_valid(row)).map(|rows| rows.value(row)),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding() -> Finding {
        Finding {
            check: "referral_without_source".into(),
            kind: Kind::Missing,
            severity: Severity::Warning,
            table: "referral".into(),
            columns: Some("source".into()),
            child_id: Some("PLANTED-CHILD".into()),
            row_key: Some("received on 2026-01-05".into()),
            seen: None,
            team: Some("North".into()),
            worker: None,
            source: Some("annex_a/list_3".into()),
            source_row: Some(12),
        }
    }

    #[test]
    fn findings_are_the_same_after_a_batch() {
        let other = Finding { child_id: None, source: None, source_row: None, ..finding() };
        let findings = vec![finding(), other];
        assert_eq!(from_batch(&to_batch(&findings)), findings);
        assert_eq!(from_batch(&to_batch(&[])), []);
        assert_eq!(findings[0].format(), Some("annex_a"));
    }

    #[test]
    fn what_debug_shows_names_no_child() {
        assert!(!format!("{:?}", finding()).contains("PLANTED"), "{:?}", finding());
    }
}
