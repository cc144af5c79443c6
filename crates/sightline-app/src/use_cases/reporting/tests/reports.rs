//! Updates, drafts, sign-off, discussion and attachments.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use sightline_domain::reporting::{Outcome, SignOffStanding, UpdateChange};

use super::*;
use crate::use_cases::amend::{AmendInput, Change};
use crate::{ErrorKind, SignOffInput, VirusScan};

fn accept(action: &str, update: u64) -> SignOffInput {
    SignOffInput { action: action.to_owned(), update, question: None }
}

fn send_back(action: &str, update: u64, question: &str) -> SignOffInput {
    SignOffInput { action: action.to_owned(), update, question: Some(question.to_owned()) }
}

#[tokio::test]
async fn an_update_waits_for_its_sponsor_until_it_is_accepted() {
    let (app, _folder) = open().await;
    let number = record(&app, &lead("2026-10-30"), rated("1.1", "amber", "Late")).await;
    record(&app, &lead("2026-10-30"), rated("2.1", "red", "Not begun")).await;
    let queue = app.sign_off_queue(&sponsor("2026-11-02"), PLAN).await.unwrap();
    // Priority 2 is not this sponsor's.
    assert_eq!(queue.waiting.iter().map(|waiting| waiting.action.reference.as_str()).collect::<Vec<_>>(), ["1.1"]);
    assert_eq!(queue.waiting[0].changes, [UpdateChange::ActionRating(None, Some("amber".to_owned()))]);

    let before = audit_rows(&app).await;
    app.sign_off(&sponsor("2026-11-02"), PLAN, &[accept("1.1", number)]).await.unwrap();
    assert_eq!(audit_rows(&app).await, before + 1);
    assert!(app.sign_off_queue(&sponsor("2026-11-02"), PLAN).await.unwrap().waiting.is_empty());
    let shown = app.action_record(&lead("2026-11-02"), PLAN, "1.1", None).await.unwrap();
    assert_eq!(shown.sign_off_standing(&shown.updates[0]), SignOffStanding::Accepted);
    // As at the day before, nobody had accepted it.
    let earlier = app.action_record(&lead("2026-11-02"), PLAN, "1.1", Some(day("2026-11-01"))).await.unwrap();
    assert_eq!(earlier.sign_off_standing(&earlier.updates[0]), SignOffStanding::Waiting);
    assert_eq!(earlier.may, crate::MayDo::default());
}

#[tokio::test]
async fn a_sent_back_update_is_answered_by_another_beside_the_accepted_one() {
    let (app, _folder) = open().await;
    let first = record(&app, &lead("2026-09-30"), rated("1.1", "amber", "September")).await;
    app.sign_off(&sponsor("2026-10-01"), PLAN, &[accept("1.1", first)]).await.unwrap();
    let second = record(&app, &lead("2026-10-30"), rated("1.1", "green", "October")).await;
    let question = send_back("1.1", second, " How do you know? ");
    app.sign_off(&sponsor("2026-11-02"), PLAN, &[question]).await.unwrap();
    let queue = app.sign_off_queue(&sponsor("2026-11-02"), PLAN).await.unwrap();
    assert!(queue.waiting.is_empty());
    assert_eq!(queue.sent_back.len(), 1);

    let reword = AmendInput {
        action: "1.1".to_owned(),
        change: Change::Reword { text: "Do it in three towns".to_owned() },
        reason: "The board asked.".to_owned(),
        seen: None,
    };
    app.amend(&manager("2026-11-03"), Some(PLAN), None, &[reword]).await.unwrap();
    let third = record(&app, &lead("2026-11-04"), rated("1.1", "amber", "November")).await;
    let page = app.update_to_sign_off(&sponsor("2026-11-05"), PLAN, "1.1").await.unwrap();
    assert_eq!(page.update.unwrap().number, third);
    assert_eq!(page.accepted.unwrap().number, first);
    assert_eq!(page.changes, []);
    assert_eq!(page.amendments.len(), 1);
    let Outcome::SentBack { question } = &page.between[0].sign_off.as_ref().unwrap().outcome else {
        panic!("accepted")
    };
    assert_eq!((page.between.len(), question.as_str()), (1, "How do you know?"));
    assert!(app.sign_off_queue(&sponsor("2026-11-05"), PLAN).await.unwrap().sent_back.is_empty());
}

#[tokio::test]
async fn nobody_signs_off_their_own_update_nor_one_outside_their_priority() {
    let (app, _folder) = open().await;
    let own = record(&app, &sponsor("2026-10-30"), rated("1.1", "green", "By the sponsor")).await;
    let other = record(&app, &lead("2026-10-30"), rated("2.1", "red", "By the lead")).await;
    let today = sponsor("2026-10-30");
    let error = app.sign_off(&today, PLAN, &[accept("1.1", own)]).await.unwrap_err();
    assert_eq!((code(&error), error.kind()), ("SL-A051", ErrorKind::Forbidden));
    // Not even one that they lead themselves.
    let mut leading = today.clone();
    leading.actor.known_as = vec!["Head of Hubs".to_owned()];
    let error = app.sign_off(&leading, PLAN, &[accept("2.1", other)]).await.unwrap_err();
    assert_eq!(code(&error), "SL-A001");
    assert_eq!(code(&app.update_to_sign_off(&leading, PLAN, "2.1").await.unwrap_err()), "SL-A001");
    assert!(app.sign_off_queue(&leading, PLAN).await.unwrap().waiting.iter().all(|waiting| waiting.is_own));
    for call in [manager("2026-10-30"), lead("2026-10-30")] {
        assert_eq!(code(&app.sign_off(&call, PLAN, &[accept("1.1", own)]).await.unwrap_err()), "SL-A001");
        assert_eq!(code(&app.sign_off_queue(&call, PLAN).await.unwrap_err()), "SL-A001");
    }
    // All of them or none.
    let second = call_on("Di Pool", Role::Sponsor, "2026-10-30");
    let error = app.sign_off(&second, PLAN, &[accept("1.1", own), send_back("2.1", other, " ")]).await.unwrap_err();
    assert_eq!(code(&error), "SL-A052");
    app.sign_off(&second, PLAN, &[accept("1.1", own), accept("2.1", other)]).await.unwrap();
}

#[tokio::test]
async fn what_was_signed_off_or_replaced_meanwhile_is_a_conflict() {
    let (app, _folder) = open().await;
    let first = record(&app, &lead("2026-10-29"), rated("1.1", "green", "One")).await;
    app.sign_off(&sponsor("2026-10-30"), PLAN, &[accept("1.1", first)]).await.unwrap();
    let error = app.sign_off(&sponsor("2026-10-30"), PLAN, &[send_back("1.1", first, "Why?")]).await.unwrap_err();
    assert_eq!((code(&error), error.kind()), ("SL-S050", ErrorKind::Conflict));
    let second = record(&app, &lead("2026-10-30"), rated("1.1", "amber", "Two")).await;
    let error = app.sign_off(&sponsor("2026-10-30"), PLAN, &[accept("1.1", first)]).await.unwrap_err();
    assert_eq!((code(&error), error.kind()), ("SL-A050", ErrorKind::Conflict));
    let error = app.sign_off(&sponsor("2026-10-30"), PLAN, &[accept("1.1", second + 9)]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_draft_waits_for_its_author_and_goes_with_the_update() {
    let (app, _folder) = open().await;
    let fields =
        BTreeMap::from([("note".to_owned(), "Half a sen".to_owned()), ("forecast".to_owned(), "soon".to_owned())]);
    app.save_draft(&lead("2026-10-30"), PLAN, "1.1", &fields).await.unwrap();
    let form = app.update_form(&lead("2026-10-31"), PLAN, "1.1").await.unwrap();
    assert_eq!(form.draft.unwrap().fields, fields);
    assert_eq!(form.record.draft_saved_at, Some(morning(day("2026-10-30"))));
    assert!(app.update_form(&manager("2026-10-31"), PLAN, "1.1").await.unwrap().draft.is_none());

    record(&app, &manager("2026-10-31"), rated("1.1", "green", "By the manager")).await;
    assert!(app.update_form(&lead("2026-10-31"), PLAN, "1.1").await.unwrap().draft.is_some());
    record(&app, &lead("2026-10-31"), rated("1.1", "green", "Done")).await;
    assert!(app.update_form(&lead("2026-10-31"), PLAN, "1.1").await.unwrap().draft.is_none());

    app.save_draft(&lead("2026-10-31"), PLAN, "1.1", &fields).await.unwrap();
    app.discard_draft(&lead("2026-10-31"), PLAN, "1.1").await.unwrap();
    assert!(app.update_form(&lead("2026-10-31"), PLAN, "1.1").await.unwrap().draft.is_none());
    let long = BTreeMap::from([("note".to_owned(), "x".repeat(40_001))]);
    assert_eq!(code(&app.save_draft(&lead("2026-10-31"), PLAN, "1.1", &long).await.unwrap_err()), "SL-A054");
}

#[tokio::test]
async fn a_partner_knows_of_their_own_actions_only() {
    let (app, _folder) = open().await;
    let today = partner("2026-10-30");
    record(&app, &today, rated("1.2", "green", "Ours")).await;
    app.add_comment(&today, PLAN, "1.2", "A word").await.unwrap();
    let none = BTreeMap::new();
    for error in [
        app.action_record(&today, PLAN, "1.1", None).await.unwrap_err(),
        app.update_form(&today, PLAN, "1.1").await.unwrap_err(),
        app.save_draft(&today, PLAN, "1.1", &none).await.unwrap_err(),
        app.record_updates(&today, Some(PLAN), None, &[rated("1.1", "green", "Theirs")]).await.unwrap_err(),
        app.add_comment(&today, PLAN, "1.1", "A word").await.unwrap_err(),
        app.attach_file(&today, PLAN, "1.1", "a.txt", b"words").await.unwrap_err(),
        app.open_attachment(&today, PLAN, "1.1", 1).await.unwrap_err(),
        app.action_record(&today, PLAN, "9.9", None).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), code(&error)), (ErrorKind::NotFound, "SL-A015"), "{error}");
        assert!(!error.help().contains("1.1"), "{}", error.help());
    }
}

#[tokio::test]
async fn a_discussion_is_written_by_those_who_may_and_kept_as_said() {
    let (app, _folder) = open().await;
    app.add_comment(&lead("2026-10-30"), PLAN, "1.1", "  <b>Is</b> the lease signed?\n ").await.unwrap();
    let record = app.action_record(&manager("2026-10-31"), PLAN, "1.1", None).await.unwrap();
    assert_eq!(record.comments[0].text, "<b>Is</b> the lease signed?");
    assert_eq!(record.comments[0].by, "Bea Lund");
    assert_eq!(code(&app.add_comment(&lead("2026-10-30"), PLAN, "1.1", " \n").await.unwrap_err()), "SL-A053");
    let long = "x".repeat(4_001);
    assert_eq!(code(&app.add_comment(&lead("2026-10-30"), PLAN, "1.1", &long).await.unwrap_err()), "SL-A054");
    let reader = call_on("Lee Board", Role::BoardMember, "2026-10-30");
    assert_eq!(code(&app.add_comment(&reader, PLAN, "1.1", "Why?").await.unwrap_err()), "SL-A001");
    assert!(app.action_record(&reader, PLAN, "1.1", None).await.is_ok());
}

/// Finds a virus in everything that says so.
#[derive(Debug)]
struct Suspicious;

impl VirusScan for Suspicious {
    fn scan<'a>(&'a self, bytes: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>> {
        let found = bytes.windows(5).any(|window| window == b"VIRUS");
        Box::pin(async move { if found { Err("a test virus was found".to_owned()) } else { Ok(()) } })
    }
}

#[tokio::test]
async fn a_file_is_attached_by_what_it_is_and_comes_back_as_it_was() {
    let (app, _folder) = open().await;
    let app = app.with_virus_scan(Arc::new(Suspicious));
    let today = lead("2026-10-30");
    let attached = app.attach_file(&today, PLAN, "1.1", "audit.exe", b"%PDF-1.7 words").await.unwrap();
    assert_eq!((attached.name.as_str(), attached.media_type.as_str()), ("audit.exe.pdf", "application/pdf"));
    let opened = app.open_attachment(&manager("2026-10-31"), PLAN, "1.1", attached.number).await.unwrap();
    assert_eq!(opened.bytes, b"%PDF-1.7 words");
    let error = app.open_attachment(&manager("2026-10-31"), PLAN, "1.2", attached.number).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    let before = audit_rows(&app).await;
    let large = vec![b'a'; 25 * 1024 * 1024 + 1];
    for (bytes, refused) in [(&b"MZ\x90"[..], "SL-A056"), (&b"%PDF-VIRUS"[..], "SL-A057"), (&large, "SL-A055")] {
        let error = app.attach_file(&today, PLAN, "1.1", "audit.pdf", bytes).await.unwrap_err();
        assert_eq!(code(&error), refused, "{error}");
    }
    assert_eq!(audit_rows(&app).await, before);
}
