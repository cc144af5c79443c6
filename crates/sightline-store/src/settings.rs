//! What a council sets for itself.

use sea_orm::{ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter};
use serde_json::{Map, Value};

use crate::tables::setting;
use crate::write::Doing as _;
use crate::{AuditEntry, Result, Store, values};

impl Store {
    /// Every group of settings that was ever changed, by name.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn settings(&self) -> Result<Map<String, Value>> {
        self.is_in_place()?;
        let rows = setting::Entity::find().all(&self.connection).await.doing("reading the settings")?;
        rows.into_iter().map(|row| Ok((row.name, values::from_json(&row.body, "setting")?))).collect()
    }

    /// Puts new values in place of a group of settings; what they were before is for `audit` to say.
    ///
    /// # Errors
    ///
    /// [`Error::Unstorable`](crate::Error::Unstorable) – a NUL character.
    pub async fn save_setting(&self, name: &str, body: &Value, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let there = setting::Entity::find()
            .filter(setting::Column::Name.eq(name))
            .one(change.connection())
            .await
            .doing("reading the settings")?;
        let row = setting::Model {
            number: match &there {
                Some(row) => row.number,
                None => change.next_number::<setting::Entity>().await?,
            },
            name: values::name(name, "the name of a setting")?,
            body: values::text(&values::to_json(body, "a setting")?, "a setting")?,
            changed_at: values::instant_text(audit.at),
        };
        if there.is_some() {
            row.into_active_model().reset_all().update(change.connection()).await.doing("changing a setting")?;
        } else {
            change.insert::<setting::Entity>(vec![row]).await?;
        }
        change.finish(audit).await
    }
}
