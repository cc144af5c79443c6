//! Every group of settings with what it is set to.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::domain::settings::Settings;

use crate::components::SummaryList;
use crate::components::summary_list::SummaryRow;
use crate::error::PageError;
use crate::frame::Frame;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "settings/index.html")]
struct SettingsPage {
    frame: Frame,
    groups: SummaryList,
}

/// What the council has set.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let settings = app.settings_to_change(visitor.call()).await?;
    Ok(render::page(&SettingsPage { frame, groups: groups(&settings) }))
}

fn groups(settings: &Settings) -> SummaryList {
    let row = |key: &str, value: String, href: &str| SummaryRow::new(key, value).link("Change", href);
    let branding = &settings.branding;
    let council = branding.council.as_deref().unwrap_or("The name that plans print");
    let minutes = settings.sign_in.idle_minutes.map(|minutes| format!("signed out after {minutes} minutes"));
    let days = settings.sign_in.dormant_after_days.map(|days| format!("accounts disabled after {days} days unused"));
    let set: Vec<String> = [minutes, days].into_iter().flatten().collect();
    let sign_in =
        if set.is_empty() { "As the server was set up".to_owned() } else { words::capital(&words::list(&set)) };
    let own = settings.scales.own.len();
    let default = settings.scales.for_new_plans().name;
    SummaryList::new(vec![
        row("Words", words::capital(settings.words.children.children()), "/settings/words"),
        row("Update cycle", words::capital(settings.updates.cycle.words()), "/settings/updates"),
        row("Name and colour", format!("{council}, {}", branding.colour.words().to_lowercase()), "/settings/branding"),
        row(
            "Rating scales",
            format!("{default} for plans that print none; {} of your own", words::count(own, "scale", "scales")),
            "/settings/scales",
        ),
        row("Signing in", sign_in, "/settings/sign-in"),
    ])
}
