//! Every measure of the plan has a live figure on records like those of the demonstration.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use sightline_domain::measure::{Counts, Period, Tally};
use sightline_engine::{Catalogue, Column, Engine, Limits, Rows};
use sightline_records::synthetic::{England, Files, Form, Settings};
use sightline_records::{Definitions, Input, combine, read};

/// The day that the records are as at.
fn as_at() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
}

/// Files that are written into memory, under their names.
#[derive(Default)]
struct InMemory(BTreeMap<String, Shared>);

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Files for InMemory {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let bytes = Shared::default();
        self.0.insert(name.to_owned(), bytes.clone());
        Ok(Box::new(bytes))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An engine over what a synthetic council sends: the case system, the return and lists of its own.
async fn engine() -> Engine {
    let definitions = Definitions::built_in().unwrap();
    let settings = Settings {
        children: 3_000,
        years: 3,
        authorities: 1,
        seed: 2026,
        as_at: as_at(),
        scenario: "errors".to_owned(),
    };
    let england = England::new(&definitions, settings).unwrap();
    let mut files = InMemory::default();
    for council in england.councils() {
        council.write(&[Form::Ssd, Form::Ssda903, Form::Local], &mut files, &mut |_| {}).unwrap();
    }
    let inputs =
        files.0.iter().map(|(name, bytes)| Input::new(name.as_str(), Cursor::new(bytes.0.lock().unwrap().clone())));
    let parts = read(&definitions, inputs.collect()).unwrap();
    assert_eq!(parts.len(), 3, "three formats");
    let tables = combine(&definitions, &parts).tables;
    Engine::new(Arc::new(Catalogue::built_in().await.unwrap()), tables, programme(), Limits::default()).unwrap()
}

/// Two actions of a plan, one of them complete, and the records as they were checked.
fn programme() -> BTreeMap<String, Rows> {
    let text = |words: [&str; 2]| Column::Text(words.map(|word| Some(word.to_owned())).to_vec());
    let day = |days: [Option<NaiveDate>; 2]| Column::Date(days.to_vec());
    let on = |month| NaiveDate::from_ymd_opt(2026, month, 15);
    let action = [
        ("action_id", text(["1", "2"])),
        ("due_on", day([on(3), on(9)])),
        ("completed_on", day([on(2), None])),
        ("is_withdrawn", Column::YesNo(vec![Some(false), Some(false)])),
    ];
    let quality = [
        ("table_name", text(["assessment", "visit"])),
        ("checked_on", day([on(10), on(10)])),
        ("rows", Column::Whole(vec![Some(100), Some(300)])),
        ("rows_without_error", Column::Whole(vec![Some(98), Some(290)])),
        ("required_values", Column::Whole(vec![Some(500), Some(900)])),
        ("required_values_present", Column::Whole(vec![Some(490), Some(899)])),
    ];
    let rows = |columns: Vec<(&str, Column)>| Rows {
        columns: columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect(),
    };
    let tables = [("action", rows(action.into())), ("record_quality", rows(quality.into()))];
    tables.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect()
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
    let engine = engine().await;
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

#[tokio::test]
async fn the_planted_change_of_attendance_shows_in_the_figures() {
    let engine = engine().await;
    let months = Period::whole_months_until(as_at(), 24);
    let table = engine.table("strategy_meetings_attended_by_police", &months).await.unwrap();
    let changed_on = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
    let share = |is_after: bool| {
        let chosen = table.periods.iter().zip(&table.whole).filter(|(month, _)| (month.from >= changed_on) == is_after);
        let (came, held) =
            chosen.fold((0, 0), |(came, held), (_, tally)| (came + tally.in_numerator, held + tally.counted));
        assert!(held >= 20, "{held} meetings are too few to tell");
        came * 100 / held
    };
    let (before, after) = (share(false), share(true));
    assert!((60..84).contains(&before) && after >= 86, "{before} per cent, then {after}");
}
