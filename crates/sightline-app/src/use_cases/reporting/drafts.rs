//! Updates that somebody has begun.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sightline_domain::reporting::UpdateRound;
use sightline_store::Draft;

use super::record::ActionRecord;
use crate::policy;
use crate::{App, Call, Error, Result};

/// Letters of a draft at most, all its fields together.
const LONGEST_DRAFT: usize = 40_000;

/// What an update form is filled with.
#[derive(Clone, Debug)]
pub struct UpdateForm {
    /// The action, as it stands today.
    pub record: ActionRecord,
    /// What was typed before, by field; null without a draft.
    pub draft: Option<DraftFields>,
    /// The day that an update given now reports on.
    pub reports_on: NaiveDate,
}

/// What was typed into an update form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftFields {
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// By name of the field, exactly as typed.
    pub fields: BTreeMap<String, String>,
}

impl Call {
    /// Whose drafts are meant: the account's, or those of the operator by name.
    pub(crate) fn draft_owner(&self) -> String {
        self.actor.account.clone().unwrap_or_else(|| self.actor.name.clone())
    }
}

impl App {
    /// What the update form of an action is filled with.
    ///
    /// An update given while a round is open reports on a day of its month;
    /// otherwise on today.
    ///
    /// # Errors
    ///
    /// * [`Error::NotAllowed`] – the caller may see the action, but not report on it.
    /// * [`Error::UnknownAction`], [`Error::NotLive`] – it is not there for the caller, or no longer live.
    pub async fn update_form(&self, call: &Call, plan: &str, reference: &str) -> Result<UpdateForm> {
        call.may(policy::Action::PlanUpdate)?;
        self.action_today(call, policy::Action::PlanUpdate, plan, reference).await?;
        let record = self.action_record(call, plan, reference, None).await?;
        super::super::find::refuse_unless_live(&record.action)?;
        let name = record.action.reference.as_str();
        let draft = self.store.draft(&record.summary.id, &call.draft_owner(), name).await?;
        Ok(UpdateForm {
            draft: draft.map(DraftFields::of),
            reports_on: reports_on(record.round.as_ref(), call.today),
            record,
        })
    }

    /// Saves what was typed into an update form, in place of an earlier draft.
    ///
    /// Nothing is checked but its length: a draft may be half a sentence.
    ///
    /// # Errors
    ///
    /// As [`update_form`](Self::update_form), and [`Error::TooLong`].
    pub async fn save_draft(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        fields: &BTreeMap<String, String>,
    ) -> Result<()> {
        call.may(policy::Action::PlanUpdate)?;
        let (view, action) = self.action_today(call, policy::Action::PlanUpdate, plan, reference).await?;
        if fields.values().map(|text| text.chars().count()).sum::<usize>() > LONGEST_DRAFT {
            return Err(Error::TooLong { what: "the draft", limit: LONGEST_DRAFT });
        }
        let draft = Draft { action: action.reference.clone(), saved_at: call.at, body: json!(fields) };
        let object = format!("plan {}", view.summary.handle);
        let audit = call.audit(policy::Action::PlanUpdate, object, json!({ "draft": "saved", "action": draft.action }));
        Ok(self.store.save_draft(&view.summary.id, &call.draft_owner(), &draft, audit).await?)
    }

    /// Takes the caller's draft for an action away; nothing happens when there is none.
    ///
    /// # Errors
    ///
    /// As [`update_form`](Self::update_form).
    pub async fn discard_draft(&self, call: &Call, plan: &str, reference: &str) -> Result<()> {
        call.may(policy::Action::PlanUpdate)?;
        let (view, action) = self.action_today(call, policy::Action::PlanUpdate, plan, reference).await?;
        let object = format!("plan {}", view.summary.handle);
        let detail = json!({ "draft": "discarded", "action": action.reference });
        let audit = call.audit(policy::Action::PlanUpdate, object, detail);
        Ok(self.store.discard_draft(&view.summary.id, &call.draft_owner(), &action.reference, audit).await?)
    }
}

/// The day that an update given on `today` reports on.
fn reports_on(round: Option<&UpdateRound>, today: NaiveDate) -> NaiveDate {
    // A round for a month to come asks for nothing yet.
    round.filter(|round| round.month <= today).map_or(today, |round| round.reports_on(today))
}

impl DraftFields {
    fn of(draft: Draft) -> Self {
        let fields = serde_json::from_value(draft.body).unwrap_or_default();
        Self { saved_at: draft.saved_at, fields }
    }
}
