//! What a council sets for itself.

use serde_json::json;
use sightline_store::{AuditFilter, Verification};

use crate::example::{audit, moment};
use crate::place::{Place, on_both};

on_both! {
    async fn a_group_of_settings_is_replaced_and_each_change_is_in_the_history(place: &Place) {
        let store = place.open().await;
        assert!(store.settings().await.unwrap().is_empty());
        store.save_setting("words", &json!({ "children": "in_care" }), audit("settings.change")).await.unwrap();
        store.save_setting("branding", &json!({ "council": "Größe “Rat”" }), audit("settings.change")).await.unwrap();
        store.save_setting("words", &json!({ "children": "cared_for" }), audit("settings.change")).await.unwrap();
        let settings = store.settings().await.unwrap();
        assert_eq!(settings["words"], json!({ "children": "cared_for" }));
        assert_eq!(settings["branding"]["council"], "Größe “Rat”");
        assert_eq!(settings.len(), 2);
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 3);
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { rows: 3, .. }));
    }

    async fn settings_come_back_with_a_backup(place: &Place) {
        let store = place.open().await;
        store.save_setting("words", &json!({ "children": "in_care" }), audit("settings.change")).await.unwrap();
        let file = place.file("all.backup");
        store.backup(&file, moment(0), audit("store.backup")).await.unwrap();
        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        assert_eq!(restored.settings().await.unwrap()["words"], json!({ "children": "in_care" }));
        restored.close().await.unwrap();
        other.clear().await;
    }
}
