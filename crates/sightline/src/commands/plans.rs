//! `plan list`, `plan compare`, `plan baseline`, `plan export`.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::Value;
use sightline_app::domain::plan::ChangeKind;
use sightline_app::{Format, Sides, write_whole};

use super::words::{count, long_day};
use crate::args::{Compare, ExportFormat, Global};
use crate::failure::Failure;
use crate::screen::{Column, Screen, Style, Table, Text};
use crate::{Outcome, json as shapes};

pub(super) async fn list(global: &Global, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let plans = app.list_plans(&global.call()).await?;
    app.close().await?;
    if as_json {
        screen.json(&Value::from(plans.iter().map(shapes::summary).collect::<Vec<_>>()))?;
        return Ok(Outcome::Fine);
    }
    if plans.is_empty() {
        screen.line("There is no plan yet. Import one with: sightline plan import FILE")?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::fixed("Handle"),
        Column::shared("Title", 1),
        Column::fixed("Actions"),
        Column::fixed("Imported"),
        Column::fixed("Last update"),
    ]);
    for plan in &plans {
        table.row(vec![
            plan.handle.as_str().into(),
            plan.title.as_str().into(),
            plan.actions.to_string().into(),
            long_day(plan.imported_on).into(),
            plan.last_update_on.map_or_else(|| Text::styled(Style::Dim, "none yet"), |day| long_day(day).into()),
        ]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

pub(super) async fn compare(global: &Global, args: Compare, screen: &mut Screen) -> Result<Outcome, Failure> {
    let call = global.call();
    let app = global.app().await?;
    let sides = match (args.earlier, args.later, args.baseline) {
        (Some(earlier), Some(later), _) => Sides::Plans { earlier, later },
        (plan, _, Some(baseline)) => Sides::Baseline { plan, baseline, to: args.to },
        (plan, _, None) => match args.from {
            Some(from) => Sides::Days { plan, from, to: args.to.unwrap_or(call.today) },
            None => Sides::SinceImport { plan, to: args.to },
        },
    };
    let comparison = app.compare(&call, &sides).await?;
    app.close().await?;
    if args.json {
        screen.json(&shapes::comparison(&comparison))?;
        return Ok(Outcome::Fine);
    }
    screen.paragraph(format!("From {} to {}:", comparison.earlier, comparison.later))?;
    if comparison.changes.is_empty() {
        screen.line("Nothing changed.")?;
        return Ok(Outcome::Fine);
    }
    screen.line(format!("{}.", count(comparison.changes.len(), "change")))?;
    screen.gap()?;
    let mut table = Table::new(vec![
        Column::fixed("Action"),
        Column::fixed("Change"),
        Column::shared("Before", 1),
        Column::shared("Now", 1),
    ]);
    let dash = || Text::styled(Style::Dim, "–");
    for change in &comparison.changes {
        table.row(vec![
            change.action.as_str().into(),
            kind(change.kind).into(),
            change.before.as_deref().map_or_else(dash, Text::from),
            change.after.as_deref().map_or_else(dash, Text::from),
        ]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

pub(super) fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Reworded => "reworded",
        ChangeKind::Redated => "re-dated",
        ChangeKind::Reled => "re-led",
        ChangeKind::Moved => "moved",
        ChangeKind::Merged => "merged",
        ChangeKind::Split => "split",
        ChangeKind::Withdrawn => "withdrawn",
    }
}

pub(super) async fn baseline(
    global: &Global,
    name: Option<&str>,
    plan: Option<&str>,
    on: Option<NaiveDate>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let call = global.call();
    let app = global.app().await?;
    let baselines = match name {
        Some(name) => vec![app.add_baseline(&call, plan, name, on).await?],
        None => app.baselines(&call, plan).await?,
    };
    app.close().await?;
    if as_json {
        screen.json(&Value::from(baselines.iter().map(shapes::baseline).collect::<Vec<_>>()))?;
        return Ok(Outcome::Fine);
    }
    if baselines.is_empty() {
        screen.line("The plan has no baseline yet. Make one with: sightline plan baseline NAME")?;
    }
    for baseline in &baselines {
        screen.line(format!("{} – the plan as on {}", baseline.name, long_day(baseline.on)))?;
    }
    Ok(Outcome::Fine)
}

pub(super) async fn export(
    global: &Global,
    plan: Option<&str>,
    format: ExportFormat,
    out: Option<PathBuf>,
    as_at: Option<NaiveDate>,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let (format, is_text) = match format {
        ExportFormat::Json => (Format::Json, true),
        ExportFormat::Xlsx => (Format::Xlsx, false),
        ExportFormat::Docx => (Format::Docx, false),
        ExportFormat::Md => (Format::Md, true),
        ExportFormat::Csv => (Format::Csv, true),
    };
    let app = global.app().await?;
    let exported = app.export_plan(&global.call(), plan, format, as_at).await?;
    app.close().await?;
    match (out, is_text) {
        (None, true) => screen.bytes(&exported.bytes)?,
        (out, _) => {
            let path = out.unwrap_or_else(|| PathBuf::from(&exported.name));
            write_whole(&path, &exported.bytes)?;
            screen.line(format!("Wrote {}", path.display()))?;
        }
    }
    Ok(Outcome::Fine)
}
