//! The database of Sightline: plans, their append-only history, a hash-chained
//! audit log, backup and restore.
//!
//! A [`Store`] is one database: a SQLite file by default, PostgreSQL when given
//! a URL. Everything above this crate sees domain types only; nothing above it
//! names a table or a query.
//!
//! Three promises hold on both databases:
//!
//! * **All or nothing.** Each writing function is one transaction, and the row
//!   of the audit log is written in the same one.
//! * **Nothing is overwritten.** Updates, amendments, baselines, reports and
//!   audit rows are only ever added; triggers in the database refuse anything else.
//! * **Tampering shows.** Every audit row carries the hash of the one before and
//!   of the history rows written with it; [`Store::verify_history`] walks the chain.

mod audit;
mod backup;
mod error;
mod history;
mod migrations;
mod open;
mod plans;
mod tables;
mod values;
mod write;

pub use audit::{AuditEntry, AuditFilter, AuditRow, Verification};
pub use backup::BackupSummary;
pub use error::{Error, Result};
pub use history::{BaselineSummary, ReportRecord};
pub use open::{Database, Store};
pub use plans::{NewPlan, PlanId, PlanSummary, SourceFile};
