//! What a client asks, in one go or prepared: read, allowed, and answered.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement;
use futures_util::{Sink, SinkExt as _};
use pgwire::api::portal::{Format, Portal, PortalExecutionState};
use pgwire::api::query::{
    ExtendedQueryHandler, SimpleQueryHandler, send_execution_response, send_partial_query_response,
    send_ready_for_query,
};
use pgwire::api::results::{FieldInfo, Response, Tag};
use pgwire::api::stmt::{QueryParser, StoredStatement};
use pgwire::api::store::{Entry, PortalStore};
use pgwire::api::{ClientInfo, ClientPortalStore, ConnectionHandle, DEFAULT_NAME, Type};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;
use pgwire::messages::extendedquery::{Bind, BindComplete, Execute, Parse, ParseComplete, Sync as Synchronise};
use pgwire::messages::response::TransactionStatus;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::answer::{self, Query};
use super::bind::{Parameter, bound, check_formats, parameters};
use super::refusal::{Failed, failed, unknown};
use super::sign_in::CameIn;
use super::statements::{self, Asked};
use super::values;
use super::{Refusal, WireError, WireGuest};

/// Prepared queries of one client, and queries of it that are being answered.
const MOST: usize = 256;

/// The queries of one client.
pub(super) struct Queries {
    number: i32,
    /// A query is stopped after so long.
    limit: Duration,
    guest: Arc<dyn WireGuest>,
    session: SessionContext,
    handle: Arc<ConnectionHandle>,
    reader: Arc<Reader>,
    /// Room for queries that are being answered.
    portals: Arc<Semaphore>,
}

/// Reads queries that are prepared.
pub(super) struct Reader {
    session: SessionContext,
    /// Room for them.
    statements: Arc<Semaphore>,
}

/// A query that was prepared, or one with its values; nothing is asked when there was nothing in it.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) asked: Option<Asked>,
    pub(super) parameters: Vec<Parameter>,
    /// Given back when the last of its copies is gone.
    _place: Arc<OwnedSemaphorePermit>,
}

impl Queries {
    pub(super) fn new(came_in: &CameIn, number: i32, limit: Duration) -> Self {
        let room = || Arc::new(Semaphore::new(MOST));
        let reader = Reader { session: came_in.session.clone(), statements: room() };
        Self {
            number,
            limit,
            guest: Arc::clone(&came_in.guest),
            session: came_in.session.clone(),
            handle: Arc::clone(&came_in.handle),
            reader: Arc::new(reader),
            portals: room(),
        }
    }

    /// Writes down that something was refused.
    pub(super) fn log(&self, refusal: &Refusal) {
        tracing::warn!(connection = self.number, code = refusal.code, state = refusal.state, "analytics query refused");
    }

    /// Says before each query that its tables may still be read, and that nothing has failed before it.
    async fn may_go_on(&self, transaction: TransactionStatus, asked: Option<&Asked>) -> Result<(), Failed> {
        if matches!(transaction, TransactionStatus::Error) && !matches!(asked, None | Some(Asked::End(_))) {
            let what = "a query before this one failed; roll back first".to_owned();
            return Err(Refusal { state: "25P02", ..WireError::NotUnderstood { what }.into() }.into());
        }
        if matches!(asked, Some(Asked::Query { .. })) {
            self.guest.still_here().await.map_err(Failed::Ends)?;
        }
        Ok(())
    }

    /// The answer to what was asked; a query begins when its first row is taken.
    fn answer<C>(&self, client: &mut C, asked: Option<&Asked>, formats: &Format) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore,
        C::PortalStore: PortalStore,
    {
        let transaction = client.transaction_status();
        Ok(match asked {
            None => Response::EmptyQuery,
            Some(Asked::Query { plan, shape }) => {
                let query = Query {
                    number: self.number,
                    session: self.session.clone(),
                    plan: plan.clone(),
                    shape: shape.clone(),
                    limit: self.limit,
                    handle: Arc::clone(&self.handle),
                };
                Response::Query(answer::rows(query, fields(asked, formats)))
            }
            Some(Asked::Show { value, .. }) => Response::Query(answer::one(value, fields(asked, formats))?),
            Some(Asked::Nothing(tag)) => Response::Execution(Tag::new(tag)),
            Some(Asked::Forget(name)) => {
                client.portal_store().rm_statement(name);
                Response::Execution(Tag::new("DEALLOCATE"))
            }
            Some(Asked::Begin) => {
                client.set_transaction_status(transaction.to_in_transaction_state());
                Response::TransactionStart(Tag::new("BEGIN"))
            }
            Some(Asked::End(tag)) => {
                client.portal_store().clear_portals();
                client.set_transaction_status(transaction.to_idle_state());
                let has_failed = matches!(transaction, TransactionStatus::Error);
                Response::TransactionEnd(Tag::new(if has_failed { "ROLLBACK" } else { tag }))
            }
        })
    }

    async fn answer_one<C>(&self, client: &mut C, statement: Statement, shape: String) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Send + Sync,
        C::PortalStore: PortalStore,
    {
        let asked = statements::understand(&self.session, statement, shape).await?;
        self.may_go_on(client.transaction_status(), Some(&asked)).await?;
        self.answer(client, Some(&asked), &Format::UnifiedText)
    }
}

/// The columns of what is answered; none when no rows are.
fn fields(asked: Option<&Asked>, formats: &Format) -> Vec<FieldInfo> {
    match asked {
        Some(Asked::Query { plan, .. }) => values::fields(plan.schema().as_arrow(), formats),
        Some(Asked::Show { name, .. }) => vec![values::words_field(name, formats)],
        _ => Vec::new(),
    }
}

/// A place among those that a client may have.
fn place(room: &Arc<Semaphore>, what: &str) -> Result<Arc<OwnedSemaphorePermit>, Refusal> {
    let place = Arc::clone(room).try_acquire_owned();
    place.map(Arc::new).map_err(|_| WireError::TooMuch { what: format!("{what} {MOST} others before it") }.into())
}

#[async_trait]
impl SimpleQueryHandler for Queries {
    async fn do_query<C>(&self, client: &mut C, query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let mut answers = Vec::new();
        for (statement, shape) in statements::read(query)? {
            match self.answer_one(client, statement, shape).await.map_err(failed) {
                Ok(answer) => answers.push(answer),
                // Those before it are answered, and none after it.
                Err(Failed::Refused(refusal)) => {
                    self.log(&refusal);
                    answers.push(Response::Error(Box::new(refusal.info(false))));
                    return Ok(answers);
                }
                Err(ends) => return Err(ends.into()),
            }
        }
        Ok(if answers.is_empty() { vec![Response::EmptyQuery] } else { answers })
    }
}

#[async_trait]
impl QueryParser for Reader {
    type Statement = Prepared;

    async fn parse_sql<C>(&self, _: &C, sql: &str, types: &[Option<Type>]) -> PgWireResult<Option<Prepared>>
    where
        C: ClientInfo + Unpin + Send + Sync,
    {
        let mut read = statements::read(sql)?;
        let last = read.pop();
        if !read.is_empty() {
            let what = "only one statement can be prepared at once".to_owned();
            return Err(Refusal::from(WireError::NotUnderstood { what }).into());
        }
        let place = place(&self.statements, "has prepared")?;
        let (mut asked, mut found) = (None, Vec::new());
        if let Some((statement, shape)) = last {
            let understood = statements::understand(&self.session, statement, shape).await?;
            if let Asked::Query { plan, .. } = &understood {
                found = parameters(plan, types)?;
            }
            asked = Some(understood);
        }
        Ok(Some(Prepared { asked, parameters: found, _place: place }))
    }

    fn get_parameter_types(&self, prepared: &Prepared) -> PgWireResult<Vec<Type>> {
        Ok(prepared.parameters.iter().map(|parameter| parameter.is.clone()).collect())
    }

    fn get_result_schema(&self, prepared: &Prepared, formats: Option<&Format>) -> PgWireResult<Vec<FieldInfo>> {
        Ok(fields(prepared.asked.as_ref(), formats.unwrap_or(&Format::UnifiedText)))
    }
}

#[async_trait]
impl ExtendedQueryHandler for Queries {
    type Statement = Prepared;
    type QueryParser = Reader;

    fn query_parser(&self) -> Arc<Reader> {
        Arc::clone(&self.reader)
    }

    /// As the library does it, save that one that is empty takes a place as well.
    async fn on_parse<C>(&self, client: &mut C, message: Parse) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let name = message.name.as_deref().unwrap_or(DEFAULT_NAME);
        let types: Vec<Option<Type>> = message.type_oids.iter().map(|oid| Type::from_oid(*oid)).collect();
        client.portal_store().rm_statement(name);
        if let Some(prepared) = self.reader.parse_sql(client, &message.query, &types).await? {
            let stored = StoredStatement::new(name.to_owned(), prepared, types);
            client.portal_store().put_statement(Arc::new(stored));
        }
        client.feed(PgWireBackendMessage::ParseComplete(ParseComplete::new())).await?;
        Ok(())
    }

    /// As the library does it, with the values put into the query at once.
    async fn on_bind<C>(&self, client: &mut C, message: Bind) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let name = message.statement_name.as_deref().unwrap_or(DEFAULT_NAME);
        let Some(Entry::Value(stored)) = client.portal_store().get_statement(name) else {
            return Err(unknown("prepared statement", "26000").into());
        };
        let prepared = &stored.statement;
        let columns = fields(prepared.asked.as_ref(), &Format::UnifiedText).len();
        check_formats(&message, prepared.parameters.len(), columns)?;
        client.portal_store().rm_portal(message.portal_name.as_deref().unwrap_or(DEFAULT_NAME));
        let place = place(&self.portals, "has open")?;
        let mut portal = Portal::try_new(&message, Arc::clone(&stored))?;
        let asked = match &prepared.asked {
            Some(Asked::Query { plan, shape }) => {
                let plan = bound(plan.clone(), &prepared.parameters, &portal)?;
                Some(Asked::Query { plan, shape: shape.clone() })
            }
            other => other.clone(),
        };
        let bound = Prepared { asked, parameters: Vec::new(), _place: place };
        portal.statement = Arc::new(StoredStatement::new(stored.id.clone(), bound, Vec::new()));
        client.portal_store().put_portal(Arc::new(portal));
        client.feed(PgWireBackendMessage::BindComplete(BindComplete::new())).await?;
        Ok(())
    }

    /// Rows go out as they come: the library would gather as many as are asked for before it sent the first.
    async fn on_execute<C>(&self, client: &mut C, mut message: Execute) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let name = message.name.as_deref().unwrap_or(DEFAULT_NAME);
        let Some(Entry::Value(portal)) = client.portal_store().get_portal(name) else {
            return Err(unknown("portal", "34000").into());
        };
        let asked = portal.statement.statement.asked.as_ref();
        self.may_go_on(client.transaction_status(), asked).await?;
        if !matches!(asked, Some(Asked::Query { .. })) {
            message.max_rows = 0;
            return self._on_execute(client, message).await;
        }
        let most = usize::try_from(message.max_rows).unwrap_or(0);
        let state = portal.state();
        let mut state = state.lock().await;
        if let PortalExecutionState::Initial = *state
            && let Response::Query(rows) = self.answer(client, asked, &portal.result_column_format)?
        {
            *state = PortalExecutionState::Suspended(rows);
        }
        let PortalExecutionState::Suspended(rows) = &mut *state else {
            return send_execution_response(client, Tag::new("SELECT").with_rows(0)).await;
        };
        let has_more = send_partial_query_response(client, rows, most).await;
        if !matches!(has_more, Ok(true)) {
            *state = PortalExecutionState::Finished;
        }
        has_more.map(drop)
    }

    /// Without a transaction what is being answered ends here, as everything does.
    async fn on_sync<C>(&self, client: &mut C, _: Synchronise) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let transaction = client.transaction_status();
        if matches!(transaction, TransactionStatus::Idle) {
            client.portal_store().clear_portals();
        }
        send_ready_for_query(client, transaction).await
    }

    async fn do_query<C>(&self, client: &mut C, portal: &Portal<Prepared>, _: usize) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        self.answer(client, portal.statement.statement.asked.as_ref(), &portal.result_column_format)
    }
}
