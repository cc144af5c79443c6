//! Failures as people see them: code, what, why, what to do next.

use std::error::Error as _;
use std::io::{self, IsTerminal, Write};

use crate::{advice, settings};

/// Why a command could not be run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A use case failed.
    App(sightline_app::Error),
    /// The web application could not be served.
    Web(sightline_web::Error),
    /// The settings cannot be used.
    Settings {
        /// What is wrong and where.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// The key cannot be had.
    Key {
        /// What is wrong and where.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// What was printed could not be delivered.
    Output(io::Error),
    /// The machinery underneath did not start.
    Runtime(io::Error),
    /// The code asked about is unknown.
    UnknownCode(String),
}

impl From<sightline_app::Error> for Failure {
    fn from(error: sightline_app::Error) -> Self {
        Self::App(error)
    }
}

impl From<sightline_web::Error> for Failure {
    fn from(error: sightline_web::Error) -> Self {
        Self::Web(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    fn code(&self) -> Option<&'static str> {
        match self {
            Self::App(error) => Some(error.code()),
            Self::Web(error) => Some(error.code()),
            Self::Settings { .. } => Some("SL-C001"),
            Self::Key { .. } => Some("SL-C010"),
            Self::Output(_) | Self::Runtime(_) | Self::UnknownCode(_) => None,
        }
    }

    fn what(&self) -> String {
        match self {
            Self::App(error) => error.to_string(),
            Self::Web(error) => error.to_string(),
            Self::Settings { what, .. } | Self::Key { what, .. } => what.clone(),
            Self::Output(_) => "the output cannot be written".to_owned(),
            Self::Runtime(_) => "the program cannot start".to_owned(),
            Self::UnknownCode(code) => format!("`{code}` is not a code of Sightline"),
        }
    }

    fn causes(&self) -> Vec<String> {
        let first: Option<&dyn std::error::Error> = match self {
            Self::App(error) => error.source(),
            Self::Web(error) => error.source(),
            Self::Output(error) | Self::Runtime(error) => Some(error),
            Self::UnknownCode(_) | Self::Settings { .. } | Self::Key { .. } => None,
        };
        let mut causes: Vec<String> = Vec::new();
        let mut next = first;
        while let Some(cause) = next {
            let text = cause.to_string();
            // Libraries often repeat the text of what they wrap.
            if !causes.last().is_some_and(|last| last.contains(&text)) {
                causes.push(text);
            }
            next = cause.source();
        }
        causes
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::App(error) => Some(advice::on(error)),
            Self::Web(error) => Some(error.help()),
            Self::Settings { help, .. } | Self::Key { help, .. } => Some(help.clone()),
            Self::Output(_) => Some("Check the free space and where the output goes.".to_owned()),
            Self::Runtime(_) => None,
            Self::UnknownCode(_) => Some("Codes look like SL-I110; docs/errors.md lists them all.".to_owned()),
        }
    }

    /// Prints the failure on standard error.
    pub(crate) fn print(&self) {
        let stderr = io::stderr();
        let coloured = stderr.is_terminal() && !settings::no_colour();
        let mut text = String::new();
        let (red, bold, plain) = if coloured { ("\x1b[31;1m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let code = self.code().map(|code| format!("[{code}]")).unwrap_or_default();
        text.push_str(&format!("{red}error{code}{plain}: {bold}{}{plain}\n", self.what()));
        for cause in self.causes() {
            text.push_str(&format!("  because: {cause}\n"));
        }
        if let Some(help) = self.help().filter(|help| !help.is_empty()) {
            text.push_str(&format!("  help: {help}\n"));
        }
        if let Some(code) = self.code() {
            text.push_str(&format!("  more: sightline explain {code}\n"));
        }
        // Nobody is left to tell when standard error is gone too.
        let _ = stderr.lock().write_all(text.as_bytes());
    }
}
