//! One update beside the last accepted one: accept it, or send it back with a question.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::reporting::{Outcome, UpdateChange};
use sightline_app::domain::scale::Scale;
use sightline_app::{App, Error, RecordedUpdate, SignOffInput, UpdateToSignOff};

use super::super::actions::amendment_words;
use crate::components::{BackLink, Choice, ErrorSummary, Radios, Rating, Textarea};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "sign_off/decide.html")]
struct DecidePage {
    frame: Frame,
    back: BackLink,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    reference: String,
    title: String,
    priority: String,
    /// What stands in the way of signing off; null when nothing does.
    hindrance: Option<String>,
    number: u64,
    accepted_heading: Option<String>,
    update_heading: String,
    rows: Vec<Row>,
    between: Vec<BetweenView>,
    amendments: Vec<AmendmentView>,
    outcome: Radios,
    question: Textarea,
}

/// One line of the comparison.
struct Row {
    what: &'static str,
    before: Cell,
    after: Cell,
    changed: bool,
}

/// A rating, or lines of text.
struct Cell {
    rating: Option<Rating>,
    lines: Vec<String>,
}

struct BetweenView {
    title: String,
    ratings: Vec<Rating>,
    note: Option<String>,
    question: Option<String>,
}

struct AmendmentView {
    what: String,
    change: Option<String>,
    reason: String,
    by: String,
}

/// What the sponsor decided.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DecideForm {
    update: u64,
    outcome: String,
    question: String,
}

impl DecideForm {
    fn validate(&self, action: &str) -> Result<SignOffInput, FormErrors> {
        let question = match self.outcome.as_str() {
            "accept" => None,
            "send_back" => Some(self.question.clone()),
            _ => {
                let mut errors = FormErrors::default();
                errors.add("outcome", "Say whether you accept this update");
                return Err(errors);
            }
        };
        Ok(SignOffInput { action: action.to_owned(), update: self.update, question })
    }
}

/// The update beside the last accepted one.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let page = app.update_to_sign_off(visitor.call(), &plan, &reference).await?;
    Ok(render::page(&DecidePage::of(frame, &page, DecideForm::default(), &FormErrors::default())))
}

/// Accepts the update or sends it back.
pub(super) async fn decide(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<DecideForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let page = site.app.update_to_sign_off(call, &plan, &reference).await?;
    let errors = match form.validate(&page.action.reference) {
        Err(errors) => errors,
        Ok(input) => match site.app.sign_off(call, &plan, std::slice::from_ref(&input)).await {
            Ok(_) => {
                let href = format!("{}/sign-off", words::plan_href(&page.summary.handle));
                return Ok(render::done(&site, &href, decided(&input)));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&DecidePage::of(frame, &page, form, &errors)))
}

fn decided(input: &SignOffInput) -> String {
    match input.question {
        None => format!("You accepted the update of action {}.", input.action),
        Some(_) => format!("The update of action {} is back with its lead, with your question.", input.action),
    }
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    match &error {
        Error::NoQuestion { .. } => errors.add("question", "Write your question to the lead"),
        Error::TooLong { limit, .. } => {
            errors.add("question", format!("Use at most {} letters", words::number(*limit)));
        }
        Error::UpdateReplaced { .. } => {
            errors.add("outcome", "A later update has come. It stands on this page now: read it, then decide");
        }
        _ => return Err(error),
    }
    Ok(errors)
}

impl DecidePage {
    fn of(frame: Frame, page: &UpdateToSignOff, form: DecideForm, errors: &FormErrors) -> Self {
        let reference = page.action.reference.clone();
        let plan_href = words::plan_href(&page.summary.handle);
        let choice = |value: &str, text: &str| Choice::new(value, text).chosen(form.outcome == value);
        let priority = page.priority_title.as_deref().map(one_line).unwrap_or_default();
        Self {
            frame,
            back: BackLink::new("Back to the updates to sign off", format!("{plan_href}/sign-off")),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: words::action_href(&page.summary.handle, &reference),
            title: one_line(page.action.title()),
            priority: format!("{} {priority}", page.action.priority).trim().to_owned(),
            hindrance: hindrance(page),
            number: page.update.as_ref().map(|update| update.number).unwrap_or_default(),
            accepted_heading: page
                .accepted
                .as_ref()
                .map(|accepted| format!("Last accepted, for {}", words::day(accepted.update.on))),
            update_heading: page
                .update
                .as_ref()
                .map(|update| format!("This update, for {}", words::day(update.update.on)))
                .unwrap_or_default(),
            rows: rows(page),
            between: page.between.iter().map(|update| between_view(&page.scale, update)).collect(),
            amendments: page
                .amendments
                .iter()
                .map(|amendment| {
                    let (what, change) = amendment_words(amendment);
                    let by = format!("{}, {}", amendment.by, words::moment(amendment.recorded_at));
                    AmendmentView { what, change, reason: amendment.reason.clone(), by }
                })
                .collect(),
            outcome: Radios::new("outcome", "Do you accept this update?")
                .choices([
                    choice("accept", "Yes, I accept it").hint("You stand by the ratings and what is said."),
                    choice("send_back", "No, I send it back with a question")
                        .hint("The lead sees your question on their home page and answers with another update."),
                ])
                .error(errors.of("outcome")),
            question: Textarea::new("question", "What do you ask the lead?")
                .hint("Only when you send it back.")
                .rows(3)
                .limit(2_000)
                .value(form.question)
                .error(errors.of("question")),
            reference,
        }
    }
}

/// Why there is nothing to decide, in a sentence.
fn hindrance(page: &UpdateToSignOff) -> Option<String> {
    let Some(update) = &page.update else {
        return Some("There is no update of this action yet.".to_owned());
    };
    match &update.sign_off {
        Some(sign_off) => {
            let said = match &sign_off.outcome {
                Outcome::Accepted => "accepted this update",
                Outcome::SentBack { .. } => "sent this update back",
            };
            Some(format!("{} {said} on {}.", sign_off.by, words::moment(sign_off.at)))
        }
        None if page.is_own => Some("You gave this update, so another sponsor has to sign it off.".to_owned()),
        None => None,
    }
}

fn rows(page: &UpdateToSignOff) -> Vec<Row> {
    let Some(update) = page.update.as_ref().map(|update| &update.update) else { return Vec::new() };
    let before = page.accepted.as_ref().map(|accepted| &accepted.update);
    let changed = |is: fn(&UpdateChange) -> bool| page.changes.iter().any(is);
    let rating = |code: Option<&String>| Cell {
        rating: Some(Rating::of(&page.scale, code.map(String::as_str))),
        lines: Vec::new(),
    };
    let text = |lines: Vec<String>| Cell { rating: None, lines };
    let mut rows = vec![Row {
        what: "Action rating",
        before: rating(before.and_then(|update| update.action_rating.as_ref())),
        after: rating(update.action_rating.as_ref()),
        changed: changed(|change| matches!(change, UpdateChange::ActionRating(..))),
    }];
    if page.scale.rates_impact {
        rows.push(Row {
            what: "Impact rating",
            before: rating(before.and_then(|update| update.impact_rating.as_ref())),
            after: rating(update.impact_rating.as_ref()),
            changed: changed(|change| matches!(change, UpdateChange::ImpactRating(..))),
        });
    }
    rows.push(Row {
        what: "What happened",
        before: text(before.and_then(|update| update.note.clone()).into_iter().collect()),
        after: text(update.note.iter().cloned().collect()),
        changed: false,
    });
    rows.push(Row {
        what: "Now expected by",
        before: text(before.and_then(|update| update.forecast_on).map(words::day).into_iter().collect()),
        after: text(update.forecast_on.map(words::day).into_iter().collect()),
        changed: changed(|change| matches!(change, UpdateChange::Forecast(..))),
    });
    rows.push(Row {
        what: "Evidence",
        before: text(before.map(|update| update.evidence.clone()).unwrap_or_default()),
        after: text(update.evidence.clone()),
        changed: changed(|change| matches!(change, UpdateChange::NewEvidence(_))),
    });
    rows.push(Row {
        what: "Given by",
        before: text(before.map(|update| update.by.clone()).into_iter().collect()),
        after: text(vec![update.by.clone()]),
        changed: false,
    });
    rows
}

fn between_view(scale: &Scale, recorded: &RecordedUpdate) -> BetweenView {
    let update = &recorded.update;
    let question = recorded.sign_off.as_ref().and_then(|sign_off| match &sign_off.outcome {
        Outcome::SentBack { question } => Some(format!("Sent back by {}: {question}", sign_off.by)),
        Outcome::Accepted => None,
    });
    let codes = [update.action_rating.as_deref(), update.impact_rating.as_deref()];
    BetweenView {
        title: format!("For {}, by {}", words::day(update.on), update.by),
        ratings: codes.into_iter().flatten().map(|code| Rating::of(scale, Some(code))).collect(),
        note: update.note.clone(),
        question,
    }
}
