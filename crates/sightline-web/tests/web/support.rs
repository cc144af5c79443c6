//! One site in process, on a store of its own, and somebody who visits it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, NaiveDate, Utc};
use http_body_util::BodyExt as _;
use sightline_app::{AccountInput, Actor, App, Call, Database, Key, Keys, NewAccessToken, Reach, Role, Vocabulary};
use sightline_web::{Clock, Site, WebSettings, router};
use tower::ServiceExt as _;

/// The day of every test.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
}

/// The moment of every test.
pub(crate) fn now() -> DateTime<Utc> {
    today().and_hms_opt(9, 0, 0).unwrap().and_utc()
}

/// A store in a folder of its own, and the app on it.
pub(crate) struct TestSite {
    pub(crate) app: App,
    _folder: tempfile::TempDir,
}

/// A page as it came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
}

/// Somebody with a browser.
pub(crate) struct Person {
    router: Router,
    program: Option<Program>,
}

/// A program of somebody, with its token.
struct Program {
    owner: Call,
    token: String,
    id: String,
}

impl TestSite {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::File(folder.path().join("sightline.db"));
        let app = App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap();
        let app = app.with_keys(Keys::new(Key::random(), None), now()).await.unwrap();
        Self { app, _folder: folder }
    }

    /// A call of the programme manager at the machine itself, to fill the store.
    #[expect(clippy::unused_self, reason = "it is the call of the manager of this site")]
    pub(crate) fn call(&self) -> Call {
        Call { actor: Actor::operator("Jo Example", Role::ProgrammeManager), at: now(), today: today() }
    }

    /// Somebody of this role, signed in.
    pub(crate) async fn as_role(&self, role: Role) -> Person {
        self.signed_in(Actor::operator("Jo Example", role)).await
    }

    /// This person, signed in.
    #[expect(clippy::unused_async, reason = "signing in is work, as it is in a browser")]
    pub(crate) async fn signed_in(&self, actor: Actor) -> Person {
        Person { router: router(&self.site().assuming(actor)), program: None }
    }

    /// A program of somebody of this role.
    pub(crate) async fn as_program(&self, role: Role, may_write: bool) -> Person {
        let administrator = Call { actor: Actor::operator("Jo Example", Role::Administrator), ..self.call() };
        let input = AccountInput {
            email: "program@harbour.example".to_owned(),
            name: "Ada Fenwick".to_owned(),
            role,
            reach: Reach::default(),
            known_as: Vec::new(),
            expires_on: None,
        };
        let made = self.app.create_account(&administrator, &input).await.unwrap().account;
        let actor = Actor { account: Some(made.id), ..Actor::operator(made.name, role) };
        let owner = Call { actor, ..self.call() };
        let new = NewAccessToken { name: "Figures".to_owned(), may_write, expires_on: today() };
        let (token, secret) = self.app.make_access_token(&owner, &new).await.unwrap();
        let program = Program { owner, token: secret.as_str().to_owned(), id: token.id };
        Person { router: router(&self.site()), program: Some(program) }
    }

    /// Somebody who is not signed in.
    pub(crate) fn nobody(&self) -> Person {
        Person { router: router(&self.site()), program: None }
    }

    fn site(&self) -> Site {
        Site::new(self.app.clone(), WebSettings::default(), Clock::new(|| (now(), today())))
    }
}

impl Person {
    /// Opens an address.
    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the session.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut body = "csrf=assumed".to_owned();
        for (name, value) in fields {
            let encode = |text: &str| {
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
            };
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Sends a form with files, with the token of the session.
    pub(crate) async fn upload(&self, path: &str, files: &[(&str, &str, &[u8])]) -> Page {
        self.upload_with(path, &[], files).await
    }

    /// Sends a form with fields and files, with the token of the session.
    pub(crate) async fn upload_with(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        const BOUNDARY: &str = "----between-the-parts";
        let mut body = String::new();
        for (name, value) in [("csrf", "assumed")].iter().chain(fields) {
            body.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let mut bytes = Vec::new();
        for (field, name, content) in files {
            body.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            ));
            bytes.extend_from_slice(body.as_bytes());
            bytes.extend_from_slice(content);
            "\r\n".clone_into(&mut body);
        }
        bytes.extend_from_slice(format!("{body}--{BOUNDARY}--\r\n").as_bytes());
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(bytes))
            .unwrap();
        self.send(request).await
    }

    /// The entity tag of what is at an address.
    pub(crate) async fn tag(&self, path: &str) -> String {
        self.get(path).await.headers[header::ETAG].to_str().unwrap().to_owned()
    }

    /// Takes the token of this program back.
    pub(crate) async fn revoke(&self, site: &TestSite) {
        let program = self.program.as_ref().unwrap();
        site.app.revoke_access_token(&program.owner, &program.id).await.unwrap();
    }

    /// Sends any request.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Page {
        if let Some(program) = &self.program {
            let bearer = format!("Bearer {}", program.token).parse().unwrap();
            request.headers_mut().insert(header::AUTHORIZATION, bearer);
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let headers = response.headers().clone();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Page { status, location, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
