//! Signing in and out.

use axum::http::StatusCode;
use sightline_app::Role;
use sightline_web::WebSettings;

use crate::browser::{House, PASSWORD};

const EMAIL: &str = "bea.lund@harbour.example";
const SESSION: &str = "sightline_session";

#[tokio::test]
async fn somebody_signs_in_goes_on_to_the_page_they_wanted_and_signs_out() {
    let house = House::open().await;
    house.account(EMAIL, Role::ActionLead).await;
    let browser = house.browser();
    let page = browser.get("/account?a=b").await;
    page.leads_to("/sign-in?next=%2Faccount%3Fa%3Db");
    browser.get(&page.location).await.is(StatusCode::OK).says("value=\"/account?a=b\"").says("<h1");
    let fields = [("email", EMAIL), ("password", PASSWORD), ("next", "/account?a=b")];
    let page = browser.post("/sign-in", &fields).await;
    page.leads_to("/account?a=b");
    let cookie = page.cookies.iter().find(|cookie| cookie.starts_with(SESSION)).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert!(!cookie.contains("Secure") && !cookie.contains("Max-Age"), "{cookie}");

    browser.get("/account").await.is(StatusCode::OK).says("Bea Lund").says("Action lead");
    browser.get("/sign-in?next=/account").await.leads_to("/account");
    browser.post("/sign-out", &[]).await.leads_to("/sign-in");
    assert_eq!(browser.cookie(SESSION), None);
    browser.get("/account").await.leads_to("/sign-in?next=%2Faccount");
}

#[tokio::test]
async fn over_tls_the_cookies_are_for_this_host_and_tls_only() {
    let house = House::with(WebSettings { secure_cookies: true, ..WebSettings::default() }).await;
    house.account(EMAIL, Role::ActionLead).await;
    let page = house.browser().sign_in(EMAIL, PASSWORD).await;
    for cookie in page.cookies.iter().filter(|cookie| !cookie.contains("Max-Age=0")) {
        assert!(cookie.starts_with("__Host-") && cookie.contains("Secure"), "{cookie}");
    }
}

#[tokio::test]
async fn a_wrong_password_says_the_same_for_known_and_unknown_accounts() {
    let house = House::open().await;
    house.account(EMAIL, Role::ActionLead).await;
    let browser = house.browser();
    let known = browser.sign_in(EMAIL, "not the password").await;
    let unknown = browser.sign_in("bea.land@harbour.example", "not the password").await;
    known.is(StatusCode::UNPROCESSABLE_ENTITY).says("The e-mail address or the password is not right");
    assert_eq!(known.text.replace(EMAIL, "X"), unknown.text.replace("bea.land@harbour.example", "X"));
    assert_eq!(known.cookies, unknown.cookies);
    known.never_says("not the password").says("<title>Error: Sign in");
    browser.sign_in("", "").await.says("Enter your e-mail address").says("Enter your password").says("href=\"#email\"");
}

#[tokio::test]
async fn what_is_typed_is_shown_and_never_run() {
    let house = House::open().await;
    let typed = "\"><script>alert(1)</script>";
    let page = house.browser().post("/sign-in", &[("email", typed), ("password", "x"), ("next", typed)]).await;
    page.is(StatusCode::UNPROCESSABLE_ENTITY).never_says("<script>alert").says("&#60;script&#62;alert");
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_and_too_many_tries_wait() {
    let house = House::open().await;
    house.account(EMAIL, Role::ActionLead).await;
    let browser = house.browser();
    for _ in 0..10 {
        browser.sign_in(EMAIL, "not the password").await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    browser.sign_in(EMAIL, PASSWORD).await.is(StatusCode::TOO_MANY_REQUESTS);
    browser.sign_in("ada@harbour.example", PASSWORD).await.is(StatusCode::UNPROCESSABLE_ENTITY);

    // The limit counts real minutes; a lock does not end with them.
    let generous = WebSettings { tries_for_one_account: 1000.try_into().unwrap(), ..WebSettings::default() };
    let house = House::with(generous).await;
    house.account(EMAIL, Role::ActionLead).await;
    let browser = house.browser();
    for _ in 0..10 {
        browser.sign_in(EMAIL, "not the password").await;
    }
    house.later(600);
    browser.sign_in(EMAIL, PASSWORD).await.is(StatusCode::UNPROCESSABLE_ENTITY).says("is not right");
}

#[tokio::test]
async fn many_tries_from_one_address_wait_whoever_they_are_for() {
    let few = WebSettings { tries_from_one_address: 3.try_into().unwrap(), ..WebSettings::default() };
    let house = House::with(few).await;
    let browser = house.browser();
    for number in 0..3 {
        let email = format!("nobody{number}@harbour.example");
        browser.sign_in(&email, "not the password").await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = browser.sign_in("nobody4@harbour.example", "not the password").await;
    page.is(StatusCode::TOO_MANY_REQUESTS).says("Wait");
}

#[tokio::test]
async fn a_session_planted_before_sign_in_is_not_the_one_after_it() {
    let house = House::open().await;
    house.account(EMAIL, Role::ActionLead).await;
    let browser = house.browser();
    browser.set_cookie(SESSION, "planted");
    browser.sign_in(EMAIL, PASSWORD).await.leads_to("/");
    let first = browser.cookie(SESSION).unwrap();
    assert_ne!(first, "planted");

    // Signing in anew on the same browser gives a new session and ends the old one.
    browser.sign_in(EMAIL, PASSWORD).await.leads_to("/");
    assert_ne!(browser.cookie(SESSION).unwrap(), first);
    let thief = house.browser();
    thief.set_cookie(SESSION, &first);
    thief.get("/account").await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn forged_and_old_tokens_are_nobody() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    let token = browser.cookie(SESSION).unwrap();
    for forged in ["x", "%00", &token[..42], &format!("{token}A"), &token.to_lowercase()] {
        let other = house.browser();
        other.set_cookie(SESSION, forged);
        other.get("/account").await.is(StatusCode::SEE_OTHER);
    }
    browser.get("/account").await.is(StatusCode::OK);
    house.later(31);
    let page = browser.get("/account").await;
    page.leads_to("/sign-in?next=%2Faccount");
    browser.get("/sign-in").await.says("You have been signed out. Sign in to go on.");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let house = House::open().await;
    house.account(EMAIL, Role::ActionLead).await;
    for next in ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/%0d%0a", "/sign-out"] {
        let browser = house.browser();
        let page = browser.get(&format!("/sign-in?next={}", next.replace('\\', "%5C"))).await;
        page.never_says("elsewhere.example");
        let sent = [("email", EMAIL), ("password", PASSWORD), ("next", next)];
        let page = browser.post("/sign-in", &sent).await;
        page.leads_to(if next == "/%0d%0a" { "/%0d%0a" } else { "/" });
    }
}

#[tokio::test]
async fn a_sign_in_form_opened_before_signing_in_on_another_tab_still_works() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    // No token: the form was opened when nobody was signed in.
    let fields = format!("email={EMAIL}&password={}&next=/", PASSWORD.replace(' ', "+"));
    let request = axum::http::Request::post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(fields))
        .unwrap();
    browser.send(request).await.leads_to("/");
}

#[tokio::test]
async fn another_site_cannot_sign_somebody_in_or_out() {
    let house = House::open().await;
    let browser = house.signed_in(EMAIL, Role::ActionLead).await;
    for path in ["/sign-in", "/sign-out", "/reset"] {
        let request = axum::http::Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(axum::body::Body::from("email=a&password=b"))
            .unwrap();
        browser.send(request).await.is(StatusCode::FORBIDDEN);
    }
    browser.get("/account").await.is(StatusCode::OK);
}
