//! The plan table, as filtered, as a file for a spreadsheet.

use chrono::NaiveDate;
use sightline_documents::generators::plan_table::{self, PlanTableFile, TableCell, TableColumn};
use sightline_domain::plan::ActionState;
use sightline_domain::standpoint::Standpoint;

use super::filter::{Matching, PlanFilter};
use super::{ActionRow, PlanHeading};
use crate::policy;
use crate::use_cases::export::Exported;
use crate::{App, Call, Result};

/// A format that a table can be taken out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

impl TableFormat {
    /// The ending of a file's name, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

impl App {
    /// Every action that the filter shows, on all its pages, as a file.
    pub async fn export_table(
        &self,
        call: &Call,
        plan: &str,
        as_at: Option<NaiveDate>,
        filter: &PlanFilter,
        format: TableFormat,
    ) -> Result<Exported> {
        call.may(policy::Action::PlanExport)?;
        let view = self.plan_view(call, policy::Action::PlanExport, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::with_gone(&view.at);
        let heading = PlanHeading::of(call, &view, &now);
        let shown = Matching::of(&now, filter).shown();
        let rates_impact = heading.impact_scale.is_some();
        let table = PlanTableFile {
            columns: columns(rates_impact),
            rows: shown.into_iter().map(|item| cells(ActionRow::of(&now, item))).collect(),
            plan: heading.title,
            as_at: heading.as_at,
        };
        let bytes = match format {
            TableFormat::Csv => plan_table::csv(&table)?,
            TableFormat::Xlsx => plan_table::xlsx(&table)?,
        };
        let name = format!("{}-actions-{}.{}", view.summary.handle, table.as_at, format.extension());
        Ok(Exported { name, bytes })
    }
}

fn columns(rates_impact: bool) -> Vec<TableColumn> {
    let all = [
        ("Ref", 8),
        ("Priority", 24),
        ("Under", 24),
        ("Action", 50),
        ("Lead", 26),
        ("Due", 13),
        ("Timescale", 18),
        ("Days late", 9),
        ("Forecast", 13),
        ("Standing", 14),
        ("Action rating", 16),
        ("Impact rating", 16),
        ("Last update", 13),
        ("What happened", 50),
        ("Inspection findings", 22),
    ];
    let kept = all.into_iter().filter(|(name, _)| rates_impact || *name != "Impact rating");
    kept.map(|(name, width)| TableColumn { name, width }).collect()
}

fn cells(row: ActionRow) -> Vec<TableCell> {
    let text =
        |words: Option<String>| words.filter(|words| !words.is_empty()).map_or(TableCell::Empty, TableCell::Text);
    let date = |day: Option<NaiveDate>| day.map_or(TableCell::Empty, TableCell::Date);
    let priority = format!("{} {}", row.priority, row.priority_title.unwrap_or_default()).trim().to_owned();
    let standing = match (&row.state, row.standing) {
        (ActionState::Live, Some(standing)) => standing.name().to_owned(),
        (ActionState::Live, None) => "Placeholder".to_owned(),
        (ActionState::Withdrawn, _) => "Withdrawn".to_owned(),
        (ActionState::Merged { into }, _) => format!("Merged into {into}"),
        (ActionState::Split { into }, _) => format!("Split into {}", into.join(", ")),
    };
    let mut cells = vec![
        TableCell::Text(row.reference),
        text(Some(priority)),
        text(row.under),
        TableCell::Text(row.text),
        text(row.leads),
        date(row.due_on),
        TableCell::Text(row.due_words),
        row.days_late.map_or(TableCell::Empty, TableCell::Number),
        date(row.forecast_on),
        TableCell::Text(standing),
        TableCell::Rating(row.action_rating),
    ];
    cells.extend(row.impact_rating.map(TableCell::Rating));
    cells.extend([date(row.updated_on), text(row.note), text(Some(row.sources.join(", ")))]);
    cells
}
