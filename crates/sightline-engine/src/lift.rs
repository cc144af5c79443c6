//! One query for many periods at once.
//!
//! A measure's query speaks of one period, `$period_start` to `$period_end`.
//! Asking it month by month would plan and run it again for each month. Here
//! the query's plan is rewritten so that the two days are columns of a table
//! of periods: wherever the plan speaks of the period, its input is joined
//! with that table, and from there upwards every step keeps the two columns –
//! joins match on them, groupings and windows are made for each of them. What
//! cannot be rewritten so (a limit, a total without a group, a sub-query in
//! an expression that speaks of the period) is left alone, and the query is
//! asked period by period instead. Tests compare the two for every measure.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, JoinType, Result, ScalarValue};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Distinct, Expr, LogicalPlan, LogicalPlanBuilder};

/// The first day of the period, as a parameter and as a column.
pub(crate) const START: (&str, &str) = ("$period_start", "__period_start");
/// The last day of the period, as a parameter and as a column.
pub(crate) const END: (&str, &str) = ("$period_end", "__period_end");

/// The plan for all periods of a table at once, or none when it cannot be rewritten.
///
/// `periods` scans a table with the columns `__period_start` and
/// `__period_end`, which the plan that comes back has as its last columns.
pub(crate) fn lift(plan: &LogicalPlan, periods: &LogicalPlan) -> Result<Option<LogicalPlan>> {
    let mut lifter = Lifter { periods, scans: 0, is_possible: true };
    let answer = lifter.plan(plan, true)?;
    Ok(answer.filter(|_| lifter.is_possible))
}

struct Lifter<'a> {
    periods: &'a LogicalPlan,
    /// Scans of the table of periods so far: each has a name of its own.
    scans: usize,
    is_possible: bool,
}

impl Lifter<'_> {
    /// The plan with the columns of the period; without them, when it does not speak of it and need not have them.
    fn plan(&mut self, plan: &LogicalPlan, must_have: bool) -> Result<Option<LogicalPlan>> {
        if !speaks_of_period(plan)? {
            return if must_have { self.with_periods(plan).map(Some) } else { Ok(None) };
        }
        let lifted = match plan {
            LogicalPlan::Projection(projection) => {
                let input = self.must(&projection.input)?;
                let mut exprs = replaced(plan, projection.expr.clone(), &input)?;
                exprs.extend(period_columns(&input));
                LogicalPlanBuilder::from(input).project(exprs)?.build()?
            }
            LogicalPlan::Filter(filter) => {
                let input = self.must(&filter.input)?;
                let mut exprs = replaced(plan, vec![filter.predicate.clone()], &input)?;
                LogicalPlanBuilder::from(input).filter(exprs.remove(0))?.build()?
            }
            LogicalPlan::SubqueryAlias(alias) => {
                let input = self.must(&alias.input)?;
                LogicalPlanBuilder::from(input).alias(alias.alias.clone())?.build()?
            }
            LogicalPlan::Sort(sort) if sort.fetch.is_none() => return self.plan(&sort.input, must_have),
            LogicalPlan::Distinct(Distinct::All(input)) => {
                let input = self.must(input)?;
                LogicalPlanBuilder::from(input).distinct()?.build()?
            }
            LogicalPlan::Union(union) => {
                let mut inputs = Vec::new();
                for input in &union.inputs {
                    inputs.push(self.must(input)?);
                }
                let mut inputs = inputs.into_iter();
                let Some(first) = inputs.next() else { return Ok(self.refuse()) };
                inputs.try_fold(first, |all, input| LogicalPlanBuilder::from(all).union(input)?.build())?
            }
            LogicalPlan::Aggregate(aggregate) if !aggregate.group_expr.is_empty() => {
                let input = self.must(&aggregate.input)?;
                let mut groups = replaced(plan, aggregate.group_expr.clone(), &input)?;
                groups.extend(period_columns(&input));
                let totals = replaced(plan, aggregate.aggr_expr.clone(), &input)?;
                if groups.iter().any(|group| matches!(group, Expr::GroupingSet(_))) {
                    return Ok(self.refuse());
                }
                LogicalPlanBuilder::from(input).aggregate(groups, totals)?.build()?
            }
            LogicalPlan::Window(window) => {
                let input = self.must(&window.input)?;
                let columns = period_columns(&input);
                let names = NamePreserver::new(plan);
                let mut exprs = Vec::new();
                for expr in &window.window_expr {
                    let name = names.save(expr);
                    let expr = for_each_period(with_columns(expr.clone(), &input)?, &columns)?;
                    exprs.push(name.restore(expr));
                }
                LogicalPlanBuilder::from(input).window(exprs)?.build()?
            }
            LogicalPlan::Join(join) => return self.join(plan, join).map(Some),
            _ => return Ok(self.refuse()),
        };
        Ok(Some(lifted))
    }

    fn must(&mut self, plan: &LogicalPlan) -> Result<LogicalPlan> {
        Ok(self.plan(plan, true)?.unwrap_or_else(|| plan.clone()))
    }

    const fn refuse(&mut self) -> Option<LogicalPlan> {
        self.is_possible = false;
        None
    }

    /// A plan joined with every period.
    fn with_periods(&mut self, plan: &LogicalPlan) -> Result<LogicalPlan> {
        self.scans += 1;
        let periods =
            LogicalPlanBuilder::from(self.periods.clone()).alias(format!("__period_{}", self.scans))?.build()?;
        LogicalPlanBuilder::from(plan.clone()).cross_join(periods)?.build()
    }

    fn join(&mut self, plan: &LogicalPlan, join: &datafusion::logical_expr::logical_plan::Join) -> Result<LogicalPlan> {
        use JoinType::{Inner, Left, LeftAnti, LeftSemi};
        if !matches!(join.join_type, Inner | Left | LeftSemi | LeftAnti) || join.null_aware {
            self.is_possible = false;
            return Ok(plan.clone());
        }
        let left = self.must(&join.left)?;
        let right = self.plan(&join.right, false)?;
        let both = right.is_some();
        let right = right.unwrap_or_else(|| join.right.as_ref().clone());
        let joined = left.schema().join(right.schema())?;
        let names = NamePreserver::new(plan);
        let on_left = |expr: &Expr| replace(expr.clone(), &names, &left);
        let mut conditions = Vec::new();
        for (ours, theirs) in &join.on {
            let theirs = if both { replace(theirs.clone(), &names, &right)? } else { theirs.clone() };
            conditions.push(on_left(ours)?.eq(theirs));
        }
        if let Some(filter) = &join.filter {
            conditions.push(on_left(filter)?);
        }
        if both {
            let pairs = period_columns(&left).into_iter().zip(period_columns(&right));
            conditions.extend(pairs.map(|(ours, theirs)| ours.eq(theirs)));
        }
        let left_period = period_columns(&left);
        let right_period: Vec<Expr> = if both { period_columns(&right) } else { Vec::new() };
        let built = LogicalPlanBuilder::from(left).join_on(right, join.join_type, conditions)?.build()?;
        if matches!(join.join_type, LeftSemi | LeftAnti) {
            return Ok(built);
        }
        // The columns of the period come last, and once.
        let kept = joined.iter().map(|(qualifier, field)| Expr::Column(Column::new(qualifier.cloned(), field.name())));
        let mut kept: Vec<Expr> =
            kept.filter(|column| !left_period.contains(column) && !right_period.contains(column)).collect();
        kept.extend(left_period);
        LogicalPlanBuilder::from(built).project(kept)?.build()
    }
}

/// The two columns of the period as a plan has them.
fn period_columns(plan: &LogicalPlan) -> Vec<Expr> {
    [START.1, END.1]
        .into_iter()
        .filter_map(|name| {
            let (qualifier, field) = plan.schema().iter().find(|(_, field)| field.name() == name)?;
            Some(Expr::Column(Column::new(qualifier.cloned(), field.name())))
        })
        .collect()
}

/// Whether a plan, or a sub-query in it, has a parameter.
fn speaks_of_period(plan: &LogicalPlan) -> Result<bool> {
    let mut found = false;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            found |= has_parameter(expr)?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(found)
}

fn has_parameter(expr: &Expr) -> Result<bool> {
    expr.exists(|expr| Ok(matches!(expr, Expr::Placeholder(_))))
}

fn replaced(plan: &LogicalPlan, exprs: Vec<Expr>, input: &LogicalPlan) -> Result<Vec<Expr>> {
    let names = NamePreserver::new(plan);
    exprs.into_iter().map(|expr| replace(expr, &names, input)).collect()
}

/// The expression with the columns of the period where it has parameters, under the name that it had.
fn replace(expr: Expr, names: &NamePreserver, input: &LogicalPlan) -> Result<Expr> {
    let name = names.save(&expr);
    Ok(name.restore(with_columns(expr, input)?))
}

/// The expression with the columns of the period where it has parameters.
fn with_columns(expr: Expr, input: &LogicalPlan) -> Result<Expr> {
    let columns = period_columns(input);
    let replaced = expr.transform_up(|expr| {
        let Expr::Placeholder(parameter) = &expr else { return Ok(Transformed::no(expr)) };
        let at = [START.0, END.0].iter().position(|known| *known == parameter.id);
        Ok(match at.and_then(|at| columns.get(at)) {
            Some(column) => Transformed::yes(column.clone()),
            None => Transformed::no(expr),
        })
    })?;
    Ok(replaced.data)
}

/// A window expression that starts anew with each period.
fn for_each_period(expr: Expr, columns: &[Expr]) -> Result<Expr> {
    let changed = expr.transform_down(|expr| match expr {
        Expr::WindowFunction(mut window) => {
            window.params.partition_by.extend(columns.iter().cloned());
            Ok(Transformed::new(Expr::WindowFunction(window), true, TreeNodeRecursion::Jump))
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok(changed.data)
}

/// A parameter's value for one period.
pub(crate) fn value(day: chrono::NaiveDate) -> ScalarValue {
    ScalarValue::Date32(Some(crate::rows::days_since_1970(day)))
}

/// The schema of the table of periods.
pub(crate) fn periods_schema() -> datafusion::arrow::datatypes::SchemaRef {
    use datafusion::arrow::datatypes::{DataType, Field, Schema};
    let day = |name| Field::new(name, DataType::Date32, false);
    Arc::new(Schema::new(vec![day(START.1), day(END.1)]))
}
