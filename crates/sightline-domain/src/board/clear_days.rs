//! Clear days: neither the day a paper goes out nor the day of the meeting counts.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::{ReferenceFault, WorkingDays, read_reference, toml_day};

static BUILT_IN: LazyLock<PapersRule> = LazyLock::new(|| {
    PapersRule::from_toml(include_str!("../../../../content/reference/papers.toml")).expect("a tested file")
});
/// Most clear days: a quarter of working days.
const MOST: u16 = 60;

/// How long before a meeting its papers go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearDays {
    /// So many.
    pub days: u16,
    /// True when only working days count.
    pub are_working_days: bool,
}

/// The rule on papers, with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PapersRule {
    /// Where the rule comes from.
    pub source: String,
    /// The day on which it was compared with its source.
    pub checked_on: NaiveDate,
    /// How long before a meeting papers go out, where a body's agenda does not say otherwise.
    pub clear_days: ClearDays,
    /// Days before that during which a paper is asked for.
    pub asked_days_before: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "title")]
    _title: String,
    source: String,
    #[serde(deserialize_with = "toml_day")]
    checked_on: NaiveDate,
    clear_days: u16,
    working_days: bool,
    asked_days_before: u16,
}

impl PapersRule {
    /// The rule in `content/reference/papers.toml`.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The rule in a text of the form of `content/reference/papers.toml`.
    ///
    /// # Errors
    ///
    /// [`ReferenceFault`] – not TOML, more than 60 clear days, or more than 60 days of asking.
    pub fn from_toml(text: &str) -> Result<Self, ReferenceFault> {
        let Written { source, checked_on, clear_days, working_days, asked_days_before, .. } = read_reference(text)?;
        for (name, days) in [("clear_days", clear_days), ("asked_days_before", asked_days_before)] {
            if days > MOST {
                let what = format!("`{name}` is {days}; write a number from 0 to {MOST}.");
                return Err(ReferenceFault::at(text, &format!("{name} ="), what));
            }
        }
        let clear_days = ClearDays { days: clear_days, are_working_days: working_days };
        Ok(Self { source, checked_on, clear_days, asked_days_before })
    }
}

impl ClearDays {
    /// The last day on which papers may go out for a meeting; a working day where only those count.
    ///
    /// `None` when a calendar has no such day.
    ///
    /// ```
    /// # use sightline_domain::board::ClearDays;
    /// # use sightline_domain::calendar::WorkingDays;
    /// let five = ClearDays { days: 5, are_working_days: true };
    /// let wednesday = "2026-11-18".parse().unwrap();
    /// let tuesday_of_the_week_before = "2026-11-10".parse().unwrap();
    /// assert_eq!(five.last_day_out(wednesday, WorkingDays::of_england()), Some(tuesday_of_the_week_before));
    /// ```
    #[must_use]
    pub fn last_day_out(self, meeting_on: NaiveDate, calendar: &WorkingDays) -> Option<NaiveDate> {
        let days = u64::from(self.days) + 1;
        if self.are_working_days {
            calendar.add(meeting_on, -i64::try_from(days).ok()?)
        } else {
            meeting_on.checked_sub_days(Days::new(days))
        }
    }

    /// Clear days between the day a paper went out and the meeting; 0 when there are none.
    ///
    /// `None` when a calendar does not know the days.
    #[must_use]
    pub fn between(self, out_on: NaiveDate, meeting_on: NaiveDate, calendar: &WorkingDays) -> Option<i64> {
        let last = meeting_on.pred_opt()?;
        if last <= out_on {
            return Some(0);
        }
        if self.are_working_days {
            // A start that is not worked would count from the next working day, which is itself a clear day.
            let from = if calendar.is_working_day(out_on)? { out_on } else { calendar.add(out_on, -1)? };
            calendar.between(from, last)
        } else {
            Some((last - out_on).num_days())
        }
    }

    /// `5 clear working days`.
    #[must_use]
    pub fn words(self) -> String {
        let kind = if self.are_working_days { "clear working day" } else { "clear day" };
        crate::board_report::number_of(usize::from(self.days), kind)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const WORKING: ClearDays = ClearDays { days: 5, are_working_days: true };
    const CALENDAR: ClearDays = ClearDays { days: 5, are_working_days: false };

    #[test]
    fn five_clear_days_leave_out_both_ends() {
        let calendar = WorkingDays::of_england();
        for (rule, meeting, out) in [
            (WORKING, "2026-11-18", "2026-11-10"), // Wednesday: 11, 12, 13, 16 and 17 lie between
            (WORKING, "2026-04-08", "2026-03-27"), // Good Friday and Easter Monday do not count
            (WORKING, "2027-01-05", "2026-12-23"), // over Christmas, the substitute day and New Year
            (WORKING, "2026-11-21", "2026-11-13"), // a Saturday: all five days of the week lie between
            (CALENDAR, "2026-11-18", "2026-11-12"),
            (CALENDAR, "2027-01-02", "2026-12-27"),
        ] {
            assert_eq!(rule.last_day_out(day(meeting), calendar), Some(day(out)), "{meeting}");
            assert_eq!(rule.between(day(out), day(meeting), calendar), Some(5), "{meeting}");
        }
    }

    #[test]
    fn papers_that_go_out_too_late_have_fewer_clear_days_or_none() {
        let calendar = WorkingDays::of_england();
        let between = |out: &str| WORKING.between(day(out), day("2026-11-18"), calendar);
        assert_eq!(between("2026-11-14"), Some(2), "a Saturday: Monday and Tuesday are clear");
        assert_eq!(between("2026-11-17"), Some(0));
        assert_eq!(between("2026-11-18"), Some(0));
        assert_eq!(between("2026-12-01"), Some(0), "after the meeting");
    }

    #[test]
    fn the_rule_is_that_of_the_content_and_one_that_cannot_be_is_refused_at_its_line() {
        assert_eq!(PapersRule::built_in().clear_days, WORKING);
        let good = include_str!("../../../../content/reference/papers.toml");
        let fault = PapersRule::from_toml(&good.replace("clear_days = 5", "clear_days = 500")).unwrap_err();
        assert!(fault.line.is_some() && fault.what.contains("`clear_days` is 500"), "{fault}");
        assert!(PapersRule::from_toml(&good.replace("working_days = true", "")).is_err());
    }

    proptest! {
        #[test]
        fn the_last_day_out_is_the_last_that_leaves_the_days_clear(meeting in 0_u64..4_000, days in 0_u16..20, are_working_days: bool) {
            let rule = ClearDays { days, are_working_days };
            let calendar = WorkingDays::of_england();
            let meeting_on = day("2020-01-01") + Days::new(meeting);
            let is_counted = |on: &NaiveDate| !are_working_days || calendar.is_working_day(*on) == Some(true);
            let clear = |out: NaiveDate| out.iter_days().skip(1).take_while(|on| *on < meeting_on).filter(is_counted).count();
            let out = rule.last_day_out(meeting_on, calendar).unwrap();
            prop_assert!(clear(out) >= usize::from(days));
            let mut later = out.succ_opt().unwrap();
            while are_working_days && calendar.is_working_day(later) == Some(false) {
                later = later.succ_opt().unwrap();
            }
            prop_assert!(later >= meeting_on || clear(later) < usize::from(days));
            prop_assert_eq!(usize::try_from(rule.between(out, meeting_on, calendar).unwrap()).unwrap(), clear(out));
        }
    }
}
