//! An import in hand: how far it is, and everything that was noticed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::Severity;
use sightline_app::{AnswerInput, GivenAnswer, ImportView, Question};

use super::{breadcrumbs, help, href, name, progress, question_href, severity};
use crate::components::{Breadcrumbs, Link, Pagination, Progress, SubNavigation, Tag};
use crate::error::PageError;
use crate::forms::{Path, Query, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Lines on one page of the list.
const LINES: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    /// `waiting`, `questions`, `warnings`, `notes` or `all`; waiting when empty.
    show: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    name: String,
    files: String,
    contents: String,
    refusal: Option<String>,
    progress: Progress,
    next: Option<String>,
    href: String,
    columns: String,
    kinds: SubNavigation,
    lines: Vec<Line>,
    empty: &'static str,
    pagination: Pagination,
}

/// One thing that was noticed.
struct Line {
    href: Option<String>,
    title: String,
    /// Shown where several kinds stand together.
    kind: Option<Tag>,
    place: String,
    seen: String,
    help: String,
    state: Option<Tag>,
}

/// The list, of one kind or all.
pub(super) async fn show(
    State(site): State<Site>,
    Path(import): Path<String>,
    Query(shown): Query<Shown>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let import = site.app.import_in_hand(visitor.call(), &import).await?;
    Ok(render::page(&ListPage::of(frame, &import, &shown)))
}

/// Says the same about every question of one code that waits.
pub(super) async fn answer_alike(
    State(site): State<Site>,
    Path(import): Path<String>,
    visitor: Visitor,
    typed: Typed,
) -> Result<Response, PageError> {
    let answer = match typed.get("answer") {
        "as_read" => AnswerInput::AsRead,
        _ => AnswerInput::LeaveOpen,
    };
    let count = site.app.answer_alike(visitor.call(), &import, typed.get("code"), &answer).await?;
    let said = if answer == AnswerInput::AsRead { "right as read" } else { "left open for now" };
    let what = format!("{}: {said}.", words::capital(&words::count(count, "question", "questions")));
    Ok(render::done(&site, &href(&import), what))
}

/// Removes the import.
pub(super) async fn discard(
    State(site): State<Site>,
    Path(import): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.discard_import(visitor.call(), &import).await?;
    Ok(render::done(&site, "/plans/import", "The import is discarded, its files with it. No plan was changed."))
}

/// What may be shown: its name in the address, its words, and which questions it holds.
type Kind = (&'static str, &'static str, fn(&Question) -> bool);

const KINDS: &[Kind] = &[
    ("waiting", "Waiting", |question| question.given.is_none() && question.problem.severity == Severity::Question),
    ("questions", "Questions", |question| question.problem.severity == Severity::Question),
    ("warnings", "Warnings", |question| question.problem.severity == Severity::Warning),
    ("errors", "Errors", |question| question.problem.severity == Severity::Error),
    ("notes", "Notes", |question| question.problem.severity == Severity::Note),
    ("all", "All", |_| true),
];

impl ListPage {
    fn of(frame: Frame, import: &ImportView, shown: &Shown) -> Self {
        let own = href(&import.id);
        let (kind, _, holds) = KINDS.iter().find(|(kind, _, _)| *kind == shown.show).unwrap_or(&KINDS[0]);
        let count = |holds: &fn(&Question) -> bool| import.questions.iter().filter(|one| holds(one)).count();
        let links = KINDS
            .iter()
            .map(|kind| (kind, count(&kind.2)))
            .filter(|((kind, _, _), count)| *count > 0 || matches!(*kind, "waiting" | "all"))
            .map(|((kind, words, _), count)| Link::new(format!("{words} ({count})"), format!("{own}?show={kind}")))
            .collect();
        let found: Vec<&Question> = import.questions.iter().filter(|one| holds(one)).collect();
        let pages = found.len().div_ceil(LINES).max(1);
        let page = shown.page.unwrap_or(1).clamp(1, pages);
        let plan = &import.plan;
        Self {
            frame,
            breadcrumbs: breadcrumbs(None),
            name: name(import),
            files: import.files.join(", "),
            contents: format!(
                "{} in {}",
                words::count(plan.actions.len(), "action", "actions"),
                words::count(plan.priorities.len(), "priority", "priorities")
            ),
            refusal: import.refusal.as_deref().map(words::capital),
            progress: progress(import),
            next: import.next_after(0).map(|number| question_href(&import.id, number)),
            columns: columns(import),
            kinds: SubNavigation::new("Kinds of things to look at", links, format!("{own}?show={kind}")),
            lines: found
                .iter()
                .skip((page - 1) * LINES)
                .take(LINES)
                .map(|one| Line::of(import, one, *kind == "all"))
                .collect(),
            empty: if *kind == "waiting" {
                "No question waits for an answer."
            } else {
                "Nothing of this kind was noticed."
            },
            pagination: Pagination::new(page, pages, format!("{own}?show={kind}")),
            href: own,
        }
    }
}

fn columns(import: &ImportView) -> String {
    let unread = import.headings.iter().filter(|heading| heading.field.is_none()).count();
    match unread {
        0 => "every column has its field".to_owned(),
        unread => format!("{} kept as notes", words::count(unread, "column is", "columns are")),
    }
}

impl Line {
    fn of(import: &ImportView, question: &Question, is_mixed: bool) -> Self {
        let problem = &question.problem;
        let (kind, colour) = severity(problem.severity);
        let explained = sightline_app::explain::explain(&problem.code);
        let place = match &problem.about {
            Some(about) => format!("{about}, {}", problem.place),
            None => problem.place.to_string(),
        };
        let may_answer = matches!(problem.severity, Severity::Question | Severity::Warning);
        let state = match question.given.as_ref().map(|given| given.answer) {
            Some(GivenAnswer::AsRead) => Some(Tag::new("Right as read", "green")),
            Some(GivenAnswer::Corrected) => Some(Tag::new("Corrected", "green")),
            Some(GivenAnswer::LeftOpen) => Some(Tag::new("Left open", "yellow")),
            None => may_answer.then(|| Tag::new("Waiting", "grey")),
        };
        Self {
            href: may_answer.then(|| question_href(&import.id, question.number)),
            title: explained.map_or_else(|| problem.code.clone(), |page| page.title),
            kind: is_mixed.then(|| Tag::new(kind, colour)),
            place: words::capital(&place),
            seen: problem.seen.clone(),
            help: help(&problem.help),
            state,
        }
    }
}
