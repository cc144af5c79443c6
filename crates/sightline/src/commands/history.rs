//! `history`: what was done by whom, and the proof that nothing was changed.

use serde_json::Value;
use sightline_app::{AuditFilter, Verification};

use crate::args::{Global, History, HistoryCommand, HistoryList};
use crate::failure::Failure;
use crate::screen::{Column, Progress, Screen, Table};
use crate::{Outcome, json as shapes};

pub(super) async fn history(global: &Global, args: History, screen: &mut Screen) -> Result<Outcome, Failure> {
    match args.command {
        None => list(global, args.list, screen).await,
        Some(HistoryCommand::List(which)) => list(global, which, screen).await,
        Some(HistoryCommand::Verify { json }) => verify(global, json, screen).await,
        Some(HistoryCommand::Export) => export(global, screen).await,
    }
}

async fn list(global: &Global, which: HistoryList, screen: &mut Screen) -> Result<Outcome, Failure> {
    let filter = AuditFilter {
        action: which.action,
        from: which.from,
        to: which.to,
        limit: Some(which.limit),
        ..AuditFilter::default()
    };
    let app = global.app().await?;
    let rows = app.history(&global.call(), &filter).await?;
    app.close().await?;
    if which.json {
        screen.json(&Value::from(rows.iter().map(shapes::audit_row).collect::<Vec<_>>()))?;
        return Ok(Outcome::Fine);
    }
    if rows.is_empty() {
        screen.line("Nothing was done yet.")?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::fixed("No."),
        Column::fixed("When (UTC)"),
        Column::shared("Who", 1),
        Column::fixed("What"),
        Column::shared("To what", 2),
        Column::fixed("Hash"),
    ]);
    for row in &rows {
        table.row(vec![
            row.seq.to_string().into(),
            row.entry.at.format("%Y-%m-%d %H:%M").to_string().into(),
            row.entry.actor.as_str().into(),
            row.entry.action.as_str().into(),
            row.entry.object.as_str().into(),
            row.hash.chars().take(12).collect::<String>().into(),
        ]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

async fn verify(global: &Global, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let progress = Progress::start("Walking the history");
    let app = global.app().await?;
    let found = app.verify_history(&global.call()).await?;
    app.close().await?;
    drop(progress);
    if as_json {
        screen.json(&shapes::verification(&found))?;
    }
    match found {
        Verification::Whole { rows, head_hash } => {
            if !as_json {
                screen.line(format!("The history is whole: {rows} rows, each as it was written."))?;
                screen.line(format!("Last hash: {head_hash}"))?;
            }
            Ok(Outcome::Fine)
        }
        Verification::Broken { seq, what } => {
            if !as_json {
                screen
                    .paragraph(format!("The history was changed from outside. It first shows at row {seq}: {what}."))?;
                screen.line("Keep this data directory as it is, and restore the last backup into a new one.")?;
            }
            Ok(Outcome::Findings)
        }
    }
}

async fn export(global: &Global, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let mut rows = app.history(&global.call(), &AuditFilter::default()).await?;
    app.close().await?;
    rows.reverse();
    for row in &rows {
        let mut line = shapes::audit_row(row).to_string();
        line.push('\n');
        screen.bytes(line.as_bytes())?;
    }
    Ok(Outcome::Fine)
}
