//! Tables of records and of the programme, and measures asked of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{Date32Array, RecordBatch};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::prelude::SessionContext;
use sightline_domain::case_list::CaseList;
use sightline_domain::measure::{MeasureTable, Period};

use crate::attributes::Attributes;
use crate::catalogue::{Catalogue, Measure};
use crate::cohort::{Cohort, CohortList, Counted};
use crate::lift::{self, END, START};
use crate::lists::{AS_AT, Making};
use crate::rows::{Rows, days_since_1970};
use crate::{Error, Result, session, sql, tally};

/// The breakdown whose values are teams.
const TEAM: &str = "team";

/// What a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Seconds until a query is stopped.
    pub seconds: u64,
    /// Mebibytes of working memory, beside the tables; the answer may be as large again.
    pub memory_mib: usize,
    /// Parts that a single query is worked on in parallel.
    pub partitions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 30, memory_mib: 1024, partitions: 1 }
    }
}

/// One set of tables that measures are asked of.
///
/// Made once for an extract, and asked from many places at once.
pub struct Engine {
    catalogue: Arc<Catalogue>,
    session: SessionContext,
    limits: Limits,
    attributes: Attributes,
    repeats: Repeats,
}

/// What becomes of a row that is there again: of the same child, day and `row_id`.
///
/// Records hold things twice, which is for somebody to put right; a definition that makes rows twice is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// It is left out, and counted as left out.
    LeftOut,
    /// [`Error::Twice`].
    Refused,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine over record tables and over tables of the programme.
    ///
    /// A table that is not given is empty. Tables without a shape, and columns
    /// beyond a shape, are there for queries all the same.
    ///
    /// # Errors
    ///
    /// [`Error::RowsDoNotFit`] when rows do not have the shape of their table.
    pub fn new(
        catalogue: Arc<Catalogue>,
        records: BTreeMap<String, Vec<RecordBatch>>,
        programme: BTreeMap<String, Rows>,
        limits: Limits,
    ) -> Result<Self> {
        let session = session::new(limits, &catalogue.calendar)?;
        session::set_empty_tables(&session, &catalogue.shapes)?;
        let attributes = Attributes::new(&catalogue.breakdowns, &records);
        for (name, batches) in records {
            session::set_table(&session, &name, batches, &catalogue.shapes)?;
        }
        for (name, rows) in programme {
            let shape = catalogue.shapes.get(&name);
            let shape = shape.ok_or_else(|| Error::RowsDoNotFit { table: name.clone(), column: "any".to_owned() })?;
            session::set_table(&session, &name, vec![rows.batch(&name, shape)?], &catalogue.shapes)?;
        }
        Ok(Self { catalogue, session, limits, attributes, repeats: Repeats::LeftOut })
    }

    /// The same engine, which refuses rows that are there again: for checking definitions.
    pub(crate) fn strict(self) -> Self {
        Self { repeats: Repeats::Refused, ..self }
    }

    /// The definitions that it knows.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// What a measure counts in each period, whole and broken down.
    ///
    /// `periods` are sorted and do not overlap; mostly they are months.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`]; [`Error::Query`], [`Error::TooLong`],
    /// [`Error::TooMuch`] when the query cannot be answered;
    /// [`Error::BrokenRow`] and [`Error::Twice`] when its rows break the contract.
    pub async fn table(&self, measure: &str, periods: &[Period]) -> Result<MeasureTable> {
        let measure = self.catalogue.found(measure)?;
        let Some(batches) = self.lifted(measure, periods).await? else {
            return self.one_by_one(measure, periods).await;
        };
        let cohort = Cohort::new(&measure.definition, periods, &batches, self.repeats)?;
        tally::count(measure, &cohort, &self.catalogue.breakdowns, &self.attributes)
    }

    /// The same, asked period by period: what the quicker way is compared with.
    ///
    /// # Errors
    ///
    /// As [`Engine::table`].
    pub async fn table_period_by_period(&self, measure: &str, periods: &[Period]) -> Result<MeasureTable> {
        self.one_by_one(self.catalogue.found(measure)?, periods).await
    }

    /// The rows behind a figure, with what the query shows of each.
    ///
    /// `part` is a breakdown and one of its values, as a table names it.
    ///
    /// # Errors
    ///
    /// As [`Engine::table`].
    pub async fn cohort(&self, measure: &str, period: Period, part: Option<(&str, &str)>) -> Result<CohortList> {
        let measure = self.catalogue.found(measure)?;
        let batches = self.one(measure, period).await?;
        let periods = [period];
        let cohort = Cohort::new(&measure.definition, &periods, &batches, self.repeats)?;
        let is_about_children = measure.definition.is_about_children();
        let is_part = |batch: &RecordBatch, row: &Counted<'_>| {
            part.is_none_or(|(breakdown, value)| {
                tally::label_of(breakdown, batch, row, &self.catalogue.breakdowns, &self.attributes) == value
            })
        };
        let mut list = cohort.list(is_part, |breakdown, key, day| {
            let code = self.attributes.at(breakdown, self.attributes.number(key).filter(|_| is_about_children), day);
            let is_known = code != crate::attributes::NOT_KNOWN;
            is_known.then(|| self.attributes.labels(breakdown).get(usize::from(code)).cloned()).flatten()
        })?;
        self.name_teams(list.rows.iter_mut().map(|row| &mut row.team));
        Ok(list)
    }

    /// A case list as things stood on the evening of a day.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`]; [`Error::Query`], [`Error::TooLong`],
    /// [`Error::TooMuch`] when the query cannot be answered;
    /// [`Error::BrokenRow`] and [`Error::Twice`] when its rows break the contract.
    pub async fn list(&self, list: &str, as_at: NaiveDate) -> Result<CaseList> {
        let definition = self.catalogue.case_list(list)?;
        let planned = sql::plan(&self.session, &definition.sql).await;
        let plan = planned.map_err(|wrong| Error::Query { id: definition.id.clone(), what: wrong.what })?;
        let names = plan.schema().fields().iter().map(|field| field.name().clone()).collect();
        let parameter = [(AS_AT.trim_start_matches('$'), lift::value(as_at))];
        let batches = sql::ask(&self.session, &definition.id, plan, &parameter, self.limits).await?;
        let making = Making {
            definition,
            weights: &self.catalogue.weights,
            calendar: &self.catalogue.calendar,
            as_at,
            repeats: self.repeats,
        };
        let day = days_since_1970(as_at);
        let mut list = making.list(names, &batches, |breakdown, key| {
            let child = self.attributes.number(key).filter(|_| definition.is_about_children());
            let code = self.attributes.at(breakdown, child, day);
            let is_known = code != crate::attributes::NOT_KNOWN;
            is_known.then(|| self.attributes.labels(breakdown).get(usize::from(code)).cloned()).flatten()
        })?;
        self.name_teams(list.rows.iter_mut().map(|row| &mut row.team));
        Ok(list)
    }

    /// Everything that the records call a team which a row names: its name, and its codes.
    pub fn called<'a>(&'a self, team: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::once(team).chain(self.attributes.codes_of(TEAM, team))
    }

    /// Teams that stand in rows by their code, by their name where it is known.
    fn name_teams<'r>(&self, teams: impl Iterator<Item = &'r mut Option<String>>) {
        for team in teams.flatten() {
            let name = self.attributes.named(TEAM, team);
            if name != team {
                *team = name.to_owned();
            }
        }
    }

    /// The query engine's plan of a measure, as text: for whoever wants to know why it is slow.
    ///
    /// # Errors
    ///
    /// As [`Engine::table`].
    pub async fn plan(&self, measure: &str, period: Period) -> Result<String> {
        let measure = self.catalogue.found(measure)?;
        let id = &measure.definition.id;
        let plan = self.planned(measure).await?;
        let values = parameters(period).map(|(name, value)| (name.to_owned(), value.into()));
        let parameters = datafusion::common::ParamValues::Map(values.into_iter().collect());
        let failed =
            |error: datafusion::common::DataFusionError| Error::Query { id: id.clone(), what: error.strip_backtrace() };
        let plan = plan.with_param_values(parameters).map_err(failed)?;
        let plan = self.session.state().optimize(&plan).map_err(failed)?;
        Ok(plan.display_indent().to_string())
    }

    async fn planned(&self, measure: &Measure) -> Result<LogicalPlan> {
        let (id, text) = (&measure.definition.id, &measure.definition.sql);
        sql::plan(&self.session, text).await.map_err(|wrong| Error::Query { id: id.clone(), what: wrong.what })
    }

    async fn one(&self, measure: &Measure, period: Period) -> Result<Vec<RecordBatch>> {
        let plan = self.planned(measure).await?;
        sql::ask(&self.session, &measure.definition.id, plan, &parameters(period), self.limits).await
    }

    /// The rows of all periods at once; none when the query cannot be rewritten for that.
    async fn lifted(&self, measure: &Measure, periods: &[Period]) -> Result<Option<Vec<RecordBatch>>> {
        if periods.len() < 2 {
            return Ok(None);
        }
        let id = &measure.definition.id;
        let plan = self.planned(measure).await?;
        let failed =
            |error: datafusion::common::DataFusionError| Error::Query { id: id.clone(), what: error.strip_backtrace() };
        let scan = periods_scan(periods).map_err(failed)?;
        let Some(plan) = lift::lift(&plan, &scan).map_err(failed)? else { return Ok(None) };
        sql::ask(&self.session, id, plan, &[], self.limits).await.map(Some)
    }

    async fn one_by_one(&self, measure: &Measure, periods: &[Period]) -> Result<MeasureTable> {
        let mut all: Option<MeasureTable> = None;
        for period in periods {
            let batches = self.one(measure, *period).await?;
            let only = [*period];
            let cohort = Cohort::new(&measure.definition, &only, &batches, self.repeats)?;
            let table = tally::count(measure, &cohort, &self.catalogue.breakdowns, &self.attributes)?;
            match &mut all {
                None => all = Some(table),
                Some(all) => append(all, table),
            }
        }
        if let Some(table) = all {
            return Ok(table);
        }
        let cohort = Cohort::new(&measure.definition, &[], &[], self.repeats)?;
        tally::count(measure, &cohort, &self.catalogue.breakdowns, &self.attributes)
    }
}

fn parameters(period: Period) -> [(&'static str, datafusion::common::ScalarValue); 2] {
    let name = |parameter: &'static str| parameter.trim_start_matches('$');
    [(name(START.0), lift::value(period.from)), (name(END.0), lift::value(period.to))]
}

fn periods_scan(periods: &[Period]) -> datafusion::common::Result<LogicalPlan> {
    let days = |day: fn(&Period) -> chrono::NaiveDate| {
        Arc::new(Date32Array::from_iter_values(periods.iter().map(|period| days_since_1970(day(period)))))
    };
    let batch =
        RecordBatch::try_new(lift::periods_schema(), vec![days(|period| period.from), days(|period| period.to)])?;
    let table = MemTable::try_new(batch.schema(), vec![vec![batch]])?;
    LogicalPlanBuilder::scan("__period", provider_as_source(Arc::new(table)), None)?.build()
}

/// Puts the periods of one table behind those of another.
fn append(all: &mut MeasureTable, next: MeasureTable) {
    let (before, more) = (all.periods.len(), next.periods.len());
    let pad = |tallies: &mut Vec<_>, to: usize| tallies.resize(to, sightline_domain::measure::Tally::default());
    all.periods.extend(next.periods);
    all.whole.extend(next.whole);
    for breakdown in next.breakdowns {
        if all.breakdown(&breakdown.name).is_none() {
            let (name, title) = (breakdown.name.clone(), breakdown.title.clone());
            all.breakdowns.push(sightline_domain::measure::Breakdown { name, title, values: Vec::new() });
        }
        let Some(ours) = all.breakdowns.iter_mut().find(|known| known.name == breakdown.name) else { continue };
        for (label, tallies) in breakdown.values {
            let at = ours.values.iter().position(|(known, _)| *known == label).unwrap_or_else(|| {
                ours.values.push((label, Vec::new()));
                ours.values.len() - 1
            });
            pad(&mut ours.values[at].1, before);
            ours.values[at].1.extend(tallies);
        }
    }
    for (_, tallies) in all.breakdowns.iter_mut().flat_map(|breakdown| &mut breakdown.values) {
        pad(tallies, before + more);
    }
    for (reason, counts) in next.left_out {
        let ours = all.left_out.entry(reason).or_default();
        ours.resize(before, 0);
        ours.extend(counts);
    }
    for counts in all.left_out.values_mut() {
        counts.resize(before + more, 0);
    }
}
