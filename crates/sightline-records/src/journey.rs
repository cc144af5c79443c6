//! One child's events from every table, in order: what happened, what held when, and what was missing.
//!
//! Which rows are events, in which lane they stand and what counts as a gap is
//! said in `content/records/`.

use std::collections::BTreeMap;
use std::fmt;

use arrow_array::RecordBatch;
use chrono::NaiveDate;

use crate::combine::cells::Cells;
use crate::definitions::{ColumnType, Cover, Definitions, EventDefinition, RecordTable};
use crate::values;

/// One child's journey.
///
/// It is about one child throughout: it is shown to those who may see the
/// child, and never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Journey {
    /// The day that the records are of.
    pub as_at: NaiveDate,
    /// First day on which anything happened.
    pub from: NaiveDate,
    /// Last day on which anything happened, and never before `as_at`.
    pub to: NaiveDate,
    /// The lanes in which there is an event, from top to bottom.
    pub lanes: Vec<JourneyLane>,
    /// Times in which something was missing, the earliest first.
    pub gaps: Vec<Stretch>,
    /// Times in which two things held that contradict each other, the earliest first.
    pub overlaps: Vec<Stretch>,
}

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq)]
pub struct JourneyLane {
    /// What stands before it.
    pub title: String,
    /// Its events, the earliest first.
    pub events: Vec<JourneyEvent>,
}

/// One thing that happened or held.
#[derive(Clone, PartialEq, Eq)]
pub struct JourneyEvent {
    /// What it is called.
    pub title: String,
    /// What the row says of it, a value each, codes with their meaning.
    pub words: Vec<String>,
    /// The day it happened or began.
    pub from: NaiveDate,
    /// The day it ended; none for events of a day, and for those that go on.
    pub to: Option<NaiveDate>,
    /// Whether it has a length: it began and ends.
    pub is_period: bool,
    /// The record table.
    pub table: String,
    /// The table of the format it was read from, such as `annex_a/list_8`.
    pub source: String,
    /// The row in the file.
    pub source_row: Option<i64>,
}

/// A time that is pointed out.
#[derive(Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What is missing, or what overlaps.
    pub title: String,
    /// First day.
    pub from: NaiveDate,
    /// The day on which it was over.
    pub to: NaiveDate,
    /// Days from one to the other.
    pub days: i64,
}

impl fmt::Debug for Journey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journey").field("lanes", &self.lanes.len()).finish_non_exhaustive()
    }
}

/// One row of the child.
struct Row<'a> {
    batch: &'a RecordBatch,
    row: usize,
}

impl Row<'_> {
    fn cells(&self, name: &str) -> Option<Cells<'_>> {
        self.batch.column_by_name(name).and_then(|array| Cells::of(array.as_ref()))
    }

    fn words(&self, name: &str) -> Option<String> {
        self.cells(name).and_then(|cells| cells.words(self.row))
    }

    fn day(&self, table: &RecordTable, column: usize) -> Option<NaiveDate> {
        self.cells(&table.columns[column].name).and_then(|cells| cells.day(self.row)).and_then(values::day)
    }
}

/// The journey of one child; none when no event of the child is in the tables.
///
/// `tables` are the combined record tables, `child_id` exactly as they have it.
#[must_use]
pub fn journey(
    definitions: &Definitions,
    tables: &BTreeMap<String, Vec<RecordBatch>>,
    child_id: &str,
    as_at: NaiveDate,
) -> Option<Journey> {
    let rows: Vec<Vec<Row<'_>>> =
        definitions.tables.iter().map(|table| rows_of(tables.get(&table.name), child_id)).collect();
    let mut lanes: Vec<JourneyLane> = definitions
        .journey
        .lanes
        .iter()
        .map(|lane| JourneyLane { title: lane.title.clone(), events: Vec::new() })
        .collect();
    let mut overlaps = Vec::new();
    for (table, rows) in definitions.tables.iter().zip(&rows) {
        for definition in &table.events {
            let mut events: Vec<JourneyEvent> =
                rows.iter().filter_map(|row| event(definitions, table, definition, row)).collect();
            events.sort_by_key(|event| (event.from, event.to));
            if definition.is_alone {
                overlaps.extend(overlaps_of(&events, as_at));
            }
            lanes[definition.lane].events.append(&mut events);
        }
    }
    lanes.retain(|lane| !lane.events.is_empty());
    for lane in &mut lanes {
        lane.events.sort_by_key(|event| (event.from, event.to));
    }
    let events = || lanes.iter().flat_map(|lane| &lane.events);
    let from = events().map(|event| event.from).min()?;
    let last = events().map(|event| event.to.unwrap_or(event.from)).max().unwrap_or(as_at);
    let mut gaps = gaps_of(definitions, &rows, as_at);
    gaps.sort_by_key(|gap| (gap.from, gap.to));
    overlaps.sort_by_key(|overlap| (overlap.from, overlap.to));
    Some(Journey { as_at, from, to: last.max(as_at), lanes, gaps, overlaps })
}

fn rows_of<'a>(batches: Option<&'a Vec<RecordBatch>>, child_id: &str) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for batch in batches.into_iter().flatten() {
        if let Some(Cells::Text(children)) =
            batch.column_by_name("child_id").and_then(|array| Cells::of(array.as_ref()))
        {
            let of_child = children.iter().enumerate().filter(|(_, child)| *child == Some(child_id));
            rows.extend(of_child.map(|(row, _)| Row { batch, row }));
        }
    }
    rows
}

fn event(
    definitions: &Definitions,
    table: &RecordTable,
    definition: &EventDefinition,
    row: &Row<'_>,
) -> Option<JourneyEvent> {
    let from = row.day(table, definition.from)?;
    Some(JourneyEvent {
        title: definition.title.clone(),
        words: definition.words.iter().filter_map(|column| in_words(definitions, table, *column, row)).collect(),
        from,
        to: definition.to.and_then(|to| row.day(table, to)),
        is_period: definition.to.is_some(),
        table: table.name.clone(),
        source: row.words("source").unwrap_or_default(),
        source_row: match row.cells("source_row") {
            Some(Cells::Whole(rows)) if !Cells::Whole(rows).is_null(row.row) => Some(rows.value(row.row)),
            _ => None,
        },
    })
}

/// A code by its meaning, yes and no with the name of the column, anything else as it is written.
fn in_words(definitions: &Definitions, table: &RecordTable, column: usize, row: &Row<'_>) -> Option<String> {
    let definition = &table.columns[column];
    let value = row.words(&definition.name)?;
    Some(match (definition.kind, definition.codes) {
        (ColumnType::Code, Some(list)) => {
            let codes = &definitions.code_lists[list].codes;
            codes.iter().find(|code| code.code == value).map_or(value, |code| code.label.clone())
        }
        (ColumnType::YesNo, _) => format!("{}: {value}", definition.name.replace('_', " ")),
        _ => value,
    })
}

/// Where one event began before one that began earlier had ended.
fn overlaps_of(events: &[JourneyEvent], as_at: NaiveDate) -> Vec<Stretch> {
    let mut overlaps = Vec::new();
    let mut latest: Option<NaiveDate> = None;
    for event in events {
        let end = event.to.unwrap_or(as_at).max(event.from);
        if let Some(before) = latest.filter(|before| event.from < *before) {
            overlaps.push(stretch(format!("Two at once: {}", event.title), event.from, before.min(end)));
        }
        latest = latest.max(Some(end));
    }
    overlaps.retain(|overlap| overlap.days > 0);
    overlaps
}

fn stretch(title: String, from: NaiveDate, to: NaiveDate) -> Stretch {
    Stretch { title, from, to, days: (to - from).num_days() }
}

fn gaps_of(definitions: &Definitions, rows: &[Vec<Row<'_>>], as_at: NaiveDate) -> Vec<Stretch> {
    let mut found = Vec::new();
    for gap in &definitions.journey.gaps {
        let mut covers: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        // Where the records of the child have nothing of the kind, it was not loaded more often than not there.
        if gap.covered_by.iter().all(|cover| rows[cover.table].is_empty()) {
            continue;
        }
        for cover in &gap.covered_by {
            let table = &definitions.tables[cover.table];
            covers.extend(rows[cover.table].iter().filter_map(|row| covered(table, cover, row, as_at)));
        }
        covers.sort_unstable();
        let table = &definitions.tables[gap.table];
        for row in &rows[gap.table] {
            let Some(from) = row.day(table, gap.from) else { continue };
            let to = row.day(table, gap.to).unwrap_or(as_at).min(as_at);
            let holes = holes(from, to, &covers).into_iter();
            let long = holes.filter(|(from, to)| (*to - *from).num_days() > gap.longest_days);
            found.extend(long.map(|(from, to)| stretch(gap.title.clone(), from, to)));
        }
    }
    found
}

fn covered(table: &RecordTable, cover: &Cover, row: &Row<'_>, as_at: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if let Some((column, values)) = &cover.only {
        let value = row.words(&table.columns[*column].name)?;
        if !values.contains(&value) {
            return None;
        }
    }
    let from = row.day(table, cover.from)?;
    let to = match cover.to {
        Some(to) => row.day(table, to).unwrap_or(as_at),
        None => from,
    };
    Some((from, to))
}

/// The stretches of a time that nothing covers; `covers` are in the order of their first days.
///
/// A cover that ends on the day on which the next begins leaves no hole.
fn holes(from: NaiveDate, to: NaiveDate, covers: &[(NaiveDate, NaiveDate)]) -> Vec<(NaiveDate, NaiveDate)> {
    let mut holes = Vec::new();
    let mut reached = from;
    for (start, end) in covers.iter().filter(|(start, end)| *end >= from && *start <= to) {
        if *start > reached {
            holes.push((reached, *start));
        }
        reached = reached.max(*end);
    }
    if reached < to {
        holes.push((reached, to));
    }
    holes
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::{Input, combine, read};

    const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
        7,01/01/2025,S,C2,N1,U4,PR1,01/03/2025,X1,CARPL,ZZ1 1ZZ,ZZ1 2ZZ,\n\
        7,01/03/2025,P,C2,N1,U1,PR1,,,,ZZ1 1ZZ,ZZ1 3ZZ,\n\
        8,01/01/2025,S,C2,N1,U4,PR1,,,,ZZ1 1ZZ,ZZ1 2ZZ,\n";
    const MISSING: &str = "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,01/01/2012,M,01/06/2025,10/06/2025\n7,01/01/2012,M,05/06/2025,12/06/2025\n";
    const REVIEWS: &str = "CHILD,DOB,REVIEW,REVIEW_CODE\n7,01/01/2012,20/01/2025,PN1\n";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(child: &str) -> Option<Journey> {
        let definitions = Definitions::built_in().unwrap();
        let inputs = [("e.csv", EPISODES), ("m.csv", MISSING), ("r.csv", REVIEWS)];
        let inputs = inputs.map(|(name, text)| Input::new(name, Cursor::new(text.as_bytes().to_vec())));
        let tables = combine(&definitions, &read(&definitions, inputs.into()).unwrap()).tables;
        journey(&definitions, &tables, child, day("2025-12-31"))
    }

    #[test]
    fn events_stand_in_lanes_and_in_order() {
        let journey = of("7").unwrap();
        let lanes: Vec<&str> = journey.lanes.iter().map(|lane| lane.title.as_str()).collect();
        assert_eq!(lanes, ["Visits and reviews", "In care", "Placements", "Legal status and courts", "Missing"]);
        let placements = &journey.lanes[2].events;
        assert_eq!(placements.len(), 2);
        assert_eq!((placements[0].from, placements[0].to), (day("2025-01-01"), Some(day("2025-03-01"))));
        assert!(placements[1].to.is_none() && placements[1].is_period);
        assert!(placements[0].words[0].contains("oster"), "{:?}", placements[0].words);
        assert_eq!((journey.from, journey.to), (day("2025-01-01"), day("2025-12-31")));
        assert_eq!(placements[0].source, "ssda903/Episodes");
        assert!(of("9").is_none());
    }

    #[test]
    fn overlaps_and_gaps_are_pointed_out() {
        let journey = of("7").unwrap();
        let overlaps: Vec<(&str, i64)> = journey.overlaps.iter().map(|it| (it.title.as_str(), it.days)).collect();
        assert_eq!(overlaps, [("Two at once: Missing", 5)]);
        let gaps: Vec<(&str, NaiveDate, i64)> =
            journey.gaps.iter().map(|gap| (gap.title.as_str(), gap.from, gap.days)).collect();
        assert_eq!(gaps, [("In care, more than six months without a review", day("2025-01-20"), 345)]);
    }

    #[test]
    fn what_the_records_do_not_hold_is_no_gap() {
        assert!(of("8").unwrap().gaps.is_empty(), "no review of the child was loaded");
    }

    #[test]
    fn holes_are_what_nothing_covers() {
        let (from, to) = (day("2025-01-01"), day("2025-01-31"));
        assert_eq!(holes(from, to, &[]), [(from, to)]);
        assert_eq!(holes(from, to, &[(from, to)]), []);
        let covers = [(day("2024-12-01"), day("2025-01-10")), (day("2025-01-15"), day("2025-02-10"))];
        assert_eq!(holes(from, to, &covers), [(day("2025-01-10"), day("2025-01-15"))]);
    }
}
