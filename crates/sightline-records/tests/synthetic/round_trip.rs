//! Written in each format and read back, the synthetic council's records are the same.

use std::collections::{BTreeMap, BTreeSet};

use sightline_records::definitions::{Feed, RecordTable};
use sightline_records::synthetic::Form;

use crate::support::{DEFINITIONS, england, read_back, rows, settings, sources, written};

#[test]
fn what_is_read_back_is_what_the_council_holds() {
    let england = england(settings(5_000, "plain"));
    let council = england.councils().next().unwrap();
    let tables = council.tables();
    let files = written(&council, &Form::ALL.map(|(form, _)| form));
    for (form, name) in Form::ALL {
        let records = read_back(&files, form);
        assert_eq!(records.reading.rows_set_aside(), 0, "{name}: {:?}", records.reading.findings.first());
        let odd: Vec<String> = records.reading.findings.iter().map(ToString::to_string).collect();
        assert!(odd.is_empty(), "{name}: {}", odd[0]);
        assert!(records.tables.len() >= 10, "{name} fills {} record tables", records.tables.len());
        for (table, batches) in &records.tables {
            let definition = DEFINITIONS.table(table).unwrap();
            let whole = rows(&tables[table], &names(definition));
            for (source, columns) in filled_by(definition, form.format()) {
                let expected: BTreeSet<Vec<String>> = whole.iter().map(|row| pick(row, &columns)).collect();
                let mut found = 0;
                for (row, from) in rows(batches, &names(definition)).into_iter().zip(sources(batches)) {
                    if from == source {
                        let row = pick(&row, &columns);
                        assert!(expected.contains(&row), "{name}, {table} from {source}: {row:?} of {columns:?}");
                        found += 1;
                    }
                }
                println!("{name}: {found} rows of {table} from {source} are those of the council");
            }
        }
    }
}

#[test]
fn formats_that_hold_everything_lose_nothing() {
    let england = england(settings(800, "plain"));
    let council = england.councils().next().unwrap();
    let tables = council.tables();
    let files = written(&council, &[Form::Ssd, Form::Local]);
    let [ssd, local] = [Form::Ssd, Form::Local].map(|form| read_back(&files, form));
    // What neither SSD nor the council's own lists hold at all.
    let not_held = ["adopter", "care_counts", "care_health_year", "deprivation_of_liberty"];
    for (table, batches) in &tables {
        let count = |batches: &[arrow_array::RecordBatch]| {
            batches.iter().map(arrow_array::RecordBatch::num_rows).sum::<usize>()
        };
        let read = [&ssd, &local].map(|records| records.tables.get(table).map_or(0, |batches| count(batches)));
        let expected = if not_held.contains(&table.as_str()) { 0 } else { count(batches) };
        assert!(read.iter().all(|read| [0, expected].contains(read)), "{table}: {read:?} of {expected}");
        assert_eq!(read.iter().any(|read| *read > 0), expected > 0, "{table}");
    }
    assert_eq!(local.tables.len(), DEFINITIONS.tables.iter().filter(|table| is_local(table)).count());
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| {
        let england = england(sightline_records::synthetic::Settings { seed, ..settings(120, "improving") });
        let council = england.councils().next().unwrap();
        written(&council, &Form::ALL.map(|(form, _)| form))
    };
    let once = bytes(3);
    let again = bytes(3);
    assert_eq!(once.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
    for (name, content) in &once {
        assert!(content == &again[name], "{name} differs");
    }
    assert!(once["ssd/ssd_person.csv"] != bytes(4)["ssd/ssd_person.csv"]);
}

fn is_local(definition: &RecordTable) -> bool {
    definition.feeds.iter().any(|feed| DEFINITIONS.formats[feed.format].name == "local")
}

fn names(definition: &RecordTable) -> Vec<&str> {
    definition.columns.iter().map(|column| column.name.as_str()).collect()
}

/// The columns that each source of a format fills, by name of the source.
fn filled_by(definition: &RecordTable, format: &str) -> BTreeMap<String, Vec<usize>> {
    let mut filled: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let is_of = |feed: &&Feed| DEFINITIONS.formats[feed.format].name == format;
    for feed in definition.feeds.iter().filter(is_of) {
        let source = format!("{format}/{}", DEFINITIONS.formats[feed.format].tables[feed.table].name);
        let columns =
            feed.columns.iter().map(|(column, _)| *column).chain(feed.fixed.iter().map(|(column, _)| *column));
        // Of feeds of one source into one table all columns are compared that each of them fills.
        let columns: BTreeSet<usize> = columns.collect();
        let known = filled.entry(source).or_insert_with(|| columns.clone());
        known.retain(|column| columns.contains(column));
    }
    // The return has the reason for a missing pupil number where the number would be.
    if (definition.name.as_str(), format) == ("person", "ssda903") {
        let upn = definition.column("upn").unwrap();
        for columns in filled.values_mut() {
            columns.remove(&upn);
        }
    }
    filled.into_iter().map(|(source, columns)| (source, columns.into_iter().collect())).collect()
}

fn pick(row: &[String], columns: &[usize]) -> Vec<String> {
    columns.iter().map(|column| row[*column].clone()).collect()
}
