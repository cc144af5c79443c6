//! Actions, their parts and milestones, and who leads them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schedule::Schedule;

/// What will be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Action {
    /// Reference, unique in the plan: as printed, or by place (`1.1/2`) when none is printed.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Reference exactly as printed; null when none is printed.
    pub ref_raw: Option<String>,
    /// Reference of its priority.
    pub priority: String,
    /// Reference of its aim, where the plan has aims.
    pub aim: Option<String>,
    /// Heading it stands under inside its priority.
    pub group: Option<String>,
    /// True when the group heading was carried over from before a page break.
    pub group_carried_over: bool,
    /// The action in words; null when the text was lost.
    pub text: Option<String>,
    /// Bullets or lettered items inside the action.
    pub parts: Vec<Part>,
    /// Leads exactly as printed.
    pub leads_raw: Option<String>,
    /// Leads, told apart.
    pub leads: Vec<Lead>,
    /// Start exactly as printed.
    pub start_raw: Option<String>,
    /// First day of what `start_raw` says.
    pub start_on: Option<NaiveDate>,
    /// Timescale exactly as printed.
    pub due_raw: Option<String>,
    /// Last day of what `due_raw` says; null when it names no day (ongoing, to be confirmed).
    pub due_on: Option<NaiveDate>,
    /// What the timescale says in full.
    pub schedule: Schedule,
    /// Action rating exactly as printed.
    pub action_rating_raw: Option<String>,
    /// Code of the level on the plan's scale.
    pub action_rating: Option<String>,
    /// Impact rating exactly as printed.
    pub impact_rating_raw: Option<String>,
    /// Code of the level on the plan's scale.
    pub impact_rating: Option<String>,
    /// Inspection tags, one each, as printed.
    pub sources: Vec<String>,
    /// Inspection tags as printed together.
    pub sources_raw: Option<String>,
    /// Plans, strategies or programmes it is delivered through, as printed.
    pub delivered_through_raw: Option<String>,
    /// Dated steps.
    pub milestones: Vec<Milestone>,
    /// How we will know, one statement each.
    pub how_will_we_know: Vec<String>,
    /// What children will say, one statement each.
    pub child_statements: Vec<String>,
    /// Notes printed in the plan beside the action (progress, comments), as printed.
    pub notes_raw: Option<String>,
    /// True for a row that only holds the place of actions to come.
    pub placeholder: bool,
    /// Where the action stands in its life.
    pub state: ActionState,
    /// Its place among the actions of the same priority and aim, counted from
    /// 1, once somebody has put them in another order than printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
}

/// Where an action stands in its life, apart from any rating.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum ActionState {
    /// In the plan.
    #[default]
    Live,
    /// Taken out of the plan.
    Withdrawn,
    /// Now part of another action.
    Merged {
        /// Reference of that action.
        into: String,
    },
    /// Replaced by several others.
    Split {
        /// References of those actions.
        into: Vec<String>,
    },
}

/// A bullet or lettered item of an action; may have its own lead and date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Part {
    /// Letter or number as printed, without brackets; absent for a bullet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
    /// The part in words; null when the text was lost.
    pub text: Option<String>,
    /// Bullets inside it.
    pub parts: Vec<String>,
    /// Leads exactly as printed.
    pub leads_raw: Option<String>,
    /// Timescale exactly as printed.
    pub due_raw: Option<String>,
    /// Last day of what `due_raw` says.
    pub due_on: Option<NaiveDate>,
    /// What it is delivered through, as printed.
    pub delivered_through_raw: Option<String>,
}

/// A dated step of an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Milestone {
    /// The step in words.
    pub text: String,
    /// Target date exactly as printed; null when none is printed or the pairing is not known.
    pub due_raw: Option<String>,
    /// Last day of what `due_raw` says.
    pub due_on: Option<NaiveDate>,
    /// The day it was completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<NaiveDate>,
}

/// One answerable lead, told apart from the others in the cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lead {
    /// As printed.
    pub raw: String,
    /// With look-alike letters and broken words put right.
    pub name: String,
    /// What the words name.
    pub kind: LeadKind,
    /// The person or post they resolve to, when the plan itself says; never guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<String>,
}

/// What a lead's words name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeadKind {
    /// A person's name.
    Person,
    /// Initials of a person.
    Initials,
    /// A post.
    Post,
    /// A group, team, board or organisation.
    Body,
    /// To be confirmed.
    ToBeConfirmed,
    /// Not known.
    #[default]
    Unknown,
}

impl Action {
    /// True while the action counts as part of the plan.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.state == ActionState::Live
    }

    /// True when no lead is printed or the only lead is to be confirmed.
    #[must_use]
    pub fn is_leaderless(&self) -> bool {
        self.leads.iter().all(|lead| lead.kind == LeadKind::ToBeConfirmed)
    }

    /// True when neither the action nor any of its milestones names a day or a cadence.
    #[must_use]
    pub fn is_undated(&self) -> bool {
        self.due_on.is_none()
            && self.schedule.cadence.is_none()
            && self.schedule.test_on.is_none()
            && self.schedule.targets_on.is_none()
            && self.milestones.iter().all(|milestone| milestone.due_on.is_none())
            && self.parts.iter().all(|part| part.due_on.is_none())
    }

    /// Who leads, one beside the other: `Head of Service; Principal Social Worker`.
    ///
    /// `None` when no lead is printed.
    #[must_use]
    pub fn leads_words(&self) -> Option<String> {
        leads_words(&self.leads, self.leads_raw.as_deref())
    }

    /// The action's words on one line, or a plain statement that they are missing.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text.as_deref().unwrap_or("(no text in the plan)")
    }
}

/// Leads that were told apart, or the printed words when they were not.
pub(crate) fn leads_words(leads: &[Lead], raw: Option<&str>) -> Option<String> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let names: Vec<String> = leads
        .iter()
        .map(|lead| match &lead.resolved {
            _ if lead.kind == LeadKind::ToBeConfirmed => "To be confirmed".to_owned(),
            Some(resolved) if resolved != &lead.name => format!("{} ({resolved})", one_line(&lead.name)),
            _ => one_line(&lead.name),
        })
        .filter(|name| !name.is_empty())
        .collect();
    let words = if names.is_empty() { one_line(raw.unwrap_or_default()) } else { names.join("; ") };
    (!words.is_empty()).then_some(words)
}
