//! Choosing files of children's records to load.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{Error, SourceBytes};

use super::breadcrumbs;
use crate::components::{Breadcrumbs, Checkboxes, Choice, DateInput, ErrorSummary, FileUpload};
use crate::error::PageError;
use crate::forms::{FormErrors, TypedDay, Upload};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// What is offered first when a file is chosen; what a file is, is found by its content.
const ENDINGS: &str = ".xlsx,.csv,.xml,.zip,.parquet,.txt";

#[derive(Template)]
#[template(path = "data/upload.html")]
struct UploadPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    files: FileUpload,
    as_at: DateInput,
    alone: Checkboxes,
}

/// The form.
pub(super) async fn show(State(site): State<Site>, frame: Frame) -> Response {
    render::page(&page(&site, frame, ["", "", ""], false, &FormErrors::default()))
}

/// Takes the files; they are loaded while the person goes on.
pub(super) async fn upload(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    upload: Upload,
) -> Result<Response, PageError> {
    let field = |name: &str| upload.fields.get(name).map_or("", String::as_str);
    let typed = [field("as_at_day"), field("as_at_month"), field("as_at_year")];
    let is_alone = field("alone") == "yes";
    let mut errors = FormErrors::default();
    let day = TypedDay::read(typed[0], typed[1], typed[2]);
    if day == TypedDay::NoDay {
        errors.add("as_at", "Enter a day such as 31 10 2026, or leave it empty.");
    }
    let chosen = upload.files.iter().filter(|file| file.field == "files");
    let files: Vec<SourceBytes> =
        chosen.map(|file| SourceBytes { name: file.name.clone(), bytes: file.bytes.to_vec() }).collect();
    if errors.is_empty() {
        match site.app.upload_extract(visitor.call(), files, day.day(), is_alone) {
            Ok(()) => {
                let said = "The files are being read. What comes of them waits below until you publish it.";
                return Ok(render::done(&site, "/data", said));
            }
            Err(error @ (Error::NothingToLoad | Error::LoadUnderWay)) => {
                errors.add("files", format!("{}. {}", words::capital(&error.to_string()), error.help()));
            }
            Err(error @ Error::FutureDay { .. }) => {
                errors.add("as_at", format!("{}. Give a day up to today.", words::capital(&error.to_string())));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(render::refused(&page(&site, frame, typed, is_alone, &errors)))
}

fn page(site: &Site, frame: Frame, [day, month, year]: [&str; 3], is_alone: bool, errors: &FormErrors) -> UploadPage {
    let limit = words::size(site.settings.upload_limit as u64);
    UploadPage {
        frame,
        breadcrumbs: breadcrumbs(None),
        summary: errors.into(),
        files: FileUpload::new("files", "Files")
            .hint(format!("Workbooks, CSV, XML or zip archives. Choose several when they belong together. At most {limit} together."))
            .accept(ENDINGS)
            .multiple()
            .error(errors.of("files")),
        as_at: DateInput::new("as_at", "The day whose records these are")
            .hint("Leave it empty to take the day that the files say, or else today.")
            .typed(day, month, year)
            .error(errors.of("as_at")),
        alone: Checkboxes::new("alone", "Formats that are not among the files")
            .hint("They are carried forward from the extract before: loading the SSDA903 does not lose Annex A.")
            .small()
            .choices([Choice::new("yes", "Leave them out of this extract").chosen(is_alone)]),
    }
}
