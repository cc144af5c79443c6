//! The store that is measured, filled by the use cases themselves, and who comes to it.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, Days, Local, NaiveDate, TimeDelta, Utc};
use sightline_app::{
    AccountInput, Actor, App, Call, Database, ImportInput, ObsessionInput, ProvenIdentity, Reach, Role, Scope,
    SignOffInput, SourceBytes, UpdateInput, Vocabulary,
};

use crate::Outcome;

/// The plan of the demonstration.
const DOCUMENT: &str = include_str!("../../../../content/demo/plan.md");
pub const PLANS: usize = 50;
const UPDATES: usize = 200_000;
/// Weeks before today whose updates the sponsors have accepted.
const ACCEPTED_WEEKS: std::ops::Range<usize> = 2..8;

/// What was filled.
pub struct Filled {
    /// The actions of each plan.
    pub actions: Vec<Action>,
    /// Everybody who comes.
    pub people: Vec<Person>,
    /// The month of the open round, as it stands in addresses.
    pub round: String,
    /// A past day, as it stands in addresses.
    pub past_day: String,
    /// One entry of each list, by the address of the list; see [`entries`](crate::pages::entries).
    pub entries: BTreeMap<String, u64>,
}

/// An action as the document prints it.
pub struct Action {
    pub reference: String,
    /// Everybody who leads it.
    pub leads: Vec<String>,
}

/// Somebody with an account and a session.
pub struct Person {
    pub role: Role,
    /// Number of their plan; any plan is theirs when absent.
    pub plan: Option<usize>,
    /// What plans call them.
    pub known_as: String,
    /// Identifier of the account.
    pub account: String,
    /// What the browser sends.
    pub cookie: String,
    /// What their forms carry.
    pub csrf: String,
}

impl Person {
    /// The actions of a plan that they answer for, or all of them.
    pub fn actions<'a>(&self, filled: &'a Filled) -> Vec<&'a Action> {
        let is_theirs = |action: &&Action| self.role != Role::ActionLead || action.leads.contains(&self.known_as);
        filled.actions.iter().filter(is_theirs).collect()
    }
}

/// Fills an empty database; `people` is how many come.
pub async fn fill(database: &Database, people: usize) -> Outcome<Filled> {
    let started = Instant::now();
    let vocabulary = Vocabulary::built_in().map_err(sightline_app::Error::from)?;
    let app = App::open(database, vocabulary).await?;
    #[expect(clippy::disallowed_methods, reason = "sessions that began long ago would be over")]
    let (now, today): (DateTime<Utc>, NaiveDate) = (Utc::now(), Local::now().date_naive());
    let actions = printed_actions();
    let weeks = UPDATES.div_ceil(PLANS * actions.len());
    let call = |name: &str, role: Role, weeks_ago: usize| {
        let days = Days::new(7 * weeks_ago as u64);
        Call { actor: Actor::operator(name, role), at: now - days, today: today - days }
    };
    let (mut updates, mut programmes) = (0, Vec::new());
    for number in 0..PLANS {
        let handle = format!("plan-{number}");
        let document = DOCUMENT.replace("Wexcombe", &council(number));
        let input = ImportInput {
            files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: document.into_bytes() }],
            handle: Some(handle.clone()),
            ..ImportInput::default()
        };
        let saved = app.import_plan(&call("Manager", Role::ProgrammeManager, weeks), &input).await?;
        programmes.push(saved.summary.programme().to_owned());
        for week in (0..weeks).rev() {
            let inputs: Vec<UpdateInput> =
                actions.iter().enumerate().map(|(place, action)| update_of(action, place, week)).collect();
            let manager = call("Manager", Role::ProgrammeManager, week);
            updates += app.record_updates(&manager, Some(&handle), None, &inputs).await?.updates.len();
            if ACCEPTED_WEEKS.contains(&week) {
                let sponsor = call("Sponsor", Role::Sponsor, week);
                let queue = app.sign_off_queue(&sponsor, &handle).await?.waiting;
                let accepted = queue.into_iter().map(|waiting| SignOffInput {
                    action: waiting.action.reference,
                    update: waiting.update.number,
                    question: None,
                });
                app.sign_off(&sponsor, &handle, &accepted.collect::<Vec<_>>()).await?;
            }
        }
        let manager = call("Manager", Role::ProgrammeManager, 0);
        app.add_baseline(&manager, Some(&handle), "As agreed", Some(today - Days::new(180))).await?;
        app.open_round(&manager, &handle, today, today + Days::new(40)).await?;
        app.add_comment(&manager, &handle, &actions[0].reference, "Have the families been asked?").await?;
        let obsession = ObsessionInput {
            title: "Every visit on time".to_owned(),
            aim: "No child waits for a visit".to_owned(),
            actions: vec![actions[0].reference.clone()],
            measure: "Visits late this week".to_owned(),
            baseline: "12".to_owned(),
            owner: "Manager".to_owned(),
            ..ObsessionInput::default()
        };
        app.begin_obsession(&manager, Some(&handle), &obsession).await?;
    }
    let people = sign_in(&app, people, &actions, &programmes, now, today).await?;
    app.close().await?;
    eprintln!(
        "(filled a store with {PLANS} plans of {} actions, {updates} updates and {} accounts in {:.0} s)",
        actions.len(),
        people.len(),
        started.elapsed().as_secs_f64()
    );
    Ok(Filled {
        actions,
        people,
        round: today.format("%Y-%m").to_string(),
        past_day: (today - Days::new(100)).to_string(),
        entries: BTreeMap::new(),
    })
}

/// No other name begins with it.
fn council(number: usize) -> String {
    format!("Harbour{number:02}")
}

fn printed_actions() -> Vec<Action> {
    let rows = DOCUMENT.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let (reference, lead) = (cells.first()?, cells.get(3)?);
        let is_action = reference.starts_with(|first: char| first.is_ascii_digit());
        let leads = || lead.split(';').map(|lead| lead.trim().to_owned()).collect();
        is_action.then(|| Action { reference: (*reference).to_owned(), leads: leads() })
    });
    rows.collect()
}

fn update_of(action: &Action, place: usize, week: usize) -> UpdateInput {
    UpdateInput {
        action: action.reference.clone(),
        action_rating: Some(["red", "amber", "green"][(place + week / 9) % 3].to_owned()),
        impact_rating: Some(["amber", "red", "amber"][(place + week / 13) % 3].to_owned()),
        note: Some(format!(
            "{} families came in the week, {} of them for the first time. The team met them with the school nurse, \
             and two visits had to be put off because nobody could drive.",
            place + 3,
            week % 7
        )),
        ..UpdateInput::default()
    }
}

/// Accounts with a session each. Of ten people five are leads, two sponsors, two programme managers and
/// one a director; one of fifty is the administrator. Managers and directors see every plan, the others one.
async fn sign_in(
    app: &App,
    people: usize,
    actions: &[Action],
    programmes: &[String],
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Outcome<Vec<Person>> {
    let administrator = Call { actor: Actor::operator("Bench", Role::Administrator), at: now, today };
    // The server keeps time by seconds of its own: nobody's session may begin after it.
    let at = now - TimeDelta::seconds(5);
    let mut signed_in = Vec::new();
    for number in 0..people {
        let role = match number % 10 {
            _ if number % 50 == 49 => Role::Administrator,
            0..5 => Role::ActionLead,
            5..7 => Role::Sponsor,
            7..9 => Role::ProgrammeManager,
            _ => Role::Director,
        };
        let plan = matches!(role, Role::ActionLead | Role::Sponsor).then_some(number % PLANS);
        let known_as = actions[number * 7 % actions.len()].leads[0].clone();
        let email = format!("person{number}@bench.example");
        let input = AccountInput {
            email: email.clone(),
            name: format!("Person {number}"),
            role,
            reach: Reach {
                programmes: plan.map_or(Scope::All, |plan| Scope::Only(vec![programmes[plan].clone()])),
                ..Reach::default()
            },
            known_as: vec![known_as.clone()],
            expires_on: None,
        };
        app.create_account(&administrator, &input).await?;
        let identity = ProvenIdentity {
            issuer: "https://bench.example".to_owned(),
            subject: email.clone(),
            verified_email: Some(email),
            name: None,
        };
        let opened = app.sign_in_with_identity(&identity, None, at, today).await?;
        let session = app.session(opened.token.as_str(), now).await?.ok_or("nobody is signed in")?;
        signed_in.push(Person {
            role,
            plan,
            known_as,
            account: opened.account,
            cookie: format!("sightline_session={}", opened.token.as_str()),
            csrf: session.csrf.clone(),
        });
    }
    Ok(signed_in)
}
