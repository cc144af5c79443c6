//! A post changes hands.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::domain::register::{Entry, Register};
use sightline_app::{EntryView, Error, HolderInput, StoreError};

use super::entry::EntryPage;
use super::kind::{Kind, href};
use super::posts::{Posts, post};
use crate::components::{DateInput, TextInput, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// The form.
pub(super) struct HolderForm {
    pub(super) href: String,
    pub(super) seen: String,
    pub(super) name: TextInput,
    pub(super) from: DateInput,
    pub(super) reason: Textarea,
}

impl HolderForm {
    /// The form for a post; `None` for anything else, or one that is taken out.
    pub(super) fn of(view: &EntryView, today: NaiveDate, typed: &Typed, errors: &FormErrors) -> Option<Self> {
        let standing = view.entry.as_ref()?;
        let Entry::Post(post) = &standing.entry else { return None };
        let now = post
            .holder_on(today)
            .map_or_else(|| "Nobody holds it now.".to_owned(), |held| format!("{} holds it now.", held.holder));
        let [day, month, year] = ["from_day", "from_month", "from_year"].map(|part| typed.get(part).to_owned());
        Some(Self {
            href: format!("{}/{}/holder", href::<Posts>(&view.summary.handle), standing.number),
            seen: view.version.clone(),
            name: TextInput::new("holder", "New holder")
                .hint(format!("{now} Leave this empty when the post falls vacant."))
                .value(typed.get("holder"))
                .error(errors.of("holder")),
            from: DateInput::new("from", "From which day?")
                .hint("The first day of the new holder, for example 1 12 2026.")
                .typed(day, month, year)
                .error(errors.of("from")),
            reason: Textarea::new("holder_reason", "Why?")
                .rows(2)
                .value(typed.get("holder_reason"))
                .error(errors.of("holder_reason")),
        })
    }
}

/// Ends one holder and begins the next.
pub(super) async fn change(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.register_entry(call, Some(&plan), Register::Post, number).await?;
    let mut errors = FormErrors::default();
    let from = typed.day("from");
    if !matches!(from, TypedDay::Day(_)) {
        errors.add("from", "Enter the real day from which it holds, such as 1 12 2026");
    }
    if let Some(from_on) = from.day() {
        let input = HolderInput {
            post: number,
            holder: typed.filled("holder").map(str::to_owned),
            from_on,
            reason: typed.get("holder_reason").to_owned(),
            seen: typed.filled("seen").map(str::to_owned),
        };
        match site.app.change_holder(call, Some(&plan), &input).await {
            Ok(()) => {
                let own = format!("{}/{number}", href::<Posts>(&view.summary.handle));
                return Ok(render::done(&site, &own, said(&view, &input)));
            }
            Err(Error::EntryWithoutReason { .. }) => errors.add("holder_reason", "Say why in a few words"),
            Err(Error::EntryUnchanged { .. }) => {
                errors.add("holder", "Enter somebody else: this is how it stands from that day");
            }
            Err(Error::Store(StoreError::EntryConflict { .. })) => errors.add(
                "holder",
                "Somebody else has changed this post meanwhile. Look at its holders above, then decide again",
            ),
            Err(error) => return Err(error.into()),
        }
    }
    let form = HolderForm::of(&view, call.today, &typed, &errors);
    let first = Posts::first(view.entry.as_ref().map(|entry| &entry.entry));
    let page = EntryPage::of::<Posts>(frame, &view, number, true, &first, &errors).with_holder(form);
    Ok(render::refused(&page))
}

fn said(view: &EntryView, input: &HolderInput) -> String {
    let title = view.entry.as_ref().map(|entry| post(&entry.entry).title).unwrap_or_default();
    let from = words::day(input.from_on);
    match &input.holder {
        Some(holder) => format!("From {from} {holder} is {title}, and is asked about its actions."),
        None => format!("From {from} the post {title} is vacant: nobody is asked about its actions."),
    }
}
