//! The page of a form of boards, meetings and risks, and what their fields have in common.

use std::ops::Range;

use askama::Template;
use axum::response::Response;
use chrono::{NaiveDate, NaiveTime};
use sightline_app::{Error, ErrorKind};

use crate::components::{
    Breadcrumbs, Checkboxes, Choice, DateInput, ErrorSummary, FormField, Select, TextInput, Textarea,
};
use crate::forms::{FormErrors, Typed, TypedDay};
use crate::frame::Frame;
use crate::{render, words};

/// Rows of a form at most: seats, items, mitigations.
pub(in crate::pages) const MOST_ROWS: usize = 60;

#[derive(Template)]
#[template(path = "boards/form.html")]
pub(in crate::pages) struct FormPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    caption: String,
    heading: String,
    /// What to know before it is filled in, a paragraph each.
    about: Vec<String>,
    groups: Vec<Group>,
    /// Names and values that the form sends back as they are.
    hidden: Vec<(String, String)>,
    href: String,
    button: &'static str,
    is_warning: bool,
}

/// Fields that belong together, under a legend where there are several such groups.
pub(in crate::pages) struct Group {
    pub(in crate::pages) legend: Option<String>,
    pub(in crate::pages) fields: Vec<FormField>,
}

/// What a form page says besides its fields.
pub(in crate::pages) struct FormWords {
    pub(in crate::pages) breadcrumbs: Breadcrumbs,
    pub(in crate::pages) caption: String,
    pub(in crate::pages) heading: String,
    pub(in crate::pages) about: Vec<String>,
    pub(in crate::pages) href: String,
    pub(in crate::pages) button: &'static str,
    /// Names and values that the form sends back as they are.
    pub(in crate::pages) hidden: Vec<(String, String)>,
    /// True when what the button does cannot be undone.
    pub(in crate::pages) is_warning: bool,
}

impl FormWords {
    /// The page of the form, refused when something is wrong with it.
    pub(in crate::pages) fn page(self, frame: Frame, groups: Vec<Group>, errors: &FormErrors) -> Response {
        let Self { breadcrumbs, caption, heading, about, href, button, hidden, is_warning } = self;
        let is_wrong = !errors.is_empty();
        let page = FormPage {
            frame,
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong,
            caption,
            heading,
            about,
            groups,
            hidden,
            href,
            button,
            is_warning,
        };
        if is_wrong { render::refused(&page) } else { render::page(&page) }
    }
}

impl Group {
    pub(in crate::pages) fn plain(fields: Vec<FormField>) -> Vec<Self> {
        vec![Self { legend: None, fields }]
    }
}

/// What a use case says against a form, beside the field that it is about.
///
/// # Errors
///
/// The error itself, when it says nothing about the form: something is not there, or may not be done.
pub(in crate::pages) fn beside(field: &str, error: Error) -> Result<FormErrors, Error> {
    let is_of_the_form = match &error {
        Error::Board(_) => error.kind() == ErrorKind::Refused,
        Error::ReferenceTaken { .. } | Error::UnknownAction { .. } | Error::UnknownPriority { .. } => true,
        _ => false,
    };
    if !is_of_the_form {
        return Err(error);
    }
    let what = words::capital(&error.to_string());
    let mut errors = FormErrors::default();
    errors.add(field, format!("{}. {}", what.trim_end_matches('.'), error.help()));
    Ok(errors)
}

/// A field of one line.
pub(in crate::pages) fn line(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str) -> FormField {
    let input = TextInput::new(name, label).value(typed.get(name)).error(errors.of(name));
    if hint.is_empty() { input.into() } else { input.hint(hint).into() }
}

/// A field for a whole number.
pub(in crate::pages) fn digits(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str) -> FormField {
    let input = TextInput::new(name, label).value(typed.get(name)).error(errors.of(name)).digits().width(4);
    if hint.is_empty() { input.into() } else { input.hint(hint).into() }
}

/// A field of several lines.
pub(in crate::pages) fn area(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str) -> FormField {
    let area = Textarea::new(name, label).rows(3).value(typed.get(name)).error(errors.of(name));
    if hint.is_empty() { area.into() } else { area.hint(hint).into() }
}

/// A day.
pub(in crate::pages) fn day(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str) -> FormField {
    let [day, month, year] = ["day", "month", "year"].map(|part| typed.get(&format!("{name}_{part}")).to_owned());
    let input = DateInput::new(name, label).typed(day, month, year).error(errors.of(name));
    if hint.is_empty() { input.into() } else { input.hint(hint).into() }
}

/// A choice of one; what was typed is chosen.
pub(in crate::pages) fn select(
    typed: &Typed,
    errors: &FormErrors,
    name: &str,
    label: &str,
    choices: impl IntoIterator<Item = Choice>,
) -> FormField {
    let chosen = typed.get(name).to_owned();
    let choices = choices.into_iter().map(|choice| {
        let is_chosen = choice.value == chosen;
        choice.chosen(is_chosen)
    });
    Select::new(name, label).choices(choices).error(errors.of(name)).into()
}

/// One box to tick.
pub(in crate::pages) fn tick(typed: &Typed, name: &str, label: &str, box_words: &str) -> FormField {
    let choice = Choice::new("yes", box_words).chosen(typed.get(name) == "yes");
    Checkboxes::new(name, label).choices([choice]).small().into()
}

/// Requires words, and gives them without white space around them.
pub(in crate::pages) fn required(typed: &Typed, errors: &mut FormErrors, name: &str, what: &str) -> String {
    if typed.filled(name).is_none() {
        errors.add(name, what);
    }
    typed.get(name).trim().to_owned()
}

/// The day of a field; what is no day is told.
pub(in crate::pages) fn day_of(typed: &Typed, errors: &mut FormErrors, name: &str) -> Option<NaiveDate> {
    if typed.day(name) == TypedDay::NoDay {
        errors.add(name, "Enter a real day, such as 14 5 2027");
    }
    typed.day(name).day()
}

/// The day of a field that has to have one.
pub(in crate::pages) fn required_day(typed: &Typed, errors: &mut FormErrors, name: &str, what: &str) -> NaiveDate {
    match typed.day(name) {
        TypedDay::Day(day) => return day,
        TypedDay::Nothing => errors.add(name, what),
        TypedDay::NoDay => errors.add(name, "Enter a real day, such as 14 5 2027"),
    }
    NaiveDate::default()
}

/// The time of a field, such as `14:00` or `14.00`; what is no time is told.
pub(in crate::pages) fn time_of(typed: &Typed, errors: &mut FormErrors, name: &str) -> Option<NaiveTime> {
    let text = typed.filled(name)?.replace('.', ":");
    let time = NaiveTime::parse_from_str(&text, "%H:%M").ok();
    if time.is_none() {
        errors.add(name, "Enter a time on the 24-hour clock, such as 14:00");
    }
    time
}

/// A time as it stands in its field.
pub(in crate::pages) fn time_text(time: Option<NaiveTime>) -> String {
    time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default()
}

/// The whole number of a field; none when it is empty; what is no such number is told.
pub(in crate::pages) fn number_of<N: std::str::FromStr>(
    typed: &Typed,
    errors: &mut FormErrors,
    name: &str,
    what: &str,
) -> Option<N> {
    let number = typed.filled(name)?.parse().ok();
    if number.is_none() {
        errors.add(name, what);
    }
    number
}

/// The rows of a form: those that were filled in, and a few empty ones; `main` is the field that makes a row.
pub(in crate::pages) fn rows(typed: &Typed, name: &str, main: &str, more: usize) -> Range<usize> {
    let is_filled = |number: &usize| typed.filled(&format!("{name}-{number}-{main}")).is_some();
    let last = (0..MOST_ROWS).rev().find(is_filled).map_or(0, |last| last + 1);
    0..(last + more).min(MOST_ROWS)
}
