//! The built program as it serves, and somebody who is signed in.

#![expect(unreachable_pub, reason = "part of a test, which is a crate of its own")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use sightline_app::{AccountInput, Actor, App, Call, Database, ProvenIdentity, Reach, Role, Vocabulary};

/// The moment at which [`command`](crate::run::command) sets the clock.
fn now() -> DateTime<Utc> {
    "2026-10-31T12:00:00Z".parse().expect("a moment")
}

/// A programme manager at the machine itself.
pub fn call() -> Call {
    let today: NaiveDate = now().date_naive();
    Call { actor: Actor::operator("Jo Example", Role::ProgrammeManager), at: now(), today }
}

/// The data of a folder, opened beside whoever serves it.
pub async fn app(folder: &Path) -> App {
    let database = Database::File(folder.join("data/sightline.db"));
    App::open(&database, Vocabulary::built_in().expect("words")).await.expect("the store opens")
}

/// The program, serving until it is killed.
pub struct Served {
    child: Mutex<Child>,
    url: String,
}

impl Served {
    /// Starts a command that serves at an address of its own choice.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("output")).lines();
        let line = lines
            .find_map(|line| line.ok().filter(|line| line.contains("listening on ")))
            .expect("it says where it listens");
        let address = line.split("listening on ").nth(1).and_then(|rest| rest.split(')').next()).expect("an address");
        Self { child: Mutex::new(child), url: format!("http://{address}") }
    }

    /// Ends it as a power cut does: it cannot finish anything.
    pub fn kill(&self) {
        let mut child = self.child.lock().expect("nobody panicked");
        child.kill().expect("it runs");
        child.wait().expect("it ends");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        if let Ok(mut child) = self.child.lock() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Words that make the program serve.
pub const SERVE: [&str; 3] = ["serve", "--address", "127.0.0.1:0"];

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    client: reqwest::Client,
    cookie: String,
    csrf: String,
}

/// A page as it came back.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub text: String,
}

impl Person {
    /// A programme manager with a session in the store of a folder.
    pub async fn programme_manager(folder: &Path) -> Self {
        let app = app(folder).await;
        let administrator = Call { actor: Actor::operator("Jo Example", Role::Administrator), ..call() };
        let email = "ada@harbour.example".to_owned();
        let input = AccountInput {
            email: email.clone(),
            name: "Ada Fenwick".to_owned(),
            role: Role::ProgrammeManager,
            reach: Reach::default(),
            known_as: Vec::new(),
            expires_on: None,
        };
        app.create_account(&administrator, &input).await.expect("an account");
        let identity = ProvenIdentity {
            issuer: "https://harbour.example".to_owned(),
            subject: email.clone(),
            verified_email: Some(email),
            name: None,
        };
        let call = call();
        let opened = app.sign_in_with_identity(&identity, None, call.at, call.today).await.expect("a session");
        let session = app.session(opened.token.as_str(), call.at).await.expect("a session").expect("it is open");
        app.close().await.expect("the store closes");
        Self {
            client: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client"),
            cookie: format!("sightline_session={}", opened.token.as_str()),
            csrf: session.csrf.clone(),
        }
    }

    /// Opens a page; nothing when no answer came.
    pub async fn get(&self, served: &Served, path: &str) -> Option<Page> {
        self.answer(self.client.get(format!("{}{path}", served.url))).await
    }

    /// Reports on an action; nothing when no answer came.
    pub async fn report(&self, served: &Served, action: &str, note: &str) -> Option<Page> {
        let form = [("csrf", self.csrf.as_str()), ("action_rating", "green"), ("note", note)];
        let url = format!("{}/plans/harbour/actions/{action}/update", served.url);
        self.answer(self.client.post(url).form(&form)).await
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> Option<Page> {
        let answer = request.header("cookie", &self.cookie).send().await.ok()?;
        let status = answer.status().as_u16();
        Some(Page { status, text: answer.text().await.ok()? })
    }
}

/// The notes of every update of an action, in the order of the history.
pub async fn notes(app: &App, action: &str) -> Vec<String> {
    let record = app.action_record(&call(), "harbour", action, None).await.expect("the action");
    record.updates.into_iter().filter_map(|recorded| recorded.update.note).collect()
}
