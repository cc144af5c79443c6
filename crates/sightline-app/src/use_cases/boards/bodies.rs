//! Bodies: their terms of reference, and when they meet.

use chrono::{Months, NaiveDate, NaiveTime};
use serde_json::json;
use sightline_domain::board::{AgendaTemplates, Body, Meeting, MeetingCycle, Quorum, Seat, Term, lines_of_report};
use sightline_domain::calendar::WorkingDays;
use sightline_domain::plan::Board;
use sightline_store::{EntryKind, NewVersion, PlanSummary};

use super::books::{BodyMeets, Books};
use crate::error::BoardError;
use crate::policy;
use crate::use_cases::amend::wording::filled;
use crate::{App, Call, Result};

/// Terms of reference as they are written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyInput {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The name of the body it reports to.
    pub reports_to: Option<String>,
    /// Its seats, in order.
    pub seats: Vec<SeatInput>,
    /// The place among `seats` of the one that chairs, from 0.
    pub chair: Option<usize>,
    /// How many seats must be there before it decides; none when the terms do not say.
    pub quorum: Option<u32>,
    /// Partners that have to be there as well.
    pub quorum_partners: Vec<String>,
    /// True when somebody sent in a member's place counts for the quorum.
    pub counts_substitutes: bool,
    /// Why the terms change; asked for once there are any.
    pub reason: String,
}

/// A seat as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatInput {
    /// Number of a seat that is there; none for a new one.
    pub number: Option<u32>,
    /// The partner organisation; none for the council itself.
    pub partner: Option<String>,
    /// The post that the seat is for.
    pub post: String,
    /// Who sits on it from now on; none when it is vacant.
    pub person: Option<String>,
}

/// When and where a body meets, as it is written in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetsInput {
    /// How often.
    pub cycle: MeetingCycle,
    /// When meetings begin.
    pub starts_at: Option<NaiveTime>,
    /// Where.
    pub place: Option<String>,
    /// Id of the template of its agendas.
    pub template: String,
    /// Meetings are planned until this day; a year from today when absent.
    pub until: Option<NaiveDate>,
}

impl App {
    /// Keeps the terms of a body: those of a new one when `name` is none.
    ///
    /// A person who leaves a seat leaves it today, and whoever follows begins today; who sat on it before stays on record.
    ///
    /// # Errors
    ///
    /// * [`BoardError::UnknownBody`] – there is no body of this name.
    /// * [`BoardError::BodyThere`] – another body has the name already.
    /// * [`BoardError::Refused`] – the terms cannot be so (`SL-D430`).
    /// * [`BoardError::NoReason`] – the terms change without a reason.
    pub async fn save_body(&self, call: &Call, plan: &str, name: Option<&str>, input: &BodyInput) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let before = name.map(|name| books.body(name)).transpose()?;
        let body = body_of(input, before.map(|kept| &kept.body), call.today);
        body.check().map_err(BoardError::Refused)?;
        let others = || books.bodies.iter().filter(|kept| Some(kept.entry) != before.map(|before| before.entry));
        if others().any(|kept| kept.body.name == body.name) {
            return Err(BoardError::BodyThere { name: body.name }.into());
        }
        let all: Vec<Body> = others().map(|kept| kept.body.clone()).chain([body.clone()]).collect();
        lines_of_report(&all).map_err(BoardError::Refused)?;
        let mut versions = Vec::new();
        match before {
            None => versions.push(NewVersion::first(EntryKind::Body, &body)?),
            Some(before) => {
                let reason = filled(Some(&input.reason)).ok_or(BoardError::NoReason)?;
                versions.push(NewVersion::next(EntryKind::Body, before, &body, reason)?);
                versions.extend(renamed(&books, &before.body.name, &body.name, reason)?);
            }
        }
        let detail = json!({ "body": body.name, "seats": body.seats.len(), "was": before.map(|kept| &kept.body.name) });
        self.keep(call, &summary, policy::Action::BoardManage, &versions, detail).await.map(drop)
    }

    /// The terms that a board of the plan's own register begins with.
    #[must_use]
    pub fn terms_of_register(board: &Board) -> BodyInput {
        let seat = |member: &sightline_domain::plan::BoardMember| SeatInput {
            number: None,
            partner: member.partner.clone(),
            post: member.role.clone(),
            person: member.name.clone().filter(|_| !member.is_vacant),
        };
        BodyInput { name: board.name.clone(), seats: board.members.iter().map(seat).collect(), ..BodyInput::default() }
    }

    /// Keeps when a body meets, and plans its meetings on the days that it has none yet.
    ///
    /// Gives how many were planned. Meetings that are planned already stay as they are.
    ///
    /// # Errors
    ///
    /// * [`BoardError::UnknownBody`] – there is no body of this name.
    /// * [`BoardError::UnknownTemplate`] – there is no such template of agendas.
    /// * [`BoardError::Refused`] – the cycle cannot be so (`SL-D431`).
    pub async fn plan_meetings(&self, call: &Call, plan: &str, body: &str, input: &MeetsInput) -> Result<usize> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let name = books.body(body)?.body.name.clone();
        input.cycle.check().map_err(BoardError::Refused)?;
        if AgendaTemplates::built_in().get(&input.template).is_none() {
            return Err(BoardError::UnknownTemplate { id: input.template.clone() }.into());
        }
        let meets = BodyMeets {
            body: name.clone(),
            cycle: input.cycle.clone(),
            starts_at: input.starts_at,
            place: filled(input.place.as_deref()).map(str::to_owned),
            template: input.template.clone(),
        };
        let mut versions = vec![match books.meets(&name) {
            None => NewVersion::first(EntryKind::MeetingCycle, &meets)?,
            Some(before) => NewVersion::next(EntryKind::MeetingCycle, before, &meets, "")?,
        }];
        let until = input.until.or_else(|| call.today.checked_add_months(Months::new(12))).unwrap_or(call.today);
        let there = books.meetings_of(&name);
        for day in meets.cycle.planned(call.today, until, WorkingDays::of_england()) {
            if there.iter().any(|kept| kept.body.planned_on == day.on || kept.body.on() == day.on) {
                continue;
            }
            let meeting = Meeting {
                number: 0,
                body: name.clone(),
                planned_on: day.on,
                starts_at: meets.starts_at,
                place: meets.place.clone(),
                events: Vec::new(),
            };
            versions.push(NewVersion::first(EntryKind::Meeting, &meeting)?);
        }
        let planned = versions.len() - 1;
        let detail = json!({ "body": name, "meetings": planned, "until": until });
        self.keep(call, &summary, policy::Action::BoardManage, &versions, detail).await?;
        Ok(planned)
    }

    /// Keeps versions with one row in the history.
    pub(in crate::use_cases) async fn keep(
        &self,
        call: &Call,
        summary: &PlanSummary,
        action: policy::Action,
        versions: &[NewVersion],
        detail: serde_json::Value,
    ) -> Result<Vec<u64>> {
        let audit = call.audit(action, format!("plan {}", summary.handle), detail);
        Ok(self.store.keep_entries(&summary.id, versions, audit).await?)
    }
}

/// What else names a body, under its new name.
fn renamed(books: &Books, from: &str, to: &str, reason: &str) -> Result<Vec<NewVersion>> {
    if from == to {
        return Ok(Vec::new());
    }
    let mut versions = Vec::new();
    for kept in books.bodies.iter().filter(|kept| kept.body.reports_to.as_deref() == Some(from)) {
        let body = Body { reports_to: Some(to.to_owned()), ..kept.body.clone() };
        versions.push(NewVersion::next(EntryKind::Body, kept, &body, reason)?);
    }
    for kept in books.meets.iter().filter(|kept| kept.body.body == from) {
        let meets = BodyMeets { body: to.to_owned(), ..kept.body.clone() };
        versions.push(NewVersion::next(EntryKind::MeetingCycle, kept, &meets, reason)?);
    }
    for kept in books.meetings.iter().filter(|kept| kept.body.body == from) {
        let meeting = Meeting { body: to.to_owned(), ..kept.body.clone() };
        versions.push(NewVersion::next(EntryKind::Meeting, kept, &meeting, reason)?);
    }
    Ok(versions)
}

fn body_of(input: &BodyInput, before: Option<&Body>, today: NaiveDate) -> Body {
    let known = before.map_or(&[][..], |body| body.seats.as_slice());
    let mut next = known.iter().map(|seat| seat.number).max().unwrap_or(0);
    let mut seats: Vec<Seat> = Vec::new();
    for given in &input.seats {
        let old = known.iter().find(|seat| Some(seat.number) == given.number);
        let number = old.map_or_else(
            || {
                next += 1;
                next
            },
            |seat| seat.number,
        );
        seats.push(Seat {
            number,
            partner: filled(given.partner.as_deref()).map(str::to_owned),
            post: given.post.trim().to_owned(),
            from_on: old.map_or_else(|| before.map(|_| today), |seat| seat.from_on),
            to_on: old.and_then(|seat| seat.to_on),
            terms: terms_of(old, filled(given.person.as_deref()), before.is_some(), today),
        });
    }
    let chair = input.chair.and_then(|place| seats.get(place)).map(|seat| seat.number);
    // A seat that is no longer written ended yesterday, and stays on record unless it is of today.
    let yesterday = today.pred_opt();
    let is_of_today = |from_on: Option<NaiveDate>| from_on.is_some_and(|from| from >= today);
    let ended: Vec<Seat> = known
        .iter()
        .filter(|old| !is_of_today(old.from_on) && !seats.iter().any(|seat| seat.number == old.number))
        .map(|old| {
            let to_on = old.to_on.filter(|to| *to < today).or(yesterday);
            let terms = old.terms.iter().filter(|term| !is_of_today(term.from_on));
            let terms = terms.map(|term| Term { to_on: term.to_on.filter(|to| *to < today).or(to_on), ..term.clone() });
            Seat { to_on, terms: terms.collect(), ..old.clone() }
        })
        .collect();
    seats.extend(ended);
    let partners: Vec<String> =
        input.quorum_partners.iter().filter_map(|name| filled(Some(name))).map(str::to_owned).collect();
    Body {
        name: input.name.trim().to_owned(),
        purpose: input.purpose.trim().to_owned(),
        reports_to: filled(input.reports_to.as_deref()).map(str::to_owned),
        seats,
        chair,
        quorum: input.quorum.map(|seats| Quorum { seats, partners, counts_substitutes: input.counts_substitutes }),
    }
}

/// The terms of a seat when `person` sits on it from today.
fn terms_of(old: Option<&Seat>, person: Option<&str>, is_known: bool, today: NaiveDate) -> Vec<Term> {
    let begins = |person: &str| Term { person: person.to_owned(), from_on: is_known.then_some(today), to_on: None };
    let Some(old) = old else { return person.map(begins).into_iter().collect() };
    if old.person_on(today) == person {
        return old.terms.clone();
    }
    let is_on = |term: &Term| term.from_on.is_none_or(|from| from <= today) && term.to_on.is_none_or(|to| today <= to);
    let mut terms: Vec<Term> = Vec::new();
    for term in &old.terms {
        if !is_on(term) {
            terms.push(term.clone());
        } else if term.from_on.is_none_or(|from| from < today) {
            terms.push(Term { to_on: today.pred_opt(), ..term.clone() });
        }
    }
    terms.extend(person.map(begins));
    terms
}
