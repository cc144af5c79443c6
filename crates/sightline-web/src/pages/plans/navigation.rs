//! What every page of a plan begins with: its views, and the day that is looked at.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use sightline_app::plan_views::PlanHeading;
use sightline_app::policy::{Action, Target};
use sightline_app::{Call, PlanSummary};

use super::address::{AsAt, PlanLinks};
use crate::components::{Breadcrumbs, Link, SubNavigation};
use crate::words::{day, plan_href};

/// A page of a plan.
struct PlanPage {
    words: &'static str,
    /// Address below the plan's own.
    path: &'static str,
    /// What it takes to see it.
    needs: Action,
    /// Whether it shows the plan as at a day; the others are of today.
    has_day: bool,
}

const fn of_a_day(words: &'static str, path: &'static str) -> PlanPage {
    PlanPage { words, path, needs: Action::PlanRead, has_day: true }
}

const fn of_today(words: &'static str, path: &'static str, needs: Action) -> PlanPage {
    PlanPage { words, path, needs, has_day: false }
}

/// The pages that always stand there.
const FIRST: &[PlanPage] = &[
    of_a_day("Actions", ""),
    of_a_day("On a page", "on-a-page"),
    of_a_day("Timeline", "timeline"),
    PlanPage { words: "Challenges", path: "challenges", needs: Action::MeasureRead, has_day: true },
    of_today("Boards", "boards", Action::PlanRead),
    of_today("Packs", "packs", Action::ReportRead),
];

/// The others, by what they are for.
const MORE: &[(&str, &[PlanPage])] = &[
    (
        "The plan in other ways",
        &[
            of_a_day("By rating", "by-rating"),
            of_a_day("By lead", "by-lead"),
            of_a_day("By finding", "by-finding"),
            of_a_day("Changes", "compare"),
            of_today("Driver diagram", "driver-diagram", Action::MeasureRead),
        ],
    ),
    (
        "Is it working",
        &[
            of_today("Success measures", "success-measures", Action::MeasureRead),
            of_today("Impact tests", "impact-tests", Action::MeasureRead),
            of_a_day("How past ratings turned out", "optimism"),
            of_today("Obsessions", "obsessions", Action::PlanRead),
            of_today("Risks", "risks", Action::PlanRead),
        ],
    ),
    (
        "Keeping it",
        &[
            of_today("Sign-off", "sign-off", Action::PlanSignOff),
            of_today("Update rounds", "rounds", Action::RoundManage),
            of_today("Reports", "reports", Action::ReportRead),
            of_today("Registers", "registers", Action::PlanRead),
            of_today("Edit", "edit", Action::PlanAmend),
        ],
    ),
];

/// The views of a plan, the day that is looked at, and the way to another day.
#[derive(Clone, Debug, Template)]
#[template(path = "plans/navigation.html")]
pub(crate) struct PlanNavigation {
    views: SubNavigation,
    /// The other pages, by what they are for.
    more: Vec<MorePages>,
    /// The day in words, when it is not today.
    not_today: Option<String>,
    /// The same page today.
    today_href: String,
    /// The way to another day; absent on pages that show no state.
    day_form: Option<DayForm>,
}

/// Pages that are for one thing.
#[derive(Clone, Debug)]
struct MorePages {
    title: &'static str,
    links: Vec<Link>,
}

#[derive(Clone, Debug)]
struct DayForm {
    /// Where the form leads.
    action: String,
    /// The day as the field holds it.
    value: String,
    /// What is wrong with what was typed.
    error: Option<String>,
    /// What else the address holds and keeps.
    keep: Vec<(&'static str, String)>,
}

impl PlanNavigation {
    /// For a page that shows the plan as it is, at `path` below the plan's address, such as `edit`.
    pub(crate) fn plain(call: &Call, plan: &PlanSummary, path: &str) -> Self {
        let links = PlanLinks::new(&plan.handle, None);
        let (views, more) = views(call, plan, &links, path);
        Self { views, more, not_today: None, today_href: links.view(path), day_form: None }
    }

    /// For a page that shows the plan on a day, at `path` below the plan's address.
    ///
    /// `typed` is the day as it was typed; `keep` is what else the address
    /// holds and another day leaves as it is.
    pub(crate) fn on_a_day(
        call: &Call,
        heading: &PlanHeading,
        path: &str,
        typed: &AsAt,
        keep: Vec<(&'static str, String)>,
    ) -> Self {
        Self::dated(call, &heading.summary, heading.as_at, path, typed, keep)
    }

    /// As [`Self::on_a_day`], for a page without a [`PlanHeading`].
    pub(crate) fn dated(
        call: &Call,
        plan: &PlanSummary,
        as_at: NaiveDate,
        path: &str,
        typed: &AsAt,
        keep: Vec<(&'static str, String)>,
    ) -> Self {
        let is_today = as_at == call.today;
        let links = PlanLinks::new(&plan.handle, (!is_today).then_some(as_at));
        let today = PlanLinks::new(&plan.handle, None);
        let (views, more) = views(call, plan, &links, path);
        Self {
            views,
            more,
            not_today: (!is_today).then(|| day(as_at)),
            today_href: today.view(path),
            day_form: Some(DayForm {
                action: today.view(path),
                value: if typed.unreadable.is_empty() { as_at.to_string() } else { typed.unreadable.clone() },
                error: (!typed.unreadable.is_empty())
                    .then(|| "Enter a date such as 30 June 2026. The plan is shown as it is today.".to_owned()),
                keep,
            }),
        }
    }

    /// Where the page stands: the list of plans, and the plan itself when the page is one below it.
    pub(crate) fn breadcrumbs(plan: &PlanSummary, below_the_plan: bool) -> Breadcrumbs {
        let mut links = vec![Link::new("Plans", "/plans")];
        if below_the_plan {
            links.push(Link::new(plan_title(plan), plan_href(&plan.handle)));
        }
        Breadcrumbs::new(links)
    }
}

impl HtmlSafe for PlanNavigation {}

/// The title of a plan, or its handle when it has none.
pub(crate) fn plan_title(plan: &PlanSummary) -> String {
    let title = plan.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { plan.handle.clone() } else { title }
}

/// The pages that always stand there, with the present one, and the others.
fn views(call: &Call, plan: &PlanSummary, links: &PlanLinks, current: &str) -> (SubNavigation, Vec<MorePages>) {
    let mut asked: BTreeMap<Action, bool> = BTreeMap::new();
    let mut may = |action| *asked.entry(action).or_insert_with(|| call.allows(action, &Target::Plan(plan)));
    let today = PlanLinks::new(&plan.handle, None);
    let link = |page: &PlanPage| Link::new(page.words, if page.has_day { links } else { &today }.view(page.path));
    let mut first: Vec<Link> = FIRST.iter().filter(|page| may(page.needs)).map(link).collect();
    let mut more = Vec::new();
    for (title, pages) in MORE {
        let (here, others): (Vec<&PlanPage>, Vec<&PlanPage>) =
            pages.iter().filter(|page| may(page.needs)).partition(|page| page.path == current);
        first.extend(here.into_iter().map(link));
        if !others.is_empty() {
            more.push(MorePages { title, links: others.into_iter().map(link).collect() });
        }
    }
    (SubNavigation::new("Views of this plan", first, links.view(current)), more)
}
