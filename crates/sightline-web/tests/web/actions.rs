//! The page of one action, its discussion and its files.

use axum::http::StatusCode;
use sightline_app::{Role, SignOffInput};

use crate::plan::{lead, record, site_with_plan, sponsor, upload, words};

const ACTION: &str = "/plans/harbour/actions/1.1";

#[tokio::test]
async fn an_action_shows_what_it_is_how_it_stands_and_what_was_said_in_order() {
    let site = site_with_plan().await;
    record(&site, lead(), "2026-09-30", "1.1", "amber", "The lease is late.").await;
    record(&site, lead(), "2026-10-30", "1.1", "green", "Signed.").await;
    let mut call = site.call();
    call.actor = sponsor();
    let number = site.app.action_record(&call, "harbour", "1.1", None).await.unwrap().updates[1].number;
    let accept = SignOffInput { action: "1.1".to_owned(), update: number, question: None };
    site.app.sign_off(&call, "harbour", &[accept]).await.unwrap();

    let page = site.as_role(Role::BoardMember).await.get(ACTION).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = words(&page.text);
    for said in [
        "Action 1.1 Open the hub",
        "Action rating Are we doing it? Green Going as planned",
        "By dates and updates Whatever was reported On track",
        "Head of Hubs",
        "31 March 2027 – due in 5 months",
        "Printed in the plan as ‘March 2027’",
        "Families say it is near",
        "Accepted The last update is for 30 October 2026, by Bea Lund. Cy Moss accepted it",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let places: Vec<usize> = [
        "Update for 30 October 2026 by",
        "Accepted by Cy Moss on 31 October 2026 at 9am.",
        "Update for 30 September 2026 by",
        "Plan imported",
    ]
    .iter()
    .map(|entry| text.find(entry).unwrap_or_else(|| panic!("{entry}: {text}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    // A board member reads; there is nothing to press but the day.
    assert!(!page.text.contains("method=\"post\" novalidate"));
}

#[tokio::test]
async fn an_action_can_be_seen_as_it_stood_on_a_day() {
    let site = site_with_plan().await;
    record(&site, lead(), "2026-09-30", "1.1", "amber", "The lease is late.").await;
    record(&site, lead(), "2026-10-30", "1.1", "green", "Signed.").await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let text = words(&person.get(&format!("{ACTION}?as_at=2026-10-01")).await.text);
    assert!(text.contains("This is how the action stood on 1 October 2026"), "{text}");
    assert!(text.contains("The lease is late.") && !text.contains("Signed."), "{text}");
    assert!(!text.contains("Give an update"), "{text}");
    let text = words(&person.get(&format!("{ACTION}?as_at=yesterday")).await.text);
    assert!(text.contains("Enter a date such as 30 June 2026. The action is shown as it is today."), "{text}");
}

#[tokio::test]
async fn what_is_written_is_shown_and_never_run() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let script = "<script>alert(1)</script>\nsecond line";
    let page = person.post(&format!("{ACTION}/discussion"), &[("comment", script)]).await;
    assert_eq!(page.location.as_deref(), Some("/plans/harbour/actions/1.1#discussion"));
    let page = person.get(ACTION).await;
    assert!(page.text.contains("&#60;script&#62;alert(1)&#60;/script&#62;\nsecond line"), "{}", page.text);
    assert!(!page.text.contains("<script>alert"));

    let page = person.post(&format!("{ACTION}/discussion"), &[("comment", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("<a href=\"#comment\">Write something first</a>"));
    let long = "y".repeat(4_001);
    let page = person.post(&format!("{ACTION}/discussion"), &[("comment", &long)]).await;
    assert!(page.text.contains(&long) && page.text.contains("Use at most 4,000 letters"));
    let reader = site.as_role(Role::BoardMember).await;
    assert_eq!(reader.post(&format!("{ACTION}/discussion"), &[("comment", "Hm")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_is_attached_and_comes_back_to_be_saved() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let attachments = format!("{ACTION}/attachments");
    let page = upload(&person, &attachments, "C:\\Users\\bea\\Dip sample é.exe", b"%PDF-1.7 words").await;
    assert_eq!(page.location.as_deref(), Some("/plans/harbour/actions/1.1#files"));
    assert!(words(&person.get(ACTION).await.text).contains("Dip sample é.exe.pdf 14 bytes, attached by Bea Lund"));

    let file = site.as_role(Role::BoardMember).await.get(&format!("{attachments}/1")).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, "%PDF-1.7 words"));
    let header = |name: &str| file.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let disposition = header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"Dip sample _.exe.pdf\""), "{disposition}");
    assert!(disposition.contains("filename*=UTF-8''Dip%20sample%20%C3%A9%2Eexe%2Epdf"), "{disposition}");
    for path in
        [format!("{attachments}/2"), format!("{attachments}/x"), "/plans/harbour/actions/2.1/attachments/1".to_owned()]
    {
        assert_eq!(person.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_file_that_may_not_be_attached_is_refused_with_the_reason() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let attachments = format!("{ACTION}/attachments");
    for (name, bytes, reason) in [
        ("evidence.pdf", &b"MZ\x90\x00"[..], "it is a program"),
        ("page.txt", &b"<html><script>alert(1)</script>"[..], "it is a web page"),
        ("", &b""[..], "Choose a file first"),
    ] {
        let page = upload(&person, &attachments, name, bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.text.contains("<a href=\"#file\">") && page.text.contains(reason), "{reason}");
    }
    assert!(words(&person.get(ACTION).await.text).contains("No file is attached"));
}
