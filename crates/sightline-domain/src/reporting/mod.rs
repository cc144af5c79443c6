//! The monthly work on a plan: updates are asked for, given, signed off, and escalated when nothing moves.

mod escalation;
mod round;
mod sign_off;

pub use escalation::{Escalation, MONTHS_BEFORE_ESCALATION, escalation};
pub use round::{UpdateRound, is_update_due};
pub use sign_off::{Outcome, SignOff, SignOffStanding, UpdateChange, sign_off_standing, update_changes};
