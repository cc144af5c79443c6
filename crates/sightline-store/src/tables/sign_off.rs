//! A sponsor's word on an update; appended only.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "sign_off")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// Reference of the action.
    pub action: String,
    /// The update; it is signed off once.
    pub update_number: i64,
    /// `accepted` or `sent_back`.
    pub outcome: String,
    /// What the sponsor wants to know; null when accepted.
    pub question: Option<String>,
    /// When.
    pub signed_at: String,
    /// Who.
    pub signed_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
