//! The rounds of a plan, and opening one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{Months, NaiveDate};
use serde::Deserialize;
use sightline_app::{App, Call, Error, RoundList, RoundProgress};

use super::{month_words, read_month, round_href};
use crate::components::{Breadcrumbs, Choice, DateInput, EmptyState, ErrorSummary, Progress, Select};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "rounds/list.html")]
struct ListPage {
    frame: Frame,
    plan: String,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    rounds: Vec<RoundLine>,
    empty: EmptyState,
    /// Absent while a round is open: there is one at a time.
    open: Option<OpenFields>,
}

struct RoundLine {
    month: String,
    href: String,
    state: String,
    due: String,
    progress: Progress,
}

struct OpenFields {
    month: Select,
    due: DateInput,
}

/// What is asked of a new round.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpenForm {
    month: String,
    due_day: String,
    due_month: String,
    due_year: String,
}

impl OpenForm {
    fn of(list: &RoundList) -> Self {
        let [due_day, due_month, due_year] = TypedDay::fields(Some(list.next_due_on));
        Self { month: list.next_month.format("%Y-%m").to_string(), due_day, due_month, due_year }
    }

    fn validate(&self) -> Result<(NaiveDate, NaiveDate), FormErrors> {
        let mut errors = FormErrors::default();
        let month = read_month(&self.month);
        if month.is_none() {
            errors.add("month", "Choose the month that updates are asked for");
        }
        let due = match TypedDay::read(&self.due_day, &self.due_month, &self.due_year) {
            TypedDay::Day(due) => Some(due),
            TypedDay::Nothing | TypedDay::NoDay => {
                errors.add("due", "Enter the last day for updates, such as 4 12 2026");
                None
            }
        };
        month.zip(due).ok_or(errors)
    }

    fn fields(self, list: &RoundList, errors: &FormErrors) -> OpenFields {
        let months = (0..4).filter_map(|ahead| list.next_month.checked_add_months(Months::new(ahead)));
        let before = list.next_month.checked_sub_months(Months::new(1));
        let taken = |month: &NaiveDate| list.rounds.iter().any(|line| line.round.month == *month);
        let choices = before.into_iter().chain(months).filter(|month| !taken(month)).map(|month| {
            let value = month.format("%Y-%m").to_string();
            let chosen = value == self.month;
            Choice::new(value, month_words(month)).chosen(chosen)
        });
        OpenFields {
            month: Select::new("month", "Month that updates are asked for").choices(choices).error(errors.of("month")),
            due: DateInput::new("due", "Last day for updates")
                .hint("A few days after the month gives people time.")
                .typed(self.due_day, self.due_month, self.due_year)
                .error(errors.of("due")),
        }
    }
}

/// Every round of the plan.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let list = app.rounds(visitor.call(), &plan).await?;
    let form = OpenForm::of(&list);
    Ok(render::page(&ListPage::of(frame, visitor.call(), &list, form, &FormErrors::default())))
}

/// Opens a round.
pub(super) async fn open(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<OpenForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let errors = match form.validate() {
        Err(errors) => errors,
        Ok((month, due)) => match site.app.open_round(call, &plan, month, due).await {
            Ok(round) => {
                let said = format!("The round for {} is open.", month_words(round.month));
                return Ok(render::done(&site, &round_href(&plan, round.month), said));
            }
            Err(Error::RoundDueTooEarly { .. }) => due_too_early(),
            Err(other) => return Err(other.into()),
        },
    };
    let list = site.app.rounds(call, &plan).await?;
    Ok(render::refused(&ListPage::of(frame, call, &list, form, &errors)))
}

fn due_too_early() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add("due", "Choose a last day from today on, in the month or after it");
    errors
}

impl ListPage {
    fn of(frame: Frame, call: &Call, list: &RoundList, form: OpenForm, errors: &FormErrors) -> Self {
        let plan_href = words::plan_href(&list.summary.handle);
        let has_open = list.rounds.iter().any(|line| line.round.is_open());
        Self {
            frame,
            plan: plan_title(&list.summary),
            breadcrumbs: PlanNavigation::breadcrumbs(&list.summary, true),
            navigation: PlanNavigation::plain(call, &list.summary, "rounds"),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: format!("{plan_href}/rounds"),
            rounds: list.rounds.iter().map(|line| round_line(&list.summary.handle, line)).collect(),
            empty: EmptyState::new(
                "No round yet",
                "Open one each month: everybody with an action that is not complete then sees on their home page what is asked of them, and by when.",
            ),
            open: (!has_open).then(|| form.fields(list, errors)),
        }
    }
}

fn round_line(handle: &str, line: &RoundProgress) -> RoundLine {
    let round = &line.round;
    RoundLine {
        month: month_words(round.month),
        href: round_href(handle, round.month),
        state: match round.closed_on {
            None => "Open".to_owned(),
            Some(on) => format!("Closed on {}", words::day(on)),
        },
        due: words::day(round.due_on),
        progress: Progress::new(line.answered, line.answered + line.owed, "updated"),
    }
}
