//! Files beside actions: kept once by their hash, however often they are attached.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Attachment, NewAttachment};
use crate::audit::chain::sha256;
use crate::history::updates::refuse_unknown_action;
use crate::stored_files::{bytes_of, keep_bytes};
use crate::tables::attachment;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// The files beside an action, in the order they were attached.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn attachments(&self, plan: &PlanId, action: &str) -> Result<Vec<Attachment>> {
        let rows = attachment::Entity::find()
            .filter(attachment::Column::PlanId.eq(plan.as_str()))
            .filter(attachment::Column::Action.eq(action))
            .order_by_asc(attachment::Column::Number)
            .all(&self.connection)
            .await
            .doing("listing attachments")?;
        rows.into_iter().map(attachment_from).collect()
    }

    /// One file beside an action, with its bytes.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAttachment`] – the action has none of this number.
    /// * [`Error::Unreadable`] – the bytes are missing, or not those that were attached.
    pub async fn attachment(&self, plan: &PlanId, action: &str, number: u64) -> Result<(Attachment, Vec<u8>)> {
        let unknown = Error::UnknownAttachment { number };
        let Ok(wanted) = i64::try_from(number) else { return Err(unknown) };
        let row = attachment::Entity::find_by_id(wanted)
            .filter(attachment::Column::PlanId.eq(plan.as_str()))
            .filter(attachment::Column::Action.eq(action))
            .one(&self.connection)
            .await
            .doing("looking for the attachment")?
            .ok_or(unknown)?;
        let found = attachment_from(row)?;
        let what = format!("the file of attachment {number}");
        match bytes_of(&self.connection, &found.sha256, &what).await? {
            Some(bytes) => Ok((found, bytes)),
            None => Err(Error::Unreadable { table: "stored_file", what: format!("{what} has no bytes") }),
        }
    }

    /// The attachment just added; equal bytes are stored once.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`] – the plan does not have the action.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn add_attachment(
        &self,
        plan: &PlanId,
        new: &NewAttachment<'_>,
        audit: AuditEntry,
    ) -> Result<Attachment> {
        let hash = sha256(new.bytes);
        let mut change = self.begin_change().await?;
        refuse_unknown_action(change.connection(), plan, new.action).await?;
        let size_bytes = i64::try_from(new.bytes.len()).expect("a length in memory fits 63 bits");
        keep_bytes(&change, &hash, new.bytes, &audit).await?;
        let row = attachment::Model {
            number: change.next_number::<attachment::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: plan.as_str().to_owned(),
            action: new.action.to_owned(),
            added_at: values::instant_text(audit.at),
            added_by: values::text(&audit.actor, "the name of who attached the file")?,
            name: values::text(new.name, "the name of the file")?,
            media_type: values::name(new.media_type, "the kind of the file")?,
            sha256: hash,
            size_bytes,
        };
        change.append::<attachment::Entity>(vec![row.clone()]).await?;
        change.finish(audit).await?;
        attachment_from(row)
    }
}

fn attachment_from(row: attachment::Model) -> Result<Attachment> {
    Ok(Attachment {
        number: values::count(row.number, "attachment")?,
        at: values::instant(&row.added_at, "attachment")?,
        size_bytes: values::count(row.size_bytes, "attachment")?,
        action: row.action,
        by: row.added_by,
        name: row.name,
        media_type: row.media_type,
        sha256: row.sha256,
    })
}
