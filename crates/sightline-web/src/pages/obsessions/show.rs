//! One obsession: its weeks, a check-in, and what came of it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::obsession::{CheckIn, Stage, week_of};
use sightline_app::policy::{Action, Target};
use sightline_app::{Call, CheckInInput, Error, ObsessionView};

use super::{href, stage_tag};
use crate::components::summary_list::SummaryRow;
use crate::components::{Breadcrumbs, DateInput, ErrorSummary, Link, SummaryList, Tag, TextInput, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "obsessions/show.html")]
struct ShowPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    title: String,
    stage: Tag,
    lacks_result: bool,
    facts: SummaryList,
    actions: Vec<Link>,
    weeks: Vec<Week>,
    href: String,
    check_in: Option<CheckInFields>,
    close: Option<CloseFields>,
}

/// One week with what was found.
struct Week {
    name: String,
    looks: Vec<Look>,
    nothing: &'static str,
}

struct Look {
    value: String,
    note: Option<String>,
    told: String,
}

struct CheckInFields {
    value: TextInput,
    note: Textarea,
    on: DateInput,
}

struct CloseFields {
    result: Textarea,
    learning: Textarea,
}

/// The obsession.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.obsession(call, Some(&plan), number).await?;
    let mut typed = Typed::default();
    typed.set_day("on", Some(call.today.min(view.obsession.ends_on)));
    Ok(render::page(&ShowPage::of(frame, call, &view, &typed, &FormErrors::default())))
}

/// Keeps a weekly look.
pub(super) async fn check_in(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.obsession(call, Some(&plan), number).await?;
    let mut errors = FormErrors::default();
    if typed.filled("value").is_none() {
        errors.add("value", "Enter what the measure says");
    }
    if typed.day("on") == TypedDay::NoDay {
        errors.add("on", "Enter a real day, such as 16 10 2026");
    }
    if errors.is_empty() {
        let input = CheckInInput {
            on: typed.day("on").day(),
            value: typed.get("value").to_owned(),
            note: typed.filled("note").map(str::to_owned),
        };
        match site.app.check_in(call, Some(&plan), number, &input).await {
            Ok(()) => {
                let own = format!("{}/{number}", href(&view.summary.handle));
                return Ok(render::done(&site, &own, "The check-in is kept."));
            }
            Err(error @ (Error::OutsideObsession { .. } | Error::FutureDay { .. })) => {
                let until = view.obsession.ends_on.min(call.today);
                let (from, to) = (words::day(view.obsession.starts_on), words::day(until));
                errors.add("on", format!("{}: give a day from {from} to {to}", words::capital(&error.to_string())));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(render::refused(&ShowPage::of(frame, call, &view, &typed, &errors)))
}

/// Says what came of it.
pub(super) async fn close(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.obsession(call, Some(&plan), number).await?;
    let mut errors = FormErrors::default();
    if typed.filled("result").is_none() {
        errors.add("result", "Enter what came of it, also when nothing did");
        return Ok(render::refused(&ShowPage::of(frame, call, &view, &typed, &errors)));
    }
    site.app.close_obsession(call, Some(&plan), number, typed.get("result"), typed.get("learning")).await?;
    let own = format!("{}/{number}", href(&view.summary.handle));
    Ok(render::done(&site, &own, "The obsession is closed. What was learnt stays with it."))
}

impl ShowPage {
    fn of(frame: Frame, call: &Call, view: &ObsessionView, typed: &Typed, errors: &FormErrors) -> Self {
        let obsession = &view.obsession;
        let stage = obsession.stage_on(call.today);
        let is_open = stage != Stage::Closed;
        let can_check_in = is_open && stage != Stage::ToCome && view.can_check_in;
        let can_close = is_open && call.allows(Action::ObsessionManage, &Target::Plan(&view.summary));
        let own = href(&view.summary.handle);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&view.summary, true);
        breadcrumbs.links.push(Link::new("Obsessions", &own));
        let actions = obsession.actions.iter().filter_map(|reference| view.at.plan.action(reference));
        let actions = actions.map(|action| {
            let words: String = format!("{} {}", action.reference, action.title()).chars().take(140).collect();
            Link::new(words, words::action_href(&view.summary.handle, &action.reference))
        });
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            title: obsession.title.clone(),
            stage: stage_tag(obsession, call.today),
            lacks_result: stage == Stage::WithoutResult,
            facts: facts(view),
            actions: actions.collect(),
            weeks: weeks(view, call.today),
            href: format!("{own}/{}", obsession.number),
            check_in: can_check_in.then(|| CheckInFields::of(view, typed, errors)),
            close: can_close.then(|| CloseFields::of(typed, errors)),
        }
    }
}

fn facts(view: &ObsessionView) -> SummaryList {
    let obsession = &view.obsession;
    let mut rows = vec![
        SummaryRow::new("What will be different", &obsession.aim),
        SummaryRow::new("Measure", &obsession.measure),
        SummaryRow::new("At the start", &obsession.baseline),
        SummaryRow::new("Answers for it", &obsession.owner),
        SummaryRow::new("Runs", format!("{} to {}", words::day(obsession.starts_on), words::day(obsession.ends_on))),
    ];
    if let Some(closed) = obsession.closed_on {
        rows.push(SummaryRow::new("Result", obsession.result.clone().unwrap_or_default()));
        rows.push(SummaryRow::new("What was learnt", obsession.learning.clone().unwrap_or_default()));
        rows.push(SummaryRow::new("Closed", words::day(closed)));
    }
    SummaryList::new(rows)
}

fn weeks(view: &ObsessionView, today: chrono::NaiveDate) -> Vec<Week> {
    let obsession = &view.obsession;
    let missed = obsession.weeks_missed(&view.check_ins, today);
    let look = |check_in: &CheckIn| Look {
        value: check_in.value.clone(),
        note: check_in.note.clone(),
        told: format!("{}, by {}", words::day(check_in.on), check_in.by),
    };
    (1..=obsession.weeks())
        .map(|week| Week {
            name: format!("Week {week}"),
            looks: view
                .check_ins
                .iter()
                .filter(|check_in| week_of(obsession.starts_on, check_in.on) == week)
                .map(look)
                .collect(),
            nothing: if missed.contains(&week) { "No check-in" } else { "To come" },
        })
        .collect()
}

impl CheckInFields {
    fn of(view: &ObsessionView, typed: &Typed, errors: &FormErrors) -> Self {
        let [day, month, year] = ["on_day", "on_month", "on_year"].map(|part| typed.get(part).to_owned());
        Self {
            value: TextInput::new("value", format!("{}: where does it stand?", view.obsession.measure))
                .value(typed.get("value"))
                .error(errors.of("value")),
            note: Textarea::new("note", "What happened? (optional)")
                .hint("Do not name children or families.")
                .rows(3)
                .value(typed.get("note"))
                .error(errors.of("note")),
            on: DateInput::new("on", "Which day does this tell of?").typed(day, month, year).error(errors.of("on")),
        }
    }
}

impl CloseFields {
    fn of(typed: &Typed, errors: &FormErrors) -> Self {
        Self {
            result: Textarea::new("result", "What came of it?")
                .hint("Where the measure stands now, and whether that is more than chance.")
                .rows(3)
                .value(typed.get("result"))
                .error(errors.of("result")),
            learning: Textarea::new("learning", "What was learnt? (optional)")
                .rows(3)
                .value(typed.get("learning"))
                .error(errors.of("learning")),
        }
    }
}
