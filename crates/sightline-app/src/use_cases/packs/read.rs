//! The packs of a plan: the list, one of them, its files, and that it was issued.

use serde_json::json;
use sightline_domain::pack::Manifest;
use sightline_store::{AuditEntry, EntryKind, EntryVersion, Job, NewVersion, PlanSummary};

use super::build::definition;
use super::since::Since;
use super::{KeptPack, PackFile, PackIssue, day, format_code};
use crate::error::PackError;
use crate::policy::{self, Target};
use crate::use_cases::figures::audience_of;
use crate::use_cases::report::PaperFormat;
use crate::use_cases::report::open::OpenedReport;
use crate::{App, Call, Result};

/// Jobs that are looked at: what is older is in the history.
const JOBS: u64 = 20;

/// The packs of a plan, and those that are being built.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPacks {
    /// The plan.
    pub summary: PlanSummary,
    /// The packs, the last made first.
    pub packs: Vec<PackView>,
    /// The latest orders, the last first.
    pub orders: Vec<Job>,
    /// True when the caller may build one.
    pub can_build: bool,
    /// Names of bodies that a pack may be for.
    pub bodies: Vec<String>,
    /// The day of the next meeting, where one is on record.
    pub next_meeting: Option<chrono::NaiveDate>,
}

/// A pack as the caller may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct PackView {
    /// Its number.
    pub number: u64,
    /// The pack; of its files those that the caller may open.
    pub pack: KeptPack,
    /// Whom each of these files is for, in words, in their order.
    pub audiences: Vec<String>,
    /// Who built it.
    pub by: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// What became since of what went in, as sentences; the pack itself never changes.
    pub since: Vec<String>,
    /// True when the caller may issue it.
    pub can_issue: bool,
}

impl App {
    /// The packs of a plan, and those that are being built.
    pub async fn packs(&self, call: &Call, plan: &str) -> Result<PlanPacks> {
        call.may(policy::Action::ReportRead)?;
        let view = self.plan_view(call, policy::Action::ReportRead, Some(plan), call.today).await?;
        let summary = view.summary;
        let kept = self.store.entries::<KeptPack>(&summary.id, EntryKind::Pack).await?;
        let since = self.since(&summary.id).await?;
        let packs =
            kept.into_iter().rev().map(|kept| pack_view(call, &summary, kept, &since)).collect::<Result<_>>()?;
        let mut orders = self.store.jobs(&summary.id, JOBS).await?;
        orders.retain(|job| job.kind == "pack");
        let plan = &view.at.plan;
        let (body, next_meeting) = self.next_meeting(&summary, plan, None, call.today).await?;
        let mut bodies = vec![body];
        for board in &plan.boards {
            if !bodies.contains(&board.name) {
                bodies.push(board.name.clone());
            }
        }
        let can_build = call.allows(policy::Action::ReportBuild, &Target::Plan(&summary));
        Ok(PlanPacks { summary, packs, orders, can_build, bodies, next_meeting })
    }

    /// One pack.
    ///
    /// # Errors
    ///
    /// [`PackError::UnknownPack`] – the plan has none of this number.
    pub async fn pack(&self, call: &Call, plan: Option<&str>, number: u64) -> Result<(PlanSummary, PackView)> {
        call.may(policy::Action::ReportRead)?;
        let summary = self.resolve(call, policy::Action::ReportRead, plan).await?;
        let kept = self.kept_pack(&summary, number).await?;
        let view = pack_view(call, &summary, kept, &self.since(&summary.id).await?)?;
        Ok((summary, view))
    }

    /// A file of a pack, byte for byte as it was made; or its manifest, with the figures that the caller may see.
    ///
    /// # Errors
    ///
    /// * [`PackError::UnknownPack`] – there is no such pack or file.
    /// * [`PackError::NotForYou`] – the file shows what is hidden from the caller elsewhere.
    pub async fn open_pack_file(&self, call: &Call, plan: &str, number: u64, name: &str) -> Result<OpenedReport> {
        call.may(policy::Action::ReportRead)?;
        let summary = self.resolve(call, policy::Action::ReportRead, Some(plan)).await?;
        let pack = self.kept_pack(&summary, number).await?.body;
        if name == super::MANIFEST_FILE {
            let (_, bytes) = self.store.frozen_report(&summary.id, pack.manifest).await?;
            return manifest_for(call, &bytes);
        }
        let unknown = || PackError::UnknownPack { number };
        let file = pack.files.iter().find(|file| file.name == name).ok_or_else(unknown)?;
        if !is_for(call, file)? {
            return Err(PackError::NotForYou { audience: audience_words(&file.audience)?.to_lowercase() }.into());
        }
        let (record, bytes) = self.store.frozen_report(&summary.id, file.number).await?;
        let format = PaperFormat::from_code(format_code(file.format));
        let media_type = format.map_or("application/octet-stream", PaperFormat::media_type);
        Ok(OpenedReport { name: record.name, media_type, sha256: record.sha256, bytes })
    }

    /// Says that a pack went out to members; from then on it is what they got.
    ///
    /// # Errors
    ///
    /// * [`PackError::UnknownPack`] – the plan has none of this number.
    /// * [`PackError::Issued`] – it was issued before: by whom, and when.
    pub async fn issue_pack(&self, call: &Call, plan: &str, number: u64) -> Result<()> {
        call.may(policy::Action::ReportBuild)?;
        let summary = self.resolve(call, policy::Action::ReportBuild, Some(plan)).await?;
        let kept = self.kept_pack(&summary, number).await?;
        if let Some(PackIssue { by, at }) = &kept.body.issued {
            return Err(PackError::Issued { by: by.clone(), on: day(at.date_naive()) }.into());
        }
        let issued = Some(PackIssue { by: call.actor.name.clone(), at: call.at });
        let pack = KeptPack { issued, ..kept.body.clone() };
        let detail = json!({ "pack": number, "sha256": pack.sha256 });
        let audit = call.audit(policy::Action::ReportBuild, format!("plan {}", summary.handle), detail);
        let audit = AuditEntry { action: "pack.issue".to_owned(), ..audit };
        let new = NewVersion::next(EntryKind::Pack, &kept, &pack, "")?;
        self.store.keep_entries(&summary.id, &[new], audit).await?;
        Ok(())
    }

    pub(super) async fn kept_pack(&self, summary: &PlanSummary, number: u64) -> Result<EntryVersion<KeptPack>> {
        let kept = self.store.entries::<KeptPack>(&summary.id, EntryKind::Pack).await?;
        let unknown = || PackError::UnknownPack { number };
        Ok(kept.into_iter().find(|kept| kept.entry == number).ok_or_else(unknown)?)
    }
}

fn pack_view(call: &Call, summary: &PlanSummary, kept: EntryVersion<KeptPack>, since: &Since) -> Result<PackView> {
    let mut pack = kept.body;
    let since = since.of_pack(&pack);
    let mut own = Vec::new();
    for file in std::mem::take(&mut pack.files) {
        if is_for(call, &file)? {
            own.push(file);
        }
    }
    pack.files = own;
    let audiences = pack.files.iter().map(|file| audience_words(&file.audience)).collect::<Result<_>>()?;
    let may_build = call.allows(policy::Action::ReportBuild, &Target::Plan(summary));
    Ok(PackView {
        number: kept.entry,
        audiences,
        by: kept.by,
        at: pack.known_at,
        since,
        can_issue: may_build && pack.issued.is_none(),
        pack,
    })
}

/// True when the caller may see everything that a file shows.
fn is_for(call: &Call, file: &PackFile) -> Result<bool> {
    let audience = definition()?.audience(&file.audience);
    Ok(audience.is_some_and(|audience| audience.figures >= audience_of(call.actor.role)))
}

fn audience_words(id: &str) -> Result<String> {
    Ok(definition()?.audience(id).map_or_else(|| id.to_owned(), |audience| audience.title.clone()))
}

/// The manifest with the figures and files of the audiences that the caller may see; whole, where they may see all.
fn manifest_for(call: &Call, bytes: &[u8]) -> Result<OpenedReport> {
    let whole = Manifest::parse(&String::from_utf8_lossy(bytes)).map_err(PackError::from)?;
    let allowed: Vec<&str> = definition()?
        .audiences
        .iter()
        .filter(|audience| audience.figures >= audience_of(call.actor.role))
        .map(|audience| audience.id.as_str())
        .collect();
    let figures = whole.figures().iter().filter(|figure| allowed.contains(&figure.audience.as_str())).cloned();
    let outputs = whole.outputs().iter().filter(|output| allowed.contains(&output.audience.as_str())).cloned();
    let own = Manifest::new(whole.head().clone(), whole.inputs().to_vec(), figures.collect(), outputs.collect());
    let text = own.map_err(PackError::from)?.to_text();
    Ok(OpenedReport {
        name: super::MANIFEST_FILE.to_owned(),
        media_type: "text/plain; charset=utf-8",
        sha256: crate::use_cases::import::sha256(text.as_bytes()),
        bytes: text.into_bytes(),
    })
}
