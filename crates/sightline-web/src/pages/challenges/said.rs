//! What was said to a challenge, as it stands on pages.

use sightline_app::AnswerState;
use sightline_app::domain::challenge::Answer;

use crate::components::Tag;
use crate::words;

/// One answer.
pub(in crate::pages) struct AnswerView {
    /// How it was answered.
    pub(in crate::pages) reply: &'static str,
    /// Who answered, in which post, and when.
    pub(in crate::pages) by: String,
    /// What was asked.
    pub(in crate::pages) asked: String,
    /// The answer.
    pub(in crate::pages) text: String,
}

impl AnswerView {
    pub(in crate::pages) fn of(answer: &Answer) -> Self {
        let role = words::capital(&answer.role);
        let post = answer.post.as_ref().map_or(role, Clone::clone);
        Self {
            reply: answer.reply.words(),
            by: format!("{}, {post}, on {}", answer.by, words::moment(answer.at)),
            asked: answer.asked.clone(),
            text: answer.words.clone(),
        }
    }
}

/// Whether a challenge is answered.
pub(in crate::pages) fn state_tag(state: AnswerState) -> Tag {
    match state {
        AnswerState::Open => Tag::new("To be answered", "yellow"),
        AnswerState::Agreed => Tag::new("Agreed, not rated again yet", "orange"),
        AnswerState::Changed => Tag::new("Changed since it was answered", "orange"),
        AnswerState::Answered => Tag::new("Answered", "green"),
    }
}
