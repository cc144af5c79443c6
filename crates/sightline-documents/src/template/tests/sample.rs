//! A plan as an invented council would write it, in every form.

use std::io::{Cursor, Read as _};

use serde_json::Value;

use super::super::schema;
use super::*;

/// A plan of twelve actions with everything a plan may hold.
pub(super) fn sample() -> Plan {
    read(include_bytes!("sample.json"), Format::Json, &PlainWords).unwrap().plan
}

fn text(format: Format) -> String {
    String::from_utf8(write(&sample(), format).unwrap()).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_json_file_of_an_earlier_export_still_says_the_same() {
    let exported: Value = serde_json::from_slice(&write(&sample(), Format::Json).unwrap()).unwrap();
    let kept: Value = serde_json::from_slice(include_bytes!("sample.json")).unwrap();
    assert_eq!(exported["schema"], kept["schema"]);
    assert_eq!(exported["plan"]["actions"][4]["ref"], "1.10");
    assert_eq!(exported["plan"]["actions"][4]["schedule"], kept["plan"]["actions"][4]["schedule"]);
}

#[test]
fn the_sample_comes_back_from_every_form() {
    for format in Format::ALL {
        let read = read(&write(&sample(), format).unwrap(), format, &PlainWords).unwrap();
        assert_eq!(read.plan, sample(), "{format:?}");
        assert_eq!(read.problems, [], "{format:?}");
    }
}

#[test]
fn markdown_begins_with_what_people_read() {
    let text = text(Format::Md);
    assert!(text.starts_with("# Harrowmere Children’s Improvement Plan 2025 to 2027\n\n## Sightline plan\n\n| Field | Value |\n| --- | --- |\n| Template version | 1 |\n"));
    assert!(text.contains("| Ref | Action | Priority | Group | Lead | Start | Due | Action rating | Impact rating | How will we know | What children will say |"));
    assert!(text.contains("## Actions, more columns"));
    assert!(text.contains("I only had to tell my story once.<br>She came when she said she would."));
    assert!(text.find("## Actions\n").unwrap() < text.find("## Exact values").unwrap());
}

#[test]
fn csv_never_starts_a_formula_and_names_each_table() {
    let mut plan = sample();
    plan.actions[0].text = Some("=HYPERLINK(\"http://example.org\")".to_owned());
    plan.actions[1].text = Some("'@here".to_owned());
    let text = String::from_utf8(write(&plan, Format::Csv).unwrap()).unwrap();
    assert!(text.starts_with("\u{feff}# Sightline plan\r\nField,Value\r\nTemplate version,1\r\n"));
    assert!(text.contains("\r\n\r\n# Actions\r\nRef,Action,Priority,Aim,"));
    assert!(text.contains("\"'=HYPERLINK(\"\"http://example.org\"\")\""));
    assert_eq!(read(text.as_bytes(), Format::Csv, &PlainWords).unwrap().plan, plan);
}

#[test]
fn a_workbook_has_a_sheet_for_each_table_with_text_and_real_dates() {
    let mut plan = sample();
    plan.actions[0].text = Some("=SUM(1)".to_owned());
    let bytes = write(&plan, Format::Xlsx).unwrap();
    let workbook = part(&bytes, "xl/workbook.xml");
    for name in ["Sightline plan", "Priorities", "Actions", "Milestones", "Post holders", "Exact values"] {
        assert!(workbook.contains(&format!("name=\"{name}\"")), "{name}");
    }
    // Sheets stand in the order of the tables: plan, priorities, actions.
    let sheet = part(&bytes, "xl/worksheets/sheet3.xml");
    assert!(sheet.contains("<pane xSplit=\"1\" ySplit=\"1\"") && sheet.contains("<autoFilter"));
    assert!(sheet.contains("orientation=\"landscape\""));
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    assert!(sheet.contains("<v>46112</v>"), "31 March 2026 is a date");
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("<t>1.10</t>"), "a reference is text");
}

#[test]
fn a_word_document_repeats_its_header_rows_on_landscape_pages() {
    let bytes = write(&sample(), Format::Docx).unwrap();
    let document = part(&bytes, "word/document.xml");
    let tables = document.matches("<w:tbl>").count();
    assert!(tables > 15);
    assert_eq!(document.matches("<w:tblHeader/>").count(), tables);
    assert_eq!(document.matches("w:val=\"Heading1\"").count(), tables);
    assert!(document.contains("w:orient=\"landscape\""));
    let mut reader = quick_xml::Reader::from_str(&document);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
}

#[test]
fn a_cell_longer_than_a_workbook_allows_is_carried_on() {
    let mut plan = sample();
    plan.sections[0].paragraphs =
        vec!["word ".repeat(20_000), "short".to_owned(), "x".repeat(70_000), "end".to_owned()];
    plan.glossary[0].meaning = "long ".repeat(9_000);
    let book = book::book_of(&plan);
    let mut cut = book.clone();
    for table in &mut cut.tables {
        table.rows = long_cells::cut(table);
        for row in &table.rows {
            assert!(row.cells.iter().all(|cell| cell.paragraphs.join("\n").encode_utf16().count() <= 32_767));
        }
    }
    let bytes = write(&plan, Format::Xlsx).unwrap();
    assert_eq!(read(&bytes, Format::Xlsx, &PlainWords).unwrap().plan, plan);
    assert_eq!(finish(cut, &PlainWords).unwrap().plan, plan);
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    for (name, schema) in [("plan", schema::plan_schema()), ("import", schema::import_schema())] {
        let path = folder.join(format!("{name}.schema.json"));
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        let is_same = committed == schema::schema_text(&schema);
        assert!(
            is_same,
            "{} is out of date: run `cargo run -p sightline-documents --example write_schemas`",
            path.display()
        );
    }
}

#[test]
fn the_sample_has_the_fields_that_its_schema_requires() {
    let schema = schema::plan_schema();
    let exported: Value = serde_json::from_slice(&write(&sample(), Format::Json).unwrap()).unwrap();
    let checked = check(&exported, &schema, &schema, "");
    assert!(checked > 800, "only {checked} values were checked");
}

/// Checks required fields, unknown fields and types by hand; gives the number of values checked.
fn check(value: &Value, schema: &Value, root: &Value, path: &str) -> usize {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{path}: {reference}"));
        return check(value, target, root, path);
    }
    if let Some(options) = schema.get("anyOf") {
        let options = options.as_array().unwrap();
        let fitting =
            options.iter().find(|option| option.get("type").is_none_or(|kind| (kind == "null") == value.is_null()));
        return check(value, fitting.unwrap(), root, path);
    }
    if let Some(kind) = schema.get("type") {
        let kinds: Vec<&str> =
            kind.as_str().into_iter().chain(kind.as_array().into_iter().flatten().filter_map(Value::as_str)).collect();
        let actual = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        assert!(kinds.contains(&actual), "{path}: {actual} is none of {kinds:?}");
    }
    let mut checked = 1;
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{path}: no {name}");
    }
    if let (Some(fields), Some(known)) = (value.as_object(), schema.get("properties")) {
        for (name, field) in fields {
            let path = format!("{path}.{name}");
            checked +=
                check(field, known.get(name).unwrap_or_else(|| panic!("{path} is not in the schema")), root, &path);
        }
    }
    if let (Some(items), Some(kind)) = (value.as_array(), schema.get("items")) {
        checked += items.iter().map(|item| check(item, kind, root, &format!("{path}[]"))).sum::<usize>();
    }
    checked
}
