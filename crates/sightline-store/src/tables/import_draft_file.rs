//! A file of an import that is not finished.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "import_draft_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The draft.
    pub draft_id: String,
    /// Order among its files.
    pub position: i64,
    /// File name.
    pub name: String,
    /// Its content.
    #[serde(with = "crate::values::hexadecimal_bytes")]
    pub bytes: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
