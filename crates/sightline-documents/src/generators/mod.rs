//! Papers written from values that are already computed.

pub mod board_report;
