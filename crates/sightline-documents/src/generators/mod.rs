//! Papers written from values that are already computed.

pub mod board_pack;
pub mod board_report;
pub mod data_quality;
pub mod plan_table;
pub mod scorecard;
mod sheet;
pub mod table_file;
pub(crate) mod typeset;
mod word;
