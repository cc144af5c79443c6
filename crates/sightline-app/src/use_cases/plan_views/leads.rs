//! Who leads, under one name each.

use sightline_domain::board_report::one_line;
use sightline_domain::plan::{Action, Lead, LeadKind, Person, Plan, Post};

use crate::policy;
use chrono::NaiveDate;

/// The name that stands for a lead on every page: the post or person it resolves to, or as printed.
///
/// `None` when it is to be confirmed or has no name.
pub(super) fn lead_name(plan: &Plan, lead: &Lead) -> Option<String> {
    if lead.kind == LeadKind::ToBeConfirmed {
        return None;
    }
    let said = one_line(lead.resolved.as_deref().unwrap_or(&lead.name));
    let name = post_named(plan, &said)
        .map(|post| one_line(&post.title))
        .or_else(|| person_named(plan, &said).map(|person| one_line(&person.name)))
        .unwrap_or(said);
    (!name.is_empty()).then_some(name)
}

/// The names of an action's leads, each once, in printed order.
pub(super) fn lead_names(plan: &Plan, action: &Action) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in action.leads.iter().filter_map(|lead| lead_name(plan, lead)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// True when the action is led by somebody of this name: post, holder, person, or as printed.
pub(super) fn is_led_by(plan: &Plan, action: &Action, name: &str, on: NaiveDate) -> bool {
    let wanted = name.trim().to_lowercase();
    let same = |said: &str| one_line(said).to_lowercase() == wanted;
    lead_names(plan, action).iter().any(|said| same(said)) || policy::answerable(plan, action, on).any(same)
}

/// The post with this title or alias.
pub(super) fn post_named<'a>(plan: &'a Plan, name: &str) -> Option<&'a Post> {
    plan.posts.iter().find(|post| same(&post.title, name) || post.aliases.iter().any(|alias| same(alias, name)))
}

/// The person with this name or these initials.
pub(super) fn person_named<'a>(plan: &'a Plan, name: &str) -> Option<&'a Person> {
    let by_initials =
        |person: &&Person| person.initials.as_deref().is_some_and(|initials| initials.trim() == name.trim());
    plan.people.iter().find(|person| same(&person.name, name)).or_else(|| plan.people.iter().find(by_initials))
}

fn same(one: &str, other: &str) -> bool {
    one_line(one).eq_ignore_ascii_case(&one_line(other))
}
