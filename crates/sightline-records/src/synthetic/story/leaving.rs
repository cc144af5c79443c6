//! Young people who are entitled to leaving-care services.

use super::Story;
use crate::synthetic::content::{Duty, Rate};
use crate::synthetic::days::working;
use crate::synthetic::record::{CareLeaver, Datum};

/// Weeks in care after the fourteenth birthday that entitle to leaving-care services, in days.
const ENTITLING_DAYS: i32 = 13 * 7;

impl Story<'_, '_> {
    /// The row of a care leaver, or of a child in care who will be one.
    pub(super) fn leave_care(&mut self) {
        let Some(last) = self.care.last().cloned() else { return };
        let age = self.age(self.as_at);
        let sixteenth = super::birthday(self.born, 16);
        let entitled: i32 = self
            .care
            .iter()
            .map(|care| care.end.min(self.as_at) - care.start.max(super::birthday(self.born, 14)))
            .map(|days| days.max(0))
            .sum();
        if !(16..21).contains(&age) || entitled < ENTITLING_DAYS || last.end < sixteenth {
            return;
        }
        let eligibility = match (last.end > self.as_at, age < 18) {
            (true, _) => "eligible",
            (false, true) => "relevant",
            (false, false) => "former_relevant",
        };
        let choices = &self.council.england.rates.choices;
        let post = self.council.staff.some_post(Duty::Leaving, &mut self.chance);
        let in_touch = choices.in_touch.draw(&mut self.chance).clone();
        let is_in_touch = &*in_touch == "YES";
        let accommodation = choices.accommodation.draw(&mut self.chance);
        let is_suitable = self.happens(Rate::SuitableAccommodation, Some(post), self.as_at);
        let activity = choices.activity.draw(&mut self.chance);
        let start = sixteenth.max(self.as_at - 180);
        let reviewed = working(self.chance.between(start.min(self.as_at - 8), self.as_at - 3)).min(self.as_at);
        let contact = self.as_at - self.chance.between(0, if is_in_touch { 56 } else { 150 });
        self.tables.add(CareLeaver {
            child_id: self.child(),
            eligibility: eligibility.into(),
            in_touch: (&in_touch).into(),
            last_contact_on: Datum::Day(contact.max(sixteenth)),
            accommodation: if is_in_touch { accommodation.into() } else { Datum::Null },
            accommodation_suitability: match (is_in_touch, is_suitable) {
                (false, _) => Datum::Null,
                (true, true) => "suitable".into(),
                (true, false) => "unsuitable".into(),
            },
            activity: if is_in_touch { activity.into() } else { Datum::Null },
            pathway_plan_reviewed_on: Datum::Day(reviewed),
            personal_adviser: self.worker_on(post, self.as_at),
            was_unaccompanied: self.is_unaccompanied.into(),
            team: self.team_name(post),
            worker: self.worker_on(post, self.as_at),
        });
    }
}
