//! Figures for the programs that people already have: a door that speaks PostgreSQL's protocol, and only reads.
//!
//! Power BI, Excel, Tableau, psql and Python connect as they would to a
//! database. There is none behind the door: a [`WireDoor`] says whose access
//! token it is, a [`WireGuest`] gives the rows of a few tables when a query
//! asks for them, and the query engine answers within limits. Whatever is
//! decided about who may see what is decided behind these two traits, by the
//! use cases that pages ask as well.
//!
//! The crate `pgwire` knows the protocol: its messages, in which order they
//! come, and how values are written. Ours are the line under it (TLS, lengths,
//! times), who comes in, what a query may ask, and the rows of the answer.
//! Nothing is written, so there is no copying and there are no notifications.

mod answer;
mod bind;
mod catalogue;
mod connection;
mod functions;
mod line;
mod listener;
mod queries;
mod refusal;
mod sign_in;
mod statements;
mod tables;
mod tls;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::{Rows, TableShape};

pub use listener::Wire;
pub use refusal::{Refusal, WireError};

/// The schema that the tables are in, and the name that is given to the database.
pub const SCHEMA: &str = "sightline";

/// How the door is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireSettings {
    /// Where it listens.
    pub address: SocketAddr,
    /// PEM files of the certificate chain and of its key; without them only this machine may connect.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Connections at the same time.
    pub connections: usize,
    /// A connection that asks nothing for so long is closed.
    pub idle: Duration,
    /// A query is stopped after so long.
    pub query: Duration,
    /// Mebibytes of working memory of all queries together.
    pub memory_mib: usize,
    /// How long running queries may take to end after a stop.
    pub grace: Duration,
}

impl Default for WireSettings {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 5433)),
            tls: None,
            connections: 16,
            idle: Duration::from_mins(15),
            query: Duration::from_mins(1),
            memory_mib: 512,
            grace: Duration::from_secs(20),
        }
    }
}

/// A table as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireTable {
    /// Its name.
    pub name: &'static str,
    /// What it holds, and its columns.
    pub shape: TableShape,
    /// Columns of words by which rows are chosen before they are made.
    pub chosen_by: &'static [&'static str],
}

/// Which rows a query asks for: for a column the values that it may have. A column that is not named may have any.
pub type Wanted = BTreeMap<String, BTreeSet<String>>;

/// Who decides whether a program may come in.
pub trait WireDoor: Send + Sync {
    /// Whoever an access token belongs to.
    ///
    /// # Errors
    ///
    /// [`WireError::Token`] when it is none, or works no longer.
    fn enter<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Arc<dyn WireGuest>, Refusal>>;
}

/// Whoever asks, and what they may see.
pub trait WireGuest: Send + Sync {
    /// What log lines call them: a role, never a name.
    fn called(&self) -> String;

    /// The tables that they may read at all.
    fn tables(&self) -> Vec<WireTable>;

    /// Says before each query that they may still be here.
    ///
    /// # Errors
    ///
    /// [`WireError::Token`] when their token works no longer.
    fn still_here(&self) -> BoxFuture<'_, Result<(), Refusal>>;

    /// Gives the rows of a table that they may see to `take`, part by part; more than `wanted` is allowed, fewer is not.
    ///
    /// # Errors
    ///
    /// A refusal, which is what the program is told.
    fn rows<'a>(
        &'a self,
        table: &'a str,
        wanted: &'a Wanted,
        take: &'a mut (dyn FnMut(Rows) + Send),
    ) -> BoxFuture<'a, Result<(), Refusal>>;
}
