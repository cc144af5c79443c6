//! Looking after accounts.

use super::*;
use crate::{AccountFilter, AccountState, Scope};

#[tokio::test]
async fn what_is_said_of_an_account_is_tidied_and_what_will_not_do_is_refused() {
    let story = Story::begin().await;
    let call = administrator(0);
    let said = AccountInput {
        email: " Bea.Lund@Harbour.example ".to_owned(),
        name: " Bea   Lund ".to_owned(),
        known_as: vec![" BL ".to_owned(), String::new(), "BL".to_owned(), "Head of  Service".to_owned()],
        ..input(EMAIL, Role::ActionLead)
    };
    let account = story.app.create_account(&call, &said).await.unwrap().account;
    assert_eq!((account.email.as_str(), account.name.as_str()), (EMAIL, "Bea Lund"));
    assert_eq!(account.known_as, ["BL", "Head of Service"]);
    assert_eq!(account.state, AccountState::NotSetUp);

    refused(story.app.create_account(&call, &said).await, "SL-S060");
    for email in ["", "bea", "bea@", "@harbour.example", "bea@harbour", "b ea@harbour.example", "a@b@c.example"] {
        refused(story.app.create_account(&call, &input(email, Role::Sponsor)).await, "SL-A065");
    }
    let nameless = AccountInput { name: "  ".to_owned(), ..input("x@harbour.example", Role::Sponsor) };
    refused(story.app.create_account(&call, &nameless).await, "SL-A066");
    for id in ["", "acc_", "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV", "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV", "'"] {
        refused(story.app.find_account(&call, id).await, "SL-S061");
    }
    assert_eq!(story.app.find_account(&call, &account.id).await.unwrap(), account);
    assert_eq!(story.app.find_account(&call, EMAIL).await.unwrap(), account);
}

#[tokio::test]
async fn only_those_who_manage_accounts_see_or_change_any() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let before = story.audit().await.len();
    for role in Role::ALL.iter().filter(|role| !matches!(role, Role::Administrator | Role::ProgrammeManager)) {
        let call = Call { actor: Actor::operator("Jo Example", *role), ..administrator(0) };
        refused(story.app.list_accounts(&call, &AccountFilter::default()).await, "SL-A001");
        refused(story.app.find_account(&call, &id).await, "SL-A001");
        refused(story.app.create_account(&call, &input("x@harbour.example", Role::Administrator)).await, "SL-A001");
        refused(story.app.change_account(&call, &id, &input(EMAIL, Role::Administrator)).await, "SL-A001");
        refused(story.app.disable_account(&call, &id).await, "SL-A001");
        refused(story.app.enable_account(&call, &id).await, "SL-A001");
        refused(story.app.unlock_account(&call, &id).await, "SL-A001");
        refused(story.app.make_link(&call, &id).await, "SL-A001");
        refused(story.app.remove_second_factor_of(&call, &id).await, "SL-A001");
    }
    assert_eq!(story.audit().await.len(), before);
}

#[tokio::test]
async fn there_is_always_somebody_left_who_can_manage_accounts() {
    let story = Story::begin().await;
    let call = administrator(1);
    let id = story.add_with_password(EMAIL, Role::Administrator).await;
    // An administrator who has not chosen a password, or whose account ends, is nobody to rely on.
    story.add("new@harbour.example", Role::Administrator).await;
    refused(story.app.disable_account(&call, &id).await, "SL-A068");
    refused(story.app.change_account(&call, &id, &input(EMAIL, Role::Sponsor)).await, "SL-A068");
    let ending = AccountInput { expires_on: Some(today()), ..input(EMAIL, Role::Administrator) };
    refused(story.app.change_account(&call, &id, &ending).await, "SL-A068");

    story.add_with_password("cy@harbour.example", Role::Administrator).await;
    story.app.disable_account(&call, &id).await.unwrap();
}

#[tokio::test]
async fn a_change_says_in_the_history_what_was_changed() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let reach = Reach { programmes: Scope::Only(vec!["Harbour".to_owned()]), ..Reach::default() };
    let changed = AccountInput { reach, name: "Bea Lund-Hale".to_owned(), ..input(EMAIL, Role::Sponsor) };
    let account = story.app.change_account(&administrator(1), &id, &changed).await.unwrap();
    assert_eq!((account.role, account.name.as_str()), (Role::Sponsor, "Bea Lund-Hale"));
    let reader = Call { actor: Actor::operator("Jo", Role::ProgrammeManager), ..administrator(1) };
    let row = story.app.history(&reader, &AuditFilter::default()).await.unwrap().remove(0);
    assert_eq!(
        row.entry.detail,
        serde_json::json!({
            "name": "Bea Lund-Hale",
            "was_called": "Bea Lund",
            "role": "sponsor",
            "role_before": "action_lead",
            "address_changed": false,
            "reach": {"programmes": {"only": ["Harbour"]}, "priorities": "all", "teams": "all"},
        })
    );
}

#[tokio::test]
async fn the_list_is_by_name_and_can_be_narrowed() {
    let story = Story::begin().await;
    let call = administrator(0);
    for (name, email, role) in [
        ("cy Hale", "cy@harbour.example", Role::Sponsor),
        ("Ada Fenwick", "ada@harbour.example", Role::Administrator),
        ("Bea Lund", EMAIL, Role::Sponsor),
    ] {
        let input = AccountInput { name: name.to_owned(), ..input(email, role) };
        story.app.create_account(&call, &input).await.unwrap();
    }
    let names = async |filter: AccountFilter| -> Vec<String> {
        let accounts = story.app.list_accounts(&call, &filter).await.unwrap();
        accounts.into_iter().map(|account| account.name).collect()
    };
    assert_eq!(names(AccountFilter::default()).await, ["Ada Fenwick", "Bea Lund", "cy Hale"]);
    let words = |words: &str| AccountFilter { words: words.to_owned(), ..AccountFilter::default() };
    assert_eq!(names(words("LUND bea")).await, ["Bea Lund"]);
    assert_eq!(names(words("ada@")).await, ["Ada Fenwick"]);
    let sponsors = AccountFilter { role: Some(Role::Sponsor), ..AccountFilter::default() };
    assert_eq!(names(sponsors).await, ["Bea Lund", "cy Hale"]);
    let active = AccountFilter { state: Some(AccountState::Active), ..AccountFilter::default() };
    assert!(names(active).await.is_empty());
}
