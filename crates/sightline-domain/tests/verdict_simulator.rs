//! Verdicts on invented actions whose true effect is known: are they right as often as promised?
//!
//! `cargo bench -p sightline-domain --bench verdicts` does the same with many more, and prints the page
//! `docs/verdict-simulation.md`.

mod simulator;

#[test]
fn verdicts_are_right_as_often_as_promised() {
    let report = simulator::report(simulator::Amounts { promise: 2_500, cell: 100, actions: 2_000 });
    println!("{}", report.page);
    let broken: Vec<_> = report.promises.iter().filter(|promise| !promise.is_kept()).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}
