//! Inspection tags and references to findings, inside an action's words or in their own column.

use regex::Regex;
use sightline_domain::plan::{Finding, Inspection};
use sightline_domain::schedule::{DateWords, read_date};

use super::super::vocabulary::Vocabulary;
use super::words::one_space;
use crate::{Error, Result};

/// What recognises tags and references, made once for an import.
#[derive(Debug)]
pub(super) struct SourceWords {
    trailing_tags: Regex,
    tags: Regex,
    reference: Regex,
    kinds: Vec<(String, String)>,
}

/// The sources found in an action's words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FoundSources {
    /// One source each, as printed.
    pub(super) sources: Vec<String>,
    /// The tags as printed together, when they are short tags.
    pub(super) raw: Option<String>,
    /// The words without trailing tags.
    pub(super) text: String,
}

impl SourceWords {
    pub(super) fn new(vocabulary: &Vocabulary) -> Result<Self> {
        let pattern = |text: &str| {
            Regex::new(text)
                .map_err(|cause| Error::Vocabulary { file: "inspections.toml".to_owned(), reason: cause.to_string() })
        };
        let any_of = |words: Vec<&String>| {
            let mut words: Vec<String> =
                words.into_iter().map(|word| regex::escape(word).replace(' ', r"\s+")).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words.join("|")
        };
        let inspections = &vocabulary.inspections;
        let tag = format!(r"(?:{})\d{{0,4}}(?:\s?&\s?\d{{1,4}})*", any_of(inspections.tags.iter().collect()));
        let names = any_of(inspections.kinds.values().flatten().collect());
        let months = any_of(vocabulary.dates.months.keys().collect());
        let number = r"(?:recommendations?|points?|paragraphs?|areas?)\s+\d+(?:\s*(?:,|and|&)\s*(?:points?\s+|recommendations?\s+)?\d+)*";
        let mut kinds: Vec<(String, String)> = inspections
            .kinds
            .iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| (one_space(name).to_lowercase(), kind.clone())))
            .collect();
        kinds.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Ok(Self {
            trailing_tags: pattern(&format!(r"(?:^|[\s.;)])((?:{tag})(?:\s*(?:,|&|and|\s)\s*(?:{tag}))*)\s*$"))?,
            tags: pattern(&format!(r"\b{tag}"))?,
            reference: pattern(&format!(
                r"(?i)\b(?:{names})(?:\s+inspection)?(?:\s+in)?\s+(?:{months})\.?\s+\d{{4}}(?:\s+{number}(?:\s*(?:,|and|&)?\s*{number})*)?"
            ))?,
            kinds,
        })
    }

    /// The sources in an action's words: short tags at their end, and references to dated inspections anywhere.
    pub(super) fn in_text(&self, text: &str) -> FoundSources {
        let text = one_space(text);
        let references: Vec<String> =
            self.reference.find_iter(&text).map(|found| found.as_str().trim().to_owned()).collect();
        if let Some(found) = self.trailing_tags.captures(&text).and_then(|captures| captures.get(1)) {
            let raw = found.as_str().trim().to_owned();
            let mut sources = references;
            sources.extend(self.tags.find_iter(&raw).map(|tag| tag.as_str().to_owned()));
            return FoundSources { sources, raw: Some(raw), text: text[..found.start()].trim().to_owned() };
        }
        FoundSources { sources: references, raw: None, text }
    }

    /// The sources of a cell that holds nothing else.
    pub(super) fn in_cell(&self, text: &str) -> Vec<String> {
        let text = one_space(text);
        let mut sources: Vec<String> =
            self.reference.find_iter(&text).map(|found| found.as_str().trim().to_owned()).collect();
        if sources.is_empty() {
            sources = self.tags.find_iter(&text).map(|tag| tag.as_str().to_owned()).collect();
        }
        if sources.is_empty() {
            sources = text.split([',', ';', '\n']).map(one_space).filter(|piece| !piece.is_empty()).collect();
        }
        sources
    }

    /// Adds one source of an action to the inspections it names.
    pub(super) fn register(&self, source: &str, action: &str, dates: &DateWords, inspections: &mut Vec<Inspection>) {
        let numbers_from = source
            .to_ascii_lowercase()
            .find(" recommendation")
            .into_iter()
            .chain(source.to_ascii_lowercase().find(" point"))
            .chain(source.to_ascii_lowercase().find(" paragraph"))
            .min()
            .unwrap_or(source.len());
        let (name, numbers) = source.split_at(numbers_from.min(source.len()));
        let name = one_space(name);
        let at = inspections.iter().position(|known| known.name.eq_ignore_ascii_case(&name)).unwrap_or_else(|| {
            inspections.push(self.inspection(&name, dates));
            inspections.len() - 1
        });
        for reference in finding_references(numbers) {
            let findings = &mut inspections[at].findings;
            let place = findings.iter().position(|known| known.reference == reference).unwrap_or_else(|| {
                findings.push(Finding { reference: reference.clone(), text: None, action_refs: Vec::new() });
                findings.len() - 1
            });
            // Actions come one after the other: this one is the last, if it is there.
            if findings[place].action_refs.last().is_none_or(|last| last != action) {
                findings[place].action_refs.push(action.to_owned());
            }
        }
    }

    fn inspection(&self, name: &str, dates: &DateWords) -> Inspection {
        let lower = name.to_lowercase();
        let kind = self.kinds.iter().find(|(known, _)| lower.starts_with(known.as_str())).map(|(_, kind)| kind.clone());
        let words: Vec<&str> = name.split(' ').collect();
        let held_raw = (words.len() >= 2).then(|| words[words.len() - 2..].join(" "));
        let held_on = held_raw.as_deref().and_then(|raw| read_date(raw, dates)).map(|(_, last)| last);
        Inspection {
            name: name.to_owned(),
            kind,
            held_raw: held_raw.filter(|_| held_on.is_some()),
            held_on,
            judgements: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// `recommendation 6 point 35 & 36` as single references.
fn finding_references(numbers: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut kind = "recommendation";
    let words = numbers.replace(['&', ','], " ").to_lowercase();
    for word in words.split_whitespace() {
        match word.trim_end_matches('s') {
            "recommendation" => kind = "recommendation",
            "point" => kind = "point",
            "paragraph" => kind = "paragraph",
            "area" => kind = "area",
            number if number.chars().all(|c| c.is_ascii_digit()) && !number.is_empty() => {
                found.push(format!("{kind} {number}"));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        found.push("the inspection as a whole".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> (SourceWords, Vocabulary) {
        let vocabulary = Vocabulary::built_in().unwrap();
        (SourceWords::new(&vocabulary).unwrap(), vocabulary)
    }

    #[test]
    fn trailing_tags_are_cut_off_and_told_apart() {
        let (words, _) = words();
        for (text, expected, raw) in [
            ("Open the hub. ILAC, FV1, FV2", vec!["ILAC", "FV1", "FV2"], "ILAC, FV1, FV2"),
            ("Open the hub. ILAC,FV1", vec!["ILAC", "FV1"], "ILAC,FV1"),
            ("Open the hub FV2", vec!["FV2"], "FV2"),
            ("Open the hub ILAC19&21", vec!["ILAC19&21"], "ILAC19&21"),
        ] {
            let found = words.in_text(text);
            assert_eq!(found.sources, expected, "{text}");
            assert_eq!(found.raw.as_deref(), Some(raw));
            assert!(found.text.starts_with("Open the hub"));
            assert!(!found.text.contains("FV"));
        }
        assert!(words.in_text("Prepare for the next inspection").sources.is_empty());
    }

    #[test]
    fn references_to_dated_inspections_stay_in_the_text() {
        let (words, vocabulary) = words();
        let found = words.in_text("Agree the model (Focus visit March 2021 & ILAC March 2022 recommendation 6 point 35 & 36) SEND inspection July 2018");
        assert_eq!(
            found.sources,
            ["Focus visit March 2021", "ILAC March 2022 recommendation 6 point 35 & 36", "SEND inspection July 2018"]
        );
        assert!(found.text.contains("ILAC March 2022"));
        let mut inspections = Vec::new();
        for source in &found.sources {
            words.register(source, "1.1", vocabulary.dates(), &mut inspections);
        }
        let names: Vec<_> = inspections[1].findings.iter().map(|finding| finding.reference.as_str()).collect();
        assert_eq!(names, ["recommendation 6", "point 35", "point 36"]);
        assert_eq!(inspections[0].kind.as_deref(), Some("focused_visit"));
        assert_eq!(inspections[2].held_raw.as_deref(), Some("July 2018"));
    }
}
