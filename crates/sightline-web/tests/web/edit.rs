//! A plan is edited by the pages: with a reason, and so that two people lose nothing.

use axum::http::StatusCode;
use sightline_app::domain::plan::{Action, ActionState, Aim, Finding, Inspection, Milestone, Plan, Priority};
use sightline_app::domain::scale::Scale;
use sightline_app::{Actor, ImportInput, Role, SourceBytes};

use crate::support::{Page, Person, TestSite};

/// What an export of Sightline names as its shape.
const SCHEMA: &str = "https://sightline.example/schemas/plan-1.json";

pub(crate) fn plan() -> Plan {
    let action = |reference: &str, priority: &str, text: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: priority.to_owned(),
        text: Some(text.to_owned()),
        due_raw: Some("Winter".to_owned()),
        ..Action::default()
    };
    let priority = |reference: &str, title: &str| Priority {
        reference: reference.to_owned(),
        title: Some(title.to_owned()),
        ..Priority::default()
    };
    let mut first = action("1.1", "1", "Open the family hub");
    first.milestones.push(Milestone { text: "Lease signed".to_owned(), ..Milestone::default() });
    Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![priority("1", "Front door"), priority("2", "Workforce")],
        aims: vec![Aim {
            reference: "2.a".to_owned(),
            priority: "2".to_owned(),
            title: "People stay".to_owned(),
            ..Aim::default()
        }],
        actions: vec![first, action("1.2", "1", "Staff the family hub"), action("2.1", "2", "Recruit")],
        inspections: vec![Inspection {
            name: "ILACS 2026".to_owned(),
            findings: ["recommendation 1", "recommendation 2"]
                .map(|reference| Finding { reference: reference.to_owned(), ..Finding::default() })
                .to_vec(),
            ..Inspection::default()
        }],
        ..Plan::default()
    }
}

/// The plan, imported under the name `harbour`.
pub(crate) async fn with_plan(site: &TestSite) {
    let exported = serde_json::json!({ "schema": SCHEMA, "plan": plan() });
    let bytes = serde_json::to_vec(&exported).unwrap();
    let files = vec![SourceBytes { name: "plan.json".to_owned(), bytes }];
    let input = ImportInput { files, handle: Some("harbour".to_owned()), ..ImportInput::default() };
    let on = Some("2026-01-01".parse().unwrap());
    site.app.import_plan(&site.call(), &ImportInput { on, ..input }).await.unwrap();
}

pub(crate) async fn current(site: &TestSite) -> Plan {
    Plan::clone(&site.app.plan(&site.call(), None, None).await.unwrap().at.plan)
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &Page, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    page.text.split(&field).nth(1).unwrap_or_default().split('"').next().unwrap().to_owned()
}

const EDIT: &str = "/plans/harbour/actions/1.1/edit";

async fn change(person: &Person, what: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("{EDIT}/{what}");
    let seen = hidden(&person.get(&path).await, "seen");
    let mut all = vec![("seen", seen.as_str()), ("reason", "The board agreed.")];
    all.extend_from_slice(fields);
    person.post(&path, &all).await
}

#[tokio::test]
async fn each_part_of_an_action_is_changed_with_a_reason() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let choose = person.get(EDIT).await;
    assert!(choose.text.contains("Open the family hub") && choose.text.contains("Lease signed"), "{}", choose.text);
    for (what, fields) in [
        ("words", &[("text", "Open <i>two</i> hubs")][..]),
        ("timescale", &[("start", "April 2026"), ("due", "Mar 27")]),
        ("leads", &[("leads", "Head of Help\nAnn Lee")]),
        ("items", &[("item-0-letter", "a"), ("item-0-text", "North"), ("item-1-text", "South")]),
        (
            "milestones",
            &[
                ("milestone-0-text", "Lease signed"),
                ("milestone-0-done", "30 June 2026"),
                ("milestone-1-text", "Doors open"),
                ("milestone-1-due", "Dec 2026"),
            ],
        ),
        ("success", &[("how", "More families come"), ("children", "I know where to go")]),
        ("sources", &[("sources", "ILACS 1")]),
        ("place", &[("place", "aim 2.a"), ("group", "Hubs")]),
    ] {
        let page = change(&person, what, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{what}: {}", page.text);
        assert_eq!(page.location.as_deref(), Some("/plans/harbour/actions/1.1"));
    }
    let plan = current(&site).await;
    let action = plan.action("1.1").unwrap();
    assert_eq!(action.text.as_deref(), Some("Open <i>two</i> hubs"));
    assert_eq!(action.due_on, Some("2027-03-31".parse().unwrap()));
    assert_eq!(action.leads.len(), 2);
    assert_eq!(action.parts.len(), 2);
    assert_eq!(action.milestones[0].completed_on, Some("2026-06-30".parse().unwrap()));
    assert_eq!(
        (action.priority.as_str(), action.aim.as_deref(), action.group.as_deref()),
        ("2", Some("2.a"), Some("Hubs"))
    );
    let shown = person.get(EDIT).await;
    assert!(!shown.text.contains("<i>two</i>"), "words of a plan are never markup");
}

#[tokio::test]
async fn a_change_without_a_reason_a_difference_or_a_readable_date_is_refused_and_shown_again() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    for (what, fields, said) in [
        ("words", &[("text", "Open a hub"), ("reason", "")][..], "Say why in a few words"),
        ("words", &[("text", "Open the family hub"), ("reason", "x")], "already says this"),
        ("words", &[("text", " "), ("reason", "x")], "withdraw it"),
        ("timescale", &[("due", "when it rains"), ("reason", "x")], "is no timescale"),
        (
            "timescale",
            &[("due", "Mar 27"), ("reason", "x"), ("on_day", "31"), ("on_month", "2"), ("on_year", "2026")],
            "real day",
        ),
        ("milestones", &[("milestone-0-text", "Lease"), ("milestone-0-done", "soon"), ("reason", "x")], "real day"),
        ("merge", &[("into", ""), ("reason", "x")], "Choose the action"),
        (
            "split",
            &[("new-0-text", "Half"), ("new-0-reference", "1.3"), ("reason", "x")],
            "Enter the words of new action 2",
        ),
        ("place", &[("place", "priority 9"), ("reason", "x")], "Choose where it stands"),
    ] {
        let page = person.post(&format!("{EDIT}/{what}"), fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert!(page.text.contains("There is a problem") && page.text.contains(said), "{what}: {}", page.text);
    }
    let page = person.post(&format!("{EDIT}/timescale"), &[("due", "when it rains"), ("reason", "x")]).await;
    assert!(page.text.contains("value=\"when it rains\""), "what was typed is shown again");
    assert_eq!(current(&site).await.actions, plan().actions);
    assert_eq!(person.get(&format!("{EDIT}/colour")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_second_of_two_people_is_shown_the_difference_and_loses_nothing() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let first = site.as_role(Role::ProgrammeManager).await;
    let second = site.signed_in(Actor::operator("Sam Other", Role::ProgrammeManager)).await;
    let path = format!("{EDIT}/words");
    let seen = hidden(&second.get(&path).await, "seen");
    assert_eq!(change(&first, "words", &[("text", "Open both hubs")]).await.status, StatusCode::SEE_OTHER);

    let typed = [("seen", seen.as_str()), ("text", "Open the hub by May"), ("reason", "Lease is signed.")];
    let page = second.post(&path, &typed).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for words in
        ["Open the family hub", "Open both hubs", "Open the hub by May", "Lease is signed.", "The board agreed."]
    {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert_eq!(current(&site).await.actions[0].text.as_deref(), Some("Open both hubs"));
    // Sent again on what is there now, it is taken.
    let seen = hidden(&page, "seen");
    let again = [("seen", seen.as_str()), ("text", "Open both hubs by May"), ("reason", "Lease is signed.")];
    assert_eq!(second.post(&path, &again).await.status, StatusCode::SEE_OTHER);
    assert_eq!(current(&site).await.actions[0].text.as_deref(), Some("Open both hubs by May"));
}

#[tokio::test]
async fn an_action_is_split_merged_withdrawn_and_put_back() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let split = person.get(&format!("{EDIT}/split")).await;
    assert!(
        split.text.contains("value=\"1.3\"") && split.text.contains("value=\"1.4\""),
        "free references are offered"
    );
    let fields = [
        ("new-0-reference", "1.3"),
        ("new-0-text", "Open the north hub"),
        ("new-1-reference", "1.4"),
        ("new-1-text", "Open the south hub"),
    ];
    assert_eq!(change(&person, "split", &fields).await.status, StatusCode::SEE_OTHER);
    let after = current(&site).await;
    assert_eq!(after.action("1.1").unwrap().state, ActionState::Split { into: vec!["1.3".into(), "1.4".into()] });
    let gone = person.get(EDIT).await;
    assert!(gone.text.contains("Split into 1.3 and 1.4") && gone.text.contains("put-back"));
    let late = change(&person, "words", &[("text", "Other words")]).await;
    assert!(late.text.contains("put it back into the plan before you change it"), "{}", late.text);

    assert_eq!(change(&person, "put-back", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(change(&person, "merge", &[("into", "1.2")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(change(&person, "put-back", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(change(&person, "withdraw", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(current(&site).await.action("1.1").unwrap().state, ActionState::Withdrawn);
    assert_eq!(change(&person, "put-back", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(current(&site).await.action("1.1").unwrap().is_live());
}

#[tokio::test]
async fn an_action_is_added_and_actions_are_put_in_order() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let add = person.get("/plans/harbour/edit/add?priority=2").await;
    assert!(add.text.contains("value=\"2.2\""), "{}", add.text);
    let taken = [("place", "priority 1"), ("reference", "1.2"), ("text", "Third"), ("reason", "New money.")];
    let page = person.post("/plans/harbour/edit/add", &taken).await;
    assert!(page.text.contains("Choose another reference"), "{}", page.text);
    let new =
        [("place", "priority 1"), ("reference", "1.3"), ("text", "Third"), ("due", "Mar 27"), ("reason", "New money.")];
    let page = person.post("/plans/harbour/edit/add", &new).await;
    assert_eq!(page.location.as_deref(), Some("/plans/harbour/actions/1.3"));

    let order = person.get("/plans/harbour/edit/order?place=priority%201").await;
    assert!(order.text.contains("Place of 1.3"), "{}", order.text);
    let fields = [
        ("place", "priority 1"),
        ("reference", "1.1"),
        ("reference", "1.2"),
        ("reference", "1.3"),
        ("place-0", "3"),
        ("place-1", "2"),
        ("place-2", "3"),
        ("reason", "Money first."),
    ];
    let page = person.post("/plans/harbour/edit/order", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let references: Vec<String> = current(&site).await.actions.into_iter().map(|action| action.reference).collect();
    assert_eq!(references, ["1.2", "1.3", "1.1", "2.1"]);
    let outdated = person.post("/plans/harbour/edit/order", &fields[..3]).await;
    assert_eq!(outdated.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_action_is_linked_to_findings_from_its_own_page() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let path = format!("{EDIT}/findings");
    let page = person.get(&path).await;
    let field = page.text.split("id=\"finding-").nth(1).unwrap().split('"').next().unwrap();
    let field = format!("finding-{field}");
    let fields = [(field.as_str(), "1"), ("reason", "It answers the second.")];
    assert_eq!(person.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(current(&site).await.inspections[0].findings[1].action_refs, ["1.1"]);
    let again = person.post(&path, &fields).await;
    assert!(again.text.contains("answers these already"), "{}", again.text);
    assert!(person.get(EDIT).await.text.contains("ILACS 2026, recommendation 2"));
}

#[tokio::test]
async fn baselines_are_made_once_under_each_name() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let fields = [("name", "As agreed"), ("on_day", "1"), ("on_month", "2"), ("on_year", "2026")];
    assert_eq!(person.post("/plans/harbour/baselines", &fields).await.status, StatusCode::SEE_OTHER);
    let page = person.post("/plans/harbour/baselines", &fields).await;
    assert!(page.text.contains("Choose another name"), "{}", page.text);
    let future = person
        .post("/plans/harbour/baselines", &[("name", "Later"), ("on_day", "1"), ("on_month", "2"), ("on_year", "2027")])
        .await;
    assert!(future.text.contains("up to today"));
    let list = person.get("/plans/harbour/baselines").await;
    assert!(list.text.contains("As agreed") && list.text.contains("1 February 2026"));
    let reader = site.as_role(Role::BoardMember).await;
    let list = reader.get("/plans/harbour/baselines").await;
    assert!(list.text.contains("As agreed") && !list.text.contains("Freeze the plan"));
}

#[tokio::test]
async fn a_question_that_stayed_open_is_settled_later() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let text =
        "Harbour plan 2026\n\nPriority 1: Front door\n\nRef\tAction\tLead\tBy when\n1.1\tOpen the hub\tMC\tMay 2026\n";
    let files = vec![SourceBytes { name: "plan.txt".to_owned(), bytes: text.as_bytes().to_vec() }];
    let input = ImportInput { files, handle: Some("harbour".to_owned()), ..ImportInput::default() };
    site.app.import_plan(&site.call(), &input).await.unwrap();
    let page = person.get("/plans/harbour/edit/questions").await;
    let action = page.text.split("action=\"/plans/harbour/edit/questions/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/plans/harbour/edit/questions/{action}");
    let field = format!("how-{action}");
    let empty = person.post(&path, &[(&field, " ")]).await;
    assert!(empty.text.contains("Say how it was settled"), "{}", empty.text);
    assert_eq!(person.post(&path, &[(&field, "MC is Mary Cole.")]).await.status, StatusCode::SEE_OTHER);
    let page = person.get("/plans/harbour/edit/questions").await;
    assert!(page.text.contains("MC is Mary Cole."), "{}", page.text);
    assert_eq!(person.post(&path, &[(&field, "Again.")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_who_may_amend_reaches_the_forms() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let lead = site.as_role(Role::ActionLead).await;
    for path in [EDIT, "/plans/harbour/edit", "/plans/harbour/edit/add", "/plans/harbour/edit/order"] {
        assert_eq!(lead.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let manager = site.as_role(Role::ProgrammeManager).await;
    assert_eq!(manager.get("/plans/harbour/actions/9.9/edit").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.get("/plans/other/edit").await.status, StatusCode::NOT_FOUND);
    assert!(manager.get("/plans/harbour/edit").await.text.contains("Add an action"));
}
