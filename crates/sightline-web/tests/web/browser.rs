//! Somebody with a browser of their own, who signs in like anybody else.

use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::BodyExt as _;
use sightline_app::mail::Mailer;
use sightline_app::{
    AccountInput, Actor, App, Call, Database, Key, Keys, PasswordCost, Reach, Role, SignInRules, Vocabulary,
};
use sightline_web::{Clock, Site, WebSettings, router};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower::ServiceExt as _;

use crate::support;

pub(crate) const PASSWORD: &str = "eleven green bottles";

/// A site on a store of its own, with a clock that tests set.
pub(crate) struct House {
    pub(crate) app: App,
    minutes: Arc<AtomicI64>,
    router: Router,
    folder: tempfile::TempDir,
}

/// A page as it came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) text: String,
    pub(crate) cookies: Vec<String>,
    pub(crate) headers: axum::http::HeaderMap,
}

/// One browser: it keeps cookies and remembers the token of the last page.
pub(crate) struct Browser {
    router: Router,
    cookies: Mutex<Vec<(String, String)>>,
    csrf: Mutex<String>,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with(WebSettings::default()).await
    }

    /// A site that can send letters.
    pub(crate) async fn open_with_mail(mailer: Arc<dyn Mailer>) -> Self {
        Self::made(WebSettings::default(), Some(mailer)).await
    }

    pub(crate) async fn with(settings: WebSettings) -> Self {
        Self::made(settings, None).await
    }

    async fn made(settings: WebSettings, mailer: Option<Arc<dyn Mailer>>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::File(folder.path().join("sightline.db"));
        let rules = SignInRules { password_cost: PasswordCost::for_tests(), ..SignInRules::default() };
        let app = App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap().with_sign_in_rules(rules);
        let app = app.with_keys(Keys::new(Key::random(), None), support::now()).await.unwrap();
        let app = match mailer {
            Some(mailer) => app.with_mailer(mailer, "https://sightline.example"),
            None => app,
        };
        let minutes = Arc::new(AtomicI64::new(0));
        let read = Arc::clone(&minutes);
        let clock = Clock::new(move || {
            let at = support::now() + TimeDelta::minutes(read.load(Ordering::Relaxed));
            (at, at.date_naive())
        });
        let router = router(&Site::new(app.clone(), settings, clock));
        Self { app, minutes, router, folder }
    }

    /// The file of the database.
    pub(crate) fn database_file(&self) -> std::path::PathBuf {
        self.folder.path().join("sightline.db")
    }

    /// Lets time go by; backwards too.
    pub(crate) fn later(&self, minutes: i64) {
        self.minutes.fetch_add(minutes, Ordering::Relaxed);
    }

    /// Sets the clock to the machine's own, for what somebody else signs with theirs.
    #[expect(clippy::disallowed_methods, reason = "a real provider signs with the real time")]
    pub(crate) fn set_to_now(&self) {
        self.minutes.store((Utc::now() - support::now()).num_minutes(), Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        support::now() + TimeDelta::minutes(self.minutes.load(Ordering::Relaxed))
    }

    /// The operator at the machine itself.
    pub(crate) fn call(&self) -> Call {
        let actor = Actor::operator("Jo Example", Role::ProgrammeManager);
        Call { actor, at: self.now(), today: self.now().date_naive() }
    }

    /// An account with [`PASSWORD`]; gives its identifier.
    pub(crate) async fn account(&self, email: &str, role: Role) -> String {
        let input = AccountInput {
            email: email.to_owned(),
            name: "Bea Lund".to_owned(),
            role,
            reach: Reach::default(),
            known_as: Vec::new(),
            expires_on: None,
        };
        let made = self.app.create_account(&self.call(), &input).await.unwrap();
        self.app.choose_password(made.link.token.as_str(), PASSWORD, self.now()).await.unwrap();
        made.account.id
    }

    /// A browser without any cookie.
    pub(crate) fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: Mutex::default(), csrf: Mutex::default() }
    }

    /// A browser on which somebody of this role has signed in.
    pub(crate) async fn signed_in(&self, email: &str, role: Role) -> Browser {
        self.account(email, role).await;
        let browser = self.browser();
        let page = browser.sign_in(email, PASSWORD).await;
        assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/"), "{}", page.text);
        browser.get("/account").await;
        browser
    }
}

impl Browser {
    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Page {
        self.post("/sign-in", &[("email", email), ("password", password), ("next", "/")]).await
    }

    /// Opens an address.
    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the last page.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.csrf.lock().unwrap().clone();
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let mut body = format!("csrf={}", encode(&csrf));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let cookies: Vec<String> =
            parts.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect();
        for cookie in &cookies {
            self.keep(cookie);
        }
        let location = parts.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((_, rest)) = text.split_once("name=\"csrf\" value=\"") {
            rest.split('"').next().unwrap().clone_into(&mut self.csrf.lock().unwrap());
        }
        Page { status: parts.status, location: location.unwrap_or_default(), text, cookies, headers: parts.headers }
    }

    /// Takes a cookie as a browser does.
    fn keep(&self, cookie: &str) {
        let (name, rest) = cookie.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap();
        let mut kept = self.cookies.lock().unwrap();
        kept.retain(|(known, _)| known != name);
        if !cookie.contains("Max-Age=0") && !value.is_empty() {
            kept.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The value of a cookie that the browser holds.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.keep(&format!("{name}={value}"));
    }
}

impl Page {
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "{words:?} is not on the page:\n{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn never_says(&self, words: &str) -> &Self {
        assert!(!self.text.contains(words), "{words:?} is on the page:\n{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn leads_to(&self, location: &str) -> &Self {
        assert_eq!((self.status, self.location.as_str()), (StatusCode::SEE_OTHER, location), "{}", self.text);
        self
    }
}
