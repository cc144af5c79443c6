//! The rows as a table for a spreadsheet.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::SecondsFormat;
use futures_util::{StreamExt as _, stream};
use sightline_app::{App, AuditFilter, AuditRow};

use super::list::HistoryQuery;
use crate::error::PageError;
use crate::forms::Query;
use crate::visitor::Visitor;

/// Rows in memory at a time.
const BATCH: u64 = 1000;

const HEADINGS: &str = "\u{feff}Number,When (UTC),Who,What,To what,Details,Hash\r\n";

/// Every row that the filter chooses, the latest first, written while it is read.
pub(super) async fn export(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HistoryQuery>,
) -> Result<Response, PageError> {
    let (filter, _) = query.filter();
    let filter = AuditFilter { limit: Some(BATCH), ..filter };
    // The first rows are read before anything is sent, so that an error is still a page.
    let first = app.history(visitor.call(), &filter).await?;
    let name = format!("history-{}.csv", visitor.call().today);
    // Fused: compression asks once more after the end.
    let rows = stream::unfold(Some((HEADINGS.to_owned(), first)), move |step| {
        let (app, visitor, filter) = (app.clone(), visitor.clone(), filter.clone());
        async move {
            let (mut text, rows) = step?;
            for row in &rows {
                write_row(&mut text, row);
            }
            let Some(last) = rows.last() else { return Some((Ok(text), None)) };
            let next = AuditFilter { before: Some(last.seq), ..filter };
            match app.history(visitor.call(), &next).await {
                Ok(rows) => Some((Ok(text), Some((String::new(), rows)))),
                Err(error) => {
                    tracing::error!(code = error.code(), "the history could not be written out to its end");
                    // The browser sees a download that broke off, not a table that looks whole.
                    Some((Err(error), None))
                }
            }
        }
    });
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, Body::from_stream(rows.fuse())).into_response())
}

fn write_row(text: &mut String, row: &AuditRow) {
    let entry = &row.entry;
    let detail = if entry.detail.is_null() { String::new() } else { entry.detail.to_string() };
    let _ = write!(text, "{},{}", row.seq, entry.at.to_rfc3339_opts(SecondsFormat::Secs, true));
    for value in [&entry.actor, &entry.action, &entry.object, &detail, &row.hash] {
        text.push(',');
        text.push_str(&cell(value));
    }
    text.push_str("\r\n");
}

/// A value as a cell: quoted, and never taken for a formula by a spreadsheet.
fn cell(value: &str) -> String {
    let is_formula = value.trim_start().starts_with(['=', '+', '-', '@']);
    let quote = if is_formula { "'" } else { "" };
    format!("\"{quote}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_and_never_a_formula() {
        assert_eq!(cell("He said \"no\", twice"), "\"He said \"\"no\"\", twice\"");
        assert_eq!(cell("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
        assert_eq!(cell(" @sum"), "\"' @sum\"");
    }
}
