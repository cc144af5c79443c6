//! An action was linked with a measure, or the link was ended; appended only.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "measure_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// Reference of the action.
    pub action: String,
    /// The measure, by its id.
    pub measure: String,
    /// The day that is marked on the chart: when the action began to matter, or the link ended.
    pub from_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// False when the link was ended.
    pub is_linked: bool,
    /// Who.
    pub linked_by: String,
    /// When.
    pub linked_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
