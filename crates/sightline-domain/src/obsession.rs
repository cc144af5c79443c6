//! Obsessions: six weeks on a few actions and one measure, with a look every week.

use chrono::{DateTime, Days, NaiveDate, Utc};

/// How many days an obsession lasts unless it is said otherwise: six weeks.
pub const USUAL_DAYS: u64 = 42;

/// A short sprint on a few actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obsession {
    /// Number, unique in the store.
    pub number: u64,
    /// What people call it.
    pub title: String,
    /// What will be different at the end.
    pub aim: String,
    /// References of its actions; never empty.
    pub actions: Vec<String>,
    /// What is looked at each week, in words.
    pub measure: String,
    /// Where it stood at the start, in words.
    pub baseline: String,
    /// Who answers for it.
    pub owner: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; it counts.
    pub ends_on: NaiveDate,
    /// What came of it; absent until it is closed.
    pub result: Option<String>,
    /// What was learnt.
    pub learning: Option<String>,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// One weekly look at an obsession; never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// The day it tells of.
    pub on: NaiveDate,
    /// What the measure says, as given.
    pub value: String,
    /// What happened.
    pub note: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Where an obsession stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It begins on a later day.
    ToCome,
    /// It runs.
    Running {
        /// The week, counted from 1.
        week: u32,
        /// How many weeks it has.
        weeks: u32,
    },
    /// Its last day has passed and nobody has said what came of it.
    WithoutResult,
    /// It is closed.
    Closed,
}

/// The last day of an obsession that lasts six weeks: 1 September gives 12 October.
#[must_use]
pub fn usual_end(starts_on: NaiveDate) -> NaiveDate {
    starts_on.checked_add_days(Days::new(USUAL_DAYS - 1)).unwrap_or(starts_on)
}

impl Obsession {
    /// How many weeks it lasts; a week begun counts.
    #[must_use]
    pub fn weeks(&self) -> u32 {
        week_of(self.starts_on, self.ends_on)
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn stage_on(&self, day: NaiveDate) -> Stage {
        if self.closed_on.is_some_and(|closed| closed <= day) {
            Stage::Closed
        } else if day < self.starts_on {
            Stage::ToCome
        } else if day > self.ends_on {
            Stage::WithoutResult
        } else {
            Stage::Running { week: week_of(self.starts_on, day), weeks: self.weeks() }
        }
    }

    /// The weeks until `day` that nobody has checked in, counted from 1; the week in hand is not among them.
    #[must_use]
    pub fn weeks_missed(&self, check_ins: &[CheckIn], day: NaiveDate) -> Vec<u32> {
        let last = self.closed_on.map_or(self.ends_on, |closed| closed.min(self.ends_on));
        let passed =
            if day > last { week_of(self.starts_on, last) } else { week_of(self.starts_on, day).saturating_sub(1) };
        let seen = |week: u32| check_ins.iter().any(|check_in| week_of(self.starts_on, check_in.on) == week);
        (1..=passed).filter(|week| !seen(*week)).collect()
    }
}

/// The week of a day, counted from 1; 0 before the first day.
#[must_use]
pub fn week_of(starts_on: NaiveDate, day: NaiveDate) -> u32 {
    let days = (day - starts_on).num_days();
    if days < 0 { 0 } else { u32::try_from(days / 7 + 1).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn obsession() -> Obsession {
        Obsession {
            number: 1,
            title: "Visits on time".to_owned(),
            aim: "Every child is seen when we said".to_owned(),
            actions: vec!["1.1".to_owned()],
            measure: "Visits in time".to_owned(),
            baseline: "71%".to_owned(),
            owner: "Head of Service".to_owned(),
            starts_on: day("2026-09-01"),
            ends_on: usual_end(day("2026-09-01")),
            result: None,
            learning: None,
            closed_on: None,
        }
    }

    fn check_in(on: &str) -> CheckIn {
        CheckIn {
            on: day(on),
            value: "80%".to_owned(),
            note: None,
            by: "Jo Example".to_owned(),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn six_weeks_from_the_first_of_september_end_on_the_twelfth_of_october() {
        assert_eq!(usual_end(day("2026-09-01")), day("2026-10-12"));
        assert_eq!(obsession().weeks(), 6);
    }

    #[test]
    fn it_runs_on_its_last_day_and_lacks_a_result_the_day_after() {
        let running = obsession();
        assert_eq!(running.stage_on(day("2026-08-31")), Stage::ToCome);
        assert_eq!(running.stage_on(day("2026-09-01")), Stage::Running { week: 1, weeks: 6 });
        assert_eq!(running.stage_on(day("2026-10-12")), Stage::Running { week: 6, weeks: 6 });
        assert_eq!(running.stage_on(day("2026-10-13")), Stage::WithoutResult);
        let closed = Obsession { closed_on: Some(day("2026-10-13")), ..running };
        assert_eq!(closed.stage_on(day("2026-10-13")), Stage::Closed);
    }

    #[test]
    fn a_week_without_a_check_in_is_missed_once_it_is_over() {
        let running = obsession();
        let seen = [check_in("2026-09-03"), check_in("2026-09-15")];
        assert!(running.weeks_missed(&seen, day("2026-09-14")).is_empty());
        assert_eq!(running.weeks_missed(&seen, day("2026-09-15")), [2]);
        assert_eq!(running.weeks_missed(&seen, day("2026-09-22")), [2]);
        assert_eq!(running.weeks_missed(&seen, day("2026-10-13")), [2, 4, 5, 6]);
    }
}
