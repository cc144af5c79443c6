//! Events of a child's journey: checked against the record tables.

use serde::Deserialize;
use toml::Spanned;

use super::fault::{CONTRADICTION, Faults, NO_SUCH_COLUMN, NO_SUCH_SOURCE, TWICE, Text};
use super::{ColumnType, Definitions, RecordTable};

/// One kind of event that the rows of a record table are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDefinition {
    /// What it is called.
    pub title: String,
    /// Position of the lane it stands in.
    pub lane: usize,
    /// Position of the column of the day it happened or began.
    pub from: usize,
    /// Position of the column of the day it ended; none for events of a day.
    pub to: Option<usize>,
    /// Positions of the columns whose values are shown.
    pub words: Vec<usize>,
    /// Whether two at once contradict each other.
    pub is_alone: bool,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The name that events refer to it by.
    pub name: String,
    /// What stands before it.
    pub title: String,
}

/// A hole in the time of a row that is pointed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapDefinition {
    /// What is missing.
    pub title: String,
    /// Position of the record table whose rows' time should be covered.
    pub table: usize,
    /// Position of the column of its first day.
    pub from: usize,
    /// Position of the column of its last day.
    pub to: usize,
    /// What covers it.
    pub covered_by: Vec<Cover>,
    /// Days that may be uncovered in one stretch.
    pub longest_days: i64,
}

/// Rows that cover time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Position of the record table.
    pub table: usize,
    /// Position of the column of the first day.
    pub from: usize,
    /// Position of the column of the last day; none for rows of one day.
    pub to: Option<usize>,
    /// A column that must hold one of these values.
    pub only: Option<(usize, Vec<String>)>,
}

/// How a child's journey is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JourneyDefinition {
    /// The lanes, from top to bottom.
    pub lanes: Vec<Lane>,
    /// The holes that are pointed out.
    pub gaps: Vec<GapDefinition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenEvent {
    title: String,
    lane: Spanned<String>,
    from: Spanned<String>,
    #[serde(default)]
    to: Option<Spanned<String>>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    #[serde(default)]
    alone: bool,
}

/// The file `content/records/journey/journey.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenJourney {
    #[serde(rename = "lane")]
    lanes: Vec<WrittenLane>,
    #[serde(default, rename = "gap")]
    gaps: Vec<WrittenGap>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLane {
    name: Spanned<String>,
    title: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGap {
    title: String,
    table: Spanned<String>,
    from: Spanned<String>,
    to: Spanned<String>,
    covered_by: Vec<WrittenCover>,
    longest_days: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCover {
    table: Spanned<String>,
    from: Spanned<String>,
    #[serde(default)]
    to: Option<Spanned<String>>,
    #[serde(default)]
    column: Option<Spanned<String>>,
    #[serde(default)]
    is: Vec<String>,
}

/// The events of one table.
pub(super) fn events(
    text: Text<'_>,
    table: &RecordTable,
    lanes: &[Lane],
    written: &[WrittenEvent],
    faults: &mut Faults,
) -> Vec<EventDefinition> {
    let mut events = Vec::new();
    for event in written {
        let lane = lanes.iter().position(|lane| lane.name == *event.lane.get_ref());
        if lane.is_none() {
            let what = format!("there is no lane {}", event.lane.get_ref());
            let next = "name one of content/records/journey/journey.toml";
            faults.add((text, event.lane.span().start), CONTRADICTION, what, "the event would stand nowhere", next);
        }
        let from = day(text, table, &event.from, faults);
        let to = event.to.as_ref().map(|to| day(text, table, to, faults));
        let words: Vec<Option<usize>> = event.words.iter().map(|name| column(text, table, name, faults)).collect();
        if let (Some(lane), Some(from)) = (lane, from) {
            events.push(EventDefinition {
                title: event.title.clone(),
                lane,
                from,
                to: to.flatten(),
                words: words.into_iter().flatten().collect(),
                is_alone: event.alone,
            });
        }
    }
    events
}

/// The lanes, which events name.
pub(super) fn lanes(text: Text<'_>, written: &WrittenJourney, faults: &mut Faults) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for lane in &written.lanes {
        if lanes.iter().any(|known| known.name == *lane.name.get_ref()) {
            let what = format!("the lane {} is there twice", lane.name.get_ref());
            let at = (text, lane.name.span().start);
            faults.add(at, TWICE, what, "events name lanes", "take one out or rename it");
        }
        lanes.push(Lane { name: lane.name.get_ref().clone(), title: lane.title.clone() });
    }
    lanes
}

/// The holes, once all tables are there.
pub(super) fn gaps(
    text: Text<'_>,
    definitions: &Definitions,
    written: &WrittenJourney,
    faults: &mut Faults,
) -> Vec<GapDefinition> {
    let mut gaps = Vec::new();
    for gap in &written.gaps {
        gaps.extend(one_gap(text, definitions, gap, faults));
    }
    gaps
}

fn one_gap(
    text: Text<'_>,
    definitions: &Definitions,
    written: &WrittenGap,
    faults: &mut Faults,
) -> Option<GapDefinition> {
    let (position, table) = named(text, definitions, &written.table, faults)?;
    let (from, to) = (day(text, table, &written.from, faults)?, day(text, table, &written.to, faults)?);
    let mut covered_by = Vec::new();
    for cover in &written.covered_by {
        let (position, table) = named(text, definitions, &cover.table, faults)?;
        let only = match &cover.column {
            Some(name) => Some((column(text, table, name, faults)?, cover.is.clone())),
            None => None,
        };
        let to = match &cover.to {
            Some(to) => Some(day(text, table, to, faults)?),
            None => None,
        };
        covered_by.push(Cover { table: position, from: day(text, table, &cover.from, faults)?, to, only });
    }
    Some(GapDefinition {
        title: written.title.clone(),
        table: position,
        from,
        to,
        covered_by,
        longest_days: written.longest_days,
    })
}

fn named<'d>(
    text: Text<'_>,
    definitions: &'d Definitions,
    name: &Spanned<String>,
    faults: &mut Faults,
) -> Option<(usize, &'d RecordTable)> {
    let found = definitions.tables.iter().enumerate().find(|(_, table)| table.name == *name.get_ref());
    if found.is_none() {
        let what = format!("there is no record table {}", name.get_ref());
        let at = (text, name.span().start);
        faults.add(at, NO_SUCH_SOURCE, what, "nothing could be looked for", "name a file of content/records");
    }
    found
}

fn column(text: Text<'_>, table: &RecordTable, name: &Spanned<String>, faults: &mut Faults) -> Option<usize> {
    let found = table.column(name.get_ref());
    if found.is_none() {
        let what = format!("{} has no column {}", table.name, name.get_ref());
        let at = (text, name.span().start);
        faults.add(at, NO_SUCH_COLUMN, what, "the definition points at nothing", "name a column of the table");
    }
    found
}

fn day(text: Text<'_>, table: &RecordTable, name: &Spanned<String>, faults: &mut Faults) -> Option<usize> {
    let found = column(text, table, name, faults)?;
    if table.columns[found].kind != ColumnType::Date {
        let what = format!("{} holds no days", name.get_ref());
        let at = (text, name.span().start);
        faults.add(at, CONTRADICTION, what, "a timeline is drawn by days", "name a column of the type date");
        return None;
    }
    Some(found)
}
