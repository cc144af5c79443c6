//! The months of linked measures as they were known on a day: what verdicts are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::measure::{Audience, Disclosure, MeasureTable, Window, suppress};
use sightline_domain::spc::Point;
use sightline_domain::verdict::{KnownFigure, Series};
use sightline_engine::MeasureDefinition;
use sightline_store::{ExtractRecord, ExtractState};

use crate::figures::{Counted, TableSet};
use crate::use_cases::verdicts::{CountedIn, Seen};
use crate::{App, Call, Error, Result};

use super::desk::{Standing, is_of_programme};

/// What is known of a measure on a day.
pub(crate) struct KnownMonths {
    /// Its definition; none when it is no more.
    pub(crate) definition: Option<Arc<MeasureDefinition>>,
    /// Its whole months, each with the day on which its figure was known.
    pub(crate) series: Series,
    /// Why there are none.
    pub(crate) missing: Option<String>,
    /// Whether some of them are too small to be shown to those who read them.
    pub(crate) is_partly_hidden: bool,
}

impl KnownMonths {
    fn without(definition: Option<Arc<MeasureDefinition>>, missing: String) -> Self {
        Self { definition, series: Series::default(), missing: Some(missing), is_partly_hidden: false }
    }
}

impl App {
    /// The months of these measures as they were known on a day, and the extract they were counted in.
    ///
    /// `seen` says from whom small numbers are hidden, and in which records the months are counted.
    /// A measure that cannot be counted has no months, and says why; that is no error.
    pub(crate) async fn known_months(
        &self,
        call: &Call,
        measures: &BTreeSet<String>,
        as_at: NaiveDate,
        seen: &Seen,
    ) -> Result<(BTreeMap<String, KnownMonths>, Option<ExtractRecord>)> {
        if measures.is_empty() {
            return Ok((BTreeMap::new(), None));
        }
        let extract = match &seen.extract {
            CountedIn::Extract(extract) => Some(extract.clone()),
            CountedIn::Nothing => None,
            CountedIn::InForce => known_in_force_on(self.store.extracts().await?, as_at),
        };
        let mut standing = self.standing_on_extract(call, as_at, extract.clone()).await?;
        let readers = seen.readers.unwrap_or_else(|| standing.audience());
        let latest = if matches!(seen.extract, CountedIn::InForce) { NaiveDate::MAX } else { as_at };
        let mut known = BTreeMap::new();
        for measure in measures {
            known.insert(measure.clone(), standing.months(measure, readers, latest).await?);
        }
        Ok((known, extract))
    }
}

/// Of the extracts that were published and not yet withdrawn on a day, that of the latest day; of the same day the one
/// published last.
///
/// What was published later was not known, and what is destroyed cannot be counted any more.
pub(crate) fn known_in_force_on(extracts: Vec<ExtractRecord>, day: NaiveDate) -> Option<ExtractRecord> {
    let stood = |extract: &ExtractRecord| {
        extract.state != ExtractState::Destroyed
            && extract.as_at <= day
            && extract.published.as_ref().is_some_and(|step| step.at.date_naive() <= day)
            && extract.withdrawn.as_ref().is_none_or(|step| step.at.date_naive() > day)
    };
    let published_at = |extract: &ExtractRecord| extract.published.as_ref().map(|step| step.at);
    extracts.into_iter().filter(stood).max_by_key(|extract| (extract.as_at, published_at(extract)))
}

impl Standing<'_> {
    async fn months(&mut self, id: &str, readers: Audience, latest: NaiveDate) -> Result<KnownMonths> {
        let Ok(definition) = self.catalogue.measure(id).cloned() else {
            let missing = format!("There is no measure {id} any more.");
            return Ok(KnownMonths::without(None, missing));
        };
        let definition = Arc::new(definition);
        let of_programme = is_of_programme(&definition);
        let set = match self.set(of_programme).await {
            Ok(Some(set)) => set,
            Ok(None) => {
                let missing = format!("No children’s records were published by {}.", words(self.asked_for));
                return Ok(KnownMonths::without(Some(definition), missing));
            }
            // The file of one extract is damaged or its key is gone: the plan can be read all the same.
            Err(error @ Error::Store(_)) => return Err(error),
            Err(error) => {
                let missing = format!("The records cannot be read ({}).", error.code());
                return Ok(KnownMonths::without(Some(definition), missing));
            }
        };
        if let Some(missing) = self.missing(&definition.needs, of_programme) {
            return Ok(KnownMonths::without(Some(definition), sentence(&missing)));
        }
        let table = match set.counted(id).await {
            Counted::Table(table) => table,
            Counted::Failed(code, _) => {
                let missing = format!("The measure cannot be counted ({code}).");
                return Ok(KnownMonths::without(Some(definition), missing));
            }
        };
        let suppression = suppress(&table, Disclosure::built_in().rule(readers));
        let figures = self.figures(&set, &table, &definition, latest);
        let missing = figures.is_empty().then(|| "The records hold nothing that it counts.".to_owned());
        let is_partly_hidden = suppression.hides_anything();
        match Series::new(figures) {
            Ok(series) => Ok(KnownMonths { definition: Some(definition), series, missing, is_partly_hidden }),
            // A day thousands of years away was asked for.
            Err(fault) => Ok(KnownMonths::without(Some(definition), sentence(&fault.to_string()))),
        }
    }

    fn figures(
        &self,
        set: &TableSet,
        table: &MeasureTable,
        definition: &MeasureDefinition,
        latest: NaiveDate,
    ) -> Vec<KnownFigure> {
        let population = self.app().population_of(definition);
        let published_on = self.published_on().filter(|_| !is_of_programme(definition));
        let whole_months = 0..=set.last_whole_month();
        let known = whole_months.filter_map(|at| {
            let figure = table.figure(&table.whole, at, Window::Month, population)?;
            figure.value?;
            // The plan's own tables are known as they are written.
            let known_on = published_on.unwrap_or(figure.period.to).min(latest);
            Some(KnownFigure { point: Point::of(&figure), known_on })
        });
        known.collect()
    }
}

fn words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `no records …` as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    format!("{}{}.", first.into_iter().flatten().collect::<String>(), letters.as_str())
}
