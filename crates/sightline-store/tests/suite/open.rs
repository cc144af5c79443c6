//! Opening a database.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
use sightline_store::{Database, Error, Store, Verification};

use crate::example::{added, plan};
use crate::place::{Place, on_both};

on_both! {
    async fn what_was_saved_is_there_after_closing_and_opening_again(place: &Place) {
        let store = place.open().await;
        let summary = added(&store).await;
        store.close().await.unwrap();
        let again = place.open().await;
        assert_eq!(again.current_plan(&summary.id).await.unwrap(), plan());
    }

    async fn several_processes_may_open_a_new_database_at_once(place: &Place) {
        let openers: Vec<_> = (0..6)
            .map(|_| {
                let database = place.database.clone();
                tokio::spawn(async move { Store::open(&database).await.map(|_| ()) })
            })
            .collect();
        for opener in openers {
            opener.await.unwrap().unwrap();
        }
        let found = place.open().await.verify_history().await.unwrap();
        assert!(matches!(found, Verification::Whole { rows: 0, .. }));
    }

    async fn a_database_changed_by_a_newer_version_is_not_opened(place: &Place) {
        place.open().await.close().await.unwrap();
        place.sql("insert into seaql_migrations (version, applied_at) values ('m9999_later', 0)").await.unwrap();
        let error = Store::open(&place.database).await.unwrap_err();
        assert!(matches!(&error, Error::Newer { unknown, .. } if unknown == "m9999_later"), "{error}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.docx");
    let content = "This is a letter, not a database. ".repeat(100);
    std::fs::write(&file, &content).unwrap();
    let error = Store::open(&Database::File(file.clone())).await.unwrap_err();
    assert_eq!(error.code(), "SL-S001", "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_without_the_password() {
    let url = "postgres://ada:s3cret@127.0.0.1:1/none";
    let error = Store::open(&Database::Server(url.to_owned())).await.unwrap_err();
    assert_eq!(error.code(), "SL-S001");
    assert!(error.to_string().contains("127.0.0.1:1/none"), "{error}");
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    for strange in ["mysql://ada:s3cret@x/y", "postgres://ada:s3cret@[x/y", "postgres://ada:s3cret@x:port/y"] {
        let error = Store::open(&Database::Server(strange.to_owned())).await.unwrap_err();
        assert_eq!(error.code(), "SL-S001", "{strange}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}

/// SQLite itself does not wait here: it refuses at once to change how a file is written that somebody reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_sqlite_file_that_another_process_is_busy_with_is_waited_for() {
    let place = Place::sqlite();
    let Database::File(file) = &place.database else { panic!("a file") };
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, []).unwrap();
    let other = place.behind().await;
    let reading = other.begin().await.unwrap();
    reading.execute_unprepared("select count(*) from sqlite_master").await.unwrap();
    let opener = tokio::spawn({
        let database = place.database.clone();
        async move { Store::open(&database).await.map(drop) }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!opener.is_finished(), "it waits for who reads");
    reading.commit().await.unwrap();
    opener.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_sqlite_file_uses_a_write_ahead_log() {
    let place = Place::sqlite();
    let store = place.open().await;
    added(&store).await;
    let Database::File(file) = &place.database else { panic!("a file") };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let mut log = file.clone().into_os_string();
    log.push("-wal");
    assert!(std::path::Path::new(&log).exists());
    assert!(
        place
            .sql(
                "insert into source_file (number, plan_id, name, sha256, size_bytes) values (1, 'pln_none', '', '', 0)"
            )
            .await
            .is_err()
    );
}

/// A web server moves requests between threads: what they wait for must be able to move.
#[tokio::test]
async fn every_function_can_be_awaited_on_any_thread() {
    fn can_move<T: Send>(waiting: T) {
        // Small enough not to be copied about at length inside the caller's own.
        assert!(size_of_val(&waiting) < 8 << 10, "{} bytes: {}", size_of_val(&waiting), std::any::type_name::<T>());
        drop(waiting);
    }
    let place = Place::sqlite();
    let store = place.open().await;
    let (plan, file) = (plan(), place.file("backup.zip"));
    let (new, entry) = (crate::example::new_plan(&plan), || crate::example::audit("x"));
    let id = "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap();
    let (day, moment) = (crate::example::day("2026-11-20"), crate::example::moment(0));
    can_move(Store::open(&place.database));
    can_move(store.add_plan(&new, entry()));
    can_move(store.plans());
    can_move(store.find_plan("x"));
    can_move(store.plan_as_at(&id, day));
    can_move(store.record_updates(&id, &[], entry()));
    can_move(store.record_amendments(&id, &[], entry()));
    can_move(store.add_baseline(&id, "x", day, entry()));
    can_move(store.baseline(&id, "x"));
    can_move(store.last_report_before(&id, day));
    can_move(store.verify_history());
    can_move(store.backup(&file, moment, entry()));
    can_move(store.restore(&file, entry()));
}
