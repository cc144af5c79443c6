//! `target`.

use serde_json::{Value, json};
use sightline_app::TargetInput;
use sightline_app::domain::target::{Comparison, Target, standing_targets};

use super::TargetCommand;
use crate::Outcome;
use crate::args::Global;
use crate::commands::words::long_day;
use crate::failure::Failure;
use crate::screen::{Column, Screen, Table};

pub(super) async fn run(global: &Global, command: TargetCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let call = global.call();
    match command {
        TargetCommand::Set { measure, at_least, at_most, for_on, kind, reason, json } => {
            let comparison = if at_least.is_some() { Comparison::AtLeast } else { Comparison::AtMost };
            let value = at_least.or(at_most).unwrap_or_default();
            let input = TargetInput { measure, value, comparison, for_on, kind, reason };
            let target = app.set_target(&call, &input).await?;
            app.close().await?;
            said(&target, "Set", json, screen)
        }
        TargetCommand::Withdraw { measure, for_on, kind, reason, json } => {
            let target = app.withdraw_target(&call, &measure, kind, for_on, &reason).await?;
            app.close().await?;
            said(&target, "Took back", json, screen)
        }
        TargetCommand::List { measure, all, json } => {
            let mut targets = app.targets(&call, measure.as_deref()).await?;
            app.close().await?;
            targets.sort_by(|one, other| one.measure.cmp(&other.measure));
            list(&targets, all, json, screen)
        }
    }
}

fn said(target: &Target, verb: &str, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    if as_json {
        screen.json(&target_json(target))?;
    } else {
        screen.paragraph(format!(
            "{verb} the {} target of {}: {}.",
            target.kind.words(),
            target.measure,
            words(target)
        ))?;
    }
    Ok(Outcome::Fine)
}

fn words(target: &Target) -> String {
    format!("{} {} from {}", target.comparison.words(), target.value, long_day(target.for_on))
}

/// `targets` by measure, and of each measure in the order they were set.
fn list(targets: &[Target], all: bool, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let by_measure = targets.chunk_by(|one, other| one.measure == other.measure);
    let shown: Vec<&Target> =
        if all { targets.iter().collect() } else { by_measure.flat_map(standing_targets).collect() };
    if as_json {
        screen.json(&shown.iter().map(|target| target_json(target)).collect())?;
        return Ok(Outcome::Fine);
    }
    if shown.is_empty() {
        screen.line("There is no target yet. Set one with: sightline target set MEASURE --at-least 90 --for DATE")?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::shared("Measure", 1),
        Column::fixed("Kind"),
        Column::fixed("Target"),
        Column::fixed("Set"),
        Column::shared("Why", 2),
    ]);
    for target in shown {
        let target_words = if target.is_withdrawn { format!("taken back: {}", words(target)) } else { words(target) };
        let set = format!("{} by {}", target.set_at.format("%-d %B %Y"), target.set_by);
        table.row(vec![
            target.measure.as_str().into(),
            target.kind.code().into(),
            target_words.into(),
            set.into(),
            target.reason.as_str().into(),
        ]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

fn target_json(target: &Target) -> Value {
    json!({
        "measure": target.measure,
        "kind": target.kind.code(),
        "comparison": target.comparison.code(),
        "value": target.value,
        "for": target.for_on,
        "reason": target.reason,
        "withdrawn": target.is_withdrawn,
        "set_by": target.set_by,
        "set_at": target.set_at,
    })
}
