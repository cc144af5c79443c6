//! What happens in every year of care: health, behaviour, going missing, and what Annex A counts.

use super::Story;
use super::care::Care;
use super::front_door::Spell;
use crate::synthetic::content::Rate;
use crate::synthetic::days::{add_working, working};
use crate::synthetic::record::{
    CareCounts, CareHealthYear, Conviction, Datum, HealthCheck, Immunisation, MissingEpisode, Sdq, SubstanceMisuse,
};

const YEAR: i32 = 365;

/// One missing episode, as the counts need it.
pub(super) struct Missed {
    start: i32,
    is_away: bool,
    offered: Option<bool>,
    accepted: Option<bool>,
}

impl Story<'_, '_> {
    /// Health assessments, dental checks, immunisations, questionnaires, and the year as the return sums it up.
    pub(super) fn health_and_behaviour(&mut self, care: &Care) {
        let until = care.end.min(self.as_at);
        let mut last = (None, None, None);
        let mut day = add_working(care.start, 18);
        while day < until {
            if self.happens(Rate::HealthAssessment, None, day) {
                self.check("health_assessment", day);
                last.0 = Some(day);
            }
            let wait = if self.age(day) < 5 { self.chance.between(165, 182) } else { self.chance.between(330, 364) };
            day = working(day + wait);
        }
        let mut day = working(care.start + self.chance.between(30, 120));
        while day < until {
            if self.age(day) >= 2 && self.happens(Rate::DentalCheck, None, day) {
                self.check("dental_check", day);
                last.1 = Some(day);
            }
            day = working(day + self.chance.between(300, 364));
        }
        let mut are_current = false;
        let mut day = working(care.start + self.chance.between(40, 100));
        while day < until {
            are_current = self.happens(Rate::Immunisations, None, day);
            self.tables.add(Immunisation {
                child_id: self.child(),
                are_current: are_current.into(),
                recorded_on: Datum::Day(day),
            });
            if (4..=16).contains(&self.age(day)) {
                let score = self.chance.below(16) + self.chance.below(15);
                self.tables.add(Sdq {
                    child_id: self.child(),
                    completed_on: Datum::Day(day),
                    score: Datum::Number(i64::from(score)),
                    missing_reason: Datum::Null,
                });
            }
            last.2 = Some(day);
            day = working(day + YEAR);
        }
        let (misused, convicted) = self.troubles(care, until);
        if care.end > self.as_at && care.start <= self.as_at - YEAR {
            let since = |day: Option<i32>| day.is_some_and(|day| day > until - YEAR);
            let age = self.age(self.as_at);
            self.tables.add(CareHealthYear {
                child_id: self.child(),
                was_convicted: if age >= 10 { convicted.into() } else { Datum::Null },
                development_check_is_current: if age < 5 { since(last.0).into() } else { Datum::Null },
                immunisations_are_current: are_current.into(),
                teeth_were_checked: since(last.1).into(),
                health_assessment_was_done: since(last.0).into(),
                misused_substances: misused.into(),
                intervention_was_received: if misused { true.into() } else { Datum::Null },
                intervention_was_offered: Datum::Null,
            });
        }
    }

    fn check(&mut self, kind: &'static str, day: i32) {
        let check_id = self.new_id("HLT");
        self.tables.add(HealthCheck {
            child_id: self.child(),
            check_id: (&check_id).into(),
            kind: kind.into(),
            checked_on: Datum::Day(day),
            status: "Completed".into(),
        });
    }

    /// Substance misuse and convictions of older children; whether there was either in the last year.
    fn troubles(&mut self, care: &Care, until: i32) -> (bool, bool) {
        let (mut misused, mut convicted) = (false, false);
        let mut from = care.start;
        while from < until {
            let day = working(from + self.chance.between(1, YEAR - 2));
            if day < until && self.age(day) >= 11 && self.happens(Rate::SubstanceMisuse, None, day) {
                let misuse_id = self.new_id("SUB");
                self.tables.add(SubstanceMisuse {
                    child_id: self.child(),
                    misuse_id: (&misuse_id).into(),
                    recorded_on: Datum::Day(day),
                    substance: "Cannabis".into(),
                    intervention_was_received: true.into(),
                });
                misused |= day > until - YEAR;
            }
            if day < until && self.age(day) >= 12 && self.happens(Rate::Conviction, None, day) {
                let conviction_id = self.new_id("CNV");
                self.tables.add(Conviction {
                    child_id: self.child(),
                    conviction_id: (&conviction_id).into(),
                    convicted_on: Datum::Day(day),
                });
                convicted |= day > until - YEAR;
            }
            from += YEAR;
        }
        (misused, convicted)
    }

    /// Missing episodes of a period of care, with their return interviews.
    pub(super) fn missing(&mut self, care: &Care, spell: &Spell) -> Vec<Missed> {
        let until = care.end.min(self.as_at);
        let mut all = Vec::new();
        let mut from = care.start.max(self.reaches(11, (care.start, until)).unwrap_or(care.start));
        if self.age(from) < 11 {
            return all;
        }
        while from < until {
            if self.happens(Rate::MissingInYear, None, from) {
                let times = 1 + self.chance.below(4);
                let step = YEAR / i32::try_from(times).unwrap_or(1);
                let mut start = from;
                for _ in 0..times {
                    start += self.chance.between(6, step - 6);
                    let end = start + self.chance.between(0, 3);
                    if end >= until || start <= self.missing_until {
                        break;
                    }
                    self.missing_until = end;
                    all.push(self.miss(spell, start, end));
                    start = end;
                }
            }
            from += YEAR;
        }
        all
    }

    fn miss(&mut self, spell: &Spell, start: i32, end: i32) -> Missed {
        let is_away = self.chance.is(self.council.england.rates.of(Rate::AwayRatherThanMissing));
        let offered = self.happens(Rate::InterviewOffered, Some(spell.post), end);
        let accepted = offered && self.happens(Rate::InterviewAccepted, Some(spell.post), end);
        self.tables.add(MissingEpisode {
            child_id: self.child(),
            kind: if is_away { "A".into() } else { "M".into() },
            started_on: Datum::Day(start),
            ended_on: Datum::Day(end),
            interview_was_offered: offered.into(),
            interview_was_accepted: if offered { accepted.into() } else { Datum::Null },
        });
        Missed { start, is_away, offered: Some(offered), accepted: offered.then_some(accepted) }
    }

    /// What Annex A counts over the last twelve months, for a child in care then.
    pub(super) fn counts(&mut self, care: &Care, stays: impl Iterator<Item = i32> + Clone, missing: &[Missed]) {
        let year_ago = self.as_at - YEAR;
        if care.end <= year_ago {
            return;
        }
        let count = |number: usize| Datum::Number(i64::try_from(number).unwrap_or(0));
        // The placement that the year began with counts too.
        let before = stays.clone().filter(|start| *start < year_ago).count().min(1);
        let within = stays.filter(|start| (year_ago..=self.as_at).contains(start)).count();
        let lately = || missing.iter().filter(|missed| missed.start >= year_ago);
        let last = missing.last();
        let of = |known: Option<Option<bool>>| known.flatten().map_or(Datum::Null, Datum::from);
        self.tables.add(CareCounts {
            child_id: self.child(),
            care_started_on: Datum::Day(care.start),
            placements_in_12_months: count(before + within),
            missing_in_12_months: count(lately().filter(|missed| !missed.is_away).count()),
            absent_in_12_months: count(lately().filter(|missed| missed.is_away).count()),
            last_interview_was_offered: of(last.map(|missed| missed.offered)),
            last_interview_was_accepted: of(last.map(|missed| missed.accepted)),
        });
    }
}
