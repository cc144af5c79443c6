//! Why the store could not do what was asked.

use std::path::PathBuf;

/// The result of asking the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the store could not do what was asked.
///
/// Each variant has a stable code ([`Error::code`]), what was attempted (its
/// text) and what to do next ([`Error::help`]). When an error comes back from
/// a writing function, nothing was saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database could not be opened, created or reached.
    #[error("cannot open the database {database}")]
    Open {
        /// The file, or the server without its password.
        database: String,
        /// What the database library said.
        #[source]
        source: sea_orm::DbErr,
    },
    /// The folder of the database file could not be created.
    #[error("cannot create the folder {}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The database's tables could not be brought up to date.
    #[error("cannot bring the tables of {database} up to date")]
    Migrate {
        /// The file, or the server without its password.
        database: String,
        /// What the database library said.
        #[source]
        source: sea_orm::DbErr,
    },
    /// The database, or a backup, was made by a newer Sightline.
    #[error("{what} was made by a newer version of Sightline (it has `{unknown}`)")]
    Newer {
        /// The database or the backup.
        what: String,
        /// The first migration this version does not know.
        unknown: String,
    },
    /// The database refused or failed.
    #[error("the database failed while {doing}")]
    Query {
        /// What was attempted, such as `reading the plan`.
        doing: &'static str,
        /// What the database library said.
        #[source]
        source: sea_orm::DbErr,
    },
    /// The database does not answer: its file is gone, its server is stopped, or it is overloaded.
    #[error("the database does not answer while {doing}")]
    Away {
        /// What was attempted.
        doing: &'static str,
        /// What the database library said.
        #[source]
        source: sea_orm::DbErr,
    },
    /// The disk of the database is full or cannot be written to.
    #[error("the disk of the database takes no more while {doing}")]
    DiskFull {
        /// What was attempted.
        doing: &'static str,
        /// What the database library said.
        #[source]
        source: sea_orm::DbErr,
    },
    /// Somebody else has been writing for too long.
    #[error("the database is busy while {doing}")]
    Busy {
        /// What was attempted.
        doing: &'static str,
        /// What the database library said.
        #[source]
        source: sea_orm::DbErr,
    },
    /// A stored value cannot be read back.
    #[error("a row of `{table}` cannot be read: {what}")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// Which row and value.
        what: String,
    },
    /// A value cannot be stored, such as text holding a NUL character.
    #[error("{what} cannot be saved: {why}")]
    Unstorable {
        /// Which value, in words.
        what: String,
        /// Why not.
        why: &'static str,
    },
    /// The same source files are already imported.
    #[error("these files are already imported as {handle}")]
    AlreadyImported {
        /// Handle of the plan that has them.
        handle: String,
    },
    /// The handle asked for a new plan is in use.
    #[error("there is already a plan called {handle}")]
    HandleTaken {
        /// The handle.
        handle: String,
    },
    /// The handle asked for a new plan is not a handle.
    #[error("`{handle}` cannot be a plan's handle")]
    HandleInvalid {
        /// What was asked for.
        handle: String,
    },
    /// Two actions of a plan have the same reference.
    #[error("two actions of the plan have the reference {reference}")]
    ReferenceTwice {
        /// The reference.
        reference: String,
    },
    /// No plan has this name.
    #[error("there is no plan called `{name}`")]
    UnknownPlan {
        /// What was asked for.
        name: String,
        /// Handles that come near, best first; at most five.
        near: Vec<String>,
    },
    /// Several plans begin with this name.
    #[error("`{name}` may be any of {}", candidates.join(", "))]
    AmbiguousPlan {
        /// What was asked for.
        name: String,
        /// Their handles; at most ten.
        candidates: Vec<String>,
    },
    /// The plan has no action with this reference.
    #[error("the plan has no action {reference}")]
    UnknownAction {
        /// What was asked for.
        reference: String,
        /// References that come near, best first; at most five.
        near: Vec<String>,
    },
    /// An amendment does not start from the action as it now stands: somebody
    /// else has changed it, or it already exists.
    #[error("action {reference} has been changed since it was read")]
    Conflict {
        /// Reference of the action.
        reference: String,
        /// The fields that differ, such as `due_raw`; empty when the action
        /// was to be added and is already there, or is not there.
        fields: Vec<String>,
    },
    /// An amendment names one action before and another after, or elsewhere.
    #[error("an amendment of action {reference} holds another action: {what}")]
    AmendmentMismatch {
        /// Reference in the amendment.
        reference: String,
        /// What differs.
        what: String,
    },
    /// An amendment does not start from the entry as it now stands: somebody
    /// else has changed it or taken it out.
    #[error("the {register} {name} has been changed since it was read")]
    EntryConflict {
        /// What the entry is, such as `post`.
        register: &'static str,
        /// What it is called.
        name: String,
        /// The fields that differ; empty when it was taken out.
        fields: Vec<String>,
    },
    /// A register has no entry of this number.
    #[error("the plan has no {register} number {number}")]
    UnknownEntry {
        /// What the entry would be, such as `post`.
        register: &'static str,
        /// The number.
        number: u64,
    },
    /// The plan has no obsession of this number.
    #[error("the plan has no obsession number {number}")]
    UnknownObsession {
        /// The number.
        number: u64,
    },
    /// The obsession is closed.
    #[error("the obsession {title} is closed")]
    ObsessionClosed {
        /// What people call it.
        title: String,
    },
    /// The plan has no problem of this number.
    #[error("the plan has no problem number {number}")]
    UnknownProblem {
        /// Its place among those of the plan, counted from 1.
        number: usize,
    },
    /// Nobody has begun this import, or it is finished, discarded or too old.
    #[error("there is no import of this number in hand")]
    UnknownDraft,
    /// The import was changed in another window since it was read.
    #[error("the import was changed since it was read")]
    DraftChanged,
    /// The plan already has a baseline of this name.
    #[error("the plan already has a baseline called `{name}`")]
    BaselineTaken {
        /// The name.
        name: String,
    },
    /// The plan has no baseline of this name.
    #[error("the plan has no baseline called `{name}`")]
    UnknownBaseline {
        /// The name.
        name: String,
        /// The names it has, in the order they were made.
        known: Vec<String>,
    },
    /// The update is signed off already; a sign-off is never changed.
    #[error("the update of action {action} is already signed off by {by}")]
    SignedOff {
        /// Reference of the action.
        action: String,
        /// Who signed it off.
        by: String,
    },
    /// The plan has no update of this number.
    #[error("the plan has no update number {number}")]
    UnknownUpdate {
        /// What was asked for.
        number: u64,
    },
    /// The action has no attachment of this number.
    #[error("the action has no attachment number {number}")]
    UnknownAttachment {
        /// What was asked for.
        number: u64,
    },
    /// The plan has no report of this number, or only its hash is left.
    #[error("there is no report {number}")]
    UnknownReport {
        /// What was asked for.
        number: u64,
    },
    /// The plan has a round for the month already, or another one is open.
    #[error("there is already an update round for {}", month.format("%B %Y"))]
    RoundExists {
        /// The first day of the month of the round that is there.
        month: chrono::NaiveDate,
        /// True when it is still open.
        is_open: bool,
    },
    /// The plan has no such round, or it is closed.
    #[error("there is no open update round for {}", month.format("%B %Y"))]
    UnknownRound {
        /// The first day of the month asked for.
        month: chrono::NaiveDate,
    },

    /// The account has no such access token.
    #[error("there is no such access token")]
    UnknownAccessToken,
    /// The plan has no such saved view.
    #[error("there is no such saved view")]
    UnknownView,
    /// Writing or reading a backup file failed.
    #[error("cannot {doing} {}", path.display())]
    BackupFile {
        /// `write` or `read`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the operating system or the zip library said.
        #[source]
        source: std::io::Error,
    },
    /// A backup file is not whole or not ours.
    #[error("{} is not a whole backup: {what}", path.display())]
    BackupInvalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which part.
        what: String,
    },
    /// A backup can only be restored into an empty store.
    #[error("the store is not empty: it has {plans} plans and {audit_rows} audit rows")]
    NotEmpty {
        /// Plans it holds.
        plans: u64,
        /// Audit rows it holds.
        audit_rows: u64,
    },
    /// The history of a backup is not as it was written.
    #[error("the history in {} does not hold together: {what}", path.display())]
    BackupTampered {
        /// The file.
        path: PathBuf,
        /// The first place where the chain breaks.
        what: String,
    },
    /// Another account has the e-mail address.
    #[error("there is already an account with this e-mail address")]
    EmailTaken,
    /// There is no such account.
    #[error("there is no such account")]
    UnknownAccount,
    /// A one-time link does not work any more.
    #[error("this link has been used, has been replaced by a newer one, or is too old")]
    LinkSpent,
    /// There is no extract of this identifier.
    #[error("there is no extract {id}")]
    UnknownExtract {
        /// What was asked for.
        id: String,
    },
    /// What was asked cannot be done to the extract as it now is.
    #[error("the extract {id} is {state}, so it cannot be {wanted}")]
    ExtractState {
        /// Its identifier.
        id: String,
        /// What has become of it.
        state: &'static str,
        /// What was asked.
        wanted: &'static str,
    },
    /// No standing target of the measure is of this kind and day.
    #[error("there is no {kind} target of {measure} for {for_on}")]
    UnknownTarget {
        /// The measure.
        measure: String,
        /// Words of the kind.
        kind: &'static str,
        /// The day asked for.
        for_on: chrono::NaiveDate,
    },
    /// There is no rebase of this number.
    #[error("there is no rebase number {number}")]
    UnknownRebase {
        /// What was asked for.
        number: u64,
    },
    /// Somebody has decided on the rebase already.
    #[error("the rebase number {number} is already {decided} by {by}")]
    RebaseDecided {
        /// Its number.
        number: u64,
        /// `approved` or `refused`.
        decided: &'static str,
        /// By whom.
        by: String,
    },
    /// Who asked for a rebase may not decide on it.
    #[error("the rebase number {number} was asked for by the same person")]
    OwnRebase {
        /// Its number.
        number: u64,
    },
    /// A rebase of the same chart from the same day waits or is approved.
    #[error("there is already a rebase of {measure} from {starts_on}, number {number}")]
    RebaseExists {
        /// The measure.
        measure: String,
        /// The day.
        starts_on: chrono::NaiveDate,
        /// The number of the one that is there.
        number: u64,
    },
    /// The action and the measure are linked already, or are not.
    #[error("action {action} is {state} with the measure {measure}")]
    LinkState {
        /// Reference of the action.
        action: String,
        /// The measure.
        measure: String,
        /// `already linked` or `not linked`.
        state: &'static str,
    },
    /// The same file of published figures was loaded before.
    #[error("the file {file} is already loaded as {name}")]
    BenchmarkLoaded {
        /// Name of the file that is there.
        file: String,
        /// Name of its publication.
        name: String,
    },
    /// Another account belongs to the same person at the provider of single sign-on.
    #[error("another account already belongs to this single sign-on")]
    SubjectTaken,
}

impl Error {
    /// The stable code, such as `SL-S010`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "SL-S001",
            Self::Folder { .. } => "SL-S002",
            Self::Migrate { .. } => "SL-S003",
            Self::Newer { .. } => "SL-S004",
            Self::Query { .. } => "SL-S005",
            Self::Away { .. } => "SL-S095",
            Self::DiskFull { .. } => "SL-S096",
            Self::Busy { .. } => "SL-S097",
            Self::Unreadable { .. } => "SL-S006",
            Self::Unstorable { .. } => "SL-S007",
            Self::AlreadyImported { .. } => "SL-S010",
            Self::HandleTaken { .. } => "SL-S011",
            Self::HandleInvalid { .. } => "SL-S012",
            Self::ReferenceTwice { .. } => "SL-S013",
            Self::UnknownPlan { .. } => "SL-S020",
            Self::AmbiguousPlan { .. } => "SL-S021",
            Self::UnknownAction { .. } => "SL-S022",
            Self::Conflict { .. } => "SL-S030",
            Self::AmendmentMismatch { .. } => "SL-S031",
            Self::BaselineTaken { .. } => "SL-S032",
            Self::UnknownBaseline { .. } => "SL-S033",
            Self::SignedOff { .. } => "SL-S050",
            Self::UnknownUpdate { .. } => "SL-S051",
            Self::UnknownAttachment { .. } => "SL-S052",
            Self::RoundExists { .. } => "SL-S053",
            Self::UnknownRound { .. } => "SL-S054",

            Self::UnknownReport { .. } => "SL-S090",
            Self::UnknownView => "SL-S080",
            Self::UnknownAccessToken => "SL-S081",

            Self::EntryConflict { .. } => "SL-S070",
            Self::UnknownEntry { .. } => "SL-S071",
            Self::UnknownObsession { .. } => "SL-S072",
            Self::ObsessionClosed { .. } => "SL-S073",
            Self::UnknownDraft => "SL-S074",
            Self::DraftChanged => "SL-S075",
            Self::UnknownProblem { .. } => "SL-S076",
            Self::BackupFile { .. } => "SL-S040",
            Self::BackupInvalid { .. } => "SL-S041",
            Self::NotEmpty { .. } => "SL-S042",
            Self::BackupTampered { .. } => "SL-S043",
            Self::EmailTaken => "SL-S060",
            Self::UnknownAccount => "SL-S061",
            Self::LinkSpent => "SL-S062",
            Self::SubjectTaken => "SL-S063",
            Self::UnknownExtract { .. } => "SL-S100",
            Self::ExtractState { .. } => "SL-S101",
            Self::UnknownTarget { .. } => "SL-S120",
            Self::UnknownRebase { .. } => "SL-S121",
            Self::RebaseDecided { .. } => "SL-S122",
            Self::OwnRebase { .. } => "SL-S123",
            Self::RebaseExists { .. } => "SL-S124",
            Self::LinkState { .. } => "SL-S125",
            Self::BenchmarkLoaded { .. } => "SL-S126",
        }
    }

    /// What to do next, in one or two sentences.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Open { .. } => "Check that the path or the address is right, that the disk or the server is there, and that you may write to it.".into(),
            Self::Folder { .. } => "Choose a data directory you may write to, or create the folder first.".into(),
            Self::Migrate { .. } => "Nothing was changed. Check the free space and your rights on the database, then try again; restore the last backup if it keeps failing.".into(),
            Self::Newer { .. } => "Install the newer version of Sightline, or open another data directory.".into(),
            Self::Query { .. } => "Nothing was saved. Try again; if it keeps failing, have the history proved and a backup taken.".into(),
            Self::Away { .. } => "Nothing was saved. Wait a minute and try again; if it stays so, see that the database file is in its place or the database server runs.".into(),
            Self::DiskFull { .. } => "Nothing was saved, and nothing that was saved before is lost. Make room on the disk of the database, then try again.".into(),
            Self::Busy { .. } => "Nothing was saved. Try again in a minute; if it stays so, see which other program writes to the database.".into(),
            Self::Unreadable { .. } => "The database has been changed from outside or is damaged. Have the history proved, and restore the last backup into a new data directory.".into(),
            Self::Unstorable { .. } => "Take the character out and try again.".into(),
            Self::AlreadyImported { handle } => format!("Open the plan {handle}, or say that it is to be imported a second time."),
            Self::HandleTaken { .. } => "Choose another handle, or leave it out and one will be made.".into(),
            Self::HandleInvalid { .. } => "Use 1 to 40 small letters a to z, digits and hyphens, beginning with a letter.".into(),
            Self::ReferenceTwice { .. } => "Give one of them another reference in the document and import it again.".into(),
            Self::UnknownPlan { near, .. } if near.is_empty() => "See the list of plans.".into(),
            Self::UnknownPlan { near, .. } | Self::UnknownAction { near, .. } if !near.is_empty() => format!("Did you mean {}?", near.join(", ")),
            Self::UnknownPlan { .. } | Self::UnknownAction { .. } => "Look at the plan for its references.".into(),
            Self::AmbiguousPlan { .. } => "Give more of the handle.".into(),
            Self::Conflict { .. } => "Read the action again, then make your change on what it says now.".into(),
            Self::EntryConflict { .. } => "Read the entry again, then make your change on what it says now.".into(),
            Self::UnknownEntry { .. } => "Open the register again and choose one of its entries.".into(),
            Self::UnknownObsession { .. } => "See the list of obsessions of the plan.".into(),
            Self::ObsessionClosed { .. } => "What was said about it stays; begin another one.".into(),
            Self::UnknownProblem { .. } => "See what was noticed when the plan was imported.".into(),
            Self::UnknownDraft => "Begin again with the files: an import that is not finished is kept for 30 days.".into(),
            Self::DraftChanged => "Look at the import as it now is and answer again.".into(),
            Self::AmendmentMismatch { .. } => "An amendment keeps the reference; to renumber, withdraw the action and add a new one.".into(),
            Self::BaselineTaken { .. } => "Choose another name; a baseline is never replaced.".into(),
            Self::UnknownBaseline { known, .. } if known.is_empty() => "The plan has no baseline yet.".into(),
            Self::UnknownBaseline { known, .. } => format!("It has {}.", known.join(", ")),
            Self::SignedOff { .. } => "Look at what was said of it. To ask again, write in the discussion of the action.".into(),
            Self::UnknownUpdate { .. } | Self::UnknownAttachment { .. } => "Open the action and choose from what is there.".into(),
            Self::RoundExists { is_open: true, .. } => "Close it before another is opened.".into(),
            Self::RoundExists { is_open: false, .. } => "Choose another month; a closed round is not opened again.".into(),
            Self::UnknownRound { .. } => "See the update rounds of the plan.".into(),

            Self::UnknownAccessToken => "It may have been taken back already.".into(),
            Self::UnknownReport { .. } => "See the list of reports of the plan.".into(),
            Self::UnknownView => "It may have been deleted. Choose another one, or set the filter again.".into(),
            Self::BackupFile { .. } => "Check that the path is right, that you may write there, and the free space.".into(),
            Self::BackupInvalid { .. } => "Nothing was restored. Use another copy of the backup.".into(),
            Self::NotEmpty { .. } => "Restore into a new data directory.".into(),
            Self::BackupTampered { .. } => "Nothing was restored. The history was changed before the backup was made; use an earlier backup.".into(),
            Self::EmailTaken => "Look for it in the list of accounts, disabled ones too, or give another address.".into(),
            Self::UnknownAccount => "Look for it in the list of accounts.".into(),
            Self::LinkSpent => "Ask an administrator for a new one.".into(),
            Self::UnknownExtract { .. } | Self::ExtractState { .. } => "Look at the list of extracts: it says what has become of each.".into(),
            Self::UnknownTarget { .. } => "See the targets of the measure: it may have been taken back already.".into(),
            Self::UnknownRebase { .. } => "See the list of rebases.".into(),
            Self::RebaseDecided { .. } => "A decision is never changed. Ask for another rebase if the chart still misleads.".into(),
            Self::OwnRebase { .. } => "Ask somebody else to look at the chart and decide: a rebase takes two people.".into(),
            Self::RebaseExists { .. } => "Look at the one that is there.".into(),
            Self::LinkState { .. } => "Look at what the action is linked with.".into(),
            Self::BenchmarkLoaded { .. } => "Nothing is to be done: its values are there. A later edition is another file.".into(),
            Self::SubjectTaken => "Ask an administrator which of the two accounts is the right one.".into(),
        }
    }
}
