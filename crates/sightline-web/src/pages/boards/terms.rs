//! Terms of reference: written, and amended with a reason.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::board::Body;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, BoardsView, BodyInput, BodyView, Error, SeatInput};

use super::form::{FormWords, Group, MOST_ROWS, area, beside, digits, line, number_of, required, rows, select, tick};
use super::{body_breadcrumbs, body_href, breadcrumbs};
use crate::components::Choice;
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Query, Typed};
use crate::frame::Frame;
use crate::pages::plans::navigation::plan_title;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Empty rows for more seats.
const MORE_SEATS: usize = 3;

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewQuery {
    /// A board of the plan's register, whose members are taken over.
    from: Option<String>,
}

/// The form for the terms of another body.
pub(super) async fn show_new(
    State(site): State<Site>,
    Path(plan): Path<String>,
    Query(query): Query<NewQuery>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan).await?;
    let from = query.from.and_then(|name| view.without_terms.iter().find(|board| board.name == name));
    let typed = from.map(|board| filled_in(&App::terms_of_register(board))).unwrap_or_default();
    Ok(new_page(frame, &view, &typed, &FormErrors::default()))
}

/// Keeps the terms of another body.
pub(super) async fn save_new(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan).await?;
    let errors = match read(&typed, true) {
        Err(errors) => errors,
        Ok(input) => match site.app.save_body(visitor.call(), &plan, None, &input).await {
            Ok(()) => {
                let own = body_href(&view.summary.handle, &input.name);
                return Ok(render::done(&site, &own, format!("The terms of the {} are kept.", input.name)));
            }
            Err(error) => beside("name", error)?,
        },
    };
    Ok(new_page(frame, &view, &typed, &errors))
}

/// The form for the terms of a body that is there.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = site.app.board(visitor.call(), &plan, &body).await?;
    let others = managed(&site, &visitor, &plan).await?;
    let typed = filled_in(&as_written(&view.body, visitor.call().today));
    Ok(page(frame, &view, &others, &typed, &FormErrors::default()))
}

/// Keeps the terms of a body that is there.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = site.app.board(visitor.call(), &plan, &body).await?;
    let others = managed(&site, &visitor, &plan).await?;
    let errors = match read(&typed, false) {
        Err(errors) => errors,
        Ok(input) => match site.app.save_body(visitor.call(), &plan, Some(&body), &input).await {
            Ok(()) => {
                let own = body_href(&view.summary.handle, &input.name);
                return Ok(render::done(&site, &own, format!("The terms of the {} are kept.", input.name)));
            }
            Err(error) => beside("name", error)?,
        },
    };
    Ok(page(frame, &view, &others, &typed, &errors))
}

/// The boards of a plan, for somebody who keeps them.
async fn managed(site: &Site, visitor: &Visitor, plan: &str) -> Result<BoardsView, Error> {
    let view = site.app.boards(visitor.call(), plan).await?;
    visitor.call().may_on(Action::BoardManage, &Target::Plan(&view.summary))?;
    Ok(view)
}

/// The terms as a form would have given them on a day.
fn as_written(body: &Body, today: chrono::NaiveDate) -> BodyInput {
    let seated = body.seated_on(today);
    let seats = seated.iter().map(|seated| SeatInput {
        number: Some(seated.seat.number),
        partner: seated.seat.partner.clone(),
        post: seated.seat.post.clone(),
        person: seated.person.map(str::to_owned),
    });
    BodyInput {
        name: body.name.clone(),
        purpose: body.purpose.clone(),
        reports_to: body.reports_to.clone(),
        seats: seats.collect(),
        chair: body.chair.and_then(|chair| seated.iter().position(|seated| seated.seat.number == chair)),
        quorum: body.quorum.as_ref().map(|quorum| quorum.seats),
        quorum_partners: body.quorum.as_ref().map(|quorum| quorum.partners.clone()).unwrap_or_default(),
        counts_substitutes: body.quorum.as_ref().is_some_and(|quorum| quorum.counts_substitutes),
        reason: String::new(),
    }
}

fn filled_in(input: &BodyInput) -> Typed {
    let mut typed = Typed::default();
    typed.set("name", &input.name);
    typed.set("purpose", &input.purpose);
    typed.set("reports_to", input.reports_to.clone().unwrap_or_default());
    typed.set("quorum", input.quorum.map(|seats| seats.to_string()).unwrap_or_default());
    typed.set("quorum_partners", input.quorum_partners.join("\n"));
    if input.counts_substitutes {
        typed.set("counts_substitutes", "yes");
    }
    for (row, seat) in input.seats.iter().enumerate() {
        typed.set(format!("seat-{row}-number"), seat.number.map(|number| number.to_string()).unwrap_or_default());
        typed.set(format!("seat-{row}-post"), &seat.post);
        typed.set(format!("seat-{row}-partner"), seat.partner.clone().unwrap_or_default());
        typed.set(format!("seat-{row}-person"), seat.person.clone().unwrap_or_default());
    }
    typed.set("chair", input.chair.map(|place| (place + 1).to_string()).unwrap_or_default());
    typed
}

fn read(typed: &Typed, is_new: bool) -> Result<BodyInput, FormErrors> {
    let mut errors = FormErrors::default();
    let name = required(typed, &mut errors, "name", "Enter the name of the board");
    let purpose = required(typed, &mut errors, "purpose", "Say what the board is for");
    let mut seats = Vec::new();
    // A row that was emptied is a seat that ends; the number of a row is what the chair is chosen by.
    let mut chair = None;
    let chair_row: Option<usize> = number_of(typed, &mut errors, "chair", "Enter the number of a seat, such as 1");
    for row in 0..MOST_ROWS {
        let of_row = |field: &str| typed.filled(&format!("seat-{row}-{field}")).map(str::to_owned);
        let Some(post) = of_row("post") else {
            if of_row("person").is_some() {
                errors.add(format!("seat-{row}-post"), "Enter the post or role of this seat");
            }
            continue;
        };
        let number = of_row("number").and_then(|number| number.parse().ok());
        seats.push(SeatInput { number, partner: of_row("partner"), post, person: of_row("person") });
        if chair_row == Some(row + 1) {
            chair = Some(seats.len() - 1);
        }
    }
    if seats.is_empty() {
        errors.add("seat-0-post", "Enter at least one seat");
    }
    if chair_row.is_some() && chair.is_none() && errors.of("chair").is_none() {
        errors.add("chair", "Enter the number of one of the seats below");
    }
    let quorum = number_of(typed, &mut errors, "quorum", "Enter a whole number, or leave it empty");
    let quorum_partners: Vec<String> = typed
        .get("quorum_partners")
        .lines()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if !quorum_partners.is_empty() && typed.filled("quorum").is_none() {
        errors.add("quorum", "Enter how many seats must be there, or take the partners out");
    }
    if !is_new && typed.filled("reason").is_none() {
        errors.add("reason", "Say why the terms change");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(BodyInput {
        name,
        purpose,
        reports_to: typed.filled("reports_to").map(str::to_owned),
        seats,
        chair,
        quorum,
        quorum_partners,
        counts_substitutes: typed.get("counts_substitutes") == "yes",
        reason: typed.get("reason").to_owned(),
    })
}

fn groups(typed: &Typed, errors: &FormErrors, others: &[&str], is_new: bool) -> Vec<Group> {
    let above =
        std::iter::once(Choice::new("", "Nobody here")).chain(others.iter().map(|name| Choice::new(*name, *name)));
    let mut fields = vec![
        line(typed, errors, "name", "Name of the board", "As people call it."),
        area(typed, errors, "purpose", "What is it for?", "What it decides and what it watches, in a few sentences."),
        select(typed, errors, "reports_to", "Which board does it report to?", above),
        digits(
            typed,
            errors,
            "quorum",
            "How many seats must be there to decide? (optional)",
            "Leave it empty when the terms state no quorum.",
        ),
        area(
            typed,
            errors,
            "quorum_partners",
            "Which partners must be there to decide? (optional)",
            "One to a line, as their seats below name them.",
        ),
        tick(typed, "counts_substitutes", "Somebody sent in a member’s place", "Counts for the quorum"),
        digits(typed, errors, "chair", "Which seat chairs? (optional)", "The number of the seat below, such as 1."),
    ];
    if !is_new {
        fields.push(area(typed, errors, "reason", "Why do the terms change?", "Members will ask."));
    }
    let mut groups = Group::plain(fields);
    for row in rows(typed, "seat", "post", MORE_SEATS) {
        let name = |field: &str| format!("seat-{row}-{field}");
        let fields = vec![
            line(typed, errors, &name("post"), "Post or role", ""),
            line(
                typed,
                errors,
                &name("partner"),
                "Partner organisation (optional)",
                "Leave it empty for the council itself.",
            ),
            line(typed, errors, &name("person"), "Who sits on it?", "Leave it empty when the seat is vacant."),
        ];
        groups.push(Group { legend: Some(format!("Seat {}", row + 1)), fields });
    }
    groups
}

/// The numbers of the seats that are there, which the form sends back.
fn seat_numbers(typed: &Typed) -> Vec<(String, String)> {
    let name = |row: usize| format!("seat-{row}-number");
    (0..MOST_ROWS).filter_map(|row| Some((name(row), typed.filled(&name(row))?.to_owned()))).collect()
}

fn new_page(frame: Frame, view: &BoardsView, typed: &Typed, errors: &FormErrors) -> Response {
    let names: Vec<&str> = view.bodies.iter().map(|other| other.body.name.as_str()).collect();
    let form = FormWords {
        breadcrumbs: breadcrumbs(&view.summary),
        caption: plan_title(&view.summary),
        heading: "Write the terms of a board".to_owned(),
        about: Vec::new(),
        href: format!("{}/new-board", words::plan_href(&view.summary.handle)),
        button: "Keep the terms",
        hidden: Vec::new(),
        is_warning: false,
    };
    form.page(frame, groups(typed, errors, &names, true), errors)
}

fn page(frame: Frame, view: &BodyView, others: &BoardsView, typed: &Typed, errors: &FormErrors) -> Response {
    let name = view.body.name.as_str();
    let names: Vec<&str> =
        others.bodies.iter().map(|other| other.body.name.as_str()).filter(|other| *other != name).collect();
    let about = "Whoever leaves a seat leaves it today, and whoever follows begins today. \
                 Empty the post of a seat to take the seat away. What was before stays on record.";
    let form = FormWords {
        breadcrumbs: body_breadcrumbs(&view.summary, name),
        caption: name.to_owned(),
        heading: "Change the terms".to_owned(),
        about: vec![about.to_owned()],
        href: format!("{}/terms", body_href(&view.summary.handle, name)),
        button: "Keep the terms",
        hidden: seat_numbers(typed),
        is_warning: false,
    };
    form.page(frame, groups(typed, errors, &names, false), errors)
}
