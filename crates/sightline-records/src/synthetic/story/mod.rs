//! The story of one child, from the first contact to the as-at date.

mod adoption;
mod care;
mod front_door;
mod leaving;
mod protection;
mod school;
mod year;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Council;
use super::chance::Chance;
use super::content::{Duty, Rate};
use super::days::{birthday, years_between};
use super::record::{Address, Datum, Family, ImmigrationStatus, Involvement, Mother, Person, Tables};
use super::staff::Post;

/// One stretch of time in care.
#[derive(Clone, Debug)]
pub(super) struct CarePast {
    start: i32,
    /// The last day; beyond the as-at date while in care.
    end: i32,
}

/// One child while the story is told.
pub(super) struct Story<'c, 't> {
    council: &'c Council<'c>,
    chance: Chance,
    tables: &'t mut Tables,
    caseloads: &'t mut BTreeMap<Arc<str>, i64>,
    id: Arc<str>,
    /// Number of the child's next record, for identifiers.
    next: u32,
    born: i32,
    as_at: i32,
    is_disabled: bool,
    is_unaccompanied: bool,
    home: Arc<str>,
    referrals: Vec<i32>,
    enquiries: Vec<i32>,
    conferences: Vec<i32>,
    plans: i64,
    care: Vec<CarePast>,
    /// Until when the child has been missing; episodes never overlap.
    missing_until: i32,
}

impl<'c, 't> Story<'c, 't> {
    pub(super) fn new(
        council: &'c Council<'c>,
        number: u32,
        tables: &'t mut Tables,
        caseloads: &'t mut BTreeMap<Arc<str>, i64>,
    ) -> Self {
        let england = council.england;
        let mut chance = Chance::new(england.settings.seed, council.number, number);
        let home = postcode(&mut chance);
        Self {
            council,
            tables,
            caseloads,
            id: format!("{:03}{:07}", council.number, number + 1).into(),
            next: 0,
            born: 0,
            as_at: england.as_at,
            is_disabled: chance.is(england.rates.of(Rate::Disabled)),
            is_unaccompanied: false,
            home,
            referrals: Vec::new(),
            enquiries: Vec::new(),
            conferences: Vec::new(),
            plans: 0,
            care: Vec::new(),
            missing_until: i32::MIN,
            chance,
        }
    }

    /// Tells the whole story.
    pub(super) fn tell(mut self) {
        let england = self.council.england;
        let rates = &england.rates;
        let first = self.chance.between(england.from, self.as_at);
        let first = super::days::working(first).min(self.as_at);
        let is_unborn = self.chance.is(rates.of(Rate::Unborn));
        self.born = if is_unborn {
            first + self.chance.between(20, 120)
        } else {
            let age = self.chance.weighted(rates.ages.iter().copied());
            birthday(first, -i32::try_from(age).unwrap_or(0)) - self.chance.between(1, 364)
        };
        let expects = is_unborn.then(|| self.born + self.chance.between(-6, 6));
        self.is_unaccompanied =
            self.age(first) >= 14 && self.age(first) < 17 && self.chance.is(rates.of(Rate::Unaccompanied));
        let mut day = Some(first);
        while let Some(on) = day {
            day = self.contact(on);
        }
        self.person(expects);
        self.school();
        self.leave_care();
    }

    /// The age in years on a day; 0 before birth.
    fn age(&self, on: i32) -> i32 {
        years_between(self.born, on)
    }

    /// The eighteenth birthday.
    fn eighteenth(&self) -> i32 {
        birthday(self.born, 18)
    }

    /// True in as many cases as the rate says, which a scenario may change by team and day.
    fn happens(&mut self, rate: Rate, post: Option<Post>, day: i32) -> bool {
        let england = self.council.england;
        let changes = &england.scenario.changes;
        let mut per_1000 = england.rates.of(rate);
        if !changes.is_empty() {
            let team = post.map(|post| self.council.staff.team(post)).map(|team| (team.duty, team.number));
            // A rate that belongs to no team is changed only by a change for all.
            let team = team.unwrap_or((Duty::Assessment, 0));
            let other = changes.iter().find_map(|change| change.applies(rate, team, day));
            per_1000 = other.unwrap_or(per_1000);
        }
        self.chance.is(per_1000)
    }

    /// A new identifier of this child's records.
    fn new_id(&mut self, kind: &str) -> Arc<str> {
        self.next += 1;
        let mut id = String::with_capacity(20);
        id.push_str(kind);
        id.push_str(&self.id);
        id.push('.');
        id.push_str(two_figures(self.next).as_str());
        id.into()
    }

    /// The day, when it is not after the as-at date.
    fn past(&self, day: i32) -> Datum {
        Datum::day((day <= self.as_at).then_some(day))
    }

    fn child(&self) -> Datum {
        (&self.id).into()
    }

    fn team_name(&self, post: Post) -> Datum {
        (&self.council.staff.team(post).name).into()
    }

    fn worker_on(&self, post: Post, day: i32) -> Datum {
        self.council.staff.holder(post, day).into()
    }

    /// Writes down who held the case: everybody who had the post from one day to another.
    ///
    /// `until` is the last day, beyond the as-at date while the case goes on.
    fn held_by(&mut self, post: Post, referral: &Arc<str>, (from, until): (i32, i32)) {
        let staff = &self.council.staff;
        let holdings = &staff.teams[post.team].posts[post.post];
        for holding in holdings {
            let start = from.max(holding.from);
            let end = until.min(holding.until);
            if start > self.as_at || start >= end && start != until || holding.until <= from {
                continue;
            }
            let goes_on = end > self.as_at;
            let reason = if goes_on {
                Datum::Null
            } else if end == until {
                "TSPROC".into()
            } else {
                self.council.england.rates.choices.worker_change.draw(&mut self.chance).into()
            };
            if goes_on {
                *self.caseloads.entry(Arc::clone(&holding.worker)).or_default() += 1;
            }
            let involvement_id = self.new_id("INV");
            self.tables.add(Involvement {
                child_id: (&self.id).into(),
                involvement_id: (&involvement_id).into(),
                referral_id: referral.into(),
                worker: (&holding.worker).into(),
                role: "Allocated social worker".into(),
                team: (&staff.team(post).id).into(),
                started_on: Datum::Day(start),
                ended_on: Datum::day((!goes_on).then_some(end)),
                change_reason: reason,
            });
            if end == until {
                break;
            }
        }
    }

    /// Rows about the person, at the end of the story.
    fn person(&mut self, expects: Option<i32>) {
        let choices = &self.council.england.rates.choices;
        let is_born = self.born <= self.as_at;
        let ethnicity = choices.ethnicity.draw(&mut self.chance);
        let sex = choices.sex.draw(&mut self.chance);
        let (ethnicity, sex) = match (is_born, self.is_unaccompanied) {
            (false, _) => (Datum::Word("NOBT"), Datum::Word("U")),
            (true, true) => (Datum::Word("BAFR"), Datum::Word("M")),
            (true, false) => (ethnicity.into(), sex.into()),
        };
        let is_of_school_age = self.age(self.as_at) >= 5;
        let has_upn = is_of_school_age && !self.is_unaccompanied;
        let upn = if has_upn { upn(&mut self.chance).into() } else { Datum::Null };
        let is_mother = sex.words() == Some("F")
            && !self.care.is_empty()
            && self.age(self.as_at) >= 16
            && self.chance.is(self.council.england.rates.of(Rate::YoungMother));
        if is_mother {
            let least = birthday(self.born, 15);
            let baby_born = self.chance.between(least, self.as_at - 1);
            let baby: Arc<str> = format!("{}M", self.id).into();
            self.tables.add(Mother {
                child_id: self.child(),
                child_of_mother_id: (&baby).into(),
                child_born_on: Datum::Day(baby_born),
            });
            self.tables.add(Person {
                child_id: (&baby).into(),
                sex: choices.sex.draw(&mut self.chance).into(),
                ethnicity: ethnicity.clone(),
                born_on: Datum::Day(baby_born),
                upn_missing_reason: "UN1".into(),
                has_send: false.into(),
                ..Person::default()
            });
        }
        if self.is_unaccompanied {
            let status_id = self.new_id("IMM");
            let eighteenth = self.eighteenth();
            self.tables.add(ImmigrationStatus {
                child_id: self.child(),
                status_id: (&status_id).into(),
                status: "UASC".into(),
                started_on: Datum::day(self.care.first().map(|care| care.start)),
                ended_on: self.past(eighteenth),
            });
        }
        let family: Arc<str> = format!("F{}", self.id).into();
        self.tables.add(Family { family_id: (&family).into(), child_id: self.child() });
        let moved_in = self.born.min(self.council.england.from).max(self.born);
        if is_born {
            self.tables.add(Address {
                child_id: self.child(),
                address_type: "Home".into(),
                started_on: Datum::Day(moved_in),
                ended_on: Datum::Null,
                postcode: (&self.home).into(),
            });
        }
        self.tables.add(Person {
            child_id: self.child(),
            sex,
            ethnicity,
            born_on: self.past(self.born),
            expected_born_on: Datum::day(expects),
            upn_missing_reason: match (has_upn, self.is_unaccompanied) {
                (true, _) => Datum::Null,
                (false, true) => "UN3".into(),
                (false, false) => "UN1".into(),
            },
            upn,
            has_disability: self.is_disabled.into(),
            is_mother: if is_mother { true.into() } else { Datum::Null },
            nationality: if self.is_unaccompanied { "Sudan".into() } else { "British".into() },
            ..Person::default()
        });
    }
}

/// A number with at least two figures.
fn two_figures(number: u32) -> String {
    let mut text = String::with_capacity(4);
    if number < 10 {
        text.push('0');
    }
    text.push_str(&number.to_string());
    text
}

/// A postcode of an area that does not exist.
fn postcode(chance: &mut Chance) -> Arc<str> {
    const LETTERS: [char; 20] =
        ['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y', 'Z'];
    let (district, sector) = (1 + chance.below(29), chance.below(10));
    let one = LETTERS[chance.below(20) as usize];
    let other = LETTERS[chance.below(20) as usize];
    format!("ZZ{district} {sector}{one}{other}").into()
}

/// A pupil number whose first letter checks the rest.
fn upn(chance: &mut Chance) -> String {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let figures: Vec<u32> = (0..12).map(|_| chance.below(10)).collect();
    let sum: u32 = figures.iter().zip(2_u32..).map(|(figure, weight)| figure * weight).sum();
    let mut text = String::with_capacity(13);
    text.push(char::from(LETTERS[sum as usize % LETTERS.len()]));
    for figure in figures {
        text.push(char::from_digit(figure, 10).unwrap_or('0'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pupil_number_has_its_check_letter() {
        // 12 ones: the sum of 2 to 13 is 90, and 90 leaves 21 when divided by 23.
        let mut chance = Chance::new(1, 1, 1);
        let number = upn(&mut chance);
        let sum: usize =
            number[1..].bytes().zip(2_usize..).map(|(byte, weight)| usize::from(byte - b'0') * weight).sum();
        assert_eq!(number.as_bytes()[0], b"ABCDEFGHJKLMNPQRTUVWXYZ"[sum % 23]);
        assert_eq!(number.len(), 13);
    }
}
