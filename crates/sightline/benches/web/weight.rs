//! How heavy pages are, each opened once by everybody who may.

use std::collections::BTreeMap;

use sightline_app::Role;

use crate::Outcome;
use crate::filled::Filled;
use crate::pages::pages_of;
use crate::server::Server;

/// Of a page as it is, in kilobytes.
const PAGE_BUDGET_KB: usize = 300;
/// Of what comes over the wire when the first page is opened, fonts left out.
const FIRST_BUDGET_KB: usize = 100;

/// Prints the heaviest pages and the first page; how many promises were missed.
pub async fn measure(server: &Server, filled: &Filled) -> Outcome<usize> {
    let mut heaviest: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused = Vec::new();
    for role in [Role::ActionLead, Role::Sponsor, Role::ProgrammeManager, Role::Director, Role::Administrator] {
        let person = filled.people.iter().find(|person| person.role == role).ok_or("a role that nobody has")?;
        for page in pages_of(role) {
            let address = page.address(filled, person, 5);
            let request = server.client.get(format!("{}{address}", server.url)).header("cookie", &person.cookie);
            let answer = request.send().await?;
            if !is_fine(&answer) {
                refused.push(format!("{role:?} opens {address}: {}", answer.status()));
                continue;
            }
            let size = answer.bytes().await?.len();
            let known = heaviest.entry(page.name).or_default();
            *known = size.max(*known);
        }
    }
    if !refused.is_empty() {
        return Err(refused.join("\n").into());
    }
    let mut heaviest: Vec<(String, usize)> = heaviest.into_iter().collect();
    heaviest.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let too_heavy = heaviest.iter().filter(|(_, size)| *size > PAGE_BUDGET_KB * 1024).count();
    eprintln!("\nthe heaviest of {} pages (budget {PAGE_BUDGET_KB} KB)", heaviest.len());
    for (name, size) in heaviest.iter().take(8.max(too_heavy)) {
        eprintln!("{name:<56} {:>6} KB{}", size / 1024, if *size > PAGE_BUDGET_KB * 1024 { " MISSED" } else { "" });
    }

    let first = over_the_wire(server, "/sign-in").await?;
    let is_kept = first <= FIRST_BUDGET_KB * 1024;
    eprintln!(
        "the first page over the wire, style and script included: {} KB (budget {FIRST_BUDGET_KB} KB) {}",
        first / 1024,
        if is_kept { "kept" } else { "MISSED" }
    );
    Ok(too_heavy + usize::from(!is_kept))
}

/// True for a page, and for the way home from a page that is for somebody else, such as sign-in.
pub fn is_fine(answer: &reqwest::Response) -> bool {
    let goes_home = || answer.headers().get("location").is_some_and(|location| location == "/");
    answer.status().is_success() || (answer.status().is_redirection() && goes_home())
}

/// Bytes of a page and of every style sheet, script and picture that it names, as a browser gets them.
async fn over_the_wire(server: &Server, address: &str) -> Outcome<usize> {
    let page = server.client.get(format!("{}{address}", server.url)).send().await?.text().await?;
    let mut parts: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut sum = 0;
    for part in std::iter::once(address).chain(parts) {
        let request = server.client.get(format!("{}{part}", server.url)).header("accept-encoding", "gzip");
        let answer = request.send().await?;
        let heads: usize = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        sum += heads + answer.bytes().await?.len();
    }
    Ok(sum)
}
