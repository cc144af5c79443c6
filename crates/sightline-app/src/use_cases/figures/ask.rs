//! A measure asked for any period, and how its query is worked out: what somebody needs who writes one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_domain::case_list::CaseCounts;
use sightline_domain::measure::{Disclosure, Figure, Period, Tally, suppress};
use sightline_engine::{CaseListDefinition, Engine, Limits, MeasureDefinition};

use crate::error::DefinitionError;
use crate::policy::Action;
use crate::{App, Call, Error, Result};

use super::desk::is_of_programme;
use super::view::{BreakdownValue, Provenance, ShownFigure};

/// A measure for one period.
#[derive(Clone, Debug)]
pub struct AskedMeasure {
    /// The definition.
    pub definition: MeasureDefinition,
    /// The period.
    pub period: Period,
    /// Its figure.
    pub figure: ShownFigure,
    /// The values of the breakdown that was asked for, with its title.
    pub breakdown: Option<(String, Vec<BreakdownValue>)>,
    /// Rows left out, by reason.
    pub left_out: Vec<(String, u64)>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// How much of a case list is overdue and due soon.
#[derive(Clone, Debug)]
pub struct CaseListCounts {
    /// The definition.
    pub definition: CaseListDefinition,
    /// Rows in each state.
    pub all: CaseCounts,
    /// The same by team; without a team comes first.
    pub by_team: Vec<(Option<String>, CaseCounts)>,
    /// Where they come from.
    pub provenance: Provenance,
}

/// A definition, and how its query is worked out.
#[derive(Clone, Debug)]
pub struct ExplainedMeasure {
    /// The definition, with its query.
    pub definition: MeasureDefinition,
    /// The plan of the query as text.
    pub plan: String,
}

impl App {
    /// A measure for one period: the latest whole month when none is given.
    ///
    /// # Errors
    ///
    /// * [`Error::Engine`] – there is no measure of this id, or it could not be asked.
    /// * [`Error::NoExtractInForce`] – there are no records yet.
    /// * [`Error::Definition`] – the period ends before it begins; the measure has no such breakdown.
    pub async fn ask_measure(
        &self,
        call: &Call,
        id: &str,
        period: Option<Period>,
        as_at: Option<NaiveDate>,
        breakdown: Option<&str>,
    ) -> Result<AskedMeasure> {
        call.may(Action::MeasureRead)?;
        if let Some(Period { from, to }) = period.filter(|period| period.to < period.from) {
            return Err(DefinitionError::Backwards { from, to }.into());
        }
        let mut standing = self.standing(call, as_at).await?;
        let definition = standing.catalogue.measure(id)?.clone();
        let of_programme = is_of_programme(&definition);
        let set = standing.set(of_programme).await?.ok_or(Error::NoExtractInForce)?;
        let period = period.unwrap_or_else(|| set.periods[set.last_whole_month()]);
        let table = set.engine.table(id, &[period]).await?;
        let suppression = suppress(&table, Disclosure::built_in().rule(standing.audience()));
        let shown = |figure: Option<Figure>, is_hidden: bool| match figure {
            _ if is_hidden => ShownFigure::Hidden,
            Some(figure) if figure.value.is_some() => ShownFigure::Shown(figure),
            _ => ShownFigure::Empty,
        };
        let is_known = table.first_known().is_some();
        let of_tallies = |tallies: &[Tally], population| {
            let tally = tallies.first().filter(|_| is_known)?;
            Some(tally.figure(definition.kind, period, population))
        };
        let breakdown = match breakdown {
            // Nothing was counted, so there is nothing to break down.
            Some(_) if table.breakdowns.is_empty() => None,
            None => None,
            Some(name) => Some({
                let at = table.breakdowns.iter().position(|known| known.name == name);
                let at = at.ok_or_else(|| DefinitionError::UnknownBreakdown {
                    measure: id.to_owned(),
                    given: name.to_owned(),
                    known: table.breakdowns.iter().map(|known| known.name.clone()).collect(),
                })?;
                let values = table.breakdowns[at].values.iter().enumerate().map(|(value, (label, tallies))| {
                    let figure = of_tallies(tallies, None);
                    BreakdownValue {
                        label: label.clone(),
                        figure: shown(figure, suppression.hides_value(at, value, 0)),
                    }
                });
                (table.breakdowns[at].title.clone(), values.collect())
            }),
        };
        let left_out = table.left_out.iter().map(|(reason, counts)| (reason.clone(), counts.iter().sum()));
        Ok(AskedMeasure {
            figure: shown(of_tallies(&table.whole, self.population_of(&definition)), suppression.hides_whole(0)),
            breakdown,
            left_out: left_out.collect(),
            provenance: standing.provenance(of_programme),
            definition,
            period,
        })
    }

    /// A measure's definition with the plan of its query, for this month.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`] – there is no measure of this id, or its query cannot be planned.
    pub async fn explain_measure(&self, call: &Call, id: &str) -> Result<ExplainedMeasure> {
        call.may(Action::MeasureRead)?;
        let catalogue = self.desk.catalogue().await?;
        let definition = catalogue.measure(id)?.clone();
        // The plan is that of empty tables: it needs no records.
        let engine = Engine::new(catalogue, BTreeMap::new(), BTreeMap::new(), Limits::default())?;
        let plan = engine.plan(id, Period::month_of(call.today)).await?;
        Ok(ExplainedMeasure { definition, plan })
    }

    /// Every case list that loads, by id.
    pub async fn case_list_titles(&self, call: &Call) -> Result<Vec<CaseListDefinition>> {
        call.may(Action::MeasureRead)?;
        Ok(self.desk.catalogue().await?.case_lists().cloned().collect())
    }

    /// How much of a case list is overdue and due soon, by team; no child.
    ///
    /// # Errors
    ///
    /// * [`Error::Engine`] – there is no case list of this id, or it could not be asked.
    /// * [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn case_list_counts(&self, call: &Call, id: &str, as_at: Option<NaiveDate>) -> Result<CaseListCounts> {
        call.may(Action::DataRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let definition = standing.catalogue.case_list(id)?.clone();
        let set = standing.set(false).await?.ok_or(Error::NoExtractInForce)?;
        let list = set.engine.list(id, set.as_at).await?;
        let teams = list.by_team().into_iter().map(|(team, counts)| (team.map(str::to_owned), counts));
        Ok(CaseListCounts {
            all: list.counts(),
            by_team: teams.collect(),
            provenance: standing.provenance(false),
            definition,
        })
    }

    /// Every measure that loads, with the theme that it is about, in the order of the themes.
    pub async fn measure_titles(&self, call: &Call) -> Result<Vec<(String, MeasureDefinition)>> {
        call.may(Action::MeasureRead)?;
        let catalogue = self.desk.catalogue().await?;
        let mut titles = Vec::new();
        for (theme, ids) in catalogue.themes() {
            for id in ids {
                titles.push((theme.to_owned(), catalogue.measure(id)?.clone()));
            }
        }
        Ok(titles)
    }
}
