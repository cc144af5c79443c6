//! Audits of cases that were open, moderation, and the actions that came of audits and reviews.

use super::{About, Lists, OpenCase, Subject};
use crate::synthetic::content::Rate;
use crate::synthetic::days::{add_working, working};
use crate::synthetic::record::{Audit, Datum, LearningAction};

/// Assessments are to be finished within so many working days.
const ASSESSMENT_WORKING_DAYS: i32 = 45;
/// An action after an audit is due after so many days.
const ACTION_DAYS: i32 = 42;
/// Child safeguarding practice reviews over the time of the lists, and the actions of each.
const PRACTICE_REVIEWS: i32 = 4;
const ACTIONS_OF_A_REVIEW: i32 = 9;

/// One row that is spoken about.
pub(super) struct Case {
    pub(super) child: Datum,
    pub(super) on: i32,
    pub(super) team: Datum,
    pub(super) worker: Datum,
    pub(super) is_good: bool,
}

impl Lists<'_, '_> {
    /// Audits and samples of the cases that were open at the end of each month.
    pub(super) fn audits(&mut self, open: &[OpenCase]) {
        for case in open {
            if self.is(Rate::CaseAudited) {
                self.audit_case("case_file", case);
            }
            if self.is(Rate::DipSampled) {
                self.sample("dip_sample", case);
            }
            if self.is(Rate::FileSampled) {
                self.sample("file_sample", case);
            }
        }
        for [started] in self.facts("ehc_plan", ["started_on"]) {
            let Some(on) = started.as_day().map(|day| working(day + 30)).filter(|on| *on >= self.since) else {
                continue;
            };
            if on <= self.as_at && self.is(Rate::EhcPlanAudited) {
                let (child, team, worker) = (Datum::Null, Datum::Null, Datum::Null);
                self.audit_case("ehc_plan", &OpenCase { child, team, worker, month_end: on });
            }
        }
    }

    fn audit_case(&mut self, kind: &'static str, case: &OpenCase) {
        let planned = case.month_end;
        let in_time = self.happens(Rate::AuditDone, &case.team, planned);
        let late = self.chance.is(400);
        let completed = match (in_time, late) {
            (true, _) => Some(working(planned - self.chance.between(2, 18))),
            (false, true) => Some(working(planned + self.chance.between(3, 20))),
            (false, false) => None,
        };
        let completed = completed.filter(|day| *day <= self.as_at);
        let id = self.new_id("AU");
        let mut audit = Audit {
            audit_id: id.clone().into(),
            child_id: case.child.clone(),
            kind: kind.into(),
            planned_for: Datum::Day(planned),
            completed_on: Datum::day(completed),
            team: case.team.clone(),
            worker: case.worker.clone(),
            ..Audit::default()
        };
        if let Some(on) = completed {
            let is_good = self.happens(Rate::AuditGood, &case.team, on);
            let grade = self.grade(is_good);
            audit.grade = grade.into();
            audit.meets_standard = is_good.into();
            if self.is(Rate::AuditModerated) {
                let is_upheld = self.is(Rate::AuditUpheld);
                audit.moderated_on = self.past(working(on + 10));
                if !audit.moderated_on.is_null() {
                    audit.moderated_grade = if is_upheld { grade.into() } else { lower(grade).into() };
                }
            }
            if !is_good {
                self.act(("audit", &id), on, &case.child, &case.team);
            }
        }
        self.tables.add(audit);
    }

    fn grade(&mut self, is_good: bool) -> &'static str {
        match (is_good, self.chance.is(250), self.chance.is(150)) {
            (true, _, true) => "outstanding",
            (true, ..) => "good",
            (false, true, _) => "inadequate",
            (false, false, _) => "requires_improvement",
        }
    }

    fn sample(&mut self, kind: &'static str, case: &OpenCase) {
        let on = working(case.month_end - self.chance.between(3, 20)).min(self.as_at);
        let meets_standard = self.happens(Rate::SampleToStandard, &case.team, on);
        let id = self.new_id("AU");
        self.tables.add(Audit {
            audit_id: id.into(),
            child_id: case.child.clone(),
            kind: kind.into(),
            planned_for: Datum::Day(case.month_end),
            completed_on: Datum::Day(on),
            meets_standard: meets_standard.into(),
            team: case.team.clone(),
            worker: case.worker.clone(),
            ..Audit::default()
        });
    }

    /// An action that is due six weeks later; most are done in time, some late.
    pub(super) fn act(&mut self, (came_of, of): (&'static str, &str), agreed: i32, child: &Datum, team: &Datum) {
        let due = working(agreed + ACTION_DAYS);
        let in_time = self.happens(Rate::ActionAfterAudit, team, due);
        let is_late = self.chance.is(600);
        let done = match (in_time, is_late) {
            (true, _) => Some(working(due - self.chance.between(3, 30))),
            (false, true) => Some(working(due + self.chance.between(2, 60))),
            (false, false) => None,
        };
        let action_id = self.new_id("LA").into();
        self.tables.add(LearningAction {
            action_id,
            came_of: came_of.into(),
            came_of_id: of.to_owned().into(),
            child_id: child.clone(),
            agreed_on: Datum::Day(agreed),
            due_on: Datum::Day(due),
            completed_on: Datum::day(done.filter(|done| *done <= self.as_at)),
            team: team.clone(),
        });
    }

    /// What came of a rare review: several actions, agreed over some weeks.
    pub(super) fn practice_reviews(&mut self) {
        let step = (self.as_at - self.since) / PRACTICE_REVIEWS;
        for review in 0..PRACTICE_REVIEWS {
            let of = format!("Review {}", review + 1);
            for action in 0..ACTIONS_OF_A_REVIEW {
                let agreed = working(self.since + step * review + 20 + action * 25);
                if agreed <= self.as_at {
                    self.act(("practice_review", &of), agreed, &Datum::Null, &Datum::Null);
                }
            }
        }
    }

    /// An audit of one subject: it says what the child's own records say.
    pub(super) fn audit_subject(&mut self, subject: &Subject, case: &Case) {
        let on = working(case.on + self.chance.between(10, 45));
        if on > self.as_at {
            return;
        }
        let words = if case.is_good { &subject.good } else { &subject.poor };
        let finding = self.pick(words).into();
        let id = self.new_id("AU");
        let grade = self.grade(case.is_good);
        self.tables.add(Audit {
            audit_id: id.clone().into(),
            child_id: case.child.clone(),
            kind: "thematic".into(),
            planned_for: Datum::Day(on),
            completed_on: Datum::Day(on),
            theme: subject.theme.clone().into(),
            grade: grade.into(),
            meets_standard: case.is_good.into(),
            finding,
            team: case.team.clone(),
            worker: case.worker.clone(),
            ..Audit::default()
        });
        if !case.is_good {
            self.act(("audit", &id), on, &case.child, &case.team);
        }
    }

    /// The rows that can be spoken about.
    pub(super) fn cases(&self, about: About) -> Vec<Case> {
        match about {
            About::Assessment => {
                let rows = self.facts("assessment", ["child_id", "started_on", "authorised_on", "team", "worker"]);
                let case = |[child, started, authorised, team, worker]: [Datum; 5]| {
                    let on = authorised.as_day()?;
                    let is_good = on <= add_working(started.as_day()?, ASSESSMENT_WORKING_DAYS);
                    Some(Case { child, on, team, worker, is_good })
                };
                rows.into_iter().filter_map(case).collect()
            }
            About::MissingEpisode => {
                // The team is that of the period of care.
                let periods = self.facts("care_period", ["child_id", "team", "worker"]);
                let of = |child: &Datum| {
                    let period = periods.iter().rev().find(|[of, ..]| of.same(child));
                    period.map(|[_, team, worker]| (team.clone(), worker.clone())).unwrap_or_default()
                };
                let rows = self.facts("missing_episode", ["child_id", "ended_on", "interview_was_offered"]);
                let case = |[child, ended, offered]: [Datum; 3]| {
                    let (team, worker) = of(&child);
                    let is_good = offered == Datum::YesNo(true);
                    Some(Case { on: ended.as_day()?, team, worker, is_good, child })
                };
                rows.into_iter().filter_map(case).collect()
            }
        }
    }
}

/// The grade below.
fn lower(grade: &'static str) -> &'static str {
    match grade {
        "outstanding" => "good",
        "good" => "requires_improvement",
        _ => "inadequate",
    }
}
