//! What measures are about: `content/measures/themes.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use sightline_domain::content::{Faults, Text};

use super::Measure;

/// The file, by its path from `content/`.
const FILE: &str = "measures/themes.toml";
/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-M016";

/// The themes, in order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Themes {
    /// What measures of no theme are put under.
    other: String,
    #[serde(rename = "theme")]
    themes: Vec<Theme>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    title: String,
    /// The letters that catalogue ids begin with.
    #[serde(default)]
    catalogue: Vec<String>,
    /// Ids of measures.
    #[serde(default)]
    measures: Vec<String>,
    /// Formats that measures without a catalogue id need.
    #[serde(default)]
    needs: Vec<String>,
}

impl Theme {
    fn holds(&self, measure: &Measure) -> bool {
        let definition = &measure.definition;
        let letters = definition.catalogue.as_deref().map(|id| id.trim_end_matches(|c: char| c.is_ascii_digit()));
        match letters {
            _ if self.measures.contains(&definition.id) => true,
            Some(letters) => self.catalogue.iter().any(|known| known == letters),
            None => definition.needs.iter().any(|need| self.needs.contains(need)),
        }
    }
}

impl Themes {
    pub(super) fn load(files: &BTreeMap<&str, &str>, faults: &mut Faults) -> Self {
        let Some(text) = files.get(FILE) else { return Self::default() };
        let (why, next) = ("measures could not be put in order", "compare it with the parts beside it");
        faults.read_toml(Text { file: FILE, text }, DOES_NOT_LOAD, why, next).unwrap_or_default()
    }

    /// The titles in order, each with the ids of its measures; themes without a measure are left out.
    pub(super) fn sorted<'a>(&'a self, measures: &'a BTreeMap<String, Measure>) -> Vec<(&'a str, Vec<&'a str>)> {
        let mut sorted: Vec<(&str, Vec<&str>)> = self
            .themes
            .iter()
            .map(|theme| (theme.title.as_str(), Vec::new()))
            .chain([(self.other.as_str(), Vec::new())])
            .collect();
        for (id, measure) in measures {
            let at = self.themes.iter().position(|theme| theme.holds(measure)).unwrap_or(self.themes.len());
            sorted[at].1.push(id);
        }
        sorted.retain(|(_, ids)| !ids.is_empty());
        sorted
    }
}
