//! `config check`.

use crate::args::Global;
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::screen::Screen;
use crate::{Outcome, keys};

/// Says which settings hold.
pub(super) fn check(global: &Global, screen: &mut Screen) -> Result<Outcome, Failure> {
    let (configuration, file) = Configuration::load(global)?;
    match file {
        Some(file) => screen.line(format!("Settings of {}, with the environment over them:", file.display()))?,
        None => screen.line("No settings file; the environment over what is built in:")?,
    }
    let web = configuration.web(None);
    let key = keys::source(&configuration.keys, &global.data_dir);
    let tls = if web.tls.is_some() { "own certificate" } else { "none; put a proxy before it for others" };
    for (name, value) in [
        ("listens on", web.address.to_string()),
        ("people type", web.public_url()),
        ("TLS", tls.to_owned()),
        ("cookies over TLS only", if web.secure_cookies { "yes" } else { "no" }.to_owned()),
        ("key", key),
        ("largest upload", format!("{} MB", web.upload_limit / (1024 * 1024))),
        ("time limit of a request", format!("{} s", web.time_limit.as_secs())),
    ] {
        screen.line(format!("  {name}: {value}"))?;
    }
    Ok(Outcome::Fine)
}
