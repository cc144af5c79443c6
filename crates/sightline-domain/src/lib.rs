//! The words, types and arithmetic of Sightline.
//!
//! Pure: no input or output, no async, no clock. Dates come in as arguments.
//! The words are those of `GLOSSARY.md`; a type here has the same name as the
//! page, table and URL that show it.

pub mod benchmark;
pub mod board;
pub mod board_report;
pub mod calendar;
pub mod case_list;
pub mod challenge;
pub mod content;
pub mod data_quality;
pub mod decimal;
pub mod highlight;
pub mod history;
pub mod impact_test;
pub mod letters;
pub mod measure;
pub mod obsession;
pub mod pack;
pub mod plan;
pub mod problem;
pub mod readability;
pub mod refusal;
pub mod register;
pub mod reporting;
pub mod risk;
pub mod scale;
pub mod schedule;
pub mod settings;
pub mod spc;
pub mod standing;
pub mod standpoint;
pub mod success;
pub mod target;
pub mod verdict;

pub use problem::{Answer, Place, Problem, Settled, Severity};
