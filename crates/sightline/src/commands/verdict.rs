//! `verdict`: what the evidence supports, beside what was reported.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use sightline_app::domain::challenge::Weighed;
use sightline_app::domain::scale::{Brag, Scale};
use sightline_app::{ActionVerdict, Compared, PlanVerdicts};

use super::words::{count, long_day, rating};
use crate::Outcome;
use crate::args::{Global, day};
use crate::failure::Failure;
use crate::screen::{Column, Screen, Style, Table, Text};

/// Of which plan, action and day.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct VerdictArgs {
    #[command(subcommand)]
    command: Option<VerdictCommand>,
    /// The plan; the only one when left out
    plan: Option<String>,
    /// Only this action, with its reasons
    #[arg(long, value_name = "REF")]
    action: Option<String>,
    /// From what was known on a day [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_at: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is done with verdicts, beside saying what they are.
#[derive(Debug, Subcommand)]
enum VerdictCommand {
    /// Keep the verdicts on every rating in force as they are today, where they are other ones than those kept last
    #[command(after_help = "Example:
  sightline verdict keep --plan wexcombe

`sightline serve` does it by itself when updates are signed off, when records are published, and every few hours.")]
    Keep {
        /// The plan; the only one when left out
        #[arg(long, value_name = "PLAN")]
        plan: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn verdict(global: &Global, args: &VerdictArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    if let Some(VerdictCommand::Keep { plan, json }) = &args.command {
        return keep(global, plan.as_deref(), *json, screen).await;
    }
    let app = super::data::app(global).await?;
    let judged = app.plan_verdicts(&global.call(), args.plan.as_deref(), args.action.as_deref(), args.as_at).await?;
    app.close().await?;
    if args.json {
        screen.json(&plan_json(&judged))?;
        return Ok(Outcome::Fine);
    }
    match judged.actions.as_slice() {
        [only] if args.action.is_some() => one_action(&judged, only, screen)?,
        actions => whole_plan(&judged, actions, screen)?,
    }
    Ok(Outcome::Fine)
}

async fn keep(global: &Global, plan: Option<&str>, json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = super::data::app(global).await?;
    let done = app.keep_verdicts(&global.call(), plan).await?;
    app.close().await?;
    if json {
        screen.json(&json!({
            "plan": done.summary.handle,
            "looked_at": done.looked_at,
            "kept": done.kept,
        }))?;
        return Ok(Outcome::Fine);
    }
    let (looked_at, kept) = (count(done.looked_at, "verdict"), done.kept.len());
    screen.line(match kept {
        0 => format!("{}: {looked_at}, none of them another one than was kept.", done.summary.handle),
        _ => format!(
            "{}: {looked_at}, of which {kept} are new or other ones than before and were kept.",
            done.summary.handle
        ),
    })?;
    Ok(Outcome::Fine)
}

fn whole_plan(judged: &PlanVerdicts, actions: &[ActionVerdict], screen: &mut Screen) -> Result<(), Failure> {
    screen.paragraph(Text::styled(
        Style::Bold,
        format!("{} as at {}", judged.summary.handle, long_day(judged.at.as_at)),
    ))?;
    screen.paragraph(records_words(judged))?;
    screen.gap()?;
    let mut columns =
        vec![Column::fixed("Ref"), Column::shared("Action", 1), Column::fixed("Rated"), Column::fixed("Supported")];
    if judged.impact_scale.is_some() {
        columns.extend([Column::fixed("Impact rated"), Column::fixed("Supported")]);
    }
    columns.push(Column::shared("Why", 2));
    let mut table = Table::new(columns);
    for action in actions {
        let mut cells: Vec<Text> = vec![action.reference.as_str().into(), action.title.as_str().into()];
        cells.extend(compared(&judged.scale, &action.doing));
        if let Some(scale) = &judged.impact_scale {
            cells.extend(compared(scale, &action.impact));
        }
        let why = action.verdicts.impact.reasons.first().or(action.verdicts.doing.reasons.first());
        cells.push(why.map(String::as_str).unwrap_or_default().into());
        table.row(cells);
    }
    screen.table(&table)?;
    let above = actions
        .iter()
        .filter(|action| [&action.doing, &action.impact].iter().any(|rating| rating.weighed == Some(Weighed::Above)))
        .count();
    screen.gap()?;
    screen.line(format!("{} rated better than the evidence supports.", count(above, "action")))?;
    Ok(())
}

fn records_words(judged: &PlanVerdicts) -> String {
    match judged.records_of {
        Some(of) => format!("Measures are counted in the records of {}.", long_day(of)),
        None => "No measure is linked, or no records were published by then.".to_owned(),
    }
}

fn one_action(judged: &PlanVerdicts, action: &ActionVerdict, screen: &mut Screen) -> Result<(), Failure> {
    screen.paragraph(Text::styled(Style::Bold, format!("{}  {}", action.reference, action.title)))?;
    screen.line(format!("{} as at {}. {}", judged.summary.handle, long_day(judged.at.as_at), records_words(judged)))?;
    let doing = &action.verdicts.doing;
    axis("Are we doing it", &judged.scale, &action.doing, screen)?;
    sentences("", &doing.reasons, screen)?;
    sentences("What would change it", &doing.would_change, screen)?;
    let impact = &action.verdicts.impact;
    axis("Is it making a difference", judged.impact_scale.as_ref().unwrap_or(&judged.scale), &action.impact, screen)?;
    sentences("", &impact.reasons, screen)?;
    let missing: Vec<String> = action
        .measures
        .iter()
        .filter_map(|measure| Some(format!("{}: {}", measure.title, measure.missing.as_deref()?)))
        .collect();
    sentences("Without figures", &missing, screen)?;
    sentences("Be careful", &impact.cautions, screen)?;
    sentences("What would change it", &impact.would_change, screen)
}

fn axis(question: &str, scale: &Scale, ratings: &Compared, screen: &mut Screen) -> Result<(), Failure> {
    screen.gap()?;
    screen.line(Text::styled(Style::Bold, question))?;
    let mut table = Table::new(vec![Column::fixed(""), Column::shared("", 1)]);
    let [rated, supported] = compared(scale, ratings);
    table.row(vec![Text::styled(Style::Dim, "Rated"), rated]);
    table.row(vec![Text::styled(Style::Dim, "Evidence supports"), supported]);
    table.row(vec![Text::styled(Style::Dim, "So"), weighed_words(ratings.weighed).into()]);
    screen.table(&table)?;
    Ok(())
}

fn sentences(heading: &str, sentences: &[String], screen: &mut Screen) -> Result<(), Failure> {
    if sentences.is_empty() {
        return Ok(());
    }
    if !heading.is_empty() {
        screen.gap()?;
        screen.line(Text::styled(Style::Dim, heading))?;
    }
    for sentence in sentences {
        screen.paragraph(format!("– {sentence}"))?;
    }
    Ok(())
}

/// The rating, and what the evidence supports.
fn compared(scale: &Scale, ratings: &Compared) -> [Text; 2] {
    let supported = match ratings.supports {
        None => Text::styled(Style::Dim, "no rating"),
        Some(brag) => {
            let level = scale.levels.iter().find(|level| level.stands_for == Some(brag));
            level.map_or_else(|| brag.code().into(), |level| rating(scale, Some(&level.code)))
        }
    };
    let mark = match ratings.weighed {
        Some(Weighed::Above) => " (challenge)",
        Some(Weighed::Below) => " (better)",
        Some(Weighed::Agrees) | None => "",
    };
    [rating(scale, ratings.reported.as_deref()), supported.and(Style::Plain, mark)]
}

fn weighed_words(weighed: Option<Weighed>) -> &'static str {
    match weighed {
        Some(Weighed::Above) => "the rating is better than its evidence",
        Some(Weighed::Below) => "the evidence supports better: a hidden success",
        Some(Weighed::Agrees) => "the rating and its evidence agree",
        None => "there is no rating to compare",
    }
}

fn plan_json(judged: &PlanVerdicts) -> Value {
    json!({
        "plan": judged.summary.handle,
        "as_at": judged.at.as_at,
        "records_of": judged.records_of,
        "actions": judged.actions.iter().map(action_json).collect::<Vec<Value>>(),
    })
}

fn action_json(action: &ActionVerdict) -> Value {
    let rating = |compared: &Compared| {
        json!({
            "reported": compared.reported,
            "supports": compared.supports.map(Brag::code),
            "compared": compared.weighed.map(|weighed| match weighed {
                Weighed::Above => "above_evidence",
                Weighed::Agrees => "agrees",
                Weighed::Below => "below_evidence",
            }),
        })
    };
    let measures: Vec<Value> = action
        .measures
        .iter()
        .map(|measure| {
            json!({
                "measure": measure.id,
                "title": measure.title,
                "from": measure.from_on,
                "why_linked": measure.reason,
                "without_figures_because": measure.missing,
            })
        })
        .collect();
    json!({
        "action": action.reference,
        "title": action.title,
        "action_rating": rating(&action.doing),
        "impact_rating": rating(&action.impact),
        "doing": action.verdicts.doing,
        "impact": action.verdicts.impact,
        "measures": measures,
    })
}
