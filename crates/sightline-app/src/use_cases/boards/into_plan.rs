//! An action of a meeting that becomes an action of the plan.

use serde_json::json;
use sightline_store::{EntryKind, NewVersion};

use crate::error::BoardError;
use crate::policy;
use crate::use_cases::amend::{AmendInput, Change, NewAction};
use crate::{App, Call, Result};

impl App {
    /// Adds an action of a meeting to the plan, under a reference and a priority of the plan.
    ///
    /// Two rows stand in the history: of the plan, and of the meeting.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is none of this number.
    /// * [`BoardError::Refused`] – it is done, or in the plan already (`SL-D434`).
    /// * As [`App::amend`] – the plan cannot have it under this reference or priority.
    pub async fn plan_meeting_action(
        &self,
        call: &Call,
        plan: &str,
        number: u64,
        reference: &str,
        priority: &str,
    ) -> Result<()> {
        call.may(policy::Action::PlanAmend)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let before = books.actions.iter().find(|kept| kept.entry == number);
        let before = before.ok_or(BoardError::Unknown { what: "action of a meeting", number })?;
        let meeting = &books.meeting(before.body.meeting)?.body;
        let planned = before.body.for_plan(meeting, reference.trim(), priority).map_err(BoardError::Refused)?;
        let action = NewAction {
            reference: planned.reference.clone(),
            text: planned.text.unwrap_or_default(),
            leads_raw: planned.leads_raw,
            start_raw: None,
            due_raw: planned.due_raw,
        };
        let input = AmendInput {
            action: planned.reference.clone(),
            change: Change::Add { priority: priority.to_owned(), aim: None, group: None, action },
            reason: planned.notes_raw.unwrap_or_default(),
            seen: None,
        };
        self.amend(call, Some(plan), None, &[input]).await?;
        let mut moved = before.body.clone();
        moved.became = Some(planned.reference.clone());
        let new = NewVersion::next(EntryKind::MeetingAction, before, &moved, "")?;
        let detail = json!({ "meeting_action": number, "became_action": planned.reference });
        self.keep(call, &summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }
}
