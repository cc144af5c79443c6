//! Saying which measure is to show the effect of an action, and taking that back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::policy::{Action, Target};
use sightline_app::{ActionRecord, Call, Error, LinkInput, MeasureLink, StoreError};

use crate::components::{Breadcrumbs, Choice, DateInput, ErrorSummary, FormField, Link, Radios, Select, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "actions/measures.html")]
struct MeasuresPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    reference: String,
    href: String,
    /// How this measure came to be linked, newest last.
    links: Vec<String>,
    fields: Vec<FormField>,
}

/// What the form offers.
struct Offered {
    record: ActionRecord,
    links: Vec<MeasureLink>,
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
    typed.set("what", "link");
    typed.set_day("from", offered.record.action.start_on);
    Ok(render::page(&MeasuresPage::of(frame, &offered, &typed, &FormErrors::default())))
}

/// Links the measure, or takes the link back.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let offered = offered(&site, call, &plan, &reference).await?;
    let errors = match read(&typed, &offered.record.action.reference) {
        Err(errors) => errors,
        Ok(input) => match site.app.link_measure(call, Some(&plan), &input).await {
            Ok(link) => {
                let own = words::action_href(&offered.record.summary.handle, &link.action);
                let did = if link.is_linked { "The measure is linked." } else { "The link is taken back." };
                return Ok(render::done(&site, &format!("{own}#evidence-heading"), did));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&MeasuresPage::of(frame, &offered, &typed, &errors)))
}

async fn offered(site: &Site, call: &Call, plan: &str, reference: &str) -> Result<Offered, Error> {
    let record = site.app.action_record(call, plan, reference, None).await?;
    let whole = site.app.plan(call, Some(plan), None).await?;
    let target = Target::Action { summary: &whole.summary, plan: &whole.at.plan, action: &record.action };
    call.may_on(Action::MeasureLink, &target)?;
    let mut links = site.app.measure_links(call, Some(plan), None).await?;
    links.retain(|link| link.action == record.action.reference);
    let titles = site.app.measure_titles(call).await?;
    let mut measures: Vec<(String, String)> =
        titles.into_iter().map(|(_, definition)| (definition.id, definition.title)).collect();
    measures.sort_by(|one, other| one.1.cmp(&other.1));
    measures.dedup();
    Ok(Offered { record, links, measures })
}

fn read(typed: &Typed, action: &str) -> Result<LinkInput, FormErrors> {
    let mut errors = FormErrors::default();
    if typed.filled("measure").is_none() {
        errors.add("measure", "Choose a measure");
    }
    if !matches!(typed.get("what"), "link" | "end") {
        errors.add("what", "Choose whether to link it or to take the link back");
    }
    if typed.day("from") == TypedDay::NoDay {
        errors.add("from", "Enter a real day, such as 1 9 2026");
    }
    if typed.filled("reason").is_none() {
        errors.add("reason", "Say why");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(LinkInput {
        action: action.to_owned(),
        measure: typed.get("measure").to_owned(),
        from_on: typed.day("from").day(),
        reason: typed.get("reason").to_owned(),
        is_linked: typed.get("what") == "link",
    })
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let (field, what) = match &error {
        Error::Store(StoreError::LinkState { state, .. }) => ("measure", format!("This measure is {state}")),
        Error::NotAMeasure { .. } => ("measure", "Choose a measure of the list".to_owned()),
        Error::TooLong { limit, .. } => ("reason", format!("Use at most {} letters", words::number(*limit))),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add(field, what);
    Ok(errors)
}

impl MeasuresPage {
    fn of(frame: Frame, offered: &Offered, typed: &Typed, errors: &FormErrors) -> Self {
        let record = &offered.record;
        let own = words::action_href(&record.summary.handle, &record.action.reference);
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&record.summary, true);
        breadcrumbs.links.push(Link::new(format!("Action {}", record.action.reference), &own));
        let title = |id: &str| {
            let known = offered.measures.iter().find(|(known, _)| known == id);
            known.map_or(id, |(_, title)| title.as_str()).to_owned()
        };
        let links = offered.links.iter().map(|link| {
            let did = if link.is_linked { "linked" } else { "taken back" };
            let (from, at) = (words::day(link.from_on), words::moment(link.at));
            format!("{}: {did} from {from}, by {} on {at}. {}", title(&link.measure), link.by, link.reason)
        });
        let chosen = |value: &str| typed.get("measure") == value;
        let measures = offered.measures.iter().map(|(id, title)| Choice::new(id, title).chosen(chosen(id)));
        let what = [
            Choice::new("link", "Link it").hint("The measure is to show what the action changes."),
            Choice::new("end", "Take the link back")
                .hint("It goes on counting as linked, and against the action when it is worsening."),
        ];
        let [day, month, year] = ["day", "month", "year"].map(|part| typed.get(&format!("from_{part}")).to_owned());
        let fields: Vec<FormField> = vec![
            Select::new("measure", "Which measure?")
                .choices(std::iter::once(Choice::new("", "Choose a measure")).chain(measures))
                .error(errors.of("measure"))
                .into(),
            Radios::new("what", "What do you want to do?")
                .choices(what.map(|choice| {
                    let is_chosen = typed.get("what") == choice.value;
                    choice.chosen(is_chosen)
                }))
                .error(errors.of("what"))
                .into(),
            DateInput::new("from", "From which day is the action to show?")
                .hint("Usually its start. The two years before it are what is compared with. Today when left empty.")
                .typed(day, month, year)
                .error(errors.of("from"))
                .into(),
            Textarea::new("reason", "Why?")
                .hint("Why this action should move this measure.")
                .rows(3)
                .limit(1_000)
                .value(typed.get("reason"))
                .error(errors.of("reason"))
                .into(),
        ];
        Self {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            reference: record.action.reference.clone(),
            href: format!("{own}/measures"),
            links: links.collect(),
            fields,
        }
    }
}
