//! How good the records are: scores by team over time, and the report as a paper.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::data_quality::{QualityReport, TeamLine};
use sightline_app::{App, PaperFormat, QualityPaper, QualityPaperState, QualityPaperStep};

use super::findings::file;
use super::rows;
use crate::components::{Breadcrumbs, Link, Progress};
use crate::error::PageError;
use crate::forms::{Form, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

const PAGE: &str = "/data/quality";

#[derive(Template)]
#[template(path = "data/quality.html")]
struct QualityPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    as_at: String,
    headlines: Vec<String>,
    meaning: String,
    days: Vec<String>,
    teams: Vec<TeamScores>,
    under_way: Vec<OrderLine>,
    is_under_way: bool,
    papers: Vec<PaperLine>,
}

/// A team's scores, with the day that each is of.
struct TeamScores {
    team: String,
    rows: String,
    rows_with_error: String,
    scores: Vec<(String, String)>,
}

/// A paper that is being made, or could not be.
struct OrderLine {
    what: String,
    asked: String,
    step: &'static str,
    progress: Option<Progress>,
    failure: Option<(String, &'static str)>,
}

/// A paper that is made.
struct PaperLine {
    what: String,
    href: String,
    size: String,
    asked: String,
}

/// What was chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrderForm {
    format: String,
}

/// The scores, and what was ordered.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let report = app.data_quality_report(visitor.call()).await?;
    let papers = app.quality_papers(visitor.call())?;
    Ok(render::page(&QualityPage::of(frame, report, &papers)))
}

/// Orders the report.
pub(super) async fn order(
    State(site): State<Site>,
    visitor: Visitor,
    Form(form): Form<OrderForm>,
) -> Result<Response, PageError> {
    let format = PaperFormat::from_code(&form.format).unwrap_or(PaperFormat::Pdf);
    site.app.order_quality_paper(visitor.call(), format).await?;
    let said = "The data quality report is being made. It appears below; you can leave this page.";
    Ok(render::done(&site, PAGE, said))
}

/// A paper that is made, to be saved.
pub(super) async fn open(
    State(app): State<App>,
    Path(paper): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let made = app.open_quality_paper(visitor.call(), &paper)?;
    let is_pdf = std::path::Path::new(&made.name).extension().is_some_and(|it| it.eq_ignore_ascii_case("pdf"));
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    Ok(file(made, if is_pdf { "application/pdf" } else { word }))
}

impl QualityPage {
    fn of(frame: Frame, report: QualityReport, papers: &[QualityPaper]) -> Self {
        let days: Vec<String> = report.days.iter().map(|day| day.short.clone()).collect();
        Self {
            frame,
            breadcrumbs: Breadcrumbs::new(vec![Link::new("Data", "/data")]),
            as_at: report.as_at.words,
            headlines: report.headlines,
            meaning: report.score_meaning,
            teams: report.teams.into_iter().map(|team| TeamScores::of(team, &days)).collect(),
            days,
            is_under_way: papers.iter().any(QualityPaper::is_under_way),
            under_way: papers.iter().filter_map(OrderLine::of).collect(),
            papers: papers.iter().filter_map(PaperLine::of).collect(),
        }
    }
}

impl TeamScores {
    fn of(line: TeamLine, days: &[String]) -> Self {
        Self {
            team: line.team,
            rows: rows(line.rows),
            rows_with_error: rows(line.rows_with_error),
            scores: days.iter().cloned().zip(line.scores).collect(),
        }
    }
}

/// What a paper is called in a list.
fn what(paper: &QualityPaper) -> String {
    format!("Data quality as at {}, {}", words::day(paper.as_at), paper.format.words())
}

fn asked(paper: &QualityPaper) -> String {
    format!("Ordered by {} on {}", paper.by, words::moment(paper.at))
}

impl OrderLine {
    /// Nothing for what is made.
    fn of(paper: &QualityPaper) -> Option<Self> {
        let (step, progress, failure) = match &paper.state {
            QualityPaperState::Done { .. } => return None,
            QualityPaperState::Waiting => ("Waiting for its turn", None, None),
            QualityPaperState::Running(step) => {
                let of = QualityPaperStep::ALL.len();
                (step.words(), Some(Progress::new(step.done(), of, "steps done")), None)
            }
            QualityPaperState::Failed { code, why } => ("", None, Some((why.clone(), *code))),
        };
        Some(Self { what: what(paper), asked: asked(paper), step, progress, failure })
    }
}

impl PaperLine {
    fn of(paper: &QualityPaper) -> Option<Self> {
        let QualityPaperState::Done { bytes } = paper.state else { return None };
        Some(Self {
            what: what(paper),
            href: format!("{PAGE}/{}", paper.id),
            size: words::size(bytes as u64),
            asked: asked(paper),
        })
    }
}
