//! The use cases, one file each.
//!
//! To add one: a file here with `impl App { pub async fn … }`, whose first line
//! is `call.may(Action::…)?`; the test below finds it and fails otherwise.

pub(crate) mod accounts;
pub(crate) mod amend;
pub(crate) mod analytics;
pub(crate) mod backup;
pub(crate) mod baseline;
pub(crate) mod boards;
pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod demo;
pub(crate) mod digests;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod figures;
pub(crate) mod find;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod measures;
pub(crate) mod obsession;
pub(crate) mod packs;
pub(crate) mod plan_views;
pub(crate) mod problems;
pub(crate) mod registers;
pub(crate) mod report;
pub(crate) mod reporting;
pub(crate) mod risks;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod show;
pub(crate) mod update;
pub(crate) mod verdicts;

#[cfg(test)]
mod tests;
