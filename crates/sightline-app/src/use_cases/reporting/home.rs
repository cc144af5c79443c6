//! What needs whoever asks.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sightline_domain::board_report::listed_title;
use sightline_domain::history::Amendment;
use sightline_domain::plan::Action;
use sightline_domain::reporting::{Outcome, UpdateRound, escalation, is_update_due};
use sightline_domain::scale::{Brag, Scale};
use sightline_domain::standing::{MONTHLY_UPDATE_CYCLE_DAYS, Standing, standing};
use sightline_store::{PlanSummary, RecordedSignOff, RecordedUpdate, ReportRecord};

use super::super::show::PlanView;
use super::rounds::RoundProgress;
use super::sign_off::{SignOffQueue, may_sign_off};
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// Days of "what changed lately".
pub const LATELY_DAYS: u64 = 7;

/// What needs somebody, plan by plan: the live plan of each programme within reach, the latest import first.
#[derive(Clone, Debug, Default)]
pub struct NeedsMe {
    /// One for each plan.
    pub plans: Vec<PlanNeeds>,
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
    /// For whoever reports: what is asked of them.
    pub lead: Option<LeadNeeds>,
    /// For sponsors: what waits for their sign-off, and what is red for long.
    pub sponsor: Option<SponsorNeeds>,
    /// For programme managers: how the month's work stands.
    pub manager: Option<ManagerNeeds>,
    /// For everybody who reads and decides: where the plan stands.
    pub reader: Option<ReaderNeeds>,
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
}

/// What changed in the last seven days.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    /// The first of the seven days.
    pub since: NaiveDate,
    /// Updates that report on one of the days.
    pub updates: Vec<RecordedUpdate>,
    /// Amendments that hold from one of the days.
    pub amendments: Vec<Amendment>,
    /// Sign-offs made on one of the days.
    pub sign_offs: Vec<RecordedSignOff>,
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
    /// What needs the caller, in every live plan within reach.
    ///
    /// Which parts there are follows from what the caller may do: report,
    /// sign off, manage rounds, or read. Earlier plans of a programme need
    /// nobody any more.
    pub async fn what_needs_me(&self, call: &Call) -> Result<NeedsMe> {
        call.may(policy::Action::OwnAccount)?;
        if !call.allows(policy::Action::PlanRead, &Target::Sightline) {
            return Ok(NeedsMe::default());
        }
        let mut needs = NeedsMe::default();
        let mut programmes = BTreeSet::new();
        for summary in self.store.plans().await? {
            if !call.allows(policy::Action::PlanRead, &Target::Plan(&summary)) {
                continue;
            }
            if programmes.insert(summary.programme().to_owned()) {
                needs.plans.push(self.plan_needs(call, &summary).await?);
            }
        }
        Ok(needs)
    }

    async fn plan_needs(&self, call: &Call, summary: &PlanSummary) -> Result<PlanNeeds> {
        let view = self.plan_view(call, policy::Action::PlanRead, Some(&summary.handle), call.today).await?;
        let round = self.store.rounds(&summary.id).await?.into_iter().find(UpdateRound::is_open);
        let on_plan = Target::Plan(summary);
        let may = |action| call.allows(action, &on_plan);
        let (reports, signs_off, manages) =
            (may(policy::Action::PlanUpdate), may(policy::Action::PlanSignOff), may(policy::Action::RoundManage));
        let owed = if reports || manages { self.owed(call, &view, round.as_ref()).await? } else { Vec::new() };
        let escalated = if signs_off || manages || !reports { self.escalated(call, &view).await? } else { Vec::new() };
        Ok(PlanNeeds {
            lead: if reports { self.lead_needs(call, &view, &owed).await? } else { None },
            sponsor: if signs_off { Some(self.sponsor_needs(call, &view, &escalated).await?) } else { None },
            manager: if manages {
                Some(self.manager_needs(call, &view, round.as_ref(), &owed, &escalated).await?)
            } else {
                None
            },
            reader: if reports { None } else { Some(self.reader_needs(&view, escalated).await?) },
            scale: view.scale(),
            summary: view.summary,
            round,
        })
    }

    /// The actions that owe an update: to the open round, or without one by the plan's cycle.
    async fn owed(&self, call: &Call, view: &PlanView, round: Option<&UpdateRound>) -> Result<Vec<Action>> {
        let Some(round) = round else {
            return Ok(view.standing_at(Standing::Stale).cloned().collect());
        };
        let visible = |action: &&Action| view.at.plan.action(&action.reference).is_some();
        let at = self.on_day(view, round.as_at(call.today)).await?;
        Ok(round.owed(&at).filter(visible).cloned().collect())
    }

    /// Actions red for two months or more, the longest first.
    async fn escalated(&self, call: &Call, view: &PlanView) -> Result<Vec<(Action, NaiveDate)>> {
        let scale = view.scale();
        let red: Vec<&Action> = view
            .at
            .plan
            .actions
            .iter()
            .filter(|action| {
                action.is_live() && view.at.action_rating(action).is_some_and(|code| is_red(&scale, &code))
            })
            .collect();
        let names: Vec<&str> = red.iter().map(|action| action.reference.as_str()).collect();
        let recorded = self.store.recorded_updates(&view.summary.id, Some(&names), None, Some(call.today)).await?;
        let mut escalated: Vec<(Action, NaiveDate)> = Vec::new();
        for action in red {
            let updates: Vec<_> = recorded
                .iter()
                .filter(|recorded| recorded.update.action == action.reference)
                .map(|recorded| recorded.update.clone())
                .collect();
            match escalation(action, &updates, &scale, view.summary.imported_on, call.today) {
                Some(found) if found.is_due => escalated.push((action.clone(), found.red_since)),
                _ => {}
            }
        }
        escalated.sort_by_key(|(_, since)| *since);
        Ok(escalated)
    }

    async fn lead_needs(&self, call: &Call, view: &PlanView, owed: &[Action]) -> Result<Option<LeadNeeds>> {
        let PlanView { summary, at } = view;
        let is_mine = |action: &Action| call.actor.is_one_of(policy::answerable(&at.plan, action, call.today));
        let mine: Vec<&Action> = at.plan.actions.iter().filter(|action| action.is_live() && is_mine(action)).collect();
        let latest = self.store.latest_recorded_updates(&summary.id, call.today).await?;
        let mut needs = LeadNeeds {
            actions: mine.len(),
            due: owed.iter().filter(|action| is_mine(action)).map(|action| view.needed(action)).collect(),
            overdue: view
                .standing_at(Standing::Overdue)
                .filter(|action| is_mine(action))
                .map(|action| view.needed(action))
                .collect(),
            ..LeadNeeds::default()
        };
        for recorded in latest {
            let Some(action) = at.plan.action(&recorded.update.action).filter(|action| action.is_live()) else {
                continue;
            };
            let asked = is_mine(action) || call.actor.is_one_of([recorded.update.by.as_str()]);
            if let (true, Some(sign_off)) = (asked, recorded.sign_off)
                && let Outcome::SentBack { question } = sign_off.outcome
            {
                needs.sent_back.push((view.needed(action), question, sign_off.by));
            }
        }
        for draft in self.store.drafts(&summary.id, &call.draft_owner()).await? {
            if let Some(action) = at.plan.action(&draft.action).filter(|action| action.is_live()) {
                needs.drafts.push((view.needed(action), draft.saved_at));
            }
        }
        // A sponsor or manager without an action of their own is asked nothing here.
        let reports_only = !call.allows(policy::Action::PlanSignOff, &Target::Plan(summary))
            && !call.allows(policy::Action::RoundManage, &Target::Plan(summary));
        let has_any = needs.actions > 0 || !needs.sent_back.is_empty() || !needs.drafts.is_empty();
        Ok((reports_only || has_any).then_some(needs))
    }

    async fn sponsor_needs(
        &self,
        call: &Call,
        view: &PlanView,
        escalated: &[(Action, NaiveDate)],
    ) -> Result<SponsorNeeds> {
        let mine = escalated.iter().filter(|(action, _)| may_sign_off(call, &view.summary, action));
        Ok(SponsorNeeds {
            queue: self.queue_of(call, view).await?,
            escalated: mine.map(|(action, since)| (view.needed(action), *since)).collect(),
        })
    }

    async fn manager_needs(
        &self,
        call: &Call,
        view: &PlanView,
        round: Option<&UpdateRound>,
        owed: &[Action],
        escalated: &[(Action, NaiveDate)],
    ) -> Result<ManagerNeeds> {
        let plan = &view.summary.id;
        let since = call.today.checked_sub_days(Days::new(LATELY_DAYS - 1)).unwrap_or(call.today);
        let from = since.and_time(chrono::NaiveTime::MIN).and_utc();
        let latest = self.store.latest_recorded_updates(plan, call.today).await?;
        let is_live = |action: &str| view.at.plan.action(action).is_some_and(Action::is_live);
        let progress = match round {
            None => None,
            Some(round) => {
                let at = self.on_day(view, round.as_at(call.today)).await?;
                Some(RoundProgress::of(round.clone(), &at))
            }
        };
        Ok(ManagerNeeds {
            progress,
            owed: owed.iter().map(|action| view.needed(action)).collect(),
            waiting_for_sign_off: latest
                .iter()
                .filter(|recorded| recorded.sign_off.is_none() && is_live(&recorded.update.action))
                .count(),
            lately: Lately {
                since,
                updates: self.store.recorded_updates(plan, None, Some(since), Some(call.today)).await?,
                amendments: self.store.amendments(plan, None, Some(since), Some(call.today)).await?,
                sign_offs: self.store.sign_offs_since(plan, from).await?,
            },
            next_board: view.next_board(),
            escalated: escalated.iter().map(|(action, since)| (view.needed(action), *since)).collect(),
        })
    }

    async fn reader_needs(&self, view: &PlanView, escalated: Vec<(Action, NaiveDate)>) -> Result<ReaderNeeds> {
        let scale = view.scale();
        let counted: Vec<&Action> =
            view.at.plan.actions.iter().filter(|action| action.is_live() && !action.placeholder).collect();
        let codes = |rating: &dyn Fn(&Action) -> Option<String>| {
            let given: Vec<Option<String>> = counted.iter().map(|action| rating(action)).collect();
            level_counts(&scale, &given)
        };
        Ok(ReaderNeeds {
            latest_report: self.store.reports(&view.summary.id).await?.pop(),
            actions: counted.len(),
            action_ratings: codes(&|action| view.at.action_rating(action)),
            impact_ratings: if scale.rates_impact {
                codes(&|action| view.at.impact_rating(action))
            } else {
                Vec::new()
            },
            overdue: longest_overdue(view, &escalated),
            escalated: escalated.iter().map(|(action, since)| (view.needed(action), *since)).collect(),
            next_board: view.next_board(),
        })
    }
}

impl PlanView {
    fn needed(&self, action: &Action) -> NeededAction {
        NeededAction {
            reference: action.reference.clone(),
            title: listed_title(action),
            leads: action.leads_words(),
            due_on: sightline_domain::standing::deadline(action),
            updated_on: self.at.latest_update(&action.reference).map(|update| update.on),
        }
    }

    /// The actions that updates are asked of and that stand like this, in the order of the plan.
    fn standing_at(&self, wanted: Standing) -> impl Iterator<Item = &Action> {
        let scale = self.scale();
        let cycle = self.at.plan.update_cycle_days.unwrap_or(MONTHLY_UPDATE_CYCLE_DAYS);
        self.at.plan.actions.iter().filter(move |action| {
            let latest = self.at.latest_update(&action.reference);
            is_update_due(&self.at, action) && standing(action, latest, &scale, cycle, self.at.as_at) == wanted
        })
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

/// What is overdue and not among the escalated, the longest first.
fn longest_overdue(view: &PlanView, escalated: &[(Action, NaiveDate)]) -> Vec<NeededAction> {
    let is_escalated = |action: &Action| escalated.iter().any(|(known, _)| known.reference == action.reference);
    let mut overdue: Vec<NeededAction> = view
        .standing_at(Standing::Overdue)
        .filter(|action| !is_escalated(action))
        .map(|action| view.needed(action))
        .collect();
    overdue.sort_by_key(|action| action.due_on);
    overdue
}

fn is_red(scale: &Scale, code: &str) -> bool {
    scale.level(code).is_some_and(|level| level.stands_for == Some(Brag::Red))
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
