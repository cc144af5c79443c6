//! The SSDA903 return, as text files and as XML.

use crate::support::{findings, read_one, rows};

const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
    0007,01/05/2025,S,C1,N1,U6,PR1,20/08/2025,X1,,AB1 2CD,AB3 4EF,SC123456\n\
    0007,20/08/2025,L,C2,N1,U6,PR1,01/11/2025,X1,CREQB,AB1 2CD,AB3 4EF,SC123456\n\
    0007,01/11/2025,P,C2,N1,K2,PR4,15/02/2026,E4A,,AB1 2CD,AB9 9ZZ,1234567\n\
    0007,20/02/2026,S,V2,N1,K2,PR4,,,,AB1 2CD,AB9 9ZZ,1234567\n";

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n0007,2,06/05/2009,WROM,A123456789012,1,02/03/2025\n";

#[test]
fn touching_episodes_become_placements_legal_statuses_and_periods_of_care() {
    let records = read_one(&[("x.csv", EPISODES.as_bytes()), ("y.csv", HEADER.as_bytes())]).unwrap();
    assert_eq!(rows(&records, "care_episode", &["started_on"]).len(), 4);
    assert_eq!(
        rows(&records, "placement", &["started_on", "ended_on", "placement_type", "change_reason"]),
        ["2025-05-01 | 2025-11-01 | U6 | CREQB", "2025-11-01 | 2026-02-15 | K2 | ∅", "2026-02-20 | ∅ | K2 | ∅"]
    );
    assert_eq!(
        rows(&records, "legal_status", &["legal_status", "started_on", "ended_on"]),
        ["C1 | 2025-05-01 | 2025-08-20", "C2 | 2025-08-20 | 2026-02-15", "V2 | 2026-02-20 | ∅"]
    );
    assert_eq!(
        rows(&records, "care_period", &["child_id", "started_on", "ended_on", "end_reason"]),
        ["0007 | 2025-05-01 | 2026-02-15 | E4A", "0007 | 2026-02-20 | ∅ | ∅"]
    );
    assert_eq!(rows(&records, "person", &["child_id", "sex", "is_mother"]), ["0007 | F | yes"]);
    assert_eq!(rows(&records, "mother", &["child_id", "child_born_on"]), ["0007 | 2025-03-02"]);
    assert_eq!(findings(&records), Vec::<String>::new());
}

#[test]
fn what_two_files_say_about_one_decision_for_adoption_is_one_row() {
    let decisions = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n\
        0007,06/05/2019,01/05/2025,,\n0008,06/05/2019,02/05/2025,03/06/2025,RD1\n0009,06/05/2019,,,\n";
    let adopted = "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\n\
        0007,06/05/2019,01/05/2025,01/08/2025,0,2,MF,L0\n0009,06/05/2019,,01/09/2025,1,1,F1,L0\n\
        0009,06/05/2019,,02/09/2025,1,1,F1,L0\n";
    let records = read_one(&[("1.csv", adopted.as_bytes()), ("2.csv", decisions.as_bytes())]).unwrap();
    let mut found = rows(&records, "adoption", &["child_id", "decided_on", "matched_on", "reversed_on"]);
    found.sort();
    // A row without the day of its decision is not known to be the same as another.
    assert_eq!(
        found,
        [
            "0007 | 2025-05-01 | 2025-08-01 | ∅",
            "0008 | 2025-05-02 | ∅ | 2025-06-03",
            "0009 | ∅ | 2025-09-01 | ∅",
            "0009 | ∅ | 2025-09-02 | ∅",
            "0009 | ∅ | ∅ | ∅"
        ]
    );
}

#[test]
fn text_and_xml_give_the_same_tables() {
    let oc3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n0007,06/05/2009,YES,F2,B1\n";
    let missing = "CHILD,DOB,MISSING,MIS_START,MIS_END\n0007,06/05/2009,M,03/06/2025,04/06/2025\n";
    let uasc = "CHILD,SEX,DOB,DUC\n0007,2,06/05/2009,06/05/2027\n";
    let text = read_one(&[
        ("1.csv", EPISODES.as_bytes()),
        ("2.csv", HEADER.as_bytes()),
        ("3.csv", oc3.as_bytes()),
        ("4.csv", missing.as_bytes()),
        ("5.csv", uasc.as_bytes()),
    ])
    .unwrap();
    let mut episodes = String::new();
    let names: Vec<&str> = EPISODES.lines().next().unwrap().split(',').collect();
    for line in EPISODES.lines().skip(1) {
        episodes.push_str("<EPISODE>");
        for (name, value) in names.iter().zip(line.split(',')).skip(1) {
            let name = if *name == "PLACE" { "PL" } else { name };
            episodes.push_str(&if value.is_empty() {
                format!("<{name} />")
            } else {
                format!("<{name}>{value}</{name}>")
            });
        }
        episodes.push_str("</EPISODE>");
    }
    let xml = format!(
        "<?xml version='1.0' encoding='us-ascii'?><EXPSSDA903><CHILD><HEADER><CHILDID>0007</CHILDID>\
         <UPN>A123456789012</UPN><SEX>2</SEX><DOB>06/05/2009</DOB><ETHNIC>WROM</ETHNIC><UASC>1</UASC>\
         <DUC>06/05/2027</DUC><IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>B1</ACCOM>\
         <AMISSING><MISSING>M</MISSING><MIS_START>03/06/2025</MIS_START><MIS_END>04/06/2025</MIS_END></AMISSING>\
         <MOTHER>1</MOTHER><MC_DOB>02/03/2025</MC_DOB></HEADER>{episodes}</CHILD>\
         <CHILD><HEADER><CHILDID>8</CHILDID><SEX>1</SEX><DOB>01/01/2010</DOB><UASC /><ACCOM /></HEADER></CHILD></EXPSSDA903>"
    );
    let xml = read_one(&[("a.xml", xml.as_bytes())]).unwrap();
    for table in DEFINED {
        let definition = crate::support::DEFINITIONS.table(table).unwrap();
        let columns: Vec<&str> = definition.columns.iter().map(|column| column.name.as_str()).collect();
        let of_7 = |records| {
            let mut all = rows(records, table, &columns);
            all.retain(|row| row.contains("0007"));
            all
        };
        assert!(!of_7(&text).is_empty(), "{table}");
        assert_eq!(of_7(&text), of_7(&xml), "{table}");
    }
    assert_eq!(rows(&xml, "person", &["child_id"]), ["0007", "8"]);
    assert_eq!(rows(&xml, "care_leaver", &["child_id"]), ["0007"], "blank elements are no row");
    assert_eq!(rows(&xml, "immigration_status", &["child_id", "status"]), ["0007 | UASC"]);
}

const DEFINED: [&str; 9] = [
    "person",
    "care_episode",
    "placement",
    "legal_status",
    "care_period",
    "care_leaver",
    "missing_episode",
    "immigration_status",
    "mother",
];

#[test]
fn one_column_may_hold_two_facts() {
    let oc3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n1,06/05/2005,YES,F2,B1\n2,06/05/2005,NO,0,U2\n3,06/05/2005,DIED,,0\n";
    let records = read_one(&[("oc3.csv", oc3.as_bytes())]).unwrap();
    assert_eq!(
        rows(&records, "care_leaver", &["accommodation", "accommodation_suitability", "activity"]),
        ["B | suitable | F2", "U | unsuitable | 0", "0 | ∅ | ∅"]
    );
    assert_eq!(findings(&records), Vec::<String>::new());
}

#[test]
fn letters_of_every_encoding_give_the_same_rows() {
    let text = "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,06/05/2005,P1,Sainte-Thérèse,zz/zz/2019\n";
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let old: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let expected = ["1 | P1 | Sainte-Thérèse | zz/zz/2019"];
    for bytes in [text.as_bytes().to_vec(), utf16, old.clone()] {
        let records = read_one(&[("p.csv", &bytes)]).unwrap();
        assert_eq!(rows(&records, "previous_permanence", &["child_id", "order", "council", "ordered_on"]), expected);
    }
    let records = read_one(&[("p.csv", &old)]).unwrap();
    assert_eq!(records.reading.count("SL-R077"), 1, "the guess is told");
}

#[test]
fn separators_are_found_by_the_headers() {
    for separator in [",", ";", "\t", "|"] {
        let text = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,06/05/2005,07/08/2025,PN1\n".replace(',', separator);
        let records = read_one(&[("r.txt", text.as_bytes())]).unwrap();
        assert_eq!(rows(&records, "care_review", &["held_on", "participation"]), ["2025-08-07 | PN1"], "{separator:?}");
    }
}
