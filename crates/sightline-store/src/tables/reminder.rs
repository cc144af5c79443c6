//! A message that was sent to chase updates, or could not be.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The plan.
    pub plan_id: String,
    /// The first day of the round's month.
    pub month: NaiveDate,
    /// Who, by name.
    pub recipient: String,
    /// E-mail address.
    pub address: String,
    /// A JSON list of the references it asks for.
    pub actions: String,
    /// When.
    pub sent_at: String,
    /// Who had it sent.
    pub sent_by: String,
    /// Why it could not be sent; null when it was.
    pub not_sent_because: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
