//! Measures, the children behind a figure, and case lists as tables for a spreadsheet.

use chrono::NaiveDate;
use sightline_documents::generators::table_file::{self, FileCell, FileColumn, Holds, TableFile};
use sightline_domain::board_report::Day;
use sightline_domain::case_list::{CaseRow, DueState, weight_shown};
use sightline_domain::measure::Window;
use sightline_engine::{ColumnType, MeasureDefinition};

use crate::policy::Action;
use crate::use_cases::data::blocking;
use crate::{App, Call, Exported, Result};

use super::paper::version;
use super::parquet::parquet;
use super::view::{CaseListView, ChildrenView, MeasurePage, PeriodFigure, Provenance, ShownFigure};

/// Heads and widths of the table of a measure, and what its columns hold.
const MEASURE_COLUMNS: [(&str, u16, Holds); 16] = [
    ("Measure", 30, Holds::Words),
    ("Window", 14, Holds::Words),
    ("Period", 30, Holds::Words),
    ("From", 12, Holds::Days),
    ("To", 12, Holds::Days),
    ("Broken down by", 16, Holds::Words),
    ("Value", 24, Holds::Words),
    ("Figure", 10, Holds::Figures),
    ("Unit", 14, Holds::Words),
    ("Counted", 10, Holds::Numbers),
    ("Numerator", 11, Holds::Numbers),
    ("Population", 11, Holds::Numbers),
    ("Mean", 10, Holds::Figures),
    ("Left out", 9, Holds::Numbers),
    ("Note", 20, Holds::Words),
    ("Data as at", 12, Holds::Days),
];

/// A format that figures and lists are taken out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// Parquet, with numbers as numbers and days as days.
    Parquet,
}

impl FigureFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Parquet];

    /// As it stands at the end of a file's name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }
}

/// Which rows of a case list are taken; all, by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseListFilter {
    /// Only of this team.
    pub team: Option<String>,
    /// Only of this worker.
    pub worker: Option<String>,
    /// Only in this state.
    pub state: Option<DueState>,
}

impl CaseListFilter {
    fn holds(&self, row: &CaseRow) -> bool {
        let is = |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
        is(&self.team, &row.team) && is(&self.worker, &row.worker) && self.state.is_none_or(|state| state == row.state)
    }
}

impl App {
    /// A measure as a table: its series by every window, and the breakdowns of the latest figure of each.
    ///
    /// What is too small for the caller to see stands there as such, without its numbers.
    ///
    /// # Errors
    ///
    /// As [`App::measure_page`].
    pub async fn export_measure(
        &self,
        call: &Call,
        id: &str,
        as_at: Option<NaiveDate>,
        format: FigureFormat,
    ) -> Result<Exported> {
        call.may(Action::MeasureRead)?;
        let months = self.measure_page(call, id, Window::Month, as_at).await?;
        let mut rows = measure_rows(&months);
        for window in [Window::Quarter, Window::YearToDate, Window::RollingYear] {
            rows.extend(measure_rows(&self.measure_page(call, id, window, as_at).await?));
        }
        let (definition, provenance) = (months.read.definition, months.read.provenance);
        let table = TableFile {
            title: definition.title.clone(),
            sheet: "Figures",
            as_at: provenance.as_at,
            columns: MEASURE_COLUMNS.map(|(name, width, holds)| FileColumn::new(name, width).holding(holds)).to_vec(),
            rows,
            notes: measure_notes(&definition, &provenance),
        };
        file(id, table, format).await
    }

    /// The children behind a figure as a table, after the history says that they are looked at.
    ///
    /// # Errors
    ///
    /// As [`App::measure_children`].
    pub async fn export_children(
        &self,
        call: &Call,
        id: &str,
        window: Window,
        as_at: Option<NaiveDate>,
        part: Option<(&str, &str)>,
        format: FigureFormat,
    ) -> Result<Exported> {
        call.may(Action::MeasureChildren)?;
        let view = self.measure_children(call, id, window, as_at, part).await?;
        file(&format!("{id}-children"), children_table(view), format).await
    }

    /// A case list as a table, after the history says that it is looked at.
    ///
    /// # Errors
    ///
    /// As [`App::case_list`].
    pub async fn export_case_list(
        &self,
        call: &Call,
        id: &str,
        as_at: Option<NaiveDate>,
        filter: &CaseListFilter,
        format: FigureFormat,
    ) -> Result<Exported> {
        call.may(Action::CaseListRead)?;
        let mut view = self.case_list(call, id, as_at).await?;
        view.list.rows.retain(|row| filter.holds(row));
        file(id, list_table(view), format).await
    }
}

async fn file(name: &str, table: TableFile, format: FigureFormat) -> Result<Exported> {
    let name = format!("{name}-{}.{}", table.as_at, format.code());
    let bytes = blocking(move || {
        Ok(match format {
            FigureFormat::Csv => table_file::csv(&table)?,
            FigureFormat::Xlsx => table_file::xlsx(&table)?,
            FigureFormat::Parquet => parquet(table)?,
        })
    });
    Ok(Exported { name, bytes: bytes.await? })
}

fn measure_rows(page: &MeasurePage) -> Vec<Vec<FileCell>> {
    let mut rows: Vec<Vec<FileCell>> =
        page.figures.iter().map(|PeriodFigure { period, figure }| row(page, period, None, figure)).collect();
    let latest = page.figures.first().map(|latest| latest.period.clone()).unwrap_or_default();
    for breakdown in &page.breakdowns {
        let part = |label| Some((breakdown.title.as_str(), label));
        rows.extend(breakdown.values.iter().map(|value| row(page, &latest, part(value.label.as_str()), &value.figure)));
    }
    rows
}

fn row(page: &MeasurePage, period: &str, part: Option<(&str, &str)>, shown: &ShownFigure) -> Vec<FileCell> {
    let definition = &page.read.definition;
    let (figure, note) = match shown {
        ShownFigure::Shown(figure) => (Some(figure), FileCell::Empty),
        ShownFigure::Hidden => (None, FileCell::text("Too small to show")),
        ShownFigure::Empty => (None, FileCell::text("No figure")),
    };
    let number = |value: Option<u64>| value.map_or(FileCell::Empty, FileCell::count);
    let value = figure.and_then(|figure| figure.value);
    let mean = figure.and_then(|figure| figure.mean);
    vec![
        FileCell::text(&definition.id),
        FileCell::text(page.window.words()),
        FileCell::text(period),
        FileCell::day(figure.map(|figure| figure.period.from)),
        FileCell::day(figure.map(|figure| figure.period.to)),
        FileCell::maybe(part.map(|(by, _)| by)),
        FileCell::maybe(part.map(|(_, value)| value)),
        value.map_or(FileCell::Empty, |value| FileCell::Figure(value.shown(definition.kind.places()))),
        FileCell::text(&definition.unit),
        number(figure.map(|figure| figure.counted)),
        number(figure.and_then(|figure| figure.numerator)),
        number(figure.and_then(|figure| figure.population)),
        mean.map_or(FileCell::Empty, |mean| FileCell::Figure(mean.shown(1))),
        number(figure.map(|figure| figure.left_out)),
        note,
        FileCell::Date(page.read.provenance.as_at),
    ]
}

/// Where a table comes from, label and words.
fn origin(provenance: &Provenance) -> Vec<(String, String)> {
    let label = if provenance.is_stale { "Warning" } else { "Data" };
    let mut notes = vec![
        ("Data as at".to_owned(), Day::of(provenance.as_at).words),
        (label.to_owned(), provenance.freshness.clone()),
    ];
    notes.extend(provenance.extract.iter().map(|extract| ("Extract".to_owned(), extract.clone())));
    notes
}

fn measure_notes(definition: &MeasureDefinition, provenance: &Provenance) -> Vec<(String, String)> {
    let mut notes = vec![
        ("Measure".to_owned(), definition.title.clone()),
        ("Definition".to_owned(), definition.definition.clone()),
        ("Why it matters".to_owned(), definition.why.clone()),
        ("Which way is good".to_owned(), definition.better.sentence().to_owned()),
        ("Counted".to_owned(), definition.denominator.clone()),
    ];
    notes.extend(definition.numerator.iter().map(|numerator| ("Numerator".to_owned(), numerator.clone())));
    notes.push(("Version of the definition".to_owned(), version(&definition.version)));
    notes.extend(origin(provenance));
    notes
}

fn children_table(view: ChildrenView) -> TableFile {
    let definition = &view.definition;
    let mut columns = vec![
        FileColumn::new(if definition.is_about_children() { "Child" } else { "About" }, 16),
        FileColumn::new("Day", 12).holding(Holds::Days),
        FileColumn::new("In the numerator", 12),
        FileColumn::new("Left out because", 24),
        FileColumn::new("Team", 20),
        FileColumn::new("Worker", 20),
    ];
    let further: Vec<Holds> = view.columns.iter().map(|name| holds(definition.columns.get(name))).collect();
    columns.extend(view.columns.iter().zip(&further).map(|(name, holds)| column(name, *holds)));
    let rows = view.rows.into_iter().map(|row| {
        let within = match row.in_numerator {
            Some(true) => FileCell::text("Yes"),
            Some(false) => FileCell::text("No"),
            None => FileCell::text("Left out"),
        };
        let mut cells = vec![
            FileCell::Text(row.key),
            FileCell::Date(row.day),
            within,
            FileCell::maybe(row.left_out_because.as_deref()),
            FileCell::maybe(row.team.as_deref()),
            FileCell::maybe(row.worker.as_deref()),
        ];
        cells.extend(row.cells.into_iter().zip(&further).map(|(shown, holds)| cell(shown, *holds)));
        cells
    });
    let mut notes = measure_notes(definition, &view.provenance);
    notes.push(("Period".to_owned(), view.period.clone()));
    let rows = rows.collect();
    TableFile { title: definition.title.clone(), sheet: "Children", as_at: view.provenance.as_at, columns, rows, notes }
}

fn list_table(view: CaseListView) -> TableFile {
    let definition = &view.definition;
    let is_weighted = definition.weighted_by.is_some();
    let mut columns = vec![
        FileColumn::new(if definition.is_about_children() { "Child" } else { "About" }, 16),
        FileColumn::new("State", 24),
        FileColumn::new("Due", 12).holding(Holds::Days),
        FileColumn::new("Working days left", 12).holding(Holds::Numbers),
        FileColumn::new("Started", 12).holding(Holds::Days),
        FileColumn::new("Team", 20),
        FileColumn::new("Worker", 20),
    ];
    columns.extend(is_weighted.then(|| FileColumn::new("Weight", 9).holding(Holds::Figures)));
    let further: Vec<Holds> = view.list.columns.iter().map(|name| holds(definition.columns.get(name))).collect();
    columns.extend(view.list.columns.iter().zip(&further).map(|(name, holds)| column(name, *holds)));
    let rows = view.list.rows.into_iter().map(|row| {
        let mut cells = vec![
            FileCell::Text(row.key),
            FileCell::text(row.state.words()),
            FileCell::day(row.due_on),
            row.working_days_left.map_or(FileCell::Empty, FileCell::Number),
            FileCell::day(row.started_on),
            FileCell::maybe(row.team.as_deref()),
            FileCell::maybe(row.worker.as_deref()),
        ];
        if is_weighted {
            let weight = row.weight.map(|weight| FileCell::Figure(weight_shown(weight.into())));
            cells.push(weight.unwrap_or(FileCell::Empty));
        }
        cells.extend(row.cells.into_iter().zip(&further).map(|(shown, holds)| cell(shown, *holds)));
        cells
    });
    let mut notes = vec![
        ("Case list".to_owned(), definition.title.clone()),
        ("About".to_owned(), definition.about.clone()),
        ("Due".to_owned(), definition.due.clone()),
        ("Version of the definition".to_owned(), version(&definition.version)),
    ];
    notes.extend(origin(&view.provenance));
    let rows = rows.collect();
    TableFile { title: definition.title.clone(), sheet: "List", as_at: view.provenance.as_at, columns, rows, notes }
}

/// What a further column of a query holds.
fn holds(kind: Option<&ColumnType>) -> Holds {
    match kind {
        Some(ColumnType::Date) => Holds::Days,
        Some(ColumnType::WholeNumber) => Holds::Numbers,
        Some(ColumnType::Decimal) => Holds::Figures,
        Some(ColumnType::Text | ColumnType::Code | ColumnType::YesNo) | None => Holds::Words,
    }
}

/// A further column of a query.
fn column(name: &str, holds: Holds) -> FileColumn {
    FileColumn::new(title_of(name), 18).holding(holds)
}

/// A cell of a further column, from what is shown of it.
fn cell(shown: Option<String>, holds: Holds) -> FileCell {
    let Some(shown) = shown else { return FileCell::Empty };
    let typed = match holds {
        Holds::Words => None,
        Holds::Days => shown.parse().ok().map(FileCell::Date),
        Holds::Numbers => shown.parse().ok().map(FileCell::Number),
        Holds::Figures => {
            shown.parse().ok().filter(|number: &f64| number.is_finite()).map(|_| FileCell::Figure(shown.clone()))
        }
    };
    typed.unwrap_or(FileCell::Text(shown))
}

/// The name of a column of a query as words: `due_on` is `Due on`.
pub(crate) fn title_of(name: &str) -> String {
    let mut words = name.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}
