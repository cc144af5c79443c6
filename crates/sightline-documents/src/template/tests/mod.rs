//! Every plan comes back unchanged, and an edited template never panics.

mod edited;
mod plans;
mod sample;

use proptest::prelude::*;

use super::*;
use crate::codes::template as codes;
use plans::Dice;

fn round_trip(plan: &Plan, format: Format) -> std::result::Result<(), TestCaseError> {
    let bytes = write(plan, format).unwrap();
    prop_assert!(is_template(&bytes, format));
    let read = read(&bytes, format, &PlainWords).unwrap();
    prop_assert_eq!(&read.plan, plan);
    prop_assert!(read.problems.is_empty(), "{:?}", read.problems);
    prop_assert_eq!(bytes, write(plan, format).unwrap(), "same plan, same bytes");
    Ok(())
}

/// Reads dates and leads into anything, so that a reading which is not written down would show.
struct BusyWords;

impl ReadWords for BusyWords {
    fn first_day(&self, _raw: &str) -> Option<chrono::NaiveDate> {
        chrono::NaiveDate::from_ymd_opt(2024, 2, 29)
    }

    fn last_day(&self, raw: &str) -> Option<chrono::NaiveDate> {
        self.first_day(raw)
    }

    fn schedule(&self, raw: &str) -> sightline_domain::schedule::Schedule {
        sightline_domain::schedule::Schedule { due_on: self.first_day(raw), is_ongoing: true, ..<_>::default() }
    }

    fn leads(&self, raw: &str) -> Vec<sightline_domain::plan::Lead> {
        vec![sightline_domain::plan::Lead { raw: raw.to_owned(), name: "read".to_owned(), ..<_>::default() }; 2]
    }

    fn sources(&self, raw: &str) -> Vec<String> {
        vec![raw.to_owned(), "read".to_owned()]
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_plan_comes_back_from_json_md_and_csv(bytes in proptest::collection::vec(any::<u8>(), 0..2500)) {
        let plan = Dice::new(bytes).plan();
        round_trip(&plan, Format::Json)?;
        round_trip(&plan, Format::Md)?;
        round_trip(&plan, Format::Csv)?;
    }

    #[test]
    fn a_vocabulary_changes_nothing_in_a_plan_that_was_exported(bytes in proptest::collection::vec(any::<u8>(), 0..2500)) {
        let plan = Dice::new(bytes).plan();
        let read = read(&write(&plan, Format::Csv).unwrap(), Format::Csv, &BusyWords).unwrap();
        prop_assert_eq!(read.plan, plan);
    }
}

proptest! {
    // Office files are slow to make and read in an unoptimised build.
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn any_plan_comes_back_from_a_workbook_and_a_word_document(bytes in proptest::collection::vec(any::<u8>(), 0..2500)) {
        let plan = Dice::new(bytes).plan();
        round_trip(&plan, Format::Xlsx)?;
        round_trip(&plan, Format::Docx)?;
    }
}
