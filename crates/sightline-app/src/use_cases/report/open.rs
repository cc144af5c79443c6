//! The papers that were made.

use sightline_store::{FrozenReport, Job, PlanSummary};

use super::{PaperFormat, is_of_pack};
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// Jobs that are looked at: what is older is in the history.
const JOBS: u64 = 20;

/// The papers of a plan, and those that are being built.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanReports {
    /// The plan.
    pub summary: PlanSummary,
    /// The papers, the last made first.
    pub papers: Vec<FrozenReport>,
    /// The latest orders of papers, the last first.
    pub orders: Vec<Job>,
    /// Names of the plan's boards.
    pub boards: Vec<String>,
    /// True when the caller may order one.
    pub can_order: bool,
}

/// A paper with the bytes it was frozen with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedReport {
    /// File name.
    pub name: String,
    /// As a browser names it.
    pub media_type: &'static str,
    /// SHA-256 of the bytes as 64 small hexadecimal digits.
    pub sha256: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl App {
    /// The papers of a plan, and those that are being built.
    pub async fn reports(&self, call: &Call, plan: &str) -> Result<PlanReports> {
        call.may(policy::Action::ReportRead)?;
        let view = self.plan_view(call, policy::Action::ReportRead, Some(plan), call.today).await?;
        let can_order = call.allows(policy::Action::ReportBuild, &Target::Plan(&view.summary));
        let mut orders = self.store.jobs(&view.summary.id, JOBS).await?;
        orders.retain(|job| job.kind == "report");
        let mut papers = self.store.frozen_reports(&view.summary.id).await?;
        papers.retain(|paper| !is_of_pack(&paper.record.format));
        Ok(PlanReports {
            papers,
            orders,
            boards: view.at.plan.boards.iter().map(|board| board.name.clone()).collect(),
            can_order,
            summary: view.summary,
        })
    }

    /// One paper, byte for byte as it was made.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – there is none of this number, or its bytes are not those that were frozen.
    pub async fn open_report(&self, call: &Call, plan: &str, number: u64) -> Result<OpenedReport> {
        call.may(policy::Action::ReportRead)?;
        let summary = self.resolve(call, policy::Action::ReportRead, Some(plan)).await?;
        let (record, bytes) = self.store.frozen_report(&summary.id, number).await?;
        // Who may open a file of a pack goes by its readers: see the pages of packs.
        if is_of_pack(&record.format) {
            return Err(sightline_store::Error::UnknownReport { number }.into());
        }
        let format = PaperFormat::from_code(&record.format);
        let media_type = format.map_or("application/octet-stream", PaperFormat::media_type);
        Ok(OpenedReport { name: record.name, media_type, sha256: record.sha256, bytes })
    }
}
