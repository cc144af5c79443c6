//! Making a personal access token, and its secret, shown this once.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use sightline_app::{Error, LONGEST_TOKEN_DAYS, NewAccessToken};

use super::access_tokens::{LIST, scope};
use crate::components::{BackLink, Choice, DateInput, ErrorSummary, Radios, TextInput};
use crate::error::PageError;
use crate::forms::{FormErrors, Typed, TypedDay};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// A token works for this many days unless somebody says otherwise.
const USUAL_DAYS: u64 = 90;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

#[derive(Template)]
#[template(path = "account/new_access_token.html")]
struct NewTokenPage {
    frame: Frame,
    back: BackLink,
    is_wrong: bool,
    summary: ErrorSummary,
    name: TextInput,
    scope: Radios,
    last_day: DateInput,
}

impl NewTokenPage {
    fn new(frame: Frame, typed: &Typed, latest: NaiveDate, errors: &FormErrors) -> Self {
        let choice = |value: &str, text: &str, hint: &str| {
            Choice::new(value, text).hint(hint).chosen(typed.get("scope") == value)
        };
        let [day, month, year] = ["day", "month", "year"].map(|part| typed.get(&format!("last_day_{part}")));
        Self {
            frame,
            back: BackLink::new("Back to your account", LIST),
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            name: TextInput::new("name", "What is it for?")
                .hint("A name by which you will know it again. Such as ‘Monthly figures’.")
                .value(typed.get("name"))
                .error(errors.of("name")),
            scope: Radios::new("scope", "What may it do?")
                .hint("It never reaches more than you may see yourself.")
                .choices([
                    choice("read", scope(false), "Plans, actions, updates, people and history."),
                    choice("write", scope(true), "All of that, and record updates in your name."),
                ])
                .error(errors.of("scope")),
            last_day: DateInput::new("last_day", "Last day on which it works")
                .hint(format!("{} at the latest. A forgotten token ends by itself.", words::day(latest)))
                .typed(day, month, year)
                .error(errors.of("last_day")),
        }
    }
}

/// The secret of a token that was just made.
#[derive(Template)]
#[template(path = "account/access_token.html")]
struct SecretPage {
    frame: Frame,
    name: String,
    secret: String,
    scope: String,
    last_day: String,
    address: String,
}

/// The form.
pub(super) async fn show(visitor: Visitor, frame: Frame) -> Response {
    let today = visitor.call().today;
    let mut typed = Typed::default();
    typed.set("scope", "read");
    typed.set_day("last_day", today.checked_add_days(Days::new(USUAL_DAYS)));
    render::page(&NewTokenPage::new(frame, &typed, latest(today), &FormErrors::default()))
}

/// Makes the token and shows its secret.
pub(super) async fn make(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let latest = latest(visitor.call().today);
    let new = match read(&typed, visitor.call().today, latest) {
        Ok(new) => new,
        Err(errors) => return Ok(render::refused(&NewTokenPage::new(frame, &typed, latest, &errors))),
    };
    match site.app.make_access_token(visitor.call(), &new).await {
        Ok((token, secret)) => Ok(render::page(&SecretPage {
            frame,
            name: token.name,
            secret: secret.as_str().to_owned(),
            scope: scope(token.may_write).to_lowercase(),
            last_day: words::day(token.expires_on),
            address: format!("{}/api/v1/plans", site.public_url()),
        })),
        Err(Error::TokenUnfit { what }) => {
            let mut errors = FormErrors::default();
            errors.add("name", words::capital(what));
            Ok(render::refused(&NewTokenPage::new(frame, &typed, latest, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

fn latest(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(LONGEST_TOKEN_DAYS)).unwrap_or(NaiveDate::MAX)
}

fn read(typed: &Typed, today: NaiveDate, latest: NaiveDate) -> Result<NewAccessToken, FormErrors> {
    let mut errors = FormErrors::default();
    let name = typed.filled("name").unwrap_or_default();
    if name.is_empty() {
        errors.add("name", "Enter what it is for");
    } else if name.chars().count() > LONGEST_NAME {
        errors.add("name", "Enter a name of at most 100 characters");
    }
    let may_write = match typed.get("scope") {
        "read" => Some(false),
        "write" => Some(true),
        _ => {
            errors.add("scope", "Choose what it may do");
            None
        }
    };
    let last_day = typed.day("last_day");
    match last_day {
        TypedDay::Nothing => errors.add("last_day", "Enter the last day on which it works"),
        TypedDay::NoDay => errors.add("last_day", "Enter a real day, such as 1 9 2027"),
        TypedDay::Day(day) if day < today => errors.add("last_day", "Enter a day that is not past"),
        TypedDay::Day(day) if day > latest => {
            errors.add("last_day", format!("Enter {} or an earlier day", words::day(latest)));
        }
        TypedDay::Day(_) => {}
    }
    match (errors.is_empty(), may_write, last_day.day()) {
        (true, Some(may_write), Some(expires_on)) => {
            Ok(NewAccessToken { name: name.to_owned(), may_write, expires_on })
        }
        _ => Err(errors),
    }
}
