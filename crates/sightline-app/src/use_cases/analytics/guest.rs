//! Whoever came in with an access token.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sightline_engine::Rows;
use sightline_engine::wire::{Refusal, Wanted, WireError, WireGuest, WireTable};

use crate::{App, Call, Error};

use super::tables::{self, Table};
use super::{AnalyticsClock, rows};

/// PostgreSQL's codes for what use cases refuse.
const NOT_ALLOWED: &str = "42501";
const NOT_POSSIBLE: &str = "22023";

/// The holder of a token; asked for anew before each query, so that a token that is taken back ends at once.
pub(super) struct Guest {
    app: App,
    clock: AnalyticsClock,
    token: String,
    role: &'static str,
    tables: Vec<WireTable>,
}

impl Guest {
    /// Whoever the token belongs to.
    ///
    /// # Errors
    ///
    /// [`WireError::Token`] – it is none, or works no longer.
    pub(super) async fn enter(app: App, clock: AnalyticsClock, token: String) -> Result<Self, Refusal> {
        let call = call(&app, &clock, &token).await?;
        let tables = Table::ALL.into_iter().filter(|table| table.is_for(&call)).map(tables::shape).collect();
        Ok(Self { app, clock, token, role: call.actor.role.code(), tables })
    }
}

/// The call of whoever holds a token, now.
async fn call(app: &App, clock: &AnalyticsClock, token: &str) -> Result<Call, Refusal> {
    let (at, today) = clock();
    let holder = app.token_holder(token, at, today).await.map_err(|error| refusal(&error))?;
    let holder = holder.ok_or(WireError::Token)?;
    Ok(Call { actor: holder.actor.clone(), at, today })
}

impl WireGuest for Guest {
    fn called(&self) -> String {
        self.role.to_owned()
    }

    fn tables(&self) -> Vec<WireTable> {
        self.tables.clone()
    }

    fn still_here(&self) -> BoxFuture<'_, Result<(), Refusal>> {
        async move { call(&self.app, &self.clock, &self.token).await.map(drop) }.boxed()
    }

    fn rows<'a>(
        &'a self,
        table: &'a str,
        wanted: &'a Wanted,
        take: &'a mut (dyn FnMut(Rows) + Send),
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        async move {
            let call = call(&self.app, &self.clock, &self.token).await?;
            let found = Table::ALL.into_iter().find(|known| known.name() == table);
            let Some(table) = found else { return Ok(()) };
            if table == Table::MeasureChildren && !wanted.contains_key("measure") {
                let message = "say whose children are meant: where measure = '…', with an id of the table measures";
                return Err(Refusal::because(NOT_POSSIBLE, "SL-A380", message.to_owned()));
            }
            let given = match table {
                Table::Measures => rows::measures(&self.app, &call, take).await,
                Table::Figures => rows::figures(&self.app, &call, wanted, take).await,
                Table::CaseListRows => rows::case_list_rows(&self.app, &call, wanted, take).await,
                Table::MeasureChildren => rows::measure_children(&self.app, &call, wanted, take).await,
            };
            given.map_err(|error| refusal(&error))
        }
        .boxed()
    }
}

/// What a program is told of an error; no error names a child.
fn refusal(error: &Error) -> Refusal {
    let state = match error {
        Error::NotAllowed { .. } => NOT_ALLOWED,
        Error::Store(_) => "58000",
        _ => NOT_POSSIBLE,
    };
    Refusal::because(state, error.code(), error.to_string())
}
