//! Posts, sickness, training, and what staff say.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Lists;
use crate::synthetic::content::{Duty, Rate};
use crate::synthetic::record::{Datum, Feedback, PostHeld, Sickness, TrainingPlace};
use crate::synthetic::staff::{Holding, StaffTeam};

const YEAR: i32 = 365;

impl Lists<'_, '_> {
    /// Posts and all that is told of those who held them.
    pub(super) fn workforce(&mut self) {
        let staff = &self.council.staff;
        let agency: BTreeSet<Arc<str>> = staff.agency_workers().cloned().collect();
        for team in &staff.teams {
            for (number, holdings) in team.posts.iter().enumerate() {
                for holding in holdings {
                    let has_left = self.chance.is(650);
                    self.held(team, number, holding, agency.contains(&holding.worker), has_left);
                    self.training(team, holding);
                    self.sickness(team, holding);
                    self.staff_feedback(team, holding, has_left);
                }
            }
            self.manager(team);
            self.vacancy(team);
        }
    }

    fn held(&mut self, team: &StaffTeam, number: usize, holding: &Holding, is_agency: bool, has_left: bool) {
        let role = match (team.duty, number) {
            (Duty::Leaving, _) => "personal_adviser",
            (_, 0) => "senior_social_worker",
            _ => "social_worker",
        };
        let is_newly_qualified = role == "social_worker" && !is_agency && self.is(Rate::NewlyQualified);
        let is_part_time = self.chance.is(180);
        let ended = holding.until <= self.as_at;
        self.tables.add(PostHeld {
            post_id: format!("{}-{}", team.id, number + 1).into(),
            team: (&team.name).into(),
            role: role.into(),
            full_time_equivalent: Datum::Decimal(if is_part_time { 6_000 } else { 10_000 }),
            worker: (&holding.worker).into(),
            is_agency: is_agency.into(),
            is_qualified: (role != "personal_adviser").into(),
            is_newly_qualified: is_newly_qualified.into(),
            holds_cases: true.into(),
            started_on: Datum::Day(holding.from),
            ended_on: Datum::day(ended.then_some(holding.until)),
            has_left: if ended { has_left.into() } else { Datum::Null },
        });
    }

    fn manager(&mut self, team: &StaffTeam) {
        self.tables.add(PostHeld {
            post_id: format!("{}-M", team.id).into(),
            team: (&team.name).into(),
            role: "first_line_manager".into(),
            full_time_equivalent: Datum::Decimal(10_000),
            worker: format!("Manager of {}", team.name).into(),
            is_agency: false.into(),
            is_qualified: true.into(),
            is_newly_qualified: false.into(),
            holds_cases: false.into(),
            started_on: Datum::Day(self.council.england.from),
            ..PostHeld::default()
        });
    }

    /// A post that stands empty, is covered by an agency for a while, and stands empty again.
    fn vacancy(&mut self, team: &StaffTeam) {
        let mut day = self.since - self.chance.between(0, 200);
        let mut is_covered = self.chance.is(500);
        let mut number = 0;
        while day <= self.as_at {
            let until = day + self.chance.between(120, 420);
            number += 1;
            let agency: Datum = format!("AG{}-{number}", team.id).into();
            let ended = until <= self.as_at;
            self.tables.add(PostHeld {
                post_id: format!("{}-V", team.id).into(),
                team: (&team.name).into(),
                role: "social_worker".into(),
                full_time_equivalent: Datum::Decimal(10_000),
                worker: if is_covered { agency } else { Datum::Null },
                is_agency: if is_covered { true.into() } else { Datum::Null },
                is_qualified: if is_covered { true.into() } else { Datum::Null },
                is_newly_qualified: if is_covered { false.into() } else { Datum::Null },
                holds_cases: is_covered.into(),
                started_on: Datum::Day(day),
                ended_on: Datum::day(ended.then_some(until)),
                has_left: if ended && is_covered { true.into() } else { Datum::Null },
            });
            is_covered = !is_covered;
            day = until;
        }
    }

    /// The days in which the holder can be spoken of.
    fn days_of(&self, holding: &Holding) -> (i32, i32) {
        (holding.from.max(self.since), holding.until.min(self.as_at))
    }

    fn training(&mut self, team: &StaffTeam, holding: &Holding) {
        let (from, until) = self.days_of(holding);
        let mut day = from + self.chance.between(5, 60);
        while day < until {
            let course = self.pick(&self.council.england.subjects.courses);
            let attended = self.happens(Rate::TrainingAttended, &(&team.name).into(), day);
            self.tables.add(TrainingPlace {
                course: course.into(),
                worker: (&holding.worker).into(),
                team: (&team.name).into(),
                held_on: Datum::Day(day),
                attended: attended.into(),
            });
            day += self.chance.between(35, 75);
        }
    }

    fn sickness(&mut self, team: &StaffTeam, holding: &Holding) {
        let (from, until) = self.days_of(holding);
        let mut day = from + self.chance.between(10, YEAR);
        while day < until {
            let length = if self.chance.is(820) { self.chance.between(0, 6) } else { self.chance.between(14, 70) };
            let ended = day + length;
            self.tables.add(Sickness {
                worker: (&holding.worker).into(),
                team: (&team.name).into(),
                started_on: Datum::Day(day),
                ended_on: Datum::day((ended <= until).then_some(ended)),
            });
            day = ended + self.chance.between(40, YEAR + 60);
        }
    }

    fn staff_feedback(&mut self, team: &StaffTeam, holding: &Holding, has_left: bool) {
        let (from, until) = self.days_of(holding);
        let mut day = from + self.chance.between(5, 90);
        while day < until {
            let is_positive = self.happens(Rate::StaffPositive, &(&team.name).into(), day);
            self.staff_says("survey", day, team, is_positive);
            day += self.chance.between(75, 110);
        }
        if holding.until <= self.as_at && holding.until >= self.since && has_left && self.is(Rate::ExitInterview) {
            let is_positive = self.is(Rate::ExitPositive);
            self.staff_says("exit_interview", holding.until, team, is_positive);
        }
    }

    fn staff_says(&mut self, channel: &'static str, day: i32, team: &StaffTeam, is_positive: bool) {
        let feedback_id = self.new_id("FB").into();
        self.tables.add(Feedback {
            feedback_id,
            given_on: Datum::Day(day),
            given_by: "staff".into(),
            channel: channel.into(),
            is_positive: is_positive.into(),
            team: (&team.name).into(),
            ..Feedback::default()
        });
    }
}
