//! `benchmark`.

use std::path::Path;

use serde_json::{Value, json};
use sightline_app::domain::benchmark::{Caution, Comparators, Compared, PublishedMeasure};
use sightline_app::domain::decimal::Decimal;
use sightline_app::domain::{Problem, Severity};
use sightline_app::{BenchmarkInput, BenchmarkSet, Error, LoadedBenchmarks, PublishedFigures, SourceBytes};

use super::BenchmarkCommand;
use super::args::LoadBenchmarks;
use crate::Outcome;
use crate::args::Global;
use crate::commands::words::count;
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::screen::{Column, Progress, Screen, Style, Table, Text};

/// Problems that are printed after a load; `--json` has all.
const SHOWN_PROBLEMS: usize = 20;

pub(super) async fn run(global: &Global, command: BenchmarkCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        BenchmarkCommand::Load(args) => load(global, args, screen).await,
        BenchmarkCommand::List { about, json } => {
            let app = global.app().await?;
            let sets = app.benchmark_sets(&global.call()).await?;
            app.close().await?;
            list(&sets, about.as_deref(), json, screen)
        }
        BenchmarkCommand::Show { key, better, year, json } => {
            let (configuration, _) = Configuration::load(global)?;
            let council = configuration.council()?;
            let app = global.app().await?.with_council(council);
            let figures = app.published_figures(&global.call(), &key, better, year).await?;
            app.close().await?;
            show(&figures, json, screen)
        }
    }
}

async fn load(global: &Global, args: LoadBenchmarks, screen: &mut Screen) -> Result<Outcome, Failure> {
    let bar = Progress::start(if args.dry_run { "Reading" } else { "Loading" });
    let files = args.files.iter().map(|path| source(path)).collect::<Result<Vec<_>, Failure>>()?;
    let input = BenchmarkInput { files, name: args.name, publisher: args.publisher, edition: args.edition };
    let app = global.app().await?;
    let call = global.call();
    let loaded = if args.dry_run {
        app.rehearse_benchmarks(&call, input).await?
    } else {
        app.load_benchmarks(&call, input).await?
    };
    app.close().await?;
    drop(bar);
    if args.json {
        screen.json(&loaded.iter().map(loaded_json).collect())?;
    } else {
        for file in &loaded {
            said(file, args.dry_run, screen)?;
        }
    }
    let is_fine = |problem: &Problem| problem.severity == Severity::Note;
    let has_findings = loaded.iter().any(|file| !file.published.problems.iter().all(is_fine));
    Ok(if has_findings { Outcome::Findings } else { Outcome::Fine })
}

fn source(path: &Path) -> Result<SourceBytes, Failure> {
    let failed = |source| Error::File { doing: "read", path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(failed)?;
    Ok(SourceBytes { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes })
}

/// What one file gave.
fn said(file: &LoadedBenchmarks, is_rehearsal: bool, screen: &mut Screen) -> Result<(), Failure> {
    let published = &file.published;
    screen.line(Text::styled(Style::Bold, format!("{}: {}, {}", file.file, published.name, published.edition)))?;
    screen.paragraph(format!(
        "{} of {} from {}; {} of other areas.",
        count(published.values.len(), "value"),
        count(published.measures.len(), "measure"),
        rows(published.rows),
        rows(published.rows_of_other_areas),
    ))?;
    for problem in published.problems.iter().take(SHOWN_PROBLEMS) {
        screen.paragraph(format!("{} {}: {} {}", problem.code, problem.place, problem.seen, problem.help))?;
    }
    if published.problems.len() > SHOWN_PROBLEMS {
        screen.line(format!("… and {} more; --json has them.", published.problems.len() - SHOWN_PROBLEMS))?;
    }
    screen.line(match (is_rehearsal, file.number) {
        (true, _) => "Nothing was saved.".to_owned(),
        (false, Some(number)) => format!("Loaded as number {number}."),
        (false, None) => "Loaded already; passed over.".to_owned(),
    })?;
    screen.gap()?;
    Ok(())
}

fn rows(number: u64) -> String {
    if number == 1 { "1 row".to_owned() } else { format!("{number} rows") }
}

fn list(sets: &[BenchmarkSet], about: Option<&str>, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    if as_json {
        screen.json(&sets.iter().map(|set| set_json(set, about)).collect())?;
        return Ok(Outcome::Fine);
    }
    if sets.is_empty() {
        screen.line("No published figures are loaded yet. Load them with: sightline benchmark load FILE")?;
        return Ok(Outcome::Fine);
    }
    for set in sets {
        let measures: Vec<&PublishedMeasure> = chosen(set, about).collect();
        if measures.is_empty() {
            continue;
        }
        screen.line(Text::styled(Style::Bold, format!("{}, {} ({})", set.name, set.edition, set.publisher)))?;
        screen.line(format!(
            "{}, {} values, loaded on {} by {}; {}",
            set.file_name,
            set.value_count,
            set.loaded_at.format("%-d %B %Y"),
            set.loaded_by,
            set.licence
        ))?;
        let mut table = Table::new(vec![Column::shared("Key", 1), Column::shared("Measure", 2), Column::fixed("Unit")]);
        for measure in measures {
            table.row(vec![measure.key.as_str().into(), measure.title.as_str().into(), measure.unit.as_str().into()]);
        }
        screen.table(&table)?;
        screen.gap()?;
    }
    Ok(Outcome::Fine)
}

/// The measures of a set whose key or title holds the words.
fn chosen<'s>(set: &'s BenchmarkSet, about: Option<&str>) -> impl Iterator<Item = &'s PublishedMeasure> {
    let about = about.unwrap_or_default().to_lowercase();
    set.measures.iter().filter(move |measure| {
        measure.key.to_lowercase().contains(&about) || measure.title.to_lowercase().contains(&about)
    })
}

fn show(figures: &PublishedFigures, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    if as_json {
        screen.json(&figures_json(figures))?;
        return Ok(Outcome::Fine);
    }
    let measure = &figures.measure;
    screen.line(Text::styled(Style::Bold, measure.title.clone()))?;
    let Some(compared) = &figures.comparators else {
        screen.line("Nothing is published of that year.")?;
        return Ok(Outcome::Fine);
    };
    screen.line(format!("{}, period {}", measure.key, compared.period))?;
    let mut table = Table::new(vec![Column::shared("Compared with", 1), Column::fixed("Value"), Column::shared("", 1)]);
    let mut row = |name: &str, value: String, words: String| table.row(vec![name.into(), value.into(), words.into()]);
    for comparison in [&compared.england, &compared.region].into_iter().flatten() {
        row(&comparison.name, shown(comparison.compared), String::new());
    }
    if let Some(neighbours) = &compared.neighbours {
        let with = neighbours
            .with_value
            .map_or_else(|| neighbours.of.to_string(), |with| format!("{with} of {}", neighbours.of));
        let words = format!("{with} neighbours, {}", neighbours.model);
        row("Statistical neighbours, mean", number(neighbours.mean), words.clone());
        row("Statistical neighbours, median", number(neighbours.median), words);
    }
    if let Some(quartiles) = &compared.quartiles {
        let words = format!("{} authorities", quartiles.authorities);
        row("Lowest quarter below", number(Some(quartiles.lowest_quarter)), words.clone());
        row("Median of authorities", number(Some(quartiles.median)), words.clone());
        row("Highest quarter above", number(Some(quartiles.highest_quarter)), words.clone());
        if quartiles.best.is_some() {
            row("Best quarter begins at", number(quartiles.best), words);
        }
    }
    if let Some(own) = &compared.own {
        let rank = own.rank.map(|rank| format!("place {rank}"));
        let band = own.band.map(|band| format!("quarter {band:?}, A is the best"));
        let words: Vec<String> = [rank, band].into_iter().flatten().collect();
        row("The council's own", shown(own.compared), words.join("; "));
    }
    screen.table(&table)?;
    for caution in &compared.cautions {
        screen.paragraph(caution_words(caution))?;
    }
    if let Some(set) = figures.sets.first() {
        screen.paragraph(format!("Source: {}, {}, {}. {}.", set.publisher, set.name, set.edition, set.licence))?;
    }
    Ok(Outcome::Fine)
}

fn shown(compared: Compared) -> String {
    let symbol = compared.symbol.map(|symbol| format!("{} ({})", symbol.code(), symbol.words()));
    compared.value.map_or_else(|| symbol.unwrap_or_default(), |value| number(Some(value)))
}

fn number(value: Option<Decimal>) -> String {
    value.map(|value| value.trimmed().to_string()).unwrap_or_default()
}

fn caution_words(caution: &Caution) -> String {
    match caution {
        Caution::OtherScale { name, value } => {
            format!(
                "What is published for {name} ({}) is on another scale, most likely a total, and is not compared with.",
                value.trimmed()
            )
        }
        Caution::NeighboursMissing { missing } => {
            format!("{} without a value in this period.", count(*missing, "neighbour"))
        }
        Caution::ChosenByHand => {
            "Region and neighbours were chosen by hand: they are not those that are published for the council."
                .to_owned()
        }
    }
}

fn loaded_json(file: &LoadedBenchmarks) -> Value {
    let published = &file.published;
    json!({
        "file": file.file,
        "sha256": file.sha256,
        "number": file.number,
        "name": published.name,
        "publisher": published.publisher,
        "edition": published.edition,
        "rows": published.rows,
        "rows_of_other_areas": published.rows_of_other_areas,
        "values": published.values.len(),
        "measures": published.measures,
        "problems": published.problems,
    })
}

fn set_json(set: &BenchmarkSet, about: Option<&str>) -> Value {
    json!({
        "number": set.number,
        "name": set.name,
        "publisher": set.publisher,
        "edition": set.edition,
        "licence": set.licence,
        "file": set.file_name,
        "sha256": set.sha256,
        "values": set.value_count,
        "loaded_by": set.loaded_by,
        "loaded_at": set.loaded_at,
        "measures": chosen(set, about).collect::<Vec<_>>(),
    })
}

fn figures_json(figures: &PublishedFigures) -> Value {
    json!({
        "measure": figures.measure,
        "values": figures.values.iter().map(|value| json!({
            "period": value.period,
            "year": value.year,
            "area": value.area.to_string(),
            "value": value.value,
            "symbol": value.symbol.map(sightline_app::domain::benchmark::Symbol::code),
        })).collect::<Vec<_>>(),
        "compared": figures.comparators.as_ref().map(comparators_json),
    })
}

fn comparators_json(compared: &Comparators) -> Value {
    let cell = |compared: Compared| json!({ "value": compared.value, "symbol": compared.symbol.map(sightline_app::domain::benchmark::Symbol::code) });
    let area = |found: &sightline_app::domain::benchmark::Comparison| json!({ "name": found.name, "is": cell(found.compared) });
    json!({
        "period": compared.period,
        "year": compared.year,
        "england": compared.england.as_ref().map(area),
        "region": compared.region.as_ref().map(area),
        "neighbours": compared.neighbours.as_ref().map(|neighbours| json!({
            "mean": neighbours.mean,
            "median": neighbours.median,
            "with_value": neighbours.with_value,
            "of": neighbours.of,
            "model": neighbours.model,
        })),
        "quartiles": compared.quartiles.as_ref().map(|quartiles| json!({
            "lowest_quarter": quartiles.lowest_quarter,
            "median": quartiles.median,
            "highest_quarter": quartiles.highest_quarter,
            "best": quartiles.best,
            "authorities": quartiles.authorities,
        })),
        "own": compared.own.as_ref().map(|own| json!({
            "is": cell(own.compared),
            "band": own.band.map(|band| format!("{band:?}")),
            "rank": own.rank,
        })),
        "cautions": compared.cautions.iter().map(caution_words).collect::<Vec<_>>(),
    })
}
