//! An improvement plan: priorities, aims, actions and everything printed with them.
//!
//! The model is flat: every item stands in one list of the plan and names its
//! parent by reference. References are unique within a plan. An item whose
//! reference is not printed gets one by its place (`1.1/2` is the second
//! action of aim 1.1) and keeps `ref_raw` empty, so that nobody takes it for
//! printed.
//!
//! Fields ending in `_raw` hold the words exactly as printed; they are never
//! changed after import.

mod action;
mod compare;
mod order;
mod people;
mod priority;

pub(crate) use action::leads_words;
pub use action::{Action, ActionState, Lead, LeadKind, Milestone, Part};
pub use compare::{Change, ChangeKind, compare};
pub use people::{Board, BoardMember, DeliveryLead, Person, Post, PostHolding};
pub use priority::{Aim, Pillar, Priority, Statement, Target, TargetOperator};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scale::Scale;

/// One plan: a document with a period, a rating scale and priorities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Plan {
    /// Title as printed.
    pub title: String,
    /// Further lines of the title, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The council or partnership whose plan it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub council: Option<String>,
    /// Status as printed, such as `DRAFT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The date printed on the plan, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated_raw: Option<String>,
    /// Last day of what `dated_raw` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<NaiveDate>,
    /// First day of the plan's period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_start_on: Option<NaiveDate>,
    /// Last day of the plan's period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_end_on: Option<NaiveDate>,
    /// Days between updates, when the plan says; monthly (31) otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_cycle_days: Option<u32>,
    /// The column headings of the action table, as printed.
    pub columns: Vec<String>,
    /// Rating scales; the first is used where an action names none. Empty means unrated.
    pub scales: Vec<Scale>,
    /// Levels above priorities, where a plan has them.
    pub pillars: Vec<Pillar>,
    /// Priorities (areas for improvement), in printed order.
    pub priorities: Vec<Priority>,
    /// Aims between priority and action, in printed order.
    pub aims: Vec<Aim>,
    /// Actions, in printed order.
    pub actions: Vec<Action>,
    /// The measures register, where a plan has one.
    pub measures: Vec<Measure>,
    /// Focus areas that group measures and actions.
    pub focus_areas: Vec<FocusArea>,
    /// People named anywhere in the plan.
    pub people: Vec<Person>,
    /// Posts named in the plan, with who holds them.
    pub posts: Vec<Post>,
    /// Named leads of a pillar or workstream.
    pub delivery_leads: Vec<DeliveryLead>,
    /// Boards with their members.
    pub boards: Vec<Board>,
    /// Inspections and visits that the plan answers, with their findings.
    pub inspections: Vec<Inspection>,
    /// Abbreviations with their meaning, as printed.
    pub glossary: Vec<GlossaryEntry>,
    /// Passages around the tables: vision, goals, principles, linked plans, governance.
    pub sections: Vec<Section>,
}

/// One line of a measures register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Measure {
    /// Reference of the focus area it is listed under, such as `FA2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus_area: Option<String>,
    /// References of the actions it is meant to show, as printed.
    pub action_refs: Vec<String>,
    /// The measure in words.
    pub text: String,
    /// The data source exactly as printed.
    pub data_source_raw: Option<String>,
    /// What kind of source that is.
    pub source_kind: SourceKind,
    /// The line of the scorecard, such as `CIN10a`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scorecard_ref: Option<String>,
}

/// What a measure's data source amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A named line of the council's scorecard.
    Scorecard,
    /// The plan says the measure is still to be developed.
    ToBeDeveloped,
    /// A named team, report or other scorecard.
    Other,
    /// The plan prints no source.
    #[default]
    Blank,
}

/// A focus area: a set of measures and actions under one or more judgement areas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FocusArea {
    /// Reference as printed, such as `FA1`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Title.
    pub title: String,
    /// Inspection judgement areas it stands under.
    pub judgement_areas: Vec<String>,
    /// References of its actions.
    pub action_refs: Vec<String>,
}

/// An inspection, visit or review that the plan answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Inspection {
    /// Identifier within the plan, such as `ILAC March 2020` or `FV1`.
    pub name: String,
    /// What kind of inspection, as the vocabulary knows it: `ilacs`, `focused_visit`, `send` ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The date as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_raw: Option<String>,
    /// Last day of what `held_raw` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// Judgements printed with it, one line each.
    pub judgements: Vec<String>,
    /// Findings that the plan cites.
    pub findings: Vec<Finding>,
}

/// A finding of an inspection: a recommendation, a numbered point or the visit as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Finding {
    /// `recommendation 6`, `point 35`, or `the inspection as a whole`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Wording, when the plan prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// References of the actions that answer it.
    pub action_refs: Vec<String>,
}

/// An abbreviation and its meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GlossaryEntry {
    /// The abbreviation in Latin letters.
    pub abbreviation: String,
    /// The abbreviation exactly as printed, when that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abbreviation_raw: Option<String>,
    /// What it stands for.
    pub meaning: String,
}

/// A passage of the plan outside its tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Section {
    /// What it is, as the vocabulary knows it: `vision`, `goals`, `principles`,
    /// `linked_plans`, `governance`, `exclusions` …; absent when not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The heading as printed.
    pub heading: String,
    /// Running text, one paragraph each.
    pub paragraphs: Vec<String>,
    /// List items, one each.
    pub items: Vec<String>,
}

impl Plan {
    /// The action with this reference.
    #[must_use]
    pub fn action(&self, reference: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.reference == reference)
    }

    /// The priority with this reference.
    #[must_use]
    pub fn priority(&self, reference: &str) -> Option<&Priority> {
        self.priorities.iter().find(|priority| priority.reference == reference)
    }

    /// The aim with this reference.
    #[must_use]
    pub fn aim(&self, reference: &str) -> Option<&Aim> {
        self.aims.iter().find(|aim| aim.reference == reference)
    }

    /// The plan's main scale, if it rates at all.
    #[must_use]
    pub fn scale(&self) -> Option<&Scale> {
        self.scales.first()
    }
}
