//! What holds for every use case.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate};
use sightline_documents::template;
use sightline_domain::plan::{Action, Plan, Priority};
use sightline_domain::scale::Scale;

use super::amend::{AmendInput, Change};
use super::import::ImportInput;
use super::report::ReportInput;
use super::update::UpdateInput;
use crate::{Actor, App, AuditFilter, Call, Database, Error, Format, Role, SourceBytes, Verification, Vocabulary};

/// Use cases that only read, and so leave no audit row.
const READING: &[&str] = &[
    "list_plans",
    "own_digest",
    "letters",
    "data_quality_report",
    "show",
    "plan",
    "problems",
    "compare",
    "export_table",
    "plan_by_finding",
    "plan_optimism",
    "plan_by_lead",
    "plan_by_rating",
    "plan_changes",
    "plan_on_a_page",
    "plan_table",
    "plan_timeline",
    "priority",
    "baselines",
    "action_to_amend",
    "plan_for_amending",
    "disagreement",
    "export_plan",
    "history",
    "history_rows",
    "search",
    "reports",
    "open_report",
    "settings_to_change",
    "verify_history",
    "import_dry_run",
    "imports_in_hand",
    "import_in_hand",
    "import_question",
    "register",
    "register_entry",
    "obsessions",
    "obsession",
    "action_record",
    "update_form",
    "sign_off_queue",
    "update_to_sign_off",
    "open_attachment",
    "rounds",
    "round",
    "what_needs_me",
    "list_accounts",
    "find_account",
    "own_account",
    "own_sessions",
    "own_access_tokens",
    "offered_second_factor",
    "kept_forms",
    "kept_form",
    "extracts",
    "extract",
    "check_extract",
    "extract_changes",
    "has_extract_before",
    "rehearse_load",
    "uploads",
    "opened_child",
    "benchmark_sets",
    "measure_links",
    "programme_tables",
    "published_figures",
    "rebases",
    "rehearse_benchmarks",
    "targets",
    "order_quality_paper",
    "quality_papers",
    "open_quality_paper",
    "scorecards",
    "scorecard",
    "all_measures",
    "measure_page",
    "case_lists",
    "ask_measure",
    "build_scorecard",
    "case_list_counts",
    "case_list_titles",
    "explain_measure",
    "export_measure",
    "measure_titles",
    "figure_series",
    "measure_definitions",
    "boards",
    "board",
    "meeting",
    "meeting_feed",
    "risks",
    "risk",
    "plan_challenges",
    "answers_of_action",
    "verdict_history",
    "plan_verdicts",
    "action_chart",
    "action_evidence",
    "action_theories",
    "driver_diagrams",
    "impact_test",
    "impact_tests",
    "success_measures",
    "packs",
    "pack",
    "open_pack_file",
    "verify_pack",
    "highlight_reports",
    "highlight_report",
];
/// Use cases that change something, and leave one audit row each.
const WRITING: &[&str] = &[
    "import_plan",
    "begin_import",
    "choose_columns",
    "answer_question",
    "answer_alike",
    "describe_import",
    "save_import",
    "discard_import",
    "settle_problem",
    "record_updates",
    "reorder_actions",
    "amend_register",
    "change_holder",
    "answer_findings",
    "begin_obsession",
    "check_in",
    "close_obsession",
    "amend",
    "add_baseline",
    "save_view",
    "delete_view",
    "backup",
    "restore",
    "change_settings",
    "order_report",
    "sign_off",
    "save_draft",
    "discard_draft",
    "add_comment",
    "attach_file",
    "open_round",
    "close_round",
    "send_reminders",
    "create_account",
    "change_account",
    "disable_account",
    "enable_account",
    "unlock_account",
    "make_link",
    "choose_digest",
    "try_letters_again",
    "sign_out",
    "sign_out_everywhere",
    "change_own_password",
    "make_access_token",
    "revoke_access_token",
    "begin_second_factor",
    "confirm_second_factor",
    "renew_recovery_codes",
    "remove_second_factor",
    "remove_second_factor_of",
    "load_extract",
    "publish_extract",
    "withdraw_extract",
    "discard_extract",
    "ask_rebase",
    "decide_rebase",
    "link_measure",
    "load_benchmarks",
    "set_target",
    "withdraw_target",
    "answer_challenge",
    "keep_verdicts",
    "answer_evidence",
    "answer_impact_test",
    "conclude_impact_test",
    "write_theory",
    "withdraw_evidence",
    "save_body",
    "plan_meetings",
    "add_meeting",
    "change_meeting",
    "draft_agenda",
    "save_agenda",
    "record_paper",
    "record_attendance",
    "write_minutes",
    "agree_minutes",
    "record_decision",
    "record_meeting_action",
    "finish_meeting_action",
    "log_challenge",
    "settle_logged_challenge",
    "save_forward_item",
    "make_feed_link",
    "withdraw_feed_link",
    "save_risk",
    "close_risk",
    "order_pack",
    "issue_pack",
    "write_highlight",
    "sign_highlight",
];
/// Use cases that read what leaves a row in the audit log: who looked at which child, and why.
const LOOKING: &[&str] =
    &["open_child", "changed_children", "findings", "look_at_children", "measure_children", "case_list", "my_team"];
/// Forgets what nobody else knows of: there is no audit row about a form that was typed and not taken.
const FORGETTING: &[&str] = &["forget_kept_form"];
/// Use cases made of others: each part leaves its own audit row.
const COMPOSED: &[&str] = &[
    "bind_success_measure",
    "build_pack",
    "build_report",
    "demonstrate",
    "demonstrate_records",
    "export_case_list",
    "export_children",
    "findings_workbook",
    "give_evidence",
    "plan_meeting_action",
    "retain_extracts",
    "upload_extract",
];

fn call(role: Role) -> Call {
    Call {
        actor: Actor::operator("Jo Example", role),
        at: DateTime::UNIX_EPOCH + chrono::Duration::days(20_000),
        today: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
    }
}

fn plan() -> Plan {
    let action = |reference: &str, text: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: "1".to_owned(),
        text: Some(text.to_owned()),
        ..Action::default()
    };
    Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![Priority { reference: "1".to_owned(), title: Some("Hubs".to_owned()), ..Priority::default() }],
        actions: vec![action("1.1", "Open the hub"), action("1.2", "Staff the hub")],
        ..Plan::default()
    }
}

fn import() -> ImportInput {
    let bytes = template::write(&plan(), Format::Json).unwrap();
    ImportInput {
        files: vec![SourceBytes { name: "plan.json".to_owned(), bytes }],
        handle: Some("harbour".to_owned()),
        ..ImportInput::default()
    }
}

async fn open(folder: &Path) -> App {
    App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap()
}

fn green() -> UpdateInput {
    UpdateInput { action: "1.1".to_owned(), action_rating: Some("green".to_owned()), ..UpdateInput::default() }
}

fn withdrawal() -> AmendInput {
    AmendInput {
        action: "1.2".to_owned(),
        change: Change::Withdraw,
        reason: "No longer needed.".to_owned(),
        seen: None,
    }
}

/// What happens before anybody is known, so that there is nobody whom the policy could be asked about.
const WITHOUT_A_CALL: &[(&str, &str)] = &[
    ("choose_password", "whoever holds the one-time link proves who they are with it"),
    ("feed_of_link", "a calendar, which cannot sign in; whoever made the address is asked about"),
    ("first_setup_link", "there is no account yet"),
    ("keep_form", "somebody whose session has timed out"),
    ("open_analytics", "whoever comes in brings an access token, and is asked about then"),
    ("open_link", "whoever holds the one-time link"),
    ("send_forgotten_password", "somebody who cannot sign in; the link goes to the account's own address"),
    ("session", "finds out who asks"),
    ("set_up_first_administrator", "there is no account yet; the link of the first start proves it"),
    ("sign_in", "finds out who asks"),
    ("sign_in_code", "finds out who asks"),
    ("sign_in_with_identity", "finds out who asks"),
    ("token_holder", "finds out who asks"),
];

/// Every `pub fn` of this folder with a [`Call`], every `pub async fn` without one, and the line that follows its signature.
fn written_use_cases() -> (Vec<(String, String)>, Vec<String>) {
    let (mut with_a_call, mut without) = (Vec::new(), Vec::new());
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/use_cases")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.ends_with("tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for (begin, is_async) in [("pub async fn ", true), ("pub fn ", false)] {
                for rest in text.split(begin).skip(1) {
                    let Some((signature, body)) = rest.split_once(" {\n") else { continue };
                    let name = signature.split(['(', '<']).next().unwrap().to_owned();
                    if signature.contains("call: &Call") {
                        with_a_call.push((name, body.lines().next().unwrap_or_default().trim().to_owned()));
                    } else if is_async {
                        without.push(name);
                    }
                }
            }
        }
    }
    with_a_call.sort();
    without.sort();
    (with_a_call, without)
}

#[test]
fn every_use_case_is_listed_here_and_asks_the_policy_first() {
    let mut listed: Vec<&str> =
        READING.iter().chain(WRITING).chain(LOOKING).chain(FORGETTING).chain(COMPOSED).copied().collect();
    listed.sort_unstable();
    let (written, without) = written_use_cases();
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, listed);
    for (name, first_line) in &written {
        assert!(first_line.starts_with("call.may("), "{name} begins with {first_line}");
    }
    let excused: Vec<&str> = WITHOUT_A_CALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(without, excused);
}

#[tokio::test]
async fn what_the_policy_does_not_allow_does_not_happen() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    app.import_plan(&call(Role::ProgrammeManager), &import()).await.unwrap();
    let before = app.history(&call(Role::ProgrammeManager), &AuditFilter::default()).await.unwrap().len();

    let stranger = call(Role::BoardMember);
    let paper = folder.path().join("board.pdf");
    let report = ReportInput { out: vec![paper.clone()], ..ReportInput::default() };
    let refused: Vec<Error> = vec![
        app.import_plan(&stranger, &import()).await.unwrap_err(),
        app.record_updates(&stranger, None, None, &[green()]).await.unwrap_err(),
        app.amend(&stranger, None, None, &[withdrawal()]).await.unwrap_err(),
        app.add_baseline(&stranger, None, "Mine", None).await.unwrap_err(),
        app.build_report(&stranger, &report).await.unwrap_err(),
        app.backup(&stranger, &folder.path().join("all.backup")).await.unwrap_err(),
        app.restore(&stranger, &folder.path().join("all.backup")).await.unwrap_err(),
        app.demonstrate(&stranger, folder.path(), None, &mut |_, _| {}).await.unwrap_err(),
        app.history(&stranger, &AuditFilter::default()).await.unwrap_err(),
        app.verify_history(&stranger).await.unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.code(), "SL-A001", "{error}");
    }
    let after = app.history(&call(Role::ProgrammeManager), &AuditFilter::default()).await.unwrap().len();
    assert_eq!(before, after);
    assert!(!paper.exists());
}

#[tokio::test]
async fn every_change_leaves_one_audit_row_and_reading_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call(Role::ProgrammeManager);
    let rows = async || app.history(&manager, &AuditFilter::default()).await.unwrap().len();

    app.import_plan(&manager, &import()).await.unwrap();
    assert_eq!(rows().await, 1);
    app.record_updates(&manager, None, None, &[green()]).await.unwrap();
    assert_eq!(rows().await, 2);
    app.amend(&manager, None, None, &[withdrawal()]).await.unwrap();
    assert_eq!(rows().await, 3);
    app.add_baseline(&manager, None, "As agreed", None).await.unwrap();
    assert_eq!(rows().await, 4);
    let backup = folder.path().join("all.backup");
    app.backup(&manager, &backup).await.unwrap();
    assert_eq!(rows().await, 5);
    let paper = folder.path().join("board.xlsx");
    app.build_report(&manager, &ReportInput { out: vec![paper.clone()], ..ReportInput::default() }).await.unwrap();
    assert_eq!(rows().await, 6);
    assert!(paper.exists());

    app.list_plans(&manager).await.unwrap();
    app.show(&manager, Some("1.1"), None, None).await.unwrap();
    app.export_plan(&manager, None, Format::Csv, None).await.unwrap();
    app.problems(&manager, None).await.unwrap();
    assert_eq!(rows().await, 6);
    assert!(matches!(app.verify_history(&manager).await.unwrap(), Verification::Whole { rows: 6, .. }));

    let other = tempfile::tempdir().unwrap();
    let restored = open(other.path()).await;
    restored.restore(&manager, &backup).await.unwrap();
    let row = &restored.history(&manager, &AuditFilter::default()).await.unwrap()[0];
    assert_eq!(row.entry.action, "store.restore");
}

#[tokio::test]
async fn what_the_council_sets_holds_at_once_everywhere() {
    use sightline_domain::scale::Scale;
    use sightline_domain::settings::{ScaleSettings, SettingsGroup, SignInSettings, UpdateCycle, UpdateSettings};

    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call(Role::ProgrammeManager);
    let cycle = async |app: &App| app.plan(&manager, None, None).await.unwrap().at.plan.update_cycle_days;
    app.import_plan(&manager, &import()).await.unwrap();
    assert_eq!(cycle(&app).await, Some(31));
    let rows = app.history(&manager, &AuditFilter::default()).await.unwrap().len();

    let quarterly = SettingsGroup::Updates(UpdateSettings { cycle: UpdateCycle::Quarterly });
    app.change_settings(&manager, quarterly.clone()).await.unwrap();
    app.change_settings(&manager, quarterly).await.unwrap();
    assert_eq!(cycle(&app).await, Some(92));
    // Set again to what it is, nothing is written; and the plan itself does not say it.
    let history = app.history(&manager, &AuditFilter::default()).await.unwrap();
    assert_eq!(history.len(), rows + 1);
    assert_eq!(history[0].entry.detail["before"]["cycle"], "monthly");
    let exported = app.export_plan(&manager, None, Format::Json, None).await.unwrap();
    assert!(!String::from_utf8(exported.bytes).unwrap().contains("update_cycle_days"));

    let minutes = SignInSettings { idle_minutes: Some(7), dormant_after_days: None };
    app.change_settings(&manager, SettingsGroup::SignIn(minutes)).await.unwrap();
    assert_eq!(app.rules_in_force().idle_limit.as_secs(), 7 * 60);
    assert_eq!(app.rules_in_force().dormant_after_days, app.sign_in_rules().dormant_after_days);

    let own = Scale { id: "ours".to_owned(), ..Scale::progress_1_4() };
    let scales = ScaleSettings { own: vec![own], default: Some("ours".to_owned()) };
    app.change_settings(&manager, SettingsGroup::Scales(scales)).await.unwrap();
    let unrated = template::write(&Plan { scales: Vec::new(), ..plan() }, Format::Json).unwrap();
    let files = vec![SourceBytes { name: "unrated.json".to_owned(), bytes: unrated }];
    let input = ImportInput { files, handle: Some("unrated".to_owned()), ..ImportInput::default() };
    app.import_plan(&manager, &input).await.unwrap();
    let view = app.plan(&manager, Some("unrated"), None).await.unwrap();
    assert_eq!(view.at.plan.scale().map(|scale| scale.id.as_str()), Some("ours"));

    // Another process reads what this one has set.
    let other = open(folder.path()).await;
    assert_eq!(*other.settings(), *app.settings());
}

#[tokio::test]
async fn a_setting_out_of_bounds_is_refused_and_changes_nothing() {
    use sightline_domain::settings::{Branding, SettingsGroup};

    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call(Role::ProgrammeManager);
    let group = SettingsGroup::Branding(Branding { council: Some("x".repeat(61)), ..Branding::default() });
    assert_eq!(app.change_settings(&manager, group.clone()).await.unwrap_err().code(), "SL-A220");
    assert_eq!(app.change_settings(&call(Role::Director), group).await.unwrap_err().code(), "SL-A001");
    assert!(app.history(&manager, &AuditFilter::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_history_of_a_plan_out_of_reach_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call(Role::ProgrammeManager);
    app.import_plan(&manager, &import()).await.unwrap();
    let second = ImportInput { handle: Some("harbour-again".to_owned()), again: true, ..import() };
    app.import_plan(&manager, &second).await.unwrap();
    app.record_updates(&manager, Some("harbour"), None, &[green()]).await.unwrap();

    let mut director = call(Role::Director);
    director.actor.reach.programmes = crate::Scope::Only(vec!["harbour-again".to_owned()]);
    let seen = app.history_rows(&director, &AuditFilter::default()).await.unwrap();
    assert_eq!(seen.total, 1);
    assert_eq!(seen.rows[0].entry.object, "plan harbour-again");
    assert_eq!(app.history(&manager, &AuditFilter::default()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_change_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call(Role::ProgrammeManager);
    app.import_plan(&manager, &import()).await.unwrap();
    let unknown = UpdateInput { action: "9.9".to_owned(), ..green() };
    let error = app.record_updates(&manager, None, None, &[green(), unknown]).await.unwrap_err();
    assert_eq!(error.code(), "SL-A015");
    assert_eq!(app.import_plan(&manager, &import()).await.unwrap_err().code(), "SL-S010");
    let report = ReportInput { out: vec![folder.path().join("board.doc")], ..ReportInput::default() };
    assert_eq!(app.build_report(&manager, &report).await.unwrap_err().code(), "SL-A030");
    assert_eq!(app.history(&manager, &AuditFilter::default()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_export_carries_the_ratings_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let manager = call(Role::ProgrammeManager);
    app.import_plan(&manager, &import()).await.unwrap();
    app.record_updates(&manager, None, None, &[green()]).await.unwrap();
    let exported = app.export_plan(&manager, None, Format::Json, None).await.unwrap();
    assert_eq!(exported.name, "harbour.json");
    let again = super::import::import_dry_run(
        &manager,
        &Vocabulary::built_in().unwrap(),
        &ImportInput {
            files: vec![SourceBytes { name: exported.name, bytes: exported.bytes }],
            ..ImportInput::default()
        },
    );
    assert_eq!(again.unwrap().plan.actions[0].action_rating.as_deref(), Some("green"));
}
