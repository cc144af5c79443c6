//! Somebody who can sign in.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Text form of the identifier.
    pub id: String,
    /// In small letters.
    pub email: String,
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// JSON.
    pub reach: String,
    /// JSON, a list of names.
    pub known_as: String,
    /// As Argon2 writes it; null until a password is chosen.
    pub password_hash: Option<String>,
    /// Base32; null without a second factor.
    pub totp_secret: Option<String>,
    /// The last step whose code was taken.
    pub totp_last_step: Option<i64>,
    /// A secret shown and not yet confirmed.
    pub totp_offered: Option<String>,
    /// JSON, a list of SHA-256.
    pub recovery_codes: String,
    /// Who the provider of single sign-on says it is.
    pub oidc_subject: Option<String>,
    pub failed_sign_ins: i64,
    pub locked_at: Option<String>,
    pub created_at: String,
    /// Made, signed in, enabled or given a password: what dormancy counts from.
    pub last_active_at: String,
    pub signed_in_at: Option<String>,
    pub disabled_at: Option<String>,
    /// Last day on which it can be used.
    pub expires_on: Option<NaiveDate>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("account").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
