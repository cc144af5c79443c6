//! Somebody asked for new limits of a chart from a day on; appended only.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "measure_rebase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The measure, by its id.
    pub measure: String,
    /// The part of the measure, such as `team=North`; null for the whole.
    pub breakdown: Option<String>,
    /// First day of the new segment.
    pub starts_on: NaiveDate,
    /// Why the limits are to be worked out anew.
    pub reason: String,
    /// What changed in how children are served.
    pub cause: String,
    /// How that is known.
    pub evidence: String,
    /// What the chart said before, as JSON.
    pub said_before: String,
    /// The account that asked; null at the machine itself.
    pub asked_account: Option<String>,
    /// Name of who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
