//! One entry of a register: what it says, the form to change it, and its history.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::register::{Entry, RegisterAmendment};
use sightline_app::policy::{Action, Target};
use sightline_app::{EntryView, PlanSummary};

use super::Group;
use super::holder::HolderForm;
use super::kind::{Kind, href};
use crate::components::summary_list::SummaryRow;
use crate::components::timeline::TimelineEntry;
use crate::components::{Breadcrumbs, ErrorSummary, FormField, Link, SummaryList, Textarea, Timeline};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::plans::navigation::PlanNavigation;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "registers/entry.html")]
pub(super) struct EntryPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    pub(super) summary: ErrorSummary,
    is_wrong: bool,
    /// What differs, when somebody else was first.
    conflict: Vec<(&'static str, String, String)>,
    heading: String,
    /// Which register it is in; absent for a new entry, whose heading says so.
    register: Option<&'static str>,
    /// True once it is taken out of its register.
    is_gone: bool,
    facts: SummaryList,
    related: Vec<(&'static str, Vec<Link>)>,
    holder: Option<HolderForm>,
    form: Option<Form>,
    history: Timeline,
    has_history: bool,
}

/// The form that changes or adds an entry.
struct Form {
    heading: &'static str,
    href: String,
    seen: String,
    groups: Vec<Group>,
    reason: FormField,
    button: &'static str,
    /// Where it is taken out; absent for a new entry.
    remove: Option<String>,
    remove_reason: FormField,
}

/// An entry.
pub(super) async fn show<K: Kind>(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.register_entry(call, Some(&plan), K::REGISTER, number).await?;
    let can_change = call.allows(Action::RegisterAmend, &Target::Plan(&view.summary));
    let typed = K::first(view.entry.as_ref().map(|entry| &entry.entry));
    let errors = FormErrors::default();
    let holder = HolderForm::of(&view, call.today, &Typed::default(), &errors);
    let mut page = EntryPage::of::<K>(frame, &view, number, can_change, &typed, &errors);
    page.holder = holder.filter(|_| can_change);
    Ok(render::page(&page))
}

/// The form for a new entry.
pub(super) async fn show_new<K: Kind>(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let summary = site.app.plan(visitor.call(), Some(&plan), None).await?.summary;
    Ok(render::page(&EntryPage::of_new::<K>(frame, &summary, &K::first(None), &FormErrors::default())))
}

fn breadcrumbs<K: Kind>(summary: &PlanSummary) -> Breadcrumbs {
    let mut breadcrumbs = PlanNavigation::breadcrumbs(summary, true);
    breadcrumbs.links.push(Link::new(K::TITLE, href::<K>(&summary.handle)));
    breadcrumbs
}

fn reason(name: &str, typed: &Typed, errors: &FormErrors) -> FormField {
    Textarea::new(name, "Why?")
        .hint("A sentence. It is shown wherever the change is.")
        .rows(2)
        .value(typed.get(name))
        .error(errors.of(name))
        .into()
}

impl EntryPage {
    pub(super) fn of<K: Kind>(
        frame: Frame,
        view: &EntryView,
        number: u64,
        can_change: bool,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Self {
        let entry = view.entry.as_ref().map(|entry| &entry.entry);
        let last = view.amendments.iter().rev().find_map(|amendment| amendment.before.as_ref());
        let shown: Option<&Entry> = entry.or(last);
        let facts = shown.map(K::facts).unwrap_or_default();
        let own = format!("{}/{number}", href::<K>(&view.summary.handle));
        let form = (can_change && entry.is_some()).then(|| Form {
            heading: "Change it",
            seen: view.version.clone(),
            groups: K::groups(typed, errors, false),
            reason: reason("reason", typed, errors),
            button: "Save the change",
            remove: Some(format!("{own}/remove")),
            remove_reason: reason("remove_reason", typed, errors),
            href: own,
        });
        Self {
            frame,
            breadcrumbs: breadcrumbs::<K>(&view.summary),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            conflict: Vec::new(),
            heading: shown.map(K::name).unwrap_or_default(),
            register: Some(K::TITLE),
            is_gone: entry.is_none(),
            facts: SummaryList::new(facts.into_iter().map(|(part, value)| SummaryRow::new(part, value)).collect()),
            related: shown.map(|entry| K::related(entry, &view.at.plan, &view.summary.handle)).unwrap_or_default(),
            holder: None,
            form,
            has_history: !view.amendments.is_empty(),
            history: Timeline::new(view.amendments.iter().rev().map(told).collect()),
        }
    }

    pub(super) fn of_new<K: Kind>(frame: Frame, summary: &PlanSummary, typed: &Typed, errors: &FormErrors) -> Self {
        Self {
            frame,
            breadcrumbs: breadcrumbs::<K>(summary),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            conflict: Vec::new(),
            heading: K::ADD.to_owned(),
            register: None,
            is_gone: false,
            facts: SummaryList::default(),
            related: Vec::new(),
            holder: None,
            form: Some(Form {
                heading: "",
                href: format!("{}/add", href::<K>(&summary.handle)),
                seen: String::new(),
                groups: K::groups(typed, errors, true),
                reason: reason("reason", typed, errors),
                button: K::ADD,
                remove: None,
                remove_reason: reason("remove_reason", typed, errors),
            }),
            history: Timeline::default(),
            has_history: false,
        }
    }

    /// Shows beside each other what somebody else wrote and what was typed.
    pub(super) fn in_conflict<K: Kind>(mut self, now: Option<&Entry>, typed: &Entry) -> Self {
        let now = now.map(K::facts).unwrap_or_default();
        self.conflict = K::facts(typed)
            .into_iter()
            .enumerate()
            .map(|(place, (part, typed))| {
                let now = now.get(place).map_or_else(|| "Taken out".to_owned(), |(_, now)| now.clone());
                (part, now, typed)
            })
            .filter(|(_, now, typed)| now != typed)
            .collect();
        self
    }

    pub(super) fn with_holder(mut self, holder: Option<HolderForm>) -> Self {
        self.holder = holder;
        self
    }
}

/// An amendment as it is told in the history.
fn told(amendment: &RegisterAmendment) -> TimelineEntry {
    let title = match (&amendment.before, &amendment.after) {
        (None, _) => "Added",
        (_, None) => "Taken out",
        (Some(_), Some(_)) => "Changed",
    };
    TimelineEntry {
        title: title.to_owned(),
        by: amendment.by.clone(),
        when: words::moment(amendment.recorded_at),
        datetime: amendment.recorded_at.to_rfc3339(),
        paragraphs: vec![amendment.reason.clone(), format!("Holds from {}.", words::day(amendment.on))],
        ..TimelineEntry::default()
    }
}
