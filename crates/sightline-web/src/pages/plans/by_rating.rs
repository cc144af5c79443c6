//! The plan by rating: priorities down, levels across.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::plan_views::{MatrixCell, MatrixRow, RatingMatrix};

use super::address::{PlanLinks, PlanQuery};
use super::key::RatingKey;
use super::navigation::PlanNavigation;
use super::row::rating;
use crate::components::{Breadcrumbs, Rating};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "plans/by_rating.html")]
struct ByRatingPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    matrices: Vec<MatrixView>,
    key: RatingKey,
}

struct MatrixView {
    title: String,
    question: String,
    /// The heads: a rating, or words where there is none.
    heads: Vec<(Option<Rating>, String)>,
    /// One for each priority, then all together.
    rows: Vec<RowOfCounts>,
}

struct RowOfCounts {
    reference: String,
    title: String,
    /// The priority's own page; empty when it has none.
    href: String,
    /// One for each level, then all together.
    cells: Vec<CountCell>,
    is_total: bool,
}

/// A count, and the way to what was counted; no way where nothing was.
struct CountCell {
    count: usize,
    href: Option<String>,
    /// What is counted, for screen readers.
    words: String,
}

/// Both matrices.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let shown = app.plan_by_rating(call, &plan, query.as_at.day).await?;
    let links = PlanLinks::of(&shown.heading);
    Ok(render::page(&ByRatingPage {
        frame,
        breadcrumbs: PlanNavigation::breadcrumbs(&shown.heading.summary, true),
        navigation: PlanNavigation::on_a_day(call, &shown.heading, "by-rating", &query.as_at, Vec::new()),
        plan: shown.heading.title.clone(),
        matrices: shown.matrices.iter().map(|matrix| matrix_view(matrix, &links)).collect(),
        key: RatingKey::of(&shown.heading),
    }))
}

fn matrix_view(matrix: &RatingMatrix, links: &PlanLinks) -> MatrixView {
    let heads = matrix.columns.iter().map(|column| (column.mark.as_ref().map(rating), column.name.clone()));
    MatrixView {
        title: matrix.title.clone(),
        question: matrix.question.clone(),
        heads: heads.collect(),
        rows: matrix
            .rows
            .iter()
            .map(|row| row_of_counts(matrix, row, links, false))
            .chain([row_of_counts(matrix, &matrix.total, links, true)])
            .collect(),
    }
}

fn row_of_counts(matrix: &RatingMatrix, row: &MatrixRow, links: &PlanLinks, is_total: bool) -> RowOfCounts {
    let cell = |cell: &MatrixCell, words: &str| CountCell {
        count: cell.count,
        href: (cell.count > 0).then(|| links.table(&cell.filter)),
        words: words.to_owned(),
    };
    let levels = matrix.columns.iter().zip(&row.cells).map(|(column, count)| cell(count, &column.name));
    RowOfCounts {
        cells: levels.chain([cell(&row.total, "All")]).collect(),
        is_total,
        reference: row.reference.clone(),
        title: row.title.clone(),
        href: if row.reference.is_empty() { String::new() } else { links.priority(&row.reference) },
    }
}
