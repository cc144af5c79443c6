//! A form sent after its session had timed out.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Whose session had timed out.
    pub account_id: String,
    /// Of the browser's own secret for kept forms.
    pub token_sha256: String,
    /// Where it was sent, with the query.
    pub path: String,
    pub content_type: String,
    pub body: Vec<u8>,
    pub kept_at: String,
    pub expires_at: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
