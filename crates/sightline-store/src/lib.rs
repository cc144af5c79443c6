//! The database of Sightline: plans, their append-only history, a hash-chained
//! audit log, accounts and who is signed in, backup and restore.
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
//!
//! # Example
//!
//! ```
//! use chrono::{DateTime, NaiveDate};
//! use sightline_domain::plan::Plan;
//! use sightline_store::{AuditEntry, Database, NewPlan, Store};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! # let folder = tempfile::tempdir()?;
//! let store = Store::open(&Database::File(folder.path().join("sightline.db"))).await?;
//! let plan = Plan { council: Some("Harbour Council".into()), ..Plan::default() };
//! let on = NaiveDate::from_ymd_opt(2026, 11, 20).ok_or("no such day")?;
//! let new = NewPlan { plan: &plan, handle: None, on, sources: vec![], problems: &[], allow_again: false, draft: None };
//! let audit = AuditEntry {
//!     actor: "Ada Fenwick".into(),
//!     at: DateTime::UNIX_EPOCH,
//!     action: "plan.import".into(),
//!     object: String::new(), // filled in with the handle
//!     detail: serde_json::Value::Null,
//! };
//! let added = store.add_plan(&new, audit).await?;
//! assert_eq!(added.handle, "harbour-2026");
//! assert_eq!(store.plan_as_at(&added.id, on).await?.plan, plan);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod accounts;
mod audit;
mod backup;
mod benchmarks;
mod database_file;
mod error;
mod extracts;
mod history;
mod jobs;
mod letters;
mod measures;
mod migrations;
mod open;
mod plans;
mod reporting;
mod search;
mod settings;
mod stored_files;

mod programme;
mod tables;
mod trouble;
mod values;
mod verdicts;
mod views;
mod write;

pub use accounts::{
    AccessTokenRecord, AccountChange, AccountId, AccountRecord, KeptForm, LinkPurpose, LinkRecord, LinkStep,
    NewAccount, NewLink, NewSession, NotAnAccountId, Secret, SessionRecord, SessionStep,
};
pub use audit::{AuditEntry, AuditFilter, AuditRow, Verification};
pub use backup::BackupSummary;
pub use benchmarks::{BenchmarkSet, NewBenchmarkSet};
pub use error::{Error, Result};
pub use extracts::{ExtractId, ExtractRecord, ExtractState, ExtractStep, NewExtract, NotAnExtractId};
pub use history::{BaselineSummary, FrozenReport, RatingGiven, ReportRecord};
pub use jobs::{Job, JobId, JobState, NewJob};
pub use letters::{NewLetter, QueuedLetter, Tried};
pub use measures::{DoneBy, MeasureLink, NewRebase, RebaseDecision, RebaseRecord};
pub use open::{Database, Store};
pub use reporting::{Attachment, Comment, Draft, NewAttachment, NewSignOff, RecordedSignOff, RecordedUpdate, Reminder};

pub use plans::{NewPlan, PlanId, PlanReading, PlanSummary, PlanVersion, SourceFile};
pub use search::{FoundComment, FoundNote, SearchWithin};
pub use views::{NewView, SavedView, ViewId};

pub use programme::{DraftFile, DraftId, EntryKind, EntryVersion, ImportDraft, NewDraft, NewVersion};
