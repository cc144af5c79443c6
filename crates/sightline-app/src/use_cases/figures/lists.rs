//! Case lists as whoever asks may see them.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::policy::Action;
use crate::use_cases::measures::look::ChildList;
use crate::{App, Call, Error, Result};

use super::view::{CaseListView, ScorecardRow};

impl App {
    /// Every case list with its counts, over the teams that the caller may see.
    ///
    /// One that could not be worked out says so in its line; the others stand.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn case_lists(&self, call: &Call, as_at: Option<NaiveDate>) -> Result<Vec<ScorecardRow>> {
        call.may(Action::CaseListRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let catalogue = Arc::clone(&standing.catalogue);
        let mut rows = Vec::new();
        for definition in catalogue.case_lists() {
            let shows = self.list_row(call, &mut standing, &definition.id).await?;
            let reference = definition.scorecard_refs.first().cloned();
            rows.push(ScorecardRow { label: definition.title.clone(), reference, shows });
        }
        Ok(rows)
    }

    /// A case list, after the history says that it is looked at.
    ///
    /// # Errors
    ///
    /// * [`Error::Engine`] – there is no case list of this id.
    /// * [`Error::NotCounted`] – it could not be worked out; names the code.
    /// * [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn case_list(&self, call: &Call, id: &str, as_at: Option<NaiveDate>) -> Result<CaseListView> {
        call.may(Action::CaseListRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let definition = Arc::new(standing.catalogue.case_list(id)?.clone());
        let set = standing.set(false).await?.ok_or(Error::NoExtractInForce)?;
        let mut list = set.engine.list(id, set.as_at).await.map_err(|error| not_counted(&error))?;
        let provenance = standing.provenance(false);
        let looked_at = ChildList::CaseList { list: id.to_owned(), as_at: set.as_at };
        let extract = provenance.extract.clone().unwrap_or_default();
        let engine = Some(&set.engine);
        list.rows =
            self.look_at_children(call, &looked_at, &extract, list.rows, engine, |row| row.team.as_deref()).await?;
        Ok(CaseListView { definition, list, provenance })
    }
}

/// What is said of a definition that is there and could not be asked of the records.
pub(super) fn not_counted(error: &sightline_engine::Error) -> Error {
    Error::NotCounted { code: error.code(), what: error.to_string() }
}
