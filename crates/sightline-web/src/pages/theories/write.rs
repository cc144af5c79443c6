//! Saying why an action should move a measure, by when, and what it might make worse.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::error::EvidenceError;
use sightline_app::policy::{Action, Target};
use sightline_app::{ActionTheories, Call, Error, LONGEST_WORDS, TheoryInput};

use crate::components::{Breadcrumbs, Choice, DateInput, ErrorSummary, FormField, Link, Select, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Measures that may be named as those that might get worse.
const BALANCING: [&str; 3] = ["worsen_1", "worsen_2", "worsen_3"];

#[derive(Template)]
#[template(path = "theories/write.html")]
struct TheoryPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    reference: String,
    href: String,
    link_href: String,
    theories: Vec<(String, String)>,
    fields: Vec<FormField>,
}

struct Offered {
    known: ActionTheories,
    measures: Vec<(String, String)>,
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let offered = offered(&site, visitor.call(), &plan, &reference).await?;
    let mut typed = Typed::default();
    // With one measure there is nothing to choose, and what was written is there to be changed.
    if let [one] = offered.linked().as_slice() {
        typed.set("measure", &one.0);
        if let Some(written) = offered.known.theories.first() {
            typed.set("because", &written.theory.because);
            typed.set_day("by", written.theory.shows_by);
            for (name, id) in BALANCING.iter().zip(&written.theory.might_worsen) {
                typed.set(*name, id);
            }
        }
    }
    Ok(render::page(&TheoryPage::of(frame, &offered, &typed, &FormErrors::default())))
}

/// Keeps the theory.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let offered = offered(&site, call, &plan, &reference).await?;
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.write_theory(call, &plan, &reference, &input).await {
            Ok(theory) => {
                let href = format!("{}/line-of-sight", words::action_href(&plan, &theory.action));
                return Ok(render::done(&site, &href, "The theory of change is kept."));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&TheoryPage::of(frame, &offered, &typed, &errors)))
}

async fn offered(site: &Site, call: &Call, plan: &str, reference: &str) -> Result<Offered, PageError> {
    let known = site.app.action_theories(call, plan, reference).await?;
    let whole = site.app.plan(call, Some(plan), None).await?;
    let action = whole.at.plan.action(&known.action).ok_or(PageError::NotFound)?;
    let target = Target::Action { summary: &whole.summary, plan: &whole.at.plan, action };
    call.may_on(Action::MeasureLink, &target)?;
    let mut measures: Vec<(String, String)> =
        site.app.measure_titles(call).await?.into_iter().map(|(_, one)| (one.id, one.title)).collect();
    measures.sort_by(|one, other| one.1.cmp(&other.1));
    measures.dedup();
    Ok(Offered { known, measures })
}

impl Offered {
    /// Id and title of each measure that the action is linked with, or that something was written of.
    fn linked(&self) -> Vec<(String, String)> {
        let written = self.known.theories.iter().map(|one| (one.theory.measure.clone(), one.title.clone()));
        written.chain(self.known.unexplained.iter().cloned()).collect()
    }
}

fn read(typed: &Typed) -> Result<TheoryInput, FormErrors> {
    let mut errors = FormErrors::default();
    if typed.filled("measure").is_none() {
        errors.add("measure", "Choose the measure");
    }
    if typed.filled("because").is_none() {
        errors.add("because", "Say why it should move");
    }
    if typed.day("by") == TypedDay::NoDay {
        errors.add("by", "Enter a real day, such as 31 3 2027, or leave it empty");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(TheoryInput {
        measure: typed.get("measure").to_owned(),
        because: typed.get("because").to_owned(),
        shows_by: typed.day("by").day(),
        might_worsen: BALANCING.iter().filter_map(|name| typed.filled(name)).map(str::to_owned).collect(),
    })
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let (field, what) = match &error {
        Error::Evidence(EvidenceError::TheoryUnfit { .. }) => (
            "measure",
            "Choose a measure that is linked with the action, and not one that it might make worse".to_owned(),
        ),
        Error::TooLong { limit, .. } => ("because", format!("Use at most {} letters", words::number(*limit))),
        Error::NotAMeasure { .. } | Error::Engine(_) => (BALANCING[0], "Choose measures of the list".to_owned()),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add(field, what);
    Ok(errors)
}

impl TheoryPage {
    fn of(frame: Frame, offered: &Offered, typed: &Typed, errors: &FormErrors) -> Self {
        let known = &offered.known;
        let own = words::action_href(&known.summary.handle, &known.action);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&known.summary, true);
        breadcrumbs.links.push(Link::new(format!("Action {}", known.action), &own));
        let chosen = |name: &str, value: &str| typed.get(name) == value;
        let linked = offered.linked();
        let measures = linked.iter().map(|(id, title)| Choice::new(id, title).chosen(chosen("measure", id)));
        let [day, month, year] = ["day", "month", "year"].map(|part| typed.get(&format!("by_{part}")).to_owned());
        let mut fields: Vec<FormField> = vec![
            Select::new("measure", "Which measure should it move?")
                .choices(std::iter::once(Choice::new("", "Choose a measure")).chain(measures))
                .error(errors.of("measure"))
                .into(),
            Textarea::new("because", "Why should it?")
                .hint("How doing this changes what children get, in a sentence or two.")
                .rows(3)
                .limit(LONGEST_WORDS)
                .value(typed.get("because"))
                .error(errors.of("because"))
                .into(),
            DateInput::new("by", "By when should it show?")
                .hint("Such as 31 3 2027. Leave it empty when nobody can say.")
                .typed(day, month, year)
                .error(errors.of("by"))
                .into(),
        ];
        for (at, name) in BALANCING.into_iter().enumerate() {
            let all = offered.measures.iter().map(|(id, title)| Choice::new(id, title).chosen(chosen(name, id)));
            let label = format!("Which measure might it make worse? ({} of 3)", at + 1);
            let field = Select::new(name, label).choices(std::iter::once(Choice::new("", "None")).chain(all));
            let field =
                if at == 0 { field.hint("It is watched, so that nobody pays for it elsewhere.") } else { field };
            fields.push(field.error(errors.of(name)).into());
        }
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            reference: known.action.clone(),
            href: format!("{own}/theory"),
            link_href: format!("{own}/measures"),
            theories: known
                .theories
                .iter()
                .map(|one| {
                    (one.title.clone(), format!("{} ({}, {})", one.theory.because, one.by, words::moment(one.at)))
                })
                .collect(),
            fields: if linked.is_empty() { Vec::new() } else { fields },
        }
    }
}
