//! What the stories tell: rates, changes of practice, and evidence that agrees with the records.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sightline_records::Error;
use sightline_records::synthetic::{England, Settings};

use crate::support::{DEFINITIONS, england, rows, settings};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Hundredths.
fn share(of: impl Iterator<Item = bool>) -> usize {
    let all: Vec<bool> = of.collect();
    assert!(all.len() >= 30, "{} are too few to tell", all.len());
    all.iter().filter(|is| **is).count() * 100 / all.len()
}

#[test]
fn practice_changes_when_and_where_the_scenario_says() {
    let england = england(settings(12_000, "improving"));
    let tables = england.councils().next().unwrap().tables();
    let march = day("2026-03-01");
    // Forty-five working days are nine weeks.
    let assessments: Vec<(String, NaiveDate, bool)> =
        rows(&tables["assessment"], &["team", "started_on", "authorised_on"])
            .into_iter()
            .filter(|row| row[2] != "∅")
            .map(|row| (row[0].clone(), day(&row[1]), (day(&row[2]) - day(&row[1])).num_days() <= 63))
            .collect();
    // Those begun in the last weeks are finished only when they were quick.
    let settled = day("2026-07-01");
    let in_time = |team: &str, is_after: bool| {
        let chosen = assessments.iter().filter(|(of, on, _)| of == team && *on < settled && (*on >= march) == is_after);
        share(chosen.map(|(.., in_time)| *in_time))
    };
    let first = (in_time("Assessment North", false), in_time("Assessment North", true));
    let other = (in_time("Assessment South", false), in_time("Assessment South", true));
    assert!(first.0 < 91 && first.1 >= 92, "the first team improves: {first:?}");
    assert!(other.1 < 93, "the others stay as they are: {other:?}");
    let interviews = rows(&tables["missing_episode"], &["ended_on", "interview_was_offered"]);
    // May began less than six months before the as-at date, so that it is May a year before.
    let offered = |is_after: bool| {
        let chosen = interviews.iter().filter(|row| (day(&row[0]) >= day("2025-05-01")) == is_after);
        share(chosen.map(|row| row[1] == "yes"))
    };
    assert!(offered(false) > 80 && offered(true) < 70, "{} then {}", offered(false), offered(true));
}

#[test]
fn children_of_every_stage_are_there_in_the_proportions_of_the_rates() {
    let england = england(settings(15_000, "plain"));
    let council = england.councils().next().unwrap();
    let tables = council.tables();
    let children = |table: &str| {
        let ids = rows(&tables[table], &["child_id"]).into_iter().map(|mut row| row.remove(0));
        ids.collect::<BTreeSet<_>>().len()
    };
    let referred = children("referral");
    assert!((4_200..6_300).contains(&referred), "{referred} of 15,000 referred");
    let in_care = children("care_period");
    assert!((180..1_200).contains(&in_care), "{in_care} in care");
    for table in &DEFINITIONS.tables {
        assert!(tables.contains_key(&table.name), "there are no rows of {}", table.name);
    }
    let people = rows(&tables["person"], &["child_id"]);
    assert!(people.len() >= 15_000 && people.iter().all(|row| row[0].starts_with("001")));
}

#[test]
fn audits_say_what_the_records_say() {
    let england = england(settings(4_000, "plain"));
    let tables = england.councils().next().unwrap().tables();
    let finished = rows(&tables["assessment"], &["child_id", "started_on", "authorised_on"]);
    let audits = rows(&tables["audit"], &["theme", "child_id", "completed_on", "grade"]);
    let mut judged = 0;
    for audit in audits.iter().filter(|audit| audit[0] == "Timeliness of assessments") {
        let of_child = finished.iter().filter(|row| row[0] == audit[1] && row[2] != "∅" && row[2] < audit[2]);
        let in_time = |row: &Vec<String>| (day(&row[2]) - day(&row[1])).num_days() <= 63;
        let expected: BTreeSet<bool> = of_child.map(in_time).collect();
        let is_good = matches!(audit[3].as_str(), "good" | "outstanding");
        assert!(expected.contains(&is_good), "{} of {}", audit[3], audit[1]);
        judged += 1;
    }
    assert!(judged >= 10, "{judged} audits");
    let said = rows(&tables["feedback"], &["words"]);
    assert!(said.iter().filter(|row| row[0] != "∅").count() > 10);
}

#[test]
fn meetings_are_attended_when_they_were_held_and_more_often_once_practice_changes() {
    let england = england(settings(12_000, "improving"));
    let tables = england.councils().next().unwrap().tables();
    let columns = ["meeting_kind", "child_id", "held_on", "agency", "attended"];
    let attendance = rows(&tables["attendance"], &columns);
    let held = |table, column| -> BTreeSet<(String, String)> {
        rows(&tables[table], &["child_id", column]).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    };
    for (kind, held) in [
        ("strategy_meeting", held("section_47", "started_on")),
        ("initial_conference", held("initial_conference", "held_on")),
    ] {
        let of_kind = attendance.iter().filter(|row| row[0] == kind);
        let unknown = of_kind.clone().filter(|row| !held.contains(&(row[1].clone(), row[2].clone()))).count();
        assert!(unknown == 0 && of_kind.count() > 100, "{kind}: {unknown} meetings that were not held");
    }
    // February lies more than six months before the as-at date.
    let police = |is_after: bool| {
        let came = attendance.iter().filter(|row| row[0] == "strategy_meeting" && row[3] == "police");
        let chosen = came.filter(|row| (day(&row[2]) >= day("2026-02-01")) == is_after);
        share(chosen.map(|row| row[4] == "yes"))
    };
    assert!((62..82).contains(&police(false)) && police(true) > 85, "{} then {}", police(false), police(true));
}

#[test]
fn workers_hold_posts_while_they_are_supervised_and_taught() {
    let england = england(settings(6_000, "plain"));
    let tables = england.councils().next().unwrap().tables();
    let columns = ["worker", "started_on", "ended_on"];
    let held: Vec<Vec<String>> = rows(&tables["post"], &columns);
    for (table, column) in [("training_place", "held_on"), ("sickness", "started_on"), ("supervision", "due_on")] {
        let rows = rows(&tables[table], &["worker", column]);
        assert!(rows.len() > 100, "{} rows of {table}", rows.len());
        for row in rows {
            let is_holder =
                |post: &&Vec<String>| post[0] == row[0] && post[1] <= row[1] && (post[2] == "∅" || row[1] <= post[2]);
            assert!(held.iter().any(|post| is_holder(&post)), "{table}: {row:?}");
        }
    }
    let empty = held.iter().filter(|post| post[0] == "∅").count();
    assert!(empty > 2, "{empty} posts stood empty");
}

#[test]
fn councils_of_one_england_share_no_child() {
    let england = england(Settings { authorities: 3, ..settings(200, "plain") });
    let mut all = BTreeSet::new();
    let mut names = BTreeSet::new();
    for council in england.councils() {
        names.insert(council.name());
        let people = rows(&council.tables()["person"], &["child_id"]);
        assert!(people.len() >= council.children() as usize);
        for row in people {
            assert!(all.insert(row[0].clone()), "a child of two councils");
        }
    }
    assert_eq!(names.len(), 3);
}

#[test]
fn sizes_beyond_the_limits_are_refused() {
    for wrong in [
        Settings { children: 49, ..settings(50, "plain") },
        Settings { authorities: 154, ..settings(50, "plain") },
        Settings { years: 0, ..settings(50, "plain") },
    ] {
        let refused = England::new(&DEFINITIONS, wrong).map(|_| ());
        assert!(matches!(&refused, Err(Error::SyntheticSize { .. })), "{refused:?}");
    }
    let unknown = England::new(&DEFINITIONS, settings(50, "none")).map(|_| ()).unwrap_err();
    assert!(unknown.to_string().contains("improving"), "{unknown}");
    assert_eq!(unknown.code(), "SL-R153");
}
