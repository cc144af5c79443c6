//! A board of a small council: planned, moved, held, minuted; and what it may not do.

use std::path::Path;

use chrono::NaiveDate;
use sightline_documents::template;
use sightline_domain::board::{
    ActionStanding, ChallengeStage, Cycle, MeetingChange, MeetingCycle, MeetingState, OffDay, Presence, Pressing,
};
use sightline_domain::plan::{Action, Board, BoardMember, Plan, Priority};
use sightline_domain::risk::{RiskKind, RiskScore};
use sightline_domain::scale::Scale;

use super::{
    AgendaItemInput, BodyInput, DecisionInput, ForwardInput, LoggedChallengeInput, MeetingActionInput, MeetingInput,
    MeetsInput,
};
use crate::use_cases::accounts::AccountInput;
use crate::use_cases::import::ImportInput;
use crate::use_cases::risks::{MitigationInput, RiskInput};
use crate::{Actor, App, AuditFilter, Call, Database, Format, Key, Keys, Reach, Role, SourceBytes, Vocabulary};

const PLAN: &str = "harbour";
const BOARD: &str = "Improvement Board";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(role: Role, at: &str) -> Call {
    let today = day(at);
    Call { actor: Actor::operator("Jo Example", role), at: today.and_hms_opt(12, 0, 0).unwrap().and_utc(), today }
}

fn manager(at: &str) -> Call {
    on(Role::ProgrammeManager, at)
}

fn plan() -> Plan {
    let member = |role: &str, partner: &str, name: Option<&str>| BoardMember {
        partner: Some(partner.to_owned()),
        role: role.to_owned(),
        name: name.map(str::to_owned),
        is_vacant: name.is_none(),
    };
    Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![Priority { reference: "1".to_owned(), title: Some("Hubs".to_owned()), ..Priority::default() }],
        actions: vec![Action {
            reference: "1.1".to_owned(),
            ref_raw: Some("1.1".to_owned()),
            priority: "1".to_owned(),
            text: Some("Open the hub".to_owned()),
            ..Action::default()
        }],
        boards: vec![Board {
            name: BOARD.to_owned(),
            members: vec![
                member("Chair", "Harbour Council", Some("Ann Chair")),
                member("Director of Nursing", "Harbour Hospital", Some("Bo Nurse")),
                member("Head teacher", "Schools", None),
            ],
            ..Board::default()
        }],
        ..Plan::default()
    }
}

async fn open(folder: &Path) -> App {
    let database = Database::File(folder.join("sightline.db"));
    let app = App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap();
    let call = manager("2026-09-01");
    let app = app.with_keys(Keys::new(Key::random(), None), call.at).await.unwrap();
    let import = ImportInput {
        files: vec![SourceBytes {
            name: "plan.json".to_owned(),
            bytes: template::write(&plan(), Format::Json).unwrap(),
        }],
        handle: Some(PLAN.to_owned()),
        ..ImportInput::default()
    };
    app.import_plan(&call, &import).await.unwrap();
    app
}

/// The board with the terms of the plan's own register, two of its seats a quorum.
fn terms() -> BodyInput {
    let register = App::terms_of_register(&plan().boards[0]);
    BodyInput { purpose: "To see that children are better off".to_owned(), chair: Some(0), quorum: Some(2), ..register }
}

async fn with_board(folder: &Path) -> App {
    let app = open(folder).await;
    app.save_body(&manager("2026-09-01"), PLAN, None, &terms()).await.unwrap();
    app
}

fn fortnightly(first_on: &str) -> MeetsInput {
    MeetsInput {
        cycle: MeetingCycle { cycle: Cycle::Weeks { every: 2, first_on: day(first_on) }, off: OffDay::default() },
        starts_at: Some("14:00:00".parse().unwrap()),
        place: Some("Committee room".to_owned()),
        template: "improvement_board".to_owned(),
        until: Some(day("2026-11-30")),
    }
}

/// A meeting on a day that was held on it, with an agenda and whoever came.
async fn held(app: &App, at: &str, came: &[(u32, Presence)]) -> u64 {
    let call = manager(at);
    let input = MeetingInput { on: day(at), starts_at: None, place: None };
    let number = app.add_meeting(&call, PLAN, BOARD, &input).await.unwrap();
    app.draft_agenda(&call, PLAN, number).await.unwrap();
    app.change_meeting(&call, PLAN, number, &MeetingChange::Held).await.unwrap();
    app.record_attendance(&call, PLAN, number, came).await.unwrap();
    number
}

const BOTH: [(u32, Presence); 2] = [(1, Presence::Present), (2, Presence::Present)];

fn decision(text: &str) -> DecisionInput {
    DecisionInput { item: 1, text: text.to_owned(), owner: "Director".to_owned(), ..DecisionInput::default() }
}

#[tokio::test]
async fn a_board_of_the_register_gets_terms_and_its_vacancy_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let call = manager("2026-09-01");
    let before = app.boards(&call, PLAN).await.unwrap();
    assert_eq!((before.bodies.len(), before.without_terms[0].name.as_str()), (0, BOARD));
    app.save_body(&call, PLAN, None, &terms()).await.unwrap();
    let after = app.boards(&call, PLAN).await.unwrap();
    assert_eq!((after.bodies[0].vacant, after.without_terms.len()), (1, 0));
    let again = app.save_body(&call, PLAN, None, &terms()).await.unwrap_err();
    assert_eq!(again.code(), "SL-A401");
}

#[tokio::test]
async fn whoever_leaves_a_seat_stays_on_record_and_a_rename_loses_no_meeting() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let call = manager("2026-10-01");
    let number = app
        .add_meeting(&call, PLAN, BOARD, &MeetingInput { on: day("2026-10-20"), starts_at: None, place: None })
        .await
        .unwrap();
    let mut input = BodyInput { name: "Children's Board".to_owned(), reason: "It grew.".to_owned(), ..terms() };
    for (seat, known) in (1..).zip(&mut input.seats) {
        known.number = Some(seat);
    }
    input.seats[1].person = Some("Cy Next".to_owned());
    let silent = BodyInput { reason: " ".to_owned(), ..input.clone() };
    assert_eq!(app.save_body(&call, PLAN, Some(BOARD), &silent).await.unwrap_err().code(), "SL-A402");
    app.save_body(&call, PLAN, Some(BOARD), &input).await.unwrap();
    let view = app.board(&call, PLAN, "Children's Board").await.unwrap();
    let seat = &view.body.seats[1];
    assert_eq!(
        (seat.person_on(day("2026-09-30")), seat.person_on(day("2026-10-01"))),
        (Some("Bo Nurse"), Some("Cy Next"))
    );
    assert_eq!(view.meetings.iter().map(|meeting| meeting.number).collect::<Vec<_>>(), [number]);
    assert_eq!(app.board(&call, PLAN, BOARD).await.unwrap_err().code(), "SL-A400");
}

#[tokio::test]
async fn a_cycle_plans_its_meetings_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let call = manager("2026-10-01");
    assert_eq!(app.plan_meetings(&call, PLAN, BOARD, &fortnightly("2026-10-07")).await.unwrap(), 4);
    assert_eq!(app.plan_meetings(&call, PLAN, BOARD, &fortnightly("2026-10-07")).await.unwrap(), 0);
    let next = app.boards(&call, PLAN).await.unwrap().bodies[0].next.clone().unwrap();
    assert_eq!((next.on(), next.place.as_deref()), (day("2026-10-07"), Some("Committee room")));
}

#[tokio::test]
async fn a_meeting_moves_across_the_year_with_its_reason_and_never_into_the_past() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let call = manager("2026-12-01");
    let input = MeetingInput { on: day("2026-12-16"), starts_at: None, place: None };
    let number = app.add_meeting(&call, PLAN, BOARD, &input).await.unwrap();
    let moved = |to: &str, reason: &str| MeetingChange::Moved { to: day(to), reason: reason.to_owned() };
    let refused = app.change_meeting(&call, PLAN, number, &moved("2027-01-06", "")).await.unwrap_err();
    assert_eq!(refused.code(), "SL-D432");
    assert_eq!(
        app.change_meeting(&call, PLAN, number, &moved("2026-11-30", "Snow")).await.unwrap_err().code(),
        "SL-D432"
    );
    app.change_meeting(&call, PLAN, number, &moved("2027-01-06", "The chair is away")).await.unwrap();
    let view = app.meeting(&call, PLAN, number).await.unwrap();
    assert_eq!((view.meeting.on(), view.meeting.state()), (day("2027-01-06"), MeetingState::Moved));
    let feed = app.meeting_feed(&call, PLAN, BOARD, "harbour.example").await.unwrap();
    assert_eq!((feed.entries.len(), feed.entries[0].sequence), (1, 1), "a calendar moves its entry");
}

#[tokio::test]
async fn papers_are_due_five_clear_days_before_and_asked_for_until_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let call = manager("2026-11-02");
    let input = MeetingInput { on: day("2026-11-18"), starts_at: None, place: None };
    let number = app.add_meeting(&call, PLAN, BOARD, &input).await.unwrap();
    app.draft_agenda(&call, PLAN, number).await.unwrap();
    let view = app.meeting(&call, PLAN, number).await.unwrap();
    assert!(view.papers.iter().all(|paper| paper.due_on == day("2026-11-10")) && view.chasers.is_empty());
    let late = manager("2026-11-12");
    let (first, wanted) = {
        let view = app.meeting(&late, PLAN, number).await.unwrap();
        assert_eq!(view.chasers[0].pressing, Pressing::Late { days: 2 });
        (view.chasers[0].paper.item, view.chasers.len())
    };
    app.record_paper(&late, PLAN, number, first, true).await.unwrap();
    assert_eq!(app.meeting(&late, PLAN, number).await.unwrap().chasers.len(), wanted - 1);
    app.record_paper(&late, PLAN, number, first, false).await.unwrap();
    assert_eq!(app.meeting(&late, PLAN, number).await.unwrap().chasers.len(), wanted);
    let without = app.record_paper(&late, PLAN, number, 1, true).await.unwrap_err();
    assert_eq!(without.code(), "SL-A408", "the welcome asks for no paper");
}

#[tokio::test]
async fn an_agenda_is_edited_until_the_meeting_is_over_and_takes_what_the_forward_plan_brings() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let call = manager("2026-11-02");
    let input = MeetingInput { on: day("2026-11-02"), starts_at: None, place: None };
    let number = app.add_meeting(&call, PLAN, BOARD, &input).await.unwrap();
    let brought = ForwardInput {
        title: "Placements".to_owned(),
        presents: "Head of Service".to_owned(),
        minutes: 15,
        needs_paper: true,
        meeting: Some(number),
    };
    app.save_forward_item(&call, PLAN, None, &brought).await.unwrap();
    app.draft_agenda(&call, PLAN, number).await.unwrap();
    let agenda = app.meeting(&call, PLAN, number).await.unwrap().agenda.unwrap();
    let at = agenda.items.iter().position(|item| item.title == "Placements").unwrap();
    assert_eq!(at, agenda.items.len() - 2, "before the last");
    let item = |at: usize| {
        let item = &agenda.items[at];
        AgendaItemInput {
            number: Some(item.number),
            title: item.title.clone(),
            minutes: item.minutes,
            presents: item.presents.clone(),
            needs_paper: item.needs_paper,
        }
    };
    let kept = [item(at), item(0)];
    app.save_agenda(&call, PLAN, number, 60, &kept).await.unwrap();
    let nameless = [AgendaItemInput { title: String::new(), ..item(0) }];
    assert_eq!(app.save_agenda(&call, PLAN, number, 60, &nameless).await.unwrap_err().code(), "SL-A408");
    app.change_meeting(&call, PLAN, number, &MeetingChange::Held).await.unwrap();
    assert_eq!(app.board(&call, PLAN, BOARD).await.unwrap().forward[0].taken_at, Some(number));
    assert_eq!(app.save_agenda(&call, PLAN, number, 60, &kept).await.unwrap_err().code(), "SL-A406");
    assert_eq!(app.draft_agenda(&call, PLAN, number).await.unwrap_err().code(), "SL-A406");
}

#[tokio::test]
async fn a_meeting_that_is_not_quorate_decides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let call = manager("2026-10-06");
    let input = MeetingInput { on: day("2026-10-06"), starts_at: None, place: None };
    let unknown = app.add_meeting(&call, PLAN, BOARD, &input).await.unwrap();
    app.draft_agenda(&call, PLAN, unknown).await.unwrap();
    app.change_meeting(&call, PLAN, unknown, &MeetingChange::Held).await.unwrap();
    let silent = app.record_decision(&call, PLAN, unknown, &decision("Publish the scorecard")).await.unwrap_err();
    assert_eq!(silent.code(), "SL-A405", "nobody has said who was there");
    let few = [(1, Presence::Present), (2, Presence::Apologies)];
    app.record_attendance(&call, PLAN, unknown, &few).await.unwrap();
    let refused = app.record_decision(&call, PLAN, unknown, &decision("Publish the scorecard")).await.unwrap_err();
    assert_eq!(refused.code(), "SL-D434");
    let vacant = app.record_attendance(&call, PLAN, unknown, &[(3, Presence::Present)]).await.unwrap_err();
    assert_eq!(vacant.code(), "SL-D433", "nobody holds the third seat");
    app.record_attendance(&call, PLAN, unknown, &BOTH).await.unwrap();
    app.record_decision(&call, PLAN, unknown, &decision("Publish the scorecard")).await.unwrap();
    let attended = app.board(&call, PLAN, BOARD).await.unwrap().attendance;
    assert_eq!(attended.iter().map(|partner| partner.present).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(attended.iter().map(|partner| partner.vacant).sum::<u32>(), 1);
}

#[tokio::test]
async fn minutes_are_agreed_at_a_later_meeting_and_never_changed_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let first = held(&app, "2026-10-06", &BOTH).await;
    let call = manager("2026-11-06");
    let items = app.meeting(&call, PLAN, first).await.unwrap().agenda.unwrap().items;
    let words = |text: &str| items.iter().map(|item| (item.number, text.to_owned())).collect::<Vec<_>>();
    app.write_minutes(&call, PLAN, first, &words("Said so.")[..1]).await.unwrap();
    let second = held(&app, "2026-11-03", &BOTH).await;
    assert_eq!(app.agree_minutes(&call, PLAN, first, second).await.unwrap_err().code(), "SL-D435", "items are silent");
    app.write_minutes(&call, PLAN, first, &words("Said so.")).await.unwrap();
    app.agree_minutes(&call, PLAN, first, second).await.unwrap();
    assert_eq!(app.write_minutes(&call, PLAN, first, &words("Not so.")).await.unwrap_err().code(), "SL-D435");
}

#[tokio::test]
async fn an_action_of_a_meeting_becomes_one_of_the_plan_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let meeting = held(&app, "2026-10-06", &BOTH).await;
    let call = manager("2026-10-07");
    let input = MeetingActionInput {
        item: 1,
        text: "Bring the figures for each locality".to_owned(),
        owner: "Performance analyst".to_owned(),
        due_on: Some(day("2026-11-20")),
        ..MeetingActionInput::default()
    };
    let number = app.record_meeting_action(&call, PLAN, meeting, &input).await.unwrap();
    let other = app.record_meeting_action(&call, PLAN, meeting, &input).await.unwrap();
    let taken = app.plan_meeting_action(&call, PLAN, number, "1.1", "1").await.unwrap_err();
    assert_eq!(taken.code(), "SL-A020", "{taken}");
    app.plan_meeting_action(&call, PLAN, number, "1.9", "1").await.unwrap();
    let plan = app.plan(&call, Some(PLAN), None).await.unwrap();
    let action = plan.at.plan.action("1.9").unwrap();
    assert_eq!((action.due_on, action.leads_raw.as_deref()), (Some(day("2026-11-20")), Some("Performance analyst")));
    let again = app.plan_meeting_action(&call, PLAN, number, "1.10", "1").await.unwrap_err();
    assert_eq!(again.code(), "SL-D434");
    app.finish_meeting_action(&call, PLAN, other, "Every locality has them.").await.unwrap();
    let view = app.meeting(&call, PLAN, meeting).await.unwrap();
    let standings: Vec<ActionStanding> = view.actions.iter().map(|one| one.standing_on(call.today)).collect();
    assert_eq!(standings, [ActionStanding::InPlan, ActionStanding::Done]);
    assert_eq!(app.finish_meeting_action(&call, PLAN, other, "Again").await.unwrap_err().code(), "SL-A404");
}

#[tokio::test]
async fn a_member_challenges_and_the_answer_does_not_close_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let meeting = held(&app, "2026-10-06", &BOTH).await;
    let member = on(Role::BoardMember, "2026-10-07");
    let input = LoggedChallengeInput {
        meeting: Some(meeting),
        item: Some(1),
        by_post: "Chair".to_owned(),
        to_post: "Director".to_owned(),
        text: "How do you know that it is better?".to_owned(),
        actions: Vec::new(),
    };
    let number = app.log_challenge(&member, PLAN, &input).await.unwrap();
    let not_theirs = app.settle_logged_challenge(&member, PLAN, number, "Chair", "Fine", true).await.unwrap_err();
    assert_eq!(not_theirs.code(), "SL-A001");
    let call = manager("2026-10-08");
    let settle = |by: &'static str, words: &'static str, closes: bool| {
        let (app, call) = (app.clone(), call.clone());
        async move { app.settle_logged_challenge(&call, PLAN, number, by, words, closes).await }
    };
    assert_eq!(settle("Chair", "Fine", true).await.unwrap_err().code(), "SL-D436", "nobody has answered");
    settle("Director", "By the audits of October.", false).await.unwrap();
    assert_eq!(settle("Director", "Fine", true).await.unwrap_err().code(), "SL-D436", "who answers does not close");
    settle("Chair", "The audits now stand in the pack.", true).await.unwrap();
    let log = app.board(&call, PLAN, BOARD).await.unwrap().challenges;
    assert_eq!(log[0].stage_on(call.today), ChallengeStage::Closed);
}

#[tokio::test]
async fn a_reader_sees_boards_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let reader = on(Role::BoardMember, "2026-10-07");
    assert!(!app.boards(&reader, PLAN).await.unwrap().can_manage);
    let rows = app.history(&manager("2026-10-07"), &AuditFilter::default()).await.unwrap().len();
    for code in [
        app.save_body(&reader, PLAN, Some(BOARD), &terms()).await.unwrap_err().code(),
        app.plan_meetings(&reader, PLAN, BOARD, &fortnightly("2026-10-07")).await.unwrap_err().code(),
        app.save_risk(&reader, PLAN, None, &risk()).await.unwrap_err().code(),
    ] {
        assert_eq!(code, "SL-A001");
    }
    assert_eq!(app.history(&manager("2026-10-07"), &AuditFilter::default()).await.unwrap().len(), rows);
}

fn risk() -> RiskInput {
    RiskInput {
        title: "Too few permanent social workers".to_owned(),
        cause: "Neighbours pay more".to_owned(),
        effect: "Children change worker".to_owned(),
        owner: "Director".to_owned(),
        likelihood: 4,
        impact: 4,
        mitigations: vec![MitigationInput {
            text: "Keep the retention payment".to_owned(),
            owner: "Head of HR".to_owned(),
            due_on: Some(day("2026-12-01")),
            is_done: false,
        }],
        actions: vec!["1.1".to_owned()],
        review_on: Some(day("2026-12-01")),
        reason: "Eleven of forty posts are agency.".to_owned(),
        ..RiskInput::default()
    }
}

#[tokio::test]
async fn a_risk_keeps_every_score_with_its_reason_until_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let number = app.save_risk(&manager("2026-10-01"), PLAN, None, &risk()).await.unwrap();
    let call = manager("2026-11-01");
    let lower = RiskInput { likelihood: 2, reason: "Five have joined.".to_owned(), ..risk() };
    app.save_risk(&call, PLAN, Some(number), &lower).await.unwrap();
    let view = app.risk(&call, PLAN, number).await.unwrap();
    assert_eq!(view.risk.scores.iter().map(RiskScore::score).collect::<Vec<_>>(), [16, 8]);
    assert_eq!(view.changes.iter().map(|change| change.score).collect::<Vec<_>>(), [Some(8), Some(16)]);
    assert_eq!(view.changes[0].reason, "Five have joined.");
    assert_eq!(app.close_risk(&call, PLAN, number, " ").await.unwrap_err().code(), "SL-A402");
    app.close_risk(&call, PLAN, number, "Every post is filled.").await.unwrap();
    let register = app.risks(&call, PLAN).await.unwrap();
    assert_eq!((register.open.len(), register.closed.len()), (0, 1));
    assert_eq!(app.close_risk(&call, PLAN, number, "Again").await.unwrap_err().code(), "SL-A404");
}

#[tokio::test]
async fn the_worst_risk_stands_first_and_an_issue_is_certain() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    let call = manager("2026-10-01");
    let mild = RiskInput { title: "Mild".to_owned(), likelihood: 1, impact: 1, ..risk() };
    app.save_risk(&call, PLAN, None, &mild).await.unwrap();
    let issue = RiskInput { title: "Happened".to_owned(), kind: RiskKind::Issue, likelihood: 1, ..risk() };
    app.save_risk(&call, PLAN, None, &issue).await.unwrap();
    let open = app.risks(&call, PLAN).await.unwrap().open;
    assert_eq!(
        open.iter().map(|(risk, standing)| (risk.title.as_str(), standing.score)).collect::<Vec<_>>(),
        [("Happened", Some(20)), ("Mild", Some(1))]
    );
    let off = RiskInput { impact: 9, ..risk() };
    assert_eq!(app.save_risk(&call, PLAN, None, &off).await.unwrap_err().code(), "SL-D437");
    let elsewhere = RiskInput { actions: vec!["7.7".to_owned()], ..risk() };
    assert_eq!(app.save_risk(&call, PLAN, None, &elsewhere).await.unwrap_err().code(), "SL-A015");
}

#[tokio::test]
async fn an_address_for_calendars_works_until_it_is_taken_back_or_its_maker_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_board(folder.path()).await;
    let administrator = on(Role::Administrator, "2026-10-01");
    let input = AccountInput {
        email: "member@harbour.example".to_owned(),
        name: "Leo Member".to_owned(),
        role: Role::BoardMember,
        reach: Reach::default(),
        known_as: Vec::new(),
        expires_on: None,
    };
    let account = app.create_account(&administrator, &input).await.unwrap().account;
    let actor = Actor { account: Some(account.id.clone()), ..Actor::operator("Leo Member", Role::BoardMember) };
    let member = Call { actor, ..on(Role::BoardMember, "2026-10-01") };
    let (at, today) = (member.at, member.today);
    let opens = |token: String| {
        let app = app.clone();
        async move { app.feed_of_link(PLAN, &token, "harbour.example", at, today).await.unwrap().is_some() }
    };
    let first = app.make_feed_link(&member, PLAN, BOARD).await.unwrap().as_str().to_owned();
    assert!(opens(first.clone()).await && !opens("guessed".to_owned()).await);
    let second = app.make_feed_link(&member, PLAN, BOARD).await.unwrap().as_str().to_owned();
    assert!(opens(second.clone()).await && !opens(first).await, "the new one takes the place of the old");
    app.withdraw_feed_link(&member, PLAN, BOARD).await.unwrap();
    assert!(!opens(second).await);
    let third = app.make_feed_link(&member, PLAN, BOARD).await.unwrap().as_str().to_owned();
    app.disable_account(&administrator, &account.id).await.unwrap();
    assert!(!opens(third).await, "whoever may not sign in sees no meetings either");
}
