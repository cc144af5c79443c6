//! Evidence beside the measures, theories of change, impact tests, and the line of sight through all of them.

use axum::http::StatusCode;
use chrono::NaiveDate;
use sightline_app::{AmendInput, Call, Change, Role};

use crate::plan::{hidden, lead, partner, site_with_plan, sponsor, words};
use crate::support::{Page, Person, TestSite};
use crate::verdicts::{MEASURE, with_evidence};

const ACTION: &str = "/plans/harbour/actions/1.1";
const CSV: &[u8] = b"Team,Files,Good\nNorth,10,8\n";

const GIVEN: [(&str, &str); 8] = [
    ("title", "Eight of ten files are <good>"),
    ("source", "Dip sample of October"),
    ("on_day", "20"),
    ("on_month", "10"),
    ("on_year", "2026"),
    ("until_day", "20"),
    ("until_month", "10"),
    ("until_year", "2027"),
];

async fn give(person: &Person, kind: &str, file: Option<&[u8]>) -> Page {
    let files: Vec<(&str, &str, &[u8])> = file.map(|bytes| ("file", "sample.csv", bytes)).into_iter().collect();
    person.upload_with(&format!("{ACTION}/evidence/new/{kind}"), &GIVEN, &files).await
}

/// The action with a day by which its impact is tested.
async fn tested(site: &TestSite) {
    let change = AmendInput {
        action: "1.1".to_owned(),
        change: Change::Redate { due_raw: "March 2027, test impact by 31 October 2026".to_owned() },
        reason: "Its impact is to be tested".to_owned(),
        seen: None,
    };
    let on: NaiveDate = "2026-10-01".parse().unwrap();
    let call = Call { at: on.and_hms_opt(9, 0, 0).unwrap().and_utc(), today: on, ..site.call() };
    site.app.amend(&call, Some("harbour"), None, &[change]).await.unwrap();
}

#[tokio::test]
async fn a_lead_gives_a_document_and_the_sponsor_accepts_it_with_its_strength() {
    let site = with_evidence().await;
    let (lead, sponsor) = (site.signed_in(lead()).await, site.signed_in(sponsor()).await);
    let empty = lead.get(&format!("{ACTION}/evidence")).await;
    assert!(words(&empty.text).contains("No evidence was given to this action yet."), "{}", empty.text);
    assert!(empty.text.contains("/evidence/new/document"));

    let wrong = lead.upload_with(&format!("{ACTION}/evidence/new/document"), &GIVEN[..1], &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Choose the file", "Say where it comes from", "Enter a real day", "Eight of ten files are"] {
        assert!(words(&wrong.text).contains(said), "{said}: {}", wrong.text);
    }
    let lies = give(&lead, "document", Some(b"MZ\x90\0\x03\0\0\0\x04\0\0\0")).await;
    assert_eq!(lies.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&lies.text).contains("The file cannot be attached"), "{}", lies.text);

    let given = give(&lead, "document", Some(CSV)).await;
    assert_eq!(given.location.as_deref(), Some("/plans/harbour/actions/1.1/evidence"), "{}", given.text);
    let home = sponsor.get("/").await;
    assert!(
        words(&home.text).contains("Evidence for you to accept or decline 1.1 Eight of ten files"),
        "{}",
        home.text
    );
    let piece = sponsor.get(&format!("{ACTION}/evidence/1")).await;
    assert!(piece.text.contains("Eight of ten files are &#60;good&#62;"), "{}", piece.text);
    assert!(words(&piece.text).contains("How strongly does it speak?"), "{}", piece.text);
    // Whoever gave it is not asked.
    assert!(!lead.get(&format!("{ACTION}/evidence/1")).await.text.contains("name=\"strength\""));
    let answer = format!("{ACTION}/evidence/1/answer");
    let wrong = sponsor.post(&answer, &[("words", "Why")]).await;
    assert!(words(&wrong.text).contains("Choose how strongly it speaks"), "{}", wrong.text);
    let done = sponsor.post(&answer, &[("strength", "fair"), ("words", "")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = sponsor.post(&answer, &[("strength", "declined"), ("words", "No")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&again.text).contains("Cy Moss accepted this piece of evidence"), "{}", again.text);
    assert_eq!(lead.post(&answer, &[("strength", "strong")]).await.status, StatusCode::FORBIDDEN);

    for page in [ACTION.to_owned(), format!("{ACTION}/evidence"), format!("{ACTION}/line-of-sight")] {
        let text = words(&site.as_role(Role::BoardMember).await.get(&page).await.text);
        for said in ["Eight of ten files are", "Accepted", "fair", "Dip sample of October"] {
            assert!(text.contains(said), "{page}: {said}: {text}");
        }
    }
    let taken = lead.post(&format!("{ACTION}/evidence/1/take-back"), &[("reason", "Counted twice")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let text = words(&lead.get(&format!("{ACTION}/evidence/1")).await.text);
    assert!(text.contains("Taken back by Bea Lund on 31 October 2026: Counted twice"), "{text}");
    assert!(!words(&lead.get(ACTION).await.text).contains("Eight of ten"), "what is taken back is in its own list");
}

#[tokio::test]
async fn evidence_is_of_its_action_and_given_by_those_who_answer_for_it() {
    let site = site_with_plan().await;
    let partner = site.signed_in(partner()).await;
    assert_eq!(give(&partner, "voice", None).await.status, StatusCode::NOT_FOUND);
    let own = "/plans/harbour/actions/1.2/evidence";
    let given = partner.upload_with(&format!("{own}/new/voice"), &GIVEN, &[]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    assert_eq!(partner.get(&format!("{own}/1")).await.status, StatusCode::OK);
    assert_eq!(partner.get(&format!("{ACTION}/evidence/1")).await.status, StatusCode::NOT_FOUND);
    let board = site.as_role(Role::BoardMember).await;
    assert_eq!(board.get(&format!("{own}/1")).await.status, StatusCode::OK);
    assert_eq!(board.get(&format!("{ACTION}/evidence/1")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(board.get(&format!("{own}/new/voice")).await.status, StatusCode::FORBIDDEN);
    let manager = site.as_role(Role::ProgrammeManager).await;
    assert_eq!(manager.get(&format!("{own}/new/measure")).await.status, StatusCode::NOT_FOUND);
    for kind in ["document", "audit", "voice", "decision"] {
        assert_eq!(manager.get(&format!("{own}/new/{kind}")).await.status, StatusCode::OK, "{kind}");
    }
    assert_eq!(site.as_role(Role::Administrator).await.get(own).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_best_impact_rating_is_refused_at_its_field_with_what_is_lacking() {
    let site = with_evidence().await;
    let lead = site.signed_in(lead()).await;
    let update = [
        ("action_rating", "blue"),
        ("impact_rating", "blue"),
        ("note", "All open."),
        ("evidence", "Register"),
        ("sustained", "In the base budget"),
    ];
    let refused = lead.post(&format!("{ACTION}/update"), &update).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = "Choose a level below Blue: its evidence still lacks a second kind of evidence, in date and accepted";
    assert!(words(&refused.text).contains(said), "{}", words(&refused.text));
    assert!(refused.text.contains("In the base budget"), "nothing that was typed is lost");
    give(&lead, "document", Some(CSV)).await;
    let sponsor = site.signed_in(sponsor()).await;
    sponsor.post(&format!("{ACTION}/evidence/1/answer"), &[("strength", "strong")]).await;
    let taken = lead.post(&format!("{ACTION}/update"), &update).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", words(&taken.text));
}

#[tokio::test]
async fn a_success_measure_is_suggested_chosen_and_listed() {
    let site = site_with_plan().await;
    let change = AmendInput {
        action: "1.1".to_owned(),
        change: Change::Success {
            how_will_we_know: vec!["More case file audits are good or outstanding".to_owned()],
            child_statements: Vec::new(),
        },
        reason: "Said at the board".to_owned(),
        seen: None,
    };
    site.app.amend(&site.call(), Some("harbour"), None, &[change]).await.unwrap();
    let manager = site.as_role(Role::ProgrammeManager).await;
    let list = manager.get("/plans/harbour/success-measures").await;
    let text = words(&list.text);
    assert!(text.contains("A measure is suggested (1)") && text.contains("shares audits"), "{text}");
    let address = list.text.split("href=\"/plans/harbour/success-measures/").nth(1).unwrap().split('"').next().unwrap();
    let address = format!("/plans/harbour/success-measures/{address}");
    let wrong = manager.post(&address, &[("value", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Choose what shows it", "Say why"] {
        assert!(words(&wrong.text).contains(said), "{said}: {}", wrong.text);
    }
    let fields = [
        ("measure", MEASURE),
        ("value", "80"),
        ("comparison", "at_least"),
        ("for_day", "31"),
        ("for_month", "3"),
        ("for_year", "2027"),
        ("reason", "As the plan says"),
    ];
    let chosen = manager.post(&address, &fields).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", words(&chosen.text));
    let text = words(&manager.get("/plans/harbour/success-measures").await.text);
    assert!(text.contains("Shown by a measure (1)") && text.contains("Chosen by Jo Example"), "{text}");
    assert!(words(&manager.get(ACTION).await.text).contains("Case file audits graded good or outstanding"));
    let board = site.as_role(Role::BoardMember).await;
    assert!(!board.get("/plans/harbour/success-measures").await.text.contains(&address));
    assert_eq!(board.get(&address).await.status, StatusCode::FORBIDDEN);
    assert_eq!(manager.get("/plans/harbour/success-measures/0000").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn why_an_action_should_move_a_measure_stands_in_the_driver_diagram_and_the_line_of_sight() {
    let site = with_evidence().await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    let before = words(&manager.get("/plans/harbour/driver-diagram").await.text);
    assert!(before.contains("Without a word on why: Action 1.1"), "{before}");
    let form = format!("{ACTION}/theory");
    let wrong = manager.post(&form, &[("measure", MEASURE), ("worsen_1", MEASURE), ("because", "Near")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
    let kept = [
        ("measure", MEASURE),
        ("because", "Workers near families know them."),
        ("worsen_1", "contacts"),
        ("by_day", "31"),
        ("by_month", "3"),
        ("by_year", "2027"),
    ];
    assert_eq!(manager.post(&form, &kept).await.status, StatusCode::SEE_OTHER);
    let page = manager.get("/plans/harbour/driver-diagram").await;
    let text = words(&page.text);
    for said in ["Workers near families know them.", "31 March 2027", "1 action is to move it"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(page.text.contains("role=\"img\"") && page.text.contains("<desc"), "{}", page.text);
    let sight = words(&site.as_role(Role::BoardMember).await.get(&format!("{ACTION}/line-of-sight")).await.text);
    for said in [
        "What was found",
        "What is done Lead: Head of Hubs.",
        "Case file audits graded good or outstanding : Workers near families know them. To show by 31 March 2027.",
        "Might make worse",
        "Measures, with the start of the action marked",
        "Action 1.1",
        "Other evidence",
        "What the evidence supports Are we doing it?",
    ] {
        assert!(sight.contains(said), "{said}: {sight}");
    }
    assert!(!sight.contains("Write why it should move") && !sight.contains("Case lists"), "{sight}");
    let lead = site.signed_in(lead()).await;
    assert_eq!(lead.post(&form, &kept).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_partner_sees_the_line_of_sight_of_their_own_action_without_measures() {
    let site = with_evidence().await;
    let partner = site.signed_in(partner()).await;
    let page = partner.get("/plans/harbour/actions/1.2/line-of-sight").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("sight-measures") && !page.text.contains("sight-verdict"), "{}", page.text);
    assert_eq!(partner.get(&format!("{ACTION}/line-of-sight")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_impact_test_is_due_on_home_concluded_by_its_lead_and_signed_by_the_sponsor() {
    let site = with_evidence().await;
    tested(&site).await;
    let (lead, sponsor) = (site.signed_in(lead()).await, site.signed_in(sponsor()).await);
    let home = words(&lead.get("/").await.text);
    assert!(home.contains("Impact tests 1.1 Open the hub Impact is to be tested today."), "{home}");
    let list = words(&lead.get("/plans/harbour/impact-tests").await.text);
    assert!(list.contains("Due today For you to conclude") && list.contains("1 to be concluded"), "{list}");
    let form = format!("{ACTION}/impact-test");
    let page = lead.get(&form).await;
    for said in ["Is it supported by evidence?", "Evidence beside the measures", "What does the evidence show?"] {
        assert!(words(&page.text).contains(said), "{said}: {}", page.text);
    }
    let wrong = lead.post(&form, &[("found", "too_early"), ("reasons", "Six months only")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&wrong.text).contains("Enter the day by which it is tested again"), "{}", wrong.text);
    assert!(wrong.text.contains("Six months only</textarea>"), "{}", wrong.text);
    let unfounded = lead.post(&form, &[("found", "shown"), ("reasons", "It is better")]).await;
    assert!(words(&unfounded.text).contains("rests on no evidence"), "{}", words(&unfounded.text));
    let title = "Case file audits graded good or outstanding";
    let fields = [("found", "shown"), ("reasons", "Seven months are better."), ("evidence", title)];
    assert_eq!(lead.post(&form, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!words(&lead.get("/").await.text).contains("Impact tests 1.1"), "it is with the sponsor");

    let home = words(&sponsor.get("/").await.text);
    assert!(home.contains("For you to sign."), "{home}");
    let page = sponsor.get(&form).await;
    let number = hidden(&page.text, "number");
    let answer = format!("{form}/answer");
    let silent = sponsor.post(&answer, &[("number", &number), ("answer", "back"), ("question", " ")]).await;
    assert!(words(&silent.text).contains("sent back without a question"), "{}", words(&silent.text));
    let signed = sponsor.post(&answer, &[("number", &number), ("answer", "sign")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", words(&signed.text));
    // Somebody who had the page open is told, and keeps what they typed.
    let late = sponsor.post(&answer, &[("number", &number), ("answer", "back"), ("question", "Where?")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&late.text).contains("Cy Moss signed this conclusion"), "{}", words(&late.text));
    assert!(late.text.contains("Where?") && late.text.contains("id=\"question\""), "{}", late.text);
    let text = words(&site.as_role(Role::BoardMember).await.get(&form).await.text);
    assert!(text.contains("The evidence supported green.") && text.contains("Signed by Cy Moss"), "{text}");
    assert_eq!(lead.post(&answer, &[("number", "1"), ("answer", "sign")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(lead.get("/plans/harbour/actions/2.1/impact-test").await.status, StatusCode::NOT_FOUND);
}
