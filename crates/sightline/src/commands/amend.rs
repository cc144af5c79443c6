//! `plan update` and `plan amend`.

use sightline_app::domain::plan::{Action, Plan, compare};
use sightline_app::domain::scale::Scale;
use sightline_app::{AmendInput, Change, NewAction, NewMilestone, UpdateInput};

use super::words::{long_day, rating};
use crate::args::{Amend, Global, Update};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::{Outcome, json};

pub(super) async fn update(global: &Global, args: Update, screen: &mut Screen) -> Result<Outcome, Failure> {
    let call = global.call();
    let app = global.app().await?;
    let input = UpdateInput {
        action: args.action,
        action_rating: args.action_rating,
        impact_rating: args.impact_rating,
        note: args.note,
        forecast_on: args.forecast,
        evidence: args.evidence,
        sustained: args.sustained,
    };
    let recorded = app.record_updates(&call, args.plan.as_deref(), args.on, &[input]).await?;
    app.close().await?;
    if args.json {
        screen.json(&json::updates(&recorded.summary, &recorded.updates))?;
        return Ok(Outcome::Fine);
    }
    let scale: &Scale = &recorded.scale;
    for update in &recorded.updates {
        let mut line = rating(scale, update.action_rating.as_deref()).shown(false);
        if scale.rates_impact {
            line = format!("action {line}, impact {}", rating(scale, update.impact_rating.as_deref()).shown(false));
        }
        screen.paragraph(format!("Recorded for {} on {}: {line}.", update.action, long_day(update.on)))?;
    }
    Ok(Outcome::Fine)
}

pub(super) async fn amend(global: &Global, args: Amend, screen: &mut Screen) -> Result<Outcome, Failure> {
    let call = global.call();
    let app = global.app().await?;
    let (plan, on, as_json) = (args.plan.clone(), args.on, args.json);
    let input =
        AmendInput { action: args.action.clone(), reason: args.reason.clone(), change: change(args), seen: None };
    let amended = app.amend(&call, plan.as_deref(), on, &[input]).await?;
    app.close().await?;
    if as_json {
        screen.json(&json::amendments(&amended.summary, &amended.amendments))?;
        return Ok(Outcome::Fine);
    }
    for amendment in &amended.amendments {
        let what = what_changed(amendment.before.as_ref(), &amendment.after).join("; ");
        screen.paragraph(format!("Amended {} from {}: {what}.", amendment.action, long_day(amendment.on)))?;
    }
    Ok(Outcome::Fine)
}

/// The change that was asked for; the argument parser has seen to it that there is exactly one.
fn change(args: Amend) -> Change {
    let asked = args.change;
    if let Some(text) = asked.reword {
        Change::Reword { text }
    } else if let Some(due_raw) = asked.redate {
        Change::Redate { due_raw }
    } else if let Some(leads_raw) = asked.relead {
        Change::Relead { leads_raw }
    } else if let Some(into) = asked.merge_into {
        Change::MergeInto { into }
    } else if let Some(text) = asked.milestone_done {
        Change::CompleteMilestone { text }
    } else if let Some(text) = asked.add {
        let action =
            NewAction { reference: args.action, text, leads_raw: args.leads, start_raw: args.start, due_raw: args.due };
        Change::Add { priority: args.priority.unwrap_or_default(), aim: args.aim, group: args.group, action }
    } else if !asked.split_into.is_empty() {
        let new = |(reference, text)| NewAction { reference, text, ..NewAction::default() };
        Change::SplitInto { into: asked.split_into.into_iter().map(new).collect() }
    } else if !asked.milestone.is_empty() {
        let new = |(text, due)| NewMilestone { text, due_raw: Some(due) };
        Change::AddMilestones { milestones: asked.milestone.into_iter().map(new).collect() }
    } else {
        Change::Withdraw
    }
}

/// What an amendment did, in words.
pub(super) fn what_changed(before: Option<&Action>, after: &Action) -> Vec<String> {
    let plan = |action: Option<&Action>| Plan { actions: action.cloned().into_iter().collect(), ..Plan::default() };
    let mut said: Vec<String> = compare(&plan(before), &plan(Some(after)))
        .into_iter()
        .map(|change| {
            let kind = super::plans::kind(change.kind);
            match (change.before, change.after) {
                (Some(before), Some(after))
                    if !after.starts_with("into ") && before.chars().count() + after.chars().count() < 80 =>
                {
                    format!("{kind}: {before} → {after}")
                }
                (_, Some(after)) if after.starts_with("into ") => format!("{kind} {after}"),
                (_, Some(after)) => format!("{kind}: {after}"),
                (_, None) => kind.to_owned(),
            }
        })
        .collect();
    let known = |text: &str| before.and_then(|before| before.milestones.iter().find(|step| step.text == text));
    for milestone in &after.milestones {
        match known(&milestone.text) {
            None => said.push(format!("milestone added: {}", milestone.text)),
            Some(earlier) if earlier.completed_on.is_none() && milestone.completed_on.is_some() => {
                said.push(format!("milestone complete: {}", milestone.text));
            }
            Some(_) => {}
        }
    }
    said
}
