//! The bytes of a file, kept once however often it is attached.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::values::hexadecimal_bytes;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "stored_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// SHA-256 of its bytes as 64 small hexadecimal digits; unique.
    pub sha256: String,
    /// Its size.
    pub size_bytes: i64,
    /// When it was first stored.
    pub stored_at: String,
    /// The bytes.
    #[serde(with = "hexadecimal_bytes")]
    pub bytes: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
