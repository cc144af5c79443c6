//! The rating scales: those that are part of Sightline, and the council's own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::scale::{Brag, Scale};
use sightline_app::domain::settings::{ScaleFault, ScaleSettings, SettingsGroup};

use super::back;
use super::preview::Intent;
use crate::components::{BackLink, Choice, ErrorSummary, Radios, Rating, Textarea};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// More letters are not read as a scale.
const LONGEST: usize = 20_000;

/// What a new scale begins from.
const EXAMPLE: &str = r#"id = "our_scale"
name = "Our scale"
rates_impact = false

[[levels]]
code = "1"
name = "Not started"
action_definition = "Nobody has begun"
stands_for = "red"

[[levels]]
code = "2"
name = "Under way"
action_definition = "Begun, and not yet finished"
stands_for = "green"

[[levels]]
code = "3"
name = "Done"
action_definition = "Finished, and likely to last"
stands_for = "blue"
"#;

#[derive(Template)]
#[template(path = "settings/scales.html")]
struct ScalesPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    default: Radios,
    scales: Vec<ScaleView>,
    text: Textarea,
    preview: Option<ScaleView>,
}

struct ScaleView {
    id: String,
    name: String,
    is_own: bool,
    rates_impact: bool,
    levels: Vec<LevelView>,
}

struct LevelView {
    rating: Rating,
    code: String,
    action: String,
    impact: String,
}

/// Which scale plans have that print none.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct DefaultForm {
    #[serde(default)]
    default: String,
}

/// A scale as text.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct ScaleForm {
    #[serde(default)]
    text: String,
    #[serde(default)]
    intent: Intent,
}

/// Which scale is to go.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct RemoveForm {
    #[serde(default)]
    id: String,
}

/// Every scale with its levels, and the form for one more.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let set = &site.app.settings_to_change(visitor.call()).await?.scales;
    Ok(render::page(&ScalesPage::new(frame, set, EXAMPLE, &FormErrors::default())))
}

/// Chooses the scale of plans that print none.
pub(super) async fn choose(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<DefaultForm>,
) -> Result<Response, PageError> {
    let set = &site.app.settings_to_change(visitor.call()).await?.scales;
    let Some(chosen) = set.all().into_iter().find(|scale| scale.id == form.default) else {
        let mut errors = FormErrors::default();
        errors.add("default", "Choose one of the scales.");
        return Ok(render::refused(&ScalesPage::new(frame, set, EXAMPLE, &errors)));
    };
    let scales = ScaleSettings { default: Some(chosen.id), ..set.clone() };
    site.app.change_settings(visitor.call(), SettingsGroup::Scales(scales)).await?;
    let said = format!("Plans that print no scale now have {}. Plans that are already here keep theirs.", chosen.name);
    Ok(render::done(&site, "/settings/scales", said))
}

/// Adds a scale of the council's own, or shows what it would look like.
pub(super) async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<ScaleForm>,
) -> Result<Response, PageError> {
    let set = &site.app.settings_to_change(visitor.call()).await?.scales;
    let (scale, scales) = match form.validate(set) {
        Ok(read) => read,
        Err(errors) => return Ok(render::refused(&ScalesPage::new(frame, set, &form.text, &errors))),
    };
    if form.intent == Intent::Preview {
        let page = ScalesPage::new(frame, set, &form.text, &FormErrors::default());
        return Ok(render::page(&ScalesPage { preview: Some(ScaleView::of(&scale, true)), ..page }));
    }
    site.app.change_settings(visitor.call(), SettingsGroup::Scales(scales)).await?;
    Ok(render::done(&site, "/settings/scales", format!("The scale “{}” is added.", scale.name)))
}

/// Takes a scale of the council's own away; plans that have it keep it.
pub(super) async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    Form(form): Form<RemoveForm>,
) -> Result<Response, PageError> {
    let set = &site.app.settings_to_change(visitor.call()).await?.scales;
    let gone = set.own.iter().find(|scale| scale.id == form.id).ok_or(PageError::NotFound)?;
    let scales = ScaleSettings {
        own: set.own.iter().filter(|scale| scale.id != gone.id).cloned().collect(),
        default: set.default.clone().filter(|default| *default != gone.id),
    };
    let said = format!("The scale “{}” is gone. Plans that have it keep it.", gone.name);
    site.app.change_settings(visitor.call(), SettingsGroup::Scales(scales)).await?;
    Ok(render::done(&site, "/settings/scales", said))
}

impl ScaleForm {
    /// The scale, and the council's scales with it.
    fn validate(&self, set: &ScaleSettings) -> Result<(Scale, ScaleSettings), FormErrors> {
        let mut errors = FormErrors::default();
        if self.text.chars().count() > LONGEST {
            errors.add("text", "This is too long for a scale.");
            return Err(errors);
        }
        let scale = Scale::from_toml(&self.text).map_err(|fault| {
            errors.add("text", sentence(&fault));
            errors.clone()
        })?;
        let mut scales = set.clone();
        scales.own.push(scale.clone());
        match SettingsGroup::Scales(scales.clone()).fault() {
            None => Ok((scale, scales)),
            Some(what) => {
                errors.add("text", what);
                Err(errors)
            }
        }
    }
}

fn sentence(fault: &ScaleFault) -> String {
    match fault.line {
        Some(line) => format!("Line {line}: {}", fault.what),
        None => fault.what.clone(),
    }
}

impl ScalesPage {
    fn new(frame: Frame, set: &ScaleSettings, text: &str, errors: &FormErrors) -> Self {
        let chosen = set.for_new_plans().id;
        let choices = set.all().into_iter().map(|scale| {
            let names: Vec<&str> = scale.levels.iter().map(|level| level.name.as_str()).collect();
            let hint = names.join(", ");
            Choice::new(&scale.id, &scale.name).hint(hint).chosen(scale.id == chosen)
        });
        let is_own = |scale: &Scale| set.own.iter().any(|own| own.id == scale.id);
        Self {
            frame,
            back: back(),
            errors: errors.into(),
            default: Radios::new("default", "Which scale has a plan that prints none?")
                .hint("For plans imported from now on.")
                .choices(choices)
                .error(errors.of("default")),
            scales: set.all().iter().map(|scale| ScaleView::of(scale, is_own(scale))).collect(),
            text: Textarea::new("text", "The scale as text (TOML)")
                .hint("The worst level first. Each says when it is given, and what it stands for: red, amber, green or blue.")
                .value(text)
                .rows(20)
                .error(errors.of("text")),
            preview: None,
        }
    }
}

impl ScaleView {
    fn of(scale: &Scale, is_own: bool) -> Self {
        let levels = scale.levels.iter().map(|level| LevelView {
            rating: Rating::new(
                level.name.as_str(),
                match level.stands_for {
                    Some(Brag::Red) => "red",
                    Some(Brag::Amber) => "amber",
                    Some(Brag::Green) => "green",
                    Some(Brag::Blue) => "blue",
                    None => "none",
                },
            ),
            code: level.code.clone(),
            action: level.action_definition.clone().unwrap_or_default(),
            impact: level.impact_definition.clone().unwrap_or_default(),
        });
        Self {
            id: scale.id.clone(),
            name: scale.name.clone(),
            is_own,
            rates_impact: scale.rates_impact,
            levels: levels.collect(),
        }
    }
}
