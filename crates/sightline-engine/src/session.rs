//! The one place where a session of the query engine is built.

use std::num::NonZeroUsize;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::common::DataFusionError;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::datasource::MemTable;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::memory_pool::{GreedyMemoryPool, TrackConsumersPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::engine::Limits;
use crate::functions::Calendar;
use crate::shapes::Shapes;
use crate::{Error, Result, functions};

/// Rows of a batch: large enough to be quick, small enough for the processor's cache.
const BATCH_ROWS: usize = 8192;
/// Consumers of memory that an error names.
const CONSUMERS_NAMED: usize = 3;

/// A session that knows the sector's functions and nothing else.
///
/// No catalogue of files, no information schema, no statement but a query: a
/// definition can read the tables that it is given, and neither a path nor
/// the network.
pub(crate) fn new(limits: Limits, calendar: &Arc<Calendar>) -> Result<SessionContext> {
    let session = SessionContext::new_with_config_rt(config(limits), runtime(limits)?);
    functions::register_with(&session, calendar);
    Ok(session)
}

/// The same for somebody who names the tables themselves: they lie in `schema`, and memory is shared with whoever has the same runtime.
pub(crate) fn with_schema(
    schema: &str,
    limits: Limits,
    runtime: &Arc<RuntimeEnv>,
    calendar: &Arc<Calendar>,
) -> SessionContext {
    let mut config = config(limits).with_default_catalog_and_schema(schema, schema);
    config.options_mut().sql_parser.collect_spans = false;
    let session = SessionContext::new_with_config_rt(config, Arc::clone(runtime));
    functions::register_with(&session, calendar);
    session
}

fn config(limits: Limits) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_batch_size(BATCH_ROWS)
        .with_target_partitions(limits.partitions)
        .with_information_schema(false)
        .with_collect_statistics(false);
    config.options_mut().sql_parser.collect_spans = true;
    config.options_mut().optimizer.skip_failed_rules = false;
    config
}

/// Working memory up to the limit, and no disk.
pub(crate) fn runtime(limits: Limits) -> Result<Arc<RuntimeEnv>> {
    let consumers = NonZeroUsize::new(CONSUMERS_NAMED).unwrap_or(NonZeroUsize::MIN);
    let pool = TrackConsumersPool::new(GreedyMemoryPool::new(limits.memory_mib * 1024 * 1024), consumers);
    RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(pool))
        .with_disk_manager_builder(no_disk())
        .build_arc()
        .map_err(|cause| Error::Query { id: "the session".to_owned(), what: cause.strip_backtrace() })
}

fn no_disk() -> datafusion::execution::disk_manager::DiskManagerBuilder {
    use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
    DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled)
}

/// Only queries: no table is made, no file written, no setting changed.
pub(crate) fn only_queries() -> SQLOptions {
    SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false)
}

/// A plan of which every step pauses now and then.
///
/// A join of everything with everything gives rows without end and never
/// waits, so that nothing else of its task gets a turn: neither the clock that
/// stops it nor whoever wants to.
pub(crate) fn with_pauses(
    plan: Arc<dyn ExecutionPlan>,
) -> std::result::Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let pausing = |step| Ok(Transformed::yes(Arc::new(CooperativeExec::new(step)) as Arc<dyn ExecutionPlan>));
    Ok(plan.transform_up(pausing)?.data)
}

/// Gives a session the rows of one table, in place of those that it had.
pub(crate) fn set_table(
    session: &SessionContext,
    name: &str,
    batches: Vec<RecordBatch>,
    shapes: &Shapes,
) -> Result<()> {
    let not_fit = |_| Error::RowsDoNotFit { table: name.to_owned(), column: "any".to_owned() };
    let schema = match (batches.first(), shapes.get(name)) {
        (Some(batch), _) => batch.schema(),
        (None, Some(shape)) => shape.schema(),
        (None, None) => return Ok(()),
    };
    let table = MemTable::try_new(schema, vec![batches]).map_err(not_fit)?;
    session.deregister_table(name).map_err(not_fit)?;
    session.register_table(name, Arc::new(table)).map_err(not_fit)?;
    Ok(())
}

/// Gives a session an empty table for every shape.
pub(crate) fn set_empty_tables(session: &SessionContext, shapes: &Shapes) -> Result<()> {
    for (name, _) in shapes.iter() {
        set_table(session, name, Vec::new(), shapes)?;
    }
    Ok(())
}
