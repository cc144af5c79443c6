//! An e-mail that waits, was sent, or was given up.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Whose digest it is.
    pub account_id: String,
    pub name: String,
    pub address: String,
    pub subject: String,
    /// Empty once it was sent or given up.
    pub body: String,
    pub queued_at: String,
    pub tries: i64,
    /// When it is tried next; null once it was sent or given up.
    pub next_try_at: Option<String>,
    pub sent_at: Option<String>,
    /// Why the last try failed; null when none has.
    pub failure: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
