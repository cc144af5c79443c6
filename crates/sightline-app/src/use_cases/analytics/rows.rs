//! What the use cases give, as columns.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value};
use sightline_domain::measure::{Counts, Exact};
use sightline_engine::wire::Wanted;
use sightline_engine::{Column, Rows};

use crate::use_cases::figures::export::title_of;
use crate::use_cases::figures::paper::version;
use crate::use_cases::figures::series::{MeasureSeries, SeriesFilter, WHOLE};
use crate::use_cases::figures::view::{CaseListView, ChildrenView, ShownFigure};
use crate::{App, Call, Error, Result};
use sightline_domain::measure::Window;

/// Decimal columns hold ten-thousandths.
const TEN_THOUSANDTHS: u8 = 4;
/// A weight is in hundredths.
const OF_HUNDREDTHS: i128 = 100;

type Take<'a> = &'a mut (dyn FnMut(Rows) + Send);

/// Columns that grow row by row.
#[derive(Default)]
struct Growing(Vec<(&'static str, Column)>);

impl Growing {
    fn column(&mut self, name: &'static str, new: fn() -> Column) -> &mut Column {
        let at = self.0.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.0.push((name, new()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    fn words(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        if let Column::Text(values) = self.column(name, || Column::Text(Vec::new())) {
            values.push(value.map(Into::into));
        }
    }

    fn day(&mut self, name: &'static str, value: Option<NaiveDate>) {
        if let Column::Date(values) = self.column(name, || Column::Date(Vec::new())) {
            values.push(value);
        }
    }

    fn count(&mut self, name: &'static str, value: Option<u64>) {
        self.whole(name, value.and_then(|value| i64::try_from(value).ok()));
    }

    fn whole(&mut self, name: &'static str, value: Option<i64>) {
        if let Column::Whole(values) = self.column(name, || Column::Whole(Vec::new())) {
            values.push(value);
        }
    }

    fn decimal(&mut self, name: &'static str, value: Option<i128>) {
        if let Column::Decimal(values) = self.column(name, || Column::Decimal(Vec::new())) {
            values.push(value);
        }
    }

    fn yes_no(&mut self, name: &'static str, value: Option<bool>) {
        if let Column::YesNo(values) = self.column(name, || Column::YesNo(Vec::new())) {
            values.push(value);
        }
    }

    fn rows(self) -> Rows {
        Rows { columns: self.0.into_iter().map(|(name, column)| (name.to_owned(), column)).collect() }
    }
}

/// `measures`.
pub(super) async fn measures(app: &App, call: &Call, take: Take<'_>) -> Result<()> {
    let mut rows = Growing::default();
    for (definition, version) in app.measure_definitions(call).await? {
        let counts = match definition.counts {
            Counts::Events => "events",
            Counts::Snapshot => "snapshot",
        };
        let better = definition.better.sentence();
        rows.words("measure", Some(definition.id));
        rows.words("title", Some(definition.title));
        rows.words("kind", Some(definition.kind.name()));
        rows.words("counts", Some(counts));
        rows.words("unit", Some(definition.unit));
        rows.words("better", Some(better));
        rows.words("definition", Some(definition.definition));
        rows.words("why", Some(definition.why));
        rows.words("numerator_words", definition.numerator);
        rows.words("denominator_words", Some(definition.denominator));
        rows.words("threshold", definition.threshold.map(|threshold| threshold.words));
        let refs = (!definition.scorecard_refs.is_empty()).then(|| definition.scorecard_refs.join(", "));
        rows.words("scorecard_refs", refs);
        rows.words("owner", Some(definition.owner));
        rows.day("review_due", Some(definition.review_due));
        rows.words("version", Some(version));
    }
    take(rows.rows());
    Ok(())
}

/// `figures`.
pub(super) async fn figures(app: &App, call: &Call, wanted: &Wanted, take: Take<'_>) -> Result<()> {
    if wanted.get("window").is_some_and(|windows| !windows.contains(Window::Month.name())) {
        return Ok(());
    }
    let filter =
        SeriesFilter { measures: wanted.get("measure").cloned(), breakdowns: wanted.get("breakdown").cloned() };
    app.figure_series(call, &filter, &mut |series| take(figure_rows(&series))).await
}

fn figure_rows(series: &MeasureSeries) -> Rows {
    let definition = &series.definition;
    let mut rows = Growing::default();
    for row in &series.figures {
        let figure = match &row.figure {
            ShownFigure::Shown(figure) => Some(figure),
            ShownFigure::Hidden | ShownFigure::Empty => None,
        };
        rows.words("measure", Some(definition.id.as_str()));
        rows.words("window", Some(Window::Month.name()));
        rows.day("period_from", Some(row.period.0));
        rows.day("period_to", Some(row.period.1));
        rows.words("breakdown", Some(row.part.as_ref().map_or(WHOLE, |(name, _)| name)));
        rows.words("value_label", row.part.as_ref().map(|(_, label)| label.as_ref()));
        rows.count("numerator", figure.and_then(|figure| figure.numerator));
        rows.count("counted", figure.map(|figure| figure.counted));
        rows.count("population", figure.and_then(|figure| figure.population));
        let value = figure.and_then(|figure| figure.value);
        rows.decimal("value", value.and_then(|value| ten_thousandths(value, definition.kind.places())));
        rows.decimal("mean", figure.and_then(|figure| figure.mean).and_then(|mean| ten_thousandths(mean, 1)));
        rows.count("left_out", figure.map(|figure| figure.left_out));
        rows.yes_no("suppressed", Some(row.figure == ShownFigure::Hidden));
        rows.day("as_at", Some(series.as_at));
        rows.words("extract", series.extract.as_deref());
        rows.words("version", Some(series.version.as_str()));
    }
    rows.rows()
}

/// A number as pages print it, in ten-thousandths.
fn ten_thousandths(value: Exact, places: u8) -> Option<i128> {
    let printed = value.shown(places.min(TEN_THOUSANDTHS));
    let digits: String = printed.chars().filter(|digit| *digit != '.').collect();
    let lacking = TEN_THOUSANDTHS - places.min(TEN_THOUSANDTHS);
    digits.parse::<i128>().ok()?.checked_mul(10_i128.pow(lacking.into()))
}

/// `case_list_rows`: each list that is read leaves its row in the history.
pub(super) async fn case_list_rows(app: &App, call: &Call, wanted: &Wanted, take: Take<'_>) -> Result<()> {
    let lists = app.case_list_titles(call).await?.into_iter().map(|list| list.id);
    for id in chosen(lists, wanted.get("case_list")) {
        match app.case_list(call, &id, None).await {
            Ok(view) => take(list_rows(view)),
            Err(Error::NoExtractInForce) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Of what there is, what is asked for.
fn chosen(there: impl Iterator<Item = String>, wanted: Option<&BTreeSet<String>>) -> Vec<String> {
    there.filter(|id| wanted.is_none_or(|wanted| wanted.contains(id))).collect()
}

fn list_rows(view: CaseListView) -> Rows {
    let definition = &view.definition;
    let version = version(&definition.version);
    let mut rows = Growing::default();
    for row in view.list.rows {
        rows.words("case_list", Some(definition.id.as_str()));
        rows.words("title", Some(definition.title.as_str()));
        rows.words("about", Some(row.key));
        rows.words("state", Some(row.state.words()));
        rows.day("due_on", row.due_on);
        rows.whole("working_days_left", row.working_days_left);
        rows.day("started_on", row.started_on);
        rows.words("team", row.team);
        rows.words("worker", row.worker);
        rows.decimal("weight", row.weight.map(|weight| i128::from(weight) * OF_HUNDREDTHS));
        rows.words("details", details(&view.list.columns, &row.cells));
        rows.day("as_at", Some(view.provenance.as_at));
        rows.words("extract", view.provenance.extract.as_deref());
        rows.words("version", Some(version.as_str()));
    }
    rows.rows()
}

/// `measure_children`: each measure that is read leaves its row in the history.
pub(super) async fn measure_children(app: &App, call: &Call, wanted: &Wanted, take: Take<'_>) -> Result<()> {
    let measures = app.measure_definitions(call).await?.into_iter();
    let measures =
        measures.filter(|(definition, _)| definition.is_about_children()).map(|(definition, _)| definition.id);
    for id in chosen(measures, wanted.get("measure")) {
        match app.measure_children(call, &id, Window::Month, None, None).await {
            Ok(view) => take(children_rows(view)),
            Err(Error::NoExtractInForce) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn children_rows(view: ChildrenView) -> Rows {
    let definition = &view.definition;
    let version = version(&definition.version);
    let mut rows = Growing::default();
    for row in view.rows {
        rows.words("measure", Some(definition.id.as_str()));
        rows.words("period", Some(view.period.as_str()));
        rows.words("about", Some(row.key));
        rows.day("on_day", Some(row.day));
        rows.yes_no("in_numerator", row.in_numerator);
        rows.words("left_out_because", row.left_out_because);
        rows.words("team", row.team);
        rows.words("worker", row.worker);
        rows.words("details", details(&view.columns, &row.cells));
        rows.day("as_at", Some(view.provenance.as_at));
        rows.words("extract", view.provenance.extract.as_deref());
        rows.words("version", Some(version.as_str()));
    }
    rows.rows()
}

/// Further columns as a JSON object; none when there are none.
fn details(names: &[String], cells: &[Option<String>]) -> Option<String> {
    let pairs = names.iter().zip(cells);
    let object: Map<String, Value> = pairs.map(|(name, cell)| (title_of(name), cell.clone().into())).collect();
    (!object.is_empty()).then(|| Value::Object(object).to_string())
}
