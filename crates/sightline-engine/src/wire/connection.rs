//! One client that has come in: what it asks, and what it is answered.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::common::DataFusionError;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::watch;

use super::bind::{Parameter, bound, parameters};
use super::listener::Inside;
use super::messages::{Broken, FromClient, Head, Named, Out, read};
use super::portal::Running;
use super::statements::{self, Asked};
use super::tables::Served;
use super::values::{TEXT, heads};
use super::{Refusal, SCHEMA, WireError, WireGuest, catalogue, functions};
use crate::session;

/// Bytes that are gathered before they are sent.
const FULL: usize = 64 * 1024;
/// Prepared queries, and queries being answered, of one client.
const MOST_STATEMENTS: usize = 256;

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    NeverCameIn,
    Refused(&'static str),
    Left,
    Gone,
    Idle,
    Stopped,
}

impl Ended {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::NeverCameIn => "never came in",
            Self::Refused(code) => code,
            Self::Left => "left",
            Self::Gone => "gone",
            Self::Idle => "idle",
            Self::Stopped => "stopped",
        }
    }
}

/// Where a client stands: there are no transactions, but programs begin them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transaction {
    None,
    Begun,
    Failed,
}

impl Transaction {
    fn status(self) -> u8 {
        match self {
            Self::None => b'I',
            Self::Begun => b'T',
            Self::Failed => b'E',
        }
    }
}

/// Why something was not answered.
enum Failed {
    /// The client is told, and goes on.
    Refused(Refusal),
    /// The client is told, and the connection ends.
    Ends(Refusal),
    /// The client is gone.
    Gone,
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<std::io::Error> for Failed {
    fn from(_: std::io::Error) -> Self {
        Self::Gone
    }
}

/// A query that was prepared; none when there was nothing in it.
struct Prepared {
    asked: Option<Asked>,
    parameters: Vec<Parameter>,
}

/// A prepared query with its values.
struct Portal {
    asked: Option<Asked>,
    formats: Vec<i16>,
    running: Option<Running>,
    is_done: bool,
}

/// A client that has come in.
pub(super) struct Connection<'a, S> {
    inside: &'a Inside,
    stream: S,
    out: Out,
    guest: Arc<dyn WireGuest>,
    number: i32,
    session: SessionContext,
    statements: HashMap<String, Prepared>,
    portals: HashMap<String, Portal>,
    transaction: Transaction,
    /// After a failure everything is passed over until the client has noticed.
    is_skipping: bool,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Connection<'a, S> {
    /// A connection with the tables of its guest.
    ///
    /// # Errors
    ///
    /// The code of what is wrong with the tables.
    pub(super) fn new(
        inside: &'a Inside,
        stream: S,
        out: Out,
        guest: Arc<dyn WireGuest>,
        number: i32,
    ) -> Result<Self, &'static str> {
        let session = session::with_schema(SCHEMA, inside.limits, &inside.runtime, &inside.calendar);
        functions::register(&session);
        let tables = guest.tables();
        let registered = catalogue::register(&session, &tables).and_then(|()| {
            tables.into_iter().try_for_each(|table| {
                let name = table.name;
                let served = Served::new(Arc::clone(&guest), table);
                session.register_table(name, Arc::new(served)).map(drop)
            })
        });
        registered.map_err(|error: DataFusionError| {
            tracing::error!(
                connection = number,
                error = error.strip_backtrace(),
                "tables for analytics cannot be made"
            );
            "SL-M078"
        })?;
        Ok(Self {
            inside,
            stream,
            out,
            guest,
            number,
            session,
            statements: HashMap::new(),
            portals: HashMap::new(),
            transaction: Transaction::None,
            is_skipping: false,
        })
    }

    /// Answers until the client leaves, is idle for too long, or the server stops.
    pub(super) async fn serve(mut self, mut stopped: watch::Receiver<bool>) -> Ended {
        self.out.ready(self.transaction.status());
        if self.send().await.is_err() {
            return Ended::Gone;
        }
        loop {
            let read = tokio::time::timeout(self.inside.settings.idle, read(&mut self.stream));
            let message = tokio::select! {
                read = read => read,
                () = asked_to_stop(&mut stopped) => {
                    return self.end("57P01", "Sightline is being stopped; connect again in a while", Ended::Stopped).await;
                }
            };
            let message = match message {
                Err(_) => {
                    return self
                        .end("57P05", "nothing was asked for a while, so the connection is closed", Ended::Idle)
                        .await;
                }
                Ok(Err(Broken::Gone)) => return Ended::Gone,
                Ok(Err(Broken::Nonsense(refusal))) => return self.end_with(&refusal, Ended::Gone).await,
                Ok(Ok(message)) => message,
            };
            if matches!(message, FromClient::Terminate) {
                return Ended::Left;
            }
            match self.take(message).await {
                Ok(()) => {}
                Err(Failed::Gone) => return Ended::Gone,
                Err(Failed::Ends(refusal)) => return self.end_with(&refusal, Ended::Refused(refusal.code)).await,
                Err(Failed::Refused(refusal)) => self.refused(&refusal),
            }
            if self.send().await.is_err() {
                return Ended::Gone;
            }
        }
    }

    async fn end(&mut self, state: &'static str, words: &str, ended: Ended) -> Ended {
        let refusal = Refusal::because(state, "SL-M079", words.to_owned());
        self.end_with(&refusal, ended).await
    }

    async fn end_with(&mut self, refusal: &Refusal, ended: Ended) -> Ended {
        self.out.error(refusal, true);
        // Whether they hear it is theirs.
        let _ = self.send().await;
        let _ = self.stream.shutdown().await;
        ended
    }

    async fn send(&mut self) -> Result<(), Failed> {
        if !self.out.bytes.is_empty() {
            self.stream.write_all(&self.out.bytes.split()).await?;
            self.stream.flush().await?;
        }
        Ok(())
    }

    fn refused(&mut self, refusal: &Refusal) {
        tracing::warn!(connection = self.number, code = refusal.code, state = refusal.state, "analytics query refused");
        self.out.error(refusal, false);
        if self.transaction == Transaction::Begun {
            self.transaction = Transaction::Failed;
        }
    }

    /// Takes one message; of a prepared query a refusal is told here, so that what follows is passed over.
    async fn take(&mut self, message: FromClient) -> Result<(), Failed> {
        match message {
            FromClient::Query(sql) => {
                self.is_skipping = false;
                match self.simple(&sql).await {
                    Ok(()) => {}
                    Err(Failed::Refused(refusal)) => self.refused(&refusal),
                    Err(ends) => return Err(ends),
                }
                self.ready();
                return Ok(());
            }
            FromClient::Sync => {
                self.is_skipping = false;
                self.ready();
                return Ok(());
            }
            _ if self.is_skipping => return Ok(()),
            _ => {}
        }
        let taken = match message {
            FromClient::Parse { name, sql, types } => self.parse(name, &sql, &types).await,
            FromClient::Bind { portal, statement, formats, values, results } => {
                self.bind(portal, &statement, (&values, &formats), results)
            }
            FromClient::Describe(named) => self.describe(&named),
            FromClient::Execute { portal, most } => self.execute(&portal, most).await,
            FromClient::Close(named) => {
                match named {
                    Named::Statement(name) => drop(self.statements.remove(&name)),
                    Named::Portal(name) => drop(self.portals.remove(&name)),
                }
                self.out.closed();
                Ok(())
            }
            FromClient::Other => {
                Err(Refusal::from(WireError::NotSpoken { what: "copying, or calling a function" }).into())
            }
            FromClient::Flush
            | FromClient::Password(_)
            | FromClient::Query(_)
            | FromClient::Sync
            | FromClient::Terminate => Ok(()),
        };
        if let Err(Failed::Refused(_)) = &taken {
            self.is_skipping = true;
        }
        taken
    }

    fn ready(&mut self) {
        if self.transaction == Transaction::None {
            self.portals.clear();
        }
        self.out.ready(self.transaction.status());
    }

    async fn simple(&mut self, sql: &str) -> Result<(), Failed> {
        let statements = statements::read(sql)?;
        if statements.is_empty() {
            self.out.nothing_asked();
        }
        for (statement, shape) in statements {
            let asked = statements::understand(&self.session, statement, shape).await?;
            may_go_on(self.transaction, self.guest.as_ref(), &asked).await?;
            let mut portal = Portal { asked: Some(asked), formats: Vec::new(), running: None, is_done: false };
            self.answer(&mut portal, 0, true).await?;
        }
        Ok(())
    }

    async fn parse(&mut self, name: String, sql: &str, types: &[u32]) -> Result<(), Failed> {
        let mut read = statements::read(sql)?;
        let last = read.pop();
        if !read.is_empty() {
            let what = "only one statement can be prepared at once".to_owned();
            return Err(Refusal::from(WireError::NotUnderstood { what }).into());
        }
        if self.statements.len() >= MOST_STATEMENTS && !self.statements.contains_key(&name) {
            let what = format!("has prepared {MOST_STATEMENTS} statements before it");
            return Err(Refusal::from(WireError::TooMuch { what }).into());
        }
        let prepared = match last {
            None => Prepared { asked: None, parameters: Vec::new() },
            Some((statement, shape)) => {
                let asked = statements::understand(&self.session, statement, shape).await?;
                let parameters = match &asked {
                    Asked::Query { plan, .. } => parameters(plan, types)?,
                    _ => Vec::new(),
                };
                Prepared { asked: Some(asked), parameters }
            }
        };
        self.statements.insert(name, prepared);
        self.out.parsed();
        Ok(())
    }

    fn bind(
        &mut self,
        portal: String,
        statement: &str,
        (values, formats): (&[Option<bytes::Bytes>], &[i16]),
        results: Vec<i16>,
    ) -> Result<(), Failed> {
        let prepared = self.statements.get(statement).ok_or_else(|| unknown("prepared statement", "26000"))?;
        let asked = match &prepared.asked {
            Some(Asked::Query { plan, shape }) => {
                let plan: LogicalPlan = bound(plan.clone(), &prepared.parameters, values, formats)?;
                Some(Asked::Query { plan, shape: shape.clone() })
            }
            other => other.clone(),
        };
        if self.portals.len() >= MOST_STATEMENTS && !self.portals.contains_key(&portal) {
            let what = format!("has {MOST_STATEMENTS} others open before it");
            return Err(Refusal::from(WireError::TooMuch { what }).into());
        }
        self.portals.insert(portal, Portal { asked, formats: results, running: None, is_done: false });
        self.out.bound();
        Ok(())
    }

    fn describe(&mut self, named: &Named) -> Result<(), Failed> {
        let described = match named {
            Named::Statement(name) => {
                let prepared = self.statements.get(name).ok_or_else(|| unknown("prepared statement", "26000"))?;
                let types: Vec<u32> = prepared.parameters.iter().map(|parameter| parameter.oid).collect();
                self.out.parameters(&types);
                prepared.asked.as_ref().map(|asked| heads_of(asked, &[]))
            }
            Named::Portal(name) => {
                let portal = self.portals.get(name).ok_or_else(|| unknown("portal", "34000"))?;
                portal.asked.as_ref().map(|asked| heads_of(asked, &portal.formats))
            }
        };
        match described.flatten() {
            Some(heads) => self.out.heads(&heads),
            None => self.out.no_rows(),
        }
        Ok(())
    }

    async fn execute(&mut self, name: &str, most: usize) -> Result<(), Failed> {
        let mut portal = self.portals.remove(name).ok_or_else(|| unknown("portal", "34000"))?;
        if let Some(asked) = &portal.asked {
            may_go_on(self.transaction, self.guest.as_ref(), asked).await?;
        }
        self.answer(&mut portal, most, false).await?;
        self.portals.insert(name.to_owned(), portal);
        Ok(())
    }

    /// Answers what a portal asks, at most `most` rows of it (0 for all); with its heads when `is_told`.
    async fn answer(&mut self, portal: &mut Portal, most: usize, is_told: bool) -> Result<(), Failed> {
        let Some(asked) = &portal.asked else {
            self.out.nothing_asked();
            return Ok(());
        };
        let heads = heads_of(asked, &portal.formats);
        match asked {
            Asked::Nothing(tag) => self.out.done(tag),
            Asked::Begin => {
                self.transaction = Transaction::Begun;
                self.out.done("BEGIN");
            }
            Asked::End(tag) => {
                let tag = if self.transaction == Transaction::Failed { "ROLLBACK" } else { tag };
                self.transaction = Transaction::None;
                self.out.done(tag);
            }
            Asked::Show { value, .. } => {
                if is_told {
                    self.out.heads(heads.as_deref().unwrap_or_default());
                }
                self.out.row(1, |_, body| {
                    use bytes::BufMut as _;
                    body.put_i32(i32::try_from(value.len()).unwrap_or(0));
                    body.put_slice(value.as_bytes());
                });
                self.out.done("SHOW");
            }
            Asked::Query { plan, shape } => {
                if portal.is_done {
                    self.out.done("SELECT 0");
                    return Ok(());
                }
                let heads = heads.unwrap_or_default();
                if portal.running.is_none() {
                    let running = Running::begin(&self.session, plan.clone(), self.inside.settings.query).await?;
                    portal.running = Some(running);
                }
                let Some(running) = &mut portal.running else { return Ok(()) };
                if is_told {
                    self.out.heads(&heads);
                }
                let mut written = 0;
                loop {
                    let left = if most == 0 { 0 } else { most - written };
                    let wrote = running.write(&heads, &mut self.out, left, FULL).await?;
                    written += wrote.rows;
                    if wrote.is_all {
                        tracing::info!(connection = self.number, rows = running.sent, shape, "analytics query");
                        portal.is_done = true;
                        portal.running = None;
                        self.out.done(&format!("SELECT {written}"));
                        return Ok(());
                    }
                    if most > 0 && written == most {
                        self.out.suspended();
                        return Ok(());
                    }
                    self.stream.write_all(&self.out.bytes.split()).await?;
                }
            }
        }
        Ok(())
    }
}

/// Says before each query that its tables may still be read, and that nothing has failed before it.
async fn may_go_on(transaction: Transaction, guest: &dyn WireGuest, asked: &Asked) -> Result<(), Failed> {
    if transaction == Transaction::Failed && !matches!(asked, Asked::End(_)) {
        let what = "a query before this one failed; roll back first".to_owned();
        return Err(Refusal { state: "25P02", ..WireError::NotUnderstood { what }.into() }.into());
    }
    if matches!(asked, Asked::Query { .. }) {
        guest.still_here().await.map_err(Failed::Ends)?;
    }
    Ok(())
}

/// The heads of what is answered; none when no rows are.
fn heads_of(asked: &Asked, formats: &[i16]) -> Option<Vec<Head>> {
    match asked {
        Asked::Query { plan, .. } => Some(heads(plan.schema().as_arrow(), formats)),
        Asked::Show { name, .. } => {
            let format = super::values::format_of(formats, 0);
            Some(vec![Head { name: name.clone(), oid: TEXT, bytes: -1, format }])
        }
        Asked::Nothing(_) | Asked::Begin | Asked::End(_) => None,
    }
}

fn unknown(what: &str, state: &'static str) -> Refusal {
    let what = format!("there is no {what} of this name");
    Refusal { state, ..WireError::NotUnderstood { what }.into() }
}

/// Ends when the server is to stop, or when whoever would say so is gone.
async fn asked_to_stop(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
}
