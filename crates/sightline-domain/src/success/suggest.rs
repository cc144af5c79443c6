//! Which measure a sentence may mean, by the words they share.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The most measures that are suggested for one sentence.
pub const MOST_SUGGESTIONS: usize = 3;
/// The share of the weight of a measure's title that a sentence has to hold for it to be suggested.
const LEAST_SHARE: f64 = 0.4;
/// Words of a measure's title that a sentence has to hold, unless the title has fewer.
const LEAST_WORDS: usize = 2;
/// Words that say nothing about what is measured.
const SAYS_NOTHING: &[&str] = &[
    "a",
    "all",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "been",
    "by",
    "can",
    "for",
    "from",
    "good",
    "has",
    "have",
    "high",
    "improve",
    "improved",
    "in",
    "increase",
    "increased",
    "is",
    "it",
    "less",
    "low",
    "maintain",
    "more",
    "number",
    "of",
    "on",
    "or",
    "our",
    "percentage",
    "per",
    "cent",
    "proportion",
    "rate",
    "reduce",
    "reduced",
    "reduction",
    "share",
    "than",
    "that",
    "the",
    "their",
    "them",
    "there",
    "they",
    "this",
    "to",
    "we",
    "where",
    "which",
    "who",
    "whose",
    "will",
    "with",
    "within",
];

/// A measure that may be suggested.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it counts and of what, in words.
    pub words: &'a str,
}

/// A measure that a sentence may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The measure, by its id.
    pub measure: String,
    /// The words of its title that the sentence has too, in small letters: that is why.
    pub shared: Vec<String>,
}

/// Measures ready to be suggested.
#[derive(Clone, Debug)]
pub struct Suggestions {
    measures: Vec<Ready>,
    /// Of each word, how much it tells measures apart.
    weights: BTreeMap<String, f64>,
}

#[derive(Clone, Debug)]
struct Ready {
    id: String,
    /// The words of the title, by what is compared.
    title: BTreeMap<String, String>,
    all: BTreeSet<String>,
}

impl Suggestions {
    /// The measures ready to be suggested.
    #[must_use]
    pub fn among(candidates: &[Candidate<'_>]) -> Self {
        let measures: Vec<Ready> = candidates
            .iter()
            .map(|candidate| {
                let title = stems(candidate.title);
                let all = title.keys().cloned().chain(stems(candidate.words).into_keys()).collect();
                Ready { id: candidate.id.to_owned(), title, all }
            })
            .collect();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for word in measures.iter().flat_map(|measure| &measure.all) {
            *counts.entry(word.clone()).or_default() += 1;
        }
        let of = f64::from(u32::try_from(measures.len()).unwrap_or(u32::MAX));
        // A word that every measure has weighs a little; one of a single measure most.
        let weights = counts.into_iter().map(|(word, count)| (word, (1.0 + of / f64::from(count)).ln())).collect();
        Self { measures, weights }
    }

    /// The measures that a sentence may mean, the likeliest first; none when it shares too few words with any.
    ///
    /// A measure is suggested when the sentence has two words of its title or
    /// more (or its only one), and these make four tenths of the title, words
    /// that few measures have weighing more. Of equals the one whose whole description shares more comes first,
    /// then the one whose id does.
    #[must_use]
    pub fn of(&self, sentence: &str) -> Vec<Suggestion> {
        let words: BTreeSet<String> = stems(sentence).into_keys().collect();
        let weight = |words: &mut dyn Iterator<Item = &String>| -> f64 {
            words.map(|word| self.weights.get(word).copied().unwrap_or_default()).sum()
        };
        let mut found: Vec<(f64, f64, &Ready)> = self
            .measures
            .iter()
            .filter_map(|measure| {
                let shared = || measure.title.keys().filter(|word| words.contains(*word));
                let share = weight(&mut shared()) / weight(&mut measure.title.keys()).max(f64::MIN_POSITIVE);
                let is_enough = share >= LEAST_SHARE && shared().count() >= LEAST_WORDS.min(measure.title.len());
                is_enough.then(|| (share, weight(&mut measure.all.intersection(&words)), measure))
            })
            .collect();
        found.sort_by(|one, other| {
            other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1)).then_with(|| one.2.id.cmp(&other.2.id))
        });
        found
            .into_iter()
            .take(MOST_SUGGESTIONS)
            .map(|(_, _, measure)| Suggestion {
                measure: measure.id.clone(),
                shared: measure
                    .title
                    .iter()
                    .filter(|(stem, _)| words.contains(*stem))
                    .map(|(_, word)| word.clone())
                    .collect(),
            })
            .collect()
    }
}

/// The words of a text that say something, by what they are without their usual endings.
fn stems(text: &str) -> BTreeMap<String, String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 && !SAYS_NOTHING.contains(word))
        .map(|word| (stem(word), word.to_owned()))
        .collect()
}

/// A word without the endings that only grammar adds: `visits`, `visited` and `visiting` are `visit`.
fn stem(word: &str) -> String {
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= least);
    if word == "children" {
        return "child".to_owned();
    }
    if let Some(stem) = cut("ies", 2) {
        return format!("{stem}y");
    }
    let cut = cut("ing", 4)
        .or_else(|| cut("ed", 4))
        .or_else(|| cut("es", 4))
        .or_else(|| cut("s", 3).filter(|stem| !stem.ends_with('s')));
    cut.unwrap_or(word).trim_end_matches('e').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestions() -> Suggestions {
        let candidate = |id, title, words| Candidate { id, title, words };
        Suggestions::among(&[
            candidate(
                "visits_in_time",
                "Visits to children in need in time",
                "Children in need visited within 20 working days",
            ),
            candidate(
                "assessments_in_time",
                "Assessments completed in 45 working days",
                "Assessments authorised in time",
            ),
            candidate("repeat_plans", "Second or later child protection plans", "Child protection plans that started"),
            candidate("care_leavers_homes", "Care leavers in suitable accommodation", "Care leavers aged 19 to 21"),
        ])
    }

    fn of(sentence: &str) -> Vec<String> {
        suggestions().of(sentence).into_iter().map(|suggestion| suggestion.measure).collect()
    }

    #[test]
    fn a_sentence_finds_the_measure_that_it_means() {
        assert_eq!(
            of("Increase in the percentage of assessments completed within 45 working days")[0],
            "assessments_in_time"
        );
        assert_eq!(of("Fewer children need a second child protection plan"), ["repeat_plans", "visits_in_time"]);
        assert_eq!(of("All care leavers live in suitable accommodation"), ["care_leavers_homes"]);
        assert_eq!(of("Children in need are visited in time")[0], "visits_in_time");
    }

    #[test]
    fn a_sentence_that_shares_too_little_finds_nothing() {
        assert!(of("Staff say that morale is good").is_empty());
        let one = Candidate { id: "need", title: "Need assessed early", words: "" };
        let single = Candidate { id: "referrals", title: "Referrals", words: "" };
        let both = Suggestions::among(&[one, single]);
        assert!(both.of("Families say that they need less").is_empty(), "one word of three is no reason");
        assert_eq!(both.of("Fewer referrals")[0].measure, "referrals", "the only word of a title is");
        assert!(of("").is_empty());
        assert!(Suggestions::among(&[]).of("Assessments").is_empty());
    }

    #[test]
    fn the_words_that_are_shared_say_why() {
        let found = suggestions().of("Suitable accommodation for every care leaver");
        assert_eq!(found[0].shared, ["accommodation", "care", "leavers", "suitable"]);
    }
}
