//! The council's own lists: recognised by their headers, in the template's spelling and in others.

use crate::support::{findings, read_one, rows};

#[test]
fn lists_are_known_by_their_headers_whatever_they_are_called() {
    let attendance = "Kind of meeting,Meeting ID,Child ID,Held on,Agency,Member,Was invited,Attended,Sent report,Team\n\
        Strategy meeting,M1,0042,09/03/2026,Police,,Yes,Yes,No,Team North\n\
        ICPC,M2,0042,20/03/2026,School,,Yes,No,Yes,Team North\n\
        Improvement board,B1,,27/03/2026,Police,Chief superintendent,Yes,Yes,,\n";
    let audits = "Audit reference,Child ID,Type of audit,Planned date,Audited on,Overall grade,Standard met,Team\n\
        A1,0042,Case file audit,31/03/2026,20/03/2026,RI,No,Team North\n\
        A2,,Dip sample,31/03/2026,21/03/2026,,Yes,Team North\n";
    let supervision = "Worker,Child ID,Supervisor,Team,Supervision due on,Supervision held on,Was reflective\n\
        SW1,,Manager,Team North,10/03/2026,11/03/2026,Yes\n";
    let records = read_one(&[
        ("one.csv", attendance.as_bytes()),
        ("two.csv", audits.as_bytes()),
        ("three.csv", supervision.as_bytes()),
    ])
    .unwrap();
    assert_eq!(records.reading.format, "local");
    assert_eq!(
        rows(&records, "attendance", &["meeting_kind", "child_id", "held_on", "agency", "attended", "sent_report"]),
        [
            "strategy_meeting | 0042 | 2026-03-09 | police | yes | no",
            "initial_conference | 0042 | 2026-03-20 | education | no | yes",
            "board | ∅ | 2026-03-27 | police | yes | ∅",
        ]
    );
    assert_eq!(
        rows(&records, "audit", &["audit_id", "kind", "planned_for", "completed_on", "grade", "meets_standard"]),
        [
            "A1 | case_file | 2026-03-31 | 2026-03-20 | requires_improvement | no",
            "A2 | dip_sample | 2026-03-31 | 2026-03-21 | ∅ | yes",
        ]
    );
    assert_eq!(rows(&records, "supervision", &["worker", "due_on", "held_on"]), ["SW1 | 2026-03-10 | 2026-03-11"]);
    let found = findings(&records);
    assert!(
        found.iter().all(|found| found.starts_with("two.csv") && found.contains("the column is not there")),
        "{found:?}"
    );
}

#[test]
fn the_day_of_a_return_interview_joins_the_missing_episode() {
    let interviews = "Child ID,Missing since,Returned on,RHI offered,RHI accepted,RHI date\n\
        0042,05/02/2026,06/02/2026,Yes,Yes,08/02/2026\n";
    let records = read_one(&[("interviews.csv", interviews.as_bytes())]).unwrap();
    let columns = ["child_id", "started_on", "ended_on", "interview_was_accepted", "interviewed_on"];
    assert_eq!(rows(&records, "missing_episode", &columns), ["0042 | 2026-02-05 | 2026-02-06 | yes | 2026-02-08"]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let complaints = "Complaint ID,Stage,Child ID,Received on,Answered on,Was upheld,Team\n\
        C1,Stage 1,,2026-02-03,soon,Yes,Team North\nC2,Stage 9,,2026-02-04,,,Team North\n";
    let records = read_one(&[("complaints.csv", complaints.as_bytes())]).unwrap();
    assert_eq!(rows(&records, "complaint", &["complaint_id", "stage", "answered_on"]), ["C1 | 1 | ∅"]);
    let found = findings(&records);
    assert!(found[0].starts_with("complaints.csv, row 2, column E"), "{found:?}");
    assert!(found.iter().any(|found| found.starts_with("complaints.csv, row 3, column B")), "{found:?}");
}
