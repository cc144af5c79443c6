//! A target of a measure; appended only, a later one of the same kind and day takes its place.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "measure_target")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Audit row it was written with.
    pub audit_seq: i64,
    /// The measure, by its id.
    pub measure: String,
    /// What is to be reached, as an exact decimal.
    pub value: String,
    /// `at_least` or `at_most`.
    pub comparison: String,
    /// The day from which it is to be reached.
    pub for_on: NaiveDate,
    /// `statutory`, `national`, `neighbours` or `own`.
    pub kind: String,
    /// Why it was set or changed.
    pub reason: String,
    /// True when it takes back the target of this kind and day.
    pub is_withdrawn: bool,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub set_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
