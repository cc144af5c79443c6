//! Templates that a person filled in or changed by hand.

use sightline_domain::Severity;
use sightline_domain::plan::{ActionState, LeadKind};
use sightline_domain::schedule::ScheduleKind;

use super::sample::sample;
use super::*;

const BY_HAND: &str = "\
# Our plan

Some words before the tables.

## Sightline plan
| Field | Value |
|---|---|
| Template version | 1 |
| Title | Our plan |
| Dated | March 2026 |

## Actions
| ref | ACTION | Priority | Lead | Due | State | Placeholder |
|:--|---|--:|---|---|---|---|
| 1.1 | Open the hub | 1 | Head of Hubs | May 2026 | | |
| 1.2 | Staff the hub | 1 | | | Merged into 1.1 | yes
| | No reference | 1 | | | | |
";

fn by_hand(text: &str) -> TemplatePlan {
    read(text.as_bytes(), Format::Md, &BusyWords).unwrap()
}

fn codes_of(read: &TemplatePlan) -> Vec<&str> {
    read.problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn a_table_typed_by_hand_is_read_with_the_vocabulary() {
    let read = by_hand(BY_HAND);
    let plan = &read.plan;
    assert_eq!(plan.title, "Our plan");
    assert_eq!(plan.dated_on, BusyWords.last_day(""));
    assert_eq!(plan.actions[0].reference, "1.1");
    assert_eq!(plan.actions[0].ref_raw.as_deref(), Some("1.1"));
    assert_eq!(plan.actions[0].due_on, BusyWords.last_day(""));
    assert!(plan.actions[0].schedule.is_ongoing);
    assert_eq!(plan.actions[0].leads.len(), 2);
    assert_eq!(plan.actions[1].state, ActionState::Merged { into: "1.1".to_owned() });
    assert!(plan.actions[1].placeholder);
    assert_eq!(plan.actions[2].reference, "1/1");
    assert_eq!(codes_of(&read), [codes::NO_REFERENCE]);
}

#[test]
fn unknown_columns_tables_and_values_are_reported_at_their_place() {
    let text = BY_HAND.replace("| Placeholder |", "| Colour |").replace("| Merged into 1.1 | yes", "| Gone |")
        + "\n## Wishes\n| A | B |\n|---|---|\n| x | y |\n\n## Milestones\n| Action | Milestone | Due on |\n|---|---|---|\n| 9.9 | Nobody’s | |\n| 1.1 | First | soon |\n";
    let read = by_hand(&text);
    let mut codes = codes_of(&read);
    codes.sort_unstable();
    assert_eq!(
        codes,
        [codes::UNKNOWN_COLUMN, codes::UNKNOWN_TABLE, codes::CELL, codes::CELL, codes::NO_PARENT, codes::NO_REFERENCE]
    );
    let gone = read.problems.iter().find(|problem| problem.seen == "Gone").unwrap();
    assert_eq!((gone.place.line, gone.place.column), (Some(16), Some(6)));
    assert_eq!(read.plan.actions[0].milestones.len(), 1);
}

#[test]
fn a_reference_used_twice_stops_the_import() {
    let read = by_hand(&BY_HAND.replace("| 1.2 |", "| 1.1 |"));
    let twice = read.problems.iter().find(|problem| problem.code == codes::REFERENCE_TWICE).unwrap();
    assert_eq!((twice.severity, twice.place.line), (Severity::Error, Some(16)));
}

#[test]
fn a_missing_table_or_another_version_is_refused() {
    let read = |text: &str| read(text.as_bytes(), Format::Md, &PlainWords).unwrap_err();
    assert!(matches!(read(&BY_HAND.replace("## Actions", "## Doings")), Error::TemplateTable { name: "Actions" }));
    assert!(matches!(read(&BY_HAND.replace("version | 1", "version | 2")), Error::TemplateVersion { .. }));
    assert!(matches!(read("# A plan\n\nWords.\n"), Error::NotTemplate { .. }));
}

#[test]
fn edited_words_are_read_afresh_and_the_rest_is_kept() {
    let text = String::from_utf8(write(&sample(), Format::Md).unwrap()).unwrap();
    let row = text.lines().find(|line| line.starts_with("| 1.3 |")).unwrap();
    let edited =
        row.replace("Head of Safeguarding and Family Help", "Head of Hubs").replace("December 2025", "Ongoing");
    assert_ne!(row, edited);
    let read = read(text.replace(row, &edited).as_bytes(), Format::Md, &PlainWords).unwrap();
    let action = read.plan.action("1.3").unwrap();
    assert_eq!(action.leads_raw.as_deref(), Some("Head of Hubs"));
    assert_eq!(action.leads[0].name, "Head of Hubs");
    assert_eq!(action.leads[0].kind, LeadKind::Unknown, "plain words know no posts");
    assert_eq!(action.schedule.kind, ScheduleKind::Unreadable, "plain words know no dates");
    assert_eq!(action.due_on, sample().action("1.3").unwrap().due_on, "the date column was not edited");
    assert_eq!(
        read.plan.actions.iter().filter(|other| *other != sample().action(&other.reference).unwrap()).count(),
        1
    );
}

#[test]
fn a_date_that_disagrees_with_its_words_is_a_question() {
    let read =
        by_hand(&(BY_HAND.replace("| State |", "| Due on |").replace("| May 2026 | |", "| May 2026 | 31/05/2026 |")));
    let doubt = read.problems.iter().find(|problem| problem.code == codes::DATE_DISAGREES).unwrap();
    assert_eq!(doubt.severity, Severity::Question);
    assert_eq!(read.plan.actions[0].due_on, chrono::NaiveDate::from_ymd_opt(2026, 5, 31));
}

#[test]
fn a_spoilt_exact_value_is_reported_and_the_words_are_read() {
    let text = String::from_utf8(write(&sample(), Format::Csv).unwrap()).unwrap();
    let spoilt = text.replacen("{\"\"schedule\"\":", "{\"\"schedule\"\"", 1);
    assert_ne!(text, spoilt);
    let read = read(spoilt.as_bytes(), Format::Csv, &PlainWords).unwrap();
    assert_eq!(codes_of(&read), [codes::EXACT_VALUE]);
}

#[test]
fn a_csv_saved_by_a_spreadsheet_with_semicolons_and_padding_is_read() {
    let text = String::from_utf8(write(&sample(), Format::Csv).unwrap()).unwrap();
    let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let records: Vec<csv::StringRecord> = records.records().map(|record| record.unwrap()).collect();
    let width = records.iter().map(csv::StringRecord::len).max().unwrap();
    for record in &records {
        if record.get(0).unwrap().trim_start_matches('\u{feff}').starts_with("# ") {
            writer.write_record(vec![""; width]).unwrap();
        }
        let mut cells: Vec<&str> = record.iter().collect();
        cells.resize(width, "");
        writer.write_record(cells).unwrap();
    }
    let saved = writer.into_inner().unwrap();
    let saved = String::from_utf8(saved).unwrap().trim_start_matches([';', '\n']).to_owned();
    assert!(is_template(saved.as_bytes(), Format::Csv));
    let read = read(saved.as_bytes(), Format::Csv, &PlainWords).unwrap();
    assert_eq!(read.plan, sample());
    assert_eq!(read.problems, []);
}

#[test]
fn unknown_fields_of_json_are_named() {
    let text = String::from_utf8(write(&sample(), Format::Json).unwrap()).unwrap();
    let edited = text.replacen("\"leads_raw\": \"", "\"lead\": \"", 1);
    let read = read(edited.as_bytes(), Format::Json, &PlainWords).unwrap();
    assert_eq!(read.problems.len(), 1);
    assert_eq!(read.problems[0].seen, "plan.priorities[0].lead");
}

#[test]
fn json_of_another_shape_is_refused_with_its_line() {
    let read = |text: &str| super::read(text.as_bytes(), Format::Json, &PlainWords).unwrap_err().to_string();
    let wrong = "{\"schema\": \"https://sightline.example/schemas/plan-1.json\",\n\"plan\": {\"title\": 7}}";
    assert!(read(wrong).contains("line 2"), "{}", read(wrong));
    assert!(read("{\"plan\": {}}").contains("not a Sightline plan"));
    assert!(read(&"[".repeat(100_000)).contains("recursion limit"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_damage_makes_reading_panic(
        seed in proptest::collection::vec(any::<u8>(), 0..600),
        cut in any::<prop::sample::Index>(),
        scrap in "(?s)[|\\\\<br>#\", \n\\[\\]–0-9a-z]{0,12}",
        length in 0_usize..200,
    ) {
        let plan = Dice::new(seed).plan();
        for format in [Format::Json, Format::Md, Format::Csv] {
            let mut text: Vec<char> = String::from_utf8(write(&plan, format).unwrap()).unwrap().chars().collect();
            let at = cut.index(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, scrap.chars());
            let damaged: String = text.into_iter().collect();
            let _ = read(damaged.as_bytes(), format, &BusyWords);
        }
    }
}
