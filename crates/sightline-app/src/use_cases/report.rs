//! A plan becomes a paper for a board.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;
use sightline_documents::generators::board_report;
use sightline_domain::board_report::{BoardReport, BoardReportInput};
use sightline_domain::history::PlanAsAt;
use sightline_store::ReportRecord;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PaperFormat {
    Pdf,
    Docx,
    Xlsx,
}

impl PaperFormat {
    fn of(path: &Path) -> Result<Self> {
        let extension = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "pdf" => Ok(Self::Pdf),
            "docx" => Ok(Self::Docx),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err(Error::UnknownFormat { path: path.to_owned(), known: ".pdf, .docx, .xlsx" }),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }
}

impl App {
    /// The papers just written, in the order asked for, each recorded with its hash.
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
        let as_at = input.as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::ReportBuild, input.plan.as_deref(), as_at).await?;
        let plan = &view.summary.id;
        let earlier = match self.store.last_report_before(plan, as_at).await? {
            Some(last) => Some(self.store.plan_as_at(plan, last.as_at).await?),
            None => None,
        };
        let compared_with = earlier.as_ref().map(|earlier| earlier.as_at);
        let since = compared_with.and_then(|day| day.succ_opt());
        let updates = self.store.updates(plan, None, since, Some(as_at)).await?;
        let amendments = self.store.amendments(plan, None, since, Some(as_at)).await?;
        let board = input.board.clone().or_else(|| view.at.plan.boards.first().map(|board| board.name.clone()));
        let report = BoardReport::build(&BoardReportInput {
            current: PlanAsAt::clone(&view.at),
            earlier,
            updates,
            amendments,
            board,
            meeting_on: input.meeting_on,
            council: None,
        });

        let mut built = Vec::new();
        for (path, format) in input.out.iter().zip(formats) {
            let bytes = match format {
                PaperFormat::Pdf => board_report::pdf(&report)?,
                PaperFormat::Docx => board_report::docx(&report)?,
                PaperFormat::Xlsx => board_report::xlsx(&report)?,
            };
            let file = WholeFile::write(path, &bytes)?;
            let record = ReportRecord {
                plan: plan.clone(),
                as_at,
                format: format.name().to_owned(),
                name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                sha256: sha256(&bytes),
                size_bytes: bytes.len() as u64,
                recorded_at: call.at,
            };
            let detail = json!({ "as_at": as_at, "name": record.name, "sha256": record.sha256 });
            let audit = call.audit(policy::Action::ReportBuild, format!("plan {}", view.summary.handle), detail);
            self.store.record_report(&record, audit).await?;
            file.keep()?;
            built.push(BuiltReport {
                path: path.clone(),
                sha256: record.sha256,
                size_bytes: record.size_bytes,
                compared_with,
            });
        }
        Ok(built)
    }
}
