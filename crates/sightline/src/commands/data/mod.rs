//! `data`: extracts of children's records.

mod args;

use std::sync::Arc;

use sightline_app::{
    App, ExtractState, ExtractStep, ExtractView, FindingSeverity, LoadInput, LoadOutcome, LoadProgress, LoadStep,
    Reading,
};

use super::words::{count, long_day};
use crate::args::Global;
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::screen::{Column, Progress, Screen, Style, Table, Text};
use crate::{Outcome, json, keys};

/// Findings that are printed after a load; `--json` has all.
const SHOWN_FINDINGS: usize = 20;

pub(crate) use args::{DataCommand, Load};

pub(super) async fn run(global: &Global, command: DataCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        DataCommand::Load(args) => load(global, args, screen).await,
        DataCommand::Template { file } => {
            let bytes = sightline_app::records::lists_template(global.call().today)?;
            sightline_app::write_whole(&file, &bytes)?;
            screen.line(format!(
                "Wrote {}; fill in the lists you keep, and load it with sightline data load",
                file.display()
            ))?;
            Ok(Outcome::Fine)
        }
        DataCommand::List { json } => list(global, json, screen).await,
        DataCommand::Show { extract, json } => show(global, extract.as_deref(), json, screen).await,
        DataCommand::Check { extract, json } => check(global, extract.as_deref(), json, screen).await,
        DataCommand::Publish { extract, json } => {
            let app = app(global).await?;
            let view = app.publish_extract(&global.call(), &extract).await?;
            app.close().await?;
            said(&view, "Published", json, screen)
        }
        DataCommand::Withdraw { extract, reason, json } => {
            let app = app(global).await?;
            let view = app.withdraw_extract(&global.call(), &extract, &reason).await?;
            app.close().await?;
            said(&view, "Withdrew", json, screen)
        }
        DataCommand::Diff { extract, before, json } => {
            changes(global, extract.as_deref(), before.as_deref(), json, screen).await
        }
        DataCommand::Retain { dry_run, json } => retain(global, dry_run, json, screen).await,
    }
}

/// The app with the council's key; where a key is made, standard error says so.
pub(super) async fn app(global: &Global) -> Result<App, Failure> {
    let (configuration, _) = Configuration::load(global)?;
    let app = global.app().await?;
    keys::give(app, global, &configuration, &global.data_dir, &mut |line| {
        use std::io::Write as _;
        writeln!(std::io::stderr(), "{line}")
    })
    .await
}

async fn load(global: &Global, args: Load, screen: &mut Screen) -> Result<Outcome, Failure> {
    let bar = Progress::start(if args.dry_run { "Reading" } else { "Loading" });
    let input = LoadInput {
        paths: args.paths,
        as_at: args.as_at,
        is_alone: args.alone,
        waits: args.wait,
        ..LoadInput::default()
    };
    let call = global.call();
    let progress: LoadProgress = {
        let bar = bar.reporter();
        Arc::new(move |step: LoadStep| bar(step.done(), LoadStep::ALL.len()))
    };
    if args.dry_run {
        let app = global.app().await?;
        let outcome = app.rehearse_load(&call, input, progress).await?;
        app.close().await?;
        drop(bar);
        return read(&outcome, None, args.json, screen);
    }
    let app = app(global).await?;
    let loaded = app.load_extract(&call, input, progress).await?;
    app.close().await?;
    drop(bar);
    read(&loaded.outcome, Some(&loaded.extract), args.json, screen)
}

/// What became of every row that was read.
fn read(
    outcome: &LoadOutcome,
    extract: Option<&ExtractView>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    if as_json {
        screen.json(&json::load(outcome, extract))?;
    } else {
        let mut table = Table::new(vec![
            Column::fixed("Source"),
            Column::shared("File", 1),
            Column::fixed("Rows in"),
            Column::fixed("Kept"),
            Column::fixed("Set aside"),
        ]);
        for source in outcome.readings.iter().flat_map(|reading| &reading.sources) {
            let file = source.sheet.as_ref().map_or(source.file.clone(), |sheet| format!("{}, {sheet}", source.file));
            let numbers = [source.rows_in, source.rows_kept, source.rows_set_aside].map(|rows| rows.to_string());
            let [rows_in, kept, aside] = numbers;
            table.row(vec![source.source.as_str().into(), file.into(), rows_in.into(), kept.into(), aside.into()]);
        }
        screen.table(&table)?;
        screen.gap()?;
        let total = |rows: fn(&Reading) -> u64| outcome.readings.iter().map(rows).sum::<u64>();
        screen.paragraph(format!(
            "{} rows in, {} kept, {} set aside.",
            total(Reading::rows_in),
            total(Reading::rows_kept),
            total(Reading::rows_set_aside)
        ))?;
        for (format, from) in &outcome.carried_from {
            screen.paragraph(format!("{format} is carried forward from {from}."))?;
        }
        if outcome.differing > 0 {
            screen.paragraph(format!("The formats do not agree on {} values.", outcome.differing))?;
        }
        findings(&outcome.readings, screen)?;
        let rows: u64 = outcome.tables.values().sum();
        let as_at = long_day(outcome.as_at);
        match extract {
            None => screen.paragraph(format!("Would load {rows} rows as at {as_at}. Nothing was saved."))?,
            Some(view) => {
                let id = &view.record.id;
                screen.paragraph(match (view.record.state, view.is_in_force) {
                    (ExtractState::Waiting, _) => {
                        format!("Loaded {id}: {rows} rows as at {as_at}. It waits: sightline data publish {id}")
                    }
                    (_, true) => format!("Published {id}: {rows} rows as at {as_at}, now in force."),
                    (_, false) => {
                        format!("Published {id}: {rows} rows as at {as_at}. One of a later day stays in force.")
                    }
                })?;
            }
        }
    }
    let has_findings = outcome.readings.iter().any(|reading| reading.rows_set_aside() > 0);
    Ok(if has_findings { Outcome::Findings } else { Outcome::Fine })
}

/// What was found in the files, by kind, then the first places.
fn findings(readings: &[Reading], screen: &mut Screen) -> Result<(), Failure> {
    let mut table = Table::new(vec![
        Column::fixed("Found"),
        Column::fixed("Code"),
        Column::shared("What", 2),
        Column::shared("In", 1),
    ]);
    for ((kind, source, column), number) in readings.iter().flat_map(|reading| &reading.counts) {
        let place = [source.as_deref(), column.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        table.row(vec![number.to_string().into(), kind.code.into(), kind.reason.into(), place.into()]);
    }
    let places: Vec<String> = readings.iter().flat_map(|reading| &reading.findings).map(ToString::to_string).collect();
    if places.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.table(&table)?;
    screen.gap()?;
    for place in places.iter().take(SHOWN_FINDINGS) {
        screen.paragraph(place.as_str())?;
    }
    if places.len() > SHOWN_FINDINGS {
        screen.line(format!("… and {} more; --json has them.", places.len() - SHOWN_FINDINGS))?;
    }
    screen.gap()?;
    Ok(())
}

async fn list(global: &Global, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let extracts = app.extracts(&global.call()).await?;
    app.close().await?;
    if as_json {
        screen.json(&extracts.iter().map(json::extract).collect())?;
        return Ok(Outcome::Fine);
    }
    if extracts.is_empty() {
        screen.line("There is no extract yet. Load one with: sightline data load PATH")?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::fixed("Extract"),
        Column::shared("As at", 1),
        Column::fixed("State"),
        Column::shared("Holds", 2),
        Column::shared("Loaded", 2),
    ]);
    for view in &extracts {
        table.row(vec![
            view.record.id.as_str().into(),
            long_day(view.record.as_at).into(),
            state(view),
            format!("{}: {} rows", view.record.formats.join(", "), view.manifest.rows()).into(),
            format!("{} by {}", view.record.loaded.at.format("%-d %B %Y %H:%M"), view.record.loaded.by).into(),
        ]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

async fn show(global: &Global, name: Option<&str>, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let view = app.extract(&global.call(), name).await?;
    app.close().await?;
    if as_json {
        screen.json(&json::extract(&view))?;
        return Ok(Outcome::Fine);
    }
    screen.line(Text::styled(Style::Bold, format!("{} as at {}", view.record.id, long_day(view.record.as_at))))?;
    screen.line(state(&view))?;
    let record = &view.record;
    step("Loaded", Some(&record.loaded), screen)?;
    step("Published", record.published.as_ref(), screen)?;
    step("Withdrawn", record.withdrawn.as_ref(), screen)?;
    step("Destroyed", record.destroyed.as_ref(), screen)?;
    screen.gap()?;
    let mut table = Table::new(vec![
        Column::fixed("Source"),
        Column::fixed("Rows in"),
        Column::fixed("Kept"),
        Column::fixed("Set aside"),
        Column::shared("Read", 1),
    ]);
    for part in &view.manifest.parts {
        let read = part.carried_from.as_ref().map_or("in this load".to_owned(), |from| format!("carried from {from}"));
        for (source, rows) in &part.sources {
            let numbers = [rows.rows_in, rows.rows_kept, rows.rows_set_aside].map(|rows| rows.to_string());
            let [rows_in, kept, aside] = numbers;
            table.row(vec![source.as_str().into(), rows_in.into(), kept.into(), aside.into(), read.as_str().into()]);
        }
    }
    screen.table(&table)?;
    screen.gap()?;
    let mut table = Table::new(vec![Column::fixed("Record table"), Column::fixed("Rows")]);
    for (name, rows) in &view.manifest.tables {
        table.row(vec![name.as_str().into(), rows.to_string().into()]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

async fn check(global: &Global, name: Option<&str>, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let progress = Progress::start("Checking");
    let app = app(global).await?;
    let (view, words) = (app.check_extract(&global.call(), name).await?, app.check_words());
    app.close().await?;
    drop(progress);
    let aside: u64 = view.manifest.parts.iter().map(|part| part.rows_set_aside).sum();
    if as_json {
        screen.json(&json::extract(&view))?;
    } else {
        let files = view.manifest.files.len();
        screen.paragraph(format!("{}: {} as they were written.", view.record.id, count(files, "file")))?;
        for part in &view.manifest.parts {
            for (code, number) in &part.findings {
                screen.line(format!("  {}: {number} × {code}", part.format))?;
            }
        }
        for differing in &view.manifest.differing {
            let what = &differing.what;
            screen.line(format!(
                "  {}.{}: {} values of {} differ from {}",
                what.table, what.column, differing.values, what.other, what.believed
            ))?;
        }
        for absent in &view.manifest.absent {
            let what = &absent.what;
            screen.line(format!(
                "  {}: {} rows in {} and not in {}",
                what.table, absent.rows, what.held_by, what.not_in
            ))?;
        }
    }
    let has_errors = view.quality.as_ref().is_some_and(|quality| quality.count(FindingSeverity::Error) > 0);
    if !as_json && let Some(quality) = &view.quality {
        let mut table = Table::new(vec![Column::fixed("Found"), Column::fixed("Severity"), Column::shared("Check", 1)]);
        for count in &quality.counts {
            let title = words.get(&count.check).map_or(count.check.as_str(), |check| check.title.as_str());
            table.row(vec![count.found.to_string().into(), count.severity.as_str().into(), title.into()]);
        }
        screen.gap()?;
        screen.table(&table)?;
        let (good, all) = quality.share();
        screen.paragraph(format!("{good} of {all} rows have no error."))?;
    }
    let has_findings =
        has_errors || aside > 0 || !view.manifest.differing.is_empty() || !view.manifest.absent.is_empty();
    Ok(if has_findings { Outcome::Findings } else { Outcome::Fine })
}

/// What changed since the extract before, in counts.
async fn changes(
    global: &Global,
    name: Option<&str>,
    before: Option<&str>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let progress = Progress::start("Comparing");
    let app = app(global).await?;
    let changes = app.extract_changes(&global.call(), name, before).await?;
    app.close().await?;
    drop(progress);
    if as_json {
        screen.json(&json::changes(&changes))?;
        return Ok(Outcome::Fine);
    }
    let (from, to) = (long_day(changes.before.record.as_at), long_day(changes.after.record.as_at));
    screen.paragraph(format!("From {from} ({}) to {to} ({}):", changes.before.record.id, changes.after.record.id))?;
    let difference = &changes.difference;
    if difference.is_none() {
        screen.line("Nothing changed.")?;
        return Ok(Outcome::Fine);
    }
    screen.paragraph(format!(
        "{} children appeared, {} disappeared.",
        difference.children_appeared, difference.children_disappeared
    ))?;
    screen.gap()?;
    let mut table = Table::new(vec![
        Column::fixed("Record table"),
        Column::fixed("Before"),
        Column::fixed("After"),
        Column::fixed("Appeared"),
        Column::fixed("Gone"),
        Column::fixed("Changed"),
        Column::shared("Dates moved", 1),
    ]);
    for (name, one) in &difference.tables {
        let moved = one.columns.iter().filter(|(_, column)| column.later + column.earlier > 0);
        let moved: Vec<String> =
            moved.map(|(name, column)| format!("{name}: {} later, {} earlier", column.later, column.earlier)).collect();
        let counts = [one.rows_before, one.rows_after, one.appeared, one.disappeared, one.changed];
        let mut cells: Vec<Text> = vec![name.as_str().into()];
        cells.extend(counts.map(|count| Text::from(count.to_string())));
        cells.push(moved.join("; ").into());
        table.row(cells);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

async fn retain(global: &Global, dry_run: bool, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let retained = app.retain_extracts(&global.call(), dry_run).await?;
    app.close().await?;
    if as_json {
        screen.json(&json::retained(&retained, dry_run))?;
        return Ok(Outcome::Fine);
    }
    for (id, as_at, why) in &retained.past {
        let done = if dry_run { "Would destroy" } else { "Destroyed" };
        screen.paragraph(format!("{done} {id} as at {}. {why}", long_day(*as_at)))?;
    }
    if retained.past.is_empty() {
        screen.line("No extract is past its time.")?;
    }
    screen.paragraph(format!("{} kept; the council keeps them for {} months.", retained.kept, retained.keep_months))?;
    Ok(Outcome::Fine)
}

/// What was done to an extract, and what is in force now.
fn said(view: &ExtractView, done: &str, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    if as_json {
        screen.json(&json::extract(view))?;
    } else {
        screen.paragraph(format!("{done} {} as at {}.", view.record.id, long_day(view.record.as_at)))?;
    }
    Ok(Outcome::Fine)
}

fn state(view: &ExtractView) -> Text {
    if view.is_in_force { Text::styled(Style::Bold, "in force") } else { view.record.state.code().into() }
}

fn step(what: &str, step: Option<&ExtractStep>, screen: &mut Screen) -> Result<(), Failure> {
    let Some(step) = step else { return Ok(()) };
    let because = if step.because.is_empty() { String::new() } else { format!(": {}", step.because) };
    screen.line(format!("{what} on {} by {}{because}", step.at.format("%-d %B %Y at %H:%M UTC"), step.by))?;
    Ok(())
}
