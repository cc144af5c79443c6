//! One load of children's records: what is known of it, and never a record.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "extract")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Text form of the [`ExtractId`](crate::ExtractId).
    pub id: String,
    /// `waiting`, `published`, `withdrawn` or `destroyed`.
    pub state: String,
    /// The day whose records it holds.
    pub as_at: NaiveDate,
    /// The formats in it, as a JSON list.
    pub formats: String,
    /// Counts, as JSON; no child and no identifier.
    pub manifest: String,
    /// What the quality checks counted, and the scores of teams, as JSON; no child.
    pub quality: Option<String>,
    /// Name of its folder among those of the extracts.
    pub folder: String,
    /// SHA-256 of the manifest in its folder, which holds those of all other files.
    pub sha256: String,
    /// The key of its files, sealed with the council's key; none once it is destroyed.
    pub sealed_key: Option<String>,
    /// When it was loaded.
    pub loaded_at: String,
    /// Name of who loaded it.
    pub loaded_by: String,
    /// When it was published.
    pub published_at: Option<String>,
    /// Name of who published it.
    pub published_by: Option<String>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<String>,
    /// Name of who withdrew it.
    pub withdrawn_by: Option<String>,
    /// Why.
    pub withdrawn_because: Option<String>,
    /// When it was destroyed.
    pub destroyed_at: Option<String>,
    /// Name of who had it destroyed.
    pub destroyed_by: Option<String>,
    /// Why.
    pub destroyed_because: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
