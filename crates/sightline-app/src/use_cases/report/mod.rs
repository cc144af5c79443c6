//! A plan becomes a paper for a board.
//!
//! At the machine itself the paper is written to a file at once; on the web it is
//! asked for, built while people go on, and downloaded. Both are frozen: the bytes
//! are kept, so that a paper opened a year later is the same.

pub(crate) mod ask;
pub(crate) mod open;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;
use sightline_documents::generators::board_report;
use sightline_domain::board_report::{BoardReport, BoardReportInput};
use sightline_domain::history::PlanAsAt;
use sightline_store::{PlanSummary, ReportRecord};

use super::import::sha256;
use crate::file::WholeFile;
use crate::policy;
use crate::{App, Call, Error, Result};

/// Which paper to make, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportInput {
    /// The plan; the only one when absent.
    pub plan: Option<String>,
    /// The day the paper shows; today when absent.
    pub as_at: Option<NaiveDate>,
    /// The files to write; the ending says the format.
    pub out: Vec<PathBuf>,
    /// The board it is for; the plan's first board when absent.
    pub board: Option<String>,
    /// The day of the meeting.
    pub meeting_on: Option<NaiveDate>,
}

/// A paper that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltReport {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes as 64 small hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub size_bytes: u64,
    /// The day of the paper it is compared with.
    pub compared_with: Option<NaiveDate>,
}

/// What a paper can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperFormat {
    /// PDF, readable by assistive technology.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
}

impl PaperFormat {
    /// Every format.
    pub const ALL: &[Self] = &[Self::Pdf, Self::Docx, Self::Xlsx];

    fn of(path: &Path) -> Result<Self> {
        let extension = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let unknown = || Error::UnknownFormat { path: path.to_owned(), known: ".pdf, .docx, .xlsx" };
        Self::from_code(&extension).ok_or_else(unknown)
    }

    /// As it stands in forms, in the store and at the end of a file's name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.code() == code)
    }

    /// The format in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word",
            Self::Xlsx => "Excel",
        }
    }

    /// As a browser names it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The bytes of the paper. Takes seconds for a long plan.
    fn typeset(self, report: &BoardReport) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Pdf => board_report::pdf(report)?,
            Self::Docx => board_report::docx(report)?,
            Self::Xlsx => board_report::xlsx(report)?,
        })
    }
}

/// Before the format of a file that belongs to a pack.
pub(crate) const OF_PACK: &str = "pack.";

/// True for the format of a file that belongs to a pack: such a file is opened there, and nowhere else.
pub(crate) fn is_of_pack(format: &str) -> bool {
    format.starts_with(OF_PACK)
}

/// A paper worked out, not yet typeset: every format of it says the same.
pub(super) struct Prepared {
    summary: PlanSummary,
    as_at: NaiveDate,
    report: Arc<BoardReport>,
    compared_with: Option<NaiveDate>,
}

/// What a paper shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PaperOf<'a> {
    plan: Option<&'a str>,
    as_at: Option<NaiveDate>,
    board: Option<&'a str>,
    meeting_on: Option<NaiveDate>,
}

impl App {
    /// The papers just written, in the order asked for, each frozen with its hash.
    ///
    /// All formats say the same. The paper is compared with the last one for an
    /// earlier day, when there is one. Each file appears whole or not at all,
    /// and no file stays that is not recorded.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownFormat`] – an ending that cannot be written; nothing is made then.
    /// * [`Error::File`] – a file cannot be written.
    pub async fn build_report(&self, call: &Call, input: &ReportInput) -> Result<Vec<BuiltReport>> {
        call.may(policy::Action::ReportBuild)?;
        let formats = input.out.iter().map(|path| PaperFormat::of(path)).collect::<Result<Vec<_>>>()?;
        let ReportInput { plan, as_at, board, meeting_on, .. } = input;
        let paper = PaperOf { plan: plan.as_deref(), as_at: *as_at, board: board.as_deref(), meeting_on: *meeting_on };
        let prepared = self.prepare_report(call, &paper).await?;
        let mut built = Vec::new();
        for (path, format) in input.out.iter().zip(formats) {
            let bytes = format.typeset(&prepared.report)?;
            let file = WholeFile::write(path, &bytes)?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            self.freeze_report(call, &prepared, format, name, &bytes).await?;
            file.keep()?;
            built.push(BuiltReport {
                path: path.clone(),
                sha256: sha256(&bytes),
                size_bytes: bytes.len() as u64,
                compared_with: prepared.compared_with,
            });
        }
        Ok(built)
    }

    /// Works out what a paper says.
    pub(super) async fn prepare_report(&self, call: &Call, paper: &PaperOf<'_>) -> Result<Prepared> {
        let as_at = paper.as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::ReportBuild, paper.plan, as_at).await?;
        let plan = &view.summary.id;
        let earlier = match self.store.last_report_before(plan, as_at).await? {
            Some(last) => Some(self.store.plan_as_at(plan, last.as_at).await?),
            None => None,
        };
        let compared_with = earlier.as_ref().map(|earlier| earlier.as_at);
        let since = compared_with.and_then(|day| day.succ_opt());
        let updates = self.store.updates(plan, None, since, Some(as_at)).await?;
        let amendments = self.store.amendments(plan, None, since, Some(as_at)).await?;
        let board = paper.board.map(str::to_owned);
        let board = board.or_else(|| view.at.plan.boards.first().map(|board| board.name.clone()));
        let report = BoardReport::build(&BoardReportInput {
            current: PlanAsAt::clone(&view.at),
            earlier,
            updates,
            amendments,
            board,
            meeting_on: paper.meeting_on,
            council: self.settings().branding.council.clone(),
        });
        Ok(Prepared { summary: view.summary, as_at, report: Arc::new(report), compared_with })
    }

    /// Keeps the bytes of a paper for ever, with an audit row.
    pub(super) async fn freeze_report(
        &self,
        call: &Call,
        prepared: &Prepared,
        format: PaperFormat,
        name: String,
        bytes: &[u8],
    ) -> Result<u64> {
        let record = ReportRecord {
            plan: prepared.summary.id.clone(),
            as_at: prepared.as_at,
            format: format.code().to_owned(),
            name,
            sha256: sha256(bytes),
            size_bytes: bytes.len() as u64,
            recorded_at: call.at,
        };
        let detail = json!({ "as_at": record.as_at, "name": record.name, "sha256": record.sha256 });
        let audit = call.audit(policy::Action::ReportBuild, format!("plan {}", prepared.summary.handle), detail);
        Ok(self.store.freeze_report(&record, bytes, audit).await?)
    }
}
