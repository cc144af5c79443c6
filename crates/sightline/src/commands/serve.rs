//! `serve`.

use std::path::Path;

use sightline_app::App;
use sightline_web::{Clock, Listening, Site};
use tracing_subscriber::EnvFilter;

use crate::args::{Global, Serve};
use crate::configuration::{Configuration, Log, LogFormat};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::{Outcome, keys, settings};

pub(super) async fn serve(global: &Global, args: &Serve, screen: &mut Screen) -> Result<Outcome, Failure> {
    let (configuration, _) = Configuration::load(global)?;
    start_log(&configuration.log, "info")?;
    let app = global.app().await?;
    Box::pin(serve_app(global, &configuration, args, &global.data_dir, app, screen)).await
}

/// Serves an app, whose key may lie in `data_dir`, until the machine or a person asks to stop.
pub(super) async fn serve_app(
    global: &Global,
    configuration: &Configuration,
    args: &Serve,
    data_dir: &Path,
    app: App,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let app = keys::give(app, global, configuration, data_dir, &mut |line| screen.line(line)).await?;
    let app = configuration.equip(app, args.address)?;
    let site = Site::new(app.clone(), configuration.web(args.address), clock(global));
    let listening = Listening::begin(site).await?;
    let url = listening.public_url();
    if let Some(link) = app.first_setup_link(global.call().at).await? {
        screen.line("There is no account yet. The first administrator sets up theirs here, once:")?;
        screen.line(format!("  {url}/set-up/{}", link.token.as_str()))?;
    }
    screen.line(format!("Sightline is at {url} (listening on {}). Ctrl-C stops it.", listening.address))?;
    screen.flush()?;
    listening.answer(stop_asked()).await?;
    app.close().await?;
    screen.line("Stopped; everything that was saved is on disk.")?;
    Ok(Outcome::Fine)
}

fn clock(global: &Global) -> Clock {
    match global.now {
        Some(now) => Clock::new(move || (now, now.date_naive())),
        None => Clock::new(settings::clock),
    }
}

/// Ends when the process is asked to stop.
async fn stop_asked() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}

/// Log lines go to standard error: what is printed for people stays apart.
pub(super) fn start_log(log: &Log, usual_level: &str) -> Result<(), Failure> {
    let level = log.level.as_deref().unwrap_or(usual_level);
    let filter = EnvFilter::try_new(level).map_err(|error| Failure::Settings {
        what: format!("log.level cannot be read: {error}"),
        help: "Use error, warn, info or debug.".to_owned(),
    })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Fails only when a log was started before, as in a test.
    let _ = match log.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    Ok(())
}
