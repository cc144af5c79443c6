//! Imports in hand: every question can be settled, and what was said stays with the plan.

use std::path::Path;

use chrono::{DateTime, NaiveDate};
use sightline_documents::importers::plan::{SourceBytes, Vocabulary};
use sightline_domain::plan::{Action, LeadKind, Plan};
use sightline_domain::{Answer, Problem, Severity};
use sightline_store::{AuditFilter, Database};

use super::questions::{concerns, is_about_columns};
use super::{AnswerInput, Correction, Field, GivenAnswer, ImportInput, ImportView, Item, SaveImportInput, read};
use crate::error::ImportError;
use crate::{Actor, App, Call, Error, Role};

const EXAMPLES: &[(&str, &str)] = &[
    ("aims", include_str!("../../../../sightline-documents/src/importers/plan/examples/aims_in_first_column.txt")),
    ("areas", include_str!("../../../../sightline-documents/src/importers/plan/examples/areas_with_lists.txt")),
    ("groups", include_str!("../../../../sightline-documents/src/importers/plan/examples/groups_with_two_ratings.txt")),
    (
        "pillars",
        include_str!("../../../../sightline-documents/src/importers/plan/examples/pillars_with_shared_cells.txt"),
    ),
];

const SMALL: &str = "Harbour improvement plan 2026\n\nPriority 1: Front door\n\n\
    Ref\tAction\tLead\tBy when\tWho checks\n\
    1.1\tOpen the family hub\tMC\tMarch 2026 Sept 2026\tAudit\n\
    1.2\tStaff the family hub\tHead of Help\tJune 2026\tAudit\n";

fn call(name: &str) -> Call {
    Call {
        actor: Actor::operator(name, Role::ProgrammeManager),
        at: DateTime::UNIX_EPOCH + chrono::Duration::days(20_000),
        today: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
    }
}

fn file(text: &str) -> Vec<SourceBytes> {
    vec![SourceBytes { name: "plan.txt".to_owned(), bytes: text.as_bytes().to_vec() }]
}

async fn open(folder: &Path) -> App {
    App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap()
}

fn asked(view: &ImportView, code: &str) -> usize {
    view.questions.iter().find(|question| question.problem.code == code).unwrap_or_else(|| panic!("no {code}")).number
}

fn correction(item: &str, field: Field, value: &str) -> Correction {
    Correction { item: item.parse().unwrap(), field, value: value.to_owned() }
}

#[test]
fn every_question_of_the_examples_says_what_can_be_put_right() {
    let vocabulary = Vocabulary::built_in().unwrap();
    for (name, text) in EXAMPLES {
        let input = ImportInput { files: file(text), ..ImportInput::default() };
        let found = read(&vocabulary, &input).unwrap();
        assert!(found.problems.iter().any(|problem| problem.severity == Severity::Question), "{name}");
        for problem in found.problems.iter().filter(|problem| problem.severity == Severity::Question) {
            let can_be_settled = is_about_columns(problem) || !concerns(&found.plan, problem).is_empty();
            assert!(can_be_settled, "{name}: {} {} {}", problem.code, problem.place, problem.help);
        }
    }
}

#[tokio::test]
async fn what_is_put_right_is_in_the_plan_and_what_was_said_stays_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let me = call("Jo Example");
    let view = app.begin_import(&me, file(SMALL)).await.unwrap();
    let (dates, initials) = (asked(&view, "SL-I315"), asked(&view, "SL-I374"));

    let due = vec![correction("action 1.1", Field::Due, "30 September 2026")];
    app.answer_question(&me, &view.id, dates, &AnswerInput::Corrected(due)).await.unwrap();
    let who = vec![correction("lead MC", Field::Who, "Mary Cole"), correction("lead MC", Field::Kind, "person")];
    app.answer_question(&me, &view.id, initials, &AnswerInput::Corrected(who)).await.unwrap();

    let view = app.import_in_hand(&me, &view.id).await.unwrap();
    let action = view.plan.action("1.1").unwrap();
    assert_eq!(action.due_on, NaiveDate::from_ymd_opt(2026, 9, 30));
    assert_eq!((action.leads[0].resolved.as_deref(), action.leads[0].kind), (Some("Mary Cole"), LeadKind::Person));
    assert_eq!(view.plan.people[0].initials.as_deref(), Some("MC"));

    let saved = app.save_import(&me, &view.id, &SaveImportInput::default()).await.unwrap();
    let (_, problems) = app.problems(&me, Some(&saved.summary.handle)).await.unwrap();
    let settled = problems[dates - 1].settled.as_ref().unwrap();
    assert_eq!((settled.answer, settled.by.as_str()), (Answer::Corrected, "Jo Example"));
    assert_eq!(settled.corrections, ["Timescale of action 1.1: “March 2026 Sept 2026”, now “30 September 2026”"]);
    assert!(!problems[dates - 1].is_open());
    assert!(app.imports_in_hand(&me).await.unwrap().is_empty());
    let last = &app.history(&me, &AuditFilter::default()).await.unwrap()[0];
    assert_eq!(last.entry.detail["corrected"], 2);
}

#[tokio::test]
async fn a_question_may_be_right_as_read_or_stay_open_and_can_be_answered_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let me = call("Jo Example");
    let view = app.begin_import(&me, file(SMALL)).await.unwrap();
    let (dates, initials) = (asked(&view, "SL-I315"), asked(&view, "SL-I374"));
    assert_eq!(view.progress().0, 0);
    app.answer_question(&me, &view.id, dates, &AnswerInput::AsRead).await.unwrap();
    app.answer_question(&me, &view.id, initials, &AnswerInput::LeaveOpen).await.unwrap();
    let answered = app.import_in_hand(&me, &view.id).await.unwrap();
    assert_eq!(answered.progress().0, 2);
    app.answer_question(&me, &view.id, dates, &AnswerInput::TakeBack).await.unwrap();
    app.answer_question(&me, &view.id, dates, &AnswerInput::LeaveOpen).await.unwrap();

    let saved = app.save_import(&me, &view.id, &SaveImportInput::default()).await.unwrap();
    let open: Vec<&Problem> = saved.imported.problems.iter().filter(|problem| problem.is_open()).collect();
    assert!(open.iter().any(|problem| problem.code == "SL-I315"));
    assert!(open.iter().any(|problem| problem.code == "SL-I374"));
    // An open question is settled later, with the plan amended apart from it.
    let plan = Some(saved.summary.handle.as_str());
    app.settle_problem(&me, plan, dates, "The second date is the due date.").await.unwrap();
    let (_, problems) = app.problems(&me, plan).await.unwrap();
    assert_eq!(problems[dates - 1].settled.as_ref().unwrap().corrections, ["The second date is the due date."]);
    assert_eq!(app.settle_problem(&me, plan, dates, "Again.").await.unwrap_err().code(), "SL-A211");
    assert_eq!(app.settle_problem(&me, plan, initials, " ").await.unwrap_err().code(), "SL-A013");
}

#[tokio::test]
async fn a_correction_that_cannot_be_made_is_refused_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let me = call("Jo Example");
    let view = app.begin_import(&me, file(SMALL)).await.unwrap();
    let dates = asked(&view, "SL-I315");
    let answer = async |corrections: Vec<Correction>| {
        app.answer_question(&me, &view.id, dates, &AnswerInput::Corrected(corrections)).await.unwrap_err()
    };
    let soon = answer(vec![correction("action 1.1", Field::Due, "quite soon")]).await;
    assert_eq!((soon.code(), soon.help().contains("31 March 2027")), ("SL-A213", true));
    let same = answer(vec![correction("action 1.1", Field::Due, " March 2026 Sept 2026 ")]).await;
    assert!(matches!(same, Error::Import(ImportError::NothingCorrected)), "{same}");
    let lost = answer(vec![correction("action 9.9", Field::Due, "2026")]).await;
    assert!(matches!(lost, Error::Import(ImportError::UnknownItem { .. })), "{lost}");
    let taken = answer(vec![correction("action 1.1", Field::Reference, "1.2")]).await;
    assert!(matches!(taken, Error::ReferenceTaken { .. }), "{taken}");
    let beyond = app.answer_question(&me, &view.id, 99, &AnswerInput::AsRead).await.unwrap_err();
    assert!(matches!(beyond, Error::Import(ImportError::UnknownQuestion { number: 99 })), "{beyond}");
    assert_eq!(app.import_in_hand(&me, &view.id).await.unwrap().progress().0, 0);
}

#[tokio::test]
async fn columns_are_chosen_and_answers_that_still_fit_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let me = call("Jo Example");
    let view = app.begin_import(&me, file(SMALL)).await.unwrap();
    let heading = view.headings.iter().find(|heading| heading.text == "Who checks").unwrap();
    assert_eq!(heading.field, None);
    app.answer_question(&me, &view.id, asked(&view, "SL-I315"), &AnswerInput::AsRead).await.unwrap();

    let chosen = vec![("Who checks".to_owned(), "delivered_through".to_owned())];
    let view = app.choose_columns(&me, &view.id, chosen).await.unwrap();
    assert_eq!(view.plan.actions[0].delivered_through_raw.as_deref(), Some("Audit"));
    let dates = &view.questions[asked(&view, "SL-I315") - 1];
    assert_eq!(dates.given.as_ref().map(|given| given.answer), Some(GivenAnswer::AsRead));
    let wrong = app.choose_columns(&me, &view.id, vec![("Who checks".to_owned(), "shoe size".to_owned())]).await;
    assert!(matches!(wrong.unwrap_err(), Error::UnknownField { .. }));
}

#[tokio::test]
async fn a_file_without_known_headings_waits_for_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let me = call("Jo Example");
    let text = "What next\tAnswerable to\tFinished\nOpen the hub in the north\tHead of Help\tMay 2026\n";
    let view = app.begin_import(&me, file(text)).await.unwrap();
    assert!(view.refusal.is_some());
    assert_eq!(app.save_import(&me, &view.id, &SaveImportInput::default()).await.unwrap_err().code(), "SL-A005");
    let chosen = [("What next", "action"), ("Answerable to", "leads"), ("Finished", "due")];
    let chosen = chosen.map(|(heading, field)| (heading.to_owned(), field.to_owned())).to_vec();
    let view = app.choose_columns(&me, &view.id, chosen).await.unwrap();
    assert_eq!((view.refusal, view.plan.actions.len()), (None, 1));
    let nothing = app.begin_import(&me, file("A letter about nothing in particular.")).await.unwrap_err();
    assert_eq!(nothing.code(), "SL-I015");
}

#[tokio::test]
async fn an_import_in_hand_is_not_known_to_anybody_else() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let view = app.begin_import(&call("Jo Example"), file(SMALL)).await.unwrap();
    let other = call("Sam Other");
    assert_eq!(app.import_in_hand(&other, &view.id).await.unwrap_err().code(), "SL-S074");
    assert_eq!(app.discard_import(&other, &view.id).await.unwrap_err().code(), "SL-S074");
    assert!(app.imports_in_hand(&other).await.unwrap().is_empty());
    app.discard_import(&call("Jo Example"), &view.id).await.unwrap();
    assert_eq!(app.import_in_hand(&call("Jo Example"), &view.id).await.unwrap_err().code(), "SL-S074");
}

#[test]
fn a_new_reference_is_followed_everywhere() {
    let vocabulary = Vocabulary::built_in().unwrap();
    let mut plan =
        Plan { actions: vec![Action { reference: "1.1 (2)".to_owned(), ..Action::default() }], ..Plan::default() };
    plan.measures
        .push(sightline_domain::plan::Measure { action_refs: vec!["1.1 (2)".to_owned()], ..Default::default() });
    let corrections =
        [correction("action 1.1 (2)", Field::Reference, "1.10"), correction("action 1.1 (2)", Field::Text, "Staff it")];
    super::correct::correct_all(&mut plan, vocabulary.dates(), corrections.iter()).unwrap();
    assert_eq!(plan.action("1.10").unwrap().text.as_deref(), Some("Staff it"));
    assert_eq!(plan.measures[0].action_refs, ["1.10"]);
    assert_eq!(Item::about("1.10").heading(), "Action 1.10");
}
