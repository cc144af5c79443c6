//! The boards and the risks of the demonstration: `content/demo/boards.toml`.

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::Deserialize;
use sightline_domain::board::{Cycle, MeetingChange, MeetingCycle, Nth, OffDay, Presence};
use sightline_domain::risk::RiskKind;

use super::script::{day, maybe_day, wrong};
use crate::use_cases::boards::{
    BodyInput, DecisionInput, ForwardInput, LoggedChallengeInput, MeetingActionInput, MeetsInput,
};
use crate::use_cases::risks::{MitigationInput, RiskInput};
use crate::{App, Call, Result};

const BOARDS: &str = include_str!("../../../../../content/demo/boards.toml");
const TEMPLATE: &str = "improvement_board";

/// Everything that the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Boards {
    #[serde(rename = "body")]
    bodies: Vec<Terms>,
    #[serde(rename = "meeting")]
    meetings: Vec<Scripted>,
    #[serde(rename = "risk")]
    risks: Vec<Entry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terms {
    name: String,
    purpose: String,
    reports_to: Option<String>,
    #[serde(deserialize_with = "day")]
    written_on: NaiveDate,
    /// Place among the members, from 1.
    chair: usize,
    quorum: u32,
    #[serde(default)]
    counts_substitutes: bool,
    meets: Meets,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meets {
    every_months: u32,
    nth: Nth,
    weekday: Weekday,
    #[serde(deserialize_with = "day")]
    from: NaiveDate,
    #[serde(deserialize_with = "day")]
    until: NaiveDate,
    starts_at: String,
    place: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scripted {
    body: String,
    #[serde(deserialize_with = "day")]
    planned_on: NaiveDate,
    moved: Option<Moved>,
    #[serde(default, deserialize_with = "maybe_day")]
    agenda_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "maybe_day")]
    held_on: Option<NaiveDate>,
    #[serde(default)]
    papers_in: Vec<PaperIn>,
    #[serde(default)]
    forward: Vec<Forward>,
    #[serde(default)]
    sent_someone: Vec<u32>,
    #[serde(default)]
    apologies: Vec<u32>,
    #[serde(default)]
    absent: Vec<u32>,
    #[serde(default, deserialize_with = "maybe_day")]
    minutes_on: Option<NaiveDate>,
    /// What was said at each item, in order.
    #[serde(default)]
    minutes: Vec<String>,
    /// The day for which the meeting that agreed them was planned.
    #[serde(default, deserialize_with = "maybe_day")]
    agreed_at: Option<NaiveDate>,
    #[serde(default, deserialize_with = "maybe_day")]
    agreed_on: Option<NaiveDate>,
    #[serde(default, rename = "decision")]
    decisions: Vec<Decided>,
    #[serde(default, rename = "action")]
    actions: Vec<ToDo>,
    #[serde(default, rename = "challenge")]
    challenges: Vec<Asked>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    #[serde(deserialize_with = "day")]
    to: NaiveDate,
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PaperIn {
    item: u32,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forward {
    title: String,
    presents: String,
    minutes: u16,
    paper: bool,
    #[serde(deserialize_with = "day")]
    added_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    item: u32,
    text: String,
    owner: String,
    #[serde(default, deserialize_with = "maybe_day")]
    due: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToDo {
    item: u32,
    text: String,
    owner: String,
    #[serde(default, deserialize_with = "maybe_day")]
    due: Option<NaiveDate>,
    #[serde(default, deserialize_with = "maybe_day")]
    done_on: Option<NaiveDate>,
    #[serde(default)]
    result: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    item: u32,
    by: String,
    to: String,
    text: String,
    #[serde(default, deserialize_with = "maybe_day")]
    answered_on: Option<NaiveDate>,
    #[serde(default)]
    answer: String,
    #[serde(default, deserialize_with = "maybe_day")]
    closed_on: Option<NaiveDate>,
    #[serde(default)]
    outcome: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    title: String,
    effect: String,
    cause: String,
    owner: String,
    likelihood: u32,
    impact: u32,
    appetite: u32,
    #[serde(deserialize_with = "day")]
    review_on: NaiveDate,
    reason: String,
    #[serde(default)]
    actions: Vec<String>,
    #[serde(default)]
    mitigations: Vec<Mitigated>,
    #[serde(default)]
    again: Vec<Again>,
    closed: Option<Closed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mitigated {
    text: String,
    owner: String,
    #[serde(default, deserialize_with = "maybe_day")]
    due: Option<NaiveDate>,
    #[serde(default, deserialize_with = "maybe_day")]
    done_on: Option<NaiveDate>,
}

/// A later score.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    #[serde(default)]
    kind: RiskKind,
    #[serde(default)]
    likelihood: u32,
    impact: u32,
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    reason: String,
}

/// A meeting by its body and the day it was first planned for.
#[derive(Clone, Debug)]
pub(super) struct Which {
    body: String,
    planned_on: NaiveDate,
}

/// What happens at a board, or to the register of risks, on a day.
#[derive(Debug)]
pub(super) enum BoardEvent {
    Terms(Box<Terms>),
    Forward(Which, ForwardInput),
    Change(Which, MeetingChange),
    Agenda(Which),
    Paper(Which, u32),
    Attendance(Which, Vec<(Presence, Vec<u32>)>),
    Minutes(Which, Vec<String>),
    /// The minutes of the first are agreed at the second.
    Agreed(Which, Which),
    Decision(Which, DecisionInput),
    Action(Which, MeetingActionInput),
    /// An action of these words is done.
    Done(Which, String, String),
    Challenge(Which, LoggedChallengeInput),
    /// A challenge of these words is answered, or closed.
    Settled {
        of: Which,
        text: String,
        by: String,
        words: String,
        closes: bool,
    },
    Risk(RiskInput),
    CloseRisk {
        title: String,
        reason: String,
    },
}

impl Boards {
    /// The boards that come with Sightline.
    pub(super) fn built_in() -> Result<Self> {
        toml::from_str(BOARDS).map_err(|cause| wrong(format!("boards.toml: {cause}")))
    }

    /// What happens, and when; what stands first of a day happens first.
    pub(super) fn events(self) -> Vec<(NaiveDate, BoardEvent)> {
        let terms = self.bodies.into_iter().map(|body| (body.written_on, BoardEvent::Terms(Box::new(body))));
        let mut events: Vec<(NaiveDate, BoardEvent)> = terms.collect();
        events.extend(self.meetings.iter().flat_map(Scripted::events));
        events.extend(self.risks.iter().flat_map(Entry::events));
        events
    }
}

impl Scripted {
    fn events(&self) -> Vec<(NaiveDate, BoardEvent)> {
        let which = || Which { body: self.body.clone(), planned_on: self.planned_on };
        let mut events = Vec::new();
        if let Some(Moved { on, to, reason }) = self.moved.clone() {
            events.push((on, BoardEvent::Change(which(), MeetingChange::Moved { to, reason })));
        }
        for item in self.forward.clone() {
            let Forward { title, presents, minutes, paper, added_on } = item;
            let input = ForwardInput { title, presents, minutes, needs_paper: paper, meeting: None };
            events.push((added_on, BoardEvent::Forward(which(), input)));
        }
        events.extend(self.agenda_on.map(|on| (on, BoardEvent::Agenda(which()))));
        events.extend(self.papers_in.iter().map(|paper| (paper.on, BoardEvent::Paper(which(), paper.item))));
        let Some(held_on) = self.held_on else { return events };
        events.push((held_on, BoardEvent::Change(which(), MeetingChange::Held)));
        let others = [
            (Presence::SentSomeone, self.sent_someone.clone()),
            (Presence::Apologies, self.apologies.clone()),
            (Presence::Absent, self.absent.clone()),
        ];
        events.push((held_on, BoardEvent::Attendance(which(), others.into())));
        for Decided { item, text, owner, due } in self.decisions.clone() {
            let input = DecisionInput { item, text, owner, due_on: due, replaces: None };
            events.push((held_on, BoardEvent::Decision(which(), input)));
        }
        for ToDo { item, text, owner, due, done_on, result } in self.actions.clone() {
            events.extend(done_on.map(|on| (on, BoardEvent::Done(which(), text.clone(), result))));
            let input = MeetingActionInput { item, decision: None, text, owner, due_on: due };
            events.push((held_on, BoardEvent::Action(which(), input)));
        }
        for asked in &self.challenges {
            events.extend(asked.events(&which(), held_on));
        }
        events.extend(self.minutes_on.map(|on| (on, BoardEvent::Minutes(which(), self.minutes.clone()))));
        events.extend(
            self.agreed_on.zip(self.agreed_at).map(|(on, planned_on)| {
                (on, BoardEvent::Agreed(which(), Which { body: self.body.clone(), planned_on }))
            }),
        );
        events
    }
}

impl Asked {
    fn events(&self, which: &Which, held_on: NaiveDate) -> Vec<(NaiveDate, BoardEvent)> {
        let input = LoggedChallengeInput {
            meeting: None,
            item: Some(self.item),
            by_post: self.by.clone(),
            to_post: self.to.clone(),
            text: self.text.clone(),
            actions: Vec::new(),
        };
        let settled = |by: &str, words: &str, closes: bool| BoardEvent::Settled {
            of: which.clone(),
            text: self.text.clone(),
            by: by.to_owned(),
            words: words.to_owned(),
            closes,
        };
        let mut events = vec![(held_on, BoardEvent::Challenge(which.clone(), input))];
        events.extend(self.answered_on.map(|on| (on, settled(&self.to, &self.answer, false))));
        events.extend(self.closed_on.map(|on| (on, settled(&self.by, &self.outcome, true))));
        events
    }
}

impl Entry {
    fn events(&self) -> Vec<(NaiveDate, BoardEvent)> {
        let first = Again {
            on: self.on,
            kind: RiskKind::Risk,
            likelihood: self.likelihood,
            impact: self.impact,
            reason: self.reason.clone(),
        };
        let scored = std::iter::once(&first).chain(&self.again);
        let mut events: Vec<(NaiveDate, BoardEvent)> =
            scored.map(|again| (again.on, BoardEvent::Risk(self.input(again)))).collect();
        if let Some(Closed { on, reason }) = self.closed.clone() {
            events.push((on, BoardEvent::CloseRisk { title: self.title.clone(), reason }));
        }
        events
    }

    /// The entry as it is written with a score.
    fn input(&self, scored: &Again) -> RiskInput {
        let mitigation = |done: &Mitigated| MitigationInput {
            text: done.text.clone(),
            owner: done.owner.clone(),
            due_on: done.due,
            is_done: done.done_on.is_some_and(|on| on <= scored.on),
        };
        RiskInput {
            title: self.title.clone(),
            cause: self.cause.clone(),
            effect: self.effect.clone(),
            owner: self.owner.clone(),
            kind: scored.kind,
            likelihood: scored.likelihood,
            impact: scored.impact,
            appetite: Some(self.appetite),
            mitigations: self.mitigations.iter().map(mitigation).collect(),
            actions: self.actions.clone(),
            review_on: Some(self.review_on),
            reason: scored.reason.clone(),
        }
    }
}

impl App {
    /// Lets one of these happen.
    pub(super) async fn happen_at_a_board(&self, call: &Call, plan: &str, event: BoardEvent) -> Result<()> {
        match event {
            BoardEvent::Terms(terms) => self.write_terms(call, plan, &terms).await,
            BoardEvent::Forward(which, input) => {
                let meeting = Some(self.number_of(call, plan, &which).await?);
                self.save_forward_item(call, plan, None, &ForwardInput { meeting, ..input }).await.map(drop)
            }
            BoardEvent::Change(which, change) => {
                let number = self.number_of(call, plan, &which).await?;
                self.change_meeting(call, plan, number, &change).await
            }
            BoardEvent::Agenda(which) => self.draft_agenda(call, plan, self.number_of(call, plan, &which).await?).await,
            BoardEvent::Paper(which, item) => {
                let number = self.number_of(call, plan, &which).await?;
                self.record_paper(call, plan, number, item, true).await
            }
            BoardEvent::Attendance(which, others) => self.note_who_was_there(call, plan, &which, &others).await,
            BoardEvent::Minutes(which, said) => {
                let number = self.number_of(call, plan, &which).await?;
                let items: Vec<(u32, String)> = (1..).zip(said).collect();
                self.write_minutes(call, plan, number, &items).await
            }
            BoardEvent::Agreed(of, at) => {
                let (of, at) = (self.number_of(call, plan, &of).await?, self.number_of(call, plan, &at).await?);
                self.agree_minutes(call, plan, of, at).await
            }
            BoardEvent::Decision(which, input) => {
                let number = self.number_of(call, plan, &which).await?;
                self.record_decision(call, plan, number, &input).await.map(drop)
            }
            BoardEvent::Action(which, input) => {
                let number = self.number_of(call, plan, &which).await?;
                self.record_meeting_action(call, plan, number, &input).await.map(drop)
            }
            BoardEvent::Done(which, text, result) => {
                let view = self.meeting(call, plan, self.number_of(call, plan, &which).await?).await?;
                let action = view.actions.iter().find(|action| action.text == text);
                let number = action.ok_or_else(|| wrong(format!("no action says `{text}`")))?.number;
                self.finish_meeting_action(call, plan, number.into(), &result).await
            }
            BoardEvent::Challenge(which, input) => {
                let meeting = Some(self.number_of(call, plan, &which).await?);
                self.log_challenge(call, plan, &LoggedChallengeInput { meeting, ..input }).await.map(drop)
            }
            BoardEvent::Settled { of, text, by, words, closes } => {
                let view = self.meeting(call, plan, self.number_of(call, plan, &of).await?).await?;
                let challenge = view.challenges.iter().find(|challenge| challenge.text == text);
                let number = challenge.ok_or_else(|| wrong(format!("no challenge says `{text}`")))?.number;
                self.settle_logged_challenge(call, plan, number.into(), &by, &words, closes).await
            }
            BoardEvent::Risk(input) => {
                let known = self.risk_number(call, plan, &input.title).await?;
                self.save_risk(call, plan, known, &input).await.map(drop)
            }
            BoardEvent::CloseRisk { title, reason } => {
                let known = self.risk_number(call, plan, &title).await?;
                let number = known.ok_or_else(|| wrong(format!("there is no risk {title}")))?;
                self.close_risk(call, plan, number, &reason).await
            }
        }
    }

    async fn write_terms(&self, call: &Call, plan: &str, terms: &Terms) -> Result<()> {
        let view = self.boards(call, plan).await?;
        let register = view.without_terms.iter().find(|board| board.name == terms.name);
        let register = register.ok_or_else(|| wrong(format!("the plan names no board {}", terms.name)))?;
        let input = BodyInput {
            purpose: terms.purpose.clone(),
            reports_to: terms.reports_to.clone(),
            chair: terms.chair.checked_sub(1),
            quorum: Some(terms.quorum),
            quorum_partners: Vec::new(),
            counts_substitutes: terms.counts_substitutes,
            ..Self::terms_of_register(register)
        };
        self.save_body(call, plan, None, &input).await?;
        let Meets { every_months, nth, weekday, from, until, starts_at, place } = terms.meets.clone();
        let starts_at = NaiveTime::parse_from_str(&starts_at, "%H:%M");
        let meets = MeetsInput {
            cycle: MeetingCycle {
                cycle: Cycle::Monthly { every: every_months, nth, weekday, from_on: from },
                off: OffDay::NextWorkingDay,
            },
            starts_at: Some(starts_at.map_err(|cause| wrong(format!("boards.toml: {cause}")))?),
            place: Some(place),
            template: TEMPLATE.to_owned(),
            until: Some(until),
        };
        self.plan_meetings(call, plan, &terms.name, &meets).await.map(drop)
    }

    /// Whoever is not named was there; vacant seats are left out.
    async fn note_who_was_there(
        &self,
        call: &Call,
        plan: &str,
        which: &Which,
        others: &[(Presence, Vec<u32>)],
    ) -> Result<()> {
        let view = self.meeting(call, plan, self.number_of(call, plan, which).await?).await?;
        let held = view.body.seated_on(view.meeting.on()).into_iter().filter(|seated| seated.person.is_some());
        let presence = |seat: u32| {
            let other = others.iter().find(|(_, seats)| seats.contains(&seat));
            (seat, other.map_or(Presence::Present, |(presence, _)| *presence))
        };
        let seats: Vec<(u32, Presence)> = held.map(|seated| presence(seated.seat.number)).collect();
        self.record_attendance(call, plan, view.meeting.number, &seats).await
    }

    async fn number_of(&self, call: &Call, plan: &str, which: &Which) -> Result<u64> {
        let view = self.board(call, plan, &which.body).await?;
        let found = view.meetings.iter().find(|meeting| meeting.planned_on == which.planned_on);
        let missing = || wrong(format!("the {} has no meeting of {}", which.body, which.planned_on));
        Ok(found.ok_or_else(missing)?.number)
    }

    async fn risk_number(&self, call: &Call, plan: &str, title: &str) -> Result<Option<u64>> {
        let open = self.risks(call, plan).await?.open;
        Ok(open.iter().find(|(risk, _)| risk.title == title).map(|(risk, _)| risk.number.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boards_of_the_demonstration_can_be_read() {
        let events = Boards::built_in().unwrap().events();
        let count = |is_one: &dyn Fn(&BoardEvent) -> bool| events.iter().filter(|(_, event)| is_one(event)).count();
        assert_eq!(count(&|event| matches!(event, BoardEvent::Terms(_))), 2);
        assert_eq!(count(&|event| matches!(event, BoardEvent::Minutes(..))), 2);
        assert!(events.iter().all(|(on, _)| *on <= NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()));
    }
}
