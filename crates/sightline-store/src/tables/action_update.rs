//! An update; appended only.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "action_update")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// Reference of the action.
    pub action: String,
    /// The day it reports on.
    pub reports_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// Code of the level.
    pub action_rating: Option<String>,
    /// Code of the level.
    pub impact_rating: Option<String>,
    /// What happened.
    pub note: Option<String>,
    /// The day completion is now expected.
    pub forecast_on: Option<NaiveDate>,
    /// A JSON list of texts.
    pub evidence: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
