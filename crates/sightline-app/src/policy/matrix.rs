//! What comes of the rules, as tables that people review.

use std::fmt::Write as _;

use super::rules::Rules;
use super::{Action, Resource};
use crate::actor::{Actor, Reach, Role, Scope};

/// The kinds of resource: words over the column, and one of the kind.
///
/// Whoever asks has been given the programme `harbour`, its priority `1`, and the team `north`.
const KINDS: &[(&str, Resource<'_>)] = &[
    ("at all", Resource::Sightline),
    ("plan", Resource::Plan { programme: "Harbour" }),
    ("own priority", Resource::Priority { programme: "Harbour", priority: "1" }),
    ("other priority", Resource::Priority { programme: "Harbour", priority: "2" }),
    ("own action", Resource::PlanAction { programme: "Harbour", priority: "1", mine: true }),
    ("other action of own priority", Resource::PlanAction { programme: "Harbour", priority: "1", mine: false }),
    ("own action of other priority", Resource::PlanAction { programme: "Harbour", priority: "2", mine: true }),
    ("other action of other priority", Resource::PlanAction { programme: "Harbour", priority: "2", mine: false }),
    ("plan of other programme", Resource::Plan { programme: "Wexcombe" }),
    ("own action of other programme", Resource::PlanAction { programme: "Wexcombe", priority: "1", mine: true }),
    ("children of own team", Resource::Team { team: "North" }),
    ("children of other team", Resource::Team { team: "South" }),
];

const BEFORE: &str = "\
# Who may do what

What comes of the rules in `access.cedar`: every role, every action, every kind of thing it can be done to.
Written by `make generate`; a test fails when it is not what the rules say.
Read what changed in it before a change of the rules goes in.

Everybody here has been given one programme, of its plan one priority, and one team.
*At all* says whether the role may do it to anything; what it may do it to is asked again.
*Own action* is one that they answer for: the lead that the plan names, or whoever holds that post on the day.
Accounts that are disabled or have run out never get as far as these rules.
";

/// The policy matrix, `content/policies/matrix.md`: every role, every action, every kind of resource.
#[must_use]
pub fn matrix() -> String {
    let mut page = BEFORE.to_owned();
    for role in Role::ALL {
        let account = Some("somebody".to_owned());
        table(&mut page, &sentence_case(role.words()), &Actor { account, ..somebody(*role) });
    }
    for role in [Role::Administrator, Role::ProgrammeManager] {
        let title = format!("{} at the machine itself", sentence_case(role.words()));
        table(&mut page, &title, &somebody(role));
    }
    page
}

fn somebody(role: Role) -> Actor {
    let only = |name: &str| Scope::Only(vec![name.to_owned()]);
    Actor {
        reach: Reach { programmes: only("harbour"), priorities: only("1"), teams: only("north") },
        ..Actor::operator("somebody", role)
    }
}

/// Rows for the actions that the role may do at all; the others in one sentence.
fn table(page: &mut String, title: &str, actor: &Actor) {
    let rules = Rules::built_in();
    let _ = write!(page, "\n## {title}\n\n| may |");
    for (words, _) in KINDS {
        let _ = write!(page, " {words} |");
    }
    let _ = write!(page, "\n|---|{}\n", "---|".repeat(KINDS.len()));
    let mut nowhere = Vec::new();
    for action in Action::ALL {
        let answers: Vec<bool> = KINDS.iter().map(|(_, resource)| rules.allow(actor, *action, resource)).collect();
        if !answers.contains(&true) {
            nowhere.push(action.words());
            continue;
        }
        let _ = write!(page, "| {} (`{}`) |", action.words(), action.code());
        for answer in answers {
            page.push_str(if answer { " yes |" } else { " – |" });
        }
        page.push('\n');
    }
    let _ = writeln!(page, "\nNever: {}.", nowhere.join("; "));
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
