//! Who may do what.
//!
//! The rules are text, `content/policies/access.cedar`, that people who write
//! no Rust can read; `matrix.md` beside it shows what comes of them. This module
//! says which actions there are and what they can be done to.

use sightline_domain::plan::{self, Plan};
use sightline_store::PlanSummary;

use crate::actor::Call;

mod matrix;
mod rules;
#[cfg(test)]
mod tests;

pub use matrix::matrix;

/// One thing that the policy allows or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// See plans, their problems and what changed.
    PlanRead,
    /// Add a plan.
    PlanImport,
    /// Report on an action.
    PlanUpdate,
    /// Accept an update, or send it back with a question.
    PlanSignOff,
    /// Change an action, with a reason.
    PlanAmend,
    /// Freeze a plan under a name.
    PlanBaseline,
    /// Take a plan out as a file.
    PlanExport,
    /// Change people, posts, bodies and inspections of a plan, with a reason.
    RegisterAmend,
    /// Open an update round, chase and close it.
    RoundManage,
    /// Write in the discussion of an action, attach a file to it.
    DiscussionWrite,
    /// Begin and end an obsession, check in on it.
    ObsessionManage,
    /// Keep bodies, plan their meetings, record what came of them.
    BoardManage,
    /// Log a challenge that a member makes.
    BoardChallenge,
    /// Make a paper for a board.
    ReportBuild,
    /// Open the papers that were made.
    ReportRead,
    /// See the audit log and prove it whole.
    HistoryRead,
    /// Change words, cycles, scales and branding.
    SettingsChange,
    /// Add, change, disable and unlock accounts.
    AccountManage,
    /// Look after one's own account: password, second factor, sessions, saved views, tokens.
    OwnAccount,
    /// Copy everything to a file.
    StoreBackup,
    /// Fill an empty store from a backup.
    StoreRestore,
    /// Load extracts of children's records, look at what waits, and publish it.
    DataLoad,
    /// See which extracts there are, with their counts; no child.
    DataRead,
    /// Withdraw a published extract, with a reason; have old ones destroyed.
    DataWithdraw,
    /// See single children: what is wrong with their records, and their journeys.
    ChildRead,
    /// See measures with their figures, targets and published comparisons; no child.
    MeasureRead,
    /// See the children behind a figure.
    MeasureChildren,
    /// See which children something is overdue or due soon for.
    CaseListRead,
    /// Say which measure is to show the effect of an action.
    MeasureLink,
    /// Answer what a board has reason to ask.
    ChallengeAnswer,
    /// Have the verdicts of a plan kept as they are.
    VerdictKeep,
    /// Give evidence to an action, and take it back.
    EvidenceGive,
    /// Say how strongly evidence speaks, or decline it.
    EvidenceAccept,
    /// Conclude an impact test.
    ImpactTestConclude,
    /// Sign the conclusion of an impact test, or send it back.
    ImpactTestSign,
    /// Set a target of a measure, or take one back.
    TargetSet,
    /// Ask for new limits of a chart from a day on.
    RebaseAsk,
    /// Approve or refuse new limits that somebody else has asked for.
    RebaseApprove,
    /// Load published figures to compare with.
    BenchmarkLoad,
}

impl Action {
    /// Every action.
    pub const ALL: &[Self] = &[
        Self::PlanRead,
        Self::PlanImport,
        Self::PlanUpdate,
        Self::PlanSignOff,
        Self::PlanAmend,
        Self::PlanBaseline,
        Self::PlanExport,
        Self::RegisterAmend,
        Self::RoundManage,
        Self::DiscussionWrite,
        Self::ObsessionManage,
        Self::BoardManage,
        Self::BoardChallenge,
        Self::ReportBuild,
        Self::ReportRead,
        Self::HistoryRead,
        Self::SettingsChange,
        Self::AccountManage,
        Self::OwnAccount,
        Self::StoreBackup,
        Self::StoreRestore,
        Self::DataLoad,
        Self::DataRead,
        Self::DataWithdraw,
        Self::ChildRead,
        Self::MeasureRead,
        Self::MeasureChildren,
        Self::CaseListRead,
        Self::MeasureLink,
        Self::ChallengeAnswer,
        Self::VerdictKeep,
        Self::EvidenceGive,
        Self::EvidenceAccept,
        Self::ImpactTestConclude,
        Self::ImpactTestSign,
        Self::TargetSet,
        Self::RebaseAsk,
        Self::RebaseApprove,
        Self::BenchmarkLoad,
    ];

    /// As it stands in policies and in the audit log.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PlanRead => "plan.read",
            Self::PlanImport => "plan.import",
            Self::PlanUpdate => "plan.update",
            Self::PlanSignOff => "plan.sign_off",
            Self::PlanAmend => "plan.amend",
            Self::PlanBaseline => "plan.baseline",
            Self::PlanExport => "plan.export",
            Self::RegisterAmend => "register.amend",
            Self::RoundManage => "round.manage",
            Self::DiscussionWrite => "discussion.write",
            Self::ObsessionManage => "obsession.manage",
            Self::BoardManage => "board.manage",
            Self::BoardChallenge => "board.challenge",
            Self::ReportBuild => "report.build",
            Self::ReportRead => "report.read",
            Self::HistoryRead => "history.read",
            Self::SettingsChange => "settings.change",
            Self::AccountManage => "account.manage",
            Self::OwnAccount => "account.own",
            Self::StoreBackup => "store.backup",
            Self::StoreRestore => "store.restore",
            Self::DataLoad => "data.load",
            Self::DataRead => "data.read",
            Self::DataWithdraw => "data.withdraw",
            Self::ChildRead => "child.read",
            Self::MeasureRead => "measure.read",
            Self::MeasureChildren => "measure.children",
            Self::CaseListRead => "case_list.read",
            Self::MeasureLink => "measure.link",
            Self::ChallengeAnswer => "challenge.answer",
            Self::VerdictKeep => "verdict.keep",
            Self::EvidenceGive => "evidence.give",
            Self::EvidenceAccept => "evidence.accept",
            Self::ImpactTestConclude => "impact_test.conclude",
            Self::ImpactTestSign => "impact_test.sign",
            Self::TargetSet => "target.set",
            Self::RebaseAsk => "rebase.ask",
            Self::RebaseApprove => "rebase.approve",
            Self::BenchmarkLoad => "benchmark.load",
        }
    }

    /// True for what is done to the children of a team.
    fn is_of_children(self) -> bool {
        matches!(self, Self::ChildRead | Self::MeasureChildren | Self::CaseListRead)
    }

    /// In words that follow "may not".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PlanRead => "see plans",
            Self::PlanImport => "import a plan",
            Self::PlanUpdate => "report on an action",
            Self::PlanSignOff => "sign off an update",
            Self::PlanAmend => "amend an action",
            Self::PlanBaseline => "freeze a plan as a baseline",
            Self::PlanExport => "export a plan",
            Self::RegisterAmend => "change the registers of a plan",
            Self::RoundManage => "manage update rounds",
            Self::DiscussionWrite => "write in the discussion",
            Self::ObsessionManage => "manage obsessions",
            Self::BoardManage => "keep boards, meetings and risks",
            Self::BoardChallenge => "log a challenge at a board",
            Self::ReportBuild => "build a report",
            Self::ReportRead => "open reports",
            Self::HistoryRead => "see the history",
            Self::SettingsChange => "change settings",
            Self::AccountManage => "manage accounts",
            Self::OwnAccount => "change an account",
            Self::StoreBackup => "back up the store",
            Self::StoreRestore => "restore a backup",
            Self::DataLoad => "load children’s records",
            Self::DataRead => "see what was loaded of children’s records",
            Self::DataWithdraw => "withdraw children’s records",
            Self::ChildRead => "see the records of single children",
            Self::MeasureRead => "see measures",
            Self::MeasureChildren => "see the children behind a figure",
            Self::CaseListRead => "see case lists",
            Self::MeasureLink => "link a measure with an action",
            Self::ChallengeAnswer => "answer challenges",
            Self::VerdictKeep => "have verdicts kept",
            Self::EvidenceGive => "give evidence",
            Self::EvidenceAccept => "accept evidence",
            Self::ImpactTestConclude => "conclude impact tests",
            Self::ImpactTestSign => "sign impact tests",
            Self::TargetSet => "set targets",
            Self::RebaseAsk => "ask for a rebase",
            Self::RebaseApprove => "decide on a rebase",
            Self::BenchmarkLoad => "load published figures",
        }
    }
}

/// What an action is done to.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// Sightline itself, or anything at all.
    Sightline,
    /// A plan.
    Plan(&'a PlanSummary),
    /// A priority of a plan.
    Priority {
        /// Which plan.
        summary: &'a PlanSummary,
        /// Reference of the priority.
        priority: &'a str,
    },
    /// An action of a plan.
    Action {
        /// Which plan.
        summary: &'a PlanSummary,
        /// The plan as it stands.
        plan: &'a Plan,
        /// The action.
        action: &'a plan::Action,
    },
    /// The children of a team, by the team's name as the records have it; empty for children of no known team.
    Team(&'a str),
}

/// True when the policy allows the action of the caller on this.
///
/// The rules are `content/policies/access.cedar`; what they do not allow is not
/// allowed. Asked of [`Target::Sightline`], the answer says whether the role may
/// do this to anything at all. Takes about 30 microseconds the first time and
/// one when the same was asked before: a page may ask about every action of a plan.
#[must_use]
pub fn allows(call: &Call, action: Action, on: &Target<'_>) -> bool {
    rules::Rules::built_in().allow(&call.actor, action, &Resource::of(call, on))
}

/// The actions of a plan that the policy allows this on, in the order of the plan.
pub fn allowed_actions<'a>(
    call: &'a Call,
    action: Action,
    summary: &'a PlanSummary,
    plan: &'a Plan,
) -> impl Iterator<Item = &'a plan::Action> {
    plan.actions.iter().filter(move |asked| allows(call, action, &Target::Action { summary, plan, action: asked }))
}

/// What the rules know of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resource<'a> {
    Sightline,
    Plan { programme: &'a str },
    Priority { programme: &'a str, priority: &'a str },
    PlanAction { programme: &'a str, priority: &'a str, mine: bool },
    Team { team: &'a str },
}

impl<'a> Resource<'a> {
    fn of(call: &Call, target: &Target<'a>) -> Self {
        match *target {
            Target::Sightline => Self::Sightline,
            Target::Plan(summary) => Self::Plan { programme: summary.programme() },
            Target::Priority { summary, priority } => Self::Priority { programme: summary.programme(), priority },
            Target::Action { summary, plan, action } => Self::PlanAction {
                programme: summary.programme(),
                priority: &action.priority,
                mine: call.actor.is_one_of(answerable(plan, action, call.today)),
            },
            Target::Team(team) => Self::Team { team },
        }
    }

    /// True when the action can be done to such a thing at all: what is done to plans is
    /// not done to the children of a team, and the other way round.
    fn is_of(&self, action: Action) -> bool {
        match self {
            Self::Sightline => true,
            Self::Team { .. } => action.is_of_children(),
            Self::Plan { .. } | Self::Priority { .. } | Self::PlanAction { .. } => !action.is_of_children(),
        }
    }
}

/// Every name the plan has for who answers for an action on a day: what is
/// printed, what it resolves to, and whoever holds the post.
pub fn answerable<'a>(
    plan: &'a Plan,
    action: &'a plan::Action,
    on: chrono::NaiveDate,
) -> impl Iterator<Item = &'a str> {
    let lead_names = action.leads.iter().flat_map(|lead| {
        [Some(lead.raw.as_str()), Some(lead.name.as_str()), lead.resolved.as_deref()].into_iter().flatten()
    });
    let holders = action.leads.iter().flat_map(move |lead| {
        let named = move |title: &str| {
            title.eq_ignore_ascii_case(&lead.name)
                || lead.resolved.as_deref().is_some_and(|resolved| title.eq_ignore_ascii_case(resolved))
        };
        plan.posts
            .iter()
            .filter(move |post| named(&post.title) || post.aliases.iter().any(|alias| named(alias)))
            .filter_map(move |post| post.holder_on(on).map(|holding| holding.holder.as_str()))
    });
    lead_names.chain(holders)
}
