//! Personal access tokens: the list on one's account, and taking one back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::AccessToken;

use crate::components::{BackLink, SummaryList, Tag, summary_list::SummaryRow};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Where the tokens are listed.
pub(super) const LIST: &str = "/account#access-tokens";

/// A token as a row of the list.
pub(super) struct TokenRow {
    pub(super) name: String,
    pub(super) scope: &'static str,
    pub(super) made: String,
    pub(super) used: String,
    pub(super) last_day: String,
    /// Shown only when it works no longer.
    pub(super) expired: Option<Tag>,
    pub(super) take_back: String,
}

impl From<&AccessToken> for TokenRow {
    fn from(token: &AccessToken) -> Self {
        Self {
            name: token.name.clone(),
            scope: scope(token.may_write),
            made: words::day(token.made_at.date_naive()),
            used: token.used_at.map_or_else(|| "Never".to_owned(), words::moment),
            last_day: words::day(token.expires_on),
            expired: token.has_expired.then(|| Tag::new("Ended", "grey")),
            take_back: address(&token.id),
        }
    }
}

/// What a token may do, in words.
pub(super) fn scope(may_write: bool) -> &'static str {
    if may_write { "Read and write" } else { "Read" }
}

fn address(id: &str) -> String {
    format!("/account/access-tokens/{}/take-back", words::segment(id))
}

#[derive(Template)]
#[template(path = "account/take_token_back.html")]
struct TakeBackPage {
    frame: Frame,
    back: BackLink,
    name: String,
    about: SummaryList,
    action: String,
}

/// Asks whether a token is really to be taken back.
pub(super) async fn ask(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let token = own_token(&site, &visitor, &id).await?;
    let row = TokenRow::from(&token);
    Ok(render::page(&TakeBackPage {
        frame,
        back: BackLink::new("Back to your account", LIST),
        about: SummaryList::new(vec![
            SummaryRow::new("May", row.scope),
            SummaryRow::new("Made", row.made),
            SummaryRow::new("Last used", row.used),
            SummaryRow::new("Last day", row.last_day),
        ]),
        name: row.name,
        action: row.take_back,
    }))
}

/// Takes a token back.
pub(super) async fn take_back(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let token = own_token(&site, &visitor, &id).await?;
    site.app.revoke_access_token(visitor.call(), &token.id).await?;
    Ok(render::done(&site, LIST, format!("The access token {} is taken back. It works no longer.", token.name)))
}

async fn own_token(site: &Site, visitor: &Visitor, id: &str) -> Result<AccessToken, PageError> {
    let tokens = site.app.own_access_tokens(visitor.call()).await?;
    tokens.into_iter().find(|token| token.id == id).ok_or(PageError::NotFound)
}
