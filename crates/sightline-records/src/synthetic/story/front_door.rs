//! Contacts, early help, referrals and assessments, and the spell of help that follows.

use std::sync::Arc;

use super::Story;
use crate::synthetic::content::{Duty, Rate, lasting};
use crate::synthetic::days::{add_working, working};
use crate::synthetic::record::{
    Assessment, AssessmentFactor, Contact, Datum, Disability, EarlyHelp, InNeedPlan, NeedEpisode, Referral, Visit,
};
use crate::synthetic::staff::Post;

/// No referral is taken within so many days of the eighteenth birthday.
const DAYS_BEFORE_EIGHTEEN: i32 = 240;

/// A referral and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Spell {
    pub(super) referral: Arc<str>,
    pub(super) received: i32,
    pub(super) need: Datum,
    /// The last day of help; `None` while it goes on.
    pub(super) ends: Option<i32>,
    pub(super) closure: &'static str,
    pub(super) status: &'static str,
    pub(super) post: Post,
}

impl Story<'_, '_> {
    /// A contact and all that comes of it; the day of the next one.
    pub(super) fn contact(&mut self, on: i32) -> Option<i32> {
        if on > self.as_at || on + DAYS_BEFORE_EIGHTEEN > self.eighteenth() {
            return self.only_contact(on);
        }
        let choices = &self.council.england.rates.choices;
        let source = choices.contact_source.draw(&mut self.chance);
        let is_again = !self.referrals.is_empty();
        let becomes_referral = self.is_unaccompanied || is_again || self.happens(Rate::BecomesReferral, None, on);
        let goes_to_early_help = !becomes_referral && self.happens(Rate::GoesToEarlyHelp, None, on);
        let outcome = match (becomes_referral, goes_to_early_help) {
            (true, _) => "Referral",
            (_, true) => "Early help",
            _ => "Information and advice",
        };
        self.add_contact(on, source, outcome);
        if goes_to_early_help {
            self.early_help(working(on + 5));
        }
        let end = if becomes_referral { self.spell(on, source)? } else { on };
        let soon = self.happens(Rate::ComesAgainWithinAYear, None, on);
        let later = self.happens(Rate::ComesAgainLater, None, on);
        let days = match (soon, later) {
            (true, _) => self.chance.between(30, 330),
            (_, true) => self.chance.between(366, 1_500),
            _ => return None,
        };
        Some(working(end + days))
    }

    /// A contact too late for a referral, when it is the first.
    fn only_contact(&mut self, on: i32) -> Option<i32> {
        if on <= self.as_at && self.next == 0 {
            let source = self.council.england.rates.choices.contact_source.draw(&mut self.chance);
            self.add_contact(on, source, "Information and advice");
        }
        None
    }

    fn add_contact(&mut self, on: i32, source: &Arc<str>, outcome: &'static str) {
        let contact_id = self.new_id("CON");
        self.tables.add(Contact {
            child_id: (&self.id).into(),
            contact_id: (&contact_id).into(),
            received_on: Datum::Day(on),
            made_by: source.into(),
            made_by_words: Datum::Null,
            outcome: outcome.into(),
        });
    }

    fn early_help(&mut self, start: i32) {
        if start > self.as_at {
            return;
        }
        let end = working(start + self.chance.between(15, 60));
        let early_help_id = self.new_id("EH");
        let organisation = ["School", "Family hub", "Health visiting", "Youth service"][self.chance.below(4) as usize];
        self.tables.add(EarlyHelp {
            child_id: self.child(),
            early_help_id: (&early_help_id).into(),
            started_on: Datum::Day(start),
            ended_on: self.past(end),
            organisation: organisation.into(),
            reason: "Family support".into(),
            end_reason: if end <= self.as_at { "Needs met".into() } else { Datum::Null },
            worker: Datum::Null,
        });
    }

    /// A referral and the help that follows; the last day of it, `None` while it goes on.
    fn spell(&mut self, received: i32, source: &Arc<str>) -> Option<i32> {
        let staff = &self.council.staff;
        let post = staff.some_post(Duty::Assessment, &mut self.chance);
        let referral = self.new_id("REF");
        let without_action = !self.is_unaccompanied && self.happens(Rate::ReferralWithoutAction, Some(post), received);
        let earlier = count_since(&self.referrals, received - 365);
        let is_first = self.referrals.is_empty();
        self.referrals.push(received);
        if is_first {
            self.disabilities();
        }
        let need = self.council.england.rates.choices.primary_need.draw(&mut self.chance);
        let need = match (without_action, self.is_unaccompanied) {
            (true, _) => Datum::Word("N0"),
            (_, true) => Datum::Word("N8"),
            _ => need.into(),
        };
        let mut spell = Spell { referral, received, need, ends: None, closure: "RC7", status: "open_assessment", post };
        if without_action {
            spell.ends = Some(add_working(received, 1));
            self.held_by(post, &spell.referral.clone(), (received, add_working(received, 1)));
        } else {
            self.assess(&mut spell);
        }
        let end = spell.ends.filter(|end| *end <= self.as_at);
        // Who holds the case now stands beside the referral too, as case systems have it.
        let last = end.unwrap_or(self.as_at);
        self.tables.add(Referral {
            child_id: self.child(),
            referral_id: (&spell.referral).into(),
            received_on: Datum::Day(received),
            made_by: source.into(),
            had_no_further_action: without_action.into(),
            outcome: if without_action { "No further action".into() } else { "Assessment".into() },
            earlier_referrals_in_12_months: Datum::Number(earlier),
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, last),
            ..Referral::default()
        });
        self.close(&spell, end);
        end
    }

    fn disabilities(&mut self) {
        if !self.is_disabled {
            self.tables.add(Disability { child_id: self.child(), disability: "NONE".into() });
            return;
        }
        let choices = &self.council.england.rates.choices;
        let first = choices.disability.draw(&mut self.chance);
        let second = choices.disability.draw(&mut self.chance);
        self.tables.add(Disability { child_id: (&self.id).into(), disability: first.into() });
        if first != second && self.chance.is(400) {
            self.tables.add(Disability { child_id: (&self.id).into(), disability: second.into() });
        }
    }

    fn assess(&mut self, spell: &mut Spell) {
        let start = working(spell.received + self.chance.between(0, 3));
        let in_time = self.happens(Rate::AssessmentInTime, Some(spell.post), start);
        let days = if in_time { self.chance.between(8, 44) } else { self.chance.between(46, 70) };
        let end = add_working(start, days);
        let not_in_need = !self.is_unaccompanied && self.happens(Rate::NotInNeed, Some(spell.post), start);
        let assessment = self.new_id("ASM");
        let was_seen = self.happens(Rate::ChildSeenInAssessment, Some(spell.post), start);
        let is_open = end > self.as_at;
        let known = |truth: bool| if is_open { Datum::Null } else { truth.into() };
        if start <= self.as_at {
            self.tables.add(Assessment {
                child_id: self.child(),
                assessment_id: (&assessment).into(),
                referral_id: (&spell.referral).into(),
                referral_received_on: Datum::Day(spell.received),
                started_on: Datum::Day(start),
                review_due_on: self.past(add_working(start, 10)),
                authorised_on: self.past(end),
                child_was_seen: known(was_seen),
                needs_support: known(!not_in_need),
                had_no_further_action: known(not_in_need),
                outcome: Datum::Null,
                team: self.team_name(spell.post),
                worker: self.worker_on(spell.post, start),
            });
        }
        if end <= self.as_at {
            self.factors(&assessment, start);
        }
        let enquires = !not_in_need && !self.is_unaccompanied && self.happens(Rate::Enquiry, Some(spell.post), start);
        let plan = if enquires { self.enquire(spell, start) } else { None };
        self.held_by(spell.post, &spell.referral.clone(), (spell.received, end));
        if not_in_need {
            let to_early_help = self.happens(Rate::ClosedToEarlyHelp, None, end);
            spell.closure = if to_early_help { "RC9" } else { "RC8" };
            spell.ends = Some(end);
            return;
        }
        spell.post = self.council.staff.some_post(Duty::Safeguarding, &mut self.chance);
        let unplanned = self.is_unaccompanied || plan.is_none() && self.happens(Rate::CareWithoutPlan, None, end);
        if let Some(plan_start) = plan {
            self.protect(spell, plan_start, end);
        } else if unplanned {
            let entry = if self.is_unaccompanied { working(spell.received + 1) } else { working(end + 3) };
            self.held_by(spell.post, &spell.referral.clone(), (end, entry.max(end)));
            self.enter_care(spell, entry);
        } else {
            let last = self.in_need(spell, end);
            self.held_by(spell.post, &spell.referral.clone(), (end, last));
            spell.ends = Some(last);
            if end <= self.as_at {
                spell.status = "in_need_plan";
            }
        }
    }

    fn factors(&mut self, assessment: &Arc<str>, start: i32) {
        let mut found: Vec<Arc<str>> = Vec::new();
        for _ in 0..=self.chance.below(4) {
            let factor = self.council.england.rates.choices.factor.draw(&mut self.chance);
            if !found.contains(factor) {
                found.push(Arc::clone(factor));
            }
        }
        found.sort_unstable();
        for factor in &found {
            self.tables.add(AssessmentFactor {
                child_id: (&self.id).into(),
                assessment_id: assessment.into(),
                assessment_started_on: Datum::Day(start),
                factor: factor.into(),
            });
        }
    }

    /// A child in need plan with its visits; its last day, never beyond the eighteenth birthday.
    pub(super) fn in_need(&mut self, spell: &Spell, start: i32) -> i32 {
        let days = lasting(&self.council.england.rates.lasting.in_need_plan, &mut self.chance);
        let last = working(start + days).min(self.eighteenth() - 1);
        let start = working(start);
        if start > self.as_at || start >= last {
            return last.max(start);
        }
        let plan_id = self.new_id("CIN");
        self.tables.add(InNeedPlan {
            child_id: self.child(),
            plan_id: (&plan_id).into(),
            referral_id: (&spell.referral).into(),
            referral_received_on: Datum::Day(spell.received),
            started_on: Datum::Day(start),
            ended_on: self.past(last),
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, start),
        });
        let mut day = working(start + self.chance.between(3, 10));
        while day < last && day <= self.as_at {
            self.visit(day, "in_need", None, None);
            day = working(day + self.chance.between(20, 38));
        }
        last
    }

    /// A visit; the child is nearly always seen.
    pub(super) fn visit(
        &mut self,
        on: i32,
        kind: &'static str,
        plan: Option<&Arc<str>>,
        care_period: Option<&Arc<str>>,
    ) {
        let visit_id = self.new_id("VIS");
        let seen = self.chance.is(950);
        let alone = seen && self.age(on) >= 3 && self.chance.is(750);
        let bedroom = if care_period.is_some() { Datum::Null } else { self.chance.is(300).into() };
        self.tables.add(Visit {
            child_id: self.child(),
            visit_id: (&visit_id).into(),
            kind: kind.into(),
            plan_id: plan.map_or(Datum::Null, Datum::from),
            care_period_id: care_period.map_or(Datum::Null, Datum::from),
            visited_on: Datum::Day(on),
            child_was_seen: seen.into(),
            child_was_seen_alone: alone.into(),
            bedroom_was_seen: bedroom,
        });
    }

    /// Writes down the episode of need, with how it stands.
    fn close(&mut self, spell: &Spell, end: Option<i32>) {
        let last = end.unwrap_or(self.as_at);
        self.tables.add(NeedEpisode {
            child_id: self.child(),
            referral_id: (&spell.referral).into(),
            started_on: Datum::Day(spell.received),
            primary_need: spell.need.clone(),
            closed_on: Datum::day(end),
            closure_reason: if end.is_some() { spell.closure.into() } else { Datum::Null },
            status: if end.is_some() { "closed".into() } else { spell.status.into() },
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, last),
        });
    }
}

/// How many of the days are on or after a day.
pub(super) fn count_since(days: &[i32], from: i32) -> i64 {
    i64::try_from(days.iter().filter(|day| **day >= from).count()).unwrap_or(0)
}
