//! Text as the interpreter compares it: look-alike letters put right, marks and case aside.

/// The Latin letter that a Cyrillic or Greek one looks like.
fn latin(c: char) -> Option<char> {
    Some(match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Ү' | 'Υ' => 'Y',
        'а' => 'a',
        'с' => 'c',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'х' => 'x',
        'у' => 'y',
        'ѕ' => 's',
        'і' => 'i',
        'ј' => 'j',
        _ => return None,
    })
}

/// The text with look-alike letters made Latin.
///
/// Only words that hold nothing but look-alikes (and perhaps Latin letters)
/// are changed, so that a text in another alphabet stays as it is.
pub(super) fn in_latin(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let all_look_alike =
                word.chars().all(|c| !c.is_alphabetic() || c.is_ascii_alphabetic() || latin(c).is_some());
            if all_look_alike { word.chars().map(|c| latin(c).unwrap_or(c)).collect() } else { word.to_owned() }
        })
        .collect()
}

/// True when putting look-alike letters right changes the text.
pub(super) fn has_look_alikes(text: &str) -> bool {
    in_latin(text) != text
}

/// The text with runs of white space made one and none at its ends.
pub(super) fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds words to a text, with one space between any two of them.
pub(super) fn append(text: &mut String, more: &str) {
    for word in more.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// The text for comparison: Latin, lower case, marks made spaces, apostrophes dropped.
pub(in crate::importers::plan) fn plain(text: &str) -> String {
    let text: String = in_latin(text)
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘'))
        .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    one_space(&text.to_lowercase())
}

/// The text without anything in brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The words of five letters and more, for seeing whether two texts speak of the same thing.
pub(super) fn telling_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        plain(text).split(' ').filter(|word| word.chars().count() >= 5).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// How many telling words two texts share.
pub(super) fn shared_words(one: &str, other: &str) -> usize {
    let other = telling_words(other);
    telling_words(one).iter().filter(|word| other.contains(word)).count()
}

/// The text cut after `limit` characters at a word, for showing.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let text = one_space(text);
    if text.chars().count() <= limit {
        return text;
    }
    let cut: String = text.chars().take(limit).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alike_letters_become_latin() {
        assert_eq!(in_latin("МС / AB"), "MC / AB");
        assert_eq!(in_latin("СҮР"), "CYP");
        assert_eq!(in_latin("Привет"), "Привет");
        assert!(has_look_alikes("СТ"));
        assert!(!has_look_alikes("CT"));
    }

    #[test]
    fn headings_compare_without_marks_and_case() {
        assert_eq!(plain("Lead(s)"), "lead s");
        assert_eq!(plain("Child’s  voice"), "childs voice");
        assert_eq!(without_brackets("Success measures (targets (2020))"), "Success measures ");
    }
}
