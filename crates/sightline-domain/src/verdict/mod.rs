//! Verdicts: what the evidence supports, whatever was reported.
//!
//! Two questions are kept apart. **Are we doing it** is answered from dates,
//! milestones and updates; **is it making a difference** from the figures of
//! linked measures before and after the action began. The second is never
//! told whether the action is done, so that "done" cannot turn it.
//!
//! Nothing that was known is forgotten. Each figure, target, link and piece of
//! evidence carries the day it became known, so that a verdict as at a past day
//! uses what was known by then. What was taken back and not replaced goes on
//! counting where it counts against: so taking evidence away never makes a
//! verdict better.
//!
//! Every verdict has its reasons in plain sentences, the figures and evidence
//! they rest on, what would change it, and what to be careful with, all made
//! by rule.

mod canonical;
mod caution;
mod doing;
mod evidence;
mod given;
mod impact;
mod impact_words;
mod judge;
mod link;
mod link_words;
mod record;
mod series;
#[cfg(test)]
mod tests;
mod words;

pub use canonical::{RULES, doing_inputs, impact_inputs};
pub use caution::{CORRELATION_BAND, Caution, LEAST_FOR_SEASONS};
pub use doing::{DoingFacts, DoingInput, DoingVerdict, judge_doing};
pub use evidence::{Acceptance, EvidenceItem, EvidenceKind, Strength};
pub use given::{EvidenceAnswer, EvidenceFile, EvidenceState, EvidenceWithdrawal, GivenEvidence};
pub use impact::{BlueLack, ConsideredEvidence, ImpactInput, ImpactLevel, ImpactVerdict, LinkCounts, judge_impact};
pub use judge::{
    BASELINE_MONTHS, LEAST_NEIGHBOURS, LEAST_SHOWN, LEAST_TO_JUDGE, LinkFigures, LinkState, LinkVerdict, Side,
    TargetState, WINDOW, WindowPoint, judge_link,
};
pub use link::{FRESH_FOR_DAYS, Goal, KnownTarget, LinkEnd, LinkTarget, MeasureLink, WhyEnded};
pub use record::{RecordInputs, RecordedMeasure, VerdictRecord};
pub use series::{KnownFigure, Series, SeriesFault};
pub(crate) use words::{day_words, many};
