//! Where sentences end, and what is a word.

/// Words with a full stop that ends no sentence.
const SHORTENED: &[&str] = &["mr", "mrs", "ms", "dr", "st", "no", "e.g", "i.e", "etc", "vs", "cllr", "prof", "rev"];

/// The sentences of a text, each with at least one word.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        for (at, letter) in line.char_indices() {
            let end = at + letter.len_utf8();
            let is_mark = matches!(letter, '.' | '!' | '?' | '…');
            if is_mark && ends_here(&line[start..at], letter, &line[end..]) {
                found.push(&line[start..end]);
                start = end;
            }
        }
        found.push(&line[start..]);
    }
    found.retain(|sentence| words(sentence).next().is_some());
    found
}

/// True when a mark after `before` and in front of `after` ends a sentence.
fn ends_here(before: &str, mark: char, after: &str) -> bool {
    let after = after.trim_start_matches(['"', '\'', '”', '’', ')', ']']);
    if !after.chars().next().is_none_or(char::is_whitespace) {
        return false;
    }
    if mark != '.' || after.trim().is_empty() {
        return true;
    }
    let last = before.rsplit(|letter: char| letter.is_whitespace() || letter == '(').next().unwrap_or_default();
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    !is_initial && !SHORTENED.contains(&last.to_lowercase().as_str())
}

/// The words of a sentence, without what stands around them; dashes and slashes part words, hyphens do not.
pub(super) fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '–' | '—' | '/'))
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_inside_a_number_or_after_a_short_form_ends_nothing() {
        let text = "Dr. Example and A. Sample saw 3.5 children, e.g. on Monday. Was it more? “No.” It fell to No. 2!";
        let found: Vec<&str> = sentences(text).into_iter().map(str::trim).collect();
        assert_eq!(
            found,
            [
                "Dr. Example and A. Sample saw 3.5 children, e.g. on Monday.",
                "Was it more?",
                "“No.",
                "” It fell to No. 2!"
            ]
        );
    }

    #[test]
    fn headings_and_items_are_sentences_and_empty_lines_are_none() {
        assert_eq!(sentences("What we did\n\n- Saw more children\n- Wrote it down.\n...\n").len(), 3);
        assert!(sentences(" \n—\n").is_empty());
    }

    #[test]
    fn hyphens_keep_a_word_together_and_dashes_part_words() {
        let found: Vec<&str> = words("(multi-agency) work—and children’s/families’ “views” – 2026").collect();
        assert_eq!(found, ["multi-agency", "work", "and", "children’s", "families", "views", "2026"]);
    }
}
