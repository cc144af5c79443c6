//! A plan: what is not in its lists.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Text form of the [`PlanId`](crate::PlanId).
    pub id: String,
    /// Short readable name.
    pub handle: String,
    /// Title as printed.
    pub title: String,
    /// Council as printed.
    pub council: Option<String>,
    /// The day of the import.
    pub imported_on: NaiveDate,
    /// The plan with every list of [`super::plan_item`] emptied, as JSON.
    pub header: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
