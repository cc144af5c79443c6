//! The year of the demonstration: `content/demo/history.toml`.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use super::Event;
use crate::use_cases::amend::{AmendInput, Change, NewAction, NewMilestone};
use crate::use_cases::measures::links::LinkInput;
use crate::use_cases::obsession::{CheckInInput, ObsessionInput};
use crate::use_cases::update::UpdateInput;
use crate::{Error, Result};

const HISTORY: &str = include_str!("../../../../../content/demo/history.toml");

/// The whole script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    #[serde(deserialize_with = "day")]
    pub(super) imported_on: NaiveDate,
    pub(super) programme_manager: String,
    #[serde(deserialize_with = "days")]
    rounds: Vec<NaiveDate>,
    pub(super) baseline: Baseline,
    #[serde(rename = "report")]
    pub(super) reports: Vec<Report>,
    action: BTreeMap<String, Reported>,
    #[serde(rename = "amendment")]
    amendments: Vec<Amended>,
    /// Name of the sponsor of each priority.
    sponsors: BTreeMap<String, String>,
    last_sign_off: LastSignOff,
    sent_back: Vec<SentBack>,
    #[serde(rename = "comment")]
    comments: Vec<Said>,
    #[serde(rename = "link")]
    links: Vec<Linked>,
    #[serde(rename = "obsession")]
    pub(super) obsessions: Vec<Sprint>,
}

/// A measure that is to show what an action changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Linked {
    action: String,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    measure: String,
    #[serde(deserialize_with = "day")]
    from: NaiveDate,
    reason: String,
}

/// An obsession with its weekly looks, and what came of it when it is closed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sprint {
    title: String,
    aim: String,
    actions: Vec<String>,
    measure: String,
    baseline: String,
    owner: String,
    #[serde(deserialize_with = "day")]
    starts_on: NaiveDate,
    #[serde(rename = "look")]
    looks: Vec<Look>,
    closed: Option<Closed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    value: String,
    note: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closed {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    pub(super) result: String,
    pub(super) learning: String,
}

/// The updates of the last round that are signed off already.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LastSignOff {
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    priorities: Vec<String>,
}

/// An update that its sponsor sent back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentBack {
    action: String,
    /// The month of its round, such as `2026-05`.
    round: String,
    question: String,
}

/// What somebody said about an action.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    action: String,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    by: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Baseline {
    pub(super) name: String,
    #[serde(deserialize_with = "day")]
    pub(super) on: NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    #[serde(deserialize_with = "day")]
    pub(super) as_at: NaiveDate,
    #[serde(default, deserialize_with = "maybe_day")]
    pub(super) meeting_on: Option<NaiveDate>,
}

/// What the lead of one action reported, by round or by month (`2026-03`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reported {
    ratings: String,
    #[serde(default)]
    note: BTreeMap<String, String>,
    #[serde(default)]
    forecast: BTreeMap<String, toml::value::Datetime>,
    #[serde(default)]
    evidence: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    sustained: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amended {
    action: String,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    reason: String,
    reword: Option<String>,
    redate: Option<String>,
    relead: Option<String>,
    #[serde(default)]
    withdraw: bool,
    merge_into: Option<String>,
    #[serde(default)]
    split_into: Vec<New>,
    add: Option<Added>,
    #[serde(default)]
    milestones: Vec<Step>,
    done: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    #[serde(rename = "ref")]
    reference: String,
    text: String,
    leads: Option<String>,
    start: Option<String>,
    due: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    priority: String,
    group: Option<String>,
    text: String,
    leads: Option<String>,
    start: Option<String>,
    due: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    text: String,
    by: Option<String>,
}

impl Script {
    /// The script that comes with Sightline.
    pub(super) fn built_in() -> Result<Self> {
        toml::from_str(HISTORY).map_err(|cause| wrong(format!("history.toml: {cause}")))
    }

    /// What happens, day by day; amendments of a day come before its round.
    pub(super) fn events(&self) -> Result<Vec<(NaiveDate, Event)>> {
        let mut events = Vec::new();
        for amended in &self.amendments {
            events.push((amended.on, Event::Amend(vec![amended.input()?])));
        }
        for said in &self.comments {
            let (action, text) = (said.action.clone(), said.text.clone());
            events.push((said.on, Event::Comment { by: said.by.clone(), action, text }));
        }
        for linked in &self.links {
            let input = LinkInput {
                action: linked.action.clone(),
                measure: linked.measure.clone(),
                from_on: Some(linked.from),
                reason: linked.reason.clone(),
                is_linked: true,
            };
            events.push((linked.on, Event::Link(input)));
        }
        for sprint in &self.obsessions {
            events.extend(sprint.events());
        }
        for (number, &on) in self.rounds.iter().enumerate() {
            events.extend(self.round_events(number, on)?);
            let mut inputs = Vec::new();
            for (reference, reported) in &self.action {
                if let Some(input) = reported.input(reference, number, self.rounds.len(), on)? {
                    inputs.push(input);
                }
            }
            events.push((on, Event::Round(inputs)));
        }
        events.extend(super::evidence::events(&self.sponsors)?);
        events.sort_by_key(|(on, event)| (*on, event.order()));
        Ok(events)
    }

    /// What stands around the updates of a round: it is opened, closed, and its updates signed off.
    fn round_events(&self, number: usize, on: NaiveDate) -> Result<Vec<(NaiveDate, Event)>> {
        let first = on.with_day(1).ok_or_else(|| wrong(format!("the round of {on} has no month")))?;
        let is_last = number + 1 == self.rounds.len();
        let opened_on = first + Days::new(9);
        let mut events = vec![(opened_on, Event::OpenRound { month: first, due_on: on + Days::new(5) })];
        if !is_last {
            events.push((on + Days::new(6), Event::CloseRound { month: first }));
        }
        let month = first.format("%Y-%m").to_string();
        let signed_on = if is_last { self.last_sign_off.on } else { on + Days::new(5) };
        for (priority, sponsor) in &self.sponsors {
            let sent_back = self
                .sent_back
                .iter()
                .filter(|back| back.round == month)
                .map(|back| (back.action.clone(), back.question.clone()))
                .collect();
            events.push((
                signed_on,
                Event::SignOff {
                    sponsor: sponsor.clone(),
                    priority: priority.clone(),
                    accepts: !is_last || self.last_sign_off.priorities.contains(priority),
                    sent_back,
                },
            ));
        }
        Ok(events)
    }
}

impl Sprint {
    fn events(&self) -> Vec<(NaiveDate, Event)> {
        let begin = ObsessionInput {
            title: self.title.clone(),
            aim: self.aim.clone(),
            actions: self.actions.clone(),
            measure: self.measure.clone(),
            baseline: self.baseline.clone(),
            owner: self.owner.clone(),
            starts_on: Some(self.starts_on),
            ends_on: None,
        };
        let mut events = vec![(self.starts_on, Event::BeginObsession(begin))];
        for look in &self.looks {
            let (value, note) = (look.value.clone(), look.note.clone());
            let input = CheckInInput { on: Some(look.on), value, note };
            events.push((look.on, Event::CheckIn { title: self.title.clone(), input }));
        }
        events.extend(
            self.closed.clone().map(|closed| (closed.on, Event::CloseObsession { title: self.title.clone(), closed })),
        );
        events
    }
}

impl Event {
    /// Of a day: what is opened and amended comes first, then updates, then what is said of them.
    pub(super) fn order(&self) -> u8 {
        match self {
            Self::OpenRound { .. } => 0,
            Self::Amend(_) => 1,
            Self::Round(_) => 2,
            Self::SignOff { .. } => 3,
            Self::Comment { .. } => 4,
            Self::BeginObsession(_) => 5,
            Self::CheckIn { .. } => 6,
            Self::CloseObsession { .. } => 7,
            Self::CloseRound { .. } => 8,
            Self::Link(_) => 9,
            Self::Evidence(told) => told.order(),
            Self::Board(_) => 10,
        }
    }
}

impl Reported {
    fn input(&self, action: &str, number: usize, rounds: usize, on: NaiveDate) -> Result<Option<UpdateInput>> {
        let pairs: Vec<&str> = self.ratings.split_whitespace().collect();
        if pairs.len() != rounds {
            return Err(wrong(format!("action {action} has {} ratings for {rounds} rounds", pairs.len())));
        }
        if pairs[number] == ".." {
            return Ok(None);
        }
        let mut letters = pairs[number].chars();
        let month = format!("{:04}-{:02}", on.year(), on.month());
        Ok(Some(UpdateInput {
            action: action.to_owned(),
            action_rating: rating(letters.next(), action)?,
            impact_rating: rating(letters.next(), action)?,
            note: self.note.get(&month).cloned(),
            forecast_on: self.forecast.get(&month).map(to_day).transpose()?,
            evidence: self.evidence.get(&month).cloned().unwrap_or_default(),
            sustained: self.sustained.get(&month).cloned(),
        }))
    }
}

fn rating(letter: Option<char>, action: &str) -> Result<Option<String>> {
    let level = match letter {
        Some('R') => "red",
        Some('A') => "amber",
        Some('G') => "green",
        Some('B') => "blue",
        Some('-') => return Ok(None),
        other => return Err(wrong(format!("action {action} has the rating {other:?}"))),
    };
    Ok(Some(level.to_owned()))
}

impl Amended {
    fn input(&self) -> Result<AmendInput> {
        let mut changes: Vec<Change> = Vec::new();
        changes.extend(self.reword.clone().map(|text| Change::Reword { text }));
        changes.extend(self.redate.clone().map(|due_raw| Change::Redate { due_raw }));
        changes.extend(self.relead.clone().map(|leads_raw| Change::Relead { leads_raw }));
        changes.extend(self.withdraw.then_some(Change::Withdraw));
        changes.extend(self.merge_into.clone().map(|into| Change::MergeInto { into }));
        changes.extend(self.done.clone().map(|text| Change::CompleteMilestone { text }));
        if !self.split_into.is_empty() {
            let into = self.split_into.iter().map(New::action).collect();
            changes.push(Change::SplitInto { into });
        }
        changes.extend(self.add.as_ref().map(Added::change));
        if !self.milestones.is_empty() {
            let milestones = self
                .milestones
                .iter()
                .map(|step| NewMilestone { text: step.text.clone(), due_raw: step.by.clone() })
                .collect();
            changes.push(Change::AddMilestones { milestones });
        }
        match changes.len() {
            1 => Ok(AmendInput {
                action: self.action.clone(),
                change: changes.remove(0),
                reason: self.reason.clone(),
                seen: None,
            }),
            count => Err(wrong(format!("the amendment of {} on {} makes {count} changes", self.action, self.on))),
        }
    }
}

impl New {
    fn action(&self) -> NewAction {
        NewAction {
            reference: self.reference.clone(),
            text: self.text.clone(),
            leads_raw: self.leads.clone(),
            start_raw: self.start.clone(),
            due_raw: self.due.clone(),
        }
    }
}

impl Added {
    fn change(&self) -> Change {
        Change::Add {
            priority: self.priority.clone(),
            aim: None,
            group: self.group.clone(),
            action: NewAction {
                reference: String::new(),
                text: self.text.clone(),
                leads_raw: self.leads.clone(),
                start_raw: self.start.clone(),
                due_raw: self.due.clone(),
            },
        }
    }
}

pub(super) fn wrong(what: String) -> Error {
    Error::Demonstration { what }
}

fn to_day(value: &toml::value::Datetime) -> Result<NaiveDate> {
    value
        .date
        .and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)))
        .ok_or_else(|| wrong(format!("{value} is not a day")))
}

pub(super) fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<NaiveDate, D::Error> {
    to_day(&toml::value::Datetime::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

pub(super) fn maybe_day<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

fn days<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<NaiveDate>, D::Error> {
    Vec::<toml::value::Datetime>::deserialize(deserializer)?
        .iter()
        .map(|value| to_day(value).map_err(serde::de::Error::custom))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_loads_and_tells_a_year() {
        let script = Script::built_in().unwrap();
        let events = script.events().unwrap();
        let updates: usize = events
            .iter()
            .map(|(_, event)| match event {
                Event::Round(inputs) => inputs.len(),
                _ => 0,
            })
            .sum();
        assert!(updates > 400, "{updates}");
        // What is sent back is an action of a round in which it was updated, by the sponsor of its priority.
        for back in &script.sent_back {
            assert!(script.action.contains_key(&back.action), "{}", back.action);
            assert!(script.rounds.iter().any(|on| on.format("%Y-%m").to_string() == back.round), "{}", back.round);
        }
        assert!(events.is_sorted_by_key(|(on, _)| *on));
    }

    #[tokio::test]
    async fn every_link_names_an_action_that_is_reported_on_and_a_measure_that_is_defined() {
        let script = Script::built_in().unwrap();
        let catalogue = sightline_engine::Catalogue::built_in().await.unwrap();
        assert!(script.links.len() >= 3);
        for linked in &script.links {
            assert!(script.action.contains_key(&linked.action), "{}", linked.action);
            assert!(catalogue.measure(&linked.measure).is_ok(), "{}", linked.measure);
            assert!(linked.from <= linked.on, "{}: linked before it is to show", linked.action);
        }
    }

    #[test]
    fn every_note_belongs_to_a_round_in_which_the_action_was_updated() {
        let script = Script::built_in().unwrap();
        let months: Vec<String> =
            script.rounds.iter().map(|on| format!("{:04}-{:02}", on.year(), on.month())).collect();
        for (reference, reported) in &script.action {
            let pairs: Vec<&str> = reported.ratings.split_whitespace().collect();
            let said = reported.note.keys().chain(reported.forecast.keys()).chain(reported.evidence.keys());
            for month in said {
                let number = months.iter().position(|known| known == month);
                let number = number.unwrap_or_else(|| panic!("{reference}: {month} is no round"));
                assert_ne!(pairs[number], "..", "{reference}: {month}");
            }
        }
    }
}
