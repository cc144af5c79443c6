//! What the evidence supports on the page of an action, and the challenges to a plan.

use std::sync::Arc;

use axum::http::StatusCode;
use chrono::{Months, NaiveDate};
use sightline_app::{Actor, Call, LinkInput, LoadInput, Role, SourceBytes, UpdateInput};

use crate::plan::{hidden, lead, partner, site_with_plan, sponsor, words};
use crate::support::{TestSite, now, today};

pub(crate) const MEASURE: &str = "case_file_audits_good_or_outstanding";
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
pub(crate) async fn with_evidence() -> TestSite {
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

/// The address of the challenge whose sentence begins so, as the list links it.
async fn challenge(site: &TestSite, sentence: &str) -> String {
    let raised = site.app.plan_challenges(&site.call(), Some("harbour"), None).await.unwrap();
    let found = raised.challenges.iter().find(|one| one.challenge.sentence.starts_with(sentence));
    format!("{CHALLENGES}/{}", found.unwrap_or_else(|| panic!("{sentence}: {:?}", raised.challenges)).id)
}

#[tokio::test]
async fn a_lead_answers_a_challenge_and_the_answer_is_on_every_page_about_it() {
    let site = with_evidence().await;
    let lead = site.signed_in(lead()).await;
    let address = challenge(&site, "The impact of action 1.1").await;
    let list = lead.get(CHALLENGES).await;
    assert!(list.text.contains(&format!("href=\"{address}\"")), "{}", list.text);
    assert!(
        words(&list.text).contains("To be answered Answer : The impact of action 1.1 is rated Red"),
        "{}",
        list.text
    );
    let form = lead.get(&address).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(words(&form.text).contains("Nobody has answered yet."), "{}", form.text);

    let wrong = lead.post(&address, &[("situation", &hidden(&form.text, "situation"))]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["There is a problem", "Choose how you answer", "Write your answer"] {
        assert!(words(&wrong.text).contains(said), "{said}: {}", wrong.text);
    }
    let typed =
        [("reply", "explained"), ("words", "One <hub> of three.\r\nThe others open in May."), ("situation", "old")];
    let changed = lead.post(&address, &typed).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&changed.text).contains("The challenge has changed since you opened this page"), "{}", changed.text);
    assert!(
        changed.text.contains("The others open in May.</textarea>") && changed.text.contains("checked"),
        "{}",
        changed.text
    );
    let situation = hidden(&changed.text, "situation").replace("&#34;", "\"");
    let kept = lead.post(&address, &[typed[0], typed[1], ("situation", &situation)]).await;
    assert_eq!((kept.status, kept.location.as_deref()), (StatusCode::SEE_OTHER, Some(CHALLENGES)), "{}", kept.text);

    let board = site.as_role(Role::BoardMember).await;
    for page in [CHALLENGES, address.as_str(), ACTION] {
        let text = words(&board.get(page).await.text);
        assert!(text.contains("Explained : Bea Lund, Head of Hubs, on 31 October 2026"), "{page}: {text}");
        assert!(text.contains("One &#60;hub&#62; of three. The others open in May."), "{page}: {text}");
        assert!(!text.contains("Keep the answer"), "{page} offers a form");
    }
    let all = words(&lead.get(CHALLENGES).await.text);
    assert!(all.contains("1 answer") && all.contains("Answered Answer again"), "{all}");
    let answered = words(&lead.get(&format!("{CHALLENGES}?answer=answered")).await.text);
    assert!(answered.contains("Hidden success (1)") && !answered.contains("Action without a measure ("), "{answered}");
    let open = words(&lead.get(&format!("{CHALLENGES}?answer=to_be_answered")).await.text);
    assert!(!open.contains("Hidden success (") && open.contains("Action without a measure (2)"), "{open}");
    let history = words(&site.as_role(Role::ProgrammeManager).await.get("/history").await.text);
    assert!(history.contains("Answered a challenge") && history.contains("Challenge: Hidden success"), "{history}");
}

#[tokio::test]
async fn whoever_agrees_goes_on_to_rate_and_only_those_who_answer_for_it_may() {
    let site = with_evidence().await;
    let address = challenge(&site, "The impact of action 1.1").await;
    let fields = [("reply", "agreed"), ("words", "It should be green.")];
    for stranger in [site.as_role(Role::BoardMember).await, site.as_role(Role::Director).await] {
        assert_eq!(stranger.get(&address).await.status, StatusCode::OK);
        assert_eq!(stranger.post(&address, &fields).await.status, StatusCode::FORBIDDEN);
    }
    let of_other_priority = challenge(&site, "No measure is linked to action 2.1").await;
    let sponsor = site.signed_in(sponsor()).await;
    assert!(!sponsor.get(&of_other_priority).await.text.contains("Keep the answer"));
    assert_eq!(sponsor.post(&of_other_priority, &[("words", "Soon.")]).await.status, StatusCode::FORBIDDEN);
    let action = sponsor.get(ACTION).await.text;
    assert!(action.contains(&format!("href=\"{address}\"")) && action.contains("Answer the challenge"), "{action}");
    let agreed = sponsor.post(&address, &fields).await;
    assert_eq!(agreed.location.as_deref(), Some("/plans/harbour/actions/1.1/update"), "{}", agreed.text);
    let list = words(&sponsor.get(CHALLENGES).await.text);
    assert!(list.contains("Agreed, not rated again yet"), "{list}");
    let gone = format!("{CHALLENGES}/0123456789abcdef");
    assert_eq!(sponsor.get(&gone).await.status, StatusCode::NOT_FOUND);
    let late = sponsor.post(&gone, &fields).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let text = words(&late.text);
    assert!(text.contains("This is not asked any more") && text.contains("It should be green."), "{text}");
}

#[tokio::test]
async fn an_action_shows_how_its_verdicts_came_about() {
    let site = with_evidence().await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    let before = words(&manager.get(ACTION).await.text);
    assert!(!before.contains("How this verdict came about"), "{before}");
    site.app.keep_verdicts(&site.call(), Some("harbour")).await.unwrap();
    let text = words(&manager.get(ACTION).await.text);
    for said in [
        "How this verdict came about over time",
        "31 October 2026 Is it making a difference? Red Green The first verdict that was kept.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let past = words(&manager.get(&format!("{ACTION}?as_at=2026-10-30")).await.text);
    assert!(!past.contains("How this verdict came about"), "{past}");
}
