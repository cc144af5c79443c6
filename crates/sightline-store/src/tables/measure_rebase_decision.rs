//! What a second person decided on a rebase; appended only, once for each.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "measure_rebase_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The rebase.
    pub rebase: i64,
    /// True when it was approved, false when it was refused.
    pub is_approved: bool,
    /// Why.
    pub reason: String,
    /// The account that decided; null at the machine itself.
    pub decided_account: Option<String>,
    /// Name of who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
