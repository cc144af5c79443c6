//! A short sprint on a few actions.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "obsession")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The plan.
    pub plan_id: String,
    /// What people call it.
    pub title: String,
    /// What will be different.
    pub aim: String,
    /// References of its actions, as a JSON list.
    pub actions: String,
    /// What is looked at each week.
    pub measure: String,
    /// Where it stood at the start.
    pub baseline: String,
    /// Who answers for it.
    pub owner: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; it counts.
    pub ends_on: NaiveDate,
    /// What came of it.
    pub result: Option<String>,
    /// What was learnt.
    pub learning: Option<String>,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
