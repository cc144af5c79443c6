//! Signing in through a provider of identities.

use super::*;
use crate::ProvenIdentity;

fn identity(subject: &str, email: Option<&str>) -> ProvenIdentity {
    ProvenIdentity {
        issuer: "https://id.harbour.example".to_owned(),
        subject: subject.to_owned(),
        verified_email: email.map(str::to_owned),
        name: Some("Bea Lund".to_owned()),
    }
}

impl Story {
    async fn enter(&self, identity: &ProvenIdentity, new_accounts: Option<Role>) -> Result<OpenedSession> {
        self.app.sign_in_with_identity(identity, new_accounts, minute(1), today()).await
    }
}

#[tokio::test]
async fn an_account_is_found_by_verified_address_and_from_then_on_by_subject() {
    let story = Story::begin().await;
    let id = story.add(EMAIL, Role::Sponsor).await.account.id;
    refused(story.enter(&identity("17", None), None).await, "SL-A134");
    let opened = story.enter(&identity("17", Some(EMAIL)), None).await.unwrap();
    assert_eq!(opened.account, id);
    assert!(story.is_open(&opened, 2).await);
    // Another address at the provider, or none: still the same person.
    assert_eq!(story.enter(&identity("17", Some("bea@elsewhere.example")), None).await.unwrap().account, id);
    assert_eq!(story.enter(&identity("17", None), None).await.unwrap().account, id);
    // Somebody else who was given the address does not get the account.
    refused(story.enter(&identity("18", Some(EMAIL)), None).await, "SL-A060");
    // Nor does somebody whom another provider calls the same.
    let other = ProvenIdentity { issuer: "https://id.elsewhere.example".to_owned(), ..identity("17", None) };
    refused(story.enter(&other, None).await, "SL-A134");
}

#[tokio::test]
async fn nobody_gets_an_account_by_themselves_unless_a_role_is_set_for_that() {
    let story = Story::begin().await;
    refused(story.enter(&identity("17", Some(EMAIL)), None).await, "SL-A134");
    refused(story.enter(&identity("17", None), Some(Role::BoardMember)).await, "SL-A134");
    let opened = story.enter(&identity("17", Some(EMAIL)), Some(Role::BoardMember)).await.unwrap();
    let call = story.call(&opened, 2).await;
    assert_eq!((call.actor.role, call.actor.name.as_str()), (Role::BoardMember, "Bea Lund"));
    assert_eq!(
        story.enter(&identity("17", Some(EMAIL)), Some(Role::BoardMember)).await.unwrap().account,
        opened.account
    );
}

#[tokio::test]
async fn a_disabled_account_is_not_opened_by_single_sign_on_either() {
    let story = Story::begin().await;
    let id = story.add(EMAIL, Role::Sponsor).await.account.id;
    story.enter(&identity("17", Some(EMAIL)), None).await.unwrap();
    story.app.disable_account(&administrator(1), &id).await.unwrap();
    refused(story.enter(&identity("17", Some(EMAIL)), Some(Role::Sponsor)).await, "SL-A060");
}
