//! What needs whom.

use super::*;
use crate::{NeededAction, SignOffInput};

fn references(actions: &[NeededAction]) -> Vec<&str> {
    actions.iter().map(|action| action.reference.as_str()).collect()
}

#[tokio::test]
async fn a_lead_is_asked_for_their_own_updates_only() {
    let (app, _folder) = open().await;
    record(&app, &lead("2026-10-30"), rated("1.1", "green", "In time")).await;
    let needs = app.what_needs_me(&lead("2026-10-31"), None).await.unwrap().plans.remove(0);
    assert!(needs.sponsor.is_none() && needs.manager.is_none() && needs.reader.is_none());
    let asked = needs.lead.unwrap();
    assert_eq!(asked.actions, 2);
    // 2.1 is overdue, which is more than not updated; 1.2 is somebody else's.
    assert_eq!(references(&asked.overdue), ["2.1"]);
    assert!(asked.due.is_empty());

    app.open_round(&manager("2026-11-02"), PLAN, day("2026-11-01"), day("2026-12-04")).await.unwrap();
    let needs = app.what_needs_me(&lead("2026-11-03"), None).await.unwrap().plans.remove(0);
    assert_eq!(references(&needs.lead.unwrap().due), ["1.1", "2.1"]);
    let theirs = app.what_needs_me(&partner("2026-11-03"), None).await.unwrap().plans.remove(0).lead.unwrap();
    assert_eq!((theirs.actions, references(&theirs.due)), (1, vec!["1.2"]));
}

#[tokio::test]
async fn a_sent_back_update_comes_back_to_its_lead() {
    let (app, _folder) = open().await;
    let update = record(&app, &lead("2026-10-30"), rated("1.1", "green", "October")).await;
    let question = SignOffInput { action: "1.1".to_owned(), update, question: Some("How do you know?".to_owned()) };
    app.sign_off(&sponsor("2026-10-31"), PLAN, &[question]).await.unwrap();
    let asked = app.what_needs_me(&lead("2026-10-31"), None).await.unwrap().plans.remove(0).lead.unwrap();
    let (action, question, by) = &asked.sent_back[0];
    assert_eq!((action.reference.as_str(), question.as_str(), by.as_str()), ("1.1", "How do you know?", "Cy Moss"));
    record(&app, &lead("2026-11-01"), rated("1.1", "amber", "Answered")).await;
    assert!(
        app.what_needs_me(&lead("2026-11-01"), None).await.unwrap().plans.remove(0).lead.unwrap().sent_back.is_empty()
    );
}

#[tokio::test]
async fn red_for_two_months_comes_to_sponsor_manager_and_board() {
    let (app, _folder) = open().await;
    record(&app, &lead("2026-09-10"), rated("1.1", "red", "Stuck")).await;
    record(&app, &lead("2026-10-30"), rated("1.1", "red", "Still stuck")).await;
    record(&app, &lead("2026-10-30"), rated("2.1", "red", "Newly red")).await;
    let reader = |on: &str| call_on("Lee Board", Role::BoardMember, on);
    let escalated = async |call: &Call| {
        let needs = app.what_needs_me(call, None).await.unwrap().plans.remove(0);
        let found = [
            needs.sponsor.map(|sponsor| sponsor.escalated),
            needs.manager.map(|manager| manager.escalated),
            needs.reader.map(|reader| reader.escalated),
        ];
        found.into_iter().flatten().flatten().map(|(action, since)| (action.reference, since)).collect::<Vec<_>>()
    };
    for (before, after) in [
        (sponsor("2026-11-09"), sponsor("2026-11-10")),
        (manager("2026-11-09"), manager("2026-11-10")),
        (reader("2026-11-09"), reader("2026-11-10")),
    ] {
        assert!(escalated(&before).await.is_empty(), "{:?}", before.actor.role);
        assert_eq!(escalated(&after).await, [("1.1".to_owned(), day("2026-09-10"))], "{:?}", after.actor.role);
    }
}

#[tokio::test]
async fn a_manager_sees_who_has_not_updated_what_changed_and_the_next_board() {
    let (app, _folder) = open().await;
    app.open_round(&manager("2026-11-02"), PLAN, day("2026-11-01"), day("2026-12-04")).await.unwrap();
    record(&app, &lead("2026-11-03"), rated("1.1", "green", "Eight days ago")).await;
    let update = record(&app, &partner("2026-11-10"), rated("1.2", "amber", "Yesterday")).await;
    let accept = SignOffInput { action: "1.2".to_owned(), update, question: None };
    app.sign_off(&sponsor("2026-11-10"), PLAN, &[accept]).await.unwrap();

    let needs = app.what_needs_me(&manager("2026-11-11"), None).await.unwrap().plans.remove(0);
    assert!(needs.lead.is_none() && needs.sponsor.is_none() && needs.reader.is_none());
    let manager = needs.manager.unwrap();
    assert_eq!(references(&manager.owed), ["2.1"]);
    let progress = manager.progress.unwrap();
    assert_eq!((progress.answered, progress.owed), (2, 1));
    assert_eq!(manager.waiting_for_sign_off, 1);
    assert_eq!(manager.lately.since, day("2026-11-05"));
    assert_eq!((manager.lately.updates.len(), manager.lately.sign_offs.len()), (1, 1));
    assert_eq!(manager.next_board, Some(("Improvement board".to_owned(), day("2026-12-15"))));
}

#[tokio::test]
async fn a_reader_sees_where_the_plan_stands() {
    let (app, _folder) = open().await;
    record(&app, &lead("2026-10-30"), rated("1.1", "green", "Well")).await;
    let director = call_on("Sam Director", Role::Director, "2026-10-31");
    let reader = app.what_needs_me(&director, None).await.unwrap().plans.remove(0).reader.unwrap();
    assert_eq!(reader.actions, 3);
    let counts: Vec<_> = reader.action_ratings.iter().map(|(code, count)| (code.as_deref(), *count)).collect();
    assert_eq!(counts, [(Some("blue"), 0), (Some("green"), 1), (Some("amber"), 0), (Some("red"), 0), (None, 2)]);
    assert_eq!(references(&reader.overdue), ["2.1"]);
    assert!(reader.latest_report.is_none());
}

#[tokio::test]
async fn whoever_may_not_see_plans_is_asked_nothing() {
    let (app, _folder) = open().await;
    let administrator = call_on("Ad Min", Role::Administrator, "2026-10-31");
    assert!(app.what_needs_me(&administrator, None).await.unwrap().plans.is_empty());
    let mut elsewhere = lead("2026-10-31");
    elsewhere.actor.reach.programmes = Scope::Only(vec!["Another council".to_owned()]);
    assert!(app.what_needs_me(&elsewhere, None).await.unwrap().plans.is_empty());
}
