//! A challenge that a member made at a meeting: logged, answered, closed.

use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board::LoggedChallenge;
use sightline_app::policy::{Action, Target};
use sightline_app::{Error, LoggedChallengeInput, MeetingView};

use super::{form_words, items, managed, meeting_href};
use crate::components::{Choice, Radios};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, area, beside, line, required, select};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = challenged(&site, &visitor, &plan, number).await?;
    Ok(page(frame, &view, &Typed::default(), &FormErrors::default()))
}

/// Logs it.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = challenged(&site, &visitor, &plan, number).await?;
    let errors = match read(&typed, number) {
        Err(errors) => errors,
        Ok(input) => match site.app.log_challenge(visitor.call(), &plan, &input).await {
            Ok(_) => {
                let said = "The challenge is logged, and stands unanswered until it is answered.";
                return Ok(render::done(&site, &meeting_href(&plan, number), said));
            }
            Err(error) => beside("text", error)?,
        },
    };
    Ok(page(frame, &view, &typed, &errors))
}

/// The form to answer or close it.
pub(super) async fn show_settle(
    State(site): State<Site>,
    Path((plan, number, challenge)): Path<(String, u64, u32)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let known = of(&view, challenge)?;
    let mut typed = Typed::default();
    typed.set("by", if known.answers.is_empty() { &known.to_post } else { &known.by_post });
    typed.set("what", if known.answers.is_empty() { "answer" } else { "" });
    Ok(settle_page(frame, &view, known, &typed, &FormErrors::default()))
}

/// Answers or closes it.
pub(super) async fn save_settle(
    State(site): State<Site>,
    Path((plan, number, challenge)): Path<(String, u64, u32)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let known = of(&view, challenge)?;
    let mut errors = FormErrors::default();
    let closes = typed.get("what") == "close";
    if !closes && typed.get("what") != "answer" {
        errors.add("what", "Choose whether it is answered or closed");
    }
    let by = required(&typed, &mut errors, "by", "Enter the post");
    let said = required(&typed, &mut errors, "words", "Write the answer, or what changed");
    if errors.is_empty() {
        match site.app.settle_logged_challenge(visitor.call(), &plan, challenge.into(), &by, &said, closes).await {
            Ok(()) => {
                let done = if closes { "The challenge is closed." } else { "The answer is on record." };
                return Ok(render::done(&site, &meeting_href(&plan, number), done));
            }
            Err(error) => errors = beside("words", error)?,
        }
    }
    Ok(settle_page(frame, &view, known, &typed, &errors))
}

/// A meeting, for somebody who may log a challenge.
async fn challenged(site: &Site, visitor: &Visitor, plan: &str, number: u64) -> Result<MeetingView, Error> {
    let view = site.app.meeting(visitor.call(), plan, number).await?;
    visitor.call().may_on(Action::BoardChallenge, &Target::Plan(&view.summary))?;
    Ok(view)
}

fn of(view: &MeetingView, number: u32) -> Result<&LoggedChallenge, PageError> {
    view.challenges.iter().find(|challenge| challenge.number == number).ok_or(PageError::NotFound)
}

fn read(typed: &Typed, meeting: u64) -> Result<LoggedChallengeInput, FormErrors> {
    let mut errors = FormErrors::default();
    let text = required(typed, &mut errors, "text", "Write what was asked or doubted");
    let by_post = required(typed, &mut errors, "by", "Enter the post that asked");
    let to_post = required(typed, &mut errors, "to", "Enter the post that is to answer");
    let item = typed.get("item").parse().ok();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(LoggedChallengeInput { meeting: Some(meeting), item, by_post, to_post, text, actions: Vec::new() })
}

fn page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let fields = vec![
        area(typed, errors, "text", "What was asked or doubted?", "Do not name children or families."),
        line(typed, errors, "by", "Which post asked?", "Such as the chair, or a partner’s seat."),
        line(typed, errors, "to", "Which post is to answer?", ""),
        select(typed, errors, "item", "At which item? (optional)", items(view)),
    ];
    form_words(view, "new-challenge", "Log a challenge", "Log the challenge").page(frame, Group::plain(fields), errors)
}

fn settle_page(
    frame: Frame,
    view: &MeetingView,
    challenge: &LoggedChallenge,
    typed: &Typed,
    errors: &FormErrors,
) -> Response {
    let mut choices = vec![Choice::new("answer", "It is answered")];
    if !challenge.answers.is_empty() {
        choices
            .push(Choice::new("close", "It is closed").hint("By whoever made it, or the chair: not by who answered."));
    }
    let choices = choices.into_iter().map(|choice| {
        let is_chosen = choice.value == typed.get("what");
        choice.chosen(is_chosen)
    });
    let fields = vec![
        Radios::new("what", "What is recorded?").choices(choices).error(errors.of("what")).into(),
        line(typed, errors, "by", "Which post answers or closes it?", ""),
        area(typed, errors, "words", "The answer, or what changed through it", ""),
    ];
    let path = format!("challenges/{}", challenge.number);
    let heading = format!("Answer challenge {}", challenge.number);
    let mut form = form_words(view, &path, &heading, "Record it");
    form.about.push(challenge.text.clone());
    let told = |answer: &sightline_app::domain::board::ChallengeAnswer| {
        format!("{} answered on {}: {}", answer.by_post, words::day(answer.on), answer.text)
    };
    form.about.extend(challenge.answers.iter().map(told));
    form.page(frame, Group::plain(fields), errors)
}
