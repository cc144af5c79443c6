//! Signs for variation and assurance: a shape and a letter each, the words as their alternative.

use sightline_domain::spc::{Assurance, Towards, Variation};

use super::marks::{CONCERN, IMPROVEMENT, NEUTRAL};
use super::svg::{Anchor, Svg};

const SIZE: f64 = 44.0;
const MIDDLE: f64 = SIZE / 2.0;

/// The sign of what the latest value says about change.
#[must_use]
pub fn variation_icon(id: &str, variation: Variation) -> String {
    let mut svg = Svg::new(14.0);
    match variation {
        Variation::Improvement(towards) => arrow(&mut svg, towards, "I", IMPROVEMENT),
        Variation::Concern(towards) => arrow(&mut svg, towards, "C", CONCERN),
        Variation::Neutral(towards) => arrow(&mut svg, towards, "S", NEUTRAL),
        Variation::CommonCause => {
            ring(&mut svg, "");
            let wave = [(8.0, 24.0), (14.0, 17.0), (20.0, 27.0), (26.0, 17.0), (32.0, 27.0), (36.0, 21.0)];
            svg.polyline(&wave, "stroke=\"currentColor\" stroke-width=\"2.5\" stroke-linejoin=\"round\"");
        }
        Variation::NoVariation => {
            ring(&mut svg, "");
            for y in [18.0, 26.0] {
                svg.line((12.0, y), (32.0, y), "stroke=\"currentColor\" stroke-width=\"2.5\"");
            }
        }
        Variation::TooFew | Variation::NoValues => {
            ring(&mut svg, " stroke-dasharray=\"3 3\"");
            letter(&mut svg, "?", MIDDLE, "currentColor");
        }
    }
    svg.finish_small((id, "icon"), variation.words(), (SIZE, SIZE))
}

/// The sign of whether the target will be met.
#[must_use]
pub fn assurance_icon(id: &str, assurance: Assurance) -> String {
    let mut svg = Svg::new(14.0);
    match assurance {
        Assurance::ConsistentlyPasses => {
            square(&mut svg, IMPROVEMENT);
            letter(&mut svg, "P", MIDDLE, "#ffffff");
        }
        Assurance::ConsistentlyFails => {
            // A square with a corner cut: another outline than that of passing.
            let corners = [(3.0, 3.0), (29.0, 3.0), (41.0, 15.0), (41.0, 41.0), (3.0, 41.0)];
            svg.polygon(&corners, &format!("fill=\"{CONCERN}\" stroke=\"currentColor\" stroke-width=\"1.5\""));
            letter(&mut svg, "F", MIDDLE, "#ffffff");
        }
        Assurance::HitOrMiss => {
            square(&mut svg, "none");
            svg.line((3.0, 41.0), (41.0, 3.0), "stroke=\"currentColor\" stroke-opacity=\"0.35\" stroke-width=\"2\"");
            letter(&mut svg, "H", MIDDLE, "currentColor");
        }
        Assurance::None(_) => {
            svg.rect(
                (3.0, 3.0),
                (38.0, 38.0),
                "rx=\"6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"3 3\"",
            );
            letter(&mut svg, "–", MIDDLE, "currentColor");
        }
    }
    svg.finish_small((id, "icon"), assurance.words(), (SIZE, SIZE))
}

fn ring(svg: &mut Svg, more: &str) {
    svg.circle((MIDDLE, MIDDLE), 20.0, &format!("fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"{more}"));
}

fn square(svg: &mut Svg, fill: &str) {
    svg.rect(
        (3.0, 3.0),
        (38.0, 38.0),
        &format!("rx=\"6\" fill=\"{fill}\" stroke=\"currentColor\" stroke-width=\"1.5\""),
    );
}

/// A broad arrow up or down with a letter on it.
fn arrow(svg: &mut Svg, towards: Towards, name: &str, fill: &str) {
    let upwards = [(22.0, 1.5), (42.5, 20.0), (33.0, 20.0), (33.0, 42.5), (11.0, 42.5), (11.0, 20.0), (1.5, 20.0)];
    let points = upwards.map(|(x, y)| if towards == Towards::High { (x, y) } else { (x, SIZE - y) });
    svg.polygon(&points, &format!("fill=\"{fill}\" stroke=\"currentColor\" stroke-width=\"1.5\""));
    let middle = if towards == Towards::High { MIDDLE + 5.0 } else { MIDDLE - 5.0 };
    letter(svg, name, middle, "#ffffff");
}

fn letter(svg: &mut Svg, letter: &str, middle: f64, fill: &str) {
    svg.text_with(
        (MIDDLE, middle + 7.0),
        Anchor::Middle,
        letter,
        20.0,
        &format!("fill=\"{fill}\" font-weight=\"bold\""),
    );
}
