//! What somebody said to a challenge; appended only.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "challenge_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The plan.
    pub plan_id: String,
    /// What the challenge is about, by its code.
    pub kind: String,
    /// Reference of the action that it belongs to; null for a finding.
    pub action: Option<String>,
    /// The challenge, by its key.
    pub challenge: String,
    /// The challenge as it was read.
    pub asked: String,
    /// The situation that was answered to.
    pub situation: String,
    /// How it was answered, by its code.
    pub reply: String,
    /// The answer in words.
    pub words: String,
    /// Who.
    pub answered_by: String,
    /// The post that they held; null where the plan names none.
    pub post: Option<String>,
    /// Their role, in words.
    pub role: String,
    /// When.
    pub answered_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
