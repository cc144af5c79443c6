//! People, posts, bodies, inspections, abbreviations and priorities are kept by the pages.

use axum::http::StatusCode;
use sightline_app::Role;

use crate::edit::{current, hidden, with_plan};
use crate::support::{Person, TestSite};

const PLAN: &str = "/plans/harbour";

/// Adds an entry and gives its address.
async fn added(person: &Person, register: &str, name: &str, fields: &[(&str, &str)]) -> String {
    let list = format!("{PLAN}/{register}");
    let mut all = vec![("reason", "New.")];
    all.extend_from_slice(fields);
    let page = person.post(&format!("{list}/add"), &all).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(list.as_str())), "{}", page.text);
    let page = person.get(&list).await;
    let before = page.text.split(name).next().unwrap();
    before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_post_changes_hands_and_its_actions_go_along() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let seen = hidden(&person.get(&format!("{PLAN}/actions/1.1/edit/leads")).await, "seen");
    let leads = [("seen", seen.as_str()), ("leads", "Head of Help"), ("reason", "Agreed.")];
    person.post(&format!("{PLAN}/actions/1.1/edit/leads"), &leads).await;
    let fields = [("title", "Head of Help"), ("holding-0-holder", "Ann Lee"), ("holding-0-from", "1 April 2026")];
    let post = added(&person, "posts", "Head of Help", &fields).await;
    let list = person.get(&format!("{PLAN}/posts")).await;
    assert!(list.text.contains("Ann Lee") && list.text.contains("1 April 2026"), "{}", list.text);
    let page = person.get(&post).await;
    assert!(page.text.contains("1.1 Open the family hub"), "its actions are shown: {}", page.text);

    let seen = hidden(&page, "seen");
    let early = person.post(&format!("{post}/holder"), &[("seen", &seen), ("holder", "Bo Ray")]).await;
    assert!(early.text.contains("Enter the real day"), "{}", early.text);
    let fields = [
        ("seen", seen.as_str()),
        ("holder", "Bo Ray"),
        ("from_day", "1"),
        ("from_month", "10"),
        ("from_year", "2026"),
        ("holder_reason", "Ann Lee has left."),
    ];
    assert_eq!(person.post(&format!("{post}/holder"), &fields).await.location.as_deref(), Some(post.as_str()));
    assert!(person.get(&format!("{PLAN}/posts")).await.text.contains("Bo Ray"));
    let before = person.get(&format!("{PLAN}/posts?as_at=2026-09-30")).await;
    assert!(before.text.contains("Nothing here yet"), "the post was added later: {}", before.text);
    let page = person.get(&post).await;
    assert!(
        page.text.contains("Ann Lee has left.")
            && page.text.contains("until 30 September 2026") | page.text.contains("to 30 September 2026")
    );
    assert_eq!(current(&site).await.actions[0].leads_raw.as_deref(), Some("Head of Help"));
}

#[tokio::test]
async fn people_bodies_and_abbreviations_are_added_changed_and_taken_out() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let ann = added(&person, "people", "Ann Lee", &[("name", "Ann Lee"), ("initials", "AL")]).await;
    let double = person.post(&format!("{PLAN}/people/add"), &[("name", "ann lee"), ("reason", "x")]).await;
    assert!(double.text.contains("Choose another name"), "{}", double.text);
    let seen = hidden(&person.get(&ann).await, "seen");
    let fields = [("seen", seen.as_str()), ("name", "Ann Lee-Ray"), ("reason", "Married.")];
    assert_eq!(person.post(&ann, &fields).await.status, StatusCode::SEE_OTHER);
    // What was read before is no longer there: the form is shown again with both.
    let late = person.post(&ann, &[("seen", &seen), ("name", "Anna Lee"), ("reason", "Misspelt.")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("Ann Lee-Ray") && late.text.contains("Anna Lee"), "{}", late.text);
    let seen = hidden(&person.get(&ann).await, "seen");
    let silent = person.post(&format!("{ann}/remove"), &[("seen", &seen)]).await;
    assert!(silent.text.contains("Say why"), "{}", silent.text);
    let gone = person.post(&format!("{ann}/remove"), &[("seen", &seen), ("remove_reason", "Left.")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let page = person.get(&ann).await;
    assert!(page.text.contains("taken out of its register") && page.text.contains("Left."), "{}", page.text);

    let fields = [("name", "Improvement board"), ("meets", "14 May 2026\n3 March 2026"), ("member-0-role", "Chair")];
    added(&person, "bodies", "Improvement board", &fields).await;
    let bad = [("name", "Panel"), ("meets", "some day"), ("reason", "x")];
    assert!(person.post(&format!("{PLAN}/bodies/add"), &bad).await.text.contains("is no day"));
    added(&person, "abbreviations", "MASH", &[("abbreviation", "MASH"), ("meaning", "Multi-agency hub")]).await;
    let plan = current(&site).await;
    assert_eq!(plan.boards[0].meets_on.len(), 2);
    assert!(plan.boards[0].meets_on.is_sorted() && plan.boards[0].members[0].is_vacant);
    assert_eq!((plan.people.len(), plan.glossary.len()), (0, 1));
    assert!(person.get(&format!("{PLAN}/registers")).await.text.contains("1 abbreviation"));
}

#[tokio::test]
async fn findings_show_what_answers_them_and_what_does_not() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let list = person.get(&format!("{PLAN}/inspections")).await;
    assert!(list.text.contains("0 of 2 findings are answered"), "{}", list.text);
    let href = list.text.split(&format!("href=\"{PLAN}/inspections/")).find_map(|rest| {
        let number = rest.split('"').next()?;
        number.parse::<u64>().ok().map(|_| format!("{PLAN}/inspections/{number}"))
    });
    let href = href.unwrap();
    let seen = hidden(&person.get(&href).await, "seen");
    let fields = |actions: &'static str| {
        vec![
            ("name", "ILACS 2026"),
            ("held", "14 May 2026"),
            ("finding-0-reference", "recommendation 1"),
            ("finding-0-text", "Plans for <b>children</b>"),
            ("finding-0-actions", actions),
            ("finding-1-reference", "recommendation 2"),
            ("reason", "The report is out."),
        ]
    };
    let mut unknown = fields("1.1, 7.7");
    unknown.push(("seen", &seen));
    let page = person.post(&href, &unknown).await;
    assert!(page.text.contains("The plan has no action 7.7"), "{}", page.text);
    let mut right = fields("1.1, 1.2, 1.1");
    right.push(("seen", &seen));
    assert_eq!(person.post(&href, &right).await.status, StatusCode::SEE_OTHER);
    let list = person.get(&format!("{PLAN}/inspections")).await;
    assert!(list.text.contains("1 of 2 findings are answered"), "{}", list.text);
    assert!(list.text.contains("No action") && list.text.contains("2.1 Recruit"));
    assert!(!list.text.contains("<b>children</b>"));
}

#[tokio::test]
async fn a_priority_gets_another_sponsor_and_keeps_its_reference() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let list = person.get(&format!("{PLAN}/edit/priorities")).await;
    let before = list.text.split("1: Front door").next().unwrap();
    let href = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let seen = hidden(&person.get(&href).await, "seen");
    let fields =
        [("seen", seen.as_str()), ("title", "The front door"), ("sponsors", "Director"), ("reason", "New director.")];
    assert_eq!(person.post(&href, &fields).await.status, StatusCode::SEE_OTHER);
    let plan = current(&site).await;
    assert_eq!((plan.priorities[0].reference.as_str(), plan.priorities[0].leads[0].name.as_str()), ("1", "Director"));
    let seen = hidden(&person.get(&href).await, "seen");
    let used = person.post(&format!("{href}/remove"), &[("seen", &seen), ("remove_reason", "No longer.")]).await;
    assert!(used.text.contains("2 actions stand under it"), "{}", used.text);
}

#[tokio::test]
async fn readers_see_registers_without_forms() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let manager = site.as_role(Role::ProgrammeManager).await;
    let ann = added(&manager, "people", "Ann Lee", &[("name", "Ann Lee")]).await;
    let reader = site.as_role(Role::BoardMember).await;
    for register in ["registers", "people", "posts", "bodies", "inspections", "abbreviations", "edit/priorities"] {
        let page = reader.get(&format!("{PLAN}/{register}")).await;
        assert_eq!(page.status, StatusCode::OK, "{register}");
        assert!(!page.text.contains("/add\""), "{register}");
    }
    let page = reader.get(&ann).await;
    assert!(page.text.contains("Ann Lee") && !page.text.contains("Save the change"), "{}", page.text);
    assert_eq!(reader.post(&ann, &[("name", "Bo")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(manager.get(&format!("{PLAN}/people/99999")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.get(&format!("{PLAN}/people/first")).await.status, StatusCode::NOT_FOUND);
}
