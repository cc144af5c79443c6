//! What differs from register to register: its words, its fields, and what they say.

use sightline_app::domain::plan::{Action, Plan};
use sightline_app::domain::register::{Entry, Register};

use super::Group;
use crate::components::{FormField, Link, TextInput, Textarea};
use crate::forms::{FormErrors, Typed};
use crate::pages::plans::address::AsAt;

/// One register.
pub(super) trait Kind: Send + Sync + 'static {
    const REGISTER: Register;
    /// Below the plan's address.
    const PATH: &'static str;
    /// Heading of the list, in the plural.
    const TITLE: &'static str;
    /// Such as `Add a person`.
    const ADD: &'static str;
    /// What the register is for.
    const ABOUT: &'static str;
    /// Said when there is no entry.
    const EMPTY: &'static str;
    /// Heads of the columns; the first is that of the name.
    const HEADS: &'static [&'static str];

    /// The cells after the name, on the day of the plan.
    fn cells(entry: &Entry, plan: &Plan, on: chrono::NaiveDate) -> Vec<String>;

    /// What the entry says, part by part.
    fn facts(entry: &Entry) -> Vec<(&'static str, String)>;

    /// What the form says before anybody has typed; for a new entry when there is none.
    fn first(entry: Option<&Entry>) -> Typed;

    /// The fields.
    fn groups(typed: &Typed, errors: &FormErrors, is_new: bool) -> Vec<Group>;

    /// The entry that the form gives; `before` keeps what has no field.
    fn read(typed: &Typed, before: Option<&Entry>) -> Result<Entry, FormErrors>;

    /// What else is shown with an entry: headings with links.
    fn related(_: &Entry, _: &Plan, _: &str) -> Vec<(&'static str, Vec<Link>)> {
        Vec::new()
    }

    /// The name of an entry on pages; its name in the register unless that tells little.
    fn name(entry: &Entry) -> String {
        entry.name().to_owned()
    }
}

/// The address of a register.
pub(super) fn href<K: Kind>(plan: &str) -> String {
    format!("{}/{}", crate::words::plan_href(plan), K::PATH)
}

/// The most rows of a form: holdings, members, findings.
pub(super) const MOST_ROWS: usize = 80;
const MORE_ROWS: usize = 2;

/// The rows of a form: those that were filled in, and a few empty ones; `main` is the field that makes a row.
pub(super) fn rows(typed: &Typed, name: &str, main: &str) -> std::ops::Range<usize> {
    let is_filled = |number: &usize| typed.filled(&format!("{name}-{number}-{main}")).is_some();
    let last = (0..MOST_ROWS).rev().find(is_filled).map_or(0, |last| last + 1);
    0..(last + MORE_ROWS).min(MOST_ROWS)
}

/// What a field of a row says.
pub(super) fn of_row(typed: &Typed, name: &str, number: usize, field: &str) -> Option<String> {
    typed.filled(&format!("{name}-{number}-{field}")).map(str::to_owned)
}

/// A field of one line.
pub(super) fn line(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str) -> FormField {
    let input = TextInput::new(name, label).value(typed.get(name)).error(errors.of(name));
    if hint.is_empty() { input.into() } else { input.hint(hint).into() }
}

/// A field of several lines.
pub(super) fn area(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str, rows: u8) -> FormField {
    let area = Textarea::new(name, label).rows(rows).value(typed.get(name)).error(errors.of(name));
    if hint.is_empty() { area.into() } else { area.hint(hint).into() }
}

/// The day in a field of one line, such as `30 June 2026`; `None` when it is empty.
pub(super) fn day(typed: &Typed, errors: &mut FormErrors, name: &str) -> Option<chrono::NaiveDate> {
    let typed = AsAt::typed(typed.get(name));
    if !typed.unreadable.is_empty() {
        errors.add(name, "Enter a real day, such as 30 June 2026");
    }
    typed.day
}

/// Requires the name of an entry.
pub(super) fn required(typed: &Typed, errors: &mut FormErrors, name: &str, what: &str) -> String {
    if typed.filled(name).is_none() {
        errors.add(name, what);
    }
    typed.get(name).trim().to_owned()
}

/// Links to actions.
pub(super) fn action_links<'a>(plan: &str, actions: impl Iterator<Item = &'a Action>) -> Vec<Link> {
    actions
        .map(|action| {
            let words: String = format!("{} {}", action.reference, action.title()).chars().take(120).collect();
            Link::new(words, crate::words::action_href(plan, &action.reference))
        })
        .collect()
}
