//! The importer against a hand-made census of published plans.
//!
//! The plans and their census are not part of this repository. They are looked
//! for in the folder that `SIGHTLINE_SHARED` names, or `shared` beside the
//! repository; without them the test says so and passes.
//!
//! Everything that the census gives exactly must be equal item by item: counts,
//! references, raw dates, raw leads, ratings, tags, measures and data sources.
//! Long texts are equal after white space. What the census marks as cut by eye
//! is scored apart, and the score is printed.

#![expect(clippy::unwrap_used, reason = "the whole file is a test: a census of another shape fails it")]
#![expect(clippy::disallowed_methods, reason = "a test has no command line to be told where the census is")]

mod ambiguities;
mod score;
mod shapes;

use std::path::{Path, PathBuf};

use score::Score;
use serde_json::Value;
use sightline_documents::importers::plan::{ImportOptions, Imported, SourceBytes, Vocabulary, import};

fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("SIGHTLINE_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    named.into_iter().chain([beside]).find(|folder| folder.join("golden").is_dir())
}

fn read(path: &Path) -> Imported {
    let vocabulary = Vocabulary::built_in().unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = std::fs::read(path).unwrap();
    let options = ImportOptions { heading_overrides: Vec::new(), vocabulary: &vocabulary };
    import(&[SourceBytes { name, bytes }], &options).unwrap_or_else(|refusal| panic!("{}: {refusal}", path.display()))
}

/// The census with the differences of the office renditions applied.
fn with_deltas(census: &Value, deltas: &Value, stem: &str) -> Value {
    let mut census = census.clone();
    for delta in deltas[stem].as_array().into_iter().flatten() {
        let path = delta["path"].as_str().unwrap();
        if let Some(place) = census.pointer_mut(path) {
            *place = delta["office"].clone();
        }
    }
    census
}

fn find(folder: &Path, stem: &str, extension: &str) -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with(stem) && name.ends_with(extension)
        })
        .collect();
    found.sort();
    found.into_iter().next()
}

#[test]
fn every_published_plan_reaches_its_census_in_every_format() {
    let Some(shared) = shared() else {
        println!("skipped: the published plans are not beside this checkout (set SIGHTLINE_SHARED)");
        return;
    };
    let load = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(shared.join("golden").join(name)).unwrap()).unwrap()
    };
    let deltas = load("office_deltas.json");
    let mut failures = Vec::new();
    let mut plans = 0;
    for stem in deltas.as_object().unwrap().keys() {
        let census = load(&format!("{stem}.json"));
        let Some(compare) = shapes::for_census(&census) else { continue };
        plans += 1;
        let text = shared.join("documents").join(census["file"].as_str().unwrap());
        let mut documents = vec![(text, "text", census.clone())];
        for kind in ["docx", "xlsx"] {
            let path =
                find(&shared.join("documents").join(kind), stem, kind).unwrap_or_else(|| panic!("no {kind} of {stem}"));
            documents.push((path, kind, with_deltas(&census, &deltas, stem)));
        }
        for (path, kind, census) in documents {
            let imported = read(&path);
            let mut score = Score::new(&format!("{stem} ({kind})"), kind != "text");
            compare(&mut score, &census, &imported, kind);
            println!("{score}");
            if kind == "text" {
                failures.extend(ambiguities::missing(imported.plan.priorities.len(), &imported));
            }
            failures.extend(score.failures());
        }
    }
    assert_eq!(plans, 4, "the census has changed shape");
    assert!(failures.is_empty(), "{} differences from the census:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_document_that_is_no_plan_is_refused_with_a_reason() {
    let Some(shared) = shared() else {
        println!("skipped: the published documents are not beside this checkout (set SIGHTLINE_SHARED)");
        return;
    };
    let census: Value = std::fs::read_dir(shared.join("golden"))
        .unwrap()
        .filter_map(Result::ok)
        .map(|entry| {
            serde_json::from_slice::<Value>(&std::fs::read(entry.path()).unwrap_or_default()).unwrap_or_default()
        })
        .find(|census| {
            census.get("sections").is_some() && census.get("priorities").is_none_or(|list| !list.is_array())
                || census["doc"].as_str().is_some_and(|doc| doc.contains("_sa_"))
        })
        .unwrap();
    let path = shared.join("documents").join(census["file"].as_str().unwrap());
    let vocabulary = Vocabulary::built_in().unwrap();
    let options = ImportOptions { heading_overrides: Vec::new(), vocabulary: &vocabulary };
    let refusal =
        import(&[SourceBytes { name: "a.txt".to_owned(), bytes: std::fs::read(path).unwrap() }], &options).unwrap_err();
    assert_eq!(refusal.code(), "SL-I015");
    assert!(refusal.to_string().contains("self-assessment"), "{refusal}");
}
