//! Saved views: a filtered plan table under a name.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
};
use ulid::Ulid;

use crate::plans::plan_row;
use crate::tables::saved_view;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

const PREFIX: &str = "viw_";

/// Identifier of a saved view; its text form is `viw_` and 26 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViewId(String);

impl ViewId {
    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ViewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ViewId {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let ulid = text.strip_prefix(PREFIX).and_then(|rest| Ulid::from_string(rest).ok()).ok_or(())?;
        Ok(Self(format!("{PREFIX}{ulid}")))
    }
}

/// A filtered plan table under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Identifier.
    pub id: ViewId,
    /// The account that saved it; absent when it was saved at the machine itself.
    pub account: Option<String>,
    /// Name of who saved it.
    pub owner: String,
    /// Name, unique for its owner and plan.
    pub name: String,
    /// What it shows, as it stands in the address of the page.
    pub query: String,
    /// True when everybody who sees the plan may choose it.
    pub is_shared: bool,
}

impl SavedView {
    /// True when it was saved by this account, or by this name at the machine itself.
    #[must_use]
    pub fn is_of(&self, account: Option<&str>, name: &str) -> bool {
        self.account.as_deref() == account && (account.is_some() || self.owner == name)
    }
}

/// A view to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewView<'a> {
    /// The account that saves it; absent at the machine itself.
    pub account: Option<&'a str>,
    /// Name of who saves it.
    pub owner: &'a str,
    /// Name.
    pub name: &'a str,
    /// What it shows.
    pub query: &'a str,
    /// True when everybody who sees the plan may choose it.
    pub is_shared: bool,
}

impl Store {
    /// The saved views of a plan, everybody's, in the order they were first saved.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn views(&self, plan: &PlanId) -> Result<Vec<SavedView>> {
        Ok(rows(&self.connection, plan).await?.into_iter().map(view_from).collect())
    }

    /// The view just saved; one of the same name, plan and owner is replaced and keeps its identifier.
    ///
    /// Capital letters in the name do not matter. `audit.at` dates it.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    /// * [`Error::Unstorable`] – a NUL character.
    pub async fn save_view(&self, plan: &PlanId, new: &NewView<'_>, audit: AuditEntry) -> Result<SavedView> {
        let change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let there = rows(change.connection(), plan).await?.into_iter().find(|row| is_replaced_by(row, new));
        let saved = saved_view::Model {
            number: match &there {
                Some(row) => row.number,
                None => change.next_number::<saved_view::Entity>().await?,
            },
            id: there.as_ref().map_or_else(|| new_id(audit.at), |row| row.id.clone()),
            plan_id: plan.as_str().to_owned(),
            account: values::optional_text(new.account, "the account")?,
            owner: values::text(new.owner, "the name of who saved a view")?,
            name: values::text(new.name, "the name of the view")?,
            query: values::text(new.query, "what the view shows")?,
            is_shared: new.is_shared,
            saved_at: values::instant_text(audit.at),
        };
        if there.is_some() {
            let row = saved.clone().into_active_model().reset_all();
            row.update(change.connection()).await.doing("saving the view")?;
        } else {
            change.insert::<saved_view::Entity>(vec![saved.clone()]).await?;
        }
        change.finish(audit).await?;
        Ok(view_from(saved))
    }

    /// Takes a view away.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownView`] – the plan has no such view.
    pub async fn delete_view(&self, plan: &PlanId, id: &ViewId, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let gone = saved_view::Entity::delete_many()
            .filter(saved_view::Column::PlanId.eq(plan.as_str()))
            .filter(saved_view::Column::Id.eq(id.as_str()))
            .exec(change.connection())
            .await
            .doing("deleting the view")?;
        if gone.rows_affected == 0 {
            return Err(Error::UnknownView);
        }
        change.finish(audit).await
    }
}

fn new_id(at: DateTime<Utc>) -> String {
    format!("{PREFIX}{}", Ulid::from_datetime(at.into()))
}

fn is_replaced_by(row: &saved_view::Model, new: &NewView<'_>) -> bool {
    let same_owner = row.account.as_deref() == new.account && (new.account.is_some() || row.owner == new.owner);
    same_owner && row.name.to_lowercase() == new.name.to_lowercase()
}

async fn rows(connection: &impl ConnectionTrait, plan: &PlanId) -> Result<Vec<saved_view::Model>> {
    saved_view::Entity::find()
        .filter(saved_view::Column::PlanId.eq(plan.as_str()))
        .order_by_asc(saved_view::Column::Number)
        .all(connection)
        .await
        .doing("listing saved views")
}

fn view_from(row: saved_view::Model) -> SavedView {
    SavedView {
        id: ViewId(row.id),
        account: row.account,
        owner: row.owner,
        name: row.name,
        query: row.query,
        is_shared: row.is_shared,
    }
}
