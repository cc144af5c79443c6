//! A plan on the site, and the people who work on it.

use chrono::NaiveDate;
use sightline_app::{Actor, Call, ImportInput, Reach, Role, Scope, SourceBytes, UpdateInput};

use crate::support::{Page, Person, TestSite};

const DOCUMENT: &str = "# Harbour improvement plan 2026

## Priority 1: Hubs

| Ref | Action | How will we know? | Lead | Timescale | Action rating |
|---|---|---|---|---|---|
| 1.1 | Open the hub | Families say it is near | Head of Hubs | March 2027 | Amber |
| 1.2 | Staff the hub | | Head of Teams | September 2026 | Red |

## Priority 2: Homes

| Ref | Action | How will we know? | Lead | Timescale | Action rating |
|---|---|---|---|---|---|
| 2.1 | Find homes | | Head of Hubs | March 2027 | Green |
";

/// A site with the plan `harbour`.
pub(crate) async fn site_with_plan() -> TestSite {
    let site = TestSite::new().await;
    let input = ImportInput {
        files: vec![SourceBytes { name: "harbour.md".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() }],
        handle: Some("harbour".to_owned()),
        on: NaiveDate::from_ymd_opt(2026, 9, 1),
        ..ImportInput::default()
    };
    site.app.import_plan(&site.call(), &input).await.unwrap();
    site
}

fn somebody(name: &str, role: Role, known_as: &str) -> Actor {
    Actor {
        account: Some(format!("acc_{}", name.replace(' ', "_"))),
        known_as: vec![known_as.to_owned()],
        ..Actor::operator(name, role)
    }
}

/// The lead of 1.1 and 2.1.
pub(crate) fn lead() -> Actor {
    somebody("Bea Lund", Role::ActionLead, "Head of Hubs")
}

/// The sponsor of priority 1.
pub(crate) fn sponsor() -> Actor {
    Actor {
        reach: Reach { priorities: Scope::Only(vec!["1".to_owned()]), ..Reach::default() },
        ..somebody("Cy Moss", Role::Sponsor, "Cy")
    }
}

/// From another organisation; leads 1.2.
pub(crate) fn partner() -> Actor {
    somebody("Pat Quay", Role::Partner, "Head of Teams")
}

/// Records an update of an action for a day.
pub(crate) async fn record(site: &TestSite, by: Actor, on: &str, action: &str, rating: &str, note: &str) {
    let today: NaiveDate = on.parse().unwrap();
    let call = Call { actor: by, at: today.and_hms_opt(9, 0, 0).unwrap().and_utc(), today };
    let input = UpdateInput {
        action: action.to_owned(),
        action_rating: Some(rating.to_owned()),
        note: Some(note.to_owned()),
        ..UpdateInput::default()
    };
    site.app.record_updates(&call, Some("harbour"), None, &[input]).await.unwrap();
}

/// The value of a hidden field.
pub(crate) fn hidden(html: &str, name: &str) -> String {
    let (_, after) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no field {name}"));
    after.split('"').next().unwrap().to_owned()
}

/// The texts of a page without its markup, in one line.
pub(crate) fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A form with one file in it, as a browser sends it.
pub(crate) async fn upload(person: &Person, path: &str, name: &str, bytes: &[u8]) -> Page {
    let mut body = Vec::new();
    body.extend_from_slice(b"--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nassumed\r\n--edge\r\n");
    body.extend_from_slice(
        format!(
            "Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = axum::http::Request::post(path)
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(axum::body::Body::from(body))
        .unwrap();
    person.send(request).await
}
