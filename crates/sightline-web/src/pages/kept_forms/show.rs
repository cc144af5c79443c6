//! What is kept for this person on this browser.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use sightline_app::KeptFormSummary;

use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::{Keeps, Visitor};
use crate::words;

#[derive(Template)]
#[template(path = "kept_forms/show.html")]
struct KeptFormsPage {
    frame: Frame,
    forms: Vec<KeptRow>,
}

struct KeptRow {
    id: String,
    page: String,
    kept: String,
}

impl From<KeptFormSummary> for KeptRow {
    fn from(form: KeptFormSummary) -> Self {
        Self { id: form.id, page: form.path, kept: words::moment(form.kept_at) }
    }
}

/// The forms that wait to be sent again; home when none does.
pub(super) async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    jar: CookieJar,
    frame: Frame,
) -> Result<Response, PageError> {
    let kept = match Keeps::Forms.get(&site, &jar) {
        Some(browser) => site.app.kept_forms(visitor.call(), &browser).await?,
        None => Vec::new(),
    };
    if kept.is_empty() {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(render::page(&KeptFormsPage { frame, forms: kept.into_iter().map(KeptRow::from).collect() }))
}
