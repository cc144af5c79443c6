//! What a board has every reason to ask, and what was answered.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sightline_app::domain::challenge::Answer;
use sightline_app::{App, RaisedChallenge};
use utoipa::ToSchema;

use super::super::etag;
use super::super::paging::{PageJson, PageQuery};
use super::super::problem::ProblemJson;
use super::plans::AsAtQuery;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// A challenge to a plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ChallengeJson {
    /// What it is known by, the same on every day that it stands.
    id: String,
    /// What it is about, such as `rated_above_evidence`, `stale` or `action_without_measure`.
    kind: &'static str,
    /// Reference of the action; null for a finding of an inspection.
    action: Option<String>,
    /// Reference of the priority; null for a finding of an inspection.
    priority: Option<String>,
    /// The challenge in a sentence.
    sentence: String,
    /// What an answer covers; when it changes, the challenge is open again.
    situation: String,
    /// `open`, `agreed` and not yet rated again, `changed` since it was answered, or `answered`.
    state: &'static str,
    /// What was answered, the earliest first; also before it last changed.
    answers: Vec<AnswerJson>,
}

/// An answer to a challenge.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct AnswerJson {
    /// `agreed`, `evidence_given` or `explained`.
    reply: &'static str,
    /// The answer.
    words: String,
    /// The situation that was answered to.
    situation: String,
    /// Who answered.
    by: String,
    /// The post that they held; null where the plan names none.
    post: Option<String>,
    /// Their role.
    role: String,
    /// When.
    at: DateTime<Utc>,
}

/// The challenges to a plan, those that ask most of a board first.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/challenges", tag = "verdicts",
    params(("plan" = String, Path, description = "Handle of the plan"), AsAtQuery, PageQuery),
    responses((status = 200, body = PageJson<ChallengeJson>), (status = 304, description = "As in If-None-Match"),
        (status = 400, body = ProblemJson), (status = 401, body = ProblemJson), (status = 403, body = ProblemJson),
        (status = 404, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(day): Query<AsAtQuery>,
    Query(page): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let raised = app.plan_challenges(visitor.call(), Some(&plan), day.as_at).await?;
    let page = page.of(&raised.challenges, |challenge| &challenge.id, ChallengeJson::of)?;
    etag::tagged(&headers, &page)
}

impl ChallengeJson {
    fn of(raised: &RaisedChallenge) -> Self {
        let challenge = &raised.challenge;
        Self {
            id: raised.id.clone(),
            kind: challenge.kind.code(),
            action: challenge.subject.action().map(str::to_owned),
            priority: raised.priority.clone(),
            sentence: challenge.sentence.clone(),
            situation: challenge.situation.clone(),
            state: raised.state.code(),
            answers: raised.answers.iter().map(AnswerJson::of).collect(),
        }
    }
}

impl AnswerJson {
    fn of(answer: &Answer) -> Self {
        Self {
            reply: answer.reply.code(),
            words: answer.words.clone(),
            situation: answer.situation.clone(),
            by: answer.by.clone(),
            post: answer.post.clone(),
            role: answer.role.clone(),
            at: answer.at,
        }
    }
}
