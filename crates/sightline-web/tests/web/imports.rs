//! A plan is imported by the pages alone.

use axum::http::StatusCode;
use sightline_app::domain::plan::Plan;
use sightline_app::{Actor, Role};

use crate::support::{Page, Person, TestSite};

const PLAN: &str = "Harbour improvement plan 2026\n\nPriority 1: Front door\n\n\
    Ref\tAction\tLead\tBy when\tWho checks\n\
    1.1\tOpen the family hub\tMC\tMarch 2026 Sept 2026\tAudit\n\
    1.2\tStaff <b>the</b> family hub\tHead of Help\tJune 2026\tAudit\n";

async fn begun(person: &Person, text: &str) -> String {
    let page = person.upload("/plans/import", &[("files", "plan.txt", text.as_bytes())]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    page.location.unwrap()
}

/// The address of the first question whose page has this heading.
async fn question(person: &Person, import: &str, heading: &str) -> String {
    let list = person.get(&format!("{import}?show=all")).await;
    let before = list.text.split(heading).next().unwrap();
    let href = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    assert!(href.contains("/questions/"), "{href}");
    href.to_owned()
}

async fn saved(site: &TestSite) -> Plan {
    Plan::clone(&site.app.plan(&site.call(), None, None).await.unwrap().at.plan)
}

fn refused(page: &Page, code: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("There is a problem") && page.text.contains(code), "{}", page.text);
}

#[tokio::test]
async fn a_plan_is_uploaded_settled_and_saved_by_the_pages_alone() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let import = begun(&person, PLAN).await;
    let list = person.get(&import).await;
    assert!(list.text.contains("2 actions in 1 priority"), "{}", list.text);
    assert!(list.text.contains("0 of 2 questions settled"));

    let dates = question(&person, &import, "Several dates in one cell").await;
    let page = person.get(&dates).await;
    assert!(page.text.contains("It is right as read") && page.text.contains("March 2026 Sept 2026"));
    let soon = [("answer", "corrected"), ("action-1-1_due", "quite soon"), ("action-1-1_milestones", "")];
    let page = person.post(&dates, &soon).await;
    refused(&page, "Write it as in a plan");
    assert!(page.text.contains("quite soon"), "what was typed is shown again");
    let day = [("answer", "corrected"), ("action-1-1_due", "30 September 2026"), ("action-1-1_milestones", "")];
    assert_eq!(person.post(&dates, &day).await.status, StatusCode::SEE_OTHER);

    let initials = question(&person, &import, "Initials that nobody explains").await;
    let who = [("answer", "corrected"), ("lead-MC_who", "Mary Cole"), ("lead-MC_kind", "person")];
    assert_eq!(person.post(&initials, &who).await.location.as_deref(), Some(import.as_str()));
    assert!(person.get(&import).await.text.contains("2 of 2 questions settled"));

    let check = person.get(&format!("{import}/check")).await;
    assert!(check.text.contains("30 September 2026"), "{}", check.text);
    assert!(!check.text.contains("<b>the</b>"), "words of a plan are never markup");
    let fields =
        [("title", "Harbour plan"), ("council", "Harbour"), ("on_day", "1"), ("on_month", "9"), ("on_year", "2026")];
    let page = person.post(&format!("{import}/check"), &fields).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("/plans/harbour-2026")));
    let plan = saved(&site).await;
    assert_eq!((plan.title.as_str(), plan.council.as_deref()), ("Harbour plan", Some("Harbour")));
    assert_eq!(plan.actions[0].leads[0].resolved.as_deref(), Some("Mary Cole"));
    assert_eq!(person.get(&import).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_same_is_said_of_all_questions_of_a_kind_and_taken_back() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let import = begun(&person, PLAN).await;
    let page = person.post(&format!("{import}/alike"), &[("code", "SL-I374"), ("answer", "leave_open")]).await;
    assert_eq!(page.location.as_deref(), Some(import.as_str()));
    assert!(person.get(&import).await.text.contains("1 of 2 questions settled"));
    let initials = question(&person, &import, "Initials that nobody explains").await;
    assert!(person.get(&initials).await.text.contains("It is left open for now."));
    let back = person.post(&initials, &[("answer", "take_back")]).await;
    assert_eq!(back.location.as_deref(), Some(initials.as_str()));
    assert!(person.get(&import).await.text.contains("0 of 2 questions settled"));
    let empty = person.post(&initials, &[("answer", "corrected"), ("lead-MC_who", ""), ("lead-MC_kind", "")]).await;
    refused(&empty, "It is right as read");
}

#[tokio::test]
async fn another_item_can_be_put_right_as_well() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let import = begun(&person, PLAN).await;
    let dates = question(&person, &import, "Several dates in one cell").await;
    let page = person.get(&format!("{dates}?item=action%201.2")).await;
    assert!(page.text.contains("name=\"action-1-2_text\""), "{}", page.text);
    let fields = [("item", "action 1.2"), ("answer", "corrected"), ("action-1-2_text", "Staff both hubs")];
    assert_eq!(person.post(&dates, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(person.get(&format!("{import}/check")).await.text.contains("Staff both hubs"));
}

#[tokio::test]
async fn columns_are_chosen_from_the_fields_there_are() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let text = "What next\tAnswerable to\tFinished\nOpen the hub in the north\tHead of Help\tMay 2026\n";
    let import = begun(&person, text).await;
    assert!(person.get(&import).await.text.contains("Choose the columns"));
    let columns = format!("{import}/columns");
    assert!(person.get(&columns).await.text.contains("Answerable to"));
    let none = person.post(&columns, &[("heading-0", ""), ("heading-1", ""), ("heading-2", "")]).await;
    refused(&none, "Choose the column that holds the action");
    let chosen = [("heading-0", "action"), ("heading-1", "leads"), ("heading-2", "due")];
    assert_eq!(person.post(&columns, &chosen).await.location.as_deref(), Some(import.as_str()));
    assert!(person.get(&import).await.text.contains("1 action in 1 priority"));
}

#[tokio::test]
async fn files_that_cannot_be_read_are_refused_with_a_code_and_what_to_do() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    for (name, content, code) in [
        ("plan.docx", &b"PK\x03\x04 cut short"[..], "SL-I"),
        ("plan.txt", b"A letter about nothing in particular.", "SL-I015"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "SL-I"),
        ("empty.csv", b"", "SL-I001"),
    ] {
        let page = person.upload("/plans/import", &[("files", name, content)]).await;
        refused(&page, code);
        assert!(page.text.contains("What you can do"), "{name}");
    }
    refused(&person.upload("/plans/import", &[]).await, "SL-A216");
    let large = vec![b'x'; 26 << 20];
    let page = person.upload("/plans/import", &[("files", "plan.txt", &large)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn an_import_is_known_to_its_owner_alone_and_to_no_role_that_may_not() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let import = begun(&person, PLAN).await;
    let other = site.signed_in(Actor::operator("Sam Other", Role::ProgrammeManager)).await;
    for path in ["", "/columns", "/questions/1", "/check"] {
        assert_eq!(other.get(&format!("{import}{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(person.get(&format!("{import}/questions/99")).await.status, StatusCode::NOT_FOUND);
    let lead = site.as_role(Role::ActionLead).await;
    assert_eq!(lead.get("/plans/import").await.status, StatusCode::FORBIDDEN);
    assert_eq!(person.post(&format!("{import}/discard"), &[]).await.location.as_deref(), Some("/plans/import"));
    assert_eq!(person.get(&import).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_same_files_are_saved_twice_only_when_somebody_says_so() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let fields = [("title", "Harbour plan"), ("council", "")];
    let import = begun(&person, PLAN).await;
    assert_eq!(person.post(&format!("{import}/check"), &fields).await.status, StatusCode::SEE_OTHER);
    let import = begun(&person, PLAN).await;
    let page = person.post(&format!("{import}/check"), &fields).await;
    refused(&page, "already imported");
    assert!(page.text.contains("Save them as a second plan"));
    let again = [fields[0], fields[1], ("again", "yes")];
    assert_eq!(person.post(&format!("{import}/check"), &again).await.status, StatusCode::SEE_OTHER);
    let nameless = begun(&person, PLAN).await;
    refused(&person.post(&format!("{nameless}/check"), &[("title", " ")]).await, "Enter the title");
}
