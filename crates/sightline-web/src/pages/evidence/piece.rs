//! One piece of evidence: what it is, what its sponsor said, and the forms to say so or take it back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::verdict::{EvidenceAnswer, Strength};
use sightline_app::error::EvidenceError;
use sightline_app::{ActionEvidence, Error, EvidenceAnswerInput, EvidencePiece, LONGEST_WORDS};

use super::{href, kind_words, state_tag};
use crate::components::summary_list::SummaryRow;
use crate::components::{Breadcrumbs, Choice, ErrorSummary, FormField, Link, Radios, SummaryList, Tag, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "evidence/piece.html")]
struct PiecePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    reference: String,
    number: u64,
    title: String,
    state: Tag,
    facts: SummaryList,
    /// The file, of a document.
    file: Option<Link>,
    href: String,
    /// What a sponsor is asked; nothing for somebody else, or once it is said.
    answer: Vec<FormField>,
    /// Why it is taken back, for those who may.
    take_back: Option<Textarea>,
    /// Where the error points to and what was written, when there is no longer a form for it.
    unsent: Option<(String, String)>,
}

/// The piece, with what the visitor may do to it.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference, number)): Path<(String, String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let known = site.app.action_evidence(visitor.call(), &plan, &reference, None).await?;
    let piece = found(&known, number)?;
    Ok(render::page(&PiecePage::of(frame, &known, piece, &Typed::default(), &FormErrors::default())))
}

/// The sponsor accepts it with its strength, or declines it.
pub(super) async fn answer(
    State(site): State<Site>,
    Path((plan, reference, number)): Path<(String, String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let errors = match read(&typed, number) {
        Err(errors) => errors,
        Ok(input) => match site.app.answer_evidence(visitor.call(), &plan, &reference, &input).await {
            Ok(given) => {
                let did =
                    if given.answer.is_some_and(|answer| answer.strength.is_some()) { "accepted" } else { "declined" };
                let said = format!("The evidence is {did}.");
                return Ok(render::done(&site, &href(&plan, &given.action), said));
            }
            Err(error) => beside_its_field(error, "strength", "words")?,
        },
    };
    again(&site, &visitor, frame, (&plan, &reference, number), &typed, &errors).await
}

/// Whoever answers for the action takes it back, with the reason.
pub(super) async fn take_back(
    State(site): State<Site>,
    Path((plan, reference, number)): Path<(String, String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let errors = match typed.filled("reason") {
        None => wrong("reason", "Say why it is taken back"),
        Some(reason) => match site.app.withdraw_evidence(visitor.call(), &plan, &reference, number, reason).await {
            Ok(given) => {
                let said = "The evidence is taken back. Verdicts of earlier days and papers that were issued stay as they are.";
                return Ok(render::done(&site, &href(&plan, &given.action), said));
            }
            Err(error) => beside_its_field(error, "reason", "reason")?,
        },
    };
    again(&site, &visitor, frame, (&plan, &reference, number), &typed, &errors).await
}

/// The page as it now stands, with what was typed and why it was not taken.
async fn again(
    site: &Site,
    visitor: &Visitor,
    frame: Frame,
    (plan, reference, number): (&str, &str, u64),
    typed: &Typed,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    let known = site.app.action_evidence(visitor.call(), plan, reference, None).await?;
    let piece = found(&known, number)?;
    Ok(render::refused(&PiecePage::of(frame, &known, piece, typed, errors)))
}

fn found(known: &ActionEvidence, number: u64) -> Result<&EvidencePiece, PageError> {
    known.pieces.iter().find(|piece| piece.number == number).ok_or(PageError::NotFound)
}

fn read(typed: &Typed, number: u64) -> Result<EvidenceAnswerInput, FormErrors> {
    let strength = Strength::from_code(typed.get("strength"));
    let is_declined = typed.get("strength") == "declined";
    if strength.is_none() && !is_declined {
        return Err(wrong("strength", "Choose how strongly it speaks, or decline it"));
    }
    if is_declined && typed.filled("words").is_none() {
        return Err(wrong("words", "Say why it is declined"));
    }
    Ok(EvidenceAnswerInput { number, strength, words: typed.get("words").to_owned() })
}

fn wrong(field: &str, what: impl Into<String>) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add(field, what);
    errors
}

fn beside_its_field(error: Error, told_at: &str, words_at: &str) -> Result<FormErrors, Error> {
    match &error {
        Error::TooLong { limit, .. } => Ok(wrong(words_at, format!("Use at most {} letters", words::number(*limit)))),
        Error::Evidence(EvidenceError::Answered { .. } | EvidenceError::TakenBack { .. }) => {
            Ok(wrong(told_at, format!("{}. {}", error, error.help())))
        }
        _ => Err(error),
    }
}

impl PiecePage {
    fn of(frame: Frame, known: &ActionEvidence, piece: &EvidencePiece, typed: &Typed, errors: &FormErrors) -> Self {
        let (plan, reference) = (&known.summary.handle, &known.action.reference);
        let given = &piece.given;
        let base = href(plan, reference);
        let own = words::action_href(plan, reference);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&known.summary, true);
        breadcrumbs.links.push(Link::new(format!("Action {reference}"), &own));
        breadcrumbs.links.push(Link::new("Evidence", &base));
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            reference: reference.clone(),
            number: piece.number,
            title: given.title.clone(),
            state: state_tag(piece.state),
            facts: SummaryList::new(facts(piece)),
            file: given.file.as_ref().map(|file| Link::new(&file.name, format!("{own}/attachments/{}", file.number))),
            href: format!("{base}/{}", piece.number),
            unsent: unsent(piece, typed, errors),
            answer: if piece.may_answer { answer_fields(typed, errors) } else { Vec::new() },
            take_back: piece.may_withdraw.then(|| {
                Textarea::new("reason", "Why is it taken back?")
                    .hint("It stays in the list, and counts for nothing from today on.")
                    .rows(2)
                    .limit(LONGEST_WORDS)
                    .value(typed.get("reason"))
                    .error(errors.of("reason"))
            }),
        }
    }
}

/// What was written into a form that somebody else was quicker with.
fn unsent(piece: &EvidencePiece, typed: &Typed, errors: &FormErrors) -> Option<(String, String)> {
    let (field, _) = errors.all().next()?;
    let is_gone = if field == "reason" { !piece.may_withdraw } else { !piece.may_answer };
    let wrote = [typed.get("words"), typed.get("reason")].into_iter().find(|text| !text.trim().is_empty());
    is_gone.then(|| (field.to_owned(), wrote.unwrap_or_default().to_owned()))
}

fn facts(piece: &EvidencePiece) -> Vec<SummaryRow> {
    let given = &piece.given;
    let mut rows = vec![
        SummaryRow::new("Kind", kind_words(given.kind)),
        SummaryRow::new("Source", &given.source),
        SummaryRow::new("Of", words::day(given.on)),
        SummaryRow::new("Given", format!("by {} on {}", given.by, words::day(given.known_on))),
        SummaryRow::new(
            "Out of date",
            given
                .out_of_date_on
                .map_or_else(|| "Does not go out of date".to_owned(), |on| format!("from {}", words::day(on))),
        ),
    ];
    if let Some(answer) = &given.answer {
        rows.push(SummaryRow::new("Sponsor", answer_words(answer)));
    }
    if let Some(withdrawal) = &given.withdrawal {
        let by = format!("by {} on {}: {}", withdrawal.by, words::day(withdrawal.on), withdrawal.reason);
        rows.push(SummaryRow::new("Taken back", by));
    }
    if let Some(file) = &given.file {
        rows.push(SummaryRow::new("SHA-256 of the file", &file.sha256));
    }
    rows
}

fn answer_words(answer: &EvidenceAnswer) -> String {
    let did = match answer.strength {
        Some(strength) => format!("Accepted as {} evidence", strength.code()),
        None => "Declined".to_owned(),
    };
    let why = if answer.words.is_empty() { String::new() } else { format!(": {}", answer.words) };
    format!("{did} by {} on {}{why}", answer.by, words::day(answer.on))
}

fn answer_fields(typed: &Typed, errors: &FormErrors) -> Vec<FormField> {
    let choice = |value: &str, label: &str, hint: &str| {
        Choice::new(value, label).hint(hint).chosen(typed.get("strength") == value)
    };
    let choices = [
        choice("strong", "Strong", "It speaks for it plainly."),
        choice("fair", "Fair", "It speaks for it, with gaps."),
        choice("weak", "Weak", "It points that way, and little more."),
        choice("declined", "Decline it", "It does not show what it says; it counts for nothing."),
    ];
    vec![
        Radios::new("strength", "How strongly does it speak?")
            .hint("Said once. It counts from today on, until it is out of date.")
            .choices(choices)
            .error(errors.of("strength"))
            .into(),
        Textarea::new("words", "Why?")
            .hint("Needed to decline it.")
            .rows(2)
            .limit(LONGEST_WORDS)
            .value(typed.get("words"))
            .error(errors.of("words"))
            .into(),
    ]
}
