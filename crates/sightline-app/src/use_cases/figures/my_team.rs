//! Everything that is still to be done in the teams that whoever asks may see.

use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::case_list::CaseList;

use crate::policy::Action;
use crate::use_cases::measures::look::ChildList;
use crate::{App, Call, Error, Result};

use super::view::{CaseListView, FailedList, MyTeamView};

impl App {
    /// Every case list with the rows that the caller may see, after the history says that they are looked at.
    ///
    /// One row of the history is written for all of them. Lists without a row are there too, and those that could not be
    /// worked out are named.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn my_team(&self, call: &Call, as_at: Option<NaiveDate>) -> Result<MyTeamView> {
        call.may(Action::CaseListRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let catalogue = Arc::clone(&standing.catalogue);
        let set = standing.set(false).await?.ok_or(Error::NoExtractInForce)?;
        let provenance = standing.provenance(false);
        let (mut lists, mut failed, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for definition in catalogue.case_lists() {
            let definition = Arc::new(definition.clone());
            let CaseList { as_at, columns, rows: found } = match set.engine.list(&definition.id, set.as_at).await {
                Ok(list) => list,
                Err(error) => {
                    failed.push(FailedList { definition, code: error.code(), what: error.to_string() });
                    continue;
                }
            };
            rows.extend(found.into_iter().map(|row| (lists.len(), row)));
            let list = CaseList { as_at, columns, rows: Vec::new() };
            lists.push(CaseListView { definition, list, provenance: provenance.clone() });
        }
        let looked_at = ChildList::AllCaseLists { as_at: set.as_at };
        let extract = provenance.extract.clone().unwrap_or_default();
        let engine = Some(&set.engine);
        let seen =
            self.look_at_children(call, &looked_at, &extract, rows, engine, |(_, row)| row.team.as_deref()).await?;
        for (list, row) in seen {
            lists[list].list.rows.push(row);
        }
        Ok(MyTeamView { lists, failed, provenance })
    }
}
