//! Looking accounts up.

use chrono::NaiveDate;
use sightline_store::AccountRecord;

use super::account::{Account, AccountState};
use super::manage::id_of;
use crate::policy::Action;
use crate::{App, Call, Result, Role};

/// Which accounts to list; the default lists all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Words that name, address or what plans say hold, capital letters aside.
    pub words: String,
    /// Only of this role.
    pub role: Option<Role>,
    /// Only in this state.
    pub state: Option<AccountState>,
}

impl App {
    /// Accounts by name.
    pub async fn list_accounts(&self, call: &Call, filter: &AccountFilter) -> Result<Vec<Account>> {
        call.may(Action::AccountManage)?;
        let mut accounts = shown(&self.store.accounts().await?, call.today)?;
        accounts.retain(|account| filter.takes(account));
        accounts.sort_by_cached_key(|account| (account.name.to_lowercase(), account.id.clone()));
        Ok(accounts)
    }

    /// The account with this identifier, or with this address.
    ///
    /// # Errors
    ///
    /// [`sightline_store::Error::UnknownAccount`].
    pub async fn find_account(&self, call: &Call, name: &str) -> Result<Account> {
        call.may(Action::AccountManage)?;
        if name.contains('@') {
            let found = self.store.account_by_email(name).await?;
            return Account::shown(&found.ok_or(sightline_store::Error::UnknownAccount)?, call.today);
        }
        Account::shown(&self.store.account(&id_of(name)?).await?, call.today)
    }
}

impl AccountFilter {
    fn takes(&self, account: &Account) -> bool {
        let text = format!("{} {} {}", account.name, account.email, account.known_as.join(" ")).to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| text.contains(word))
            && self.role.is_none_or(|role| role == account.role)
            && self.state.is_none_or(|state| state == account.state)
    }
}

/// Stored accounts as they stand on a day.
pub(super) fn shown(records: &[AccountRecord], on: NaiveDate) -> Result<Vec<Account>> {
    records.iter().map(|record| Account::shown(record, on)).collect()
}
