//! Who asks, and when.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sightline_store::AuditEntry;

use crate::policy::{self, Action};
use crate::{Error, Result};

/// What somebody comes to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Keeps the plan true; may do everything.
    ProgrammeManager,
    /// Answers for actions and reports on them.
    ActionLead,
    /// Answers for a priority.
    Sponsor,
    /// Reads the papers of a board.
    BoardMember,
    /// Looks in for a limited time.
    Inspector,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] =
        &[Self::ProgrammeManager, Self::ActionLead, Self::Sponsor, Self::BoardMember, Self::Inspector];

    /// The role in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ProgrammeManager => "programme manager",
            Self::ActionLead => "action lead",
            Self::Sponsor => "sponsor",
            Self::BoardMember => "board member",
            Self::Inspector => "inspector",
        }
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Name, as it stands in the audit log.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// One call of a use case: who asks, and when. The clock is read by the front door, never below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who asks.
    pub actor: Actor,
    /// The moment, for the audit log.
    pub at: DateTime<Utc>,
    /// The day where the person is, for everything that goes by days.
    pub today: NaiveDate,
}

impl Call {
    /// Nothing, when the policy allows the action.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`] otherwise; nothing has happened then.
    pub(crate) fn may(&self, action: Action) -> Result<()> {
        if policy::allows(&self.actor, action) {
            Ok(())
        } else {
            Err(Error::NotAllowed {
                actor: self.actor.name.clone(),
                role: self.actor.role.words(),
                action: action.words(),
            })
        }
    }

    /// The audit row of what this call does to `object`.
    pub(crate) fn audit(&self, action: Action, object: impl Into<String>, detail: Value) -> AuditEntry {
        AuditEntry {
            actor: self.actor.name.clone(),
            at: self.at,
            action: action.code().to_owned(),
            object: object.into(),
            detail,
        }
    }
}
