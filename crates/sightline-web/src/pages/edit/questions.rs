//! Questions that the import left open, and how the others were settled.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::{Answer, Problem};
use sightline_app::{Error, Item, PlanSummary};

use crate::components::{Breadcrumbs, ErrorSummary, Link, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "edit/questions.html")]
struct QuestionsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    title: String,
    open: Vec<Open>,
    settled: Vec<Settled>,
}

struct Open {
    heading: String,
    place: String,
    seen: String,
    help: String,
    edit: Option<Link>,
    href: String,
    how: Textarea,
}

struct Settled {
    heading: String,
    place: String,
    answer: String,
    corrections: Vec<String>,
}

/// The list.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let (summary, problems) = site.app.problems(visitor.call(), Some(&plan)).await?;
    let (typed, errors) = (Typed::default(), FormErrors::default());
    Ok(render::page(&QuestionsPage::of(frame, &summary, &problems, 0, &typed, &errors)))
}

/// Settles one.
pub(super) async fn settle(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, usize)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, problems) = site.app.problems(call, Some(&plan)).await?;
    match site.app.settle_problem(call, Some(&plan), number, typed.get(&field(number))).await {
        Ok(()) => {
            let href = format!("{}/edit/questions", words::plan_href(&summary.handle));
            Ok(render::done(&site, &href, "The question is settled. It stays in the list below with your answer."))
        }
        Err(Error::NothingSaid { .. }) => {
            let mut errors = FormErrors::default();
            errors.add(field(number), "Say how it was settled");
            Ok(render::refused(&QuestionsPage::of(frame, &summary, &problems, number, &typed, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

fn field(number: usize) -> String {
    format!("how-{number}")
}

impl QuestionsPage {
    fn of(
        frame: Frame,
        summary: &PlanSummary,
        problems: &[Problem],
        wrong: usize,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Self {
        let own = words::plan_href(&summary.handle);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(summary, true);
        breadcrumbs.links.push(Link::new("Edit the plan", format!("{own}/edit")));
        let open = (1..)
            .zip(problems)
            .filter(|(_, problem)| problem.is_open())
            .map(|(number, problem)| {
                let name = field(number);
                let how = if number == wrong { typed.get(&name).to_owned() } else { String::new() };
                Open {
                    heading: heading(problem),
                    place: words::capital(&problem.place.to_string()),
                    seen: problem.seen.clone(),
                    help: problem.help.clone(),
                    edit: edit(summary, problem),
                    href: format!("{own}/edit/questions/{number}"),
                    how: Textarea::new(&name, "How was it settled?").rows(2).value(how).error(errors.of(&name)),
                }
            })
            .collect();
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            title: plan_title(summary),
            open,
            settled: problems.iter().filter_map(Settled::of).collect(),
        }
    }
}

fn heading(problem: &Problem) -> String {
    let title = sightline_app::explain::explain(&problem.code).map(|page| page.title);
    let title = title.unwrap_or_else(|| problem.code.clone());
    match &problem.about {
        Some(about) => format!("{title}: {about}"),
        None => title,
    }
}

/// Where the plan can be amended for it, when it is about an action.
fn edit(summary: &PlanSummary, problem: &Problem) -> Option<Link> {
    match Item::about(problem.about.as_deref()?) {
        Item::Action(reference) => {
            let href = format!("{}/edit", words::action_href(&summary.handle, &reference));
            Some(Link::new(format!("Change action {reference}"), href))
        }
        Item::Priority(_) => {
            Some(Link::new("Change the priority", format!("{}/edit/priorities", words::plan_href(&summary.handle))))
        }
        Item::Person(_) | Item::Lead(_) => {
            Some(Link::new("See people", format!("{}/people", words::plan_href(&summary.handle))))
        }
        _ => None,
    }
}

impl Settled {
    fn of(problem: &Problem) -> Option<Self> {
        let settled = problem.settled.as_ref()?;
        let answer = match settled.answer {
            Answer::AsRead => "Right as read",
            Answer::Corrected => "Settled",
        };
        Some(Self {
            heading: heading(problem),
            place: words::capital(&problem.place.to_string()),
            answer: format!("{answer}, said {} on {}", settled.by, words::day(settled.on)),
            corrections: settled.corrections.clone(),
        })
    }
}
