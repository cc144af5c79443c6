//! The words somebody looks for, and where they stand in a text.

use regex::{Regex, RegexBuilder};

/// More words are left out.
const MOST_WORDS: usize = 8;
/// More letters are left out.
const MOST_LETTERS: usize = 200;

/// Words to look for; capital letters do not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWords {
    /// In small letters, each once, as typed.
    words: Vec<String>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// True when they are what was looked for.
    pub is_found: bool,
}

/// Finds words in many texts without writing any of them anew in small letters.
#[derive(Debug)]
pub(crate) struct Finder(Vec<Regex>);

impl Finder {
    /// True when each word stands somewhere in these texts together.
    pub(crate) fn are_in(&self, texts: &[&str]) -> bool {
        self.0.iter().all(|word| texts.iter().any(|text| word.is_match(text)))
    }

    /// True when some word stands in the text.
    pub(crate) fn any_in(&self, text: &str) -> bool {
        self.0.iter().any(|word| word.is_match(text))
    }
}

impl SearchWords {
    /// The words of what was typed: those between spaces, and those in double quotes together.
    ///
    /// At most 200 letters and 8 words are taken; the rest is left out.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let typed: String = typed.chars().take(MOST_LETTERS).collect();
        let mut words: Vec<String> = Vec::new();
        for (place, part) in typed.split(['"', '“', '”']).enumerate() {
            let is_quoted = place % 2 == 1;
            let found: Vec<&str> = if is_quoted { vec![part.trim()] } else { part.split_whitespace().collect() };
            for word in found {
                let word = word.to_lowercase();
                if !word.is_empty() && !words.contains(&word) && words.len() < MOST_WORDS {
                    words.push(word);
                }
            }
        }
        Self { words }
    }

    /// True when there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words.
    pub(crate) fn all(&self) -> &[String] {
        &self.words
    }

    /// What finds the words in texts.
    pub(crate) fn finder(&self) -> Finder {
        let pattern = |word: &String| RegexBuilder::new(&regex::escape(word)).case_insensitive(true).build();
        let patterns = self.words.iter().map(|word| pattern(word).expect("a word of at most 200 letters is a pattern"));
        Finder(patterns.collect())
    }

    /// The text in pieces, those found apart from the others; put together again they are the text.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut push = |words: &str, is_found: bool| {
            if !words.is_empty() {
                pieces.push(Piece { text: words.to_owned(), is_found });
            }
        };
        let mut plain_from = 0;
        for (from, to) in self.places(text) {
            push(&text[plain_from..from], false);
            push(&text[from..to], true);
            plain_from = to;
        }
        push(&text[plain_from..], false);
        pieces
    }

    /// About `letters` letters of the text around the first word found, or its beginning when none is;
    /// `…` stands for what is left out.
    #[must_use]
    pub fn excerpt(&self, text: &str, letters: usize) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let total = text.chars().count();
        if total <= letters {
            return text;
        }
        let first = self.places(&text).first().map_or(0, |(from, _)| text[..*from].chars().count());
        let begin = first.saturating_sub(letters / 3).min(total - letters);
        let mut shown: String = text.chars().skip(begin).take(letters).collect();
        // Whole words at both ends.
        if begin + letters < total
            && let Some(space) = shown.rfind(' ')
        {
            shown.truncate(space);
            shown.push('…');
        }
        if begin > 0
            && let Some(space) = shown.find(' ')
        {
            shown.replace_range(..=space, "…");
        }
        shown
    }

    /// Where the words stand, in bytes; from left to right, without overlap.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        // Small letters may take more or fewer bytes than capital ones: where each comes from is kept.
        let mut small = String::with_capacity(text.len());
        let mut from_byte = Vec::with_capacity(text.len());
        for (place, letter) in text.char_indices() {
            for lower in letter.to_lowercase() {
                from_byte.extend(std::iter::repeat_n(place, lower.len_utf8()));
                small.push(lower);
            }
        }
        from_byte.push(text.len());
        let mut places: Vec<(usize, usize)> = Vec::new();
        for word in &self.words {
            for (place, _) in small.match_indices(word.as_str()) {
                let (from, last) = (from_byte[place], from_byte[place + word.len() - 1]);
                let to = text[last..].chars().next().map_or(last, |letter| last + letter.len_utf8());
                places.push((from, to));
            }
        }
        places.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::new();
        for (from, to) in places {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(typed: &str, text: &str) -> String {
        SearchWords::of(typed)
            .pieces(text)
            .iter()
            .map(|piece| if piece.is_found { format!("[{}]", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn words_are_taken_apart_at_spaces_and_kept_together_in_quotes() {
        assert_eq!(SearchWords::of("  Front  door “early help” door").all(), ["front", "door", "early help"]);
        assert!(SearchWords::of(" \" \" ").is_empty());
        assert_eq!(SearchWords::of(&"x ".repeat(500)).all().len(), 1);
        assert_eq!(SearchWords::of("1 2 3 4 5 6 7 8 9 10").all().len(), 8);
    }

    #[test]
    fn found_words_are_marked_whatever_their_letters() {
        assert_eq!(marked("hub open", "Open the hubs"), "[Open] the [hub]s");
        assert_eq!(marked("ab bc", "xabcx"), "x[abc]x");
        assert_eq!(marked("élan", "ZOË ÉLAN"), "ZOË [ÉLAN]");
        // The small letter of İ takes more bytes than İ itself.
        assert_eq!(marked("b", "İİb"), "İİ[b]");
        assert_eq!(marked("i", "İx"), "[İ]x");
        assert_eq!(marked("none", "<b>text</b>"), "<b>text</b>");
    }

    #[test]
    fn every_word_has_to_be_somewhere() {
        let words = SearchWords::of("hub late").finder();
        assert!(words.are_in(&["The HUB", "is Late"]));
        assert!(!words.are_in(&["The hub", "is early"]));
        assert!(words.any_in("too late"));
        assert!(SearchWords::of("élan").finder().any_in("ZOË ÉLAN"));
        // No letter has a meaning of its own.
        assert!(!SearchWords::of("l.te").finder().any_in("late"));
        assert!(SearchWords::of("(85%)").finder().any_in("At least (85%) of visits"));
    }

    #[test]
    fn an_excerpt_shows_the_word_with_what_stands_around_it() {
        let text = format!("{}the hub opens {}", "before ".repeat(30), "after ".repeat(30));
        let excerpt = SearchWords::of("hub").excerpt(&text, 60);
        assert!(excerpt.starts_with('…') && excerpt.ends_with('…') && excerpt.contains("the hub opens"), "{excerpt}");
        assert!(excerpt.chars().count() <= 62, "{excerpt}");
        assert_eq!(SearchWords::of("hub").excerpt(" The \n hub ", 60), "The hub");
        assert!(SearchWords::of("none").excerpt(&text, 60).starts_with("before before"));
    }
}
