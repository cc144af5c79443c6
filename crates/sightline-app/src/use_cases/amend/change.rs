//! What can be changed about an action.

use chrono::NaiveDate;

/// One change of an action, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendInput {
    /// Reference of the action.
    pub action: String,
    /// What changes.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// The [version](super::version_of) of the action that was read before
    /// changing it; absent for somebody who has not read it.
    pub seen: Option<String>,
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Other words.
    Reword {
        /// The action in its new words.
        text: String,
    },
    /// Another timescale, as it would be printed.
    Redate {
        /// Such as `Mar 27`, `quarterly`, `TBC`.
        due_raw: String,
    },
    /// Another start and timescale, as they would be printed; absent ones are taken out.
    Retime {
        /// Such as `April 2026`.
        start_raw: Option<String>,
        /// Such as `Mar 27`, `quarterly`, `TBC`.
        due_raw: Option<String>,
    },
    /// Other leads, as they would be printed.
    Relead {
        /// Several are separated by a semicolon, a new line, or a stroke between spaces.
        leads_raw: String,
    },
    /// Other bullets or lettered items.
    Parts {
        /// All of them, in order.
        parts: Vec<PartInput>,
    },
    /// Other inspection tags.
    Sources {
        /// All of them, in order.
        sources: Vec<String>,
    },
    /// Another answer to how we will know.
    Success {
        /// How we will know, one statement each.
        how_will_we_know: Vec<String>,
        /// What children will say, one statement each.
        child_statements: Vec<String>,
    },
    /// Under another priority, aim or heading; it stands last there.
    Move {
        /// Reference of the priority.
        priority: String,
        /// Reference of the aim, where the priority has aims.
        aim: Option<String>,
        /// Heading it stands under.
        group: Option<String>,
    },
    /// Out of the plan.
    Withdraw,
    /// In the plan again, after it was withdrawn, merged or split.
    PutBack,
    /// Now part of another action.
    MergeInto {
        /// Reference of that action.
        into: String,
    },
    /// Replaced by new actions.
    SplitInto {
        /// The new actions; each stands where the old one stood.
        into: Vec<NewAction>,
    },
    /// A new action with the reference of the amendment.
    Add {
        /// Reference of its priority.
        priority: String,
        /// Reference of its aim.
        aim: Option<String>,
        /// Heading it stands under.
        group: Option<String>,
        /// What it says; its reference is that of the amendment.
        action: NewAction,
    },
    /// More milestones.
    AddMilestones {
        /// The new ones.
        milestones: Vec<NewMilestone>,
    },
    /// Other milestones, words and dates.
    Milestones {
        /// All of them, in order.
        milestones: Vec<MilestoneInput>,
    },
    /// A milestone is complete since the day of the amendment.
    CompleteMilestone {
        /// Its words, or the beginning of them.
        text: String,
    },
}

/// What a new action says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAction {
    /// Reference.
    pub reference: String,
    /// The action in words.
    pub text: String,
    /// Leads as they would be printed.
    pub leads_raw: Option<String>,
    /// Start as it would be printed.
    pub start_raw: Option<String>,
    /// Timescale as it would be printed.
    pub due_raw: Option<String>,
}

/// A new milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMilestone {
    /// The step in words.
    pub text: String,
    /// Its date as it would be printed.
    pub due_raw: Option<String>,
}

/// A milestone as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MilestoneInput {
    /// The step in words.
    pub text: String,
    /// Its date as it would be printed.
    pub due_raw: Option<String>,
    /// The day it was completed.
    pub completed_on: Option<NaiveDate>,
}

/// A bullet or lettered item as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartInput {
    /// Letter or number, without brackets.
    pub letter: Option<String>,
    /// The item in words.
    pub text: String,
    /// Leads as they would be printed.
    pub leads_raw: Option<String>,
    /// Its date as it would be printed.
    pub due_raw: Option<String>,
}
