//! Changing what the council sets for itself.

use std::sync::Arc;

use serde_json::{Value, json};
use sightline_domain::settings::{Settings, SettingsGroup};

use crate::{App, Call, Error, Result, policy};

impl App {
    /// What the council has set, for whoever may change it.
    pub async fn settings_to_change(&self, call: &Call) -> Result<Arc<Settings>> {
        call.may(policy::Action::SettingsChange)?;
        self.settings.read(&self.store).await?;
        Ok(self.settings())
    }

    /// Puts new values in place of one group of settings. They hold from now on, everywhere.
    ///
    /// Nothing is written when they are what they were.
    ///
    /// # Errors
    ///
    /// [`Error::SettingRefused`] – a value is out of bounds; says which.
    pub async fn change_settings(&self, call: &Call, group: SettingsGroup) -> Result<()> {
        call.may(policy::Action::SettingsChange)?;
        if let Some(what) = group.fault() {
            return Err(Error::SettingRefused { what });
        }
        self.settings.read(&self.store).await?;
        let before = self.settings();
        let name = group.name();
        let after = Settings::clone(&before).with(group);
        if after == *before {
            return Ok(());
        }
        let (before, after) = (body_of(&before, name), body_of(&after, name));
        let detail = json!({ "before": before, "after": after });
        let audit = call.audit(policy::Action::SettingsChange, format!("settings {name}"), detail);
        self.store.save_setting(name, &after, audit).await?;
        self.settings.read(&self.store).await
    }
}

fn body_of(settings: &Settings, name: &str) -> Value {
    let groups = serde_json::to_value(settings).unwrap_or_default();
    groups.get(name).cloned().unwrap_or_default()
}
