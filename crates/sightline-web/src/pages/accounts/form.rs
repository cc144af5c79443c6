//! What is said about an account, as a form.

use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::{Account, AccountInput, Error, Reach, Role};

use super::reach;
use crate::components::{Choice, DateInput, ErrorSummary, Select, TextInput, Textarea};
use crate::forms::FormErrors;
use crate::words;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AccountForm {
    pub(super) name: String,
    email: String,
    role: String,
    known_as: String,
    programmes: String,
    priorities: String,
    teams: String,
    expires_on_day: String,
    expires_on_month: String,
    expires_on_year: String,
}

/// Three numbers that are no day.
struct NoSuchDay;

/// The fields, with what was typed and what is wrong.
pub(super) struct AccountFields {
    pub(super) is_wrong: bool,
    pub(super) summary: ErrorSummary,
    pub(super) name: TextInput,
    pub(super) email: TextInput,
    pub(super) role: Select,
    pub(super) known_as: Textarea,
    pub(super) programmes: Textarea,
    pub(super) priorities: Textarea,
    pub(super) teams: Textarea,
    pub(super) expires_on: DateInput,
}

impl AccountForm {
    /// The form of an account as it is.
    pub(super) fn of(account: Account) -> Self {
        let part = |format: &str| account.expires_on.map(|day| day.format(format).to_string()).unwrap_or_default();
        Self {
            expires_on_day: part("%-d"),
            expires_on_month: part("%-m"),
            expires_on_year: part("%Y"),
            name: account.name,
            email: account.email,
            role: account.role.code().to_owned(),
            known_as: account.known_as.join("\n"),
            programmes: reach::typed(&account.reach.programmes),
            priorities: reach::typed(&account.reach.priorities),
            teams: reach::typed(&account.reach.teams),
        }
    }

    /// What was typed, when it can be read.
    pub(super) fn validate(&self) -> Result<AccountInput, FormErrors> {
        let mut errors = FormErrors::default();
        if self.name.trim().is_empty() {
            errors.add("name", "Enter the name");
        }
        if self.email.trim().is_empty() {
            errors.add("email", "Enter the e-mail address");
        }
        let role = Role::from_code(&self.role);
        if role.is_none() {
            errors.add("role", "Choose a role");
        }
        let expires_on = self.last_day().unwrap_or_else(|NoSuchDay| {
            errors.add("expires_on", "Enter a real day, such as 27 3 2027");
            None
        });
        match role {
            Some(role) if errors.is_empty() => Ok(AccountInput {
                email: self.email.clone(),
                name: self.name.clone(),
                role,
                reach: Reach {
                    programmes: reach::read(&self.programmes),
                    priorities: reach::read(&self.priorities),
                    teams: reach::read(&self.teams),
                },
                known_as: reach::lines(&self.known_as),
                expires_on,
            }),
            _ => Err(errors),
        }
    }

    /// The day in its three fields; `None` when all are empty.
    fn last_day(&self) -> Result<Option<NaiveDate>, NoSuchDay> {
        let parts = [&self.expires_on_day, &self.expires_on_month, &self.expires_on_year].map(|part| part.trim());
        if parts.iter().all(|part| part.is_empty()) {
            return Ok(None);
        }
        let [day, month, year] = parts.map(|part| part.parse::<u16>().map_err(|_| NoSuchDay));
        let year = year.ok().filter(|year| (2000..3000).contains(year)).ok_or(NoSuchDay)?;
        NaiveDate::from_ymd_opt(year.into(), month?.into(), day?.into()).map(Some).ok_or(NoSuchDay)
    }

    /// The fields of a page.
    pub(super) fn fields(self, errors: &FormErrors) -> AccountFields {
        let chosen = Role::from_code(&self.role);
        let roles = Role::ALL
            .iter()
            .map(|role| Choice::new(role.code(), words::capital(role.words())).chosen(chosen == Some(*role)));
        AccountFields {
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            name: TextInput::new("name", "Name").value(self.name).autocomplete("off").error(errors.of("name")),
            email: TextInput::new("email", "E-mail address")
                .kind("email")
                .hint("They sign in with it.")
                .value(self.email)
                .autocomplete("off")
                .error(errors.of("email")),
            role: Select::new("role", "Role")
                .hint("What they come to do. See Help for what each role can see and do.")
                .choices([Choice::new("", "Choose a role")].into_iter().chain(roles))
                .error(errors.of("role")),
            known_as: Textarea::new("known_as", "What plans call them")
                .hint("Initials or other names that stand in plans, one on each line. Actions with such a lead are theirs. Posts that they hold need not be named here.")
                .rows(3)
                .value(self.known_as),
            programmes: Textarea::new("programmes", "Only these programmes")
                .hint("The council’s name as it stands in the plan, one on each line. Leave empty for all.")
                .rows(2)
                .value(self.programmes),
            priorities: Textarea::new("priorities", "Only these priorities")
                .hint("References, one on each line. Leave empty for all.")
                .rows(2)
                .value(self.priorities),
            teams: Textarea::new("teams", "Only these teams")
                .hint("Names, one on each line. Leave empty for all.")
                .rows(2)
                .value(self.teams),
            expires_on: DateInput::new("expires_on", "Last day")
                .hint("The account closes by itself after it. Inspectors need one; leave it empty for others who stay.")
                .typed(self.expires_on_day, self.expires_on_month, self.expires_on_year)
                .error(errors.of("expires_on")),
        }
    }
}

/// What a use case refused, beside the field that it is about; anything else comes back.
pub(super) fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let (field, what) = match &error {
        Error::EmailUnfit => ("email", "Enter an e-mail address, such as name@council.gov.uk"),
        Error::NameMissing => ("name", "Enter a name of at most 100 characters"),
        Error::LastDayNeeded => ("expires_on", "Enter the last day of the inspection"),
        Error::LastAdministrator => {
            ("role", "Nobody else can manage accounts. Give somebody else the role of administrator first")
        }
        error if error.code() == "SL-S060" => ("email", "There is already an account with this e-mail address"),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add(field, what);
    Ok(errors)
}
