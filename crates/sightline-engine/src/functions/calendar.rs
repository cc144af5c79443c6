//! What the functions count by: working days, timescales and terms.

use sightline_domain::calendar::{Terms, Timescales, WorkingDays};

/// The calendar of a session.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Days that are worked.
    pub working_days: WorkingDays,
    /// How long each thing may take.
    pub timescales: Timescales,
    /// When school terms start.
    pub terms: Terms,
}

impl Calendar {
    /// The calendar of `content/reference/`.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            working_days: WorkingDays::of_england().clone(),
            timescales: Timescales::built_in().clone(),
            terms: Terms::built_in().clone(),
        }
    }
}
