//! `sightline benchmark`, `sightline target` and `sightline rebase`.

mod run;

use std::path::Path;

use run::{Run, write};

/// Thirty authorities with 0.5, 1.5, … of re-referrals; the fourth is the council's own.
const CODES: [&str; 30] = [
    "201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "301", "302", "303",
    "304", "305", "306", "307", "308", "309", "310", "311", "312", "313", "314", "315", "316", "317",
];

fn figures() -> String {
    let mut text = "measure_short,period,old_la_code,value\n".to_owned();
    for (place, code) in CODES.iter().enumerate() {
        text.push_str(&format!("ReReferral,2025,{code},{place}.5\n"));
    }
    text
}

/// A summary in which England's value is a total.
const SUMMARY: &str = "measure_short,measure,polarity,period,england,la_q1,la_median,la_q3,la_count\n\
                       ReReferral,Re-referrals within 12 months,Low,2025,9999,7,14,22,150\n";

fn at() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "figures.csv", &figures());
    write(folder.path(), "summary.csv", SUMMARY);
    std::fs::create_dir_all(folder.path().join("data")).expect("a folder");
    folder
}

#[test]
fn published_figures_are_rehearsed_loaded_listed_and_shown() {
    let folder = at();
    let at = folder.path();
    Run::inside(at, &["benchmark", "list"]).expect(0).says(&["No published figures are loaded yet"]);
    Run::inside(at, &["benchmark", "load", "figures.csv", "--dry-run"])
        .expect(0)
        .says(&["30 values of 1 measure from 30 rows", "Nothing was saved."]);
    Run::inside(at, &["benchmark", "show", "ReReferral"]).fails("SL-A294", &[]);
    let loaded = Run::inside(at, &["benchmark", "load", "figures.csv", "summary.csv", "--json"]).expect(0).json();
    assert_eq!((&loaded[0]["number"], &loaded[1]["number"]), (&1.into(), &2.into()));
    assert_eq!(loaded[1]["problems"][0]["code"], "SL-D415");
    Run::inside(at, &["benchmark", "load", "figures.csv"]).fails("SL-S126", &["figures.csv"]);
    Run::inside(at, &["benchmark", "list", "re-ref"]).expect(0).says(&["Re-referrals within 12 months", "summary.csv"]);

    Run::inside(at, &["benchmark", "show", "ReReferral"]).expect(0).says(&[
        "Re-referrals within 12 months",
        "period 2025",
        "30 authorities",
        "most likely a total",
        "Open Government",
    ]);
    write(&at.join("data"), "sightline.toml", "[council]\nauthority = \"204\"\n");
    let shown = Run::inside(at, &["benchmark", "show", "ReReferral", "--json"]).expect(0).json();
    let compared = &shown["compared"];
    assert_eq!((&compared["own"]["rank"], compared["own"]["band"].as_str()), (&4.into(), Some("A")));
    assert_eq!(compared["quartiles"]["best"], "7.75");
    assert!(compared["england"].is_null());
    Run::inside(at, &["benchmark", "show", "referral"]).fails("SL-A294", &["Did you mean ReReferral?"]);
}

#[test]
fn what_cannot_be_read_is_a_finding_or_refused() {
    let folder = at();
    let at = folder.path();
    write(at, "doubtful.csv", &format!("{}ReReferral,2025,318,many\n", figures()));
    Run::inside(at, &["benchmark", "load", "doubtful.csv"]).expect(1).says(&["SL-D412", "row 32", "value: many"]);
    write(at, "plan.csv", "Ref,Action\n1.1,Write\n");
    Run::inside(at, &["benchmark", "load", "plan.csv"]).fails("SL-D410", &["Ref, Action"]);
    Run::inside(at, &["benchmark", "load", "missing.csv"]).expect(2);
}

#[test]
fn the_settings_say_whom_the_council_compares_itself_with() {
    let folder = at();
    let (at, data) = (folder.path(), folder.path().join("data"));
    Run::inside(at, &["config", "check"]).expect(0).says(&["council.authority is not set", "rates are not worked out"]);
    let check = |text: &str| {
        write(&data, "sightline.toml", text);
        Run::inside(at, &["config", "check"])
    };
    check("[council]\nauthority = \"301\"\n").expect(0).says(&[
        "own published figures: Barking",
        "(May 2025)",
        "mid-2024",
    ]);
    check("[council]\nneighbours = [\"202\"]\nchildren_0_17 = 51000\n")
        .expect(0)
        .says(&["Camden (chosen by the council)", "51000 (set by the council)"]);
    check("[council]\nauthority = \"909\"\n").fails("SL-A297", &["council.authority", "909"]);
}

fn target(at: &Path, words: &[&str]) -> Run {
    let mut all = vec!["target"];
    all.extend(words);
    Run::inside(at, &all)
}

#[test]
fn targets_are_set_replaced_taken_back_and_listed() {
    let folder = at();
    let at = folder.path();
    target(at, &["list"]).expect(0).says(&["There is no target yet"]);
    let set = |value: &str, kind: &str| {
        let words =
            ["set", "visits_in_time", "--at-least", value, "--for", "2027-03-31", "--kind", kind, "--reason", "Agreed"];
        target(at, &words)
    };
    set("85", "own").expect(0).says(&["at least 85 from 31 March 2027"]);
    set("90", "own").expect(0);
    set("90", "own").fails("SL-A293", &[]);
    set("95", "statutory").expect(0);
    set("ninety", "own").fails("SL-A292", &["ninety"]);
    let listed = target(at, &["list", "--json"]).expect(0).json();
    let values: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|one| one["value"].as_str()).collect();
    assert_eq!(values, ["95", "90"]);
    let withdraw = ["withdraw", "visits_in_time", "--for", "2027-03-31", "--reason", "Set too high"];
    target(at, &withdraw).expect(0).says(&["Took back"]);
    target(at, &withdraw).fails("SL-S120", &[]);
    target(at, &["list", "visits_in_time", "--all"]).expect(0).says(&["taken back: at least 90", "at least 85"]);
    Run::inside(at, &["history", "export"]).expect(0).says(&["target.set", "Set too high"]);
}

#[test]
fn a_rebase_needs_a_second_person() {
    let folder = at();
    let at = folder.path();
    let ask = [
        "rebase",
        "ask",
        "visits_in_time",
        "--from",
        "2026-03-01",
        "--part",
        "team=North",
        "--reason",
        "Old limits",
        "--cause",
        "A second team",
        "--evidence",
        "Eight months above",
    ];
    Run::inside(at, &ask).expect(0).says(&["Asked for rebase 1"]);
    Run::inside(at, &ask).fails("SL-S124", &[]);
    Run::inside(at, &["rebase", "approve", "1", "--reason", "Known"]).fails("SL-S123", &["two people"]);
    Run::inside(at, &["rebase", "approve", "1", "--reason", "Known", "--actor", "Hal Penn"])
        .expect(0)
        .says(&["Approved"]);
    Run::inside(at, &["rebase", "refuse", "1", "--reason", "No", "--actor", "Hal Penn"])
        .fails("SL-S122", &["Hal Penn"]);
    let listed = Run::inside(at, &["rebase", "list", "--json"]).expect(0).json();
    assert_eq!((&listed[0]["decision"]["is"], &listed[0]["part"]), (&"approved".into(), &"team=North".into()));
    Run::inside(at, &["history", "verify"]).expect(0);
}
