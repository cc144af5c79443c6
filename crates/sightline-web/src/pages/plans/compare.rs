//! What changed in a plan: moved dates, new words, merges, splits, withdrawals, ratings.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::domain::board_report::{ChangeLine, MovementLine};
use sightline_app::plan_views::{PlanChanges, Since};

use super::address::{AsAt, PlanLinks, PlanQuery};
use super::navigation::{PlanNavigation, plan_title};
use super::row::rating;
use super::table_filter::query_of;
use crate::components::{Breadcrumbs, Choice, EmptyState, Pagination, Rating, Select, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{capital, count, day};

/// Lines on one page.
const LINES_ON_A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "plans/compare.html")]
struct ComparePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    choice: SinceForm,
    sides: String,
    tallies: Vec<(usize, String)>,
    sections: Vec<SectionLink>,
    lines: Vec<LineView>,
    movements: Vec<MovementView>,
    empty: Option<EmptyState>,
    pagination: Pagination,
}

/// What to compare with.
struct SinceForm {
    action: String,
    select: Select,
    from: String,
    error: Option<String>,
    keep: Vec<(&'static str, String)>,
}

/// Changes of the plan, or ratings that moved.
struct SectionLink {
    text: String,
    href: String,
    is_current: bool,
}

struct LineView {
    kind: Tag,
    reference: String,
    title: String,
    href: String,
    before: String,
    after: String,
    effect: String,
    why: String,
    by: String,
}

struct MovementView {
    reference: String,
    title: String,
    href: String,
    axis: String,
    from: Rating,
    to: Rating,
    direction: String,
    note: String,
}

/// What of the address says what to compare.
struct Asked {
    since: Since,
    code: String,
    from: AsAt,
    shows_ratings: bool,
}

impl Asked {
    fn read(query: &PlanQuery) -> Self {
        let code = query.value("with").unwrap_or("import").to_owned();
        let from = AsAt::typed(query.value("from").unwrap_or_default());
        let since = match (code.split_once(':'), from.day) {
            (Some(("baseline", name)), _) => Since::Baseline(name.to_owned()),
            (Some(("plan", handle)), _) => Since::Plan(handle.to_owned()),
            (_, Some(from)) if code == "day" => Since::Day(from),
            _ => Since::Import,
        };
        Self { since, code, from, shows_ratings: query.value("show") == Some("ratings") }
    }

    /// What is wrong with the day to compare with.
    fn error(&self) -> Option<String> {
        (self.code == "day" && self.from.day.is_none()).then(|| {
            "Enter the earlier day, such as 30 June 2026. The plan is compared with the import for now.".to_owned()
        })
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("with", self.code.clone())];
        pairs.extend(self.from.day.map(|day| ("from", day.to_string())));
        pairs
    }
}

/// The comparison.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let asked = Asked::read(&query);
    let changes = app.plan_changes(call, &plan, query.as_at.day, &asked.since).await?;
    let navigation = PlanNavigation::on_a_day(call, &changes.heading, "compare", &query.as_at, asked.pairs());
    Ok(render::page(&ComparePage::of(frame, navigation, &changes, &asked, query.page)))
}

impl ComparePage {
    fn of(frame: Frame, navigation: PlanNavigation, changes: &PlanChanges, asked: &Asked, page: usize) -> Self {
        let heading = &changes.heading;
        let links = PlanLinks::of(heading);
        let comparison = &changes.comparison;
        let all = if asked.shows_ratings { comparison.movements.len() } else { comparison.lines.len() };
        let pages = all.div_ceil(LINES_ON_A_PAGE).max(1);
        let page = page.clamp(1, pages);
        let skipped = (page - 1) * LINES_ON_A_PAGE;
        let of_section = |ratings: bool| {
            let mut pairs = asked.pairs();
            pairs.extend(ratings.then(|| ("show", "ratings".to_owned())));
            links.with("compare", &query_of(&pairs))
        };
        let section = |text: &str, number: usize, ratings: bool| SectionLink {
            text: format!("{text} ({number})"),
            href: of_section(ratings),
            is_current: asked.shows_ratings == ratings,
        };
        let shown = |ratings: bool| if asked.shows_ratings == ratings { LINES_ON_A_PAGE } else { 0 };
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, true),
            navigation,
            plan: heading.title.clone(),
            choice: since_form(changes, asked),
            sides: format!("From {} to {}.", side(&comparison.earlier, changes), side(&comparison.later, changes)),
            tallies: if asked.shows_ratings { Vec::new() } else { tallies(&comparison.lines) },
            sections: vec![
                section("Changes of the plan", comparison.lines.len(), false),
                section("Ratings that moved", comparison.movements.len(), true),
            ],
            lines: comparison
                .lines
                .iter()
                .skip(skipped)
                .take(shown(false))
                .map(|line| line_view(line, &links))
                .collect(),
            movements: comparison
                .movements
                .iter()
                .skip(skipped)
                .take(shown(true))
                .map(|line| movement_view(line, &links))
                .collect(),
            empty: (all == 0).then(|| empty(asked.shows_ratings)),
            pagination: Pagination::new(page, pages, of_section(asked.shows_ratings)),
        }
    }
}

/// A side in words that need no handle where the plan itself is meant.
fn side(words: &str, changes: &PlanChanges) -> String {
    let others = changes.others.iter().find(|other| other.handle == words).map(plan_title);
    let own = words.strip_prefix(changes.heading.summary.handle.as_str()).map(|rest| format!("this plan{rest}"));
    others.or(own).unwrap_or_else(|| words.to_owned())
}

fn since_form(changes: &PlanChanges, asked: &Asked) -> SinceForm {
    let mut choices = vec![Choice::new("import", "The plan as imported")];
    choices.extend(changes.baselines.iter().map(|baseline| {
        Choice::new(
            format!("baseline:{}", baseline.name),
            format!("Baseline: {} ({})", baseline.name, day(baseline.on)),
        )
    }));
    choices.push(Choice::new("day", "The plan on the earlier day below"));
    choices.extend(
        changes
            .others
            .iter()
            .map(|other| Choice::new(format!("plan:{}", other.handle), format!("Another plan: {}", plan_title(other)))),
    );
    let choices = choices.into_iter().map(|choice| {
        let is_chosen = choice.value == asked.code;
        choice.chosen(is_chosen)
    });
    let heading = &changes.heading;
    let links = PlanLinks::new(&heading.summary.handle, None);
    SinceForm {
        action: links.view("compare"),
        select: Select::new("with", "Compare with").choices(choices),
        from: asked.from.day.map_or_else(|| asked.from.unreadable.clone(), |day| day.to_string()),
        error: asked.error(),
        keep: if heading.is_today { Vec::new() } else { vec![("as_at", heading.as_at.to_string())] },
    }
}

/// How many changes of each kind, in the order in which kinds first appear.
fn tallies(lines: &[ChangeLine]) -> Vec<(usize, String)> {
    let mut tallies: Vec<(usize, String)> = Vec::new();
    for line in lines {
        match tallies.iter_mut().find(|(_, kind)| *kind == line.kind) {
            Some((number, _)) => *number += 1,
            None => tallies.push((1, line.kind.clone())),
        }
    }
    tallies.sort_by(|(one, _), (other, _)| other.cmp(one));
    tallies
}

fn empty(ratings: bool) -> EmptyState {
    if ratings {
        EmptyState::new("No rating moved", "Between these two no action was rated otherwise.")
    } else {
        EmptyState::new("Nothing changed", "Between these two the plan says the same.")
    }
}

fn line_view(line: &ChangeLine, links: &PlanLinks) -> LineView {
    let by = match (&line.by, &line.on) {
        (Some(by), Some(on)) => format!("{by}, from {}", on.words),
        (Some(by), None) => by.clone(),
        _ => String::new(),
    };
    LineView {
        kind: Tag::new(line.kind.clone(), colour(&line.kind)),
        href: links.action(&line.reference),
        reference: line.reference.clone(),
        title: line.title.clone(),
        before: line.before.clone().unwrap_or_default(),
        after: line.after.clone().unwrap_or_default(),
        effect: line.effect.as_deref().map(capital).unwrap_or_default(),
        why: line.reason.clone().unwrap_or_default(),
        by,
    }
}

fn colour(kind: &str) -> &'static str {
    match kind {
        "Added" => "teal",
        "New date" => "orange",
        "Withdrawn" | "Merged" | "Split" => "purple",
        _ => "grey",
    }
}

fn movement_view(line: &MovementLine, links: &PlanLinks) -> MovementView {
    MovementView {
        href: links.action(&line.reference),
        reference: line.reference.clone(),
        title: line.title.clone(),
        axis: line.axis_words.clone(),
        from: rating(&line.from),
        to: rating(&line.to),
        direction: line.direction_words.clone(),
        note: line.note.clone().unwrap_or_default(),
    }
}

/// `3 changes` for the caption of a table.
fn caption(lines: &[LineView]) -> String {
    count(lines.len(), "change", "changes")
}
