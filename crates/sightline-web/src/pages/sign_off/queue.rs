//! What waits for a sponsor.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::board_report::{listed_title, one_line};
use sightline_app::domain::reporting::Outcome;
use sightline_app::{App, Call, Error, SignOffInput, SignOffQueue, Waiting};

use super::{Move, moves, other_changes};
use crate::components::{Breadcrumbs, EmptyState, ErrorSummary, Rating};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "sign_off/queue.html")]
struct QueuePage {
    frame: Frame,
    plan: String,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    count: String,
    waiting: Vec<WaitingView>,
    can_accept: bool,
    sent_back: Vec<SentBackView>,
    empty: EmptyState,
}

struct WaitingView {
    /// What the box sends: number of the update, then the reference.
    value: String,
    id: String,
    reference: String,
    title: String,
    href: String,
    priority: String,
    given: String,
    action_rating: Rating,
    impact_rating: Option<Rating>,
    moves: Vec<Move>,
    changes: Vec<String>,
    note: Option<String>,
    is_own: bool,
}

struct SentBackView {
    reference: String,
    title: String,
    href: String,
    question: String,
    asked: String,
}

/// The boxes that were ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AcceptForm {
    accept: Vec<String>,
}

impl AcceptForm {
    /// The updates that were ticked; what is no number and reference is left alone.
    fn inputs(&self) -> Vec<SignOffInput> {
        self.accept
            .iter()
            .filter_map(|ticked| {
                let (number, action) = ticked.split_once(' ')?;
                Some(SignOffInput { action: action.to_owned(), update: number.parse().ok()?, question: None })
            })
            .collect()
    }
}

/// Every update that waits for the visitor.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let queue = app.sign_off_queue(visitor.call(), &plan).await?;
    Ok(render::page(&QueuePage::of(frame, visitor.call(), &queue, &FormErrors::default())))
}

/// Accepts the updates that were ticked, all of them or none.
pub(super) async fn accept(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<AcceptForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let inputs = form.inputs();
    let mut errors = FormErrors::default();
    if inputs.is_empty() {
        errors.add("accept", "Tick the updates that you accept");
    } else {
        match site.app.sign_off(call, &plan, &inputs).await {
            Ok(signed) => {
                let href = format!("{}/sign-off", words::plan_href(&plan));
                let said = format!("You accepted {}.", words::count(signed.len(), "update", "updates"));
                return Ok(render::done(&site, &href, said));
            }
            Err(error @ (Error::UpdateReplaced { .. } | Error::OwnUpdate { .. })) => {
                errors.add("accept", format!("{}. {}", words::capital(&error.to_string()), error.help()));
            }
            Err(other) => return Err(other.into()),
        }
    }
    let queue = site.app.sign_off_queue(call, &plan).await?;
    Ok(render::refused(&QueuePage::of(frame, call, &queue, &errors)))
}

impl QueuePage {
    fn of(frame: Frame, call: &Call, queue: &SignOffQueue, errors: &FormErrors) -> Self {
        let plan_href = words::plan_href(&queue.summary.handle);
        let waiting: Vec<WaitingView> =
            queue.waiting.iter().enumerate().map(|(place, waiting)| waiting_view(queue, waiting, place)).collect();
        Self {
            frame,
            plan: plan_title(&queue.summary),
            breadcrumbs: PlanNavigation::breadcrumbs(&queue.summary, true),
            navigation: PlanNavigation::plain(call, &queue.summary, "sign-off"),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: format!("{plan_href}/sign-off"),
            count: words::capital(&format!("{} for your sign-off", waits(waiting.len()))),
            can_accept: waiting.iter().any(|waiting| !waiting.is_own),
            sent_back: queue.sent_back.iter().filter_map(|waiting| sent_back_view(queue, waiting)).collect(),
            waiting,
            empty: EmptyState::new(
                "Nothing waits for you",
                "Every update of your priorities is signed off, or back with its lead.",
            )
            .link("Go to the plan", plan_href),
        }
    }
}

fn waits(count: usize) -> String {
    let verb = if count == 1 { "waits" } else { "wait" };
    format!("{} {verb}", words::count(count, "update", "updates"))
}

fn waiting_view(queue: &SignOffQueue, waiting: &Waiting, place: usize) -> WaitingView {
    let update = &waiting.update.update;
    let reference = waiting.action.reference.clone();
    WaitingView {
        value: format!("{} {reference}", waiting.update.number),
        // The first box has the field's own name, which an error summary leads to.
        id: if place == 0 { "accept".to_owned() } else { format!("accept-{place}") },
        title: listed_title(&waiting.action),
        href: format!("{}/sign-off", words::action_href(&queue.summary.handle, &reference)),
        priority: priority_words(waiting),
        given: format!("For {}, by {}", words::day(update.on), update.by),
        action_rating: Rating::of(&queue.scale, update.action_rating.as_deref()),
        impact_rating: queue.scale.rates_impact.then(|| Rating::of(&queue.scale, update.impact_rating.as_deref())),
        moves: moves(&queue.scale, &waiting.changes),
        changes: other_changes(&waiting.changes),
        note: update.note.clone(),
        is_own: waiting.is_own,
        reference,
    }
}

fn priority_words(waiting: &Waiting) -> String {
    let title = waiting.priority_title.as_deref().map(one_line).unwrap_or_default();
    format!("{} {title}", waiting.action.priority).trim().to_owned()
}

fn sent_back_view(queue: &SignOffQueue, waiting: &Waiting) -> Option<SentBackView> {
    let sign_off = waiting.update.sign_off.as_ref()?;
    let Outcome::SentBack { question } = &sign_off.outcome else { return None };
    Some(SentBackView {
        reference: waiting.action.reference.clone(),
        title: listed_title(&waiting.action),
        href: words::action_href(&queue.summary.handle, &waiting.action.reference),
        question: question.clone(),
        asked: format!("Asked by {} on {}", sign_off.by, words::moment(sign_off.at)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_names_an_update_and_its_action_is_taken() {
        let form = AcceptForm { accept: ["7 1.1", "8 A 3/2", "x 1.2", "9"].map(str::to_owned).to_vec() };
        let taken: Vec<(u64, String)> = form.inputs().into_iter().map(|input| (input.update, input.action)).collect();
        assert_eq!(taken, [(7, "1.1".to_owned()), (8, "A 3/2".to_owned())]);
    }
}
