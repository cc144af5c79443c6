//! Who may do what: one table.

use crate::actor::{Actor, Role};

/// One thing that the policy allows or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// See plans, their problems and what changed.
    PlanRead,
    /// Add a plan.
    PlanImport,
    /// Report on an action.
    PlanUpdate,
    /// Change an action, with a reason.
    PlanAmend,
    /// Freeze a plan under a name.
    PlanBaseline,
    /// Take a plan out as a file.
    PlanExport,
    /// Make a paper for a board.
    ReportBuild,
    /// See the audit log and prove it whole.
    HistoryRead,
    /// Copy everything to a file.
    StoreBackup,
    /// Fill an empty store from a backup.
    StoreRestore,
}

impl Action {
    /// Every action.
    pub const ALL: &[Self] = &[
        Self::PlanRead,
        Self::PlanImport,
        Self::PlanUpdate,
        Self::PlanAmend,
        Self::PlanBaseline,
        Self::PlanExport,
        Self::ReportBuild,
        Self::HistoryRead,
        Self::StoreBackup,
        Self::StoreRestore,
    ];

    /// As it stands in the audit log.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PlanRead => "plan.read",
            Self::PlanImport => "plan.import",
            Self::PlanUpdate => "plan.update",
            Self::PlanAmend => "plan.amend",
            Self::PlanBaseline => "plan.baseline",
            Self::PlanExport => "plan.export",
            Self::ReportBuild => "report.build",
            Self::HistoryRead => "history.read",
            Self::StoreBackup => "store.backup",
            Self::StoreRestore => "store.restore",
        }
    }

    /// In words that follow "may not".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PlanRead => "see plans",
            Self::PlanImport => "import a plan",
            Self::PlanUpdate => "report on an action",
            Self::PlanAmend => "amend an action",
            Self::PlanBaseline => "freeze a plan as a baseline",
            Self::PlanExport => "export a plan",
            Self::ReportBuild => "build a report",
            Self::HistoryRead => "see the history",
            Self::StoreBackup => "back up the store",
            Self::StoreRestore => "restore a backup",
        }
    }
}

/// True when the actor's role may do the action.
#[must_use]
pub fn allows(actor: &Actor, action: Action) -> bool {
    use Action::{HistoryRead, PlanExport, PlanRead, PlanUpdate, ReportBuild};
    match actor.role {
        Role::ProgrammeManager => true,
        Role::Sponsor => matches!(action, PlanRead | PlanUpdate | PlanExport | ReportBuild | HistoryRead),
        Role::ActionLead => matches!(action, PlanRead | PlanUpdate | PlanExport),
        Role::BoardMember => matches!(action, PlanRead | PlanExport),
        Role::Inspector => matches!(action, PlanRead | PlanExport | HistoryRead),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programme_manager_may_change_a_plan() {
        for &role in Role::ALL {
            let actor = Actor { name: "Somebody".to_owned(), role };
            for action in [Action::PlanImport, Action::PlanAmend, Action::StoreRestore] {
                assert_eq!(allows(&actor, action), role == Role::ProgrammeManager, "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn everybody_may_read_a_plan_and_nobody_is_left_out_of_the_table() {
        for &role in Role::ALL {
            assert!(allows(&Actor { name: String::new(), role }, Action::PlanRead));
        }
    }

    #[test]
    fn each_action_has_its_own_code() {
        let mut codes: Vec<_> = Action::ALL.iter().map(|action| action.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Action::ALL.len());
    }
}
