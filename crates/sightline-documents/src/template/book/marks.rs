//! How any text stands in a cell so that every format gives it back exactly.
//!
//! Almost all text is written as it is. What a format would lose (a space at
//! the end, an empty text, a line break inside a list item, a control
//! character) is written as a mark in double square brackets that a person
//! can read and type: `[[space]]`, `[[empty]]`, `[[line]]`, `[[U+0009]]`. Text
//! that happens to hold such a mark has its first bracket written as
//! `[[U+005B]]`. Anything else in double brackets is ordinary text.

use std::fmt::Write as _;

/// Stands for a row whose cells are all empty, in its first cell.
pub(in crate::template) const BLANK_ROW: &str = "[[blank]]";
/// Stands in the first cell of a row that carries on the row above.
pub(in crate::template) const MORE: &str = "[[more]]";
const EMPTY: &str = "[[empty]]";
const LINE: &str = "[[line]]";
const SPACE: &str = "[[space]]";

/// What a mark stands for.
enum Mark {
    /// Nothing at all.
    Nothing,
    /// One character.
    Character(char),
    /// The second, third … item of the same name.
    Number(usize),
    /// The row carries on the row above.
    More,
}

/// The mark at the beginning of `text` and its length in bytes.
fn mark_at(text: &str) -> Option<(Mark, usize)> {
    let inside = text.strip_prefix("[[")?;
    let end = inside.char_indices().take(16).find(|(at, _)| inside[*at..].starts_with("]]"))?.0;
    let length = end + 4;
    let mark = match &inside[..end] {
        "empty" | "blank" => Mark::Nothing,
        "line" => Mark::Character('\n'),
        "space" => Mark::Character(' '),
        "more" => Mark::More,
        word => {
            if let Some(number) = word.strip_prefix("number ") {
                Mark::Number(number.parse().ok()?)
            } else {
                let digits = word.strip_prefix("U+")?;
                Mark::Character(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?)
            }
        }
    };
    Some((mark, length))
}

/// True for a character that some format cannot hold or would change.
fn must_be_marked(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// True where `text` begins with what a workbook reads as an escaped character (`_x0041_`).
fn looks_like_a_workbook_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[..2] == *b"_x" && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

fn push_code(marked: &mut String, character: char) {
    write!(marked, "[[U+{:04X}]]", u32::from(character)).expect("writing to a string cannot fail");
}

/// One line of text with its marks; `text` holds no line feed.
fn mark_line(text: &str) -> String {
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let mut marked = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let is_at_edge = at == 0 || at == last;
        if character == ' ' && is_at_edge {
            marked.push_str(SPACE);
        } else if must_be_marked(character)
            || (character.is_whitespace() && is_at_edge)
            || (character == '[' && mark_at(&text[at..]).is_some())
            || (character == '_' && looks_like_a_workbook_escape(&text[at..]))
        {
            push_code(&mut marked, character);
        } else {
            marked.push(character);
        }
    }
    marked
}

/// The text of one paragraph with its marks taken out again.
pub(in crate::template) fn unmark(paragraph: &str) -> String {
    let mut text = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(at) = rest.find("[[") {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match mark_at(rest) {
            Some((Mark::Character(character), length)) => {
                text.push(character);
                rest = &rest[length..];
            }
            Some((_, length)) => rest = &rest[length..],
            None => {
                text.push('[');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// The paragraphs of a cell that holds one text: its lines. None for the empty text.
pub(in crate::template) fn paragraphs_of(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut paragraphs = Vec::new();
    let mut before: Option<&str> = None;
    let mut paragraph = String::new();
    for line in text.split('\n') {
        match before {
            // A format drops an empty paragraph, so the break beside it is marked.
            Some(earlier) if earlier.is_empty() || line.is_empty() => paragraph.push_str(LINE),
            Some(_) => paragraphs.push(std::mem::take(&mut paragraph)),
            None => {}
        }
        paragraph.push_str(&mark_line(line));
        before = Some(line);
    }
    paragraphs.push(paragraph);
    paragraphs
}

/// The text that [`paragraphs_of`] wrote.
pub(in crate::template) fn text_of(paragraphs: &[String]) -> String {
    paragraphs.iter().map(|paragraph| unmark(paragraph)).collect::<Vec<_>>().join("\n")
}

/// The one paragraph of a list item, or of a text that must not be taken for an empty cell.
pub(in crate::template) fn paragraph_of(text: &str) -> String {
    if text.is_empty() {
        return EMPTY.to_owned();
    }
    text.split('\n').map(mark_line).collect::<Vec<_>>().join(LINE)
}

/// The paragraph that tells the `number`th item of a name from the first.
pub(in crate::template) fn number_mark(number: usize) -> String {
    format!("[[number {number}]]")
}

/// The number in a paragraph that [`number_mark`] wrote.
pub(in crate::template) fn number_in(paragraph: &str) -> Option<usize> {
    match mark_at(paragraph) {
        Some((Mark::Number(number), length)) if length == paragraph.len() => Some(number),
        _ => None,
    }
}

/// `text` as a paragraph whose first character is written as its code.
pub(in crate::template) fn with_first_character_marked(text: &str) -> String {
    let mut characters = text.chars();
    let mut marked = String::new();
    if let Some(first) = characters.next() {
        push_code(&mut marked, first);
        if !characters.as_str().is_empty() {
            marked.push_str(&paragraph_of(characters.as_str()));
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_text_is_written_as_it_is() {
        for text in ["Open the hub", "see [2] and [[annex]]", "a  b", "=SUM(1)", "Оценка 🙂", "<b>bold</b> | x"]
        {
            assert_eq!(paragraphs_of(text), [text]);
        }
    }

    #[test]
    fn lines_are_paragraphs_and_empty_lines_are_marked() {
        assert_eq!(paragraphs_of("one\ntwo"), ["one", "two"]);
        assert_eq!(paragraphs_of("one\n\ntwo"), ["one[[line]][[line]]two"]);
        assert_eq!(paragraphs_of("\n"), ["[[line]]"]);
    }

    #[test]
    fn an_unknown_mark_is_ordinary_text() {
        assert_eq!(unmark("[[to do]] and [[U+XYZ]] and [["), "[[to do]] and [[U+XYZ]] and [[");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in r"(?s)(\[|\]|\[\[empty\]\]|\[\[U\+0041\]\]|\[\[number 2\]\]|_x0041_|\n|\t| |[a-z]|.){0,12}") {
            let paragraphs = paragraphs_of(&text);
            for paragraph in &paragraphs {
                prop_assert_eq!(paragraph.trim(), paragraph.as_str());
                prop_assert!(!paragraph.is_empty() && !paragraph.chars().any(char::is_control));
            }
            prop_assert_eq!(text_of(&paragraphs), text.clone());
            prop_assert_eq!(unmark(&paragraph_of(&text)), text.clone());
            if !text.is_empty() {
                prop_assert_eq!(unmark(&with_first_character_marked(&text)), text);
            }
        }
    }
}
