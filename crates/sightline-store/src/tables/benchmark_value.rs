//! One published value; appended only. The file it came from is vouched for by its set.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "benchmark_value")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The set.
    pub set_number: i64,
    /// The published measure.
    pub measure_key: String,
    /// The period as printed.
    pub period: String,
    /// The year that its label begins with.
    pub year: i64,
    /// What it is the value of.
    pub area: String,
    /// The value as an exact decimal; null where a symbol stands.
    pub value: Option<String>,
    /// Why there is none.
    pub symbol: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
