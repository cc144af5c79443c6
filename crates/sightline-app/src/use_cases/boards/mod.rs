//! Boards: bodies with their terms, meetings with agenda and papers, and what came of them.
//!
//! What may be recorded is for the domain to say ([`sightline_domain::board`]);
//! here it is read, asked, and kept version by version.

mod bodies;
mod books;
mod calendar;
mod into_plan;
mod meetings;
mod read;
mod records;

pub use bodies::{BodyInput, MeetsInput, SeatInput};
pub use books::BodyMeets;
pub use calendar::Feed;
pub use meetings::{AgendaItemInput, MeetingInput};
pub use read::{BoardsView, BodySummary, BodyView, MeetingView, NextMeeting};
pub use records::{DecisionInput, ForwardInput, LoggedChallengeInput, MeetingActionInput};

#[cfg(test)]
mod tests;
