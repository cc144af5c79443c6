//! Bodies that govern: their terms, meetings, agendas and papers, and what came of them.
//!
//! Everything is a value with the day it holds from; nothing here knows what
//! day it is, and nothing is overwritten: a meeting that moved says so.

mod action;
mod agenda;
mod attendance;
mod challenge_log;
mod clear_days;
mod cycle;
mod decision;
mod feed;
mod forward_plan;
mod meeting;
mod minutes;
mod papers;
mod template;
mod terms;

pub use action::{ActionStanding, MeetingAction};
pub use agenda::{Agenda, AgendaItem, Slot};
pub use attendance::{Attendance, MeetingAttendance, PartnerAttendance, Presence, Quorate, attendance_by_partner};
pub use challenge_log::{ChallengeAnswer, ChallengeClosing, ChallengeStage, LoggedChallenge};
pub use clear_days::{ClearDays, PapersRule};
pub use cycle::{Cycle, MeetingCycle, Nth, OffDay, PlannedDay};
pub use decision::Decision;
pub use feed::{FeedEntry, FeedTime, feed_entry};
pub use forward_plan::{ForwardItem, ForwardMeeting, ForwardPlan};
pub use meeting::{Meeting, MeetingChange, MeetingEvent, MeetingState};
pub use minutes::{Minutes, MinutesState};
pub use papers::{Chaser, Paper, PaperDue, Pressing, chasers, papers_due};
pub use template::{AgendaTemplate, AgendaTemplates, TemplateItem};
pub use terms::{Body, LineOfReport, Quorum, Seat, Seated, Term, lines_of_report};
