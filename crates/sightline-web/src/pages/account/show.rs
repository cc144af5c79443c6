//! One's own account.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{Account, OwnSession};

use super::access_tokens::TokenRow;
use super::digest::{became, digest_words};
use crate::components::summary_list::SummaryRow;
use crate::components::{SummaryList, Tag};
use crate::error::PageError;
use crate::frame::Frame;
use crate::pages::accounts::reach_words;
use crate::pages::sign_in::signed_out;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: Frame,
    about: SummaryList,
    has_password: bool,
    second_factor: Tag,
    has_second_factor: bool,
    few_codes_left: Option<String>,
    digest: String,
    last_digest: Option<String>,
    tokens: Vec<TokenRow>,
    sessions: Vec<SessionRow>,
}

struct SessionRow {
    began: String,
    seen: String,
    is_this: bool,
}

impl From<OwnSession> for SessionRow {
    fn from(session: OwnSession) -> Self {
        Self { began: words::moment(session.began_at), seen: words::moment(session.seen_at), is_this: session.is_this }
    }
}

/// Everything about one's own account.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let account = site.app.own_account(visitor.call()).await?;
    let tokens = site.app.own_access_tokens(visitor.call()).await?;
    let digest = site.app.own_digest(visitor.call()).await?;
    let sessions = site.app.own_sessions(visitor.call(), visitor.session()).await?;
    Ok(render::page(&AccountPage {
        frame,
        about: about(&account),
        has_password: account.has_password,
        second_factor: if account.has_second_factor { Tag::new("On", "green") } else { Tag::new("Off", "grey") },
        has_second_factor: account.has_second_factor,
        few_codes_left: (account.has_second_factor && account.recovery_codes_left < 3)
            .then(|| words::count(account.recovery_codes_left, "recovery code", "recovery codes")),
        digest: digest_words(&digest),
        last_digest: digest.last.as_ref().map(became),
        tokens: tokens.iter().map(TokenRow::from).collect(),
        sessions: sessions.into_iter().map(SessionRow::from).collect(),
    }))
}

/// Ends every session of the caller.
pub(super) async fn sign_out_everywhere(State(site): State<Site>, visitor: Visitor) -> Result<Response, PageError> {
    site.app.sign_out_everywhere(visitor.call()).await?;
    Ok(signed_out(&site, "You have been signed out everywhere."))
}

fn about(account: &Account) -> SummaryList {
    let known_as = SummaryRow { values: account.known_as.clone(), ..SummaryRow::new("Plans call you", "") };
    let mut rows = vec![
        SummaryRow::new("Name", &account.name),
        SummaryRow::new("E-mail address", &account.email),
        SummaryRow::new("Role", words::capital(account.role.words())),
        SummaryRow { values: reach_words(&account.reach), ..SummaryRow::new("Reach", "") },
        known_as,
    ];
    if let Some(last) = account.expires_on {
        rows.push(SummaryRow::new("Last day", words::day(last)));
    }
    if account.has_single_sign_on {
        rows.push(SummaryRow::new("Single sign-on", "You sign in through your council."));
    }
    SummaryList::new(rows)
}
