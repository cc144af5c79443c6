//! Papers written from values that are already computed.

pub mod board_report;
pub mod plan_table;
mod sheet;
