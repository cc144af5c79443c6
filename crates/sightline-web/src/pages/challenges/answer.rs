//! One challenge: what was said to it, and a form to answer it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use sightline_app::domain::challenge::{Answer, Reply};
use sightline_app::{ChallengeAnswerInput, Error, LONGEST_ANSWER, PlanChallenges, RaisedChallenge};

use super::{AnswerView, challenge_href, href, list, state_tag};
use crate::components::{Breadcrumbs, Choice, ErrorSummary, FormField, Link, Radios, Tag, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::plans::address::PlanLinks;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "challenges/answer.html")]
struct ChallengePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    kind: &'static str,
    sentence: String,
    state: Tag,
    about: Link,
    answered_by: &'static str,
    answers: Vec<AnswerView>,
    href: String,
    situation: String,
    /// The form; empty for somebody who may not answer.
    fields: Vec<FormField>,
}

#[derive(Template)]
#[template(path = "challenges/gone.html")]
struct GonePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    plan: String,
    words: String,
    href: String,
}

/// The challenge, with the form for those who may answer.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, id)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let raised = site.app.plan_challenges(visitor.call(), Some(&plan), None).await?;
    let one = raised.find(&id).ok_or(PageError::NotFound)?;
    Ok(render::page(&ChallengePage::of(frame, &raised, one, &Typed::default(), &FormErrors::default())))
}

/// Keeps the answer; whoever agrees goes on to the form of an update.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, id)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let raised = site.app.plan_challenges(call, Some(&plan), None).await?;
    let Some(one) = raised.find(&id) else { return Ok(gone(frame, &raised, &typed)) };
    let errors = match read(&typed, one) {
        Err(errors) => errors,
        Ok(input) => match site.app.answer_challenge(call, Some(&plan), &input).await {
            Ok(answer) => return Ok(answered(&site, &raised, &answer)),
            Err(Error::UnknownChallenge) => return Ok(gone(frame, &raised, &typed)),
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&ChallengePage::of(frame, &raised, one, &typed, &errors)))
}

fn answered(site: &Site, raised: &PlanChallenges, answer: &Answer) -> Response {
    let plan = &raised.summary.handle;
    match &answer.action {
        Some(action) if answer.reply == Reply::Agreed => {
            let update = format!("{}/update", words::action_href(plan, action));
            render::done(site, &update, "Your answer is kept. Now rate the action as its evidence does.")
        }
        _ => render::done(site, &href(plan), "Your answer is kept."),
    }
}

/// What somebody wrote is shown again, so that nothing is lost.
fn gone(frame: Frame, raised: &PlanChallenges, typed: &Typed) -> Response {
    let page = GonePage {
        frame,
        breadcrumbs: breadcrumbs(raised),
        plan: plan_title(&raised.summary),
        words: typed.get("words").to_owned(),
        href: href(&raised.summary.handle),
    };
    let mut response = render::page(&page);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn read(typed: &Typed, one: &RaisedChallenge) -> Result<ChallengeAnswerInput, FormErrors> {
    let mut errors = FormErrors::default();
    let replies = one.challenge.kind.replies();
    let reply = match replies {
        [only] => Some(*only),
        _ => Reply::from_code(typed.get("reply")).filter(|reply| replies.contains(reply)),
    };
    if reply.is_none() {
        errors.add("reply", "Choose how you answer");
    }
    if typed.filled("words").is_none() {
        errors.add("words", "Write your answer");
    }
    match reply {
        Some(reply) if errors.is_empty() => Ok(ChallengeAnswerInput {
            challenge: one.id.clone(),
            situation: typed.filled("situation").map(str::to_owned),
            reply,
            words: typed.get("words").to_owned(),
        }),
        _ => Err(errors),
    }
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let what = match &error {
        Error::ChallengeChanged => {
            "The challenge has changed since you opened this page: read it again, and answer what it says now"
                .to_owned()
        }
        Error::TooLong { limit, .. } => format!("Use at most {} letters", words::number(*limit)),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add("words", what);
    Ok(errors)
}

fn breadcrumbs(raised: &PlanChallenges) -> Breadcrumbs {
    let mut breadcrumbs = PlanNavigation::breadcrumbs(&raised.summary, true);
    breadcrumbs.links.push(Link::new("Challenges", href(&raised.summary.handle)));
    breadcrumbs
}

impl ChallengePage {
    fn of(frame: Frame, raised: &PlanChallenges, one: &RaisedChallenge, typed: &Typed, errors: &FormErrors) -> Self {
        let challenge = &one.challenge;
        let plan = &raised.summary.handle;
        Self {
            breadcrumbs: breadcrumbs(raised),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            kind: challenge.kind.name(),
            sentence: challenge.sentence.clone(),
            state: state_tag(one.state),
            about: list::about(one, &PlanLinks::new(plan, None)),
            answered_by: challenge.kind.answered_by(),
            answers: one.answers.iter().map(AnswerView::of).collect(),
            href: challenge_href(plan, &one.id),
            situation: challenge.situation.clone(),
            fields: if one.may_answer { fields(one, typed, errors) } else { Vec::new() },
            frame,
        }
    }
}

fn fields(one: &RaisedChallenge, typed: &Typed, errors: &FormErrors) -> Vec<FormField> {
    let replies = one.challenge.kind.replies();
    let mut fields: Vec<FormField> = Vec::new();
    if replies.len() > 1 {
        let choices = replies.iter().map(|reply| {
            let (label, hint) = reply_words(*reply);
            Choice::new(reply.code(), label).hint(hint).chosen(typed.get("reply") == reply.code())
        });
        fields.push(Radios::new("reply", "How do you answer?").choices(choices).error(errors.of("reply")).into());
    }
    fields.push(
        Textarea::new("words", "Your answer")
            .hint("A board may read it. Do not name children or families.")
            .rows(4)
            .limit(LONGEST_ANSWER)
            .value(typed.get("words"))
            .error(errors.of("words"))
            .into(),
    );
    fields
}

fn reply_words(reply: Reply) -> (&'static str, &'static str) {
    match reply {
        Reply::Agreed => ("I agree, and rate it again", "You go on to the form of an update."),
        Reply::EvidenceGiven => ("There is evidence", "Say what it is and where it can be seen."),
        Reply::Explained => ("There is a reason", "Say why it is as it is."),
    }
}
