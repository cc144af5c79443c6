//! What holds between the views of a plan.

use std::path::Path;

use chrono::{DateTime, NaiveDate};
use sightline_domain::plan::{ActionState, Plan};
use sightline_domain::standing::Standing;

use super::filter::{Column, DueWindow, Facet, LeadIs, Order, PlanFilter, PriorityIs, RatingIs, StateIs};
use super::table::PlanTable;
use super::table_export::TableFormat;
use super::timeline::{TimeRange, TimelineWindow};
use crate::use_cases::amend::{AmendInput, Change};
use crate::use_cases::import::ImportInput;
use crate::use_cases::update::UpdateInput;
use crate::{Actor, App, Call, Database, Error, Role, Sides, SourceBytes, Vocabulary};

const DEMO: &str = include_str!("../../../../../content/demo/plan.md");
const HANDLE: &str = "wexcombe";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn call_on(role: Role, today: &str) -> Call {
    Call { actor: Actor::operator("Jo Example", role), at: DateTime::UNIX_EPOCH, today: day(today) }
}

fn manager() -> Call {
    call_on(Role::ProgrammeManager, "2026-02-15")
}

async fn opened(folder: &Path) -> App {
    App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap()
}

/// The demonstration's plan with a few updates, one withdrawal and one forecast.
async fn demo(folder: &Path) -> (App, Plan) {
    let app = opened(folder).await;
    let import = ImportInput {
        files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: DEMO.as_bytes().to_vec() }],
        handle: Some(HANDLE.to_owned()),
        on: Some(day("2025-06-02")),
        ..ImportInput::default()
    };
    let imported = app.import_plan(&call_on(Role::ProgrammeManager, "2025-06-02"), &import).await.unwrap();
    let plan = imported.imported.plan;
    let update = |place: usize, rating: &str| UpdateInput {
        action: plan.actions[place].reference.clone(),
        action_rating: Some(rating.to_owned()),
        impact_rating: Some("amber".to_owned()),
        note: Some(format!("Said in January, letter {}.", ["alpha", "beta", "gamma", "delta"][place])),
        forecast_on: Some(day("2027-01-31")),
        ..UpdateInput::default()
    };
    let inputs: Vec<UpdateInput> =
        [(0, "green"), (1, "red"), (2, "amber"), (3, "green")].map(|(place, rating)| update(place, rating)).to_vec();
    app.record_updates(&call_on(Role::ProgrammeManager, "2026-01-31"), Some(HANDLE), None, &inputs).await.unwrap();
    let withdrawal = AmendInput {
        action: plan.actions[4].reference.clone(),
        change: Change::Withdraw,
        reason: "Done by another plan.".to_owned(),
        seen: None,
    };
    app.amend(&manager(), Some(HANDLE), Some(day("2026-02-10")), &[withdrawal]).await.unwrap();
    (app, plan)
}

async fn table(app: &App, filter: &PlanFilter) -> PlanTable {
    app.plan_table(&manager(), HANDLE, None, filter, 1).await.unwrap()
}

#[tokio::test]
async fn each_cell_of_the_matrix_counts_what_its_link_shows() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let by_rating = app.plan_by_rating(&manager(), HANDLE, None).await.unwrap();
    assert_eq!(by_rating.matrices.len(), 2);
    for matrix in &by_rating.matrices {
        assert!(matrix.total.total.count > 20);
        for row in matrix.rows.iter().chain([&matrix.total]) {
            assert_eq!(row.cells.iter().map(|cell| cell.count).sum::<usize>(), row.total.count);
            for cell in row.cells.iter().chain([&row.total]) {
                let shown = table(&app, &cell.filter).await.found;
                assert_eq!(shown, cell.count, "{} {}: {}", matrix.title, row.title, cell.filter.to_query());
            }
        }
    }
}

#[tokio::test]
async fn a_rating_turns_out_three_months_later_and_is_told_by_priority_and_post() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let red = UpdateInput {
        action: plan.actions[0].reference.clone(),
        action_rating: Some("red".to_owned()),
        note: Some("It has slipped.".to_owned()),
        ..UpdateInput::default()
    };
    app.record_updates(&call_on(Role::ProgrammeManager, "2026-04-15"), Some(HANDLE), None, &[red]).await.unwrap();
    let told = async |on: &str| {
        let call = call_on(Role::BoardMember, "2026-06-01");
        app.plan_optimism(&call, HANDLE, Some(day(on))).await.unwrap()
    };
    assert_eq!(told("2026-04-29").await.whole.action.looked_at(), 0, "three months are not over");
    let over = told("2026-05-01").await;
    assert_eq!((over.whole.action.turned_red, over.whole.action.not_rated_again), (1, 1));
    let of_priority = over.by_priority.iter().map(|(_, outcomes)| outcomes.action.turned_red).sum::<u64>();
    assert_eq!(of_priority, 1);
    assert!(over.by_priority[0].0.starts_with(&format!("{}: ", plan.priorities[0].reference)));
    let people: Vec<&str> =
        plan.posts.iter().flat_map(|post| &post.holdings).map(|held| held.holder.as_str()).collect();
    assert!(over.by_post.iter().all(|(post, _)| !people.contains(&post.as_str())), "{:?}", over.by_post);
}

#[tokio::test]
async fn each_choice_of_a_filter_shows_as_many_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let narrowed = PlanFilter {
        priorities: vec![PriorityIs::Reference(plan.priorities[0].reference.clone())],
        words: "the".to_owned(),
        ..PlanFilter::default()
    };
    for start in [PlanFilter::default(), narrowed] {
        let facets = table(&app, &start).await.facets;
        let all: Vec<Facet> = [
            Some(facets.priorities),
            Some(facets.action_ratings),
            facets.impact_ratings,
            Some(facets.standings),
            Some(facets.leads),
            Some(facets.due),
            Some(facets.silent),
            Some(facets.placeholder),
            Some(facets.sources),
            Some(facets.states),
        ]
        .into_iter()
        .flatten()
        .collect();
        for facet in all {
            for value in &facet.values {
                // The choice alone in its kind, with everything else as it is.
                let pairs = start.pairs().into_iter().filter(|(key, _)| *key != facet.key);
                let chosen = PlanFilter::parse(&format!("{}={}", facet.key, value.code.replace('&', "%26"))).filter;
                let query: Vec<String> = pairs.map(|(key, said)| format!("{key}={said}")).collect();
                let filter = PlanFilter::parse(&format!("{}&{}", query.join("&"), chosen.to_query())).filter;
                let shown = table(&app, &filter).await.found;
                assert_eq!(shown, value.count, "{}={} with {}", facet.key, value.code, start.to_query());
            }
        }
    }
}

#[tokio::test]
async fn what_left_the_plan_is_shown_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let gone = &plan.actions[4].reference;
    let all = table(&app, &PlanFilter::default()).await;
    assert_eq!(all.found, plan.actions.len() - 1);
    assert_eq!(all.actions, all.found);
    let withdrawn = PlanFilter { states: vec![StateIs::Withdrawn], ..PlanFilter::default() };
    let shown = table(&app, &withdrawn).await;
    assert_eq!(shown.rows.len(), 1);
    assert_eq!((&shown.rows[0].reference, &shown.rows[0].state), (gone, &ActionState::Withdrawn));
    assert_eq!(shown.rows[0].standing, None);
    // The day before, it was there.
    let before = app.plan_table(&manager(), HANDLE, Some(day("2026-02-09")), &PlanFilter::default(), 1).await.unwrap();
    assert_eq!(before.found, plan.actions.len());
    assert!(!before.heading.is_today && all.heading.is_today);
}

#[tokio::test]
async fn rows_come_in_the_order_asked_for_and_equal_ones_in_plan_order() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let by = |by, is_descending| PlanFilter { order: Some(Order { by, is_descending }), ..PlanFilter::default() };
    let place = |reference: &str| plan.actions.iter().position(|action| action.reference == reference);
    for is_descending in [false, true] {
        let rows = table(&app, &by(Column::Due, is_descending)).await.rows;
        for pair in rows.windows(2) {
            match (pair[0].due_on, pair[1].due_on) {
                (Some(one), Some(other)) if one == other => {
                    assert!(place(&pair[0].reference) < place(&pair[1].reference));
                }
                (Some(one), Some(other)) => assert_eq!(one > other, is_descending),
                (None, next) => assert_eq!(next, None, "what has no date stands last"),
                (Some(_), None) => {}
            }
        }
    }
    let rated = table(&app, &by(Column::ActionRating, false)).await.rows;
    assert_eq!(rated[0].action_rating.code.as_deref(), Some("red"));
    let standing = table(&app, &by(Column::Standing, false)).await.rows;
    assert_eq!(standing[0].standing, Some(Standing::Overdue));
}

#[tokio::test]
async fn words_are_looked_for_in_the_action_and_in_its_latest_update() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let found = |words: &str| PlanFilter { words: words.to_owned(), ..PlanFilter::default() };
    let rows = table(&app, &found("JANUARY gamma")).await.rows;
    assert_eq!(rows.iter().map(|row| &row.reference).collect::<Vec<_>>(), [&plan.actions[2].reference]);
    assert_eq!(table(&app, &found("january nowhere-at-all")).await.found, 0);
}

#[tokio::test]
async fn a_page_beyond_the_last_shows_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let last = app.plan_table(&manager(), HANDLE, None, &PlanFilter::default(), 900).await.unwrap();
    assert_eq!(last.page, last.pages);
    assert!(!last.rows.is_empty());
}

#[tokio::test]
async fn every_live_action_stands_with_a_lead_or_among_those_without() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let by_lead = app.plan_by_lead(&manager(), HANDLE, None, 1).await.unwrap();
    let all = table(&app, &PlanFilter::default()).await;
    let led: std::collections::BTreeSet<&str> = by_lead
        .leads
        .iter()
        .flat_map(|lead| &lead.rows)
        .chain(&by_lead.leaderless)
        .map(|row| row.reference.as_str())
        .collect();
    assert_eq!(by_lead.pages, 1);
    assert_eq!(led.len(), all.found);
    for lead in &by_lead.leads {
        let shown = table(&app, &lead.lead.filter).await.found;
        assert_eq!(shown, lead.rows.len(), "{}", lead.lead.name);
    }
    let nobody = PlanFilter { leads: vec![LeadIs::Nobody], ..PlanFilter::default() };
    assert_eq!(table(&app, &nobody).await.found, by_lead.leaderless.len());
}

#[tokio::test]
async fn an_action_answers_a_finding_or_stands_among_those_that_answer_none() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let by_finding = app.plan_by_finding(&manager(), HANDLE, None).await.unwrap();
    assert!(by_finding.findings > 0);
    let answering: std::collections::BTreeSet<&str> = by_finding
        .inspections
        .iter()
        .flat_map(|inspection| &inspection.findings)
        .flat_map(|finding| &finding.rows)
        .filter(|row| !row.is_placeholder)
        .map(|row| row.reference.as_str())
        .collect();
    assert_eq!(answering.len() + by_finding.actions_without.len(), by_finding.actions);
    assert!(by_finding.actions_without.iter().all(|row| !answering.contains(row.reference.as_str())));
}

#[tokio::test]
async fn every_dated_action_is_in_the_timeline_of_the_whole_plan() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let show = async |range, around: &str| {
        let window = TimelineWindow { range, around: Some(day(around)), page: 1 };
        app.plan_timeline(&manager(), HANDLE, None, &PlanFilter::default(), window).await.unwrap()
    };
    let whole = show(TimeRange::PlanPeriod, "2026-02-15").await;
    let all = table(&app, &PlanFilter::default()).await.found;
    assert_eq!(whole.found + whole.elsewhere + whole.undated.len(), all);
    let quarter = show(TimeRange::Quarter, "2026-02-15").await;
    assert_eq!((quarter.from, quarter.to), (day("2026-01-01"), day("2026-03-31")));
    for row in &quarter.rows {
        assert!(row.marks.iter().all(|mark| mark.on >= quarter.from && mark.on <= quarter.to));
    }
    assert_eq!(show(TimeRange::Quarter, "1999-01-01").await.found, 0);
}

#[tokio::test]
async fn the_last_point_of_a_priority_s_ratings_is_what_the_matrix_says() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let matrices = app.plan_by_rating(&manager(), HANDLE, None).await.unwrap().matrices;
    for priority in &plan.priorities {
        let view = app.priority(&manager(), HANDLE, &priority.reference, None).await.unwrap();
        assert_eq!(view.rows.len(), table(&app, &view.filter).await.found);
        for (trend, matrix) in view.trends.iter().zip(&matrices) {
            let row = matrix.rows.iter().find(|row| row.reference == priority.reference).unwrap();
            let last = &trend.points.last().unwrap().counts;
            let cells: Vec<usize> = row.cells.iter().map(|cell| cell.count).take(last.len()).collect();
            assert_eq!(last, &cells, "{} of {}", trend.title, priority.reference);
        }
    }
    let first = app.priority(&manager(), HANDLE, &plan.priorities[0].reference, None).await.unwrap();
    // Imported in June: seven month ends (June to January… ) and the day.
    assert_eq!(first.trends[0].points.first().unwrap().on, day("2025-06-30"));
    let unknown = app.priority(&manager(), HANDLE, "99", None).await.unwrap_err();
    assert_eq!(unknown.code(), "SL-A021");
}

#[tokio::test]
async fn the_plan_on_a_page_counts_what_the_table_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let page = app.plan_on_a_page(&manager(), HANDLE, None).await.unwrap();
    let all = table(&app, &PlanFilter::default()).await;
    let sum: usize = page.priorities.iter().map(|priority| priority.counts.total()).sum();
    assert_eq!(sum, all.counts.total());
    let overdue = PlanFilter { standings: vec![Standing::Overdue, Standing::Slipping], ..PlanFilter::default() };
    assert_eq!(table(&app, &overdue).await.found, page.stuck);
    assert!(!page.words.headlines.is_empty());
}

#[tokio::test]
async fn a_partner_sees_only_their_own_actions_in_every_view() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let everybody = app.plan_by_lead(&manager(), HANDLE, None, 1).await.unwrap().everybody;
    let known = &everybody[0].name;
    let mut partner = call_on(Role::Partner, "2026-02-15");
    partner.actor.known_as = vec![known.clone()];
    let mine = app.plan_table(&partner, HANDLE, None, &PlanFilter::default(), 1).await.unwrap();
    let expected = table(&app, &everybody[0].filter).await;
    assert_eq!(mine.rows, expected.rows);
    assert!(mine.found < expected.actions);
    let lead = app.plan_by_lead(&partner, HANDLE, None, 1).await.unwrap();
    assert!(lead.leads.iter().all(|lead| lead.rows.iter().all(|row| mine.rows.contains(row))));
    let sides = Sides::SinceImport { plan: Some(HANDLE.to_owned()), to: None };
    let changes = app.compare(&partner, &sides).await.unwrap();
    assert!(changes.changes.iter().all(|change| mine.rows.iter().any(|row| row.reference == change.action)));
    assert!(matches!(
        app.export_table(&partner, HANDLE, None, &PlanFilter::default(), TableFormat::Csv).await.unwrap_err(),
        Error::NotAllowed { .. }
    ));
}

#[tokio::test]
async fn a_write_is_seen_by_the_next_read_whichever_process_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let other = opened(folder.path()).await;
    let red = PlanFilter { action_ratings: vec![RatingIs::Level("red".to_owned())], ..PlanFilter::default() };
    let before = table(&app, &red).await.found;
    let update = UpdateInput {
        action: plan.actions[0].reference.clone(),
        action_rating: Some("red".to_owned()),
        ..UpdateInput::default()
    };
    other.record_updates(&manager(), Some(HANDLE), None, &[update]).await.unwrap();
    assert_eq!(table(&app, &red).await.found, before + 1);
    let green = UpdateInput {
        action: plan.actions[0].reference.clone(),
        action_rating: Some("green".to_owned()),
        ..UpdateInput::default()
    };
    app.record_updates(&manager(), Some(HANDLE), None, &[green]).await.unwrap();
    assert_eq!(table(&app, &red).await.found, before);
    assert_eq!(table(&other, &red).await.found, before);
}

#[tokio::test]
async fn an_export_holds_every_row_that_the_filter_shows() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let filter = PlanFilter { due: vec![DueWindow::Overdue], ..PlanFilter::default() };
    let found = table(&app, &filter).await.found;
    assert!(found > 0);
    let csv = app.export_table(&manager(), HANDLE, None, &filter, TableFormat::Csv).await.unwrap();
    assert_eq!(csv.name, "wexcombe-actions-2026-02-15.csv");
    let text = String::from_utf8(csv.bytes).unwrap();
    assert_eq!(text.lines().filter(|line| line.contains(",Overdue,")).count(), found);
    let book = app.export_table(&manager(), HANDLE, None, &filter, TableFormat::Xlsx).await.unwrap();
    assert!(book.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_view_is_one_s_own_until_it_is_shared() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = demo(folder.path()).await;
    let person = |account: &str, role| {
        let mut call = call_on(role, "2026-02-15");
        call.actor.account = Some(account.to_owned());
        call.actor.name = account.to_uppercase();
        call
    };
    let (ada, bea) = (person("ada", Role::ActionLead), person("bea", Role::BoardMember));
    let late = PlanFilter { due: vec![DueWindow::Overdue], ..PlanFilter::default() };
    let views = async |call: &Call| app.plan_table(call, HANDLE, None, &late, 1).await.unwrap().views;

    let saved = app.save_view(&ada, HANDLE, "  What is   late ", &late, false).await.unwrap();
    assert_eq!((saved.name.as_str(), &saved.filter), ("What is late", &late));
    assert_eq!(views(&ada).await.len(), 1);
    assert!(views(&bea).await.is_empty());
    let hidden = app.delete_view(&bea, HANDLE, saved.id.as_str()).await.unwrap_err();
    assert_eq!(hidden.code(), "SL-S080", "who may not know of it is not told that it is there");

    app.save_view(&ada, HANDLE, "What is late", &late, true).await.unwrap();
    let shared = views(&bea).await;
    assert_eq!(shared[0].shared_by.as_deref(), Some("ADA"));
    assert!(!shared[0].can_delete);
    assert_eq!(app.delete_view(&bea, HANDLE, saved.id.as_str()).await.unwrap_err().code(), "SL-A001");
    app.delete_view(&manager(), HANDLE, saved.id.as_str()).await.unwrap();
    assert!(views(&ada).await.is_empty());

    assert_eq!(app.save_view(&ada, HANDLE, "  ", &late, false).await.unwrap_err().code(), "SL-A120");
    assert_eq!(app.save_view(&ada, HANDLE, &"x".repeat(61), &late, false).await.unwrap_err().code(), "SL-A120");
    for number in 0..30 {
        app.save_view(&ada, HANDLE, &format!("View {number}"), &late, false).await.unwrap();
    }
    assert_eq!(app.save_view(&ada, HANDLE, "One more", &late, false).await.unwrap_err().code(), "SL-A121");
    app.save_view(&ada, HANDLE, "view 7", &late, false).await.unwrap();
}

#[tokio::test]
async fn a_comparison_tells_why_and_which_ratings_moved() {
    let folder = tempfile::tempdir().unwrap();
    let (app, plan) = demo(folder.path()).await;
    let sides = Sides::Days { plan: Some(HANDLE.to_owned()), from: day("2025-12-31"), to: day("2026-02-15") };
    let comparison = app.compare(&manager(), &sides).await.unwrap();
    let withdrawn = comparison.lines.iter().find(|line| line.reference == plan.actions[4].reference).unwrap();
    assert_eq!((withdrawn.kind.as_str(), withdrawn.reason.as_deref()), ("Withdrawn", Some("Done by another plan.")));
    assert!(
        comparison.movements.iter().any(|line| line.reference == plan.actions[1].reference && line.to.name == "Red")
    );
}
