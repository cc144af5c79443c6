//! Scales: where a value lies, and which values are written beside it.

use super::Bounds;
use super::svg::number;

/// From values to px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) px_from: f64,
    pub(super) px_to: f64,
}

impl Scale {
    pub(super) fn px(&self, value: f64) -> f64 {
        let part = if self.to > self.from { (value - self.from) / (self.to - self.from) } else { 0.5 };
        self.px_from + part * (self.px_to - self.px_from)
    }
}

/// A range of round numbers that holds the values, and the round numbers in it, about `count` of them.
pub(super) fn round_range(values: impl Iterator<Item = f64>, bounds: Bounds, count: u32) -> (f64, f64, Vec<f64>) {
    let (mut least, mut most) = values
        .filter(|value| value.is_finite())
        .map(|value| bounds.clamp(value))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    if least > most {
        (least, most) = (bounds.least.unwrap_or(0.0), bounds.most.unwrap_or(1.0));
    }
    // A little air, so that no mark lies on the edge, and a nought where it is near.
    let air = ((most - least) * 0.06).max(most.abs() * 0.01);
    let (mut least, most) = (least - air, if most > least { most + air } else { most + air.max(1.0) });
    if least > 0.0 && least < (most - least) {
        least = 0.0;
    }
    let step = round_step((most - least) / f64::from(count));
    let from = bounds.clamp((least / step).floor() * step);
    let to = bounds.clamp((most / step).ceil() * step);
    let to = if to > from { to } else { from + step };
    let mut ticks = Vec::new();
    let mut tick = (from / step).ceil() * step;
    while tick <= to + step * 1e-6 {
        ticks.push(if tick.abs() < step * 1e-6 { 0.0 } else { tick });
        tick += step;
    }
    (from, to, ticks)
}

/// 1, 2 or 5 times a power of ten, not below the wish.
fn round_step(wish: f64) -> f64 {
    let wish = if wish.is_finite() && wish > 0.0 { wish } else { 1.0 };
    let power = 10_f64.powf(wish.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= wish * 0.999_999).unwrap_or(10.0);
    times * power
}

/// A tick as it is written: no more places than the step between ticks needs.
pub(super) fn tick_words(tick: f64, ticks: &[f64]) -> String {
    let step = ticks.windows(2).next().map_or(1.0, |pair| pair[1] - pair[0]);
    if step >= 0.999 {
        format!("{tick:.0}")
    } else if step >= 0.0999 {
        number(tick)
    } else {
        format!("{tick:.2}")
    }
}
