//! What is kept on children's files: managers' oversight, chronologies, education plans, outcomes and more.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::Lists;
use crate::synthetic::content::Rate;
use crate::synthetic::days::{self, add_working, birthday, working, years_between};
use crate::synthetic::record::{CaseEntry, Datum, EducationPlan, EducationStatus, Outcome, PermanenceReview};

/// The first education plan of a child in care is due after so many working days.
const FIRST_EDUCATION_PLAN: i32 = 20;
/// The first review of a plan for permanence is due four months after entry, the next ones every six.
const FIRST_PERMANENCE_DAYS: i32 = 122;
const LATER_PERMANENCE_DAYS: i32 = 182;
/// The last day of the education plans of each term, with its name.
const TERMS: [(u32, u32, &str); 3] = [(3, 25, "Spring"), (7, 15, "Summer"), (12, 15, "Autumn")];

impl Lists<'_, '_> {
    /// Everything on the files of the children of the part.
    pub(super) fn files(&mut self) {
        let births = self.births();
        for case in self.facts("need_episode", ["child_id", "started_on", "closed_on", "team", "worker"]) {
            self.oversight(&case);
            self.chronology(&case);
            self.activity(&case, &births);
        }
        for period in self.facts("care_period", ["child_id", "started_on", "ended_on", "team", "worker"]) {
            self.permanence(&period);
            self.education(&period, &births);
        }
        for leaver in self.facts("care_leaver", ["child_id", "team", "worker"]) {
            self.leaver(&leaver, &births);
        }
        for table in ["in_need_plan", "protection_plan"] {
            for plan in self.facts(table, ["child_id", "started_on", "ended_on", "team", "worker"]) {
                self.outcomes(&plan);
            }
        }
    }

    fn entry(&mut self, kind: &'static str, day: i32, [child, team, worker]: [&Datum; 3]) {
        self.tables.add(CaseEntry {
            child_id: child.clone(),
            kind: kind.into(),
            recorded_on: Datum::Day(day),
            team: team.clone(),
            worker: worker.clone(),
        });
    }

    /// The days of a row: the first, and the last that is not after the as-at date.
    fn span(&self, started: &Datum, ended: &Datum) -> Option<(i32, i32)> {
        Some((started.as_day()?, ended.as_day().unwrap_or(i32::MAX).min(self.as_at)))
    }

    fn oversight(&mut self, [child, started, closed, team, worker]: &[Datum; 5]) {
        let Some((started, last)) = self.span(started, closed) else { return };
        let mut day = started.max(self.since) + self.chance.between(2, 20);
        while day <= last {
            if self.happens(Rate::OversightMonthly, team, day) {
                self.entry("management_oversight", day, [child, team, worker]);
            }
            day += self.chance.between(22, 27);
        }
    }

    fn chronology(&mut self, [child, started, closed, team, worker]: &[Datum; 5]) {
        let Some((started, last)) = self.span(started, closed) else { return };
        let mut day = started + self.chance.between(20, 80);
        while day <= last {
            if day >= self.since {
                self.entry("chronology", day, [child, team, worker]);
            }
            let is_kept = self.happens(Rate::ChronologyKept, team, day);
            day += if is_kept { self.chance.between(100, 175) } else { self.chance.between(200, 330) };
        }
    }

    fn activity(&mut self, [child, started, closed, team, _]: &[Datum; 5], births: &BTreeMap<String, i32>) {
        let Some((started, last)) = self.span(started, closed) else { return };
        let Some(born) = child.words().and_then(|child| births.get(child)).copied() else { return };
        let mut day = (started + 10).max(birthday(born, 16)).max(self.since);
        while day <= last.min(birthday(born, 18) - 1) {
            let is_busy = self.happens(Rate::YoungPersonBusy, team, day);
            let activity = if is_busy {
                ["F2", "F2", "F4", "F5"][self.chance.below(4) as usize]
            } else {
                ["G4", "G5", "G5"][self.chance.below(3) as usize]
            };
            self.tables.add(EducationStatus {
                child_id: child.clone(),
                recorded_on: Datum::Day(day),
                activity: activity.into(),
                team: team.clone(),
            });
            day += self.chance.between(70, 95);
        }
    }

    fn permanence(&mut self, [child, started, ended, team, worker]: &[Datum; 5]) {
        let Some(started) = started.as_day() else { return };
        let last = ended.as_day().unwrap_or(i32::MAX);
        let mut due = started + FIRST_PERMANENCE_DAYS;
        while due < last && due <= self.as_at + LATER_PERMANENCE_DAYS {
            let in_time = self.happens(Rate::PermanenceReviewInTime, team, due);
            let held = working(due + if in_time { -self.chance.between(3, 16) } else { self.chance.between(1, 40) });
            if due >= self.since {
                self.tables.add(PermanenceReview {
                    child_id: child.clone(),
                    due_on: Datum::Day(due),
                    held_on: Datum::day((held <= self.as_at && held <= last).then_some(held)),
                    team: team.clone(),
                    worker: worker.clone(),
                });
            }
            due += LATER_PERMANENCE_DAYS;
        }
    }

    fn education(&mut self, [child, started, ended, team, _]: &[Datum; 5], births: &BTreeMap<String, i32>) {
        let Some(started) = started.as_day() else { return };
        let Some(born) = child.words().and_then(|child| births.get(child)).copied() else { return };
        let last = ended.as_day().unwrap_or(i32::MAX);
        let first = add_working(started, FIRST_EDUCATION_PLAN);
        let mut due = vec![(first, "First plan".to_owned())];
        for year in days::day(first.max(self.since)).year()..=days::day(self.as_at).year() {
            for (month, day, term) in TERMS {
                let Some(on) = chrono::NaiveDate::from_ymd_opt(year, month, day) else { continue };
                let on = working(days::number(on));
                if on > first {
                    due.push((on, format!("{term} {year}")));
                }
            }
        }
        for (due, term) in due {
            let age = years_between(born, due);
            // A plan is asked for once its term has begun, three months before it is due.
            let is_asked = due <= last.min(self.as_at + 90) && due >= self.since;
            if !is_asked || !(3..18).contains(&age) {
                continue;
            }
            let in_time = self.happens(Rate::EducationPlanInTime, team, due);
            let is_late = self.chance.is(750);
            let done = match (in_time, is_late) {
                (true, _) => Some(working(due - self.chance.between(3, 15))),
                (false, true) => Some(working(due + self.chance.between(1, 25))),
                (false, false) => None,
            };
            let done = done.filter(|done| *done <= self.as_at && *done > started);
            let quality = ["outstanding", "good", "good", "requires_improvement"][self.chance.below(4) as usize];
            self.tables.add(EducationPlan {
                child_id: child.clone(),
                term: term.into(),
                due_on: Datum::Day(due),
                completed_on: Datum::day(done),
                quality: if done.is_some() { quality.into() } else { Datum::Null },
                team: team.clone(),
            });
        }
    }

    fn leaver(&mut self, [child, team, worker]: &[Datum; 3], births: &BTreeMap<String, i32>) {
        let Some(born) = child.words().and_then(|child| births.get(child)).copied() else { return };
        let passport = birthday(born, 18) - self.chance.between(0, 120);
        if self.is(Rate::HealthPassport) && passport <= self.as_at {
            self.entry("health_passport", passport, [child, team, worker]);
        }
        let plan = (self.as_at - self.chance.between(5, 170)).max(birthday(born, 16));
        if self.is(Rate::EmploymentPlan) && plan <= self.as_at {
            self.entry("employment_plan", plan, [child, team, worker]);
        }
    }

    fn outcomes(&mut self, [child, started, ended, team, worker]: &[Datum; 5]) {
        let Some(started) = started.as_day() else { return };
        let ended = ended.as_day();
        if ended.is_some_and(|ended| ended < self.since) {
            return;
        }
        let latest = self.as_at - (self.as_at - started).rem_euclid(90);
        let reviewed = ended.or((latest >= started + 90).then_some(latest));
        for outcome in ["The child is safe at home", "The child goes to school every day"] {
            let outcome_id = self.new_id("OC").into();
            let was_achieved = reviewed.map(|day| self.happens(Rate::OutcomeAchieved, team, day));
            self.tables.add(Outcome {
                outcome_id,
                child_id: child.clone(),
                outcome: outcome.into(),
                agreed_on: Datum::Day(started),
                reviewed_on: Datum::day(reviewed),
                was_achieved: was_achieved.map_or(Datum::Null, Datum::from),
                team: team.clone(),
                worker: worker.clone(),
            });
        }
    }
}
