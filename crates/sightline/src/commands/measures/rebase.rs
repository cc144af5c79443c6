//! `rebase`.

use serde_json::{Value, json};
use sightline_app::{RebaseInput, RebaseRecord};

use super::RebaseCommand;
use super::args::Decide;
use crate::Outcome;
use crate::args::Global;
use crate::commands::words::long_day;
use crate::failure::Failure;
use crate::screen::{Column, Screen, Table};

pub(super) async fn run(global: &Global, command: RebaseCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        RebaseCommand::Ask { measure, from, part, reason, cause, evidence, json } => {
            let input = RebaseInput {
                measure,
                breakdown: part,
                starts_on: from,
                reason,
                cause,
                evidence,
                said_before: Value::Null,
            };
            let app = global.app().await?;
            let number = app.ask_rebase(&global.call(), &input).await?;
            app.close().await?;
            if json {
                screen.json(&json!({ "number": number, "measure": input.measure, "from": input.starts_on }))?;
            } else {
                screen.paragraph(format!(
                    "Asked for rebase {number} of {} from {}. It waits for somebody else: sightline rebase approve {number}",
                    input.measure,
                    long_day(input.starts_on)
                ))?;
            }
            Ok(Outcome::Fine)
        }
        RebaseCommand::Approve(decide) => self::decide(global, &decide, true, screen).await,
        RebaseCommand::Refuse(decide) => self::decide(global, &decide, false, screen).await,
        RebaseCommand::List { measure, json } => {
            let app = global.app().await?;
            let rebases = app.rebases(&global.call(), measure.as_deref()).await?;
            app.close().await?;
            list(&rebases, json, screen)
        }
    }
}

async fn decide(global: &Global, decide: &Decide, approves: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let rebase = app.decide_rebase(&global.call(), decide.number, approves, &decide.reason).await?;
    app.close().await?;
    if decide.json {
        screen.json(&rebase_json(&rebase))?;
    } else {
        let (verb, from) = (if approves { "Approved" } else { "Refused" }, long_day(rebase.starts_on));
        screen.paragraph(format!("{verb} rebase {} of {} from {from}.", rebase.number, rebase.measure))?;
    }
    Ok(Outcome::Fine)
}

fn list(rebases: &[RebaseRecord], as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    if as_json {
        screen.json(&rebases.iter().map(rebase_json).collect())?;
        return Ok(Outcome::Fine);
    }
    if rebases.is_empty() {
        screen.line("No rebase was asked for.")?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::fixed("No."),
        Column::shared("Measure", 1),
        Column::fixed("From"),
        Column::fixed("Asked by"),
        Column::fixed("State"),
        Column::shared("Cause", 2),
    ]);
    for rebase in rebases {
        let state = match &rebase.decision {
            None => "waits".to_owned(),
            Some(decision) => format!("{} by {}", decided(decision.is_approved), decision.decided.name),
        };
        let measure = rebase
            .breakdown
            .as_ref()
            .map_or_else(|| rebase.measure.clone(), |part| format!("{}, {part}", rebase.measure));
        table.row(vec![
            rebase.number.to_string().into(),
            measure.into(),
            long_day(rebase.starts_on).into(),
            rebase.asked.name.as_str().into(),
            state.into(),
            rebase.cause.as_str().into(),
        ]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

fn decided(is_approved: bool) -> &'static str {
    if is_approved { "approved" } else { "refused" }
}

fn rebase_json(rebase: &RebaseRecord) -> Value {
    json!({
        "number": rebase.number,
        "measure": rebase.measure,
        "part": rebase.breakdown,
        "from": rebase.starts_on,
        "reason": rebase.reason,
        "cause": rebase.cause,
        "evidence": rebase.evidence,
        "said_before": rebase.said_before,
        "asked_by": rebase.asked.name,
        "asked_at": rebase.asked.at,
        "decision": rebase.decision.as_ref().map(|decision| json!({
            "is": decided(decision.is_approved),
            "reason": decision.reason,
            "by": decision.decided.name,
            "at": decision.decided.at,
        })),
    })
}
