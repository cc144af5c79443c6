//! What changed from one extract to the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use sightline_records::child::{rows_in_words, teams_of_children};
use sightline_records::extract::{self, Difference};
use sightline_store::{ExtractRecord, ExtractState};

use crate::policy::{Action, Target};
use crate::{App, Call, Error, Result};

use super::step::data_audit;
use super::{ExtractView, blocking};

/// What changed between two extracts, in counts.
#[derive(Clone, Debug)]
pub struct ExtractChanges {
    /// The earlier one.
    pub before: ExtractView,
    /// The later one.
    pub after: ExtractView,
    /// What changed. Its rows name children: they are for [`App::changed_children`].
    pub difference: Arc<Difference>,
}

/// One change of one child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildChange {
    /// `child_appeared`, `child_disappeared`, `row_appeared`, `row_disappeared` or `changed`.
    pub change: String,
    /// The record table; none for a whole child.
    pub table: Option<String>,
    /// The child's identifier.
    pub child: String,
    /// The column that changed.
    pub column: Option<String>,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// The table of the format that the row is, or was, from.
    pub source: Option<String>,
    /// Its row there.
    pub source_row: Option<String>,
}

impl App {
    /// What changed from one extract to another, in counts: to the one in force
    /// without a name, from the published one before it unless that is named too.
    ///
    /// # Errors
    ///
    /// * [`Error::NothingBefore`] – there is none to compare it with.
    /// * [`Error::RecordsDestroyed`] – the records of one are gone.
    /// * [`Error::UnknownExtract`] – there is none of this name.
    pub async fn extract_changes(
        &self,
        call: &Call,
        name: Option<&str>,
        before: Option<&str>,
    ) -> Result<ExtractChanges> {
        call.may(Action::DataRead)?;
        let after = self.extract(call, name).await?;
        let before = if let Some(before) = before {
            self.extract(call, Some(before)).await?
        } else {
            let record = self.extract_before(&after.record).await?;
            let id = after.record.id.to_string();
            self.view_of(record.ok_or(Error::NothingBefore { id })?).await?
        };
        let difference = self.difference(&before.record, &after.record).await?;
        Ok(ExtractChanges { before, after, difference })
    }

    /// True when there is a published extract that this one follows, or would follow.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`] – the caller does not see extracts.
    pub async fn has_extract_before(&self, call: &Call, view: &ExtractView) -> Result<bool> {
        call.may(Action::DataRead)?;
        Ok(self.extract_before(&view.record).await?.is_some())
    }

    /// The changes of single children whom the caller may see, at most ten thousand of a kind; says so in the history.
    ///
    /// # Errors
    ///
    /// As [`extract_changes`](Self::extract_changes).
    pub async fn changed_children(&self, call: &Call, name: &str) -> Result<(ExtractChanges, Vec<ChildChange>)> {
        call.may(Action::ChildRead)?;
        let changes = self.extract_changes(call, Some(name), None).await?;
        let (before, after) =
            (self.open_extract(&changes.before.record).await?, self.open_extract(&changes.after.record).await?);
        let difference = Arc::clone(&changes.difference);
        let (rows, teams) = blocking(move || {
            // A child who is no longer there is of the teams of before.
            let mut teams = teams_of_children(&before.tables()?);
            teams.extend(teams_of_children(&after.tables()?));
            Ok((rows_in_words(&difference.rows), teams))
        })
        .await?;
        let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
        let may_see = |team: &str| call.allows(Action::ChildRead, &Target::Team(team));
        for (child, teams) in &teams {
            seen.insert(child, teams.iter().any(|team| may_see(team)));
        }
        let without_team = may_see("");
        let found: Vec<ChildChange> = rows
            .into_iter()
            .filter_map(change_from)
            .filter(|change| seen.get(change.child.as_str()).copied().unwrap_or(without_team))
            .collect();
        let detail = json!({ "records": "changes since the extract before", "rows": found.len() });
        let audit = data_audit(call, Action::ChildRead.code(), &changes.after.record, detail);
        self.store.record_reading(audit).await?;
        Ok((changes, found))
    }

    /// The published extract of the day before, or of the same day and published before; for one that waits, the one it would follow.
    async fn extract_before(&self, after: &ExtractRecord) -> Result<Option<ExtractRecord>> {
        let place = |record: &ExtractRecord| {
            (record.as_at, record.published.as_ref().map_or(record.loaded.at, |step| step.at), record.number)
        };
        let extracts = self.store.extracts().await?.into_iter();
        Ok(extracts
            .filter(|record| record.state == ExtractState::Published && record.id != after.id)
            .filter(|record| place(record) < place(after))
            .max_by_key(place))
    }

    async fn difference(&self, before: &ExtractRecord, after: &ExtractRecord) -> Result<Arc<Difference>> {
        let definitions = self.shelf()?.definitions()?;
        let (before, after) = (self.open_extract(before).await?, self.open_extract(after).await?);
        blocking(move || Ok(Arc::new(extract::difference(&definitions, &before, &after)?))).await
    }
}

/// A row of [`Difference::rows`]; `None` for one about no child.
fn change_from(mut row: Vec<Option<String>>) -> Option<ChildChange> {
    row.resize(8, None);
    let mut values = row.into_iter();
    let mut next = || values.next().flatten();
    let (change, table, child, column) = (next()?, next(), next()?, next());
    Some(ChildChange {
        change,
        table,
        child,
        column,
        before: next(),
        after: next(),
        source: next(),
        source_row: next(),
    })
}
