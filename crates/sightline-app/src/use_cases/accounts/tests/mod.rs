//! What holds for accounts, and for whoever tries to sign in to one.

mod accounts;
mod kept_forms;
mod links;
mod second_factor;
mod sessions;
mod sign_in;
mod single_sign_on;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{AccountInput, NewAccountLink, OpenedSession, PasswordCost, SignInRules, SignInStep};
use crate::{Actor, App, AuditFilter, Call, Database, Error, Key, Keys, Reach, Result, Role, Vocabulary};

const PASSWORD: &str = "eleven green bottles";
const EMAIL: &str = "bea.lund@harbour.example";

/// The moment so many minutes into the story.
fn minute(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
}

fn today() -> NaiveDate {
    minute(0).date_naive()
}

/// An administrator at a minute.
fn administrator(minutes: i64) -> Call {
    Call { actor: Actor::operator("Ada Fenwick", Role::Administrator), at: minute(minutes), today: today() }
}

struct Story {
    app: App,
    folder: tempfile::TempDir,
}

impl Story {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = open(folder.path()).await;
        Self { app, folder }
    }

    /// A second process on the same store.
    async fn another_process(&self) -> App {
        open(self.folder.path()).await
    }

    async fn add(&self, email: &str, role: Role) -> NewAccountLink {
        self.app.create_account(&administrator(0), &input(email, role)).await.unwrap()
    }

    /// An account whose password is [`PASSWORD`]; gives its identifier.
    async fn add_with_password(&self, email: &str, role: Role) -> String {
        let made = self.add(email, role).await;
        self.app.choose_password(made.link.token.as_str(), PASSWORD, minute(0)).await.unwrap();
        made.account.id
    }

    async fn sign_in(&self, password: &str, minutes: i64) -> Result<SignInStep> {
        self.app.sign_in(EMAIL, password, minute(minutes), today()).await
    }

    async fn signed_in(&self, minutes: i64) -> OpenedSession {
        match self.sign_in(PASSWORD, minutes).await.unwrap() {
            SignInStep::Done(opened) => opened,
            SignInStep::Code(_) => panic!("a code is asked for"),
        }
    }

    /// The call of whoever has this session.
    async fn call(&self, session: &OpenedSession, minutes: i64) -> Call {
        let signed_in = self.app.session(session.token.as_str(), minute(minutes)).await.unwrap().unwrap();
        Call { actor: signed_in.actor.clone(), at: minute(minutes), today: today() }
    }

    async fn is_open(&self, session: &OpenedSession, minutes: i64) -> bool {
        self.app.session(session.token.as_str(), minute(minutes)).await.unwrap().is_some()
    }

    /// Actions of the audit log, the latest first.
    async fn audit(&self) -> Vec<String> {
        let reader = Call { actor: Actor::operator("Jo Example", Role::ProgrammeManager), ..administrator(0) };
        let rows = self.app.history(&reader, &AuditFilter::default()).await.unwrap();
        rows.into_iter().map(|row| row.entry.action).collect()
    }
}

async fn open(folder: &std::path::Path) -> App {
    let app = App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap();
    let app =
        app.with_sign_in_rules(SignInRules { password_cost: PasswordCost::for_tests(), ..SignInRules::default() });
    app.with_keys(Keys::new(key("1"), None), minute(0)).await.unwrap()
}

/// A key of one digit only.
fn key(digit: &str) -> Key {
    Key::from_hex(&digit.repeat(64)).unwrap()
}

fn input(email: &str, role: Role) -> AccountInput {
    AccountInput {
        email: email.to_owned(),
        name: "Bea Lund".to_owned(),
        role,
        reach: Reach::default(),
        known_as: vec!["BL".to_owned()],
        expires_on: None,
    }
}

#[track_caller]
fn refused<T>(result: Result<T>, code: &str) {
    let error: Error = result.err().expect("it is refused");
    assert_eq!(error.code(), code, "{error}");
}
