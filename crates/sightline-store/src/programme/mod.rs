//! What a programme works with beside its plan: imports in hand, obsessions, and what it keeps version by version.

pub(crate) mod drafts;
mod entries;
mod obsessions;

pub use drafts::{DraftFile, DraftId, ImportDraft, NewDraft};
pub use entries::{EntryKind, EntryVersion, NewVersion};
