//! Single sign-on, through a real provider when `TEST_OIDC_ISSUER` names one
//! (see `tests/oidc/run.sh`, `make test-oidc`).

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Once;

use axum::http::StatusCode;
use openidconnect::reqwest;
use sightline_app::Role;
use sightline_web::{SingleSignOnSettings, WebSettings};

use crate::browser::{Browser, House, PASSWORD};

const EMAIL: &str = "bea.lund@harbour.example";
const HERE: &str = "http://127.0.0.1:8080";

/// The provider; `None`, said once on the terminal, when none is named.
#[expect(clippy::disallowed_methods, reason = "tests find their provider in the environment")]
fn issuer() -> Option<String> {
    let issuer = std::env::var("TEST_OIDC_ISSUER").ok().filter(|issuer| !issuer.is_empty());
    if issuer.is_none() {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            let words = b"\nSINGLE SIGN-ON SKIPPED: TEST_OIDC_ISSUER is not set; run make test-oidc\n\n";
            let _ = std::io::stderr().write_all(words);
        });
    }
    issuer
}

fn settings(issuer: &str, new_accounts: Option<Role>) -> WebSettings {
    let single_sign_on = SingleSignOnSettings {
        issuer: issuer.to_owned(),
        client_id: "sightline".to_owned(),
        client_secret: Some("a secret that only the two of them know".to_owned()),
        name: "Harbour Council".to_owned(),
        trusts_addresses: false,
        new_accounts,
    };
    WebSettings { single_sign_on: Some(single_sign_on), ..WebSettings::default() }
}

/// A site whose clock is the provider's.
async fn house(issuer: &str, new_accounts: Option<Role>) -> House {
    let house = House::with(settings(issuer, new_accounts)).await;
    house.set_to_now();
    house
}

/// The part of somebody's browser that is at the provider.
struct AtProvider {
    http: reqwest::Client,
    cookies: BTreeMap<String, String>,
    issuer: String,
}

impl AtProvider {
    fn new(issuer: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { http, cookies: BTreeMap::new(), issuer: issuer.to_owned() }
    }

    /// Follows the provider's redirects; gives the page, or the address back at ours.
    async fn follow(&mut self, mut request: reqwest::Request) -> Result<String, String> {
        loop {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert("cookie", cookies.join("; ").parse().unwrap());
            let response = self.http.execute(request).await.unwrap();
            for cookie in response.headers().get_all("set-cookie") {
                let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
                let value = rest.split(';').next().unwrap();
                if value.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
            let Some(location) = response.headers().get("location") else {
                return Ok(response.text().await.unwrap());
            };
            let location = location.to_str().unwrap().to_owned();
            if location.starts_with(HERE) {
                return Err(location);
            }
            let next = if location.starts_with('/') { format!("{}{location}", self.issuer) } else { location };
            request = self.http.get(next).build().unwrap();
        }
    }

    /// Signs in as `who` and agrees; gives the address to come back to.
    async fn sign_in(&mut self, page: &str, who: &str) -> String {
        let mut outcome = self.follow(self.http.get(page).build().unwrap()).await;
        for _ in 0..4 {
            let page = match outcome {
                Err(back) => return back,
                Ok(page) => page,
            };
            let action = page.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let prompt = if page.contains("value=\"login\"") { "login" } else { "consent" };
            let form = format!("prompt={prompt}&login={who}&password=any");
            let request = self.http.post(action).header("content-type", "application/x-www-form-urlencoded").body(form);
            outcome = self.follow(request.build().unwrap()).await;
        }
        panic!("the provider asks again and again");
    }
}

/// Somebody's way through the provider; gives the address at ours to come back to.
async fn through(browser: &Browser, issuer: &str, who: &str) -> String {
    let begun = browser.get("/sign-in/oidc?next=%2Faccount").await;
    begun.is(StatusCode::SEE_OTHER);
    assert!(begun.location.starts_with(issuer), "{}", begun.location);
    for part in ["response_type=code", "code_challenge_method=S256", "state=", "nonce=", "scope=openid"] {
        assert!(begun.location.contains(part), "{part}: {}", begun.location);
    }
    let back = AtProvider::new(issuer).sign_in(&begun.location, who).await;
    back.strip_prefix(HERE).unwrap().to_owned()
}

#[tokio::test]
async fn somebody_with_an_account_signs_in_through_the_provider() {
    let Some(issuer) = issuer() else { return };
    let house = house(&issuer, None).await;
    house.account(EMAIL, Role::Sponsor).await;
    let browser = house.browser();
    browser.get("/sign-in?next=/account").await.says("Sign in with Harbour Council").says("next=%2Faccount");
    let back = through(&browser, &issuer, "bea").await;
    browser.get(&back).await.leads_to("/account");
    browser.get("/account").await.is(StatusCode::OK).says("Bea Lund").says("You sign in through your council");
    assert_eq!(browser.cookie("sightline_single_sign_on"), None);

    // The answer is taken once, and only by the browser that asked.
    let other = house.browser();
    other.get(&back).await.leads_to("/sign-in");
    other.get("/account").await.is(StatusCode::SEE_OTHER);
    // The password still works beside it.
    house.browser().sign_in(EMAIL, PASSWORD).await.leads_to("/");
}

#[tokio::test]
async fn an_answer_that_was_meddled_with_signs_nobody_in() {
    let Some(issuer) = issuer() else { return };
    let house = house(&issuer, None).await;
    house.account(EMAIL, Role::Sponsor).await;
    let browser = house.browser();
    let back = through(&browser, &issuer, "bea").await;
    let (code, state) = (parameter(&back, "code"), parameter(&back, "state"));
    let ours = browser.cookie("sightline_single_sign_on").unwrap();
    for meddled in [
        format!("/sign-in/oidc/callback?code={code}&state=another"),
        format!("/sign-in/oidc/callback?code={code}"),
        format!("/sign-in/oidc/callback?code=another&state={state}"),
        format!("/sign-in/oidc/callback?error=access_denied&state={state}"),
        "/sign-in/oidc/callback".to_owned(),
    ] {
        browser.set_cookie("sightline_single_sign_on", &ours);
        browser.get(&meddled).await.leads_to("/sign-in");
        browser.get("/account").await.is(StatusCode::SEE_OTHER);
    }
    // A code of one sign-in with what another browser has begun: the nonce and the challenge do not fit.
    let thief = house.browser();
    thief.get("/sign-in/oidc").await;
    thief.get(&back).await.leads_to("/sign-in");
    thief.get("/account").await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_gets_an_account_by_an_address_that_is_not_proven_or_not_known() {
    let Some(issuer) = issuer() else { return };
    let house = house(&issuer, None).await;
    house.account(EMAIL, Role::Administrator).await;
    for who in ["eve", "cy"] {
        let browser = house.browser();
        let back = through(&browser, &issuer, who).await;
        browser.get(&back).await.leads_to("/sign-in");
        browser.get("/sign-in").await.says("you have no account here yet");
        browser.get("/account").await.is(StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn with_a_role_set_for_it_people_of_the_council_get_an_account() {
    let Some(issuer) = issuer() else { return };
    let house = house(&issuer, Some(Role::BoardMember)).await;
    let browser = house.browser();
    let back = through(&browser, &issuer, "cy").await;
    browser.get(&back).await.leads_to("/account");
    browser.get("/account").await.says("Cy Hale").says("Board member").says("cy.hale@harbour.example");
    let eve = house.browser();
    let back = through(&eve, &issuer, "eve").await;
    eve.get(&back).await.leads_to("/sign-in");
}

#[tokio::test]
async fn a_provider_that_is_away_is_said_and_the_password_still_works() {
    let house = House::with(settings("http://127.0.0.1:9", None)).await;
    house.account(EMAIL, Role::Sponsor).await;
    let browser = house.browser();
    browser.get("/sign-in/oidc").await.leads_to("/sign-in");
    browser.get("/sign-in").await.says("cannot be reached");
    browser.sign_in(EMAIL, PASSWORD).await.leads_to("/");
    // Where there is no provider, there is no such page.
    House::open().await.browser().get("/sign-in/oidc").await.is(StatusCode::NOT_FOUND);
}

fn parameter<'a>(address: &'a str, name: &str) -> &'a str {
    address.split(&format!("{name}=")).nth(1).unwrap().split('&').next().unwrap()
}
