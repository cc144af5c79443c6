//! Tables whose rows are made when a query asks for them.

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::datasource::{MemTable, TableType};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;

use super::{Wanted, WireGuest, WireTable};
use crate::Rows;

/// A table of a guest.
pub(super) struct Served {
    guest: Arc<dyn WireGuest>,
    table: WireTable,
    schema: SchemaRef,
}

impl Served {
    pub(super) fn new(guest: Arc<dyn WireGuest>, table: WireTable) -> Self {
        Self { guest, schema: table.shape.schema(), table }
    }

    fn chosen<'a>(&self, filter: &'a Expr) -> Option<(&'a str, BTreeSet<String>)> {
        chosen(filter).filter(|(column, _)| self.table.chosen_by.contains(column))
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("table", &self.table.name).finish_non_exhaustive()
    }
}

#[async_trait]
impl TableProvider for Served {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    /// Rows beyond those that are wanted may be there, so the query engine filters them again.
    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let support = |filter: &&Expr| match self.chosen(filter) {
            Some(_) => TableProviderFilterPushDown::Inexact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(support).collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let mut wanted = Wanted::new();
        for (column, values) in filters.iter().filter_map(|filter| self.chosen(filter)) {
            let both = match wanted.get(column) {
                Some(known) => known.intersection(&values).cloned().collect(),
                None => values,
            };
            wanted.insert(column.to_owned(), both);
        }
        let name = self.table.name;
        let mut batches = Vec::new();
        // Turned into columns at once: words take several times the room.
        let mut take = |rows: Rows| batches.push(rows.batch(name, &self.table.shape));
        self.guest.rows(name, &wanted, &mut take).await.map_err(external)?;
        let batches = batches.into_iter().collect::<crate::Result<Vec<_>>>().map_err(external)?;
        let table = MemTable::try_new(self.schema(), vec![batches])?;
        table.scan(state, projection, &[], limit).await
    }
}

fn external(error: impl std::error::Error + Send + Sync + Any) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

/// The column that a condition is about and the values that it may have, for `column = 'value'` and `column in (…)`.
fn chosen(filter: &Expr) -> Option<(&str, BTreeSet<String>)> {
    match filter {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => {
            let ((Expr::Column(column), value) | (value, Expr::Column(column))) = (left.as_ref(), right.as_ref())
            else {
                return None;
            };
            Some((column.name(), BTreeSet::from([words(value)?])))
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            let ((one, mut values), (other, more)) = (chosen(left)?, chosen(right)?);
            values.extend(more);
            (one == other).then_some((one, values))
        }
        Expr::InList(list) if !list.negated => {
            let Expr::Column(column) = list.expr.as_ref() else { return None };
            Some((column.name(), list.list.iter().map(words).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn words(value: &Expr) -> Option<String> {
    let Expr::Literal(value, _) = value else { return None };
    match value {
        ScalarValue::Utf8(words) | ScalarValue::LargeUtf8(words) | ScalarValue::Utf8View(words) => words.clone(),
        _ => None,
    }
}
