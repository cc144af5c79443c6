//! Scenarios: what changes in practice, and which errors are planted.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use toml::Spanned;

use super::content::{self, Duty, Rate, fault};
use super::days;
use super::plant::Planter;
use crate::definitions::Definitions;
use crate::{Error, Result};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    about: String,
    #[serde(default, rename = "change")]
    changes: Vec<WrittenChange>,
    #[serde(default, rename = "error")]
    errors: Vec<PlantedError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChange {
    rate: Spanned<String>,
    team: Option<TeamOf>,
    month: Spanned<u32>,
    per_1000: u32,
}

/// A team: what it does, and which of those that do it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamOf {
    duty: Duty,
    number: u32,
}

/// A rate that changes on a day.
#[derive(Clone, Debug)]
pub(super) struct Change {
    rate: Rate,
    team: Option<TeamOf>,
    from: i32,
    per_1000: u32,
}

/// A change of practice that a scenario plants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeChange {
    /// The rate of `content/synthetic/rates.toml` that changes.
    pub rate: &'static str,
    /// The team whose practice changes; none when it is everybody's.
    pub team: Option<String>,
    /// The first day of the changed practice.
    pub from: NaiveDate,
    /// Of a thousand cases, in how many it was so before.
    pub per_1000_before: u32,
    /// And in how many it is so from that day.
    pub per_1000_after: u32,
}

/// A kind of error, and how often it is planted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlantedError {
    /// The check that is to find it.
    pub(super) check: String,
    /// Other checks that find the same, and are right.
    #[serde(default)]
    pub(super) also: Vec<String>,
    pub(super) table: Spanned<String>,
    /// The column that is made wrong.
    pub(super) column: String,
    /// How many in each thousand children, where there are rows for it.
    pub(super) per_1000: u32,
    pub(super) make: Make,
    /// Only rows with these codes.
    #[serde(default)]
    pub(super) only: BTreeMap<String, String>,
}

/// What is done to a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) enum Make {
    /// The column is blanked.
    Blank,
    /// The column becomes a word that no reader knows.
    Word(String),
    /// The column, which holds nothing, becomes this word, yes or no.
    Fill(String),
    /// The column becomes this number.
    Number(i64),
    /// The column becomes the day so many days after another column of the row.
    After {
        /// The other column.
        column: String,
        /// Days; before it when negative.
        days: i32,
    },
    /// The column becomes the day so many days after the as-at date.
    AfterAsAt {
        /// Days.
        days: i32,
    },
    /// The column becomes the day so many days after the child's birth.
    AfterBirth {
        /// Days.
        days: i32,
    },
    /// The row is there twice.
    Twice,
    /// The column becomes an identifier that no other table has.
    Orphan,
    /// A second row is added whose first day lies so many days after that of the row.
    Overlap {
        /// Days.
        days: i32,
    },
}

/// What is special about a synthetic council.
#[derive(Clone, Debug)]
pub(super) struct Scenario {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) changes: Vec<Change>,
    pub(super) planter: Planter,
}

impl Scenario {
    /// The scenario of this name, for a council as at a day.
    pub(super) fn load(definitions: &Definitions, name: &str, as_at: i32) -> Result<Self> {
        let file = format!("scenarios/{name}.toml");
        let known = || content::names("scenarios/").join(", ");
        let text = content::file(&file).ok_or_else(|| Error::UnknownScenario { known: known() })?;
        let written: Written = content::parse(&file, text)?;
        let mut changes = Vec::new();
        for change in written.changes {
            let wrong = |offset, what: String| fault(&file, text, offset, what);
            let rate = content::rate(change.rate.get_ref());
            let unknown = || wrong(change.rate.span().start, format!("there is no rate {}", change.rate.get_ref()));
            let rate = rate.ok_or_else(unknown)?;
            let offset = change.month.span().start;
            if !(1..=12).contains(change.month.get_ref()) || change.per_1000 > 1_000 {
                let what = "a change has a month from 1 to 12 and a rate of at most 1000 of a thousand".to_owned();
                return Err(wrong(offset, what));
            }
            let from = last_beginning_of(*change.month.get_ref(), as_at);
            changes.push(Change { rate, team: change.team, from, per_1000: change.per_1000 });
        }
        let planter = Planter::new(definitions, &written.errors, (&file, text))?;
        Ok(Self { title: written.title, about: written.about, changes, planter })
    }
}

/// The first day of the last such month that began at least six months before the as-at date.
fn last_beginning_of(month: u32, as_at: i32) -> i32 {
    let before = days::day(days::months_before(as_at, 6));
    let year = if before.month() >= month { before.year() } else { before.year() - 1 };
    days::number(NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(before))
}

impl Change {
    /// What a reader of the scenario is told, with the rate as it was before.
    pub(super) fn told(&self, team_name: impl Fn(Duty, u32) -> Option<String>, before: u32) -> PracticeChange {
        PracticeChange {
            rate: content::rate_name(self.rate),
            team: self.team.and_then(|team| team_name(team.duty, team.number)),
            from: days::day(self.from),
            per_1000_before: before,
            per_1000_after: self.per_1000,
        }
    }

    /// The rate that changes.
    pub(super) fn rate(&self) -> Rate {
        self.rate
    }

    /// The changed rate, where this is about it.
    pub(super) fn applies(&self, rate: Rate, (duty, number): (Duty, u32), day: i32) -> Option<u32> {
        let is_team = self.team.is_none_or(|team| team.duty == duty && team.number == number);
        (self.rate == rate && is_team && day >= self.from).then_some(self.per_1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_begins_at_least_six_months_before_the_as_at_date() {
        let on = |year, month, day| days::number(NaiveDate::from_ymd_opt(year, month, day).unwrap());
        assert_eq!(last_beginning_of(3, on(2026, 10, 31)), on(2026, 3, 1));
        assert_eq!(last_beginning_of(3, on(2026, 8, 31)), on(2025, 3, 1));
    }

    #[test]
    fn every_scenario_loads() {
        let definitions = Definitions::built_in().unwrap();
        for name in content::names("scenarios/") {
            let scenario = Scenario::load(&definitions, name, 20_000).unwrap();
            assert!(!scenario.title.is_empty() && !scenario.about.is_empty(), "{name}");
        }
        assert!(matches!(Scenario::load(&definitions, "none", 20_000), Err(Error::UnknownScenario { .. })));
    }
}
