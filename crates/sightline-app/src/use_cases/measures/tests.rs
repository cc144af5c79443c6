//! Who may say what of measures, and what is kept of it.

use std::path::Path;

use chrono::{DateTime, NaiveDate};
use serde_json::json;
use sightline_documents::template;
use sightline_domain::benchmark::Caution;
use sightline_domain::measure::Period;
use sightline_domain::plan::{Action, Milestone, Plan, Priority};
use sightline_domain::scale::Scale;
use sightline_domain::target::{Comparison, TargetKind};

use super::benchmarks::BenchmarkInput;
use super::links::LinkInput;
use super::look::ChildList;
use super::programme::{ProgrammeColumn, ProgrammeTable};
use super::rebases::RebaseInput;
use super::targets::TargetInput;
use crate::use_cases::import::ImportInput;
use crate::use_cases::update::UpdateInput;
use crate::{
    Actor, App, AuditFilter, Call, Council, CouncilSettings, Database, Format, Reach, Role, Scope, SourceBytes,
    Vocabulary,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn call(name: &str, role: Role) -> Call {
    let account = Some(format!("acc_{}", name.to_lowercase().replace(' ', "_")));
    let actor = Actor { account, ..Actor::operator(name, role) };
    Call { actor, at: DateTime::UNIX_EPOCH + chrono::Duration::days(20_756), today: day("2026-10-30") }
}

async fn open(folder: &Path) -> App {
    App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap()
}

async fn rows(app: &App) -> Vec<crate::AuditRow> {
    app.history(&call("Wil Tasker", Role::Administrator), &AuditFilter::default()).await.unwrap()
}

fn target(value: &str) -> TargetInput {
    TargetInput {
        measure: "assessments_in_time".to_owned(),
        value: value.to_owned(),
        comparison: Comparison::AtLeast,
        for_on: day("2027-03-31"),
        kind: TargetKind::Own,
        reason: "The board agreed".to_owned(),
    }
}

fn rebase() -> RebaseInput {
    RebaseInput {
        measure: "assessments_in_time".to_owned(),
        breakdown: Some(" ".to_owned()),
        starts_on: day("2026-03-01"),
        reason: "The old limits no longer tell anything".to_owned(),
        cause: "A second team began".to_owned(),
        evidence: "Eight months above the mean".to_owned(),
        said_before: json!({ "mean": "61.4" }),
    }
}

#[tokio::test]
async fn a_target_is_set_changed_and_taken_back_with_its_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let director = call("Hal Penn", Role::Director);
    app.set_target(&director, &target("90")).await.unwrap();
    assert_eq!(app.set_target(&director, &target("90.0")).await.unwrap_err().code(), "SL-A293");
    app.set_target(&director, &target("92.5")).await.unwrap();
    let kind = TargetKind::Own;
    app.withdraw_target(&director, "assessments_in_time", kind, day("2027-03-31"), "Set by mistake").await.unwrap();
    let again = app.withdraw_target(&director, "assessments_in_time", kind, day("2027-03-31"), "Again").await;
    assert_eq!(again.unwrap_err().code(), "SL-S120");
    let kept = app.targets(&call("Bo Reader", Role::BoardMember), Some("assessments_in_time")).await.unwrap();
    let kept: Vec<(String, bool)> = kept.iter().map(|target| (target.value.to_string(), target.is_withdrawn)).collect();
    assert_eq!(kept, [("90".to_owned(), false), ("92.5".to_owned(), false), ("92.5".to_owned(), true)]);
    let history = rows(&app).await;
    assert_eq!((history.len(), history[1].entry.detail["before"]["value"].as_str()), (3, Some("90")));
    assert_eq!(history[0].entry.object, "measure assessments_in_time");
}

#[tokio::test]
async fn a_target_that_is_no_number_or_has_no_reason_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call("Jo Example", Role::ProgrammeManager);
    let refused = async |input: TargetInput| app.set_target(&manager, &input).await.unwrap_err().code();
    assert_eq!(refused(target("90%")).await, "SL-A292");
    assert_eq!(refused(target("1234567890123456")).await, "SL-A292");
    assert_eq!(refused(TargetInput { reason: " ".to_owned(), ..target("90") }).await, "SL-A291");
    assert_eq!(refused(TargetInput { reason: "x".repeat(1001), ..target("90") }).await, "SL-A054");
    assert_eq!(refused(TargetInput { measure: "../secrets".to_owned(), ..target("90") }).await, "SL-A290");
    assert_eq!(app.set_target(&call("Bo", Role::BoardMember), &target("90")).await.unwrap_err().code(), "SL-A001");
    assert!(rows(&app).await.is_empty());
}

#[tokio::test]
async fn a_rebase_is_decided_by_somebody_else_who_may() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call("Jo Example", Role::ProgrammeManager);
    let number = app.ask_rebase(&manager, &rebase()).await.unwrap();
    let decided = async |by: &Call| app.decide_rebase(by, number, true, "The cause is known").await;
    assert_eq!(decided(&manager).await.unwrap_err().code(), "SL-S123");
    let mut also_known = call("J. Example", Role::Director);
    also_known.actor.known_as = vec!["Jo Example".to_owned()];
    assert_eq!(decided(&also_known).await.unwrap_err().code(), "SL-S123");
    assert_eq!(decided(&call("Ann Alyst", Role::Analyst)).await.unwrap_err().code(), "SL-A001");
    let approved = decided(&call("Hal Penn", Role::Director)).await.unwrap();
    assert!(approved.is_approved() && approved.breakdown.is_none());
    let listed = app.rebases(&call("Bo Reader", Role::BoardMember), None).await.unwrap();
    assert_eq!(listed, [approved]);
    let tomorrow = RebaseInput { starts_on: day("2026-10-31"), ..rebase() };
    assert_eq!(app.ask_rebase(&manager, &tomorrow).await.unwrap_err().code(), "SL-A014");
    let without = RebaseInput { cause: String::new(), ..rebase() };
    assert_eq!(app.ask_rebase(&manager, &without).await.unwrap_err().code(), "SL-A291");
    assert_eq!(app.ask_rebase(&call("Bo", Role::BoardMember), &rebase()).await.unwrap_err().code(), "SL-A001");
    assert_eq!(rows(&app).await.len(), 2);
}

fn plan() -> Plan {
    let action = |reference: &str, priority: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: priority.to_owned(),
        text: Some(format!("Do {reference}")),
        due_raw: Some("31 March 2027".to_owned()),
        due_on: Some(day("2027-03-31")),
        milestones: vec![Milestone {
            text: "Begun".to_owned(),
            due_raw: Some("30 September 2026".to_owned()),
            due_on: Some(day("2026-09-30")),
            ..Milestone::default()
        }],
        ..Action::default()
    };
    let priority = |reference: &str, title: &str| Priority {
        reference: reference.to_owned(),
        title: Some(title.to_owned()),
        ..Priority::default()
    };
    Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![priority("1", "Front door"), priority("2", "Care")],
        actions: vec![action("1.1", "1"), action("2.1", "2")],
        ..Plan::default()
    }
}

async fn with_plan(app: &App, on: &str) {
    let bytes = template::write(&plan(), Format::Json).unwrap();
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.json".to_owned(), bytes }],
        handle: Some("harbour".to_owned()),
        on: Some(day(on)),
        ..ImportInput::default()
    };
    app.import_plan(&at(on), &input).await.unwrap();
}

/// The programme manager on a day, at noon.
fn at(on: &str) -> Call {
    let on = day(on);
    Call { at: on.and_hms_opt(12, 0, 0).unwrap().and_utc(), today: on, ..call("Jo Example", Role::ProgrammeManager) }
}

#[tokio::test]
async fn a_sponsor_links_measures_within_own_priorities_only() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    with_plan(&app, "2026-01-05").await;
    let before = rows(&app).await.len();
    let mut sponsor = call("Tob Merr", Role::Sponsor);
    sponsor.actor.reach.priorities = Scope::Only(vec!["1".to_owned()]);
    let link = |action: &str, is_linked| LinkInput {
        action: action.to_owned(),
        measure: "assessments_in_time".to_owned(),
        from_on: Some(day("2026-09-01")),
        reason: "It is to shorten assessments".to_owned(),
        is_linked,
    };
    app.link_measure(&sponsor, None, &link("1.1", true)).await.unwrap();
    assert_eq!(app.link_measure(&sponsor, None, &link("2.1", true)).await.unwrap_err().code(), "SL-A001");
    assert_eq!(app.link_measure(&sponsor, None, &link("1.1", true)).await.unwrap_err().code(), "SL-S125");
    assert_eq!(app.link_measure(&sponsor, None, &link("9.9", true)).await.unwrap_err().code(), "SL-A015");
    let lead = call("Pet Lind", Role::ActionLead);
    assert_eq!(app.link_measure(&lead, None, &link("1.1", false)).await.unwrap_err().code(), "SL-A001");
    app.link_measure(&sponsor, None, &link("1.1", false)).await.unwrap();
    let links = app.measure_links(&lead, None, Some("assessments_in_time")).await.unwrap();
    assert_eq!(links.iter().map(|link| link.is_linked).collect::<Vec<_>>(), [true, false]);
    assert_eq!(rows(&app).await.len(), before + 2);
}

/// A figure of each of thirty authorities, and of England, in the shape of published lists.
fn figures() -> String {
    let authorities: Vec<String> = crate::council::places().unwrap().authorities.keys().take(30).cloned().collect();
    let mut text = "measure_short,period,old_la_code,value\n".to_owned();
    for (place, code) in authorities.iter().enumerate() {
        text.push_str(&format!("ReReferral,2025,{code},{place}.5\n"));
    }
    text
}

fn file(name: &str, text: &str) -> BenchmarkInput {
    let bytes = text.as_bytes().to_vec();
    BenchmarkInput { files: vec![SourceBytes { name: name.to_owned(), bytes }], ..BenchmarkInput::default() }
}

#[tokio::test]
async fn published_figures_are_loaded_once_and_compared_for_the_council_that_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let authority = crate::council::places().unwrap().authorities.keys().nth(3).cloned();
    let council = Council::of(&CouncilSettings { authority, ..CouncilSettings::default() }).unwrap();
    let app = open(folder.path()).await.with_council(council);
    let (analyst, reader) = (call("Ann Alyst", Role::Analyst), call("Bo Reader", Role::BoardMember));
    let text = figures();
    let rehearsed = app.rehearse_benchmarks(&analyst, file("figures.csv", &text)).await.unwrap();
    assert_eq!((rehearsed[0].published.values.len(), rehearsed[0].number), (30, None));
    assert!(app.benchmark_sets(&reader).await.unwrap().is_empty());
    let loaded = app.load_benchmarks(&analyst, file("figures.csv", &text)).await.unwrap();
    assert_eq!(loaded[0].number, Some(1));
    assert_eq!(app.load_benchmarks(&analyst, file("again.csv", &text)).await.unwrap_err().code(), "SL-S126");
    assert_eq!(app.load_benchmarks(&reader, file("figures.csv", &text)).await.unwrap_err().code(), "SL-A001");

    let found =
        app.published_figures(&reader, "ReReferral", Some(sightline_domain::measure::Better::Lower), None).await;
    let compared = found.unwrap().comparators.unwrap();
    let own = compared.own.unwrap();
    assert_eq!((own.rank, own.compared.value.map(|value| value.to_string())), (Some(4), Some("3.5".to_owned())));
    assert!(compared.england.is_none() && !compared.cautions.contains(&Caution::ChosenByHand));
    let unknown = app.published_figures(&reader, "referral", None, None).await.unwrap_err();
    assert_eq!((unknown.code(), unknown.help().as_str()), ("SL-A294", "Did you mean ReReferral?"));
    assert_eq!(rows(&app).await.len(), 1);
    assert_eq!(rows(&app).await[0].entry.detail["values"], 30);
}

#[tokio::test]
async fn who_sees_children_behind_a_figure_sees_those_of_own_teams_and_the_history_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let mut manager = call("Tea Mann", Role::TeamManager);
    manager.actor.reach = Reach { teams: Scope::Only(vec!["North".to_owned()]), ..Reach::default() };
    let period = Period { from: day("2026-09-01"), to: day("2026-09-30") };
    let list = ChildList::Measure { measure: "assessments_in_time".to_owned(), breakdown: None, period };
    let children = vec![("child-7041", Some("North")), ("child-7042", Some("South")), ("child-7043", None)];
    let look = async |call: &Call, list: &ChildList| {
        app.look_at_children(call, list, "ext_1", children.clone(), None, |(_, team)| *team).await
    };
    assert_eq!(look(&manager, &list).await.unwrap(), [("child-7041", Some("North"))]);
    let due = ChildList::CaseList { list: "visits_due".to_owned(), as_at: day("2026-10-30") };
    assert_eq!(look(&call("Ann Alyst", Role::Analyst), &due).await.unwrap().len(), 3);
    let nobody = call("Tea Tree", Role::TeamManager);
    assert!(look(&nobody, &list).await.unwrap().is_empty(), "an account that names no team sees no child");
    assert_eq!(look(&call("Jo Example", Role::ProgrammeManager), &list).await.unwrap_err().code(), "SL-A001");
    let history = rows(&app).await;
    assert_eq!(history.len(), 2);
    assert_eq!(
        (history[0].entry.action.as_str(), history[0].entry.object.as_str()),
        ("case_list.read", "case list visits_due")
    );
    assert_eq!(history[1].entry.detail["rows"], 1);
    assert!(history.iter().all(|row| !format!("{row:?}").contains("child-70")), "{history:?}");
}

fn column<'t>(tables: &'t [ProgrammeTable], table: &str, name: &str) -> &'t ProgrammeColumn {
    let found = tables.iter().find(|one| one.name == table).unwrap();
    &found.columns.iter().find(|(column, _)| *column == name).unwrap().1
}

fn days(tables: &[ProgrammeTable], table: &str, name: &str) -> Vec<String> {
    let ProgrammeColumn::Date(days) = column(tables, table, name) else { panic!("{name} holds days") };
    days.iter().map(|day| day.map(|day| day.to_string()).unwrap_or_default()).collect()
}

fn texts(tables: &[ProgrammeTable], table: &str, name: &str) -> Vec<String> {
    let ProgrammeColumn::Text(texts) = column(tables, table, name) else { panic!("{name} holds texts") };
    texts.iter().map(|text| text.clone().unwrap_or_default()).collect()
}

#[tokio::test]
async fn the_plans_own_tables_show_it_as_it_stood_on_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    with_plan(&app, "2026-01-05").await;
    app.open_round(&at("2026-09-01"), "harbour", day("2026-09-01"), day("2026-10-05")).await.unwrap();
    let report = async |on: &str, rating: &str, forecast: Option<&str>| {
        let input = UpdateInput {
            action: "1.1".to_owned(),
            action_rating: Some(rating.to_owned()),
            forecast_on: forecast.map(day),
            ..UpdateInput::default()
        };
        app.record_updates(&at(on), None, None, &[input]).await.unwrap();
    };
    report("2026-08-14", "amber", Some("2027-05-31")).await;
    report("2026-09-18", "green", Some("2027-06-30")).await;

    let reader = call("Bo Reader", Role::BoardMember);
    let tables = app.programme_tables(&reader, day("2026-10-30")).await.unwrap();
    let names: Vec<(&str, usize)> = tables.iter().map(|table| (table.name, table.rows())).collect();
    assert_eq!(names, [("action", 2), ("milestone", 2), ("action_update", 3), ("record_quality", 0)]);
    assert_eq!(texts(&tables, "action", "action_id"), ["harbour 1.1", "harbour 2.1"]);
    assert_eq!(texts(&tables, "action", "priority"), ["Front door", "Care"]);
    assert_eq!(texts(&tables, "action", "action_rating"), ["green", ""]);
    assert_eq!(days(&tables, "action", "forecast_on"), ["2027-06-30", ""]);
    assert_eq!(days(&tables, "action", "last_update_on"), ["2026-09-18", ""]);
    assert_eq!(days(&tables, "milestone", "due_on"), ["2026-09-30", "2026-09-30"]);
    // One update nobody asked for, one that was asked for, and one that never came.
    assert_eq!(days(&tables, "action_update", "asked_for_on"), ["", "2026-10-05", "2026-10-05"]);
    assert_eq!(days(&tables, "action_update", "reported_on"), ["2026-08-14", "2026-09-18", ""]);
    assert_eq!(days(&tables, "action_update", "forecast_before"), ["2027-03-31", "2027-05-31", ""]);
    assert_eq!(texts(&tables, "action_update", "action_id")[2], "harbour 2.1");

    let earlier = app.programme_tables(&reader, day("2026-08-31")).await.unwrap();
    assert_eq!(texts(&earlier, "action", "action_rating"), ["amber", ""]);
    assert_eq!(days(&earlier, "action_update", "reported_on"), ["2026-08-14"]);
    let partner = call("Out Sider", Role::Partner);
    assert_eq!(app.programme_tables(&partner, day("2026-10-30")).await.unwrap_err().code(), "SL-A001");
}

#[tokio::test]
async fn the_plans_own_tables_have_the_columns_that_their_definitions_name() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let definitions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/programme");
    for table in app.programme_tables(&call("Bo Reader", Role::BoardMember), day("2026-10-30")).await.unwrap() {
        let text = std::fs::read_to_string(definitions.join(format!("{}.toml", table.name))).unwrap();
        let definition: toml::Table = text.parse().unwrap();
        let columns = definition["columns"].as_array().unwrap();
        for (name, values) in &table.columns {
            let named = columns.iter().find(|column| column["name"].as_str() == Some(name));
            let kind = named.and_then(|column| column["type"].as_str()).unwrap_or("absent");
            let ours = match values {
                ProgrammeColumn::Text(_) => "text",
                ProgrammeColumn::Date(_) => "date",
                ProgrammeColumn::Whole(_) => "whole_number",
                ProgrammeColumn::YesNo(_) => "yes_no",
            };
            assert_eq!(kind, ours, "{}.{name}", table.name);
        }
    }
}
