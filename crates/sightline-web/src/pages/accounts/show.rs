//! One account.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use sightline_app::{Account, AccountState};

use super::list::state_tag;
use super::reach_words;
use crate::components::summary_list::SummaryRow;
use crate::components::{BackLink, SummaryList, Tag};
use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct ShowPage {
    frame: Frame,
    back: BackLink,
    href: String,
    name: String,
    state: Tag,
    about: SummaryList,
    link_words: &'static str,
    stands: AccountState,
    has_second_factor: bool,
}

impl ShowPage {
    fn is_locked(&self) -> bool {
        self.stands == AccountState::Locked
    }

    fn is_disabled(&self) -> bool {
        self.stands == AccountState::Disabled
    }

    /// A closed account gets none.
    fn can_make_link(&self) -> bool {
        !matches!(self.stands, AccountState::Disabled | AccountState::Expired)
    }
}

/// What is known of an account, and what can be done with it.
pub(super) async fn show(
    State(site): State<Site>,
    Path(account): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let account = site.app.find_account(visitor.call(), &account).await?;
    Ok(render::page(&ShowPage {
        frame,
        back: BackLink::new("Back to accounts", "/accounts"),
        href: format!("/accounts/{}", words::segment(&account.id)),
        state: state_tag(account.state),
        about: about(&account),
        link_words: if account.has_password { "Make a link for a new password" } else { "Make a set-up link" },
        stands: account.state,
        has_second_factor: account.has_second_factor,
        name: account.name,
    }))
}

fn about(account: &Account) -> SummaryList {
    let yes_or_no = |is_so: bool| if is_so { "Yes" } else { "No" };
    let several = |key: &str, values: Vec<String>| SummaryRow { values, ..SummaryRow::new(key, "") };
    SummaryList::new(vec![
        SummaryRow::new("E-mail address", &account.email),
        SummaryRow::new("Role", words::capital(account.role.words())),
        several("Reach", reach_words(&account.reach)),
        several("Plans call them", account.known_as.clone()),
        SummaryRow::new("Last day", account.expires_on.map_or_else(|| "None".to_owned(), words::day)),
        SummaryRow::new("Made", words::moment(account.created_at)),
        SummaryRow::new("Last signed in", account.signed_in_at.map_or_else(|| "Never".to_owned(), words::moment)),
        SummaryRow::new("Has chosen a password", yes_or_no(account.has_password)),
        SummaryRow::new("Uses codes from a phone", yes_or_no(account.has_second_factor)),
        SummaryRow::new("Signs in through the council", yes_or_no(account.has_single_sign_on)),
    ])
}
