//! Looking after accounts.

use axum::http::StatusCode;
use sightline_app::Role;

use crate::browser::{Browser, House, PASSWORD};

const EMAIL: &str = "cy.hale@harbour.example";

async fn administrator(house: &House) -> Browser {
    house.signed_in("ada@harbour.example", Role::Administrator).await
}

fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Cy Hale"),
        ("email", EMAIL),
        ("role", "sponsor"),
        ("known_as", "CH\r\nHead of Service"),
        ("programmes", ""),
        ("priorities", "1\r\n2"),
        ("teams", ""),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    fields
}

/// The link that a page shows.
fn link_on(page: &str) -> String {
    let rest = page.split_once("/set-up/").unwrap().1;
    format!("/set-up/{}", rest.split_once('"').unwrap().0)
}

async fn id_of(house: &House, email: &str) -> String {
    house.app.find_account(&house.call(), email).await.unwrap().id
}

#[tokio::test]
async fn an_administrator_gives_somebody_an_account_and_its_link_is_shown_once() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    browser.get("/accounts/new").await.is(StatusCode::OK).says("Inspector");
    let page = browser.post("/accounts/new", &form(&[])).await;
    page.is(StatusCode::OK).says("Link for Cy Hale").says("http://127.0.0.1:8080/set-up/");
    let link = link_on(&page.text);

    let owner = house.browser();
    owner.get(&link).await.says("Choose your password");
    owner.post(&link, &[("password", PASSWORD), ("again", PASSWORD)]).await.leads_to("/sign-in");
    owner.sign_in(EMAIL, PASSWORD).await.leads_to("/");
    owner.get("/account").await.says("Only the priorities 1 and 2").says("Head of Service");

    let listed = browser.get("/accounts?words=hale&role=sponsor&state=active").await;
    listed.is(StatusCode::OK).says("Cy Hale").says("1 account").never_says(">Bea Lund</a>").says("Words: hale");
    browser.get("/accounts?words=nobody").await.says("No account is like that");
    let shown = browser.get(&format!("/accounts/{}", id_of(&house, EMAIL).await)).await;
    shown.is(StatusCode::OK).never_says("/set-up/").says("Account of Cy Hale");
}

#[tokio::test]
async fn what_will_not_do_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    let empty = browser.post("/accounts/new", &[]).await;
    empty.is(StatusCode::UNPROCESSABLE_ENTITY).says("Enter the name").says("Choose a role").says("href=\"#role\"");
    for (changes, said) in [
        (vec![("email", "cy")], "Enter an e-mail address"),
        (vec![("email", "ADA@harbour.example")], "There is already an account with this e-mail address"),
        (vec![("role", "inspector")], "Enter the last day of the inspection"),
        (vec![("role", "emperor")], "Choose a role"),
        (vec![("expires_on_day", "31"), ("expires_on_month", "2"), ("expires_on_year", "2027")], "Enter a real day"),
        (vec![("expires_on_day", "31")], "Enter a real day"),
    ] {
        let page = browser.post("/accounts/new", &form(&changes)).await;
        page.is(StatusCode::UNPROCESSABLE_ENTITY).says(said).says("Cy Hale").says("Head of Service");
    }
    let limited =
        [("role", "inspector"), ("expires_on_day", "27"), ("expires_on_month", "3"), ("expires_on_year", "2027")];
    browser.post("/accounts/new", &form(&limited)).await.is(StatusCode::OK);
    let page = browser.get(&format!("/accounts/{}", id_of(&house, EMAIL).await)).await;
    page.says("27 March 2027");
}

#[tokio::test]
async fn a_changed_role_holds_with_the_next_page() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    let id = house.account(EMAIL, Role::Administrator).await;
    let owner = house.browser();
    owner.sign_in(EMAIL, PASSWORD).await;
    owner.get("/accounts").await.is(StatusCode::OK);
    browser.get(&format!("/accounts/{id}/edit")).await.is(StatusCode::OK).says(EMAIL);
    let page = browser.post(&format!("/accounts/{id}/edit"), &form(&[])).await;
    page.leads_to(&format!("/accounts/{id}"));
    owner.get("/accounts").await.is(StatusCode::FORBIDDEN);
    browser.get(&page.location).await.says("The account of Cy Hale is changed.").says("Only the priorities 1 and 2");
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_back_when_enabled() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    let id = house.account(EMAIL, Role::Sponsor).await;
    let page = format!("/accounts/{id}");
    let owner = house.browser();
    owner.sign_in(EMAIL, PASSWORD).await;
    browser.post(&format!("{page}/disable"), &[]).await.leads_to(&page);
    owner.get("/account").await.is(StatusCode::SEE_OTHER);
    owner.sign_in(EMAIL, PASSWORD).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.get(&page).await.says("Enable the account").never_says("Make a link");
    browser.post(&format!("{page}/link"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.post(&format!("{page}/enable"), &[]).await.leads_to(&page);
    owner.sign_in(EMAIL, PASSWORD).await.leads_to("/");
}

#[tokio::test]
async fn a_locked_account_is_unlocked_and_a_forgotten_password_replaced() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    let id = house.account(EMAIL, Role::Sponsor).await;
    let page = format!("/accounts/{id}");
    for _ in 0..10 {
        let wrong = house.app.sign_in(EMAIL, "not the password", house.now(), house.now().date_naive()).await;
        assert!(wrong.is_err());
    }
    browser.get(&page).await.says("Unlock the account").says("Locked");
    browser.post(&format!("{page}/unlock"), &[]).await.leads_to(&page);
    house.browser().sign_in(EMAIL, PASSWORD).await.leads_to("/");

    let made = browser.post(&format!("{page}/link"), &[]).await;
    let link = link_on(&made.is(StatusCode::OK).text);
    let owner = house.browser();
    owner.get(&link).await.says("Choose a new password");
    let new = [("password", "another long password"), ("again", "another long password")];
    owner.post(&link, &new).await.leads_to("/sign-in");
    owner.sign_in(EMAIL, PASSWORD).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    owner.sign_in(EMAIL, "another long password").await.leads_to("/");
}

#[tokio::test]
async fn the_last_administrator_cannot_be_disabled() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    let page = format!("/accounts/{}", id_of(&house, "ada@harbour.example").await);
    browser.post(&format!("{page}/disable"), &[]).await.leads_to(&page);
    browser.get(&page).await.says("Nobody else can manage accounts").says("Active");
    let demoted = browser.post(&format!("{page}/edit"), &form(&[("email", "ada@harbour.example")])).await;
    demoted.is(StatusCode::UNPROCESSABLE_ENTITY).says("Nobody else can manage accounts");
}

#[tokio::test]
async fn others_find_no_accounts_and_nobody_finds_one_that_there_is_not() {
    let house = House::open().await;
    let browser = administrator(&house).await;
    for id in ["acc_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "..%2F..%2Fetc", "%00"] {
        browser.get(&format!("/accounts/{id}")).await.is(StatusCode::NOT_FOUND);
        browser.post(&format!("/accounts/{id}/link"), &[]).await.is(StatusCode::NOT_FOUND);
    }
    let lead = house.signed_in(EMAIL, Role::ActionLead).await;
    let id = id_of(&house, EMAIL).await;
    for path in ["/accounts", "/accounts/new", &format!("/accounts/{id}"), &format!("/accounts/{id}/edit")] {
        lead.get(path).await.is(StatusCode::FORBIDDEN);
    }
    lead.post(&format!("/accounts/{id}/edit"), &form(&[("role", "administrator")])).await.is(StatusCode::FORBIDDEN);
}
