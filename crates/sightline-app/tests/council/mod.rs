//! An engine over the records of a synthetic council, for tests.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_engine::{Catalogue, Column, Engine, Limits, Rows};
use sightline_records::synthetic::{England, Form, InMemory, Settings};
use sightline_records::{Definitions, Input, combine, read};

/// An engine over what a synthetic council of so many children sends: the case system, the return and lists of its own.
pub(crate) async fn engine(children: u32, as_at: NaiveDate) -> Engine {
    let definitions = Definitions::built_in().unwrap();
    let settings = Settings { children, years: 3, authorities: 1, seed: 2026, as_at, scenario: "errors".to_owned() };
    let england = England::new(&definitions, settings).unwrap();
    let mut files = InMemory::default();
    for council in england.councils() {
        council.write(&[Form::Ssd, Form::Ssda903, Form::Local], &mut files, &mut |_| {}).unwrap();
    }
    let inputs = files.take().into_iter().map(|(name, bytes)| Input::new(name.as_str(), Cursor::new(bytes)));
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
