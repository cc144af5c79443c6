//! Cells of a converted text: tags, bullets and runs of white space made paragraphs.

use super::super::source::{Cell, Paragraph};

/// Marks that begin a list item wherever they stand.
const BULLETS: [char; 7] = ['•', '▪', '●', '◦', '‣', '\u{f0b7}', '\u{f0a7}'];

/// A cell from the words between two tabs or pipes.
///
/// `<p>`, `<li>` and `<br>` begin paragraphs; other tags are dropped. A bullet
/// begins a list item even inside a line, since conversion joins lines.
pub(super) fn cell(raw: &str) -> Cell {
    Cell { raw: raw.to_owned(), paragraphs: paragraphs(raw), columns: 1, ..Cell::default() }
}

#[derive(Default)]
struct Pieces {
    done: Vec<Paragraph>,
    text: String,
    item_level: Option<u8>,
    cuts: usize,
}

impl Pieces {
    fn cut(&mut self, item_level: Option<u8>) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.done.push(Paragraph { text, item_level: self.item_level, is_marked: true });
        }
        self.text.clear();
        self.item_level = item_level;
        self.cuts += 1;
    }
}

pub(super) fn paragraphs(raw: &str) -> Vec<Paragraph> {
    let mut pieces = Pieces::default();
    let mut depth: u8 = 0;
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        if c == '<'
            && let Some((name, length)) = tag(rest)
        {
            let level = depth.saturating_sub(1);
            match name.as_str() {
                "p" | "/p" | "br" | "br/" | "div" | "/div" | "/li" => pieces.cut(None),
                "ul" | "ol" => {
                    depth = depth.saturating_add(1);
                    pieces.cut(None);
                }
                "/ul" | "/ol" => {
                    depth = depth.saturating_sub(1);
                    pieces.cut(None);
                }
                "li" => pieces.cut(Some(level)),
                _ => {}
            }
            rest = &rest[length..];
            continue;
        }
        let is_dash = || depth > 0 && rest.starts_with("- ") && raw_before_is_space(raw, rest);
        if BULLETS.contains(&c) || is_dash() {
            pieces.cut(Some(depth.saturating_sub(1)));
        } else if c == '\n' {
            pieces.cut(None);
        } else {
            pieces.text.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    pieces.cut(None);
    let mut done = pieces.done;
    if done.len() == 1 && done[0].item_level.is_none() {
        // One run of text is as it was printed: nothing separates what it holds.
        done[0].is_marked = pieces.cuts > 1 && raw.contains("<p>");
    }
    done
}

fn raw_before_is_space(raw: &str, rest: &str) -> bool {
    raw[..raw.len() - rest.len()].chars().next_back().is_none_or(char::is_whitespace)
}

/// The name of the tag at the start of `text` in lower case, and its length in bytes.
fn tag(text: &str) -> Option<(String, usize)> {
    const KNOWN: [&str; 16] =
        ["p", "ul", "ol", "li", "br", "u", "b", "i", "em", "strong", "sup", "sub", "span", "div", "a", "font"];
    let inside = &text[1..];
    let close = inside.find(['>', '<'])?;
    if !inside[close..].starts_with('>') || close > 300 {
        return None;
    }
    let body = &inside[..close];
    let (slash, body) = body.strip_prefix('/').map_or(("", body), |body| ("/", body));
    let name: String = body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    KNOWN.contains(&name.as_str()).then(|| (format!("{slash}{name}"), close + 2))
}

/// The words of a line without tags and emphasis marks, with single spaces.
pub(super) fn line(raw: &str) -> String {
    paragraphs(raw).iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(raw: &str) -> Vec<String> {
        paragraphs(raw).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn tags_begin_paragraphs_and_are_dropped() {
        assert_eq!(texts("<p>Head of Hub</p> <p>Chair</p>"), ["Head of Hub", "Chair"]);
        assert_eq!(texts("see <u>annex B</u> first"), ["see annex B first"]);
        assert_eq!(texts("fewer than 5 < 10 children"), ["fewer than 5 < 10 children"]);
    }

    #[test]
    fn list_items_keep_their_nesting() {
        let found = paragraphs("<ul> <li>Agree the tool:<ul><li>pilot it</li></ul></li><li>Evaluate</li></ul>");
        let shape: Vec<_> = found.iter().map(|one| (one.text.as_str(), one.item_level)).collect();
        assert_eq!(shape, [("Agree the tool:", Some(0)), ("pilot it", Some(1)), ("Evaluate", Some(0))]);
    }

    #[test]
    fn bullets_inside_a_line_begin_items() {
        assert_eq!(texts("<ul style=\"x\"> ▪ Model agreed; ▪ Model in use"), ["Model agreed;", "Model in use"]);
        assert_eq!(texts("High support - high challenge"), ["High support - high challenge"]);
    }

    #[test]
    fn one_run_of_text_is_not_marked() {
        assert!(!paragraphs("One. Two.")[0].is_marked);
        assert!(paragraphs("<p>One. Two.</p>")[0].is_marked);
    }
}
