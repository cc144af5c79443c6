//! Cutting a cell into the statements it holds.

use super::super::source::Paragraph;
use super::words::one_space;

/// The statements of a cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Statements {
    pub(super) statements: Vec<String>,
    /// True when the cell prints no separators and the cut is a reading.
    pub(super) cut_by_reading: bool,
}

/// Cuts a cell into statements: at its paragraphs and list items, or, where it
/// has none, where a sentence ends or a new capital follows a word that
/// cannot lead on to it.
pub(super) fn cut(paragraphs: &[Paragraph], joining: &[String]) -> Statements {
    let mut found = Statements::default();
    for paragraph in paragraphs {
        if paragraph.is_marked {
            found.statements.push(paragraph.text.clone());
        } else {
            let pieces = cut_text(&paragraph.text, joining);
            found.cut_by_reading |= pieces.len() > 1;
            found.statements.extend(pieces);
        }
    }
    found
}

/// Cuts one run of text into statements.
pub(super) fn cut_text(text: &str, joining: &[String]) -> Vec<String> {
    let text = unjoined(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut pieces: Vec<String> = Vec::new();
    let mut from = 0;
    for at in 1..words.len() {
        if begins_statement(&words, at, from, joining) {
            pieces.push(words[from..at].join(" "));
            from = at;
        }
    }
    if from < words.len() {
        pieces.push(words[from..].join(" "));
    }
    pieces.into_iter().map(|piece| one_space(&piece)).filter(|piece| !piece.is_empty()).collect()
}

/// The text with a space where conversion joined two words: `servicesFewer`.
fn unjoined(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            let letters: Vec<(usize, char)> = word.char_indices().collect();
            let joint = (5..letters.len().saturating_sub(2)).find(|at| {
                letters[*at].1.is_uppercase()
                    && letters[*at - 5..*at].iter().all(|(_, c)| c.is_lowercase())
                    && letters[*at + 1].1.is_lowercase()
            });
            match joint {
                Some(at) => format!("{} {}", &word[..letters[at].0], &word[letters[at].0..]),
                None => word.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Fewest words of a statement, so that a name in capitals does not become one.
const FEWEST_WORDS: usize = 3;

fn begins_statement(words: &[&str], at: usize, from: usize, joining: &[String]) -> bool {
    let (before, word) = (words[at - 1], words[at]);
    if at - from < FEWEST_WORDS || words.len() - at < FEWEST_WORDS - 1 {
        return false;
    }
    let first = word.trim_start_matches(['\'', '‘', '"', '(']).chars().next().unwrap_or(' ');
    let is_percentage = first.is_ascii_digit() && word.contains('%');
    if begins_low(words, at) {
        return !joining.iter().any(|join| join == before);
    }
    if !(first.is_uppercase() || is_percentage) || word.starts_with('(') {
        return false;
    }
    let joins_on_after = matches!(word, "That" | "Which" | "And" | "Including");
    let ends_sentence =
        before.ends_with(['.', '!', '?', ';']) && !before.ends_with("e.g.") && !before.ends_with("i.e.");
    let bare_before = before.trim_end_matches([')', '\'', '’', '"', '.', ',']);
    if ends_sentence {
        return !joins_on_after && (is_percentage || next_is_plain(words, at));
    }
    if before.ends_with([',', '&', '/', '-', '–', ':']) || before == "&" {
        return false;
    }
    let before_is_plain =
        bare_before.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '\'' | '’' | '/'))
            || before.ends_with(')')
            || before.ends_with(['\'', '’']);
    let joins_on = joining.iter().any(|join| join == &bare_before.to_lowercase());
    if joins_on {
        return false;
    }
    if is_percentage {
        return !before.ends_with(|c: char| c.is_ascii_digit());
    }
    if is_acronym(word) {
        return false;
    }
    if is_verb_like(word) && next_is_plain(words, at) {
        return true;
    }
    if !before_is_plain {
        // After an abbreviation only a whole clause begins anew.
        return is_acronym(bare_before)
            && next_is_plain(words, at)
            && words[at..].iter().take(5).any(|word| is_auxiliary(word));
    }
    // A run of capitalised words after a plain one is a name, unless plain words follow it soon.
    next_is_plain(words, at) || run_leads_to_clause(words, at)
}

fn is_auxiliary(word: &str) -> bool {
    matches!(word, "is" | "are" | "will" | "has" | "have" | "can")
}

/// A run of capitalised words with a verb after it: `Family Group Meetings are offered`.
fn run_leads_to_clause(words: &[&str], at: usize) -> bool {
    let run = words[at..].iter().take(6).take_while(|word| is_title_word(word)).count();
    words.get(at + run).is_some_and(|next| is_auxiliary(next))
}

fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1 || word.chars().filter(|c| c.is_alphabetic()).count() == 1
}

/// A statement that begins without a capital: words that a list of effects begins with.
fn begins_low(words: &[&str], at: usize) -> bool {
    words[at] == "net"
        && matches!(words.get(at + 1), Some(&("increase" | "reduction" | "gain")))
        && words.get(at + 2) == Some(&"in")
}

fn is_title_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn next_is_plain(words: &[&str], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| {
        next.chars().next().is_some_and(|c| c.is_lowercase() || c == '&' || c == '(' || c.is_ascii_digit())
    }) || (words.get(at + 1).is_some()
        && words.get(at + 2).is_some_and(|next| next.starts_with(|c: char| c.is_lowercase()))
        && is_verb_like(words[at]))
}

/// Words that begin a statement of change even when a name follows them.
fn is_verb_like(word: &str) -> bool {
    let lower = word.to_lowercase();
    [
        "improv",
        "increas",
        "reduc",
        "maintain",
        "retain",
        "ensur",
        "evidenc",
        "deliver",
        "develop",
        "strong",
        "strengthen",
    ]
    .iter()
    .any(|verb| lower.starts_with(verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joining() -> Vec<String> {
        super::super::super::vocabulary::Vocabulary::built_in().unwrap().headings.joining
    }

    #[test]
    fn marked_paragraphs_are_the_statements() {
        let marked = |text: &str| Paragraph { text: text.to_owned(), item_level: None, is_marked: true };
        let found = cut(&[marked("Plans are good. They are read."), marked("Visits are on time")], &joining());
        assert_eq!(found.statements.len(), 2);
        assert!(!found.cut_by_reading);
    }

    #[test]
    fn a_run_of_text_is_cut_where_a_capital_follows_a_plain_word() {
        let found = cut_text(
            "Increase the number of families helped early (early help) Reduce repeat referrals 90% of plans are specific Improve placement stability",
            &joining(),
        );
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn names_inside_a_statement_do_not_cut_it() {
        for text in [
            "Fewer children are open as Children in Need (CIN) without a plan",
            "Reduce the number who step up to Children's Social Care",
            "Achieve 86% of children with no more than two moves",
        ] {
            assert_eq!(cut_text(text, &joining()).len(), 1, "{text}");
        }
    }

    #[test]
    fn sentences_are_statements() {
        assert_eq!(cut_text("Visits take place on time. Plans are shared with families.", &joining()).len(), 2);
    }
}
