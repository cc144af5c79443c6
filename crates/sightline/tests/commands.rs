//! Each command as people run it: what it does, and how it fails.

mod run;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use run::{Run, command, folder_with_plan, plan_document, write};

#[test]
fn a_plan_is_imported_listed_and_shown() {
    let folder = folder_with_plan();
    let at = folder.path();
    let list =
        Run::inside(at, &["plan", "list"]).expect(0).says(&["harbour", "Children's Improvement Plan 2026", "40"]);
    assert!(!list.stdout.contains('\x1b'), "colours in a pipe");
    Run::inside(at, &["plan", "show"]).expect(0).says(&["40 live actions", "▲ Amber", "1.40", "Open hub 39"]);
    Run::inside(at, &["plan", "show", "harb"]).expect(0).says(&["harbour"]);
    Run::inside(at, &["plan", "show", "1.3"]).expect(0).says(&[
        "Open hub 2",
        "31 December 2026",
        "Head of Hubs",
        "No update yet.",
    ]);
    let shown = Run::inside(at, &["plan", "show", "--json"]).expect(0).json();
    assert_eq!(shown["plan"]["actions"].as_array().map(Vec::len), Some(40));
}

#[test]
fn colours_come_only_when_asked_for_outside_a_terminal() {
    let folder = folder_with_plan();
    let at = folder.path();
    assert!(Run::inside(at, &["plan", "show", "--colour", "always"]).expect(0).stdout.contains("\x1b["));
    assert!(!Run::inside(at, &["plan", "show", "--colour", "never"]).expect(0).stdout.contains('\x1b'));
}

#[test]
fn a_dry_run_prints_the_plan_and_its_problems_and_saves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "plan.md", &plan_document(3));
    let run = Run::inside(at, &["plan", "import", "plan.md", "--dry-run", "--json"]);
    assert!(run.code == 0 || run.code == 1, "{}", run.stderr);
    let value = run.json();
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["plan", "problems"]);
    for list in ["priorities", "aims", "actions", "measures", "people"] {
        assert!(value["plan"][list].is_array(), "no {list}");
    }
    let action = &value["plan"]["actions"][0];
    for field in [
        "ref",
        "text",
        "priority",
        "aim",
        "group",
        "leads_raw",
        "start_raw",
        "due_raw",
        "due_on",
        "action_rating_raw",
        "impact_rating_raw",
        "sources",
        "milestones",
        "how_will_we_know",
        "child_statements",
    ] {
        assert!(action.get(field).is_some(), "no {field} in {action}");
    }
    assert!(!at.join("data").exists(), "a dry run made a data directory");
}

#[test]
fn files_that_cannot_be_imported_fail_with_a_code_and_save_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "empty.md", "");
    write(at, "letter.md", "Dear all,\n\nthank you for coming.\n");
    Run::inside(at, &["plan", "import", "missing.md"]).fails("SL-A031", &["missing.md", "because:"]);
    Run::inside(at, &["plan", "import", "empty.md"]).fails("SL-I001", &["empty"]);
    let letter = Run::inside(at, &["plan", "import", "letter.md"]).expect(2);
    assert!(letter.stderr.starts_with("error[SL-"), "{}", letter.stderr);
    write(at, "plan.md", &plan_document(3));
    Run::inside(at, &["plan", "import", "plan.md", "--map", "Who=nonsense"])
        .fails("SL-A006", &["nonsense", "The fields are"]);
    Run::inside(at, &["plan", "import", "plan.md", "--map", "Who"]).expect(2);
    Run::inside(at, &["plan", "list"]).expect(0).says(&["There is no plan yet"]);
}

#[test]
fn the_same_files_are_not_imported_twice_by_accident() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["plan", "import", "plan.md"]).fails("SL-S010", &["harbour", "--again"]);
    Run::inside(at, &["plan", "import", "plan.md", "--again", "--as", "harbour"]).fails("SL-S011", &[]);
    Run::inside(at, &["plan", "import", "plan.md", "--again", "--as", "second"]).expect(0);
    Run::inside(at, &["plan", "show"]).fails("SL-A003", &["--plan", "harbour", "second"]);
    Run::inside(at, &["plan", "show", "1.1", "--plan", "second"]).expect(0);
}

#[test]
fn an_update_is_recorded_and_seen_from_its_day_on() {
    let folder = folder_with_plan();
    let at = folder.path();
    let update = |words: &[&str]| Run::inside(at, &[&["plan", "update", "1.3"], words].concat());
    update(&["--action-rating", "green", "--impact-rating", "red", "--note", "Doors opened.", "--on", "2026-05-29"])
        .expect(0)
        .says(&["● Green", "◆ Red", "29 May 2026"]);
    Run::inside(at, &["plan", "show", "1.3"]).expect(0).says(&["Doors opened.", "● Green", "◆ Red"]);
    Run::inside(at, &["plan", "show", "1.3", "--as-at", "2026-05-28"]).expect(0).says(&["▲ Amber", "No update yet."]);

    update(&["--action-rating", "purple"]).fails("SL-A010", &["Use one of", "amber"]);
    update(&["--action-rating", "blue"]).fails("SL-A012", &["evidence", "--sustained"]);
    update(&["--action-rating", "blue", "--note", "Open.", "--evidence", "Register", "--sustained", "Funded."])
        .expect(0);
    update(&[]).fails("SL-A013", &[]);
    update(&["--note", "x", "--on", "2026-11-30"]).fails("SL-A014", &["--forecast"]);
    Run::inside(at, &["plan", "update", "1.99", "--note", "x"]).fails("SL-A015", &["Did you mean"]);
    Run::inside(at, &["plan", "update", "1.3", "--note", "x", "--on", "soon"]).expect(2);
}

#[test]
fn amendments_show_in_the_comparison_with_their_reasons_in_the_history() {
    let folder = folder_with_plan();
    let at = folder.path();
    let amend = |action: &str, words: &[&str]| {
        Run::inside(at, &[&["plan", "amend", action, "--reason", "Agreed by the board."], words].concat())
    };
    Run::inside(at, &["plan", "baseline", "As agreed"]).expect(0);
    amend("1.1", &["--reword", "Open the first hub"]).expect(0).says(&["reworded"]);
    amend("1.2", &["--redate", "Mar 27"]).expect(0).says(&["re-dated"]);
    amend("1.3", &["--relead", "Head of Early Help"]).expect(0).says(&["re-led"]);
    amend("1.4", &["--withdraw"]).expect(0).says(&["withdrawn"]);
    amend("1.5", &["--merge-into", "1.6"]).expect(0).says(&["merged"]);
    amend("1.7", &["--split-into", "1.51=One half", "--split-into", "1.52=Other half"]).expect(0).says(&["split"]);
    amend("1.53", &["--add", "Something new", "--priority", "1", "--due", "Dec 26"]).expect(0).says(&["added"]);
    amend("1.8", &["--milestone", "Lease signed=31 March 2026"]).expect(0).says(&["milestone added"]);
    amend("1.8", &["--milestone-done", "lease"]).expect(0).says(&["milestone complete"]);

    let compared = Run::inside(at, &["plan", "compare", "--baseline", "as agreed"]).expect(0);
    compared.says(&["added", "reworded", "re-dated", "re-led", "merged", "split", "withdrawn"]);
    Run::inside(at, &["plan", "compare", "--from", "2026-01-05", "--to", "2026-10-31"])
        .expect(0)
        .says(&["re-dated", "Mar 27"]);
    let changes = Run::inside(at, &["plan", "compare", "--json"]).expect(0).json();
    assert!(changes["changes"].as_array().unwrap().len() >= 9, "{changes}");
    Run::inside(at, &["plan", "compare", "harbour", "harbour"]).expect(0).says(&["Nothing changed."]);
    Run::inside(at, &["plan", "show", "1.1"]).expect(0).says(&["Agreed by the board.", "Jo Example"]);

    amend("1.4", &["--reword", "Again"]).fails("SL-A016", &["withdrawn"]);
    amend("1.9", &["--redate", "when it rains"]).fails("SL-A025", &["31 March 2027"]);
    amend("1.9", &["--merge-into", "9.9"]).fails("SL-A015", &[]);
    amend("1.10", &["--add", "Taken", "--priority", "1"]).fails("SL-A020", &[]);
    Run::inside(at, &["plan", "amend", "1.9", "--withdraw"]).expect(2);
    Run::inside(at, &["plan", "amend", "1.9", "--reason", "x"]).expect(2);
    Run::inside(at, &["plan", "compare", "--baseline", "none"]).fails("SL-S033", &["As agreed"]);
}

#[test]
fn an_exported_plan_is_the_same_plan_when_it_is_imported() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["plan", "update", "1.1", "--action-rating", "green", "--note", "Open."]).expect(0);
    let whole = Run::inside(at, &["plan", "export", "--format", "json"]).expect(0).json();
    for format in ["json", "xlsx", "docx", "md", "csv"] {
        let file = format!("out/plan.{format}");
        Run::inside(at, &["plan", "export", "harbour", "--format", format, "--out", &file]).expect(0).says(&[&file]);
        let read = Run::inside(at, &["plan", "import", &file, "--dry-run", "--json"]);
        assert!(read.code < 2, "{format}: {}", read.stderr);
        assert_eq!(read.json()["plan"], whole["plan"], "{format}");
    }
    Run::inside(at, &["plan", "export", "--format", "docx"]).expect(0).says(&["harbour.docx"]);
    assert!(at.join("harbour.docx").exists());
    Run::inside(at, &["plan", "export", "--format", "pdf"]).expect(2);
}

#[test]
fn the_board_report_is_the_same_bytes_every_time_and_is_recorded() {
    let folder = folder_with_plan();
    let at = folder.path();
    let build = |names: &[&str]| {
        let mut words = vec!["report", "build", "--as-at", "2026-10-31", "--json"];
        for name in names {
            words.extend(["--out", name]);
        }
        Run::inside(at, &words).expect(0).json()
    };
    let first = build(&["one/board.pdf", "one/board.docx", "one/board.xlsx"]);
    build(&["two/board.pdf", "two/board.docx", "two/board.xlsx"]);
    for name in ["board.pdf", "board.docx", "board.xlsx"] {
        let one = fs::read(at.join("one").join(name)).unwrap();
        assert!(one == fs::read(at.join("two").join(name)).unwrap(), "{name} differs");
        assert!(one.len() > 1000, "{name} is hardly a paper");
    }
    assert_eq!(first[0]["compared_with"], serde_json::Value::Null);
    let history = Run::inside(at, &["history", "--action", "report.build"]).expect(0);
    assert_eq!(history.stdout.matches("report.build").count(), 6);
    let later = Run::inside(at, &["report", "build", "--out", "later.xlsx", "--as-at", "2026-11-30"]).expect(0);
    later.says(&["Compared with the report of 31 October 2026."]);
    Run::inside(at, &["report", "build", "--out", "board.odt"]).fails("SL-A030", &[".pdf"]);
    write(at, "in-the-way", "a file, not a folder");
    Run::inside(at, &["report", "build", "--out", "in-the-way/board.xlsx"]).fails("SL-A031", &["because:"]);
}

#[test]
fn problems_of_the_import_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = plan_document(3).replace("| Jan 26 | Dec 26 |", "| Dec 26 | Jan 26 |");
    write(at, "plan.md", &text);
    Run::inside(at, &["plan", "import", "plan.md", "--dry-run"]).expect(1).says(&["SL-I", "Nothing was saved."]);
    Run::inside(at, &["plan", "import", "plan.md"]).expect(0);
    let problems = Run::inside(at, &["plan", "problems", "--json"]).expect(1).json();
    let first = &problems["problems"][0];
    for field in ["code", "place", "seen", "help"] {
        assert!(first.get(field).is_some(), "no {field} in {first}");
    }
}

#[test]
fn a_backup_restored_elsewhere_is_the_same_store() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["plan", "update", "1.1", "--action-rating", "green", "--note", "Open."]).expect(0);
    Run::inside(at, &["plan", "amend", "1.2", "--redate", "Mar 27", "--reason", "The builder is late."]).expect(0);
    Run::inside(at, &["backup", "all.backup"]).expect(0).says(&["all.backup", "1 plan", "sha256"]);
    let restored = |words: &[&str]| Run::inside(at, &[words, &["--data-dir", "restored"]].concat());
    restored(&["restore", "all.backup"]).expect(0).says(&["Restored 1 plan"]);
    for words in [
        &["plan", "show", "--json"][..],
        &["plan", "show", "1.1", "--json"],
        &["plan", "show", "1.2", "--json"],
        &["plan", "export", "--format", "json"],
        &["plan", "compare", "--json"],
    ] {
        assert_eq!(restored(words).expect(0).stdout, Run::inside(at, words).expect(0).stdout, "{words:?}");
    }
    restored(&["history", "verify"]).expect(0);
    restored(&["restore", "all.backup"]).fails("SL-S042", &[]);
    let whole = fs::read(at.join("all.backup")).unwrap();
    fs::write(at.join("cut.backup"), &whole[..whole.len() / 2]).unwrap();
    Run::inside(at, &["restore", "cut.backup", "--data-dir", "third"]).fails("SL-S041", &[]);
}

#[test]
fn the_history_tells_who_did_what_and_can_be_proved() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["--actor", "Sam Other", "plan", "update", "1.1", "--note", "Under way."]).expect(0);
    Run::inside(at, &["history"]).expect(0).says(&[
        "Jo Example",
        "Sam Other",
        "plan.import",
        "plan.update",
        "plan harbour",
    ]);
    Run::inside(at, &["history", "list", "--limit", "1"]).expect(0).says(&["Sam Other"]);
    Run::inside(at, &["history", "verify"]).expect(0).says(&["2 rows"]);
    let rows = Run::inside(at, &["history", "export"]).expect(0).stdout;
    let rows: Vec<serde_json::Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[1]["previous_hash"], rows[0]["hash"]);
}

#[test]
fn one_changed_letter_in_the_database_is_found() {
    let folder = folder_with_plan();
    let at = folder.path();
    Run::inside(at, &["plan", "update", "1.1", "--note", "Families came on Monday."]).expect(0);
    Run::inside(at, &["history", "verify"]).expect(0);
    // As somebody with the file and no Sightline would do it.
    let file = at.join("data/sightline.db");
    let mut bytes = fs::read(&file).unwrap();
    let wanted = b"Families came on Monday.";
    let mut changed = 0;
    for start in 0..bytes.len() - wanted.len() {
        if &bytes[start..start + wanted.len()] == wanted {
            bytes[start + 17] = b'S';
            changed += 1;
        }
    }
    assert!(changed > 0, "the note does not stand in the file as text");
    fs::write(&file, bytes).unwrap();
    Run::inside(at, &["history", "verify"]).expect(1).says(&["changed from outside"]);
    assert_eq!(Run::inside(at, &["history", "verify", "--json"]).expect(1).json()["whole"], false);
}

#[test]
fn output_that_nobody_reads_to_the_end_is_no_failure() {
    let folder = folder_with_plan();
    let mut child = command(folder.path())
        .args(["plan", "show", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn errors_are_explained_and_shells_are_helped() {
    Run::anywhere(&["explain", "sl-a012"]).expect(0).says(&["SL-A012", "What to do:"]);
    Run::anywhere(&["explain", "SL-M006"])
        .expect(0)
        .says(&["    given assessment\n", "    | numerator | denominator |\n"]);
    Run::anywhere(&["explain", "SL-X999"]).expect(2);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(Run::anywhere(&["completions", shell]).expect(0).stdout.contains("sightline"));
    }
    Run::anywhere(&["--version"]).expect(0).says(&["sightline 0.1.0"]);
    Run::anywhere(&["--help"]).expect(0).says(&["Exit codes"]);
    Run::anywhere(&["plan"]).expect(2);
    for words in [&["plan", "import"][..], &["plan", "update"], &["plan", "amend"], &["report", "build"], &["history"]]
    {
        Run::anywhere(&[words, &["--help"]].concat()).expect(0).says(&["Example"]);
    }
}

#[test]
fn a_data_directory_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "data", "a file in the way");
    Run::inside(folder.path(), &["plan", "list"]).fails("SL-S002", &["data", "because:"]);
}

#[test]
fn a_councils_own_vocabulary_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "plan.md", &plan_document(3).replace("| Lead |", "| Named champion |"));
    fs::create_dir_all(at.join("data/plan_vocabulary")).unwrap();
    write(at, "data/plan_vocabulary/columns.toml", "leads = [\"Named champion\"]\n");
    let read = Run::inside(at, &["plan", "import", "plan.md", "--dry-run", "--json"]).json();
    assert_eq!(read["plan"]["actions"][0]["leads_raw"], "Head of Hubs");
    write(at, "data/plan_vocabulary/columns.toml", "leads = [");
    let broken = Run::inside(at, &["plan", "import", "plan.md", "--dry-run"]).expect(2);
    assert!(broken.stderr.contains("columns.toml"), "{}", broken.stderr);
}

#[test]
fn the_demonstration_runs_twice_and_tells_its_story() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    Run::inside(at, &["demo", "--out", "demo", "--no-serve", "--children", "60"]).expect(0).says(&[
        "As at 31 October 2026",
        "board.pdf",
        "board.docx",
        "board.xlsx",
    ]);
    let papers = ["board.pdf", "board.docx", "board.xlsx", "board-2026-06-30.pdf"];
    let first: Vec<Vec<u8>> = papers.iter().map(|name| fs::read(at.join("demo").join(name)).unwrap()).collect();
    assert!(first[0].starts_with(b"%PDF-") && first[1].starts_with(b"PK") && first[2].starts_with(b"PK"));
    Run::inside(at, &["demo", "--out", "demo", "--no-serve", "--children", "60"]).expect(0);
    for (name, bytes) in papers.iter().zip(&first) {
        assert!(&fs::read(at.join("demo").join(name)).unwrap() == bytes, "{name} differs the second time");
    }

    let shown = |words: &[&str]| Run::inside(at, &[words, &["--data-dir", "demo/data"]].concat());
    shown(&["history", "verify"]).expect(0);
    // Done as planned, and children wait as long as before.
    shown(&["plan", "show", "2.8"]).expect(0).says(&["■ Blue", "◆ Red"]);
    shown(&["plan", "show", "1.14"]).expect(0).says(&["merged into 1.13", "Agreed by the sponsor."]);
    shown(&["plan", "compare"]).expect(0).says(&[
        "added",
        "reworded",
        "re-dated",
        "re-led",
        "merged",
        "split",
        "withdrawn",
    ]);
    let value = shown(&["plan", "show", "--json"]).expect(0).json();
    let actions = value["plan"]["actions"].as_array().unwrap();
    assert_eq!(actions.len(), 65);
    assert_eq!(value["plan"]["priorities"].as_array().map(Vec::len), Some(5));
    assert_eq!(value["plan"]["boards"].as_array().map(Vec::len), Some(2));

    // Somebody's own data is never removed.
    Run::inside(at, &["plan", "list", "--data-dir", "mine/data"]).expect(0);
    Run::inside(at, &["demo", "--out", "mine", "--no-serve", "--children", "0"]).fails("SL-A031", &["mine"]);
}
