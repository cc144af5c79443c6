//! Measures the web application under many people at once, and fails when a promise is missed.
//!
//! A store with fifty programmes of sixty actions and four thousand updates
//! each is served by the built program as people start it. Fifty people, each
//! with a session, open pages and send updates nine to one, each as fast as the
//! answers come; then five hundred who think for a moment between two pages.
//! `DATABASE_URL` in `SIGHTLINE_BENCH_DATABASE` measures PostgreSQL instead of
//! SQLite; `SIGHTLINE_BENCH_SECONDS` sets how long the five hundred go on.
//!
//! People and server share the machine, so the figures are worst cases for it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, Local, NaiveDate, Utc};
use sightline_app::{
    AccountInput, Actor, App, Call, Database, ImportInput, Reach, Role, SourceBytes, UpdateInput, Vocabulary,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sightline");
const PLANS: usize = 50;
const ACTIONS: usize = 60;
const UPDATES: usize = 4000;
const PASSWORD: &str = "nine pages and one update";
/// Accounts that sign in; people beyond them share their sessions, as browsers with several tabs do.
const ACCOUNTS: usize = 20;

const READ_BUDGET_MS: f64 = 50.0;
const WRITE_BUDGET_MS: f64 = 100.0;
const MEMORY_BUDGET_MB: f64 = 300.0;
const PAGE_BUDGET_KB: usize = 300;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let folder = std::env::temp_dir().join(format!("sightline-web-bench-{}", std::process::id()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome: Outcome<usize> = fs::create_dir_all(&folder)
        .map_err(Into::into)
        .and_then(|()| runtime.map_err(Into::into))
        .and_then(|runtime| runtime.block_on(bench(&folder)));
    // A folder that stays is only untidy.
    let _ = fs::remove_dir_all(&folder);
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            eprintln!("{missed} promises missed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("the bench could not be run: {error}");
            ExitCode::from(2)
        }
    }
}

/// What one kind of request took, and how large its answers were.
#[derive(Default)]
struct Taken {
    milliseconds: Vec<f64>,
    largest: usize,
}

impl Taken {
    fn percentile(&mut self, share: f64) -> f64 {
        self.milliseconds.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a list in memory"
        )]
        let place = (self.milliseconds.len() as f64 * share) as usize;
        self.milliseconds.get(place.min(self.milliseconds.len().saturating_sub(1))).copied().unwrap_or(0.0)
    }
}

async fn bench(folder: &Path) -> Outcome<usize> {
    let address = variable("SIGHTLINE_BENCH_DATABASE");
    let database = match &address {
        Some(url) => Database::Server(url.clone()),
        None => Database::File(folder.join("sightline.db")),
    };
    fill(&database).await?;
    let server = Server::start(folder, address.as_deref())?;
    let sessions = Arc::new(server.sign_in_all().await?);

    let mut missed = 0;
    let baseline = baseline();
    eprintln!("baseline: hashing 64 MiB takes {baseline:.0} ms");
    eprintln!(
        "{:<34} {:>7} {:>9} {:>9} {:>9} {:>8} {:>9}",
        "50 at once", "number", "median", "p95", "budget", "ratio", "largest"
    );
    let fifty = people(&server, &sessions, 50, Duration::from_secs(20), Duration::ZERO).await?;
    for (name, mut taken) in fifty {
        let budget = if name.starts_with("POST") { WRITE_BUDGET_MS } else { READ_BUDGET_MS };
        let (median, p95) = (taken.percentile(0.5), taken.percentile(0.95));
        let is_kept = p95 <= budget && taken.largest <= PAGE_BUDGET_KB * 1024;
        missed += usize::from(!is_kept);
        eprintln!(
            "{name:<34} {:>7} {median:>6.1} ms {p95:>6.1} ms {budget:>6.0} ms {:>8.3} {:>6} KB {}",
            taken.milliseconds.len(),
            p95 / baseline,
            taken.largest / 1024,
            if is_kept { "kept" } else { "MISSED" }
        );
    }

    let seconds = variable("SIGHTLINE_BENCH_SECONDS").and_then(|text| text.parse().ok()).unwrap_or(30);
    let many = people(&server, &sessions, 500, Duration::from_secs(seconds), Duration::from_secs(3)).await?;
    let requests: usize = many.values().map(|taken| taken.milliseconds.len()).sum();
    let memory = server.peak_mb();
    let is_kept = memory <= MEMORY_BUDGET_MB;
    missed += usize::from(!is_kept);
    eprintln!(
        "500 people for {seconds} s: {requests} requests without an error, memory at most {memory:.0} MB (budget {MEMORY_BUDGET_MB:.0} MB) {}",
        if is_kept { "kept" } else { "MISSED" }
    );
    Ok(missed)
}

#[expect(clippy::disallowed_methods, reason = "how a bench is told what to measure")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The pages that are opened, with what stands in their place in the report.
fn pages(plan: usize, action: usize) -> Vec<(&'static str, String)> {
    let plan = format!("/plans/plan-{plan}");
    vec![
        ("GET /", "/".to_owned()),
        ("GET /plans", "/plans".to_owned()),
        ("GET /plans/{plan}", plan.clone()),
        ("GET /plans/{plan}?filtered", format!("{plan}?q=families&action_rating=amber")),
        ("GET …/by-rating", format!("{plan}/by-rating")),
        ("GET …/timeline", format!("{plan}/timeline")),
        ("GET …/on-a-page", format!("{plan}/on-a-page")),
        ("GET …/by-lead", format!("{plan}/by-lead")),
        ("GET …/actions/{reference}", format!("{plan}/actions/1.{action}")),
        ("GET …/actions/{reference}/update", format!("{plan}/actions/1.{action}/update")),
        ("GET /search", "/search?q=families".to_owned()),
        ("GET /history", "/history".to_owned()),
        ("GET /api/v1/plans/{plan}/actions", format!("/api/v1{plan}/actions")),
    ]
}

/// What so many people met in the time.
async fn people(
    server: &Server,
    sessions: &Arc<Vec<Session>>,
    number: usize,
    time: Duration,
    thinking: Duration,
) -> Outcome<BTreeMap<&'static str, Taken>> {
    let counter = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + time;
    let mut going = tokio::task::JoinSet::new();
    for person in 0..number {
        let (client, url, counter) = (server.client.clone(), server.url.clone(), Arc::clone(&counter));
        let sessions = Arc::clone(sessions);
        going.spawn(async move {
            let session = &sessions[person % sessions.len()];
            let mut met: BTreeMap<&'static str, Taken> = BTreeMap::new();
            // Nobody begins in step with the others.
            tokio::time::sleep(thinking * u32::try_from(person)? / u32::try_from(number)?).await;
            while Instant::now() < end {
                let turn = usize::try_from(counter.fetch_add(1, Ordering::Relaxed))?;
                let (plan, action) = (turn * 7 % PLANS, turn * 11 % ACTIONS + 1);
                let started = Instant::now();
                let (name, answer) = if turn % 10 == 9 {
                    let path = format!("{url}/plans/plan-{plan}/actions/1.{action}/update");
                    let form = [
                        ("csrf", session.csrf.as_str()),
                        ("action_rating", "amber"),
                        ("note", "Half of the families came."),
                        ("send", "send"),
                    ];
                    ("POST …/update", session.with(client.post(path)).form(&form).send().await?)
                } else {
                    let all = pages(plan, action);
                    let (name, path) = &all[turn % all.len()];
                    (*name, session.with(client.get(format!("{url}{path}"))).send().await?)
                };
                let status = answer.status();
                let is_fine = status.is_success() || (name.starts_with("POST") && status.as_u16() == 303);
                if !is_fine {
                    let text = answer.text().await?;
                    let shown: String = text.chars().take(2000).collect();
                    return Err(format!("{name}: {status}\n{shown}").into());
                }
                let size = answer.bytes().await?.len();
                let taken = met.entry(name).or_default();
                taken.milliseconds.push(started.elapsed().as_secs_f64() * 1000.0);
                taken.largest = taken.largest.max(size);
                tokio::time::sleep(thinking).await;
            }
            Outcome::Ok(met)
        });
    }
    let mut all: BTreeMap<&'static str, Taken> = BTreeMap::new();
    while let Some(met) = going.join_next().await {
        for (name, taken) in met?? {
            let sum = all.entry(name).or_default();
            sum.milliseconds.extend(taken.milliseconds);
            sum.largest = sum.largest.max(taken.largest);
        }
    }
    Ok(all)
}

/// Somebody who is signed in.
struct Session {
    cookie: String,
    csrf: String,
}

impl Session {
    fn with(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        request.header("cookie", &self.cookie)
    }
}

/// The built program, serving.
struct Server {
    child: Child,
    url: String,
    client: reqwest::Client,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with the bench, whatever became of it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(folder: &Path, database: Option<&str>) -> Outcome<Self> {
        let mut command = Command::new(PROGRAM);
        command.arg("--data-dir").arg(folder).args(["serve", "--address", "127.0.0.1:0"]);
        command.env("SIGHTLINE__LOG__LEVEL", "warn").stdout(Stdio::piped());
        if let Some(url) = database {
            command.env("DATABASE_URL", url);
        }
        let mut child = command.spawn()?;
        let printed = child.stdout.take().ok_or("the server prints nothing")?;
        let mut lines = BufReader::new(printed).lines();
        let line = lines.next().ok_or("the server printed nothing")??;
        let address = line.split("listening on ").nth(1).and_then(|rest| rest.split(')').next());
        let url = format!("http://{}", address.ok_or("the server does not say where it listens")?);
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { child, url, client })
    }

    async fn sign_in_all(&self) -> Outcome<Vec<Session>> {
        let mut sessions = Vec::new();
        for number in 0..ACCOUNTS {
            let form = [("email", email(number)), ("password", PASSWORD.to_owned())];
            let answer = self.client.post(format!("{}/sign-in", self.url)).form(&form).send().await?;
            let cookie = answer
                .headers()
                .get_all("set-cookie")
                .iter()
                .filter_map(|value| value.to_str().ok()?.split(';').next())
                .find(|cookie| cookie.contains("session="))
                .ok_or_else(|| format!("nobody is signed in: {}", answer.status()))?
                .to_owned();
            let home = self.client.get(&self.url).header("cookie", &cookie).send().await?.text().await?;
            let csrf = home.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
            sessions.push(Session { csrf: csrf.ok_or("the page has no form")?.to_owned(), cookie });
        }
        Ok(sessions)
    }

    fn peak_mb(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|kilobytes| kilobytes.parse().ok())
            .map_or(f64::NAN, |kb: f64| kb / 1000.0)
    }
}

fn email(number: usize) -> String {
    format!("manager{number}@bench.example")
}

/// Fills a store by the use cases themselves.
async fn fill(database: &Database) -> Outcome<()> {
    let started = Instant::now();
    let vocabulary = Vocabulary::built_in().map_err(sightline_app::Error::from)?;
    let app = App::open(database, vocabulary).await?;
    #[expect(clippy::disallowed_methods, reason = "accounts that were made long ago would be dormant")]
    let (now, today): (DateTime<Utc>, NaiveDate) = (Utc::now(), Local::now().date_naive());
    let months = UPDATES / ACTIONS;
    let first = today - Days::new(30 * (months as u64 + 1));
    for number in 0..PLANS {
        let handle = format!("plan-{number}");
        let call = |month: u64| Call {
            actor: Actor::operator("Bench", Role::ProgrammeManager),
            at: now - chrono::Duration::days(i64::try_from(30 * (months as u64 - month)).unwrap_or(0)),
            today: first + Days::new(30 * month),
        };
        let input = ImportInput {
            files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: plan_document(number).into_bytes() }],
            handle: Some(handle.clone()),
            ..ImportInput::default()
        };
        app.import_plan(&call(0), &input).await?;
        for month in 0..months {
            let inputs: Vec<UpdateInput> = (0..ACTIONS)
                .map(|action| UpdateInput {
                    action: format!("1.{}", action + 1),
                    action_rating: Some(["red", "amber", "green"][(action + month) % 3].to_owned()),
                    note: Some(format!("What happened to action {action} in month {month}.")),
                    ..UpdateInput::default()
                })
                .collect();
            app.record_updates(&call(month as u64 + 1), Some(&handle), None, &inputs).await?;
        }
    }
    let administrator = Call { actor: Actor::operator("Bench", Role::Administrator), at: now, today };
    for number in 0..ACCOUNTS {
        let input = AccountInput {
            email: email(number),
            name: format!("Manager {number}"),
            role: Role::ProgrammeManager,
            reach: Reach::default(),
            known_as: Vec::new(),
            expires_on: None,
        };
        let made = app.create_account(&administrator, &input).await?;
        app.choose_password(made.link.token.as_str(), PASSWORD, now).await?;
    }
    app.close().await?;
    eprintln!(
        "(filled a store with {PLANS} plans and {} updates in {:.0} s)",
        PLANS * months * ACTIONS,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn plan_document(number: usize) -> String {
    let mut text = format!(
        "# Harbour Council {number}\n\n# Children's Improvement Plan 2026\n\n1: PRIORITY NUMBER 1\n\nLead: Head of Service 1\n\n"
    );
    text.push_str("| Ref. | Actions | How will we know? | Lead | Start Date | End Date | Action RAG | Impact RAG |\n");
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    for place in 1..=ACTIONS {
        let _ = writeln!(
            text,
            "| 1.{place} | Open hub {place} with the families who will use it. | Families say hub {place} helps. \
             | Head of Hubs {} | Jan 26 | Dec 26 | Amber | |",
            place % 12
        );
    }
    text
}

/// Milliseconds to hash 64 MiB, the median of five.
fn baseline() -> f64 {
    use sha2::{Digest as _, Sha256};
    let bytes = vec![7_u8; 64 * 1024 * 1024];
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(Sha256::digest(&bytes));
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[2]
}
