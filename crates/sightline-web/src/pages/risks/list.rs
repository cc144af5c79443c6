//! The register of risks and issues, those that need most first, and where they stand on the scale.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::domain::risk::{Risk, RiskKind, RiskScale, RiskStanding};
use sightline_app::{App, RisksView};

use super::risk_href;
use crate::components::{Breadcrumbs, EmptyState, Link, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "risks/list.html")]
struct RisksPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    summary: String,
    add: Option<Link>,
    empty: EmptyState,
    lines: Vec<RiskLine>,
    heat: Heat,
    bands: Vec<(Tag, String)>,
    closed: Vec<(Link, String)>,
}

struct RiskLine {
    link: Link,
    owner: String,
    score: String,
    band: Option<Tag>,
    sentence: String,
    review: String,
}

/// How many open entries stand at each likelihood and impact.
struct Heat {
    impacts: Vec<String>,
    /// The most likely first: the name of the level, and a cell for each impact.
    rows: Vec<(String, Vec<HeatCell>)>,
}

struct HeatCell {
    band: Tag,
    risks: Vec<Link>,
}

/// The register.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = app.risks(call, &plan).await?;
    let navigation = PlanNavigation::plain(call, &view.summary, "risks");
    Ok(render::page(&RisksPage::of(frame, navigation, &view, call.today)))
}

impl RisksPage {
    fn of(frame: Frame, navigation: PlanNavigation, view: &RisksView, today: NaiveDate) -> Self {
        let plan = view.summary.handle.as_str();
        let closed = view.closed.iter().map(|risk| {
            let on = risk.closed.as_ref().map(|closed| words::day(closed.on)).unwrap_or_default();
            let why = risk.closed.as_ref().map(|closed| closed.reason.clone()).unwrap_or_default();
            (Link::new(&risk.title, risk_href(plan, risk.number.into())), format!("Closed on {on}. {why}"))
        });
        Self {
            breadcrumbs: PlanNavigation::breadcrumbs(&view.summary, true),
            navigation,
            title: plan_title(&view.summary),
            summary: summary(view),
            add: view
                .can_manage
                .then(|| Link::new("Add a risk or an issue", format!("{}/new-risk", words::plan_href(plan)))),
            empty: EmptyState::new(
                "No risk or issue is open",
                if view.can_manage {
                    "Add what may keep children from being better off, and what is done about it."
                } else {
                    "The programme manager keeps the register."
                },
            ),
            lines: view
                .open
                .iter()
                .map(|(risk, standing)| RiskLine::of(plan, risk, standing, view.scale, today))
                .collect(),
            heat: Heat::of(plan, view, today),
            bands: bands(view.scale),
            closed: closed.collect(),
            frame,
        }
    }
}

fn summary(view: &RisksView) -> String {
    let of = |kind: RiskKind| view.open.iter().filter(|(_, standing)| standing.kind == kind).count();
    let above = view.open.iter().filter(|(_, standing)| standing.is_above_appetite).count();
    let unlooked = view.open.iter().filter(|(_, standing)| standing.days_since_review.is_some()).count();
    let mut told = format!(
        "{} and {} open.",
        words::count(of(RiskKind::Risk), "risk", "risks"),
        words::count(of(RiskKind::Issue), "issue", "issues")
    );
    if above > 0 {
        told += &format!(" {} above appetite.", words::count(above, "is", "are"));
    }
    if unlooked > 0 {
        told += &format!(" {} past the day of review.", words::count(unlooked, "is", "are"));
    }
    told
}

/// The tag of a band: its name in words, with a colour from how high it stands.
fn band_tag(scale: &RiskScale, score: u32) -> Option<Tag> {
    let band = scale.band(score)?;
    let place = scale.bands.iter().position(|known| known == band)?;
    let from_top = scale.bands.len() - 1 - place;
    let colour = match (place, from_top) {
        (0, _) => "green",
        (_, 0) => "red",
        (_, 1) => "orange",
        _ => "yellow",
    };
    Some(Tag::new(&band.name, colour))
}

/// What an entry is, in words.
pub(super) fn kind_words(kind: RiskKind) -> &'static str {
    match kind {
        RiskKind::Risk => "Risk",
        RiskKind::Issue => "Issue",
    }
}

fn bands(scale: &RiskScale) -> Vec<(Tag, String)> {
    let highest = scale.highest();
    let ends = scale.bands.iter().skip(1).map(|band| band.from - 1).chain([highest]);
    let line = |(band, to): (&sightline_app::domain::risk::RiskBand, u32)| {
        let tag = band_tag(scale, band.from)?;
        Some((tag, format!("{} to {to}: {}", band.from, band.what_to_do)))
    };
    let mut lines: Vec<(Tag, String)> = scale.bands.iter().zip(ends).filter_map(line).collect();
    lines.reverse();
    lines
}

impl RiskLine {
    fn of(plan: &str, risk: &Risk, standing: &RiskStanding, scale: &RiskScale, today: NaiveDate) -> Self {
        let review = risk.review_on.map_or_else(
            || "No day given".to_owned(),
            |on| if on < today { format!("Was due on {}", words::day(on)) } else { words::day(on) },
        );
        Self {
            link: Link::new(&risk.title, risk_href(plan, risk.number.into())),
            owner: risk.owner.clone(),
            score: standing.score.map_or_else(|| "Not scored".to_owned(), |score| score.to_string()),
            band: standing.score.and_then(|score| band_tag(scale, score)),
            sentence: format!("{}. {}", kind_words(standing.kind), standing.sentence),
            review,
        }
    }
}

impl Heat {
    fn of(plan: &str, view: &RisksView, today: NaiveDate) -> Self {
        let scale = view.scale;
        let numbers = |levels: usize| 1..=u32::try_from(levels).unwrap_or(u32::MAX);
        let cell = |likelihood: u32, impact: u32| {
            let here = view.open.iter().filter(|(risk, _)| {
                risk.score_on(today).is_some_and(|score| (score.likelihood, score.impact) == (likelihood, impact))
            });
            Some(HeatCell {
                band: band_tag(scale, likelihood * impact)?,
                risks: here.map(|(risk, _)| Link::new(&risk.title, risk_href(plan, risk.number.into()))).collect(),
            })
        };
        let row = |likelihood: u32| {
            let name = scale.likelihood_level(likelihood).map(|level| level.name.clone()).unwrap_or_default();
            (name, numbers(scale.impact.len()).filter_map(|impact| cell(likelihood, impact)).collect())
        };
        Self {
            impacts: scale.impact.iter().map(|level| level.name.clone()).collect(),
            rows: numbers(scale.likelihood.len()).rev().map(row).collect(),
        }
    }
}
