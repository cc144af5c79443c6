//! Section 47 enquiries, initial conferences, protection plans with their reviews and visits, and pre-proceedings.

use std::sync::Arc;

use super::Story;
use super::front_door::{Spell, count_since};
use crate::synthetic::content::{Rate, lasting};
use crate::synthetic::days::{add_working, working};
use crate::synthetic::record::{Datum, InitialConference, PreProceedings, ProtectionPlan, ProtectionReview, Section47};

/// The conference is to be held within so many working days of the strategy discussion.
const CONFERENCE_WORKING_DAYS: i32 = 15;
/// The first review of a plan is due after three months, the next ones after six.
const FIRST_REVIEW_DAYS: i32 = 91;
const LATER_REVIEW_DAYS: i32 = 182;

impl Story<'_, '_> {
    /// A section 47 enquiry; the first day of the plan that comes of it.
    pub(super) fn enquire(&mut self, spell: &Spell, assessment_start: i32) -> Option<(i32, Arc<str>, Arc<str>)> {
        let start = add_working(assessment_start, self.chance.between(1, 6));
        if start > self.as_at {
            return None;
        }
        let has_conference = self.happens(Rate::Conference, Some(spell.post), start);
        let in_time = self.happens(Rate::ConferenceInTime, Some(spell.post), start);
        let working_days = if in_time { self.chance.between(8, 15) } else { self.chance.between(16, 28) };
        let held = add_working(start, working_days);
        let end = add_working(start, self.chance.between(3, 8));
        let is_open = end > self.as_at;
        let enquiry = self.new_id("S47");
        let target = add_working(start, CONFERENCE_WORKING_DAYS);
        let target = if has_conference && !is_open { Datum::Day(target) } else { Datum::Null };
        self.tables.add(Section47 {
            child_id: self.child(),
            enquiry_id: (&enquiry).into(),
            referral_id: (&spell.referral).into(),
            referral_received_on: Datum::Day(spell.received),
            started_on: Datum::Day(start),
            ended_on: self.past(end),
            conference_was_unnecessary: if is_open { Datum::Null } else { (!has_conference).into() },
            conference_target_on: target.clone(),
            had_no_further_action: if is_open { Datum::Null } else { (!has_conference).into() },
            outcome: Datum::Null,
            earlier_enquiries_in_12_months: Datum::Number(count_since(&self.enquiries, start - 365)),
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, start),
        });
        self.enquiries.push(start);
        if !has_conference || held > self.as_at {
            return None;
        }
        let leads_to_plan = self.happens(Rate::ProtectionPlan, Some(spell.post), held);
        let conference = self.new_id("ICPC");
        let plan = leads_to_plan.then(|| self.new_id("CPP"));
        self.tables.add(InitialConference {
            child_id: self.child(),
            conference_id: (&conference).into(),
            enquiry_id: (&enquiry).into(),
            enquiry_started_on: Datum::Day(start),
            referral_id: (&spell.referral).into(),
            referral_received_on: Datum::Day(spell.received),
            plan_id: plan.as_ref().map_or(Datum::Null, Datum::from),
            is_transfer_in: false.into(),
            target_on: target,
            held_on: Datum::Day(held),
            led_to_plan: leads_to_plan.into(),
            outcome: Datum::Null,
            earlier_conferences_in_12_months: Datum::Number(count_since(&self.conferences, held - 365)),
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, held),
        });
        self.conferences.push(held);
        plan.map(|plan| (held, plan, conference))
    }

    /// A protection plan, and the plan in need or the care that follows it.
    pub(super) fn protect(
        &mut self,
        spell: &mut Spell,
        (start, plan, conference): (i32, Arc<str>, Arc<str>),
        assessed: i32,
    ) {
        let latest = self.eighteenth() - 1;
        let goes_into_care = self.happens(Rate::CareAfterPlan, Some(spell.post), start);
        let entry = goes_into_care.then(|| working(start + self.chance.between(40, 260)));
        let entry = entry.filter(|entry| *entry < latest - 30);
        let end = self.reviews(&plan, start, entry);
        let choices = &self.council.england.rates.choices;
        let category = choices.category.draw(&mut self.chance);
        let latest_category = if self.chance.is(80) { choices.category.draw(&mut self.chance) } else { category };
        self.tables.add(ProtectionPlan {
            child_id: self.child(),
            plan_id: (&plan).into(),
            referral_id: (&spell.referral).into(),
            referral_received_on: Datum::Day(spell.received),
            conference_id: (&conference).into(),
            started_on: Datum::Day(start),
            ended_on: self.past(end),
            initial_category: category.into(),
            latest_category: latest_category.into(),
            earlier_plans: Datum::Number(self.plans),
            had_emergency_protection: false.into(),
            is_of_another_council: false.into(),
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, start),
        });
        self.plans += 1;
        let mut day = working(start + self.chance.between(2, 9));
        while day < end && day <= self.as_at {
            self.visit(day, "protection", Some(&plan), None);
            let in_time = self.happens(Rate::ProtectionVisitInTime, Some(spell.post), day);
            day = working(day + if in_time { self.chance.between(8, 13) } else { self.chance.between(15, 26) });
        }
        spell.status = "protection_plan";
        let from = assessed.min(start);
        if entry.is_some() {
            if self.chance.is(700) {
                self.pre_proceed(spell, start, end);
            }
            self.held_by(spell.post, &spell.referral.clone(), (from, end));
            if end > self.as_at {
                spell.ends = None;
                return;
            }
            self.enter_care(spell, end);
            return;
        }
        if self.happens(Rate::PreProceedings, Some(spell.post), start) {
            self.pre_proceed(spell, start, end);
        }
        let last = if end < latest && end <= self.as_at {
            spell.status = "in_need_plan";
            self.in_need(spell, end)
        } else {
            end
        };
        self.held_by(spell.post, &spell.referral.clone(), (from, last.max(from)));
        spell.ends = Some(last);
    }

    /// Review conferences; the day of the last, which ends the plan once it has lasted as long as planned.
    ///
    /// With `stops` no review is held from that day on.
    fn reviews(&mut self, plan: &Arc<str>, start: i32, stops: Option<i32>) -> i32 {
        let days = lasting(&self.council.england.rates.lasting.protection_plan, &mut self.chance);
        let planned = start + days;
        let latest = stops.unwrap_or(self.eighteenth() - 1);
        let mut due = start + FIRST_REVIEW_DAYS;
        loop {
            let in_time = self.happens(Rate::ProtectionReviewInTime, None, due);
            let held = due + if in_time { -self.chance.between(1, 12) } else { self.chance.between(1, 18) };
            let held = working(held).min(if in_time { due } else { i32::MAX });
            if held >= latest {
                return latest;
            }
            if held > self.as_at {
                return stops.unwrap_or(held);
            }
            let ends = held >= planned && stops.is_none();
            let review_id = self.new_id("CPR");
            self.tables.add(ProtectionReview {
                child_id: self.child(),
                review_id: (&review_id).into(),
                plan_id: plan.into(),
                plan_started_on: Datum::Day(start),
                due_on: Datum::Day(due),
                held_on: Datum::Day(held),
                plan_continues: (!ends).into(),
                was_quorate: self.chance.is(930).into(),
                participation: if self.chance.is(400) { "Attended".into() } else { "Views given".into() },
            });
            if ends {
                return held;
            }
            due = held + LATER_REVIEW_DAYS;
        }
    }

    fn pre_proceed(&mut self, spell: &Spell, plan_start: i32, plan_end: i32) {
        let decided = working(plan_start + self.chance.between(20, 60));
        if decided >= plan_end || decided > self.as_at {
            return;
        }
        let letter = add_working(decided, self.chance.between(2, 8));
        let meeting = add_working(letter, self.chance.between(5, 12));
        let step = working(meeting + self.chance.between(60, 110));
        let offered = self.chance.is(850);
        let family: Arc<str> = format!("PLO{}", self.id).into();
        let is_over = step <= self.as_at && step < plan_end;
        self.tables.add(PreProceedings {
            child_id: self.child(),
            pre_proceedings_id: (&family).into(),
            referral_received_on: Datum::Day(spell.received),
            decided_on: Datum::Day(decided),
            legal_gateway_outcome: "Threshold met".into(),
            letter_before_proceedings_on: self.past(letter),
            initial_meeting_on: self.past(meeting),
            meetings: Datum::Number(if meeting <= self.as_at { 1 + i64::from(self.chance.below(3)) } else { 0 }),
            group_meeting_was_offered: offered.into(),
            group_meeting_was_held: (offered && self.chance.is(600)).into(),
            step_decision_on: if is_over { Datum::Day(step) } else { Datum::Null },
            outcome: if is_over { "A".into() } else { Datum::Null },
            protection_plans_in_referral: Datum::Number(1),
            earlier_pre_proceedings: Datum::Number(0),
            earlier_care_proceedings: Datum::Number(0),
            parents_had_legal_help: "Yes".into(),
            ..PreProceedings::default()
        });
    }
}
