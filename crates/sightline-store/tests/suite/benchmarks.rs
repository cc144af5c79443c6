//! Published figures as they were loaded.

use sightline_domain::benchmark::{Area, BenchmarkValue, PublishedMeasure, Symbol};
use sightline_domain::measure::Better;
use sightline_store::{AuditFilter, Error, NewBenchmarkSet, Store, Verification};

use crate::example::{audit, moment};
use crate::place::{Place, on_both};

fn value(area: &Area, period: &str, value: &str) -> BenchmarkValue {
    BenchmarkValue {
        key: "ReReferral".to_owned(),
        period: period.to_owned(),
        year: period[..4].parse().unwrap(),
        area: area.clone(),
        value: value.parse().ok(),
        symbol: Symbol::read(value),
    }
}

fn measures() -> Vec<PublishedMeasure> {
    vec![PublishedMeasure {
        key: "ReReferral".to_owned(),
        title: "Re-referrals within 12 months".to_owned(),
        unit: "%".to_owned(),
        better: Better::Lower,
    }]
}

async fn load(store: &Store, content: u8, values: &[BenchmarkValue]) -> Result<u64, Error> {
    let new = NewBenchmarkSet {
        name: "Characteristics of children in need",
        publisher: "Department for Education",
        edition: "2025",
        licence: "Open Government Licence v3.0",
        file_name: "rereferrals.csv",
        sha256: &format!("{content:02x}").repeat(32),
        measures: &measures(),
        values,
    };
    store.add_benchmark_set(&new, audit("benchmark.load")).await
}

on_both! {
    async fn of_each_area_and_period_the_value_loaded_last_counts(place: &Place) {
        let store = place.open().await;
        let (england, authority) = (Area::England, Area::Authority("301".to_owned()));
        let first = [value(&england, "2024", "22.4"), value(&england, "2025", "22.6"), value(&authority, "2025", "c")];
        assert_eq!(load(&store, 1, &first).await.unwrap(), 1);
        assert_eq!(load(&store, 2, &[value(&england, "2025", "22.70")]).await.unwrap(), 2);
        let found = store.benchmark_values("ReReferral").await.unwrap();
        assert_eq!(found, [first[0].clone(), value(&england, "2025", "22.70"), first[2].clone()]);
        assert_eq!(found[1].value.unwrap().to_string(), "22.70");
        assert!(store.benchmark_values("Another").await.unwrap().is_empty());
        let sets = store.benchmark_sets().await.unwrap();
        assert_eq!((sets[0].number, sets[1].value_count, &sets[0].measures), (2, 3, &measures()));
    }

    async fn a_file_is_loaded_once(place: &Place) {
        let store = place.open().await;
        let values = [value(&Area::England, "2025", "22.6")];
        load(&store, 1, &values).await.unwrap();
        assert_eq!(load(&store, 1, &values).await.unwrap_err().code(), "SL-S126");
        assert_eq!(store.benchmark_sets().await.unwrap().len(), 1);
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 1);
    }

    async fn thousands_of_values_are_one_change_and_come_back_from_a_backup(place: &Place) {
        let store = place.open().await;
        let values: Vec<BenchmarkValue> = (0..6000)
            .map(|number| value(&Area::Authority(format!("{}", 200 + number % 150)), &format!("{}", 1980 + number / 150), "12.5"))
            .collect();
        load(&store, 1, &values).await.unwrap();
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { rows: 1, .. }));
        let error = place.sql("update benchmark_value set value = '1'").await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
        let file = place.file("store.backup");
        store.backup(&file, moment(3), audit("store.backup")).await.unwrap();
        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        let back = restored.benchmark_values("ReReferral").await.unwrap();
        assert_eq!(back.len(), 6000);
        assert_eq!(back, store.benchmark_values("ReReferral").await.unwrap());
        restored.close().await.unwrap();
        other.clear().await;
    }
}
