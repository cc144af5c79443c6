//! `case-list list` and `case-list run`.

use chrono::NaiveDate;
use serde_json::{Value, json};
use sightline_app::CaseListCounts;
use sightline_app::domain::case_list::{CaseCounts, DueState};

use super::CaseListCommand;
use crate::Outcome;
use crate::args::Global;
use crate::commands::data;
use crate::failure::Failure;
use crate::screen::{Column, Screen, Style, Table, Text};

pub(super) async fn run(global: &Global, command: CaseListCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        CaseListCommand::List { json } => list(global, json, screen).await,
        CaseListCommand::Run { id, as_at, json } => counts(global, &id, as_at, json, screen).await,
    }
}

async fn list(global: &Global, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let lists = app.case_list_titles(&global.call()).await?;
    app.close().await?;
    if as_json {
        let all = lists.iter().map(
            |list| json!({ "id": list.id, "title": list.title, "due": list.due, "scorecard_refs": list.scorecard_refs }),
        );
        screen.json(&all.collect())?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![Column::fixed("Case list"), Column::shared("Title", 2), Column::shared("Due", 3)]);
    for list in &lists {
        table.row(vec![list.id.as_str().into(), list.title.as_str().into(), list.due.as_str().into()]);
    }
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

async fn counts(
    global: &Global,
    id: &str,
    as_at: Option<NaiveDate>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let app = data::app(global).await?;
    let view = app.case_list_counts(&global.call(), id, as_at).await?;
    app.close().await?;
    if as_json {
        screen.json(&counts_json(&view))?;
        return Ok(Outcome::Fine);
    }
    screen.line(Text::styled(Style::Bold, view.definition.title.clone()))?;
    screen.paragraph(view.provenance.freshness.clone())?;
    let mut columns = vec![Column::shared("Team", 1)];
    columns.extend(DueState::ALL.map(|state| Column::at_most(state.words(), 14)));
    let mut table = Table::new(columns);
    for (team, counts) in &view.by_team {
        table.row(row(team.as_deref().unwrap_or("No team"), counts));
    }
    table.row(row("All", &view.all));
    screen.table(&table)?;
    Ok(Outcome::Fine)
}

fn row(name: &str, counts: &CaseCounts) -> Vec<Text> {
    let mut cells: Vec<Text> = vec![name.into()];
    cells.extend(DueState::ALL.map(|state| Text::from(counts.in_state(state).to_string())));
    cells
}

fn counts_json(view: &CaseListCounts) -> Value {
    let of = |counts: &CaseCounts| -> Value {
        let each = DueState::ALL.map(|state| (state.name().to_owned(), Value::from(counts.in_state(state))));
        Value::Object(each.into_iter().collect())
    };
    let teams = view.by_team.iter().map(|(team, counts)| json!({ "team": team, "rows": of(counts) }));
    json!({
        "list": view.definition.id,
        "as_at": view.provenance.as_at,
        "extract": view.provenance.extract,
        "rows": of(&view.all),
        "teams": teams.collect::<Vec<_>>(),
    })
}
