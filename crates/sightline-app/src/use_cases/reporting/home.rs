//! What needs whoever asks.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate, Utc};
use sightline_domain::board::{Chaser, Meeting};
use sightline_domain::board_report::listed_title;
use sightline_domain::obsession::{Obsession, Stage};
use sightline_domain::plan::{Action, Plan};
use sightline_domain::reporting::{Outcome, UpdateRound};
use sightline_domain::scale::Scale;
use sightline_domain::standing::deadline;
use sightline_store::{Draft, PlanId, PlanSummary, PlanVersion, ReportRecord};

use super::super::evidence::needs::EvidenceNeeds;
use super::super::report::is_of_pack;
use super::super::show::{PlanView, visible};
use super::month::{Lately, Month};
use super::rounds::RoundProgress;
use super::sign_off::{SignOffQueue, may_sign_off, queue_of};
use crate::plan_cache::KnownPlan;
use crate::policy::{self, Target};
use crate::use_cases::boards::NextMeeting;
use crate::use_cases::verdicts::tested::TestedRatings;
use crate::{App, Call, Result};

/// Plans whose needs are told in full at most; somebody of several programmes chooses among the others.
const MOST_IN_FULL: usize = 3;

/// What needs somebody, plan by plan: the live plan of each programme within reach, the latest import first.
#[derive(Clone, Debug, Default)]
pub struct NeedsMe {
    /// The plan that was asked for, or the first few.
    pub plans: Vec<PlanNeeds>,
    /// The live plans that are not told in full.
    pub others: Vec<PlanSummary>,
}

/// What needs somebody in one plan; a part that is not theirs is absent.
#[derive(Clone, Debug)]
pub struct PlanNeeds {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan's scale; BRAG when it names none.
    pub scale: Scale,
    /// The open update round.
    pub round: Option<UpdateRound>,
    /// Obsessions that run, that ended without a result, or that were closed within the last year; those that began
    /// last first.
    pub obsessions: Vec<Obsession>,
    /// The impact ratings beside their evidence; null for those who give updates and for those who may not see measures.
    pub tested: Option<TestedRatings>,
    /// The next meeting of each body, the first to come first.
    pub meetings: Vec<NextMeeting>,
    /// Papers for the next meetings that the caller is to give, and that are late or due soon.
    pub papers: Vec<OwedPaper>,
    /// For whoever reports: what is asked of them.
    pub lead: Option<LeadNeeds>,
    /// For sponsors: what waits for their sign-off, and what is red for long.
    pub sponsor: Option<SponsorNeeds>,
    /// For programme managers: how the month's work stands.
    pub manager: Option<ManagerNeeds>,
    /// Impact tests to conclude or sign, and evidence that waits for a sponsor's word.
    pub evidence: EvidenceNeeds,
    /// For everybody who reads and decides: where the plan stands.
    pub reader: Option<ReaderNeeds>,
}

/// A paper that somebody is to give for a meeting.
#[derive(Clone, Debug)]
pub struct OwedPaper {
    /// The meeting.
    pub meeting: Meeting,
    /// The paper, and how pressing it is.
    pub chaser: Chaser,
}

/// An action that needs something, and since when or by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededAction {
    /// Reference.
    pub reference: String,
    /// Its first sentence.
    pub title: String,
    /// Its leads in words; null when none is printed.
    pub leads: Option<String>,
    /// The last day on which it may be completed; null when it has none.
    pub due_on: Option<NaiveDate>,
    /// The day its last update reports on; null before the first.
    pub updated_on: Option<NaiveDate>,
}

/// What is asked of somebody who reports.
#[derive(Clone, Debug, Default)]
pub struct LeadNeeds {
    /// How many live actions are theirs.
    pub actions: usize,
    /// Updates that the open round waits for; without a round, actions without an update within the plan's cycle.
    pub due: Vec<NeededAction>,
    /// Updates that a sponsor sent back, with the question and who asks.
    pub sent_back: Vec<(NeededAction, String, String)>,
    /// Actions past their due date and not complete.
    pub overdue: Vec<NeededAction>,
    /// Drafts that were saved, with when.
    pub drafts: Vec<(NeededAction, DateTime<Utc>)>,
}

/// What waits for a sponsor.
#[derive(Clone, Debug)]
pub struct SponsorNeeds {
    /// Updates to sign off, and those that are back with their leads.
    pub queue: SignOffQueue,
    /// Actions red for two months or more, with the day since when.
    pub escalated: Vec<(NeededAction, NaiveDate)>,
}

/// How the month's work stands.
#[derive(Clone, Debug)]
pub struct ManagerNeeds {
    /// How far the open round is; null without one.
    pub progress: Option<RoundProgress>,
    /// Actions that owe an update, in the order of the plan.
    pub owed: Vec<NeededAction>,
    /// Updates that no sponsor has signed off.
    pub waiting_for_sign_off: usize,
    /// What changed in the last seven days.
    pub lately: Lately,
    /// The next meeting of a board: its name and day; null when none is known.
    pub next_board: Option<(String, NaiveDate)>,
    /// Actions red for two months or more, with the day since when.
    pub escalated: Vec<(NeededAction, NaiveDate)>,
    /// Challenges to the plan that nobody has answered; null for somebody who may not see measures.
    pub challenges: Option<usize>,
}

/// Where a plan stands, for whoever reads and decides.
#[derive(Clone, Debug)]
pub struct ReaderNeeds {
    /// The last paper made for a board; null before the first.
    pub latest_report: Option<ReportRecord>,
    /// Live actions, placeholders left out.
    pub actions: usize,
    /// How many have each action rating: code of the level, best first; null for not rated.
    pub action_ratings: Vec<(Option<String>, usize)>,
    /// How many have each impact rating; empty when the plan does not rate impact.
    pub impact_ratings: Vec<(Option<String>, usize)>,
    /// Actions red for two months or more, with the day since when.
    pub escalated: Vec<(NeededAction, NaiveDate)>,
    /// Actions past their due date and not complete, the longest first; those in `escalated` left out.
    pub overdue: Vec<NeededAction>,
    /// The next meeting of a board: its name and day; null when none is known.
    pub next_board: Option<(String, NaiveDate)>,
}

impl App {
    /// What needs the caller: in the plan named, or in the first few live plans within reach.
    ///
    /// Which parts there are follows from what the caller may do: report,
    /// sign off, manage rounds, or read. Earlier plans of a programme need
    /// nobody any more. A plan that is not among the live ones within reach is
    /// as if none were named.
    pub async fn what_needs_me(&self, call: &Call, plan: Option<&str>) -> Result<NeedsMe> {
        call.may(policy::Action::OwnAccount)?;
        if !call.allows(policy::Action::PlanRead, &Target::Sightline) {
            return Ok(NeedsMe::default());
        }
        let drafts = self.store.drafts_of(&call.draft_owner()).await?;
        let live = self.live_plans(call).await?;
        let wanted = live.iter().position(|(_, known)| plan.is_some_and(|name| known.summary.handle == name));
        let mut needs = NeedsMe::default();
        for (place, (version, known)) in live.iter().enumerate() {
            if wanted.map_or(place < MOST_IN_FULL, |wanted| wanted == place) {
                let month = self.month(version, call.today).await?;
                needs.plans.push(self.plan_needs(call, version, &month, &drafts).await?);
            } else {
                needs.others.push(PlanSummary::clone(&known.summary));
            }
        }
        Ok(needs)
    }

    /// The last plan of each programme within the caller's reach, the latest import first.
    async fn live_plans(&self, call: &Call) -> Result<Vec<(PlanVersion, KnownPlan)>> {
        let mut programmes = BTreeSet::new();
        let mut live = Vec::new();
        for version in self.store.plan_versions().await? {
            let known = self.known_plan_at(&version, call.today).await?;
            if call.allows(policy::Action::PlanRead, &Target::Plan(&known.summary))
                && programmes.insert(known.summary.programme().to_owned())
            {
                live.push((version, known));
            }
        }
        Ok(live)
    }

    async fn plan_needs(
        &self,
        call: &Call,
        version: &PlanVersion,
        month: &Month,
        drafts: &[(PlanId, Draft)],
    ) -> Result<PlanNeeds> {
        let KnownPlan { summary, at } = &month.plan;
        let view = PlanView { summary: PlanSummary::clone(summary), at: visible(call, summary, Arc::clone(at)) };
        let on_plan = Target::Plan(&view.summary);
        let may = |action| call.allows(action, &on_plan);
        let reports = may(policy::Action::PlanUpdate);
        let reader = if reports { None } else { Some(self.reader_needs(&view, month).await?) };
        let manager = if may(policy::Action::RoundManage) {
            Some(manager_needs(&view, month, self.challenge_count(call, version, &view).await?))
        } else {
            None
        };
        let year_ago = call.today.checked_sub_months(Months::new(12)).unwrap_or(call.today);
        let mut obsessions = self.store.obsessions(&view.summary.id).await?;
        obsessions.retain(|obsession| {
            let is_told = match obsession.stage_on(call.today) {
                Stage::Running { .. } | Stage::WithoutResult => true,
                Stage::Closed => obsession.closed_on.is_some_and(|closed| closed >= year_ago),
                Stage::ToCome => false,
            };
            is_told && obsession.actions.iter().any(|action| view.at.plan.action(action).is_some())
        });
        let decides = !reports || may(policy::Action::PlanSignOff) || manager.is_some();
        let tested = if decides { self.tested_ratings(call, version, &view).await? } else { None };
        let meetings = self.next_meetings(&view.summary.id, call.today).await?;
        Ok(PlanNeeds {
            papers: owed_papers(call, &view.at.plan, &meetings),
            meetings,
            obsessions,
            tested,
            lead: if reports { lead_needs(call, &view, month, drafts) } else { None },
            sponsor: may(policy::Action::PlanSignOff).then(|| sponsor_needs(call, &view, month)),
            manager,
            evidence: self.evidence_needs(call, &view).await?,
            reader,
            scale: view.scale(),
            round: month.round.as_ref().map(|progress| progress.round.clone()),
            summary: view.summary,
        })
    }

    async fn reader_needs(&self, view: &PlanView, month: &Month) -> Result<ReaderNeeds> {
        let scale = view.scale();
        let counted: Vec<&Action> =
            view.at.plan.actions.iter().filter(|action| action.is_live() && !action.placeholder).collect();
        let codes = |rating: &dyn Fn(&Action) -> Option<String>| {
            let given: Vec<Option<String>> = counted.iter().map(|action| rating(action)).collect();
            level_counts(&scale, &given)
        };
        let is_escalated = |action: &&Action| month.escalated.iter().any(|(known, _)| *known == action.reference);
        let mut overdue: Vec<NeededAction> = actions_of(&view.at.plan, &month.overdue)
            .filter(|action| !is_escalated(action))
            .map(|action| view.needed(action))
            .collect();
        overdue.sort_by_key(|action| action.due_on);
        let reports = self.store.reports(&view.summary.id).await?;
        Ok(ReaderNeeds {
            latest_report: reports.into_iter().rfind(|report| !is_of_pack(&report.format)),
            actions: counted.len(),
            action_ratings: codes(&|action| view.at.action_rating(action)),
            impact_ratings: if scale.rates_impact {
                codes(&|action| view.at.impact_rating(action))
            } else {
                Vec::new()
            },
            escalated: escalated(view, month, |_| true),
            overdue,
            next_board: view.next_board(),
        })
    }
}

/// The papers that the caller presents: by name, as holder of the post, or by role.
fn owed_papers(call: &Call, plan: &Plan, meetings: &[NextMeeting]) -> Vec<OwedPaper> {
    let presents = |post: &str| {
        let is_post = |title: &String| title.eq_ignore_ascii_case(post);
        let named = plan.posts.iter().filter(|known| is_post(&known.title) || known.aliases.iter().any(is_post));
        let holders = named.filter_map(|known| known.holder_on(call.today).map(|held| held.holder.as_str()));
        let role = call.actor.role.words();
        let is_role = post.eq_ignore_ascii_case(role) || post.trim_end_matches('s').eq_ignore_ascii_case(role);
        is_role || call.actor.is_one_of(holders.chain([post]))
    };
    let of_meeting = |next: &NextMeeting| {
        let own = next.chasers.iter().filter(|chaser| presents(chaser.paper.post.trim()));
        own.map(|chaser| OwedPaper { meeting: next.meeting.clone(), chaser: chaser.clone() }).collect::<Vec<_>>()
    };
    meetings.iter().flat_map(of_meeting).collect()
}

fn lead_needs(call: &Call, view: &PlanView, month: &Month, drafts: &[(PlanId, Draft)]) -> Option<LeadNeeds> {
    let PlanView { summary, at } = view;
    let plan = &at.plan;
    let is_mine = |action: &Action| call.actor.is_one_of(policy::answerable(plan, action, call.today));
    let mine = |references: &[String]| -> Vec<NeededAction> {
        actions_of(plan, references).filter(|action| is_mine(action)).map(|action| view.needed(action)).collect()
    };
    let live = |reference: &str| plan.action(reference).filter(|action| action.is_live());
    let mut needs = LeadNeeds {
        actions: plan.actions.iter().filter(|action| action.is_live() && is_mine(action)).count(),
        due: mine(&month.owed),
        overdue: mine(&month.overdue),
        ..LeadNeeds::default()
    };
    for recorded in &month.latest {
        let Some(action) = live(&recorded.update.action) else { continue };
        if let Some(sign_off) = &recorded.sign_off
            && let Outcome::SentBack { question } = &sign_off.outcome
            && (is_mine(action) || call.actor.is_one_of([recorded.update.by.as_str()]))
        {
            needs.sent_back.push((view.needed(action), question.clone(), sign_off.by.clone()));
        }
    }
    for (_, draft) in drafts.iter().filter(|(plan, _)| *plan == summary.id) {
        if let Some(action) = live(&draft.action) {
            needs.drafts.push((view.needed(action), draft.saved_at));
        }
    }
    // A sponsor or manager without an action of their own is asked nothing here.
    let reports_only = !call.allows(policy::Action::PlanSignOff, &Target::Plan(summary))
        && !call.allows(policy::Action::RoundManage, &Target::Plan(summary));
    let has_any = needs.actions > 0 || !needs.sent_back.is_empty() || !needs.drafts.is_empty();
    (reports_only || has_any).then_some(needs)
}

fn sponsor_needs(call: &Call, view: &PlanView, month: &Month) -> SponsorNeeds {
    SponsorNeeds {
        queue: queue_of(call, view, month),
        escalated: escalated(view, month, |action| may_sign_off(call, &view.summary, action)),
    }
}

fn manager_needs(view: &PlanView, month: &Month, challenges: Option<usize>) -> ManagerNeeds {
    let is_live = |reference: &str| view.at.plan.action(reference).is_some_and(Action::is_live);
    let waiting =
        |recorded: &&sightline_store::RecordedUpdate| recorded.sign_off.is_none() && is_live(&recorded.update.action);
    ManagerNeeds {
        progress: month.round.clone(),
        owed: actions_of(&view.at.plan, &month.owed).map(|action| view.needed(action)).collect(),
        waiting_for_sign_off: month.latest.iter().filter(waiting).count(),
        lately: month.lately.clone(),
        next_board: view.next_board(),
        escalated: escalated(view, month, |_| true),
        challenges,
    }
}

/// The escalated actions that the caller may know of and that `keep` keeps.
fn escalated(view: &PlanView, month: &Month, keep: impl Fn(&Action) -> bool) -> Vec<(NeededAction, NaiveDate)> {
    month
        .escalated
        .iter()
        .filter_map(|(reference, since)| Some((view.at.plan.action(reference)?, *since)))
        .filter(|(action, _)| keep(action))
        .map(|(action, since)| (view.needed(action), since))
        .collect()
}

/// The actions of these references that the plan has.
fn actions_of<'a>(plan: &'a Plan, references: &'a [String]) -> impl Iterator<Item = &'a Action> {
    references.iter().filter_map(|reference| plan.action(reference))
}

impl PlanView {
    fn needed(&self, action: &Action) -> NeededAction {
        NeededAction {
            reference: action.reference.clone(),
            title: listed_title(action),
            leads: action.leads_words(),
            due_on: deadline(action),
            updated_on: self.at.latest_update(&action.reference).map(|update| update.on),
        }
    }

    /// The next meeting of any board, on the day shown or after it.
    fn next_board(&self) -> Option<(String, NaiveDate)> {
        let meetings = self.at.plan.boards.iter().flat_map(|board| board.meets_on.iter().map(move |day| (board, *day)));
        meetings
            .filter(|(_, day)| *day >= self.at.as_at)
            .min_by_key(|(_, day)| *day)
            .map(|(board, day)| (board.name.clone(), day))
    }
}

/// How many of the codes are on each level, best first; last, how many are on none.
fn level_counts(scale: &Scale, given: &[Option<String>]) -> Vec<(Option<String>, usize)> {
    let on = |code: &str| {
        given.iter().flatten().filter(|given| scale.level(given).is_some_and(|level| level.code == code)).count()
    };
    let mut counts: Vec<(Option<String>, usize)> =
        scale.levels.iter().rev().map(|level| (Some(level.code.clone()), on(&level.code))).collect();
    let rated: usize = counts.iter().map(|(_, count)| count).sum();
    counts.push((None, given.len() - rated));
    counts
}
