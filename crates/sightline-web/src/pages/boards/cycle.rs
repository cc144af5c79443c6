//! When a body meets: its meetings of the next year are planned from it.

use axum::extract::State;
use axum::response::Response;
use chrono::Weekday;
use sightline_app::domain::board::{AgendaTemplates, Cycle, MeetingCycle, Nth, OffDay};
use sightline_app::policy::{Action, Target};
use sightline_app::{BodyMeets, BodyView, Error, MeetsInput};

use super::form::{
    FormWords, Group, beside, day, day_of, digits, line, number_of, required_day, select, time_of, time_text,
};
use super::{body_breadcrumbs, body_href};
use crate::components::Choice;
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

const WEEKDAYS: [(&str, Weekday, &str); 5] = [
    ("mon", Weekday::Mon, "Monday"),
    ("tue", Weekday::Tue, "Tuesday"),
    ("wed", Weekday::Wed, "Wednesday"),
    ("thu", Weekday::Thu, "Thursday"),
    ("fri", Weekday::Fri, "Friday"),
];
const NTHS: [(&str, Nth, &str); 5] = [
    ("first", Nth::First, "first"),
    ("second", Nth::Second, "second"),
    ("third", Nth::Third, "third"),
    ("fourth", Nth::Fourth, "fourth"),
    ("last", Nth::Last, "last"),
];
const OFF_DAYS: [(&str, OffDay, &str); 3] = [
    ("next", OffDay::NextWorkingDay, "It is on the next working day"),
    ("before", OffDay::WorkingDayBefore, "It is on the working day before"),
    ("week", OffDay::WeekLater, "It is a week later"),
];

/// When a body meets, as a sentence.
pub(super) fn words_of(meets: &BodyMeets) -> String {
    let every = |every: u32, one: &str| match every {
        1 => format!("every {one}"),
        many => format!("every {many} {one}s"),
    };
    let when = match &meets.cycle.cycle {
        Cycle::Weeks { every: weeks, first_on } => {
            format!("{}, counted from {}", every(*weeks, "week"), words::day(*first_on))
        }
        Cycle::Monthly { every: months, nth, weekday, .. } => {
            let nth = NTHS.iter().find(|(_, known, _)| known == nth).map_or("", |(_, _, name)| name);
            let weekday = WEEKDAYS.iter().find(|(_, known, _)| known == weekday).map_or("day", |(_, _, name)| name);
            format!("on the {nth} {weekday} of the month, {}", every(*months, "month"))
        }
        Cycle::Days { on } => format!("on {} that were chosen", words::count(on.len(), "day", "days")),
    };
    let time = meets.starts_at.map(|at| format!(" at {}", at.format("%H:%M"))).unwrap_or_default();
    let place = meets.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
    format!("It meets {when}{time}{place}.")
}

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let typed = filled_in(view.meets.as_ref());
    Ok(page(frame, &view, &typed, &FormErrors::default()))
}

/// Keeps it, and plans the meetings.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.plan_meetings(visitor.call(), &plan, &body, &input).await {
            Ok(planned) => {
                let own = body_href(&view.summary.handle, &view.body.name);
                let said = words::count(planned, "meeting is", "meetings are");
                return Ok(render::done(
                    &site,
                    &own,
                    format!("{said} planned. Those that were there stay as they are."),
                ));
            }
            Err(error) => beside("every", error)?,
        },
    };
    Ok(page(frame, &view, &typed, &errors))
}

/// A body, for somebody who keeps it.
pub(super) async fn managed(site: &Site, visitor: &Visitor, plan: &str, body: &str) -> Result<BodyView, Error> {
    let view = site.app.board(visitor.call(), plan, body).await?;
    visitor.call().may_on(Action::BoardManage, &Target::Plan(&view.summary))?;
    Ok(view)
}

fn filled_in(meets: Option<&BodyMeets>) -> Typed {
    let mut typed = Typed::default();
    let Some(meets) = meets else {
        typed.set("kind", "monthly");
        typed.set("every", "1");
        return typed;
    };
    match &meets.cycle.cycle {
        Cycle::Weeks { every, first_on } => {
            typed.set("kind", "weeks");
            typed.set("every", every.to_string());
            typed.set_day("first", Some(*first_on));
        }
        Cycle::Monthly { every, nth, weekday, from_on } => {
            typed.set("kind", "monthly");
            typed.set("every", every.to_string());
            typed.set("nth", NTHS.iter().find(|(_, known, _)| known == nth).map_or("", |(code, ..)| code));
            typed.set("weekday", WEEKDAYS.iter().find(|(_, known, _)| known == weekday).map_or("", |(code, ..)| code));
            typed.set_day("first", Some(*from_on));
        }
        Cycle::Days { .. } => typed.set("kind", "monthly"),
    }
    let off = OFF_DAYS.iter().find(|(_, known, _)| *known == meets.cycle.off).map_or("", |(code, ..)| code);
    typed.set("off", off);
    typed.set("starts_at", time_text(meets.starts_at));
    typed.set("place", meets.place.clone().unwrap_or_default());
    typed.set("template", &meets.template);
    typed
}

fn read(typed: &Typed) -> Result<MeetsInput, FormErrors> {
    let mut errors = FormErrors::default();
    let every = number_of(typed, &mut errors, "every", "Enter a whole number, such as 1");
    if every.is_none() && errors.is_empty() {
        errors.add("every", "Enter how many weeks or months lie between two meetings");
    }
    let first_on = required_day(typed, &mut errors, "first", "Enter the first day on which it may meet");
    let every = every.unwrap_or(1);
    let find = |name: &str| typed.get(name).to_owned();
    let nth = NTHS.iter().find(|(code, ..)| *code == find("nth")).map_or(Nth::First, |(_, nth, _)| *nth);
    let weekday = WEEKDAYS.iter().find(|(code, ..)| *code == find("weekday")).map_or(Weekday::Mon, |(_, day, _)| *day);
    let off = OFF_DAYS.iter().find(|(code, ..)| *code == find("off")).map(|(_, off, _)| *off).unwrap_or_default();
    let cycle = match typed.get("kind") {
        "weeks" => Cycle::Weeks { every, first_on },
        _ => Cycle::Monthly { every, nth, weekday, from_on: first_on },
    };
    let starts_at = time_of(typed, &mut errors, "starts_at");
    let until = day_of(typed, &mut errors, "until");
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(MeetsInput {
        cycle: MeetingCycle { cycle, off },
        starts_at,
        place: typed.filled("place").map(str::to_owned),
        template: typed.get("template").to_owned(),
        until,
    })
}

fn page(frame: Frame, view: &BodyView, typed: &Typed, errors: &FormErrors) -> Response {
    let choice = |(code, name): (&str, &str)| Choice::new(code, name);
    let nths = NTHS.iter().map(|(code, _, name)| choice((code, name)));
    let weekdays = WEEKDAYS.iter().map(|(code, _, name)| choice((code, name)));
    let off_days = OFF_DAYS.iter().map(|(code, _, name)| choice((code, name)));
    let templates = AgendaTemplates::built_in();
    let templates = templates.iter().map(|template| Choice::new(&template.id, &template.title));
    let kinds = [choice(("monthly", "On a weekday of the month")), choice(("weeks", "Every so many weeks"))];
    let fields = vec![
        select(typed, errors, "kind", "How does it meet?", kinds),
        digits(
            typed,
            errors,
            "every",
            "Every how many months or weeks?",
            "1 is every month or every week; 3 is once a quarter.",
        ),
        select(typed, errors, "nth", "Which one of the month?", nths),
        select(typed, errors, "weekday", "On which weekday of the month?", weekdays),
        day(
            typed,
            errors,
            "first",
            "First day on which it may meet",
            "When it meets every so many weeks: its first meeting, whose weekday counts.",
        ),
        select(typed, errors, "off", "What if that is a bank holiday?", off_days),
        line(typed, errors, "starts_at", "When does it begin? (optional)", "On the 24-hour clock, such as 14:00."),
        line(typed, errors, "place", "Where? (optional)", ""),
        select(typed, errors, "template", "What are its agendas made from?", templates),
        day(typed, errors, "until", "Plan meetings until (optional)", "A year from today when you leave this empty."),
    ];
    let form = FormWords {
        breadcrumbs: body_breadcrumbs(&view.summary, &view.body.name),
        caption: view.body.name.clone(),
        heading: "Say when it meets".to_owned(),
        about: vec![
            "Meetings that are planned already stay as they are; move or cancel them on their own pages.".to_owned(),
        ],
        href: format!("{}/cycle", body_href(&view.summary.handle, &view.body.name)),
        button: "Plan the meetings",
        hidden: Vec::new(),
        is_warning: false,
    };
    form.page(frame, Group::plain(fields), errors)
}
