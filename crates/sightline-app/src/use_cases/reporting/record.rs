//! All that is known of one action, as at a day.

use chrono::{DateTime, NaiveDate, Utc};
use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, Aim, Lead, Measure, Plan, Priority};
use sightline_domain::reporting::{SignOffStanding, UpdateRound, sign_off_standing};
use sightline_domain::scale::Scale;
use sightline_domain::standing::{self, Standing};
use sightline_store::{Attachment, Comment, PlanSummary, RecordedUpdate};

use super::super::find;
use super::super::show::PlanView;
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// One action as at a day, with everything that was said of it until then.
#[derive(Clone, Debug)]
pub struct ActionRecord {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan's scale; BRAG when it names none.
    pub scale: Scale,
    /// The day.
    pub as_at: NaiveDate,
    /// The action as it stood.
    pub action: Action,
    /// Its priority, when the plan has it.
    pub priority: Option<Priority>,
    /// Its aim, when it stands under one.
    pub aim: Option<Aim>,
    /// Its leads, in printed order.
    pub leads: Vec<LeadNow>,
    /// The findings it answers.
    pub findings: Vec<AnsweredFinding>,
    /// The lines of the measures register that are meant to show it.
    pub measures: Vec<Measure>,
    /// Where dates and updates say it stands, whatever was reported.
    pub standing: Standing,
    /// Code of the action rating in force.
    pub action_rating: Option<String>,
    /// Code of the impact rating in force.
    pub impact_rating: Option<String>,
    /// The last forecast given; null before one is.
    pub forecast_on: Option<NaiveDate>,
    /// Its updates, earliest first.
    pub updates: Vec<RecordedUpdate>,
    /// Its amendments, earliest first.
    pub amendments: Vec<Amendment>,
    /// Its discussion, earliest first.
    pub comments: Vec<Comment>,
    /// The files beside it, earliest first.
    pub attachments: Vec<Attachment>,
    /// The open update round, when there is one and it asks this action.
    pub round: Option<UpdateRound>,
    /// True when the open round still waits for this action.
    pub owes_update: bool,
    /// When the caller last saved a draft for it; null without one.
    pub draft_saved_at: Option<DateTime<Utc>>,
    /// What the caller may do to it; nothing on a past day.
    pub may: MayDo,
}

/// A lead and who holds the post on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadNow {
    /// The lead as told apart from the printed words.
    pub lead: Lead,
    /// Who holds the post; null when it is no post, or nobody is known to.
    pub holder: Option<String>,
}

/// A finding that an action answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredFinding {
    /// Which inspection.
    pub inspection: String,
    /// Its reference there.
    pub reference: String,
    /// Its wording, when the plan prints it.
    pub text: Option<String>,
}

/// What somebody may do to an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four separate rights, each asked by its own button")]
pub struct MayDo {
    /// Report on it.
    pub update: bool,
    /// Sign off its updates.
    pub sign_off: bool,
    /// Change it with a reason.
    pub amend: bool,
    /// Write in its discussion and attach files.
    pub discuss: bool,
}

impl ActionRecord {
    /// The last update on or before the day.
    #[must_use]
    pub fn latest_update(&self) -> Option<&RecordedUpdate> {
        self.updates.last()
    }

    /// Where an update of this action stands with its sponsor.
    #[must_use]
    pub fn sign_off_standing(&self, update: &RecordedUpdate) -> SignOffStanding {
        let is_latest = self.latest_update().is_some_and(|latest| latest.number == update.number);
        sign_off_standing(update.sign_off.as_ref(), is_latest)
    }

    /// True when the last update waits for a sponsor.
    #[must_use]
    pub fn waits_for_sign_off(&self) -> bool {
        self.latest_update().is_some_and(|update| update.sign_off.is_none())
    }
}

impl App {
    /// All that is known of one action as at a day; today when none is given.
    ///
    /// What was said after the day is left out: updates and amendments by the
    /// day they are for, sign-offs, comments and files by the day they were
    /// made. Nothing can be done on a past day, so `may` is then all false.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store), [`Error::UnknownAction`](crate::Error::UnknownAction)
    /// – there is no such plan or action, or none that the caller may know of.
    pub async fn action_record(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        as_at: Option<NaiveDate>,
    ) -> Result<ActionRecord> {
        call.may(policy::Action::PlanRead)?;
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at).await?;
        let PlanView { summary, at } = &view;
        let action = find::action(&at.plan, &summary.handle, reference)?.clone();
        let name = action.reference.as_str();
        let until = |moment: DateTime<Utc>| moment.date_naive() <= as_at;
        let mut updates = self.store.recorded_updates(&summary.id, Some(&[name]), None, Some(as_at)).await?;
        for update in &mut updates {
            update.sign_off = update.sign_off.take().filter(|sign_off| until(sign_off.at));
        }
        let mut comments = self.store.comments(&summary.id, name).await?;
        comments.retain(|comment| until(comment.at));
        let mut attachments = self.store.attachments(&summary.id, name).await?;
        attachments.retain(|attachment| until(attachment.at));

        let on_action = Target::Action { summary, plan: &at.plan, action: &action };
        let may = if as_at == call.today { MayDo::of(call, summary, &action, &on_action) } else { MayDo::default() };
        let open = self.store.rounds(&summary.id).await?.into_iter().find(UpdateRound::is_open);
        let round = open.filter(|_| as_at == call.today && action.is_live() && !action.placeholder);
        let owes_update = match &round {
            Some(round) => {
                let at = self.on_day(&view, round.as_at(call.today)).await?;
                round.owed(&at).any(|owed| owed.reference == name)
            }
            None => false,
        };
        let draft = if may.update { self.store.draft(&summary.id, &call.draft_owner(), name).await? } else { None };
        let scale = at.plan.scale().cloned().unwrap_or_else(Scale::brag);
        let cycle = at.plan.update_cycle_days.unwrap_or(standing::MONTHLY_UPDATE_CYCLE_DAYS);
        Ok(ActionRecord {
            standing: standing::standing(&action, at.latest_update(name), &scale, cycle, as_at),
            action_rating: at.action_rating(&action),
            impact_rating: at.impact_rating(&action),
            forecast_on: updates.iter().rev().find_map(|recorded| recorded.update.forecast_on),
            amendments: self.store.amendments(&summary.id, Some(name), None, Some(as_at)).await?,
            priority: at.plan.priority(&action.priority).cloned(),
            aim: action.aim.as_deref().and_then(|aim| at.plan.aim(aim)).cloned(),
            leads: leads_now(&at.plan, &action, as_at),
            findings: answered_findings(&at.plan, name),
            measures: at
                .plan
                .measures
                .iter()
                .filter(|measure| measure.action_refs.iter().any(|shown| shown == name))
                .cloned()
                .collect(),
            draft_saved_at: draft.map(|draft| draft.saved_at),
            summary: summary.clone(),
            scale,
            as_at,
            action,
            updates,
            comments,
            attachments,
            round,
            owes_update,
            may,
        })
    }
}

impl MayDo {
    fn of(call: &Call, summary: &PlanSummary, action: &Action, on_action: &Target<'_>) -> Self {
        let on_priority = Target::Priority { summary, priority: &action.priority };
        Self {
            update: action.is_live() && call.allows(policy::Action::PlanUpdate, on_action),
            sign_off: call.allows(policy::Action::PlanSignOff, &on_priority),
            amend: call.allows(policy::Action::PlanAmend, on_action),
            discuss: call.allows(policy::Action::DiscussionWrite, on_action),
        }
    }
}

/// The leads of an action with whoever holds their posts on a day.
pub(super) fn leads_now(plan: &Plan, action: &Action, on: NaiveDate) -> Vec<LeadNow> {
    action
        .leads
        .iter()
        .map(|lead| LeadNow {
            holder: plan.post_of(lead).and_then(|post| post.holder_on(on)).map(|holding| holding.holder.clone()),
            lead: lead.clone(),
        })
        .collect()
}

fn answered_findings(plan: &Plan, action: &str) -> Vec<AnsweredFinding> {
    let findings = plan
        .inspections
        .iter()
        .flat_map(|inspection| inspection.findings.iter().map(move |finding| (inspection, finding)));
    findings
        .filter(|(_, finding)| finding.action_refs.iter().any(|answered| answered == action))
        .map(|(inspection, finding)| AnsweredFinding {
            inspection: inspection.name.clone(),
            reference: finding.reference.clone(),
            text: finding.text.clone(),
        })
        .collect()
}

/// The last update among `updates` that a sponsor accepted.
pub(super) fn last_accepted(updates: &[RecordedUpdate]) -> Option<&RecordedUpdate> {
    use sightline_domain::reporting::Outcome;
    updates
        .iter()
        .rev()
        .find(|recorded| recorded.sign_off.as_ref().is_some_and(|sign_off| sign_off.outcome == Outcome::Accepted))
}
