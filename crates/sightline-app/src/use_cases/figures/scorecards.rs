//! Scorecards, and the list of every measure.

use chrono::NaiveDate;
use sightline_domain::case_list::DueState;

use crate::policy::{Action, Target};
use crate::use_cases::measures::look::sees_team;
use crate::{App, Call, Error, Result};

use super::desk::Standing;
use super::read::{Outcome, Said};
use super::view::{FailedList, RowShows, ScorecardRow, ScorecardTitle, ScorecardView};

impl App {
    /// The scorecards that there are.
    pub async fn scorecards(&self, call: &Call) -> Result<Vec<ScorecardTitle>> {
        call.may(Action::MeasureRead)?;
        let catalogue = self.desk.catalogue().await?;
        let title = |card: &sightline_engine::Scorecard| ScorecardTitle {
            id: card.id.clone(),
            title: card.title.clone(),
            about: card.about.clone(),
            rows: card.sections.iter().map(|section| section.rows.len()).sum(),
        };
        Ok(catalogue.scorecards().map(title).collect())
    }

    /// A scorecard with the figures of today, or as at a day.
    ///
    /// # Errors
    ///
    /// * [`Error::Engine`] – there is no scorecard of this id.
    /// * [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn scorecard(&self, call: &Call, id: &str, as_at: Option<NaiveDate>) -> Result<ScorecardView> {
        call.may(Action::MeasureRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let card = standing.catalogue.scorecard(id)?.clone();
        let said = self.said(None).await?;
        let mut sections = Vec::new();
        for section in card.sections {
            let mut rows = Vec::new();
            for row in section.rows {
                let shows = match (row.measure, row.case_list) {
                    (Some(measure), _) => self.measure_row(call, &mut standing, &measure, &said).await?,
                    (None, Some(list)) => self.list_row(call, &mut standing, &list).await?,
                    (None, None) => continue,
                };
                let label = row.label.unwrap_or_else(|| title(&shows));
                rows.push(ScorecardRow { label, reference: row.reference, shows });
            }
            sections.push((section.title, rows));
        }
        let provenance = standing.provenance(false);
        Ok(ScorecardView {
            id: card.id,
            title: card.title,
            about: card.about,
            audience: card.audience,
            sections,
            provenance,
        })
    }

    /// Every measure, by what it is about.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn all_measures(&self, call: &Call, as_at: Option<NaiveDate>) -> Result<ScorecardView> {
        call.may(Action::MeasureRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let said = self.said(None).await?;
        let catalogue = std::sync::Arc::clone(&standing.catalogue);
        let mut sections: Vec<(String, Vec<ScorecardRow>)> = Vec::new();
        for (theme, ids) in catalogue.themes() {
            let mut rows = Vec::new();
            for id in ids {
                let shows = self.measure_row(call, &mut standing, id, &said).await?;
                let reference = catalogue.measure(id)?.scorecard_refs.first().cloned();
                rows.push(ScorecardRow { label: title(&shows), reference, shows });
            }
            sections.push((theme.to_owned(), rows));
        }
        Ok(ScorecardView {
            id: "all".to_owned(),
            title: "All measures".to_owned(),
            about: "Every measure that is defined, by what it is about.".to_owned(),
            audience: None,
            sections,
            provenance: standing.provenance(false),
        })
    }

    async fn measure_row(&self, call: &Call, standing: &mut Standing<'_>, id: &str, said: &Said) -> Result<RowShows> {
        let population = self.population_of(standing.catalogue.measure(id)?);
        Ok(match standing.counted(id, said, population).await? {
            Outcome::Counted(counted) => RowShows::Measure(Box::new(standing.read(call, &counted))),
            Outcome::Failed(failed) => RowShows::Failed(failed),
        })
    }

    pub(super) async fn list_row(&self, call: &Call, standing: &mut Standing<'_>, id: &str) -> Result<RowShows> {
        let definition = std::sync::Arc::new(standing.catalogue.case_list(id)?.clone());
        if !call.allows(Action::CaseListRead, &Target::Sightline) {
            return Ok(RowShows::CaseList { definition, counts: None });
        }
        let set = standing.set(false).await?.ok_or(Error::NoExtractInForce)?;
        let list = match set.engine.list(id, set.as_at).await {
            Ok(list) => list,
            Err(error) => {
                let failed = FailedList { definition, code: error.code(), what: error.to_string() };
                return Ok(RowShows::FailedList(failed));
            }
        };
        let may_see = |team| sees_team(call, Action::CaseListRead, Some(&set.engine), team);
        let rows: Vec<_> = list.rows.iter().filter(|row| may_see(row.team.as_deref())).collect();
        let count = |state| rows.iter().filter(|row| row.state == state).count();
        let counts = [DueState::Overdue, DueState::DueIn5, DueState::DueIn20].map(count);
        Ok(RowShows::CaseList { definition, counts: Some(counts) })
    }

    /// The population of a rate; none when the council has not said.
    pub(super) fn population_of(&self, definition: &sightline_engine::MeasureDefinition) -> Option<u64> {
        definition.population.as_ref().and_then(|_| self.council().children_0_17).map(u64::from)
    }
}

fn title(shows: &RowShows) -> String {
    match shows {
        RowShows::Measure(read) => read.definition.title.clone(),
        RowShows::Failed(failed) => failed.definition.title.clone(),
        RowShows::CaseList { definition, .. } => definition.title.clone(),
        RowShows::FailedList(failed) => failed.definition.title.clone(),
    }
}
