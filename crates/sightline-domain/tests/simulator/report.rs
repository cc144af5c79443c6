//! The tables of the simulation, as a page, and what was promised of them.

use std::fmt::Write as _;

use sightline_domain::verdict::Goal;

use super::actions::{Row, actions, ever_improving, green, many, share};
use super::world::{Effect, Noise, World};

/// Something promised of the verdicts.
#[derive(Clone, Debug)]
pub(crate) struct Promise {
    pub(crate) name: String,
    /// The share that was found.
    pub(crate) found: f64,
    /// The share that was promised.
    pub(crate) promised: f64,
    /// True when it is to be at most so much, false when at least.
    pub(crate) is_at_most: bool,
}

impl Promise {
    pub(crate) fn is_kept(&self) -> bool {
        if self.is_at_most { self.found <= self.promised } else { self.found >= self.promised }
    }
}

/// What the simulation found.
pub(crate) struct Report {
    /// The tables in Markdown.
    pub(crate) page: String,
    pub(crate) promises: Vec<Promise>,
}

/// How much is simulated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amounts {
    /// Series for each promise.
    pub(crate) promise: usize,
    /// Series for each cell of a table.
    pub(crate) cell: usize,
    /// Actions in the table of verdicts beside the truth.
    pub(crate) actions: usize,
}

/// The simulation, so large.
pub(crate) fn report(amounts: Amounts) -> Report {
    let Amounts { cell, .. } = amounts;
    let rows = actions(amounts.actions, 7);
    let mut promises = promises(amounts.promise);
    promises.extend(promises_of_actions(&rows));
    let mut page = String::new();
    let out = &mut page;
    line(out, "## What is promised\n");
    line(
        out,
        &format!(
            "One linked measure with independent noise, judged when seven months since the start are known; {} series each.\n",
            thousands(amounts.promise)
        ),
    );
    table(out, &["Promise", "Promised", "Found"], &[true, false, false]);
    for promise in &promises {
        let bound = if promise.is_at_most { "at most" } else { "at least" };
        line(
            out,
            &format!("| {} | {bound} {} | {} |", promise.name, percent(promise.promised), percent(promise.found)),
        );
    }
    confusion(out, amounts.actions, &rows);
    by_baseline(out, cell);
    by_noise(out, cell);
    by_month(out, cell);
    by_measures(out, cell / 2);
    Report { page, promises }
}

fn promises(cell: usize) -> Vec<Promise> {
    let plain = World::plain();
    let none = |baseline| green(&World { baseline, ..plain }, 1, cell, 1_000 + u64::from(baseline));
    let improving = |effect, seed| {
        let said = many(&World { effect, ..plain }, cell, seed);
        said.share(said.improving)
    };
    let promise =
        |name: &str, found, promised, is_at_most| Promise { name: name.to_owned(), found, promised, is_at_most };
    vec![
        promise("green or blue without an effect, 24 months before the start", none(24), 0.02, true),
        promise("green or blue without an effect, 12 months before the start", none(12), 0.03, true),
        promise("harm of 1 deviation called improving", improving(Effect::Sudden(-1.0), 2), 0.001, true),
        promise("harm of 2 deviations called improving", improving(Effect::Sudden(-2.0), 3), 0.001, true),
        promise("a sudden effect of 3 deviations found", improving(Effect::Sudden(3.0), 4), 0.95, false),
        promise("a sudden effect of 2 deviations found", improving(Effect::Sudden(2.0), 5), 0.85, false),
    ]
}

/// What is promised of the actions in the table of verdicts, whatever their noise, baseline and measures.
fn promises_of_actions(rows: &[(&'static str, Row)]) -> Vec<Promise> {
    let good = |wanted: &str| {
        let rows = || rows.iter().filter(|(name, _)| name.starts_with(wanted)).map(|(_, row)| row);
        share(rows().map(|row| row.verdicts[0] + row.verdicts[1]).sum(), rows().map(|row| row.of).sum())
    };
    let promise = |name: &str, found, promised| Promise { name: name.to_owned(), found, promised, is_at_most: true };
    vec![
        promise("green or blue without an effect, of all actions below", good("none"), 0.03),
        promise("green or blue with harm of 2 deviations, of all actions below", good("harmful"), 0.001),
    ]
}

fn confusion(out: &mut String, count: usize, rows: &[(&'static str, Row)]) {
    line(out, "\n## Verdicts beside the truth\n");
    line(
        out,
        &format!(
            "{} actions with one to three measures and 10 to 24 months before the start; a third with gaps or with 10 \
             children a month; judged a year after the start, when the test date has passed.\n\
             All are complete and have a second kind of evidence, so that blue is possible.\n",
            thousands(count)
        ),
    );
    table(
        out,
        &["True effect", "Actions", "Blue", "Green", "Amber", "Red", "No evidence"],
        &[true, false, false, false, false, false, false],
    );
    for (name, row) in rows {
        let shares: Vec<String> = row.verdicts.iter().map(|count| percent(share(*count, row.of))).collect();
        line(out, &format!("| {name} | {} | {} |", row.of, shares.join(" | ")));
    }
}

fn by_baseline(out: &mut String, cell: usize) {
    line(out, "\n## By the length of the baseline\n");
    line(out, "One measure, seven months since the start. Below 12 months nothing is judged.\n");
    let columns = [
        "Months before",
        "No effect: improving",
        "No effect: worsening",
        "1 deviation found",
        "2 found",
        "3 found",
        "Harm of 2 found",
    ];
    table(out, &columns, &[false; 7]);
    for baseline in [11, 12, 15, 18, 24] {
        let world = World { baseline, ..World::plain() };
        let seed = 100 * u64::from(baseline);
        let none = many(&world, cell, seed);
        let found = |effect, at| {
            let said = many(&World { effect, ..world }, cell, seed + at);
            if matches!(effect, Effect::Sudden(size) if size < 0.0) {
                said.share(said.worsening)
            } else {
                said.share(said.improving)
            }
        };
        let effects = [Effect::Sudden(1.0), Effect::Sudden(2.0), Effect::Sudden(3.0), Effect::Sudden(-2.0)];
        let shares: Vec<String> = effects.into_iter().zip(1..).map(|(effect, at)| percent(found(effect, at))).collect();
        line(
            out,
            &format!(
                "| {baseline} | {} | {} | {} |",
                percent(none.share(none.improving)),
                percent(none.share(none.worsening)),
                shares.join(" | ")
            ),
        );
    }
}

fn by_noise(out: &mut String, cell: usize) {
    line(out, "\n## By noise and denominator: what it costs\n");
    line(
        out,
        "One measure, 24 months before the start and seven since.\n\
         “Warned” is the share whose page carries a caution about likeness of neighbouring months, the time of year or \
         small denominators.\n\
         Children are a percentage of so many each month, seven in ten on average, moved by chance alone; what is called \
         an effect of two deviations is two of its own, as far as there is room below 100%.\n",
    );
    let columns = [
        "Noise",
        "No effect: improving",
        "No effect: worsening",
        "2 deviations found",
        "Harm of 2: improving",
        "Without a verdict",
        "Warned",
    ];
    table(out, &columns, &[true, false, false, false, false, false, false]);
    let noises = [
        ("independent months", Noise::Independent),
        ("each month like the one before, 0.3", Noise::Autocorrelated(0.3)),
        ("each month like the one before, 0.6", Noise::Autocorrelated(0.6)),
        ("each month like the one before, 0.9", Noise::Autocorrelated(0.9)),
        ("a wave over the year of 1 deviation", Noise::Seasonal(1.0)),
        ("a wave over the year of 2 deviations", Noise::Seasonal(2.0)),
        ("one month in ten missing", Noise::Gappy(0.1)),
        ("three months in ten missing", Noise::Gappy(0.3)),
        ("3 children a month", Noise::Children(3)),
        ("5 children a month", Noise::Children(5)),
        ("10 children a month", Noise::Children(10)),
        ("20 children a month", Noise::Children(20)),
        ("50 children a month", Noise::Children(50)),
        ("200 children a month", Noise::Children(200)),
    ];
    for (at, (name, noise)) in (0_u64..).zip(noises) {
        let world = World { noise, ..World::plain() };
        let none = many(&world, cell, 5_000 + 10 * at);
        let found = many(&World { effect: Effect::Sudden(2.0), ..world }, cell, 5_001 + 10 * at);
        let harm = many(&World { effect: Effect::Sudden(-2.0), ..world }, cell, 5_002 + 10 * at);
        line(
            out,
            &format!(
                "| {name} | {} | {} | {} | {} | {} | {} |",
                percent(none.share(none.improving)),
                percent(none.share(none.worsening)),
                percent(found.share(found.improving)),
                percent(harm.share(harm.improving)),
                percent(none.share(none.silent)),
                percent(none.share(none.warned))
            ),
        );
    }
}

fn by_month(out: &mut String, cell: usize) {
    line(out, "\n## By the months since the start\n");
    line(
        out,
        "One measure, 24 months before the start, independent noise. Each column but the last is one look in that month.\n",
    );
    let columns = [
        "Months since",
        "No effect",
        "Sudden 3",
        "Sudden 2",
        "Gradual to 3",
        "Late 3",
        "Short-lived 3",
        "No effect, at any monthly look so far",
    ];
    table(out, &columns, &[false; 8]);
    for after in [3, 5, 7, 9, 12, 18] {
        let world = World { after, ..World::plain() };
        let effects = [
            Effect::None,
            Effect::Sudden(3.0),
            Effect::Sudden(2.0),
            Effect::Gradual(3.0),
            Effect::Late(3.0),
            Effect::ShortLived(3.0),
        ];
        let shares: Vec<String> = (9_000..)
            .zip(effects)
            .map(|(seed, effect)| {
                let said = many(&World { effect, ..world }, cell, seed + 100 * u64::from(after));
                percent(said.share(said.improving))
            })
            .collect();
        let ever = ever_improving(&world, cell / 10, 9_900 + u64::from(after));
        line(out, &format!("| {after} | {} | {} |", shares.join(" | "), percent(ever)));
    }
}

fn by_measures(out: &mut String, cell: usize) {
    line(out, "\n## By the number of linked measures\n");
    line(
        out,
        "Actions without an effect on any of their measures, 24 months before the start and seven since: the share that \
         is green, as half of the measures being better is enough.\n\
         The last column has measures that were at their target before, are to stay there, and do: green is right.\n",
    );
    table(
        out,
        &[
            "Measures",
            "No effect: green",
            "Sudden 2 on all: green",
            "Harm of 2 on all: green",
            "Kept at its target: green",
        ],
        &[false; 5],
    );
    for measures in 1..=4_usize {
        let seed = 20_000 + measures as u64 * 10;
        let of = |effect, at| percent(green(&World { effect, ..World::plain() }, measures, cell, seed + at));
        let kept = World { goal: Goal::Maintain, target: Some(-2.0), ..World::plain() };
        line(
            out,
            &format!(
                "| {measures} | {} | {} | {} | {} |",
                of(Effect::None, 0),
                of(Effect::Sudden(2.0), 1),
                of(Effect::Sudden(-2.0), 2),
                percent(green(&kept, measures, cell, seed + 3))
            ),
        );
    }
}

fn table(out: &mut String, columns: &[&str], is_text: &[bool]) {
    line(out, &format!("| {} |", columns.join(" | ")));
    let rules: Vec<&str> = is_text.iter().map(|is_text| if *is_text { "---" } else { "---:" }).collect();
    line(out, &format!("|{}|", rules.join("|")));
}

fn line(out: &mut String, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{words}");
}

fn percent(share: f64) -> String {
    let share = 100.0 * share;
    if share > 0.0 && share < 1.0 { format!("{share:.2}%") } else { format!("{share:.1}%") }
}

fn thousands(count: usize) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}
