//! The frame of a chart with values upwards: its ticks, its lines, and names of lines beside it.

use super::axis::{Scale, tick_words};
use super::svg::{Anchor, Svg};

/// The rectangle that values are drawn in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// Lines at the round numbers, with the numbers beside them.
pub(super) fn draw_values(svg: &mut Svg, frame: Frame, up: Scale, ticks: &[f64], letters: f64, unit_sign: &str) {
    for tick in ticks {
        let y = up.px(*tick);
        svg.line((frame.left, y), (frame.right, y), "stroke=\"currentColor\" stroke-opacity=\"0.15\"");
        let words = format!("{}{unit_sign}", tick_words(*tick, ticks));
        svg.text((frame.left - 6.0, y + letters * 0.35), Anchor::End, &words);
    }
    svg.line((frame.left, frame.bottom), (frame.right, frame.bottom), "stroke=\"currentColor\"");
}

/// Names of lines at the right of the frame, moved apart where they would meet.
pub(super) fn draw_names(svg: &mut Svg, frame: Frame, mut names: Vec<(f64, String)>, letters: f64) {
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let apart = letters * 1.15;
    let mut next = frame.top;
    for (y, _) in &mut names {
        *y = y.max(next);
        next = *y + apart;
    }
    // What was pushed below the frame moves up again, with what it then meets.
    let mut limit = frame.bottom;
    for (y, _) in names.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - apart;
    }
    for (y, words) in names {
        svg.text((frame.right + 6.0, y + letters * 0.35), Anchor::Start, &words);
    }
}
