//! The engine's counting against a second one that is as plain as can be, on generated councils.
//!
//! The second one knows no SQL, no batches and no tallies: for every month it
//! goes through all rows, and keeps those that count in a list.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sightline_domain::measure::{Figure, Period, Window};
use sightline_engine::{Catalogue, Column, Engine, Limits, Rows};

/// Generated councils for each kind.
const COUNCILS: u32 = 120;
const MONTHS: u32 = 5;

/// One assessment or plan: child, start, end, whether it is in the numerator, its number of earlier ones.
#[derive(Clone, Debug)]
struct Spell {
    child: u8,
    from: NaiveDate,
    to: Option<NaiveDate>,
    flag: Option<bool>,
    number: Option<i64>,
    team: Option<&'static str>,
}

fn spells() -> impl Strategy<Value = Vec<Spell>> {
    let first: NaiveDate = "2025-10-01".parse().unwrap();
    let spell = (
        0_u8..30,
        0_u64..200,
        proptest::option::of(0_u64..120),
        any::<Option<bool>>(),
        proptest::option::of(0_i64..5),
        0_usize..3,
    );
    let spell = spell.prop_map(move |(child, from, days, flag, number, team)| {
        let from = first + Days::new(from);
        let to = days.map(|days| from + Days::new(days));
        Spell { child, from, to, flag, number, team: [None, Some("North"), Some("South")][team] }
    });
    proptest::collection::vec(spell, 0..40)
}

const HEAD: &str = "title = \"T\"\none_row = \"a plan\"\ndenominator = \"Plans\"\nunit = \"u\"\nbetter = \"neither\"\ndefinition = \"D.\"\nwhy = \"W.\"\nsource = { title = \"S\" }\nneeds = [\"ssd\"]\nowner = \"O\"\nchecker = \"C\"\nreviewed_on = 2026-11-20\nreview_due = 2027-11-20\n";
const CASES: &str = concat!(
    "## A\n\nexpect 2026-01-01 to 2026-01-31\n| left_out |\n|---|\n| 0 |\n\n",
    "## B\n\nexpect 2026-02-01 to 2026-02-28\n| left_out |\n|---|\n| 0 |\n\n",
    "## C\n\nexpect 2026-03-01 to 2026-03-31\n| left_out |\n|---|\n| 0 |\n",
);

/// For each kind: more of its definition, and its query.
const KINDS: [(&str, &str, &str); 6] = [
    (
        "proportion",
        "numerator = \"N\"\ncounts = \"events\"\nkind = \"proportion\"",
        "select child_id, plan_id as row_id, started_on as event_on, team, had_emergency_protection as in_numerator from protection_plan where started_on between $period_start and $period_end",
    ),
    (
        "standing",
        "numerator = \"N\"\ncounts = \"snapshot\"\nkind = \"proportion\"",
        "select child_id, plan_id as row_id, team, had_emergency_protection as in_numerator from protection_plan where started_on <= $period_end and (ended_on is null or ended_on > $period_end)",
    ),
    (
        "rate",
        "population = \"children_0_17\"\ncounts = \"events\"\nkind = \"rate\"",
        "select child_id, plan_id as row_id, started_on as event_on, team from protection_plan where started_on between $period_start and $period_end",
    ),
    (
        "count",
        "counts = \"snapshot\"\nkind = \"count\"",
        "select child_id, max(team) as team from protection_plan where started_on <= $period_end and (ended_on is null or ended_on > $period_end) group by child_id",
    ),
    (
        "duration",
        "counts = \"events\"\nkind = \"duration\"",
        "select child_id, plan_id as row_id, ended_on as event_on, team, days_between(started_on, ended_on) as days from protection_plan where ended_on between $period_start and $period_end",
    ),
    (
        "score",
        "counts = \"events\"\nkind = \"score\"",
        "select child_id, plan_id as row_id, started_on as event_on, team, earlier_plans as score from protection_plan where started_on between $period_start and $period_end",
    ),
];

async fn catalogue() -> Arc<Catalogue> {
    let built_in = Catalogue::built_in_files().iter().filter(|(name, _)| {
        !["measures/", "scorecards/", "case_lists/"].iter().any(|part| name.starts_with(part))
            || name.ends_with("breakdowns.toml")
    });
    let mut files: Vec<(String, String)> =
        built_in.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    for (id, more, sql) in KINDS {
        files.push((format!("measures/{id}/measure.toml"), format!("{HEAD}{more}\n")));
        files.push((format!("measures/{id}/measure.sql"), sql.to_owned()));
        files.push((format!("measures/{id}/cases.md"), CASES.to_owned()));
    }
    let catalogue = Catalogue::load(&files).await.unwrap();
    assert!(catalogue.faults().is_empty(), "{:?}", catalogue.faults());
    Arc::new(catalogue)
}

fn rows(spells: &[Spell]) -> Rows {
    let text = |value: &dyn Fn(usize, &Spell) -> Option<String>| {
        Column::Text(spells.iter().enumerate().map(|(at, spell)| value(at, spell)).collect())
    };
    Rows {
        columns: vec![
            ("child_id".to_owned(), text(&|_, spell| Some(spell.child.to_string()))),
            ("plan_id".to_owned(), text(&|at, _| Some(at.to_string()))),
            ("started_on".to_owned(), Column::Date(spells.iter().map(|spell| Some(spell.from)).collect())),
            ("ended_on".to_owned(), Column::Date(spells.iter().map(|spell| spell.to).collect())),
            ("had_emergency_protection".to_owned(), Column::YesNo(spells.iter().map(|spell| spell.flag).collect())),
            ("earlier_plans".to_owned(), Column::Whole(spells.iter().map(|spell| spell.number).collect())),
            ("team".to_owned(), text(&|_, spell| spell.team.map(str::to_owned))),
        ],
    }
}

/// Rows that count, in the numerator, left out, and the middle and the mean of what they hold, as text.
type Plain = (usize, usize, usize, String);

fn naive(kind: &str, spells: &[Spell], month: Period, team: Option<&str>) -> Plain {
    let mut mine: Vec<&Spell> = spells.iter().collect();
    if kind == "count" {
        // One row for each child, under the last of its teams by name.
        let open: Vec<&Spell> = mine.into_iter().filter(|spell| is_open(spell, month)).collect();
        let mut children: BTreeMap<u8, Option<&str>> = BTreeMap::new();
        for spell in open {
            let team = children.entry(spell.child).or_insert(spell.team);
            *team = (*team).max(spell.team);
        }
        let counted = children.values().filter(|held_by| team.is_none_or(|team| **held_by == Some(team))).count();
        return (counted, 0, 0, counted.to_string());
    }
    mine.retain(|spell| team.is_none_or(|team| spell.team == Some(team)));
    mine.retain(|spell| match kind {
        "standing" => is_open(spell, month),
        "duration" => spell.to.is_some_and(|to| month.holds(to)),
        _ => month.holds(spell.from),
    });
    let all = mine.len();
    match kind {
        "proportion" | "standing" => {
            let known: Vec<bool> = mine.iter().filter_map(|spell| spell.flag).collect();
            let within = known.iter().filter(|flag| **flag).count();
            let value = if known.is_empty() { String::new() } else { thousandths(within * 100, known.len()) };
            (known.len(), within, all - known.len(), value)
        }
        "rate" => (all, 0, 0, thousandths(all * 10_000, 50_000)),
        "duration" => {
            let mut days: Vec<i64> = mine.iter().map(|spell| (spell.to.unwrap() - spell.from).num_days()).collect();
            days.sort_unstable();
            let value = match days.len() {
                0 => String::new(),
                n if n % 2 == 1 => thousandths(usize::try_from(days[n / 2]).unwrap(), 1),
                n => thousandths(usize::try_from(days[n / 2 - 1] + days[n / 2]).unwrap(), 2),
            };
            (all, 0, 0, value)
        }
        _ => {
            let known: Vec<i64> = mine.iter().filter_map(|spell| spell.number).collect();
            let sum = usize::try_from(known.iter().sum::<i64>()).unwrap();
            let value = if known.is_empty() { String::new() } else { thousandths(sum, known.len()) };
            (known.len(), 0, all - known.len(), value)
        }
    }
}

fn is_open(spell: &Spell, month: Period) -> bool {
    spell.from <= month.to && spell.to.is_none_or(|to| to > month.to)
}

/// A fraction with three places, halves away from zero.
fn thousandths(over: usize, under: usize) -> String {
    let rounded = (over * 2_000 + under) / (under * 2);
    format!("{}.{:03}", rounded / 1_000, rounded % 1_000)
}

fn plain(kind: &str, figure: &Figure) -> Plain {
    let value = figure.value.map_or_else(String::new, |value| value.shown(if kind == "count" { 0 } else { 3 }));
    let counted = usize::try_from(figure.counted).unwrap();
    (
        counted,
        figure.numerator.map_or(0, |n| usize::try_from(n).unwrap()),
        usize::try_from(figure.left_out).unwrap(),
        value,
    )
}

fn agrees(kind: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let catalogue = runtime.block_on(catalogue());
    let months = Period::whole_months_until("2026-03-31".parse().unwrap(), MONTHS);
    let mut runner = TestRunner::new(Config { cases: COUNCILS, failure_persistence: None, ..Config::default() });
    let result = runner.run(&spells(), |spells| {
        let tables = BTreeMap::from([("protection_plan".to_owned(), rows(&spells))]);
        let engine = Engine::new(Arc::clone(&catalogue), BTreeMap::new(), tables, Limits::default()).unwrap();
        let table = runtime.block_on(engine.table(kind, &months)).unwrap();
        let Some(first) = table.first_known() else {
            prop_assert!(months.iter().all(|month| naive(kind, &spells, *month, None).0 == 0));
            return Ok(());
        };
        for (at, month) in months.iter().enumerate().skip(first) {
            let figure = table.figure(&table.whole, at, Window::Month, Some(50_000)).unwrap();
            prop_assert_eq!(plain(kind, &figure), naive(kind, &spells, *month, None), "{}", month.words());
            for team in ["North", "South"] {
                let value =
                    table.breakdown("team").and_then(|teams| teams.values.iter().find(|(label, _)| label == team));
                let ours = value.map(|(_, tallies)| table.figure(tallies, at, Window::Month, Some(50_000)).unwrap());
                let theirs = naive(kind, &spells, *month, Some(team));
                if let Some(ours) = ours {
                    prop_assert_eq!(plain(kind, &ours), theirs, "{} in {}", team, month.words());
                } else {
                    prop_assert_eq!((theirs.0, theirs.2), (0, 0));
                }
            }
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn proportions_agree() {
    agrees("proportion");
    agrees("standing");
}

#[test]
fn rates_and_counts_agree() {
    agrees("rate");
    agrees("count");
}

#[test]
fn durations_and_scores_agree() {
    agrees("duration");
    agrees("score");
}
