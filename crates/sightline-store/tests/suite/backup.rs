//! Backup and restore.

use std::io::{Read as _, Write as _};
use std::path::Path;

use serde_json::json;
use sightline_domain::reporting::{Outcome, SignOff, UpdateRound};
use sightline_store::{
    AuditFilter, BackupSummary, Comment, Draft, Error, NewAttachment, NewSignOff, PlanId, Reminder, ReportRecord,
    Store, Verification,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::example::{action, added, amendment, audit, day, moment, new_plan, plan, problems, source, update};
use crate::place::{Place, on_both};

/// A store with something in every table.
async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    added(&store).await;
    let (plan, problems) = (plan(), problems());
    let new =
        sightline_store::NewPlan { sources: vec![source("plan.docx", 1)], problems: &problems, ..new_plan(&plan) };
    let id = store.add_plan(&new, audit("plan.import")).await.unwrap().id;
    let many: Vec<_> = (0..1500).map(|number| update("1.1", "2026-12-01", &format!("{number} …"))).collect();
    store.record_updates(&id, &many, audit("plan.update")).await.unwrap();
    let change = amendment("2026-12-01", &plan.actions[0], |action| action.text = None);
    store.record_amendments(&id, &[change], audit("plan.amend")).await.unwrap();
    store.add_baseline(&id, "Agreed", day("2026-11-20"), audit("plan.baseline")).await.unwrap();
    reported(&store, &id).await;
    let report = ReportRecord {
        plan: id,
        as_at: day("2026-12-31"),
        format: "pdf".to_owned(),
        name: "board.pdf".to_owned(),
        sha256: "ab".repeat(32),
        size_bytes: 1,
        recorded_at: moment(0),
    };
    store.record_report(&report, audit("report.build")).await.unwrap();
    store
}

/// A sign-off, a comment, an attachment, a draft, a round and a reminder.
async fn reported(store: &Store, id: &PlanId) {
    let sign_off = SignOff { outcome: Outcome::Accepted, by: "Cy Moss".to_owned(), at: moment(1) };
    store.record_sign_offs(id, &[NewSignOff { update: 7, sign_off }], audit("plan.sign_off")).await.unwrap();
    let comment =
        Comment { action: "1.1".to_owned(), at: moment(1), by: "Cy Moss".to_owned(), text: "Well done".to_owned() };
    store.add_comment(id, &comment, audit("discussion.write")).await.unwrap();
    let bytes = [0_u8, 127, 128, 255, 10, 13, 34].repeat(40_000);
    let picture = NewAttachment { action: "1.1", name: "picture.png", media_type: "image/png", bytes: &bytes };
    store.add_attachment(id, &picture, audit("discussion.write")).await.unwrap();
    let draft = Draft { action: "1.2".to_owned(), saved_at: moment(2), body: json!({ "note": "half" }) };
    store.save_draft(id, "acc_1", &draft, audit("plan.update")).await.unwrap();
    let month = day("2026-11-01");
    let round = UpdateRound { month, opened_on: month, due_on: day("2026-11-30"), closed_on: None };
    store.open_round(id, &round, audit("round.manage")).await.unwrap();
    let reminder = Reminder {
        month,
        recipient: "Bea Lund".to_owned(),
        address: "bea.lund@harbour.example".to_owned(),
        actions: vec!["1.1".to_owned()],
        sent_at: moment(3),
        sent_by: "Cy Moss".to_owned(),
        not_sent_because: None,
    };
    store.record_reminders(id, &[reminder], audit("round.manage")).await.unwrap();
}

async fn back_up(store: &Store, to: &Path) -> BackupSummary {
    store.backup(to, moment(0), audit("backup.write")).await.unwrap()
}

/// Names and bytes of the parts of a backup.
type Parts = Vec<(String, Vec<u8>)>;

fn parts(file: &Path) -> Parts {
    let mut zip = ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn write_parts(file: &Path, parts: &[(String, Vec<u8>)]) {
    let mut zip = ZipWriter::new(std::fs::File::create(file).unwrap());
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// Everything but the audit log and the manifest.
fn tables(file: &Path) -> Parts {
    parts(file).into_iter().filter(|(name, _)| name != "audit_log.jsonl" && name != "manifest.json").collect()
}

async fn assert_refused(place: &Place, file: &Path, words: &str) {
    let target = place.another().await;
    let store = target.open().await;
    let error = store.restore(file, audit("backup.restore")).await.unwrap_err();
    assert!(matches!(error, Error::BackupInvalid { .. } | Error::BackupTampered { .. }), "{words}: {error}");
    assert!(error.to_string().contains(words), "{words}: {error}");
    assert!(store.plans().await.unwrap().is_empty());
    assert!(store.audit_log(&AuditFilter::default()).await.unwrap().is_empty());
    added(&store).await;
    store.close().await.unwrap();
    target.clear().await;
}

on_both! {
    async fn a_restored_store_equals_the_original(place: &Place) {
        let store = filled(place).await;
        let file = place.file("backup.zip");
        let made = back_up(&store, &file).await;
        assert_eq!(made.plans, 2);
        assert!(made.rows.contains(&("action_update".to_owned(), 1500)));
        assert_eq!(made.size_bytes, std::fs::metadata(&file).unwrap().len());
        assert!(matches!(made.history, Verification::Whole { rows: 12, .. }));

        // Into the same kind of database, and from there into SQLite and back.
        let (same, other, back) = (place.another().await, Place::sqlite(), place.another().await);
        let mut from = file.clone();
        for (step, target) in [&same, &other, &back].into_iter().enumerate() {
            let restored = target.open().await;
            let summary = restored.restore(&from, audit("backup.restore")).await.unwrap();
            assert_eq!(summary.plans, 2);
            if step == 0 {
                assert_eq!(summary, made);
            }
            let plans = store.plans().await.unwrap();
            assert_eq!(restored.plans().await.unwrap(), plans);
            for plan in &plans {
                for on in ["2026-11-20", "2026-12-31"] {
                    assert_eq!(restored.plan_as_at(&plan.id, day(on)).await.unwrap(), store.plan_as_at(&plan.id, day(on)).await.unwrap());
                }
                assert_eq!(restored.problems(&plan.id).await.unwrap(), store.problems(&plan.id).await.unwrap());
                assert_eq!(restored.updates(&plan.id, None, None, None).await.unwrap(), store.updates(&plan.id, None, None, None).await.unwrap());
                assert_eq!(restored.amendments(&plan.id, None, None, None).await.unwrap(), store.amendments(&plan.id, None, None, None).await.unwrap());
                assert_eq!(restored.baselines(&plan.id).await.unwrap(), store.baselines(&plan.id).await.unwrap());
                assert_eq!(restored.reports(&plan.id).await.unwrap(), store.reports(&plan.id).await.unwrap());
            }
            // The audit log is that of the original, then the restore.
            let log = restored.audit_log(&AuditFilter::default()).await.unwrap();
            let original = store.audit_log(&AuditFilter::default()).await.unwrap();
            assert_eq!(log[log.len() - 6..], original[original.len() - 6..]);
            assert_eq!(log[0].entry.action, "backup.restore");
            assert_eq!(log[0].entry.detail["sha256"], json!(summary.sha256));
            assert!(matches!(restored.verify_history().await.unwrap(), Verification::Whole { .. }));
            let next = target.file("again.zip");
            back_up(&restored, &next).await;
            assert_eq!(tables(&next), tables(&file));
            from = next;
        }
        for target in [same, back] {
            target.clear().await;
        }
    }

    async fn work_goes_on_after_a_restore(place: &Place) {
        let store = filled(place).await;
        let file = place.file("backup.zip");
        back_up(&store, &file).await;
        let target = place.another().await;
        let restored = target.open().await;
        restored.restore(&file, audit("backup.restore")).await.unwrap();
        let id = added(&restored).await.id;
        restored.record_updates(&id, &[update("1.1", "2026-12-09", "after")], audit("plan.update")).await.unwrap();
        let addition = amendment("2026-12-09", &action("1.7", "1"), |_| ());
        restored.record_amendments(&id, &[sightline_domain::history::Amendment { before: None, ..addition }], audit("plan.amend")).await.unwrap();
        restored.add_baseline(&id, "Later", day("2026-12-09"), audit("plan.baseline")).await.unwrap();
        assert!(matches!(restored.verify_history().await.unwrap(), Verification::Whole { rows: 17, .. }));
        target.clear().await;
    }

    async fn the_same_store_gives_the_same_bytes(place: &Place) {
        let store = filled(place).await;
        let (one, two) = (place.file("one.zip"), place.file("two.zip"));
        let first = back_up(&store, &one).await;
        let target = place.another().await;
        let restored = target.open().await;
        restored.restore(&one, audit("backup.restore")).await.unwrap();
        // One audit row more in each, and the same one: the files differ in nothing.
        let again = back_up(&store, &two).await;
        let there = back_up(&restored, &target.file("two.zip")).await;
        assert_ne!(first.sha256, again.sha256);
        assert_eq!(parts(&two).len(), again.rows.len() + 1, "each table, and the manifest");
        assert_eq!(again.rows, there.rows);
        target.clear().await;
    }

    async fn only_an_empty_store_is_restored_into(place: &Place) {
        let store = filled(place).await;
        let file = place.file("backup.zip");
        back_up(&store, &file).await;
        let before = store.audit_log(&AuditFilter::default()).await.unwrap();
        let error = store.restore(&file, audit("backup.restore")).await.unwrap_err();
        assert!(matches!(error, Error::NotEmpty { plans: 2, audit_rows: 13 }), "{error}");
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap(), before);
    }

    async fn a_backup_that_is_not_whole_restores_nothing(place: &Place) {
        let store = filled(place).await;
        let file = place.file("backup.zip");
        back_up(&store, &file).await;
        let bytes = std::fs::read(&file).unwrap();
        let bad = place.file("bad.zip");

        for part in [0, 10, bytes.len() / 2, bytes.len() - 1] {
            std::fs::write(&bad, &bytes[..part]).unwrap();
            assert_refused(place, &bad, "").await;
        }
        let good = parts(&file);
        let with = |change: &dyn Fn(&mut Parts)| {
            let mut parts = good.clone();
            change(&mut parts);
            write_parts(&bad, &parts);
        };
        with(&|parts| parts[4].1[30] ^= 1);
        assert_refused(place, &bad, "is not what was written").await;
        with(&|parts| parts[4].1.extend_from_slice(b"{}\n"));
        assert_refused(place, &bad, "is not what was written").await;
        with(&|parts| { parts[4].1.pop(); });
        assert_refused(place, &bad, "ends in the middle").await;
        with(&|parts| { parts.remove(4); });
        assert_refused(place, &bad, "action_update.jsonl cannot be opened").await;
        with(&|parts| { parts.pop(); });
        assert_refused(place, &bad, "no manifest.json").await;
        with(&|parts| parts.push(("../escape.txt".to_owned(), Vec::new())));
        assert_refused(place, &bad, "more than any backup").await;
        with(&|parts| { parts.retain(|part| part.0 == "manifest.json"); parts[0].1 = b"{\"format\": 1}".to_vec(); });
        assert_refused(place, &bad, "manifest.json cannot be read").await;
        std::fs::write(&bad, b"PK\x03\x04 but no archive").unwrap();
        assert_refused(place, &bad, "no zip archive").await;
    }

    async fn a_backup_of_a_changed_history_says_so_and_is_not_restored(place: &Place) {
        let store = filled(place).await;
        place.disarm("action_update").await;
        place.sql("update action_update set note = 'invented' where number = 7").await.unwrap();
        let file = place.file("backup.zip");
        let made = back_up(&store, &file).await;
        assert!(matches!(made.history, Verification::Broken { seq: 3, .. }), "{:?}", made.history);
        assert_refused(place, &file, "row 3 of the audit log").await;
    }
}

/// A manifest that names one table changed as `change` says.
fn with_manifest(place: &Place, file: &Path, change: impl Fn(&mut serde_json::Value)) -> std::path::PathBuf {
    let mut parts = parts(file);
    let manifest = &mut parts.last_mut().unwrap().1;
    let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
    change(&mut json);
    *manifest = serde_json::to_vec(&json).unwrap();
    let bad = place.file("manifest.zip");
    write_parts(&bad, &parts);
    bad
}

#[tokio::test]
async fn a_manifest_that_does_not_fit_is_refused() {
    let place = Place::sqlite();
    let file = place.file("backup.zip");
    back_up(&filled(&place).await, &file).await;
    let bad = with_manifest(&place, &file, |manifest| manifest["format"] = json!("holiday-photos"));
    assert_refused(&place, &bad, "holiday-photos").await;
    let bad = with_manifest(&place, &file, |manifest| manifest["tables"][1] = manifest["tables"][0].clone());
    assert_refused(&place, &bad, "names a table twice").await;
    let bad = with_manifest(&place, &file, |manifest| manifest["tables"][1]["name"] = json!("sqlite_master"));
    assert_refused(&place, &bad, "sqlite_master").await;
    let bad = with_manifest(&place, &file, |manifest| {
        manifest["tables"].as_array_mut().unwrap().pop();
    });
    assert_refused(&place, &bad, "does not name the table").await;
    let bad = with_manifest(&place, &file, |manifest| manifest["tables"][0]["size_bytes"] = json!(u64::MAX));
    assert_refused(&place, &bad, "16 GiB").await;
    let bad = with_manifest(&place, &file, |manifest| manifest["history"]["audit_rows"] = json!(11));
    assert_refused(&place, &bad, "11 rows were written").await;
    for newer in [json!({"format_version": 2}), json!({"schema_version": "m9999_later"})] {
        let bad = with_manifest(&place, &file, |manifest| {
            for (name, value) in newer.as_object().unwrap() {
                manifest[name] = value.clone();
            }
        });
        let store = Place::sqlite();
        let error = store.open().await.restore(&bad, audit("backup.restore")).await.unwrap_err();
        assert!(matches!(error, Error::Newer { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_part_that_unpacks_to_far_more_than_it_says_is_given_up_early() {
    let place = Place::sqlite();
    let file = place.file("backup.zip");
    back_up(&filled(&place).await, &file).await;
    let mut parts = parts(&file);
    parts[4].1 = vec![b'\n'; 300 << 20];
    let bomb = place.file("bomb.zip");
    write_parts(&bomb, &parts);
    assert!(std::fs::metadata(&bomb).unwrap().len() < 4 << 20);
    let started = std::time::Instant::now();
    assert_refused(&place, &bomb, "is not what was written").await;
    assert!(started.elapsed().as_secs() < 20);
}

#[tokio::test]
async fn a_backup_that_cannot_be_written_leaves_no_part_of_it() {
    let place = Place::sqlite();
    let store = filled(&place).await;
    let missing = place.file("no such folder/backup.zip");
    for to in [missing.as_path(), place.folder(), Path::new("/")] {
        let error = store.backup(to, moment(0), audit("backup.write")).await.unwrap_err();
        assert!(matches!(error, Error::BackupFile { doing: "write", .. }), "{error}");
    }
    // A folder in the way: everything is written, only the last step fails.
    let taken = place.file("taken.zip");
    std::fs::create_dir(&taken).unwrap();
    assert!(store.backup(&taken, moment(0), audit("backup.write")).await.is_err());
    let left: Vec<_> = std::fs::read_dir(place.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("partial"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 12);
}

#[tokio::test]
async fn a_new_backup_takes_the_place_of_an_old_one() {
    let place = Place::sqlite();
    let store = filled(&place).await;
    let file = place.file("backup.zip");
    std::fs::write(&file, b"last week's").unwrap();
    let made = back_up(&store, &file).await;
    assert_eq!(std::fs::metadata(&file).unwrap().len(), made.size_bytes);
    let error = store.restore(&place.file("none.zip"), audit("backup.restore")).await.unwrap_err();
    assert!(matches!(error, Error::BackupFile { doing: "read", .. }), "{error}");
}
