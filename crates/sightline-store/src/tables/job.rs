//! Work that somebody asked for and that takes longer than a page may.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Text form of the [`JobId`](crate::JobId).
    pub id: String,
    /// The plan it is about.
    pub plan_id: String,
    /// What kind of work, such as `report`.
    pub kind: String,
    /// Name of who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: String,
    /// What was asked for, as JSON.
    pub what: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// What is being done, in words.
    pub step: String,
    /// Steps that are done.
    pub steps_done: i64,
    /// Steps there are.
    pub steps: i64,
    /// When it was done or had failed.
    pub ended_at: Option<String>,
    /// Why it failed, in words.
    pub failure: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
