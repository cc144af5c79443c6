//! Free text as an audience may read it: where people are not named, their posts stand for them.

/// Somebody who may be named in a text, and what stands for the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The full name.
    pub name: String,
    /// The post that stands for it.
    pub post: String,
}

/// A text in which full names are replaced, and how many were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The text.
    pub text: String,
    /// Names that were replaced, each time counted.
    pub replaced: usize,
}

/// A word of a text: where it begins and ends, and the word in small letters.
struct Word {
    start: usize,
    end: usize,
    lower: String,
}

/// The text with the post in the place of each full name; of names that overlap, the longer goes.
///
/// Capital letters and the space between the words of a name do not matter, and `’s` stays behind it. A first name or
/// surname alone is left: a person has to look for those before a text goes to the public.
#[must_use]
pub fn without_names(text: &str, people: &[Named]) -> Redacted {
    let words = words_of(text);
    let mut known: Vec<(Vec<String>, &str)> = people
        .iter()
        .map(|named| (words_of(&named.name).into_iter().map(|word| word.lower).collect(), named.post.as_str()))
        .filter(|(name, _): &(Vec<String>, _)| !name.is_empty())
        .collect();
    known.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut redacted = Redacted { text: String::with_capacity(text.len()), replaced: 0 };
    let (mut copied, mut at) = (0, 0);
    while at < words.len() {
        let found = known.iter().find(|(name, _)| stands_at(text, &words, at, name));
        let Some((name, post)) = found else {
            at += 1;
            continue;
        };
        let last = &words[at + name.len() - 1];
        redacted.text.push_str(&text[copied..words[at].start]);
        redacted.text.push_str(post);
        redacted.replaced += 1;
        copied = last.end;
        at += name.len();
    }
    redacted.text.push_str(&text[copied..]);
    redacted
}

/// True when the words from `at` on are those of the name, with nothing but space and the marks of names between them.
fn stands_at(text: &str, words: &[Word], at: usize, name: &[String]) -> bool {
    let Some(candidate) = words.get(at..at + name.len()) else { return false };
    candidate.iter().zip(name).all(|(word, wanted)| word.lower == *wanted)
        && candidate.windows(2).all(|pair| {
            text[pair[0].end..pair[1].start]
                .chars()
                .all(|letter| letter.is_whitespace() || matches!(letter, '.' | '-' | '\'' | '’'))
        })
}

fn words_of(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (start, letter) in text.char_indices() {
        if !letter.is_alphanumeric() {
            continue;
        }
        let end = start + letter.len_utf8();
        match words.last_mut().filter(|word| word.end == start) {
            Some(word) => {
                word.end = end;
                word.lower.extend(letter.to_lowercase());
            }
            None => words.push(Word { start, end, lower: letter.to_lowercase().collect() }),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn people() -> Vec<Named> {
        [("Jo Example", "Head of Service"), ("Mary Jo Example", "Director"), ("Ann O’Sample-Smith", "Lead Member")]
            .map(|(name, post)| Named { name: name.to_owned(), post: post.to_owned() })
            .to_vec()
    }

    fn told(text: &str) -> (String, usize) {
        let redacted = without_names(text, &people());
        (redacted.text, redacted.replaced)
    }

    #[test]
    fn posts_stand_for_full_names_wherever_they_are() {
        assert_eq!(
            told("JO  EXAMPLE’s team; (jo\nexample)."),
            ("Head of Service’s team; (Head of Service).".to_owned(), 2)
        );
        assert_eq!(told("Mary Jo Example agreed."), ("Director agreed.".to_owned(), 1));
        assert_eq!(told("Ask Ann O’Sample-Smith, please."), ("Ask Lead Member, please.".to_owned(), 1));
    }

    #[test]
    fn parts_of_names_and_longer_words_are_left() {
        let text = "Jo and the Example of Jo, Example: Jo Examples.";
        assert_eq!(told(text), (text.to_owned(), 0));
        assert_eq!(without_names(text, &[]).text, text);
        assert_eq!(without_names("", &people()), Redacted { text: String::new(), replaced: 0 });
    }

    proptest! {
        #[test]
        fn no_name_is_left_and_everything_else_is(parts in prop::collection::vec(prop::sample::select(vec!["Jo Example", "visits", "jo example", "– Café.", "Mary Jo Example", "\n", "children’s"]), 0..20)) {
            let text = parts.join(" ");
            let names = parts.iter().filter(|part| part.to_lowercase().ends_with("example")).count();
            let redacted = without_names(&text, &people());
            prop_assert_eq!(redacted.replaced, names);
            prop_assert!(!redacted.text.to_lowercase().contains("example"));
            prop_assert_eq!(redacted.text.matches("visits").count(), text.matches("visits").count());
            prop_assert_eq!(without_names(&redacted.text, &people()).replaced, 0);
        }
    }
}
