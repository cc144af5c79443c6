//! The council's own lists: what follows from the children's records and is in no statutory return.
//!
//! They are told after the stories of a part, from its rows, with chance of
//! their own: who came to the meetings that were held, audits of cases that
//! were open, what was found and said. Practice changes of the scenario hold
//! for them as for the stories.

mod audits;
mod files;
mod meetings;
mod said;
mod workforce;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::Council;
use super::chance::Chance;
use super::content::{self, Duty, Rate, fault};
use super::days;
use super::record::{Datum, Tables};
use crate::Result;

const FILE: &str = "lists.toml";
/// The first of the stories of lists, one for each part.
const LIST_STORIES: u32 = u32::MAX - 200_000;
/// The lists go back so many months.
const MONTHS: u32 = 36;

/// What auditors look at, what is said, and who meets: `content/synthetic/lists.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subjects {
    #[serde(rename = "subject")]
    about: Vec<Subject>,
    courses: Vec<String>,
    #[serde(rename = "member")]
    members: Vec<Member>,
}

/// What auditors and families speak about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    about: Spanned<About>,
    audited_per_1000: u32,
    feedback_per_1000: u32,
    theme: String,
    good: Vec<String>,
    poor: Vec<String>,
    said_good: Vec<String>,
    said_poor: Vec<String>,
}

/// The record table whose rows are spoken about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum About {
    /// Finished assessments; good when they were in time.
    Assessment,
    /// Missing episodes; good when a return interview was offered.
    MissingEpisode,
}

/// A member of the improvement board.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    post: String,
    agency: String,
}

impl Subjects {
    pub(super) fn load() -> Result<Self> {
        let text = content::file(FILE).unwrap_or_default();
        let written: Self = content::parse(FILE, text)?;
        for subject in &written.about {
            let words = [&subject.good, &subject.poor, &subject.said_good, &subject.said_poor];
            if words.iter().any(|words| words.is_empty()) {
                let what = "every subject has words for what is good and what is poor".to_owned();
                return Err(fault(FILE, text, subject.about.span().start, what));
            }
        }
        if written.courses.is_empty() || written.members.is_empty() {
            let what = "there is at least one course, and one member of the board".to_owned();
            return Err(fault(FILE, text, 0, what));
        }
        Ok(written)
    }
}

/// An open case on the last day of a month.
#[derive(Clone, Debug)]
struct OpenCase {
    child: Datum,
    team: Datum,
    worker: Datum,
    month_end: i32,
}

/// The lists of one part while they are told.
pub(super) struct Lists<'c, 't> {
    council: &'c Council<'c>,
    tables: &'t mut Tables,
    chance: Chance,
    part: u32,
    /// Number of the next identifier of the part.
    next: u32,
    as_at: i32,
    /// The first day that the lists go back to.
    since: i32,
    /// What each team does, by its name.
    teams: HashMap<Arc<str>, (Duty, u32)>,
}

impl<'c, 't> Lists<'c, 't> {
    pub(super) fn new(council: &'c Council<'c>, part: u32, tables: &'t mut Tables) -> Self {
        let england = council.england;
        let teams = council.staff.teams.iter().map(|team| (Arc::clone(&team.name), (team.duty, team.number)));
        Self {
            council,
            tables,
            chance: Chance::new(england.settings.seed, council.number, LIST_STORIES + part),
            part,
            next: 0,
            as_at: england.as_at,
            since: days::months_before(england.as_at, MONTHS).max(england.from),
            teams: teams.collect(),
        }
    }

    /// Tells every list about the children of the part.
    pub(super) fn tell(&mut self) {
        self.meetings();
        self.interviews();
        let open = self.open_cases();
        self.audits(&open);
        self.said(&open);
        self.files();
    }

    /// Tells the lists about workers, boards and reviews, once for the council.
    pub(super) fn tell_of_staff(&mut self) {
        self.workforce();
        self.boards();
        self.practice_reviews();
    }

    /// Some columns of the rows of a record table; null for a column that is not there.
    fn facts<const N: usize>(&self, table: &str, columns: [&str; N]) -> Vec<[Datum; N]> {
        let definitions = self.council.england.definitions;
        let Some(position) = definitions.tables.iter().position(|known| known.name == table) else {
            return Vec::new();
        };
        let columns = columns.map(|column| definitions.tables[position].column(column));
        let value = |row: &[Datum], column: Option<usize>| column.map_or(Datum::Null, |column| row[column].clone());
        self.tables.rows[position].iter().map(|row| columns.map(|column| value(row, column))).collect()
    }

    /// True in as many cases as the rate says, which a scenario may change by team and day.
    fn happens(&mut self, rate: Rate, team: &Datum, day: i32) -> bool {
        let england = self.council.england;
        // A rate that belongs to no team is changed only by a change for all.
        let team = team.words().and_then(|name| self.teams.get(name)).copied().unwrap_or((Duty::Assessment, 0));
        let changed = england.scenario.changes.iter().find_map(|change| change.applies(rate, team, day));
        self.chance.is(changed.unwrap_or_else(|| england.rates.of(rate)))
    }

    fn is(&mut self, rate: Rate) -> bool {
        self.chance.is(self.council.england.rates.of(rate))
    }

    /// A new identifier.
    fn new_id(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}{:03}{:03}{:05}", self.council.number, self.part, self.next)
    }

    /// The day, when it is not after the as-at date.
    fn past(&self, day: i32) -> Datum {
        Datum::day((day <= self.as_at).then_some(day))
    }

    /// The day on which each child was born.
    fn births(&self) -> BTreeMap<String, i32> {
        let people = self.facts("person", ["child_id", "born_on"]);
        let born = people.into_iter().filter_map(|[child, born]| Some((child.words()?.to_owned(), born.as_day()?)));
        born.collect()
    }

    /// Every case that was open on the last day of a month, for each such month.
    fn open_cases(&self) -> Vec<OpenCase> {
        let mut open = Vec::new();
        let ends: Vec<i32> = (0..MONTHS).map(|months| days::month_end_before(self.as_at, months)).collect();
        for [child, started, closed, team, worker] in
            self.facts("need_episode", ["child_id", "started_on", "closed_on", "team", "worker"])
        {
            let Some(started) = started.as_day() else { continue };
            for month_end in ends.iter().copied() {
                let is_open = started + 14 <= month_end && closed.as_day().is_none_or(|closed| closed > month_end);
                if is_open && month_end >= self.since {
                    let (child, team, worker) = (child.clone(), team.clone(), worker.clone());
                    open.push(OpenCase { child, team, worker, month_end });
                }
            }
        }
        open
    }
}
