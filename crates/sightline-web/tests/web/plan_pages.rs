//! The pages that show a plan.

use axum::http::StatusCode;
use sightline_app::domain::plan::{Action, Milestone, Plan};
use sightline_app::{Actor, Call};
use sightline_app::{AmendInput, Change, ImportInput, Reach, Role, Scope, SourceBytes, UpdateInput};

use crate::support::{Page, Person, TestSite, now, today};

const DEMO: &str = include_str!("../../../../content/demo/plan.md");

/// Every page of a plan, below its address.
const PAGES: &[&str] = &[
    "",
    "/on-a-page",
    "/by-rating",
    "/timeline",
    "/timeline?range=plan",
    "/timeline?range=quarter&around=1999-01-01",
    "/by-lead",
    "/by-finding",
    "/compare",
    "/compare?show=ratings",
    "/compare?with=day",
    "/priorities/1",
    "?q=nothing-says-this",
    "?as_at=2026-01-31",
];

async fn import(site: &TestSite, handle: &str, name: &str, bytes: Vec<u8>) -> Plan {
    let input = ImportInput {
        files: vec![SourceBytes { name: name.to_owned(), bytes }],
        handle: Some(handle.to_owned()),
        on: Some("2025-09-01".parse().unwrap()),
        ..ImportInput::default()
    };
    site.app.import_plan(&site.call(), &input).await.unwrap().imported.plan
}

async fn demo(site: &TestSite) -> Plan {
    import(site, "wexcombe", "plan.md", DEMO.as_bytes().to_vec()).await
}

fn json(plan: &Plan) -> Vec<u8> {
    let plan = serde_json::to_value(plan).unwrap();
    serde_json::to_vec(&serde_json::json!({ "schema": "https://sightline.example/schemas/plan-1.json", "plan": plan }))
        .unwrap()
}

async fn update(site: &TestSite, action: &str, rating: &str) {
    let input = UpdateInput {
        action: action.to_owned(),
        action_rating: Some(rating.to_owned()),
        note: Some("Said in a test.".to_owned()),
        ..UpdateInput::default()
    };
    site.app.record_updates(&site.call(), Some("wexcombe"), None, &[input]).await.unwrap();
}

async fn manager(site: &TestSite) -> Person {
    site.as_role(Role::ProgrammeManager).await
}

/// The words of the element that begins with `open`, up to `close`.
fn between<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    let rest = text.split_once(open).map_or("", |(_, rest)| rest);
    rest.split_once(close).map_or("", |(inside, _)| inside)
}

fn rows(page: &Page) -> usize {
    page.text.matches("<th scope=\"row\"").count()
}

#[tokio::test]
async fn an_empty_list_says_what_to_do_next_to_whom_it_concerns() {
    let site = TestSite::new().await;
    let page = manager(&site).await.get("/plans").await;
    assert!(page.text.contains("There is no plan here yet") && page.text.contains("href=\"/plans/import\""));
    let page = site.as_role(Role::BoardMember).await.get("/plans").await;
    assert!(page.text.contains("Your programme manager imports it") && !page.text.contains("/plans/import"));
}

#[tokio::test]
async fn the_list_has_the_live_plan_of_each_programme_first() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    import(&site, "wexcombe-later", "later.json", json(&Plan { title: "The second plan".to_owned(), ..plan })).await;
    let page = manager(&site).await.get("/plans").await;
    let (live, earlier) = (page.text.find("The second plan").unwrap(), page.text.find("Earlier plan").unwrap());
    assert!(live < earlier);
    assert_eq!(page.text.matches("<h2 class=\"govuk-heading-m\"").count(), 1, "both are plans of one programme");
}

#[tokio::test]
async fn every_page_of_a_plan_has_one_heading_a_title_of_its_own_and_is_small() {
    let site = TestSite::new().await;
    demo(&site).await;
    let person = manager(&site).await;
    let mut titles = Vec::new();
    for path in PAGES {
        let page = person.get(&format!("/plans/wexcombe{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        assert!(page.text.len() < 300 * 1024, "{path} has {} bytes", page.text.len());
        // What the content security policy forbids.
        assert!(!page.text.contains(" style=") && !page.text.contains("<style"), "{path}");
        if !path.contains(['?', '=']) {
            titles.push(between(&page.text, "<title>", "</title>").to_owned());
        }
    }
    let all = titles.len();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), all, "{titles:?}");
}

#[tokio::test]
async fn a_very_large_plan_stays_in_small_pages() {
    let site = TestSite::new().await;
    let mut plan = demo(&site).await;
    let actions = std::mem::take(&mut plan.actions);
    plan.actions = (0..8)
        .flat_map(|copy| {
            actions
                .iter()
                .map(move |action| Action { reference: format!("{}.{copy}", action.reference), ..action.clone() })
        })
        .collect();
    let many = plan.actions.len();
    import(&site, "large", "large.json", json(&plan)).await;
    let person = manager(&site).await;
    for path in PAGES {
        let page = person.get(&format!("/plans/large{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.len() < 300 * 1024, "{path} has {} bytes", page.text.len());
    }
    let mut seen = 0;
    for number in 1..=many.div_ceil(50) {
        seen += rows(&person.get(&format!("/plans/large?page={number}")).await);
    }
    assert_eq!(seen, many, "the pages together hold every action once");
}

#[tokio::test]
async fn what_plans_say_is_shown_and_never_run() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    let evil = "<script>alert('x')</script>";
    let text = String::from_utf8(json(&plan)).unwrap();
    // Every text of the plan, its references and dates excepted.
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let kept = [
        "ref",
        "ref_raw",
        "priority",
        "aim",
        "schema",
        "kind",
        "is",
        "action_refs",
        "code",
        "colour",
        "stands_for",
        "id",
        "source_kind",
    ];
    #[expect(clippy::items_after_statements, reason = "it stands beside what it is for")]
    fn poison(value: &mut serde_json::Value, kept: &[&str], evil: &str) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, field) in fields {
                    if !kept.contains(&name.as_str()) && !name.ends_with("_on") {
                        poison(field, kept, evil);
                    }
                }
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| poison(item, kept, evil)),
            serde_json::Value::String(text) => text.push_str(evil),
            _ => {}
        }
    }
    // The schedule is made of words of its own.
    let strip = |value: &mut serde_json::Value| {
        for action in value["plan"]["actions"].as_array_mut().unwrap() {
            action["schedule"] = serde_json::json!({});
        }
    };
    strip(&mut value);
    let schedules = value["plan"]["actions"].clone();
    poison(&mut value, &kept, evil);
    for (action, before) in
        value["plan"]["actions"].as_array_mut().unwrap().iter_mut().zip(schedules.as_array().unwrap())
    {
        action["schedule"] = before["schedule"].clone();
    }
    import(&site, "evil", "evil.json", serde_json::to_vec(&value).unwrap()).await;
    let person = manager(&site).await;
    for path in PAGES.iter().chain(&[
        "?q=%3Cscript%3Ealert('x')%3C/script%3E&lead=%3Cscript%3Ealert('x')%3C/script%3E&due=%3Cscript%3Ealert('x')",
    ]) {
        let page = person.get(&format!("/plans/evil{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text.contains("<script>alert"), "{path}");
        assert!(page.text.contains("&#60;script&#62;alert") || page.text.contains("&lt;script&gt;alert"), "{path}");
    }
    assert!(!person.get("/plans").await.text.contains("<script>alert"));
}

#[tokio::test]
async fn the_table_shows_the_rating_and_beside_it_where_the_action_stands() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    let overdue = plan.actions.iter().find(|action| action.due_on.is_some_and(|due| due < today())).unwrap();
    update(&site, &overdue.reference, "green").await;
    let page = manager(&site).await.get(&format!("/plans/wexcombe?q={}", overdue.reference)).await;
    let row = between(&page.text, &format!("app-reference\">{}</th>", overdue.reference), "</tr>");
    assert!(row.contains("Green") && row.contains("Overdue") && row.contains("Rated better than this"), "{row}");
    assert!(row.contains(&format!("/plans/wexcombe/actions/{}", overdue.reference)));
    assert!(page.text.contains("What the ratings and standings mean"));
}

#[tokio::test]
async fn a_head_sorts_by_its_column_and_then_the_other_way_round() {
    let site = TestSite::new().await;
    demo(&site).await;
    let person = manager(&site).await;
    let page = person.get("/plans/wexcombe?rating=not-rated").await;
    assert!(page.text.contains("href=\"/plans/wexcombe?rating=not-rated&#38;sort=due\""), "{}", page.text);
    let page = person.get("/plans/wexcombe?sort=due").await;
    assert!(page.text.contains("aria-sort=\"ascending\"") && page.text.contains("sort=-due"));
    let page = person.get("/plans/wexcombe?sort=-due").await;
    assert!(page.text.contains("aria-sort=\"descending\"") && page.text.contains("?sort=due\""));
}

#[tokio::test]
async fn a_filter_in_use_can_be_taken_away_and_what_means_nothing_is_said() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    let person = manager(&site).await;
    let page = person.get("/plans/wexcombe?priority=1&q=the&due=tomorrow").await;
    let expected = plan.actions.iter().filter(|action| action.priority == "1").count();
    assert!(rows(&page) <= expected && rows(&page) > 0);
    assert!(page.text.contains("Priority: 1 "), "{}", between(&page.text, "Filters in use", "</ul>"));
    assert!(page.text.contains("href=\"/plans/wexcombe?q=the\""), "the link that takes the priority away");
    assert!(page.text.contains("due=tomorrow"));
    let none = person.get("/plans/wexcombe?q=nothing-says-this").await;
    assert!(none.text.contains("No action fits") && none.text.contains("Clear all filters"));
}

#[tokio::test]
async fn a_day_is_kept_by_every_link_and_said_in_a_banner() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    let withdrawn = &plan.actions[0].reference;
    let amend = AmendInput {
        action: withdrawn.clone(),
        change: Change::Withdraw,
        reason: "Done elsewhere.".to_owned(),
        seen: None,
    };
    site.app.amend(&site.call(), Some("wexcombe"), None, &[amend]).await.unwrap();
    let person = manager(&site).await;
    for path in ["", "/on-a-page", "/by-rating", "/timeline", "/by-lead", "/by-finding", "/compare", "/priorities/1"] {
        let now = person.get(&format!("/plans/wexcombe{path}")).await;
        assert!(!now.text.contains("app-not-today"), "{path}");
        assert!(!now.text.contains("as_at="), "{path}");
        let then = person.get(&format!("/plans/wexcombe{path}?as_at=2026-06-30")).await;
        assert!(then.text.contains("This is the plan as it was on 30 June 2026."), "{path}");
        assert!(then.text.contains("/plans/wexcombe/by-rating?as_at=2026-06-30"), "{path}");
        let links = then.text.split("href=\"/plans/wexcombe").skip(1).map(|rest| rest.split('"').next().unwrap());
        // The plan itself in the breadcrumbs, the way back to today, and what is done to a plan are of today.
        let of_today = [
            "/success-measures",
            "/driver-diagram",
            "/impact-tests",
            "/boards",
            "/risks",
            "/packs",
            "/reports",
            "/obsessions",
            "/registers",
            "/sign-off",
            "/rounds",
            "/edit",
        ];
        let undated: Vec<&str> =
            links.filter(|link| !link.contains("as_at=2026-06-30") && !of_today.contains(link)).collect();
        assert!(undated.len() <= 2, "{path}: {undated:?}");
    }
    assert!(!person.get("/plans/wexcombe").await.text.contains(&format!("app-reference\">{withdrawn}</th>")));
    let then = person.get("/plans/wexcombe?as_at=30/6/2026").await;
    assert!(then.text.contains(&format!("app-reference\">{withdrawn}</th>")));
}

#[tokio::test]
async fn what_is_no_day_is_said_and_what_was_typed_stays() {
    let site = TestSite::new().await;
    demo(&site).await;
    let page = manager(&site).await.get("/plans/wexcombe/by-rating?as_at=31%2F2%2F2026").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Enter a date such as 30 June 2026") && page.text.contains("value=\"31/2/2026\""));
}

#[tokio::test]
async fn a_plan_outside_one_s_reach_is_as_if_it_were_not_there() {
    let site = TestSite::new().await;
    demo(&site).await;
    let mut actor = Actor::operator("Bea Lund", Role::BoardMember);
    actor.reach = Reach { programmes: Scope::Only(vec!["Harbour Council".to_owned()]), ..Reach::default() };
    let person = site.signed_in(actor).await;
    for path in PAGES {
        let hidden = person.get(&format!("/plans/wexcombe{path}")).await;
        let unknown = person.get(&format!("/plans/nowhere{path}")).await;
        assert_eq!((hidden.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{path}");
    }
    assert!(!person.get("/plans").await.text.contains("Wexcombe"));
    assert_eq!(manager(&site).await.get("/plans/wexcombe/priorities/99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_partner_finds_no_word_of_anybody_else_s_actions() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    let mine = plan.actions.iter().find(|action| !action.leads.is_empty()).unwrap();
    let mut actor = Actor::operator("Bea Lund", Role::Partner);
    actor.known_as = vec![mine.leads[0].name.clone()];
    let call = Call { actor: actor.clone(), at: now(), today: today() };
    let seen = site.app.plan(&call, Some("wexcombe"), None).await.unwrap();
    let hidden = plan.actions.iter().find(|action| seen.at.plan.action(&action.reference).is_none()).unwrap();
    let person = site.signed_in(actor).await;
    for path in PAGES {
        let page = person.get(&format!("/plans/wexcombe{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text.contains(&format!("/actions/{}\"", hidden.reference)), "{path}");
    }
    assert_eq!(person.get("/plans/wexcombe/table.csv").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_timeline_s_picture_has_a_title_and_a_table_with_every_date() {
    let site = TestSite::new().await;
    let mut plan = demo(&site).await;
    let dated = plan.actions.iter_mut().find(|action| action.due_on.is_some()).unwrap();
    dated.milestones = vec![Milestone {
        text: "Twelve families have tried it".to_owned(),
        due_on: dated.due_on.and_then(|due| due.pred_opt()),
        ..Milestone::default()
    }];
    import(&site, "with-steps", "steps.json", json(&plan)).await;
    let page = manager(&site).await.get("/plans/with-steps/timeline?range=plan").await;
    assert!(page.text.contains("role=\"img\" aria-labelledby=\"gantt-title gantt-description\""));
    assert!(page.text.contains("<title id=\"gantt-title\">Timeline from "));
    let table = between(&page.text, "The same as a table", "</table>");
    let first = plan.actions.iter().find(|action| action.due_on.is_some() && !action.milestones.is_empty()).unwrap();
    assert!(table.contains(&format!("app-reference\">{}</span>", first.reference)));
    for milestone in first.milestones.iter().filter(|milestone| milestone.due_on.is_some()) {
        let day = milestone.due_on.unwrap().format("%-d %b %Y").to_string();
        assert!(table.contains(&day), "{day}");
    }
    let marks = page.text.matches("<use href=\"#gantt-").count();
    assert!(marks > 20, "{marks}");
}

#[tokio::test]
async fn a_view_is_saved_chosen_and_deleted() {
    let site = TestSite::new().await;
    demo(&site).await;
    let person = manager(&site).await;
    let fields = [("view_name", "What is late & <b>bold</b>"), ("query", "due=overdue&sort=-due"), ("shared", "yes")];
    let saved = person.post("/plans/wexcombe/views", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(saved.location.as_deref(), Some("/plans/wexcombe?due=overdue&sort=-due"));
    let page = person.get("/plans/wexcombe?due=overdue&sort=-due").await;
    assert!(page.text.contains("Saved views (1)") && page.text.contains("(shown now)"));
    assert!(!page.text.contains("<b>bold</b>"));
    let delete = between(&page.text, "action=\"/plans/wexcombe/views/", "\"").to_owned();
    let stranger = site.signed_in(Actor::operator("Ada Fenwick", Role::BoardMember)).await;
    assert!(stranger.get("/plans/wexcombe").await.text.contains("Shared by Jo Example"));
    assert_eq!(stranger.post(&format!("/plans/wexcombe/views/{delete}"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(person.post(&format!("/plans/wexcombe/views/{delete}"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!person.get("/plans/wexcombe?due=overdue").await.text.contains("Saved views (1)"));
    assert_eq!(person.post(&format!("/plans/wexcombe/views/{delete}"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_view_without_a_name_is_not_saved_and_nothing_typed_is_lost() {
    let site = TestSite::new().await;
    demo(&site).await;
    let person = manager(&site).await;
    let long = "x".repeat(61);
    let page = person
        .post("/plans/wexcombe/views", &[("view_name", &long), ("query", "due=overdue"), ("shared", "yes")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("href=\"#view_name\"") && page.text.contains(&format!("value=\"{long}\"")));
    assert!(page.text.contains("value=\"yes\" checked") && page.text.contains("Due: Overdue"));
    assert!(page.text.contains("<title>Error: "));
}

#[tokio::test]
async fn the_table_can_be_taken_away_as_it_was_filtered() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    let person = site.as_role(Role::BoardMember).await;
    let csv = person.get("/plans/wexcombe/table.csv?priority=1").await;
    assert_eq!(csv.status, StatusCode::OK);
    let expected = plan.actions.iter().filter(|action| action.priority == "1").count();
    assert!(csv.text.starts_with("\u{feff}Ref,Priority,"));
    assert_eq!(csv.text.lines().filter(|line| line.starts_with("1.")).count(), expected);
    assert!(person.get("/plans/wexcombe/table.xlsx").await.text.starts_with("PK"));
}

#[tokio::test]
async fn changes_are_told_since_the_import_a_baseline_a_day_and_another_plan() {
    let site = TestSite::new().await;
    let plan = demo(&site).await;
    site.app.add_baseline(&site.call(), Some("wexcombe"), "As agreed", None).await.unwrap();
    let reworded = &plan.actions[1].reference;
    let amend = AmendInput {
        action: reworded.clone(),
        change: Change::Withdraw,
        reason: "Merged elsewhere.".to_owned(),
        seen: None,
    };
    site.app.amend(&site.call(), Some("wexcombe"), None, &[amend]).await.unwrap();
    update(&site, &plan.actions[2].reference, "red").await;
    import(&site, "other", "other.json", json(&Plan { title: "Another plan".to_owned(), ..plan.clone() })).await;
    let person = manager(&site).await;
    for with in ["import", "baseline:As+agreed", "day&from=2026-01-31"] {
        let page = person.get(&format!("/plans/wexcombe/compare?with={with}")).await;
        assert!(page.text.contains("Withdrawn") && page.text.contains("Merged elsewhere."), "{with}");
        if with.starts_with("baseline") {
            // A baseline has the ratings of its whole day, which is today.
            continue;
        }
        let ratings = person.get(&format!("/plans/wexcombe/compare?show=ratings&with={with}")).await;
        assert!(ratings.text.contains("First rating") || ratings.text.contains("Worse"), "{with}");
    }
    let page = person.get("/plans/wexcombe/compare?with=plan:other").await;
    assert!(page.text.contains("From Another plan to this plan") && page.text.contains("Withdrawn"));
    let unreadable = person.get("/plans/wexcombe/compare?with=day&from=soon").await;
    assert!(unreadable.text.contains("Enter the earlier day") && unreadable.text.contains("value=\"soon\""));
    assert_eq!(person.get("/plans/wexcombe/compare?with=baseline:None").await.status, StatusCode::NOT_FOUND);
}
