//! The pages that the program writes about itself are current.

mod run;

use run::Run;

#[test]
fn generated_files_are_current() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (file, page) in [
        ("docs/cli.md", "commands"),
        ("docs/errors.md", "errors"),
        ("schemas/plan.schema.json", "plan-schema"),
        ("schemas/import.schema.json", "import-schema"),
        ("content/policies/matrix.md", "access-matrix"),
    ] {
        let present = std::fs::read_to_string(repository.join(file)).unwrap_or_default();
        let wanted = Run::anywhere(&["reference", page]).expect(0).stdout;
        assert!(present == wanted, "{file} is out of date; run `make generate`");
    }
}
