//! `measure check` and `measure new`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sightline_app::definitions::{self, DefinitionCheck, DefinitionFault};

use crate::Outcome;
use crate::args::Global;
use crate::commands::words::count;
use crate::failure::Failure;
use crate::screen::{Progress, Screen, Style, Text};

/// Folder of the council's own definitions in its data directory.
const CONTENT: &str = "content";

fn content(global: &Global, given: Option<PathBuf>) -> PathBuf {
    given.unwrap_or_else(|| global.data_dir.join(CONTENT))
}

pub(super) async fn check(
    global: &Global,
    ids: &[String],
    given: Option<PathBuf>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let progress = Progress::start("Running the cases");
    let checked = definitions::check(&content(global, given), ids).await?;
    drop(progress);
    let outcome = if checked.faults.is_empty() { Outcome::Fine } else { Outcome::Findings };
    if as_json {
        screen.json(&checked_json(&checked))?;
        return Ok(outcome);
    }
    for fault in &checked.faults {
        point(fault, screen)?;
    }
    let DefinitionCheck { measures, case_lists, cases, faults } = &checked;
    screen.paragraph(format!(
        "{} and {} load; {} run; {}.",
        count(*measures, "measure"),
        count(*case_lists, "case list"),
        count(*cases, "case"),
        if faults.is_empty() { "nothing is wrong".to_owned() } else { count(faults.len(), "fault") }
    ))?;
    Ok(outcome)
}

/// What is wrong, with the line that it points into.
fn point(wrong: &DefinitionFault, screen: &mut Screen) -> Result<(), Failure> {
    let fault = &wrong.fault;
    let place = wrong
        .path
        .as_deref()
        .map_or_else(|| format!("{}/{} (built in)", fault.folder, fault.file), |path| path.display().to_string());
    let alarm = Style::Colour(0xd4, 0x35, 0x1c);
    let line = fault.line.to_string();
    let margin = " ".repeat(line.len());
    screen.line(Text::styled(alarm, format!("error[{}]", fault.code)).and(Style::Bold, format!(": {}", fault.what)))?;
    screen.line(Text::styled(Style::Dim, format!("{margin} --> ")).and(Style::Plain, format!("{place}:{line}")))?;
    if let Some(text) = &wrong.line {
        let indent = text.len() - text.trim_start().len();
        let marks = "^".repeat(text.trim().chars().count());
        screen.line(Text::styled(Style::Dim, format!("{margin} |")))?;
        screen.line(Text::styled(Style::Dim, format!("{line} | ")).and(Style::Plain, text.clone()))?;
        let carets = format!("{}{marks}", " ".repeat(indent));
        screen.line(Text::styled(Style::Dim, format!("{margin} | ")).and(alarm, carets))?;
    }
    screen.line(Text::styled(Style::Dim, format!("{margin} = why: ")).and(Style::Plain, fault.why.to_owned()))?;
    screen.line(Text::styled(Style::Dim, format!("{margin} = help: ")).and(Style::Plain, fault.next.clone()))?;
    screen.line(Text::styled(Style::Dim, format!("{margin} = more: sightline explain {}", fault.code)))?;
    Ok(screen.gap()?)
}

fn checked_json(checked: &DefinitionCheck) -> Value {
    let faults = checked.faults.iter().map(|wrong| {
        json!({
            "code": wrong.fault.code,
            "file": wrong.path.as_deref().map_or_else(|| wrong.fault.file.clone(), |path| path.display().to_string()),
            "is_built_in": wrong.path.is_none(),
            "line": wrong.fault.line,
            "what": wrong.fault.what,
            "why": wrong.fault.why,
            "next": wrong.fault.next,
        })
    });
    json!({
        "measures": checked.measures,
        "case_lists": checked.case_lists,
        "cases": checked.cases,
        "faults": faults.collect::<Vec<_>>(),
    })
}

pub(super) fn begin(
    global: &Global,
    id: &str,
    given: Option<PathBuf>,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let folder = given.clone();
    let written = definitions::new_measure(&content(global, given), id, global.call().today)?;
    for path in &written {
        screen.line(format!("Wrote {}", path.display()))?;
    }
    let option = folder.as_deref().map_or_else(String::new, |folder: &Path| format!(" --content {}", folder.display()));
    screen.gap()?;
    screen.line(format!("Change them, then: sightline measure check {id}{option}"))?;
    Ok(Outcome::Fine)
}
