//! The plan's words: cross references, abbreviations, words cut in two.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use sightline_domain::plan::{Action, LeadKind};
use sightline_domain::{Place, Severity};

use super::super::codes;
use super::super::draft::Draft;
use super::super::words::{one_space, plain, shared_words};
use super::pattern;

/// `(2.1)`, `priority 3`, `priorities 1 and 2`.
static CROSS_REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\((\d{1,2}\.\d{1,2})\))|(?:(?:priority|priorities|improvement) (\d{1,2})(?: and (\d{1,2}))?)")
});
/// `Public Law Outline (PLO)`.
static SPELT_OUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:[A-Z][A-Za-z,'’-]+ (?:and |of |the |in |for |& )?){2,8})\(([A-Z]{2,8})\)"));
/// `SEND`, `GCP2`, `PiP`.
static ABBREVIATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[A-Z][A-Za-z]?[A-Z]{1,6}s?\d?\b"));

impl Draft<'_> {
    /// Cross references and abbreviations in the plan's words.
    pub(super) fn check_words(&mut self, actions: &[Action]) {
        for action in actions {
            let place = self.place_of(&action.reference);
            let steps: Vec<&str> = action.milestones.iter().map(|milestone| milestone.text.as_str()).collect();
            let words = one_space(&format!("{} {}", action.text.as_deref().unwrap_or_default(), steps.join(" ")));
            for captures in CROSS_REFERENCE.captures_iter(&words) {
                for group in captures.iter().skip(1).flatten() {
                    // What a bracketed reference stands for is said just before it.
                    let near = if group.as_str().contains('.') {
                        last_words(&words[..group.start()], 9)
                    } else {
                        words.clone()
                    };
                    self.check_reference(action, &place, &near, group.as_str());
                }
            }
        }
        self.check_abbreviations(actions);
    }

    fn check_reference(&mut self, action: &Action, place: &Place, words: &str, cited: &str) {
        let target = if cited.contains('.') {
            let aim = || self.aims.at(cited).and_then(|at| self.plan.aims.get(at));
            self.action(cited).map(|found| found.title().to_owned()).or_else(|| aim().map(|aim| aim.title.clone()))
        } else {
            let priority = self.priorities.at(cited).and_then(|at| self.plan.priorities.get(at));
            priority.and_then(|priority| priority.title.clone())
        };
        match target {
            None => self.tell(
                Severity::Warning,
                codes::REFERENCE_TO_NOTHING,
                action,
                place,
                cited,
                format!("{} refers to {cited}, which is not in the plan.", action.reference),
            ),
            Some(target) if shared_words(words, &target) == 0 => {
                let help = format!(
                    "{} refers to {cited}, “{}”, which speaks of something else. The number may be that of an earlier plan.",
                    action.reference,
                    Self::shown(&target)
                );
                self.tell(Severity::Question, codes::REFERENCE_TO_ANOTHER, action, place, words, help);
            }
            Some(_) => {}
        }
    }

    /// Abbreviations spelt out in two ways, and those never spelt out.
    fn check_abbreviations(&mut self, actions: &[Action]) {
        let mut meanings: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for action in actions {
            for captures in SPELT_OUT.captures_iter(action.text.as_deref().unwrap_or_default()) {
                let short = captures[2].to_owned();
                let words = one_space(&captures[1]);
                // Only as many words as the abbreviation has letters, counted from its end.
                let capitals: Vec<&str> = words.split(' ').collect();
                let letters = short.len();
                let mut taken = 0;
                let from = capitals.iter().rposition(|word| {
                    taken += usize::from(word.starts_with(|c: char| c.is_uppercase()));
                    taken == letters
                });
                let meaning = capitals[from.unwrap_or(0)..].join(" ");
                let known = meanings.entry(short).or_default();
                if !known.iter().any(|(other, _)| *other == meaning) {
                    known.push((meaning, action.reference.clone()));
                }
            }
        }
        for (short, ways) in meanings.into_iter().filter(|(_, ways)| ways.len() > 1) {
            let place = self.place_of(&ways[0].1);
            let printed: Vec<String> =
                ways.iter().map(|(meaning, reference)| format!("“{meaning}” ({reference})")).collect();
            self.question_about(
                &format!("abbreviation {short}"),
                codes::TWO_MEANINGS,
                &place,
                &short,
                format!("{short} is spelt out in {} ways: {}. Choose one.", ways.len(), printed.join(", ")),
            );
        }
        if self.plan.glossary.is_empty() {
            return;
        }
        let mut undefined: Vec<String> = Vec::new();
        for action in actions {
            let words = [action.text.as_deref(), action.leads_raw.as_deref(), action.delivered_through_raw.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ");
            for found in ABBREVIATION.find_iter(&words) {
                let code = found.as_str().trim_end_matches('s').to_owned();
                let is_known = self.plan.glossary.iter().any(|entry| entry.abbreviation == code);
                let is_initials = action.leads.iter().any(|lead| lead.name == code && lead.kind == LeadKind::Initials);
                if !is_known && !is_initials && !undefined.contains(&code) {
                    undefined.push(code);
                }
            }
        }
        if !undefined.is_empty() {
            undefined.sort();
            self.note(
                codes::UNDEFINED_ABBREVIATIONS,
                &Place::default(),
                &undefined.join(", "),
                "These abbreviations are used and not in the plan's list of abbreviations.",
            );
        }
    }

    /// Words that a narrow column has cut in two, known by the whole word elsewhere in the plan.
    pub(super) fn check_broken_words(&mut self, actions: &[Action]) {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let texts = actions.iter().flat_map(|action| {
            [&action.text, &action.leads_raw, &action.delivered_through_raw]
                .into_iter()
                .flatten()
                .chain(action.how_will_we_know.iter())
        });
        for text in texts {
            for word in plain(text).split(' ') {
                *count.entry(word.to_owned()).or_default() += 1;
            }
        }
        let times = |word: &str| count.get(word).copied().unwrap_or(0);
        let mut told: Vec<String> = Vec::new();
        let mut found: Vec<(Action, String, String)> = Vec::new();
        for action in actions {
            let Some(raw) = &action.leads_raw else { continue };
            let words: Vec<&str> = raw.split_whitespace().collect();
            for pair in words.windows(2) {
                let (head, tail) = (plain(pair[0]), plain(pair[1]));
                let starts_low = pair[1].starts_with(|c: char| c.is_lowercase());
                let ends_open = pair[0].ends_with(|c: char| c.is_lowercase());
                let whole = format!("{head}{tail}");
                let is_stump = tail.len() == 1 && tail != "a" || times(&tail) <= 3 && times(&whole) > 0;
                if starts_low && ends_open && is_stump && head.len() > 3 && !told.contains(&whole) {
                    told.push(whole);
                    found.push((action.clone(), format!("{} {}", pair[0], pair[1]), format!("{}{}", pair[0], pair[1])));
                }
            }
        }
        for (action, seen, whole) in found {
            let place = self.place_of(&action.reference);
            self.tell(
                Severity::Question,
                codes::WORD_CUT,
                &action,
                &place,
                &seen,
                format!(
                    "A narrow column seems to have cut a word in two: “{whole}”. The printed words are kept: confirm."
                ),
            );
        }
    }
}

/// The last words of a text.
fn last_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(count)..].join(" ")
}
