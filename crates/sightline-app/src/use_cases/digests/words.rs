//! What a digest says: how many things of each kind wait, and never which child or whose words.

use chrono::{Days, NaiveDate};

use crate::use_cases::reporting::home::{NeedsMe, PlanNeeds};

/// A meeting is told of this many days ahead.
const MEETING_DAYS: u64 = 14;

/// What waits for somebody: how many things, and one line for each kind; `None` when nothing does.
pub(super) fn lines(needs: &NeedsMe, today: NaiveDate) -> Option<(usize, Vec<String>)> {
    let mut all = Vec::new();
    let mut things = 0;
    for plan in &needs.plans {
        let lines = of_plan(plan, today);
        if !lines.is_empty() {
            things += lines.len();
            let title = plan.summary.title.split_whitespace().collect::<Vec<_>>().join(" ");
            all.push(format!("{title}\n{}", lines.join("\n")));
        }
    }
    (!all.is_empty()).then_some((things, all))
}

fn of_plan(plan: &PlanNeeds, today: NaiveDate) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |count: usize, one: &str, many: &str| match count {
        0 => {}
        1 => lines.push(format!("- 1 {one}")),
        _ => lines.push(format!("- {count} {many}")),
    };
    if let Some(lead) = &plan.lead {
        say(lead.due.len(), "update to give", "updates to give");
        say(lead.sent_back.len(), "update sent back with a question", "updates sent back with a question");
        say(lead.overdue.len(), "action past its date", "actions past their dates");
    }
    if let Some(sponsor) = &plan.sponsor {
        say(sponsor.queue.waiting.len(), "update to sign off", "updates to sign off");
        say(sponsor.escalated.len(), "action red for two months or more", "actions red for two months or more");
    }
    if let Some(manager) = &plan.manager {
        say(manager.owed.len(), "action that owes an update", "actions that owe an update");
        say(manager.waiting_for_sign_off, "update that waits for its sponsor", "updates that wait for their sponsors");
        let challenges = manager.challenges.unwrap_or_default();
        say(challenges, "challenge to be answered", "challenges to be answered");
    }
    say(plan.papers.len(), "paper to give for a meeting", "papers to give for meetings");
    let (tests, given) = (plan.evidence.tests.len(), plan.evidence.waiting.len());
    say(tests, "impact test to conclude or to sign", "impact tests to conclude or to sign");
    say(given, "piece of evidence that waits for your word", "pieces of evidence that wait for your word");
    let of_reader = plan.reader.as_ref().and_then(|reader| reader.next_board.as_ref());
    let next_board = plan.manager.as_ref().and_then(|manager| manager.next_board.as_ref()).or(of_reader);
    if let Some((board, on)) = next_board.filter(|(_, on)| *on >= today && *on <= today + Days::new(MEETING_DAYS)) {
        lines.push(format!("- {board} meets on {}", on.format("%-d %B %Y")));
    }
    lines
}
