//! Every month of measures, whole and broken down: what a program for analytics reads.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::measure::Window;
use sightline_engine::MeasureDefinition;

use crate::policy::Action;
use crate::{App, Call, Error, Result};

use super::paper::version;
use super::read::{CountedMeasure, Outcome};
use super::view::ShownFigure;

/// Which figures are asked for; all, by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesFilter {
    /// Measures by their ids; all when absent.
    pub measures: Option<BTreeSet<String>>,
    /// Breakdowns by their names, or [`WHOLE`]; all when absent.
    pub breakdowns: Option<BTreeSet<String>>,
}

/// What stands for the name of a breakdown in figures of everything.
pub(crate) const WHOLE: &str = "whole";

/// The months of one measure.
#[derive(Clone, Debug)]
pub struct MeasureSeries {
    /// The definition.
    pub definition: Arc<MeasureDefinition>,
    /// The definition's version, as pages print it.
    pub version: String,
    /// The day that the figures are as at.
    pub as_at: NaiveDate,
    /// The extract that they come from; none for the plan's own tables.
    pub extract: Option<String>,
    /// Its figures, oldest first within each breakdown; months without any figure are left out.
    pub figures: Vec<SeriesFigure>,
}

/// The figure of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesFigure {
    /// First and last day.
    pub period: (NaiveDate, NaiveDate),
    /// The breakdown by its name, and its value; none for everything.
    pub part: Option<(Arc<str>, Arc<str>)>,
    /// The figure, hidden when it is too small for the caller.
    pub figure: ShownFigure,
}

impl App {
    /// The definition of every measure.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`] – the caller may not see measures.
    pub async fn measure_definitions(&self, call: &Call) -> Result<Vec<(MeasureDefinition, String)>> {
        call.may(Action::MeasureRead)?;
        let catalogue = self.desk.catalogue().await?;
        Ok(catalogue.measures().map(|definition| (definition.clone(), version(&definition.version))).collect())
    }

    /// Every month of the measures that are asked for, given to `take` measure by measure.
    ///
    /// What is too small for the caller to see is hidden as on a measure's
    /// page. Measures that cannot be counted, or of which no records are
    /// loaded, give nothing.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`] – the caller may not see measures.
    pub async fn figure_series(
        &self,
        call: &Call,
        filter: &SeriesFilter,
        take: &mut (dyn FnMut(MeasureSeries) + Send),
    ) -> Result<()> {
        call.may(Action::MeasureRead)?;
        let mut standing = self.standing(call, None).await?;
        let said = self.said(None).await?;
        let catalogue = Arc::clone(&standing.catalogue);
        for definition in catalogue.measures() {
            if filter.measures.as_ref().is_some_and(|wanted| !wanted.contains(&definition.id)) {
                continue;
            }
            let population = self.population_of(definition);
            let counted = match standing.counted(&definition.id, &said, population).await {
                Ok(Outcome::Counted(counted)) => counted,
                Ok(Outcome::Failed(_)) | Err(Error::NoExtractInForce) => continue,
                Err(error) => return Err(error),
            };
            let provenance = standing.provenance(counted.of_programme);
            take(MeasureSeries {
                version: version(&counted.definition.version),
                as_at: provenance.as_at,
                extract: provenance.extract,
                figures: counted.series(filter.breakdowns.as_ref()),
                definition: Arc::clone(&counted.definition),
            });
        }
        Ok(())
    }
}

impl CountedMeasure {
    /// The figures of every month until the one that is read.
    fn series(&self, breakdowns: Option<&BTreeSet<String>>) -> Vec<SeriesFigure> {
        let is_wanted = |name: &str| breakdowns.is_none_or(|wanted| wanted.contains(name));
        let figure = |at: usize, part: Option<(Arc<str>, Arc<str>)>, figure: ShownFigure| {
            let period = self.table.periods[at];
            let is_there = figure != ShownFigure::Empty;
            is_there.then_some(SeriesFigure { period: (period.from, period.to), part, figure })
        };
        let mut figures = Vec::new();
        if is_wanted(WHOLE) {
            figures.extend((0..=self.at).filter_map(|at| figure(at, None, self.shown(at, Window::Month))));
        }
        for (place, breakdown) in self.table.breakdowns.iter().enumerate().filter(|(_, it)| is_wanted(&it.name)) {
            let name: Arc<str> = breakdown.name.as_str().into();
            for (value, (label, _)) in breakdown.values.iter().enumerate() {
                let label: Arc<str> = label.as_str().into();
                figures.extend((0..=self.at).filter_map(|at| {
                    let part = (Arc::clone(&name), Arc::clone(&label));
                    figure(at, Some(part), self.shown_value(place, value, at, Window::Month))
                }));
            }
        }
        figures
    }
}
