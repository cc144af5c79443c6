//! Answers to challenges.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::challenge::{Answer, ChallengeKind, Reply};

use crate::history::updates::refuse_unknown_action;
use crate::plans::plan_row;
use crate::tables::challenge_answer;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

const TABLE: &str = "challenge_answer";

impl Store {
    /// What was said to the challenges of a plan, or only to those of an action, in the order it was said.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn challenge_answers(&self, plan: &PlanId, action: Option<&str>) -> Result<Vec<Answer>> {
        let mut query = challenge_answer::Entity::find().filter(challenge_answer::Column::PlanId.eq(plan.as_str()));
        if let Some(action) = action {
            query = query.filter(challenge_answer::Column::Action.eq(action));
        }
        let rows = query
            .order_by_asc(challenge_answer::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading answers to challenges")?;
        rows.into_iter().map(answer_from).collect()
    }

    /// Appends an answer to a challenge.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`] – the plan does not have the action.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn record_challenge_answer(&self, plan: &PlanId, answer: &Answer, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        match &answer.action {
            Some(action) => refuse_unknown_action(change.connection(), plan, action).await?,
            None => drop(plan_row(change.connection(), plan).await?),
        }
        let row = challenge_answer::Model {
            number: change.next_number::<challenge_answer::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: plan.as_str().to_owned(),
            kind: answer.kind.code().to_owned(),
            action: answer.action.clone(),
            challenge: values::text(&answer.challenge, "the key of a challenge")?,
            asked: values::text(&answer.asked, "the challenge")?,
            situation: values::text(&answer.situation, "the situation of a challenge")?,
            reply: answer.reply.code().to_owned(),
            words: values::text(&answer.words, "the answer")?,
            answered_by: values::text(&answer.by, "the name of who answers")?,
            post: values::optional_text(answer.post.as_deref(), "the post of who answers")?,
            role: values::text(&answer.role, "the role of who answers")?,
            answered_at: values::instant_text(answer.at),
        };
        change.append::<challenge_answer::Entity>(vec![row]).await?;
        change.finish(audit).await
    }
}

fn answer_from(row: challenge_answer::Model) -> Result<Answer> {
    let unreadable = |what: &str| Error::Unreadable { table: TABLE, what: format!("`{what}` is not known") };
    Ok(Answer {
        kind: ChallengeKind::from_code(&row.kind).ok_or_else(|| unreadable(&row.kind))?,
        reply: Reply::from_code(&row.reply).ok_or_else(|| unreadable(&row.reply))?,
        at: values::instant(&row.answered_at, TABLE)?,
        challenge: row.challenge,
        action: row.action,
        asked: row.asked,
        situation: row.situation,
        words: row.words,
        by: row.answered_by,
        post: row.post,
        role: row.role,
    })
}
