//! People and posts of a plan.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::Serialize;
use sightline_app::App;
use sightline_app::domain::plan::{Person, Post};
use utoipa::ToSchema;

use super::super::paging::{PageJson, PageQuery, numbered};
use super::super::problem::ProblemJson;
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::visitor::Visitor;

/// Somebody named in a plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PersonJson {
    /// Name.
    name: String,
    /// Initials the plan uses.
    initials: Option<String>,
    /// Post, when printed with the name.
    post: Option<String>,
    /// Organisation, when printed with the name.
    body: Option<String>,
}

/// A post and who has held it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PostJson {
    /// Title.
    title: String,
    /// Other names of the same post.
    aliases: Vec<String>,
    /// Who has held it, earliest first.
    holdings: Vec<HoldingJson>,
}

/// One person holding a post.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct HoldingJson {
    /// Name.
    holder: String,
    /// First day known.
    from_on: Option<NaiveDate>,
    /// Last day; null when it has not ended.
    to_on: Option<NaiveDate>,
}

/// The people a plan names.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/people", tag = "people",
    params(("plan" = String, Path, description = "Handle of the plan"), PageQuery),
    responses((status = 200, body = PageJson<PersonJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let view = app.plan(visitor.call(), Some(&plan), None).await?;
    let page = page.of(&numbered(&view.at.plan.people), |(place, _)| place, |(_, person)| PersonJson::of(person))?;
    Ok(axum::Json(page).into_response())
}

/// The posts a plan names, with who has held them.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/posts", tag = "people",
    params(("plan" = String, Path, description = "Handle of the plan"), PageQuery),
    responses((status = 200, body = PageJson<PostJson>), (status = 400, body = ProblemJson),
        (status = 401, body = ProblemJson), (status = 404, body = ProblemJson)))]
pub(super) async fn posts(
    State(app): State<App>,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(page): Query<PageQuery>,
) -> Result<Response, PageError> {
    let view = app.plan(visitor.call(), Some(&plan), None).await?;
    let page = page.of(&numbered(&view.at.plan.posts), |(place, _)| place, |(_, post)| PostJson::of(post))?;
    Ok(axum::Json(page).into_response())
}

impl PersonJson {
    fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            initials: person.initials.clone(),
            post: person.post.clone(),
            body: person.body.clone(),
        }
    }
}

impl PostJson {
    fn of(post: &Post) -> Self {
        let holdings = post
            .holdings
            .iter()
            .map(|holding| HoldingJson {
                holder: holding.holder.clone(),
                from_on: holding.from_on,
                to_on: holding.to_on,
            })
            .collect();
        Self { title: post.title.clone(), aliases: post.aliases.clone(), holdings }
    }
}
