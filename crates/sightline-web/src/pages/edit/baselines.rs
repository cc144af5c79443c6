//! Baselines: the plan frozen under a name.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::policy::{Action, Target};
use sightline_app::{BaselineSummary, Call, Error, PlanSummary, StoreError};

use crate::components::{Breadcrumbs, DateInput, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "edit/baselines.html")]
struct BaselinesPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    title: String,
    href: String,
    baselines: Vec<Line>,
    can_freeze: bool,
    name: TextInput,
    on: DateInput,
}

struct Line {
    name: String,
    on: String,
    compare: String,
    sha256: String,
}

/// The baselines, and the form for another.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let summary = site.app.plan(call, Some(&plan), None).await?.summary;
    let baselines = site.app.baselines(call, Some(&plan)).await?;
    let mut typed = Typed::default();
    typed.set_day("on", Some(call.today));
    Ok(render::page(&BaselinesPage::of(frame, call, &summary, &baselines, &typed, &FormErrors::default())))
}

/// Freezes the plan.
pub(super) async fn freeze(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let summary = site.app.plan(call, Some(&plan), None).await?.summary;
    let mut errors = FormErrors::default();
    let on = typed.day("on");
    if typed.filled("name").is_none() {
        errors.add("name", "Enter a name, such as As first agreed");
    }
    if on == TypedDay::NoDay || on.day().is_some_and(|day| day > call.today) {
        errors.add("on", "Enter a real day up to today, such as 31 10 2026");
    }
    if errors.is_empty() {
        match site.app.add_baseline(call, Some(&plan), typed.get("name").trim(), on.day()).await {
            Ok(made) => {
                let href = format!("{}/baselines", words::plan_href(&summary.handle));
                let said = format!("The plan of {} is frozen as {}.", words::day(made.on), made.name);
                return Ok(render::done(&site, &href, said));
            }
            Err(Error::Store(StoreError::BaselineTaken { name })) => {
                errors.add(
                    "name",
                    format!("Choose another name: there is a baseline called {name}, and none is replaced"),
                );
            }
            Err(error) => return Err(error.into()),
        }
    }
    let baselines = site.app.baselines(call, Some(&plan)).await?;
    Ok(render::refused(&BaselinesPage::of(frame, call, &summary, &baselines, &typed, &errors)))
}

impl BaselinesPage {
    fn of(
        frame: Frame,
        call: &Call,
        summary: &PlanSummary,
        baselines: &[BaselineSummary],
        typed: &Typed,
        errors: &FormErrors,
    ) -> Self {
        let own = words::plan_href(&summary.handle);
        let [day, month, year] = ["on_day", "on_month", "on_year"].map(|part| typed.get(part).to_owned());
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(summary, true),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            title: plan_title(summary),
            baselines: baselines
                .iter()
                .map(|baseline| Line {
                    name: baseline.name.clone(),
                    on: words::day(baseline.on),
                    compare: format!("{own}/compare?with=baseline:{}", words::segment(&baseline.name)),
                    sha256: baseline.sha256.clone(),
                })
                .collect(),
            href: format!("{own}/baselines"),
            can_freeze: call.allows(Action::PlanBaseline, &Target::Plan(summary)),
            name: TextInput::new("name", "Name")
                .hint("Such as ‘As first agreed’ or ‘Before the monitoring visit’.")
                .value(typed.get("name"))
                .error(errors.of("name")),
            on: DateInput::new("on", "The plan of which day?")
                .hint("Today, or an earlier day.")
                .typed(day, month, year)
                .error(errors.of("on")),
        }
    }
}
