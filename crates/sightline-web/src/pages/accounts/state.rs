//! Disabling, enabling and unlocking an account, and taking its second factor away.

use axum::extract::{Path, State};
use axum::response::Response;
use sightline_app::Error;

use crate::error::PageError;
use crate::frame::FlashKind;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

fn page_of(account: &str) -> String {
    format!("/accounts/{}", words::segment(account))
}

/// Disables an account.
pub(super) async fn disable(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    match site.app.disable_account(visitor.call(), &account).await {
        Ok(shut) => Ok(render::done(&site, &page_of(&account), format!("The account of {} is disabled.", shut.name))),
        Err(Error::LastAdministrator) => {
            let said = "Nobody else can manage accounts. Give somebody else the role of administrator first.";
            Ok(render::see_other(&site, &page_of(&account), FlashKind::Warning, said))
        }
        Err(error) => Err(error.into()),
    }
}

/// Enables an account again.
pub(super) async fn enable(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let opened = site.app.enable_account(visitor.call(), &account).await?;
    Ok(render::done(&site, &page_of(&account), format!("The account of {} is enabled.", opened.name)))
}

/// Unlocks an account.
pub(super) async fn unlock(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let unlocked = site.app.unlock_account(visitor.call(), &account).await?;
    Ok(render::done(&site, &page_of(&account), format!("The account of {} is unlocked.", unlocked.name)))
}

/// Turns codes from a phone off for somebody who has lost it.
pub(super) async fn remove_second_factor(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.remove_second_factor_of(visitor.call(), &account).await?;
    Ok(render::done(&site, &page_of(&account), "Codes from a phone are turned off for this account."))
}
