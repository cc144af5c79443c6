use proptest::prelude::*;

use super::*;
use crate::history::PlanAsAt;
use crate::plan::{Action, ActionState, Plan};
use crate::schedule::Schedule;
use crate::standpoint::Standpoint;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn test(conclusions: Vec<Conclusion>) -> ImpactTest {
    ImpactTest { action: "1.3".to_owned(), due_on: day("2026-09-30"), conclusions }
}

fn conclusion(found: Found) -> Conclusion {
    Conclusion {
        found,
        reasons: "Visits have been in time for five months.".to_owned(),
        evidence: vec!["measure care_visits_on_time".to_owned()],
        verdict: None,
        by: "Jo Example".to_owned(),
        on: day("2026-10-05"),
        recorded_at: "2026-10-05T09:00:00Z".parse().unwrap(),
        answer: None,
    }
}

fn answer(by: &str, question: Option<&str>) -> SponsorAnswer {
    SponsorAnswer {
        question: question.map(str::to_owned),
        by: by.to_owned(),
        at: "2026-10-07T09:00:00Z".parse().unwrap(),
    }
}

fn concluded(found: Found) -> ImpactTest {
    test(Vec::new()).concluded(conclusion(found), day("2026-10-05")).unwrap()
}

#[test]
fn a_test_falls_due_on_its_day_and_is_overdue_the_day_after() {
    let states = ["2026-09-29", "2026-09-30", "2026-10-01"].map(|on| test(Vec::new()).state_on(day(on)));
    assert_eq!(states, [TestState::ToCome, TestState::Due, TestState::Overdue]);
    assert_eq!(
        test(Vec::new()).sentence(day("2026-10-01")),
        "Impact was to be tested by 30 September 2026, and nothing is concluded."
    );
}

#[test]
fn a_conclusion_holds_once_somebody_else_has_signed_it() {
    let concluded = concluded(Found::ImpactShown);
    assert_eq!(concluded.state_on(day("2026-10-05")), TestState::WaitingForSponsor);
    let own = concluded.clone().answered(1, answer(" jo example", None)).unwrap_err();
    assert!(own.code == "SL-D438" && own.what.contains("cannot answer it as sponsor"), "{own}");
    let signed = concluded.answered(1, answer("Sam Sponsor", None)).unwrap();
    assert_eq!(signed.state_on(day("2027-10-05")), TestState::Signed);
    assert_eq!(
        signed.sentence(day("2026-10-08")),
        "Impact shown, concluded by Jo Example on 5 October 2026; signed by Sam Sponsor on 7 October 2026."
    );
    let before = "2026-10-06T00:00:00Z".parse().unwrap();
    assert_eq!(signed.as_known_at(before).state_on(day("2026-10-06")), TestState::WaitingForSponsor);
    assert!(signed.signed_at(before).is_none() && signed.signed_at("2026-10-07T09:00:00Z".parse().unwrap()).is_some());
}

#[test]
fn of_two_sponsors_who_sign_at_once_the_second_is_told_of_the_first() {
    let signed = concluded(Found::NotShown).answered(1, answer("Sam Sponsor", None)).unwrap();
    let second = signed.clone().answered(1, answer("Alex Other", None)).unwrap_err();
    assert!(second.what.contains("Sam Sponsor signed this conclusion on 7 October 2026"), "{second}");
    assert!(signed.answered(2, answer("Alex Other", None)).unwrap_err().what.contains("not the last one"));
    assert!(test(Vec::new()).answered(0, answer("Sam Sponsor", None)).is_err());
}

#[test]
fn too_early_asks_again_on_the_day_it_names_and_only_once_signed() {
    let early = concluded(Found::TooEarly { again_on: day("2027-01-31") });
    assert_eq!(early.next_due_on(), day("2026-09-30"), "nobody has agreed to it");
    let early = early.answered(1, answer("Sam Sponsor", None)).unwrap();
    let states = ["2027-01-30", "2027-01-31", "2027-02-01"].map(|on| early.state_on(day(on)));
    assert_eq!(states, [TestState::ToCome, TestState::Due, TestState::Overdue]);
    assert_eq!(early.sentence(day("2026-12-01")), "Impact is to be tested again by 31 January 2027.");
    let lacking = Found::EvidenceLacking {
        lacking: "No audit; the auditor draws a sample.".to_owned(),
        again_on: day("2027-03-31"),
    };
    let again = Conclusion { on: day("2027-01-31"), evidence: Vec::new(), ..conclusion(lacking) };
    let again = early.concluded(again, day("2027-01-31")).unwrap().answered(2, answer("Sam Sponsor", None)).unwrap();
    assert_eq!((again.next_due_on(), again.conclusions.len()), (day("2027-03-31"), 2));
}

#[test]
fn what_was_sent_back_is_concluded_anew() {
    let back =
        concluded(Found::ImpactShown).answered(1, answer("Sam Sponsor", Some("Is it the new team alone?"))).unwrap();
    assert_eq!(back.state_on(day("2026-10-08")), TestState::SentBack);
    assert!(back.sentence(day("2026-10-08")).ends_with("sent back: Is it the new team alone?"));
    let anew = back.concluded(conclusion(Found::NotShown), day("2026-10-09")).unwrap();
    assert_eq!(anew.state_on(day("2026-10-09")), TestState::WaitingForSponsor);
}

#[test]
fn a_test_reads_back_from_the_form_it_is_kept_in() {
    let lacking = Found::EvidenceLacking { lacking: "Audit".to_owned(), again_on: day("2027-01-31") };
    let test = concluded(lacking).answered(1, answer("Sam Sponsor", None)).unwrap();
    let kept = serde_json::to_string(&test).unwrap();
    assert_eq!(serde_json::from_str::<ImpactTest>(&kept).unwrap(), test);
}

#[test]
fn a_conclusion_is_weighed_against_the_verdict_that_lay_beside_it() {
    let beside = |found: Found, level: ImpactLevel| {
        let verdict = Some(VerdictBeside { level, inputs_sha256: "0".repeat(64) });
        Conclusion { verdict, ..conclusion(found) }.is_above_its_verdict()
    };
    let above = [ImpactLevel::NoEvidence, ImpactLevel::Red, ImpactLevel::Amber, ImpactLevel::Green]
        .map(|level| beside(Found::ImpactShown, level));
    assert_eq!(above, [true, true, true, false]);
    assert!(!beside(Found::NotShown, ImpactLevel::NoEvidence));
    assert!(!conclusion(Found::ImpactShown).is_above_its_verdict(), "there was none to weigh it against");
}

#[test]
fn conclusions_that_cannot_be_are_refused() {
    let told = |found: Found, change: &dyn Fn(&mut Conclusion)| {
        let mut conclusion = conclusion(found);
        change(&mut conclusion);
        test(Vec::new()).concluded(conclusion, day("2026-10-05")).unwrap_err().what
    };
    let early = |on: &str| Found::TooEarly { again_on: day(on) };
    assert!(told(Found::ImpactShown, &|it| it.evidence = vec![" ".to_owned()]).contains("rests on no evidence"));
    assert!(told(Found::NotShown, &|it| it.evidence.clear()).contains("rests on no evidence"));
    assert!(told(Found::ImpactShown, &|it| it.reasons = String::new()).contains("no reasons"));
    assert!(told(Found::ImpactShown, &|it| it.on = day("2026-10-06")).contains("to come"));
    assert!(told(Found::ImpactShown, &|it| it.answer = Some(answer("Sam Sponsor", None))).contains("its signature"));
    assert!(told(early("2026-10-05"), &|_| ()).contains("tested again by 5 October 2026"));
    let lacking = Found::EvidenceLacking { lacking: " ".to_owned(), again_on: day("2027-01-01") };
    assert!(told(lacking, &|_| ()).contains("what evidence is lacking"));
    let waiting = concluded(Found::ImpactShown);
    assert!(
        waiting
            .concluded(conclusion(Found::NotShown), day("2026-10-06"))
            .unwrap_err()
            .what
            .contains("waits for the sponsor")
    );
    let blank = concluded(Found::ImpactShown).answered(1, answer("Sam Sponsor", Some(" "))).unwrap_err();
    assert!(blank.what.contains("without a question"));
}

#[test]
fn the_tests_of_a_plan_stand_with_the_most_pressing_first() {
    let action = |reference: &str, test_on: Option<&str>| Action {
        reference: reference.to_owned(),
        schedule: Schedule { test_on: test_on.map(day), ..Schedule::default() },
        ..Action::default()
    };
    let actions = vec![
        action("1.1", Some("2026-12-31")),
        action("1.2", None),
        action("1.3", Some("2026-10-31")),
        action("1.4", Some("2026-09-30")),
        Action { state: ActionState::Withdrawn, ..action("1.5", Some("2026-09-30")) },
    ];
    let at =
        PlanAsAt { as_at: day("2026-10-31"), plan: Plan { actions, ..Plan::default() }, latest_updates: Vec::new() };
    let tests = [concluded(Found::ImpactShown)];
    let now = Standpoint::of(&at);
    let lines: Vec<_> =
        impact_tests_due(&now, &tests).iter().map(|line| (line.action.reference.clone(), line.state)).collect();
    assert_eq!(
        lines,
        [
            ("1.4".to_owned(), TestState::Overdue),
            ("1.3".to_owned(), TestState::WaitingForSponsor),
            ("1.1".to_owned(), TestState::ToCome)
        ]
    );
    let none = impact_tests_due(&now, &[]);
    assert_eq!((none[1].action.reference.as_str(), none[1].state), ("1.3", TestState::Due), "the plan's own day holds");
}

proptest! {
    #[test]
    fn nothing_recorded_later_changes_what_was_known(steps in prop::collection::vec((0_u8..4, 0_u8..3), 0..8), cut in 0_usize..10) {
        let moment = |step: usize| "2026-10-05T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + chrono::TimeDelta::hours(i64::try_from(step).unwrap());
        let mut grown = test(Vec::new());
        let mut at_cut = grown.clone();
        for (step, (found, said)) in steps.iter().enumerate() {
            let found = match found {
                0 => Found::ImpactShown,
                1 => Found::NotShown,
                2 => Found::TooEarly { again_on: day("2027-01-31") },
                _ => Found::EvidenceLacking { lacking: "Audit".to_owned(), again_on: day("2027-01-31") },
            };
            if let Ok(next) = grown.clone().concluded(Conclusion { recorded_at: moment(step * 2), ..conclusion(found) }, day("2026-12-01")) {
                grown = next;
            }
            if step * 2 < cut { at_cut = grown.clone(); }
            if *said > 0 {
                let question = (*said == 2).then_some("Why?");
                let said = SponsorAnswer { at: moment(step * 2 + 1), ..answer("Sam Sponsor", question) };
                if let Ok(next) = grown.clone().answered(grown.conclusions.len(), said) { grown = next; }
            }
            if step * 2 + 1 < cut { at_cut = grown.clone(); }
        }
        let known = grown.as_known_at(moment(cut) - chrono::TimeDelta::seconds(1));
        prop_assert_eq!(known, at_cut);
    }
}
