//! Every measure of the plan has a live figure on records like those of the demonstration.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod council;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use council::engine;
use sightline_domain::measure::{Counts, Period, Tally};

/// The day that the records are as at.
fn as_at() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
}

/// What the rows of the scorecard open: measures and case lists.
fn opened() -> [BTreeSet<String>; 2] {
    let text = include_str!("../../../content/scorecards/measures_of_the_plan.toml");
    let named = |key: &str| {
        let key = format!("{{ {key} = \"");
        let rows = text.lines().filter_map(|line| line.trim().strip_prefix(&key)?.split_once('"'));
        rows.map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>()
    };
    [named("measure"), named("case_list")]
}

#[tokio::test]
async fn each_measure_of_the_plan_has_a_figure_in_the_last_year() {
    let engine = engine(3_000, as_at()).await;
    let months = Period::whole_months_until(as_at(), 12);
    let [measures, lists] = opened();
    assert!(measures.len() >= 45 && !lists.is_empty(), "{} measures, {} lists", measures.len(), lists.len());
    let mut empty = Vec::new();
    for id in &measures {
        let table = engine.table(id, &months).await.unwrap();
        let mut tally = Tally::default();
        let from = if table.counts == Counts::Snapshot { table.whole.len() - 1 } else { 0 };
        table.whole[from..].iter().for_each(|month| tally.add(month));
        let year = Period::spanning(months[0], months[months.len() - 1]);
        let figure = tally.figure(table.kind, year, Some(50_000));
        println!("{id}: {} counted", figure.counted);
        // None of something is a figure; a share of nothing is not.
        if figure.value.is_none() {
            empty.push(id);
        }
    }
    assert!(empty.is_empty(), "there is no figure of {empty:?}");
    for id in &lists {
        let list = engine.list(id, as_at()).await.unwrap();
        assert!(!list.rows.is_empty(), "nobody is on {id}");
    }
}
