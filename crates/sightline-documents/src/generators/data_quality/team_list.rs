//! What one team should put right, as a workbook.

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook};
use sightline_domain::board_report::Day;

use crate::generators::sheet::{About, Cell, Look, Written, real_date, table_sheet};
use crate::{Error, Result};

/// What one team should put right.
#[derive(Clone, PartialEq, Eq)]
pub struct TeamList {
    /// The team, or what the list is of when it is of several.
    pub team: String,
    /// The day that the records are of.
    pub as_at: NaiveDate,
    /// The findings, in the order in which they are shown.
    pub findings: Vec<ListedFinding>,
}

/// One thing to put right, in words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ListedFinding {
    /// The severity: `error`, `warning` or `prompt`.
    pub severity: String,
    /// The worker answerable.
    pub worker: Option<String>,
    /// The team answerable.
    pub team: Option<String>,
    /// The child's identifier.
    pub child_id: Option<String>,
    /// What the table holds.
    pub table: String,
    /// What tells the row from others of the child.
    pub row: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What is there.
    pub seen: Option<String>,
    /// Why it matters.
    pub matters: String,
    /// What to do.
    pub action: String,
    /// Where it was read: format, table and row.
    pub place: Option<String>,
}

const COLUMNS: [(&str, u16); 11] = [
    ("Severity", 10),
    ("Worker", 20),
    ("Child", 14),
    ("Record", 22),
    ("Which one", 26),
    ("What is wrong", 36),
    ("What is there", 36),
    ("What to do", 40),
    ("Why it matters", 40),
    ("Read from", 26),
    ("Team", 20),
];

/// The list as a workbook of one sheet: header frozen, filtered and repeated on paper.
///
/// Words are always words, never formulas. The same list gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`] when it cannot be written.
pub fn xlsx(list: &TeamList) -> Result<Vec<u8>> {
    let wrong = |error: rust_xlsxwriter::XlsxError| Error::Write { format: "xlsx", reason: error.to_string() };
    let mut workbook = Workbook::new();
    write(&mut workbook, list).map_err(wrong)?;
    workbook.save_to_buffer().map_err(wrong)
}

fn write(workbook: &mut Workbook, list: &TeamList) -> Written {
    let title = format!("{}: records to put right", list.team);
    let mut properties = DocProperties::new().set_title(&title).set_author("Sightline");
    if let Some(created) = real_date(list.as_at) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let rows: Vec<Vec<Cell<'_>>> = list.findings.iter().map(row).collect();
    let as_at = Day::of(list.as_at);
    let about = About { plan: &title, as_at: &as_at };
    table_sheet(workbook.add_worksheet(), &about, &Look::new(), "To put right", &COLUMNS, &rows)
}

fn row(finding: &ListedFinding) -> Vec<Cell<'_>> {
    let severity =
        if finding.severity == "error" { Cell::Alarm(&finding.severity) } else { Cell::Text(&finding.severity) };
    vec![
        severity,
        Cell::maybe(finding.worker.as_deref()),
        Cell::maybe(finding.child_id.as_deref()),
        Cell::Text(&finding.table),
        Cell::maybe(finding.row.as_deref()),
        Cell::Text(&finding.what),
        Cell::maybe(finding.seen.as_deref()),
        Cell::Text(&finding.action),
        Cell::Text(&finding.matters),
        Cell::maybe(finding.place.as_deref()),
        Cell::maybe(finding.team.as_deref()),
    ]
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn list() -> TeamList {
        TeamList {
            team: "North".to_owned(),
            as_at: "2026-10-31".parse().unwrap(),
            findings: vec![ListedFinding {
                severity: "error".to_owned(),
                child_id: Some("00123".to_owned()),
                table: "Referrals".to_owned(),
                what: "=cmd|' /C calc'!A0".to_owned(),
                seen: Some("+1+1".to_owned()),
                ..ListedFinding::default()
            }],
        }
    }

    #[test]
    fn words_stay_words_and_zeros_stay() {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx(&list()).unwrap())).unwrap();
        let range = book.worksheet_range("To put right").unwrap();
        assert_eq!(range.get((1, 2)), Some(&Data::String("00123".to_owned())));
        assert_eq!(range.get((1, 5)), Some(&Data::String("=cmd|' /C calc'!A0".to_owned())));
        assert_eq!(range.get((1, 6)), Some(&Data::String("+1+1".to_owned())));
        let formulas = book.worksheet_formula("To put right").unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    }

    #[test]
    fn the_same_list_gives_the_same_workbook() {
        assert_eq!(xlsx(&list()).unwrap(), xlsx(&list()).unwrap());
        assert!(xlsx(&TeamList { findings: Vec::new(), ..list() }).unwrap().starts_with(b"PK"));
    }
}
