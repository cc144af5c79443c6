//! The rows of the database, one module for each table.
//!
//! Every table has one whole-number key, `number`, given out by [`Change`](crate::write::Change)
//! while it holds the write lock. So rows sort the same on both databases,
//! whatever their collation, and a restore has no counters to set.
//!
//! Days are `date` columns; instants are text, `2026-11-20T09:30:00.000000Z`,
//! so that both databases keep the same value and order it the same way. JSON
//! is kept as text: its bytes are hashed.

#![expect(unreachable_pub, reason = "SeaORM's derive makes its items public; the module is not")]

pub mod action_update;
pub mod amendment;
pub mod audit_log;
pub mod baseline;
pub mod history_head;
pub mod import_draft;
pub mod import_draft_file;
pub mod import_problem;
pub mod obsession;
pub mod obsession_check_in;
pub mod plan;
pub mod plan_item;
pub mod register_amendment;
pub mod report;
pub mod source_file;

use sea_orm::{EntityTrait, IntoActiveModel, ModelTrait};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A table whose rows can be carried as JSON.
pub trait Table:
    EntityTrait<
        Model: ModelTrait<Entity = Self>
                   + IntoActiveModel<Self::ActiveModel>
                   + Serialize
                   + DeserializeOwned
                   + Send
                   + Sync,
        ActiveModel: Send,
    >
{
    /// Name in the database and in a backup.
    const NAME: &'static str;
    /// The key column.
    const NUMBER: Self::Column;

    /// The key of a row.
    fn number(row: &Self::Model) -> i64;
}

/// A table of which rows are only ever added, and whose rows the audit log vouches for.
pub trait HistoryTable: Table {
    /// The column that names the audit row.
    const AUDIT_SEQ: Self::Column;

    /// The audit row that a row was written with.
    fn audit_seq(row: &Self::Model) -> i64;
}

macro_rules! tables {
    ($($module:ident),*) => {$(
        impl Table for $module::Entity {
            const NAME: &'static str = stringify!($module);
            const NUMBER: $module::Column = $module::Column::Number;

            fn number(row: &$module::Model) -> i64 {
                row.number
            }
        }
    )*};
}

macro_rules! history_tables {
    ($($module:ident),*) => {$(
        impl HistoryTable for $module::Entity {
            const AUDIT_SEQ: $module::Column = $module::Column::AuditSeq;

            fn audit_seq(row: &$module::Model) -> i64 {
                row.audit_seq
            }
        }
    )*};
}

tables!(
    plan,
    plan_item,
    source_file,
    import_problem,
    action_update,
    amendment,
    baseline,
    report,
    audit_log,
    history_head,
    register_amendment,
    obsession,
    obsession_check_in,
    import_draft,
    import_draft_file
);
history_tables!(action_update, amendment, baseline, report, register_amendment, obsession_check_in);
