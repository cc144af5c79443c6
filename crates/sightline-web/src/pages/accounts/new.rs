//! A new account.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::form::{AccountFields, AccountForm, beside_its_field};
use super::link;
use crate::components::BackLink;
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct NewPage {
    frame: Frame,
    back: BackLink,
    fields: AccountFields,
}

impl NewPage {
    fn new(frame: Frame, form: AccountForm, errors: &FormErrors) -> Self {
        Self { frame, back: BackLink::new("Back to accounts", "/accounts"), fields: form.fields(errors) }
    }
}

/// The empty form.
pub(super) async fn show(frame: Frame) -> Response {
    render::page(&NewPage::new(frame, AccountForm::default(), &FormErrors::default()))
}

/// Makes the account and shows its link.
pub(super) async fn create(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let input = match form.validate() {
        Ok(input) => input,
        Err(errors) => return Ok(render::refused(&NewPage::new(frame, form, &errors))),
    };
    match site.app.create_account(visitor.call(), &input).await {
        Ok(made) => {
            let (account, name, email) = (made.account.id, made.account.name, made.account.email);
            Ok(link::page(&site, frame, link::Made { account, name, email, link: made.link, delivery: made.delivery }))
        }
        Err(error) => Ok(render::refused(&NewPage::new(frame, form, &beside_its_field(error)?))),
    }
}
