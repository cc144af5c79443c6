//! Answering what a board has every reason to ask.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::challenge::{Answer, Reply};
use sightline_domain::plan::{Action, LeadKind, Plan};

use super::super::reporting::written;
use super::challenges::RaisedChallenge;
use crate::policy::{self, Target};
use crate::use_cases::find;
use crate::{App, Call, Error, Result};

/// The longest answer to a challenge, in letters.
pub const LONGEST_ANSWER: usize = 4_000;

/// What somebody says to a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeAnswerInput {
    /// The challenge, by its identifier.
    pub challenge: String,
    /// Its situation as it was read; whatever it is when absent.
    pub situation: Option<String>,
    /// How it is answered.
    pub reply: Reply,
    /// The answer in words.
    pub words: String,
}

impl App {
    /// The answer just given to a challenge that stands today.
    ///
    /// It covers the situation that it was given to. Whoever agrees changes the
    /// rating next: until then the challenge stays open.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownChallenge`] – it does not stand today, or the caller may not know of it.
    /// * [`Error::NotAllowed`] – the caller may see it, and no more.
    /// * [`Error::ChallengeChanged`] – its situation is another one than was read.
    /// * [`Error::ReplyUnfit`] – a challenge of its kind is not answered like that.
    /// * [`Error::NothingWritten`], [`Error::TooLong`] – the words.
    pub async fn answer_challenge(
        &self,
        call: &Call,
        plan: Option<&str>,
        input: &ChallengeAnswerInput,
    ) -> Result<Answer> {
        call.may(policy::Action::ChallengeAnswer)?;
        let raised = self.plan_challenges(call, plan, None).await?;
        let RaisedChallenge { challenge, .. } = raised.find(&input.challenge).ok_or(Error::UnknownChallenge)?;
        let summary = &raised.summary;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(&summary.handle), call.today).await?;
        let plan = &view.at.plan;
        let action = match challenge.subject.action() {
            Some(reference) => Some(find::action(plan, &summary.handle, reference)?),
            None => None,
        };
        let target = match action {
            Some(action) => Target::Action { summary, plan, action },
            None => Target::Plan(summary),
        };
        call.may_on(policy::Action::ChallengeAnswer, &target)?;
        if input.situation.as_ref().is_some_and(|read| *read != challenge.situation) {
            return Err(Error::ChallengeChanged);
        }
        let replies = challenge.kind.replies();
        if !replies.contains(&input.reply) {
            let replies = replies.iter().map(|reply| reply.code()).collect();
            return Err(Error::ReplyUnfit { replies });
        }
        let answer = Answer {
            words: written(&input.words, "the answer", LONGEST_ANSWER)?,
            challenge: challenge.key(),
            kind: challenge.kind,
            action: action.map(|action| action.reference.clone()),
            asked: challenge.sentence.clone(),
            situation: challenge.situation.clone(),
            reply: input.reply,
            by: call.actor.name.clone(),
            post: post_of(call, plan, action),
            role: call.actor.role.words().to_owned(),
            at: call.at,
        };
        let detail = json!({
            "challenge": answer.kind.name(),
            "action": answer.action,
            "answer": answer.reply.words(),
        });
        let audit = call.audit(policy::Action::ChallengeAnswer, format!("plan {}", summary.handle), detail);
        self.store.record_challenge_answer(&summary.id, &answer, audit).await?;
        Ok(answer)
    }

    /// What was said to the challenges of an action up to a day, today when none is given; in the order it was said.
    ///
    /// # Errors
    ///
    /// [`Error::Store`], [`Error::UnknownAction`] – there is no such plan or action, or none that the caller may know of.
    pub async fn answers_of_action(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        as_at: Option<NaiveDate>,
    ) -> Result<Vec<Answer>> {
        call.may(policy::Action::MeasureRead)?;
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at).await?;
        let action = find::action(&view.at.plan, &view.summary.handle, reference)?;
        let mut answers = self.store.challenge_answers(&view.summary.id, Some(&action.reference)).await?;
        answers.retain(|answer| answer.at.date_naive() <= as_at);
        Ok(answers)
    }
}

/// The post that the caller holds today: one that leads the action before any other that the plan names.
fn post_of(call: &Call, plan: &Plan, action: Option<&Action>) -> Option<String> {
    let is_own = |title: &str| {
        let post = plan.posts.iter().find(|post| post.title.eq_ignore_ascii_case(title));
        let holder = post.and_then(|post| post.holder_on(call.today)).map(|holding| holding.holder.as_str());
        call.actor.is_one_of([title].into_iter().chain(holder))
    };
    let leads = action.into_iter().flat_map(|action| &action.leads).filter(|lead| lead.kind == LeadKind::Post);
    let leading = leads.map(|lead| lead.resolved.as_deref().unwrap_or(&lead.name));
    let titles = leading.chain(plan.posts.iter().map(|post| post.title.as_str()));
    titles.into_iter().find(|title| is_own(title)).map(str::to_owned)
}
