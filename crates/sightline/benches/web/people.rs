//! People who open pages and send forms.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::{RequestBuilder, StatusCode};
use sightline_app::Role;
use tokio::task::JoinSet;

use crate::Outcome;
use crate::figures::{Figures, NOTHING};
use crate::filled::{Filled, PLANS, Person};
use crate::pages::{Page, pages_of};
use crate::server::Server;
use crate::weight::is_fine;

/// How many amendments were made.
static WAVES: AtomicU64 = AtomicU64::new(1);

/// So many people at once, who think for so long between two pages.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// How many.
    pub people: usize,
    /// On average: from half of it to one and a half times.
    pub thinking: Duration,
}

impl Crowd {
    /// What the crowd meets in a time.
    pub async fn visit(self, server: &Arc<Server>, filled: &Arc<Filled>, time: Duration) -> Outcome<Figures> {
        let (started, computed) = (Instant::now(), server.computed());
        let mut going = JoinSet::new();
        for number in 0..self.people {
            let visit = Visit { server: Arc::clone(server), filled: Arc::clone(filled), number, turn: number };
            going.spawn(visit.until(started + time, self));
        }
        let mut figures = Figures::default();
        while let Some(met) = going.join_next().await {
            figures.add(met?);
        }
        figures.time = started.elapsed();
        figures.computed = server.computed() - computed;
        figures.settle();
        Ok(figures)
    }
}

/// One person's way through the pages.
struct Visit {
    server: Arc<Server>,
    filled: Arc<Filled>,
    number: usize,
    /// Grows with each page; people begin at different ones.
    turn: usize,
}

/// An answer that has arrived whole.
struct Answer {
    status: StatusCode,
    is_fine: bool,
    text: String,
}

impl Visit {
    fn person(&self) -> &Person {
        &self.filled.people[self.number % self.filled.people.len()]
    }

    async fn until(mut self, end: Instant, crowd: Crowd) -> Figures {
        let mut figures = Figures::default();
        let pages = pages_of(self.person().role);
        // Nobody begins in step with the others.
        let [place, people] = [self.number, crowd.people].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        tokio::time::sleep(crowd.thinking * place / people).await;
        while Instant::now() < end {
            self.turn += 1;
            if self.turn % 10 == 9 {
                self.send_a_form(&mut figures).await;
            } else {
                self.open(&pages[self.turn * 13 % pages.len()], &mut figures).await;
            }
            let percent = 50 + u32::try_from(self.turn * 37 % 100).unwrap_or_default();
            tokio::time::sleep(crowd.thinking * percent / 100).await;
        }
        figures
    }

    async fn open(&self, page: &Page, figures: &mut Figures) {
        let address = page.address(&self.filled, self.person(), self.turn);
        self.get(&page.name, &address, figures).await;
    }

    async fn get(&self, name: &str, address: &str, figures: &mut Figures) -> Option<String> {
        // As browsers do: what is measured includes making the answer small.
        let is_read = name != NOTHING && !name.contains("/sign-off");
        let request = self.server.client.get(format!("{}{address}", self.server.url));
        let request = if is_read { request.header("accept-encoding", "gzip") } else { request };
        let answer = self.sent(name, request, figures).await?;
        if !answer.is_fine {
            figures.failures.push(format!("{name} {address}: {} {}", answer.status, shown(&answer.text)));
        }
        answer.is_fine.then_some(answer.text)
    }

    /// One of the forms that this person's role sends.
    async fn send_a_form(&self, figures: &mut Figures) {
        let person = self.person();
        let plan = person.plan.unwrap_or(self.turn * 7 % PLANS);
        let own = person.actions(&self.filled);
        let action = own[self.turn * 11 % own.len()].reference.clone();
        let at = format!("/plans/plan-{plan}/actions/{action}");
        let kind = self.turn / 10 % 4;
        match (person.role, kind) {
            (Role::ActionLead | Role::ProgrammeManager, 0) => {
                let form = [("comment", "Two more families have asked for a visit.")];
                self.post("POST …/discussion", &format!("{at}/discussion"), &form, figures).await;
            }
            (Role::ActionLead, 1) => {
                let form = [("note", "Half of the families came."), ("step", "draft")];
                self.post("POST …/update (draft)", &format!("{at}/update"), &form, figures).await;
            }
            (Role::ProgrammeManager, 1) => self.amend(&at, figures).await,
            (Role::ActionLead | Role::ProgrammeManager, _) => {
                let form = [("action_rating", "amber"), ("note", "Half of the families came.")];
                self.post("POST …/update", &format!("{at}/update"), &form, figures).await;
            }
            (Role::Sponsor, _) => self.sign_off(&at, figures).await,
            (Role::Administrator, _) => {
                self.get(NOTHING, "/health", figures).await;
            }
            _ => {
                // Saved again and again under one name: a plan has only so many views.
                let name = format!("Families {}", self.number);
                let form = [("query", "q=families"), ("view_name", name.as_str())];
                self.post("POST …/views", &format!("/plans/plan-{plan}/views"), &form, figures).await;
            }
        }
    }

    /// Reads the update of an action beside the accepted one, and accepts it.
    async fn sign_off(&self, at: &str, figures: &mut Figures) {
        let address = format!("{at}/sign-off");
        let page = self.get("GET /plans/{plan}/actions/{reference}/sign-off", &address, figures).await;
        let Some(update) = page.as_deref().and_then(|page| value_of(page, "update")) else { return };
        let form = [("update", update.as_str()), ("outcome", "accept")];
        self.post("POST …/sign-off", &address, &form, figures).await;
    }

    /// Opens the words of an action, and changes them.
    async fn amend(&self, at: &str, figures: &mut Figures) {
        let address = format!("{at}/edit/words");
        let page = self.plain(&address).await;
        let Some(seen) = page.as_deref().and_then(|page| value_of(page, "seen")) else { return };
        // Nobody says the same twice: a change has to change something.
        let wave = WAVES.fetch_add(1, Ordering::Relaxed);
        let text = format!("Open the hub with the families who will use it, in wave {wave}.");
        let form = [("seen", seen.as_str()), ("text", text.as_str()), ("reason", "Agreed at the board")];
        self.post("POST …/edit/words", &address, &form, figures).await;
    }

    async fn plain(&self, address: &str) -> Option<String> {
        let request = self.server.client.get(format!("{}{address}", self.server.url));
        request.header("cookie", &self.person().cookie).send().await.ok()?.text().await.ok()
    }

    async fn post(&self, name: &str, address: &str, form: &[(&str, &str)], figures: &mut Figures) {
        let mut fields = vec![("csrf", self.person().csrf.as_str())];
        fields.extend(form);
        let request = self.server.client.post(format!("{}{address}", self.server.url)).form(&fields);
        let Some(answer) = self.sent(name, request, figures).await else { return };
        match answer.status {
            StatusCode::SEE_OTHER => {}
            // Somebody else has signed off, reported or amended meanwhile.
            StatusCode::CONFLICT => figures.conflicts += 1,
            StatusCode::UNPROCESSABLE_ENTITY if name.contains("/sign-off") => figures.conflicts += 1,
            status => figures.failures.push(format!("{name} {address}: {status} {}", shown(&answer.text))),
        }
    }

    async fn sent(&self, name: &str, request: RequestBuilder, figures: &mut Figures) -> Option<Answer> {
        let started = Instant::now();
        let answer = async {
            let answer = request.header("cookie", &self.person().cookie).send().await?;
            let (status, is_fine) = (answer.status(), is_fine(&answer));
            Ok::<_, reqwest::Error>((status, is_fine, answer.bytes().await?))
        };
        match answer.await {
            Ok((status, is_fine, bytes)) => {
                figures.note(name, started.elapsed());
                Some(Answer { status, is_fine, text: String::from_utf8_lossy(&bytes).into_owned() })
            }
            Err(error) => {
                figures.failures.push(format!("{name}: {error}"));
                None
            }
        }
    }
}

/// What a hidden field of a page holds.
fn value_of(page: &str, field: &str) -> Option<String> {
    let rest = page.split(&format!("name=\"{field}\" value=\"")).nth(1)?;
    Some(rest.split('"').next()?.to_owned())
}

/// The beginning of what a page says, without its frame.
fn shown(page: &str) -> String {
    page.split("<main").nth(1).unwrap_or(page).split_whitespace().take(60).collect::<Vec<_>>().join(" ")
}
