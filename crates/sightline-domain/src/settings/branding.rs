//! The council's name and colour.

use serde::{Deserialize, Serialize};

/// The longest name, in letters: it stands in the header of a phone.
pub const LONGEST_COUNCIL: usize = 60;

/// Colours that white words can be read on, at 7:1 or better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrandColour {
    /// Sightline's own.
    #[default]
    Teal,
    /// Dark blue.
    Navy,
    /// Dark purple.
    Plum,
    /// Dark red.
    Burgundy,
    /// Dark green.
    Forest,
    /// Dark grey.
    Slate,
}

impl BrandColour {
    /// Every colour.
    pub const ALL: &[Self] = &[Self::Teal, Self::Navy, Self::Plum, Self::Burgundy, Self::Forest, Self::Slate];

    /// As it stands in forms, in the store and in the style sheet.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Teal => "teal",
            Self::Navy => "navy",
            Self::Plum => "plum",
            Self::Burgundy => "burgundy",
            Self::Forest => "forest",
            Self::Slate => "slate",
        }
    }

    /// The colour with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|colour| colour.code() == code)
    }

    /// The colour in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Teal => "Ink teal",
            Self::Navy => "Navy blue",
            Self::Plum => "Plum",
            Self::Burgundy => "Burgundy",
            Self::Forest => "Forest green",
            Self::Slate => "Slate grey",
        }
    }

    /// Six hexadecimal digits, without `#`; the style sheet has the same.
    #[must_use]
    pub fn hex(self) -> &'static str {
        match self {
            Self::Teal => "17414f",
            Self::Navy => "1c2f5c",
            Self::Plum => "512a58",
            Self::Burgundy => "6b1a2b",
            Self::Forest => "1d4a2c",
            Self::Slate => "37404a",
        }
    }
}

/// How a council's Sightline looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Branding {
    /// The council's name in the header; the name that the plans say when absent.
    pub council: Option<String>,
    /// The colour of the header.
    pub colour: BrandColour,
}

impl Branding {
    /// What is wrong with it, as a sentence.
    pub(super) fn fault(&self) -> Option<String> {
        let council = self.council.as_deref()?;
        if council.trim().is_empty() {
            return Some("Enter the council’s name, or leave it out.".to_owned());
        }
        if council.chars().count() > LONGEST_COUNCIL {
            return Some(format!("The council’s name must be {LONGEST_COUNCIL} letters or fewer."));
        }
        if council.chars().any(char::is_control) {
            return Some("The council’s name must be one line of letters.".to_owned());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of white words on a colour, as WCAG 2.2 defines it.
    fn contrast_with_white(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4) + 0.05)
    }

    #[test]
    fn white_words_can_be_read_on_every_colour() {
        for colour in BrandColour::ALL {
            assert!(contrast_with_white(colour.hex()) >= 7.0, "{}", colour.code());
            assert_eq!(BrandColour::from_code(colour.code()), Some(*colour));
        }
    }

    #[test]
    fn a_name_is_one_short_line_or_left_out() {
        let fault = |council: &str| Branding { council: Some(council.to_owned()), ..Branding::default() }.fault();
        assert_eq!(fault("Wexcombe Council"), None);
        assert_eq!(Branding::default().fault(), None);
        assert!(fault("  ").is_some() && fault("a\nb").is_some() && fault(&"x".repeat(61)).is_some());
    }
}
