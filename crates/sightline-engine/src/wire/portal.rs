//! A query that is being answered.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{ArrayRef, RecordBatch};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::{DataFrame, SessionContext};
use futures_util::StreamExt as _;
use tokio::time::Sleep;

use super::messages::{Head, Out};
use super::refusal::of_engine;
use super::values::{columns, put};
use super::{Refusal, WireError};
use crate::session::with_pauses;

/// An answer of which part may have been sent.
pub(super) struct Running {
    rows: SendableRecordBatchStream,
    /// The batch in hand: its columns, how many rows it has, and the next to be sent.
    hand: Option<(Vec<ArrayRef>, usize, usize)>,
    /// Ends when the query has taken too long.
    too_long: Pin<Box<Sleep>>,
    limit: Duration,
    /// Rows that were sent.
    pub(super) sent: usize,
}

impl Running {
    /// A query that has begun; it ends after `limit`, the time it is fetched in included.
    pub(super) async fn begin(session: &SessionContext, plan: LogicalPlan, limit: Duration) -> Result<Self, Refusal> {
        let mut too_long = Box::pin(tokio::time::sleep(limit));
        let begun = async {
            let frame = DataFrame::new(session.state(), plan);
            let tasks = Arc::new(frame.task_ctx());
            execute_stream(with_pauses(frame.create_physical_plan().await?)?, tasks)
        };
        let rows = tokio::select! {
            begun = begun => begun.map_err(|error| of_engine(&error))?,
            () = &mut too_long => return Err(took_too_long(limit)),
        };
        Ok(Self { rows, hand: None, too_long, limit, sent: 0 })
    }

    /// Writes rows until `most` are written (0 for all of them) or `out` is full; true when there may be more.
    pub(super) async fn write(
        &mut self,
        heads: &[Head],
        out: &mut Out,
        most: usize,
        full: usize,
    ) -> Result<Written, Refusal> {
        let mut written = 0;
        loop {
            if self.hand.is_none() {
                let next = tokio::select! {
                    next = self.rows.next() => next,
                    () = &mut self.too_long => return Err(took_too_long(self.limit)),
                };
                let Some(batch) = next else { return Ok(Written { rows: written, is_all: true }) };
                let batch: RecordBatch = batch.map_err(|error| of_engine(&error))?;
                let columns = columns(&batch).map_err(|error| of_engine(&error.into()))?;
                self.hand = Some((columns, batch.num_rows(), 0));
            }
            while let Some((columns, rows, at)) = &mut self.hand {
                if *at == *rows {
                    self.hand = None;
                    break;
                }
                if (most > 0 && written == most) || out.bytes.len() >= full {
                    return Ok(Written { rows: written, is_all: false });
                }
                out.row(heads.len(), |column, body| put(&columns[column], *at, &heads[column], body));
                *at += 1;
                written += 1;
                self.sent += 1;
            }
        }
    }
}

/// What one writing gave.
pub(super) struct Written {
    pub(super) rows: usize,
    pub(super) is_all: bool,
}

fn took_too_long(limit: Duration) -> Refusal {
    WireError::TooMuch { what: format!("took longer than {} seconds", limit.as_secs()) }.into()
}
