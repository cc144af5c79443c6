//! Accounts, sessions, one-time links and kept forms.

use chrono::Duration;
use serde_json::json;
use sightline_store::{
    AccountChange, AccountId, AccountRecord, AuditFilter, Error, KeptForm, LinkPurpose, LinkStep, NewAccount, NewLink,
    NewSession, Result, Secret, SessionStep, Store,
};

use crate::example::{audit, day, moment};
use crate::place::{Place, on_both};

fn new_account(email: &str) -> NewAccount {
    NewAccount {
        email: email.to_owned(),
        name: "Bea Lund".to_owned(),
        role: "action_lead".to_owned(),
        reach: json!({"programmes": {"only": ["Harbour"]}}),
        known_as: vec!["BL".to_owned(), "Head of Service".to_owned()],
        expires_on: Some(day("2027-03-31")),
        password_hash: None,
    }
}

async fn added(store: &Store, email: &str) -> AccountRecord {
    store.add_account(&new_account(email), Vec::new(), audit("account.add")).await.unwrap()
}

fn link(token: &str) -> NewLink {
    NewLink { token_sha256: token.to_owned(), purpose: LinkPurpose::SetUp, expires_at: moment(60) }
}

fn session(token: &str) -> SessionStep {
    let csrf = format!("mark of {token}");
    SessionStep::Begin(NewSession { token_sha256: token.to_owned(), csrf, needs_second_factor: false })
}

/// Takes these steps at a minute of the day.
async fn step(
    store: &Store,
    id: &AccountId,
    minute: i64,
    sessions: Vec<SessionStep>,
    links: Vec<LinkStep>,
) -> Result<AccountRecord> {
    let mut audit = audit("account.step");
    audit.at = moment(minute);
    store.change_account(id, |_| Ok(AccountChange { audit, sessions, links })).await
}

async fn tokens(store: &Store, id: &AccountId) -> Vec<String> {
    store.sessions(id).await.unwrap().into_iter().map(|session| session.token_sha256).collect()
}

async fn audit_rows(store: &Store) -> usize {
    store.audit_log(&AuditFilter::default()).await.unwrap().len()
}

fn form(account: &AccountId, token: &str, minute: i64) -> KeptForm {
    KeptForm {
        id: String::new(),
        account: account.clone(),
        token_sha256: token.to_owned(),
        path: format!("/plans/harbour?minute={minute}"),
        content_type: "application/x-www-form-urlencoded".to_owned(),
        body: vec![b'a', 0, 0xff, b'='],
        kept_at: moment(minute),
        expires_at: moment(minute + 60),
    }
}

on_both! {
    async fn an_account_comes_back_as_it_was_added_and_changed(place: &Place) {
        let store = place.open().await;
        let made = added(&store, "Bea.Lund@Harbour.example ").await;
        assert_eq!(made.email, "bea.lund@harbour.example");
        assert_eq!(store.account(&made.id).await.unwrap(), made);
        assert_eq!(store.account_by_email("BEA.LUND@harbour.example").await.unwrap().as_ref(), Some(&made));
        assert_eq!(store.account_by_email("nobody@harbour.example").await.unwrap(), None);
        assert_eq!(store.count_accounts().await.unwrap(), 1);

        let changed = store
            .change_account(&made.id, |account| {
                account.password_hash = Some(Secret("$argon2id$…".to_owned()));
                account.totp_secret = Some(Secret("BASE32".to_owned()));
                account.totp_last_step = Some(58_000_000);
                account.totp_offered = Some(Secret("BASE33".to_owned()));
                account.recovery_codes = vec!["ab".repeat(32)];
                account.oidc_subject = Some("https://id.example 17".to_owned());
                account.failed_sign_ins = 3;
                account.locked_at = Some(moment(1));
                account.signed_in_at = Some(moment(2));
                account.disabled_at = Some(moment(3));
                account.expires_on = None;
                Ok::<_, Error>(audit("account.change").into())
            })
            .await
            .unwrap();
        assert_eq!(store.account(&made.id).await.unwrap(), changed);
        assert_eq!(store.account_by_subject("https://id.example 17").await.unwrap().as_ref(), Some(&changed));
        assert_eq!(store.accounts().await.unwrap(), [changed]);

        let rows = store.audit_log(&AuditFilter::default()).await.unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.entry.object == format!("account {}", made.id)));
    }

    async fn no_two_accounts_share_an_address_or_a_single_sign_on(place: &Place) {
        let store = place.open().await;
        let (one, two) = (added(&store, "one@harbour.example").await, added(&store, "two@harbour.example").await);
        let error = store.add_account(&new_account("ONE@harbour.example"), Vec::new(), audit("x")).await.unwrap_err();
        assert!(matches!(error, Error::EmailTaken), "{error}");
        assert!(!error.to_string().contains("harbour"), "an error never names an address");

        let take = async |id: &AccountId, change: fn(&mut AccountRecord)| {
            store.change_account(id, |account| { change(account); Ok::<_, Error>(audit("x").into()) }).await
        };
        take(&one.id, |account| account.oidc_subject = Some("17".to_owned())).await.unwrap();
        let error = take(&two.id, |account| account.oidc_subject = Some("17".to_owned())).await.unwrap_err();
        assert!(matches!(error, Error::SubjectTaken), "{error}");
        let error = take(&two.id, |account| "one@harbour.example".clone_into(&mut account.email)).await.unwrap_err();
        assert!(matches!(error, Error::EmailTaken), "{error}");
        assert_eq!(store.account(&two.id).await.unwrap(), two);
        assert_eq!(audit_rows(&store).await, 3);
    }

    async fn a_change_that_is_refused_leaves_nothing(place: &Place) {
        let store = place.open().await;
        let made = added(&store, "bea@harbour.example").await;
        let error = store
            .change_account(&made.id, |account| {
                "Somebody else".clone_into(&mut account.name);
                Err::<AccountChange, _>(Error::LinkSpent)
            })
            .await
            .unwrap_err();
        assert!(matches!(error, Error::LinkSpent));
        // A step that fails after the account was changed.
        let error = store
            .change_account(&made.id, |account| {
                "Somebody else".clone_into(&mut account.name);
                Ok::<_, Error>(AccountChange { links: vec![LinkStep::Use("no such".to_owned())], ..audit("x").into() })
            })
            .await
            .unwrap_err();
        assert!(matches!(error, Error::LinkSpent));
        assert_eq!(store.account(&made.id).await.unwrap(), made);
        let unknown = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap();
        assert!(matches!(step(&store, &unknown, 0, vec![], vec![]).await.unwrap_err(), Error::UnknownAccount));
        assert_eq!(audit_rows(&store).await, 1);
    }

    async fn of_changes_at_the_same_time_none_is_lost(place: &Place) {
        let store = place.open().await;
        let made = added(&store, "bea@harbour.example").await;
        let count = async || {
            store
                .change_account(&made.id, |account| {
                    account.failed_sign_ins += 1;
                    Ok::<_, Error>(audit("account.sign_in_refused").into())
                })
                .await
                .unwrap();
        };
        tokio::join!(count(), count(), count(), count());
        assert_eq!(store.account(&made.id).await.unwrap().failed_sign_ins, 4);
    }

    async fn sessions_begin_are_used_and_end(place: &Place) {
        let store = place.open().await;
        let (bea, ada) = (added(&store, "bea@harbour.example").await.id, added(&store, "ada@harbour.example").await.id);
        step(&store, &bea, 1, vec![session("b1"), session("b2"), session("b3")], vec![]).await.unwrap();
        step(&store, &ada, 2, vec![session("a1")], vec![]).await.unwrap();
        let (found, account) = store.session("b2").await.unwrap().unwrap();
        assert_eq!((found.csrf.as_str(), found.created_at, found.seen_at), ("mark of b2", moment(1), moment(1)));
        assert_eq!(account.id, bea);
        assert_eq!(store.session("b4").await.unwrap(), None);

        let rows = audit_rows(&store).await;
        store.note_session_seen("b3", moment(5)).await.unwrap();
        assert_eq!(audit_rows(&store).await, rows, "being here is not audited");
        assert_eq!(tokens(&store, &bea).await, ["b3", "b1", "b2"]);

        // Nobody ends a session of somebody else.
        step(&store, &bea, 6, vec![SessionStep::End("a1".to_owned()), SessionStep::End("b2".to_owned())], vec![]).await.unwrap();
        assert_eq!(tokens(&store, &bea).await, ["b3", "b1"]);
        assert_eq!(tokens(&store, &ada).await, ["a1"]);
        step(&store, &bea, 7, vec![SessionStep::EndOthers("b1".to_owned())], vec![]).await.unwrap();
        assert_eq!(tokens(&store, &bea).await, ["b1"]);
        step(&store, &bea, 8, vec![SessionStep::EndAll, session("b5")], vec![]).await.unwrap();
        assert_eq!(tokens(&store, &bea).await, ["b5"]);
        step(&store, &bea, 9, vec![SessionStep::Forget(moment(8))], vec![]).await.unwrap();
        assert_eq!((tokens(&store, &bea).await, tokens(&store, &ada).await), (vec!["b5".to_owned()], vec![]));
    }

    async fn a_link_works_once_in_time_and_for_its_account(place: &Place) {
        let store = place.open().await;
        let bea = store.add_account(&new_account("bea@harbour.example"), vec![LinkStep::Make(link("first"))], audit("x")).await.unwrap().id;
        let ada = added(&store, "ada@harbour.example").await.id;
        let used = async |id: &AccountId, minute: i64, token: &str| {
            step(&store, id, minute, vec![], vec![LinkStep::Use(token.to_owned())]).await
        };
        assert!(used(&ada, 1, "first").await.is_err(), "of another account");
        assert!(used(&bea, 60, "first").await.is_err(), "too old");
        used(&bea, 59, "first").await.unwrap();
        assert!(used(&bea, 59, "first").await.is_err(), "used before");
        assert_eq!(store.link("first").await.unwrap().unwrap().used_at, Some(moment(59)));

        step(&store, &bea, 2, vec![], vec![LinkStep::Make(link("second"))]).await.unwrap();
        step(&store, &bea, 3, vec![], vec![LinkStep::Make(link("third"))]).await.unwrap();
        assert_eq!(store.link("second").await.unwrap(), None, "replaced by a newer one");
        step(&store, &bea, 4, vec![], vec![LinkStep::Withdraw]).await.unwrap();
        assert_eq!(store.link("third").await.unwrap(), None);
    }

    async fn a_kept_form_comes_back_whole_to_its_account_and_browser_until_it_is_too_old(place: &Place) {
        let store = place.open().await;
        let (bea, ada) = (added(&store, "bea@harbour.example").await.id, added(&store, "ada@harbour.example").await.id);
        let rows = audit_rows(&store).await;
        let id = store.keep_form(&form(&bea, "browser", 1)).await.unwrap();
        store.keep_form(&form(&ada, "browser", 2)).await.unwrap();
        let kept = store.kept_forms(&bea, "browser", moment(60)).await.unwrap();
        assert_eq!(kept, [KeptForm { id: id.clone(), ..form(&bea, "browser", 1) }]);
        assert!(store.kept_forms(&bea, "another", moment(60)).await.unwrap().is_empty());
        assert!(store.kept_forms(&bea, "browser", moment(61)).await.unwrap().is_empty());

        assert!(!store.forget_form(&ada, &id).await.unwrap());
        assert!(store.forget_form(&bea, &id).await.unwrap());
        assert!(!store.forget_form(&bea, &id).await.unwrap(), "once");
        assert_eq!(audit_rows(&store).await, rows);

        for minute in 1..=7 {
            store.keep_form(&form(&bea, "browser", minute)).await.unwrap();
        }
        let minutes: Vec<_> = store.kept_forms(&bea, "browser", moment(8)).await.unwrap().iter().map(|form| form.kept_at).collect();
        assert_eq!(minutes, (3..=7).map(moment).collect::<Vec<_>>(), "the last five");
        store.keep_form(&form(&ada, "browser", 1000)).await.unwrap();
        assert!(store.kept_forms(&bea, "browser", moment(8)).await.unwrap().is_empty(), "old ones go");
    }

    async fn a_backup_holds_accounts_and_nobody_is_signed_in_after_a_restore(place: &Place) {
        let store = place.open().await;
        let bea = store.add_account(&new_account("bea@harbour.example"), vec![LinkStep::Make(link("link"))], audit("x")).await.unwrap();
        step(&store, &bea.id, 1, vec![session("b1")], vec![]).await.unwrap();
        store.keep_form(&form(&bea.id, "browser", 1)).await.unwrap();
        let file = place.file("backup.zip");
        store.backup(&file, moment(2), audit("store.backup")).await.unwrap();

        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        assert_eq!(restored.accounts().await.unwrap(), std::slice::from_ref(&bea));
        assert_eq!(restored.session("b1").await.unwrap(), None);
        assert_eq!(restored.link("link").await.unwrap(), None);
        assert!(restored.kept_forms(&bea.id, "browser", moment(2)).await.unwrap().is_empty());
        restored.close().await.unwrap();
        other.clear().await;
    }
}

#[test]
fn secrets_and_what_was_typed_are_never_printed() {
    let secret = Secret("$argon2id$s3cret".to_owned());
    assert!(!format!("{secret:?}").contains("s3cret"));
    let form = form(&"acc_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap(), "browser", 1);
    assert!(!format!("{form:?}").contains("255"));
    assert_eq!(form.expires_at - form.kept_at, Duration::minutes(60));
}
