//! The button that shows what a change would look like, and saves nothing.

use serde::Deserialize;

/// Which of the two buttons of a form was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Intent {
    /// Save.
    #[default]
    Save,
    /// Show what it would look like.
    Preview,
}
