//! A council's own rating scales.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::scale::{Brag, Scale};

/// The fewest and the most levels of a scale.
const LEVELS: std::ops::RangeInclusive<usize> = 2..=8;
/// The most scales of a council's own.
const MOST_SCALES: usize = 10;

/// The scales of a council.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScaleSettings {
    /// Its own, beside the built-in ones, in the order they were added.
    pub own: Vec<Scale>,
    /// The scale of a plan that prints none, by identifier; BRAG when absent.
    pub default: Option<String>,
}

/// Why a text is no scale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ScaleFault {
    /// The line of the text, counted from 1, when it is about one.
    pub line: Option<usize>,
    /// What is wrong, as a sentence that says what to do.
    pub what: String,
}

impl ScaleFault {
    fn new(what: impl Into<String>) -> Self {
        Self { line: None, what: what.into() }
    }
}

impl Scale {
    /// The scales that are part of Sightline.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        vec![Self::brag(), Self::progress_1_4()]
    }

    /// A scale read from TOML, in the form of the files under `content/scales/`.
    ///
    /// # Errors
    ///
    /// [`ScaleFault`] – not TOML, a part is missing, or the levels cannot be told apart.
    pub fn from_toml(text: &str) -> Result<Self, ScaleFault> {
        let scale: Self = toml::from_str(text).map_err(|error| ScaleFault {
            line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
            what: format!("This cannot be read as a scale: {}.", error.message().trim_end_matches('.')),
        })?;
        match scale.fault() {
            None => Ok(scale),
            Some(fault) => Err(fault),
        }
    }

    fn fault(&self) -> Option<ScaleFault> {
        let id_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if self.id.is_empty() || self.id.len() > 40 || !self.id.chars().all(id_letter) {
            return Some(ScaleFault::new(
                "`id` must be 1 to 40 small letters a to z, digits and underscores, such as `our_scale`.",
            ));
        }
        if self.name.trim().is_empty() || self.name.chars().count() > 60 {
            return Some(ScaleFault::new("`name` must be 1 to 60 letters."));
        }
        if !LEVELS.contains(&self.levels.len()) {
            let (least, most) = (LEVELS.start(), LEVELS.end());
            return Some(ScaleFault::new(format!("A scale has {least} to {most} `[[levels]]`, the worst first.")));
        }
        let mut told_apart = BTreeSet::new();
        for level in &self.levels {
            let (code, name) = (level.code.trim(), level.name.trim());
            if code.is_empty() || name.is_empty() {
                return Some(ScaleFault::new("Every level needs a `code` and a `name`."));
            }
            if code.chars().count() > 20 || name.chars().count() > 40 {
                let what = format!("The level `{name}` is too long: a code has up to 20 letters, a name up to 40.");
                return Some(ScaleFault::new(what));
            }
            let mut words = vec![code.to_lowercase()];
            if name.to_lowercase() != words[0] {
                words.push(name.to_lowercase());
            }
            if words.into_iter().any(|word| !told_apart.insert(word)) {
                let what = format!("Two levels are called `{name}` or have the same code: each must be told apart.");
                return Some(ScaleFault::new(what));
            }
            let is_said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
            if !is_said(&level.action_definition) {
                return Some(ScaleFault::new(format!(
                    "The level `{name}` needs an `action_definition`: when is it given?"
                )));
            }
            if self.rates_impact && !is_said(&level.impact_definition) {
                let what = format!("The level `{name}` needs an `impact_definition`, because `rates_impact` is true.");
                return Some(ScaleFault::new(what));
            }
            let is_colour =
                |colour: &String| colour.len() == 6 && colour.chars().all(|digit| digit.is_ascii_hexdigit());
            if level.colour.as_ref().is_some_and(|colour| !is_colour(colour)) {
                let what = format!("The `colour` of `{name}` must be six hexadecimal digits, such as `1d70b8`.");
                return Some(ScaleFault::new(what));
            }
            if level.stands_for.is_none() {
                let what = format!(
                    "The level `{name}` must say what it stands for: `stands_for` is `red`, `amber`, `green` or `blue`."
                );
                return Some(ScaleFault::new(what));
            }
        }
        let stand_for: Vec<Option<Brag>> = self.levels.iter().map(|level| level.stands_for).collect();
        if stand_for.windows(2).any(|pair| pair[0] > pair[1]) {
            return Some(ScaleFault::new("The levels must stand in order, the worst first: red, amber, green, blue."));
        }
        None
    }
}

impl ScaleSettings {
    /// Every scale there is: the built-in ones, then the council's own.
    #[must_use]
    pub fn all(&self) -> Vec<Scale> {
        Scale::built_in().into_iter().chain(self.own.iter().cloned()).collect()
    }

    /// The scale of a plan that prints none.
    #[must_use]
    pub fn for_new_plans(&self) -> Scale {
        let wanted = self.default.as_deref();
        self.all().into_iter().find(|scale| Some(scale.id.as_str()) == wanted).unwrap_or_else(Scale::brag)
    }

    /// What is wrong with them, as a sentence.
    pub(super) fn fault(&self) -> Option<String> {
        if self.own.len() > MOST_SCALES {
            return Some(format!("A council has at most {MOST_SCALES} scales of its own."));
        }
        if let Some(fault) = self.own.iter().find_map(Scale::fault) {
            return Some(fault.what);
        }
        let mut ids = BTreeSet::new();
        for scale in self.all() {
            if !ids.insert(scale.id.clone()) {
                return Some(format!("There is already a scale with the id `{}`: choose another.", scale.id));
            }
        }
        let unknown = self.default.as_ref().filter(|wanted| !ids.contains(*wanted))?;
        Some(format!("There is no scale with the id `{unknown}`."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = include_str!("../../../../content/scales/progress_1_4.toml");

    fn own() -> String {
        OWN.replace("id = \"progress_1_4\"", "id = \"ours\"")
    }

    #[test]
    fn a_scale_in_the_form_of_the_built_in_ones_is_taken() {
        let scale = Scale::from_toml(&own()).unwrap();
        let settings = ScaleSettings { own: vec![scale], default: Some("ours".to_owned()) };
        assert_eq!(settings.fault(), None);
        assert_eq!(settings.for_new_plans().id, "ours");
        assert_eq!(settings.all().len(), 3);
        assert_eq!(ScaleSettings::default().for_new_plans(), Scale::brag());
    }

    #[test]
    fn what_is_no_scale_is_told_with_its_line_and_what_to_do() {
        let fault = Scale::from_toml("id = \"ours\"\nname = ").unwrap_err();
        assert_eq!(fault.line, Some(2));
        let told = |text: &str| Scale::from_toml(text).unwrap_err().what;
        assert!(told("id = \"ours\"").contains("name"), "{}", told("id = \"ours\""));
        assert!(told(&own().replace("\"ours\"", "\"Our scale\"")).contains("small letters"));
        let first = own();
        let (head, levels) = first.split_once("[[levels]]").unwrap();
        let one = levels.split("[[levels]]").next().unwrap();
        assert!(told(&format!("{head}[[levels]]{one}")).contains("2 to 8"));
        assert!(told(&format!("{head}[[levels]]{one}[[levels]]{one}")).contains("told apart"));
        assert!(told(&own().replace("stands_for", "stand_for")).contains("stands_for"));
        assert!(told(&own().replace("stands_for = \"blue\"", "stands_for = \"red\"")).contains("worst first"));
    }

    #[test]
    fn two_scales_of_the_same_name_or_a_default_that_is_none_are_refused() {
        let scale = Scale::from_toml(&own()).unwrap();
        let twice = ScaleSettings { own: vec![scale.clone(), scale], default: None };
        assert!(twice.fault().is_some_and(|what| what.contains("already a scale")));
        let built_in = ScaleSettings { own: vec![Scale::brag()], default: None };
        assert!(built_in.fault().is_some_and(|what| what.contains("`brag`")));
        let unknown = ScaleSettings { own: Vec::new(), default: Some("gone".to_owned()) };
        assert!(unknown.fault().is_some_and(|what| what.contains("`gone`")));
        assert_eq!(unknown.for_new_plans(), Scale::brag());
    }
}
