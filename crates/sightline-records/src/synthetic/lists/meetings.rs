//! Who came to the meetings that the records say were held, and to the board.

use std::collections::HashMap;

use super::Lists;
use crate::synthetic::content::Rate;
use crate::synthetic::days::{self, add_working, working};
use crate::synthetic::record::{Attendance, Datum};

/// Agencies that are asked, with the rate at which they come.
type Asked = &'static [(&'static str, Rate)];

const STRATEGY: Asked =
    &[("police", Rate::PoliceAttends), ("health", Rate::HealthAttends), ("education", Rate::EducationAttends)];
const CONTRIBUTION: Asked = &[("police", Rate::PoliceContributes), ("health", Rate::HealthAttends)];
const CONFERENCE: Asked = &[
    ("police", Rate::PoliceAttendsConference),
    ("health", Rate::HealthAttendsConference),
    ("education", Rate::EducationAttends),
    ("parents", Rate::ParentsAttend),
];
const CORE_GROUP: Asked =
    &[("health", Rate::HealthAttends), ("education", Rate::EducationAttends), ("parents", Rate::ParentsAttend)];
/// The first core group is to meet within so many working days of the conference.
const CORE_GROUP_WORKING_DAYS: i32 = 10;
/// Children and young people who are asked to each meeting of their forum.
const FORUM_MEMBERS: u32 = 9;

impl Lists<'_, '_> {
    /// Meetings and contributions about the children of the part.
    pub(super) fn meetings(&mut self) {
        for [child, id, started, ended, team] in
            self.facts("section_47", ["child_id", "enquiry_id", "started_on", "ended_on", "team"])
        {
            if let Some(day) = started.as_day() {
                self.meet(("strategy_meeting", "STR", &id), &child, day, &team, STRATEGY);
            }
            if let Some(day) = ended.as_day() {
                self.meet(("section_47", "CON", &id), &child, day, &team, CONTRIBUTION);
            }
        }
        for [child, id, held, team] in
            self.facts("initial_conference", ["child_id", "conference_id", "held_on", "team"])
        {
            if let Some(day) = held.as_day() {
                self.meet(("initial_conference", "ATT", &id), &child, day, &team, CONFERENCE);
            }
        }
        let plans = self.facts("protection_plan", ["child_id", "plan_id", "started_on", "ended_on", "team"]);
        let teams: HashMap<String, Datum> =
            plans.iter().filter_map(|[_, plan, .., team]| Some((plan.words()?.to_owned(), team.clone()))).collect();
        for [child, id, held, plan] in self.facts("protection_review", ["child_id", "review_id", "held_on", "plan_id"])
        {
            let team = plan.words().and_then(|plan| teams.get(plan)).cloned().unwrap_or_default();
            if let Some(day) = held.as_day() {
                self.meet(("review_conference", "ATT", &id), &child, day, &team, CONFERENCE);
            }
        }
        for [child, plan, started, ended, team] in plans {
            let Some(started) = started.as_day() else { continue };
            let last = ended.as_day().unwrap_or(i32::MAX).min(self.as_at);
            let in_time = self.happens(Rate::CoreGroupInTime, &team, started);
            let after = if in_time {
                self.chance.between(3, CORE_GROUP_WORKING_DAYS)
            } else {
                self.chance.between(CORE_GROUP_WORKING_DAYS + 1, CORE_GROUP_WORKING_DAYS + 10)
            };
            let mut day = add_working(started, after);
            let mut number = 1;
            while day <= last {
                let prefix = format!("CG{number}-");
                self.meet(("core_group", &prefix, &plan), &child, day, &team, CORE_GROUP);
                number += 1;
                day = working(day + self.chance.between(25, 40));
            }
        }
    }

    fn meet(
        &mut self,
        (kind, prefix, id): (&'static str, &str, &Datum),
        child: &Datum,
        day: i32,
        team: &Datum,
        asked: Asked,
    ) {
        let Some(id) = id.words().filter(|_| day >= self.since && day <= self.as_at) else { return };
        let meeting = Datum::Name(format!("{prefix}{id}").into());
        let row = |agency: &'static str, attended: bool, sent_report: bool| Attendance {
            meeting_kind: kind.into(),
            meeting_id: meeting.clone(),
            child_id: child.clone(),
            held_on: Datum::Day(day),
            agency: agency.into(),
            was_invited: true.into(),
            attended: attended.into(),
            sent_report: sent_report.into(),
            team: team.clone(),
            ..Attendance::default()
        };
        self.tables.add(row("social_care", true, true));
        for (agency, rate) in asked {
            let attended = self.happens(*rate, team, day);
            let sent_report = self.chance.is(if attended { 600 } else { 250 });
            self.tables.add(row(agency, attended, sent_report));
        }
    }

    /// Days of the return interviews that were accepted, most of them within three days.
    pub(super) fn interviews(&mut self) {
        let definitions = self.council.england.definitions;
        let Some(position) = definitions.tables.iter().position(|table| table.name == "missing_episode") else {
            return;
        };
        let table = &definitions.tables[position];
        let columns = ["ended_on", "interview_was_accepted", "interviewed_on"].map(|name| table.column(name));
        let [Some(ended), Some(accepted), Some(interviewed)] = columns else { return };
        for number in 0..self.tables.rows[position].len() {
            let row = self.tables.rows[position].row(number);
            let Some(ended) = row[ended].as_day().filter(|_| row[accepted] == Datum::YesNo(true)) else { continue };
            let in_time = self.happens(Rate::InterviewInTime, &Datum::Null, ended);
            let day = ended + if in_time { self.chance.between(0, 3) } else { self.chance.between(4, 12) };
            let day = self.past(day);
            self.tables.rows[position].row_mut(number)[interviewed] = day;
        }
    }

    /// Monthly meetings of the improvement board and of the young people's forum.
    pub(super) fn boards(&mut self) {
        let members = self.council.england.subjects.members.clone();
        for months in (0..super::MONTHS).rev() {
            let end = days::month_end_before(self.as_at, months);
            let day = working(end - 12);
            if day < self.since || day > self.as_at {
                continue;
            }
            let board = Datum::Name(format!("BOARD{}", days::day(day).format("%Y-%m")).into());
            for member in &members {
                let attended = self.happens(Rate::BoardAttended, &Datum::Null, day);
                self.tables.add(Attendance {
                    meeting_kind: "board".into(),
                    meeting_id: board.clone(),
                    held_on: Datum::Day(day),
                    agency: member.agency.clone().into(),
                    member: member.post.clone().into(),
                    was_invited: true.into(),
                    attended: attended.into(),
                    ..Attendance::default()
                });
            }
            let forum = Datum::Name(format!("FORUM{}", days::day(day).format("%Y-%m")).into());
            for number in 1..=FORUM_MEMBERS {
                let attended = self.happens(Rate::ForumAttended, &Datum::Null, day);
                self.tables.add(Attendance {
                    meeting_kind: "forum".into(),
                    meeting_id: forum.clone(),
                    held_on: Datum::Day(day),
                    agency: if number % 3 == 0 { "parents".into() } else { "children".into() },
                    member: format!("Member {number}").into(),
                    was_invited: true.into(),
                    attended: attended.into(),
                    ..Attendance::default()
                });
            }
        }
    }
}
