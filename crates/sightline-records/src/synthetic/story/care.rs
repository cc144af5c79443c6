//! Care: periods, legal statuses, placements, episodes, reviews and visits.

use std::sync::Arc;

use super::front_door::Spell;
use super::{CarePast, Story, postcode};
use crate::synthetic::content::{Duty, Rate, lasting};
use crate::synthetic::days::{add_working, birthday, working};
use crate::synthetic::record::{
    CareEpisode, CarePeriod, CarePlan, CareReview, Datum, DeprivationOfLiberty, LegalStatus, Placement,
    PreviousPermanence, Visit,
};

/// Working days to the first review of a child in care.
const FIRST_REVIEW_WORKING_DAYS: i32 = 20;
/// Days to the second review and to later ones.
const SECOND_REVIEW_DAYS: i32 = 91;
const LATER_REVIEW_DAYS: i32 = 182;
/// Days between social work visits.
const VISIT_DAYS: i32 = 42;

/// One period of care while it is told.
pub(super) struct Care {
    pub(super) id: Arc<str>,
    pub(super) start: i32,
    /// The last day; it may lie beyond the as-at date.
    pub(super) end: i32,
    /// Why care ends, by the return's codes.
    pub(super) reason: Arc<str>,
    pub(super) need: Datum,
    pub(super) referral: Arc<str>,
}

/// A stretch under one legal status: its first day and its code.
type Status = (i32, &'static str);

/// A stretch in one placement.
struct Stay {
    id: Arc<str>,
    start: i32,
    kind: Arc<str>,
}

impl Story<'_, '_> {
    /// A period of care, to its end or beyond the as-at date.
    pub(super) fn enter_care(&mut self, spell: &mut Spell, entry: i32) {
        // A child cannot come into care before birth.
        let entry = working(entry.max(self.born));
        if entry > self.as_at || entry + 30 > self.eighteenth() {
            spell.ends = Some(entry.min(self.eighteenth() - 1).max(spell.received));
            return;
        }
        spell.post = self.council.staff.some_post(Duty::Care, &mut self.chance);
        let (reason, end) = self.way_out(entry);
        let care = Care {
            id: self.new_id("CLA"),
            start: entry,
            end,
            reason,
            need: spell.need.clone(),
            referral: Arc::clone(&spell.referral),
        };
        let adoption = self.adopt(&care);
        let statuses = self.statuses(&care, adoption.and_then(|adoption| adoption.order));
        let stays = self.stays(&care, statuses[0].1, adoption.and_then(|adoption| adoption.placed));
        self.tell_period(&care, spell);
        self.tell_statuses(&care, &statuses);
        self.tell_stays(&care, &stays);
        self.tell_episodes(&care, &statuses, &stays);
        self.review_and_visit(&care, spell);
        self.health_and_behaviour(&care);
        let missing = self.missing(&care, spell);
        self.counts(&care, stays.iter().map(|stay| stay.start), &missing);
        self.plan_of_care(&care);
        self.held_by(spell.post, &care.referral, (care.start, care.end));
        self.care.push(CarePast { start: care.start, end: care.end });
        spell.status = "in_care";
        spell.ends = Some(care.end);
        spell.closure = match &*care.reason {
            "E11" | "E12" => "RC1",
            "E41" => "RC3",
            "E45" | "E46" | "E47" | "E48" => "RC4",
            "E3" => "RC5",
            "E7" => "RC6",
            _ => "RC7",
        };
    }

    /// How and when care ends.
    fn way_out(&mut self, entry: i32) -> (Arc<str>, i32) {
        let england = self.council.england;
        let (choices, times) = (&england.rates.choices, &england.rates.lasting);
        let mut reason = Arc::clone(choices.care_exit.draw(&mut self.chance));
        if self.is_unaccompanied || matches!(&*reason, "E11" | "E12") && self.age(entry) >= 5 {
            reason = "X1".into();
        }
        let days = match &*reason {
            "E4A" | "E4B" | "E3" => lasting(&times.care_short, &mut self.chance),
            "E11" | "E12" => self.chance.between(480, 760),
            _ => lasting(&times.care_to_order, &mut self.chance),
        };
        let end = working(entry + days);
        let eighteenth = self.eighteenth();
        if &*reason == "X1" || end >= eighteenth - 30 {
            return (Arc::clone(choices.exit_at_18.draw(&mut self.chance)), eighteenth);
        }
        (reason, end)
    }

    fn statuses(&mut self, care: &Care, placement_order: Option<i32>) -> Vec<Status> {
        let first = self.council.england.rates.choices.legal_status_at_entry.draw(&mut self.chance);
        let goes_home_soon = care.end - care.start < 150;
        let first = match &**first {
            _ if self.is_unaccompanied || goes_home_soon => "V2",
            "C1" => "C1",
            "L2" => "L2",
            _ if placement_order.is_some() => "C1",
            _ => "V2",
        };
        let mut statuses = vec![(care.start, first)];
        if first == "L2" {
            statuses.push((care.start + 7, "C1"));
        }
        if first != "V2" {
            let full = working(care.start + self.chance.between(120, 210));
            if full < care.end - 7 && placement_order.is_none_or(|order| full < order) {
                statuses.push((full, "C2"));
            }
        }
        statuses.extend(placement_order.map(|order| (order, "E1")));
        statuses
    }

    fn stays(&mut self, care: &Care, first_status: &str, placed_for_adoption: Option<i32>) -> Vec<Stay> {
        let choices = &self.council.england.rates.choices;
        let mut stays: Vec<Stay> = Vec::new();
        let mut start = care.start;
        let until = placed_for_adoption.unwrap_or(care.end);
        loop {
            let kinds = match self.age(start) {
                0..10 => &choices.placement_young,
                10..16 => &choices.placement_older,
                _ => &choices.placement_sixteen,
            };
            let kind = kinds.draw(&mut self.chance);
            // Parents have a child in care only under a care order.
            let is_allowed = &**kind != "P1" || first_status.starts_with('C') && start > care.start;
            let kind = if is_allowed { Arc::clone(kind) } else { Arc::from("U6") };
            let id = self.new_id("PLC");
            stays.push(Stay { id, start, kind });
            let days = lasting(&self.council.england.rates.lasting.placement, &mut self.chance);
            if start + days + 14 > until {
                break;
            }
            start = working(start + days);
        }
        if let Some(placed) = placed_for_adoption {
            let id = self.new_id("PLC");
            let kind = if self.chance.is(850) { "A6" } else { "A5" };
            stays.push(Stay { id, start: placed, kind: kind.into() });
        }
        stays
    }

    fn tell_period(&mut self, care: &Care, spell: &Spell) {
        let is_over = care.end <= self.as_at;
        let year_ago = self.as_at - 365;
        let is_second = care.start >= year_ago && self.care.iter().any(|before| before.end >= year_ago);
        self.tables.add(CarePeriod {
            child_id: self.child(),
            care_period_id: (&care.id).into(),
            started_on: Datum::Day(care.start),
            need: care.need.clone(),
            ended_on: self.past(care.end),
            end_reason: if is_over { (&care.reason).into() } else { Datum::Null },
            is_second_in_12_months: is_second.into(),
            was_unaccompanied: self.is_unaccompanied.into(),
            team: self.team_name(spell.post),
            worker: self.worker_on(spell.post, care.end.min(self.as_at)),
        });
        if self.care.is_empty() && self.happens(Rate::PreviousPermanence, None, care.start) {
            let least = self.born + 200;
            if least < care.start - 400 {
                let ordered = self.chance.between(least, care.start - 300);
                let ordered = crate::synthetic::days::day(ordered).format("%d/%m/%Y").to_string();
                self.tables.add(PreviousPermanence {
                    child_id: self.child(),
                    order: if self.chance.is(300) { "P1".into() } else { "P2".into() },
                    council: self.council.name().into(),
                    ordered_on: ordered.into(),
                });
            }
        }
    }

    fn tell_statuses(&mut self, care: &Care, statuses: &[Status]) {
        for (position, (start, code)) in statuses.iter().enumerate() {
            if *start > self.as_at {
                break;
            }
            let end = statuses.get(position + 1).map_or(care.end, |(next, _)| *next);
            let legal_status_id = self.new_id("LEG");
            self.tables.add(LegalStatus {
                child_id: self.child(),
                legal_status_id: (&legal_status_id).into(),
                legal_status: (*code).into(),
                started_on: Datum::Day(*start),
                ended_on: self.past(end),
            });
        }
    }

    fn tell_stays(&mut self, care: &Care, stays: &[Stay]) {
        for (position, stay) in stays.iter().enumerate() {
            if stay.start > self.as_at {
                break;
            }
            let next = stays.get(position + 1);
            let end = next.map_or(care.end, |next| next.start);
            let provider = match &*stay.kind {
                "P1" => "PR0",
                "U1" | "U3" | "A5" | "A6" => "PR1",
                "K2" | "K3" => ["PR1", "PR4", "PR4", "PR4", "PR5"][self.chance.below(5) as usize],
                _ => ["PR1", "PR1", "PR4"][self.chance.below(3) as usize],
            };
            let needs_number = !matches!(&*stay.kind, "P1" | "R1" | "R2" | "R5");
            let urn = if needs_number { format!("SC{:06}", self.chance.below(900_000)).into() } else { Datum::Null };
            let is_far = self.chance.is(300);
            let tenths = if is_far { self.chance.between(120, 900) } else { self.chance.between(1, 119) };
            let change = next.filter(|next| next.start <= self.as_at).map(|next| match &*next.kind {
                "A5" | "A6" => Datum::Word("CARPL"),
                _ => self.council.england.rates.choices.change_reason.draw(&mut self.chance).into(),
            });
            let place = if &*stay.kind == "P1" { Arc::clone(&self.home) } else { postcode(&mut self.chance) };
            self.tables.add(Placement {
                child_id: self.child(),
                placement_id: (&stay.id).into(),
                care_period_id: (&care.id).into(),
                started_on: Datum::Day(stay.start),
                ended_on: self.past(end),
                placement_type: (&stay.kind).into(),
                provider: provider.into(),
                urn,
                postcode: (&place).into(),
                home_postcode: (&self.home).into(),
                distance_miles: Datum::Decimal(i64::from(tenths) * 1_000),
                location: if is_far { "out".into() } else { "in".into() },
                council: if is_far { "Another council".into() } else { self.council.name().into() },
                change_reason: change.unwrap_or_default(),
            });
            if &*stay.kind == "K2"
                && self.age(stay.start) >= 12
                && self.happens(Rate::DeprivedOfLiberty, None, stay.start)
            {
                let from = stay.start + self.chance.between(0, 10);
                let until = (from + self.chance.between(28, 84)).min(end);
                if from < end && from <= self.as_at {
                    self.tables.add(DeprivationOfLiberty {
                        child_id: self.child(),
                        started_on: Datum::Day(from),
                        ended_on: self.past(until),
                    });
                }
            }
        }
    }

    /// Episodes: a new one whenever the legal status or the placement changes.
    fn tell_episodes(&mut self, care: &Care, statuses: &[Status], stays: &[Stay]) {
        let mut days: Vec<i32> =
            statuses.iter().map(|(day, _)| *day).chain(stays.iter().map(|stay| stay.start)).collect();
        days.retain(|day| *day <= self.as_at);
        days.sort_unstable();
        days.dedup();
        for (position, start) in days.iter().enumerate() {
            let next = days.get(position + 1);
            let end = next.copied().unwrap_or(care.end);
            let status = statuses.iter().rev().find(|(day, _)| day <= start).map_or("V2", |(_, code)| *code);
            let Some(stay) = stays.iter().rev().find(|stay| stay.start <= *start) else { continue };
            let is_new_stay = stay.start == *start;
            let is_new_status = statuses.iter().any(|(day, _)| day == start);
            let reason = match (*start == care.start, is_new_stay, is_new_status) {
                (true, ..) => "S",
                (_, true, true) => "B",
                (_, true, false) => "P",
                _ => "L",
            };
            let end_reason = match (next, end <= self.as_at) {
                (Some(_), _) => "X1".into(),
                (None, true) => (&care.reason).into(),
                _ => Datum::Null,
            };
            let episode_id = self.new_id("EPI");
            self.tables.add(CareEpisode {
                child_id: self.child(),
                episode_id: (&episode_id).into(),
                care_period_id: (&care.id).into(),
                referral_id: (&care.referral).into(),
                placement_id: (&stay.id).into(),
                entered_care_on: Datum::Day(care.start),
                started_on: Datum::Day(*start),
                start_reason: reason.into(),
                legal_status: status.into(),
                need: care.need.clone(),
                placement_type: (&stay.kind).into(),
                ended_on: self.past(end),
                end_reason,
            });
        }
    }

    fn review_and_visit(&mut self, care: &Care, spell: &Spell) {
        let mut due = add_working(care.start, FIRST_REVIEW_WORKING_DAYS);
        let mut wait = SECOND_REVIEW_DAYS;
        let mut last_review = None;
        loop {
            let in_time = self.happens(Rate::CareReviewInTime, Some(spell.post), due);
            let held = if in_time { due - self.chance.between(0, 9) } else { due + self.chance.between(1, 25) };
            let held = working(held).min(if in_time { due } else { i32::MAX });
            if held >= care.end || held > self.as_at {
                break;
            }
            let participation = if self.age(held) < 4 {
                Datum::Word("PN0")
            } else {
                self.council.england.rates.choices.participation.draw(&mut self.chance).into()
            };
            let review_id = self.new_id("CLR");
            self.tables.add(CareReview {
                child_id: self.child(),
                review_id: (&review_id).into(),
                care_period_id: (&care.id).into(),
                due_on: Datum::Day(due),
                held_on: Datum::Day(held),
                was_cancelled: false.into(),
                participation,
            });
            last_review = Some(held);
            due = held + wait;
            wait = LATER_REVIEW_DAYS;
        }
        let mut day = working(care.start + self.chance.between(1, 6));
        while day < care.end && day <= self.as_at {
            self.visit(day, "care", None, Some(&care.id));
            let in_time = self.happens(Rate::CareVisitInTime, Some(spell.post), day);
            day = working(
                day + if in_time { self.chance.between(24, VISIT_DAYS - 2) } else { self.chance.between(45, 70) },
            );
        }
        // The last contact of the reviewing officer is shortly before the last review.
        if let Some(review) = last_review {
            let visit_id = self.new_id("VIS");
            self.tables.add(Visit {
                child_id: self.child(),
                visit_id: (&visit_id).into(),
                kind: "reviewing_officer".into(),
                care_period_id: (&care.id).into(),
                visited_on: Datum::Day((review - self.chance.between(0, 7)).max(care.start)),
                ..Visit::default()
            });
        }
    }

    fn plan_of_care(&mut self, care: &Care) {
        let (plan, words) = match &*care.reason {
            "E4A" | "E4B" => ("return_home", "Return home"),
            "E11" | "E12" => ("adoption", "Adoption"),
            "E41" | "E45" | "E46" | "E47" | "E48" => {
                ("guardianship", "Special guardianship or child arrangements order")
            }
            "E5" | "E6" => ("supported_living", "Supported living"),
            _ => ("fostering", "Long-term fostering"),
        };
        let start = add_working(care.start, 10);
        if start <= self.as_at && start < care.end {
            self.tables.add(CarePlan {
                child_id: self.child(),
                started_on: Datum::Day(start),
                ended_on: self.past(care.end),
                permanence_plan: plan.into(),
                plan: words.into(),
            });
        }
    }

    /// The first birthday of so many years that lies within a period.
    pub(super) fn reaches(&self, years: i32, (from, to): (i32, i32)) -> Option<i32> {
        Some(birthday(self.born, years)).filter(|day| (from..=to).contains(day))
    }
}
