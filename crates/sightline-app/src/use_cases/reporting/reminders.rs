//! Chasing updates by e-mail.

use chrono::NaiveDate;
use serde_json::json;
use sightline_store::{PlanSummary, Reminder};

use super::rounds::{ChaseLine, RoundView};
use crate::mail::{Letter, Mail, Message, NotSent, address_segment};
use crate::policy;
use crate::{App, Call, Error, Result};

impl App {
    /// What was sent just now to everybody who still owes an update, and what could not be.
    ///
    /// With `only`, to these addresses only. Each letter names exactly the
    /// updates that its reader owes, with the address of each form. A letter
    /// that cannot be sent is recorded as not sent with the reason; chasing
    /// again tries it again. When the server itself fails, the letters after
    /// it are not tried.
    ///
    /// # Errors
    ///
    /// * [`Error::NoMail`] – no mail server is set.
    /// * [`sightline_store::Error::UnknownRound`] – the round is not there, or closed.
    pub async fn send_reminders(
        &self,
        call: &Call,
        plan: &str,
        month: NaiveDate,
        only: Option<&[String]>,
    ) -> Result<Vec<Reminder>> {
        call.may(policy::Action::RoundManage)?;
        let mail = self.mail.as_ref().ok_or(Error::NoMail)?;
        let view = self.round(call, plan, month).await?;
        let round = &view.progress.round;
        if !round.is_open() {
            return Err(sightline_store::Error::UnknownRound { month: round.month }.into());
        }
        let mut reminders = Vec::new();
        let mut server_failed: Option<NotSent> = None;
        for line in &view.chase {
            let Some(address) = &line.address else { continue };
            if only.is_some_and(|only| !only.contains(address)) {
                continue;
            }
            let failed = match &server_failed {
                Some(failed) => Some(failed.clone()),
                None => mail.mailer.send(&letter(call, mail, &view, line, address)).await.err(),
            };
            if let Some(NotSent::Server(_)) = &failed {
                server_failed.clone_from(&failed);
            }
            reminders.push(Reminder {
                month: round.month,
                recipient: line.name.clone(),
                address: address.clone(),
                actions: line.actions.iter().map(|action| action.reference.clone()).collect(),
                sent_at: call.at,
                sent_by: call.actor.name.clone(),
                not_sent_because: failed.map(|failed| failed.to_string()),
            });
        }
        let sent = reminders.iter().filter(|reminder| reminder.not_sent_because.is_none()).count();
        let detail = json!({ "reminded": round.month, "sent": sent, "not_sent": reminders.len() - sent });
        let audit = call.audit(policy::Action::RoundManage, format!("plan {}", view.summary.handle), detail);
        self.store.record_reminders(&view.summary.id, &reminders, audit).await?;
        Ok(reminders)
    }
}

fn letter(call: &Call, mail: &Mail, view: &RoundView, line: &ChaseLine, address: &str) -> Letter {
    let round = &view.progress.round;
    let count = match line.actions.len() {
        1 => "1 update".to_owned(),
        many => format!("{many} updates"),
    };
    let updates: Vec<String> = line
        .actions
        .iter()
        .map(|action| {
            let title = action.title().split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{} {title}\n{}", action.reference, form_address(mail, &view.summary, &action.reference))
        })
        .collect();
    Message::named("reminder").to(
        &line.name,
        address,
        &[
            ("name", &line.name),
            ("plan", &view.summary.title),
            ("month", &round.month.format("%B %Y").to_string()),
            ("due", &round.due_on.format("%-d %B %Y").to_string()),
            ("count", &count),
            ("updates", &updates.join("\n\n")),
            ("from", &call.actor.name),
        ],
    )
}

fn form_address(mail: &Mail, summary: &PlanSummary, reference: &str) -> String {
    format!("{}/plans/{}/actions/{}/update", mail.site, summary.handle, address_segment(reference))
}
