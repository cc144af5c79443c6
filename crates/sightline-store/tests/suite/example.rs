//! Invented plans and what happens to them.

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use serde_json::json;
use sightline_domain::history::{Amendment, Update};
use sightline_domain::plan::{
    Action, Aim, Board, DeliveryLead, Finding, FocusArea, GlossaryEntry, Inspection, Lead, LeadKind, Measure,
    Milestone, Person, Pillar, Plan, Post, Priority, Section,
};
use sightline_domain::scale::Scale;
use sightline_domain::{Place as DocumentPlace, Problem, Severity};
use sightline_store::{AuditEntry, NewPlan, PlanSummary, SourceFile, Store};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The moment `minute` minutes into the invented day.
pub(crate) fn moment(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).unwrap() + chrono::Duration::minutes(minute)
}

pub(crate) fn audit(action: &str) -> AuditEntry {
    AuditEntry {
        actor: "Ada Fenwick".to_owned(),
        at: moment(0),
        action: action.to_owned(),
        object: "plan harbour-2026".to_owned(),
        detail: json!({"reason": "a test"}),
    }
}

pub(crate) fn action(reference: &str, priority: &str) -> Action {
    Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: priority.to_owned(),
        text: Some(format!("Open the hub of action {reference} – “naïve” café \u{1f3eb}")),
        leads_raw: Some("Head of Service".to_owned()),
        leads: vec![Lead {
            raw: "Head of Service".to_owned(),
            name: "Head of Service".to_owned(),
            kind: LeadKind::Post,
            resolved: None,
        }],
        due_raw: Some("March 2027".to_owned()),
        due_on: Some(day("2027-03-31")),
        action_rating: Some("amber".to_owned()),
        milestones: vec![Milestone { text: "Lease signed".to_owned(), ..Milestone::default() }],
        ..Action::default()
    }
}

/// A plan with something in every list.
pub(crate) fn plan() -> Plan {
    Plan {
        title: "Harbour children's improvement plan".to_owned(),
        council: Some("Harbour City Council".to_owned()),
        period_start_on: Some(day("2026-04-01")),
        columns: vec!["Ref".to_owned(), "Action".to_owned()],
        scales: vec![Scale::brag()],
        pillars: vec![Pillar { reference: "P".to_owned(), ..Pillar::default() }],
        priorities: vec![
            Priority { reference: "1".to_owned(), title: Some("Front door".to_owned()), ..Priority::default() },
            Priority { reference: "2".to_owned(), ..Priority::default() },
        ],
        aims: vec![Aim { reference: "1.a".to_owned(), priority: "1".to_owned(), ..Aim::default() }],
        actions: vec![action("1.1", "1"), action("1.2", "1"), action("2.1", "2")],
        measures: vec![Measure { text: "Visits in time".to_owned(), ..Measure::default() }],
        focus_areas: vec![FocusArea { reference: "FA1".to_owned(), ..FocusArea::default() }],
        people: vec![Person { name: "Bea Lund".to_owned(), ..Person::default() }],
        posts: vec![Post { title: "Head of Service".to_owned(), ..Post::default() }],
        delivery_leads: vec![DeliveryLead { pillar: "P".to_owned(), text: "Bea Lund".to_owned() }],
        boards: vec![Board { name: "Improvement board".to_owned(), ..Board::default() }],
        inspections: vec![Inspection {
            name: "ILACS 2026".to_owned(),
            findings: vec![Finding { reference: "recommendation 1".to_owned(), ..Finding::default() }],
            ..Inspection::default()
        }],
        glossary: vec![GlossaryEntry {
            abbreviation: "MASH".to_owned(),
            abbreviation_raw: None,
            meaning: "Multi-agency safeguarding hub".to_owned(),
        }],
        sections: vec![Section { heading: "Vision\0with a NUL".to_owned(), ..Section::default() }],
        ..Plan::default()
    }
}

pub(crate) fn problems() -> Vec<Problem> {
    vec![
        Problem::new("SL-I110", Severity::Question, DocumentPlace::line(7), "by when?", "Say which date it is."),
        Problem::new("SL-I111", Severity::Note, DocumentPlace::default(), "", "Nothing to do."),
    ]
}

pub(crate) fn source(name: &str, content: u8) -> SourceFile {
    SourceFile { name: name.to_owned(), sha256: format!("{content:02x}").repeat(32), size_bytes: 4096 }
}

pub(crate) fn new_plan(plan: &Plan) -> NewPlan<'_> {
    NewPlan {
        plan,
        handle: None,
        on: day("2026-11-20"),
        sources: Vec::new(),
        problems: &[],
        allow_again: false,
        draft: None,
    }
}

/// The example plan, added.
pub(crate) async fn added(store: &Store) -> PlanSummary {
    store.add_plan(&new_plan(&plan()), audit("plan.import")).await.unwrap()
}

pub(crate) fn update(action: &str, on: &str, note: &str) -> Update {
    Update {
        action: action.to_owned(),
        on: day(on),
        recorded_at: moment(1),
        by: "Bea Lund".to_owned(),
        action_rating: Some("green".to_owned()),
        impact_rating: None,
        note: Some(note.to_owned()),
        forecast_on: Some(day("2027-02-28")),
        evidence: vec!["Minutes of the board".to_owned()],
    }
}

/// An amendment of `before` that sets something.
pub(crate) fn amendment(on: &str, before: &Action, change: impl FnOnce(&mut Action)) -> Amendment {
    let mut after = before.clone();
    change(&mut after);
    Amendment {
        action: before.reference.clone(),
        on: day(on),
        recorded_at: moment(2),
        by: "Bea Lund".to_owned(),
        reason: "The board asked".to_owned(),
        before: Some(before.clone()),
        after,
    }
}
