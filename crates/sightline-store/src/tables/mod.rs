//! The rows of the database, one module for each table.
//!
//! Every table has one whole-number key, `number`, given out by [`Change`](crate::write::Change)
//! while it holds the write lock. So rows sort the same on both databases,
//! whatever their collation, and a restore has no counters to set. Only what
//! lives for hours and is in no backup (`session`, `one_time_link`, `kept_form`)
//! is keyed by what it is looked up by.
//!
//! Days are `date` columns; instants are text, `2026-11-20T09:30:00.000000Z`,
//! so that both databases keep the same value and order it the same way. JSON
//! is kept as text: its bytes are hashed.

#![expect(unreachable_pub, reason = "SeaORM's derive makes its items public; the module is not")]

pub mod access_token;
pub mod account;
pub mod action_update;
pub mod amendment;
pub mod attachment;
pub mod audit_log;
pub mod baseline;
pub mod benchmark_set;
pub mod benchmark_value;
pub mod challenge_answer;
pub mod comment;
pub mod digest_choice;
pub mod extract;
pub mod history_head;
pub mod import_draft;
pub mod import_draft_file;
pub mod import_problem;
pub mod job;
pub mod kept_form;
pub mod letter;
pub mod measure_link;
pub mod measure_rebase;
pub mod measure_rebase_decision;
pub mod measure_target;
pub mod obsession;
pub mod obsession_check_in;
pub mod one_time_link;
pub mod plan;
pub mod plan_item;
pub mod plan_version;
pub mod programme_entry;
pub mod register_amendment;
pub mod reminder;
pub mod report;
pub mod saved_view;
pub mod session;
pub mod setting;
pub mod sign_off;
pub mod source_file;
pub mod stored_file;
pub mod update_draft;
pub mod update_round;
pub mod verdict_record;

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
    /// Rows in memory at a time, where all are read.
    const ROWS_AT_ONCE: u64 = 1000;

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
    ($($module:ident $(($rows_at_once:literal at once))?),*) => {$(
        impl Table for $module::Entity {
            const NAME: &'static str = stringify!($module);
            const NUMBER: $module::Column = $module::Column::Number;
            $(const ROWS_AT_ONCE: u64 = $rows_at_once;)?

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
    sign_off,
    comment,
    attachment,
    stored_file (4 at once),
    update_draft,
    update_round,
    reminder,
    audit_log,
    history_head,
    account,
    plan_version,
    saved_view,
    register_amendment,
    obsession,
    obsession_check_in,
    import_draft,
    import_draft_file (4 at once),
    setting,
    job,
    extract,
    measure_target,
    measure_rebase,
    measure_rebase_decision,
    measure_link,
    benchmark_set,
    benchmark_value,
    challenge_answer,
    verdict_record,
    programme_entry,
    letter,
    digest_choice
);
history_tables!(
    action_update,
    amendment,
    baseline,
    report,
    sign_off,
    comment,
    attachment,
    register_amendment,
    obsession_check_in,
    measure_target,
    measure_rebase,
    measure_rebase_decision,
    measure_link,
    benchmark_set,
    challenge_answer,
    verdict_record,
    programme_entry
);

/// Calls a function for each history table: `for_each_history_table!(add_contents(connection, to).await?)`
/// becomes `add_contents::<action_update::Entity>(connection, to).await?;` and so on.
macro_rules! for_each_history_table {
    (@each $call:ident $arguments:tt [$($after:tt)*]) => {};
    (@each $call:ident $arguments:tt [$($after:tt)*] $table:ident $($rest:ident)*) => {
        $call::<$crate::tables::$table::Entity> $arguments $($after)*;
        $crate::tables::for_each_history_table!(@each $call $arguments [$($after)*] $($rest)*);
    };
    ($call:ident $arguments:tt $($after:tt)*) => {
        $crate::tables::for_each_history_table!(
            @each $call $arguments [$($after)*]
            action_update amendment baseline report sign_off comment attachment
            register_amendment obsession_check_in measure_target measure_rebase measure_rebase_decision
            measure_link benchmark_set challenge_answer verdict_record programme_entry
        )
    };
}

pub(crate) use for_each_history_table;
