//! Update rounds: opened, chased, closed.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use sightline_app::mail::{Letter, Mailer, NotSent, Sending};
use sightline_app::{AccountInput, Actor, Call, Reach, Role};

use crate::plan::{lead, record, site_with_plan, words};
use crate::support::TestSite;

const ROUNDS: &str = "/plans/harbour/rounds";
const OCTOBER: &str = "/plans/harbour/rounds/2026-10";

fn asked<'a>(month: &'a str, day: &'a str, of: &'a str) -> [(&'a str, &'a str); 4] {
    [("month", month), ("due_day", day), ("due_month", of), ("due_year", "2026")]
}

/// Keeps letters, or says that there is no server.
#[derive(Debug, Default)]
struct Letters {
    is_down: bool,
    kept: Mutex<Vec<Letter>>,
}

impl Mailer for Letters {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move {
            if self.is_down {
                return Err(NotSent::Server("connection refused".to_owned()));
            }
            self.kept.lock().unwrap().push(letter.clone());
            Ok(())
        })
    }
}

async fn with_account(site: &TestSite, name: &str, known_as: &str, email: &str) {
    let call = Call { actor: Actor::operator("Ad Min", Role::Administrator), ..site.call() };
    let input = AccountInput {
        email: email.to_owned(),
        name: name.to_owned(),
        role: Role::ActionLead,
        reach: Reach::default(),
        known_as: vec![known_as.to_owned()],
        expires_on: None,
    };
    site.app.create_account(&call, &input).await.unwrap();
}

#[tokio::test]
async fn a_round_is_opened_followed_and_closed() {
    let site = site_with_plan().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    assert!(words(&person.get(ROUNDS).await.text).contains("No round yet"));
    let page = person.post(ROUNDS, &asked("2026-10", "6", "11")).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(OCTOBER)));
    let text = words(&person.get(OCTOBER).await.text);
    assert!(
        text.contains("Opened on 31 October 2026. The last day is 6 November 2026. 0 of 3 actions updated"),
        "{text}"
    );
    assert!(text.contains("Head of Hubs") && text.contains("No account goes by this name"), "{text}");

    record(&site, lead(), "2026-10-31", "1.1", "green", "In time.").await;
    assert!(words(&person.get(OCTOBER).await.text).contains("1 of 3 actions updated"));
    assert_eq!(person.post(ROUNDS, &asked("2026-11", "6", "12")).await.status, StatusCode::CONFLICT);
    person.post(&format!("{OCTOBER}/close"), &[]).await;
    let text = words(&person.get(ROUNDS).await.text);
    assert!(text.contains("October 2026 Closed on 31 October 2026"), "{text}");
    assert_eq!(person.post(&format!("{OCTOBER}/close"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_round_that_cannot_be_is_refused_at_its_field() {
    let site = site_with_plan().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    for (fields, field) in [
        (asked("", "6", "11"), "month"),
        (asked("2026-10", "31", "2"), "due"),
        (asked("2026-10", "30", "10"), "due"),
        (asked("2026-12", "30", "11"), "due"),
    ] {
        let page = person.post(ROUNDS, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.text.contains(&format!("<a href=\"#{field}\">")), "{fields:?}");
    }
    for path in [OCTOBER, "/plans/harbour/rounds/october", "/plans/harbour/rounds/2026-13"] {
        assert_eq!(person.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.signed_in(lead()).await.get(ROUNDS).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn those_who_are_ticked_are_reminded_of_their_own_updates() {
    let mut site = site_with_plan().await;
    let letters = Arc::new(Letters::default());
    site.app = site.app.clone().with_mailer(letters.clone(), "https://sightline.example");
    with_account(&site, "Bea Lund", "Head of Hubs", "bea@harbour.example").await;
    with_account(&site, "Pat Quay", "Head of Teams", "pat@partner.example").await;
    // The links of the new accounts are not what is looked at here.
    letters.kept.lock().unwrap().clear();
    let person = site.as_role(Role::ProgrammeManager).await;
    person.post(ROUNDS, &asked("2026-10", "6", "11")).await;
    let chase = format!("{OCTOBER}/chase");
    let page = person.post(&chase, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("<a href=\"#to\">Tick whom to remind</a>"));

    let page = person.post(&chase, &[("to", "bea@harbour.example")]).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(OCTOBER)));
    let kept = letters.kept.lock().unwrap().clone();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].address, "bea@harbour.example");
    assert!(kept[0].body.contains("https://sightline.example/plans/harbour/actions/2.1/update"), "{}", kept[0].body);
    let text = words(&person.get(OCTOBER).await.text);
    assert!(text.contains("bea@harbour.example · Reminded on 31 October 2026"), "{text}");
    assert!(text.contains("pat@partner.example · Not reminded"), "{text}");
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_told_with_the_reason_and_nothing_else_stops() {
    let mut site = site_with_plan().await;
    with_account(&site, "Bea Lund", "Head of Hubs", "bea@harbour.example").await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    manager.post(ROUNDS, &asked("2026-10", "6", "11")).await;
    let chase = format!("{OCTOBER}/chase");
    let page = manager.post(&chase, &[("to", "bea@harbour.example")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&page.text).contains("No mail server is set"), "{}", words(&page.text));

    let down = Letters { is_down: true, ..Letters::default() };
    site.app = site.app.clone().with_mailer(Arc::new(down), "https://sightline.example");
    let manager = site.as_role(Role::ProgrammeManager).await;
    assert_eq!(manager.post(&chase, &[("to", "bea@harbour.example")]).await.status, StatusCode::SEE_OTHER);
    let text = words(&manager.get(OCTOBER).await.text);
    assert!(text.contains("Not sent: the mail server did not take it: connection refused"), "{text}");
}
