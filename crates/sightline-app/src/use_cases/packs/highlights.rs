//! Highlight reports: drafted from the plan and its evidence, written, signed by the sponsor, and then never changed.

use std::sync::Arc;

use chrono::{Months, NaiveDate};
use serde_json::json;
use sightline_domain::highlight::{DraftLine, HighlightDraft, HighlightReport, Topic, WrittenReport};
use sightline_domain::measure::Audience;
use sightline_domain::standpoint::Standpoint;
use sightline_store::{AuditEntry, EntryKind, EntryVersion, NewVersion, PlanSummary, PlanVersion};

use super::facts::verdict_counts;
use crate::error::PackError;
use crate::policy::{self, Target};
use crate::use_cases::show::PlanView;
use crate::use_cases::verdicts::known::Found;
use crate::{App, Call, Result};

/// The highlight reports of a plan.
#[derive(Clone, Debug)]
pub struct PlanHighlights {
    /// The plan.
    pub summary: PlanSummary,
    /// Each priority, in plan order.
    pub reports: Vec<HighlightView>,
}

/// The highlight report of a priority: the one that is under way, with those before it.
#[derive(Clone, Debug)]
pub struct HighlightView {
    /// Reference of the priority.
    pub priority: String,
    /// The report: written, or only drafted from the data of today.
    pub report: HighlightReport,
    /// What is read here, for whoever writes: number and version of the entry; none while nothing is kept.
    pub read: Option<(u64, u64)>,
    /// Topics on which the data of today would say something else than the draft did.
    pub overtaken: Vec<Topic>,
    /// The reports that were signed, the last one first.
    pub signed: Vec<HighlightReport>,
    /// Whether the caller may write it.
    pub may_write: bool,
    /// Whether the caller may sign it.
    pub may_sign: bool,
}

/// What somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HighlightInput {
    /// What was read before: number and version of the entry; none while nothing was kept.
    pub read: Option<(u64, u64)>,
    /// The words on each topic; a topic without words keeps the drafted ones.
    pub lines: Vec<DraftLine>,
}

/// What highlight reports are drafted from.
struct HighlightData {
    version: PlanVersion,
    view: PlanView,
    found: Arc<Found>,
}

impl App {
    /// The highlight reports of a plan: one for each priority.
    pub async fn highlight_reports(&self, call: &Call, plan: &str) -> Result<PlanHighlights> {
        call.may(policy::Action::ReportRead)?;
        let data = self.highlight_data(call, policy::Action::ReportRead, plan).await?;
        let kept = self.kept_highlights(&data.view.summary).await?;
        let mut reports = Vec::new();
        for priority in &data.view.at.plan.priorities {
            reports.extend(self.highlight_view(call, &data, &kept, &priority.reference).await?);
        }
        Ok(PlanHighlights { reports, summary: data.view.summary })
    }

    /// The highlight report of one priority.
    ///
    /// # Errors
    ///
    /// [`PackError::UnknownPriority`] – the plan has none of this reference.
    pub async fn highlight_report(
        &self,
        call: &Call,
        plan: &str,
        priority: &str,
    ) -> Result<(PlanSummary, HighlightView)> {
        call.may(policy::Action::ReportRead)?;
        let data = self.highlight_data(call, policy::Action::ReportRead, plan).await?;
        let report = self.one_highlight(call, &data, priority).await?;
        Ok((data.view.summary, report))
    }

    /// Keeps what somebody wrote as the next version of a report, beside a draft of the data of today.
    ///
    /// # Errors
    ///
    /// * [`PackError::WrittenSince`] – somebody else has written since it was read.
    /// * [`PackError::Refused`] – a text is too long.
    pub async fn write_highlight(&self, call: &Call, plan: &str, priority: &str, input: &HighlightInput) -> Result<()> {
        call.may(policy::Action::ReportBuild)?;
        let data = self.highlight_data(call, policy::Action::ReportBuild, plan).await?;
        let view = &data.view;
        let kept = self.kept_highlights(&view.summary).await?;
        let now = self.one_highlight(call, &data, priority).await?;
        if !now.may_write {
            call.may_on(policy::Action::PlanSignOff, &Target::Priority { summary: &view.summary, priority })?;
        }
        if now.read != input.read {
            let by = now.report.written.last().map_or_else(|| "Somebody".to_owned(), |last| last.by.clone());
            return Err(PackError::WrittenSince { by }.into());
        }
        let fresh = self.draft_of(call, &data, priority, since(call, &now.signed)).await?;
        let lines: Vec<DraftLine> = input
            .lines
            .iter()
            // Words that are the drafted ones are not written: they follow the data.
            .filter(|line| line.text.trim() != now.report.draft.text(line.topic))
            .cloned()
            .collect();
        let written = WrittenReport { lines, by: call.actor.name.clone(), at: call.at };
        let report = now.report.redrafted(fresh).and_then(|report| report.written(written)).map_err(PackError::from)?;
        let known = kept.iter().find(|kept| Some((kept.entry, kept.version)) == now.read);
        let detail = json!({ "priority": priority, "version": report.written.len() });
        self.keep_highlight(call, &view.summary, known, &report, ("highlight.write", detail)).await
    }

    /// Signs a report in the version that was read; it never changes again.
    ///
    /// # Errors
    ///
    /// * [`PackError::WrittenSince`] – somebody has written since it was read.
    /// * [`PackError::Refused`] – nothing is written, or it was signed: by whom, and when.
    pub async fn sign_highlight(
        &self,
        call: &Call,
        plan: &str,
        priority: &str,
        read: Option<(u64, u64)>,
    ) -> Result<()> {
        call.may(policy::Action::PlanSignOff)?;
        let data = self.highlight_data(call, policy::Action::ReportBuild, plan).await?;
        let view = &data.view;
        let kept = self.kept_highlights(&view.summary).await?;
        // Of two who sign at once the second is told who was first.
        let is_read = |kept: &&EntryVersion<HighlightReport>| read.is_some_and(|(entry, _)| kept.entry == entry);
        if let Some(first) = kept.iter().find(is_read).filter(|first| first.body.signature.is_some()) {
            let version = first.body.written.len();
            first.body.clone().signed(version, &call.actor.name, call.at).map_err(PackError::from)?;
        }
        let now = self.one_highlight(call, &data, priority).await?;
        call.may_on(policy::Action::PlanSignOff, &Target::Priority { summary: &view.summary, priority })?;
        if now.read != read {
            let by = now.report.written.last().map_or_else(|| "Somebody".to_owned(), |last| last.by.clone());
            return Err(PackError::WrittenSince { by }.into());
        }
        let version = now.report.written.len();
        // Who sponsors the priority now is what the policy says.
        let report = HighlightReport { sponsor: call.actor.name.clone(), ..now.report };
        let report = report.signed(version, &call.actor.name, call.at).map_err(PackError::from)?;
        let known = kept.iter().find(|kept| Some((kept.entry, kept.version)) == now.read);
        let detail = json!({ "priority": priority, "version": version });
        self.keep_highlight(call, &view.summary, known, &report, ("highlight.sign", detail)).await
    }

    async fn keep_highlight(
        &self,
        call: &Call,
        summary: &PlanSummary,
        known: Option<&EntryVersion<HighlightReport>>,
        report: &HighlightReport,
        (action, detail): (&str, serde_json::Value),
    ) -> Result<()> {
        let kind = EntryKind::HighlightReport;
        let new = match known {
            Some(known) => NewVersion::next(kind, known, report, "")?,
            None => NewVersion::first(kind, report)?,
        };
        let audit = call.audit(policy::Action::ReportBuild, format!("plan {}", summary.handle), detail);
        let audit = AuditEntry { action: action.to_owned(), ..audit };
        self.store.keep_entries(&summary.id, &[new], audit).await?;
        Ok(())
    }

    async fn kept_highlights(&self, summary: &PlanSummary) -> Result<Vec<EntryVersion<HighlightReport>>> {
        Ok(self.store.entries(&summary.id, EntryKind::HighlightReport).await?)
    }

    /// The plan of today with its verdicts, as partners may see them.
    async fn highlight_data(&self, call: &Call, to: policy::Action, plan: &str) -> Result<HighlightData> {
        // The version first: what is read after it is at least as new.
        let version = self.store.plan_version(plan).await?;
        let view = self.plan_view(call, to, Some(version.plan.as_str()), call.today).await?;
        let found = self.found_for(call, &version, &view, Audience::Partners).await?;
        Ok(HighlightData { version, view, found })
    }

    async fn one_highlight(&self, call: &Call, data: &HighlightData, priority: &str) -> Result<HighlightView> {
        let kept = self.kept_highlights(&data.view.summary).await?;
        let unknown = || PackError::UnknownPriority { reference: priority.to_owned() };
        Ok(self.highlight_view(call, data, &kept, priority).await?.ok_or_else(unknown)?)
    }

    async fn draft_of(
        &self,
        call: &Call,
        data: &HighlightData,
        priority: &str,
        since: NaiveDate,
    ) -> Result<HighlightDraft> {
        let before = self.known_plan_at(&data.version, since.min(call.today)).await?;
        let (now, then) = (Standpoint::of(&data.view.at), Standpoint::of(&before.at));
        let draft =
            HighlightDraft::build(priority, &now, Some(&then), verdict_counts(&data.found.judged, priority), &[]);
        Ok(draft.ok_or_else(|| PackError::UnknownPriority { reference: priority.to_owned() })?)
    }

    async fn highlight_view(
        &self,
        call: &Call,
        data: &HighlightData,
        kept: &[EntryVersion<HighlightReport>],
        priority: &str,
    ) -> Result<Option<HighlightView>> {
        let view = &data.view;
        let Some(own) = view.at.plan.priority(priority) else { return Ok(None) };
        let mut signed: Vec<HighlightReport> = Vec::new();
        let mut open = None;
        for kept in kept.iter().filter(|kept| kept.body.draft.priority == priority) {
            if kept.body.signature.is_some() { signed.push(kept.body.clone()) } else { open = Some(kept) }
        }
        signed.reverse();
        let fresh = self.draft_of(call, data, priority, since(call, &signed)).await?;
        let (report, read, overtaken) = match open {
            Some(kept) => {
                let overtaken = kept.body.overtaken_topics(&fresh);
                (kept.body.clone(), Some((kept.entry, kept.version)), overtaken)
            }
            None => (HighlightReport::drafted(fresh, &own.leads_words().unwrap_or_default()), None, Vec::new()),
        };
        let target = Target::Priority { summary: &view.summary, priority };
        let may_sign = call.allows(policy::Action::PlanSignOff, &target);
        let keeps_the_plan = call.allows(policy::Action::RoundManage, &Target::Plan(&view.summary));
        Ok(Some(HighlightView {
            priority: priority.to_owned(),
            may_write: may_sign || keeps_the_plan,
            report,
            read,
            overtaken,
            signed,
            may_sign,
        }))
    }
}

/// The day that a report is compared with: that of the last one that was signed, or a month ago.
fn since(call: &Call, signed: &[HighlightReport]) -> NaiveDate {
    let month_before = call.today.checked_sub_months(Months::new(1)).unwrap_or(call.today);
    signed.first().map_or(month_before, |report| report.draft.as_at)
}
