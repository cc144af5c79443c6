//! One's own account.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use sightline_app::Role;
use totp_rs::Builder;

use crate::browser::{Browser, House, PASSWORD};

const EMAIL: &str = "bea.lund@harbour.example";

/// What an app on a phone shows for the secret that the page shows.
fn code(secret: &str, at: DateTime<Utc>) -> String {
    let secret: String = secret.split_whitespace().collect();
    let bytes: [u8; 20] = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let totp = Builder::new().with_secret(bytes).build().unwrap();
    totp.generate(at.timestamp().try_into().unwrap()).to_string()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// Turns codes on and gives their secret and the recovery codes.
async fn turn_codes_on(house: &House, browser: &Browser) -> (String, Vec<String>) {
    browser.post("/account/second-factor/begin", &[]).await.leads_to("/account/second-factor/set-up");
    let page = browser.get("/account/second-factor/set-up").await;
    page.is(StatusCode::OK).says("role=\"img\"").never_says("style=");
    let secret = between(&page.text, "<code class=\"app-secret\">", "</code>").to_owned();
    let fields = [("code", code(&secret, house.now()))];
    let page = browser.post("/account/second-factor/set-up", &[("code", &fields[0].1)]).await;
    let codes = page.is(StatusCode::OK).text.split("<code>").skip(1);
    (secret, codes.map(|rest| rest.split_once('<').unwrap().0.to_owned()).collect())
}

#[tokio::test]
async fn codes_are_set_up_asked_for_and_taken_once() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    browser.get("/account/second-factor").await.says("Set up codes");
    let wrong = browser.post("/account/second-factor/set-up", &[("code", "123456")]).await;
    wrong.leads_to("/account/second-factor");
    let (secret, recovery) = turn_codes_on(&house, &browser).await;
    assert_eq!(recovery.len(), 10);
    browser.get("/account").await.says(">On</strong>");

    house.later(2);
    let now = code(&secret, house.now());
    let phone = house.browser();
    phone.get("/sign-in/code").await.leads_to("/sign-in");
    phone.sign_in(EMAIL, PASSWORD).await.leads_to("/sign-in/code?next=%2F");
    let waiting = phone.cookie("sightline_waiting").unwrap();
    assert_eq!(phone.cookie("sightline_session"), None);
    phone.get("/account").await.is(StatusCode::SEE_OTHER);
    phone.get("/sign-in/code?next=%2F").await.is(StatusCode::OK).says("one-time-code");
    phone.post("/sign-in/code", &[("code", "")]).await.says("Enter the code");
    let wrong = phone.post("/sign-in/code", &[("code", "000000")]).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).says("The code is not right");
    phone.post("/sign-in/code", &[("code", &now), ("next", "/account")]).await.leads_to("/account");
    assert_ne!(phone.cookie("sightline_session").unwrap(), waiting);
    assert_eq!(phone.cookie("sightline_waiting"), None);

    // The same code again, on another browser.
    let thief = house.browser();
    thief.sign_in(EMAIL, PASSWORD).await;
    thief.post("/sign-in/code", &[("code", &now)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    // The token that waited is no session, and waits no longer.
    thief.set_cookie("sightline_session", &waiting);
    thief.get("/account").await.is(StatusCode::SEE_OTHER);

    let lost = house.browser();
    lost.sign_in(EMAIL, PASSWORD).await;
    lost.post("/sign-in/code", &[("code", &recovery[3])]).await.leads_to("/");
}

#[tokio::test]
async fn a_code_that_comes_too_late_begins_again() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    let (secret, _) = turn_codes_on(&house, &browser).await;
    let phone = house.browser();
    phone.sign_in(EMAIL, PASSWORD).await;
    house.later(11);
    let late = code(&secret, house.now());
    phone.post("/sign-in/code", &[("code", &late)]).await.leads_to("/sign-in");
    phone.get("/sign-in").await.says("Signing in took too long");
}

#[tokio::test]
async fn codes_are_renewed_and_turned_off_with_the_password() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    let (_, before) = turn_codes_on(&house, &browser).await;
    browser.get("/account/second-factor").await.says("10 recovery codes");
    let wrong = browser.post("/account/second-factor/remove", &[("current", "not it")]).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).says("This is not your present password");
    let renewed = browser.post("/account/second-factor/recovery-codes", &[("current", PASSWORD)]).await;
    renewed.is(StatusCode::OK).never_says(&before[0]);
    browser.post("/account/second-factor/remove", &[("current", PASSWORD)]).await.leads_to("/account");
    browser.get("/account").await.says(">Off</strong>").says("turned off");
}

#[tokio::test]
async fn another_password_keeps_this_browser_and_signs_the_others_out() {
    let house = House::open().await;
    let here = house.signed_in(EMAIL, Role::ActionLead).await;
    let there = house.browser();
    there.sign_in(EMAIL, PASSWORD).await;
    let change = async |current: &str, password: &str, again: &str| {
        here.post("/account/password", &[("current", current), ("password", password), ("again", again)]).await
    };
    change("", "", "").await.says("Enter your present password").says("Enter a new password");
    change(PASSWORD, "short", "short").await.says("it is shorter than 12 characters");
    change(PASSWORD, "a longer new password", "another").await.says("Enter the same password again");
    let wrong = change("not the password", "a longer new password", "a longer new password").await;
    wrong.says("This is not your present password").never_says("a longer new password");
    there.get("/account").await.is(StatusCode::OK);
    change(PASSWORD, "a longer new password", "a longer new password").await.leads_to("/account");
    here.get("/account").await.is(StatusCode::OK).says("Your password is changed");
    there.get("/account").await.is(StatusCode::SEE_OTHER);
    house.browser().sign_in(EMAIL, "a longer new password").await.leads_to("/");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_browser() {
    let house = House::open().await;
    let here = house.signed_in(EMAIL, Role::ActionLead).await;
    let there = house.browser();
    there.sign_in(EMAIL, PASSWORD).await;
    here.get("/account").await.says("This browser").says("Another browser");
    here.post("/account/sign-out-everywhere", &[]).await.leads_to("/sign-in");
    here.get("/account").await.is(StatusCode::SEE_OTHER);
    there.get("/account").await.is(StatusCode::SEE_OTHER);
}
