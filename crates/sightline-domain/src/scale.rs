//! Rating scales: ordered levels, each with a code, a name, a colour and a definition.
//!
//! A scale is data. The known ones are files under `content/scales/`; a plan
//! may bring its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a rating on a scale means for the verdict rules, which are written on BRAG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Brag {
    /// Not done, or slipped, and needs attention.
    Red,
    /// Not fully on track, with a plan to recover.
    Amber,
    /// On track.
    Green,
    /// Complete, and likely to be sustained.
    Blue,
}

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    /// What is written in a rating cell, such as `green` or `2`.
    pub code: String,
    /// The name shown to people, such as `Green` or `Largely achieved`.
    pub name: String,
    /// Fill colour as six hexadecimal digits, without `#`; never the only sign of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// What the level says about the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_definition: Option<String>,
    /// What the level says about the impact; absent when the scale has one definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact_definition: Option<String>,
    /// The definition as printed in the plan, if the plan prints one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition_raw: Option<String>,
    /// The level of BRAG that this one stands for, used by the verdict rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<Brag>,
}

/// An ordered list of levels, worst first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scale {
    /// Identifier, such as `brag` or `progress_1_4`.
    pub id: String,
    /// The name shown to people.
    pub name: String,
    /// True when action and impact are rated apart.
    pub rates_impact: bool,
    /// Levels, worst first.
    pub levels: Vec<Level>,
}

impl Scale {
    /// The level with this code, ignoring case and surrounding space.
    #[must_use]
    pub fn level(&self, code: &str) -> Option<&Level> {
        let wanted = code.trim().to_lowercase();
        self.levels.iter().find(|level| level.code.to_lowercase() == wanted)
    }

    /// The position of a level, 0 for the worst; `None` for an unknown code.
    #[must_use]
    pub fn rank(&self, code: &str) -> Option<usize> {
        let wanted = code.trim().to_lowercase();
        self.levels.iter().position(|level| level.code.to_lowercase() == wanted)
    }

    /// The scale BRAG with the general meaning of its four levels.
    ///
    /// Used when a plan names no scale of its own; `content/scales/brag.toml`
    /// is the same scale as a file that a council can change.
    #[must_use]
    pub fn brag() -> Self {
        let level = |code: &str, name: &str, colour: &str, action: &str, impact: &str, stands_for| Level {
            code: code.to_owned(),
            name: name.to_owned(),
            colour: Some(colour.to_owned()),
            action_definition: Some(action.to_owned()),
            impact_definition: Some(impact.to_owned()),
            definition_raw: None,
            stands_for: Some(stands_for),
        };
        Self {
            id: "brag".to_owned(),
            name: "BRAG".to_owned(),
            rates_impact: true,
            levels: vec![
                level(
                    "red",
                    "Red",
                    "B10E1E",
                    "Not done, or the date has slipped, and it needs attention",
                    "Should be visible by now and is not",
                    Brag::Red,
                ),
                level(
                    "amber",
                    "Amber",
                    "F47738",
                    "Not fully on track, with a dated plan to recover",
                    "Can begin to be measured and is not yet shown",
                    Brag::Amber,
                ),
                level("green", "Green", "00703C", "Going as planned", "Can be shown by measurement", Brag::Green),
                level(
                    "blue",
                    "Blue",
                    "1D70B8",
                    "Complete, target met and likely to be sustained",
                    "Evidenced, target met and likely to be sustained",
                    Brag::Blue,
                ),
            ],
        }
    }
}
