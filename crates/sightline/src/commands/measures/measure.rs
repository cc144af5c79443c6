//! `measure list`, `measure run` and `measure explain`.

use serde_json::{Value, json};
use sightline_app::AskedMeasure;
use sightline_app::domain::measure::{Figure, Kind, Period, figure_words};
use sightline_app::figures_view::ShownFigure;

use super::{MeasureCommand, Run, check, definition};
use crate::Outcome;
use crate::args::Global;
use crate::commands::data;
use crate::failure::Failure;
use crate::screen::{Column, Screen, Style, Table, Text};

pub(super) async fn run(global: &Global, command: MeasureCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        MeasureCommand::List { theme, json } => list(global, theme.as_deref(), json, screen).await,
        MeasureCommand::Check { ids, content, json } => check::check(global, &ids, content, json, screen).await,
        MeasureCommand::New { id, content } => check::begin(global, &id, content, screen),
        MeasureCommand::Run(args) => ask(global, args, screen).await,
        MeasureCommand::Explain { id, json } => definition::explain(global, &id, json, screen).await,
    }
}

async fn list(global: &Global, theme: Option<&str>, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = global.app().await?;
    let mut titles = app.measure_titles(&global.call()).await?;
    app.close().await?;
    if let Some(wanted) = theme.map(str::to_lowercase) {
        let holds = |words: &str| words.to_lowercase().contains(&wanted);
        titles.retain(|(theme, measure)| holds(theme) || holds(&measure.title));
    }
    if as_json {
        let all = titles.iter().map(|(theme, measure)| {
            json!({
                "id": measure.id,
                "title": measure.title,
                "theme": theme,
                "kind": measure.kind.name(),
                "unit": measure.unit,
                "scorecard_refs": measure.scorecard_refs,
                "version": measure.version,
            })
        });
        screen.json(&all.collect())?;
        return Ok(Outcome::Fine);
    }
    if titles.is_empty() {
        screen.line("No measure has these words.")?;
        return Ok(Outcome::Fine);
    }
    for group in titles.chunk_by(|one, other| one.0 == other.0) {
        screen.line(Text::styled(Style::Bold, group[0].0.clone()))?;
        let mut table = Table::new(vec![Column::shared("", 2), Column::shared("", 3), Column::fixed("")]);
        for (_, measure) in group {
            let refs = measure.scorecard_refs.join(", ");
            table.row(vec![measure.id.as_str().into(), measure.title.as_str().into(), refs.into()]);
        }
        screen.table(&table)?;
        screen.gap()?;
    }
    Ok(Outcome::Fine)
}

async fn ask(global: &Global, args: Run, screen: &mut Screen) -> Result<Outcome, Failure> {
    let between = args.from.zip(args.to).map(|(from, to)| Period { from, to });
    let period = args.period.or(between);
    let app = data::app(global).await?;
    let asked = app.ask_measure(&global.call(), &args.id, period, args.as_at, args.breakdown.as_deref()).await?;
    app.close().await?;
    if args.json {
        screen.json(&asked_json(&asked))?;
        return Ok(Outcome::Fine);
    }
    let definition = &asked.definition;
    screen.line(Text::styled(Style::Bold, definition.title.clone()))?;
    let words = |shown: &ShownFigure| shown_words(shown, definition.kind, &definition.unit);
    screen.line(format!("{}: {}", asked.period.words(), words(&asked.figure)))?;
    for (reason, rows) in asked.left_out.iter().filter(|(_, rows)| *rows > 0) {
        screen.line(format!("Left out: {rows} ({reason})"))?;
    }
    screen.paragraph(asked.provenance.freshness.clone())?;
    if let Some((title, values)) = &asked.breakdown {
        screen.gap()?;
        let mut table = Table::new(vec![Column::shared(title, 2), Column::shared("Figure", 1)]);
        for value in values {
            table.row(vec![value.label.as_str().into(), words(&value.figure).into()]);
        }
        screen.table(&table)?;
    }
    Ok(Outcome::Fine)
}

fn shown_words(shown: &ShownFigure, kind: Kind, unit: &str) -> String {
    match shown {
        ShownFigure::Shown(figure) => figure_words(figure, kind, unit).unwrap_or_else(|| "no figure".to_owned()),
        ShownFigure::Hidden => "too small to show".to_owned(),
        ShownFigure::Empty => "no figure".to_owned(),
    }
}

fn figure_json(shown: &ShownFigure, places: u8) -> Value {
    let figure = |figure: &Figure| {
        json!({
            "value": figure.value.map(|value| value.shown(places)),
            "counted": figure.counted,
            "numerator": figure.numerator,
            "population": figure.population,
            "mean": figure.mean.map(|mean| mean.shown(1)),
            "left_out": figure.left_out,
        })
    };
    match shown {
        ShownFigure::Shown(shown) => figure(shown),
        ShownFigure::Hidden => json!({ "is_hidden": true }),
        ShownFigure::Empty => Value::Null,
    }
}

fn asked_json(asked: &AskedMeasure) -> Value {
    let places = asked.definition.kind.places();
    let values = asked.breakdown.as_ref().map(|(_, values)| {
        let each =
            values.iter().map(|value| json!({ "value": value.label, "figure": figure_json(&value.figure, places) }));
        each.collect::<Vec<_>>()
    });
    json!({
        "measure": asked.definition.id,
        "version": asked.definition.version,
        "from": asked.period.from,
        "to": asked.period.to,
        "unit": asked.definition.unit,
        "figure": figure_json(&asked.figure, places),
        "breakdown": values,
        "as_at": asked.provenance.as_at,
        "extract": asked.provenance.extract,
    })
}
