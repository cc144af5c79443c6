//! White space and typed bullets: the words of a paragraph as a person reads them.

use crate::importers::plan::source::Paragraph;

/// The text with every run of white space made one space and none at the ends.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A bullet typed as a character at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bullet<'t> {
    /// White space before it: a tab counts as four spaces.
    indent: usize,
    /// How far inside such a bullet usually lies: `•` 0, `o` 1, `▪` 2.
    rank: usize,
    /// The words after it.
    pub(super) rest: &'t str,
}

/// The bullet at the start of a line; `None` when there is none or no words follow it.
pub(super) fn typed_bullet(line: &str) -> Option<Bullet<'_>> {
    let words = line.trim_start();
    let indent = line[..line.len() - words.len()].chars().map(|space| if space == '\t' { 4 } else { 1 }).sum();
    let mut characters = words.chars();
    let mark = characters.next()?;
    let (rank, needs_space) = match mark {
        '•' | '●' | '∙' | '‣' | '►' | '➢' | '➤' | '\u{f0b7}' | '\u{f0d8}' => (0, false),
        '·' | '-' | '–' | '—' | '*' | '✓' | '✔' => (0, true),
        '◦' | '○' => (1, false),
        'o' => (1, true),
        '▪' | '■' | '□' | '❖' | '\u{f0a7}' => (2, false),
        _ => return None,
    };
    let after = characters.as_str();
    if needs_space && !after.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = after.trim_start();
    (!rest.is_empty()).then_some(Bullet { indent, rank, rest })
}

/// A line of a cell, before bullets are told from words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The words as they stand in the document.
    pub(super) text: String,
    /// Nesting, when the document itself marks the line as a list item.
    pub(super) item_level: Option<u8>,
}

/// The lines of one cell as paragraphs, empty ones left out and typed bullets made items.
///
/// Nesting of typed bullets is told by how far they are indented, then by their kind.
pub(super) fn paragraphs_of_lines(lines: &[Line]) -> Vec<Paragraph> {
    let lines: Vec<&Line> = lines.iter().filter(|line| !line.text.trim().is_empty()).collect();
    let is_marked = lines.len() > 1;
    let bullets: Vec<Option<Bullet<'_>>> =
        lines.iter().map(|line| if line.item_level.is_some() { None } else { typed_bullet(&line.text) }).collect();
    let mut depths: Vec<(usize, usize)> = bullets.iter().flatten().map(|bullet| (bullet.indent, bullet.rank)).collect();
    depths.sort_unstable();
    depths.dedup();
    let mut paragraphs = Vec::with_capacity(lines.len());
    for (line, bullet) in lines.into_iter().zip(bullets) {
        let typed = bullet.map(|bullet| depths.partition_point(|depth| *depth < (bullet.indent, bullet.rank)));
        let item_level = line.item_level.or(typed.map(|depth| u8::try_from(depth).unwrap_or(u8::MAX)));
        paragraphs.push(Paragraph {
            text: one_line(bullet.map_or(line.text.as_str(), |bullet| bullet.rest)),
            item_level,
            is_marked: is_marked || item_level.is_some(),
        });
    }
    paragraphs
}

/// The lines of a text with line feeds.
pub(super) fn lines_of_text(text: &str) -> Vec<Line> {
    text.split('\n').map(|line| Line { text: line.to_owned(), item_level: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_bullet_needs_words_after_it() {
        assert_eq!(typed_bullet("•\tRing the school").map(|bullet| bullet.rest), Some("Ring the school"));
        assert_eq!(typed_bullet("- Ring").map(|bullet| bullet.rest), Some("Ring"));
        assert_eq!(typed_bullet("-5 days"), None);
        assert_eq!(typed_bullet("-"), None);
        assert_eq!(typed_bullet("one day"), None);
    }

    #[test]
    fn nesting_follows_the_indent() {
        let cell = "Plan\n• Train staff\n   o Managers\n   o Workers\n• Review";
        let levels: Vec<Option<u8>> = paragraphs_of_lines(&lines_of_text(cell)).iter().map(|p| p.item_level).collect();
        assert_eq!(levels, [None, Some(0), Some(1), Some(1), Some(0)]);
    }

    #[test]
    fn one_line_is_not_marked() {
        let paragraphs = paragraphs_of_lines(&lines_of_text("  Ring  the school "));
        assert_eq!(paragraphs, [Paragraph { text: "Ring the school".to_owned(), item_level: None, is_marked: false }]);
    }
}
