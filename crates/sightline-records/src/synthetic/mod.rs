//! The synthetic council: a council's worth of invented children's records, the same for the same seed.
//!
//! Each child's story is simulated by the rates of `content/synthetic/`:
//! contacts, referrals, assessments, section 47 enquiries, conferences, plans,
//! care, permanence and leaving care, with visits, reviews, placements,
//! missing episodes and workers who come and go. A scenario says how practice
//! changes and which errors are planted. Nothing is taken from a real child.
//!
//! A child is *known* when the council received a contact about the child in
//! the years that are asked for; history begins with those years, so a council
//! of six or more years holds children in every stage.

mod chance;
mod content;
mod days;
mod lists;
mod plant;
mod record;
mod rules;
mod scenario;
mod shape;
mod staff;
mod story;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use chrono::NaiveDate;

use crate::definitions::Definitions;
use crate::{Error, Result};

use chance::Chance;
use content::{Names, Rates};
use lists::{Lists, Subjects};
use plant::Place;
pub use plant::Planted;
use record::{Places, Tables};
pub use scenario::PracticeChange;
use scenario::Scenario;
use staff::Staff;
use story::Story;
pub use write::{Files, Form, InMemory, Written};

/// Children whose records are made and given together.
const CHILDREN_OF_A_PART: u32 = 1_000;
/// The story that decides on the size of a council.
const SIZE_STORY: u32 = u32::MAX - 2;

/// What is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Children known to each council over all the years; on average when there are several councils.
    pub children: u32,
    /// Years of history before the as-at date.
    pub years: u32,
    /// Councils: 1 to 153, as many as England has.
    pub authorities: u32,
    /// Where chance begins; the same seed gives the same records.
    pub seed: u64,
    /// The day that the records are as at.
    pub as_at: NaiveDate,
    /// The scenario: the name of a file in `content/synthetic/scenarios`.
    pub scenario: String,
}

impl Settings {
    /// The fewest children that make a council.
    pub const FEWEST_CHILDREN: u32 = 50;
    /// The most children of one council.
    pub const MOST_CHILDREN: u32 = 500_000;
    /// The most years of history.
    pub const MOST_YEARS: u32 = 20;
    /// The number of councils of England.
    pub const MOST_AUTHORITIES: u32 = 153;

    fn check(&self) -> Result<()> {
        let limits = [
            ("children", self.children, Self::FEWEST_CHILDREN, Self::MOST_CHILDREN),
            ("years", self.years, 1, Self::MOST_YEARS),
            ("authorities", self.authorities, 1, Self::MOST_AUTHORITIES),
        ];
        for (what, given, least, most) in limits {
            if !(least..=most).contains(&given) {
                return Err(Error::SyntheticSize { what, least, most });
            }
        }
        Ok(())
    }
}

/// Names of the scenarios that come with Sightline.
#[must_use]
pub fn scenarios() -> Vec<&'static str> {
    content::names("scenarios/")
}

/// Everything that the councils of a synthetic England share.
#[derive(Clone, Debug)]
pub struct England<'d> {
    definitions: &'d Definitions,
    settings: Settings,
    places: Arc<Places>,
    rates: Rates,
    names: Names,
    subjects: Subjects,
    scenario: Scenario,
    as_at: i32,
    from: i32,
}

impl<'d> England<'d> {
    /// A synthetic England of one or more councils; nothing is made yet.
    ///
    /// # Errors
    ///
    /// [`Error::SyntheticSize`] – a number of the settings is out of range.
    /// [`Error::UnknownScenario`] – there is no such scenario; names those there are.
    /// [`Error::SyntheticContent`], [`Error::SyntheticColumn`] – the content contradicts itself.
    pub fn new(definitions: &'d Definitions, settings: Settings) -> Result<Self> {
        settings.check()?;
        let as_at = days::number(settings.as_at);
        let rates = Rates::load(definitions, content::file("rates.toml").unwrap_or_default())?;
        let names = Names::load(content::file("names.toml").unwrap_or_default())?;
        let subjects = Subjects::load()?;
        let scenario = Scenario::load(definitions, &settings.scenario, as_at)?;
        let from = days::months_before(as_at, settings.years * 12) + 1;
        let places = Arc::new(Places::new(definitions)?);
        Ok(Self { definitions, settings, places, rates, names, subjects, scenario, as_at, from })
    }

    /// The councils, one after the other; each is made only when it is asked for.
    pub fn councils(&self) -> impl Iterator<Item = Council<'_>> {
        (1..=self.settings.authorities).map(|number| Council::new(self, number))
    }

    /// The day that the records are as at.
    #[must_use]
    pub fn as_at(&self) -> NaiveDate {
        self.settings.as_at
    }

    /// What the scenario is about, in a sentence or two.
    #[must_use]
    pub fn about(&self) -> String {
        format!("{}: {}", self.scenario.title, self.scenario.about)
    }
}

/// One synthetic council.
#[derive(Clone, Debug)]
pub struct Council<'e> {
    england: &'e England<'e>,
    number: u32,
    children: u32,
    staff: Staff,
}

/// Records of some of a council's children.
#[derive(Clone, Debug)]
pub struct Part {
    tables: Tables,
    planted: Vec<Place>,
}

impl<'e> Council<'e> {
    fn new(england: &'e England<'e>, number: u32) -> Self {
        let settings = &england.settings;
        let mut children = settings.children;
        if settings.authorities > 1 {
            let mut chance = Chance::new(settings.seed, number, SIZE_STORY);
            let share = u64::from(400 + chance.below(1_201));
            children = u32::try_from(u64::from(children) * share / 1_000).unwrap_or(children);
        }
        let span = (england.from, england.as_at);
        let staff = Staff::new((settings.seed, number), children, span, &england.names, &england.rates);
        Self { england, number, children, staff }
    }

    /// The number of the council, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The invented name of the council.
    #[must_use]
    pub fn name(&self) -> String {
        staff::council_name(&self.england.names, self.number)
    }

    /// The changes of practice that the scenario plants, in its order.
    #[must_use]
    pub fn practice_changes(&self) -> Vec<PracticeChange> {
        let name = |duty, number| {
            let team = self.staff.teams.iter().find(|team| team.duty == duty && team.number == number);
            team.map(|team| team.name.to_string())
        };
        let changes = self.england.scenario.changes.iter();
        changes.map(|change| change.told(name, self.england.rates.of(change.rate()))).collect()
    }

    /// The number of children known to the council.
    #[must_use]
    pub fn children(&self) -> u32 {
        self.children
    }

    /// The records, some children at a time; teams and workers come with the last.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let parts = self.children.div_ceil(CHILDREN_OF_A_PART);
        let mut caseloads: BTreeMap<Arc<str>, i64> = BTreeMap::new();
        (0..parts).map(move |part| {
            let mut tables = Tables::new(&self.england.places);
            let first = part * CHILDREN_OF_A_PART;
            for child in first..self.children.min(first + CHILDREN_OF_A_PART) {
                Story::new(self, child, &mut tables, &mut caseloads).tell();
            }
            Lists::new(self, part, &mut tables).tell();
            if part + 1 == parts {
                let (as_at, seed) = (self.england.as_at, self.england.settings.seed);
                let caseload = |worker: &str| caseloads.get(worker).copied().unwrap_or_default();
                self.staff.tell((self.england.from, as_at), seed, self.number, caseload, &mut tables);
                Lists::new(self, parts, &mut tables).tell_of_staff();
            }
            let england = self.england;
            let story = (england.settings.seed, self.number, part);
            let planted = england.scenario.planter.plant(england.definitions, story, england.as_at, &mut tables);
            Part { tables, planted }
        })
    }

    /// All records of the council as record batches, by name of the record table.
    ///
    /// Columns are those of [`schema`](crate::schema); `source` is
    /// `synthetic/<table>` and `source_row` counts from 1.
    #[must_use]
    pub fn tables(&self) -> BTreeMap<String, Vec<RecordBatch>> {
        let mut tables: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
        let mut next = vec![1_u64; self.england.definitions.tables.len()];
        for part in self.parts() {
            for (name, batch) in part.batches(self.england.definitions, &mut next) {
                tables.entry(name).or_default().push(batch);
            }
        }
        tables
    }
}

impl Part {
    /// The records as record batches by name of the record table; `next` holds each table's next row number.
    pub fn batches(&self, definitions: &Definitions, next: &mut [u64]) -> Vec<(String, RecordBatch)> {
        let mut batches = Vec::new();
        for ((table, rows), next) in definitions.tables.iter().zip(&self.tables.rows).zip(next) {
            if rows.len() > 0 {
                batches.push((table.name.clone(), record::batch(table, rows, *next)));
                *next += rows.len() as u64;
            }
        }
        batches
    }

    /// True when what was planted is a value that no reader understands.
    fn holds_wrong(&self, place: &Place) -> bool {
        matches!(self.tables.rows[place.table].row(place.row)[place.column], record::Datum::Wrong(_))
    }

    /// How many rows there are in all record tables together.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.tables.rows.iter().map(record::Rows::len).sum()
    }
}
