//! How often an unchanged series is called changed, beside what theory says.

use super::{chart, higher};
use crate::spc::Rule;

/// Numbers from a normal distribution, the same at every run.
struct Noise {
    state: u64,
}

impl Noise {
    fn uniform(&mut self) -> f64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let number = (mixed >> 11) as f64;
        (number + 0.5) / 9_007_199_254_740_992.0
    }

    fn series(&mut self, length: usize) -> Vec<f64> {
        let normal = |one: f64, other: f64| (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos();
        (0..length).map(|_| 50.0 + 10.0 * normal(self.uniform(), self.uniform())).collect()
    }
}

/// The share of the latest points that are flagged by each rule, and by any; of how many.
fn flagged(series: usize, lengths: &[usize], seed: u64) -> ([f64; 4], f64) {
    let mut noise = Noise { state: seed };
    let mut counts = [0_u32; 4];
    let mut of = 0_u32;
    for _ in 0..series {
        let values = noise.series(*lengths.last().unwrap());
        for length in lengths {
            let chart = chart(&values[..*length], &higher());
            of += 1;
            if let Some(signal) = chart.latest_signal() {
                let rules = [Rule::Astronomical, Rule::Trend, Rule::TwoOfThree, Rule::Run];
                counts[rules.iter().position(|rule| *rule == signal.rule).unwrap()] += 1;
            }
        }
    }
    let share = |count: u32| f64::from(count) / f64::from(of);
    (counts.map(share), share(counts.iter().sum()))
}

#[test]
fn false_alarms_on_unchanged_series_are_as_theory_says() {
    // For a normal distribution with known limits, at any one month:
    let beyond = 0.002_700;
    let near = 0.021_400; // between two and three deviations, on one side
    let trend = 2.0 / 5_040.0; // one order of seven in two
    let two_of_three = 2.0 * near * (2.0 * near * (0.5 - near) + near * near);
    let run = 2.0 / 128.0;
    let theory = [beyond, trend, two_of_three, run];
    let any: f64 = theory.iter().sum();
    // Long series know their limits well. Every seventh month of the later half, so that they hardly share values.
    let lengths: Vec<usize> = (101..=199).step_by(7).collect();
    let (long, long_any) = flagged(1_000, &lengths, 1);
    let (short, short_any) = flagged(1_000, &[24], 2);
    for (name, at) in [("beyond a limit", 0), ("trend", 1), ("two of three", 2), ("run", 3)] {
        println!(
            "{name}: theory {:.2}%, 1,000 series of 101 to 199 months {:.2}%, of 24 months {:.2}%",
            100.0 * theory[at],
            100.0 * long[at],
            100.0 * short[at]
        );
    }
    println!("any: theory {:.2}%, long {:.2}%, 24 months {:.2}%", 100.0 * any, 100.0 * long_any, 100.0 * short_any);
    // Four standard errors of 15,000 looks, and what limits that are estimated from a hundred months add.
    let tolerance = |share: f64| 4.0 * (share / 15_000.0).sqrt() + 0.15 * share;
    for (found, theory) in long.iter().zip(theory) {
        assert!((found - theory).abs() < tolerance(theory), "{found} {theory}");
    }
    assert!((long_any - any).abs() < tolerance(any), "{long_any} {any}");
    // With limits from 24 months only, between one and four in a hundred.
    assert!((0.01..0.04).contains(&short_any), "{short_any}");
}
