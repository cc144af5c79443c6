//! Text with styles, whose width is that of its letters.

use unicode_width::UnicodeWidthStr;

/// How a piece of text looks on a coloured screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    #[default]
    Plain,
    Bold,
    Dim,
    /// A colour as red, green, blue.
    Colour(u8, u8, u8),
}

impl Style {
    /// The style of a colour of six hexadecimal digits; plain when it is not one.
    pub(crate) fn of_hex(hex: &str) -> Self {
        let part = |from: usize| hex.get(from..from + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (part(0), part(2), part(4)) {
            (Some(red), Some(green), Some(blue)) => Self::Colour(red, green, blue),
            _ => Self::Plain,
        }
    }

    fn begin(self) -> Option<String> {
        match self {
            Self::Plain => None,
            Self::Bold => Some("\x1b[1m".to_owned()),
            Self::Dim => Some("\x1b[2m".to_owned()),
            Self::Colour(red, green, blue) => Some(format!("\x1b[38;2;{red};{green};{blue}m")),
        }
    }
}

/// Pieces of text, each with its style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) pieces: Vec<(Style, String)>,
}

impl Text {
    pub(crate) fn styled(style: Style, text: impl Into<String>) -> Self {
        Self { pieces: vec![(style, clean(&text.into()))] }
    }

    #[must_use]
    pub(crate) fn and(mut self, style: Style, text: impl Into<String>) -> Self {
        self.pieces.push((style, clean(&text.into())));
        self
    }

    pub(crate) fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.width()).sum()
    }

    /// As it is written, with escape codes when coloured.
    pub(crate) fn shown(&self, is_coloured: bool) -> String {
        let mut shown = String::new();
        for (style, text) in &self.pieces {
            match style.begin().filter(|_| is_coloured) {
                Some(begin) => {
                    shown.push_str(&begin);
                    shown.push_str(text);
                    shown.push_str("\x1b[0m");
                }
                None => shown.push_str(text),
            }
        }
        shown
    }
}

/// Documents of strangers may hold escape codes; none of them reaches the screen.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| if matches!(letter, '\n' | '\t') { ' ' } else { letter })
        .filter(|letter| !letter.is_control())
        .collect()
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::styled(Style::Plain, text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::styled(Style::Plain, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_written_only_when_wanted_and_do_not_count_in_the_width() {
        let text = Text::styled(Style::of_hex("B10E1E"), "◆ Red");
        assert_eq!(text.width(), 5);
        assert_eq!(text.shown(false), "◆ Red");
        assert_eq!(text.shown(true), "\x1b[38;2;177;14;30m◆ Red\x1b[0m");
    }

    #[test]
    fn escape_codes_of_a_document_do_not_reach_the_screen() {
        assert_eq!(Text::from("a\x1b[31mb\nc").shown(true), "a[31mb c");
    }
}
