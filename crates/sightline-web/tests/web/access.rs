//! Every route, as every role and as nobody, gives exactly what the policy says.

use std::path::Path;

use axum::http::{Method, StatusCode};
use sightline_app::domain::history::PlanAsAt;
use sightline_app::policy::{Action, Target};
use sightline_app::{Actor, Call, ImportInput, PlanSummary, Reach, Role, Scope, SourceBytes};
use sightline_web::{Needs, RouteSummary, route_summaries};

use crate::support::{Page, Person, TestSite, now, today};

/// What may be asked for by anybody: signing in, setting up, health, static files, help, and meetings by a secret address.
const OPEN: &[&str] =
    &["/sign-in", "/set-up", "/reset", "/health", "/ready", "/assets/", "/help", "/api/v1/openapi.json", "/calendars"];

/// The visitor answers for action 1.1 of the plan within their reach, and for no other.
fn plan_document(council: &str) -> Vec<u8> {
    format!(
        "# {council} improvement plan 2026

## Priority 1: Hubs

| Ref | Action | Lead | Timescale | Action rating |
|---|---|---|---|---|
| 1.1 | Open the hub | Head of Hubs | March 2027 | Green |
| 1.2 | Staff the hub | Head of Teams | June 2027 | Amber |

## Priority 2: Homes

| Ref | Action | Lead | Timescale | Action rating |
|---|---|---|---|---|
| 2.1 | Find homes | Head of Homes | March 2027 | Green |
"
    )
    .into_bytes()
}

/// A site with one plan within reach of everybody here, and one that is not.
struct Walk {
    site: TestSite,
    summary: PlanSummary,
    at: std::sync::Arc<PlanAsAt>,
}

impl Walk {
    async fn new() -> Self {
        let site = TestSite::new().await;
        for handle in ["harbour", "wexcombe"] {
            let input = ImportInput {
                files: vec![SourceBytes { name: format!("{handle}.md"), bytes: plan_document(handle) }],
                handle: Some(handle.to_owned()),
                ..ImportInput::default()
            };
            site.app.import_plan(&site.call(), &input).await.unwrap();
        }
        let view = site.app.plan(&site.call(), Some("harbour"), None).await.unwrap();
        Self { site, summary: view.summary, at: view.at }
    }

    fn actor(&self, role: Role) -> Actor {
        Actor {
            account: Some("acc_walker".to_owned()),
            reach: Reach {
                programmes: Scope::Only(vec![self.summary.programme().to_owned()]),
                priorities: Scope::Only(vec!["1".to_owned()]),
                teams: Scope::All,
            },
            known_as: vec!["Head of Hubs".to_owned()],
            ..Actor::operator("Jo Example", role)
        }
    }

    /// What the address is about: the most particular thing it names.
    fn target(&self, path: &str) -> Target<'_> {
        let (summary, plan) = (&self.summary, &self.at.plan);
        if path.contains("/{reference}") {
            Target::Action { summary, plan, action: plan.action("1.1").unwrap() }
        } else if path.contains("/{priority}") {
            Target::Priority { summary, priority: "1" }
        } else if path.contains("/{plan}") {
            Target::Plan(summary)
        } else {
            Target::Sightline
        }
    }

    /// The statuses that the policy asks for; empty for any but a refusal.
    fn refusal(&self, role: Role, path: &str, action: Action) -> &'static [StatusCode] {
        let call = Call { actor: self.actor(role), at: now(), today: today() };
        let target = self.target(path);
        let is_about_a_plan = !matches!(target, Target::Sightline);
        if !call.allows(action, &Target::Sightline) {
            &[StatusCode::FORBIDDEN]
        } else if is_about_a_plan && !call.allows(Action::PlanRead, &target) {
            &[StatusCode::NOT_FOUND]
        } else if action == Action::OwnAccount {
            // One's own things, such as saved views, beside a plan that one may see.
            &[]
        } else if !call.allows(action, &target) {
            &[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]
        } else {
            &[]
        }
    }
}

/// The address with something real in place of what varies.
fn filled(path: &str, plan: &str) -> String {
    path.split('/')
        .map(|segment| match segment {
            "{plan}" => plan,
            "{reference}" => "1.1",
            "{priority}" => "1",
            varies if varies.starts_with('{') => "1",
            fixed => fixed,
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn ask(person: &Person, method: &Method, path: &str) -> Page {
    if *method == Method::GET { person.get(path).await } else { person.post(path, &[]).await }
}

fn leads_to_sign_in(page: &Page) -> bool {
    page.status == StatusCode::UNAUTHORIZED
        || (page.status == StatusCode::SEE_OTHER
            && page.location.as_deref().is_some_and(|to| to.starts_with("/sign-in?next=")))
}

/// Reading first, then what changes something: signing out comes after everything else.
fn in_order() -> Vec<RouteSummary> {
    let mut routes = route_summaries();
    routes.sort_by_key(|route| (route.method != Method::GET, route.path.starts_with("/sign-out")));
    routes
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_policy_says() {
    let walk = Walk::new().await;
    let mut wrong = Vec::new();
    for role in Role::ALL {
        // Twice: plans are read the first time, and known the second.
        for time in ["first", "second"] {
            let person = walk.site.signed_in(walk.actor(*role)).await;
            for RouteSummary { method, path, needs } in in_order() {
                let page = ask(&person, &method, &filled(path, "harbour")).await;
                let expected = match needs {
                    Needs::Nothing => &[],
                    Needs::To(action) => walk.refusal(*role, path, action),
                };
                let fits = if expected.is_empty() {
                    page.status != StatusCode::FORBIDDEN && !leads_to_sign_in(&page) && !page.status.is_server_error()
                } else {
                    expected.contains(&page.status)
                };
                if !fits {
                    let role = role.code();
                    wrong.push(format!("{role}, {time} time: {method} {path} is {}, not {expected:?}", page.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_plan_of_another_programme_is_not_known_to_exist() {
    let walk = Walk::new().await;
    let mut wrong = Vec::new();
    for role in Role::ALL {
        let call = Call { actor: walk.actor(*role), at: now(), today: today() };
        let person = walk.site.signed_in(walk.actor(*role)).await;
        for RouteSummary { method, path, needs } in in_order() {
            let Needs::To(action) = needs else { continue };
            if !path.contains("{plan}") {
                continue;
            }
            let may = call.allows(action, &Target::Sightline);
            let expected = if may { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
            let page = ask(&person, &method, &filled(path, "wexcombe")).await;
            // What is wrong with a form may be said before it is looked at what it is for.
            let is_form_fault = method != Method::GET
                && page.status.is_client_error()
                && page.status != StatusCode::FORBIDDEN
                && ask(&person, &method, &filled(path, "nowhere")).await.status == page.status;
            if page.status != expected && !is_form_fault {
                wrong.push(format!("{}: {method} {path} is {}, not {expected}", role.code(), page.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn nobody_gets_to_sign_in_and_no_further() {
    let walk = Walk::new().await;
    let person = walk.site.nobody();
    let mut wrong = Vec::new();
    for RouteSummary { method, path, needs } in in_order() {
        let page = ask(&person, &method, &filled(path, "harbour")).await;
        let fits = match needs {
            Needs::Nothing => !leads_to_sign_in(&page) && !page.status.is_server_error(),
            Needs::To(_) => leads_to_sign_in(&page),
        };
        if !fits {
            wrong.push(format!("{method} {path} is {}", page.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_routes_without_policy_are_those_that_were_reviewed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/output/routes-without-policy.txt");
    let mut found: Vec<String> = route_summaries()
        .into_iter()
        .filter(|route| route.needs == Needs::Nothing)
        .map(|route| format!("{} {}\n", route.method, route.path))
        .collect();
    found.sort();
    for route in &found {
        let (_, path) = route.trim_end().split_once(' ').unwrap();
        let is_open =
            OPEN.iter().any(|open| path == *open || path.starts_with(&format!("{}/", open.trim_end_matches('/'))));
        assert!(is_open, "{path} asks nothing of the policy");
    }
    let found = found.concat();
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    if reviewed != found {
        std::fs::write(&file, &found).unwrap();
        panic!("{} was out of date and has been written anew: read what changed in it", file.display());
    }
}
