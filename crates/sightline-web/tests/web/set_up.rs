//! One-time links.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use sightline_app::mail::{Letter, Mailer, Sending};
use sightline_app::{AccountInput, Reach, Role};

use crate::browser::{House, PASSWORD};

const EMAIL: &str = "bea.lund@harbour.example";

#[tokio::test]
async fn the_first_administrator_sets_sightline_up() {
    let house = House::open().await;
    let link = house.app.first_setup_link(house.now()).await.unwrap().unwrap();
    let page = format!("/set-up/{}", link.token.as_str());
    let browser = house.browser();
    browser.get(&page).await.is(StatusCode::OK).says("Set up Sightline");
    let first = format!("{page}/first");
    let send = async |name: &str, email: &str, password: &str, again: &str| {
        let fields = [("name", name), ("email", email), ("password", password), ("again", again)];
        browser.post(&first, &fields).await
    };
    send("", "", "", "").await.says("Enter your name").says("Enter a new password");
    let wrong = send("Ada <b>", "ada", PASSWORD, PASSWORD).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).says("Enter an e-mail address").says("Ada &#60;b&#62;");
    wrong.never_says(PASSWORD);
    send("Ada Fenwick", "ada@harbour.example", PASSWORD, PASSWORD).await.leads_to("/sign-in");
    browser.sign_in("ada@harbour.example", PASSWORD).await.leads_to("/");
    browser.get("/accounts").await.is(StatusCode::OK).says("Ada Fenwick").says("Administrator");

    let late = house.browser();
    late.get(&page).await.is(StatusCode::UNPROCESSABLE_ENTITY).says("This link no longer works");
    send("Eve", "eve@harbour.example", PASSWORD, PASSWORD).await.says("This link no longer works");
}

#[tokio::test]
async fn a_link_gives_one_password_and_then_no_other() {
    let house = House::open().await;
    let input = AccountInput {
        email: EMAIL.to_owned(),
        name: "Bea Lund".to_owned(),
        role: Role::Sponsor,
        reach: Reach::default(),
        known_as: Vec::new(),
        expires_on: None,
    };
    let made = house.app.create_account(&house.call(), &input).await.unwrap();
    let page = format!("/set-up/{}", made.link.token.as_str());
    let browser = house.browser();
    for _ in 0..3 {
        // Mail programs open links too.
        browser.get(&page).await.is(StatusCode::OK).says("Choose your password").says(EMAIL);
    }
    let choose =
        async |password: &str, again: &str| browser.post(&page, &[("password", password), ("again", again)]).await;
    choose("", "").await.says("Enter a new password");
    choose(PASSWORD, "x").await.says("Enter the same password again");
    choose(EMAIL, EMAIL).await.says("it is your own name or e-mail address");
    choose(PASSWORD, PASSWORD).await.leads_to("/sign-in");
    choose("another long password", "another long password").await.says("This link no longer works");
    browser.get(&page).await.says("This link no longer works");
    browser.get("/set-up/forged").await.is(StatusCode::UNPROCESSABLE_ENTITY).says("This link no longer works");
    browser.sign_in(EMAIL, PASSWORD).await.leads_to("/");
}

/// Takes letters.
#[derive(Debug, Default)]
struct Letters(Mutex<Vec<Letter>>);

impl Mailer for Letters {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move {
            self.0.lock().unwrap().push(letter.clone());
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_forgotten_password_is_answered_the_same_and_a_link_goes_to_the_account_only() {
    let letters = Arc::new(Letters::default());
    let house = House::open_with_mail(letters.clone()).await;
    house.account(EMAIL, Role::Sponsor).await;
    letters.0.lock().unwrap().clear();
    let browser = house.browser();
    browser.get("/reset").await.is(StatusCode::OK).says("Send me a link");
    browser.post("/reset", &[("email", " ")]).await.says("Enter your e-mail address");
    let unknown = browser.post("/reset", &[("email", "nobody@harbour.example")]).await;
    let known = browser.post("/reset", &[("email", EMAIL)]).await;
    known.leads_to("/sign-in");
    assert_eq!((&known.location, &known.cookies, &known.text), (&unknown.location, &unknown.cookies, &unknown.text));
    browser.get("/sign-in").await.says("If there is an account with that address");

    let letter = loop {
        if let Some(letter) = letters.0.lock().unwrap().pop() {
            break letter;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(letter.address, EMAIL);
    let link = letter.body.split("https://sightline.example").nth(1).unwrap().split_whitespace().next().unwrap();
    let new = [("password", "another long password"), ("again", "another long password")];
    browser.post(link, &new).await.leads_to("/sign-in");
    browser.sign_in(EMAIL, "another long password").await.leads_to("/");

    // Nobody's mailbox is filled.
    for _ in 0..5 {
        browser.post("/reset", &[("email", EMAIL)]).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(letters.0.lock().unwrap().len() <= 2);
}

#[tokio::test]
async fn without_a_mail_server_the_administrator_is_asked_for_a_link() {
    let house = House::open().await;
    house
        .browser()
        .get("/reset")
        .await
        .is(StatusCode::OK)
        .says("Ask your administrator")
        .never_says("<form action=\"/reset\"");
}
