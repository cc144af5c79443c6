//! Update rounds, and chasing them through a real mail server.

use std::sync::Arc;

use super::smtp_server::SmtpServer;
use super::*;
use crate::ErrorKind;
use crate::mail::{SmtpMailer, SmtpSecurity, SmtpSettings};

const NOVEMBER: &str = "2026-11-01";

fn mailer(port: u16) -> Arc<SmtpMailer> {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        security: SmtpSecurity::None,
        user: None,
        password: None,
        from: "Sightline <sightline@harbour.example>".to_owned(),
    };
    Arc::new(SmtpMailer::new(&settings).unwrap())
}

/// The plan with an open round, and accounts for everybody but the lead of 1.2.
async fn round_open() -> (App, TempDir) {
    let (app, folder) = open().await;
    add_account(&app, &lead("2026-09-01"), "bea.lund@harbour.example").await;
    add_account(&app, &sponsor("2026-09-01"), "cy.moss@harbour.example").await;
    app.open_round(&manager("2026-11-02"), PLAN, day("2026-11-17"), day("2026-12-04")).await.unwrap();
    (app, folder)
}

#[tokio::test]
async fn a_round_shows_who_has_not_updated_by_name_and_address() {
    let (app, _folder) = round_open().await;
    let round = app.round(&manager("2026-11-10"), PLAN, day(NOVEMBER)).await.unwrap();
    assert_eq!((round.progress.answered, round.progress.owed), (0, 3));
    let chased: Vec<_> = round
        .chase
        .iter()
        .map(|line| {
            let actions: Vec<&str> = line.actions.iter().map(|action| action.reference.as_str()).collect();
            (line.name.as_str(), line.address.as_deref(), actions)
        })
        .collect();
    assert_eq!(
        chased,
        [("Bea Lund", Some("bea.lund@harbour.example"), vec!["1.1", "2.1"]), ("Pat Quay", None, vec!["1.2"])]
    );

    record(&app, &lead("2026-11-12"), rated("1.1", "green", "In time")).await;
    let later = app.round(&manager("2026-12-01"), PLAN, day(NOVEMBER)).await.unwrap();
    assert_eq!((later.progress.answered, later.progress.owed), (1, 2));
    let list = app.rounds(&manager("2026-12-01"), PLAN).await.unwrap();
    assert_eq!(list.rounds, [later.progress]);
    assert_eq!((list.next_month, list.next_due_on), (day("2026-12-01"), day("2027-01-07")));
}

#[tokio::test]
async fn an_update_after_the_month_still_counts_for_its_round() {
    let (app, _folder) = round_open().await;
    let form = app.update_form(&lead("2026-12-02"), PLAN, "1.1").await.unwrap();
    assert!(form.record.owes_update);
    assert_eq!(form.reports_on, day("2026-11-30"));
    let update = rated("1.1", "green", "Two days late");
    app.record_updates(&lead("2026-12-02"), Some(PLAN), Some(form.reports_on), &[update]).await.unwrap();
    assert!(!app.action_record(&lead("2026-12-02"), PLAN, "1.1", None).await.unwrap().owes_update);
    app.close_round(&manager("2026-12-05"), PLAN, day(NOVEMBER)).await.unwrap();
    let form = app.update_form(&lead("2026-12-06"), PLAN, "1.1").await.unwrap();
    assert_eq!((form.reports_on, form.record.round), (day("2026-12-06"), None));
}

#[tokio::test]
async fn a_round_cannot_be_due_before_it_begins_and_is_opened_once() {
    let (app, _folder) = open().await;
    let today = manager("2026-11-02");
    for due in ["2026-10-31", "2026-11-01"] {
        let error = app.open_round(&today, PLAN, day(NOVEMBER), day(due)).await.unwrap_err();
        assert_eq!(code(&error), "SL-A058");
    }
    app.open_round(&today, PLAN, day(NOVEMBER), day("2026-11-30")).await.unwrap();
    let error = app.open_round(&today, PLAN, day("2026-12-01"), day("2026-12-31")).await.unwrap_err();
    assert_eq!((code(&error), error.kind()), ("SL-S053", ErrorKind::Conflict));
    let error = app.round(&today, PLAN, day("2026-10-01")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    for call in [lead("2026-11-02"), sponsor("2026-11-02")] {
        assert_eq!(code(&app.round(&call, PLAN, day(NOVEMBER)).await.unwrap_err()), "SL-A001");
        assert_eq!(code(&app.close_round(&call, PLAN, day(NOVEMBER)).await.unwrap_err()), "SL-A001");
    }
}

#[tokio::test]
async fn a_reminder_names_exactly_the_updates_its_reader_owes() {
    let (app, _folder) = round_open().await;
    let server = SmtpServer::start().await;
    let app = app.with_mailer(mailer(server.address.port()), "https://sightline.harbour.example/");
    record(&app, &manager("2026-11-10"), rated("1.1", "green", "In time")).await;
    let before = audit_rows(&app).await;
    let sent = app.send_reminders(&manager("2026-11-20"), PLAN, day(NOVEMBER), None).await.unwrap();
    assert_eq!(audit_rows(&app).await, before + 1);
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].actions.as_slice(), &sent[0].not_sent_because), (&["2.1".to_owned()][..], &None));
    assert_eq!(app.round(&manager("2026-11-20"), PLAN, day(NOVEMBER)).await.unwrap().reminders, sent);

    let arrived = server.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(
        (arrived[0].from.as_str(), arrived[0].to.as_str()),
        ("<sightline@harbour.example>", "<bea.lund@harbour.example>")
    );
    let text = &arrived[0].text;
    for words in [
        "Subject: November 2026: 1 update to give for Harbour plan 2026",
        "Content-Type: text/plain; charset=utf-8",
        "Dear Bea Lund,",
        "4 December 2026",
        "2.1 Do what 2.1 says\nhttps://sightline.harbour.example/plans/harbour/actions/2.1/update",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("1.1") && !text.contains('{'), "{text}");
}

#[tokio::test]
async fn a_failing_server_leaves_the_reminder_unsent_and_it_can_be_sent_again() {
    let (app, _folder) = round_open().await;
    // Nobody listens on a port that was given back.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let broken = app.clone().with_mailer(mailer(closed), "https://sightline.harbour.example");
    let today = manager("2026-11-20");
    let sent = broken.send_reminders(&today, PLAN, day(NOVEMBER), None).await.unwrap();
    let because = sent[0].not_sent_because.as_deref().unwrap();
    assert!(because.starts_with("the mail server did not take it"), "{because}");

    let server = SmtpServer::start().await;
    let app = app.with_mailer(mailer(server.address.port()), "https://sightline.harbour.example");
    let again = app.send_reminders(&today, PLAN, day(NOVEMBER), None).await.unwrap();
    assert_eq!(again[0].not_sent_because, None);
    let kept = app.round(&today, PLAN, day(NOVEMBER)).await.unwrap().reminders;
    assert_eq!(kept, [sent[0].clone(), again[0].clone()]);
    assert_eq!(server.arrived().len(), 1);
}

#[tokio::test]
async fn one_refused_address_does_not_hold_up_the_others() {
    let (app, _folder) = round_open().await;
    let server = SmtpServer::start().await;
    let app = app.with_mailer(mailer(server.address.port()), "https://sightline.harbour.example");
    add_account(&app, &partner("2026-09-01"), "nobody@partner.example").await;
    let other = call_on("Pat Quay", Role::Partner, "2026-09-01");
    add_account(&app, &other, "not an address").await;
    let today = manager("2026-11-20");
    let sent = app.send_reminders(&today, PLAN, day(NOVEMBER), None).await.unwrap();
    let outcomes: Vec<_> =
        sent.iter().map(|one| (one.address.as_str(), one.not_sent_because.as_deref().unwrap_or("sent"))).collect();
    assert_eq!(outcomes[0], ("bea.lund@harbour.example", "sent"));
    assert!(outcomes[1].1.contains("550") || outcomes[1].1.contains("no such person"), "{outcomes:?}");
    assert_eq!(outcomes[2], ("not an address", "this is not an e-mail address"));
    let only = vec!["nobody@partner.example".to_owned()];
    assert_eq!(app.send_reminders(&today, PLAN, day(NOVEMBER), Some(&only)).await.unwrap().len(), 1);
    assert_eq!(server.arrived().len(), 1);
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_sent_and_it_is_said() {
    let (app, _folder) = round_open().await;
    let before = audit_rows(&app).await;
    let error = app.send_reminders(&manager("2026-11-20"), PLAN, day(NOVEMBER), None).await.unwrap_err();
    assert_eq!(code(&error), "SL-A059");
    assert_eq!(audit_rows(&app).await, before);
    assert!(!app.round(&manager("2026-11-20"), PLAN, day(NOVEMBER)).await.unwrap().can_send);
    let settings = SmtpSettings {
        host: "mail.harbour.example".to_owned(),
        port: None,
        security: SmtpSecurity::StartTls,
        user: Some("sightline".to_owned()),
        password: Some("s3cret".to_owned()),
        from: "no address".to_owned(),
    };
    assert_eq!(code(&SmtpMailer::new(&settings).unwrap_err()), "SL-A049");
    assert!(!format!("{settings:?}").contains("s3cret"));
}
