//! Data quality: the report for the whole service, and the list of what one team should put right.
//!
//! All figures are in the [`QualityReport`](sightline_domain::data_quality::QualityReport)
//! already, and it names no child; a team's list does, and is for that team only.

mod docx;
mod pdf;
mod team_list;

pub use docx::docx;
pub use pdf::pdf;
pub use team_list::{ListedFinding, TeamList, xlsx};
