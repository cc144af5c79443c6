//! A filtered plan table under a name.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "saved_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Text form of the [`ViewId`](crate::ViewId).
    pub id: String,
    /// The plan it shows.
    pub plan_id: String,
    /// The account that saved it; null when it was saved at the machine itself.
    pub account: Option<String>,
    /// Name of who saved it.
    pub owner: String,
    /// Name, unique for its owner and plan.
    pub name: String,
    /// What it shows, as it stands in the address of the page.
    pub query: String,
    /// True when everybody who sees the plan may choose it.
    pub is_shared: bool,
    /// When it was saved.
    pub saved_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
