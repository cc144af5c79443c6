//! Measures, scorecards and case lists: what everybody reads, and the children behind it for those who may see them.

use axum::http::{StatusCode, header};
use sightline_app::{Actor, AuditFilter, Reach, Role, Scope};

use crate::support::{Page, Person, TestSite, now};

const PEOPLE: &str = "pers_person_id,pers_sex,pers_ethnicity,pers_dob,pers_upn_unknown,pers_send_flag,pers_expected_dob,\
    pers_death_date,pers_is_mother,pers_nationality\n700132,F,WBRI,2012-05-04,,,,,,\n700299,M,WBRI,2013-01-02,,,,,,\n";
const WORKERS: &str = "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,\
    invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_person_id,invo_referral_id\n\
    1,w1,SW,North,2024-01-01,,,700132,\n2,w2,SW,South,2024-06-01,,,700299,\n";
/// In October one is authorised in time and one too late; one is overdue, one due in December.
const ASSESSMENTS: &str = "cina_assessment_id,cina_person_id,cina_referral_id,cina_assessment_start_date,\
    cina_assessment_child_seen,cina_assessment_auth_date,cina_assessment_outcome_json,cina_assessment_outcome_nfa,\
    cina_assessment_team,cina_assessment_worker_id\n\
    a1,700132,,2026-09-01,Y,2026-10-20,,N,North,w1\na2,700299,,2026-07-01,Y,2026-10-15,,N,South,w2\n\
    a3,700132,,2026-08-03,Y,,,,North,w1\na4,700299,,2026-10-12,Y,,,,South,w2\n";

const MEASURE: &str = "/measures/assessments_within_45_working_days";
const LIST: &str = "/case-lists/assessments";

/// A site whose records are as at 31 October 2026.
async fn with_records() -> (TestSite, Person) {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    let files: [(&str, &str, &[u8]); 3] = [
        ("files", "people.csv", PEOPLE.as_bytes()),
        ("files", "workers.csv", WORKERS.as_bytes()),
        ("files", "assessments.csv", ASSESSMENTS.as_bytes()),
    ];
    let page = analyst.upload("/data/load", &files).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(site.app.run_next_job(now()).await.unwrap());
    let list = analyst.get("/data").await;
    let (_, rest) = list.text.split_once("Waiting to be published").unwrap_or_else(|| panic!("{}", list.text));
    let extract = rest.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = analyst.post(&format!("{extract}/publish"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    (site, analyst)
}

async fn team_manager(site: &TestSite, team: &str) -> Person {
    let reach = Reach { teams: Scope::Only(vec![team.to_owned()]), ..Reach::default() };
    site.signed_in(Actor { reach, ..Actor::operator("Tam Ley", Role::TeamManager) }).await
}

fn says(page: &Page, words: &[&str]) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for said in words {
        assert!(page.text.contains(said), "no {said} in {}", page.text);
    }
}

fn title(page: &Page) -> &str {
    page.text.split("<title>").nth(1).unwrap().split("</title>").next().unwrap()
}

#[tokio::test]
async fn without_records_the_pages_say_what_to_do() {
    let site = TestSite::new().await;
    let analyst = site.as_role(Role::Analyst).await;
    says(&analyst.get("/scorecards").await, &["Find a measure", "/scorecards/basics"]);
    for address in ["/scorecards/basics", "/measures", MEASURE, "/case-lists", LIST, "/my-team"] {
        let page = analyst.get(address).await;
        says(&page, &["No children’s records are loaded", "href=\"/data\""]);
    }
    let page = site.as_role(Role::BoardMember).await.get("/scorecards/basics").await;
    says(&page, &["No children’s records are loaded", "Ask your performance analyst"]);
    let plan = analyst.get("/measures/no_such_thing").await;
    assert_eq!(plan.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_scorecard_shows_figure_change_and_target_of_each_measure() {
    let (_site, analyst) = with_records().await;
    let page = analyst.get("/scorecards/basics").await;
    says(
        &page,
        &[
            "<h1 class=\"govuk-heading-l\">The basics</h1>",
            "Data as at 31 October 2026, today.",
            "href=\"/measures/assessments_within_45_working_days\"",
            "50.0% (1 of 2)",
            "October 2026",
            "Higher is better.",
            "Too few figures to tell change from noise",
            "app-chart--sparkline",
            "href=\"/case-lists/assessments\"",
            "<strong>1 overdue</strong>",
        ],
    );
    let plan = analyst.get("/scorecards/measures_of_the_plan").await;
    says(&plan, &["app-scorecard"]);
    assert!(plan.text.len() < 300 * 1024, "{} bytes", plan.text.len());
    let ids: Vec<&str> = plan.text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "every id stands once");
}

#[tokio::test]
async fn whoever_may_not_see_children_is_not_led_to_them() {
    let (site, _) = with_records().await;
    let director = site.as_role(Role::Director).await;
    let card = director.get("/scorecards/basics").await;
    says(&card, &["A list of cases, for those who may see single children"]);
    assert!(!card.text.contains("/case-lists"), "{}", card.text);
    let measure = director.get(MEASURE).await;
    says(&measure, &["50.0%"]);
    assert!(!measure.text.contains(&format!("{MEASURE}/children")), "{}", measure.text);
    for address in ["/case-lists", LIST, "/my-team", &format!("{MEASURE}/children")] {
        assert_eq!(director.get(address).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    let partner = site.as_role(Role::Partner).await;
    assert_eq!(partner.get("/scorecards").await.status, StatusCode::FORBIDDEN);
    assert!(!partner.get("/").await.text.contains("/scorecards"));
}

#[tokio::test]
async fn measures_are_searched_and_narrowed() {
    let (_site, analyst) = with_records().await;
    let found = analyst.get("/measures?q=45+working+days+assessments").await;
    says(&found, &["href=\"/measures/assessments_within_45_working_days\"", "Words: 45 working days assessments"]);
    let by_reference = analyst.get("/measures?q=cin8").await;
    says(&by_reference, &["CIN8"]);
    let none = analyst.get("/measures?q=weather").await;
    says(&none, &["No measure fits", "Show every measure"]);
    let passing = analyst.get("/measures?assurance=passes").await;
    assert!(!passing.text.contains("assessments_within_45_working_days"), "{}", passing.text);
    let unknown = analyst.get("/measures?variation=unknown&q=45").await;
    says(&unknown, &["href=\"/measures/assessments_within_45_working_days\"", "Too few figures to say"]);
    let all = analyst.get("/measures").await;
    says(&all, &["page=2"]);
    assert!(all.text.len() < 300 * 1024, "{} bytes", all.text.len());
}

#[tokio::test]
async fn a_measure_opens_with_its_sentence_and_says_what_it_is() {
    let (_site, analyst) = with_records().await;
    let page = analyst.get(MEASURE).await;
    says(
        &page,
        &[
            "Higher is better. Only 1 figure so far",
            "<span class=\"app-big__value\">50.0%</span>",
            "October 2026: 1 of 2",
            "app-chart--wide",
            "app-chart--narrow",
            "The same as a table",
            "id=\"by-team\"",
            "North",
            "What it is",
            "Why it matters",
            "Numerator",
            "45 working days",
            "href=\"/measures/assessments_within_45_working_days/figures.csv\"",
            "href=\"/measures/assessments_within_45_working_days/figures.xlsx\"",
            "href=\"/measures/assessments_within_45_working_days/figures.parquet\"",
            "href=\"/measures/assessments_within_45_working_days/children\"",
            "href=\"/measures/assessments_within_45_working_days?window=quarter\"",
        ],
    );
    // What is long is folded, all but the first breakdown; its headings are not.
    let folded = page.text.matches("<details class=\"govuk-details app-unfold\">").count();
    let open = page.text.matches("<details class=\"govuk-details app-unfold\" open>").count();
    assert_eq!((open, folded), (1, page.text.matches("class=\"app-part\"").count()), "{}", page.text);
    let quarter = analyst.get(&format!("{MEASURE}?window=quarter&as_at=2026-10-31")).await;
    says(&quarter, &["These are the figures as they were known on 31 October 2026.", "/figures.csv?as_at=2026-10-31"]);
}

#[tokio::test]
async fn another_day_is_shown_or_said_to_have_no_records() {
    let (_site, analyst) = with_records().await;
    for address in ["/scorecards/basics", "/measures", MEASURE, LIST, "/my-team"] {
        let page = analyst.get(&format!("{address}?as_at=2026-06-30")).await;
        says(&page, &["There are no records of 30 June 2026 or before", &format!("href=\"{address}\"")]);
        let page = analyst.get(&format!("{address}?as_at=31+October+2026")).await;
        says(&page, &["as they were known on 31 October 2026"]);
        let page = analyst.get(&format!("{address}?as_at=soon")).await;
        says(&page, &["Enter a date such as 30 June 2026", "value=\"soon\""]);
    }
}

#[tokio::test]
async fn the_children_behind_a_figure_are_for_their_team_and_stand_in_no_address() {
    let (site, analyst) = with_records().await;
    let address = format!("{MEASURE}/children");
    let all = analyst.get(&address).await;
    says(&all, &["Children behind the figure: October 2026", "is in the history", "700132", "700299", "All (2)"]);
    assert_eq!(all.headers[header::CACHE_CONTROL], "no-store");
    assert!(!title(&all).contains("700132"));
    for link in all.text.split("href=\"").skip(1).chain(all.text.split("action=\"").skip(1)) {
        assert!(!link.split('"').next().unwrap().contains("700"), "{link}");
    }
    let late = analyst.get(&format!("{address}?counted=no")).await;
    assert!(late.text.contains("700299") && !late.text.contains("700132"), "{}", late.text);
    let part = analyst.get(&format!("{address}?breakdown=team&value=North")).await;
    assert!(part.text.contains("700132") && !part.text.contains("700299"), "{}", part.text);

    let manager = team_manager(&site, "North").await;
    let own = manager.get(&address).await;
    assert!(own.text.contains("700132") && !own.text.contains("700299"), "{}", own.text);

    let ask = manager.post("/data/children/ask", &[("child", "700132")]).await;
    says(&ask, &["Why do you need to see this child’s records?", "value=\"700132\""]);
    assert!(!ask.text.contains("There is a problem"));
    assert_eq!(ask.headers[header::CACHE_CONTROL], "no-store");

    let rows = site.app.history(&site.call(), &AuditFilter::default()).await.unwrap();
    let looks = rows.iter().filter(|row| row.entry.object == "measure assessments_within_45_working_days").count();
    assert_eq!(looks, 4, "every look is in the history");
    assert!(!format!("{rows:?}").contains("700132"));
}

#[tokio::test]
async fn a_case_list_counts_by_state_and_worker_and_is_narrowed_and_sorted() {
    let (site, analyst) = with_records().await;
    let lists = analyst.get("/case-lists").await;
    says(&lists, &["Assessments not yet signed off", "href=\"/my-team\""]);
    let list = analyst.get(LIST).await;
    says(
        &list,
        &[
            "<span class=\"app-states__number\">1</span> Overdue",
            "<span class=\"app-states__number\">1</span> Due later",
            "700132",
            "working days late",
            "w1",
            "href=\"/case-lists/assessments/list.csv\"",
            "href=\"/case-lists/assessments/list.xlsx\"",
            "href=\"/case-lists/assessments/list.parquet\"",
        ],
    );
    assert_eq!(list.headers[header::CACHE_CONTROL], "no-store");
    let overdue = analyst.get(&format!("{LIST}?state=overdue")).await;
    assert!(overdue.text.contains("700132") && !overdue.text.contains("700299"), "{}", overdue.text);
    says(&overdue, &["assessments/list.csv?state=overdue"]);
    let worker = analyst.get(&format!("{LIST}?team=South&worker=w2")).await;
    assert!(worker.text.contains("700299") && !worker.text.contains("700132"), "{}", worker.text);
    let sorted = analyst.get(&format!("{LIST}?sort=-child")).await;
    says(&sorted, &["aria-sort=\"descending\""]);
    let (first, _) = sorted.text.split_once("value=\"700132\"").unwrap();
    assert!(first.contains("value=\"700299\""), "the other way round");
    let none = analyst.get(&format!("{LIST}?state=due_in_5")).await;
    says(&none, &["Nothing fits these filters"]);

    let manager = team_manager(&site, "South").await;
    let own = manager.get(LIST).await;
    assert!(own.text.contains("700299") && !own.text.contains("700132"), "{}", own.text);
}

#[tokio::test]
async fn a_team_manager_sees_what_is_to_be_done_in_their_teams_at_one_look() {
    let (site, _) = with_records().await;
    let manager = team_manager(&site, "North").await;
    says(&manager.get("/").await, &["href=\"/my-team\"", "href=\"/scorecards\"", "href=\"/case-lists\""]);
    let page = manager.get("/my-team").await;
    says(&page, &["My team", "w1", "Cases held", "Assessments not yet signed off", "1 thing is overdue.", "700132"]);
    assert!(!page.text.contains("700299") && !page.text.contains("w2"), "{}", page.text);
    let rows = site.app.history(&site.call(), &AuditFilter::default()).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.entry.object == "every case list").count(), 1, "one row for one look");
    let other = team_manager(&site, "East").await;
    says(&other.get("/my-team").await, &["Nothing is to be done in your teams"]);
    assert!(!site.as_role(Role::Director).await.get("/").await.text.contains("/my-team"));
}

#[tokio::test]
async fn an_unknown_id_is_answered_with_those_that_come_near() {
    let (_site, analyst) = with_records().await;
    for (address, near) in [
        ("/measures/assessments_within_45_days", "/measures/assessments_within_45_working_days"),
        ("/measures/assessments_within_45_days/children", "/measures/assessments_within_45_working_days"),
        ("/scorecards/basic", "/scorecards/basics"),
        ("/case-lists/assessment", "/case-lists/assessments"),
    ] {
        let page = analyst.get(address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(
            page.text.contains("Did you mean:") && page.text.contains(&format!("href=\"{near}\"")),
            "{}",
            page.text
        );
    }
    let page = analyst.get("/measures/zzzz").await;
    assert!(page.status == StatusCode::NOT_FOUND && !page.text.contains("Did you mean:"), "{}", page.text);
}

#[tokio::test]
async fn a_code_has_its_page() {
    let site = TestSite::new().await;
    let page = site.nobody().get("/help/codes/SL-W001").await;
    says(&page, &["SL-W001", "What to do"]);
    assert_eq!(site.nobody().get("/help/codes/SL-X999").await.status, StatusCode::NOT_FOUND);
}
