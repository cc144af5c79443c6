//! Records of several formats, combined.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use arrow_array::RecordBatch;
use proptest::prelude::*;
use sightline_records::combine::{Absent, Differing};
use sightline_records::{Combined, Records, combine};

use crate::support::{DEFINITIONS, read_one, rows, rows_of};

const EARLY_HELP: &str = "Child Unique ID,Gender,Ethnicity,Date of Birth,Assessment start date,Assessment completion date,\
    Organisation completing assessment\n";
const SSD_CONTACTS: &str = "cont_person_id,cont_contact_date,cont_contact_id,cont_contact_source_code\n";
const CONTACTS: &str = "Child Unique ID,Gender,Ethnicity,Date of Birth,Date of Contact,Contact Source\n";

fn part(text: &str) -> Records {
    read_one(&[("f.csv", text.as_bytes())]).unwrap()
}

fn lines(combined: &Combined, table: &str, columns: &[&str]) -> Vec<String> {
    rows_of(combined.tables.get(table).map_or(&[][..], Vec::as_slice), columns)
}

#[test]
fn the_format_that_wins_gives_the_value_and_the_other_fills_the_gaps() {
    let ssd = part(&format!("{SSD_CONTACTS}0042,2026-04-03,C1,1A\n0044,2026-04-05,C2,1A\n"));
    let annex_a =
        part(&format!("{CONTACTS}0043,M,WBRI,01/02/2016,04/04/2026,1B\n0042,F,WBRI,01/02/2015,03/04/2026,1A\n"));
    for parts in [vec![ssd.clone(), annex_a.clone()], vec![annex_a.clone(), ssd.clone()]] {
        let combined = combine(&DEFINITIONS, &parts);
        assert_eq!(
            lines(&combined, "contact", &["child_id", "contact_id", "received_on", "source", "source_row", "also_in"]),
            [
                "0042 | C1 | 2026-04-03 | ssd/ssd_contacts | 2 | annex_a/list_1",
                "0044 | C2 | 2026-04-05 | ssd/ssd_contacts | 3 | ∅",
                "0043 | ∅ | 2026-04-04 | annex_a/list_1 | 2 | ∅",
            ]
        );
        assert_eq!(lines(&combined, "person", &["child_id", "sex"]).len(), 2);
        let absent = |held_by: &str, not_in: &str| {
            let what = Absent { table: "contact".into(), held_by: held_by.into(), not_in: not_in.into() };
            combined.disagreements.absent.get(&what).copied()
        };
        // SSD covers from the 3rd to the 5th, Annex A from the 3rd to the 4th.
        assert_eq!((absent("annex_a", "ssd"), absent("ssd", "annex_a")), (Some(1), None));
        assert!(combined.disagreements.differing.is_empty());
    }
}

#[test]
fn values_that_differ_are_counted_and_kept_with_their_place() {
    let ssd = part(
        "pers_person_id,pers_forename,pers_surname,pers_sex,pers_gender,pers_ethnicity,pers_dob\n0042,,,F,,WBRI,2015-02-01\n",
    );
    let annex_a = part(&format!("{CONTACTS}0042,F,WBRI,02/02/2015,03/04/2026,1A\n"));
    let combined = combine(&DEFINITIONS, &[annex_a, ssd]);
    let differing: Vec<(&Differing, &u64)> = combined.disagreements.differing.iter().collect();
    let what =
        Differing { table: "person".into(), column: "born_on".into(), believed: "ssd".into(), other: "annex_a".into() };
    assert_eq!(differing, [(&what, &1)]);
    let columns = [
        "table",
        "child_id",
        "column",
        "format",
        "source",
        "source_row",
        "value",
        "other_format",
        "other_source",
        "other_row",
        "other_value",
    ];
    assert_eq!(
        rows_of(std::slice::from_ref(&combined.disagreements.rows), &columns),
        ["person | 0042 | born_on | ssd | ssd/ssd_person | 2 | 2015-02-01 | annex_a | annex_a/list_1 | 2 | 2015-02-02"]
    );
    assert_eq!(lines(&combined, "person", &["born_on"]), ["2015-02-01"]);
}

#[test]
fn what_goes_on_longer_than_a_format_covers_is_missed_only_where_both_cover_it() {
    let episodes = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";
    let return_903 = part(&format!(
        "{episodes}1,01/05/2019,S,C2,N1,U1,PR1,,,,,,\n2,01/05/2025,S,C2,N1,U1,PR1,01/06/2025,E4A,,,,\n\
         3,01/05/2025,S,C2,N1,U1,PR1,01/02/2026,E4A,,,,\n"
    ));
    let ssd = "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,\
        clae_cla_primary_need_code,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id,clae_referral_id,\
        clae_cla_placement_id,clae_entered_care_date,clae_cla_last_iro_contact_date\n";
    let ssd = part(&format!(
        "{ssd}E4,4,2025-12-01,S,N1,2026-01-05,E4A,P4,R,PL,2025-12-01,\nE5,5,2026-03-01,S,N1,,,P5,R,PL,2026-03-01,\n"
    ));
    let combined = combine(&DEFINITIONS, &[return_903, ssd]);
    let of = |table: &str| {
        let kept = combined.disagreements.absent.iter().filter(|(what, _)| what.table == table);
        kept.map(|(what, count)| (what.held_by.as_str(), *count)).collect::<Vec<_>>()
    };
    // SSD begins with January 2026: child 2 had left by then; the return ends with May 2025: 4 and 5 came later.
    assert_eq!(of("care_episode"), [("ssda903", 2)]);
}

#[test]
fn a_census_lacks_only_what_lies_in_the_year_up_to_its_day() {
    let child = |id: &str, referred: &str| {
        format!(
            "<Child><ChildIdentifiers><LAchildID>{id}</LAchildID></ChildIdentifiers>\
             <CINdetails><CINreferralDate>{referred}</CINreferralDate></CINdetails></Child>"
        )
    };
    let census = |header: &str| {
        // Child 1 was referred long before the year, and is in the census because the case was open in it.
        let children = child("1", "2023-01-05") + &child("2", "2025-10-06");
        let text = format!("<Message>{header}<Children>{children}</Children></Message>");
        read_one(&[("c.xml", text.as_bytes())]).unwrap()
    };
    let ssd = "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date\n\
        R1,1,2023-01-05,\nR2,2,2025-10-06,\nR3,3,2024-02-01,2024-03-01\nR4,4,2025-04-01,\nR5,5,2025-03-31,2025-03-31\n\
        R6,6,2026-04-01,\nR7,7,2022-01-01,2025-04-01\n";
    let absent = |header: &str, table: &str| {
        let combined = combine(&DEFINITIONS, &[census(header), part(ssd)]);
        let what = Absent { table: table.into(), held_by: "ssd".into(), not_in: "cin_census".into() };
        combined.disagreements.absent.get(&what).copied()
    };
    let header = "<Header><CollectionDetails><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header>";
    assert_eq!(absent(header, "referral"), Some(1), "child 4");
    assert_eq!(absent(header, "need_episode"), Some(2), "children 4 and 7");
    // Without its day a census covers the time from its first date to its last: children 3, 4 and 5.
    assert_eq!(absent("", "referral"), Some(3));
}

#[test]
fn several_rows_of_one_key_are_paired_with_those_most_alike() {
    let ssd = part(&format!("{SSD_CONTACTS}0042,2026-04-03,C1,1A\n0042,2026-04-03,C2,1A\n"));
    let annex_a = part(&format!("{CONTACTS}{}", "0042,F,WBRI,01/02/2015,03/04/2026,1A\n".repeat(3)));
    let combined = combine(&DEFINITIONS, &[annex_a, ssd]);
    assert_eq!(
        lines(&combined, "contact", &["contact_id", "source_row", "also_in"]),
        ["C1 | 2 | annex_a/list_1", "C2 | 3 | annex_a/list_1", "∅ | 4 | ∅"]
    );
}

#[test]
fn a_column_of_the_key_that_one_format_never_fills_decides_nothing() {
    // SSD holds the dates of scores; the return holds one score of the year, without a date.
    let ssd = "csdq_table_id,csdq_person_id,csdq_sdq_completed_date,csdq_sdq_score,csdq_sdq_reason\n";
    let oc2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,\
        SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n";
    let ssd = part(&format!("{ssd}S1,1,2026-01-05,12,\nS2,2,2026-01-05,10,\nS3,2,2025-07-05,9,\n"));
    let oc2 = part(&format!("{oc2}1,01/02/2010,13,,0,1,1,1,1,0,0,0\n2,01/02/2010,10,,0,1,1,1,1,0,0,0\n"));
    let combined = combine(&DEFINITIONS, &[ssd, oc2]);
    let found = lines(&combined, "sdq", &["child_id", "completed_on", "score", "also_in"]);
    assert_eq!(
        found,
        ["1 | 2026-01-05 | 12 | ssda903/OC2", "2 | 2026-01-05 | 10 | ∅", "2 | 2025-07-05 | 9 | ∅", "2 | ∅ | 10 | ∅"]
    );
    assert_eq!(combined.disagreements.differing.values().sum::<u64>(), 1, "12 and 13");
}

#[test]
fn a_row_that_lacks_a_part_of_its_key_is_one_with_the_only_row_it_can_be() {
    let ssd =
        part(&format!("{SSD_CONTACTS}1,2026-04-03,C1,1A\n2,2026-04-03,C2,1A\n2,2026-04-03,C3,1B\n3,2026-04-03,C4,\n"));
    let child = |id: u8, code: &str| format!("{id},F,WBRI,01/02/2015,03/04/2026,{code}\n");
    let annex_a = part(&format!("{CONTACTS}{}{}{}", child(1, ""), child(2, ""), child(3, "1B")));
    let combined = combine(&DEFINITIONS, &[annex_a, ssd]);
    assert_eq!(
        lines(&combined, "contact", &["child_id", "contact_id", "made_by", "also_in"]),
        [
            "1 | C1 | 1A | annex_a/list_1",
            "2 | C2 | 1A | ∅",
            "2 | C3 | 1B | ∅",
            "3 | C4 | 1B | annex_a/list_1",
            "2 | ∅ | ∅ | ∅",
        ]
    );
}

#[test]
fn a_review_that_was_not_held_is_not_one_with_another_that_was() {
    let ssd = "clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date,clar_cla_review_cancelled,\
        clar_cla_review_participation,clar_cla_person_id\n";
    let ssd = part(&format!("{ssd}R1,P1,2026-05-10,NULL,N,,1\nR2,P1,2025-05-10,2025-05-09,N,PN1,2\n"));
    let return_903 = part("CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,03/04/2025,PN1\n2,01/02/2010,09/05/2025,PN1\n");
    let combined = combine(&DEFINITIONS, &[ssd, return_903]);
    assert_eq!(
        lines(&combined, "care_review", &["child_id", "due_on", "held_on", "also_in"]),
        ["1 | 2026-05-10 | ∅ | ∅", "2 | 2025-05-10 | 2025-05-09 | ssda903/Reviews", "1 | ∅ | 2025-04-03 | ∅"]
    );
}

#[test]
fn a_part_from_before_a_column_was_there_has_none() {
    let mut annex_a = part(&format!("{CONTACTS}0042,F,WBRI,01/02/2015,03/04/2026,1A\n"));
    let ssd = part(&format!("{SSD_CONTACTS}0042,2026-04-03,C1,1A\n"));
    for batches in annex_a.tables.values_mut() {
        *batches = batches.iter().map(|batch| without(batch, "contact_id")).collect();
    }
    let combined = combine(&DEFINITIONS, &[annex_a, ssd]);
    assert_eq!(lines(&combined, "contact", &["child_id", "contact_id"]), ["0042 | C1"]);
}

fn without(batch: &RecordBatch, name: &str) -> RecordBatch {
    let kept: Vec<usize> = (0..batch.num_columns()).filter(|at| batch.schema().field(*at).name() != name).collect();
    batch.project(&kept).unwrap()
}

#[test]
fn early_help_of_one_format_stays_as_it_is() {
    let only =
        part(&format!("{EARLY_HELP}1,F,WBRI,01/02/2015,03/04/2026,,School\n1,F,WBRI,01/02/2015,03/04/2026,,School\n"));
    let combined = combine(&DEFINITIONS, std::slice::from_ref(&only));
    let columns = ["child_id", "started_on", "source", "source_row"];
    assert_eq!(lines(&combined, "early_help", &columns), rows(&only, "early_help", &columns), "repeated rows too");
}

/// Rows of a table: child, day and code of the source.
type Made = Vec<(u8, u8, u8)>;

fn made() -> impl Strategy<Value = Made> {
    proptest::collection::vec((0..6_u8, 1..6_u8, 0..3_u8), 1..24)
}

const CODES: [&str; 3] = ["1A", "1B", ""];

fn as_ssd(made: &Made) -> String {
    let mut text = SSD_CONTACTS.to_owned();
    for (number, (child, day, code)) in made.iter().enumerate() {
        writeln!(text, "{child:04},2026-04-{day:02},C{number},{}", CODES[usize::from(*code)]).unwrap();
    }
    text
}

fn as_annex_a(made: &Made) -> String {
    let mut text = CONTACTS.to_owned();
    for (child, day, code) in made {
        writeln!(text, "{child:04},F,WBRI,01/02/2015,{day:02}/04/2026,{}", CODES[usize::from(*code)]).unwrap();
    }
    text
}

/// How many rows hold each source row of each format.
fn places(combined: &Combined, table: &str) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for line in lines(combined, table, &["source", "source_row"]) {
        *places.entry(line).or_default() += 1;
    }
    places
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_the_parts_does_not_matter_and_nothing_is_lost(one in made(), two in made()) {
        let (ssd, annex_a) = (part(&as_ssd(&one)), part(&as_annex_a(&two)));
        let combined = combine(&DEFINITIONS, &[ssd.clone(), annex_a.clone()]);
        let turned = combine(&DEFINITIONS, &[annex_a.clone(), ssd.clone()]);
        prop_assert_eq!(&combined.tables, &turned.tables);
        prop_assert_eq!(&combined.disagreements.rows, &turned.disagreements.rows);

        // Each row that is not believed first is in `also_in` of exactly one that is.
        let held = lines(&combined, "contact", &["also_in"]).iter().filter(|also| *also != "∅").count();
        let found = lines(&combined, "contact", &["child_id"]).len();
        prop_assert_eq!(found + held, one.len() + two.len());
        prop_assert!(places(&combined, "contact").values().all(|count| *count == 1));
        let columns = ["child_id", "received_on", "made_by"];
        let keys = |records: &Records| rows(records, "contact", &columns);
        let given: BTreeSet<String> = keys(&ssd).into_iter().chain(keys(&annex_a)).collect();
        let kept: BTreeSet<String> = lines(&combined, "contact", &columns).into_iter().collect();
        // A row that does not say who made it may be one with a row that does.
        let says_all = |keys: &BTreeSet<String>| keys.iter().filter(|key| !key.ends_with('∅')).cloned().collect::<Vec<_>>();
        prop_assert_eq!(says_all(&given), says_all(&kept));
        prop_assert!(kept.is_subset(&given));
        let ids: BTreeSet<String> = lines(&combined, "contact", &["contact_id"]).into_iter().collect();
        prop_assert!(rows(&ssd, "contact", &["contact_id"]).iter().all(|id| ids.contains(id)));
    }

    #[test]
    fn what_was_combined_stays_as_it_is_when_it_is_combined_again(one in made(), two in made()) {
        let parts = [part(&as_ssd(&one)), part(&as_annex_a(&two))];
        let combined = combine(&DEFINITIONS, &parts);
        let again = Records { tables: combined.tables.clone(), reading: parts[0].reading.clone() };
        prop_assert_eq!(&combine(&DEFINITIONS, std::slice::from_ref(&again)).tables, &combined.tables);
        // And a part that says the same adds nothing.
        let twice = combine(&DEFINITIONS, &[again, parts[1].clone()]);
        let columns = ["child_id", "contact_id", "received_on", "made_by", "source", "source_row", "also_in"];
        prop_assert_eq!(lines(&twice, "contact", &columns), lines(&combined, "contact", &columns));
        prop_assert!(twice.disagreements.differing.is_empty());
    }
}
