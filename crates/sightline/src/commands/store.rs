//! `backup` and `restore`.

use std::path::Path;

use sightline_app::Verification;

use super::words::{count, size};
use crate::args::Global;
use crate::failure::Failure;
use crate::screen::{Progress, Screen};
use crate::{Outcome, json};

pub(super) async fn backup(
    global: &Global,
    file: &Path,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let progress = Progress::start("Backing up");
    let app = global.app().await?;
    let summary = app.backup(&global.call(), file).await?;
    app.close().await?;
    drop(progress);
    if as_json {
        screen.json(&json::backup(&summary))?;
    } else {
        let plans = count(usize::try_from(summary.plans).unwrap_or(usize::MAX), "plan");
        screen.line(format!("Wrote {} ({plans}, {})", file.display(), size(summary.size_bytes)))?;
        screen.line(format!("sha256 {}", summary.sha256))?;
    }
    if let Verification::Broken { seq, what } = &summary.history {
        if !as_json {
            screen.paragraph(format!("Its history was changed from outside; it first shows at row {seq}: {what}."))?;
        }
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Fine)
}

pub(super) async fn restore(
    global: &Global,
    file: &Path,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let progress = Progress::start("Restoring");
    let app = global.app().await?;
    let summary = app.restore(&global.call(), file).await?;
    app.close().await?;
    drop(progress);
    if as_json {
        screen.json(&json::backup(&summary))?;
    } else {
        let plans = count(usize::try_from(summary.plans).unwrap_or(usize::MAX), "plan");
        let rows: u64 = summary.rows.iter().map(|(_, rows)| rows).sum();
        screen.line(format!(
            "Restored {plans} and {rows} rows, made on {}.",
            summary.at.format("%-d %B %Y at %H:%M UTC")
        ))?;
    }
    Ok(Outcome::Fine)
}
