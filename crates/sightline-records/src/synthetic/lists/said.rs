//! What children, families and staff said, and complaints.

use super::audits::Case;
use super::{About, Lists, OpenCase, Subject};
use crate::synthetic::content::Rate;
use crate::synthetic::days::{add_working, working};
use crate::synthetic::record::{Complaint, Datum, Feedback};

/// A complaint is to be answered within so many working days at the first stage, and at the second.
const STAGE_1_WORKING_DAYS: i32 = 10;
const STAGE_2_WORKING_DAYS: i32 = 25;

impl Lists<'_, '_> {
    /// Feedback and complaints about the children of the part, and audits of the subjects that feedback is about.
    pub(super) fn said(&mut self, open: &[OpenCase]) {
        for subject in self.council.england.subjects.about.clone() {
            let about = *subject.about.get_ref();
            for case in self.cases(about) {
                if case.on < self.since {
                    continue;
                }
                if self.chance.is(subject.audited_per_1000) {
                    self.audit_subject(&subject, &case);
                }
                if self.chance.is(subject.feedback_per_1000) {
                    self.say(about, &subject, &case);
                }
            }
        }
        for case in open {
            if self.is(Rate::Surveyed) {
                self.survey(case);
            }
            if self.is(Rate::Complained) {
                self.complain(case);
            }
        }
    }

    fn say(&mut self, about: About, subject: &Subject, case: &Case) {
        let on = case.on + self.chance.between(2, 30);
        if on > self.as_at {
            return;
        }
        let by = if about == About::MissingEpisode {
            "child"
        } else {
            ["parent", "carer", "child"][self.chance.below(3) as usize]
        };
        let channel = ["visit", "survey", "forum", "telephone"][self.chance.below(4) as usize];
        let words = self.pick(if case.is_good { &subject.said_good } else { &subject.said_poor });
        let feedback_id = self.new_id("FB").into();
        self.tables.add(Feedback {
            feedback_id,
            child_id: case.child.clone(),
            given_on: Datum::Day(on),
            given_by: by.into(),
            channel: channel.into(),
            is_positive: case.is_good.into(),
            theme: subject.theme.clone().into(),
            words: words.into(),
            team: case.team.clone(),
        });
    }

    fn survey(&mut self, case: &OpenCase) {
        let on = case.month_end - self.chance.between(0, 25);
        let by = if self.chance.is(450) { "child" } else { "parent" };
        let is_positive = self.happens(Rate::FeedbackPositive, &case.team, on);
        let feedback_id = self.new_id("FB").into();
        self.tables.add(Feedback {
            feedback_id,
            child_id: case.child.clone(),
            given_on: Datum::Day(on),
            given_by: by.into(),
            channel: "survey".into(),
            is_positive: is_positive.into(),
            team: case.team.clone(),
            ..Feedback::default()
        });
    }

    fn complain(&mut self, case: &OpenCase) {
        let received = working(case.month_end - self.chance.between(3, 27)).min(self.as_at);
        let id = self.new_id("CO");
        let answered = self.answer(&id, ("1", STAGE_1_WORKING_DAYS), received, case);
        let goes_on = self.chance.is(130);
        if let Some(answered) = answered.filter(|_| goes_on) {
            let asked = working(answered + self.chance.between(5, 18));
            if asked <= self.as_at {
                self.answer(&id, ("2", STAGE_2_WORKING_DAYS), asked, case);
            }
        }
    }

    /// One stage of a complaint; the day of its answer.
    fn answer(&mut self, id: &str, (stage, days): (&'static str, i32), received: i32, case: &OpenCase) -> Option<i32> {
        let in_time = self.happens(Rate::ComplaintInTime, &case.team, received);
        let after = if in_time { self.chance.between(2, days) } else { self.chance.between(days + 1, days * 3) };
        let answered = add_working(received, after);
        let was_upheld = self.is(Rate::ComplaintUpheld);
        let is_answered = answered <= self.as_at;
        self.tables.add(Complaint {
            complaint_id: id.to_owned().into(),
            stage: stage.into(),
            child_id: case.child.clone(),
            received_on: Datum::Day(received),
            answered_on: self.past(answered),
            was_upheld: if is_answered { was_upheld.into() } else { Datum::Null },
            team: case.team.clone(),
        });
        if is_answered && was_upheld {
            self.act(("complaint", id), answered, &case.child, &case.team);
        }
        is_answered.then_some(answered)
    }

    /// One of the words.
    pub(super) fn pick(&mut self, words: &[String]) -> String {
        words[self.chance.below(u32::try_from(words.len()).unwrap_or(1)) as usize].clone()
    }
}
