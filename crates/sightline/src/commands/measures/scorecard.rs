//! `scorecard list` and `scorecard build`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;
use sightline_app::{Error, ScorecardFormat, write_whole};

use super::ScorecardCommand;
use crate::Outcome;
use crate::args::Global;
use crate::commands::data;
use crate::commands::words::{count, size};
use crate::failure::Failure;
use crate::screen::{Column, Progress, Screen, Table};

pub(super) async fn run(global: &Global, command: ScorecardCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        ScorecardCommand::List { json } => list(global, json, screen).await,
        ScorecardCommand::Build { id, out, as_at } => build(global, &id, &out, as_at, screen).await,
    }
}

async fn list(global: &Global, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let cards = app.scorecards(&global.call()).await?;
    app.close().await?;
    if as_json {
        let all = cards
            .iter()
            .map(|card| json!({ "id": card.id, "title": card.title, "about": card.about, "rows": card.rows }));
        screen.json(&all.collect())?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![Column::fixed("Scorecard"), Column::shared("Title", 1), Column::fixed("Lines")]);
    for card in &cards {
        table.row(vec![card.id.as_str().into(), card.title.as_str().into(), count(card.rows, "line").into()]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

async fn build(
    global: &Global,
    id: &str,
    out: &[PathBuf],
    as_at: Option<NaiveDate>,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    // Every name is looked at before the first file is written.
    let wanted = out.iter().map(|path| Ok((path, format_of(path)?))).collect::<Result<Vec<_>, Error>>()?;
    let progress = Progress::start("Building the scorecard");
    let app = data::app(global).await?;
    let call = global.call();
    let mut written = Vec::new();
    for (path, format) in wanted {
        let made = app.build_scorecard(&call, id, as_at, format).await?;
        write_whole(path, &made.bytes)?;
        written.push((path, made.bytes.len()));
    }
    app.close().await?;
    drop(progress);
    for (path, bytes) in written {
        screen.line(format!("Wrote {} ({})", path.display(), size(u64::try_from(bytes).unwrap_or(u64::MAX))))?;
    }
    Ok(Outcome::Fine)
}

fn format_of(path: &Path) -> Result<ScorecardFormat, Error> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let unknown = || Error::UnknownFormat { path: path.to_owned(), known: ".pdf, .docx, .xlsx, .csv, .parquet" };
    ScorecardFormat::from_code(&ending).ok_or_else(unknown)
}
