//! Extracts from files to destruction, and who sees what.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate};
use sightline_store::{AuditFilter, ExtractState};

use super::load::{LoadInput, LoadProgress, LoadStep};
use super::upload::UploadState;
use crate::{Actor, App, Call, Database, Error, Key, Keys, Reach, Role, Scope, SourceBytes, Verification, Vocabulary};

const PEOPLE: &str = "pers_person_id,pers_sex,pers_ethnicity,pers_dob,pers_upn_unknown,pers_send_flag,pers_expected_dob,pers_death_date,pers_is_mother,pers_nationality\n700132,F,WBRI,2012-05-04,,,,,,\n700299,M,WBRI,2013-01-02,,,,,,\n";
const WORKERS: &str = "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,\
    invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_person_id,invo_referral_id\n\
    1,w1,SW,North,2024-01-01,,,700132,\n2,w2,SW,South,2024-06-01,,,700299,\n";
const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n700132,2,04/05/2012,WBRI,,,\n";

fn call(role: Role) -> Call {
    let actor = Actor { account: Some(format!("acc_{}", role.code())), ..Actor::operator("Jo Example", role) };
    Call { actor, at: "2026-10-31T09:00:00Z".parse().unwrap(), today: day("2026-10-31") }
}

fn team_manager(teams: &[&str]) -> Call {
    let mut call = call(Role::TeamManager);
    call.actor.reach =
        Reach { teams: Scope::Only(teams.iter().map(|team| (*team).to_owned()).collect()), ..Reach::default() };
    call
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn open(folder: &Path, key: &Key) -> App {
    let app = App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap();
    app.with_keys(Keys::new(key.clone(), None), DateTime::UNIX_EPOCH).await.unwrap()
}

fn files(named: &[(&str, &str)]) -> Vec<SourceBytes> {
    let file = |(name, text): &(&str, &str)| SourceBytes { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() };
    named.iter().map(file).collect()
}

fn ssd() -> LoadInput {
    LoadInput { files: files(&[("a.csv", PEOPLE), ("b.csv", WORKERS)]), ..LoadInput::default() }
}

fn quiet() -> LoadProgress {
    Arc::new(|_| {})
}

async fn load(app: &App, input: LoadInput) -> super::ExtractView {
    app.load_extract(&call(Role::Analyst), input, quiet()).await.unwrap().extract
}

async fn deeds(app: &App) -> Vec<String> {
    let rows = app.history(&call(Role::ProgrammeManager), &AuditFilter::default()).await.unwrap();
    rows.into_iter().map(|row| row.entry.action).collect()
}

#[tokio::test]
async fn a_load_is_published_with_every_row_accounted_for_and_one_audit_row() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let steps = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&steps);
    let progress: LoadProgress = Arc::new(move |step| seen.lock().unwrap().push(step));
    let loaded = app.load_extract(&call(Role::Analyst), ssd(), progress).await.unwrap();
    assert_eq!(*steps.lock().unwrap(), LoadStep::ALL);
    assert_eq!(loaded.outcome.readings[0].rows_in(), 4);
    assert_eq!((loaded.outcome.tables["person"], loaded.outcome.tables["involvement"]), (2, 2));
    let view = loaded.extract;
    assert!(view.is_in_force && view.record.state == ExtractState::Published);
    assert_eq!(view.record.as_at, day("2026-10-31"));
    assert_eq!(deeds(&app).await, ["data.load"]);
    let rehearsed = app.rehearse_load(&call(Role::Analyst), ssd(), quiet()).await.unwrap();
    assert_eq!(rehearsed.tables, loaded.outcome.tables);
    assert_eq!(app.extracts(&call(Role::Analyst)).await.unwrap().len(), 1, "a rehearsal saves nothing");
    assert_eq!(app.check_extract(&call(Role::Director), None).await.unwrap().record.id, view.record.id);
}

#[tokio::test]
async fn formats_that_are_not_in_a_load_are_carried_forward_unless_it_is_alone() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let september = LoadInput { as_at: Some(day("2026-09-30")), ..ssd() };
    let first = load(&app, september).await;
    let header = || LoadInput { files: files(&[("header.csv", HEADER)]), ..LoadInput::default() };
    let second = load(&app, header()).await;
    assert_eq!(second.record.formats, ["ssda903", "ssd"]);
    let part = |format: &str| second.manifest.part(format).unwrap().carried_from.clone();
    assert_eq!((part("ssd"), part("ssda903")), (Some(first.record.id.to_string()), None));
    assert_eq!(second.manifest.tables["person"], 2, "the same child of both formats is one");
    let third = load(&app, LoadInput { is_alone: true, ..header() }).await;
    assert_eq!(third.record.formats, ["ssda903"]);
    // Records of an earlier day carry nothing forward from a later one, and do not come into force.
    let early = load(&app, LoadInput { as_at: Some(day("2026-08-31")), ..header() }).await;
    assert_eq!((early.record.formats.len(), early.is_in_force), (1, false));
    let withdrawn =
        app.withdraw_extract(&call(Role::Analyst), third.record.id.as_str(), "Not all of it.").await.unwrap();
    assert_eq!(withdrawn.record.state, ExtractState::Withdrawn);
    let in_force = app.extract(&call(Role::Director), None).await.unwrap();
    assert_eq!(in_force.record.id, second.record.id, "the one before is in force again");
}

#[tokio::test]
async fn what_cannot_be_read_or_is_of_a_day_to_come_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let analyst = call(Role::Analyst);
    let refused = async |input: LoadInput| app.load_extract(&analyst, input, quiet()).await.unwrap_err().code();
    assert_eq!(refused(LoadInput::default()).await, "SL-A244");
    assert_eq!(refused(LoadInput { as_at: Some(day("2026-11-01")), ..ssd() }).await, "SL-A014");
    let letter = files(&[("letter.txt", "Dear all,\nthank you.\n")]);
    assert_eq!(refused(LoadInput { files: letter, ..LoadInput::default() }).await, "SL-R002");
    let missing = vec![folder.path().join("missing.csv")];
    assert_eq!(refused(LoadInput { paths: missing, ..LoadInput::default() }).await, "SL-R010");
    assert!(deeds(&app).await.is_empty());
    let left = std::fs::read_dir(folder.path().join("extracts")).unwrap();
    assert!(left.flatten().all(|entry| !entry.path().is_dir()), "no folder is left");
}

#[tokio::test]
async fn what_waits_is_for_whoever_loads_until_it_is_published_or_discarded() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let (analyst, director) = (call(Role::Analyst), call(Role::Director));
    app.upload_extract(&analyst, files(&[("a.csv", PEOPLE)]), None, false).unwrap();
    let again = app.upload_extract(&analyst, files(&[("a.csv", PEOPLE)]), None, false);
    assert!(matches!(again, Err(Error::LoadUnderWay)));
    assert!(app.run_next_job(analyst.at).await.unwrap());
    let UploadState::Done(id) = app.uploads(&analyst).unwrap().remove(0).state else { panic!("not loaded") };
    assert!(app.extracts(&director).await.unwrap().is_empty());
    assert!(app.extract(&director, Some(id.as_str())).await.is_err());
    assert!(app.publish_extract(&director, id.as_str()).await.is_err());
    assert!(app.publish_extract(&analyst, id.as_str()).await.unwrap().is_in_force);
    assert_eq!(app.extracts(&director).await.unwrap().len(), 1);

    let waiting = load(&app, LoadInput { waits: true, ..ssd() }).await;
    assert!(!waiting.is_in_force);
    let discarded = app.discard_extract(&analyst, waiting.record.id.as_str()).await.unwrap();
    assert_eq!(discarded.record.state, ExtractState::Destroyed);
    assert!(!folder.path().join("extracts").join(waiting.record.id.as_str()).exists());
    assert!(app.discard_extract(&analyst, id.as_str()).await.is_err(), "what is published is withdrawn instead");

    app.upload_extract(&analyst, files(&[("a.csv", "nothing,known\n1,2\n")]), None, false).unwrap();
    app.run_next_job(analyst.at).await.unwrap();
    let failed = app.uploads(&analyst).unwrap().remove(0).state;
    assert!(matches!(failed, UploadState::Failed { code: "SL-R002", .. }), "{failed:?}");
}

#[tokio::test]
async fn a_child_is_opened_with_a_reason_by_whoever_may_and_the_history_does_not_name_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    load(&app, ssd()).await;
    let north = team_manager(&["north"]);
    assert!(matches!(app.open_child(&north, "700132", " ").await, Err(Error::ReasonNeeded { .. })));
    assert!(matches!(app.open_child(&north, "700132", "Case 700132").await, Err(Error::ReasonNamesChild)));
    assert!(matches!(app.open_child(&north, "700299", "Supervision").await, Err(Error::UnknownChild)));
    assert!(matches!(app.open_child(&north, "1", "Supervision").await, Err(Error::UnknownChild)));
    assert!(matches!(app.open_child(&team_manager(&[]), "700132", "x").await, Err(Error::UnknownChild)));
    assert_eq!(app.open_child(&call(Role::ProgrammeManager), "700132", "x").await.unwrap_err().code(), "SL-A001");
    assert_eq!(deeds(&app).await, ["data.load"], "what is refused opens nothing");

    let opening = app.open_child(&north, " 700132 ", "Supervision").await.unwrap();
    assert!(opening.records.tables.iter().any(|table| table.name == "involvement"));
    let (again, looks) = app.opened_child(&north, &opening.id).await.unwrap();
    assert_eq!((again.child.as_str(), looks.len(), looks[0].reason.as_str()), ("700132", 1, "Supervision"));
    app.open_child(&call(Role::Analyst), "700132", "Date of birth put right").await.unwrap();
    assert_eq!(
        app.opened_child(&north, &opening.id).await.unwrap().1.len(),
        2,
        "whoever looks has the same name in the history"
    );
    let other = Call { actor: Actor { account: Some("acc_other".to_owned()), ..north.actor.clone() }, ..north.clone() };
    assert!(matches!(app.opened_child(&other, &opening.id).await, Err(Error::JourneyClosed)));
    let later = Call { at: north.at + chrono::Duration::minutes(31), ..north.clone() };
    assert!(matches!(app.opened_child(&later, &opening.id).await, Err(Error::JourneyClosed)));

    let rows = app.history(&call(Role::ProgrammeManager), &AuditFilter::default()).await.unwrap();
    assert!(rows.iter().all(|row| !format!("{row:?}").contains("700132")), "the history names the child");
    assert_eq!(rows.iter().filter(|row| row.entry.action == "child.read").count(), 2);
    assert!(matches!(app.verify_history(&call(Role::ProgrammeManager)).await.unwrap(), Verification::Whole { .. }));
}

#[tokio::test]
async fn a_new_key_seals_extracts_anew_and_leaves_their_files_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Key::random(), Key::random());
    let app = open(folder.path(), &old).await;
    let view = load(&app, ssd()).await;
    app.open_child(&call(Role::Analyst), "700132", "Supervision").await.unwrap();
    app.close().await.unwrap();

    let database = Database::File(folder.path().join("sightline.db"));
    let reopened = async || App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap();
    let error = reopened().await.with_keys(Keys::new(new.clone(), None), DateTime::UNIX_EPOCH).await.unwrap_err();
    assert_eq!(error.code(), "SL-A230");
    assert!(reopened().await.needs_its_key().await.unwrap());
    let rotated = reopened().await.with_keys(Keys::new(new.clone(), Some(old)), DateTime::UNIX_EPOCH).await.unwrap();
    rotated.close().await.unwrap();
    let app = open(folder.path(), &new).await;
    let (checked, analyst) = (app.check_extract(&call(Role::Analyst), None).await.unwrap(), call(Role::Analyst));
    assert_eq!(checked.record.sha256, view.record.sha256);
    let opening = app.open_child(&analyst, "700132", "Again").await.unwrap();
    assert_eq!(
        app.opened_child(&analyst, &opening.id).await.unwrap().1.len(),
        2,
        "the name in the history is the same"
    );
}

#[tokio::test]
async fn extracts_past_their_time_are_destroyed_and_the_one_in_force_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let old = load(&app, LoadInput { as_at: Some(day("2024-01-31")), ..ssd() }).await;
    let older = load(&app, LoadInput { as_at: Some(day("2023-01-31")), ..ssd() }).await;
    let waiting = load(&app, LoadInput { waits: true, ..ssd() }).await;
    let analyst = call(Role::Analyst);
    let rehearsed = app.retain_extracts(&analyst, true).await.unwrap();
    assert_eq!(rehearsed.past.iter().map(|(id, ..)| id).collect::<Vec<_>>(), [&older.record.id]);
    assert_eq!((rehearsed.kept, rehearsed.keep_months), (2, 24));
    assert_eq!(
        app.extract(&analyst, Some(older.record.id.as_str())).await.unwrap().record.state,
        ExtractState::Published
    );

    let much_later = analyst.at.checked_add_months(Months::new(12)).unwrap();
    assert_eq!(app.keep_extracts(much_later).await.unwrap(), 2);
    let state = async |view: &super::ExtractView| {
        app.extract(&analyst, Some(view.record.id.as_str())).await.unwrap().record.state
    };
    assert_eq!(state(&older).await, ExtractState::Destroyed);
    assert_eq!(state(&waiting).await, ExtractState::Destroyed, "what waited too long is destroyed too");
    assert_eq!(state(&old).await, ExtractState::Published, "the one in force is kept however old it is");
    assert!(!folder.path().join("extracts").join(older.record.id.as_str()).exists());
    let rows = app
        .history(
            &call(Role::ProgrammeManager),
            &AuditFilter { action: Some("data.destroy".to_owned()), ..AuditFilter::default() },
        )
        .await
        .unwrap();
    assert_eq!((rows.len(), rows[0].entry.actor.as_str()), (2, "Sightline"));
    let error = app.check_extract(&analyst, Some(older.record.id.as_str())).await.unwrap_err();
    assert_eq!(error.code(), "SL-A246");
}

#[tokio::test]
async fn what_a_crash_left_behind_is_swept_away_and_what_others_put_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let kept = load(&app, ssd()).await;
    let extracts = folder.path().join("extracts");
    for name in ["ext_01ARZ3NDEKTSV4RRFFQ69G5FAV", ".writing-ext_01ARZ3NDEKTSV4RRFFQ69G5FAV", "notes"] {
        std::fs::create_dir(extracts.join(name)).unwrap();
    }
    app.keep_extracts(call(Role::Analyst).at).await.unwrap();
    let mut left: Vec<String> =
        std::fs::read_dir(&extracts).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, [".lock".to_owned(), kept.record.id.to_string(), "notes".to_owned()]);
}

#[tokio::test]
async fn an_extract_whose_files_were_changed_or_exchanged_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let view = load(&app, ssd()).await;
    let place = folder.path().join("extracts").join(view.record.id.as_str());
    let file = place.join("parts/ssd/person.parquet");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let error = app.check_extract(&call(Role::Analyst), None).await.unwrap_err();
    assert_eq!(error.code(), "SL-R126", "{error}");
    assert!(error.to_string().contains("person.parquet"), "{error}");
}

#[tokio::test]
async fn what_changed_is_counted_for_all_and_named_only_to_whoever_may_see_the_child() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), &Key::random()).await;
    let september = load(&app, LoadInput { as_at: Some(day("2026-09-30")), ..ssd() }).await;
    let director = call(Role::Director);
    assert!(matches!(app.extract_changes(&director, None, None).await, Err(Error::NothingBefore { .. })));
    let people = format!("{PEOPLE}700340,F,WBRI,2014-01-02,,,,,,\n").replace("2012-05-04", "2012-05-14");
    let workers = format!("{WORKERS}3,w3,SW,South,2026-10-05,,,700340,\n");
    let input = LoadInput { files: files(&[("a.csv", &people), ("b.csv", &workers)]), ..LoadInput::default() };
    let october = load(&app, input).await;

    let changes = app.extract_changes(&director, None, None).await.unwrap();
    assert_eq!((&changes.before.record.id, &changes.after.record.id), (&september.record.id, &october.record.id));
    assert_eq!((changes.difference.children_appeared, changes.difference.children_disappeared), (1, 0));
    assert_eq!(changes.difference.tables["person"].columns["born_on"].later, 1);
    assert_eq!(deeds(&app).await.len(), 2, "counts leave no row");

    let name = october.record.id.as_str();
    let (_, all) = app.changed_children(&call(Role::Analyst), name).await.unwrap();
    let of = |rows: &[super::changes::ChildChange], child: &str| rows.iter().filter(|row| row.child == child).count();
    assert!(of(&all, "700132") == 1 && of(&all, "700340") >= 1, "{all:?}");
    let (_, south) = app.changed_children(&team_manager(&["South"]), name).await.unwrap();
    assert!(of(&south, "700132") == 0 && of(&south, "700340") >= 1, "{south:?}");
    assert_eq!(deeds(&app).await[..2], ["child.read", "child.read"]);
    assert_eq!(app.changed_children(&director, name).await.unwrap_err().code(), "SL-A001");
}
