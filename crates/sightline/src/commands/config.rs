//! `config check`.

use sightline_app::Council;

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
    let council = configuration.council()?;
    for (name, value) in [
        ("listens on", web.address.to_string()),
        ("people type", web.public_url()),
        ("TLS", tls.to_owned()),
        ("cookies over TLS only", if web.secure_cookies { "yes" } else { "no" }.to_owned()),
        (
            "analytics",
            configuration.analytics().map_or_else(|| "off".to_owned(), |door| format!("at {}", door.address)),
        ),
        ("key", key),
        ("largest upload", format!("{} MB", web.upload_limit / (1024 * 1024))),
        ("time limit of a request", format!("{} s", web.time_limit.as_secs())),
        (
            "own published figures",
            council.authority_name.clone().unwrap_or_else(|| "none; council.authority is not set".to_owned()),
        ),
        ("compares with", compares_with(&council)),
        (
            "children aged 0 to 17",
            council.children_0_17.map_or_else(
                || "not known; rates are not worked out".to_owned(),
                |children| format!("{children} ({})", council.children_from),
            ),
        ),
    ] {
        screen.line(format!("  {name}: {value}"))?;
    }
    Ok(Outcome::Fine)
}

/// The region and the neighbours, in words.
fn compares_with(council: &Council) -> String {
    let with = &council.compares_with;
    let region = with.region.as_deref().map_or_else(|| "no region".to_owned(), |code| format!("region {code}"));
    if council.neighbour_names.is_empty() {
        return format!("{region}, no statistical neighbours");
    }
    format!("{region}; {} ({})", council.neighbour_names.join(", "), with.neighbour_model)
}
