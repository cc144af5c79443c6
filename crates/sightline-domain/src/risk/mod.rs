//! Risks and issues: how likely, how bad, what is done about them, and whether that is enough.

mod entry;
mod scale;
mod standing;

pub use entry::{Appetite, Mitigation, Risk, RiskClosing, RiskKind, RiskScore};
pub use scale::{RiskBand, RiskLevel, RiskScale, RiskScales};
pub use standing::{RiskStanding, by_need};
