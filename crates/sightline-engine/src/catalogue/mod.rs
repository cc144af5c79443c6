//! Definitions: read from their folders, checked, and ready to be asked.

mod breakdowns;
mod case_list;
mod check_lists;
mod checks;
mod load;
mod load_list;
mod measure;
mod scorecard;
mod themes;
mod weights;

use std::collections::BTreeMap;
use std::sync::Arc;

use sightline_domain::content::Fault;

use crate::cases::Case;
use crate::functions::Calendar;
use crate::shapes::Shapes;
use crate::{Error, Result};

pub use case_list::CaseListDefinition;
pub use measure::{Benchmark, MeasureDefinition, Source, Threshold};
pub use scorecard::{Row, Scorecard, Section};
pub use weights::{CaseWeight, CaseWeights};

pub(crate) use breakdowns::{BreakdownDefinition, Breakdowns};

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/built_in.rs"));
}

/// Every definition that loads, and what is wrong with those that do not.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub(crate) shapes: Shapes,
    pub(crate) breakdowns: Breakdowns,
    pub(crate) measures: BTreeMap<String, Measure>,
    pub(crate) case_lists: BTreeMap<String, CaseListRules>,
    pub(crate) scorecards: BTreeMap<String, Scorecard>,
    themes: themes::Themes,
    pub(crate) weights: CaseWeights,
    pub(crate) calendar: Arc<Calendar>,
    faults: Vec<Fault>,
}

/// A measure with its query and its cases.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) definition: MeasureDefinition,
    pub(crate) cases: Vec<Case>,
    /// The text of `cases.md`, which faults point into.
    pub(crate) cases_text: String,
    /// The breakdowns whose columns the query itself returns.
    pub(crate) own_breakdowns: Vec<String>,
}

/// A case list with its query and its cases.
#[derive(Clone, Debug)]
pub(crate) struct CaseListRules {
    pub(crate) definition: CaseListDefinition,
    pub(crate) cases: Vec<Case>,
    /// The text of `cases.md`, which faults point into.
    pub(crate) cases_text: String,
}

/// How many cases were run, and what did not come out as expected.
#[derive(Clone, Debug, Default)]
pub struct CaseCheck {
    /// Cases that were run.
    pub run: usize,
    /// Those that gave another answer.
    pub faults: Vec<Fault>,
}

impl Catalogue {
    /// The definitions that are built in.
    ///
    /// # Errors
    ///
    /// [`Error::Definitions`] when the tables' shapes or the breakdowns do not
    /// load. A measure that does not load is among [`Catalogue::faults`].
    pub async fn built_in() -> Result<Self> {
        Self::load(built_in::FILES).await
    }

    /// The files that are built in, by their path from `content/`.
    #[must_use]
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        built_in::FILES
    }

    /// Definitions from files: a path from `content/` and its text; a later file of the same path wins.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::built_in`].
    pub async fn load<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Self> {
        load::load(&files.iter().map(|(name, text)| (name.as_ref(), text.as_ref())).collect()).await
    }

    /// What is wrong with definitions that were left out.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Every measure that loads, by id.
    pub fn measures(&self) -> impl Iterator<Item = &MeasureDefinition> {
        self.measures.values().map(|measure| &measure.definition)
    }

    /// The measure of this id.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`], with the id that is most like it.
    pub fn measure(&self, id: &str) -> Result<&MeasureDefinition> {
        self.found(id).map(|measure| &measure.definition)
    }

    pub(crate) fn found(&self, id: &str) -> Result<&Measure> {
        self.measures.get(id).ok_or_else(|| Error::NotFound {
            what: "measure",
            id: id.to_owned(),
            nearest: nearest(id, self.measures.keys().map(String::as_str)),
        })
    }

    /// Every case list that loads, by id.
    pub fn case_lists(&self) -> impl Iterator<Item = &CaseListDefinition> {
        self.case_lists.values().map(|list| &list.definition)
    }

    /// The case list of this id.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`], with the id that is most like it.
    pub fn case_list(&self, id: &str) -> Result<&CaseListDefinition> {
        let list = self.case_lists.get(id).ok_or_else(|| Error::NotFound {
            what: "case list",
            id: id.to_owned(),
            nearest: nearest(id, self.case_lists.keys().map(String::as_str)),
        })?;
        Ok(&list.definition)
    }

    /// What measures are about, in order, each with the ids of its measures.
    #[must_use]
    pub fn themes(&self) -> Vec<(&str, Vec<&str>)> {
        self.themes.sorted(&self.measures)
    }

    /// Every scorecard, by id.
    pub fn scorecards(&self) -> impl Iterator<Item = &Scorecard> {
        self.scorecards.values()
    }

    /// The scorecard of this id.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`], with the id that is most like it.
    pub fn scorecard(&self, id: &str) -> Result<&Scorecard> {
        self.scorecards.get(id).ok_or_else(|| Error::NotFound {
            what: "scorecard",
            id: id.to_owned(),
            nearest: nearest(id, self.scorecards.keys().map(String::as_str)),
        })
    }

    /// How much a case of each kind weighs.
    #[must_use]
    pub fn weights(&self) -> &CaseWeights {
        &self.weights
    }

    /// The working days, timescales and terms that queries count by.
    #[must_use]
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }

    /// The tables that queries may read.
    #[must_use]
    pub fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// Name and title of every breakdown that is free for children, in order.
    pub fn breakdowns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.breakdowns.breakdowns.iter().map(|breakdown| (breakdown.name.as_str(), breakdown.title.as_str()))
    }

    /// Runs the cases of every measure and case list, or of one.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an id that does not exist.
    pub async fn check_cases(&self, only: Option<&str>) -> Result<CaseCheck> {
        if let Some(id) = only.filter(|id| !self.case_lists.contains_key(*id)) {
            self.found(id)?;
        }
        let shared = Arc::new(self.clone());
        let mut check = checks::run(&shared, only).await?;
        let of_lists = check_lists::run(&shared, only).await?;
        check.run += of_lists.run;
        check.faults.extend(of_lists.faults);
        Ok(check)
    }
}

/// The known word that is most like another, if any is like it.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let best =
        known.map(|known| (datafusion::common::utils::datafusion_strsim::levenshtein(word, known), known)).min()?;
    (best.0 <= word.len() / 3 + 1).then(|| best.1.to_owned())
}
