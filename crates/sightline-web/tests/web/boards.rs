//! Boards: terms, meetings with agenda and papers, what came of them, and their calendar.

use axum::http::{StatusCode, header};
use icalendar::{Calendar, CalendarComponent, Component as _, EventLike as _};
use sightline_app::{AccountInput, Actor, Call, Reach, Role};

use crate::edit::with_plan;
use crate::support::{Page, Person, TestSite, today};

const LIST: &str = "/plans/harbour/boards";
const BOARD: &str = "/plans/harbour/boards/Improvement%20Board";

async fn sent(person: &Person, path: &str, fields: &[(&str, &str)]) -> String {
    let page = person.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.text);
    page.location.unwrap()
}

async fn with_board(person: &Person) {
    let fields = [
        ("name", "Improvement Board"),
        ("purpose", "To see that <b>children</b> are better off"),
        ("quorum", "2"),
        ("counts_substitutes", "yes"),
        ("chair", "1"),
        ("seat-0-post", "Chair"),
        ("seat-0-person", "Ann Chair"),
        ("seat-1-post", "Director of Nursing"),
        ("seat-1-partner", "Harbour Hospital"),
        ("seat-1-person", "Bo Nurse"),
        ("seat-2-post", "Head teacher"),
        ("seat-2-partner", "Schools"),
    ];
    assert_eq!(sent(person, "/plans/harbour/new-board", &fields).await, BOARD);
}

fn day(name: &str, on: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = on.split('-').collect();
    let of = |part: &str, value: &str| (format!("{name}_{part}"), value.trim_start_matches('0').to_owned());
    vec![of("day", parts[2]), of("month", parts[1]), of("year", parts[0])]
}

/// A meeting on a day, and its address.
async fn meeting(person: &Person, on: &str, time: &str) -> String {
    let mut fields = day("on", on);
    fields.push(("starts_at".to_owned(), time.to_owned()));
    fields.push(("place".to_owned(), "Committee room, 2nd floor".to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent(person, &format!("{BOARD}/new-meeting"), &fields).await
}

/// A meeting of today that was held, with its agenda and whoever came.
async fn held(person: &Person) -> String {
    let own = meeting(person, &today().to_string(), "14:00").await;
    sent(person, &format!("{own}/draft-agenda"), &[]).await;
    assert_eq!(sent(person, &format!("{own}/held"), &[]).await, format!("{own}/attendance"));
    sent(person, &format!("{own}/attendance"), &[("seat-1", "present"), ("seat-2", "sent_someone")]).await;
    own
}

async fn manager(site: &TestSite) -> Person {
    with_plan(site).await;
    site.as_role(Role::ProgrammeManager).await
}

#[tokio::test]
async fn terms_are_written_shown_and_amended_with_a_reason() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    assert!(person.get(LIST).await.text.contains("No board has terms yet"));
    let empty = person.post("/plans/harbour/new-board", &[("name", "Improvement Board")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("Say what the board is for") && empty.text.contains("value=\"Improvement Board\""));
    with_board(&person).await;
    let page = person.get(BOARD).await;
    for said in ["Ann Chair, Chair", "Harbour Hospital", "<strong>Vacant</strong>", "No meeting is planned"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    assert!(!page.text.contains("<b>children</b>"), "what was typed is text");

    let form = person.get(&format!("{BOARD}/terms")).await;
    assert!(form.text.contains("name=\"seat-1-number\" value=\"2\"") && form.text.contains("name=\"chair\""));
    let mut fields = vec![
        ("name", "Improvement Board"),
        ("purpose", "To see that children are better off"),
        ("chair", "2"),
        ("seat-0-post", ""),
        ("seat-1-number", "2"),
        ("seat-1-post", "Director of Nursing"),
        ("seat-1-partner", "Harbour Hospital"),
        ("seat-1-person", "Cy Next"),
    ];
    let silent = person.post(&format!("{BOARD}/terms"), &fields).await;
    assert!(silent.text.contains("Say why the terms change"), "{}", silent.text);
    fields.push(("reason", "The chair has stepped down."));
    sent(&person, &format!("{BOARD}/terms"), &fields).await;
    let page = person.get(BOARD).await.text;
    assert!(page.contains("Cy Next, Director of Nursing") && !page.contains("Bo Nurse"), "{page}");
}

#[tokio::test]
async fn a_cycle_plans_the_meetings_of_a_year() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let path = format!("{BOARD}/cycle");
    let wrong = person.post(&path, &[("every", "none"), ("starts_at", "late")]).await;
    for said in ["whole number", "first day on which it may meet", "24-hour clock"] {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let fields = [
        ("kind", "monthly"),
        ("every", "3"),
        ("nth", "second"),
        ("weekday", "wed"),
        ("off", "next"),
        ("starts_at", "14.00"),
        ("template", "improvement_board"),
        ("first_day", "1"),
        ("first_month", "11"),
        ("first_year", "2026"),
    ];
    sent(&person, &path, &fields).await;
    let page = person.get(BOARD).await.text;
    for said in
        ["on the second Wednesday of the month, every 3 months at 14:00", "11 November 2026", "10 February 2027"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(person.get(LIST).await.text.contains("11 November 2026"));
    assert!(person.get("/").await.text.contains("Improvement Board: 11 November 2026 at 14:00"), "it stands on Home");
    let member = site.as_role(Role::BoardMember).await.get("/").await.text;
    assert!(member.contains("Improvement Board: 11 November 2026") && member.contains("There is no agenda yet"));
}

#[tokio::test]
async fn an_agenda_is_made_and_edited_and_its_papers_are_asked_for() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = meeting(&person, "2026-11-06", "14:00").await;
    assert!(person.get(&own).await.text.contains("There is no agenda yet"));
    sent(&person, &format!("{own}/draft-agenda"), &[]).await;
    let page = person.get(&own).await.text;
    assert!(page.contains("Papers to ask for") && page.contains("Was due on 29 October 2026"), "{page}");
    assert!(page.contains("5 clear working days") && page.contains("14:00, 5 minutes"), "{page}");
    sent(&person, &format!("{own}/papers"), &[("item", "2"), ("is_in", "yes")]).await;
    assert!(person.get(&own).await.text.contains("Came in on 31 October 2026, due 29 October 2026"));

    let fields = [
        ("minutes", "60"),
        ("item-0-title", "Second"),
        ("item-0-presents", "Chair"),
        ("item-0-minutes", "10"),
        ("item-0-place", "2"),
        ("item-1-title", "First"),
        ("item-1-presents", "Chair"),
        ("item-1-minutes", "70"),
        ("item-1-place", "1"),
    ];
    sent(&person, &format!("{own}/agenda"), &fields).await;
    let page = person.get(&own).await.text;
    assert!(page.contains("1. First") && page.contains("2. Second") && page.contains("20 minutes more than it has"));
    let bad = person.post(&format!("{own}/agenda"), &[("minutes", "60"), ("item-0-title", "Alone")]).await;
    assert!(bad.text.contains("Enter the post that presents this item") && bad.text.contains("value=\"Alone\""));
}

#[tokio::test]
async fn what_came_of_a_meeting_is_recorded() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = held(&person).await;
    sent(&person, &format!("{own}/minutes"), &[("item-1", "All were welcome."), ("item-2", "Agreed.")]).await;
    let decision = [("item", "1"), ("text", "Publish the scorecard"), ("owner", "Director")];
    sent(&person, &format!("{own}/new-decision"), &decision).await;
    let nobody = person.post(&format!("{own}/new-decision"), &[("item", "1"), ("text", "Wait")]).await;
    assert!(nobody.text.contains("Enter the post that sees to it"), "{}", nobody.text);
    let action = [("item", "1"), ("text", "Bring the figures"), ("owner", "Analyst"), ("decision", "1")];
    sent(&person, &format!("{own}/new-action"), &action).await;
    sent(&person, &format!("{own}/new-action"), &action).await;
    let page = person.get(&own).await.text;
    for said in
        ["Quorate", "All were welcome.", "Decision 1 of 31 October 2026", "Bring the figures", "Draft, written by"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let silent = person.post(&format!("{own}/actions/1/done"), &[("result", " ")]).await;
    assert!(silent.text.contains("Nothing is said of what came of it"), "{}", silent.text);
    sent(&person, &format!("{own}/actions/1/done"), &[("result", "Every locality has them.")]).await;
    let into_plan = format!("{own}/actions/2/into-plan");
    let taken = person.post(&into_plan, &[("priority", "1"), ("reference", "1.1")]).await;
    assert!(taken.text.contains("There is already an action 1.1"), "{}", taken.text);
    let there = sent(&person, &into_plan, &[("priority", "1"), ("reference", "1.9")]).await;
    assert!(person.get(&there).await.text.contains("Bring the figures"));
    let body = person.get(BOARD).await.text;
    for said in ["Action 1.9 of the plan", "Every locality has them.", "Was there or sent someone", "100%"] {
        assert!(body.contains(said), "{said}: {body}");
    }
}

#[tokio::test]
async fn a_member_logs_a_challenge_that_is_answered_and_closed() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = held(&person).await;
    let member = site.as_role(Role::BoardMember).await;
    assert!(!member.get(&own).await.text.contains("Record a decision"));
    let asked = [("text", "How do you know?"), ("by", "Chair"), ("to", "Director"), ("item", "1")];
    sent(&member, &format!("{own}/new-challenge"), &asked).await;
    assert!(person.get(BOARD).await.text.contains("1 challenge is waiting for an answer"));
    let settle = format!("{own}/challenges/1");
    assert_eq!(member.get(&settle).await.status, StatusCode::FORBIDDEN);
    let early = person.post(&settle, &[("what", "close"), ("by", "Chair"), ("words", "Fine")]).await;
    assert!(early.text.contains("Nobody has answered"), "{}", early.text);
    sent(&person, &settle, &[("what", "answer"), ("by", "Director"), ("words", "By the audits.")]).await;
    sent(&person, &settle, &[("what", "close"), ("by", "Chair"), ("words", "Audits are in the pack.")]).await;
    let page = person.get(&own).await.text;
    assert!(
        page.contains("Director answered on 31 October 2026: By the audits.")
            && page.contains("Audits are in the pack.")
    );
}

#[tokio::test]
async fn a_member_challenges_before_the_meeting_but_not_at_one_that_is_cancelled() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = meeting(&person, "2026-12-16", "").await;
    let member = site.as_role(Role::BoardMember).await;
    assert!(member.get(&own).await.text.contains("Log a challenge"));
    let asked = [("text", "How do you know?"), ("by", "Head teacher"), ("to", "Director")];
    sent(&member, &format!("{own}/new-challenge"), &asked).await;
    let page = member.get(&own).await.text;
    assert!(page.contains("Head teacher asked Director on 31 October 2026"), "on the day it was asked: {page}");
    sent(&person, &format!("{own}/cancel"), &[("reason", "Joined with February")]).await;
    assert!(!member.get(&own).await.text.contains("Log a challenge"));
}

#[tokio::test]
async fn a_quorum_may_ask_for_partners_that_have_a_seat() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let terms = |quorum: &'static str, partners: &'static str| {
        [
            ("name", "Improvement Board"),
            ("purpose", "To see that children are better off"),
            ("reason", "Agreed by members"),
            ("quorum", quorum),
            ("quorum_partners", partners),
            ("seat-0-number", "1"),
            ("seat-0-post", "Chair"),
            ("seat-1-number", "2"),
            ("seat-1-post", "Director of Nursing"),
            ("seat-1-partner", "Harbour Hospital"),
        ]
    };
    let path = format!("{BOARD}/terms");
    let without = person.post(&path, &terms("", "Harbour Hospital")).await;
    assert!(without.text.contains("Enter how many seats must be there"), "{}", without.text);
    let unknown = person.post(&path, &terms("2", "Harbour Hospital\nPolice")).await;
    assert!(unknown.text.contains("asks for Police, which has no seat"), "{}", unknown.text);
    sent(&person, &path, &terms("2", " Harbour Hospital \n")).await;
    assert!(person.get(BOARD).await.text.contains("2 seats, with Harbour Hospital there"));
    let form = person.get(&path).await.text;
    let held = form.split("name=\"quorum_partners\"").nth(1).and_then(|rest| rest.split("</textarea>").next());
    assert!(held.is_some_and(|held| held.contains("Harbour Hospital")), "the form holds them");
}

#[tokio::test]
async fn whoever_presents_an_item_finds_its_paper_on_home() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = meeting(&person, "2026-11-11", "14:00").await;
    sent(&person, &format!("{own}/draft-agenda"), &[]).await;
    let home = person.get("/").await.text;
    let part = |text: &str| text.split("Papers for you to give").nth(1).map(str::to_owned);
    let papers = part(&home).expect("the programme manager presents an item");
    assert!(papers.contains("for the Improvement Board of 11 November 2026"), "{papers}");
    let director = site.as_role(Role::Director).await;
    assert!(part(&director.get("/").await.text).is_none(), "the template names no director by this role's words");
}

#[tokio::test]
async fn a_meeting_is_moved_over_the_year_or_cancelled_with_a_reason() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = meeting(&person, "2026-12-16", "").await;
    let to = [("to_day", "6"), ("to_month", "1"), ("to_year", "2027")];
    let silent = person.post(&format!("{own}/move"), &to).await;
    assert!(silent.text.contains("Say why it moves") && silent.text.contains("value=\"2027\""), "{}", silent.text);
    sent(&person, &format!("{own}/move"), &[to[0], to[1], to[2], ("reason", "The chair is away")]).await;
    let page = person.get(&own).await.text;
    assert!(page.contains("Moved from 16 December 2026 to 6 January 2027: The chair is away."), "{page}");
    sent(&person, &format!("{own}/cancel"), &[("reason", "Joined with February")]).await;
    let again = person.post(&format!("{own}/cancel"), &[("reason", "Twice")]).await;
    assert!(again.text.contains("was cancelled"), "{}", again.text);
    assert!(person.get(&own).await.text.contains("Cancelled: Joined with February."));
}

#[tokio::test]
async fn minutes_are_agreed_at_a_later_meeting() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = held(&person).await;
    sent(&person, &format!("{own}/minutes"), &[("item-1", "Welcome.")]).await;
    assert!(!person.get(&own).await.text.contains("record that a later meeting agreed them"), "there is none yet");
    let nothing = person.post(&format!("{own}/agree-minutes"), &[("at", "")]).await;
    assert!(nothing.text.contains("Choose the meeting that agreed them"), "{}", nothing.text);
}

#[tokio::test]
async fn readers_read_and_others_are_kept_out() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    let own = held(&person).await;
    let reader = site.as_role(Role::BoardMember).await;
    for path in [LIST, BOARD, &own] {
        assert_eq!(reader.get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in [&format!("{BOARD}/terms"), &format!("{own}/minutes"), "/plans/harbour/new-board"] {
        assert_eq!(reader.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in [format!("{LIST}/Nobody"), "/plans/harbour/meetings/77".to_owned(), format!("{own}/actions/9/done")] {
        assert_eq!(person.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

fn read(page: &Page) -> Calendar {
    assert_eq!(page.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    page.text.parse().unwrap_or_else(|error| panic!("{error}: {}", page.text))
}

#[tokio::test]
async fn a_calendar_reads_the_meetings_in_the_right_hour_and_takes_out_the_cancelled() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    meeting(&person, "2027-06-16", "14:00").await;
    let whole_day = meeting(&person, "2026-12-16", "").await;
    sent(&person, &format!("{whole_day}/cancel"), &[("reason", "No; really, none")]).await;
    let calendar = read(&person.get(&format!("{BOARD}/meetings.ics")).await);
    assert_eq!(calendar.get_name(), Some("Improvement Board"));
    let events: Vec<_> = calendar.components.iter().filter_map(CalendarComponent::as_event).collect();
    let [cancelled, summer] = events.as_slice() else { panic!("{} events", events.len()) };
    assert_eq!(summer.property_value("DTSTART"), Some("20270616T130000Z"), "14:00 in summer");
    assert_eq!(summer.property_value("DTEND"), Some("20270616T150000Z"));
    assert_eq!(summer.get_location(), Some("Committee room, 2nd floor"), "the comma is part of the place");
    assert_eq!(cancelled.property_value("DTSTART"), Some("20261216"));
    assert_eq!(cancelled.property_value("STATUS"), Some("CANCELLED"));
    assert_eq!(cancelled.get_description(), Some("Cancelled: No; really, none."));
    assert_eq!(cancelled.get_sequence(), Some(1), "a calendar takes the entry that changed last");
}

#[tokio::test]
async fn an_address_for_a_calendar_opens_the_meetings_and_nothing_else() {
    let site = TestSite::new().await;
    let person = manager(&site).await;
    with_board(&person).await;
    meeting(&person, "2026-12-16", "14:00").await;
    let administrator = Call { actor: Actor::operator("Jo Example", Role::Administrator), ..site.call() };
    let input = AccountInput {
        email: "member@harbour.example".to_owned(),
        name: "Leo Member".to_owned(),
        role: Role::BoardMember,
        reach: Reach::default(),
        known_as: Vec::new(),
        expires_on: None,
    };
    let account = site.app.create_account(&administrator, &input).await.unwrap().account;
    let actor = Actor { account: Some(account.id), ..Actor::operator("Leo Member", Role::BoardMember) };
    let member = site.signed_in(actor).await;
    let shown = member.post(&format!("{BOARD}/calendar"), &[]).await;
    let address = shown.text.split("value=\"http").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/calendars{}", address.split("/calendars").nth(1).unwrap());
    let anybody = site.nobody();
    let calendar = read(&anybody.get(&path).await);
    assert_eq!(calendar.components.len(), 1);
    assert!(!member.get(BOARD).await.text.contains(&path), "it is shown once");
    assert_eq!(anybody.get(path.trim_end_matches(".ics")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anybody.get("/calendars/harbour/guessed.ics").await.status, StatusCode::NOT_FOUND);
    assert_eq!(anybody.get(&format!("{BOARD}/meetings.ics")).await.status, StatusCode::SEE_OTHER, "sign in first");
    sent(&member, &format!("{BOARD}/calendar/withdraw"), &[]).await;
    assert_eq!(anybody.get(&path).await.status, StatusCode::NOT_FOUND);
}
