//! Choosing the measure that shows a success measure, with its target.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::success::Printed;
use sightline_app::domain::target::{Comparison, TargetKind};
use sightline_app::policy::{Action, Target};
use sightline_app::{BindingInput, Call, Error, LONGEST_WORDS, ShownBy, SuccessLine, TargetInput};

use super::{href, place};
use crate::components::{
    Breadcrumbs, Choice, DateInput, ErrorSummary, FormField, Link, Radios, Select, TextInput, Textarea,
};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Chosen when no measure can show it.
const NONE: &str = "none";
/// Chosen when the measure is one of the list of all.
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "success_measures/bind.html")]
struct BindPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    place: String,
    words: String,
    href: String,
    fields: Vec<FormField>,
}

/// What the form offers.
struct Offered {
    plan: sightline_app::PlanSummary,
    line: SuccessLine,
    /// Id and title of each measure.
    measures: Vec<(String, String)>,
    /// Live actions that it may be linked with, where no action prints it.
    actions: Vec<(String, String)>,
    may_aim: bool,
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, id)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let offered = offered(&site, visitor.call(), &plan, &id).await?;
    Ok(render::page(&BindPage::of(frame, &offered, &Typed::default(), &FormErrors::default())))
}

/// Keeps what was chosen.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, id)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let offered = offered(&site, call, &plan, &id).await?;
    let errors = match read(&typed, &offered) {
        Err(errors) => errors,
        Ok(input) => match site.app.bind_success_measure(call, &plan, &input).await {
            Ok(binding) => {
                let said = if binding.measure.is_some() {
                    "The measure is chosen."
                } else {
                    "It is kept that no measure can show it."
                };
                return Ok(render::done(&site, &href(&offered.plan.handle), said));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&BindPage::of(frame, &offered, &typed, &errors)))
}

async fn offered(site: &Site, call: &Call, plan: &str, id: &str) -> Result<Offered, PageError> {
    let known = site.app.success_measures(call, plan).await?;
    let line = known.lines.into_iter().find(|line| line.id == id).ok_or(PageError::NotFound)?;
    if !line.may_bind {
        return Err(PageError::Forbidden { to: Action::MeasureLink.words() });
    }
    let whole = site.app.plan(call, Some(plan), None).await?;
    let mut measures: Vec<(String, String)> =
        site.app.measure_titles(call).await?.into_iter().map(|(_, one)| (one.id, one.title)).collect();
    measures.sort_by(|one, other| one.1.cmp(&other.1));
    measures.dedup();
    let of = |wanted: &str| -> Vec<(String, String)> {
        let actions = whole.at.plan.actions.iter().filter(|action| action.is_live() && action.priority == wanted);
        actions.map(|action| (action.reference.clone(), action.title().chars().take(90).collect())).collect()
    };
    let actions = match &line.printed.printed {
        Printed::Action { .. } => Vec::new(),
        Printed::MeasuredBy { priority } | Printed::Target { priority } | Printed::Impact { priority } => of(priority),
        Printed::Register { actions } => {
            let named = |reference: &String| whole.at.plan.action(reference);
            actions.iter().filter_map(named).map(|one| (one.reference.clone(), one.title().to_owned())).collect()
        }
    };
    let may_aim = call.allows(Action::TargetSet, &Target::Sightline);
    Ok(Offered { plan: known.summary, line, measures, actions, may_aim })
}

fn read(typed: &Typed, offered: &Offered) -> Result<BindingInput, FormErrors> {
    let mut errors = FormErrors::default();
    let measure = match typed.get("measure") {
        "" => {
            errors.add("measure", "Choose what shows it");
            None
        }
        NONE => None,
        OTHER => {
            let other = typed.filled("other").map(str::to_owned);
            if other.is_none() {
                errors.add("other", "Choose the measure");
            }
            other
        }
        chosen => Some(chosen.to_owned()),
    };
    if typed.day("from") == TypedDay::NoDay {
        errors.add("from", "Enter a real day, such as 1 9 2026");
    }
    let value = typed.filled("value").filter(|_| offered.may_aim && measure.is_some());
    let for_on = typed.day("for");
    if value.is_some() && for_on.day().is_none() {
        errors.add("for", "Enter the day that the target is for, such as 31 3 2027");
    }
    let comparison = Comparison::from_code(typed.get("comparison"));
    if value.is_some() && comparison.is_none() {
        errors.add("comparison", "Choose whether it is to be at least or at most that");
    }
    if typed.filled("reason").is_none() {
        errors.add("reason", "Say why");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let reason = typed.get("reason").to_owned();
    let target = value.zip(comparison).zip(for_on.day()).zip(measure.clone());
    let target = target.map(|(((value, comparison), for_on), measure)| TargetInput {
        measure,
        value: value.to_owned(),
        comparison,
        for_on,
        kind: TargetKind::Own,
        reason: reason.clone(),
    });
    Ok(BindingInput {
        id: offered.line.id.clone(),
        measure,
        action: typed.filled("action").map(str::to_owned),
        from_on: typed.day("from").day(),
        target,
        reason,
    })
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let (field, what) = match &error {
        Error::NotATarget { .. } => ("value", error.help()),
        Error::TooLong { limit, .. } => ("reason", format!("Use at most {} letters", words::number(*limit))),
        Error::NotAMeasure { .. } | Error::Engine(_) => ("other", "Choose a measure of the list".to_owned()),
        Error::UnknownAction { .. } | Error::NotLive { .. } => ("action", "Choose an action of the list".to_owned()),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add(field, what);
    Ok(errors)
}

impl BindPage {
    fn of(frame: Frame, offered: &Offered, typed: &Typed, errors: &FormErrors) -> Self {
        let base = href(&offered.plan.handle);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&offered.plan, true);
        breadcrumbs.links.push(Link::new("Success measures", &base));
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            place: place(&offered.line.printed.printed),
            words: offered.line.printed.words.clone(),
            href: format!("{base}/{}", offered.line.id),
            fields: fields(offered, typed, errors),
        }
    }
}

fn fields(offered: &Offered, typed: &Typed, errors: &FormErrors) -> Vec<FormField> {
    let chosen = |name: &str, value: &str| typed.get(name) == value;
    let day = |name: &'static str, label: &str, hint: &str| {
        let [day, month, year] = ["day", "month", "year"].map(|part| typed.get(&format!("{name}_{part}")).to_owned());
        DateInput::new(name, label).hint(hint).typed(day, month, year).error(errors.of(name))
    };
    let mut shows: Vec<Choice> = match &offered.line.shown_by {
        ShownBy::Nobody { suggested } => suggested
            .iter()
            .map(|(id, title, shared)| {
                Choice::new(id, title).hint(format!("It shares {}.", words::list(shared))).chosen(chosen("measure", id))
            })
            .collect(),
        ShownBy::Measure { id, title, .. } => vec![Choice::new(id, title).chosen(chosen("measure", id))],
        ShownBy::None { .. } => Vec::new(),
    };
    shows.push(Choice::new(OTHER, "Another measure").hint("Choose it below.").chosen(chosen("measure", OTHER)));
    shows.push(
        Choice::new(NONE, "No measure can show it")
            .hint("It has to be shown by other evidence.")
            .chosen(chosen("measure", NONE)),
    );
    let all = offered.measures.iter().map(|(id, title)| Choice::new(id, title).chosen(chosen("other", id)));
    let mut fields: Vec<FormField> = vec![
        Radios::new("measure", "What shows it?").choices(shows).error(errors.of("measure")).into(),
        Select::new("other", "Another measure")
            .choices(std::iter::once(Choice::new("", "Choose a measure")).chain(all))
            .error(errors.of("other"))
            .into(),
    ];
    if !offered.actions.is_empty() {
        let actions = offered.actions.iter().map(|(reference, title)| {
            Choice::new(reference, format!("{reference} {title}")).chosen(chosen("action", reference))
        });
        fields.push(
            Select::new("action", "Which action is to move it?")
                .hint("The measure is linked with that action. Leave it open when it is of the priority as a whole.")
                .choices(std::iter::once(Choice::new("", "None in particular")).chain(actions))
                .error(errors.of("action"))
                .into(),
        );
    }
    fields.push(
        day("from", "From which day is it to show?", "Usually the start of the action. Leave it empty to take that.")
            .into(),
    );
    if offered.may_aim {
        let sides = [Comparison::AtLeast, Comparison::AtMost].map(|side| {
            Choice::new(side.code(), words::capital(side.words())).chosen(chosen("comparison", side.code()))
        });
        fields.push(
            TextInput::new("value", "Which target?")
                .hint("A number such as 90, in the unit of the measure. Leave it empty when none is to be set.")
                .value(typed.get("value"))
                .width(5)
                .error(errors.of("value"))
                .into(),
        );
        fields.push(Radios::new("comparison", "From which side?").choices(sides).error(errors.of("comparison")).into());
        fields.push(day("for", "Which day is the target for?", "Such as 31 3 2027.").into());
    }
    fields.push(
        Textarea::new("reason", "Why?")
            .hint("It stands in the history.")
            .rows(2)
            .limit(LONGEST_WORDS)
            .value(typed.get("reason"))
            .error(errors.of("reason"))
            .into(),
    );
    fields
}
