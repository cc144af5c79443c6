//! The evidence that was given to an action.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::verdict::{EvidenceKind, EvidenceState};
use sightline_app::{ActionEvidence, App, EvidencePiece};

use super::{href, kind_words, state_tag};
use crate::components::{Breadcrumbs, Link, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::address::PlanQuery;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "evidence/list.html")]
struct EvidencePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    reference: String,
    title: String,
    /// The day that is shown, when it is not today.
    past: Option<Link>,
    pieces: Vec<PieceLine>,
    /// What can be given, for those who may.
    give: Vec<Link>,
}

/// A piece of evidence in a list.
pub(in crate::pages) struct PieceLine {
    pub(in crate::pages) link: Link,
    pub(in crate::pages) kind: &'static str,
    pub(in crate::pages) source: String,
    pub(in crate::pages) of: String,
    pub(in crate::pages) state: Tag,
    pub(in crate::pages) strength: &'static str,
    pub(in crate::pages) until: String,
    /// It stands, or may come to.
    pub(in crate::pages) is_standing: bool,
}

/// The list, as it is today or was on a day.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, reference)): Path<(String, String)>,
    query: PlanQuery,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let known = app.action_evidence(call, &plan, &reference, query.as_at.day).await?;
    Ok(render::page(&EvidencePage::of(frame, &known, known.as_at == call.today)))
}

/// Each piece of evidence as a line of a list.
pub(in crate::pages) fn piece_lines(known: &ActionEvidence) -> Vec<PieceLine> {
    let base = href(&known.summary.handle, &known.action.reference);
    known.pieces.iter().map(|piece| PieceLine::of(&base, piece)).collect()
}

impl PieceLine {
    fn of(base: &str, piece: &EvidencePiece) -> Self {
        let given = &piece.given;
        Self {
            link: Link::new(&given.title, format!("{base}/{}", piece.number)),
            kind: kind_words(given.kind),
            source: given.source.clone(),
            of: words::day(given.on),
            state: state_tag(piece.state),
            strength: given.answer.as_ref().and_then(|answer| answer.strength).map_or("", |strength| strength.code()),
            until: given.out_of_date_on.map_or_else(|| "Never".to_owned(), words::day),
            is_standing: matches!(piece.state, EvidenceState::Waiting | EvidenceState::Accepted),
        }
    }
}

impl EvidencePage {
    fn of(frame: Frame, known: &ActionEvidence, is_today: bool) -> Self {
        let (plan, reference) = (&known.summary.handle, &known.action.reference);
        let base = href(plan, reference);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&known.summary, true);
        breadcrumbs.links.push(Link::new(format!("Action {reference}"), words::action_href(plan, reference)));
        let give = |kind: EvidenceKind, words: &str| Link::new(words, format!("{base}/new/{}", kind.code()));
        let offers = [
            give(EvidenceKind::Document, "Give a document"),
            give(EvidenceKind::Audit, "Give an audit finding"),
            give(EvidenceKind::Voice, "Give what people said"),
            give(EvidenceKind::Decision, "Give a decision of a meeting"),
        ];
        Self {
            frame,
            breadcrumbs,
            reference: reference.clone(),
            title: sightline_app::domain::board_report::one_line(known.action.title()),
            past: (!is_today).then(|| Link::new(words::day(known.as_at), &base)),
            pieces: piece_lines(known),
            give: if known.may_give { offers.into() } else { Vec::new() },
        }
    }
}
