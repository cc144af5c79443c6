//! What is known of an action, name by name.

use chrono::NaiveDate;
use sightline_app::ActionRecord;
use sightline_app::LeadNow;
use sightline_app::domain::board_report::{due_words, one_line};
use sightline_app::domain::plan::{ActionState, LeadKind};
use sightline_app::domain::scale::Level;
use sightline_app::domain::standing::{Standing, deadline};

use crate::components::summary_list::SummaryRow;
use crate::pages::plans::address::PlanLinks;
use crate::words;

/// The rows of the summary list of an action.
pub(super) fn rows(record: &ActionRecord, links: &PlanLinks) -> Vec<SummaryRow> {
    let action = &record.action;
    let mut rows = Vec::new();
    if let Some(priority) = &record.priority {
        let title = priority.title.as_deref().map_or_else(String::new, |title| format!(" {}", one_line(title)));
        rows.push(
            SummaryRow::new("Priority", format!("{}{title}", priority.reference))
                .link("See all its actions", links.priority(&priority.reference)),
        );
    }
    if let Some(aim) = &record.aim {
        rows.push(SummaryRow::new("Aim", format!("{} {}", aim.reference, one_line(&aim.title))));
    }
    if let Some(group) = &action.group {
        rows.push(SummaryRow::new("Heading", one_line(group)));
    }
    rows.push(several("Leads", leads(record)));
    if let Some(start) = start_words(record) {
        rows.push(SummaryRow::new("Start", start));
    }
    rows.push(several("Due", due_lines(record)));
    if let Some(forecast_on) = record.forecast_on {
        let passed = forecast_on < record.as_at && record.standing != Standing::Complete;
        let and = if passed { ", a day that has passed" } else { "" };
        rows.push(SummaryRow::new("Now expected", format!("Complete by {}{and}", words::day(forecast_on))));
    }
    if let Some(through) = filled(action.delivered_through_raw.as_deref()) {
        rows.push(SummaryRow::new("Delivered through", through));
    }
    rows.push(several("Answers", answers(record)));
    if let Some(notes) = filled(action.notes_raw.as_deref()) {
        rows.push(SummaryRow::new("Notes in the plan", notes));
    }
    rows
}

fn several(key: &str, values: Vec<String>) -> SummaryRow {
    SummaryRow { values, ..SummaryRow::new(key, "") }
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn leads(record: &ActionRecord) -> Vec<String> {
    let told_apart: Vec<String> = record.leads.iter().map(lead_words).filter(|words| !words.is_empty()).collect();
    if told_apart.is_empty() { record.action.leads_words().into_iter().collect() } else { told_apart }
}

/// A lead with whoever holds the post: `Head of Service (Petra Lindmoss)`.
fn lead_words(now: &LeadNow) -> String {
    let lead = &now.lead;
    let name = one_line(&lead.name);
    let who = now.holder.as_deref().or(lead.resolved.as_deref()).filter(|who| *who != name);
    match (lead.kind, who) {
        (LeadKind::ToBeConfirmed, _) => "To be confirmed".to_owned(),
        (LeadKind::Post, None) => format!("{name} (nobody is named for this post)"),
        (_, Some(who)) => format!("{name} ({who})"),
        (_, None) => name,
    }
}

fn start_words(record: &ActionRecord) -> Option<String> {
    let action = &record.action;
    match (action.start_on, filled(action.start_raw.as_deref())) {
        (Some(on), Some(raw)) => Some(format!("{} (printed as ‘{}’)", words::day(on), one_line(&raw))),
        (Some(on), None) => Some(words::day(on)),
        (None, raw) => raw.map(|raw| one_line(&raw)),
    }
}

/// When the action is due, how far that is away, and as it is printed.
fn due_lines(record: &ActionRecord) -> Vec<String> {
    let action = &record.action;
    let mut lines = vec![match deadline(action) {
        Some(on) => words::day(on),
        None => due_words(action),
    }];
    if let Some(on) = deadline(action).filter(|_| action.is_live() && record.standing != Standing::Complete) {
        lines[0] = format!("{} – {}", lines[0], words::due(on, record.as_at).to_lowercase());
    }
    let printed = filled(action.due_raw.as_deref()).map(|raw| one_line(&raw));
    if let Some(raw) = printed.filter(|raw| !lines[0].eq_ignore_ascii_case(raw)) {
        lines.push(format!("Printed in the plan as ‘{raw}’"));
    }
    let schedule = &action.schedule;
    lines.extend(schedule.test_on.map(|on| format!("Its impact is to be tested by {}", words::day(on))));
    lines.extend(schedule.targets_on.map(|on| format!("The targets are for {}", words::day(on))));
    for stage in &schedule.stages {
        let on = stage.due_on.map(words::day).unwrap_or_default();
        lines.push(format!("{} {on}", one_line(&stage.text)).trim().to_owned());
    }
    lines
}

/// The findings it answers in words, or the tags that are printed.
fn answers(record: &ActionRecord) -> Vec<String> {
    if record.findings.is_empty() {
        return record.action.sources.iter().map(|source| one_line(source)).collect();
    }
    record
        .findings
        .iter()
        .map(|finding| {
            let text = finding.text.as_deref().map_or_else(String::new, |text| format!(": {}", one_line(text)));
            format!("{}, {}{text}", finding.inspection, finding.reference)
        })
        .collect()
}

/// Where dates and updates say an action stands, in a sentence.
pub(super) fn standing_sentence(record: &ActionRecord) -> String {
    let due = deadline(&record.action);
    match record.standing {
        Standing::Complete => "It is rated complete, and no milestone is open.".to_owned(),
        Standing::OnTrack => "Nothing is late, and it has been updated as often as the plan asks.".to_owned(),
        Standing::Stale => match record.latest_update() {
            Some(latest) => {
                format!("Its last update is for {}, longer ago than the plan asks.", words::day(latest.update.on))
            }
            None => "It has not been updated since the plan was imported.".to_owned(),
        },
        Standing::Slipping => slipping_sentence(record, due),
        Standing::Overdue => match due {
            Some(on) => format!("It was due on {} and is not complete.", words::day(on)),
            None => "It is past its due date and not complete.".to_owned(),
        },
    }
}

fn slipping_sentence(record: &ActionRecord, due: Option<NaiveDate>) -> String {
    let forecast = record.latest_update().and_then(|latest| latest.update.forecast_on);
    match (forecast, due) {
        (Some(forecast), Some(due)) if forecast > due => format!(
            "It is expected to be complete on {}, after it is due on {}.",
            words::day(forecast),
            words::day(due)
        ),
        _ => "A milestone is late.".to_owned(),
    }
}

/// How an action left the plan; null while it is in it.
pub(super) fn state_sentence(state: &ActionState) -> Option<String> {
    match state {
        ActionState::Live => None,
        ActionState::Withdrawn => Some("This action was withdrawn from the plan.".to_owned()),
        ActionState::Merged { into } => Some(format!("This action is now part of action {into}.")),
        ActionState::Split { into } => Some(format!("This action was replaced by actions {}.", words::list(into))),
    }
}

/// What a level says about the action.
pub(in crate::pages) fn action_meaning(level: &Level) -> Option<String> {
    level.action_definition.as_deref().or(level.definition_raw.as_deref()).map(words::capital)
}

/// What a level says about the impact; a level defined once for both says the same of each.
pub(in crate::pages) fn impact_meaning(level: &Level) -> Option<String> {
    level.impact_definition.as_deref().map(words::capital).or_else(|| action_meaning(level))
}
