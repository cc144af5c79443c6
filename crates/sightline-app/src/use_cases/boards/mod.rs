//! Boards: bodies with their terms, meetings with agenda and papers, and what came of them.
//!
//! What may be recorded is for the domain to say ([`sightline_domain::board`]);
//! here it is read, asked, and kept version by version.

mod bodies;
mod books;
mod feed;
mod meetings;
mod read;
mod records;

pub use bodies::{BodyInput, MeetsInput, SeatInput};
pub use books::BodyMeets;
pub use feed::Feed;
pub use meetings::{AgendaItemInput, MeetingInput};
pub use read::{BoardsView, BodySummary, BodyView, MeetingView};
pub use records::{DecisionInput, ForwardInput, LoggedChallengeInput, MeetingActionInput};
