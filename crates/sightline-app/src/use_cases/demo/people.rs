//! One sign-in for each role of the demonstration: `content/demo/accounts.toml`.

use chrono::NaiveDate;
use serde::Deserialize;

use super::script::maybe_day;
use crate::use_cases::accounts::AccountInput;
use crate::{App, Call, Error, Reach, Result, Role, Scope};

const ACCOUNTS: &str = include_str!("../../../../../content/demo/accounts.toml");

/// Somebody who can sign in to the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemonstrationSignIn {
    /// Name.
    pub name: String,
    /// E-mail address to sign in with.
    pub email: String,
    /// Role.
    pub role: Role,
    /// What they come to do, after "comes to".
    pub comes_to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    account: Vec<WrittenAccount>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAccount {
    name: String,
    email: String,
    role: Role,
    comes_to: String,
    #[serde(default)]
    known_as: Vec<String>,
    #[serde(default)]
    priorities: Vec<String>,
    #[serde(default)]
    teams: Vec<String>,
    #[serde(default, deserialize_with = "maybe_day")]
    expires_on: Option<NaiveDate>,
}

impl App {
    /// The people of the demonstration, each with an account and this password.
    pub(super) async fn add_people(&self, call: &Call, password: &str) -> Result<Vec<DemonstrationSignIn>> {
        let wrong = |what: String| Error::Demonstration { what };
        let written: Written = toml::from_str(ACCOUNTS).map_err(|error| wrong(error.to_string()))?;
        let mut made = Vec::new();
        for person in written.account {
            let scope = |names: &[String]| if names.is_empty() { Scope::All } else { Scope::Only(names.to_vec()) };
            let (priorities, teams) = (scope(&person.priorities), scope(&person.teams));
            let input = AccountInput {
                email: person.email.clone(),
                name: person.name.clone(),
                role: person.role,
                reach: Reach { priorities, teams, ..Reach::default() },
                known_as: person.known_as,
                expires_on: person.expires_on,
            };
            let account = self.create_account(call, &input).await?;
            self.choose_password(account.link.token.as_str(), password, call.at).await?;
            made.push(DemonstrationSignIn {
                name: person.name,
                email: person.email,
                role: person.role,
                comes_to: person.comes_to,
            });
        }
        Ok(made)
    }
}
