//! `plan show`: a plan on a page, or one action with its history.

use chrono::NaiveDate;
use sightline_app::domain::history::PlanAsAt;
use sightline_app::domain::plan::{Action, ActionState};
use sightline_app::domain::scale::Scale;
use sightline_app::{ActionView, PlanView, Shown};

use super::words::{count, long_day, rating, short_day};
use crate::args::Global;
use crate::failure::Failure;
use crate::screen::{Column, Screen, Style, Table, Text};
use crate::{Outcome, json};

pub(super) async fn show(
    global: &Global,
    name: Option<&str>,
    plan: Option<&str>,
    as_at: Option<NaiveDate>,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let shown = app.show(&global.call(), name, plan, as_at).await?;
    app.close().await?;
    match shown {
        Shown::Plan(view) if as_json => screen.json(&json::plan(&view))?,
        Shown::Action(view) if as_json => screen.json(&json::action(&view))?,
        Shown::Plan(view) => plan_on_a_page(&view, screen)?,
        Shown::Action(view) => one_action(&view, screen)?,
    }
    Ok(Outcome::Fine)
}

/// The plan: its counts, then every live action under its priority with its two ratings.
pub(super) fn plan_on_a_page(view: &PlanView, screen: &mut Screen) -> Result<(), Failure> {
    let at = &view.at;
    let plan = &at.plan;
    let scale = plan.scale().cloned().unwrap_or_else(Scale::brag);
    screen.paragraph(Text::styled(Style::Bold, heading(view)))?;
    let live: Vec<&Action> = plan.actions.iter().filter(|action| action.is_live() && !action.placeholder).collect();
    screen.line(format!("As at {}. {}.", long_day(at.as_at), count(live.len(), "live action")))?;
    screen.gap()?;
    screen.table(&counts(at, &scale, &live))?;

    let references = plan.priorities.iter().map(|priority| priority.reference.as_str());
    let mut places: Vec<&str> = references.collect();
    // Nothing is left out, also when an action names a priority that the plan does not list.
    for action in &live {
        if !places.contains(&action.priority.as_str()) {
            places.push(&action.priority);
        }
    }
    for reference in places {
        let actions: Vec<&&Action> = live.iter().filter(|action| action.priority == reference).collect();
        if actions.is_empty() && plan.priority(reference).is_none() {
            continue;
        }
        screen.gap()?;
        let title = plan.priority(reference).and_then(|priority| priority.title.as_deref()).unwrap_or_default();
        screen.paragraph(Text::styled(Style::Bold, format!("{reference}  {title}").trim_end().to_owned()))?;
        if actions.is_empty() {
            screen.line("No live action.")?;
            continue;
        }
        let mut columns = vec![
            Column::fixed("Ref"),
            Column::shared("Action", 2),
            Column::shared("Lead", 1),
            Column::at_most("Due", 12),
            Column::fixed("Action rating"),
        ];
        if scale.rates_impact {
            columns.push(Column::fixed("Impact rating"));
        }
        let mut table = Table::new(columns);
        for action in actions {
            let mut cells: Vec<Text> = vec![
                action.reference.as_str().into(),
                action.title().into(),
                action.leads_words().unwrap_or_else(|| "no lead".to_owned()).as_str().into(),
                due(action),
                rating(&scale, at.action_rating(action).as_deref()),
            ];
            if scale.rates_impact {
                cells.push(rating(&scale, at.impact_rating(action).as_deref()));
            }
            table.row(cells);
        }
        screen.table(&table)?;
    }
    let gone: Vec<String> = plan.actions.iter().filter_map(gone).collect();
    if !gone.is_empty() {
        screen.gap()?;
        screen.paragraph(format!("No longer live: {}.", gone.join("; ")))?;
    }
    Ok(())
}

fn heading(view: &PlanView) -> String {
    let plan = &view.at.plan;
    let title = if plan.title.is_empty() { "Plan without a title" } else { plan.title.as_str() };
    match plan.council.as_deref().filter(|council| !title.contains(council)) {
        Some(council) => format!("{council}: {title} ({})", view.summary.handle),
        None => format!("{title} ({})", view.summary.handle),
    }
}

fn counts(at: &PlanAsAt, scale: &Scale, live: &[&Action]) -> Table {
    let mut columns = vec![Column::fixed("")];
    let mut levels: Vec<Option<&str>> = scale.levels.iter().map(|level| Some(level.code.as_str())).collect();
    levels.push(None);
    columns.extend(levels.iter().map(|code| Column::fixed(&rating(scale, *code).shown(false))));
    let mut table = Table::new(columns);
    let mut axis = |name: &str, rated: &dyn Fn(&Action) -> Option<String>| {
        let mut cells: Vec<Text> = vec![name.into()];
        for level in &levels {
            let number = live
                .iter()
                .filter(|action| {
                    let code = rated(action);
                    code.as_deref().and_then(|code| scale.level(code)).map(|level| level.code.as_str()) == *level
                })
                .count();
            cells.push(number.to_string().into());
        }
        table.row(cells);
    };
    axis("Action rating", &|action| at.action_rating(action));
    if scale.rates_impact {
        axis("Impact rating", &|action| at.impact_rating(action));
    }
    table
}

fn due(action: &Action) -> Text {
    match (action.due_on, action.due_raw.as_deref()) {
        (Some(day), _) => short_day(day).into(),
        (None, Some(raw)) if !raw.trim().is_empty() => raw.into(),
        _ => Text::styled(Style::Dim, "no date"),
    }
}

fn gone(action: &Action) -> Option<String> {
    let how = match &action.state {
        ActionState::Live => return None,
        ActionState::Withdrawn => "withdrawn".to_owned(),
        ActionState::Merged { into } => format!("merged into {into}"),
        ActionState::Split { into } => format!("split into {}", into.join(" and ")),
    };
    Some(format!("{} {how}", action.reference))
}

fn one_action(view: &ActionView, screen: &mut Screen) -> Result<(), Failure> {
    let action = &view.action;
    screen.paragraph(Text::styled(Style::Bold, format!("{}  {}", action.reference, action.title())))?;
    let mut facts = Table::new(vec![Column::fixed(""), Column::shared("", 1)]);
    let mut fact = |name: &str, value: Option<Text>| {
        if let Some(value) = value.filter(|value| value.width() > 0) {
            facts.row(vec![Text::styled(Style::Dim, name), value]);
        }
    };
    fact("Plan", Some(format!("{} as at {}", view.summary.handle, long_day(view.as_at)).into()));
    fact("State", gone(action).map(Text::from));
    fact(
        "Priority",
        Some(format!("{} {}", action.priority, view.priority_title.as_deref().unwrap_or_default()).into()),
    );
    fact("Heading", action.group.as_deref().map(Text::from));
    fact("Lead", Some(action.leads_words().unwrap_or_else(|| "nobody named".to_owned()).as_str().into()));
    fact("Start", action.start_raw.as_deref().map(Text::from));
    fact("Due", Some(due_in_full(action)));
    fact("Action rating", Some(rating(&view.scale, view.action_rating.as_deref())));
    if view.scale.rates_impact {
        fact("Impact rating", Some(rating(&view.scale, view.impact_rating.as_deref())));
    }
    fact("Answers", (!action.sources.is_empty()).then(|| action.sources.join(", ").into()));
    for part in &action.parts {
        let letter = part.letter.as_deref().unwrap_or("•");
        fact("Part", part.text.as_deref().map(|text| format!("{letter} {text}").into()));
    }
    for milestone in &action.milestones {
        let state = match (milestone.completed_on, milestone.due_on, milestone.due_raw.as_deref()) {
            (Some(day), _, _) => format!("■ {} – complete {}", milestone.text, long_day(day)),
            (None, Some(day), _) => format!("○ {} – due {}", milestone.text, long_day(day)),
            (None, None, Some(raw)) => format!("○ {} – {raw}", milestone.text),
            (None, None, None) => format!("○ {} – no date", milestone.text),
        };
        fact("Milestone", Some(state.into()));
    }
    for statement in &action.how_will_we_know {
        fact("How we will know", Some(statement.as_str().into()));
    }
    for statement in &action.child_statements {
        fact("Children say", Some(format!("“{statement}”").into()));
    }
    screen.table(&facts)?;
    updates(view, screen)?;
    amendments(view, screen)
}

fn due_in_full(action: &Action) -> Text {
    match (action.due_raw.as_deref(), action.due_on) {
        (Some(raw), Some(day)) if raw != long_day(day) => format!("{raw} (by {})", long_day(day)).into(),
        (Some(raw), _) => raw.into(),
        (None, Some(day)) => long_day(day).into(),
        (None, None) => Text::styled(Style::Dim, "no date"),
    }
}

fn updates(view: &ActionView, screen: &mut Screen) -> Result<(), Failure> {
    screen.gap()?;
    if view.updates.is_empty() {
        screen.line("No update yet.")?;
        return Ok(());
    }
    screen.line(Text::styled(Style::Bold, "Updates, the latest first"))?;
    let mut columns = vec![Column::fixed("On"), Column::fixed("Action")];
    if view.scale.rates_impact {
        columns.push(Column::fixed("Impact"));
    }
    columns.extend([Column::shared("What happened", 1), Column::fixed("By")]);
    let mut table = Table::new(columns);
    for update in view.updates.iter().rev() {
        let mut said: Vec<String> = update.note.iter().cloned().collect();
        said.extend(update.forecast_on.map(|day| format!("Expected {}.", long_day(day))));
        said.extend(
            (!update.evidence.is_empty())
                .then(|| format!("Evidence: {}.", update.evidence.join("; ").trim_end_matches('.'))),
        );
        let mut cells: Vec<Text> =
            vec![short_day(update.on).into(), rating(&view.scale, update.action_rating.as_deref())];
        if view.scale.rates_impact {
            cells.push(rating(&view.scale, update.impact_rating.as_deref()));
        }
        cells.extend([said.join(" ").into(), update.by.as_str().into()]);
        table.row(cells);
    }
    screen.table(&table)?;
    Ok(())
}

fn amendments(view: &ActionView, screen: &mut Screen) -> Result<(), Failure> {
    if view.amendments.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.line(Text::styled(Style::Bold, "Amendments, the latest first"))?;
    let mut table = Table::new(vec![
        Column::fixed("From"),
        Column::shared("What", 1),
        Column::shared("Why", 1),
        Column::fixed("By"),
    ]);
    for amendment in view.amendments.iter().rev() {
        let what = super::amend::what_changed(amendment.before.as_ref(), &amendment.after);
        table.row(vec![
            short_day(amendment.on).into(),
            what.join("; ").into(),
            amendment.reason.as_str().into(),
            amendment.by.as_str().into(),
        ]);
    }
    screen.table(&table)?;
    Ok(())
}
