//! The terms of reference of a body: who sits on it, who chairs, to whom it reports.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, is_blank, is_same_name};

/// The terms of a body cannot be so.
const TERMS: &str = "SL-D430";

/// A body that governs, with its terms of reference.
///
/// Bodies are told apart by name, as in the plan's register of boards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The name of the body it reports to; null for one that reports to nobody here.
    pub reports_to: Option<String>,
    /// Its seats, in the order in which papers list them.
    pub seats: Vec<Seat>,
    /// The number of the seat that chairs.
    pub chair: Option<u32>,
    /// How many must be there before it decides; null when the terms do not say.
    pub quorum: Option<Quorum>,
}

/// A seat on a body; it outlasts whoever sits on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seat {
    /// Number, never given to another seat of the body.
    pub number: u32,
    /// The partner organisation; null for the council itself.
    pub partner: Option<String>,
    /// The post or role that the seat is for.
    pub post: String,
    /// First day of the seat; it was there from the beginning when null.
    pub from_on: Option<NaiveDate>,
    /// Last day of the seat.
    pub to_on: Option<NaiveDate>,
    /// Who has sat on it, in any order.
    pub terms: Vec<Term>,
}

/// One person on a seat from a day to a day; both days count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// Who.
    pub person: String,
    /// First day, when known.
    pub from_on: Option<NaiveDate>,
    /// Last day, when it is known.
    pub to_on: Option<NaiveDate>,
}

/// How many must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quorum {
    /// So many seats.
    pub seats: u32,
    /// And a seat of each of these partners.
    pub partners: Vec<String>,
    /// True when somebody sent in a member's place counts.
    pub counts_substitutes: bool,
}

/// A seat on a day, with whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seated<'a> {
    /// The seat.
    pub seat: &'a Seat,
    /// Who sits on it; `None` when it is vacant.
    pub person: Option<&'a str>,
}

/// That one body reports to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineOfReport {
    /// The body that reports.
    pub from: String,
    /// The body it reports to.
    pub to: String,
}

impl Term {
    fn is_on(&self, day: NaiveDate) -> bool {
        self.from_on.is_none_or(|from| from <= day) && self.to_on.is_none_or(|to| day <= to)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let first = |term: &Self| term.from_on.unwrap_or(NaiveDate::MIN);
        let last = |term: &Self| term.to_on.unwrap_or(NaiveDate::MAX);
        first(self) <= last(other) && first(other) <= last(self)
    }
}

impl Seat {
    /// True when the body has this seat on the day.
    #[must_use]
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.from_on.is_none_or(|from| from <= day) && self.to_on.is_none_or(|to| day <= to)
    }

    /// Who sits on it on a day; `None` when it is vacant.
    #[must_use]
    pub fn person_on(&self, day: NaiveDate) -> Option<&str> {
        self.terms.iter().find(|term| term.is_on(day)).map(|term| term.person.as_str())
    }

    /// The partner, or the words for the council's own seats.
    #[must_use]
    pub fn partner_words(&self) -> &str {
        self.partner.as_deref().unwrap_or("The council")
    }
}

impl Body {
    /// The seats it has on a day, with whoever holds them, in order.
    #[must_use]
    pub fn seated_on(&self, day: NaiveDate) -> Vec<Seated<'_>> {
        let on = self.seats.iter().filter(|seat| seat.is_on(day));
        on.map(|seat| Seated { seat, person: seat.person_on(day) }).collect()
    }

    /// The seats that nobody holds on a day.
    #[must_use]
    pub fn vacant_on(&self, day: NaiveDate) -> Vec<&Seat> {
        self.seated_on(day).into_iter().filter(|seated| seated.person.is_none()).map(|seated| seated.seat).collect()
    }

    /// The seat that chairs, with whoever holds it on the day.
    #[must_use]
    pub fn chair_on(&self, day: NaiveDate) -> Option<Seated<'_>> {
        self.seated_on(day).into_iter().find(|seated| Some(seated.seat.number) == self.chair)
    }

    /// Seats whose holder's term ends in these days, both included, with nobody to follow on the day after.
    #[must_use]
    pub fn ending(&self, from: NaiveDate, until: NaiveDate) -> Vec<(&Seat, &Term)> {
        let ends = |term: &&Term| term.to_on.is_some_and(|to| (from..=until).contains(&to));
        let seats = self.seats.iter().flat_map(|seat| seat.terms.iter().filter(ends).map(move |term| (seat, term)));
        seats
            .filter(|(seat, term)| {
                let next = term.to_on.and_then(|to| to.succ_opt());
                next.is_some_and(|next| seat.is_on(next) && seat.person_on(next).is_none())
            })
            .collect()
    }

    /// Nothing when the terms can be kept.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D430` – no name; two seats of one number; a chair or partner of the quorum that has no seat;
    /// a quorum of none or of more than there are seats; a term that ends before it begins, has nobody, or overlaps
    /// another of the seat; a body that reports to itself.
    pub fn check(&self) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(TERMS, what, next));
        let name = self.name.trim();
        if name.is_empty() {
            return refused("A body has no name.".to_owned(), "Give it the name that people call it.");
        }
        if self.reports_to.as_deref().is_some_and(|to| is_same_name(to, name)) {
            return refused(format!("The {name} reports to itself."), "Name another body, or none.");
        }
        let mut numbers = BTreeSet::new();
        for seat in &self.seats {
            if !numbers.insert(seat.number) {
                let what = format!("Two seats of the {name} have the number {}.", seat.number);
                return refused(what, "Give each seat a number of its own.");
            }
            if let Some(what) = seat.fault() {
                return refused(format!("The {name}: {what}"), "Put the days right, or end the earlier term first.");
            }
        }
        if let Some(chair) = self.chair.filter(|chair| !numbers.contains(chair)) {
            return refused(
                format!("The {name} is chaired from seat {chair}, which it does not have."),
                "Choose one of its seats.",
            );
        }
        if let Some(quorum) = &self.quorum {
            let seats = u32::try_from(self.seats.len()).unwrap_or(u32::MAX);
            if quorum.seats == 0 || quorum.seats > seats {
                let what = format!("A quorum of {} cannot be for the {name}, which has {seats} seats.", quorum.seats);
                return refused(what, "Give a number from 1 to the number of seats, or leave the quorum out.");
            }
            let has_seat = |partner: &&String| {
                self.seats.iter().any(|seat| seat.partner.as_deref().is_some_and(|own| is_same_name(own, partner)))
            };
            if let Some(partner) = quorum.partners.iter().find(|partner| !has_seat(partner)) {
                let what = format!("The quorum of the {name} asks for {partner}, which has no seat.");
                return refused(what, "Give the partner a seat, or take it out of the quorum.");
            }
        }
        Ok(())
    }
}

impl Seat {
    /// What is wrong with its days, as a sentence.
    fn fault(&self) -> Option<String> {
        let post = self.post.trim();
        if post.is_empty() {
            return Some(format!("seat {} is for no post or role.", self.number));
        }
        if self.from_on.zip(self.to_on).is_some_and(|(from, to)| to < from) {
            return Some(format!("the seat for the {post} ends before it begins."));
        }
        for (at, term) in self.terms.iter().enumerate() {
            if is_blank(&term.person) {
                return Some(format!("a term on the seat for the {post} names nobody; a vacancy needs no term."));
            }
            if term.from_on.zip(term.to_on).is_some_and(|(from, to)| to < from) {
                return Some(format!("a term on the seat for the {post} ends before it begins."));
            }
            if self.terms[at + 1..].iter().any(|other| term.overlaps(other)) {
                return Some(format!("two terms on the seat for the {post} overlap."));
            }
        }
        None
    }
}

/// Who reports to whom, in the order of the bodies.
///
/// # Errors
///
/// [`Refusal`] `SL-D430` – two bodies of one name, a body that reports to one that is not there, or reports that go
/// round in a circle, which is named.
pub fn lines_of_report(bodies: &[Body]) -> Result<Vec<LineOfReport>, Refusal> {
    let find = |name: &str| bodies.iter().position(|body| is_same_name(&body.name, name));
    let mut above = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        if find(&body.name) != Some(at) {
            let what = format!("Two bodies are called {}.", body.name.trim());
            return Err(Refusal::new(TERMS, what, "Give one of them another name."));
        }
        above.push(match &body.reports_to {
            None => None,
            Some(to) => Some(find(to).ok_or_else(|| {
                let what = format!("The {} reports to the {}, which is not there.", body.name.trim(), to.trim());
                Refusal::new(TERMS, what, "Add that body, or choose one that is there.")
            })?),
        });
    }
    for start in 0..bodies.len() {
        let mut way = vec![start];
        let mut at = start;
        while let Some(next) = above[at] {
            if let Some(first) = way.iter().position(|seen| *seen == next) {
                let mut names: Vec<&str> = way[first..].iter().map(|at| bodies[*at].name.trim()).collect();
                names.push(bodies[next].name.trim());
                let what = format!("The bodies report to each other in a circle: {}.", names.join(", then "));
                return Err(Refusal::new(
                    TERMS,
                    what,
                    "Let one of them report to nobody, or to a body outside the circle.",
                ));
            }
            way.push(next);
            at = next;
        }
    }
    let line = |(from, to): (&Body, Option<usize>)| {
        Some(LineOfReport { from: from.name.clone(), to: bodies[to?].name.clone() })
    };
    Ok(bodies.iter().zip(above).filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(person: &str, from: Option<&str>, to: Option<&str>) -> Term {
        Term { person: person.to_owned(), from_on: from.map(day), to_on: to.map(day) }
    }

    fn seat(number: u32, partner: Option<&str>, terms: Vec<Term>) -> Seat {
        let (partner, post) = (partner.map(str::to_owned), format!("Post {number}"));
        Seat { number, partner, post, from_on: None, to_on: None, terms }
    }

    fn board() -> Body {
        Body {
            name: "Improvement Board".to_owned(),
            seats: vec![
                seat(1, None, vec![term("Ann Chair", None, None)]),
                seat(
                    2,
                    Some("Police"),
                    vec![term("Bo First", None, Some("2026-06-30")), term("Cy Next", Some("2026-09-01"), None)],
                ),
                seat(3, Some("Health"), Vec::new()),
            ],
            chair: Some(1),
            quorum: Some(Quorum { seats: 2, partners: vec!["Health".to_owned()], counts_substitutes: true }),
            ..Body::default()
        }
    }

    fn named(name: &str, reports_to: Option<&str>) -> Body {
        Body { name: name.to_owned(), reports_to: reports_to.map(str::to_owned), ..Body::default() }
    }

    #[test]
    fn a_seat_between_two_terms_is_vacant() {
        let board = board();
        let vacant = |on: &str| board.vacant_on(day(on)).iter().map(|seat| seat.number).collect::<Vec<_>>();
        assert_eq!(vacant("2026-06-30"), [3]);
        assert_eq!(vacant("2026-07-01"), [2, 3]);
        assert_eq!(vacant("2026-09-01"), [3]);
        assert_eq!(board.chair_on(day("2026-07-01")).unwrap().person, Some("Ann Chair"));
    }

    #[test]
    fn a_term_that_ends_with_nobody_to_follow_is_told_beforehand() {
        let board = board();
        let ending = board.ending(day("2026-06-01"), day("2026-07-31"));
        assert_eq!(
            ending.iter().map(|(seat, term)| (seat.number, term.person.as_str())).collect::<Vec<_>>(),
            [(2, "Bo First")]
        );
        assert!(board.ending(day("2026-07-01"), day("2026-12-31")).is_empty());
    }

    #[test]
    fn terms_that_cannot_be_are_refused() {
        assert_eq!(board().check(), Ok(()));
        let told = |change: &dyn Fn(&mut Body)| {
            let mut board = board();
            change(&mut board);
            board.check().unwrap_err().what
        };
        assert!(told(&|board| board.chair = Some(9)).contains("seat 9"));
        assert!(told(&|board| board.reports_to = Some(" improvement board".to_owned())).contains("itself"));
        assert!(told(&|board| board.seats[2].number = 2).contains("Two seats"));
        assert!(told(&|board| board.seats[1].terms[0].to_on = None).contains("overlap"));
        assert!(told(&|board| board.seats[1].terms[1].to_on = Some(day("2026-08-31"))).contains("ends before"));
        assert!(told(&|board| board.quorum.as_mut().unwrap().seats = 4).contains("quorum of 4"));
        assert!(told(&|board| board.seats[2].partner = None).contains("asks for Health"));
        assert!(told(&|board| board.name = " ".to_owned()).contains("no name"));
        assert!(told(&|board| board.seats[0].terms[0].person = String::new()).contains("names nobody"));
    }

    #[test]
    fn lines_of_report_are_drawn_and_a_circle_is_named() {
        let bodies = [named("Clinic", Some("board")), named("Board", Some("Cabinet")), named("Cabinet", None)];
        let lines = lines_of_report(&bodies).unwrap();
        assert_eq!(
            lines.iter().map(|line| format!("{} > {}", line.from, line.to)).collect::<Vec<_>>(),
            ["Clinic > Board", "Board > Cabinet"]
        );
        let round = [named("A", Some("B")), named("B", Some("C")), named("C", Some("B"))];
        let refusal = lines_of_report(&round).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.what.as_str()),
            ("SL-D430", "The bodies report to each other in a circle: B, then C, then B.")
        );
        assert!(lines_of_report(&[named("A", Some("Z"))]).unwrap_err().what.contains("not there"));
        assert!(lines_of_report(&[named("A", None), named("a ", None)]).unwrap_err().what.contains("Two bodies"));
    }

    proptest! {
        #[test]
        fn lines_either_end_at_a_body_that_reports_to_nobody_or_are_refused(to in prop::collection::vec(prop::option::of(0_usize..8), 8)) {
            let bodies: Vec<Body> =
                to.iter().enumerate().map(|(at, to)| named(&format!("B{at}"), to.map(|to| format!("B{to}")).as_deref())).collect();
            // Whoever follows nine lines among eight bodies without an end has been somewhere twice.
            let ends = (0..8).all(|start| (0..9).try_fold(start, |at: usize, _| to[at]).is_none());
            prop_assert_eq!(lines_of_report(&bodies).is_ok(), ends);
        }
    }
}
