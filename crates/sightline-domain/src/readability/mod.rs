//! Reading age: how old a reader has to be for a text, by two published formulas.
//!
//! * **Flesch–Kincaid grade level**: `0.39 × words ÷ sentences + 11.8 × syllables ÷ words − 15.59`.
//!   J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, *Derivation of new readability formulas*,
//!   Research Branch Report 8-75, Naval Technical Training Command, 1975.
//! * **Automated readability index**: `4.71 × letters ÷ words + 0.5 × words ÷ sentences − 21.43`.
//!   E. A. Smith and R. J. Senter, *Automated readability index*, AMRL-TR-66-220, 1967. It counts no syllables,
//!   so it holds where the other miscounts.
//!
//! Both give a grade of schools in the United States; a child in grade 7 is
//! about 12, so the reading age is the grade and five years. Figures are exact
//! fractions of what was counted.

mod sentences;
mod syllables;

use serde::{Deserialize, Serialize};

use crate::measure::Exact;
use sentences::{sentences, words};
pub use syllables::syllables;

/// Words below which a text is too short for a reading age that can be relied on.
pub const FEWEST_WORDS: u32 = 100;
/// Years between a grade and the age of the children in it, and the least reading age.
const AGE_BEFORE_GRADE_1: i64 = 5;

/// What was counted in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readability {
    /// Words; a number is one, and so is a word with a hyphen.
    pub words: u32,
    /// Sentences; a heading or the item of a list is one.
    pub sentences: u32,
    /// Syllables; a digit is one.
    pub syllables: u32,
    /// Letters and digits.
    pub letters: u32,
}

/// A sentence with its own reading age, to show a writer what to shorten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HardSentence {
    /// The sentence, on one line.
    pub text: String,
    /// Its reading age.
    pub age: Exact,
}

impl Readability {
    /// What there is to count in a text.
    ///
    /// A sentence ends at a full stop, question mark or exclamation mark before white space, and at the end of a line.
    #[must_use]
    pub fn of(text: &str) -> Self {
        sentences(text).into_iter().fold(Self::default(), |sum, sentence| {
            let counted = Self::of_sentence(sentence);
            Self {
                words: sum.words + counted.words,
                sentences: sum.sentences + counted.sentences,
                syllables: sum.syllables + counted.syllables,
                letters: sum.letters + counted.letters,
            }
        })
    }

    fn of_sentence(sentence: &str) -> Self {
        let mut counted = Self { sentences: 1, ..Self::default() };
        for word in words(sentence) {
            counted.words += 1;
            counted.syllables += syllables(word);
            counted.letters +=
                u32::try_from(word.chars().filter(|letter| letter.is_alphanumeric()).count()).unwrap_or(0);
        }
        counted
    }

    /// The Flesch–Kincaid grade level; `None` of a text without words.
    #[must_use]
    pub fn flesch_kincaid_grade(self) -> Option<Exact> {
        let (words, sentences, syllables) =
            (i128::from(self.words), i128::from(self.sentences), i128::from(self.syllables));
        let over = 39 * words * words + 1180 * syllables * sentences - 1559 * words * sentences;
        exact(over, 100 * words * sentences)
    }

    /// The automated readability index; `None` of a text without words.
    #[must_use]
    pub fn automated_readability_index(self) -> Option<Exact> {
        let (words, sentences, letters) =
            (i128::from(self.words), i128::from(self.sentences), i128::from(self.letters));
        let over = 471 * letters * sentences + 50 * words * words - 2143 * words * sentences;
        exact(over, 100 * words * sentences)
    }

    /// The reading age in years by the Flesch–Kincaid grade level, at least 5; `None` of a text without words.
    #[must_use]
    pub fn age_by_syllables(self) -> Option<Exact> {
        age(self.flesch_kincaid_grade()?)
    }

    /// The reading age in years by the automated readability index, at least 5; `None` of a text without words.
    #[must_use]
    pub fn age_by_letters(self) -> Option<Exact> {
        age(self.automated_readability_index()?)
    }

    /// The higher of the two reading ages, so that neither formula alone lets a text through; `None` without words.
    #[must_use]
    pub fn age(self) -> Option<Exact> {
        let (syllables, letters) = (self.age_by_syllables()?, self.age_by_letters()?);
        Some(if letters > syllables { letters } else { syllables })
    }

    /// True when a reader of so many years can read it by both formulas.
    #[must_use]
    pub fn is_within(self, years: u8) -> bool {
        self.age().is_some_and(|age| age <= Exact::whole(i64::from(years)))
    }

    /// True when the text is long enough for a reading age that can be relied on.
    #[must_use]
    pub fn is_long_enough(self) -> bool {
        self.words >= FEWEST_WORDS
    }

    /// The reading age with its base, in a sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        let (Some(age), Some(syllables), Some(letters)) = (self.age(), self.age_by_syllables(), self.age_by_letters())
        else {
            return "There are no words to measure.".to_owned();
        };
        let short = if self.is_long_enough() { "" } else { " The text is too short for this to be relied on." };
        format!(
            "Reading age {} ({} by Flesch–Kincaid, {} by the automated readability index), of {} words in {}.{short}",
            age.shown(1),
            syllables.shown(1),
            letters.shown(1),
            self.words,
            crate::board_report::number_of(usize::try_from(self.sentences).unwrap_or(usize::MAX), "sentence"),
        )
    }
}

/// The sentences of a text that need an older reader than `years`, the hardest first; at most `most` of them.
#[must_use]
pub fn hardest_sentences(text: &str, years: u8, most: usize) -> Vec<HardSentence> {
    let limit = Exact::whole(i64::from(years));
    let mut hard: Vec<HardSentence> = sentences(text)
        .into_iter()
        .filter_map(|sentence| {
            let age = Readability::of_sentence(sentence).age().filter(|age| *age > limit)?;
            Some(HardSentence { text: crate::board_report::one_line(sentence), age })
        })
        .collect();
    hard.sort_by(|one, other| other.age.partial_cmp(&one.age).unwrap_or(std::cmp::Ordering::Equal));
    hard.truncate(most);
    hard
}

fn age(grade: Exact) -> Option<Exact> {
    let least = Exact::whole(AGE_BEFORE_GRADE_1);
    let age = grade.plus_whole(AGE_BEFORE_GRADE_1)?;
    Some(if age < least { least } else { age })
}

fn exact(over: i128, under: i128) -> Option<Exact> {
    Exact::new(i64::try_from(over).ok()?, i64::try_from(under).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counted(words: u32, sentences: u32, syllables: u32, letters: u32) -> Readability {
        Readability { words, sentences, syllables, letters }
    }

    #[test]
    fn the_formulas_give_the_grades_worked_out_by_hand() {
        // 13 words in 1 sentence: with 24 syllables 5.07 + 21.785 - 15.59, with 26 syllables 13.08.
        assert_eq!(counted(13, 1, 24, 68).flesch_kincaid_grade().unwrap().shown(2), "11.26");
        assert_eq!(counted(13, 1, 26, 68).flesch_kincaid_grade().unwrap().shown(2), "13.08");
        // The least there is: sentences of one word of one syllable.
        assert_eq!(counted(6, 6, 6, 18).flesch_kincaid_grade().unwrap().shown(2), "-3.40");
        // 4.71 x 68 / 13 + 0.5 x 13 - 21.43 = 24.637 + 6.5 - 21.43.
        assert_eq!(counted(13, 1, 24, 68).automated_readability_index().unwrap().shown(2), "9.71");
        assert_eq!(counted(100, 5, 150, 450).automated_readability_index().unwrap().shown(3), "9.765");
        assert_eq!(counted(0, 0, 0, 0).flesch_kincaid_grade(), None);
    }

    #[test]
    fn well_known_sentences_are_counted_as_they_are_in_the_literature() {
        let platypus = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.";
        assert_eq!(Readability::of(platypus), counted(13, 1, 24, 68));
        let point = "This sentence, taken as a reading passage unto itself, is being used to prove a point.";
        let found = Readability::of(point);
        assert_eq!((found.words, found.sentences, found.syllables), (16, 1, 23));
        let cat = Readability::of("The cat sat on the mat.");
        assert_eq!((cat.words, cat.syllables), (6, 6));
        assert_eq!(cat.flesch_kincaid_grade().unwrap().shown(2), "-1.45");
        assert_eq!(cat.age_by_syllables(), Some(Exact::whole(5)));
    }

    #[test]
    fn a_summary_for_children_is_within_twelve_and_an_officers_sentence_is_not() {
        let plain = "We said we would see every child on time. Now we do for nine in ten. \
                     More children have the same worker as last year. You told us that moving home was hard, \
                     so we help more families stay together.";
        let found = Readability::of(plain);
        assert!(found.is_within(12) && !found.is_long_enough(), "{}", found.sentence());
        let officer = "Implementation of the multi-agency safeguarding framework necessitates consideration of \
                       interdependencies between commissioning arrangements and statutory responsibilities.";
        assert!(!Readability::of(officer).is_within(12));
        let hard = hardest_sentences(&format!("{plain}\n{officer}"), 12, 5);
        assert_eq!(hard.len(), 1);
        assert!(hard[0].text.starts_with("Implementation") && hard[0].age > Exact::whole(20));
    }

    #[test]
    fn the_age_is_told_with_its_base() {
        assert_eq!(Readability::of("  \n").sentence(), "There are no words to measure.");
        assert_eq!(
            Readability::of("The cat sat on the mat.").sentence(),
            "Reading age 5.0 (5.0 by Flesch–Kincaid, 5.0 by the automated readability index), of 6 words in 1 sentence. \
             The text is too short for this to be relied on."
        );
    }

    proptest! {
        #[test]
        fn longer_sentences_and_words_never_make_a_text_easier(words in 1_u32..500, sentences in 1_u32..50, more in 1_u32..200) {
            let sentences = sentences.min(words);
            let base = counted(words, sentences, words, words * 4);
            let harder = counted(words, sentences, words + more, words * 4 + more);
            prop_assert!(harder.age() >= base.age());
            if sentences > 1 {
                prop_assert!(counted(words, sentences - 1, words, words * 4).age() >= base.age());
            }
        }

        #[test]
        fn any_text_is_counted_without_a_panic(text in "\\PC{0,200}") {
            let found = Readability::of(&text);
            prop_assert!(found.syllables >= found.words && found.words >= found.sentences);
        }
    }
}
