//! One item of one list of a plan, as it now stands.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "plan_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The plan.
    pub plan_id: String,
    /// Which list: see [`crate::plans::items`].
    pub kind: String,
    /// Its reference or name; unique for actions only.
    pub reference: String,
    /// Order within its list; unique within a plan and kind.
    pub position: i64,
    /// Due day of an action.
    pub due_on: Option<NaiveDate>,
    /// False for an action that is withdrawn, merged or split, and for an entry taken out of its register.
    pub is_live: bool,
    /// The item as JSON.
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
