//! Adoption: the decision, the order, the match, the move, and the adopters.

use std::sync::Arc;

use super::Story;
use super::care::Care;
use crate::synthetic::content::Rate;
use crate::synthetic::days::working;
use crate::synthetic::record::{Adopter, Adoption, Datum};

/// The days of an adoption that change the child's care.
#[derive(Clone, Copy)]
pub(super) struct AdoptionDays {
    /// The placement order.
    pub(super) order: Option<i32>,
    /// The move to the adopters.
    pub(super) placed: Option<i32>,
}

impl Story<'_, '_> {
    /// The way to adoption, for a child who leaves care by it or for whom the plan is given up.
    pub(super) fn adopt(&mut self, care: &Care) -> Option<AdoptionDays> {
        let is_adopted = matches!(&*care.reason, "E11" | "E12");
        let is_given_up = !is_adopted
            && self.age(care.start) < 4
            && care.end - care.start > 700
            && self.happens(Rate::AdoptionReversed, None, care.start);
        if !is_adopted && !is_given_up {
            return None;
        }
        let decided = working(care.start + self.chance.between(100, 160));
        let order = working(decided + self.chance.between(25, 60));
        let reversed = working(order + self.chance.between(200, 330));
        let matched = working(order + self.chance.between(40, 110));
        let placed = working(matched + self.chance.between(10, 30));
        if decided > self.as_at {
            return Some(AdoptionDays { order: None, placed: None });
        }
        let mut adoption = Adoption {
            child_id: self.child(),
            care_period_id: (&care.id).into(),
            entered_care_on: Datum::Day(care.start),
            decided_on: Datum::Day(decided),
            placement_order_on: self.past(order),
            ..Adoption::default()
        };
        if is_given_up {
            let is_over = reversed <= self.as_at;
            adoption.reversed_on = self.past(reversed);
            if is_over {
                adoption.reversal_reason =
                    self.council.england.rates.choices.adoption_reversal.draw(&mut self.chance).into();
            }
            self.tables.add(adoption);
            return Some(AdoptionDays { order: Some(order), placed: None });
        }
        let is_ordered = care.end <= self.as_at;
        if matched <= self.as_at {
            let couple = self.chance.is(820);
            let family: Arc<str> = format!("AF{}", self.id).into();
            adoption.family_id = (&family).into();
            adoption.matched_on = Datum::Day(matched);
            adoption.placed_on = self.past(placed);
            if is_ordered {
                adoption.order_on = Datum::Day(care.end);
                adoption.order_type = "Adoption order".into();
                adoption.was_adopted_by_foster_carer = false.into();
                adoption.adopters = Datum::Number(if couple { 2 } else { 1 });
                adoption.adopters_sex = if couple { "MF".into() } else { "F1".into() };
                adoption.adopters_status = if couple { "L11".into() } else { "L0".into() };
            }
            self.adopters(&family, couple, matched, placed, is_ordered.then_some(care.end));
        }
        self.tables.add(adoption);
        Some(AdoptionDays { order: Some(order), placed: Some(placed) })
    }

    fn adopters(&mut self, family: &Arc<str>, couple: bool, matched: i32, placed: i32, ordered: Option<i32>) {
        let stage_2_end = working(matched - self.chance.between(60, 240));
        let stage_2_start = working(stage_2_end - self.chance.between(100, 120));
        let stage_1_end = stage_2_start - 7;
        let stage_1_start = working(stage_1_end - self.chance.between(50, 60));
        let enquired = working(stage_1_start - self.chance.between(10, 60));
        let ethnicity = self.council.england.rates.choices.ethnicity.draw(&mut self.chance);
        for number in 1..=if couple { 2 } else { 1 } {
            self.tables.add(Adopter {
                adopter_id: format!("{family}.{number}").into(),
                family_id: family.into(),
                sex: if number == 1 { "F".into() } else { "M".into() },
                ethnicity: ethnicity.into(),
                has_disability: false.into(),
                is_fostering_for_adoption: false.into(),
                enquired_on: Datum::Day(enquired),
                stage_1_started_on: Datum::Day(stage_1_start),
                stage_1_ended_on: Datum::Day(stage_1_end),
                stage_2_started_on: Datum::Day(stage_2_start),
                stage_2_ended_on: Datum::Day(stage_2_end),
                applied_on: Datum::Day(stage_2_end - 10),
                approved_on: Datum::Day(stage_2_end),
                matched_on: Datum::Day(matched),
                placed_on: self.past(placed),
                children_placed: Datum::Number(i64::from(placed <= self.as_at)),
                order_on: Datum::day(ordered),
            });
        }
    }
}
