//! One's own account.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
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

/// Opens an address of the API with a token, without any cookie.
async fn with_token(house: &House, secret: &str) -> StatusCode {
    let request = Request::get("/api/v1/plans").header(header::AUTHORIZATION, format!("Bearer {secret}"));
    house.browser().send(request.body(Body::empty()).unwrap()).await.status
}

#[tokio::test]
async fn a_token_is_made_shown_once_used_and_taken_back() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    browser.get("/account").await.says("You have none.");
    // Ninety days from the day of the test.
    let form = browser.get("/account/access-tokens/new").await;
    form.is(StatusCode::OK).says("name=\"last_day_day\" type=\"text\" inputmode=\"numeric\" value=\"29\"");
    form.says("1 November 2027 at the latest");

    let fields = [("name", " Figures <b> "), ("scope", "read")];
    let days = [("last_day_day", "29"), ("last_day_month", "1"), ("last_day_year", "2027")];
    let made = browser.post("/account/access-tokens/new", &[fields.as_slice(), &days].concat()).await;
    made.is(StatusCode::OK).says("Figures &#60;b&#62;").says("It may read, until 29 January 2027.").says("curl");
    let secret = between(&made.text, "autocomplete=\"off\" aria-describedby=\"secret-hint\" value=\"", "\"");
    assert_eq!(with_token(&house, secret).await, StatusCode::OK);

    let list = browser.get("/account").await;
    list.never_says(secret).says("Figures &#60;b&#62;").says("29 January 2027").says("31 October 2026 at 9am");
    let take_back = between(&list.text, "href=\"/account/access-tokens/tok_", "\"");
    let take_back = format!("/account/access-tokens/tok_{take_back}");
    browser.get(&take_back).await.is(StatusCode::OK).says("Take back the access token Figures");
    assert_eq!(with_token(&house, secret).await, StatusCode::OK);
    browser.post(&take_back, &[]).await.leads_to("/account#access-tokens");
    assert_eq!(with_token(&house, secret).await, StatusCode::UNAUTHORIZED);
    browser.get("/account").await.says("is taken back").says("You have none.");
    browser.post(&take_back, &[]).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_token_that_is_asked_for_wrongly_is_not_made_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    let ask = async |name: &str, scope: &str, day: &str, month: &str, year: &str| {
        let fields = [
            ("name", name),
            ("scope", scope),
            ("last_day_day", day),
            ("last_day_month", month),
            ("last_day_year", year),
        ];
        browser.post("/account/access-tokens/new", &fields).await
    };
    let nothing = ask("", "", "", "", "").await;
    nothing.is(StatusCode::UNPROCESSABLE_ENTITY).says("Enter what it is for").says("Choose what it may do");
    nothing.says("Enter the last day on which it works");
    ask("Figures", "write", "30", "10", "2026").await.says("Enter a day that is not past").says("value=\"Figures\"");
    ask("Figures", "write", "2", "11", "2027").await.says("Enter 1 November 2027 or an earlier day");
    ask("Figures", "write", "31", "2", "2027").await.says("Enter a real day").says("value=\"31\"");
    ask(&"é".repeat(101), "read", "1", "1", "2027").await.says("Enter a name of at most 100 characters");
    browser.get("/account").await.says("You have none.");
}

#[tokio::test]
async fn nobody_sees_or_takes_back_the_token_of_somebody_else() {
    let house = House::open().await;
    let owner = house.signed_in(EMAIL, Role::ActionLead).await;
    let other = house.signed_in("cy.moss@harbour.example", Role::Administrator).await;
    let fields = [
        ("name", "Mine"),
        ("scope", "write"),
        ("last_day_day", "1"),
        ("last_day_month", "1"),
        ("last_day_year", "2027"),
    ];
    owner.post("/account/access-tokens/new", &fields).await.is(StatusCode::OK).says("read and write");
    let list = owner.get("/account").await;
    let id = between(&list.text, "/account/access-tokens/tok_", "/");
    let address = format!("/account/access-tokens/tok_{id}/take-back");
    other.get("/account").await.says("You have none.");
    other.get(&address).await.is(StatusCode::NOT_FOUND);
    other.post(&address, &[]).await.is(StatusCode::NOT_FOUND);
    owner.get("/account").await.says("Mine");
}

#[tokio::test]
async fn one_chooses_how_often_one_is_told_by_e_mail_what_waits() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    browser.get("/account").await.says("Every Monday; none is sent, because no mail server is set");
    browser.get("/account/digest").await.is(StatusCode::OK).says("value=\"weekly\" checked");
    let page = browser.post("/account/digest", &[("digest", "hourly")]).await;
    page.is(StatusCode::UNPROCESSABLE_ENTITY).says("Choose how often");
    browser.post("/account/digest", &[("digest", "off")]).await.leads_to("/account");
    browser.get("/account").await.says("You get no more e-mails").says("Never");
}
