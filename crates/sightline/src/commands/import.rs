//! `plan import` and `plan problems`.

use std::fs;

use sightline_app::domain::plan::Plan;
use sightline_app::domain::{Problem, Severity};
use sightline_app::{ImportInput, SourceBytes, import_dry_run};

use super::words::count;
use crate::args::{Global, Import};
use crate::failure::Failure;
use crate::screen::{Column, Progress, Screen, Style, Table, Text};
use crate::{Outcome, json};

/// Problems listed on the screen after an import; all of them with `plan problems`.
const SHOWN_AFTER_IMPORT: usize = 12;
/// No document is as large; the readers have their own limits below this.
const LARGEST_FILE_BYTES: u64 = 1 << 30;

pub(super) async fn import(global: &Global, args: Import, screen: &mut Screen) -> Result<Outcome, Failure> {
    let call = global.call();
    let mut files = Vec::new();
    for path in &args.files {
        let failed = |source| sightline_app::Error::File { doing: "read", path: path.clone(), source };
        let size = fs::metadata(path).map_err(failed)?.len();
        if size > LARGEST_FILE_BYTES {
            let source = std::io::Error::new(std::io::ErrorKind::FileTooLarge, "the file is larger than any plan");
            return Err(failed(source).into());
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.push(SourceBytes { name, bytes: fs::read(path).map_err(failed)? });
    }
    let input = ImportInput { files, heading_overrides: args.map, handle: args.handle, on: args.on, again: args.again };
    let progress = Progress::start("Reading the plan");
    if args.dry_run {
        let read = import_dry_run(&call, &global.vocabulary()?, &input)?;
        drop(progress);
        if args.json {
            screen.json(&json::import(&read.plan, &read.problems))?;
        } else {
            screen.paragraph(format!("Would import: {}.", contents(&read.plan)))?;
            list(&read.problems, usize::MAX, screen)?;
            screen.line("Nothing was saved.")?;
        }
        return Ok(outcome(&read.problems));
    }
    let app = global.app().await?;
    let saved = app.import_plan(&call, &input).await?;
    drop(progress);
    app.close().await?;
    let problems = &saved.imported.problems;
    if args.json {
        let mut value = json::import(&saved.imported.plan, problems);
        value["saved"] = json::summary(&saved.summary);
        screen.json(&value)?;
    } else {
        let handle = &saved.summary.handle;
        screen.paragraph(format!("Imported {handle}: {}.", contents(&saved.imported.plan)))?;
        list(problems, SHOWN_AFTER_IMPORT, screen)?;
        screen.line(format!("See it with: sightline plan show {handle}"))?;
    }
    Ok(Outcome::Fine)
}

pub(super) async fn problems(
    global: &Global,
    plan: Option<&str>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let (summary, problems) = app.problems(&global.call(), plan).await?;
    app.close().await?;
    if as_json {
        screen.json(&serde_json::json!({ "plan": summary.handle, "problems": problems }))?;
    } else {
        screen.line(format!("{} ({})", summary.title, summary.handle))?;
        list(&problems, usize::MAX, screen)?;
    }
    Ok(outcome(&problems))
}

/// Findings when a person should look at something.
fn outcome(problems: &[Problem]) -> Outcome {
    if problems.iter().any(Problem::is_open) { Outcome::Findings } else { Outcome::Fine }
}

fn contents(plan: &Plan) -> String {
    let mut parts = vec![count(plan.actions.len(), "action")];
    let priorities = plan.priorities.len();
    parts.push(if priorities == 1 { "1 priority".to_owned() } else { format!("{priorities} priorities") });
    if !plan.aims.is_empty() {
        parts.push(count(plan.aims.len(), "aim"));
    }
    if !plan.measures.is_empty() {
        parts.push(count(plan.measures.len(), "measure"));
    }
    if !plan.boards.is_empty() {
        parts.push(count(plan.boards.len(), "board"));
    }
    let title = if plan.title.is_empty() { "a plan without a title" } else { &plan.title };
    format!("{title} ({})", parts.join(", "))
}

fn list(problems: &[Problem], at_most: usize, screen: &mut Screen) -> Result<(), Failure> {
    if problems.is_empty() {
        screen.line("Nothing was doubtful.")?;
        return Ok(());
    }
    let number = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let counts: Vec<String> = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Question, "question"),
        (Severity::Note, "note"),
    ]
    .into_iter()
    .filter(|(severity, _)| number(*severity) > 0)
    .map(|(severity, noun)| count(number(severity), noun))
    .collect();
    screen.gap()?;
    screen.line(format!("{}:", counts.join(", ")))?;
    // The worst first, else in the order of the document; notes only when there is room.
    let mut ordered: Vec<&Problem> = problems.iter().collect();
    ordered.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    let mut table = Table::new(vec![
        Column::fixed("What"),
        Column::fixed("Code"),
        Column::shared("Where", 2),
        Column::shared("Seen", 3),
        Column::shared("What to do", 4),
    ]);
    for problem in ordered.iter().take(at_most) {
        let place = match &problem.about {
            Some(about) => format!("{about}: {}", problem.place),
            None => problem.place.to_string(),
        };
        table.row(vec![
            severity(problem.severity),
            problem.code.as_str().into(),
            place.into(),
            problem.seen.as_str().into(),
            problem.help.as_str().into(),
        ]);
    }
    screen.table(&table)?;
    if ordered.len() > at_most {
        screen.line(format!("… and {} more: sightline plan problems", ordered.len() - at_most))?;
    }
    screen.gap()?;
    Ok(())
}

fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text::styled(Style::Colour(177, 14, 30), "✖ error"),
        Severity::Warning => Text::styled(Style::Colour(190, 90, 20), "! warning"),
        Severity::Question => Text::styled(Style::Colour(29, 112, 184), "? question"),
        Severity::Note => Text::styled(Style::Dim, "· note"),
    }
}
