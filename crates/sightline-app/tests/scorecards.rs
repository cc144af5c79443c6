//! Every row of every scorecard opens a measure or a case list, and the scorecard of the plan is the printed one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scorecard {
    title: String,
    about: String,
    audience: String,
    #[serde(rename = "section")]
    sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    title: String,
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    measure: Option<String>,
    case_list: Option<String>,
    label: Option<String>,
    #[serde(rename = "ref")]
    reference: Option<String>,
}

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn scorecards() -> Vec<(String, Scorecard)> {
    let files = fs::read_dir(content().join("scorecards")).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let load = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let scorecard = toml::from_str(&fs::read_to_string(&path).unwrap());
        (name.clone(), scorecard.map_err(|error| format!("{name}: {error}")).unwrap())
    };
    files.map(load).collect()
}

#[test]
fn every_row_opens_a_measure_or_a_case_list_that_is_there() {
    let scorecards = scorecards();
    let names: BTreeSet<&str> = scorecards.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["basics", "childrens", "dmt", "focus_areas", "improvement_board", "measures_of_the_plan"] {
        assert!(names.contains(name), "{name} is missing");
    }
    let mut missing = BTreeSet::new();
    for (name, scorecard) in &scorecards {
        let words = [&scorecard.title, &scorecard.about, &scorecard.audience];
        assert!(
            words.into_iter().chain(scorecard.sections.iter().map(|part| &part.title)).all(|words| !words.is_empty())
        );
        for row in scorecard.sections.iter().flat_map(|section| &section.rows) {
            let file = match (&row.measure, &row.case_list) {
                (Some(measure), None) => format!("measures/{measure}/measure.toml"),
                (None, Some(list)) => format!("case_lists/{list}/list.toml"),
                _ => panic!("{name}: a row opens one measure or one case list: {row:?}"),
            };
            if !content().join(&file).is_file() {
                missing.insert(format!("{name}: {file}"));
            }
        }
    }
    assert!(missing.is_empty(), "these are not there: {missing:#?}");
}

#[test]
fn the_measures_of_the_plan_are_those_that_were_printed() {
    #[derive(Deserialize)]
    struct Printed {
        measures: Vec<PrintedMeasure>,
    }
    #[derive(Deserialize)]
    struct PrintedMeasure {
        focus_area: String,
        scorecard_ref: Option<String>,
    }
    let scorecards = scorecards();
    let (_, scorecard) = scorecards.iter().find(|(name, _)| name == "measures_of_the_plan").unwrap();
    let rows: Vec<(usize, &Row)> = scorecard
        .sections
        .iter()
        .enumerate()
        .flat_map(|(at, section)| section.rows.iter().map(move |row| (at, row)))
        .collect();
    assert_eq!(rows.len(), 53);
    assert!(rows.iter().all(|(_, row)| row.label.is_some()), "each row has words of its own");
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden/tameside.json");
    let Ok(printed) = fs::read_to_string(&beside) else {
        println!("passed without comparing: the printed plan is not beside this checkout");
        return;
    };
    let printed: Printed = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed.measures.len(), rows.len());
    for (number, (printed, (section, row))) in printed.measures.iter().zip(&rows).enumerate() {
        assert_eq!(printed.scorecard_ref, row.reference, "row {}", number + 1);
        assert_eq!(printed.focus_area, format!("FA{}", section + 1), "row {}", number + 1);
    }
}
