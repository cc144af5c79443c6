use super::*;

/// The built-in files with one text replaced by another in one of them.
fn changed(file: &str, old: &str, new: &str) -> Vec<(String, String)> {
    let mut seen = false;
    let files = Definitions::built_in_files()
        .iter()
        .map(|(name, text)| {
            let is_it = *name == file && text.contains(old);
            seen |= is_it;
            ((*name).to_owned(), if is_it { text.replacen(old, new, 1) } else { (*text).to_owned() })
        })
        .collect();
    assert!(seen, "{file} holds {old}");
    files
}

fn faults(file: &str, old: &str, new: &str) -> Vec<Fault> {
    match Definitions::load(&changed(file, old, new)) {
        Err(Error::Definitions(faults)) => faults,
        other => panic!("{file}: {old} → {new}: {:?}", other.map(|_| "loads")),
    }
}

#[test]
fn the_built_in_definitions_load() {
    match Definitions::built_in() {
        Ok(definitions) => assert!(definitions.tables.len() >= 40 && definitions.formats.len() == 5),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn each_mistake_is_told_with_file_line_and_what_to_do() {
    let cases = [
        ("contact.toml", "type = \"date\"", "type = \"day\"", "SL-R102"),
        ("contact.toml", "codes = \"contact_source\"", "codes = \"sources\"", "SL-R103"),
        ("contact.toml", "name = \"made_by_words\"", "name = \"made_by\"", "SL-R104"),
        ("contact.toml", "received_on = \"Date of Contact\"", "received_on = \"Contact Source\"", "SL-R105"),
        ("contact.toml", "\"received_on\", \"made_by\"]", "\"received_on\", \"reason\"]", "SL-R106"),
        ("contact.toml", "annex_a/list_1", "annex_a/list_99", "SL-R107"),
        ("contact.toml", "\"Contact Source\"", "\"Contact Sauce\"", "SL-R107"),
        ("contact.toml", "wins = [\"ssd\"", "wins = [\"ssdd\"", "SL-R107"),
        ("contact.toml", "outcome = \"cont_contact_outcome_json\"\n", "", "SL-R108"),
        ("contact.toml", "main = true\n", "", "SL-R109"),
        ("contact.toml", "received_on = \"Date of Contact\"\n", "", "SL-R110"),
        ("contact.toml", "type = \"code\", ", "type = \"text\", ", "SL-R110"),
        ("contact.toml", "name = \"made_by_words\"", "name = \"source\"", "SL-R104"),
        ("contact.toml", "starts = \"received_on\"", "starts = \"outcome\"", "SL-R110"),
        ("contact.toml", "formats = [\"ssd\", \"annex_a\"]", "formats = [\"ssd\", \"ssda903\"]", "SL-R110"),
        ("contact.toml", "formats = [\"ssd\", \"annex_a\"]", "formats = [\"ssd\"]", "SL-R110"),
        ("contact.toml", "one_row = ", "each_row = ", "SL-R101"),
        ("contact.toml", "lane = \"front_door\"", "lane = \"back_door\"", "SL-R110"),
        ("contact.toml", "from = \"received_on\"", "from = \"made_by\"", "SL-R110"),
        ("contact.toml", "words = [\"made_by\"]", "words = [\"source\"]", "SL-R106"),
        ("journey/journey.toml", "table = \"placement\"", "table = \"home\"", "SL-R107"),
        ("journey/journey.toml", "name = \"assessment\"", "name = \"front_door\"", "SL-R104"),
        ("visit.toml", "kind = \"last_seen\"", "kind = \"seen_last\"", "SL-R110"),
        ("codes/sex.toml", "code = \"F\"", "code = \"M\"", "SL-R104"),
        ("formats/ssda903.toml", "{ name = \"SEX\" }", "{ name = \"CHILD\" }", "SL-R104"),
        ("formats/cin_census.toml", "row_when = [\"Disability\"]", "row_when = [\"Disabled\"]", "SL-R106"),
    ];
    for (file, old, new, code) in cases {
        let found = faults(file, old, new);
        let fault = found.iter().find(|fault| fault.code == code);
        let fault = fault.unwrap_or_else(|| panic!("{file}: {old} → {new}: {found:?}"));
        assert!(fault.line > 1 || code == "SL-R101", "{fault}");
        assert!(!fault.next.is_empty() && !fault.why.is_empty(), "{fault}");
    }
}

#[test]
fn a_mistake_is_told_at_its_line() {
    let found = faults("contact.toml", "codes = \"contact_source\"", "codes = \"sources\"");
    let text = Definitions::built_in_files().iter().find(|(name, _)| *name == "contact.toml").unwrap().1;
    let line = text.lines().position(|line| line.contains("codes = \"contact_source\"")).unwrap() + 1;
    assert_eq!((found[0].file.as_str(), found[0].line), ("contact.toml", line));
    assert!(found[0].to_string().starts_with(&format!("content/records/contact.toml:{line}: ")), "{}", found[0]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mut files = changed("contact.toml", "codes = \"contact_source\"", "codes = \"sources\"");
    let sex = files.iter_mut().find(|(name, _)| name == "codes/sex.toml").unwrap();
    sex.1 = sex.1.replacen("code = \"F\"", "code = \"M\"", 1);
    let Err(Error::Definitions(found)) = Definitions::load(&files) else { panic!("loads") };
    assert_eq!(found.len(), 2, "{found:?}");
}

#[expect(clippy::disallowed_methods, reason = "a test may ask where the descriptions of the standards are")]
fn shared() -> std::path::PathBuf {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("SIGHTLINE_SHARED").map_or(beside, std::path::PathBuf::from)
}

/// The standards as they are described elsewhere, where that description is at hand.
#[test]
fn every_column_of_the_standards_is_in_the_formats() {
    let shared = shared();
    let Ok(ssd) = std::fs::read_to_string(shared.join("standards/ssd.md")) else {
        eprintln!("passed without comparing: the descriptions of the standards are not beside the repository");
        return;
    };
    let definitions = Definitions::built_in().unwrap();
    let mut compared = 0;
    let mut compare = |format: &str, table: &str, columns: Vec<&str>| {
        let format = definitions.format(format).unwrap();
        let known = format.tables.iter().find(|known| known.name == table).unwrap_or_else(|| panic!("{table}"));
        for column in columns {
            assert!(known.column(column).is_some(), "{table}: {column}");
            compared += 1;
        }
    };
    for line in ssd.lines().filter_map(|line| line.strip_prefix("* **ssd_")) {
        let (name, rest) = line.split_once("**").unwrap();
        let columns = rest.split_once(": ").unwrap().1.split(", ");
        compare(
            "ssd",
            &format!("ssd_{name}"),
            columns.map(|column| column.split([' ', '^']).next().unwrap()).collect(),
        );
    }
    let ssda903 = std::fs::read_to_string(shared.join("standards/ssda903.md")).unwrap();
    for line in ssda903.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", table, columns, _, ""] = cells.as_slice()
            && columns.starts_with("CHILD,")
        {
            compare("ssda903", table, columns.split(", ").collect());
        }
    }
    let annex_a = std::fs::read_to_string(shared.join("standards/annex_a.md")).unwrap();
    let lists = annex_a.split("## 4.").nth(1).unwrap().split("## 5.").next().unwrap();
    for list in lists.split("\n**List ").skip(1) {
        let number = list.split("**").next().unwrap();
        let quoted: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
        let is_column = |name: &&str| {
            let values = ["a) ", "b) ", "(Y/N))", "Age", "NIR - ", "WAL - ", "SCO - ", "NUK - ", "CON - "];
            !values.iter().any(|value| name.starts_with(value)) && *name != "Date of Referral"
        };
        compare("annex_a", &format!("list_{number}"), quoted.into_iter().filter(is_column).collect());
    }
    let census = std::fs::read_to_string(shared.join("standards/cin_census.md")).unwrap();
    let tree = census.split("## 2.").next().unwrap();
    let known: Vec<&str> = definitions
        .format("cin_census")
        .unwrap()
        .tables
        .iter()
        .flat_map(|table| table.columns.iter().filter_map(|column| column.path.as_deref()))
        .collect();
    let names = tree.split('`').skip(1).step_by(2).flat_map(|name| name.split('/'));
    for name in names.filter(|name| name.len() > 4 && name.chars().all(char::is_alphanumeric)) {
        if !["ReferenceDate"].contains(&name) && name.chars().next().is_some_and(char::is_uppercase) {
            assert!(known.iter().any(|path| path.split('/').any(|part| part == name)), "{name}");
            compared += 1;
        }
    }
    assert!(compared > 550, "{compared} columns compared");
}
