//! Evidence of a small council: given, accepted, taken back; and what is concluded of it.

use sightline_domain::impact_test::{Found, TestState};
use sightline_domain::target::{Comparison, TargetKind};
use sightline_domain::verdict::{BlueLack, EvidenceKind, EvidenceState, ImpactLevel, Strength};

use super::answer::EvidenceAnswerInput;
use super::give::NewEvidence;
use super::impact_tests::ConclusionInput;
use super::success_measures::{BindingInput, ShownBy};
use super::theories::TheoryInput;
use crate::error::Missing;
use crate::use_cases::amend::{AmendInput, Change};
use crate::use_cases::measures::targets::TargetInput;
use crate::use_cases::update::UpdateInput;
use crate::use_cases::verdicts::tests::{BETTER, council, day, link, load, manager, on, sponsor};
use crate::{App, AuditFilter, Call, Error, ErrorKind, Role};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

fn document(title: &str) -> NewEvidence {
    NewEvidence {
        kind: EvidenceKind::Document,
        title: title.to_owned(),
        source: "Survey of the duty desk, September 2026".to_owned(),
        on: day("2026-09-30"),
        out_of_date_on: Some(day("2027-03-31")),
        file: Some(("survey.pdf".to_owned(), PDF.to_vec())),
    }
}

fn accepts(number: u64) -> EvidenceAnswerInput {
    EvidenceAnswerInput { number, strength: Some(Strength::Fair), words: String::new() }
}

/// What the verdict on 1.1 lacks for the best level on a day.
async fn lacks(app: &App, at: &str) -> Vec<BlueLack> {
    app.lacks_for_blue(&manager(at), "harbour", "1.1", day(at)).await.unwrap().unwrap()
}

#[tokio::test]
async fn evidence_counts_from_the_day_it_is_accepted_until_it_is_out_of_date_or_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let number = app.give_evidence(&manager("2026-11-03"), "harbour", "1.1", &document("Calls are answered")).await;
    let number = number.unwrap();
    assert_eq!(lacks(&app, "2026-11-03").await, [BlueLack::Kinds(1)]);
    app.answer_evidence(&sponsor("2026-11-05", "1"), "harbour", "1.1", &accepts(number)).await.unwrap();
    assert!(lacks(&app, "2026-11-05").await.is_empty());
    // What was said later was not known before.
    assert_eq!(lacks(&app, "2026-11-04").await, [BlueLack::Kinds(1)]);

    let taken = app.withdraw_evidence(&manager("2026-11-07"), "harbour", "1.1", number, "Counted twice").await.unwrap();
    assert_eq!(taken.state_on(day("2026-11-07")), EvidenceState::Withdrawn);
    assert_eq!(lacks(&app, "2026-11-07").await, [BlueLack::Kinds(1)]);
    assert!(lacks(&app, "2026-11-06").await.is_empty(), "the verdict of an earlier day stays");
    let seen = app.action_evidence(&manager("2026-11-07"), "harbour", "1.1", None).await.unwrap();
    assert_eq!(seen.pieces[0].state, EvidenceState::Withdrawn);
    assert!(!seen.pieces[0].may_withdraw && seen.may_give);
    let again = app.withdraw_evidence(&manager("2026-11-07"), "harbour", "1.1", number, "Again").await.unwrap_err();
    assert_eq!((again.code(), again.kind()), ("SL-A413", ErrorKind::Conflict));
    let past = app.action_evidence(&manager("2026-11-07"), "harbour", "1.1", Some(day("2026-11-06"))).await.unwrap();
    assert_eq!(past.pieces[0].state, EvidenceState::Accepted);
    assert!(!past.may_give && !past.pieces[0].may_withdraw, "nothing is done on a past day");
    let lasting = app.give_evidence(&manager("2026-11-08"), "harbour", "1.1", &document("Again")).await.unwrap();
    app.answer_evidence(&sponsor("2026-11-08", "1"), "harbour", "1.1", &accepts(lasting)).await.unwrap();
    let later = app.action_evidence(&manager("2027-03-31"), "harbour", "1.1", None).await.unwrap();
    assert_eq!(later.pieces[1].state, EvidenceState::OutOfDate);
}

#[tokio::test]
async fn a_document_is_what_its_bytes_say_and_nothing_is_kept_of_one_that_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let call = manager("2026-11-03");
    let rows = async || app.history(&call, &AuditFilter::default()).await.unwrap().len();
    let before = rows().await;
    let give = async |new: NewEvidence| app.give_evidence(&call, "harbour", "1.1", &new).await.unwrap_err().code();
    let lies = NewEvidence { file: Some(("survey.pdf".to_owned(), b"MZ\x90\x00\x03\0\0\0".to_vec())), ..document("x") };
    assert_eq!(give(lies).await, "SL-A056");
    assert_eq!(give(NewEvidence { file: None, ..document("x") }).await, "SL-A414");
    assert_eq!(give(NewEvidence { on: day("2026-11-04"), ..document("x") }).await, "SL-A014");
    assert_eq!(give(NewEvidence { out_of_date_on: Some(day("2026-11-03")), ..document("x") }).await, "SL-A415");
    assert_eq!(give(NewEvidence { kind: EvidenceKind::Measure, ..document("x") }).await, "SL-A416");
    assert_eq!(give(document(" ")).await, "SL-A291");
    assert_eq!(give(document(&"x".repeat(1_001))).await, "SL-A054");
    assert_eq!(rows().await, before);
    let stranger = app.give_evidence(&on(Role::BoardMember, "2026-11-03"), "harbour", "1.1", &document("x")).await;
    assert_eq!(stranger.unwrap_err().code(), "SL-A001");
    assert!(app.action_evidence(&call, "harbour", "1.1", None).await.unwrap().pieces.is_empty());

    let number = app.give_evidence(&call, "harbour", "1.1", &document("Calls are answered")).await.unwrap();
    let kept = app.action_evidence(&call, "harbour", "1.1", None).await.unwrap();
    let file = kept.pieces[0].given.file.clone().unwrap();
    let opened = app.open_attachment(&call, "harbour", "1.1", file.number).await.unwrap();
    assert_eq!((opened.bytes.as_slice(), opened.attachment.sha256), (PDF, file.sha256));
    // The file and the evidence leave a row each.
    assert_eq!((number, rows().await), (1, before + 2));
}

#[tokio::test]
async fn the_second_of_two_sponsors_is_told_who_was_first_and_nobody_accepts_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let decision = NewEvidence { kind: EvidenceKind::Decision, file: None, ..document("A second team is funded") };
    let number = app.give_evidence(&sponsor("2026-11-03", "1"), "harbour", "1.1", &decision).await.unwrap();
    let own = app.answer_evidence(&sponsor("2026-11-03", "1"), "harbour", "1.1", &accepts(number)).await.unwrap_err();
    assert_eq!((own.code(), own.kind()), ("SL-A411", ErrorKind::Forbidden));
    let named = |name: &str| {
        let mut call = sponsor("2026-11-04", "1");
        call.actor.name = name.to_owned();
        call
    };
    let (first, second) = (named("Ada Fenwick"), named("Bo Lind"));
    let declines = EvidenceAnswerInput { number, strength: None, words: "It says what is wanted.".to_owned() };
    let accepted = accepts(number);
    let (one, other) = tokio::join!(
        app.answer_evidence(&first, "harbour", "1.1", &accepted),
        app.answer_evidence(&second, "harbour", "1.1", &declines),
    );
    let (Ok(_), Err(refused)) = (if one.is_ok() { (one, other) } else { (other, one) }) else {
        panic!("one of the two")
    };
    assert_eq!((refused.code(), refused.kind()), ("SL-A412", ErrorKind::Conflict));
    let reasonless = EvidenceAnswerInput { words: String::new(), ..declines };
    let other = app.give_evidence(&manager("2026-11-04"), "harbour", "1.1", &decision).await.unwrap();
    let reasonless = EvidenceAnswerInput { number: other, ..reasonless };
    assert_eq!(app.answer_evidence(&first, "harbour", "1.1", &reasonless).await.unwrap_err().code(), "SL-A291");
    let elsewhere = app.answer_evidence(&sponsor("2026-11-04", "2"), "harbour", "1.1", &accepts(other)).await;
    assert_eq!(elsewhere.unwrap_err().code(), "SL-A001");
    let unknown = app.answer_evidence(&first, "harbour", "1.2", &accepts(other)).await.unwrap_err();
    assert_eq!((unknown.code(), unknown.kind()), ("SL-A410", ErrorKind::NotFound));
}

#[tokio::test]
async fn the_best_impact_rating_is_refused_with_what_the_evidence_lacks_and_taken_once_it_supports_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let blue = |action_rating: Option<&str>| UpdateInput {
        action: "1.1".to_owned(),
        action_rating: action_rating.map(str::to_owned),
        impact_rating: Some("blue".to_owned()),
        note: Some("All teams use it.".to_owned()),
        evidence: vec!["Audits".to_owned()],
        sustained: Some("In the base budget.".to_owned()),
        ..UpdateInput::default()
    };
    let record = async |at: &str, input: UpdateInput| app.record_updates(&manager(at), None, None, &[input]).await;
    let Error::BlueUnsupported { missing, .. } = record("2026-11-03", blue(None)).await.unwrap_err() else { panic!() };
    assert_eq!(missing, [Missing::Complete, Missing::Verdict(BlueLack::Kinds(1))]);
    let error = record("2026-11-03", blue(Some("blue"))).await.unwrap_err();
    assert!(error.to_string().contains("a second kind of evidence, in date and accepted by the sponsor"), "{error}");
    let number = app.give_evidence(&manager("2026-11-03"), "harbour", "1.1", &document("Calls")).await.unwrap();
    app.answer_evidence(&sponsor("2026-11-04", "1"), "harbour", "1.1", &accepts(number)).await.unwrap();
    record("2026-11-04", blue(Some("blue"))).await.unwrap();
    // An action without a linked measure has no verdict; that is challenged for itself.
    record("2026-11-04", UpdateInput { action: "1.4".to_owned(), ..blue(Some("blue")) }).await.unwrap();
    // A target that is set afterwards has to be sustained by what comes after it.
    let target = TargetInput {
        measure: BETTER.to_owned(),
        value: "99".to_owned(),
        comparison: Comparison::AtLeast,
        for_on: day("2026-12-31"),
        kind: TargetKind::Own,
        reason: "Higher".to_owned(),
    };
    app.set_target(&manager("2026-11-05"), &target).await.unwrap();
    assert!(matches!(lacks(&app, "2026-11-05").await.as_slice(), [BlueLack::NotSustained(_)]));
    assert!(lacks(&app, "2026-11-04").await.is_empty());
}

#[tokio::test]
async fn evidence_of_a_measure_that_is_no_more_and_of_a_withdrawn_extract_supports_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    for action in ["1.1", "1.3"] {
        let number = app.give_evidence(&manager("2026-11-03"), "harbour", action, &document("Calls")).await.unwrap();
        app.answer_evidence(&sponsor("2026-11-03", "1"), "harbour", action, &accepts(number)).await.unwrap();
    }
    let level = async |at: &str, action: &str| {
        let judged = app.plan_verdicts(&manager(at), None, Some(action), None).await.unwrap();
        judged.actions[0].verdicts.impact.level
    };
    assert_eq!(level("2026-11-03", "1.1").await, ImpactLevel::Green);
    // The measure of 1.3 is defined nowhere: a document alone shows no child to be better off.
    assert_eq!(level("2026-11-03", "1.3").await, ImpactLevel::NoEvidence);
    let extract = app.extracts(&on(Role::Analyst, "2026-11-04")).await.unwrap().remove(0).record.id.to_string();
    app.withdraw_extract(&on(Role::Analyst, "2026-11-04"), &extract, "Wrong files").await.unwrap();
    assert_eq!(level("2026-11-05", "1.1").await, ImpactLevel::NoEvidence);
}

async fn to_be_tested(app: &App, action: &str) {
    let due_raw = "30 June 2026, test impact by 31 October 2026".to_owned();
    let change = AmendInput {
        action: action.to_owned(),
        change: Change::Redate { due_raw },
        reason: "Impact is to be tested".to_owned(),
        seen: None,
    };
    app.amend(&manager("2026-06-01"), None, None, &[change]).await.unwrap();
}

fn shown() -> ConclusionInput {
    ConclusionInput {
        found: Found::ImpactShown,
        reasons: "Audits have been better for seven months.".to_owned(),
        evidence: vec!["Case file audits graded good or outstanding".to_owned()],
    }
}

fn named(mut call: Call, name: &str) -> Call {
    name.clone_into(&mut call.actor.name);
    call
}

#[tokio::test]
async fn an_impact_test_falls_due_is_concluded_beside_its_verdict_and_signed_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    to_be_tested(&app, "1.1").await;
    let states = async |at: &str| {
        let tests = app.impact_tests(&manager(at), "harbour").await.unwrap();
        tests.lines.iter().map(|line| (line.action.clone(), line.state)).collect::<Vec<_>>()
    };
    assert_eq!(states("2026-10-30").await, [("1.1".to_owned(), TestState::ToCome)]);
    assert_eq!(states("2026-10-31").await, [("1.1".to_owned(), TestState::Due)]);
    assert_eq!(states("2026-11-03").await, [("1.1".to_owned(), TestState::Overdue)]);
    assert_eq!(app.impact_test(&manager("2026-11-03"), "harbour", "1.2").await.unwrap_err().code(), "SL-A419");

    let unfounded = ConclusionInput { evidence: Vec::new(), ..shown() };
    let refused = app.conclude_impact_test(&manager("2026-11-03"), "harbour", "1.1", &unfounded).await.unwrap_err();
    assert_eq!((refused.code(), refused.kind()), ("SL-D438", ErrorKind::Refused));
    let test = app.conclude_impact_test(&manager("2026-11-03"), "harbour", "1.1", &shown()).await.unwrap();
    let beside = test.conclusions[0].verdict.as_ref().unwrap();
    assert_eq!((beside.level, beside.inputs_sha256.len()), (ImpactLevel::Green, 64));
    assert!(!test.conclusions[0].is_above_its_verdict());

    let (ada, bo) = (named(sponsor("2026-11-04", "1"), "Ada Fenwick"), named(sponsor("2026-11-04", "1"), "Bo Lind"));
    let (one, other) = tokio::join!(
        app.answer_impact_test(&ada, "harbour", "1.1", 1, None),
        app.answer_impact_test(&bo, "harbour", "1.1", 1, Some("Also for young children?")),
    );
    let (Ok(_), Err(told)) = (if one.is_ok() { (one, other) } else { (other, one) }) else { panic!("one of the two") };
    assert!(told.to_string().contains("this conclusion"), "{told}");
    let known = app.impact_test(&manager("2026-11-05"), "harbour", "1.1").await.unwrap();
    assert_eq!(known.test.conclusions.len(), 1);
    assert!(known.test.conclusions[0].answer.is_some());
}

#[tokio::test]
async fn two_people_who_conclude_at_once_leave_one_conclusion() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    to_be_tested(&app, "1.1").await;
    let (one, other) = (manager("2026-11-03"), named(sponsor("2026-11-03", "1"), "Ada Fenwick"));
    let input = shown();
    let (one, other) = tokio::join!(
        app.conclude_impact_test(&one, "harbour", "1.1", &input),
        app.conclude_impact_test(&other, "harbour", "1.1", &input),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let known = app.impact_test(&manager("2026-11-05"), "harbour", "1.1").await.unwrap();
    assert_eq!((known.test.conclusions.len(), known.line.state), (1, TestState::WaitingForSponsor));
}

#[tokio::test]
async fn a_success_measure_is_bound_with_its_link_and_target_and_the_rest_is_listed_as_unbound() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let change = AmendInput {
        action: "1.4".to_owned(),
        change: Change::Success {
            how_will_we_know: vec![
                "More case file audits are good or outstanding".to_owned(),
                "Staff say that morale is good".to_owned(),
            ],
            child_statements: Vec::new(),
        },
        reason: "Said at the board".to_owned(),
        seen: None,
    };
    app.amend(&manager("2026-06-01"), None, None, &[change]).await.unwrap();
    let call = manager("2026-11-03");
    let known = app.success_measures(&call, "harbour").await.unwrap();
    let ShownBy::Nobody { suggested } = &known.lines[0].shown_by else { panic!("{known:?}") };
    assert_eq!(suggested[0].0, BETTER);
    assert!(matches!(&known.lines[1].shown_by, ShownBy::Nobody { suggested } if suggested.is_empty()));

    let target = TargetInput {
        measure: BETTER.to_owned(),
        value: "80".to_owned(),
        comparison: Comparison::AtLeast,
        for_on: day("2027-03-31"),
        kind: TargetKind::Own,
        reason: "As the plan says".to_owned(),
    };
    let input = BindingInput {
        id: known.lines[0].id.clone(),
        measure: Some(BETTER.to_owned()),
        action: None,
        from_on: Some(day("2026-01-01")),
        target: Some(target),
        reason: "As the plan says".to_owned(),
    };
    let unknown = BindingInput { id: "0".repeat(16), ..input.clone() };
    assert_eq!(app.bind_success_measure(&call, "harbour", &unknown).await.unwrap_err().code(), "SL-A417");
    app.bind_success_measure(&call, "harbour", &input).await.unwrap();
    let links = app.measure_links(&call, None, Some(BETTER)).await.unwrap();
    assert!(links.iter().any(|link| link.action == "1.4" && link.from_on == day("2026-01-01")));
    assert_eq!(app.targets(&call, Some(BETTER)).await.unwrap().len(), 1);
    let none = BindingInput { id: known.lines[1].id.clone(), measure: None, target: None, ..input.clone() };
    app.bind_success_measure(&call, "harbour", &none).await.unwrap();
    let now = app.success_measures(&call, "harbour").await.unwrap();
    assert!(matches!(&now.lines[0].shown_by, ShownBy::Measure { id, .. } if id == BETTER));
    assert!(matches!(now.lines[1].shown_by, ShownBy::None { .. }));
    // Chosen again, nothing is linked twice.
    app.bind_success_measure(&call, "harbour", &input).await.unwrap();
    assert_eq!(app.measure_links(&call, None, Some(BETTER)).await.unwrap().len(), links.len());
    let lead = app.bind_success_measure(&on(Role::ActionLead, "2026-11-03"), "harbour", &input).await.unwrap_err();
    assert_eq!(lead.code(), "SL-A001");
}

#[tokio::test]
async fn a_theory_says_why_and_stands_in_the_driver_diagram_of_its_measure() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let call = manager("2026-11-03");
    link(&app, "2026-01-06", "1.4", BETTER, true).await;
    let input = TheoryInput {
        measure: BETTER.to_owned(),
        because: "Coaching shows what good looks like.".to_owned(),
        shows_by: Some(day("2027-01-31")),
        might_worsen: vec!["caseload_of_social_workers".to_owned()],
    };
    let unfit = async |input: TheoryInput| app.write_theory(&call, "harbour", "1.1", &input).await.unwrap_err().code();
    assert_eq!(unfit(TheoryInput { measure: "contacts".to_owned(), ..input.clone() }).await, "SL-A418");
    assert_eq!(unfit(TheoryInput { might_worsen: vec![BETTER.to_owned()], ..input.clone() }).await, "SL-A418");
    assert_eq!(unfit(TheoryInput { because: " ".to_owned(), ..input.clone() }).await, "SL-A291");
    app.write_theory(&call, "harbour", "1.1", &input).await.unwrap();
    let because = "Coaching and time for it.".to_owned();
    app.write_theory(&call, "harbour", "1.1", &TheoryInput { because: because.clone(), ..input }).await.unwrap();
    let theories = app.action_theories(&call, "harbour", "1.1").await.unwrap();
    assert_eq!((theories.theories.len(), theories.unexplained.len()), (1, 0));
    assert_eq!(theories.theories[0].theory.because, because);
    let drivers = app.driver_diagrams(&call, "harbour").await.unwrap();
    let (_, diagram) = drivers.diagrams.iter().find(|(_, diagram)| diagram.measure == BETTER).unwrap();
    assert_eq!(
        (diagram.drivers[0].because.as_str(), diagram.unexplained.as_slice()),
        (because.as_str(), &["1.4".to_owned()][..])
    );
}

#[tokio::test]
async fn taking_evidence_away_never_makes_a_verdict_better() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let kinds = [EvidenceKind::Document, EvidenceKind::Voice, EvidenceKind::Audit, EvidenceKind::Decision];
    let mut given = Vec::new();
    for action in ["1.1", "1.2", "1.3"] {
        for kind in kinds {
            let new = NewEvidence { kind, ..document(kind.code()) };
            let number = app.give_evidence(&manager("2026-11-03"), "harbour", action, &new).await.unwrap();
            app.answer_evidence(&sponsor("2026-11-03", "1"), "harbour", action, &accepts(number)).await.unwrap();
            given.push((action, number));
        }
    }
    let strength = async || {
        let judged = app.plan_verdicts(&manager("2026-11-03"), None, None, None).await.unwrap();
        let of = |action: &crate::ActionVerdict| {
            let impact = &action.verdicts.impact;
            (impact.level, impact.is_ready_for_blue())
        };
        judged.actions.iter().map(of).collect::<Vec<_>>()
    };
    let mut before = strength().await;
    for (action, number) in given {
        app.withdraw_evidence(&manager("2026-11-03"), "harbour", action, number, "Gone").await.unwrap();
        let now = strength().await;
        assert!(now.iter().zip(&before).all(|(now, before)| now <= before), "{number}: {now:?} after {before:?}");
        before = now;
    }
}
