//! A risk or issue is closed.

use axum::extract::State;
use axum::response::Response;
use sightline_app::RiskView;

use super::show::breadcrumbs;
use super::{edit, href, risk_href};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{FormWords, Group, area, beside};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = edit::managed(&site, &visitor, &plan, number).await?;
    Ok(page(frame, &view, &Typed::default(), &FormErrors::default()))
}

/// Closes it.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = edit::managed(&site, &visitor, &plan, number).await?;
    let errors = match site.app.close_risk(visitor.call(), &plan, number, typed.get("reason")).await {
        Ok(()) => return Ok(render::done(&site, &href(&plan), format!("{} is closed.", view.risk.title))),
        Err(error) => beside("reason", error)?,
    };
    Ok(page(frame, &view, &typed, &errors))
}

fn page(frame: Frame, view: &RiskView, typed: &Typed, errors: &FormErrors) -> Response {
    let fields = vec![area(typed, errors, "reason", "Why is it closed?", "Such as why it can no longer happen.")];
    let form = FormWords {
        breadcrumbs: breadcrumbs(&view.summary),
        caption: view.risk.title.clone(),
        heading: "Close it".to_owned(),
        about: vec!["It stays in the register under what is closed, with its history.".to_owned()],
        href: format!("{}/close", risk_href(&view.summary.handle, view.risk.number.into())),
        button: "Close it",
        hidden: Vec::new(),
        is_warning: true,
    };
    form.page(frame, Group::plain(fields), errors)
}
