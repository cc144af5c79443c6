//! One month's updates, asked for by a day.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "update_round")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The plan.
    pub plan_id: String,
    /// The first day of the month; unique in the plan.
    pub month: NaiveDate,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The last day on which an update is in time.
    pub due_on: NaiveDate,
    /// The day it was closed; null while open.
    pub closed_on: Option<NaiveDate>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
