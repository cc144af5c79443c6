//! Marks of points: a shape, a letter and a colour for each meaning, and the legend that names them.

use sightline_domain::spc::Variation;

use super::svg::{Anchor, Svg, text_width};

/// A change for the better.
pub(super) const IMPROVEMENT: &str = "#1d70b8";
/// A change for the worse.
pub(super) const CONCERN: &str = "#b8500a";
/// A change that is neither.
pub(super) const NEUTRAL: &str = "#4c2c92";
/// What a point means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Common,
    Improvement,
    Concern,
    Neutral,
    Missing,
    Suppressed,
}

impl Mark {
    pub(super) fn of(variation: Variation) -> Self {
        match variation {
            Variation::Improvement(_) => Self::Improvement,
            Variation::Concern(_) => Self::Concern,
            Variation::Neutral(_) => Self::Neutral,
            Variation::NoValues | Variation::TooFew | Variation::NoVariation | Variation::CommonCause => Self::Common,
        }
    }

    /// The letter beside it.
    pub(super) fn letter(self) -> Option<&'static str> {
        match self {
            Self::Common | Self::Missing => None,
            Self::Improvement => Some("I"),
            Self::Concern => Some("C"),
            Self::Neutral => Some("S"),
            Self::Suppressed => Some("c"),
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Common => "no change beyond noise",
            Self::Improvement => "I: improvement",
            Self::Concern => "C: concern",
            Self::Neutral => "S: special cause",
            Self::Missing => "no figure",
            Self::Suppressed => "c: number too small to show",
        }
    }

    /// Draws its shape.
    pub(super) fn draw(self, svg: &mut Svg, (x, y): (f64, f64), size: f64) {
        match self {
            Self::Common => svg.circle((x, y), size * 0.8, "fill=\"currentColor\""),
            Self::Improvement => {
                let half = size;
                svg.rect((x - half, y - half), (2.0 * half, 2.0 * half), &edged(IMPROVEMENT));
            }
            Self::Concern => {
                let half = size * 1.35;
                svg.polygon(&[(x, y - half), (x + half, y), (x, y + half), (x - half, y)], &edged(CONCERN));
            }
            Self::Neutral => {
                let half = size * 1.2;
                svg.polygon(&[(x, y - half), (x + half, y + half * 0.8), (x - half, y + half * 0.8)], &edged(NEUTRAL));
            }
            Self::Missing => {
                let half = size * 0.8;
                let cross = "stroke=\"currentColor\" stroke-width=\"1.5\"";
                svg.line((x - half, y - half), (x + half, y + half), cross);
                svg.line((x - half, y + half), (x + half, y - half), cross);
            }
            Self::Suppressed => {
                svg.circle((x, y), size * 0.9, "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"");
            }
        }
    }
}

fn edged(colour: &str) -> String {
    format!("fill=\"{colour}\" stroke=\"currentColor\" stroke-width=\"1\"")
}

/// One entry of a legend: a line or a mark, and its words.
pub(super) enum Legend {
    Mark(Mark),
    Line(&'static str, String),
}

/// Draws the legend from this height on, in as many lines as it takes; the height after it.
pub(super) fn legend(svg: &mut Svg, entries: &[Legend], (left, width): (f64, f64), top: f64, letters: f64) -> f64 {
    let (mut x, mut y) = (left, top + letters);
    let line_height = letters * 1.5;
    for entry in entries {
        let (sign, words) = match entry {
            Legend::Mark(mark) => (16.0, mark.words()),
            Legend::Line(_, words) => (30.0, words.as_str()),
        };
        let needed = sign + 4.0 + text_width(words, letters);
        if x > left && x + needed > left + width {
            x = left;
            y += line_height;
        }
        let middle = y - letters * 0.33;
        match entry {
            Legend::Mark(mark) => mark.draw(svg, (x + 7.0, middle), 4.5),
            Legend::Line(attributes, _) => svg.line((x, middle), (x + 26.0, middle), attributes),
        }
        svg.text((x + sign + 4.0, y), Anchor::Start, words);
        x += needed + 16.0;
    }
    y + letters * 0.6
}
