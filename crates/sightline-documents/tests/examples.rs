//! Invented plans in the shapes that councils write, and what the importer makes of them.
//!
//! Each snapshot holds what a person would check first: references, words, raw
//! cells, and every problem with its code and place.

#![expect(clippy::unwrap_used, reason = "the whole file is a test: an example that cannot be read fails it")]

use serde_json::{Value, json};
use sightline_documents::importers::plan::{ImportOptions, Imported, SourceBytes, Vocabulary, import};
use sightline_domain::plan::Action;

fn read(name: &str, bytes: &[u8]) -> Imported {
    let vocabulary = Vocabulary::built_in().unwrap();
    read_with(name, bytes, &[], &vocabulary).unwrap()
}

fn read_with(
    name: &str,
    bytes: &[u8],
    overrides: &[(&str, &str)],
    vocabulary: &Vocabulary,
) -> sightline_documents::Result<Imported> {
    let heading_overrides = overrides.iter().map(|(name, field)| ((*name).to_owned(), (*field).to_owned())).collect();
    let options = ImportOptions { heading_overrides, vocabulary };
    import(&[SourceBytes { name: name.to_owned(), bytes: bytes.to_vec() }], &options)
}

/// An object without what is empty, so that a snapshot shows only what was read.
fn filled(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name, filled(value)))
                .filter(|(_, value)| !matches!(value, Value::Null | Value::Bool(false)) && *value != json!([]))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(filled).collect()),
        other => other,
    }
}

fn action(action: &Action) -> Value {
    let due = action.due_raw.as_ref().map(|raw| match action.due_on {
        Some(date) => format!("{raw} = {date}"),
        None => format!("{raw} = {:?}", action.schedule.kind),
    });
    let parts = action.parts.iter().map(|part| {
        let letter = part.letter.as_ref().map(|letter| format!("{letter}) ")).unwrap_or_default();
        format!("{letter}{} [{}]", part.text.as_deref().unwrap_or("-"), part.due_raw.as_deref().unwrap_or("-"))
    });
    let milestones = action
        .milestones
        .iter()
        .map(|milestone| format!("{} [{}]", milestone.text, milestone.due_raw.as_deref().unwrap_or("-")));
    let rating = |raw: &Option<String>, read: &Option<String>| {
        raw.as_ref().map(|raw| format!("{raw} = {}", read.as_deref().unwrap_or("not read")))
    };
    json!({
        "under": format!("{} / {}", action.priority, action.aim.as_deref().unwrap_or("-")),
        "group": action.group,
        "text": action.text,
        "parts": parts.collect::<Vec<_>>(),
        "leads": action.leads_raw,
        "lead_names": action.leads.iter().map(|lead| format!("{} ({:?})", lead.name, lead.kind)).collect::<Vec<_>>(),
        "start": action.start_raw,
        "due": due,
        "milestones": milestones.collect::<Vec<_>>(),
        "through": action.delivered_through_raw,
        "how_will_we_know": action.how_will_we_know,
        "child_statements": action.child_statements,
        "rating": rating(&action.action_rating_raw, &action.action_rating),
        "impact_rating": rating(&action.impact_rating_raw, &action.impact_rating),
        "sources": action.sources,
        "notes": action.notes_raw,
        "placeholder": action.placeholder,
    })
}

/// The plan as a person checks it.
fn view(found: &Imported) -> String {
    let plan = &found.plan;
    let texts = |statements: &[sightline_domain::plan::Statement]| -> Vec<String> {
        statements.iter().map(|one| [&[one.text.clone()][..], &one.parts].concat().join(" > ")).collect()
    };
    let priorities: serde_json::Map<String, Value> = plan
        .priorities
        .iter()
        .map(|priority| {
            let value = json!({
                "title": priority.title,
                "pillar": priority.pillar,
                "key_areas": priority.key_areas_raw,
                "leads": priority.leads_raw,
                "objectives": texts(&priority.objectives),
                "outcomes": texts(&priority.outcomes),
                "measured_by": texts(&priority.measured_by),
                "targets_heading": priority.targets_heading,
                "targets": priority.targets.iter().map(|target| target.text.clone()).collect::<Vec<_>>(),
                "impact": priority.impact,
                "good": priority.good_looks_like,
            });
            (priority.reference.clone(), value)
        })
        .collect();
    let aims: Vec<String> = plan.aims.iter().map(|aim| format!("{} {}", aim.reference, aim.title)).collect();
    let actions: serde_json::Map<String, Value> =
        plan.actions.iter().map(|one| (one.reference.clone(), action(one))).collect();
    let scales: Vec<String> = plan
        .scales
        .iter()
        .map(|scale| {
            let levels: Vec<&str> = scale.levels.iter().map(|level| level.name.as_str()).collect();
            format!("{}: {}", scale.name, levels.join(" < "))
        })
        .collect();
    let measures: Vec<String> = plan
        .measures
        .iter()
        .map(|measure| {
            let area = measure.focus_area.as_deref().unwrap_or("-");
            format!("{area} [{}] {} ({:?})", measure.action_refs.join(" "), measure.text, measure.source_kind)
        })
        .collect();
    let posts: Vec<String> = plan
        .posts
        .iter()
        .map(|post| {
            let holder = post.holdings.first().map_or("vacant", |holding| holding.holder.as_str());
            format!("{}: {holder}", post.title)
        })
        .collect();
    let boards: Vec<String> = plan
        .boards
        .iter()
        .flat_map(|board| &board.members)
        .map(|member| format!("{:?} {} {}", member.partner, member.role, member.name.as_deref().unwrap_or("nobody")))
        .collect();
    let problems: Vec<String> = found
        .problems
        .iter()
        .map(|problem| {
            let about = problem.about.as_deref().unwrap_or("-");
            format!("{} {:?} {} [{about}]", problem.code, problem.severity, problem.place)
        })
        .collect();
    let value = json!({
        "title": plan.title,
        "council": plan.council,
        "dated": plan.dated_raw,
        "scales": scales,
        "pillars": plan.pillars.iter().map(|pillar| format!("{} {}", pillar.reference, pillar.title)).collect::<Vec<_>>(),
        "priorities": priorities,
        "aims": aims,
        "actions": actions,
        "measures": measures,
        "posts": posts,
        "boards": boards,
        "delivery_leads": plan.delivery_leads.iter().map(|lead| format!("{}: {}", lead.pillar, lead.text)).collect::<Vec<_>>(),
        "glossary": plan.glossary.iter().map(|entry| format!("{}: {}", entry.abbreviation, entry.meaning)).collect::<Vec<_>>(),
        "problems": problems,
    });
    serde_json::to_string_pretty(&filled(value)).unwrap()
}

#[test]
fn aims_in_the_first_column_and_actions_without_references() {
    let found = read("plan.txt", include_bytes!("../src/importers/plan/examples/aims_in_first_column.txt"));
    insta::assert_snapshot!(view(&found));
}

#[test]
fn areas_with_lists_and_milestones_beside_their_dates() {
    let found = read("plan.txt", include_bytes!("../src/importers/plan/examples/areas_with_lists.txt"));
    insta::assert_snapshot!(view(&found));
}

#[test]
fn pillars_with_several_activities_in_a_cell() {
    let found = read("plan.txt", include_bytes!("../src/importers/plan/examples/pillars_with_shared_cells.txt"));
    insta::assert_snapshot!(view(&found));
}

#[test]
fn groups_with_two_ratings_and_a_measures_register() {
    let found = read("plan.txt", include_bytes!("../src/importers/plan/examples/groups_with_two_ratings.txt"));
    insta::assert_snapshot!(view(&found));
}

#[test]
fn a_workbook_with_coloured_and_merged_cells() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Plan").unwrap();
    let headings = ["Ref", "Action", "Lead", "Start date", "End date", "Action RAG", "Impact RAG"];
    sheet.merge_range(0, 0, 0, 6, "Priority 1: Homes near home", &Format::new()).unwrap();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(1, column, heading).unwrap();
    }
    sheet.merge_range(2, 0, 2, 6, "Finding homes", &Format::new()).unwrap();
    let fill = |colour: u32| Format::new().set_background_color(rust_xlsxwriter::Color::RGB(colour));
    let rows = [
        ("1.1", "Find ten new carers", 0x00_FF_00_u32, 0xFF_C0_00_u32),
        ("1.2", "Visit each carer", 0xFF_00_00, 0x00_B0_F0),
    ];
    for (row, (reference, text, action, impact)) in (3..).zip(rows) {
        sheet.write_string(row, 0, reference).unwrap();
        sheet.write_string(row, 1, text).unwrap();
        sheet.write_string(row, 4, "June 2027").unwrap();
        sheet.write_blank(row, 5, &fill(action)).unwrap();
        sheet.write_blank(row, 6, &fill(impact)).unwrap();
    }
    sheet.merge_range(3, 2, 4, 2, "Head of Fostering", &Format::new()).unwrap();
    let found = read("plan.xlsx", &workbook.save_to_buffer().unwrap());
    insta::assert_snapshot!(view(&found));
}

#[test]
fn a_word_document_with_coloured_and_merged_cells() {
    use docx_rs::{Docx, Paragraph, Run, Shading, Table, TableCell, TableRow};
    let words = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
    let cell = |text: &str| TableCell::new().add_paragraph(words(text));
    let coloured = |fill: &str| TableCell::new().add_paragraph(words("")).shading(Shading::new().fill(fill));
    let row = |texts: &[&str], fill: &str| {
        let mut cells: Vec<TableCell> = texts.iter().map(|text| cell(text)).collect();
        cells.push(coloured(fill));
        TableRow::new(cells)
    };
    let table = Table::new(vec![
        TableRow::new(["Ref", "Action", "Lead", "By when", "RAG"].map(cell).to_vec()),
        TableRow::new(vec![cell("Meeting families").grid_span(5)]),
        row(&["1.1", "Meet each family at home", "Head of Visits", "June 2027"], "FF0000"),
        row(&["1.2", "Write down what was said", "Head of Visits", "Ongoing"], "92D050"),
    ]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    Docx::new()
        .add_paragraph(words("Improvement Plan of Thornby Council"))
        .add_paragraph(words("Priority 1: Families are met where they live"))
        .add_table(table)
        .build()
        .pack(&mut bytes)
        .unwrap();
    let found = read("plan.docx", bytes.get_ref());
    insta::assert_snapshot!(view(&found));
}

#[test]
fn a_heading_can_be_mapped_on_the_spot() {
    let text = "Ref\tPromise\tLead\tBy when\n1.1\tOpen the hub\tHead of Hubs\tMay 2027\n";
    let vocabulary = Vocabulary::built_in().unwrap();
    let refused = read_with("plan.txt", text.as_bytes(), &[], &vocabulary).unwrap_err();
    assert_eq!(refused.code(), "SL-I015");
    let found = read_with("plan.txt", text.as_bytes(), &[("promise", "action")], &vocabulary).unwrap();
    assert_eq!(found.plan.actions[0].text.as_deref(), Some("Open the hub"));
    assert!(!found.problems.iter().any(|problem| problem.code == "SL-I308"));
}

#[test]
fn a_council_can_add_its_own_words() {
    let text = "Ref\tPledge\tAnswerable\tBy when\tMood\n1.1\tOpen the hub\tHead of Hubs\tMay 2027\tSunny\n";
    let additions = [
        ("columns.toml", "action = [\"pledge\"]\nleads = [\"answerable\"]\naction_rating = [\"mood\"]\n"),
        ("ratings.toml", "[colours.green]\nwords = [\"sunny\"]\n"),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()));
    let vocabulary = Vocabulary::with_additions(&additions).unwrap();
    let found = read_with("plan.txt", text.as_bytes(), &[], &vocabulary).unwrap();
    let action = &found.plan.actions[0];
    assert_eq!((action.text.as_deref(), action.leads_raw.as_deref()), (Some("Open the hub"), Some("Head of Hubs")));
    assert_eq!(action.action_rating.as_deref(), Some("green"));
}

#[test]
fn two_plans_in_one_file_are_refused_with_the_place_of_the_second() {
    let table = "Ref\tAction\tLead\tBy when\n1.1\tOpen the hub\tHead of Hubs\tMay 2027\n1.2\tStaff the hub\tHead of Hubs\tJune 2027\n1.3\tName the hub\tHead of Hubs\tJuly 2027\n";
    let text = format!("# Improvement plan of Thornby\n\n{table}\n# Improvement plan of Saltby\n\n{table}");
    let vocabulary = Vocabulary::built_in().unwrap();
    let refused = read_with("plans.txt", text.as_bytes(), &[], &vocabulary).unwrap_err();
    assert_eq!(refused.code(), "SL-I016");
    let message = refused.to_string();
    assert!(message.contains("Saltby") && message.contains("line 8"), "{message}");
}

#[test]
fn a_document_without_an_action_column_is_refused() {
    let vocabulary = Vocabulary::built_in().unwrap();
    for text in ["Name\tTelephone\nAnn Lee\t100\n", "A letter.\n\nWith two paragraphs.\n"] {
        assert_eq!(read_with("letter.txt", text.as_bytes(), &[], &vocabulary).unwrap_err().code(), "SL-I015", "{text}");
    }
}

#[test]
fn a_plain_csv_without_priorities_is_read() {
    let text = "Ref,Action,Lead,Due\nA1,\"Open the hub, then staff it\",Head of Hubs,31/05/2027\nA2,Name the hub,TBC,Ongoing\n";
    let found = read("actions.csv", text.as_bytes());
    let read: Vec<_> = found.plan.actions.iter().map(|one| (one.reference.as_str(), one.due_on.is_some())).collect();
    assert_eq!(read, [("A1", true), ("A2", false)]);
    assert_eq!(found.plan.actions[0].text.as_deref(), Some("Open the hub, then staff it"));
    assert_eq!(found.plan.priorities.len(), 1);
}

mod any_table {
    use proptest::prelude::*;

    use super::*;

    const WORDS: [&str; 44] = [
        "",
        "Ref",
        "Action",
        "Actions",
        "Aims",
        "Lead",
        "Leads",
        "By when",
        "Start date",
        "RAG",
        "Progress 1 - 4",
        "Impact",
        "Priorities and key activity",
        "Success measures",
        "Delivered through",
        "Milestones",
        "Focus area",
        "Measure",
        "Data source",
        "Job Title",
        "Current Post Holder",
        "Partner",
        "Role",
        "Name",
        "Abbreviation",
        "Description",
        "Pillar",
        "1",
        "1.1",
        "2.",
        "1.10",
        "A1",
        "4.2 Do this; a) one c) three 4.3 Then that",
        "c) and more",
        "Ongoing",
        "31/12/2027",
        "March",
        "Red",
        "Green Amber",
        "FA1: One",
        "ОМ / BQ",
        "goes on é ß (see 9.9)",
        "<ul><li>One</li><li>Two</li></ul>",
        "Targets by 31 March 2027 90% of visits of fewer *note",
    ];
    const LINES: [&str; 12] = [
        "# Improvement plan",
        "Priority 1: One",
        "Priority II: Two",
        "1: Pillar (lead: Ann Lee, Head)",
        "Objectives",
        "Measured by",
        "- An item; and",
        "Board members",
        "Abbreviations",
        "Delivery leads",
        "**Priority 2: Bold** Outcomes",
        "Impact",
    ];

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            8 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
            1 => "[ -~]{0,30}",
            1 => "\\PC{0,12}".prop_map(|text| text.replace(['\t', '\n'], " ")),
        ]
    }

    fn block() -> impl Strategy<Value = String> {
        let row = prop::collection::vec(cell(), 1..10).prop_map(|cells| cells.join("\t"));
        prop_oneof![
            3 => prop::collection::vec(row, 1..8).prop_map(|rows| rows.join("\n")),
            2 => prop::sample::select(LINES.to_vec()).prop_map(str::to_owned),
            1 => Just("Ref\tAction\tLead\tBy when\tRAG".to_owned()),
            1 => Just("Ref\tPriorities and key activity\tLead\tBy when\tSuccess measures".to_owned()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn makes_no_panic(blocks in prop::collection::vec((block(), any::<bool>()), 1..12)) {
            let pieces = blocks.iter().flat_map(|(block, apart)| [block.as_str(), if *apart { "\n\n" } else { "\n" }]);
            let text: String = pieces.collect();
            let vocabulary = Vocabulary::built_in().unwrap();
            if let Ok(found) = read_with("any.txt", text.as_bytes(), &[], &vocabulary) {
                let mut references: Vec<_> = found.plan.actions.iter().map(|one| &one.reference).collect();
                references.sort();
                references.dedup();
                prop_assert_eq!(references.len(), found.plan.actions.len());
                for problem in &found.problems {
                    prop_assert!(sightline_documents::codes::explain(&problem.code).is_some(), "{}", problem.code);
                }
            }
        }
    }

    #[test]
    fn very_wide_and_very_long_ones_end_in_time() {
        let wide = format!(
            "{}\n{}\n",
            ["Action", "Lead", "By when"].repeat(600).join("\t"),
            ["1.1", "May 2027"].repeat(900).join("\t")
        );
        let same_reference =
            format!("Ref\tAction\tLead\tBy when\n{}", "1.1\tOpen the hub\tHead of Hubs\tMay 2027\n".repeat(3_000));
        let goes_on = format!(
            "Ref\tAction\tLead\tBy when\n1.1\tOpen\tHead\tMay 2027\n{}",
            "\tand go on with the words of it\t\t\n".repeat(3_000)
        );
        let unknown = format!(
            "One\tTwo\n{}Ref\tAction\tLead\tBy when\n1.1\tOpen\tHead\tMay\n",
            "words\tmore words\n".repeat(3_000)
        );
        let labels = format!(
            "Ref\tAction\tLead\tBy when\n1.1\tOpen\tHead\tMay\n\nPillar\tLeads\n{}",
            "\tAnn Lee, Head\nOne\tAnn Lee, Head\n".repeat(1_500)
        );
        let priorities = "Priority 1: One\n\nMeasured by\n\n- Line one of the list\n\n".repeat(1_500)
            + "Ref\tAction\tLead\tBy when\n1.1\tOpen\tHead\tMay\n";
        for (name, text) in [
            ("wide", wide),
            ("same reference", same_reference),
            ("goes on", goes_on),
            ("unknown", unknown),
            ("labels", labels),
            ("priorities", priorities),
        ] {
            let begun = std::time::Instant::now();
            let vocabulary = Vocabulary::built_in().unwrap();
            let _any_outcome = read_with("any.txt", text.as_bytes(), &[], &vocabulary);
            let taken = begun.elapsed().as_secs();
            assert!(taken < 20, "{name}: {taken} s");
        }
    }
}

#[test]
fn numbers_without_a_key_are_read_on_the_known_scale_and_asked() {
    let text = "Ref,Action,Lead,Due,Progress\n1.1,Open the hub,Head of Hubs,May 2026,2\n1.2,Staff the hub,Head of Hubs,June 2026,4\n";
    let found = read("actions.csv", text.as_bytes());
    assert_eq!(found.plan.scales[0].id, "progress_1_4");
    assert_eq!(found.plan.actions[0].action_rating.as_deref(), Some("2"));
    assert!(found.problems.iter().any(|problem| problem.code == "SL-I396"));
    let words = read("actions.csv", text.replace(",4\n", ",late\n").as_bytes());
    assert!(
        words.plan.scales.iter().all(|scale| scale.id != "progress_1_4"),
        "a word among the numbers is no such scale"
    );
    assert_eq!(found.plan.title, "actions", "a plan without a title is listed under its file");
    assert!(found.problems.iter().any(|problem| problem.code == "SL-I397"));
}
