//! Files that are uploaded: loaded one after the other while people go on, and never on disk.

use chrono::{DateTime, NaiveDate, Utc};
use sightline_store::ExtractId;
use std::sync::Arc;
use ulid::Ulid;

use crate::error::ErrorKind;
use crate::jobs::Work;
use crate::policy::Action;
use crate::{App, Call, Error, Result, SourceBytes};

use super::load::{LoadInput, LoadStep};

/// Uploads that are remembered once they have ended.
const MOST_REMEMBERED: usize = 20;

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Others are before it.
    Waiting,
    /// It is being loaded.
    Running(LoadStep),
    /// It is loaded, and waits to be looked at.
    Done(ExtractId),
    /// It was given up.
    Failed {
        /// Code of the error.
        code: &'static str,
        /// Why, in words.
        why: String,
    },
}

/// Files that somebody uploaded, as long as this server runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Tells it from the others.
    pub id: String,
    /// Name of who uploaded them.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Names of the files.
    pub files: Vec<String>,
    /// How far it is.
    pub state: UploadState,
}

/// Files that wait to be loaded.
#[derive(Clone, Debug)]
pub(crate) struct UploadedFiles {
    id: String,
    /// Who uploaded them: the policy is asked again when they are loaded.
    pub(crate) call: Call,
    input: LoadInput,
}

impl App {
    /// Takes files to be loaded by [`App::run_jobs`]; what comes of them waits to be published.
    ///
    /// They are kept in memory alone, so one upload is taken at a time.
    ///
    /// # Errors
    ///
    /// * [`Error::NothingToLoad`] – no file was chosen.
    /// * [`Error::LoadUnderWay`] – an upload is not yet loaded.
    pub fn upload_extract(
        &self,
        call: &Call,
        files: Vec<SourceBytes>,
        as_at: Option<NaiveDate>,
        is_alone: bool,
    ) -> Result<()> {
        call.may(Action::DataLoad)?;
        self.keys()?;
        if files.is_empty() {
            return Err(Error::NothingToLoad);
        }
        if let Some(on) = as_at.filter(|on| *on > call.today) {
            return Err(Error::FutureDay { on });
        }
        let upload = Upload {
            id: format!("upl_{}", Ulid::from_datetime(call.at.into())),
            by: call.actor.name.clone(),
            at: call.at,
            files: files.iter().map(|file| file.name.clone()).collect(),
            state: UploadState::Waiting,
        };
        let id = upload.id.clone();
        {
            let mut uploads = self.shelf()?.uploads();
            if uploads.iter().any(Upload::is_under_way) {
                return Err(Error::LoadUnderWay);
            }
            uploads.insert(0, upload);
            uploads.truncate(MOST_REMEMBERED);
        }
        let input = LoadInput { paths: Vec::new(), files, as_at, is_alone, waits: true };
        self.jobs.add(Work::Upload(Box::new(UploadedFiles { id, call: call.clone(), input })));
        Ok(())
    }

    /// What was uploaded since the server began, the last first.
    pub fn uploads(&self, call: &Call) -> Result<Vec<Upload>> {
        call.may(Action::DataLoad)?;
        Ok(self.shelf()?.uploads().clone())
    }

    /// Loads what was uploaded, and notes how far it is.
    pub(crate) async fn load_upload(&self, upload: UploadedFiles, now: DateTime<Utc>) -> Result<()> {
        let UploadedFiles { id, call, input } = upload;
        let call = Call { at: now, ..call };
        let place = self.shelf()?.clone();
        let note = {
            let (place, id) = (place.clone(), id.clone());
            move |state| {
                if let Some(upload) = place.uploads().iter_mut().find(|upload| upload.id == id) {
                    upload.state = state;
                }
            }
        };
        let progress = {
            let note = note.clone();
            Arc::new(move |step| note(UploadState::Running(step)))
        };
        note(match self.load_extract(&call, input, progress).await {
            Ok(loaded) => UploadState::Done(loaded.extract.record.id),
            Err(error) => UploadState::Failed { code: error.code(), why: why(&error) },
        });
        Ok(())
    }
}

impl Upload {
    /// True until it is loaded or given up.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, UploadState::Waiting | UploadState::Running(_))
    }
}

/// Why something was given up, in words for whoever asked for it.
pub(super) fn why(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Fault | ErrorKind::Unavailable => format!("Something went wrong; the code is {}.", error.code()),
        _ => {
            let mut words = format!("{error}. {}", error.help());
            if let Some(first) = words.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}
