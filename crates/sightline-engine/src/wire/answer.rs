//! The rows of a query, as they come.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::{DataFrame, SessionContext};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, Stream, StreamExt as _, TryStreamExt as _, future, stream};
use pgwire::api::ConnectionHandle;
use pgwire::api::results::{DataRowEncoder, FieldInfo, QueryResponse};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::data::DataRow;

use super::refusal::of_engine;
use super::values::{columns, put};
use super::{Refusal, WireError};
use crate::session::with_pauses;

/// A query that may be asked.
pub(super) struct Query {
    /// The number of its connection.
    pub(super) number: i32,
    pub(super) session: SessionContext,
    pub(super) plan: LogicalPlan,
    /// Its text without what was looked for, for the log.
    pub(super) shape: String,
    /// It ends after so long, the time it is fetched in included.
    pub(super) limit: Duration,
    /// By it another connection may ask that it is stopped.
    pub(super) handle: Arc<ConnectionHandle>,
}

/// The answer to a query, which begins when its first row is taken.
pub(super) fn rows(query: Query, fields: Vec<FieldInfo>) -> QueryResponse {
    let fields = Arc::new(fields);
    let heads = Arc::clone(&fields);
    let batches = stream::once(batches(query)).try_flatten();
    let rows = batches.map(move |batch| encoded(&batch?, &fields).map(stream::iter)).map_err(PgWireError::from);
    let rows = rows.try_flatten();
    QueryResponse::new(heads, rows)
}

/// The answer of one word.
pub(super) fn one(word: &str, fields: Vec<FieldInfo>) -> PgWireResult<QueryResponse> {
    let fields = Arc::new(fields);
    let mut row = DataRowEncoder::new(Arc::clone(&fields));
    row.encode_field(&word)?;
    let mut answer = QueryResponse::new(fields, stream::iter([Ok(row.take_row())]));
    answer.set_command_tag("SHOW");
    Ok(answer)
}

/// A query under way.
struct UnderWay {
    number: i32,
    shape: String,
    batches: SendableRecordBatchStream,
    stopped: BoxFuture<'static, Refusal>,
    /// Rows that have come.
    rows: usize,
}

async fn batches(query: Query) -> Result<impl Stream<Item = Result<RecordBatch, Refusal>>, Refusal> {
    let Query { number, session, plan, shape, limit, handle } = query;
    let mut stopped = stopped(limit, handle).boxed();
    let begun = async {
        let frame = DataFrame::new(session.state(), plan);
        let tasks = Arc::new(frame.task_ctx());
        execute_stream(with_pauses(frame.create_physical_plan().await?)?, tasks)
    };
    let batches = tokio::select! {
        begun = begun => begun.map_err(|error| of_engine(&error))?,
        refusal = &mut stopped => return Err(refusal),
    };
    Ok(stream::try_unfold(UnderWay { number, shape, batches, stopped, rows: 0 }, UnderWay::next))
}

impl UnderWay {
    async fn next(mut self) -> Result<Option<(RecordBatch, Self)>, Refusal> {
        let next = tokio::select! {
            next = self.batches.next() => next,
            refusal = &mut self.stopped => return Err(refusal),
        };
        let Some(batch) = next.transpose().map_err(|error| of_engine(&error))? else {
            tracing::info!(connection = self.number, rows = self.rows, shape = self.shape, "analytics query");
            return Ok(None);
        };
        self.rows += batch.num_rows();
        Ok(Some((batch, self)))
    }
}

/// Why a query is stopped, as soon as it is to be.
async fn stopped(limit: Duration, handle: Arc<ConnectionHandle>) -> Refusal {
    let asked = handle.start_query().await;
    // Whoever would ask for it may be gone, which asks for nothing.
    let asked = asked.then(|asked| async move {
        if asked.is_err() {
            future::pending::<()>().await;
        }
    });
    tokio::select! {
        () = tokio::time::sleep(limit) => {
            WireError::TooMuch { what: format!("took longer than {} seconds", limit.as_secs()) }.into()
        }
        () = asked => Refusal::because("57014", "SL-M077", "the query was stopped because its program asked for it".to_owned()),
    }
}

/// The rows of a batch, each written when it is taken.
fn encoded(
    batch: &RecordBatch,
    fields: &Arc<Vec<FieldInfo>>,
) -> Result<impl Iterator<Item = PgWireResult<DataRow>> + use<>, Refusal> {
    let columns = columns(batch, fields).map_err(|error| of_engine(&error.into()))?;
    let fields = Arc::clone(fields);
    let mut row = DataRowEncoder::new(Arc::clone(&fields));
    Ok((0..batch.num_rows()).map(move |at| {
        columns.iter().zip(fields.iter()).try_for_each(|(column, field)| put(&mut row, column, at, field))?;
        Ok(row.take_row())
    }))
}
