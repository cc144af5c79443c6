//! The plan's own tables, so that they are measured as children's records are: `content/programme/*.toml`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sightline_domain::history::PlanAsAt;
use sightline_domain::plan::Action;
use sightline_domain::reporting::Outcome;
use sightline_domain::scale::Scale;
use sightline_domain::standing::counts_as_complete;
use sightline_store::{ExtractId, ExtractRecord, ExtractState, PlanSummary, PlanVersion, RecordedUpdate};

use crate::policy::{self, Target};
use crate::use_cases::data::quality::QualitySummary;
use crate::{App, Call, Result};

/// The values of one column, one for each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgrammeColumn {
    /// Words or codes.
    Text(Vec<Option<String>>),
    /// Days.
    Date(Vec<Option<NaiveDate>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Yes or no.
    YesNo(Vec<Option<bool>>),
}

/// One table of the plan's own. Columns that its definition has and that are not here are null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeTable {
    /// Its name, which is that of its file in `content/programme`.
    pub name: &'static str,
    /// Its columns by name, all of one length.
    pub columns: Vec<(&'static str, ProgrammeColumn)>,
}

impl ProgrammeTable {
    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| match column {
            ProgrammeColumn::Text(values) => values.len(),
            ProgrammeColumn::Date(values) => values.len(),
            ProgrammeColumn::Whole(values) => values.len(),
            ProgrammeColumn::YesNo(values) => values.len(),
        })
    }
}

/// What the plan's own tables follow from, whatever the day: the plans within reach as they are, and the extracts
/// that are published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ProgrammeState {
    plans: Vec<PlanVersion>,
    extracts: Vec<ExtractId>,
}

impl App {
    /// The state of the tables that [`App::programme_tables`] gives.
    pub(crate) async fn programme_state(&self, call: &Call) -> Result<ProgrammeState> {
        let mut plans = Vec::new();
        for version in self.store.plan_versions().await? {
            let known = self.known_plan_at(&version, call.today).await?;
            if call.allows(policy::Action::PlanRead, &Target::Plan(&known.summary)) {
                plans.push(version);
            }
        }
        let published = |extract: &ExtractRecord| extract.state == ExtractState::Published;
        let extracts = self.store.extracts().await?.into_iter().filter(published);
        Ok(ProgrammeState { plans, extracts: extracts.map(|extract| extract.id).collect() })
    }

    /// The plan's own tables as they stood on the evening of `as_at`, over every plan within the caller's reach.
    ///
    /// Actions, milestones and updates of plans, and how the extracts that were
    /// published for days until then were checked. No child is in them.
    pub async fn programme_tables(&self, call: &Call, as_at: NaiveDate) -> Result<Vec<ProgrammeTable>> {
        call.may(policy::Action::MeasureRead)?;
        let mut plans = self.store.plans().await?;
        plans.retain(|plan| call.allows(policy::Action::PlanRead, &Target::Plan(plan)));
        let (mut actions, mut milestones, mut updates) = (Vec::new(), Vec::new(), Vec::new());
        for plan in &plans {
            let at = self.store.plan_as_at(&plan.id, as_at).await?;
            let given = self.store.recorded_updates(&plan.id, None, None, Some(as_at)).await?;
            let given: Vec<RecordedUpdate> = given.into_iter().filter(|update| given_on(update) <= as_at).collect();
            let mut asked = self.asked(plan, &given, as_at).await?;
            actions.extend(action_rows(plan, &at, &given));
            milestones.extend(milestone_rows(plan, &at, as_at));
            updates.extend(update_rows(plan, &at, &given, &mut asked, as_at));
        }
        let quality = quality_rows(self.store.extracts().await?, as_at);
        Ok(vec![action_table(&actions), milestone_table(&milestones), update_table(&updates), quality_table(&quality)])
    }

    /// What was asked of which action in the rounds opened until `as_at`, and which update answered it.
    async fn asked(&self, plan: &PlanSummary, given: &[RecordedUpdate], as_at: NaiveDate) -> Result<Vec<Asked>> {
        let mut asked = Vec::new();
        for round in self.store.rounds(&plan.id).await?.into_iter().rev().filter(|round| round.opened_on <= as_at) {
            let at = self.store.plan_as_at(&plan.id, round.as_at(as_at)).await?;
            let of: BTreeSet<&str> =
                round.owed(&at).chain(round.answered(&at)).map(|action| action.reference.as_str()).collect();
            for reference in of {
                let answers =
                    |given: &&RecordedUpdate| given.update.action == reference && round.covers(given.update.on);
                asked.push(Asked {
                    action: reference.to_owned(),
                    due_on: round.due_on,
                    answer: given.iter().find(answers).map(|given| given.number),
                });
            }
        }
        Ok(asked)
    }
}

/// One update asked for in a round.
struct Asked {
    action: String,
    due_on: NaiveDate,
    /// Number of the update that answered it.
    answer: Option<u64>,
}

struct ActionRow {
    id: String,
    reference: String,
    priority: Option<String>,
    title: Option<String>,
    lead: Option<String>,
    started_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    forecast_on: Option<NaiveDate>,
    completed_on: Option<NaiveDate>,
    action_rating: Option<String>,
    impact_rating: Option<String>,
    last_update_on: Option<NaiveDate>,
    is_withdrawn: bool,
}

struct MilestoneRow {
    id: String,
    action: String,
    priority: Option<String>,
    due_on: Option<NaiveDate>,
    completed_on: Option<NaiveDate>,
}

struct UpdateRow {
    id: String,
    action: String,
    priority: Option<String>,
    asked_for_on: Option<NaiveDate>,
    reported_on: Option<NaiveDate>,
    action_rating: Option<String>,
    impact_rating: Option<String>,
    forecast_on: Option<NaiveDate>,
    forecast_before: Option<NaiveDate>,
    signed_off_on: Option<NaiveDate>,
}

struct QualityRow {
    table: String,
    team: Option<String>,
    checked_on: NaiveDate,
    rows: u64,
    rows_without_error: u64,
}

/// The day on which an update came: whatever day it tells of, nobody had it before.
fn given_on(update: &RecordedUpdate) -> NaiveDate {
    update.update.recorded_at.date_naive()
}

fn action_id(plan: &PlanSummary, reference: &str) -> String {
    format!("{} {reference}", plan.handle)
}

fn priority_title(at: &PlanAsAt, action: &Action) -> Option<String> {
    let priority = at.plan.priority(&action.priority)?;
    Some(priority.title.clone().unwrap_or_else(|| priority.reference.clone()))
}

/// The last day of what the plan prints; none for what recurs or goes on.
fn due_on(action: &Action) -> Option<NaiveDate> {
    sightline_domain::standing::deadline(action)
}

fn action_rows(plan: &PlanSummary, at: &PlanAsAt, given: &[RecordedUpdate]) -> Vec<ActionRow> {
    let scale = at.plan.scale().cloned().unwrap_or_else(Scale::brag);
    let row = |action: &Action| {
        let own: Vec<&RecordedUpdate> = given.iter().filter(|given| given.update.action == action.reference).collect();
        ActionRow {
            id: action_id(plan, &action.reference),
            reference: action.ref_raw.clone().unwrap_or_else(|| action.reference.clone()),
            priority: priority_title(at, action),
            title: action.text.clone(),
            lead: action.leads.first().map(|lead| lead.name.clone()),
            started_on: action.start_on,
            due_on: due_on(action),
            forecast_on: own.iter().rev().find_map(|given| given.update.forecast_on),
            completed_on: completed_on(&scale, &own),
            action_rating: at.action_rating(action),
            impact_rating: at.impact_rating(action),
            last_update_on: own.last().map(|given| given_on(given)),
            is_withdrawn: !action.is_live(),
        }
    };
    at.plan.actions.iter().filter(|action| !action.placeholder).map(row).collect()
}

/// The day of the first of the updates, unbroken to the last, that say it is complete. One without a rating says nothing.
fn completed_on(scale: &Scale, updates: &[&RecordedUpdate]) -> Option<NaiveDate> {
    let rated = updates.iter().rev().filter_map(|given| Some((given, given.update.action_rating.as_deref()?)));
    rated.take_while(|(_, code)| counts_as_complete(scale, code)).last().map(|(given, _)| given_on(given))
}

fn milestone_rows(plan: &PlanSummary, at: &PlanAsAt, as_at: NaiveDate) -> Vec<MilestoneRow> {
    let of_action = |action: &Action| {
        let (id, priority) = (action_id(plan, &action.reference), priority_title(at, action));
        let rows = action.milestones.iter().enumerate().map(|(place, milestone)| MilestoneRow {
            id: format!("{id} milestone {}", place + 1),
            action: id.clone(),
            priority: priority.clone(),
            due_on: milestone.due_on,
            completed_on: milestone.completed_on.filter(|day| *day <= as_at),
        });
        rows.collect::<Vec<_>>()
    };
    at.plan.actions.iter().filter(|action| action.is_live() && !action.placeholder).flat_map(of_action).collect()
}

fn update_rows(
    plan: &PlanSummary,
    at: &PlanAsAt,
    given: &[RecordedUpdate],
    asked: &mut Vec<Asked>,
    as_at: NaiveDate,
) -> Vec<UpdateRow> {
    let mut expected: BTreeMap<&str, Option<NaiveDate>> = BTreeMap::new();
    let mut rows = Vec::new();
    for one in given {
        let action = at.plan.action(&one.update.action);
        let before = expected.entry(&one.update.action).or_insert_with(|| action.and_then(due_on));
        let answers = asked.iter().position(|asked| asked.answer == Some(one.number));
        let accepted = one.sign_off.as_ref().filter(|sign_off| sign_off.outcome == Outcome::Accepted);
        rows.push(UpdateRow {
            id: format!("{} update {}", plan.handle, one.number),
            action: action_id(plan, &one.update.action),
            priority: action.and_then(|action| priority_title(at, action)),
            asked_for_on: answers.map(|place| asked.swap_remove(place).due_on),
            reported_on: Some(given_on(one)),
            action_rating: one.update.action_rating.clone(),
            impact_rating: one.update.impact_rating.clone(),
            forecast_on: one.update.forecast_on,
            forecast_before: *before,
            signed_off_on: accepted.map(|sign_off| sign_off.at.date_naive()).filter(|day| *day <= as_at),
        });
        if one.update.forecast_on.is_some() {
            *before = one.update.forecast_on;
        }
    }
    rows.extend(asked.drain(..).map(|asked| UpdateRow {
        id: format!("{} {} asked for by {}", plan.handle, asked.action, asked.due_on),
        priority: at.plan.action(&asked.action).and_then(|action| priority_title(at, action)),
        action: action_id(plan, &asked.action),
        asked_for_on: Some(asked.due_on),
        reported_on: None,
        action_rating: None,
        impact_rating: None,
        forecast_on: None,
        forecast_before: None,
        signed_off_on: None,
    }));
    rows
}

/// How the extracts of days until `as_at` were checked: of several of one day, the one published last.
fn quality_rows(extracts: Vec<ExtractRecord>, as_at: NaiveDate) -> Vec<QualityRow> {
    let mut by_day: BTreeMap<NaiveDate, ExtractRecord> = BTreeMap::new();
    for extract in extracts {
        // One that was withdrawn later stood on the day.
        let stood = match extract.state {
            ExtractState::Published => true,
            ExtractState::Withdrawn => extract.withdrawn.as_ref().is_some_and(|step| step.at.date_naive() > as_at),
            _ => false,
        };
        let counts = stood && extract.as_at <= as_at && !extract.quality.is_null();
        let when = |extract: &ExtractRecord| (extract.published.as_ref().map(|step| step.at), extract.number);
        if counts && by_day.get(&extract.as_at).is_none_or(|known| when(known) < when(&extract)) {
            by_day.insert(extract.as_at, extract);
        }
    }
    let of_extract = |extract: ExtractRecord| {
        let scores = QualitySummary::from_value(&extract.quality).unwrap_or_default().scores;
        scores.into_iter().map(move |score| QualityRow {
            table: score.table,
            team: score.team,
            checked_on: extract.as_at,
            rows: score.rows,
            rows_without_error: score.rows_without_error,
        })
    };
    by_day.into_values().flat_map(of_extract).collect()
}

fn text<R>(rows: &[R], of: impl Fn(&R) -> Option<String>) -> ProgrammeColumn {
    ProgrammeColumn::Text(rows.iter().map(of).collect())
}

fn days<R>(rows: &[R], of: impl Fn(&R) -> Option<NaiveDate>) -> ProgrammeColumn {
    ProgrammeColumn::Date(rows.iter().map(of).collect())
}

fn whole<R>(rows: &[R], of: impl Fn(&R) -> u64) -> ProgrammeColumn {
    ProgrammeColumn::Whole(rows.iter().map(|row| i64::try_from(of(row)).ok()).collect())
}

fn action_table(rows: &[ActionRow]) -> ProgrammeTable {
    let columns = vec![
        ("action_id", text(rows, |row| Some(row.id.clone()))),
        ("reference", text(rows, |row| Some(row.reference.clone()))),
        ("priority", text(rows, |row| row.priority.clone())),
        ("title", text(rows, |row| row.title.clone())),
        ("lead", text(rows, |row| row.lead.clone())),
        ("started_on", days(rows, |row| row.started_on)),
        ("due_on", days(rows, |row| row.due_on)),
        ("forecast_on", days(rows, |row| row.forecast_on)),
        ("completed_on", days(rows, |row| row.completed_on)),
        ("action_rating", text(rows, |row| row.action_rating.clone())),
        ("impact_rating", text(rows, |row| row.impact_rating.clone())),
        ("last_update_on", days(rows, |row| row.last_update_on)),
        ("is_withdrawn", ProgrammeColumn::YesNo(rows.iter().map(|row| Some(row.is_withdrawn)).collect())),
    ];
    ProgrammeTable { name: "action", columns }
}

fn milestone_table(rows: &[MilestoneRow]) -> ProgrammeTable {
    let columns = vec![
        ("milestone_id", text(rows, |row| Some(row.id.clone()))),
        ("action_id", text(rows, |row| Some(row.action.clone()))),
        ("priority", text(rows, |row| row.priority.clone())),
        ("due_on", days(rows, |row| row.due_on)),
        ("completed_on", days(rows, |row| row.completed_on)),
    ];
    ProgrammeTable { name: "milestone", columns }
}

fn update_table(rows: &[UpdateRow]) -> ProgrammeTable {
    let columns = vec![
        ("update_id", text(rows, |row| Some(row.id.clone()))),
        ("action_id", text(rows, |row| Some(row.action.clone()))),
        ("priority", text(rows, |row| row.priority.clone())),
        ("asked_for_on", days(rows, |row| row.asked_for_on)),
        ("reported_on", days(rows, |row| row.reported_on)),
        ("action_rating", text(rows, |row| row.action_rating.clone())),
        ("impact_rating", text(rows, |row| row.impact_rating.clone())),
        ("forecast_on", days(rows, |row| row.forecast_on)),
        ("forecast_before", days(rows, |row| row.forecast_before)),
        ("signed_off_on", days(rows, |row| row.signed_off_on)),
    ];
    ProgrammeTable { name: "action_update", columns }
}

fn quality_table(rows: &[QualityRow]) -> ProgrammeTable {
    let columns = vec![
        ("table_name", text(rows, |row| Some(row.table.clone()))),
        ("team", text(rows, |row| row.team.clone())),
        ("checked_on", days(rows, |row| Some(row.checked_on))),
        ("rows", whole(rows, |row| row.rows)),
        ("rows_without_error", whole(rows, |row| row.rows_without_error)),
    ];
    ProgrammeTable { name: "record_quality", columns }
}
