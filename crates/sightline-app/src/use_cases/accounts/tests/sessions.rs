//! Sessions: how long they last, and how they end.

use super::*;

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_for_half_an_hour() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    for at in [20, 40, 69] {
        assert!(story.is_open(&session, at).await, "{at}");
    }
    assert!(!story.is_open(&session, 69 + 31).await);
    assert!(!story.is_open(&session, 69 + 32).await);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    for at in (0..=12 * 60).step_by(15) {
        assert!(story.is_open(&session, at).await, "{at}");
    }
    assert!(!story.is_open(&session, 12 * 60 + 1).await);
}

#[tokio::test]
async fn a_forged_or_empty_token_is_nobody() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    let mut forged = session.token.as_str().to_owned();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.push(last);
    for token in [forged.as_str(), "", "a", "\0", "' or 1=1 --"] {
        assert!(story.app.session(token, minute(1)).await.unwrap().is_none(), "{token}");
    }
}

#[tokio::test]
async fn signing_out_ends_one_session_and_signing_out_everywhere_all() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let (phone, desk, home) = (story.signed_in(0).await, story.signed_in(1).await, story.signed_in(2).await);
    let call = story.call(&desk, 3).await;
    let sessions = story.app.own_sessions(&call, desk.token.as_str()).await.unwrap();
    assert_eq!(sessions.iter().filter(|session| session.is_this).count(), 1);
    assert_eq!(sessions.len(), 3);

    // All three are remembered by now.
    for session in [&phone, &desk, &home] {
        assert!(story.is_open(session, 3).await);
    }
    story.app.sign_out(&call, phone.token.as_str()).await.unwrap();
    assert!(!story.is_open(&phone, 3).await);
    assert!(story.is_open(&home, 3).await);
    story.app.sign_out_everywhere(&call).await.unwrap();
    assert!(!story.is_open(&desk, 3).await);
    assert!(!story.is_open(&home, 3).await);
}

#[tokio::test]
async fn another_role_holds_with_the_next_page_and_in_another_process_within_seconds() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    let elsewhere = story.another_process().await;
    let role_there = async |at: DateTime<Utc>| {
        elsewhere.session(session.token.as_str(), at).await.unwrap().map(|signed_in| signed_in.actor.role)
    };
    assert_eq!(role_there(minute(1)).await, Some(Role::ActionLead));
    assert_eq!(story.call(&session, 1).await.actor.role, Role::ActionLead);

    story.app.change_account(&administrator(1), &id, &input(EMAIL, Role::Sponsor)).await.unwrap();
    assert_eq!(story.call(&session, 1).await.actor.role, Role::Sponsor);
    assert_eq!(role_there(minute(1) + TimeDelta::seconds(5)).await, Some(Role::Sponsor));
    story.app.disable_account(&administrator(1), &id).await.unwrap();
    assert!(!story.is_open(&session, 1).await);
    assert_eq!(role_there(minute(1) + TimeDelta::seconds(10)).await, None);
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let (here, there) = (story.signed_in(0).await, story.signed_in(1).await);
    let call = story.call(&here, 2).await;
    let change =
        async |current: &str, new: &str| story.app.change_own_password(&call, here.token.as_str(), current, new).await;
    refused(change("not it", "a longer new password").await, "SL-A064");
    refused(change(PASSWORD, "too short").await, "SL-A063");
    assert!(story.is_open(&there, 2).await);
    change(PASSWORD, "a longer new password").await.unwrap();
    assert!(story.is_open(&here, 2).await);
    assert!(!story.is_open(&there, 2).await);
    refused(story.sign_in(PASSWORD, 3).await, "SL-A060");
    assert!(story.sign_in("a longer new password", 3).await.is_ok());
}

#[tokio::test]
async fn whoever_guesses_the_password_at_an_open_browser_is_thrown_out() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    let call = story.call(&session, 1).await;
    for _ in 0..10 {
        let change = story.app.change_own_password(&call, session.token.as_str(), "guess", "a longer new password");
        refused(change.await, "SL-A064");
    }
    assert!(!story.is_open(&session, 1).await);
    refused(story.sign_in(PASSWORD, 2).await, "SL-A060");
}

#[tokio::test]
async fn the_operator_at_the_machine_has_no_account_to_look_after() {
    let story = Story::begin().await;
    refused(story.app.own_account(&administrator(0)).await, "SL-A130");
    refused(story.app.sign_out_everywhere(&administrator(0)).await, "SL-A130");
}
