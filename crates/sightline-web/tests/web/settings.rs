//! What the council sets for itself.

use axum::http::StatusCode;
use sightline_app::domain::settings::{BrandColour, ChildrenTerm, UpdateCycle};
use sightline_app::{AuditFilter, Role};

use crate::support::TestSite;

const SCALE: &str = include_str!("../../../../content/scales/progress_1_4.toml");

fn own_scale() -> String {
    SCALE
        .replace("id = \"progress_1_4\"", "id = \"ours\"")
        .replace("name = \"Progress 1 to 4\"", "name = \"<b>Ours</b>\"")
}

async fn changes(site: &TestSite) -> usize {
    let filter = AuditFilter { action: Some("settings.change".to_owned()), ..AuditFilter::default() };
    site.app.history(&site.call(), &filter).await.unwrap().len()
}

#[tokio::test]
async fn a_preview_shows_the_choice_and_saves_nothing() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    for (path, fields, shown) in [
        ("/settings/words", vec![("children", "in_care")], "Nine in ten children in care saw"),
        ("/settings/updates", vec![("cycle", "quarterly")], "up to date until 31 January 2027"),
        ("/settings/branding", vec![("council", "Wexcombe <i>"), ("colour", "plum")], "Wexcombe &#60;i&#62;"),
        ("/settings/sign-in", vec![("idle_minutes", "15")], "for 15 minutes is signed out"),
        (
            "/settings/scales/add",
            vec![("text", own_scale().as_str())],
            "&#60;b&#62;Ours&#60;/b&#62;, the worst level first",
        ),
    ] {
        let mut fields = fields.clone();
        fields.push(("intent", "preview"));
        let page = person.post(path, &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains(shown), "{path}: {}", page.text);
        assert!(page.text.contains("Nothing is saved yet"), "{path}");
    }
    assert_eq!(changes(&site).await, 0);
}

#[tokio::test]
async fn what_is_saved_holds_at_once_and_is_in_the_history() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    for (path, fields) in [
        ("/settings/words", vec![("children", "cared_for")]),
        ("/settings/updates", vec![("cycle", "six_weekly")]),
        ("/settings/branding", vec![("council", " Wexcombe Council "), ("colour", "navy")]),
        ("/settings/sign-in", vec![("idle_minutes", "15"), ("dormant_after_days", "")]),
        ("/settings/scales/add", vec![("text", own_scale().as_str())]),
        ("/settings/scales", vec![("default", "ours")]),
    ] {
        let page = person.post(path, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.text);
    }
    let settings = site.app.settings();
    assert_eq!(settings.words.children, ChildrenTerm::CaredFor);
    assert_eq!(settings.updates.cycle, UpdateCycle::SixWeekly);
    assert_eq!(settings.branding.council.as_deref(), Some("Wexcombe Council"));
    assert_eq!(settings.sign_in.idle_minutes, Some(15));
    assert_eq!(settings.scales.for_new_plans().id, "ours");
    assert_eq!(changes(&site).await, 6);

    let page = person.get("/settings").await;
    assert!(page.text.contains("app-brand--navy") && page.text.contains("Wexcombe Council"), "{}", page.text);
    assert!(page.text.contains("Cared-for children"));
    // Also for somebody who has not signed in yet.
    assert!(site.nobody().get("/sign-in").await.text.contains("Wexcombe Council"));
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_beside_its_field_and_what_was_typed_is_kept() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let long = "x".repeat(61);
    for (path, fields, field, kept) in [
        ("/settings/words", vec![("children", "lac")], "children", ""),
        ("/settings/updates", vec![], "cycle", ""),
        ("/settings/branding", vec![("council", long.as_str()), ("colour", "plum")], "council", long.as_str()),
        ("/settings/branding", vec![("council", "Harbour"), ("colour", "invisible")], "colour", "Harbour"),
        ("/settings/sign-in", vec![("idle_minutes", "1")], "idle_minutes", "value=\"1\""),
        ("/settings/sign-in", vec![("dormant_after_days", "never")], "dormant_after_days", "value=\"never\""),
        ("/settings/scales", vec![("default", "gone")], "default", ""),
        ("/settings/scales/add", vec![("text", "id = \"mine\"\nname")], "text", "Line 2"),
        ("/settings/scales/add", vec![("text", SCALE)], "text", "already a scale"),
    ] {
        let page = person.post(path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "{path}: {}", page.text);
        assert!(page.text.contains(&format!("id=\"{field}\"")), "{path}: {}", page.text);
        assert!(page.text.contains(kept), "{path}: {}", page.text);
    }
    assert_eq!(changes(&site).await, 0);
}

#[tokio::test]
async fn a_scale_that_is_removed_is_no_longer_offered() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    person.post("/settings/scales/add", &[("text", own_scale().as_str())]).await;
    person.post("/settings/scales", &[("default", "ours")]).await;
    assert_eq!(person.post("/settings/scales/remove", &[("id", "ours")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.app.settings().scales.for_new_plans().id, "brag");
    assert_eq!(person.post("/settings/scales/remove", &[("id", "ours")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(person.post("/settings/scales/remove", &[("id", "brag")]).await.status, StatusCode::NOT_FOUND);
}

#[test]
fn the_style_sheet_has_the_colours_that_were_checked() {
    let styles = include_str!("../../assets/styles/_brand.scss");
    for colour in BrandColour::ALL {
        let rule = format!(".app-brand--{} {{\n  --govuk-brand-colour: #{};", colour.code(), colour.hex());
        assert!(styles.contains(&rule), "{rule}");
    }
}

#[tokio::test]
async fn letters_are_seen_by_whoever_sees_to_settings() {
    let site = TestSite::new().await;
    let page = site.as_role(Role::ProgrammeManager).await.get("/settings/letters").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("No mail server is set"), "{}", page.text);
    let page = site.as_role(Role::ActionLead).await.get("/settings/letters").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}
