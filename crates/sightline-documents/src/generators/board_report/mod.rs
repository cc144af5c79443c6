//! The board report: the plan as a paper for a meeting.
