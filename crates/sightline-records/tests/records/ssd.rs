//! The Standard Safeguarding Dataset as a folder of text files.

use crate::support::{findings, read_one, rows};

#[test]
fn a_child_is_found_through_another_table_whatever_the_order_of_the_files() {
    let reviews = "clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date,clar_cla_review_cancelled,\
        clar_cla_review_participation\nR1,P1,2026-01-10 00:00:00.000,2026-01-09 00:00:00.000,N,PN1\nR2,P9,2026-01-10,NULL,N,NULL\n";
    let episodes = "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,\
        clae_cla_primary_need_code,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id,clae_referral_id,\
        clae_cla_placement_id,clae_entered_care_date,clae_cla_last_iro_contact_date\n\
        E1,0042,2025-12-01,S,N1,NULL,NULL,P1,REF1,PL1,2025-12-01,2026-02-01\n";
    let records = read_one(&[("a.csv", reviews.as_bytes()), ("b.csv", episodes.as_bytes())]).unwrap();
    assert_eq!(
        rows(&records, "care_review", &["child_id", "care_period_id", "due_on", "held_on", "was_cancelled"]),
        ["0042 | P1 | 2026-01-10 | 2026-01-09 | no"]
    );
    assert_eq!(rows(&records, "visit", &["child_id", "kind", "visited_on"]), ["0042 | reviewing_officer | 2026-02-01"]);
    let found = findings(&records);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.csv, row 3, column B") && found[0].contains("SL-R052"), "{found:?}");
}

#[test]
fn a_list_in_one_value_becomes_rows() {
    let factors = "cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json\n\
        1,A1,\"[\"\"1A\"\",\"\"24A\"\"]\"\n2,A2,\"3B, ZZ, 4B\"\n3,A1,[]\n";
    let assessments = "cina_assessment_id,cina_person_id,cina_referral_id,cina_assessment_start_date,cina_assessment_child_seen,\
        cina_assessment_auth_date,cina_assessment_outcome_json,cina_assessment_outcome_nfa,cina_assessment_team,\
        cina_assessment_worker_id\nA1,0042,REF1,2025-10-08,Y,2025-11-28,\"{\"\"x\"\":1}\",N,Team 1,W1\nA2,43,REF2,2025-10-09,N,,,Y,,\n";
    let records = read_one(&[("x.csv", factors.as_bytes()), ("y.csv", assessments.as_bytes())]).unwrap();
    assert_eq!(
        rows(&records, "assessment_factor", &["child_id", "assessment_id", "factor"]),
        ["0042 | A1 | 1A", "0042 | A1 | 24A", "43 | A2 | 3B", "43 | A2 | 4B"]
    );
    assert_eq!(rows(&records, "assessment", &["outcome", "had_no_further_action"]), ["{\"x\":1} | no", "∅ | yes"]);
    assert_eq!(records.reading.rows_set_aside(), 1, "an empty list says nothing");
    assert_eq!(records.reading.count("SL-R060"), 1, "an entry that is no code is told, and the others are kept");
}

#[test]
fn a_later_version_with_a_column_more_needs_no_look_up() {
    let reviews = "clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date,clar_cla_review_cancelled,\
        clar_cla_review_participation,clar_cla_person_id\nR1,P1,2026-01-10,2026-01-09,N,PN1,0042\n";
    let records = read_one(&[("a.csv", reviews.as_bytes())]).unwrap();
    assert_eq!(rows(&records, "care_review", &["child_id"]), ["0042"]);
}

#[test]
fn workers_decimals_and_names() {
    let workers = "prof_professional_id,prof_staff_id,prof_professional_name,prof_social_worker_registration_no,\
        prof_professional_job_title,prof_professional_caseload,prof_professional_department,prof_full_time_equivalency,\
        prof_agency_worker_flag\nW1,0009,A Worker,SW1,Social worker,14,Care,0.8,N\n";
    let people = "pers_person_id,pers_forename,pers_surname,pers_sex,pers_gender,pers_ethnicity,pers_dob\n\
        1,Invented,Child,F,,WBRI,2015-01-02\n";
    let records = read_one(&[("w.csv", workers.as_bytes()), ("p.csv", people.as_bytes())]).unwrap();
    assert_eq!(
        rows(&records, "worker", &["staff_number", "caseload", "full_time_equivalent", "is_agency"]),
        ["0009 | 14 | 0.8000 | no"]
    );
    let person = &records.tables["person"][0];
    assert!(
        person.schema().fields().iter().all(|field| !field.name().contains("name")),
        "children's names are not read"
    );
}
