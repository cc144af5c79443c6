//! The second factor.

use totp_rs::Builder;

use super::*;

/// What an app on a phone shows for this secret.
fn code(secret: &str, at: DateTime<Utc>) -> String {
    let bytes: [u8; 20] = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let totp = Builder::new().with_secret(bytes).build().unwrap();
    totp.generate(at.timestamp().try_into().unwrap()).to_string()
}

struct Enrolled {
    story: Story,
    id: String,
    secret: String,
    recovery: Vec<String>,
}

/// Somebody whose second factor was turned on at minute 1.
async fn enrolled() -> Enrolled {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(1).await;
    let call = story.call(&session, 1).await;
    let offered = story.app.begin_second_factor(&call).await.unwrap();
    assert_eq!(story.app.offered_second_factor(&call).await.unwrap().as_ref(), Some(&offered));
    let recovery = story.app.confirm_second_factor(&call, &code(&offered.secret, minute(1))).await.unwrap();
    Enrolled { story, id, secret: offered.secret, recovery: recovery.0 }
}

impl Enrolled {
    async fn waiting(&self, minutes: i64) -> OpenedSession {
        match self.story.sign_in(PASSWORD, minutes).await.unwrap() {
            SignInStep::Code(waiting) => waiting,
            SignInStep::Done(_) => panic!("no code is asked for"),
        }
    }

    async fn give(&self, waiting: &OpenedSession, code: &str, minutes: i64) -> Result<OpenedSession> {
        self.story.app.sign_in_code(waiting.token.as_str(), code, minute(minutes), today()).await
    }
}

#[tokio::test]
async fn a_second_factor_is_on_only_once_a_code_of_it_was_given() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(1).await;
    let call = story.call(&session, 1).await;
    refused(story.app.confirm_second_factor(&call, "123456").await, "SL-A131");
    let offered = story.app.begin_second_factor(&call).await.unwrap();
    assert!(offered.uri.starts_with("otpauth://totp/Sightline:bea.lund%40harbour.example?secret="), "{}", offered.uri);
    refused(story.app.confirm_second_factor(&call, "000000").await, "SL-A062");
    story.signed_in(2).await;
}

#[tokio::test]
async fn the_password_alone_opens_nothing_and_the_code_gives_a_new_token() {
    let enrolled = enrolled().await;
    let waiting = enrolled.waiting(5).await;
    assert!(!enrolled.story.is_open(&waiting, 5).await);
    let spaced = code(&enrolled.secret, minute(5)).chars().flat_map(|digit| [digit, ' ']).collect::<String>();
    let session = enrolled.give(&waiting, &spaced, 5).await.unwrap();
    assert_ne!(session.token, waiting.token);
    assert!(enrolled.story.is_open(&session, 5).await);
    assert!(!enrolled.story.is_open(&waiting, 5).await);
    refused(enrolled.give(&waiting, &code(&enrolled.secret, minute(6)), 6).await, "SL-A061");
}

#[tokio::test]
async fn a_code_is_taken_once_and_so_is_none_before_it() {
    let enrolled = enrolled().await;
    let now = code(&enrolled.secret, minute(5));
    let before = code(&enrolled.secret, minute(5) - TimeDelta::seconds(30));
    enrolled.give(&enrolled.waiting(5).await, &now, 5).await.unwrap();
    for replayed in [now, before] {
        let waiting = enrolled.waiting(5).await;
        refused(enrolled.give(&waiting, &replayed, 5).await, "SL-A062");
    }
    // The one with which it was turned on is not taken again either.
    let again = code(&enrolled.secret, minute(1));
    let waiting = enrolled.waiting(1).await;
    refused(enrolled.give(&waiting, &again, 1).await, "SL-A062");
}

#[tokio::test]
async fn a_clock_half_a_minute_off_is_taken_and_more_is_not() {
    let enrolled = enrolled().await;
    for (seconds, is_taken) in [(-60, false), (60, false), (-30, true), (30, true)] {
        let waiting = enrolled.waiting(5).await;
        let code = code(&enrolled.secret, minute(5) + TimeDelta::seconds(seconds));
        assert_eq!(enrolled.give(&waiting, &code, 5).await.is_ok(), is_taken, "{seconds}");
    }
}

#[tokio::test]
async fn the_code_has_ten_minutes_and_wrong_ones_lock() {
    let enrolled = enrolled().await;
    let late = enrolled.waiting(5).await;
    refused(enrolled.give(&late, &code(&enrolled.secret, minute(16)), 16).await, "SL-A061");
    let waiting = enrolled.waiting(20).await;
    for _ in 0..9 {
        refused(enrolled.give(&waiting, "000000", 20).await, "SL-A062");
    }
    refused(enrolled.give(&waiting, "000000", 20).await, "SL-A060");
    refused(enrolled.story.sign_in(PASSWORD, 21).await, "SL-A060");
    refused(enrolled.give(&waiting, &code(&enrolled.secret, minute(20)), 20).await, "SL-A061");
}

#[tokio::test]
async fn a_right_password_does_not_begin_the_count_of_wrong_codes_anew() {
    let enrolled = enrolled().await;
    for attempt in 1..=9 {
        let waiting = enrolled.waiting(5).await;
        let given = enrolled.give(&waiting, "000000", 5).await;
        refused(given, "SL-A062");
        assert!(attempt < 10);
    }
    let waiting = enrolled.waiting(5).await;
    refused(enrolled.give(&waiting, "000000", 5).await, "SL-A060");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let enrolled = enrolled().await;
    assert_eq!(enrolled.recovery.len(), 10);
    let first = enrolled.recovery[0].to_lowercase();
    enrolled.give(&enrolled.waiting(5).await, &first, 5).await.unwrap();
    refused(enrolled.give(&enrolled.waiting(6).await, &first, 6).await, "SL-A062");
    let session = enrolled.give(&enrolled.waiting(7).await, &enrolled.recovery[9], 7).await.unwrap();
    let call = enrolled.story.call(&session, 7).await;
    assert_eq!(enrolled.story.app.own_account(&call).await.unwrap().recovery_codes_left, 8);

    refused(enrolled.story.app.renew_recovery_codes(&call, "not it").await, "SL-A064");
    let renewed = enrolled.story.app.renew_recovery_codes(&call, PASSWORD).await.unwrap();
    refused(enrolled.give(&enrolled.waiting(8).await, &enrolled.recovery[1], 8).await, "SL-A062");
    enrolled.give(&enrolled.waiting(9).await, &renewed.0[1], 9).await.unwrap();
}

#[tokio::test]
async fn it_is_turned_off_with_the_password_or_by_an_administrator() {
    let enrolled = enrolled().await;
    let session = enrolled.give(&enrolled.waiting(5).await, &code(&enrolled.secret, minute(5)), 5).await.unwrap();
    let call = enrolled.story.call(&session, 5).await;
    let app = &enrolled.story.app;
    refused(app.remove_second_factor(&call, "not it").await, "SL-A064");
    app.remove_second_factor(&call, PASSWORD).await.unwrap();
    refused(app.remove_second_factor(&call, PASSWORD).await, "SL-A131");
    enrolled.story.signed_in(6).await;

    let offered = app.begin_second_factor(&call).await.unwrap();
    app.confirm_second_factor(&call, &code(&offered.secret, minute(5))).await.unwrap();
    app.remove_second_factor_of(&administrator(7), &enrolled.id).await.unwrap();
    assert!(!enrolled.story.is_open(&session, 7).await, "whoever has the phone may have the browser");
    enrolled.story.signed_in(8).await;
}

/// The store of a story, opened by a process that has no keys.
async fn without_keys(story: &Story) -> App {
    App::open(&Database::File(story.folder.path().join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_secret_is_nowhere_in_the_database() {
    let enrolled = enrolled().await;
    assert!(enrolled.story.app.needs_its_key().await.unwrap());
    enrolled.story.app.clone().close().await.unwrap();
    for ending in ["", "-wal"] {
        let Ok(bytes) = std::fs::read(enrolled.story.folder.path().join(format!("sightline.db{ending}"))) else {
            continue;
        };
        let secret = enrolled.secret.as_bytes();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret), "sightline.db{ending}");
    }
}

#[tokio::test]
async fn without_its_key_nothing_starts_and_with_the_old_one_beside_a_new_one_codes_go_on() {
    let enrolled = enrolled().await;
    let story = &enrolled.story;
    let wrong = without_keys(story).await.with_keys(Keys::new(key("2"), None), minute(2)).await;
    refused(wrong.map(|_| ()), "SL-A230");

    let rotated = Keys::new(key("2"), Some(key("1")));
    without_keys(story).await.with_keys(rotated, minute(3)).await.unwrap();
    assert_eq!(story.audit().await[0], "account.second_factor_seal");
    // From now on the old key is no longer needed, and no longer enough.
    refused(without_keys(story).await.with_keys(Keys::new(key("1"), None), minute(4)).await.map(|_| ()), "SL-A230");
    let app = without_keys(story).await.with_keys(Keys::new(key("2"), None), minute(4)).await.unwrap();
    let app =
        app.with_sign_in_rules(SignInRules { password_cost: PasswordCost::for_tests(), ..SignInRules::default() });
    let Ok(SignInStep::Code(waiting)) = app.sign_in(EMAIL, PASSWORD, minute(5), today()).await else {
        panic!("no code is asked for")
    };
    app.sign_in_code(waiting.token.as_str(), &code(&enrolled.secret, minute(5)), minute(5), today()).await.unwrap();
}

#[tokio::test]
async fn a_secret_from_before_there_was_a_key_is_sealed_at_the_start() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await.parse().unwrap();
    let secret = data_encoding::BASE32_NOPAD.encode(&[7; 20]);
    story
        .app
        .store
        .change_account(&id, |record| -> Result<sightline_store::AccountChange> {
            record.totp_secret = Some(sightline_store::Secret(secret.clone()));
            Ok(crate::use_cases::accounts::audit("Ada Fenwick", minute(1), "account.change", serde_json::Value::Null)
                .into())
        })
        .await
        .unwrap();
    assert!(!story.app.needs_its_key().await.unwrap());
    let app = story.another_process().await;
    assert!(app.needs_its_key().await.unwrap());
    let Ok(SignInStep::Code(waiting)) = app.sign_in(EMAIL, PASSWORD, minute(2), today()).await else {
        panic!("no code is asked for")
    };
    app.sign_in_code(waiting.token.as_str(), &code(&secret, minute(2)), minute(2), today()).await.unwrap();
}

#[tokio::test]
async fn without_a_key_no_second_factor_is_begun() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(1).await;
    let call = story.call(&session, 1).await;
    refused(without_keys(&story).await.begin_second_factor(&call).await, "SL-A231");
}
