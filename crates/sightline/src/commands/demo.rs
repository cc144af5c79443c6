//! `demo`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::Args;
use sightline_app::{
    App, BuiltPack, Call, Council, Database, Demonstration, DemonstrationSignIn, Error, ExtractView, LoadProgress,
    LoadStep, PackOrder,
};
use sightline_web::Clock;

use super::pack::Steps;
use super::serve::{clock, serve_app, start_log};
use super::show::plan_on_a_page;
use super::words::{count, long_day, size};
use crate::args::{Global, Serve};
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::screen::{Progress, Screen, Style, Text};
use crate::settings::DATABASE_FILE;
use crate::{Outcome, keys, settings};

/// Where the pack of the meeting to come is written, beside the board report.
const PACK_FOLDER: &str = "pack";
/// Says that a folder holds nothing but the demonstration, so that it may be made anew.
const MARKER: &str = "this-is-the-demonstration";

/// The password of every account of the demonstration. It is no secret: the
/// people are invented, and everybody can read it here.
const PASSWORD: &str = "a clear line of sight";

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Folder for the papers and the demonstration's own data
    #[arg(long, default_value = "demo", value_name = "DIR")]
    out: PathBuf,
    /// Write the papers and stop
    #[arg(long)]
    no_serve: bool,
    /// Let it be today, not the Monday after its year: a second factor asks for the real time
    #[arg(long)]
    today: bool,
    /// Children whose records the invented council keeps, 50 or more; 0 for none
    #[arg(long, default_value_t = 5000, value_name = "N")]
    children: u32,
    #[command(flatten)]
    serve: Serve,
}

/// The moment at which the demonstration stands: the Monday after its year. From then on its clock goes on.
const STANDS_AT: &str = "2026-11-02T09:00:00Z";

pub(super) async fn demo(global: Global, args: &DemoArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let DemoArgs { out, no_serve, children, serve, today } = args;
    let (no_serve, children) = (*no_serve, *children);
    let stands_at = STANDS_AT.parse().ok().filter(|_| !today);
    let begins = global.now.or(stands_at);
    // What is asked for by name stands still, for tests.
    let clock = match stands_at.filter(|_| global.now.is_none()) {
        Some(begins) => going_on_from(begins),
        None => clock(&global),
    };
    let global = &Global { now: begins, ..global };
    let data = out.join("data");
    make_room(&data)?;
    let app = App::open(&Database::File(data.join(DATABASE_FILE)), global.vocabulary()?).await?;
    let progress = Progress::start("Replaying a year");
    let made = app
        .demonstrate(&global.call(), out, (!no_serve).then_some(PASSWORD), &mut |done, all| progress.at(done, all))
        .await?;
    drop(progress);
    let (configuration, _) = Configuration::load(global)?;
    let app = keys::give(app, global, &configuration, &data, &mut |_| Ok(())).await?;
    let app = app.with_council(Council::of_demonstration(children)?);
    let records = if children > 0 { Some(records(&app, global, children).await?) } else { None };
    // Without records a pack has next to nothing to show.
    let pack =
        if children > 0 { Some(Box::pin(pack(&app, global, &made, &out.join(PACK_FOLDER))).await?) } else { None };

    plan_on_a_page(&made.view, screen)?;
    screen.gap()?;
    let story = format!(
        "An invented council's plan, imported on {} with {}, then {} and {} over a year.",
        long_day(made.view.summary.imported_on),
        count(made.problems, "question and note"),
        count(made.updates, "update"),
        count(made.amendments, "amendment"),
    );
    screen.paragraph(story)?;
    screen.gap()?;
    screen.line(Text::styled(Style::Bold, format!("The board report as at {}:", long_day(made.view.at.as_at))))?;
    for paper in &made.papers {
        screen.line(format!("  {} ({})", paper.path.display(), size(paper.size_bytes)))?;
    }
    for paper in &made.earlier_papers {
        screen.line(format!("The report before it: {} ({})", paper.path.display(), size(paper.size_bytes)))?;
    }
    if let Some(records) = records {
        screen.gap()?;
        screen.paragraph(format!(
            "The invented records of {children} children, as at {}: {} rows, loaded, checked and published.",
            long_day(records.record.as_at),
            records.manifest.rows(),
        ))?;
    }
    if let Some(pack) = pack {
        let files = count(pack.written.len(), "file");
        screen.line(format!("The pack of the meeting to come: {} ({files})", out.join(PACK_FOLDER).display()))?;
    }
    screen.gap()?;
    screen.line("Look further:")?;
    let shown = data.display();
    screen.line(format!("  sightline --data-dir {shown} plan show 2.8"))?;
    screen.line(format!("  sightline --data-dir {shown} plan compare"))?;
    screen.line(format!("  sightline --data-dir {shown} data show"))?;
    screen.line(format!("  sightline --data-dir {shown} history verify"))?;
    if no_serve {
        app.close().await?;
        return Ok(Outcome::Fine);
    }
    screen.gap()?;
    screen.line(Text::styled(Style::Bold, format!("Sign in as any of these, with the password “{PASSWORD}”:")))?;
    let widest = made.sign_ins.iter().map(|person| person.email.len()).max().unwrap_or(0);
    for person in &made.sign_ins {
        let DemonstrationSignIn { name, email, role, comes_to } = person;
        screen.line(format!("  {email:widest$}  {name}, {}: to {comes_to}", role.words()))?;
    }
    screen.gap()?;
    if let Some(begins) = begins {
        let day = long_day(begins.date_naive());
        screen
            .paragraph(format!("It is {day} in the demonstration, just after its year; with --today it is today."))?;
    }
    start_log(&configuration.log, "warn")?;
    Box::pin(serve_app(&configuration, serve, app, clock, screen)).await
}

/// A clock that shows a moment now, and goes on from it.
fn going_on_from(begins: DateTime<Utc>) -> Clock {
    let (started, _) = settings::clock();
    Clock::new(move || {
        let at = begins + (settings::clock().0 - started);
        (at, at.date_naive())
    })
}

/// Makes the pack of the meeting to come, and writes it beside the board report.
async fn pack(app: &App, global: &Global, made: &Demonstration, folder: &Path) -> Result<BuiltPack, Failure> {
    let steps = Steps::start("Making the pack of the meeting to come");
    let as_at = made.view.at.as_at;
    let call = global.call();
    // Somebody may ask for an earlier moment than the end of its year.
    let call = Call { today: call.today.max(as_at), ..call };
    let order = PackOrder { meeting_on: made.meeting_on, as_at: Some(as_at), ..PackOrder::default() };
    let told = |step: &str, done, all| steps.at(step, done, all);
    Ok(app.build_pack(&call, Some(&made.view.summary.handle), &order, Some(folder), &told).await?)
}

/// Makes the children's records of the demonstration, and loads them.
async fn records(app: &App, global: &Global, children: u32) -> Result<ExtractView, Failure> {
    // Making them takes about as long as all the steps of loading them.
    let (children_in_all, steps) = (children as usize, LoadStep::ALL.len());
    let bar = Progress::start("Inventing and loading children’s records");
    let (made, loaded) = (bar.reporter(), bar.reporter());
    let made = Arc::new(move |done: u32| made(done as usize, 2 * children_in_all));
    let progress: LoadProgress = Arc::new(move |step: LoadStep| {
        loaded(children_in_all + children_in_all * step.done() / steps, 2 * children_in_all);
    });
    Ok(app.demonstrate_records(&global.call(), children, made, progress).await?)
}

/// An empty folder for the demonstration's data. Only what an earlier demonstration left is removed.
fn make_room(data: &Path) -> Result<(), Failure> {
    let failed = |source| Error::File { doing: "write", path: data.to_owned(), source };
    let marker = data.join(MARKER);
    if data.join(DATABASE_FILE).exists() && !marker.exists() {
        let source =
            std::io::Error::new(std::io::ErrorKind::AlreadyExists, "it holds data that is not the demonstration's");
        return Err(failed(source).into());
    }
    fs::create_dir_all(data).map_err(failed)?;
    fs::write(&marker, "Everything in this folder is made anew by `sightline demo`.\n").map_err(failed)?;
    let extracts = data.join("extracts");
    if extracts.exists() {
        fs::remove_dir_all(extracts).map_err(failed)?;
    }
    for ending in ["", "-wal", "-shm", "-journal"] {
        let file = data.join(format!("{DATABASE_FILE}{ending}"));
        if file.exists() {
            fs::remove_file(file).map_err(failed)?;
        }
    }
    Ok(())
}
