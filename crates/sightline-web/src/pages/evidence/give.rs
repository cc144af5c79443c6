//! Giving a piece of evidence.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::verdict::EvidenceKind;
use sightline_app::error::EvidenceError;
use sightline_app::{ActionEvidence, Error, LONGEST_WORDS, NewEvidence};

use super::href;
use crate::components::{Breadcrumbs, DateInput, ErrorSummary, FileUpload, FormField, Link, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay, Upload};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "evidence/give.html")]
struct GivePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    heading: &'static str,
    reference: String,
    href: String,
    file: Option<FileUpload>,
    fields: Vec<FormField>,
    /// What is said of the kind.
    about: &'static str,
}

/// The words of the form for one kind of evidence.
struct Asked {
    heading: &'static str,
    about: &'static str,
    source: &'static str,
    source_hint: &'static str,
    on: &'static str,
}

/// What is asked of a kind; nothing of a measure, which is linked.
fn asked(kind: EvidenceKind) -> Option<Asked> {
    Some(match kind {
        EvidenceKind::Measure => return None,
        EvidenceKind::Document => Asked {
            heading: "Give a document",
            about: "It is kept with the action, by the hash of its bytes, and can be opened by everybody who sees the action.",
            source: "What is the document?",
            source_hint: "Such as ‘Dip sample of 20 assessments, September 2026’.",
            on: "Which day is the document of?",
        },
        EvidenceKind::Audit => Asked {
            heading: "Give an audit finding",
            about: "Audits that are counted month by month are linked as a measure; this is for what an audit found in words.",
            source: "Which audit?",
            source_hint: "Such as ‘Themed audit of supervision, August 2026, 24 files’.",
            on: "When was the audit completed?",
        },
        EvidenceKind::Voice => Asked {
            heading: "Give what people said",
            about: "What children, parents, carers or workers said about what this action changes. Do not name anybody.",
            source: "Who said it, and how?",
            source_hint: "Such as ‘Children in Care Council, twelve young people, discussion in September’.",
            on: "When was it said?",
        },
        EvidenceKind::Decision => Asked {
            heading: "Give a decision of a meeting",
            about: "A decision says what people want, not what came of it: it is shown, and does not count for the best rating.",
            source: "Which meeting, and which item?",
            source_hint: "Such as ‘Improvement Board of 15 September 2026, item 4’.",
            on: "When was it decided?",
        },
    })
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference, kind)): Path<(String, String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let (kind, known) = offered(&site, &visitor, (&plan, &reference), &kind).await?;
    let page = GivePage::of(frame, kind, &known, &Typed::default(), &FormErrors::default());
    Ok(render::page(&page.ok_or(PageError::NotFound)?))
}

/// Keeps the evidence.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, reference, kind)): Path<(String, String, String)>,
    visitor: Visitor,
    frame: Frame,
    upload: Upload,
) -> Result<Response, PageError> {
    let (kind, known) = offered(&site, &visitor, (&plan, &reference), &kind).await?;
    let mut typed = Typed::default();
    for (name, value) in &upload.fields {
        typed.set(name, value);
    }
    let errors = match read(kind, &typed, &upload) {
        Err(errors) => errors,
        Ok(new) => match site.app.give_evidence(visitor.call(), &plan, &reference, &new).await {
            Ok(_) => {
                let base = href(&known.summary.handle, &known.action.reference);
                return Ok(render::done(&site, &base, "The evidence is given. It counts once the sponsor accepts it."));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    let page = GivePage::of(frame, kind, &known, &typed, &errors);
    Ok(render::refused(&page.ok_or(PageError::NotFound)?))
}

async fn offered(
    site: &Site,
    visitor: &Visitor,
    (plan, reference): (&str, &str),
    kind: &str,
) -> Result<(EvidenceKind, ActionEvidence), PageError> {
    let kind = EvidenceKind::from_code(kind).filter(|kind| asked(*kind).is_some()).ok_or(PageError::NotFound)?;
    let known = site.app.action_evidence(visitor.call(), plan, reference, None).await?;
    if known.may_give {
        Ok((kind, known))
    } else {
        Err(PageError::Forbidden { to: sightline_app::policy::Action::EvidenceGive.words() })
    }
}

fn read(kind: EvidenceKind, typed: &Typed, upload: &Upload) -> Result<NewEvidence, FormErrors> {
    let mut errors = FormErrors::default();
    let file = upload.files.first().map(|file| (file.name.clone(), file.bytes.to_vec()));
    if kind == EvidenceKind::Document && file.is_none() {
        errors.add("file", "Choose the file");
    }
    if typed.filled("title").is_none() {
        errors.add("title", "Say what it shows");
    }
    if typed.filled("source").is_none() {
        errors.add("source", "Say where it comes from");
    }
    let on = typed.day("on");
    if on.day().is_none() {
        errors.add("on", "Enter a real day, such as 30 9 2026");
    }
    let until = typed.day("until");
    if until == TypedDay::NoDay {
        errors.add("until", "Enter a real day, such as 31 3 2027, or leave it empty");
    }
    match on.day() {
        Some(on) if errors.is_empty() => Ok(NewEvidence {
            kind,
            title: typed.get("title").to_owned(),
            source: typed.get("source").to_owned(),
            on,
            out_of_date_on: until.day(),
            file,
        }),
        _ => Err(errors),
    }
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let said = || format!("{}. {}", words::capital(&error.to_string()), error.help());
    let (field, what) = match &error {
        Error::FileTooLarge { .. } | Error::FileNotAllowed { .. } | Error::FileUnsafe { .. } => ("file", said()),
        Error::FutureDay { on } => ("on", format!("Choose a day up to today: {} is still to come", words::day(*on))),
        Error::Evidence(EvidenceError::OutOfDateAtOnce) => {
            ("until", "Choose a day after today and after the day that it is of, or leave it empty".to_owned())
        }
        Error::TooLong { what: "what it shows", limit } => {
            ("title", format!("Use at most {} letters", words::number(*limit)))
        }
        Error::TooLong { limit, .. } => ("source", format!("Use at most {} letters", words::number(*limit))),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add(field, what);
    Ok(errors)
}

impl GivePage {
    fn of(
        frame: Frame,
        kind: EvidenceKind,
        known: &ActionEvidence,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Option<Self> {
        let asked = asked(kind)?;
        let (plan, reference) = (&known.summary.handle, &known.action.reference);
        let base = href(plan, reference);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&known.summary, true);
        breadcrumbs.links.push(Link::new(format!("Action {reference}"), words::action_href(plan, reference)));
        breadcrumbs.links.push(Link::new("Evidence", &base));
        let part = |name: &str| ["day", "month", "year"].map(|part| typed.get(&format!("{name}_{part}")).to_owned());
        let day = |name: &'static str, label: &str, hint: &str| {
            let [day, month, year] = part(name);
            DateInput::new(name, label).hint(hint).typed(day, month, year).error(errors.of(name))
        };
        let fields: Vec<FormField> = vec![
            Textarea::new("title", "What does it show?")
                .hint("One sentence that says what is better, or not. Do not name children or families.")
                .rows(2)
                .limit(LONGEST_WORDS)
                .value(typed.get("title"))
                .error(errors.of("title"))
                .into(),
            Textarea::new("source", asked.source)
                .hint(asked.source_hint)
                .rows(2)
                .limit(LONGEST_WORDS)
                .value(typed.get("source"))
                .error(errors.of("source"))
                .into(),
            day("on", asked.on, "Such as 30 9 2026.").into(),
            day(
                "until",
                "From which day is it out of date?",
                "From then on it no longer counts. Leave it empty when it does not go out of date.",
            )
            .into(),
        ];
        Some(Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            heading: asked.heading,
            about: asked.about,
            reference: reference.clone(),
            href: format!("{base}/new/{}", kind.code()),
            file: (kind == EvidenceKind::Document).then(|| {
                FileUpload::new("file", "Choose the file")
                    .hint("A document, table, presentation, picture or text file, at most 25 MB. Nothing that names a child. After an error it has to be chosen again.")
                    .accept(".pdf,.docx,.xlsx,.pptx,.odt,.ods,.csv,.txt,.png,.jpg,.jpeg")
                    .error(errors.of("file"))
            }),
            fields,
        })
    }
}
