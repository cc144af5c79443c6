//! One question: what was seen, what it was read as, and three ways to settle it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::Severity;
use sightline_app::domain::plan::Plan;
use sightline_app::error::ImportError;
use sightline_app::{
    AnswerInput, Concern, Correction, Error, Field, GivenAnswer, Item, QuestionView, Shape, choices, lead_kinds,
};

use super::{breadcrumbs, help, href, progress, question_href};
use crate::components::{Breadcrumbs, Choice, ErrorSummary, FormField, Progress, Radios, Select, TextInput, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Query, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// What a person chose to put right besides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Other {
    item: Option<String>,
}

#[derive(Template)]
#[template(path = "imports/question.html")]
struct QuestionPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    progress: Progress,
    kind: &'static str,
    title: String,
    code: String,
    place: String,
    seen: String,
    help: String,
    detail: String,
    given: Option<Said>,
    is_about_columns: bool,
    items: Vec<ItemFields>,
    other: Select,
    item: String,
    alike: usize,
    href: String,
    import: String,
    next: Option<String>,
}

/// What was said before.
struct Said {
    what: &'static str,
    lines: Vec<String>,
}

/// One item with the fields that can be put right.
struct ItemFields {
    heading: String,
    context: Option<String>,
    fields: Vec<FormField>,
}

/// The question.
pub(super) async fn show(
    State(site): State<Site>,
    Path((import, number)): Path<(String, usize)>,
    Query(other): Query<Other>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let item = other.item.as_deref().and_then(|item| item.parse::<Item>().ok());
    let view = site.app.import_question(visitor.call(), &import, number, item.as_ref()).await?;
    Ok(render::page(&QuestionPage::of(frame, &view, item.as_ref(), None, &FormErrors::default())))
}

/// Keeps the answer, and goes on to the next question.
pub(super) async fn answer(
    State(site): State<Site>,
    Path((import, number)): Path<(String, usize)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let item = typed.filled("item").and_then(|item| item.parse::<Item>().ok());
    let view = site.app.import_question(call, &import, number, item.as_ref()).await?;
    let (answer, said) = match typed.get("answer") {
        "as_read" => (AnswerInput::AsRead, "Right as read."),
        "leave_open" => (AnswerInput::LeaveOpen, "Left open: it stays with the plan as an open question."),
        "take_back" => (AnswerInput::TakeBack, "Your answer is taken back."),
        _ => (AnswerInput::Corrected(corrections(&view, &typed)), "Corrected."),
    };
    if let Err(error) = site.app.answer_question(call, &import, number, &answer).await {
        let errors = beside_its_field(&view, error)?;
        return Ok(render::refused(&QuestionPage::of(frame, &view, item.as_ref(), Some(&typed), &errors)));
    }
    let after = site.app.import_in_hand(call, &import).await?;
    let next = match after.next_after(number) {
        _ if answer == AnswerInput::TakeBack => question_href(&import, number),
        Some(next) => question_href(&import, next),
        None => href(&import),
    };
    Ok(render::done(&site, &next, said))
}

/// The name of a field of an item, in the form.
fn field_name(item: &Item, field: Field) -> String {
    let item: String =
        item.to_string().chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    format!("{item}_{}", field.code())
}

/// Everything that the form says; what is as read is sorted out by the use case.
fn corrections(view: &QuestionView, typed: &Typed) -> Vec<Correction> {
    let mut found = Vec::new();
    for concern in &view.concerns {
        for (field, read) in &concern.fields {
            let name = field_name(&concern.item, *field);
            // A name that is written out wins over one that was offered.
            let offered = typed.filled(&format!("{name}-offered"));
            let value = typed.filled(&name).or(offered).unwrap_or_default();
            let is_sent = typed.iter().any(|(sent, _)| sent == name);
            if is_sent && !(value.is_empty() && read.is_empty()) {
                found.push(Correction { item: concern.item.clone(), field: *field, value: value.to_owned() });
            }
        }
    }
    found
}

/// What a use case refused, beside the field that it is about; anything else comes back.
fn beside_its_field(view: &QuestionView, error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    let fields = || view.concerns.iter().flat_map(|one| one.fields.iter().map(move |(field, _)| (&one.item, *field)));
    let first = fields().next().map_or_else(String::new, |(item, field)| field_name(item, field));
    match &error {
        Error::Import(ImportError::NothingCorrected) => {
            errors.add(first, "Change a field, or choose ‘It is right as read’");
        }
        Error::Import(ImportError::CorrectionUnreadable { item, field, help, .. }) => {
            let about = fields().find(|(known, words)| known.to_string() == *item && words.words() == *field);
            errors.add(about.map_or(first, |(item, field)| field_name(item, field)), help.trim_end_matches('.'));
        }
        Error::ReferenceTaken { reference } => {
            let about = fields().find(|(_, field)| *field == Field::Reference);
            let name = about.map_or(first, |(item, field)| field_name(item, field));
            errors.add(name, format!("Choose a reference that the plan does not have: {reference} is in use"));
        }
        Error::Import(ImportError::UnknownItem { .. }) => errors.add("item", "Choose what to put right again"),
        _ => return Err(error),
    }
    Ok(errors)
}

impl QuestionPage {
    fn of(frame: Frame, view: &QuestionView, item: Option<&Item>, typed: Option<&Typed>, errors: &FormErrors) -> Self {
        let QuestionView { import, question, concerns, offered, alike } = view;
        let problem = &question.problem;
        let explained = sightline_app::explain::explain(&problem.code);
        let items = concerns.iter().map(|one| ItemFields::of(&import.plan, one, offered, typed, errors)).collect();
        Self {
            frame,
            breadcrumbs: breadcrumbs(Some(import)),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            progress: progress(import),
            kind: if problem.severity == Severity::Question { "Question" } else { "Warning" },
            title: explained.as_ref().map_or_else(|| problem.code.clone(), |page| page.title.clone()),
            detail: explained.map(|page| page.detail).unwrap_or_default(),
            code: problem.code.clone(),
            place: problem.place.to_string(),
            seen: problem.seen.clone(),
            help: help(&problem.help),
            given: question.given.as_ref().map(|given| Said {
                what: match given.answer {
                    GivenAnswer::AsRead => "It is right as read.",
                    GivenAnswer::Corrected => "It is corrected:",
                    GivenAnswer::LeftOpen => "It is left open for now.",
                },
                lines: given.words.clone(),
            }),
            is_about_columns: question.is_about_columns,
            items,
            other: Select::new("item", "What else do you want to put right?")
                .choices(choices(&import.plan).into_iter().map(|(choice, words)| {
                    let words: String = words.chars().take(90).collect();
                    Choice::new(choice.to_string(), words).chosen(item == Some(&choice))
                }))
                .error(errors.of("item")),
            item: item.map(ToString::to_string).unwrap_or_default(),
            alike: *alike,
            href: question_href(&import.id, question.number),
            import: href(&import.id),
            next: import.next_after(question.number).map(|next| question_href(&import.id, next)),
        }
    }
}

impl ItemFields {
    fn of(plan: &Plan, concern: &Concern, offered: &[String], typed: Option<&Typed>, errors: &FormErrors) -> Self {
        let mut fields: Vec<FormField> = Vec::new();
        for (field, read) in &concern.fields {
            let name = field_name(&concern.item, *field);
            let value = typed.map_or(read.as_str(), |typed| typed.get(&name));
            if *field == Field::Who && !offered.is_empty() {
                let chosen = typed.map_or("", |typed| typed.get(&format!("{name}-offered"))).to_owned();
                let names = offered.iter().map(|name| Choice::new(name, name).chosen(*name == chosen));
                let nobody = Choice::new("", "Somebody else, or not said here").chosen(chosen.is_empty());
                let radios = Radios::new(format!("{name}-offered"), "It may be")
                    .choices(names.chain(std::iter::once(nobody)))
                    .small();
                fields.push(radios.into());
            }
            fields.push(form_field(plan, *field, &name, value, errors.of(&name)));
        }
        Self { heading: concern.item.heading(), context: context(plan, &concern.item), fields }
    }
}

fn form_field(plan: &Plan, field: Field, name: &str, value: &str, error: Option<&str>) -> FormField {
    let label = field.words();
    let hinted = (!field.hint().is_empty()).then(|| field.hint());
    let lines = |text: &str, least: usize| u8::try_from(text.lines().count().clamp(least, 14) + 1).unwrap_or(15);
    match field.shape() {
        Shape::Line => {
            let input = TextInput::new(name, label).value(value).error(error);
            match hinted {
                Some(hint) => input.hint(hint).into(),
                None => input.into(),
            }
        }
        Shape::Text | Shape::Lines => {
            let area = Textarea::new(name, label).value(value).rows(lines(value, 2)).error(error);
            match hinted {
                Some(hint) => area.hint(hint).into(),
                None => area.into(),
            }
        }
        Shape::Level => {
            let levels = plan.scale().map_or(&[][..], |scale| &scale.levels);
            let none = Choice::new("", "Not rated").chosen(value.is_empty());
            let choices = levels
                .iter()
                .rev()
                .map(|level| Choice::new(&level.code, &level.name).chosen(level.code.eq_ignore_ascii_case(value)));
            Radios::new(name, label).choices(choices.chain(std::iter::once(none))).small().error(error).into()
        }
        Shape::LeadKind => {
            let choices = lead_kinds().map(|(code, words)| Choice::new(code, words).chosen(code == value));
            Radios::new(name, label).choices(choices).small().error(error).into()
        }
    }
}

/// What an item is, for somebody who does not know its reference by heart.
fn context(plan: &Plan, item: &Item) -> Option<String> {
    match item {
        Item::Action(reference) => plan.action(reference).map(|action| action.title().to_owned()),
        Item::Priority(reference) => plan.priority(reference).and_then(|priority| priority.title.clone()),
        Item::Measure(number) => plan.measures.get(number.checked_sub(1)?).map(|measure| measure.text.clone()),
        Item::FocusArea(reference) => {
            plan.focus_areas.iter().find(|area| area.reference == *reference).map(|area| area.title.clone())
        }
        Item::Board(number) => plan.boards.get(number.checked_sub(1)?).map(|board| board.name.clone()),
        Item::Lead(words) => {
            let leads = plan
                .actions
                .iter()
                .filter(|action| action.leads.iter().any(|lead| lead.name == *words || lead.raw == *words));
            let led: Vec<&str> = leads.map(|action| action.reference.as_str()).collect();
            let shown = led.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            let more = if led.len() > 8 { " and more" } else { "" };
            (!led.is_empty()).then(|| format!("Named as a lead of {shown}{more}."))
        }
        _ => None,
    }
}
