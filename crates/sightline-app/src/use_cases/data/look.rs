//! Which extracts there are, and what they say of themselves.

use sightline_store::ExtractState;

use crate::policy::{Action, Target};
use crate::shelf::Shelf;
use crate::{App, Call, Result};

use super::{ExtractView, view};

/// A table of a format, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceWords {
    /// The table of the format, such as `annex_a/list_8`.
    pub source: String,
    /// What it holds.
    pub title: String,
}

impl App {
    /// Every table of every format, in the order of its standard; none when what is built in cannot be read.
    #[must_use]
    pub fn source_words(&self) -> Vec<SourceWords> {
        let Ok(definitions) = self.shelf().and_then(Shelf::definitions) else { return Vec::new() };
        let tables =
            definitions.formats.iter().flat_map(|format| format.tables.iter().map(move |table| (format, table)));
        let words = tables.map(|(format, table)| SourceWords {
            source: format!("{}/{}", format.name, table.name),
            title: table.title.clone(),
        });
        words.collect()
    }

    /// Every extract, the last loaded first. Those that wait are for whoever loads.
    pub async fn extracts(&self, call: &Call) -> Result<Vec<ExtractView>> {
        call.may(Action::DataRead)?;
        let in_force = self.store.extract_in_force().await?.map(|extract| extract.id);
        let records = self.store.extracts().await?.into_iter();
        records.filter(|record| may_know(call, record.state)).map(|record| view(record, in_force.as_ref())).collect()
    }

    /// One extract; the one in force without a name.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownExtract`](crate::Error::UnknownExtract) – there is none of this name.
    /// * [`Error::NoExtractInForce`](crate::Error::NoExtractInForce) – none was named, and none is published.
    pub async fn extract(&self, call: &Call, name: Option<&str>) -> Result<ExtractView> {
        call.may(Action::DataRead)?;
        let record = self.find_extract(name).await?;
        if !may_know(call, record.state) {
            return Err(crate::Error::UnknownExtract { name: record.id.to_string() });
        }
        self.view_of(record).await
    }

    /// An extract whose files were all compared with what was written; the one in force without a name.
    ///
    /// # Errors
    ///
    /// * [`Error::Records`](crate::Error::Records) – a file is missing, changed or strange; names the file.
    /// * [`Error::ExtractReplaced`](crate::Error::ExtractReplaced) – it is whole, and another than was loaded.
    /// * [`Error::RecordsDestroyed`](crate::Error::RecordsDestroyed) – there is nothing left to check.
    pub async fn check_extract(&self, call: &Call, name: Option<&str>) -> Result<ExtractView> {
        call.may(Action::DataRead)?;
        let view = self.extract(call, name).await?;
        self.shelf()?.forget(&view.record.id);
        self.desk.forget(&view.record.id);
        self.open_extract(&view.record).await?;
        Ok(view)
    }

    /// The day of the records is read again when it is next asked for.
    pub(super) fn records_changed(&self) {
        self.settings.forget();
        self.jobs.verdicts_changed();
    }
}

fn may_know(call: &Call, state: ExtractState) -> bool {
    state != ExtractState::Waiting || call.allows(Action::DataLoad, &Target::Sightline)
}
