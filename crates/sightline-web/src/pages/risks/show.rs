//! One risk or issue: what it would mean, what is done about it, and every change of it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::domain::risk::Mitigation;
use sightline_app::{App, RiskChange, RiskView};

use super::list::kind_words;
use super::{href, risk_href};
use crate::components::summary_list::SummaryRow;
use crate::components::{Breadcrumbs, Link, SummaryList, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "risks/show.html")]
struct RiskPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    kind: &'static str,
    title: String,
    sentence: String,
    facts: SummaryList,
    mitigations: Vec<MitigationLine>,
    actions: Vec<Link>,
    changes: Vec<ChangeLine>,
    href: String,
    can_change: bool,
}

struct MitigationLine {
    text: String,
    owner: String,
    due: String,
    state: Tag,
}

struct ChangeLine {
    what: String,
    reason: String,
    told: String,
}

/// The entry.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = app.risk(visitor.call(), &plan, number).await?;
    Ok(render::page(&RiskPage::of(frame, &view, visitor.call().today)))
}

/// The way to a page below the register.
pub(super) fn breadcrumbs(plan: &sightline_app::PlanSummary) -> Breadcrumbs {
    let mut breadcrumbs = PlanNavigation::breadcrumbs(plan, true);
    breadcrumbs.links.push(Link::new("Risks", href(&plan.handle)));
    breadcrumbs
}

impl RiskPage {
    fn of(frame: Frame, view: &RiskView, today: NaiveDate) -> Self {
        let plan = view.summary.handle.as_str();
        let risk = &view.risk;
        let closed =
            risk.closed.as_ref().map(|closed| format!("Closed on {}: {}", words::day(closed.on), closed.reason));
        let link = |(reference, title): (&String, &String)| {
            let words: String = format!("{reference} {title}").chars().take(120).collect();
            Link::new(words, words::action_href(plan, reference))
        };
        Self {
            breadcrumbs: breadcrumbs(&view.summary),
            kind: kind_words(risk.kind_on(today)),
            title: risk.title.clone(),
            sentence: closed
                .or_else(|| view.standing.as_ref().map(|standing| standing.sentence.clone()))
                .unwrap_or_default(),
            facts: facts(view, today),
            mitigations: risk.mitigations.iter().map(|mitigation| MitigationLine::of(mitigation, today)).collect(),
            actions: view.actions.iter().map(link).collect(),
            changes: changes(&view.changes),
            href: risk_href(plan, risk.number.into()),
            can_change: view.can_manage && risk.closed.is_none(),
            frame,
        }
    }
}

fn facts(view: &RiskView, today: NaiveDate) -> SummaryList {
    let (risk, scale) = (&view.risk, view.scale);
    let level = |level: Option<&sightline_app::domain::risk::RiskLevel>| {
        level.map(|level| format!("{}: {}", level.name, level.definition)).unwrap_or_default()
    };
    let scored = risk.score_on(today);
    SummaryList::new(vec![
        SummaryRow::new("What it would mean for children", &risk.effect),
        SummaryRow::new("Why it may happen", &risk.cause),
        SummaryRow::new("Who answers for it", &risk.owner),
        SummaryRow::new(
            "Likelihood",
            scored.map(|score| level(scale.likelihood_level(score.likelihood))).unwrap_or_default(),
        ),
        SummaryRow::new("Impact", scored.map(|score| level(scale.impact_level(score.impact))).unwrap_or_default()),
        SummaryRow::new("Why it is scored so", scored.map(|score| score.reason.clone()).unwrap_or_default()),
        SummaryRow::new("To come down to", risk.appetite_on(today, scale).to_string()),
        SummaryRow::new("Review by", risk.review_on.map(words::day).unwrap_or_default()),
    ])
}

impl MitigationLine {
    fn of(mitigation: &Mitigation, today: NaiveDate) -> Self {
        let state = match mitigation.done_on {
            Some(on) if on <= today => Tag::new(format!("Done on {}", words::day(on)), "green"),
            _ if mitigation.is_late_on(today) => Tag::new("Late", "red"),
            _ => Tag::new("Under way", "blue"),
        };
        Self {
            text: mitigation.text.clone(),
            owner: mitigation.owner.clone(),
            due: mitigation.due_on.map_or_else(|| "No day given".to_owned(), words::day),
            state,
        }
    }
}

/// The changes, the latest first, each with what became of the score.
fn changes(changes: &[RiskChange]) -> Vec<ChangeLine> {
    let line = |(at, change): (usize, &RiskChange)| {
        let before = changes.get(at + 1);
        let what = match (change.is_closed, before, change.score) {
            (true, ..) => "Closed".to_owned(),
            (_, None, Some(score)) => format!("Added, scored {score}"),
            (_, None, None) => "Added".to_owned(),
            (_, Some(before), Some(score)) if before.score != Some(score) => match before.score {
                Some(was) => format!("Scored {score}, from {was}"),
                None => format!("Scored {score}"),
            },
            _ => "Changed".to_owned(),
        };
        ChangeLine { what, reason: change.reason.clone(), told: format!("{}, by {}", words::day(change.on), change.by) }
    };
    changes.iter().enumerate().map(line).collect()
}
