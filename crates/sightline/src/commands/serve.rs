//! `serve`.

use std::sync::Arc;

use sightline_app::{Analytics, App};
use sightline_web::{Clock, Listening, Site};
use tokio::sync::watch;
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
    let app = keys::give(app, global, &configuration, &global.data_dir, &mut |line| screen.line(line)).await?;
    Box::pin(serve_app(&configuration, args, app, clock(global), screen)).await
}

/// Serves an app, which has its keys, until the machine or a person asks to stop.
pub(super) async fn serve_app(
    configuration: &Configuration,
    args: &Serve,
    app: App,
    clock: Clock,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let app = configuration.equip(app, args.address)?;
    let site = Site::new(app.clone(), configuration.web(args.address), clock.clone());
    let listening = Listening::begin(site).await?;
    let url = listening.public_url();
    let analytics = match configuration.analytics() {
        Some(settings) => {
            let clock = clock.clone();
            Some(app.open_analytics(settings, Arc::new(move || clock.now())).await?)
        }
        None => None,
    };
    if let Some(link) = app.first_setup_link(clock.now().0).await? {
        screen.line("There is no account yet. The first administrator sets up theirs here, once:")?;
        screen.line(format!("  {url}/set-up/{}", link.token.as_str()))?;
    }
    if let Some(door) = &analytics {
        let tls = if door.has_tls { "with TLS" } else { "for this machine only" };
        screen.line(format!("Programs for analytics connect to {} ({tls}).", door.address))?;
    }
    screen.line(format!("Sightline is at {url} (listening on {}). Ctrl-C stops it.", listening.address))?;
    screen.flush()?;
    Box::pin(answer(listening, analytics)).await?;
    app.close().await?;
    screen.line("Stopped; everything that was saved is on disk.")?;
    Ok(Outcome::Fine)
}

/// Answers at both doors until a stop is asked for, or the first of them fails.
async fn answer(listening: Listening, analytics: Option<Analytics>) -> Result<(), Failure> {
    let Some(analytics) = analytics else { return Ok(listening.answer(stop_asked()).await?) };
    let (stopping, mut stopped) = watch::channel(false);
    let web = async {
        let ended = listening
            .answer(async {
                stop_asked().await;
                stopping.send_replace(true);
            })
            .await;
        stopping.send_replace(true);
        ended
    };
    let stopped = async { drop(stopped.wait_for(|stop| *stop).await) };
    let (ended, ()) = tokio::join!(web, analytics.answer(stopped));
    Ok(ended?)
}

pub(super) fn clock(global: &Global) -> Clock {
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
