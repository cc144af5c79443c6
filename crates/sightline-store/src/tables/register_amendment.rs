//! An amendment of an entry of a register; appended only.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "register_amendment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// Which register, as the kind of [`super::plan_item`].
    pub register: String,
    /// Number of the entry in [`super::plan_item`].
    pub entry: i64,
    /// The day from which it holds.
    pub holds_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// Why.
    pub reason: String,
    /// The entry before as JSON; null when it adds it.
    pub before_body: Option<String>,
    /// The entry after as JSON; null when it takes it out.
    pub after_body: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
