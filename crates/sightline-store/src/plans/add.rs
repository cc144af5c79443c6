//! Adding a plan.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::handle::{choice, is_handle, wished_handle};
use super::items;
use super::{NewPlan, PlanId, PlanSummary, SourceFile};
use crate::programme::drafts;
use crate::tables::{import_problem, plan, plan_item, source_file};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, Result, Store, values};

impl Store {
    /// The summary of the plan just added.
    ///
    /// One transaction: the plan, its source files, its problems and the audit
    /// row are all there afterwards, or none is, even when the process is killed.
    ///
    /// `audit.object` is replaced by `plan <handle>`, because the handle is
    /// made here; `audit.at` also dates the identifier.
    ///
    /// # Errors
    ///
    /// * [`Error::AlreadyImported`] – a plan from exactly the same files (by
    ///   SHA-256) is there and `new.allow_again` is false. A plan without
    ///   source files is never taken for another.
    /// * [`Error::HandleTaken`], [`Error::HandleInvalid`] – `new.handle`.
    /// * [`Error::ReferenceTwice`] – two actions share a reference.
    /// * [`Error::Unstorable`] – a NUL character in a title, an action's reference of
    ///   more than 500 letters, and the like.
    pub async fn add_plan(&self, new: &NewPlan<'_>, audit: AuditEntry) -> Result<PlanSummary> {
        refuse_repeated_references(new)?;
        let id = PlanId::new(audit.at);
        // Taken apart before the write lock is taken: it is most of the work.
        let mut items = items::rows(new.plan, id.as_str(), 0)?;

        let mut change = self.begin_change().await?;
        if !new.allow_again {
            refuse_same_files(&change, &new.sources).await?;
        }
        let row = plan::Model {
            number: change.next_number::<plan::Entity>().await?,
            id: id.as_str().to_owned(),
            handle: free_handle(&change, new).await?,
            title: values::text(&new.plan.title, "the title")?,
            council: values::optional_text(new.plan.council.as_deref(), "the council")?,
            imported_on: values::day_to_store(new.on, "the day of the import")?,
            header: items::header(new.plan)?,
        };
        let summary = PlanSummary {
            id,
            handle: row.handle.clone(),
            title: row.title.clone(),
            council: row.council.clone(),
            imported_on: row.imported_on,
            actions: count(new.plan.actions.iter().filter(|action| action.is_live()).count()),
            priorities: count(new.plan.priorities.len()),
            last_update_on: None,
            source_files: new.sources.clone(),
        };
        for (number, item) in (change.next_number::<plan_item::Entity>().await?..).zip(&mut items) {
            item.number = number;
        }
        change.insert::<plan::Entity>(vec![row]).await?;
        change.insert::<plan_item::Entity>(items).await?;
        change.insert::<source_file::Entity>(source_rows(&change, new, &summary.id).await?).await?;
        change.insert::<import_problem::Entity>(problem_rows(&change, new, &summary.id).await?).await?;
        if let Some(draft) = new.draft {
            drafts::remove(&mut change, draft.as_str()).await?;
        }
        let object = format!("plan {}", summary.handle);
        change.finish(AuditEntry { object, ..audit }).await?;
        Ok(summary)
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits 64 bits")
}

fn refuse_repeated_references(new: &NewPlan<'_>) -> Result<()> {
    let mut seen = BTreeSet::new();
    match new.plan.actions.iter().find(|action| !seen.insert(&action.reference)) {
        None => Ok(()),
        Some(action) => Err(Error::ReferenceTwice { reference: action.reference.clone() }),
    }
}

async fn refuse_same_files(change: &Change, sources: &[SourceFile]) -> Result<()> {
    let Some(first) = sources.first() else { return Ok(()) };
    let wanted: BTreeSet<&str> = sources.iter().map(|source| source.sha256.as_str()).collect();
    let candidates: Vec<String> = source_file::Entity::find()
        .select_only()
        .column(source_file::Column::PlanId)
        .filter(source_file::Column::Sha256.eq(first.sha256.as_str()))
        .order_by_asc(source_file::Column::Number)
        .into_tuple()
        .all(change.connection())
        .await
        .doing("looking for the same files")?;
    for plan_id in candidates {
        let files = source_file::Entity::find()
            .filter(source_file::Column::PlanId.eq(plan_id.as_str()))
            .all(change.connection())
            .await
            .doing("looking for the same files")?;
        if files.iter().map(|file| file.sha256.as_str()).collect::<BTreeSet<_>>() == wanted {
            let plan = plan::Entity::find()
                .filter(plan::Column::Id.eq(plan_id))
                .one(change.connection())
                .await
                .doing("looking for the same files")?;
            return Err(Error::AlreadyImported { handle: plan.map(|plan| plan.handle).unwrap_or_default() });
        }
    }
    Ok(())
}

async fn free_handle(change: &Change, new: &NewPlan<'_>) -> Result<String> {
    if let Some(handle) = new.handle {
        if !is_handle(handle) {
            return Err(Error::HandleInvalid { handle: handle.to_owned() });
        }
        if is_taken(change, handle).await? {
            return Err(Error::HandleTaken { handle: handle.to_owned() });
        }
        return Ok(handle.to_owned());
    }
    let wished = wished_handle(new.plan, new.on);
    let mut number = 1;
    loop {
        let handle = choice(&wished, number);
        if !is_taken(change, &handle).await? {
            return Ok(handle);
        }
        number += 1;
    }
}

async fn is_taken(change: &Change, handle: &str) -> Result<bool> {
    let taken = plan::Entity::find()
        .select_only()
        .column(plan::Column::Number)
        .filter(plan::Column::Handle.eq(handle))
        .into_tuple::<i64>()
        .one(change.connection())
        .await
        .doing("looking for a free handle")?;
    Ok(taken.is_some())
}

async fn source_rows(change: &Change, new: &NewPlan<'_>, id: &PlanId) -> Result<Vec<source_file::Model>> {
    let first = change.next_number::<source_file::Entity>().await?;
    (first..)
        .zip(&new.sources)
        .map(|(number, source)| {
            Ok(source_file::Model {
                number,
                plan_id: id.as_str().to_owned(),
                name: values::text(&source.name, "the name of a source file")?,
                sha256: values::name(&source.sha256, "the hash of a source file")?,
                size_bytes: values::stored_count(source.size_bytes, "the size of a source file")?,
            })
        })
        .collect()
}

async fn problem_rows(change: &Change, new: &NewPlan<'_>, id: &PlanId) -> Result<Vec<import_problem::Model>> {
    let first = change.next_number::<import_problem::Entity>().await?;
    (first..)
        .zip(new.problems)
        .map(|(number, problem)| {
            let severity = serde_json::to_value(problem.severity)
                .ok()
                .and_then(|severity| severity.as_str().map(str::to_owned))
                .unwrap_or_default();
            Ok(import_problem::Model {
                number,
                plan_id: id.as_str().to_owned(),
                code: values::text(&problem.code, "the code of a problem")?,
                severity,
                body: values::to_json(problem, "a problem")?,
            })
        })
        .collect()
}
