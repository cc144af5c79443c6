//! Choosing the files of a plan.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{Error, ImportView, LARGEST_IMPORT_BYTES, SourceBytes};

use super::{href, name};
use crate::components::{Breadcrumbs, ErrorSummary, FileUpload};
use crate::error::PageError;
use crate::forms::{FormErrors, Upload};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// What is offered first when a file is chosen; what a file is, is found by its content.
const ENDINGS: &str = ".docx,.xlsx,.pdf,.csv,.txt,.md,.json";

#[derive(Template)]
#[template(path = "imports/begin.html")]
struct BeginPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    refusal: Option<Refused>,
    files: FileUpload,
    in_hand: Vec<InHand>,
}

/// Why the files were not taken.
struct Refused {
    code: &'static str,
    help: String,
}

/// An import that is not finished.
struct InHand {
    href: String,
    name: String,
    files: String,
    begun: String,
    progress: String,
}

/// The form, and the imports in hand.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let in_hand = site.app.imports_in_hand(visitor.call()).await?;
    Ok(render::page(&BeginPage::of(frame, &site, &in_hand, None)))
}

/// Reads the files; what cannot be read is said beside the field.
pub(super) async fn upload(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    upload: Upload,
) -> Result<Response, PageError> {
    let files = upload.files.into_iter().filter(|file| file.field == "files");
    let files = files.map(|file| SourceBytes { name: file.name, bytes: file.bytes.to_vec() }).collect();
    match site.app.begin_import(visitor.call(), files).await {
        Ok(import) => {
            let read = format!(
                "{} read. Nothing is saved in a plan until you say so.",
                words::capital(&words::count(import.plan.actions.len(), "action", "actions"))
            );
            Ok(render::done(&site, &href(&import.id), read))
        }
        Err(error @ (Error::Document(_) | Error::Import(_) | Error::NothingFound { .. })) => {
            let in_hand = site.app.imports_in_hand(visitor.call()).await?;
            Ok(render::refused(&BeginPage::of(frame, &site, &in_hand, Some(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

impl BeginPage {
    fn of(frame: Frame, site: &Site, in_hand: &[ImportView], error: Option<&Error>) -> Self {
        let mut errors = FormErrors::default();
        let what = |error: &Error| format!("{}.", words::capital(&error.to_string()));
        if let Some(error) = error {
            errors.add("files", what(error));
        }
        let limit = LARGEST_IMPORT_BYTES.min(site.settings.upload_limit as u64);
        let hint = format!(
            "A Word document, workbook, PDF, or text file. Choose several when the plan is in parts. At most {} together.",
            words::size(limit)
        );
        Self {
            frame,
            breadcrumbs: Breadcrumbs::new(vec![crate::components::Link::new("Plans", "/plans")]),
            summary: ErrorSummary::from(&errors),
            files: FileUpload::new("files", "The plan as it is written today")
                .hint(hint)
                .accept(ENDINGS)
                .multiple()
                .error(errors.of("files")),
            refusal: error.map(|error| Refused { code: error.code(), help: super::help(&error.help()) }),
            in_hand: in_hand.iter().map(InHand::of).collect(),
        }
    }
}

impl InHand {
    fn of(import: &ImportView) -> Self {
        let (settled, all) = import.progress();
        Self {
            href: href(&import.id),
            name: name(import),
            files: import.files.join(", "),
            begun: words::moment(import.created_at),
            progress: format!("{settled} of {}", words::count(all, "question", "questions")),
        }
    }
}
