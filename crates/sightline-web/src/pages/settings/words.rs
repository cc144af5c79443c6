//! What children whom the council looks after are called.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::settings::{ChildrenTerm, SettingsGroup, WordSettings};

use super::back;
use super::preview::Intent;
use crate::components::{BackLink, Choice, ErrorSummary, Radios};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "settings/words.html")]
struct WordsPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    children: Radios,
    preview: Option<Preview>,
}

/// The words inside sentences.
struct Preview {
    children: &'static str,
    child: &'static str,
    state: &'static str,
}

/// What was chosen.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct WordsForm {
    #[serde(default)]
    children: String,
    #[serde(default)]
    intent: Intent,
}

/// The form with what is set.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let settings = site.app.settings_to_change(visitor.call()).await?;
    let form = WordsForm { children: settings.words.children.code().to_owned(), ..WordsForm::default() };
    Ok(render::page(&form.page(frame, &FormErrors::default(), None)))
}

/// Saves what was chosen, or shows what it would look like.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<WordsForm>,
) -> Result<Response, PageError> {
    let chosen = match form.validate() {
        Ok(chosen) => chosen,
        Err(errors) => return Ok(render::refused(&form.page(frame, &errors, None))),
    };
    if form.intent == Intent::Preview {
        return Ok(render::page(&form.page(frame, &FormErrors::default(), Some(chosen.children))));
    }
    site.app.change_settings(visitor.call(), SettingsGroup::Words(chosen)).await?;
    Ok(render::done(&site, "/settings", format!("Sightline now says “{}”.", chosen.children.children())))
}

impl WordsForm {
    fn validate(&self) -> Result<WordSettings, FormErrors> {
        ChildrenTerm::from_code(&self.children).map(|children| WordSettings { children }).ok_or_else(|| {
            let mut errors = FormErrors::default();
            errors.add("children", "Choose what the children are called.");
            errors
        })
    }

    fn page(&self, frame: Frame, errors: &FormErrors, preview: Option<ChildrenTerm>) -> WordsPage {
        let choices = ChildrenTerm::ALL
            .iter()
            .map(|term| Choice::new(term.code(), words::capital(term.children())).chosen(term.code() == self.children));
        WordsPage {
            frame,
            back: back(),
            errors: errors.into(),
            children: Radios::new("children", "What are children whom the council looks after called?")
                .hint("Ask them. Plans keep the words they were written in.")
                .choices(choices)
                .error(errors.of("children")),
            preview: preview.map(|term| Preview {
                children: term.children(),
                child: term.child(),
                state: term.state(),
            }),
        }
    }
}
