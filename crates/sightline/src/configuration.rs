//! The settings file, with the environment over it.
//!
//! `sightline.toml`, then `SIGHTLINE__SECTION__KEY` in the environment, then
//! the command line: each wins over the one before. A key that there is not is
//! an error, never passed over.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;
use sightline_app::mail::{SmtpMailer, SmtpSecurity, SmtpSettings};
use sightline_app::{AnalyticsSettings, App, Council, CouncilSettings, Role, SignInRules};
use sightline_web::{SingleSignOnSettings, Tls, WebSettings};

use crate::args::Global;
use crate::failure::Failure;

/// Name of the settings file inside the data directory.
const FILE: &str = "sightline.toml";

/// Every setting of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) server: Server,
    pub(crate) sign_in: SignIn,
    pub(crate) single_sign_on: Option<SingleSignOn>,
    pub(crate) mail: Option<Mail>,
    pub(crate) analytics: Analytics,
    pub(crate) keys: Keys,
    pub(crate) council: CouncilSettings,
    pub(crate) log: Log,
}

/// `[server]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Where to listen.
    pub(crate) address: Option<SocketAddr>,
    /// The address people type.
    pub(crate) public_url: Option<String>,
    /// PEM file of the certificate chain, for own TLS.
    pub(crate) certificate: Option<PathBuf>,
    /// PEM file of the private key, for own TLS.
    pub(crate) key: Option<PathBuf>,
    /// A proxy stands before the server and sets `X-Forwarded-For`.
    pub(crate) behind_proxy: bool,
    /// Seconds a request may take.
    pub(crate) time_limit_seconds: Option<u64>,
    /// The largest upload, in megabytes.
    pub(crate) upload_limit_mb: Option<u16>,
    /// Seconds running requests may take to end after a stop.
    pub(crate) grace_seconds: Option<u64>,
}

/// `[sign_in]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SignIn {
    /// Minutes without use after which a session ends.
    pub(crate) idle_minutes: Option<u64>,
    /// Hours after which a session ends however much it is used.
    pub(crate) session_hours: Option<u64>,
    /// Failed attempts, one after the other, that lock an account.
    pub(crate) attempts_before_lock: Option<u64>,
    /// Days without a sign-in after which an account is disabled.
    pub(crate) dormant_after_days: Option<u32>,
    /// Tries in a minute that are let through from one address.
    pub(crate) tries_from_one_address: Option<NonZeroU32>,
    /// Tries in a minute that are let through for one account.
    pub(crate) tries_for_one_account: Option<NonZeroU32>,
}

/// `[single_sign_on]`
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SingleSignOn {
    /// The provider's address.
    pub(crate) issuer: String,
    /// What the provider calls Sightline.
    pub(crate) client_id: String,
    /// What Sightline shows to the provider.
    pub(crate) client_secret: Option<String>,
    /// What people call it, after "Sign in with".
    pub(crate) name: Option<String>,
    /// Every address the provider gives is the person's own, whether it says so or not.
    #[serde(default)]
    pub(crate) trusts_addresses: bool,
    /// Role of people who have no account yet; without it they get none.
    pub(crate) new_accounts: Option<Role>,
}

impl fmt::Debug for SingleSignOn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SingleSignOn").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// `[mail]`
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    /// Name or address of the server.
    pub(crate) host: String,
    /// Its port; the usual one when absent.
    pub(crate) port: Option<u16>,
    /// `starttls`, `tls`, or `none` for a server on the same machine.
    #[serde(default)]
    pub(crate) security: MailSecurity,
    /// Who signs in to it.
    pub(crate) user: Option<String>,
    /// The password that goes with `user`.
    pub(crate) password: Option<String>,
    /// The address letters come from.
    pub(crate) from: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mail").field("host", &self.host).field("from", &self.from).finish_non_exhaustive()
    }
}

/// How the way to the mail server is kept from listeners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailSecurity {
    /// Encrypted after a greeting.
    #[default]
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// Not encrypted.
    None,
}

/// `[analytics]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Analytics {
    /// Where Power BI, Excel, Tableau and Python connect; without it nobody does.
    pub(crate) address: Option<SocketAddr>,
    /// Connections at the same time.
    pub(crate) connections: Option<u16>,
    /// Minutes after which a connection that asks nothing is closed.
    pub(crate) idle_after_minutes: Option<u64>,
    /// Seconds a query may take.
    pub(crate) query_seconds: Option<u64>,
    /// Mebibytes of working memory of all queries together.
    pub(crate) memory_mib: Option<u32>,
}

/// `[keys]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Keys {
    /// File that holds the key.
    pub(crate) file: Option<PathBuf>,
    /// Command that prints the key.
    pub(crate) command: Option<String>,
    /// File that holds the key before, while the two are exchanged.
    pub(crate) old_file: Option<PathBuf>,
}

/// `[log]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    /// `text` or `json`.
    pub(crate) format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, or a filter of the `tracing` crate.
    pub(crate) level: Option<String>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For a machine that collects them.
    Json,
}

impl Configuration {
    /// The settings that hold, and the file they come from when there is one.
    ///
    /// # Errors
    ///
    /// [`Failure::Settings`] – the file is named and not there, or a setting cannot be read.
    pub(crate) fn load(global: &Global) -> Result<(Self, Option<PathBuf>), Failure> {
        let file = match &global.config {
            Some(named) if !named.is_file() => {
                return Err(Failure::Settings {
                    what: format!("there is no settings file {}", named.display()),
                    help: "Check the path given with --config or SIGHTLINE_CONFIG.".to_owned(),
                });
            }
            Some(named) => Some(named.clone()),
            None => Some(global.data_dir.join(FILE)).filter(|file| file.is_file()),
        };
        let mut sources = Config::builder();
        if let Some(file) = &file {
            sources = sources.add_source(File::from(file.as_path()).format(FileFormat::Toml));
        }
        let environment =
            Environment::with_prefix("SIGHTLINE").prefix_separator("__").separator("__").try_parsing(true);
        let settings: Result<Self, _> = sources.add_source(environment).build().and_then(Config::try_deserialize);
        let settings = settings.map_err(|error| Failure::Settings {
            what: format!("the settings cannot be read: {error}"),
            help: "docs/operate/settings.md lists every setting; `sightline config check` tries them.".to_owned(),
        })?;
        settings.check()?;
        Ok((settings, file))
    }

    fn check(&self) -> Result<(), Failure> {
        let wrong = |what: &str, help: &str| Err(Failure::Settings { what: what.to_owned(), help: help.to_owned() });
        if self.server.certificate.is_some() != self.server.key.is_some() {
            return wrong("server.certificate and server.key belong together", "Give both, or neither behind a proxy.");
        }
        if let Some(address) = self.analytics.address
            && self.server.certificate.is_none()
            && !address.ip().is_loopback()
        {
            return wrong(
                "analytics.address can be reached from other machines, and there is no certificate",
                "Set server.certificate and server.key, or an address of this machine only, such as 127.0.0.1:5433.",
            );
        }
        if self.keys.command.is_some() && self.keys.file.is_some() {
            return wrong("keys.command and keys.file are both given", "Give the one that the key comes from.");
        }
        if let Some(provider) = &self.single_sign_on {
            let is_safe = provider.issuer.starts_with("https://")
                || ["http://127.0.0.1", "http://localhost", "http://[::1]"]
                    .iter()
                    .any(|here| provider.issuer.starts_with(here));
            if !is_safe {
                return wrong(
                    "single_sign_on.issuer is not an address with TLS",
                    "Write it as the provider does, such as https://login.microsoftonline.com/TENANT/v2.0.",
                );
            }
        }
        if let Some(url) = &self.server.public_url
            && !url.starts_with("https://")
            && !url.starts_with("http://")
        {
            return wrong(
                "server.public_url is not an address of the web",
                "Write it as people type it, such as https://sightline.example.gov.uk.",
            );
        }
        if self.mail.is_some() && self.server.public_url.is_none() {
            return wrong(
                "mail is set and server.public_url is not, so letters could not say where Sightline is",
                "Set server.public_url to the address people type, such as https://sightline.example.gov.uk.",
            );
        }
        self.council().map(|_| ())
    }

    /// The council, with its codes looked up.
    ///
    /// # Errors
    ///
    /// [`Failure::App`] – a code is that of no authority or region of today.
    pub(crate) fn council(&self) -> Result<Council, Failure> {
        Ok(Council::of(&self.council)?)
    }

    /// The app with what the settings say of the council, of signing in and of e-mail.
    ///
    /// # Errors
    ///
    /// [`Failure::App`] – the mail settings or those of the council cannot be used.
    pub(crate) fn equip(&self, app: App, address: Option<SocketAddr>) -> Result<App, Failure> {
        let mut app = app.with_sign_in_rules(self.sign_in_rules());
        // The demonstration has a council of its own, which stays when nothing is set.
        if self.council != CouncilSettings::default() {
            app = app.with_council(self.council()?);
        }
        let Some(mail) = &self.mail else { return Ok(app) };
        let settings = SmtpSettings {
            host: mail.host.clone(),
            port: mail.port,
            security: match mail.security {
                MailSecurity::StartTls => SmtpSecurity::StartTls,
                MailSecurity::Tls => SmtpSecurity::Tls,
                MailSecurity::None => SmtpSecurity::None,
            },
            user: mail.user.clone(),
            password: mail.password.clone(),
            from: mail.from.clone(),
        };
        let mailer = SmtpMailer::new(&settings)?;
        Ok(app.with_mailer(Arc::new(mailer), &self.web(address).public_url()))
    }

    fn sign_in_rules(&self) -> SignInRules {
        let mut rules = SignInRules::default();
        if let Some(minutes) = self.sign_in.idle_minutes {
            rules.idle_limit = Duration::from_secs(minutes * 60);
        }
        if let Some(hours) = self.sign_in.session_hours {
            rules.session_limit = Duration::from_secs(hours * 60 * 60);
        }
        if let Some(attempts) = self.sign_in.attempts_before_lock {
            rules.attempts_before_lock = attempts;
        }
        if let Some(days) = self.sign_in.dormant_after_days {
            rules.dormant_after_days = days;
        }
        rules
    }

    /// The door for analytics, when there is to be one.
    pub(crate) fn analytics(&self) -> Option<AnalyticsSettings> {
        let (own, server) = (&self.analytics, &self.server);
        let mut settings = AnalyticsSettings { address: own.address?, ..AnalyticsSettings::default() };
        settings.tls = server.certificate.clone().zip(server.key.clone());
        if let Some(connections) = own.connections {
            settings.connections = connections.into();
        }
        if let Some(minutes) = own.idle_after_minutes {
            settings.idle = Duration::from_secs(minutes * 60);
        }
        if let Some(seconds) = own.query_seconds {
            settings.query = Duration::from_secs(seconds);
        }
        if let Some(mebibytes) = own.memory_mib {
            settings.memory_mib = usize::try_from(mebibytes).unwrap_or(usize::MAX);
        }
        if let Some(seconds) = server.grace_seconds {
            settings.grace = Duration::from_secs(seconds);
        }
        Some(settings)
    }

    /// The settings as the web application takes them.
    pub(crate) fn web(&self, address: Option<SocketAddr>) -> WebSettings {
        let server = &self.server;
        let mut web = WebSettings::default();
        if let Some(address) = address.or(server.address) {
            web.address = address;
        }
        web.tls = server.certificate.clone().zip(server.key.clone()).map(|(certificate, key)| Tls { certificate, key });
        web.public_url.clone_from(&server.public_url);
        web.behind_proxy = server.behind_proxy;
        web.single_sign_on = self.single_sign_on.clone().map(|own| SingleSignOnSettings {
            issuer: own.issuer,
            client_id: own.client_id,
            client_secret: own.client_secret,
            name: own.name.unwrap_or_else(|| "your council account".to_owned()),
            trusts_addresses: own.trusts_addresses,
            new_accounts: own.new_accounts,
        });
        if let Some(tries) = self.sign_in.tries_from_one_address {
            web.tries_from_one_address = tries;
        }
        if let Some(tries) = self.sign_in.tries_for_one_account {
            web.tries_for_one_account = tries;
        }
        web.secure_cookies = web.public_url().starts_with("https://");
        if let Some(seconds) = server.time_limit_seconds {
            web.time_limit = Duration::from_secs(seconds);
        }
        if let Some(megabytes) = server.upload_limit_mb {
            web.upload_limit = usize::from(megabytes) * 1024 * 1024;
        }
        if let Some(seconds) = server.grace_seconds {
            web.grace = Duration::from_secs(seconds);
        }
        web
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../docs/operate/settings.md");

    /// The example of the page, with what it only names switched on.
    fn example() -> String {
        let (_, rest) = PAGE.split_once("```toml\n").unwrap();
        let lines = rest.split_once("```").unwrap().0.lines();
        lines.map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n").collect()
    }

    #[test]
    fn every_setting_on_the_page_is_one() {
        let settings: Configuration = toml::from_str(&example()).unwrap();
        assert!(settings.single_sign_on.is_some() && settings.mail.is_some());
    }

    #[test]
    fn every_setting_is_on_the_page() {
        let source = include_str!("configuration.rs").split_once("impl Configuration {").unwrap().0;
        let example = example();
        let names = source.lines().filter_map(|line| line.strip_prefix("    pub(crate) ")?.split_once(": "));
        let missing: Vec<&str> = names
            .map(|(name, _)| name)
            .filter(|name| !example.contains(&format!("[{name}]")) && !example.contains(&format!("\n{name} = ")))
            .collect();
        assert!(missing.is_empty(), "docs/operate/settings.md says nothing of {missing:?}");
    }

    #[test]
    fn analytics_are_off_unless_an_address_is_given_and_safe_when_they_are_on() {
        assert_eq!(Configuration::default().analytics(), None);
        let mut settings: Configuration = toml::from_str(&example()).unwrap();
        settings.keys = Keys::default();
        let door = settings.analytics().unwrap();
        assert_eq!((door.connections, door.idle.as_secs(), door.query.as_secs()), (16, 15 * 60, 60));
        assert!(settings.check().is_ok());
        (settings.server.certificate, settings.server.key) = (None, None);
        settings.analytics.address = Some(SocketAddr::from(([0, 0, 0, 0], 5433)));
        let failure = settings.check().unwrap_err();
        assert!(
            matches!(&failure, Failure::Settings { what, .. } if what.contains("analytics.address")),
            "{failure:?}"
        );
        settings.analytics.address = Some(SocketAddr::from(([127, 0, 0, 1], 5433)));
        assert!(settings.check().is_ok());
    }

    #[test]
    fn letters_need_an_address_that_people_can_open() {
        let mut settings: Configuration = toml::from_str(&example()).unwrap();
        settings.keys = Keys::default();
        assert!(settings.check().is_ok());
        settings.server.public_url = None;
        let failure = settings.check().unwrap_err();
        assert!(matches!(&failure, Failure::Settings { what, .. } if what.contains("letters")), "{failure:?}");
    }
}
