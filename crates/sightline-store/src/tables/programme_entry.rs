//! One version of something that a programme keeps beside its plan; appended only.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "programme_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan whose programme keeps it.
    pub plan_id: String,
    /// What it is, such as `meeting`.
    pub kind: String,
    /// Its number among those of its kind, from 1.
    pub entry: i64,
    /// Its version, from 1; the last one stands.
    pub version: i64,
    /// It as JSON.
    pub body: String,
    /// True when it is taken out with this version.
    pub is_withdrawn: bool,
    /// Why it was changed; empty when nobody asked.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
