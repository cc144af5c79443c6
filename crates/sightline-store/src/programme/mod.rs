//! What a programme works with beside its plan: imports in hand and obsessions.

pub(crate) mod drafts;
mod obsessions;

pub use drafts::{DraftFile, DraftId, ImportDraft, NewDraft};
