//! Beginning an obsession.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::policy::{Action, Target};
use sightline_app::{Error, ObsessionInput, PlanView};

use super::href;
use crate::components::{
    Breadcrumbs, Checkboxes, Choice, DateInput, ErrorSummary, FormField, Link, TextInput, Textarea,
};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "obsessions/begin.html")]
struct BeginPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    fields: Vec<FormField>,
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = plan_to_begin_on(&site, &visitor, &plan).await?;
    let mut typed = Typed::default();
    typed.set_day("starts", Some(visitor.call().today));
    Ok(render::page(&BeginPage::of(frame, &view, &typed, &FormErrors::default())))
}

/// Begins it.
pub(super) async fn save(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = plan_to_begin_on(&site, &visitor, &plan).await?;
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.begin_obsession(call, Some(&plan), &input).await {
            Ok(begun) => {
                let own = format!("{}/{}", href(&view.summary.handle), begun.number);
                return Ok(render::done(&site, &own, format!("{} has begun. Look at it every week.", begun.title)));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&BeginPage::of(frame, &view, &typed, &errors)))
}

/// The plan, for somebody who may begin an obsession on it.
async fn plan_to_begin_on(site: &Site, visitor: &Visitor, plan: &str) -> Result<PlanView, Error> {
    let view = site.app.plan(visitor.call(), Some(plan), None).await?;
    visitor.call().may_on(Action::ObsessionManage, &Target::Plan(&view.summary))?;
    Ok(view)
}

/// Fields that may not be empty, with what to do.
const REQUIRED: &[(&str, &str)] = &[
    ("title", "Enter what people will call it"),
    ("aim", "Enter what will be different at the end"),
    ("measure", "Enter what you will look at each week"),
    ("baseline", "Enter where the measure stands now"),
    ("owner", "Enter who answers for it"),
];

fn read(typed: &Typed) -> Result<ObsessionInput, FormErrors> {
    let mut errors = FormErrors::default();
    for (field, what) in REQUIRED {
        if typed.filled(field).is_none() {
            errors.add(*field, *what);
        }
    }
    let actions: Vec<String> = typed.all("actions").map(str::to_owned).collect();
    if actions.is_empty() {
        errors.add("actions", "Choose at least one action of the plan");
    }
    for (field, what) in [("starts", "first"), ("ends", "last")] {
        if typed.day(field) == TypedDay::NoDay {
            errors.add(field, format!("Enter a real {what} day, such as 1 9 2026"));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let text = |name: &str| typed.get(name).to_owned();
    Ok(ObsessionInput {
        title: text("title"),
        aim: text("aim"),
        actions,
        measure: text("measure"),
        baseline: text("baseline"),
        owner: text("owner"),
        starts_on: typed.day("starts").day(),
        ends_on: typed.day("ends").day(),
    })
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    match &error {
        Error::EndsBeforeStart { .. } => errors.add("ends", "Enter a last day after the first day"),
        Error::UnknownAction { reference, .. } | Error::NotLive { reference, .. } => {
            errors.add("actions", format!("Choose again: action {reference} is no longer in the plan"));
        }
        _ => return Err(error),
    }
    Ok(errors)
}

impl BeginPage {
    fn of(frame: Frame, view: &PlanView, typed: &Typed, errors: &FormErrors) -> Self {
        let own = href(&view.summary.handle);
        let line = |name: &str, label: &str, hint: &str| -> FormField {
            let input = TextInput::new(name, label).value(typed.get(name)).error(errors.of(name));
            if hint.is_empty() { input.into() } else { input.hint(hint).into() }
        };
        let date = |name: &str, label: &str, hint: &str| -> FormField {
            let [day, month, year] =
                ["day", "month", "year"].map(|part| typed.get(&format!("{name}_{part}")).to_owned());
            DateInput::new(name, label).hint(hint).typed(day, month, year).error(errors.of(name)).into()
        };
        let actions = view.at.plan.actions.iter().filter(|action| action.is_live() && !action.placeholder);
        let choices = actions.map(|action| {
            let words: String = format!("{} {}", action.reference, action.title()).chars().take(140).collect();
            let is_chosen = typed.all("actions").any(|chosen| chosen == action.reference);
            Choice::new(&action.reference, words).chosen(is_chosen)
        });
        let fields = vec![
            line("title", "What people will call it", "Such as ‘Visits on time’."),
            Textarea::new("aim", "What will be different at the end?")
                .rows(2)
                .value(typed.get("aim"))
                .error(errors.of("aim"))
                .into(),
            line(
                "measure",
                "What do you look at each week?",
                "One measure, in words. Such as ‘children seen within ten working days’.",
            ),
            line("baseline", "Where does it stand now?", "Such as ‘71%, 34 of 48 children’."),
            line("owner", "Who answers for it?", "A post or a person."),
            date("starts", "First day", "Today, or a day soon."),
            date("ends", "Last day (optional)", "Six weeks from the first day when you leave this empty."),
            Checkboxes::new("actions", "Which actions of the plan is it part of?")
                .hint("A few: what it takes to move the measure.")
                .choices(choices)
                .error(errors.of("actions"))
                .small()
                .into(),
        ];
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&view.summary, true);
        breadcrumbs.links.push(Link::new("Obsessions", &own));
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: format!("{own}/begin"),
            fields,
        }
    }
}
