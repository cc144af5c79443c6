//! What the evidence supports on the page of an action, and the challenges to a plan.

use std::sync::Arc;

use axum::http::StatusCode;
use chrono::{Months, NaiveDate};
use sightline_app::{Actor, Call, LinkInput, LoadInput, Role, SourceBytes, UpdateInput};

use crate::plan::{lead, partner, site_with_plan, words};
use crate::support::{TestSite, now, today};

const MEASURE: &str = "case_file_audits_good_or_outstanding";
const ACTION: &str = "/plans/harbour/actions/1.1";
const CHALLENGES: &str = "/plans/harbour/challenges";

/// Ten audits in each of three years of months: more of them good from January 2026 on.
fn audits() -> Vec<u8> {
    let first = NaiveDate::from_ymd_opt(2023, 11, 10).unwrap();
    let mut text = "Audit ID,Child ID,Kind of audit,Planned for,Completed on,Theme,Grade,Meets standard,Moderated on,\
        Moderated grade,Finding,Team,Worker\n"
        .to_owned();
    for month in 0..36_u32 {
        let on = first + Months::new(month);
        let good = if month < 26 { [5, 6, 7, 6][month as usize % 4] } else { 9 };
        for audit in 0..10 {
            let grade = if audit < good { "Good" } else { "Inadequate" };
            text.push_str(&format!("A{month}-{audit},,Case file audit,,{on},,{grade},,,,,,\n"));
        }
    }
    text.into_bytes()
}

/// The plan, three years of audits, and impact of 1.1 rated red although a linked measure got better.
async fn with_evidence() -> TestSite {
    let site = site_with_plan().await;
    let analyst = Call { actor: Actor::operator("Ann Alyst", Role::Analyst), ..site.call() };
    let files = vec![SourceBytes { name: "audits.csv".to_owned(), bytes: audits() }];
    let input = LoadInput { files, as_at: Some(today()), ..LoadInput::default() };
    site.app.load_extract(&analyst, input, Arc::new(|_| {})).await.unwrap();
    let link = LinkInput {
        action: "1.1".to_owned(),
        measure: MEASURE.to_owned(),
        from_on: NaiveDate::from_ymd_opt(2026, 1, 1),
        reason: "Families near the hub are known better".to_owned(),
        is_linked: true,
    };
    site.app.link_measure(&site.call(), Some("harbour"), &link).await.unwrap();
    let update = UpdateInput {
        action: "1.1".to_owned(),
        action_rating: Some("green".to_owned()),
        impact_rating: Some("red".to_owned()),
        note: Some("Nobody notices.".to_owned()),
        ..UpdateInput::default()
    };
    site.app.record_updates(&site.call(), Some("harbour"), None, &[update]).await.unwrap();
    site
}

#[tokio::test]
async fn an_action_shows_what_its_evidence_supports_beside_its_ratings() {
    let site = with_evidence().await;
    let page = site.as_role(Role::ProgrammeManager).await.get(ACTION).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = words(&page.text);
    for said in [
        "Is it supported by evidence? Are we doing it? Rating and evidence agree Rated Green Evidence supports Green",
        "Is it making a difference? Evidence supports better Rated Red Evidence supports Green",
        "Green: none is worsening, and the only linked measure is improving or holding.",
        "Case file audits graded good or outstanding Improving",
        "each of the last 7 months (April 2026 to October 2026) is better than the mean before the start",
        "Is to show from 1 January 2026. Families near the hub are known better",
        "Measures are counted in the records of 31 October 2026.",
        "What to be careful with",
        "Link a measure, or take a link back",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(page.text.contains(&format!("href=\"/measures/{MEASURE}\"")));
    // What was published later was not known then.
    let past = words(&site.as_role(Role::ProgrammeManager).await.get(&format!("{ACTION}?as_at=2026-10-30")).await.text);
    assert!(past.contains("No measure is linked to this action") && !past.contains("Link a measure"), "{past}");
    let board = site.as_role(Role::BoardMember).await.get(ACTION).await;
    assert!(board.text.contains("evidence-heading") && !board.text.contains("actions/1.1/measures"));
    let partner = site.signed_in(partner()).await.get("/plans/harbour/actions/1.2").await;
    assert_eq!(partner.status, StatusCode::OK);
    assert!(!partner.text.contains("evidence-heading"), "measures are not for everybody");
}

#[tokio::test]
async fn challenges_stand_by_kind_and_can_be_narrowed() {
    let site = with_evidence().await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    let page = manager.get(CHALLENGES).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = words(&page.text);
    for said in [
        "Challenges",
        "Hidden success (1)",
        "The impact of action 1.1 is rated Red; its evidence supports better: green.",
        "Action without a measure (2)",
        "No measure is linked to action 2.1, so nothing can show what it changes. 2.1 Find homes",
        "What answers it: Link a measure that would show its effect, or explain.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(page.text.contains("href=\"/plans/harbour/actions/2.1\""));
    let narrowed = words(&manager.get(&format!("{CHALLENGES}?priority=2")).await.text);
    assert!(narrowed.contains("2.1 Find homes") && !narrowed.contains("1.2 Staff the hub"), "{narrowed}");
    let kind = manager.get(&format!("{CHALLENGES}?priority=2&kind=hidden_success")).await;
    assert!(words(&kind.text).contains("Nothing is challenged here"), "{}", kind.text);
    assert!(kind.text.contains("/plans/harbour/challenges?priority=2\""), "{}", kind.text);
    let unknown = words(&manager.get(&format!("{CHALLENGES}?priority=99&kind=none")).await.text);
    assert!(unknown.contains("Hidden success (1)"), "{unknown}");
    assert_eq!(site.as_role(Role::Partner).await.get(CHALLENGES).await.status, StatusCode::FORBIDDEN);
    let plan = manager.get("/plans/harbour").await;
    assert!(plan.text.contains("href=\"/plans/harbour/challenges\""));
    let home = manager.get("/").await;
    assert!(words(&home.text).contains("challenges to the plan"), "{}", home.text);
    assert!(home.text.contains("href=\"/plans/harbour/challenges\""));
}

#[tokio::test]
async fn a_measure_is_linked_and_taken_back_with_a_reason() {
    let site = site_with_plan().await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    let form = format!("{ACTION}/measures");
    let page = manager.get(&form).await;
    assert!(page.text.contains(MEASURE) && words(&page.text).contains("No measure is linked yet."), "{}", page.text);
    let wrong = manager.post(&form, &[("what", "link"), ("from_day", "31"), ("from_month", "2")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["#measure\">Choose a measure", "#from-day\">Enter a real day", "#reason\">Say why"] {
        assert!(wrong.text.contains(said) || words(&wrong.text).contains(said.split('>').nth(1).unwrap()), "{said}");
    }
    let fields = |what| [("measure", MEASURE), ("what", what), ("reason", "It is to show")];
    let linked = manager.post(&form, &fields("link")).await;
    assert_eq!(linked.location.as_deref(), Some("/plans/harbour/actions/1.1#evidence-heading"));
    let again = manager.post(&form, &fields("link")).await;
    assert!(
        again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text.contains("already linked"),
        "{}",
        again.text
    );
    let text = words(&manager.get(ACTION).await.text);
    assert!(text.contains("No children’s records were published by 31 October 2026."), "{text}");
    assert_eq!(manager.post(&form, &fields("end")).await.status, StatusCode::SEE_OTHER);
    let text = words(&manager.get(ACTION).await.text);
    assert!(text.contains("the link was taken back, so it counts as linked without figures"), "{text}");
    let lead = site.signed_in(lead()).await;
    assert_eq!(lead.get(&form).await.status, StatusCode::FORBIDDEN);
    assert_eq!(lead.post(&form, &fields("link")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(manager.get("/plans/harbour/actions/9.9/measures").await.status, StatusCode::NOT_FOUND);
    assert_eq!(now().date_naive(), today(), "links are of the day of the visit");
}
