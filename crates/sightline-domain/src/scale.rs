//! Rating scales: ordered levels, each with a code, a name, a colour and a definition.
//!
//! A scale is data. The known ones are files under `content/scales/`; a plan
//! may bring its own.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The known scales; tests load them, so that a file that does not load is found before it is shipped.
static BRAG: LazyLock<Scale> =
    LazyLock::new(|| toml::from_str(include_str!("../../../content/scales/brag.toml")).expect("a tested file"));
static PROGRESS: LazyLock<Scale> =
    LazyLock::new(|| toml::from_str(include_str!("../../../content/scales/progress_1_4.toml")).expect("a tested file"));

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

impl Brag {
    /// Every level, worst first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Amber, Self::Green, Self::Blue];

    /// As it stands in the store and in JSON; also the word that is used in sentences.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Blue => "blue",
        }
    }

    /// The level with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|brag| brag.code() == code)
    }
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

    /// The scale of a plan that prints none of its own: `content/scales/brag.toml`.
    #[must_use]
    pub fn brag() -> Self {
        BRAG.clone()
    }

    /// Progress from 1 to 4, 1 the best: `content/scales/progress_1_4.toml`.
    #[must_use]
    pub fn progress_1_4() -> Self {
        PROGRESS.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_scales_are_ordered_worst_first_and_told_apart_without_colour() {
        for scale in [Scale::brag(), Scale::progress_1_4()] {
            let stand_for: Vec<_> = scale.levels.iter().map(|level| level.stands_for).collect();
            assert_eq!(
                stand_for,
                [Some(Brag::Red), Some(Brag::Amber), Some(Brag::Green), Some(Brag::Blue)],
                "{}",
                scale.id
            );
            for level in &scale.levels {
                assert!(!level.name.is_empty() && level.action_definition.is_some(), "{}: {}", scale.id, level.code);
                assert_eq!(level.impact_definition.is_some(), scale.rates_impact, "{}: {}", scale.id, level.code);
            }
        }
    }

    #[test]
    fn levels_are_found_by_code_whatever_the_case() {
        assert_eq!(Scale::brag().rank(" Green "), Some(2));
        assert_eq!(Scale::progress_1_4().rank("1"), Some(3));
        assert!(Scale::brag().level("purple").is_none());
    }
}
