//! A file of published figures that was loaded; appended only.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "benchmark_set")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// Name of the publication.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// Edition or date, as printed.
    pub edition: String,
    /// Licence.
    pub licence: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes; a file is loaded once.
    pub sha256: String,
    /// The published measures in it, as JSON.
    pub measures: String,
    /// How many values it gave.
    pub value_count: i64,
    /// Who loaded it.
    pub loaded_by: String,
    /// When.
    pub loaded_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
