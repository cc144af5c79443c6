//! Changing an account.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::form::{AccountFields, AccountForm, beside_its_field};
use crate::components::BackLink;
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "accounts/edit.html")]
struct EditPage {
    frame: Frame,
    back: BackLink,
    href: String,
    /// As it stands in the form.
    name: String,
    fields: AccountFields,
}

impl EditPage {
    fn new(frame: Frame, account: &str, form: AccountForm, errors: &FormErrors) -> Self {
        let href = format!("/accounts/{}", words::segment(account));
        let name = form.name.clone();
        Self { frame, back: BackLink::new("Back to the account", &href), href, name, fields: form.fields(errors) }
    }
}

/// The form with the account as it is.
pub(super) async fn show(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let found = site.app.find_account(visitor.call(), &account).await?;
    Ok(render::page(&EditPage::new(frame, &account, AccountForm::of(found), &FormErrors::default())))
}

/// Takes the change.
pub(super) async fn change(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let input = match form.validate() {
        Ok(input) => input,
        Err(errors) => return Ok(render::refused(&EditPage::new(frame, &account, form, &errors))),
    };
    match site.app.change_account(visitor.call(), &account, &input).await {
        Ok(changed) => {
            let said = format!("The account of {} is changed.", changed.name);
            Ok(render::done(&site, &format!("/accounts/{}", words::segment(&account)), said))
        }
        Err(error) => Ok(render::refused(&EditPage::new(frame, &account, form, &beside_its_field(error)?))),
    }
}
