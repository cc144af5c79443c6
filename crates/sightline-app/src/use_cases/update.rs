//! Reporting on an action: two ratings and a sentence.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::history::{PlanAsAt, Update};
use sightline_domain::plan::{Action, Plan};
use sightline_domain::scale::{Brag, Level, Scale};
use sightline_domain::standing::counts_as_complete;
use sightline_domain::verdict::BlueLack;
use sightline_store::PlanSummary;

use super::find;
use crate::error::Missing;
use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

/// The longest text of a report, in characters: longer ones are documents.
const LONGEST_NOTE: usize = 20_000;

/// One report on an action, as given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateInput {
    /// Reference of the action.
    pub action: String,
    /// Code or name of the level; the rating in force stays when absent.
    pub action_rating: Option<String>,
    /// Code or name of the level; the rating in force stays when absent.
    pub impact_rating: Option<String>,
    /// What happened.
    pub note: Option<String>,
    /// The day completion is now expected.
    pub forecast_on: Option<NaiveDate>,
    /// What the report rests on, one line each.
    pub evidence: Vec<String>,
    /// How it is going to last; kept with the evidence.
    pub sustained: Option<String>,
}

/// Updates that were recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The plan.
    pub summary: PlanSummary,
    /// The plan's scale; BRAG when it names none.
    pub scale: Scale,
    /// The updates as they stand in the history.
    pub updates: Vec<Update>,
}

impl App {
    /// The updates just recorded, all for the day `on` (today when absent); all of them or none.
    ///
    /// A rating that is not given stays as it is in force on that day. The best
    /// level (blue) must be earned: see [`Error::BlueUnsupported`]. As an impact
    /// rating of an action that a measure is linked to, its verdict has to
    /// support it. The caller's drafts for these actions are done with.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownRating`], [`Error::NoImpactRating`] – the rating is not on the plan's scale.
    /// * [`Error::BlueUnsupported`] – the best level without evidence, note, or how it will last.
    /// * [`Error::UnknownAction`], [`Error::NotLive`] – the action is not in the plan, or no longer live.
    /// * [`Error::NothingSaid`], [`Error::FutureDay`] – an empty report, or one for a day to come.
    pub async fn record_updates(
        &self,
        call: &Call,
        plan: Option<&str>,
        on: Option<NaiveDate>,
        inputs: &[UpdateInput],
    ) -> Result<Recorded> {
        call.may(policy::Action::PlanUpdate)?;
        let on = on.unwrap_or(call.today);
        if on > call.today {
            return Err(Error::FutureDay { on });
        }
        let summary = self.resolve(call, policy::Action::PlanUpdate, plan).await?;
        let at = self.store.plan_as_at(&summary.id, on).await?;
        for input in inputs {
            let action = find::action(&at.plan, &summary.handle, &input.action)?;
            let on_action = Target::Action { summary: &summary, plan: &at.plan, action };
            if !call.allows(policy::Action::PlanRead, &on_action) {
                return Err(find::unknown(&summary.handle, &input.action));
            }
            call.may_on(policy::Action::PlanUpdate, &on_action)?;
        }
        let mut updates = Vec::with_capacity(inputs.len());
        for input in inputs {
            let lacks = if is_newly_blue(&at, &summary.handle, input)? {
                self.lacks_for_blue(call, &summary.handle, &input.action, on).await?
            } else {
                None
            };
            updates.push(to_update(&at, &summary.handle, call, input, lacks)?);
        }
        let actions: Vec<&str> = updates.iter().map(|update| update.action.as_str()).collect();
        let detail = json!({ "on": on, "actions": actions });
        let audit = call.audit(policy::Action::PlanUpdate, format!("plan {}", summary.handle), detail);
        self.store.record_updates_of(&call.draft_owner(), &summary.id, &updates, audit).await?;
        let scale = at.plan.scale().cloned().unwrap_or_else(Scale::brag);
        Ok(Recorded { summary, scale, updates })
    }
}

/// True when the update gives the best impact rating to an action that does not have it.
fn is_newly_blue(at: &PlanAsAt, handle: &str, input: &UpdateInput) -> Result<bool> {
    let action = find::live_action(&at.plan, handle, &input.action)?;
    let Some(given) = input.impact_rating.as_deref() else { return Ok(false) };
    let scale = at.plan.scale().cloned().unwrap_or_else(Scale::brag);
    let level = level_of(&scale, given)?;
    Ok(level.stands_for == Some(Brag::Blue) && at.impact_rating(action).as_ref() != Some(&level.code))
}

/// The update that is recorded. `lacks` is what the verdict on impact lacks for the best level, where there is one.
fn to_update(
    at: &PlanAsAt,
    handle: &str,
    call: &Call,
    input: &UpdateInput,
    lacks: Option<Vec<BlueLack>>,
) -> Result<Update> {
    let action = find::live_action(&at.plan, handle, &input.action)?;
    let note = filled(input.note.as_deref());
    let mut evidence: Vec<String> = input.evidence.iter().filter_map(|line| filled(Some(line))).collect();
    let sustained = filled(input.sustained.as_deref());
    let says_nothing = input.action_rating.is_none()
        && input.impact_rating.is_none()
        && note.is_none()
        && input.forecast_on.is_none()
        && evidence.is_empty()
        && sustained.is_none();
    if says_nothing {
        return Err(Error::NothingSaid { action: action.reference.clone() });
    }

    for (what, text) in
        note.iter().map(|text| ("the note", text)).chain(evidence.iter().map(|text| ("the evidence", text)))
    {
        if text.chars().count() > LONGEST_NOTE {
            return Err(Error::TooLong { what, limit: LONGEST_NOTE });
        }
    }

    let scale = at.plan.scale().cloned().unwrap_or_else(Scale::brag);
    let action_level = input.action_rating.as_deref().map(|given| level_of(&scale, given)).transpose()?;
    let impact_level = input.impact_rating.as_deref().map(|given| level_of(&scale, given)).transpose()?;
    if impact_level.is_some() && !scale.rates_impact {
        return Err(Error::NoImpactRating { scale: scale.name });
    }
    let action_before = at.action_rating(action);
    let impact_before = at.impact_rating(action);
    let newly_blue = |level: Option<&Level>, before: Option<&String>| {
        level.filter(|level| level.stands_for == Some(Brag::Blue) && before != Some(&level.code)).cloned()
    };
    let blue_action = newly_blue(action_level, action_before.as_ref());
    let blue_impact = newly_blue(impact_level, impact_before.as_ref());
    if let Some(level) = blue_action.as_ref().or(blue_impact.as_ref()) {
        let mut missing = Vec::new();
        if evidence.is_empty() {
            missing.push(Missing::Evidence);
        }
        if note.is_none() {
            missing.push(Missing::Note);
        }
        if sustained.is_none() && has_measure(&at.plan, action) {
            missing.push(Missing::Sustained);
        }
        if blue_action.is_some() {
            missing.extend(open_milestones(action).map(|text| Missing::Milestone(text.to_owned())));
        }
        if let Some(lacks) = lacks.filter(|_| blue_impact.is_some()) {
            let rated = action_level.map(|level| &level.code).or(action_before.as_ref());
            if !rated.is_some_and(|code| counts_as_complete(&scale, code)) {
                missing.push(Missing::Complete);
            }
            missing.extend(lacks.into_iter().map(Missing::Verdict));
        }
        if !missing.is_empty() {
            return Err(Error::BlueUnsupported {
                action: action.reference.clone(),
                level: level.name.clone(),
                missing,
            });
        }
    }
    if let Some(sustained) = sustained {
        evidence.push(format!("How it will last: {sustained}"));
    }
    Ok(Update {
        action: action.reference.clone(),
        on: at.as_at,
        recorded_at: call.at,
        by: call.actor.name.clone(),
        action_rating: action_level.map(|level| level.code.clone()).or(action_before),
        impact_rating: impact_level.map(|level| level.code.clone()).or(impact_before),
        note,
        forecast_on: input.forecast_on,
        evidence,
    })
}

/// The level with this code, or with this name.
fn level_of<'a>(scale: &'a Scale, given: &str) -> Result<&'a Level> {
    let wanted = given.trim().to_lowercase();
    scale.level(given).or_else(|| scale.levels.iter().find(|level| level.name.to_lowercase() == wanted)).ok_or_else(
        || Error::UnknownRating {
            given: given.trim().to_owned(),
            scale: scale.name.clone(),
            levels: scale
                .levels
                .iter()
                .map(|level| {
                    if level.code.eq_ignore_ascii_case(&level.name) {
                        level.code.clone()
                    } else {
                        format!("{} ({})", level.code, level.name)
                    }
                })
                .collect(),
        },
    )
}

/// True when the plan says how success of the action would be seen.
fn has_measure(plan: &Plan, action: &Action) -> bool {
    !action.how_will_we_know.is_empty()
        || plan.measures.iter().any(|measure| measure.action_refs.contains(&action.reference))
        || plan.priority(&action.priority).is_some_and(|priority| !priority.targets.is_empty())
}

fn open_milestones(action: &Action) -> impl Iterator<Item = &str> {
    action
        .milestones
        .iter()
        .filter(|milestone| milestone.completed_on.is_none())
        .map(|milestone| milestone.text.as_str())
}

fn filled(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Role};
    use chrono::DateTime;
    use sightline_domain::plan::{Measure, Milestone};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn call() -> Call {
        Call {
            actor: Actor::operator("Jo Example", Role::ProgrammeManager),
            at: DateTime::UNIX_EPOCH,
            today: day(2026, 10, 31),
        }
    }

    fn plan_at(action: Action) -> PlanAsAt {
        let plan = Plan { actions: vec![action], scales: vec![Scale::brag()], ..Plan::default() };
        PlanAsAt { as_at: day(2026, 10, 31), plan, latest_updates: Vec::new() }
    }

    fn action() -> Action {
        Action { reference: "1.1".to_owned(), text: Some("Open the hub".to_owned()), ..Action::default() }
    }

    fn rated(rating: &str) -> UpdateInput {
        UpdateInput { action: "1.1".to_owned(), action_rating: Some(rating.to_owned()), ..UpdateInput::default() }
    }

    #[test]
    fn a_rating_is_taken_by_code_or_name_in_any_case() {
        let update = to_update(&plan_at(action()), "p", &call(), &rated("GREEN"), None).unwrap();
        assert_eq!(update.action_rating.as_deref(), Some("green"));
    }

    #[test]
    fn a_rating_off_the_scale_names_the_levels() {
        let error = to_update(&plan_at(action()), "p", &call(), &rated("purple"), None).unwrap_err();
        assert_eq!(error.code(), "SL-A010");
        assert_eq!(error.help(), "Use one of: red, amber, green, blue.");
    }

    #[test]
    fn blue_without_evidence_is_refused_and_names_what_is_missing() {
        let error = to_update(&plan_at(action()), "p", &call(), &rated("blue"), None).unwrap_err();
        let Error::BlueUnsupported { missing, .. } = &error else { panic!("{error}") };
        assert_eq!(missing, &[Missing::Evidence, Missing::Note]);
    }

    #[test]
    fn blue_of_an_action_with_a_measure_must_say_how_it_lasts() {
        let mut at = plan_at(action());
        at.plan.measures.push(Measure { action_refs: vec!["1.1".to_owned()], ..Measure::default() });
        let mut input = rated("blue");
        input.note = Some("All three are open.".to_owned());
        input.evidence = vec!["Register".to_owned()];
        let error = to_update(&at, "p", &call(), &input, None).unwrap_err();
        let Error::BlueUnsupported { missing, .. } = &error else { panic!("{error}") };
        assert_eq!(missing, &[Missing::Sustained]);
        input.sustained = Some("In the base budget.".to_owned());
        let update = to_update(&at, "p", &call(), &input, None).unwrap();
        assert_eq!(update.evidence, ["Register", "How it will last: In the base budget."]);
    }

    #[test]
    fn blue_waits_for_open_milestones() {
        let mut open = action();
        open.milestones.push(Milestone { text: "Second hub".to_owned(), ..Milestone::default() });
        let mut input = rated("blue");
        input.note = Some("Done.".to_owned());
        input.evidence = vec!["Register".to_owned()];
        let error = to_update(&plan_at(open), "p", &call(), &input, None).unwrap_err();
        assert!(error.to_string().contains("Second hub"), "{error}");
    }

    #[test]
    fn a_note_alone_keeps_the_ratings_in_force() {
        let mut at = plan_at(action());
        at.latest_updates.push(Update {
            action: "1.1".to_owned(),
            on: day(2026, 9, 30),
            recorded_at: DateTime::UNIX_EPOCH,
            by: "Jo Example".to_owned(),
            action_rating: Some("amber".to_owned()),
            impact_rating: Some("red".to_owned()),
            note: None,
            forecast_on: None,
            evidence: Vec::new(),
        });
        let input = UpdateInput {
            action: "1.1".to_owned(),
            note: Some("The builder is late.".to_owned()),
            ..UpdateInput::default()
        };
        let update = to_update(&at, "p", &call(), &input, None).unwrap();
        assert_eq!(update.action_rating.as_deref(), Some("amber"));
        assert_eq!(update.impact_rating.as_deref(), Some("red"));
    }

    #[test]
    fn an_update_that_says_nothing_is_refused() {
        let input = UpdateInput { action: "1.1".to_owned(), note: Some("  ".to_owned()), ..UpdateInput::default() };
        assert_eq!(to_update(&plan_at(action()), "p", &call(), &input, None).unwrap_err().code(), "SL-A013");
    }
}
