//! Signing in with a password.

use super::*;

#[tokio::test]
async fn the_right_password_signs_in_and_everything_else_is_told_the_same() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    story.add("new@harbour.example", Role::ActionLead).await;

    let opened = story.signed_in(1).await;
    assert_eq!(opened.account, id);
    let call = story.call(&opened, 1).await;
    assert_eq!((call.actor.name.as_str(), call.actor.role), ("Bea Lund", Role::ActionLead));
    assert_eq!(call.actor.known_as, ["BL"]);

    let attempts = [
        (EMAIL, "eleven green bottle"),
        (EMAIL, ""),
        ("nobody@harbour.example", PASSWORD),
        ("new@harbour.example", PASSWORD),
        ("not an address", PASSWORD),
    ];
    let mut said = Vec::new();
    for (email, password) in attempts {
        let error = story.app.sign_in(email, password, minute(2), today()).await.unwrap_err();
        said.push((error.code(), error.to_string(), error.help()));
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
}

#[tokio::test]
async fn an_address_is_the_same_in_capital_letters_and_a_password_is_not() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    assert!(story.app.sign_in(" Bea.Lund@HARBOUR.example", PASSWORD, minute(1), today()).await.is_ok());
    refused(story.app.sign_in(EMAIL, &PASSWORD.to_uppercase(), minute(1), today()).await, "SL-A060");
}

#[tokio::test]
async fn ten_wrong_passwords_lock_the_account_until_an_administrator_unlocks_it() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let before = story.signed_in(1).await;
    for attempt in 1..=10 {
        refused(story.sign_in("wrong", 1 + attempt).await, "SL-A060");
    }
    refused(story.sign_in(PASSWORD, 12).await, "SL-A060");
    assert!(story.is_open(&before, 12).await, "whoever guesses does not throw the owner out");
    assert_eq!(story.audit().await[..3], ["account.sign_in_refused", "account.lock", "account.sign_in_refused"]);

    let account = story.app.unlock_account(&administrator(13), &id).await.unwrap();
    assert_eq!(account.state, crate::AccountState::Active);
    story.signed_in(14).await;
}

#[tokio::test]
async fn a_success_begins_the_count_anew() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    for round in 0..3 {
        for _ in 0..9 {
            refused(story.sign_in("wrong", round).await, "SL-A060");
        }
        story.signed_in(round).await;
    }
}

#[tokio::test]
async fn an_account_that_nobody_used_for_ninety_days_is_disabled_and_can_be_opened_again() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let day = 24 * 60;
    let attempt = async |at: i64| story.app.sign_in(EMAIL, PASSWORD, minute(at), minute(at).date_naive()).await;
    assert!(attempt(90 * day).await.is_ok());
    refused(attempt(180 * day + 1).await, "SL-A060");
    assert_eq!(story.audit().await[0], "account.disable");
    refused(attempt(180 * day + 2).await, "SL-A060");

    let later = Call { at: minute(180 * day + 3), ..administrator(0) };
    story.app.enable_account(&later, &id).await.unwrap();
    assert!(attempt(180 * day + 4).await.is_ok(), "opened again, and not at once dormant again");
}

#[tokio::test]
async fn an_inspectors_account_closes_by_itself_after_its_last_day() {
    let story = Story::begin().await;
    refused(story.app.create_account(&administrator(0), &input(EMAIL, Role::Inspector)).await, "SL-A067");
    let limited = AccountInput { expires_on: Some(today()), ..input(EMAIL, Role::Inspector) };
    let made = story.app.create_account(&administrator(0), &limited).await.unwrap();
    story.app.choose_password(made.link.token.as_str(), PASSWORD, minute(0)).await.unwrap();
    let evening = story.signed_in(23 * 60 + 50).await;
    assert!(story.is_open(&evening, 23 * 60 + 59).await);
    assert!(!story.is_open(&evening, 24 * 60 + 1).await);
    let tomorrow = minute(24 * 60 + 2);
    refused(story.app.sign_in(EMAIL, PASSWORD, tomorrow, tomorrow.date_naive()).await, "SL-A060");
}

#[tokio::test]
async fn every_attempt_is_in_the_history_and_no_address_is() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    story.signed_in(1).await;
    refused(story.sign_in("wrong", 2).await, "SL-A060");
    refused(story.app.sign_in("typo@harbour.example", PASSWORD, minute(3), today()).await, "SL-A060");
    let reader = Call { actor: Actor::operator("Jo", Role::ProgrammeManager), ..administrator(4) };
    let rows = story.app.history(&reader, &AuditFilter::default()).await.unwrap();
    let said: Vec<(&str, &str)> =
        rows.iter().map(|row| (row.entry.actor.as_str(), row.entry.action.as_str())).collect();
    assert_eq!(
        said,
        [
            ("somebody", "account.sign_in_refused"),
            ("Bea Lund", "account.sign_in_refused"),
            ("Bea Lund", "account.sign_in"),
            ("Bea Lund", "account.set_up"),
            ("Ada Fenwick", "account.add"),
        ]
    );
    for row in &rows {
        let text = format!("{} {} {}", row.entry.actor, row.entry.object, row.entry.detail);
        assert!(!text.contains('@'), "{text}");
    }
}
