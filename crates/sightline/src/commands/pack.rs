//! `pack build`, `pack list`, `pack verify`.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use sightline_app::domain::pack::{Manifest, PackOutcome};
use sightline_app::{
    BuiltPack, CheckedFolder, KeptPack, MANIFEST_FILE, PackOrder, PackVerification, check_pack_folder,
};

use super::words::{count, long_day, size};
use crate::Outcome;
use crate::args::{Global, Report, day};
use crate::failure::Failure;
use crate::screen::{Column, Progress, Screen, Style, Table, Text};

/// Digits of a hash that tell packs apart in a list.
const HASH_DIGITS: usize = 12;

/// Papers for boards.
#[derive(Debug, Subcommand)]
pub(crate) enum PapersCommand {
    /// Make papers for a board
    #[command(subcommand)]
    Report(Report),
    /// Make the pack of a meeting, list packs, and prove one
    #[command(subcommand)]
    Pack(PackCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// Make the pack of a meeting, for every audience and in every format, and keep it
    #[command(after_help = "Examples:
  sightline pack build --out december
  sightline pack build --plan wexcombe --meeting 2026-12-04 --as-at 2026-10-31 --out december

The folder gets every file and manifest.txt, which says what went in and what came out.
The same plan, records and day give the same bytes.")]
    Build(BuildArgs),
    /// List the packs that were made, with their hashes
    List {
        /// The plan; the only one when left out
        plan: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Prove that a pack is what it was: its files by their hashes, its figures by counting them again
    #[command(after_help = "Examples:
  sightline pack verify december
  sightline pack verify december --files-only   with the folder alone, when nothing else is there

Exit code 1 when something differs that nothing explains.")]
    Verify {
        /// The folder that the pack was written to
        folder: PathBuf,
        /// Compare the files with their hashes and count nothing again; no data directory is needed
        #[arg(long)]
        files_only: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    /// The plan; the only one when left out
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// The body that meets [default: whose meeting comes next]
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// The day of the meeting [default: the next one on record]
    #[arg(long, value_name = "DATE", value_parser = day)]
    meeting: Option<NaiveDate>,
    /// The day that the pack shows [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_at: Option<NaiveDate>,
    /// The folder to write it to
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(global: &Global, command: PackCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        PackCommand::Build(args) => Box::pin(build(global, args, screen)).await,
        PackCommand::List { plan, json } => list(global, plan.as_deref(), json, screen).await,
        PackCommand::Verify { folder, files_only, json } => {
            Box::pin(verify(global, &folder, files_only, json, screen)).await
        }
    }
}

async fn build(global: &Global, args: BuildArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let order = PackOrder { body: args.body, meeting_on: args.meeting, as_at: args.as_at };
    let steps = Steps::start("Making the pack");
    let app = super::data::app(global).await?;
    let told = |step: &str, done, all| steps.at(step, done, all);
    let built = app.build_pack(&global.call(), args.plan.as_deref(), &order, Some(&args.out), &told).await?;
    app.close().await?;
    let taken = steps.taken();
    if args.json {
        screen.json(&built_json(&built, &taken))?;
        return Ok(Outcome::Fine);
    }
    let of = &built.pack.of;
    screen.line(Text::styled(
        Style::Bold,
        format!(
            "Pack {} for the {} on {}, as at {}",
            built.number,
            of.body,
            long_day(of.meeting_on),
            long_day(of.as_at)
        ),
    ))?;
    for file in &built.pack.files {
        let place = args.out.join(&file.name);
        screen.line(format!("  {} ({}, sha256 {})", place.display(), size(file.size_bytes), file.sha256))?;
    }
    screen.line(format!("  {} (sha256 {})", args.out.join(MANIFEST_FILE).display(), built.pack.sha256))?;
    Ok(Outcome::Fine)
}

/// What making a pack does, as it is done: moves the bar, and keeps when each step began.
pub(super) struct Steps {
    progress: Progress,
    began: Mutex<Vec<(String, Instant)>>,
}

impl Steps {
    pub(super) fn start(what: &str) -> Self {
        Self { progress: Progress::start(what), began: Mutex::default() }
    }

    pub(super) fn at(&self, step: &str, done: u64, all: u64) {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        self.progress.at(count(done), count(all));
        if let Ok(mut began) = self.began.lock() {
            began.push((step.to_owned(), Instant::now()));
        }
    }

    /// Each step with the milliseconds it took.
    fn taken(self) -> Vec<(String, u64)> {
        let began = self.began.into_inner().unwrap_or_default();
        let ends = began.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        let milliseconds = |from: Instant, to: Instant| u64::try_from((to - from).as_millis()).unwrap_or(u64::MAX);
        began.iter().zip(ends).map(|((step, from), to)| (step.clone(), milliseconds(*from, to))).collect()
    }
}

async fn list(global: &Global, plan: Option<&str>, as_json: bool, screen: &mut Screen) -> Result<Outcome, Failure> {
    let app = super::data::app(global).await?;
    let call = global.call();
    let plan = match plan {
        Some(plan) => plan.to_owned(),
        None => app.plan(&call, None, None).await?.summary.handle,
    };
    let known = app.packs(&call, &plan).await?;
    app.close().await?;
    if as_json {
        let packs = known.packs.iter().map(|view| {
            let mut value = pack_json(view.number, &view.pack);
            value["since"] = json!(view.since);
            value
        });
        screen.json(&Value::from(packs.collect::<Vec<_>>()))?;
        return Ok(Outcome::Fine);
    }
    if known.packs.is_empty() {
        screen.line("No pack was made yet. Make one: sightline pack build --out FOLDER")?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::fixed("No."),
        Column::shared("For", 1),
        Column::fixed("Meeting"),
        Column::fixed("As at"),
        Column::fixed("Files"),
        Column::fixed("Issued"),
        Column::fixed("Hash"),
    ]);
    for view in &known.packs {
        let of = &view.pack.of;
        let issued = view.pack.issued.as_ref().map_or_else(|| "no".to_owned(), |issue| long_day(issue.at.date_naive()));
        let hash: String = view.pack.sha256.chars().take(HASH_DIGITS).collect();
        let cells = [
            view.number.to_string(),
            of.body.clone(),
            long_day(of.meeting_on),
            long_day(of.as_at),
            view.pack.files.len().to_string(),
            issued,
            hash,
        ];
        table.row(cells.into_iter().map(Text::from).collect());
    }
    screen.table(&table)?;
    for view in &known.packs {
        for sentence in &view.since {
            screen.line(format!("Pack {}: {sentence}", view.number))?;
        }
    }
    Ok(Outcome::Fine)
}

async fn verify(
    global: &Global,
    folder: &Path,
    files_only: bool,
    as_json: bool,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let checked = check_pack_folder(folder)?;
    let rebuilt = if files_only { None } else { Some(Box::pin(rebuild(global, &checked.manifest)).await?) };
    let is_fine =
        checked.is_whole() && rebuilt.as_ref().is_none_or(|rebuilt| rebuilt.outcome() != PackOutcome::Unexplained);
    let outcome = if is_fine { Outcome::Fine } else { Outcome::Findings };
    if as_json {
        screen.json(&verification_json(&checked, rebuilt.as_ref()))?;
        return Ok(outcome);
    }
    screen.line(format!("The hash of the pack is {}.", checked.sha256))?;
    let differing: Vec<_> = checked.files.iter().filter(|file| file.difference.is_some()).collect();
    if differing.is_empty() {
        screen.line(format!("{}: each is as it was made.", count(checked.files.len(), "file")))?;
    }
    for file in differing {
        screen.line(format!("{}: {}", file.name, file.difference.as_deref().unwrap_or_default()))?;
    }
    if let Some(rebuilt) = rebuilt {
        screen.paragraph(rebuilt.comparison.sentence())?;
        for difference in &rebuilt.comparison.differences {
            screen.line(format!("  {}", difference.sentence))?;
        }
        for sentence in &rebuilt.since {
            screen.line(format!("Since then: {sentence}"))?;
        }
    }
    Ok(outcome)
}

async fn rebuild(global: &Global, manifest: &Manifest) -> Result<PackVerification, Failure> {
    let steps = Steps::start("Making the pack again");
    let app = super::data::app(global).await?;
    let told = |step: &str, done, all| steps.at(step, done, all);
    let verified = app.verify_pack(&global.call(), manifest, &told).await?;
    app.close().await?;
    Ok(verified)
}

fn pack_json(number: u64, pack: &KeptPack) -> Value {
    let files = pack.files.iter().map(|file| {
        json!({
            "name": file.name,
            "format": sightline_app::format_code(file.format),
            "audience": file.audience,
            "size_bytes": file.size_bytes,
            "sha256": file.sha256,
        })
    });
    json!({
        "number": number,
        "plan": pack.of.plan,
        "body": pack.of.body,
        "meeting_on": pack.of.meeting_on,
        "as_at": pack.of.as_at,
        "extract": pack.extract,
        "sha256": pack.sha256,
        "issued_at": pack.issued.as_ref().map(|issue| issue.at),
        "files": files.collect::<Vec<_>>(),
    })
}

fn built_json(built: &BuiltPack, taken: &[(String, u64)]) -> Value {
    let mut value = pack_json(built.number, &built.pack);
    let steps = taken.iter().map(|(step, milliseconds)| json!({ "step": step, "milliseconds": milliseconds }));
    value["steps"] = Value::from(steps.collect::<Vec<_>>());
    value["written"] = json!(built.written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>());
    value
}

fn verification_json(checked: &CheckedFolder, rebuilt: Option<&PackVerification>) -> Value {
    let files = checked.files.iter().map(|file| json!({ "name": file.name, "difference": file.difference }));
    let outcome = |outcome| match outcome {
        PackOutcome::Identical => "identical",
        PackOutcome::Explained => "explained",
        PackOutcome::Unexplained => "unexplained",
    };
    let rebuilt = rebuilt.map(|rebuilt| {
        let differences = rebuilt.comparison.differences.iter();
        let difference = |difference: &sightline_app::domain::pack::Difference| {
            json!({ "id": difference.id, "is_explained": difference.is_explained, "sentence": difference.sentence })
        };
        json!({
            "outcome": outcome(rebuilt.outcome()),
            "differences": differences.map(difference).collect::<Vec<_>>(),
            "since": rebuilt.since,
        })
    });
    json!({ "sha256": checked.sha256, "files": files.collect::<Vec<_>>(), "rebuilt": rebuilt })
}
