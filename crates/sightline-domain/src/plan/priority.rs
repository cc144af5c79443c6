//! Pillars, priorities and aims, with what is printed about success.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::action::Lead;

/// A level above priorities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Pillar {
    /// Reference as printed.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Title.
    pub title: String,
    /// Its lead exactly as printed.
    pub leads_raw: Option<String>,
}

/// A priority (area for improvement): first level of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Priority {
    /// Reference, unique in the plan.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Reference exactly as printed; null when none is printed.
    pub ref_raw: Option<String>,
    /// Title; null when it was lost.
    pub title: Option<String>,
    /// The whole heading exactly as printed.
    pub heading_raw: Option<String>,
    /// Reference of its pillar, where the plan has pillars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pillar: Option<String>,
    /// A sentence on what the priority is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Key areas exactly as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_areas_raw: Option<String>,
    /// The label before its leads, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_label: Option<String>,
    /// Sponsor or overall leads exactly as printed.
    pub leads_raw: Option<String>,
    /// Sponsor or overall leads, told apart.
    pub leads: Vec<Lead>,
    /// Objectives.
    pub objectives: Vec<Statement>,
    /// Outcomes.
    pub outcomes: Vec<Statement>,
    /// What it is measured by.
    pub measured_by: Vec<Statement>,
    /// Heading over the targets, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets_heading: Option<String>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Heading over the impact statements, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact_heading: Option<String>,
    /// What will be different for children and families, one statement each.
    pub impact: Vec<String>,
    /// What good looks like, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_looks_like: Option<String>,
    /// What outstanding looks like, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outstanding_looks_like: Option<String>,
    /// Footnotes printed with the priority.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<String>,
}

impl Priority {
    /// Its sponsor or overall leads, one beside the other; `None` when none is printed.
    #[must_use]
    pub fn leads_words(&self) -> Option<String> {
        super::leads_words(&self.leads, self.leads_raw.as_deref())
    }
}

/// A line of objectives, outcomes or measures, with the lines under it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Statement {
    /// The line.
    pub text: String,
    /// Lines under it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// A success measure in words, with its number and date where it has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Target {
    /// The target in words.
    pub text: String,
    /// The number as printed, such as `86`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Unit of the number, such as `%`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which side of the number is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<TargetOperator>,
    /// The day the target is for, from the target or the heading above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

/// Which side of a target's number is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetOperator {
    /// The value or more.
    AtLeast,
    /// The value or less.
    AtMost,
}

/// An aim (focus area, outcome, objective): optional second level of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Aim {
    /// Reference, unique in the plan.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Reference exactly as printed; null when none is printed.
    pub ref_raw: Option<String>,
    /// Reference of its priority.
    pub priority: String,
    /// Title.
    pub title: String,
}
