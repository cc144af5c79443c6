//! The list of accounts.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{Account, AccountFilter, AccountState, Role};

use crate::components::filter_panel::FilterField;
use crate::components::{Choice, EmptyState, FilterPanel, Link, Pagination, Select, Tag, TextInput};
use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Accounts on one page.
const AT_ONCE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    words: String,
    role: String,
    state: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListPage {
    frame: Frame,
    count: String,
    filter: FilterPanel,
    accounts: Vec<AccountRow>,
    pages: Pagination,
    nothing: EmptyState,
}

struct AccountRow {
    href: String,
    name: String,
    email: String,
    role: String,
    state: Tag,
    signed_in: String,
}

impl From<Account> for AccountRow {
    fn from(account: Account) -> Self {
        Self {
            href: format!("/accounts/{}", words::segment(&account.id)),
            role: words::capital(account.role.words()),
            state: state_tag(account.state),
            signed_in: account.signed_in_at.map_or_else(|| "Never".to_owned(), words::moment),
            name: account.name,
            email: account.email,
        }
    }
}

/// The state of an account as a tag.
pub(super) fn state_tag(state: AccountState) -> Tag {
    let colour = match state {
        AccountState::Active => "green",
        AccountState::NotSetUp => "yellow",
        AccountState::Locked => "red",
        AccountState::Disabled | AccountState::Expired => "grey",
    };
    Tag::new(state.words(), colour)
}

/// Accounts, narrowed to what was asked for.
pub(super) async fn show(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let accounts = site.app.list_accounts(visitor.call(), &asked.filter()).await?;
    let count = words::capital(&words::count(accounts.len(), "account", "accounts"));
    let pages = accounts.len().div_ceil(AT_ONCE).max(1);
    let page = asked.page.unwrap_or(1).clamp(1, pages);
    let shown = accounts.into_iter().skip((page - 1) * AT_ONCE).take(AT_ONCE);
    Ok(render::page(&ListPage {
        frame,
        count,
        filter: asked.panel(),
        accounts: shown.map(AccountRow::from).collect(),
        pages: Pagination::new(page, pages, asked.address(None)),
        nothing: EmptyState::new("No account is like that", "Change the filters, or give somebody an account.")
            .link("Clear all filters", "/accounts"),
    }))
}

impl Asked {
    fn role(&self) -> Option<Role> {
        Role::from_code(&self.role)
    }

    fn state(&self) -> Option<AccountState> {
        AccountState::ALL.iter().copied().find(|state| state.code() == self.state)
    }

    fn filter(&self) -> AccountFilter {
        AccountFilter { words: self.words.clone(), role: self.role(), state: self.state() }
    }

    /// The address of the list with all filters but one.
    fn address(&self, without: Option<&str>) -> String {
        let fields = [("words", self.words.as_str()), ("role", &self.role), ("state", &self.state)];
        let kept: Vec<String> = fields
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && Some(*name) != without)
            .map(|(name, value)| format!("{name}={}", words::segment(value)))
            .collect();
        if kept.is_empty() { "/accounts".to_owned() } else { format!("/accounts?{}", kept.join("&")) }
    }

    fn panel(&self) -> FilterPanel {
        let anything = |text: &str, is_chosen: bool| Choice::new("", text).chosen(is_chosen);
        let roles = Role::ALL
            .iter()
            .map(|role| Choice::new(role.code(), words::capital(role.words())).chosen(self.role() == Some(*role)));
        let states = AccountState::ALL
            .iter()
            .map(|state| Choice::new(state.code(), state.words()).chosen(self.state() == Some(*state)));
        let fields = vec![
            FilterField::Text(TextInput::new("words", "Name or e-mail address").kind("search").value(&self.words)),
            FilterField::Select(
                Select::new("role", "Role")
                    .choices([anything("Any role", self.role().is_none())].into_iter().chain(roles)),
            ),
            FilterField::Select(
                Select::new("state", "State")
                    .choices([anything("Any state", self.state().is_none())].into_iter().chain(states)),
            ),
        ];
        let mut in_use = Vec::new();
        if !self.words.trim().is_empty() {
            in_use.push(Link::new(format!("Words: {}", self.words), self.address(Some("words"))));
        }
        if let Some(role) = self.role() {
            in_use.push(Link::new(format!("Role: {}", role.words()), self.address(Some("role"))));
        }
        if let Some(state) = self.state() {
            in_use.push(Link::new(format!("State: {}", state.words()), self.address(Some("state"))));
        }
        FilterPanel::new("Filter accounts", "/accounts", fields).in_use(in_use, "/accounts")
    }
}
