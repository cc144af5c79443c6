use std::fs;

use super::{check, new_measure};
use crate::Error;
use crate::error::DefinitionError;

#[tokio::test]
async fn a_new_measure_loads_and_only_its_last_case_fails_until_it_is_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let today = "2026-11-20".parse().unwrap();
    let written = new_measure(folder.path(), "visits_in_a_storm", today).unwrap();
    assert_eq!(written.len(), 3);
    let ids = ["visits_in_a_storm".to_owned()];
    let checked = check(folder.path(), &ids).await.unwrap();
    assert_eq!((checked.measures, checked.case_lists, checked.cases), (1, 0, 3));
    let [definition, why, wrong] = checked.faults.as_slice() else { panic!("{:?}", checked.faults) };
    for unsaid in [definition, why] {
        assert_eq!((unsaid.fault.code, unsaid.path.as_deref()), ("SL-M018", Some(written[0].as_path())));
    }
    assert_eq!(wrong.fault.code, "SL-M007");
    assert_eq!(wrong.path.as_deref(), Some(written[2].as_path()));
    assert_eq!(wrong.line.as_deref(), Some("|         0 |           2 |"));

    let cases =
        fs::read_to_string(&written[2]).unwrap().replace("|         0 |           2 |", "|         0 |           1 |");
    fs::write(&written[2], cases).unwrap();
    let words =
        fs::read_to_string(&written[0]).unwrap().replace("Of the assessments", "Of all").replace("A child", "One");
    fs::write(&written[0], words).unwrap();
    assert!(check(folder.path(), &ids).await.unwrap().faults.is_empty());
}

#[tokio::test]
async fn what_is_wrong_points_into_the_file_and_others_are_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let written = new_measure(folder.path(), "broken", "2026-11-20".parse().unwrap()).unwrap();
    let query =
        fs::read_to_string(&written[1]).unwrap().replace("assessment.started_on) as", "assessment.begun_on) as");
    fs::write(&written[1], query).unwrap();
    let checked = check(folder.path(), &["broken".to_owned()]).await.unwrap();
    assert_eq!((checked.measures, checked.cases), (0, 0));
    let wrong: Vec<_> = checked.faults.iter().filter(|wrong| wrong.fault.code != "SL-M018").collect();
    assert!(!wrong.is_empty() && wrong.iter().all(|wrong| wrong.path.as_deref() == Some(written[1].as_path())));
    assert!(wrong[0].line.as_deref().unwrap().contains("begun_on"), "{:?}", checked.faults);

    fs::remove_file(&written[2]).unwrap();
    let checked = check(folder.path(), &["broken".to_owned()]).await.unwrap();
    assert!(checked.faults.iter().any(|wrong| wrong.path.as_deref() == Some(written[2].as_path())));
    assert!(check(folder.path(), &["assessments".to_owned()]).await.unwrap().faults.is_empty());
}

#[test]
fn an_id_is_a_word_that_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let today = "2026-11-20".parse().unwrap();
    for id in ["", "Visits", "../visits", "visits on time", "1st"] {
        let refused = new_measure(folder.path(), id, today);
        assert!(matches!(refused, Err(Error::Definition(DefinitionError::BadId { .. }))), "{id}");
    }
    new_measure(folder.path(), "visits", today).unwrap();
    let again = new_measure(folder.path(), "visits", today);
    assert!(matches!(again, Err(Error::Definition(DefinitionError::Exists { .. }))));
}

#[tokio::test]
async fn the_page_has_every_measure_once() {
    let page = super::reference_page().await.unwrap();
    let catalogue = sightline_engine::Catalogue::built_in().await.unwrap();
    // A case list may have the id of a measure; lists stand after the measures.
    let (measures, _) = page.split_once("\n## Case lists").unwrap();
    for measure in catalogue.measures() {
        assert_eq!(measures.matches(&format!("- Id: `{}`", measure.id)).count(), 1, "{}", measure.id);
    }
}
