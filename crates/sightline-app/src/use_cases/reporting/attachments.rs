//! Files beside an action: checked before they are kept.

use std::fmt;
use std::pin::Pin;

use serde_json::json;
use sightline_documents::attachment::FileKind;
use sightline_store::{Attachment, NewAttachment};

use crate::policy;
use crate::{App, Call, Error, Result};

/// Megabytes of an attachment at most.
pub const LARGEST_ATTACHMENT_MB: u64 = 25;

/// Letters of a file name at most.
const LONGEST_NAME: usize = 200;

/// Looks for viruses in what people attach.
pub trait VirusScan: fmt::Debug + Send + Sync {
    /// Nothing when the bytes are harmless; otherwise what was found, or why the check could not be made.
    fn scan<'a>(
        &'a self,
        bytes: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send + 'a>>;
}

/// An attachment with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedAttachment {
    /// What it is.
    pub attachment: Attachment,
    /// Its bytes, as they were attached.
    pub bytes: Vec<u8>,
}

impl App {
    /// The file just put beside an action.
    ///
    /// Its kind is found from its content; its name gets the ending of that
    /// kind when it has another.
    ///
    /// # Errors
    ///
    /// * [`Error::FileTooLarge`], [`Error::FileNotAllowed`], [`Error::FileUnsafe`] – nothing is kept.
    /// * [`Error::NotAllowed`] – the caller may see the action, but not attach to it.
    /// * [`Error::UnknownAction`] – it is not there for the caller.
    pub async fn attach_file(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Attachment> {
        call.may(policy::Action::DiscussionWrite)?;
        let (view, action) = self.action_today(call, policy::Action::DiscussionWrite, plan, reference).await?;
        if bytes.len() as u64 > LARGEST_ATTACHMENT_MB * 1024 * 1024 {
            return Err(Error::FileTooLarge { limit_mb: LARGEST_ATTACHMENT_MB });
        }
        let kind = FileKind::of(name, bytes).map_err(|found| Error::FileNotAllowed { found: found.to_owned() })?;
        if let Some(scan) = &self.virus_scan {
            scan.scan(bytes).await.map_err(|found| Error::FileUnsafe { found })?;
        }
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
        let name = kind.fitting_name(&name);
        let new = NewAttachment { action: &action.reference, name: &name, media_type: kind.media_type(), bytes };
        let object = format!("plan {}", view.summary.handle);
        let detail = json!({ "attachment": name, "action": action.reference });
        let audit = call.audit(policy::Action::DiscussionWrite, object, detail);
        Ok(self.store.add_attachment(&view.summary.id, &new, audit).await?)
    }

    /// A file beside an action, with its bytes.
    ///
    /// # Errors
    ///
    /// * [`Error::Store`] – the action has no such file, or its bytes are damaged.
    /// * [`Error::UnknownAction`] – the action is not there for the caller.
    pub async fn open_attachment(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        number: u64,
    ) -> Result<OpenedAttachment> {
        call.may(policy::Action::PlanRead)?;
        let (view, action) = self.action_today(call, policy::Action::PlanRead, plan, reference).await?;
        let (attachment, bytes) = self.store.attachment(&view.summary.id, &action.reference, number).await?;
        Ok(OpenedAttachment { attachment, bytes })
    }
}
