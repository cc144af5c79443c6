//! The shape of a series, small enough for a line of a table.

use super::Bounds;
use super::axis::{Scale, round_range};
use super::svg::{Svg, number};

const SIZE: (f64, f64) = (120.0, 28.0);

/// The line of the values, with gaps where there is none and a dot on the latest.
///
/// `words` say what it shows; they are read out in its place.
#[must_use]
pub fn sparkline(id: &str, words: &str, values: &[Option<f64>]) -> String {
    let mut svg = Svg::new(12.0);
    let (from, to, _) = round_range(values.iter().flatten().copied(), Bounds::default(), 2);
    let up = Scale { from, to, px_from: SIZE.1 - 4.0, px_to: 4.0 };
    #[expect(clippy::cast_precision_loss, reason = "a series has far fewer than 2^52 points")]
    let across = |at: usize| {
        let last = values.len().saturating_sub(1).max(1) as f64;
        4.0 + at as f64 / last * (SIZE.0 - 8.0)
    };
    let points: Vec<Option<(f64, f64)>> =
        values.iter().enumerate().map(|(at, value)| value.map(|value| (across(at), up.px(value)))).collect();
    for stretch in points.chunk_by(|one, next| one.is_some() && next.is_some()) {
        let stretch: Vec<(f64, f64)> = stretch.iter().copied().flatten().collect();
        match stretch.as_slice() {
            [] => {}
            [one] => svg.circle(*one, 1.2, "fill=\"currentColor\""),
            more => svg.polyline(more, "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-linejoin=\"round\""),
        }
    }
    if let Some(latest) = points.iter().rev().find_map(|point| *point) {
        svg.circle(latest, 3.0, "fill=\"currentColor\"");
    } else {
        let middle = number(SIZE.1 / 2.0);
        svg.element(
            "line",
            &format!(
                "x1=\"4\" y1=\"{middle}\" x2=\"116\" y2=\"{middle}\" stroke=\"currentColor\" stroke-dasharray=\"2 4\""
            ),
        );
    }
    svg.finish_small((id, "sparkline"), words, SIZE)
}
