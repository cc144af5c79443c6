//! The pages that are opened: every one that the program has, by its own table of routes.

use std::collections::{BTreeMap, BTreeSet};

use sightline_app::policy::Target;
use sightline_app::{Actor, Call, Role};
use sightline_web::{Needs, RouteSummary, route_summaries};

use crate::Outcome;
use crate::filled::{Filled, PLANS, Person};
use crate::server::Server;

/// Addresses that are not opened, each for a reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("/plans/import/{import}", "needs an import in hand"),
    ("/plans/import/{import}/columns", "needs an import in hand"),
    ("/plans/import/{import}/questions/{number}", "needs an import in hand"),
    ("/plans/import/{import}/check", "needs an import in hand"),
    ("/plans/{plan}/actions/{reference}/attachments/{number}", "a file, not a page"),
    ("/plans/{plan}/actions/{reference}/measures", "a form, for whoever may link measures of this action"),
    ("/plans/{plan}/actions/{reference}/theory", "a form, for whoever may link measures of this action"),
    ("/plans/{plan}/actions/{reference}/evidence/new/{kind}", "a form, for whoever answers for this action"),
    ("/plans/{plan}/actions/{reference}/evidence/{number}", "needs a piece of evidence"),
    ("/plans/{plan}/actions/{reference}/impact-test", "needs an action whose impact is tested"),
    ("/plans/{plan}/success-measures/{measure}", "a form, for whoever may link measures"),
    ("/plans/{plan}/challenges/{challenge}", "a form, for whoever may answer this challenge"),
    ("/plans/{plan}/boards/{body}", "the plans of the bench have no board"),
    ("/plans/{plan}/boards/{body}/terms", "the plans of the bench have no board"),
    ("/plans/{plan}/boards/{body}/cycle", "the plans of the bench have no board"),
    ("/plans/{plan}/boards/{body}/new-meeting", "the plans of the bench have no board"),
    ("/plans/{plan}/boards/{body}/new-item", "the plans of the bench have no board"),
    ("/plans/{plan}/boards/{body}/items/{number}", "the plans of the bench have no board"),
    ("/plans/{plan}/boards/{body}/meetings.ics", "a file, not a page"),
    ("/calendars/{plan}/{file}", "needs an address that was made for a calendar"),
    ("/plans/{plan}/meetings/{number}", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/agenda", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/move", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/cancel", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/attendance", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/minutes", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/agree-minutes", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/new-decision", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/new-action", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/actions/{action}/done", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/actions/{action}/into-plan", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/new-challenge", "the plans of the bench have no meeting"),
    ("/plans/{plan}/meetings/{number}/challenges/{challenge}", "the plans of the bench have no meeting"),
    ("/plans/{plan}/risks/{number}/edit", "the plans of the bench have no risk"),
    ("/plans/{plan}/risks/{number}/close", "the plans of the bench have no risk"),
    ("/plans/{plan}/highlight-reports/{priority}", "a form, for whoever may write the report of this priority"),
    ("/plans/{plan}/packs/{pack}/{file}", "a file, not a page"),
    ("/plans/{plan}/reports/{report}", "a file, not a page"),
    ("/plans/{plan}/table.xlsx", "a file, not a page"),
    ("/history/export", "a file with the whole history, sent as it is read"),
    ("/history/proof", "walks the whole history"),
    ("/sign-in/code", "for whoever has given a password"),
    ("/sign-in/oidc", "needs a provider of identities"),
    ("/sign-in/oidc/callback", "needs a provider of identities"),
    ("/set-up/{token}", "needs a link that is used once"),
    ("/account/access-tokens/{token}/take-back", "needs an access token"),
    ("/account/second-factor/set-up", "needs a second factor that is being set up"),
    ("/data/extracts/{extract}", "needs children's records"),
    ("/data/extracts/{extract}/changes", "needs children's records"),
    ("/data/quality", "needs children's records"),
    ("/data/quality/{paper}", "a file, not a page"),
    ("/scorecards/{id}/paper.pdf", "a file, not a page"),
    ("/scorecards/{id}/paper.docx", "a file, not a page"),
    ("/scorecards/{id}/paper.xlsx", "a file, not a page"),
    ("/scorecards/{id}/paper.csv", "a file, not a page"),
    ("/scorecards/{id}/paper.parquet", "a file, not a page"),
    ("/measures/{id}/figures.csv", "a file, not a page"),
    ("/measures/{id}/figures.xlsx", "a file, not a page"),
    ("/measures/{id}/figures.parquet", "a file, not a page"),
    ("/measures/{id}/children.csv", "a file, not a page"),
    ("/measures/{id}/children.xlsx", "a file, not a page"),
    ("/measures/{id}/children.parquet", "a file, not a page"),
    ("/case-lists/{id}/list.csv", "a file, not a page"),
    ("/case-lists/{id}/list.xlsx", "a file, not a page"),
    ("/case-lists/{id}/list.parquet", "a file, not a page"),
    ("/api/v1/measures", "needs children's records"),
    ("/api/v1/measures/{measure}", "needs children's records"),
    ("/api/v1/scorecards/{scorecard}", "needs children's records"),
    ("/api/v1/case-lists/{list}", "needs children's records"),
    ("/scorecards/{scorecard}", "needs children's records"),
    ("/measures/{measure}", "needs children's records"),
    ("/measures/{measure}/children", "needs children's records"),
    ("/case-lists/{list}", "needs children's records"),
    ("/help/codes/{code}", "a page of fixed words"),
    ("/dev/components", "not in a released program"),
];

/// Addresses that are opened twice in a row of pages, with what stands after them.
const WITH_QUERY: &[(&str, &str)] = &[
    ("/plans/{plan}", "?q=families&action_rating=amber"),
    ("/plans/{plan}", "?as_at={past}"),
    ("/plans/{plan}/actions/{reference}", "?as_at={past}"),
    ("/search", "?q=families"),
    ("/search", "?q=1.2"),
    ("/history", "?page=3"),
    ("/api/v1/plans/{plan}/actions", "?limit=200"),
];

/// A page, with what varies in its address still open.
#[derive(Clone, Debug)]
pub struct Page {
    /// As it stands in the report.
    pub name: String,
    address: String,
}

/// Every page that a role may open.
pub fn pages_of(role: Role) -> Vec<Page> {
    // With an account: at the machine itself somebody may do more.
    let actor = Actor { account: Some("bench".to_owned()), ..Actor::operator("Bench", role) };
    let call = Call { actor, at: chrono::DateTime::UNIX_EPOCH, today: chrono::NaiveDate::MIN };
    let is_open = |route: &RouteSummary| match route.needs {
        Needs::Nothing => true,
        Needs::To(action) => call.allows(action, &Target::Sightline),
    };
    let routes = route_summaries().into_iter().filter(|route| route.method == "GET").filter(is_open);
    let routes = routes.filter(|route| LEFT_OUT.iter().all(|(path, _)| *path != route.path));
    // Leads and sponsors begin an obsession with actions of their own only.
    let routes =
        routes.filter(|route| route.path != "/plans/{plan}/obsessions/begin" || role == Role::ProgrammeManager);
    let mut pages = Vec::new();
    for route in routes {
        let queries = WITH_QUERY.iter().filter(|(path, _)| *path == route.path).map(|(_, query)| *query);
        for query in std::iter::once("").chain(queries) {
            let address = format!("{}{query}", route.path);
            pages.push(Page { name: format!("GET {address}"), address });
        }
    }
    pages
}

impl Page {
    /// The address that somebody opens at their turn of this number.
    pub fn address(&self, filled: &Filled, person: &Person, turn: usize) -> String {
        let plan = person.plan.unwrap_or(turn * 7 % PLANS);
        // A page with a form is opened for an action that is the person's own.
        let own = person.actions(filled);
        let action = if self.address.ends_with("/update") {
            own[turn * 11 % own.len()]
        } else {
            &filled.actions[turn * 11 % filled.actions.len()]
        };
        let number = match self.address.strip_suffix("/{number}") {
            Some(list) => filled.entries.get(&list.replace("{plan}", &format!("plan-{plan}"))).copied(),
            None => None,
        };
        self.address
            .replace("{plan}", &format!("plan-{plan}"))
            .replace("{reference}", &action.reference)
            .replace("{priority}", action.reference.split('.').next().unwrap_or("1"))
            .replace("{what}", "words")
            .replace("{month}", &filled.round)
            // The list itself, where it is empty.
            .replace("/{number}", &number.map_or_else(String::new, |number| format!("/{number}")))
            .replace("{account}", &person.account)
            .replace("{past}", &filled.past_day)
            .replace("{page}", "roles")
            .replace("{name}", "app.css")
    }
}

/// Of each list of a plan whose entries have pages, its address and the number of one entry.
pub async fn entries(server: &Server, filled: &Filled) -> Outcome<BTreeMap<String, u64>> {
    let manager = filled.people.iter().find(|person| person.role == Role::ProgrammeManager).ok_or("no manager")?;
    let lists = route_summaries().into_iter().filter_map(|route| route.path.strip_suffix("/{number}"));
    let lists: BTreeSet<&str> =
        lists.filter(|list| !list.contains("{reference}") && !list.contains("import")).collect();
    let mut entries = BTreeMap::new();
    for plan in 0..PLANS {
        for list in &lists {
            let address = list.replace("{plan}", &format!("plan-{plan}"));
            let request = server.client.get(format!("{}{address}", server.url)).header("cookie", &manager.cookie);
            let page = request.send().await?.text().await?;
            let link = format!("href=\"{address}/");
            let mut links = page.split(&link).skip(1);
            let number = links.find_map(|rest| rest.split(['"', '?', '#']).next()?.parse().ok());
            entries.extend(number.map(|number| (address, number)));
        }
    }
    Ok(entries)
}
