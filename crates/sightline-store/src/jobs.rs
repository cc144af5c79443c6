//! Work that is under way: what the page shows of it, also after the page or the server was started again.
//!
//! The rows say how far the work is; they do not hold it. One server does the work.

use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use ulid::Ulid;

use crate::plans::plan_row;
use crate::tables::job;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

/// Identifier of a job; its text form is `job_` and 26 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(String);

impl JobId {
    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Others are before it.
    Waiting,
    /// It is being done.
    Running {
        /// What is being done, in words.
        step: String,
        /// Steps that are done.
        done: u64,
        /// Steps there are.
        of: u64,
    },
    /// It is done.
    Done,
    /// It was given up.
    Failed {
        /// Why, in words.
        why: String,
    },
}

/// Work that somebody asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Identifier.
    pub id: JobId,
    /// What kind of work, such as `report`.
    pub kind: String,
    /// Name of who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What was asked for.
    pub what: Value,
    /// How far it is.
    pub state: JobState,
}

/// Work to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob<'a> {
    /// What kind of work, such as `report`.
    pub kind: &'a str,
    /// What is asked for.
    pub what: &'a Value,
    /// Steps it has.
    pub steps: u64,
}

impl Store {
    /// The job just put down, waiting; dated and signed as `audit` is.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn add_job(&self, plan: &PlanId, new: &NewJob<'_>, audit: AuditEntry) -> Result<Job> {
        let change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let row = job::Model {
            number: change.next_number::<job::Entity>().await?,
            id: format!("job_{}", Ulid::from_datetime(audit.at.into())),
            plan_id: plan.as_str().to_owned(),
            kind: values::name(new.kind, "the kind of a job")?,
            asked_by: values::text(&audit.actor, "the name of who asked")?,
            asked_at: values::instant_text(audit.at),
            what: values::to_json(new.what, "what was asked for")?,
            state: "waiting".to_owned(),
            step: String::new(),
            steps_done: 0,
            steps: values::stored_count(new.steps, "the steps of a job")?,
            ended_at: None,
            failure: None,
        };
        change.insert::<job::Entity>(vec![row.clone()]).await?;
        change.finish(audit).await?;
        job_from(row)
    }

    /// The jobs of a plan, the latest first; at most `limit`.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn jobs(&self, plan: &PlanId, limit: u64) -> Result<Vec<Job>> {
        let rows = job::Entity::find()
            .filter(job::Column::PlanId.eq(plan.as_str()))
            .order_by_desc(job::Column::Number)
            .limit(limit)
            .all(&self.connection)
            .await
            .doing("listing jobs")?;
        rows.into_iter().map(job_from).collect()
    }

    /// Notes how far a job is; nothing when it was given up in the meantime.
    ///
    /// # Errors
    ///
    /// [`Error::Query`].
    pub async fn note_job(&self, id: &JobId, step: &str, done: u64) -> Result<()> {
        let _turn = self.turn_to_write().await?;
        job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value("running"))
            .col_expr(job::Column::Step, Expr::value(step))
            .col_expr(job::Column::StepsDone, Expr::value(values::stored_count(done, "the steps of a job")?))
            .filter(job::Column::Id.eq(id.as_str()))
            .filter(job::Column::EndedAt.is_null())
            .exec(&self.connection)
            .await
            .doing("noting how far a job is")
            .map(|_| ())
    }

    /// Notes that a job is done, or why it failed; nothing when it had ended before.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unstorable`].
    pub async fn end_job(&self, id: &JobId, at: DateTime<Utc>, failure: Option<&str>) -> Result<()> {
        let failure = values::optional_text(failure, "why a job failed")?;
        let _turn = self.turn_to_write().await?;
        job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(if failure.is_some() { "failed" } else { "done" }))
            .col_expr(job::Column::Failure, Expr::value(failure))
            .col_expr(job::Column::EndedAt, Expr::value(values::instant_text(at)))
            .filter(job::Column::Id.eq(id.as_str()))
            .filter(job::Column::EndedAt.is_null())
            .exec(&self.connection)
            .await
            .doing("noting the end of a job")
            .map(|_| ())
    }

    /// Gives up every job that has not ended: what was under way when a server stopped. Says how many.
    ///
    /// # Errors
    ///
    /// [`Error::Query`].
    pub async fn give_up_jobs(&self, at: DateTime<Utc>, why: &str) -> Result<u64> {
        let _turn = self.turn_to_write().await?;
        let done = job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value("failed"))
            .col_expr(job::Column::Failure, Expr::value(why))
            .col_expr(job::Column::EndedAt, Expr::value(values::instant_text(at)))
            .filter(job::Column::EndedAt.is_null())
            .exec(&self.connection)
            .await
            .doing("giving up jobs")?;
        Ok(done.rows_affected)
    }
}

fn job_from(row: job::Model) -> Result<Job> {
    let state = match row.state.as_str() {
        "waiting" => JobState::Waiting,
        "running" => JobState::Running {
            step: row.step,
            done: values::count(row.steps_done, "job")?,
            of: values::count(row.steps, "job")?,
        },
        "done" => JobState::Done,
        "failed" => JobState::Failed { why: row.failure.unwrap_or_default() },
        other => return Err(Error::Unreadable { table: "job", what: format!("`{other}` is no state of a job") }),
    };
    Ok(Job {
        id: JobId(row.id),
        kind: row.kind,
        asked_by: row.asked_by,
        asked_at: values::instant(&row.asked_at, "job")?,
        what: values::from_json(&row.what, "job")?,
        state,
    })
}
