//! A time-out that loses no form.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use sightline_app::Role;

use crate::browser::{Browser, House, PASSWORD};

const ADA: &str = "ada@harbour.example";
const CY: [(&str, &str); 3] = [("name", "Cy Hale"), ("email", "cy@harbour.example"), ("role", "sponsor")];

/// An administrator who sends the form of a new account after 31 minutes.
async fn timed_out(house: &House) -> Browser {
    let browser = house.signed_in(ADA, Role::Administrator).await;
    browser.get("/accounts/new").await;
    house.later(31);
    browser.post("/accounts/new", &CY).await.leads_to("/sign-in?next=%2F");
    browser.get("/sign-in").await.says("What you sent is kept");
    browser
}

fn form_on(page: &str) -> String {
    page.split("/kept-forms/").nth(1).unwrap().split('/').next().unwrap().to_owned()
}

async fn has_account(house: &House) -> bool {
    house.app.find_account(&house.call(), "cy@harbour.example").await.is_ok()
}

#[tokio::test]
async fn a_form_sent_after_a_time_out_is_sent_again_by_one_button() {
    let house = House::open().await;
    let browser = timed_out(&house).await;
    assert!(!has_account(&house).await);
    browser.sign_in(ADA, PASSWORD).await.leads_to("/kept-forms");
    let page = browser.get("/kept-forms").await;
    page.is(StatusCode::OK).says("Your answers are kept").says("/accounts/new");
    let form = form_on(&page.text);
    browser.post(&format!("/kept-forms/{form}/send"), &[]).await.is(StatusCode::OK).says("Link for Cy Hale");
    assert!(has_account(&house).await);
    browser.post(&format!("/kept-forms/{form}/send"), &[]).await.is(StatusCode::NOT_FOUND);
    browser.get("/kept-forms").await.leads_to("/");
}

#[tokio::test]
async fn an_upload_is_kept_whole_too() {
    let house = House::open().await;
    let browser = house.signed_in(ADA, Role::Administrator).await;
    house.later(31);
    let parts = "--b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\nold\r\n--b--\r\n";
    let upload = Request::post("/accounts/new")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from(parts))
        .unwrap();
    browser.send(upload).await.leads_to("/sign-in?next=%2F");
    browser.sign_in(ADA, PASSWORD).await.leads_to("/kept-forms");
    let form = form_on(&browser.get("/kept-forms").await.text);
    // It reaches its page, which takes no uploads, past the check of the old token.
    browser.post(&format!("/kept-forms/{form}/send"), &[]).await.is(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_kept_form_comes_back_to_nobody_else() {
    let house = House::open().await;
    let browser = timed_out(&house).await;
    house.account("eve@harbour.example", Role::Administrator).await;
    browser.sign_in("eve@harbour.example", PASSWORD).await.leads_to("/");
    browser.get("/kept-forms").await.leads_to("/");

    // Its owner, on the same browser afterwards, and on another one.
    browser.get("/account").await;
    browser.post("/sign-out", &[]).await;
    browser.sign_in(ADA, PASSWORD).await.leads_to("/kept-forms");
    let form = form_on(&browser.get("/kept-forms").await.text);
    let elsewhere = house.browser();
    elsewhere.sign_in(ADA, PASSWORD).await.leads_to("/");
    elsewhere.get("/account").await;
    elsewhere.post(&format!("/kept-forms/{form}/send"), &[]).await.is(StatusCode::NOT_FOUND);
    let thief = house.browser();
    thief.set_cookie("sightline_forms", &browser.cookie("sightline_forms").unwrap());
    thief.sign_in("eve@harbour.example", PASSWORD).await.leads_to("/");
    thief.get("/account").await;
    thief.post(&format!("/kept-forms/{form}/send"), &[]).await.is(StatusCode::NOT_FOUND);
    assert!(!has_account(&house).await);
}

#[tokio::test]
async fn a_kept_form_does_not_do_what_its_owner_may_no_longer_do() {
    let house = House::open().await;
    let browser = timed_out(&house).await;
    house.account("eve@harbour.example", Role::Administrator).await;
    let ada = house.app.find_account(&house.call(), ADA).await.unwrap();
    let demoted = sightline_app::AccountInput {
        email: ada.email,
        name: ada.name,
        role: Role::Sponsor,
        reach: ada.reach,
        known_as: ada.known_as,
        expires_on: None,
    };
    house.app.change_account(&house.call(), &ada.id, &demoted).await.unwrap();
    browser.sign_in(ADA, PASSWORD).await.leads_to("/kept-forms");
    let form = form_on(&browser.get("/kept-forms").await.text);
    browser.post(&format!("/kept-forms/{form}/send"), &[]).await.is(StatusCode::FORBIDDEN);
    assert!(!has_account(&house).await);
}

#[tokio::test]
async fn a_kept_form_is_thrown_away_when_asked_or_after_an_hour() {
    let house = House::open().await;
    let browser = timed_out(&house).await;
    browser.sign_in(ADA, PASSWORD).await.leads_to("/kept-forms");
    let form = form_on(&browser.get("/kept-forms").await.text);
    browser.post(&format!("/kept-forms/{form}/forget"), &[]).await.leads_to("/kept-forms");
    browser.get("/kept-forms").await.leads_to("/");
    house.later(31);
    browser.post("/accounts/new", &CY).await.leads_to("/sign-in?next=%2F");
    house.later(60);
    browser.sign_in(ADA, PASSWORD).await.leads_to("/");
}

#[tokio::test]
async fn nothing_is_kept_of_passwords_of_strangers_or_after_signing_out() {
    let house = House::open().await;
    let browser = house.signed_in(ADA, Role::Administrator).await;
    let token = browser.cookie("sightline_session").unwrap();
    house.later(31);
    browser.post("/account/password", &[("current", PASSWORD), ("password", "x")]).await.leads_to("/sign-in?next=%2F");
    assert_eq!(browser.cookie("sightline_forms"), None);
    browser.get("/sign-in").await.says("what you sent was not saved");
    let stranger = house.browser();
    stranger.post("/accounts/new", &CY).await.leads_to("/sign-in?next=%2F");
    stranger.set_cookie("sightline_session", "forged");
    stranger.post("/accounts/new", &CY).await.leads_to("/sign-in?next=%2F");
    assert_eq!(stranger.cookie("sightline_forms"), None);

    browser.post("/sign-out", &[]).await.leads_to("/sign-in?next=%2F");
    browser.sign_in(ADA, PASSWORD).await;
    browser.get("/account").await;
    browser.post("/account/sign-out-everywhere", &[]).await.leads_to("/sign-in");
    browser.set_cookie("sightline_session", &token);
    browser.post("/accounts/new", &CY).await.leads_to("/sign-in?next=%2F");
    assert_eq!(browser.cookie("sightline_forms"), None);
}
