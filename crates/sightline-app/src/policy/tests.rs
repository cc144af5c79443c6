//! The sentences that matter most, and that the rules load.

use chrono::{DateTime, NaiveDate};
use sightline_domain::plan::{self, Lead, Plan, Post, PostHolding};
use sightline_store::PlanSummary;

use super::rules::Rules;
use super::{Action, Target, allows, matrix};
use crate::{Actor, Call, Reach, Role, Scope};

const RULES: &str = include_str!("../../../../content/policies/access.cedar");
const SCHEMA: &str = include_str!("../../../../content/policies/access.cedarschema");
const MATRIX: &str = include_str!("../../../../content/policies/matrix.md");

fn call(role: Role) -> Call {
    let actor = Actor { account: Some("acc_jo".to_owned()), ..Actor::operator("Jo Example", role) };
    Call { actor, at: DateTime::UNIX_EPOCH, today: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap() }
}

fn reaching(role: Role, programmes: &[&str], priorities: &[&str]) -> Call {
    let only = |names: &[&str]| Scope::Only(names.iter().map(|name| (*name).to_owned()).collect());
    let mut call = call(role);
    call.actor.reach = Reach { programmes: only(programmes), priorities: only(priorities), teams: Scope::All };
    call
}

fn summary() -> PlanSummary {
    PlanSummary {
        id: "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap(),
        handle: "harbour".to_owned(),
        title: "Harbour plan".to_owned(),
        council: Some("Harbour Council".to_owned()),
        imported_on: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        actions: 2,
        priorities: 2,
        last_update_on: None,
        source_files: Vec::new(),
    }
}

/// Action 1.1 is led by the Head of Service, who is Jo Example; 2.1 by somebody else.
fn plan() -> Plan {
    let action = |reference: &str, priority: &str, lead: &str| plan::Action {
        reference: reference.to_owned(),
        priority: priority.to_owned(),
        leads: vec![Lead { raw: lead.to_owned(), name: lead.to_owned(), ..Lead::default() }],
        ..plan::Action::default()
    };
    Plan {
        actions: vec![action("1.1", "1", "Head of Service"), action("2.1", "2", "Sam Other")],
        posts: vec![Post {
            title: "Head of Service".to_owned(),
            holdings: vec![PostHolding { holder: "Jo Example".to_owned(), ..PostHolding::default() }],
            ..Post::default()
        }],
        ..Plan::default()
    }
}

/// Whether the caller may do it to action 1.1 (own) and to 2.1 (another's).
fn own_and_other(call: &Call, action: Action) -> (bool, bool) {
    let (summary, plan) = (summary(), plan());
    let may =
        |at: usize| allows(call, action, &Target::Action { summary: &summary, plan: &plan, action: &plan.actions[at] });
    (may(0), may(1))
}

#[test]
fn each_action_has_its_own_code() {
    let mut codes: Vec<_> = Action::ALL.iter().map(|action| action.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Action::ALL.len());
}

#[test]
fn the_rules_name_nothing_that_the_schema_does_not_have() {
    assert!(Rules::load(RULES, SCHEMA).is_ok(), "{:?}", Rules::load(RULES, SCHEMA).err());
    for (broken, named) in [
        ("permit (principal in Role::\"sponser\", action, resource);", "sponser"),
        ("permit (principal, action == Action::\"plan.raed\", resource);", "plan.raed"),
        ("permit (principal, action, resource) when { resource.mine };", "mine"),
        ("permit (principal, action, resource) when { principal.role == \"sponsor\" };", "role"),
    ] {
        let error = Rules::load(broken, SCHEMA).err().unwrap_or_default();
        assert!(error.contains(named), "{broken}: {error}");
    }
}

#[test]
fn the_schema_has_exactly_our_actions_and_roles() {
    let (schema, _) = cedar_policy::Schema::from_cedarschema_str(SCHEMA).unwrap();
    let mut named: Vec<String> = schema.actions().map(|action| action.id().unescaped().to_owned()).collect();
    named.sort();
    let mut ours: Vec<&str> = Action::ALL.iter().map(|action| action.code()).collect();
    ours.sort_unstable();
    assert_eq!(named, ours);
    // A role that the schema does not list would be refused in a rule; one that is listed for nobody would not.
    let (_, roles) = SCHEMA.split_once("entity Role enum [").unwrap();
    let listed: Vec<&str> = roles.split(']').next().unwrap().split('"').skip(1).step_by(2).collect();
    let ours: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    assert_eq!(listed, ours);
}

#[test]
fn the_matrix_is_what_the_rules_say() {
    assert!(MATRIX == matrix(), "content/policies/matrix.md is not what the rules say; run `make generate`");
}

#[test]
fn what_no_rule_allows_is_not_allowed() {
    let none = Rules::load("", SCHEMA).unwrap();
    let actor = Actor::operator("Jo Example", Role::ProgrammeManager);
    for action in Action::ALL {
        assert!(!none.allow(&actor, *action, &super::Resource::Sightline), "{}", action.code());
    }
}

#[test]
fn a_partner_does_not_see_what_others_lead() {
    assert_eq!(own_and_other(&call(Role::Partner), Action::PlanRead), (true, false));
    assert_eq!(own_and_other(&call(Role::Partner), Action::PlanUpdate), (true, false));
    assert_eq!(own_and_other(&call(Role::Partner), Action::DiscussionWrite), (true, false));
    assert!(!allows(&call(Role::Partner), Action::PlanExport, &Target::Sightline));
}

#[test]
fn what_is_remembered_of_one_person_is_not_said_of_another() {
    // The same question in every respect but one, each twice.
    let lead = reaching(Role::ActionLead, &["Harbour Council"], &["1"]);
    let elsewhere = reaching(Role::ActionLead, &["Wexcombe"], &["1"]);
    let sponsor = reaching(Role::Sponsor, &["Harbour Council"], &["1"]);
    let other_sponsor = reaching(Role::Sponsor, &["Harbour Council"], &["2"]);
    for _ in 0..2 {
        assert_eq!(own_and_other(&lead, Action::PlanUpdate), (true, false));
        assert_eq!(own_and_other(&elsewhere, Action::PlanUpdate), (false, false));
        assert_eq!(own_and_other(&sponsor, Action::PlanSignOff), (true, false));
        assert_eq!(own_and_other(&other_sponsor, Action::PlanSignOff), (false, true));
    }
    let store = |call: &Call| allows(call, Action::StoreRestore, &Target::Sightline);
    let operator = Call { actor: Actor::operator("Jo Example", Role::Administrator), ..call(Role::Administrator) };
    assert!(store(&operator) && !store(&call(Role::Administrator)) && store(&operator));
}

#[test]
fn a_lead_reads_the_whole_plan_and_reports_on_their_own_actions_only() {
    let lead = reaching(Role::ActionLead, &["Harbour Council"], &["9"]);
    assert_eq!(own_and_other(&lead, Action::PlanRead), (true, true));
    assert_eq!(own_and_other(&lead, Action::PlanUpdate), (true, false));
    assert_eq!(own_and_other(&lead, Action::PlanSignOff), (false, false));
}

#[test]
fn a_sponsor_signs_off_within_their_priorities_and_nowhere_else() {
    let sponsor = reaching(Role::Sponsor, &["harbour council"], &["2"]);
    assert_eq!(own_and_other(&sponsor, Action::PlanSignOff), (false, true));
    // They also report on what they answer for themselves, wherever it stands.
    assert_eq!(own_and_other(&sponsor, Action::PlanUpdate), (true, true));
    let of_another = reaching(Role::Sponsor, &["harbour council"], &["9"]);
    assert_eq!(own_and_other(&of_another, Action::PlanUpdate), (true, false));
}

#[test]
fn whoever_keeps_the_plan_does_not_sign_for_it() {
    assert_eq!(own_and_other(&call(Role::ProgrammeManager), Action::PlanSignOff), (false, false));
    assert!(!allows(&call(Role::ProgrammeManager), Action::PlanSignOff, &Target::Sightline));
}

#[test]
fn nobody_reaches_into_a_programme_they_were_not_given() {
    let summary = summary();
    for role in Role::ALL {
        let elsewhere = reaching(*role, &["Wexcombe"], &["1", "2"]);
        for action in Action::ALL {
            assert_eq!(own_and_other(&elsewhere, *action), (false, false), "{} {}", role.code(), action.code());
            assert!(!allows(&elsewhere, *action, &Target::Plan(&summary)), "{} {}", role.code(), action.code());
        }
    }
}

#[test]
fn an_administrator_has_no_say_in_plans() {
    let summary = summary();
    let administrator = call(Role::Administrator);
    assert!(!allows(&administrator, Action::PlanRead, &Target::Plan(&summary)));
    assert_eq!(own_and_other(&administrator, Action::PlanAmend), (false, false));
    assert!(allows(&administrator, Action::AccountManage, &Target::Sightline));
}

#[test]
fn whoever_looks_in_changes_nothing() {
    let changing = [
        Action::PlanImport,
        Action::PlanUpdate,
        Action::PlanSignOff,
        Action::PlanAmend,
        Action::PlanBaseline,
        Action::RegisterAmend,
        Action::RoundManage,
        Action::DiscussionWrite,
        Action::ObsessionManage,
        Action::BoardManage,
        Action::ReportBuild,
        Action::SettingsChange,
        Action::AccountManage,
        Action::StoreBackup,
        Action::StoreRestore,
    ];
    for role in [Role::BoardMember, Role::Analyst, Role::TeamManager, Role::Auditor, Role::Inspector] {
        for action in changing {
            assert!(!allows(&call(role), action, &Target::Sightline), "{} {}", role.code(), action.code());
            assert_eq!(own_and_other(&call(role), action), (false, false), "{} {}", role.code(), action.code());
        }
        assert_eq!(own_and_other(&call(role), Action::PlanRead), (true, true));
    }
}

#[test]
fn leads_check_in_on_obsessions_and_only_the_programme_manager_begins_one() {
    let summary = summary();
    let on_plan = |role: Role| allows(&call(role), Action::ObsessionManage, &Target::Plan(&summary));
    assert!(on_plan(Role::ProgrammeManager));
    assert!(!on_plan(Role::ActionLead) && !on_plan(Role::Partner) && !on_plan(Role::Sponsor));
    assert_eq!(own_and_other(&call(Role::ActionLead), Action::ObsessionManage), (true, false));
}

#[test]
fn a_backup_is_restored_at_the_machine_itself_only() {
    for role in Role::ALL {
        assert!(!allows(&call(*role), Action::StoreRestore, &Target::Sightline), "{}", role.code());
    }
    let operator = Call { actor: Actor::operator("Jo Example", Role::ProgrammeManager), ..call(Role::Inspector) };
    assert!(allows(&operator, Action::StoreRestore, &Target::Sightline));
}
