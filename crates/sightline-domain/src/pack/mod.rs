//! The board pack: who gets which sections, and the manifest that a pack is rebuilt and compared by.

mod comparison;
mod consistency;
mod definition;
mod manifest;
mod manifest_text;
mod redaction;

pub use comparison::{Comparison, Difference, DifferenceKind, PackOutcome, compare};
pub use consistency::{Inconsistency, inconsistencies};
pub use definition::{NamedBy, PackAudience, PackDefinition, PackDefinitions, PackFormat, PackSection, SectionKind};
pub use manifest::{Input, InputKind, Manifest, ManifestFigure, ManifestHead, Output, Sha256};
pub use redaction::{Named, Redacted, without_names};
