//! An import that is not finished.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "import_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Text form of the [`DraftId`](crate::DraftId).
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// When it was begun.
    pub created_at: String,
    /// How often it was changed.
    pub version: i64,
    /// What was read, as the use cases write it.
    pub reading: String,
    /// What people answered, as the use cases write it.
    pub answers: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
