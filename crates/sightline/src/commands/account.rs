//! `account`: who may sign in, looked after from the machine itself.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use sightline_app::{
    Account, AccountFilter, AccountInput, AccountState, App, Call, OneTimeLink, Reach, Result as AppResult, Role, Scope,
};

use super::words::{count, long_day};
use crate::Outcome;
use crate::args::{Global, day};
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::screen::{Column, Screen, Style, Table, Text};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Give somebody an account, and print the link by which they choose a password
    #[command(after_help = "Examples:
  sightline account add ada@council.gov.uk --name \"Ada Fenwick\" --role administrator
  sightline account add bea@council.gov.uk --name \"Bea Lund\" --role action_lead --known-as BL
  sightline account add hmi@example.gov.uk --name \"An Inspector\" --role inspector --until 2027-03-27

The roles are administrator, programme_manager, sponsor, action_lead, partner, director, board_member,
analyst, team_manager, auditor, participation_officer and inspector.")]
    Add(Add),
    /// List the accounts
    List {
        /// Only those whose name or address holds these words
        #[arg(default_value = "")]
        words: String,
        /// Only of this role
        #[arg(long, value_parser = role)]
        role: Option<Role>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a link by which somebody chooses a new password; earlier links no longer work
    #[command(after_help = "Example:
  sightline account reset bea@council.gov.uk")]
    Reset {
        /// E-mail address or identifier
        account: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Unlock an account after too many wrong tries
    Unlock {
        /// E-mail address or identifier
        account: String,
    },
    /// Disable an account; whoever uses it is signed out
    Disable {
        /// E-mail address or identifier
        account: String,
    },
    /// Enable a disabled account again
    Enable {
        /// E-mail address or identifier
        account: String,
    },
    /// Turn the codes from a phone off for somebody who has lost it
    CodesOff {
        /// E-mail address or identifier
        account: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// E-mail address, to sign in with
    email: String,
    /// Name, as it stands in the history
    #[arg(long)]
    name: String,
    /// What they come to do
    #[arg(long, value_parser = role)]
    role: Role,
    /// What plans call them: initials or other names; may be repeated
    #[arg(long, value_name = "NAME")]
    known_as: Vec<String>,
    /// Only this programme; may be repeated
    #[arg(long, value_name = "NAME")]
    programme: Vec<String>,
    /// Only this priority; may be repeated
    #[arg(long, value_name = "REFERENCE")]
    priority: Vec<String>,
    /// Only this team; may be repeated
    #[arg(long, value_name = "NAME")]
    team: Vec<String>,
    /// Last day on which it can be used; an inspector's has one
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(&text.trim().to_lowercase().replace(['-', ' '], "_")).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("the roles are {}", codes.join(", "))
    })
}

pub(super) async fn run(global: &Global, command: AccountCommand, screen: &mut Screen) -> Result<Outcome, Failure> {
    let (app, call) = (global.app().await?, global.call());
    match command {
        AccountCommand::Add(add) => {
            let as_json = add.json;
            let made = app.create_account(&call, &add.into()).await?;
            print_link(global, &made.account, &made.link, as_json, screen)?;
        }
        AccountCommand::List { words, role, json } => {
            let accounts = app.list_accounts(&call, &AccountFilter { words, role, state: None }).await?;
            list(&accounts, json, screen)?;
        }
        AccountCommand::Reset { account, json } => {
            let account = app.find_account(&call, &account).await?;
            let made = app.make_link(&call, &account.id).await?;
            print_link(global, &account, &made.link, json, screen)?;
        }
        AccountCommand::Unlock { account } => {
            let account = found(&app, &call, &account).await?;
            let account = app.unlock_account(&call, &account).await?;
            screen.line(format!("The account of {} is unlocked.", account.name))?;
        }
        AccountCommand::Disable { account } => {
            let account = found(&app, &call, &account).await?;
            let account = app.disable_account(&call, &account).await?;
            screen.line(format!("The account of {} is disabled.", account.name))?;
        }
        AccountCommand::Enable { account } => {
            let account = found(&app, &call, &account).await?;
            let account = app.enable_account(&call, &account).await?;
            screen.line(format!("The account of {} is enabled.", account.name))?;
        }
        AccountCommand::CodesOff { account } => {
            let account = app.find_account(&call, &account).await?;
            app.remove_second_factor_of(&call, &account.id).await?;
            screen.line(format!("Codes from a phone are turned off for {}.", account.name))?;
        }
    }
    app.close().await?;
    Ok(Outcome::Fine)
}

/// The identifier of the account that is meant.
async fn found(app: &App, call: &Call, name: &str) -> AppResult<String> {
    Ok(app.find_account(call, name).await?.id)
}

fn print_link(
    global: &Global,
    account: &Account,
    link: &OneTimeLink,
    as_json: bool,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let (configuration, _) = Configuration::load(global)?;
    let address = format!("{}/set-up/{}", configuration.web(None).public_url(), link.token.as_str());
    if as_json {
        let mut value = shape(account);
        value["link"] = json!(address);
        value["link_expires_at"] = json!(link.expires_at);
        return Ok(screen.json(&value)?);
    }
    screen.line(format!("{}, {} ({})", account.name, account.role.words(), account.id))?;
    let until = link.expires_at.format("%-d %B %Y, %H:%M UTC");
    screen.line(format!("Give them this link to choose a password; it works once, until {until}:"))?;
    screen.line(format!("  {address}"))?;
    Ok(())
}

fn list(accounts: &[Account], as_json: bool, screen: &mut Screen) -> Result<(), Failure> {
    if as_json {
        return Ok(screen.json(&Value::from(accounts.iter().map(shape).collect::<Vec<_>>()))?);
    }
    if accounts.is_empty() {
        return Ok(screen.line("There is no such account. Give somebody one with: sightline account add EMAIL")?);
    }
    let mut table = Table::new(vec![
        Column::shared("Name", 1),
        Column::shared("E-mail", 2),
        Column::fixed("Role"),
        Column::fixed("State"),
        Column::fixed("Last signed in"),
    ]);
    for account in accounts {
        table.row(vec![
            account.name.as_str().into(),
            account.email.as_str().into(),
            account.role.words().into(),
            match account.state {
                AccountState::Active => account.state.words().into(),
                other => Text::styled(Style::Dim, other.words()),
            },
            account
                .signed_in_at
                .map_or_else(|| Text::styled(Style::Dim, "never"), |at| long_day(at.date_naive()).into()),
        ]);
    }
    screen.table(&table)?;
    Ok(screen.line(count(accounts.len(), "account"))?)
}

fn shape(account: &Account) -> Value {
    json!({
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "role": account.role.code(),
        "reach": account.reach,
        "known_as": account.known_as,
        "state": account.state.code(),
        "has_password": account.has_password,
        "has_second_factor": account.has_second_factor,
        "signed_in_at": account.signed_in_at,
        "expires_on": account.expires_on,
    })
}

impl From<Add> for AccountInput {
    fn from(add: Add) -> Self {
        let scope = |names: Vec<String>| if names.is_empty() { Scope::All } else { Scope::Only(names) };
        Self {
            email: add.email,
            name: add.name,
            role: add.role,
            reach: Reach { programmes: scope(add.programme), priorities: scope(add.priority), teams: scope(add.team) },
            known_as: add.known_as,
            expires_on: add.until,
        }
    }
}
