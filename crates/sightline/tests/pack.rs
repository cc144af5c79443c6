//! `sightline pack`: built, listed, proved, as people run it.

mod run;

use std::fs;

use run::{Run, folder_with_plan};

const BUILD: &[&str] = &[
    "pack",
    "build",
    "--body",
    "Improvement Board",
    "--meeting",
    "2026-11-18",
    "--as-at",
    "2026-10-31",
    "--out",
    "november",
];

#[test]
fn a_pack_is_built_listed_and_proves_itself() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["pack", "list"]).expect(0).says(&["No pack was made yet"]);
    Run::inside(at, BUILD).expect(0).says(&[
        "Pack 1 for the Improvement Board on 18 November 2026, as at 31 October 2026",
        "harbour-pack-2026-11-18-board.pdf",
        "harbour-pack-2026-11-18-public.pdf",
        "harbour-pack-2026-11-18-children.pdf",
        "manifest.txt",
    ]);
    let list = Run::inside(at, &["pack", "list", "--json"]).expect(0).json();
    assert_eq!((list[0]["number"].as_u64(), list[0]["files"].as_array().map(Vec::len)), (Some(1), Some(7)));
    Run::inside(at, &["pack", "verify", "november"])
        .expect(0)
        .says(&["7 files: each is as it was made.", "every byte is the same"]);
}

#[test]
fn a_folder_is_checked_with_everything_else_down_and_a_changed_file_is_found() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, BUILD).expect(0);
    fs::rename(at.join("data"), at.join("gone")).unwrap();
    let pack = at.join("november");
    let pack = pack.to_str().unwrap();
    Run::anywhere(&["pack", "verify", pack, "--files-only"]).expect(0).says(&["each is as it was made"]);
    let file = at.join("november/harbour-pack-2026-11-18-board.docx");
    let mut bytes = fs::read(&file).unwrap();
    bytes.push(0);
    fs::write(&file, bytes).unwrap();
    Run::anywhere(&["pack", "verify", pack, "--files-only"])
        .expect(1)
        .says(&["harbour-pack-2026-11-18-board.docx: It is not as it was made"]);
    fs::remove_file(&file).unwrap();
    let value = Run::anywhere(&["pack", "verify", pack, "--files-only", "--json"]).expect(1).json();
    assert!(value["files"].to_string().contains("It is not in the folder."), "{value}");
}

#[test]
fn what_is_recorded_afterwards_is_named_as_what_differs() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, BUILD).expect(0);
    Run::inside(
        at,
        &["plan", "update", "1.3", "--action-rating", "red", "--note", "It stopped.", "--on", "2026-10-31"],
    )
    .expect(0);
    let run = Run::inside(at, &["pack", "verify", "november"]).expect(1);
    assert!(run.stdout.contains("The plan harbour does not hold what it held"), "{}", run.stdout);
}

#[test]
fn what_is_no_pack_is_refused_with_its_code() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["pack", "verify", "nowhere"]).fails("SL-A426", &["manifest"]);
    fs::create_dir(at.join("other")).unwrap();
    fs::write(at.join("other/manifest.txt"), "no manifest").unwrap();
    Run::inside(at, &["pack", "verify", "other"]).fails("SL-D427", &["no manifest"]);
    // The key of the data directory is made at the first call.
    Run::inside(at, &["pack", "list"]).expect(0);
    Run::inside(at, &["pack", "build", "--body", "X", "--out", "x"]).fails("SL-A420", &["meeting"]);
}
