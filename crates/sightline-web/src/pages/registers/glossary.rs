//! Abbreviations with their meanings.

use chrono::NaiveDate;
use sightline_app::domain::plan::{GlossaryEntry, Plan};
use sightline_app::domain::register::{Entry, Register};

use super::Group;
use super::kind::{Kind, line, required};
use crate::forms::{FormErrors, Typed};

pub(super) struct Abbreviations;

fn entry_of(entry: &Entry) -> GlossaryEntry {
    match entry {
        Entry::Glossary(entry) => entry.clone(),
        _ => GlossaryEntry::default(),
    }
}

impl Kind for Abbreviations {
    const REGISTER: Register = Register::Glossary;
    const PATH: &'static str = "abbreviations";
    const TITLE: &'static str = "Abbreviations";
    const ADD: &'static str = "Add an abbreviation";
    const ABOUT: &'static str = "Short forms that the plan uses. Papers for a board explain them from this list.";
    const EMPTY: &'static str =
        "The plan has no list of abbreviations yet. Board members from elsewhere will thank you for one.";
    const HEADS: &'static [&'static str] = &["Abbreviation", "Meaning"];

    fn cells(entry: &Entry, _: &Plan, _: NaiveDate) -> Vec<String> {
        vec![entry_of(entry).meaning]
    }

    fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
        let entry = entry_of(entry);
        vec![("Abbreviation", entry.abbreviation), ("Meaning", entry.meaning)]
    }

    fn first(entry: Option<&Entry>) -> Typed {
        let entry = entry.map(entry_of).unwrap_or_default();
        let mut typed = Typed::default();
        typed.set("abbreviation", entry.abbreviation);
        typed.set("meaning", entry.meaning);
        typed
    }

    fn groups(typed: &Typed, errors: &FormErrors, _: bool) -> Vec<Group> {
        let fields = vec![
            line(typed, errors, "abbreviation", "Abbreviation", ""),
            line(typed, errors, "meaning", "Meaning", ""),
        ];
        vec![Group { legend: None, fields }]
    }

    fn read(typed: &Typed, before: Option<&Entry>) -> Result<Entry, FormErrors> {
        let mut errors = FormErrors::default();
        let abbreviation = required(typed, &mut errors, "abbreviation", "Enter the abbreviation");
        let meaning = required(typed, &mut errors, "meaning", "Enter what it means");
        let kept = before.map(entry_of).filter(|kept| kept.abbreviation == abbreviation);
        let abbreviation_raw = kept.and_then(|kept| kept.abbreviation_raw);
        let entry = GlossaryEntry { abbreviation, abbreviation_raw, meaning };
        if errors.is_empty() { Ok(Entry::Glossary(entry)) } else { Err(errors) }
    }
}
