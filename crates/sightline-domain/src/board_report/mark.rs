//! How a rating is printed: its word, its shape and its colours.

use serde::{Deserialize, Serialize};

use crate::scale::{Brag, Level, Scale};

/// The shape printed before the word of a rating, so that colour is never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// ■: the best level.
    Square,
    /// ●: the second best.
    Circle,
    /// ▲: the third best.
    Triangle,
    /// ◆: every level below.
    Diamond,
    /// ○: not yet rated.
    Ring,
}

impl Shape {
    /// The character that draws the shape in a document without drawings.
    #[must_use]
    pub fn glyph(self) -> char {
        match self {
            Self::Square => '■',
            Self::Circle => '●',
            Self::Triangle => '▲',
            Self::Diamond => '◆',
            Self::Ring => '○',
        }
    }
}

/// A rating as a paper prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingMark {
    /// Code of the level; null when not yet rated.
    pub code: Option<String>,
    /// The word printed, such as `Green` or `Not yet rated`.
    pub name: String,
    /// The shape printed with the word.
    pub shape: Shape,
    /// The character of the shape.
    pub glyph: char,
    /// Colour of the shape: six hexadecimal digits. At least 3 to 1 against white.
    pub solid: String,
    /// Colour of the word on the tint. At least 4.5 to 1 against it.
    pub ink: String,
    /// Pale colour of the cell.
    pub tint: String,
}

const GREY: Rgb = Rgb(0x50, 0x5A, 0x5F);
const WHITE: Rgb = Rgb(0xFF, 0xFF, 0xFF);

/// The mark of a rating that has not been given.
#[must_use]
pub fn not_yet_rated() -> RatingMark {
    mark(None, "Not yet rated", Shape::Ring, None)
}

/// The mark of a code on a scale.
///
/// `None` is [`not_yet_rated`]. A code that the scale does not know is printed
/// as it stands, in grey.
#[must_use]
pub fn rating_mark(scale: &Scale, code: Option<&str>) -> RatingMark {
    let Some(code) = code else { return not_yet_rated() };
    match scale.level(code) {
        Some(level) => level_mark(scale, level),
        None => mark(Some(code.trim()), code.trim(), Shape::Ring, None),
    }
}

/// The mark of a level of a scale.
#[must_use]
pub fn level_mark(scale: &Scale, level: &Level) -> RatingMark {
    let shape = level.stands_for.map_or_else(
        || match scale.rank(&level.code).map(|rank| scale.levels.len() - 1 - rank) {
            Some(0) => Shape::Square,
            Some(1) => Shape::Circle,
            Some(2) => Shape::Triangle,
            _ => Shape::Diamond,
        },
        |brag| match brag {
            Brag::Blue => Shape::Square,
            Brag::Green => Shape::Circle,
            Brag::Amber => Shape::Triangle,
            Brag::Red => Shape::Diamond,
        },
    );
    mark(Some(&level.code), &level.name, shape, level.colour.as_deref())
}

fn mark(code: Option<&str>, name: &str, shape: Shape, colour: Option<&str>) -> RatingMark {
    let base = colour.and_then(Rgb::parse).unwrap_or(GREY);
    let tint = base.towards(WHITE, 86);
    RatingMark {
        code: code.map(str::to_owned),
        name: name.to_owned(),
        shape,
        glyph: shape.glyph(),
        solid: base.darkened_until(WHITE, 3.0).to_string(),
        ink: base.darkened_until(tint, 4.5).to_string(),
        tint: tint.to_string(),
    }
}

/// The contrast of two colours by WCAG 2.2, from 1 (none) to 21; `None` when either is not six hexadecimal digits.
#[must_use]
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    Some(Rgb::parse(one)?.contrast(Rgb::parse(other)?))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rgb(u8, u8, u8);

impl Rgb {
    fn parse(digits: &str) -> Option<Self> {
        let digits = digits.trim().trim_start_matches('#');
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// This colour mixed with another, `percent` of the way to it.
    fn towards(self, other: Self, percent: u16) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (100 - percent) + u16::from(to) * percent) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    fn darkened_until(self, ground: Self, wanted: f64) -> Self {
        (0..=20_u16)
            .map(|step| self.towards(Self(0, 0, 0), step * 5))
            .find(|colour| colour.contrast(ground) >= wanted)
            .unwrap_or(Self(0, 0, 0))
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("000000", "FFFFFF").unwrap() - 21.0).abs() < 0.001);
        assert!((contrast("767676", "FFFFFF").unwrap() - 4.54).abs() < 0.01);
        assert_eq!(contrast("76767", "FFFFFF"), None);
    }

    #[test]
    fn the_four_levels_of_brag_have_four_shapes() {
        let scale = Scale::brag();
        let glyphs: String = scale.levels.iter().map(|level| level_mark(&scale, level).glyph).collect();
        assert_eq!(glyphs, "◆▲●■");
        assert_eq!(rating_mark(&scale, None).glyph, '○');
    }

    #[test]
    fn a_code_off_the_scale_is_printed_as_it_stands() {
        let mark = rating_mark(&Scale::brag(), Some(" Purple "));
        assert_eq!((mark.name.as_str(), mark.shape), ("Purple", Shape::Ring));
    }

    proptest! {
        #[test]
        fn any_colour_a_scale_may_have_can_be_read(red: u8, green: u8, blue: u8) {
            let mark = mark(Some("x"), "X", Shape::Circle, Some(&Rgb(red, green, blue).to_string()));
            prop_assert!(contrast(&mark.ink, &mark.tint).unwrap() >= 4.5);
            prop_assert!(contrast(&mark.solid, "FFFFFF").unwrap() >= 3.0);
            prop_assert!(contrast("0B0C0C", &mark.tint).unwrap() >= 7.0);
        }
    }
}
