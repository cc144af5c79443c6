//! Everything that a pack is made from, read once.

use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use sightline_domain::board::{Agenda, Decision, LoggedChallenge, Meeting, MeetingAction, MeetingState, Minutes};
use sightline_domain::challenge::Weighed;
use sightline_domain::highlight::{HighlightDraft, HighlightReport, VerdictCounts};
use sightline_domain::history::PlanAsAt;
use sightline_domain::measure::Audience;
use sightline_domain::obsession::{CheckIn, Obsession};
use sightline_domain::pack::Named;
use sightline_domain::risk::Risk;
use sightline_domain::scale::Brag;
use sightline_domain::standpoint::Standpoint;
use sightline_domain::target::Target;
use sightline_store::{EntryKind, ExtractRecord, ExtractState, PlanSummary};

use super::PackOf;
use crate::error::PackError;
use crate::policy;
use crate::use_cases::figures::desk::in_force_on;
use crate::use_cases::figures::pack::PackScorecard;
use crate::use_cases::verdicts::challenges::PlanChallenges;
use crate::use_cases::verdicts::{CountedIn, PlanVerdicts, Seen};
use crate::{App, Call, Result};

/// The scorecard that boards look at.
pub(super) const SCORECARD: &str = "improvement_board";

/// What a pack is made from.
pub(super) struct PackFacts {
    pub(super) summary: PlanSummary,
    pub(super) council: Option<String>,
    pub(super) of: PackOf,
    /// The plan on the day.
    pub(super) at: Arc<PlanAsAt>,
    /// The day it is compared with.
    pub(super) since: NaiveDate,
    pub(super) verdicts: PlanVerdicts,
    pub(super) challenges: PlanChallenges,
    /// In plan order; those that nobody has touched are drafted.
    pub(super) highlights: Vec<HighlightReport>,
    pub(super) obsessions: Vec<(Obsession, Vec<CheckIn>)>,
    pub(super) board: BoardRecords,
    pub(super) risks: Vec<Risk>,
    pub(super) scorecard: PackScorecard,
    pub(super) targets: Vec<Target>,
    /// Whoever may be named in a text, with their posts.
    pub(super) people: Vec<Named>,
}

/// What the body has on record.
#[derive(Clone, Debug, Default)]
pub(super) struct BoardRecords {
    /// The meeting that the pack is for, when it is on record.
    pub(super) meeting: Option<Meeting>,
    pub(super) agenda: Option<Agenda>,
    /// The meeting before, that was held.
    pub(super) last: Option<Meeting>,
    pub(super) last_agenda: Option<Agenda>,
    pub(super) last_minutes: Option<Minutes>,
    /// Of the body, in the order in which they were recorded.
    pub(super) decisions: Vec<Decision>,
    pub(super) actions: Vec<MeetingAction>,
    pub(super) challenges: Vec<LoggedChallenge>,
}

impl App {
    /// Reads what a pack is made from, as it was known at a moment.
    ///
    /// `pinned` is the extract that the figures were counted in, when a pack is made anew; even one that was withdrawn.
    pub(super) async fn pack_facts(
        &self,
        call: &Call,
        of: &PackOf,
        known_at: DateTime<Utc>,
        pinned: CountedIn<&str>,
    ) -> Result<PackFacts> {
        // Everything is said as on the day that the pack shows, whenever it is made.
        let call = &Call { today: of.as_at, ..call.clone() };
        let view = self.plan_view(call, policy::Action::ReportBuild, Some(&of.plan), of.as_at).await?;
        let (summary, at) = (view.summary, view.at);
        let board = self.board_records(&summary, of, known_at).await?;
        let month_before = of.as_at.checked_sub_months(Months::new(1)).unwrap_or(of.as_at);
        let since = board.last.as_ref().map_or(month_before, Meeting::on).min(of.as_at);
        let extract = match pinned {
            CountedIn::Extract(id) => Some(self.pinned_extract(id).await?),
            CountedIn::Nothing => None,
            CountedIn::InForce => in_force_on(self.store.extracts().await?, of.as_at),
        };
        // Figures and verdicts rest on the same records, whenever they were published.
        let seen = Seen {
            readers: Some(Audience::Partners),
            extract: extract.clone().map_or(CountedIn::Nothing, CountedIn::Extract),
        };
        let verdicts = self.verdicts_for(call, Some(&of.plan), None, Some(of.as_at), &seen).await?;
        let mut challenges = self.challenges_to(call, &verdicts).await?;
        for raised in &mut challenges.challenges {
            raised.answers.retain(|answer| answer.at <= known_at);
        }
        let before = self.store.plan_as_at(&summary.id, since).await?;
        let highlights = self.highlights_of(&summary, &at, &before, &verdicts, (of.meeting_on, known_at)).await?;
        let mut obsessions = Vec::new();
        for obsession in self.store.obsessions(&summary.id).await? {
            let (obsession, mut check_ins) = self.store.obsession(&summary.id, obsession.number).await?;
            check_ins.retain(|check_in| check_in.on <= of.as_at);
            if obsession.starts_on <= of.as_at {
                obsessions.push((obsession, check_ins));
            }
        }
        let mut targets = self.store.targets(None).await?;
        targets.retain(|target| target.set_at.date_naive() <= of.as_at);
        Ok(PackFacts {
            council: self.settings().branding.council.clone().or_else(|| at.plan.council.clone()),
            people: people(&at),
            risks: self.risks_known_at(&summary, known_at).await?,
            scorecard: self.pack_scorecard(call, SCORECARD, of.as_at, extract).await?,
            of: of.clone(),
            since,
            verdicts,
            challenges,
            highlights,
            obsessions,
            board,
            targets,
            at,
            summary,
        })
    }

    /// The entries of a kind as they stood at a moment, with their numbers.
    pub(super) async fn known<T: DeserializeOwned>(
        &self,
        summary: &PlanSummary,
        kind: EntryKind,
        known_at: DateTime<Utc>,
    ) -> Result<Vec<(u64, T)>> {
        let entries = self.store.entries_at(&summary.id, kind, known_at).await?;
        Ok(entries.into_iter().map(|kept| (kept.entry, kept.body)).collect())
    }

    async fn risks_known_at(&self, summary: &PlanSummary, known_at: DateTime<Utc>) -> Result<Vec<Risk>> {
        let kept = self.known::<Risk>(summary, EntryKind::Risk, known_at).await?;
        let numbered = |(number, risk)| Risk { number: u32::try_from(number).unwrap_or(u32::MAX), ..risk };
        Ok(kept.into_iter().map(numbered).collect())
    }

    async fn board_records(&self, summary: &PlanSummary, of: &PackOf, known_at: DateTime<Utc>) -> Result<BoardRecords> {
        let mut meetings: Vec<Meeting> = self
            .known::<Meeting>(summary, EntryKind::Meeting, known_at)
            .await?
            .into_iter()
            .map(|(number, meeting)| Meeting { number, ..meeting })
            .filter(|meeting| meeting.body == of.body)
            .collect();
        meetings.sort_by_key(|meeting| (meeting.on(), meeting.number));
        let own: Vec<u64> = meetings.iter().map(|meeting| meeting.number).collect();
        let meeting = meetings
            .iter()
            .find(|meeting| meeting.on() == of.meeting_on && meeting.state() != MeetingState::Cancelled)
            .cloned();
        let is_before = |meeting: &&Meeting| meeting.state() == MeetingState::Held && meeting.on() < of.meeting_on;
        let last = meetings.iter().rev().find(is_before).cloned();
        let agendas = self.known::<Agenda>(summary, EntryKind::Agenda, known_at).await?;
        let agenda_of = |of: &Option<Meeting>| {
            let number = of.as_ref()?.number;
            agendas.iter().rev().find(|(_, agenda)| agenda.meeting == number).map(|(_, agenda)| agenda.clone())
        };
        let minutes = self.known::<Minutes>(summary, EntryKind::Minutes, known_at).await?;
        let last_number = last.as_ref().map(|meeting| meeting.number);
        let last_minutes =
            minutes.into_iter().map(|(_, minutes)| minutes).rfind(|minutes| Some(minutes.meeting) == last_number);
        let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let decisions = self.known::<Decision>(summary, EntryKind::Decision, known_at).await?;
        let actions = self.known::<MeetingAction>(summary, EntryKind::MeetingAction, known_at).await?;
        let challenges = self.known::<LoggedChallenge>(summary, EntryKind::LoggedChallenge, known_at).await?;
        Ok(BoardRecords {
            agenda: agenda_of(&meeting),
            last_agenda: agenda_of(&last),
            decisions: decisions
                .into_iter()
                .map(|(number, decision)| Decision { number: short(number), ..decision })
                .filter(|decision| own.contains(&decision.meeting))
                .collect(),
            actions: actions
                .into_iter()
                .map(|(number, action)| MeetingAction { number: short(number), ..action })
                .filter(|action| own.contains(&action.meeting))
                .collect(),
            challenges: challenges
                .into_iter()
                .map(|(number, challenge)| LoggedChallenge { number: short(number), ..challenge })
                .filter(|challenge| challenge.meeting.is_none_or(|number| own.contains(&number)))
                .collect(),
            last_minutes,
            meeting,
            last,
        })
    }

    /// The highlight report of every priority for the meeting: the one that was written for it, else a draft.
    async fn highlights_of(
        &self,
        summary: &PlanSummary,
        at: &PlanAsAt,
        before: &PlanAsAt,
        verdicts: &PlanVerdicts,
        (meeting_on, known_at): (NaiveDate, DateTime<Utc>),
    ) -> Result<Vec<HighlightReport>> {
        let kept = self.known::<HighlightReport>(summary, EntryKind::HighlightReport, known_at).await?;
        let (now, then) = (Standpoint::of(at), Standpoint::of(before));
        let mut reports = Vec::new();
        for priority in &at.plan.priorities {
            let reference = priority.reference.as_str();
            let own = kept.iter().map(|(_, report)| report);
            let for_the_meeting = |report: &&HighlightReport| {
                report.draft.priority == reference
                    && report.draft.as_at > before.as_at
                    && report.draft.as_at <= meeting_on.max(at.as_at)
            };
            // A signed report before one that somebody has begun since.
            let rank = |report: &&HighlightReport| (report.signature.is_some(), report.draft.as_at);
            if let Some(report) = own.filter(for_the_meeting).max_by_key(rank) {
                reports.push(report.clone());
                continue;
            }
            let counts = verdict_counts(verdicts, reference);
            let draft = HighlightDraft::build(reference, &now, Some(&then), counts, &[]);
            let sponsor = priority.leads_words().unwrap_or_default();
            reports.extend(draft.map(|draft| HighlightReport::drafted(draft, &sponsor)));
        }
        Ok(reports)
    }

    async fn pinned_extract(&self, id: &str) -> Result<ExtractRecord> {
        let extracts = self.store.extracts().await?;
        let found = extracts.into_iter().find(|extract| extract.id.to_string() == id);
        let gone = || PackError::RecordsGone { extract: id.to_owned() };
        let extract = found.ok_or_else(gone)?;
        if extract.state == ExtractState::Destroyed { Err(gone().into()) } else { Ok(extract) }
    }
}

/// What the evidence supports for the actions of a priority; `None` when nothing was judged.
pub(super) fn verdict_counts(verdicts: &PlanVerdicts, priority: &str) -> Option<VerdictCounts> {
    let mut counts = VerdictCounts::default();
    let mut own = verdicts.actions.iter().filter(|action| action.priority == priority).peekable();
    own.peek()?;
    for action in own {
        match action.impact.supports {
            Some(Brag::Blue) => counts.blue += 1,
            Some(Brag::Green) => counts.green += 1,
            Some(Brag::Amber) => counts.amber += 1,
            Some(Brag::Red) => counts.red += 1,
            None => counts.no_evidence += 1,
        }
        match action.impact.weighed {
            Some(Weighed::Above) => counts.rated_better.push(action.reference.clone()),
            Some(Weighed::Below) => counts.rated_worse.push(action.reference.clone()),
            _ => {}
        }
    }
    Some(counts)
}

/// Whoever the plan names, with the post that stands for them.
fn people(at: &PlanAsAt) -> Vec<Named> {
    let plan = &at.plan;
    let holders = plan.posts.iter().flat_map(|post| {
        post.holdings.iter().map(|holding| Named { name: holding.holder.clone(), post: post.title.clone() })
    });
    let persons = plan.people.iter().map(|person| Named {
        name: person.name.clone(),
        post: person.post.clone().unwrap_or_else(|| "a named person".to_owned()),
    });
    let members = plan.boards.iter().flat_map(|board| &board.members).filter_map(|member| {
        Some(Named { name: member.name.clone().filter(|_| !member.is_vacant)?, post: member.role.clone() })
    });
    let mut named: Vec<Named> = Vec::new();
    for person in holders.chain(persons).chain(members) {
        // One word may be any word of a sentence.
        let is_full = person.name.split_whitespace().nth(1).is_some();
        if is_full && !named.iter().any(|known| known.name == person.name) {
            named.push(person);
        }
    }
    named
}
