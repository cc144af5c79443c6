//! What people say about an action, beside its updates.

use serde_json::json;
use sightline_store::Comment;

use super::written;
use crate::policy;
use crate::{App, Call, Result};

/// Letters of a comment at most.
const LONGEST_COMMENT: usize = 4_000;

impl App {
    /// The contribution just added to the discussion of an action.
    ///
    /// # Errors
    ///
    /// * [`Error::NothingWritten`](crate::Error::NothingWritten), [`Error::TooLong`](crate::Error::TooLong).
    /// * [`Error::NotAllowed`](crate::Error::NotAllowed) – the caller may see the action, but not write.
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction) – it is not there for the caller.
    pub async fn add_comment(&self, call: &Call, plan: &str, reference: &str, text: &str) -> Result<Comment> {
        call.may(policy::Action::DiscussionWrite)?;
        let (view, action) = self.action_today(call, policy::Action::DiscussionWrite, plan, reference).await?;
        let comment = Comment {
            text: written(text, "the comment", LONGEST_COMMENT)?,
            action: action.reference,
            at: call.at,
            by: call.actor.name.clone(),
        };
        let object = format!("plan {}", view.summary.handle);
        let audit = call.audit(policy::Action::DiscussionWrite, object, json!({ "comment": comment.action }));
        self.store.add_comment(&view.summary.id, &comment, audit).await?;
        Ok(comment)
    }
}
