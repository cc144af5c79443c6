//! The words that plans are written in, loaded from `content/plan_vocabulary/`.

use std::collections::BTreeMap;

use serde::Deserialize;
use sightline_domain::schedule::DateWords;

use super::interpret::plain;
use crate::{Error, Result};

/// The words that plans are written in.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    columns: BTreeMap<String, Vec<String>>,
    /// Field by heading, in the form that headings are compared in.
    pub(super) field_by_name: BTreeMap<String, String>,
    pub(super) headings: Headings,
    pub(super) ratings: Ratings,
    pub(super) dates: DateWords,
    pub(super) inspections: Inspections,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Headings {
    /// Shapes of the lines that open a priority, with `{ref}` where its number stands.
    #[serde(rename = "priority_headings")]
    pub(super) opens_priority: Vec<String>,
    pub(super) key_areas: Vec<String>,
    pub(super) priority_leads: Vec<String>,
    pub(super) objectives: Vec<String>,
    pub(super) outcomes: Vec<String>,
    pub(super) measured_by: Vec<String>,
    pub(super) impact: Vec<String>,
    pub(super) targets: Vec<String>,
    pub(super) good_looks_like: Vec<String>,
    pub(super) outstanding_looks_like: Vec<String>,
    pub(super) rating_key: Vec<String>,
    pub(super) lead_in: Vec<String>,
    pub(super) placeholder: Vec<String>,
    pub(super) progress_words: Vec<String>,
    pub(super) milestone_verbs: Vec<String>,
    pub(super) joining: Vec<String>,
    pub(super) sections: BTreeMap<String, Vec<String>>,
    pub(super) other_documents: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Ratings {
    pub(super) tolerance: u32,
    pub(super) colours: BTreeMap<String, ColourWords>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ColourWords {
    pub(super) words: Vec<String>,
    pub(super) fills: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Inspections {
    pub(super) tags: Vec<String>,
    pub(super) kinds: BTreeMap<String, Vec<String>>,
}

impl Headings {
    /// The same phrases in the form that lines are compared in.
    fn normalised(mut self) -> Self {
        let lists = [
            &mut self.key_areas,
            &mut self.priority_leads,
            &mut self.objectives,
            &mut self.outcomes,
            &mut self.measured_by,
            &mut self.impact,
            &mut self.targets,
            &mut self.good_looks_like,
            &mut self.outstanding_looks_like,
            &mut self.rating_key,
            &mut self.placeholder,
            &mut self.progress_words,
            &mut self.milestone_verbs,
        ];
        for phrase in lists.into_iter().chain(self.sections.values_mut()).flatten() {
            *phrase = plain(phrase);
        }
        self
    }
}

/// The names of the files, and the built-in text of each.
const BUILT_IN: [(&str, &str); 5] = [
    ("columns.toml", include_str!("../../../../../content/plan_vocabulary/columns.toml")),
    ("headings.toml", include_str!("../../../../../content/plan_vocabulary/headings.toml")),
    ("ratings.toml", include_str!("../../../../../content/plan_vocabulary/ratings.toml")),
    ("dates.toml", include_str!("../../../../../content/plan_vocabulary/dates.toml")),
    ("inspections.toml", include_str!("../../../../../content/plan_vocabulary/inspections.toml")),
];

impl Vocabulary {
    /// The words that come with Sightline.
    ///
    /// # Errors
    ///
    /// [`Error::Vocabulary`] when a built-in file does not load; a test keeps that from happening.
    pub fn built_in() -> Result<Self> {
        Self::with_additions(&[])
    }

    /// The words that come with Sightline and a council's own.
    ///
    /// # Input
    ///
    /// `additions` holds file names (`columns.toml`) with their text. Lists
    /// are joined to the built-in ones; the council's words come first.
    ///
    /// # Errors
    ///
    /// [`Error::Vocabulary`] names the file, and the line where it does not load.
    pub fn with_additions(additions: &[(String, String)]) -> Result<Self> {
        for (name, _) in additions {
            if !BUILT_IN.iter().any(|(known, _)| known == name) {
                return Err(Error::Vocabulary {
                    file: name.clone(),
                    reason: format!(
                        "there is no vocabulary file of this name; the names are {}",
                        BUILT_IN.map(|(known, _)| known).join(", ")
                    ),
                });
            }
        }
        let load = |name: &str| -> Result<toml::Table> {
            let mut table = toml::Table::new();
            let own = additions.iter().filter(|(added, _)| added == name).map(|(_, text)| text.as_str());
            let built_in = BUILT_IN.iter().filter(|(known, _)| *known == name).map(|(_, text)| *text);
            for text in own.chain(built_in) {
                let more = text
                    .parse::<toml::Table>()
                    .map_err(|cause| Error::Vocabulary { file: name.to_owned(), reason: cause.to_string() })?;
                join(&mut table, more);
            }
            Ok(table)
        };
        let columns: BTreeMap<String, Vec<String>> = typed("columns.toml", load("columns.toml")?)?;
        let names =
            columns.iter().flat_map(|(field, names)| names.iter().map(move |name| (plain(name), field.clone())));
        let mut field_by_name = BTreeMap::new();
        for (name, field) in names {
            field_by_name.entry(name).or_insert(field);
        }
        let headings: Headings = typed("headings.toml", load("headings.toml")?)?;
        let dates: DateWords = typed("dates.toml", load("dates.toml")?)?;
        Ok(Self {
            columns,
            field_by_name,
            headings: headings.normalised(),
            ratings: typed("ratings.toml", load("ratings.toml")?)?,
            dates: dates.normalised(),
            inspections: typed("inspections.toml", load("inspections.toml")?)?,
        })
    }

    /// The names of all fields that a column can be mapped to.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// The field of this name, or the field that a heading of this name means: `leads` for `lead`.
    #[must_use]
    pub fn field_named(&self, name: &str) -> Option<&str> {
        let (known, _) = self.columns.get_key_value(name).or_else(|| {
            let field = self.field_by_name.get(&plain(name))?;
            self.columns.get_key_value(field)
        })?;
        Some(known)
    }

    /// The words for dates.
    #[must_use]
    pub fn dates(&self) -> &DateWords {
        &self.dates
    }
}

fn typed<T: serde::de::DeserializeOwned>(file: &str, table: toml::Table) -> Result<T> {
    table.try_into().map_err(|cause| Error::Vocabulary { file: file.to_owned(), reason: cause.to_string() })
}

/// Adds what `more` holds: lists are joined, tables merged, other values kept from the first.
fn join(table: &mut toml::Table, more: toml::Table) {
    for (key, value) in more {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Array(list)), toml::Value::Array(items)) => {
                for item in items {
                    if !list.contains(&item) {
                        list.push(item);
                    }
                }
            }
            (Some(toml::Value::Table(inner)), toml::Value::Table(items)) => join(inner, items),
            (Some(_), _) => {}
            (None, value) => {
                table.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_load() {
        let vocabulary = Vocabulary::built_in().unwrap();
        assert!(vocabulary.fields().any(|field| field == "leads"));
        assert!(vocabulary.dates.months.contains_key("sept"));
    }

    #[test]
    fn a_council_adds_its_own_headings() {
        let own = ("columns.toml".to_owned(), "leads = [\"Named champion\"]".to_owned());
        let vocabulary = Vocabulary::with_additions(&[own]).unwrap();
        assert_eq!(vocabulary.columns["leads"][0], "Named champion");
        assert!(vocabulary.columns["leads"].iter().any(|heading| heading == "lead"));
    }

    #[test]
    fn a_field_is_known_by_its_name_and_by_what_people_call_it() {
        let vocabulary = Vocabulary::built_in().unwrap();
        for name in ["leads", "lead", "Lead officer", "who"] {
            assert_eq!(vocabulary.field_named(name), Some("leads"), "{name}");
        }
        assert_eq!(vocabulary.field_named("shoe size"), None);
    }

    #[test]
    fn a_file_that_does_not_load_is_named() {
        let own = ("columns.toml".to_owned(), "leads = [".to_owned());
        let refusal = Vocabulary::with_additions(&[own]).unwrap_err().to_string();
        assert!(refusal.contains("columns.toml"), "{refusal}");
        let unknown = ("colums.toml".to_owned(), String::new());
        assert!(Vocabulary::with_additions(&[unknown]).unwrap_err().to_string().contains("columns.toml"));
    }
}
