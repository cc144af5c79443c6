//! Packs of a small council: built twice, compared, opened by audience, issued; highlight reports written and signed.

use chrono::{DateTime, NaiveDate, Utc};
use sightline_documents::template;
use sightline_domain::highlight::{DraftLine, ReportState, Topic};
use sightline_domain::measure::Audience;
use sightline_domain::pack::{Manifest, PackOutcome};
use sightline_domain::plan::{Action, Person, Plan, Priority};
use sightline_domain::readability::Readability;
use sightline_domain::scale::Scale;
use sightline_domain::target::{Comparison, TargetKind};
use sightline_domain::verdict::{EvidenceKind, Strength};

use super::build::{PackOrder, definition};
use super::compose::{compose, members_summary, members_text};
use super::highlights::HighlightInput;
use super::verify::check_pack_folder;
use super::{MANIFEST_FILE, PackOf};
use crate::use_cases::evidence::answer::EvidenceAnswerInput;
use crate::use_cases::evidence::give::NewEvidence;
use crate::use_cases::figures::tests::council;
use crate::use_cases::measures::targets::TargetInput;
use crate::use_cases::verdicts::CountedIn;
use crate::{
    Actor, App, Call, Database, ErrorKind, Format, ImportInput, JobState, Role, Scope, SourceBytes, UpdateInput,
    Vocabulary,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn call(role: Role, at: &str) -> Call {
    let at: DateTime<Utc> = at.parse().unwrap();
    Call { actor: Actor::operator("Sam Sponsor", role), at, today: at.date_naive() }
}

fn manager() -> Call {
    call(Role::ProgrammeManager, "2026-11-05T09:00:00Z")
}

fn order() -> PackOrder {
    PackOrder { body: None, meeting_on: Some(day("2026-11-18")), as_at: Some(day("2026-10-31")) }
}

/// A council with children's records, a plan, and somebody whom the plan names.
async fn programme(folder: &std::path::Path) -> App {
    with_plan(council(folder, &[]).await).await
}

/// The same without records.
async fn bare(folder: &std::path::Path) -> App {
    let database = Database::File(folder.join("sightline.db"));
    with_plan(App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap()).await
}

async fn with_plan(app: App) -> App {
    let action = |reference: &str, text: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: "1".to_owned(),
        text: Some(text.to_owned()),
        due_on: Some(day("2026-06-30")),
        ..Action::default()
    };
    let plan = Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        people: vec![Person {
            name: "Ada Fenwick".to_owned(),
            post: Some("Head of Hubs".to_owned()),
            ..Person::default()
        }],
        priorities: vec![Priority { reference: "1".to_owned(), title: Some("Hubs".to_owned()), ..Priority::default() }],
        actions: vec![action("1.1", "Open the hub that Ada Fenwick leads"), action("1.2", "Staff the hub")],
        ..Plan::default()
    };
    let bytes = template::write(&plan, Format::Json).unwrap();
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.json".to_owned(), bytes }],
        handle: Some("harbour".to_owned()),
        on: Some(day("2026-01-05")),
        ..ImportInput::default()
    };
    app.import_plan(&call(Role::ProgrammeManager, "2026-01-05T09:00:00Z"), &input).await.unwrap();
    let update = UpdateInput {
        action: "1.1".to_owned(),
        action_rating: Some("amber".to_owned()),
        impact_rating: Some("green".to_owned()),
        note: Some("Half of it is open.".to_owned()),
        ..UpdateInput::default()
    };
    app.record_updates(&call(Role::ProgrammeManager, "2026-10-20T09:00:00Z"), None, None, &[update]).await.unwrap();
    app
}

fn silent(_: &str, _: u64, _: u64) {}

fn of() -> PackOf {
    PackOf {
        plan: "harbour".to_owned(),
        definition: super::DEFINITION.to_owned(),
        body: "Improvement Board".to_owned(),
        meeting_on: day("2026-11-18"),
        as_at: day("2026-10-31"),
    }
}

#[tokio::test]
async fn a_pack_built_twice_is_the_same_bytes_and_its_folder_proves_itself() {
    let folder = tempfile::tempdir().unwrap();
    let app = programme(folder.path()).await;
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let first = app.build_pack(&manager(), None, &order(), Some(&one), &silent).await.unwrap();
    let second = app
        .build_pack(&call(Role::ProgrammeManager, "2026-11-09T09:00:00Z"), None, &order(), Some(&two), &silent)
        .await
        .unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(first.pack.sha256, second.pack.sha256, "another day, the same pack");
    assert_eq!(first.pack.files.len(), 7, "three for the board, two for partners, two for everybody");
    for file in &first.pack.files {
        assert_eq!(std::fs::read(one.join(&file.name)).unwrap(), std::fs::read(two.join(&file.name)).unwrap());
    }
    let checked = check_pack_folder(&one).unwrap();
    assert!(checked.is_whole() && checked.sha256 == first.pack.sha256);

    // One byte of one file.
    let file = one.join(&first.pack.files[0].name);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let broken = check_pack_folder(&one).unwrap();
    let told: Vec<&str> = broken.files.iter().filter_map(|file| file.difference.as_deref()).collect();
    assert!(told.len() == 1 && told[0].starts_with("It is not as it was made"), "{told:?}");
    std::fs::remove_file(one.join(MANIFEST_FILE)).unwrap();
    assert_eq!(check_pack_folder(&one).unwrap_err().code(), "SL-A426");
}

#[tokio::test]
async fn a_pack_made_again_is_identical_and_one_changed_figure_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let app = programme(folder.path()).await;
    let built = app.build_pack(&manager(), None, &order(), None, &silent).await.unwrap();
    let issued = Manifest::parse(&built.manifest).unwrap();
    let later = call(Role::ProgrammeManager, "2026-12-24T09:00:00Z");
    let same = app.verify_pack(&later, &issued, &silent).await.unwrap();
    assert_eq!((same.outcome(), same.number), (PackOutcome::Identical, Some(1)), "{:?}", same.comparison);

    let changed = issued.figures().iter().find(|figure| figure.value.ends_with('%')).unwrap().clone();
    let text = built.manifest.replacen(
        &format!("\t{}\t{}\t{}\t", changed.id, changed.title, changed.value),
        &format!("\t{}\t{}\t{}\t", changed.id, changed.title, "99.9%"),
        1,
    );
    let told = app.verify_pack(&later, &Manifest::parse(&text).unwrap(), &silent).await.unwrap();
    assert_eq!(told.outcome(), PackOutcome::Unexplained);
    let [only] = told.comparison.differences.as_slice() else { panic!("{:?}", told.comparison) };
    assert!(only.id == changed.id && only.sentence.contains(&changed.value), "{}", only.sentence);
}

#[tokio::test]
async fn records_that_are_withdrawn_afterwards_leave_the_pack_as_it_is_and_its_page_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let app = programme(folder.path()).await;
    let built = app.build_pack(&manager(), None, &order(), None, &silent).await.unwrap();
    let id = built.pack.extract.clone().unwrap();
    let analyst = call(Role::Analyst, "2026-11-20T09:00:00Z");
    app.withdraw_extract(&analyst, &id, "The council sent the wrong file.").await.unwrap();

    let packs = app.packs(&manager(), "harbour").await.unwrap();
    assert!(packs.packs[0].since[0].starts_with("The records of 31 October 2026 were withdrawn on 20 November 2026"));
    let file = &packs.packs[0].pack.files[0];
    let opened = app.open_pack_file(&manager(), "harbour", 1, &file.name).await.unwrap();
    assert_eq!(opened.sha256, file.sha256);
    let manifest = Manifest::parse(&built.manifest).unwrap();
    let verified = app.verify_pack(&manager(), &manifest, &silent).await.unwrap();
    assert_eq!(verified.outcome(), PackOutcome::Identical, "{:?}", verified.comparison);
    assert_eq!(verified.since.len(), 1);
}

#[tokio::test]
async fn evidence_that_is_taken_back_and_a_target_that_is_changed_are_told_beside_the_pack() {
    let folder = tempfile::tempdir().unwrap();
    let app = bare(folder.path()).await;
    let lead =
        |at: &str| Call { actor: Actor::operator("Ada Fenwick", Role::ProgrammeManager), ..call(Role::Sponsor, at) };
    let survey = |title: &str| NewEvidence {
        kind: EvidenceKind::Voice,
        title: title.to_owned(),
        source: "Survey of September".to_owned(),
        on: day("2026-09-30"),
        out_of_date_on: None,
        file: None,
    };
    for title in ["Families are seen sooner", "Nobody looked at this"] {
        app.give_evidence(&lead("2026-10-10T09:00:00Z"), "harbour", "1.1", &survey(title)).await.unwrap();
    }
    let accepts = EvidenceAnswerInput { number: 1, strength: Some(Strength::Fair), words: String::new() };
    app.answer_evidence(&call(Role::Sponsor, "2026-10-12T09:00:00Z"), "harbour", "1.1", &accepts).await.unwrap();
    let target = |value: &str| TargetInput {
        measure: "assessments_within_45_working_days".to_owned(),
        value: value.to_owned(),
        comparison: Comparison::AtLeast,
        for_on: day("2027-03-31"),
        kind: TargetKind::Own,
        reason: "Agreed by the board".to_owned(),
    };
    app.set_target(&lead("2026-10-01T09:00:00Z"), &target("85")).await.unwrap();
    app.build_pack(&manager(), None, &order(), None, &silent).await.unwrap();
    assert!(app.packs(&manager(), "harbour").await.unwrap().packs[0].since.is_empty());

    for number in [1, 2] {
        let taken = lead("2026-11-19T09:00:00Z");
        app.withdraw_evidence(&taken, "harbour", "1.1", number, "Counted twice").await.unwrap();
    }
    app.set_target(&lead("2026-11-20T09:00:00Z"), &target("80")).await.unwrap();
    let told = app.packs(&call(Role::BoardMember, "2026-11-21T09:00:00Z"), "harbour").await.unwrap();
    let [evidence, target] = told.packs[0].since.as_slice() else { panic!("{:?}", told.packs[0].since) };
    assert_eq!(
        evidence, "The evidence “Families are seen sooner” of action 1.1 was taken back on 19 November 2026.",
        "what was never accepted spoke for nothing"
    );
    assert!(
        target.ends_with("for 31 March 2027, at least 85%, was changed to at least 80% on 20 November 2026."),
        "{target}"
    );
}

#[tokio::test]
async fn each_reader_opens_the_versions_that_hide_what_is_hidden_from_them_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let app = programme(folder.path()).await;
    let built = app.build_pack(&manager(), None, &order(), None, &silent).await.unwrap();
    let names = |role: Role| {
        let app = app.clone();
        async move {
            let packs = app.packs(&call(role, "2026-11-05T09:00:00Z"), "harbour").await.unwrap();
            packs.packs[0].pack.files.iter().map(|file| file.audience.clone()).collect::<Vec<_>>()
        }
    };
    assert_eq!(names(Role::BoardMember).await.len(), 7);
    let lead = names(Role::ActionLead).await;
    assert!(lead.len() == 4 && !lead.contains(&"board".to_owned()), "{lead:?}");
    let board = built.pack.files.iter().find(|file| file.audience == "board").unwrap();
    let lead = call(Role::ActionLead, "2026-11-05T09:00:00Z");
    let refused = app.open_pack_file(&lead, "harbour", 1, &board.name).await.unwrap_err();
    assert_eq!((refused.code(), refused.kind()), ("SL-A424", ErrorKind::Forbidden));
    // Neither by the way of other papers.
    assert_eq!(app.open_report(&lead, "harbour", board.number).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert!(app.reports(&lead, "harbour").await.unwrap().papers.is_empty());
    let manifest = app.open_pack_file(&lead, "harbour", 1, MANIFEST_FILE).await.unwrap();
    let own = Manifest::parse(std::str::from_utf8(&manifest.bytes).unwrap()).unwrap();
    assert!(!own.figures().is_empty() && own.figures().iter().all(|figure| figure.audience != "board"));
    assert_eq!(app.open_pack_file(&lead, "harbour", 1, "../x").await.unwrap_err().code(), "SL-A423");
    assert_eq!(app.packs(&call(Role::Partner, "2026-11-05T09:00:00Z"), "harbour").await.unwrap_err().code(), "SL-A001");
}

#[tokio::test]
async fn a_pack_is_issued_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = bare(folder.path()).await;
    app.build_pack(&manager(), None, &order(), None, &silent).await.unwrap();
    assert!(app.issue_pack(&call(Role::Director, "2026-11-06T09:00:00Z"), "harbour", 1).await.is_err());
    app.issue_pack(&manager(), "harbour", 1).await.unwrap();
    let again = app.issue_pack(&manager(), "harbour", 1).await.unwrap_err();
    assert_eq!(again.to_string(), "Sam Sponsor issued this pack on 5 November 2026");
    assert_eq!(app.issue_pack(&manager(), "harbour", 9).await.unwrap_err().code(), "SL-A423");
    let (_, view) = app.pack(&manager(), None, 1).await.unwrap();
    assert!(!view.can_issue && view.pack.issued.is_some());
}

#[tokio::test]
async fn a_pack_is_ordered_and_built_with_progress_and_one_without_a_meeting_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let app = bare(folder.path()).await;
    let missing = app.order_pack(&manager(), "harbour", &PackOrder::default()).await.unwrap_err();
    assert_eq!(missing.code(), "SL-A420");
    let future = PackOrder { as_at: Some(day("2027-01-01")), ..order() };
    assert_eq!(app.order_pack(&manager(), "harbour", &future).await.unwrap_err().code(), "SL-A014");
    app.order_pack(&manager(), "harbour", &order()).await.unwrap();
    assert!(app.run_next_job(manager().at).await.unwrap());
    let packs = app.packs(&manager(), "harbour").await.unwrap();
    assert_eq!((packs.packs.len(), &packs.orders[0].state), (1, &JobState::Done));
}

#[tokio::test]
async fn where_people_are_not_named_their_posts_stand_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let app = bare(folder.path()).await;
    let facts = app.pack_facts(&manager(), &of(), manager().at, CountedIn::InForce).await.unwrap();
    let definition = definition().unwrap();
    let said = |id: &str| format!("{:?}", compose(&facts, definition, definition.audience(id).unwrap()).pack);
    assert!(said("board").contains("Ada Fenwick"));
    for audience in ["partners", "public"] {
        let text = said(audience);
        assert!(!text.contains("Ada Fenwick") && text.contains("Head of Hubs"), "{audience}");
    }
    let public = said("public");
    assert!(!public.contains("Risks and issues") && !public.contains("Challenges and answers"));
}

#[tokio::test]
async fn the_summary_for_children_is_read_at_twelve() {
    let folder = tempfile::tempdir().unwrap();
    let app = programme(folder.path()).await;
    let facts = app.pack_facts(&manager(), &of(), manager().at, CountedIn::InForce).await.unwrap();
    let public = definition().unwrap().audiences.iter().find(|audience| audience.figures == Audience::Public).unwrap();
    let text = members_text(&members_summary(&facts, public));
    let measured = Readability::of(&text);
    assert!(measured.is_long_enough() && measured.is_within(12), "{}\n{text}", measured.sentence());
}

fn words(read: Option<(u64, u64)>, text: &str) -> HighlightInput {
    HighlightInput { read, lines: vec![DraftLine { topic: Topic::Overdue, text: text.to_owned() }] }
}

#[tokio::test]
async fn a_highlight_report_is_written_signed_and_goes_into_the_pack() {
    let folder = tempfile::tempdir().unwrap();
    let app = bare(folder.path()).await;
    let sponsor = call(Role::Sponsor, "2026-11-05T09:00:00Z");
    let known = app.highlight_reports(&sponsor, "harbour").await.unwrap();
    assert_eq!((known.reports.len(), known.reports[0].report.state()), (1, ReportState::Draft));
    app.write_highlight(
        &sponsor,
        "harbour",
        "1",
        &words(None, "The builder comes in May, for (4 of 6 children, 40 of 60 rooms)."),
    )
    .await
    .unwrap();
    let (_, view) = app.highlight_report(&sponsor, "harbour", "1").await.unwrap();
    assert_eq!((view.report.state(), view.read, view.may_sign), (ReportState::Written, Some((1, 1)), true));

    // Two at once: the second is told, and nothing of the first is lost.
    let second = app.write_highlight(&sponsor, "harbour", "1", &words(None, "Other words.")).await.unwrap_err();
    assert_eq!((second.code(), second.kind()), ("SL-A427", ErrorKind::Conflict));
    let director = call(Role::Director, "2026-11-05T09:00:00Z");
    assert!(app.write_highlight(&director, "harbour", "1", &words(view.read, "Mine.")).await.is_err());
    assert!(
        app.sign_highlight(&manager(), "harbour", "1", view.read).await.is_err(),
        "who keeps the plan does not sign"
    );

    app.sign_highlight(&sponsor, "harbour", "1", view.read).await.unwrap();
    let other = Call { actor: Actor::operator("Bo Other", Role::Sponsor), ..sponsor.clone() };
    let late = app.sign_highlight(&other, "harbour", "1", view.read).await.unwrap_err();
    assert!(late.to_string().contains("Sam Sponsor signed this report on 5 November 2026"), "{late}");
    let (_, view) = app.highlight_report(&sponsor, "harbour", "1").await.unwrap();
    assert_eq!((view.signed.len(), view.report.state()), (1, ReportState::Draft), "the next one begins");

    let facts = app.pack_facts(&manager(), &of(), manager().at, CountedIn::InForce).await.unwrap();
    let board = definition().unwrap().audience("board").unwrap();
    let said = format!("{:?}", compose(&facts, definition().unwrap(), board).pack);
    assert!(
        said.contains("Signed by Sam Sponsor on 5 November 2026")
            && said.contains("The builder comes in May, for (4 of 6")
    );
    let public = definition().unwrap().audience("public").unwrap();
    let said = format!("{:?}", compose(&facts, definition().unwrap(), public).pack);
    assert!(said.contains("(c of c children, 40 of 60") && !said.contains("4 of 6 "), "{said}");
    assert!(said.contains("Signed by the sponsor on 5 November 2026") && !said.contains("Sam Sponsor"));
}

#[tokio::test]
async fn a_sponsor_of_another_priority_neither_writes_nor_signs() {
    let folder = tempfile::tempdir().unwrap();
    let app = bare(folder.path()).await;
    let mut other = call(Role::Sponsor, "2026-11-05T09:00:00Z");
    other.actor.reach.priorities = Scope::Only(vec!["2".to_owned()]);
    assert_eq!(app.write_highlight(&other, "harbour", "1", &words(None, "x")).await.unwrap_err().code(), "SL-A001");
    assert_eq!(app.highlight_report(&other, "harbour", "9").await.unwrap_err().code(), "SL-A428");
}
