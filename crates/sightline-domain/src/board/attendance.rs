//! Who was at meetings, and whether enough were there to decide.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Body, Meeting, MeetingState};
use crate::board_report::day_words;
use crate::measure::Exact;
use crate::refusal::{Refusal, is_same_name};

/// Attendance cannot be so.
const ATTENDANCE: &str = "SL-D433";

/// Whether the holder of a seat was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// There.
    Present,
    /// Somebody else was there in the member's place.
    SentSomeone,
    /// Not there, and said so.
    Apologies,
    /// Not there, and nothing was heard.
    Absent,
}

impl Presence {
    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "Present",
            Self::SentSomeone => "Sent someone",
            Self::Apologies => "Apologies",
            Self::Absent => "Absent",
        }
    }
}

/// Of one seat, whether its holder was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Number of the seat.
    pub seat: u32,
    /// Whether its holder was there.
    pub presence: Presence,
}

/// Who was at one meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAttendance {
    /// Number of the meeting.
    pub meeting: u64,
    /// The day it was held.
    pub on: NaiveDate,
    /// One line for each seat that was held.
    pub seats: Vec<Attendance>,
}

/// How often the seats of one partner were filled at meetings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerAttendance {
    /// The partner; `The council` for its own seats.
    pub partner: String,
    /// Seats times meetings at which the member was there.
    pub present: u32,
    /// At which somebody else was there in the member's place.
    pub sent_someone: u32,
    /// At which the member was not there and said so.
    pub apologies: u32,
    /// At which the member was not there and nothing was heard.
    pub absent: u32,
    /// At which the seat was vacant.
    pub vacant: u32,
    /// At which the seat was held and nobody recorded whether the member was there.
    pub not_recorded: u32,
}

/// Whether enough were there to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Quorate {
    /// The terms state no quorum.
    NotStated,
    /// Enough were there.
    Met,
    /// Not enough were there.
    NotMet {
        /// What was lacking, as a sentence.
        lacking: String,
    },
}

impl PartnerAttendance {
    /// Seats times meetings of which something is recorded: the base of [`rate`](Self::rate).
    #[must_use]
    pub fn recorded(&self) -> u32 {
        self.present + self.sent_someone + self.apologies + self.absent
    }

    /// The share of held seats at which the member, or somebody sent, was there; `None` without a record.
    ///
    /// Vacant seats are not in the base: nobody could have come. They are counted beside it.
    #[must_use]
    pub fn rate(&self) -> Option<Exact> {
        Exact::new(i64::from(self.present + self.sent_someone), i64::from(self.recorded()))
    }

    /// The same in percent, for print.
    #[must_use]
    pub fn percent(&self) -> Option<Exact> {
        Exact::new(100 * i64::from(self.present + self.sent_someone), i64::from(self.recorded()))
    }

    /// The share of all seats, vacant ones included, at which anybody was there; `None` without a record.
    #[must_use]
    pub fn rate_of_all_seats(&self) -> Option<Exact> {
        Exact::new(i64::from(self.present + self.sent_someone), i64::from(self.recorded() + self.vacant))
    }
}

impl MeetingAttendance {
    fn presence(&self, seat: u32) -> Option<Presence> {
        self.seats.iter().find(|line| line.seat == seat).map(|line| line.presence)
    }

    /// Nothing when it can be recorded for a body.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D433` – the meeting was not held, or on another day, or is of another body; a seat that the body
    /// did not have on the day, that was vacant then, or that is given twice.
    pub fn check(&self, body: &Body, meeting: &Meeting) -> Result<(), Refusal> {
        let is_of_it =
            self.meeting == meeting.number && self.on == meeting.on() && is_same_name(&body.name, &meeting.body);
        if meeting.state() != MeetingState::Held || !is_of_it {
            let what = format!("No meeting of the {} is recorded as held on {}.", body.name, day_words(self.on));
            return Err(Refusal::new(ATTENDANCE, what, "Record first that it was held, and give its day."));
        }
        let seated = body.seated_on(self.on);
        let mut seen = BTreeSet::new();
        for line in &self.seats {
            let refused = |what: String, next: &str| Err(Refusal::new(ATTENDANCE, what, next));
            let (number, name, on) = (line.seat, &body.name, day_words(self.on));
            match seated.iter().find(|seated| seated.seat.number == number) {
                None => {
                    return refused(
                        format!("The {name} had no seat {number} on {on}."),
                        "Choose one of its seats of that day.",
                    );
                }
                Some(seated) if seated.person.is_none() => {
                    let what = format!("The seat for the {} was vacant on {on}.", seated.seat.post);
                    return refused(what, "Record who took the seat in its terms first, or leave it out.");
                }
                Some(_) => {}
            }
            if !seen.insert(number) {
                return refused(format!("Seat {number} is given twice."), "Give each seat once.");
            }
        }
        Ok(())
    }

    /// Whether enough were there to decide, by the terms of the body.
    #[must_use]
    pub fn quorate(&self, body: &Body) -> Quorate {
        let Some(quorum) = &body.quorum else { return Quorate::NotStated };
        let counts = |seat: u32| match self.presence(seat) {
            Some(Presence::Present) => true,
            Some(Presence::SentSomeone) => quorum.counts_substitutes,
            _ => false,
        };
        let there: Vec<_> = body.seated_on(self.on).into_iter().filter(|seated| counts(seated.seat.number)).collect();
        let missing: Vec<String> = quorum
            .partners
            .iter()
            .filter(|partner| {
                !there.iter().any(|seated| seated.seat.partner.as_deref().is_some_and(|own| is_same_name(own, partner)))
            })
            .cloned()
            .collect();
        let enough = u32::try_from(there.len()).is_ok_and(|there| there >= quorum.seats);
        if enough && missing.is_empty() {
            return Quorate::Met;
        }
        let mut lacking = Vec::new();
        if !enough {
            lacking.push(format!("{} of the {} members needed were there", there.len(), quorum.seats));
        }
        if !missing.is_empty() {
            lacking.push(format!("nobody was there for {}", crate::board_report::listed(&missing)));
        }
        Quorate::NotMet { lacking: format!("Not quorate: {}.", lacking.join("; ")) }
    }
}

/// How often each partner's seats were filled at these meetings of a body, the council first, then by name.
///
/// The seats are those that the body had on the day of each meeting.
#[must_use]
pub fn attendance_by_partner(body: &Body, meetings: &[MeetingAttendance]) -> Vec<PartnerAttendance> {
    let mut by_partner: BTreeMap<Option<String>, PartnerAttendance> = BTreeMap::new();
    for meeting in meetings {
        for seated in body.seated_on(meeting.on) {
            let key = seated.seat.partner.as_deref().map(|partner| partner.trim().to_lowercase());
            let counted = by_partner.entry(key).or_insert_with(|| PartnerAttendance {
                partner: seated.seat.partner_words().trim().to_owned(),
                ..PartnerAttendance::default()
            });
            let count = match (seated.person, meeting.presence(seated.seat.number)) {
                (None, _) => &mut counted.vacant,
                (Some(_), None) => &mut counted.not_recorded,
                (Some(_), Some(Presence::Present)) => &mut counted.present,
                (Some(_), Some(Presence::SentSomeone)) => &mut counted.sent_someone,
                (Some(_), Some(Presence::Apologies)) => &mut counted.apologies,
                (Some(_), Some(Presence::Absent)) => &mut counted.absent,
            };
            *count += 1;
        }
    }
    by_partner.into_values().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::board::{Quorum, Seat, Term};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn seat(number: u32, partner: Option<&str>, from: Option<&str>) -> Seat {
        let term = Term { person: format!("Person {number}"), from_on: from.map(day), to_on: None };
        Seat {
            number,
            partner: partner.map(str::to_owned),
            post: format!("Post {number}"),
            terms: vec![term],
            ..Seat::default()
        }
    }

    fn board() -> Body {
        Body {
            name: "Improvement Board".to_owned(),
            seats: vec![
                seat(1, None, None),
                seat(2, Some("Police"), None),
                seat(3, Some("police "), None),
                seat(4, Some("Health"), Some("2026-10-01")),
            ],
            quorum: Some(Quorum { seats: 2, partners: vec!["Police".to_owned()], counts_substitutes: false }),
            ..Body::default()
        }
    }

    fn held(on: &str, seats: &[(u32, Presence)]) -> MeetingAttendance {
        let seats = seats.iter().map(|(seat, presence)| Attendance { seat: *seat, presence: *presence }).collect();
        MeetingAttendance { meeting: 1, on: day(on), seats }
    }

    #[test]
    fn attendance_is_counted_by_partner_and_a_vacancy_is_no_absence() {
        use Presence::{Absent, Apologies, Present, SentSomeone};
        let meetings = [
            held("2026-09-16", &[(1, Present), (2, Present), (3, Absent)]),
            held("2026-11-18", &[(1, Present), (2, SentSomeone), (3, Apologies), (4, Absent)]),
            held("2026-12-16", &[(1, Present), (2, Apologies)]),
        ];
        let counted = attendance_by_partner(&board(), &meetings);
        let names: Vec<&str> = counted.iter().map(|line| line.partner.as_str()).collect();
        assert_eq!(names, ["The council", "Health", "Police"]);
        let (health, police) = (&counted[1], &counted[2]);
        assert_eq!((health.vacant, health.absent, health.not_recorded), (1, 1, 1));
        assert_eq!((health.rate(), health.rate_of_all_seats()), (Exact::new(0, 1), Exact::new(0, 2)));
        assert_eq!(
            (police.present, police.sent_someone, police.apologies, police.absent, police.not_recorded),
            (1, 1, 2, 1, 1)
        );
        assert_eq!(police.rate(), Exact::new(2, 5));
        assert_eq!(police.percent().unwrap().shown(0), "40");
        assert_eq!(PartnerAttendance::default().rate(), None);
    }

    #[test]
    fn a_quorum_is_of_seats_and_of_partners() {
        use Presence::{Present, SentSomeone};
        let told = |seats: &[(u32, Presence)]| held("2026-11-18", seats).quorate(&board());
        assert_eq!(told(&[(1, Present), (3, Present)]), Quorate::Met);
        let lacking = |seats| match told(seats) {
            Quorate::NotMet { lacking } => lacking,
            other => panic!("{other:?}"),
        };
        assert_eq!(lacking(&[(1, Present), (4, Present)]), "Not quorate: nobody was there for Police.");
        assert_eq!(
            lacking(&[(1, Present), (2, SentSomeone)]),
            "Not quorate: 1 of the 2 members needed were there; nobody was there for Police."
        );
        let mut lenient = board();
        lenient.quorum.as_mut().unwrap().counts_substitutes = true;
        assert_eq!(held("2026-11-18", &[(1, Present), (2, SentSomeone)]).quorate(&lenient), Quorate::Met);
        assert_eq!(held("2026-11-18", &[]).quorate(&Body { quorum: None, ..board() }), Quorate::NotStated);
    }

    #[test]
    fn a_seat_that_nobody_held_cannot_have_been_there() {
        let told = |on: &str, seats: &[u32]| {
            let seats: Vec<_> = seats.iter().map(|seat| (*seat, Presence::Present)).collect();
            let (meeting, _) = crate::board::decision::tests::held();
            let meeting = Meeting { number: 1, planned_on: day(on), ..meeting };
            held(on, &seats).check(&board(), &meeting).map_err(|refusal| refusal.what)
        };
        assert_eq!(told("2026-10-01", &[1, 4]), Ok(()));
        assert!(told("2026-09-30", &[4]).unwrap_err().contains("vacant"));
        assert!(told("2026-10-01", &[5]).unwrap_err().contains("no seat 5"));
        assert!(told("2026-10-01", &[1, 1]).unwrap_err().contains("twice"));
        let (meeting, _) = crate::board::decision::tests::held();
        let other = held("2026-11-18", &[]).check(&board(), &meeting).unwrap_err();
        assert!(other.what.contains("No meeting of the Improvement Board"), "the number is another's");
    }

    proptest! {
        #[test]
        fn every_seat_of_every_meeting_is_counted_once(choices in prop::collection::vec(prop::collection::vec(0_u8..5, 4), 0..12)) {
            let kinds = [Presence::Present, Presence::SentSomeone, Presence::Apologies, Presence::Absent];
            let meetings: Vec<_> = choices
                .iter()
                .enumerate()
                .map(|(at, choice)| {
                    let on = day("2026-08-01") + chrono::Days::new(u64::try_from(at).unwrap() * 14);
                    let lines = (1..=4).zip(choice).filter_map(|(seat, kind)| Some(Attendance { seat, presence: *kinds.get(usize::from(*kind))? }));
                    MeetingAttendance { meeting: 1, on, seats: lines.collect() }
                })
                .collect();
            let counted = attendance_by_partner(&board(), &meetings);
            let sum: u32 = counted.iter().map(|line| line.recorded() + line.vacant + line.not_recorded).sum();
            prop_assert_eq!(usize::try_from(sum).unwrap(), meetings.len() * 4);
            prop_assert!(counted.iter().filter_map(PartnerAttendance::rate).all(|rate| rate <= Exact::whole(1) && rate >= Exact::whole(0)));
        }
    }
}
