//! Children's records by the pages alone: loaded, looked at, published, compared, withdrawn; and single children.

use axum::http::{StatusCode, header};
use sightline_app::{Actor, AuditFilter, Reach, Role, Scope};

use crate::support::{Page, Person, TestSite, now};

pub(crate) const PEOPLE: &str = "pers_person_id,pers_sex,pers_ethnicity,pers_dob,pers_upn_unknown,pers_send_flag,pers_expected_dob,\
    pers_death_date,pers_is_mother,pers_nationality\n700132,F,WBRI,2012-05-04,,,,,,\n700299,M,WBRI,2013-01-02,,,,,,\n,M,WBRI,2013-01-02,,,,,,\n";
const WORKERS: &str = "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,\
    invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_person_id,invo_referral_id\n\
    1,w1,SW,North,2024-01-01,,,700132,\n2,w2,SW,South,2024-06-01,,,700299,\n";

fn files(people: &str) -> [(&'static str, &'static str, Vec<u8>); 2] {
    [("files", "people.csv", people.as_bytes().to_vec()), ("files", "workers.csv", WORKERS.as_bytes().to_vec())]
}

async fn send(person: &Person, people: &str) -> Page {
    let files = files(people);
    let files: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(field, name, bytes)| (*field, *name, bytes.as_slice())).collect();
    person.upload("/data/load", &files).await
}

/// Loads the files and gives the address of the extract that waits.
async fn loaded(site: &TestSite, person: &Person, people: &str) -> String {
    let page = send(person, people).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("/data")), "{}", page.text);
    assert!(site.app.run_next_job(now()).await.unwrap());
    let list = person.get("/data").await;
    let (_, rest) = list.text.split_once("Waiting to be published").unwrap_or_else(|| panic!("{}", list.text));
    rest.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

pub(crate) async fn published(site: &TestSite, person: &Person, people: &str) -> String {
    let extract = loaded(site, person, people).await;
    let page = person.post(&format!("{extract}/publish"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    extract
}

pub(crate) async fn team_manager(site: &TestSite, team: &str) -> Person {
    let reach = Reach { teams: Scope::Only(vec![team.to_owned()]), ..Reach::default() };
    site.signed_in(Actor { reach, ..Actor::operator("Tam Ley", Role::TeamManager) }).await
}

#[tokio::test]
async fn files_are_loaded_looked_at_and_published_by_the_pages_alone() {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    let empty = analyst.get("/data").await;
    assert!(empty.text.contains("No children’s records are loaded yet") && !empty.text.contains("Records as at"));

    let page = send(&analyst, PEOPLE).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let under_way = analyst.get("/data").await;
    assert!(under_way.text.contains("Waiting for its turn") && under_way.text.contains("data-under-way"));
    let again = send(&analyst, PEOPLE).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("being loaded by somebody else"), "{}", again.text);
    site.app.run_next_job(now()).await.unwrap();

    let list = analyst.get("/data").await;
    let (_, rest) = list.text.split_once("Waiting to be published").unwrap();
    let extract = rest.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = analyst.get(&extract).await;
    assert!(page.text.contains("5 rows were read, 4 kept, 1 was set aside."), "{}", page.text);
    assert!(page.text.contains("SL-R050") && page.text.contains("ssd_person"), "{}", page.text);
    let director = site.as_role(Role::Director).await;
    assert_eq!(director.get(&extract).await.status, StatusCode::NOT_FOUND, "what waits is for whoever loads");
    let ask = analyst.get(&format!("{extract}/publish")).await;
    assert!(ask.text.contains("1 row was set aside") && ask.text.contains("these will be the first"), "{}", ask.text);
    let page = analyst.post(&format!("{extract}/publish"), &[]).await;
    assert_eq!(page.location.as_deref(), Some("/data"));
    let list = director.get("/data").await;
    assert!(list.text.contains("In force") && list.text.contains("31 October 2026"), "{}", list.text);
    assert!(!list.text.contains("Load records") && !list.text.contains("700132"));
}

#[tokio::test]
async fn the_header_says_how_fresh_the_records_are_to_those_who_may_know() {
    let site = TestSite::new().await;
    published(&site, &site.as_role(Role::Analyst).await, PEOPLE).await;
    site.app.refresh_settings().await.unwrap();
    for (role, knows) in [
        (Role::Director, true),
        (Role::ProgrammeManager, true),
        (Role::TeamManager, true),
        (Role::ActionLead, false),
        (Role::Inspector, false),
    ] {
        let page = site.as_role(role).await.get("/").await;
        assert_eq!(page.text.contains("Records as at 31 October 2026"), knows, "{}", role.code());
    }
    assert!(!site.nobody().get("/sign-in").await.text.contains("Records as at"));
}

#[tokio::test]
async fn what_is_not_wanted_is_discarded_and_what_was_wrong_is_withdrawn_with_a_reason() {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    let waiting = loaded(&site, &analyst, PEOPLE).await;
    assert_eq!(analyst.post(&format!("{waiting}/discard"), &[]).await.location.as_deref(), Some("/data"));
    assert!(analyst.get(&waiting).await.text.contains("The records of this extract are destroyed"));
    assert_eq!(analyst.post(&format!("{waiting}/publish"), &[]).await.status, StatusCode::CONFLICT);

    let extract = published(&site, &analyst, PEOPLE).await;
    let withdraw = format!("{extract}/withdraw");
    assert!(analyst.get(&withdraw).await.text.contains("Why are they withdrawn?"));
    let refused = analyst.post(&withdraw, &[("reason", "  ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Say why in a few words."));
    let done = analyst.post(&withdraw, &[("reason", "One list was cut off.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = analyst.get(&extract).await;
    assert!(page.text.contains("Withdrawn") && page.text.contains("One list was cut off."), "{}", page.text);
    let manager = site.as_role(Role::Director).await;
    assert_eq!(manager.post(&withdraw, &[("reason", "x")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_cannot_be_loaded_is_said_with_its_code_and_names_no_child() {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    let none = analyst.upload("/data/load", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("No file of children’s records was given"), "{}", none.text);
    let page = analyst.upload("/data/load", &[("files", "letter.csv", b"Dear,all\n700132,hello\n")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    site.app.run_next_job(now()).await.unwrap();
    let list = analyst.get("/data").await;
    assert!(list.text.contains("Nothing was loaded.") && list.text.contains("SL-R002"), "{}", list.text);
    assert!(!list.text.contains("700132") && !list.text.contains("data-under-way"));
}

#[tokio::test]
async fn a_child_is_shown_to_their_team_with_a_reason_and_stands_in_no_address_and_no_history() {
    let site = TestSite::new().await;
    published(&site, &site.as_role(Role::Analyst).await, PEOPLE).await;
    let manager = team_manager(&site, "north").await;
    assert!(manager.get("/data/children").await.text.contains("Why do you need to see"));
    let ask =
        async |child: &str, reason: &str| manager.post("/data/children", &[("child", child), ("reason", reason)]).await;
    for (child, reason, says) in [
        ("", "Supervision", "Enter the child’s identifier"),
        ("700132", "", "Say why in a few words."),
        ("700132", "About 700132", "The reason names the child"),
        ("700299", "Supervision", "No child of this identifier"),
        ("999", "Supervision", "No child of this identifier"),
    ] {
        let page = ask(child, reason).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(says), "{says}: {}", page.text);
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    }
    let opened = ask("700132", "Supervision with the worker").await;
    let address = opened.location.unwrap();
    assert!(address.starts_with("/data/children/opn_") && !address.contains("700132"), "{address}");
    let page = manager.get(&address).await;
    assert_eq!((page.status, &page.headers[header::CACHE_CONTROL]), (StatusCode::OK, &"no-store".parse().unwrap()));
    for said in ["Child 700132", "4 May 2012", "North", "Supervision with the worker", "Who has opened these records"] {
        assert!(page.text.contains(said), "no {said} in {}", page.text);
    }
    let other = team_manager(&site, "South").await;
    // Accounts tell people apart; these two at the machine itself are told apart by name.
    assert_eq!(site.as_role(Role::Analyst).await.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND, "of another team");
    assert_eq!(site.as_role(Role::Director).await.get("/data/children").await.status, StatusCode::FORBIDDEN);

    let history = site.as_role(Role::ProgrammeManager).await.get("/history").await;
    assert!(history.text.contains("Opened a child’s records") && !history.text.contains("700132"), "{}", history.text);
    let rows = site.app.history(&site.call(), &AuditFilter::default()).await.unwrap();
    assert!(!format!("{rows:?}").contains("700132"));
}

#[tokio::test]
async fn what_changed_is_shown_in_counts_and_by_child_to_those_who_may() {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    let first = published(&site, &analyst, PEOPLE).await;
    let none = analyst.get(&format!("{first}/changes")).await;
    assert!(none.text.contains("There is no extract before this one"), "{}", none.text);
    let second = published(&site, &analyst, &PEOPLE.replace("2012-05-04", "2012-05-14")).await;
    let director = site.as_role(Role::Director).await;
    let counts = director.get(&format!("{second}/changes")).await;
    assert!(counts.text.contains("Dates that moved") && counts.text.contains("Born on"), "{}", counts.text);
    assert!(!counts.text.contains("700132") && !counts.text.contains("See whose records changed"));
    let list = analyst.get(&format!("{second}/changes/children")).await;
    assert!(list.text.contains("700132") && list.text.contains("14 May 2012"), "{}", list.text);
    let manager = team_manager(&site, "South").await;
    let list = manager.get(&format!("{second}/changes/children")).await;
    assert!(list.status == StatusCode::OK && !list.text.contains("700132"), "{}", list.text);
    assert_eq!(director.get(&format!("{second}/changes/children")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn how_long_records_are_kept_is_a_setting() {
    let site = TestSite::new().await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    assert!(manager.get("/settings").await.text.contains("Kept for 24 months"));
    let refused = manager.post("/settings/records", &[("keep_months", "2")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let preview = manager.post("/settings/records", &[("keep_months", "12"), ("intent", "preview")]).await;
    assert!(preview.text.contains("Extracts of days before 31 October 2025"), "{}", preview.text);
    assert_eq!(manager.post("/settings/records", &[("keep_months", "12")]).await.status, StatusCode::SEE_OTHER);
    assert!(manager.get("/settings").await.text.contains("Kept for 12 months"));
}

#[tokio::test]
async fn what_is_to_be_put_right_is_listed_for_the_team_and_taken_as_files() {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    let people = PEOPLE.replace("2012-05-04", "").replace("700299,M,WBRI", "700299,,");
    published(&site, &analyst, &people).await;
    let all = analyst.get("/data/findings").await;
    assert_eq!((all.status, &all.headers[header::CACHE_CONTROL]), (StatusCode::OK, &"no-store".parse().unwrap()));
    for said in ["A child has no date of birth", "700132", "North", "w1", "A child has no sex recorded", "South"] {
        assert!(all.text.contains(said), "no {said} in {}", all.text);
    }
    let errors = analyst.get("/data/findings?severity=error&team=North").await;
    assert!(errors.text.contains("700132") && !errors.text.contains("700299"), "{}", errors.text);
    let none = analyst.get("/data/findings?kind=overlap").await;
    assert!(none.text.contains("Nothing fits these filters"), "{}", none.text);

    let manager = team_manager(&site, "South").await;
    let own = manager.get("/data/findings").await;
    assert!(own.text.contains("700299") && !own.text.contains("700132"), "{}", own.text);
    let book = manager.get("/data/findings.xlsx?severity=warning").await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(
        book.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("records-to-put-right-2026-10-31.xlsx")
    );

    let director = site.as_role(Role::Director).await;
    assert_eq!(director.get("/data/findings").await.status, StatusCode::FORBIDDEN);
    assert_eq!(director.get("/data/findings.xlsx").await.status, StatusCode::FORBIDDEN);
    let rows = site.app.history(&site.call(), &AuditFilter::default()).await.unwrap();
    assert!(rows.iter().any(|row| row.entry.detail["records"] == "findings"), "the list is in the history");
}

#[tokio::test]
async fn data_quality_has_scores_over_time_and_its_report_is_made_while_people_go_on() {
    let site = TestSite::new().await;
    let (analyst, director) = (site.as_role(Role::Analyst).await, site.as_role(Role::Director).await);
    assert_eq!(director.get("/data/quality").await.status, StatusCode::NOT_FOUND, "there are no records");
    published(&site, &analyst, &PEOPLE.replace("2012-05-04", "")).await;
    let page = director.get("/data/quality").await;
    for said in ["Scores over time", "31 Oct", "Whole service", "North", "South"] {
        assert!(page.text.contains(said), "no {said} in {}", page.text);
    }
    assert!(!page.text.contains("700132") && !page.text.contains("data-under-way"), "{}", page.text);

    for (format, kind) in [("pdf", "application/pdf"), ("docx", "wordprocessingml")] {
        for _ in 0..2 {
            let ordered = director.post("/data/quality", &[("format", format)]).await;
            assert_eq!((ordered.status, ordered.location.as_deref()), (StatusCode::SEE_OTHER, Some("/data/quality")));
        }
        let waiting = director.get("/data/quality").await;
        assert!(waiting.text.contains("Waiting for its turn") && waiting.text.contains("data-under-way"));
        assert!(site.app.run_next_job(now()).await.unwrap());
        assert!(!site.app.run_next_job(now()).await.unwrap(), "what is under way is not ordered twice");
        let made = analyst.get("/data/quality").await;
        let link = made.text.split("href=\"/data/quality/").nth(1).unwrap_or_else(|| panic!("{}", made.text));
        let paper = analyst.get(&format!("/data/quality/{}", link.split('"').next().unwrap())).await;
        assert_eq!(paper.status, StatusCode::OK, "{}", paper.text);
        assert!(paper.headers[header::CONTENT_TYPE].to_str().unwrap().contains(kind));
        let disposition = paper.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(disposition.contains(&format!("data-quality-2026-10-31.{format}")), "{disposition}");
        assert!(!paper.text.contains("700132"));
    }
    assert_eq!(director.get("/data/quality/dqr_none").await.status, StatusCode::NOT_FOUND);
}
