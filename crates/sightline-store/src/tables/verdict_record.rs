//! A verdict as it was kept; appended only.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "verdict_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// Reference of the action.
    pub action: String,
    /// Which rating: `action` or `impact`.
    pub side: String,
    /// The day of the verdict.
    pub as_at: NaiveDate,
    /// Code of the rating in force.
    pub rated: String,
    /// The day of the update that gave it; null for the rating that was imported.
    pub rated_on: Option<NaiveDate>,
    /// The best rating that the evidence supports; null when it supports none.
    pub supports: Option<String>,
    /// The verdict, by its code.
    pub says: String,
    /// Why, as JSON.
    pub reasons: String,
    /// Each linked measure with its figures, as JSON.
    pub measures: String,
    /// The extract that measures were counted in.
    pub extract_id: Option<String>,
    /// The version of the rules.
    pub rules: String,
    /// Hash of everything it was made from.
    pub inputs_sha256: String,
    /// Who had it kept.
    pub kept_by: String,
    /// When.
    pub kept_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
