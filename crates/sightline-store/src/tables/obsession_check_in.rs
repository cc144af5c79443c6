//! A weekly look at an obsession; appended only.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "obsession_check_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// Number of the obsession.
    pub obsession: i64,
    /// The day it tells of.
    pub tells_of_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// What the measure says, as given.
    pub value: String,
    /// What happened.
    pub note: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
