//! The measures that are built in: all load, and all do what their cases say.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the count is printed, and a test that cannot go on fails"
)]

use sightline_engine::Catalogue;

/// Parts that the measures are checked in, beside each other.
const PARTS: usize = 4;
/// Fewest measures that there have to be.
const FEWEST: usize = 120;

async fn check_part(part: usize) {
    let catalogue = Catalogue::built_in().await.unwrap();
    let ids: Vec<String> = catalogue.measures().map(|measure| measure.id.clone()).collect();
    let (mut run, mut wrong) = (0, Vec::new());
    for id in ids.iter().skip(part).step_by(PARTS) {
        let check = catalogue.check_cases(Some(id)).await.unwrap();
        run += check.run;
        wrong.extend(check.faults.iter().map(ToString::to_string));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("part {part}: {run} cases");
    assert!(run > FEWEST / PARTS);
}

#[tokio::test]
async fn every_definition_loads() {
    let catalogue = Catalogue::built_in().await.unwrap();
    let faults: Vec<String> = catalogue.faults().iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let measures = catalogue.measures().count();
    println!(
        "{measures} measures, {} case lists, {} scorecards",
        catalogue.case_lists().count(),
        catalogue.scorecards().count()
    );
    assert!(measures >= FEWEST);
    assert!(catalogue.themes().iter().all(|(title, _)| *title != "Other measures"), "every measure has a theme");
}

#[tokio::test]
async fn the_cases_of_the_first_part_come_out() {
    check_part(0).await;
}

#[tokio::test]
async fn the_cases_of_the_second_part_come_out() {
    check_part(1).await;
}

#[tokio::test]
async fn the_cases_of_the_third_part_come_out() {
    check_part(2).await;
}

#[tokio::test]
async fn the_cases_of_the_fourth_part_come_out() {
    check_part(3).await;
}
