//! Saved views: choosing, saving and deleting them.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use sightline_app::plan_views::{LONGEST_VIEW_NAME, PlanFilter, PlanTable};
use sightline_app::{App, Error};

use super::address::{AsAt, PlanLinks, PlanQuery};
use super::table::TablePage;
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words::{capital, plan_href};

/// The views one may choose, and the form that saves the filter as another one.
#[derive(Debug, Template)]
#[template(path = "plans/saved_views.html")]
pub(super) struct SavedViews {
    csrf: String,
    choices: Vec<ViewChoice>,
    save_action: String,
    query: String,
    as_at: String,
    can_save: bool,
    name: String,
    shared: bool,
    error: Option<String>,
    longest: usize,
}

/// A view as it was typed, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct TypedView {
    pub(super) name: String,
    pub(super) shared: bool,
    pub(super) errors: FormErrors,
}

#[derive(Debug)]
struct ViewChoice {
    name: String,
    href: String,
    is_current: bool,
    /// `Shared by Ada Fenwick`, `Shared`, or empty.
    about: String,
    delete_action: Option<String>,
}

impl SavedViews {
    pub(super) fn of(
        frame: &Frame,
        table: &PlanTable,
        filter: &PlanFilter,
        links: &PlanLinks,
        typed: &TypedView,
    ) -> Self {
        let plan = plan_href(&table.heading.summary.handle);
        let choices = table.views.iter().map(|view| ViewChoice {
            name: view.name.clone(),
            href: links.table(&view.filter),
            is_current: view.filter == *filter,
            about: match &view.shared_by {
                Some(owner) => format!("Shared by {owner}"),
                None if view.is_shared => "Shared with everybody who sees this plan".to_owned(),
                None => String::new(),
            },
            delete_action: view.can_delete.then(|| format!("{plan}/views/{}/delete", view.id)),
        });
        Self {
            csrf: frame.csrf.clone(),
            choices: choices.collect(),
            save_action: format!("{plan}/views"),
            query: filter.to_query(),
            as_at: if table.heading.is_today { String::new() } else { table.heading.as_at.to_string() },
            can_save: *filter != PlanFilter::default() || !typed.errors.is_empty(),
            name: typed.name.clone(),
            shared: typed.shared,
            error: typed.errors.of("view_name").map(str::to_owned),
            longest: LONGEST_VIEW_NAME,
        }
    }
}

impl HtmlSafe for SavedViews {}

/// A view to be saved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ViewForm {
    view_name: String,
    query: String,
    as_at: String,
    shared: Option<String>,
}

/// Saves the filter under a name.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    Form(form): Form<ViewForm>,
) -> Result<Response, PageError> {
    let query = PlanQuery::read(&form.query);
    let filter = &query.filter.filter;
    match site.app.save_view(visitor.call(), &plan, &form.view_name, filter, form.shared.is_some()).await {
        Ok(view) => {
            let links = PlanLinks::new(&plan, AsAt::typed(&form.as_at).day);
            Ok(render::done(&site, &links.table(&view.filter), format!("The view {} is saved.", view.name)))
        }
        Err(error @ (Error::ViewName | Error::TooManyViews)) => {
            let mut typed = TypedView { name: form.view_name, shared: form.shared.is_some(), ..TypedView::default() };
            typed.errors.add("view_name", capital(&error.help()));
            let mut query = query;
            query.as_at = AsAt::typed(&form.as_at);
            refused(&site.app, &visitor, frame, &plan, &query, &typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The table again, with what was typed and what is wrong with it.
async fn refused(
    app: &App,
    visitor: &Visitor,
    frame: Frame,
    plan: &str,
    query: &PlanQuery,
    typed: &TypedView,
) -> Result<Response, PageError> {
    let table = app.plan_table(visitor.call(), plan, query.as_at.day, &query.filter.filter, 1).await?;
    let page = TablePage::of(frame, visitor.call(), &table, query, typed);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render::page(&page)).into_response())
}

/// Takes a view away.
pub(super) async fn delete(
    State(site): State<Site>,
    visitor: Visitor,
    Path((plan, view)): Path<(String, String)>,
) -> Result<Response, PageError> {
    site.app.delete_view(visitor.call(), &plan, &view).await?;
    Ok(render::done(&site, &plan_href(&plan), "The view is deleted."))
}
