//! Every extract, how fresh the records are, and what is being loaded.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call, ExtractView, LoadStep, Upload, UploadState};

use super::{format_name, href, name, rows, state};
use crate::components::{EmptyState, Progress, Tag};
use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "data/list.html")]
struct DataPage {
    frame: Frame,
    fresh: Option<Fresh>,
    can_load: bool,
    can_see_children: bool,
    uploads: Vec<UploadLine>,
    is_under_way: bool,
    waiting: Vec<ExtractLine>,
    extracts: Vec<ExtractLine>,
    empty: EmptyState,
}

/// The extract in force.
struct Fresh {
    as_at: String,
    age: String,
    rows: String,
    href: String,
    is_old: bool,
}

/// Files that are being loaded, or could not be.
struct UploadLine {
    files: String,
    asked: String,
    step: String,
    progress: Option<Progress>,
    failure: Option<(String, &'static str)>,
}

struct ExtractLine {
    name: String,
    href: String,
    state: Tag,
    formats: String,
    rows: String,
    loaded: String,
    by: String,
}

/// Days after which records are old: a month and a week.
const OLD_DAYS: i64 = 38;

/// The extracts, and what is under way.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let call = visitor.call();
    let extracts = app.extracts(call).await?;
    let can_load = call.allows(Action::DataLoad, &Target::Sightline);
    let uploads = if can_load { app.uploads(call)? } else { Vec::new() };
    Ok(render::page(&DataPage::of(frame, call, &extracts, &uploads)))
}

impl DataPage {
    fn of(frame: Frame, call: &Call, extracts: &[ExtractView], uploads: &[Upload]) -> Self {
        let can_load = call.allows(Action::DataLoad, &Target::Sightline);
        let (waiting, others): (Vec<_>, Vec<_>) =
            extracts.iter().partition(|view| view.record.state == sightline_app::ExtractState::Waiting);
        let text = if can_load {
            "Load the files that your case system gives: Annex A, SSDA903, the children in need census or SSD."
        } else {
            "They are loaded by a performance analyst."
        };
        Self {
            frame,
            fresh: extracts.iter().find(|view| view.is_in_force).map(|view| Fresh::of(view, call)),
            can_load,
            can_see_children: call.allows(Action::ChildRead, &Target::Sightline),
            is_under_way: uploads.iter().any(Upload::is_under_way),
            uploads: uploads.iter().filter_map(UploadLine::of).collect(),
            waiting: waiting.into_iter().map(ExtractLine::of).collect(),
            extracts: others.into_iter().map(ExtractLine::of).collect(),
            empty: EmptyState::new("No children’s records are loaded yet", text),
        }
    }
}

impl Fresh {
    fn of(view: &ExtractView, call: &Call) -> Self {
        let days = (call.today - view.record.as_at).num_days();
        Self {
            as_at: words::day(view.record.as_at),
            age: words::away(view.record.as_at, call.today),
            rows: rows(view.manifest.rows()),
            href: href(view),
            is_old: days > OLD_DAYS,
        }
    }
}

impl UploadLine {
    /// Nothing for what is loaded: it is among the extracts.
    fn of(upload: &Upload) -> Option<Self> {
        let (step, progress, failure) = match &upload.state {
            UploadState::Done(_) => return None,
            UploadState::Waiting => ("Waiting for its turn".to_owned(), None, None),
            UploadState::Running(step) => {
                (step.words().to_owned(), Some(Progress::new(step.done(), LoadStep::ALL.len(), "steps done")), None)
            }
            UploadState::Failed { code, why } => (String::new(), None, Some((why.clone(), *code))),
        };
        Some(Self {
            files: words::list(&upload.files),
            asked: format!("Chosen by {} on {}", upload.by, words::moment(upload.at)),
            step,
            progress,
            failure,
        })
    }
}

impl ExtractLine {
    fn of(view: &ExtractView) -> Self {
        let formats: Vec<&str> = view.record.formats.iter().map(|format| format_name(format)).collect();
        Self {
            name: name(view),
            href: href(view),
            state: state(view),
            formats: words::list(&formats),
            rows: rows(view.manifest.rows()),
            loaded: words::moment(view.record.loaded.at),
            by: view.record.loaded.by.clone(),
        }
    }
}
