//! The built program, serving.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Outcome;

/// The built program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_sightline");

/// The built program, serving until it is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub url: String,
    /// Asks it.
    pub client: reqwest::Client,
}

/// Memory that the server holds in its own right.
pub struct Memory {
    /// Now.
    pub now_mb: f64,
    /// At any time before.
    pub peak_mb: f64,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with the bench, whatever became of it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts the program and waits until it listens.
    pub fn start(folder: &Path, database: Option<&str>) -> Outcome<Self> {
        let mut command = Command::new(PROGRAM);
        command.arg("--data-dir").arg(folder).args(["serve", "--address", "127.0.0.1:0"]);
        command.env("SIGHTLINE__LOG__LEVEL", "warn").stdout(Stdio::piped());
        if let Some(url) = database {
            command.env("DATABASE_URL", url);
        }
        let mut child = command.spawn()?;
        let printed = child.stdout.take().ok_or("the server prints nothing")?;
        let mut lines = BufReader::new(printed).lines();
        // It may say more first, such as that it made a key.
        let said = lines.by_ref().map_while(Result::ok).find(|line| line.contains("listening on "));
        let line = said.ok_or("the server does not say where it listens")?;
        let address = line.split("listening on ").nth(1).and_then(|rest| rest.split(')').next()).unwrap_or_default();
        let url = format!("http://{address}");
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { child, url, client })
    }

    /// Seconds of computing so far; nothing where `/proc` does not tell.
    pub fn computed(&self) -> f64 {
        // Hundredths of seconds, for itself and for the kernel, behind the name in brackets.
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let hundredths = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
        (hundredths(11) + hundredths(12)) / 100.0
    }

    /// What the server holds; nothing where `/proc` does not tell.
    pub fn memory(&self) -> Memory {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let megabytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            let kilobytes = line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok());
            kilobytes.unwrap_or(0.0) / 1000.0
        };
        Memory { now_mb: megabytes("VmRSS:"), peak_mb: megabytes("VmHWM:") }
    }
}
