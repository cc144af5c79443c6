//! Who asks, and when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sightline_store::AuditEntry;

use crate::policy::{self, Action, Target};
use crate::{Error, Result};

/// What somebody comes to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks after accounts and settings; does not report or decide.
    Administrator,
    /// Keeps the plan true.
    ProgrammeManager,
    /// Answers for a priority: accepts updates or sends them back.
    Sponsor,
    /// Answers for actions and reports on them.
    ActionLead,
    /// Answers for actions, from another organisation; sees only those.
    Partner,
    /// Director, chief executive or lead member: decides.
    Director,
    /// Board member or adviser: reads the papers and challenges.
    BoardMember,
    /// Publishes figures.
    Analyst,
    /// Acts on the lists of a team.
    TeamManager,
    /// Audits practice.
    Auditor,
    /// Brings the child's voice.
    ParticipationOfficer,
    /// Looks in for a limited time.
    Inspector,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[
        Self::Administrator,
        Self::ProgrammeManager,
        Self::Sponsor,
        Self::ActionLead,
        Self::Partner,
        Self::Director,
        Self::BoardMember,
        Self::Analyst,
        Self::TeamManager,
        Self::Auditor,
        Self::ParticipationOfficer,
        Self::Inspector,
    ];

    /// As it stands in the store, in policies and in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ProgrammeManager => "programme_manager",
            Self::Sponsor => "sponsor",
            Self::ActionLead => "action_lead",
            Self::Partner => "partner",
            Self::Director => "director",
            Self::BoardMember => "board_member",
            Self::Analyst => "analyst",
            Self::TeamManager => "team_manager",
            Self::Auditor => "auditor",
            Self::ParticipationOfficer => "participation_officer",
            Self::Inspector => "inspector",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// The role in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ProgrammeManager => "programme manager",
            Self::Sponsor => "sponsor",
            Self::ActionLead => "action lead",
            Self::Partner => "partner",
            Self::Director => "director",
            Self::BoardMember => "board member",
            Self::Analyst => "performance analyst",
            Self::TeamManager => "team manager",
            Self::Auditor => "auditor",
            Self::ParticipationOfficer => "participation officer",
            Self::Inspector => "inspector",
        }
    }
}

/// All there is, or only what is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything.
    #[default]
    All,
    /// Only these.
    Only(Vec<String>),
}

impl Scope {
    /// True when `name` is within it; capital letters do not matter.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.iter().any(|listed| listed.eq_ignore_ascii_case(name)),
        }
    }
}

/// How far somebody's role reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// Programmes, by [`PlanSummary::programme`](sightline_store::PlanSummary::programme).
    pub programmes: Scope,
    /// Priorities of a plan, by reference.
    pub priorities: Scope,
    /// Teams, by name.
    pub teams: Scope,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account; absent for the operator at the machine itself.
    pub account: Option<String>,
    /// Name, as it stands in the audit log.
    pub name: String,
    /// Role.
    pub role: Role,
    /// How far the role reaches.
    pub reach: Reach,
    /// What plans call this person: names, initials and posts, beside `name`.
    pub known_as: Vec<String>,
}

impl Actor {
    /// Somebody at the machine itself, whose role reaches everything.
    #[must_use]
    pub fn operator(name: impl Into<String>, role: Role) -> Self {
        Self { account: None, name: name.into(), role, reach: Reach::default(), known_as: Vec::new() }
    }

    /// True when one of `names` is a name of this person; space and capital letters do not matter.
    #[must_use]
    pub fn is_one_of<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> bool {
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        names.into_iter().any(|name| same(&self.name, name) || self.known_as.iter().any(|known| same(known, name)))
    }
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
    /// Nothing, when the policy allows the action on anything at all.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`] otherwise; nothing has happened then.
    pub(crate) fn may(&self, action: Action) -> Result<()> {
        self.may_on(action, &Target::Sightline)
    }

    /// Nothing, when the policy allows the action on this.
    ///
    /// # Errors
    ///
    /// [`Error::NotAllowed`] otherwise; nothing has happened then. What must
    /// not be known to exist is for the use case to hide: see `resolve`.
    pub fn may_on(&self, action: Action, on: &Target<'_>) -> Result<()> {
        if policy::allows(self, action, on) {
            Ok(())
        } else {
            Err(Error::NotAllowed {
                actor: self.actor.name.clone(),
                role: self.actor.role.words(),
                action: action.words(),
            })
        }
    }

    /// True when the policy allows the action on this: for what a page offers.
    #[must_use]
    pub fn allows(&self, action: Action, on: &Target<'_>) -> bool {
        policy::allows(self, action, on)
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
