//! Why something could not be done.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::use_cases::plan_views::saved::LONGEST_VIEW_NAME;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be done; nothing was saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] sightline_store::Error),
    /// A document could not be read or written.
    #[error(transparent)]
    Document(#[from] sightline_documents::Error),
    /// The policy does not allow it.
    #[error("{actor} ({role}) may not {action}")]
    NotAllowed {
        /// Who asked.
        actor: String,
        /// Their role in words.
        role: &'static str,
        /// What was asked, after "may not".
        action: &'static str,
    },
    /// The store holds no plan yet.
    #[error("there is no plan yet")]
    NoPlans,
    /// There are several plans and none was named.
    #[error("there are {} plans and it is not said which one", handles.len())]
    WhichPlan {
        /// Their handles.
        handles: Vec<String>,
    },
    /// A document with errors cannot be saved.
    #[error("the document has {count} errors, so nothing was saved; the first is at {place}: {help}")]
    ImportHasErrors {
        /// How many.
        count: usize,
        /// Where the first one is.
        place: String,
        /// What the first one says.
        help: String,
    },
    /// No plan was found in the documents.
    #[error("no action was found in {files}")]
    NothingFound {
        /// Names of the files.
        files: String,
    },
    /// A heading was mapped to a field that there is not.
    #[error("`{given}` is not a field that a heading can mean")]
    UnknownField {
        /// What was given.
        given: String,
        /// The fields there are.
        known: Vec<String>,
    },
    /// The rating is not on the plan's scale.
    #[error("`{given}` is not a level of the scale {scale}")]
    UnknownRating {
        /// What was given.
        given: String,
        /// Name of the scale.
        scale: String,
        /// The levels, as `code (name)`, worst first.
        levels: Vec<String>,
    },
    /// The plan's scale rates the action only.
    #[error("the scale {scale} has no impact rating")]
    NoImpactRating {
        /// Name of the scale.
        scale: String,
    },
    /// The best level was given without what it needs.
    #[error("action {action} cannot be rated {level} yet: {} missing", missing_words(missing))]
    BlueUnsupported {
        /// Reference of the action.
        action: String,
        /// Name of the level.
        level: String,
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// An update or amendment says nothing.
    #[error("nothing is said about action {action}")]
    NothingSaid {
        /// Reference of the action.
        action: String,
    },
    /// A day in the future.
    #[error("{on} is still to come")]
    FutureDay {
        /// The day given.
        on: NaiveDate,
    },
    /// The plan has no action with this reference.
    #[error("the plan {plan} has no action {reference}")]
    UnknownAction {
        /// Handle of the plan.
        plan: String,
        /// What was asked for.
        reference: String,
        /// References that come near.
        near: Vec<String>,
    },
    /// The action is no longer live.
    #[error("action {reference} is {state}")]
    NotLive {
        /// Reference of the action.
        reference: String,
        /// Its state in words.
        state: String,
    },
    /// The reference asked for a new action is in use.
    #[error("there is already an action {reference}")]
    ReferenceTaken {
        /// The reference.
        reference: String,
    },
    /// The plan has no priority with this reference.
    #[error("the plan has no priority {reference}")]
    UnknownPriority {
        /// What was asked for.
        reference: String,
        /// The ones it has.
        known: Vec<String>,
    },
    /// The priority has no aim with this reference.
    #[error("priority {priority} has no aim {reference}")]
    UnknownAim {
        /// What was asked for.
        reference: String,
        /// The priority.
        priority: String,
        /// The ones it has.
        known: Vec<String>,
    },
    /// Actions were added, moved or taken out while somebody put them in order.
    #[error("the actions of priority {priority} have changed since they were listed")]
    OrderChanged {
        /// The priority.
        priority: String,
    },
    /// The amendment of a register has no reason.
    #[error("the change of the {register} has no reason")]
    EntryWithoutReason {
        /// What the entry is, such as `post`.
        register: &'static str,
    },
    /// An entry of a register has no name.
    #[error("the {register} has no name")]
    EntryNameless {
        /// What the entry is, such as `post`.
        register: &'static str,
    },
    /// The name of an entry is in use.
    #[error("there is already a {register} {name}")]
    EntryTaken {
        /// What the entry is, such as `post`.
        register: &'static str,
        /// The name.
        name: String,
    },
    /// The change leaves the entry as it is.
    #[error("the {register} already says that")]
    EntryUnchanged {
        /// What the entry is, such as `post`.
        register: &'static str,
    },
    /// An entry cannot be taken out while something stands under it.
    #[error("{actions} actions stand under the {register} {name}")]
    EntryInUse {
        /// What the entry is, such as `priority`.
        register: &'static str,
        /// What it is called.
        name: String,
        /// How many live actions.
        actions: usize,
    },
    /// An entry keeps the reference that actions name it by.
    #[error("the {register} {name} cannot get another reference")]
    EntryRenumbered {
        /// What the entry is, such as `priority`.
        register: &'static str,
        /// Its reference.
        name: String,
    },
    /// Something ends before it begins.
    #[error("it ends on {to}, before it begins on {from}")]
    EndsBeforeStart {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// An obsession lacks what it needs.
    #[error("the obsession has no {what}")]
    ObsessionIncomplete {
        /// What is missing, such as `action`.
        what: &'static str,
    },
    /// A check-in tells of a day on which the obsession does not run.
    #[error("{on} is not a day of the obsession")]
    OutsideObsession {
        /// The day given.
        on: NaiveDate,
        /// First day of the obsession.
        from: NaiveDate,
        /// Last day of the obsession.
        to: NaiveDate,
    },
    /// The import in hand has no question of this number.
    #[error("the import has no question {number}")]
    UnknownQuestion {
        /// The number.
        number: usize,
    },
    /// A correction names something that the draft does not have.
    #[error("the plan as read has no {item} with a {field} to correct")]
    UnknownItem {
        /// The item, such as `action 1.1`.
        item: String,
        /// The field, such as `leads`.
        field: String,
    },
    /// What was given as a correction cannot be read.
    #[error("`{value}` cannot be the {field} of {item}")]
    CorrectionUnreadable {
        /// The item, such as `action 1.1`.
        item: String,
        /// The field, such as `rating`.
        field: &'static str,
        /// What was given.
        value: String,
        /// What can be given.
        help: String,
    },
    /// A correction changes nothing.
    #[error("nothing is corrected")]
    NothingCorrected,
    /// The files of an import are more than is taken at once.
    #[error("the files hold {size_mib} MiB together; at most {limit_mib} MiB are taken at once")]
    FilesTooLarge {
        /// Their size in mebibytes, rounded up.
        size_mib: u64,
        /// The limit in mebibytes.
        limit_mib: u64,
    },
    /// An import is begun without a file.
    #[error("no file was chosen")]
    NoFiles,
    /// No milestone of the action is meant.
    #[error("action {action} has no open milestone `{text}`")]
    UnknownMilestone {
        /// Reference of the action.
        action: String,
        /// What was asked for.
        text: String,
        /// The open ones.
        open: Vec<String>,
    },
    /// A reason is missing.
    #[error("the amendment of action {action} has no reason")]
    NoReason {
        /// Reference of the action.
        action: String,
    },
    /// The change leaves the action as it is.
    #[error("action {action} already says that")]
    NoChange {
        /// Reference of the action.
        action: String,
    },
    /// A view cannot be saved without a name, or under so long a one.
    #[error("the view has no name, or one that is too long")]
    ViewName,
    /// One person has as many views of a plan as there may be.
    #[error("there are too many saved views")]
    TooManyViews,
    /// The words cannot be read as a timescale.
    #[error("`{raw}` cannot be read as a date or timescale")]
    UnreadableTimescale {
        /// The words.
        raw: String,
    },
    /// The file's ending is not one that can be written.
    #[error("{} cannot be written", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// The endings that can be written.
        known: &'static str,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} {}", path.display())]
    File {
        /// `read`, `write`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// A later update has taken the place of the one to be signed off.
    #[error("a later update of action {action} has come since you opened this page")]
    UpdateReplaced {
        /// Reference of the action.
        action: String,
    },
    /// Whoever recorded an update may not sign it off.
    #[error("you recorded this update of action {action} yourself, so somebody else has to sign it off")]
    OwnUpdate {
        /// Reference of the action.
        action: String,
    },
    /// An update is sent back without a question.
    #[error("the update of action {action} cannot be sent back without a question")]
    NoQuestion {
        /// Reference of the action.
        action: String,
    },
    /// A contribution to a discussion without words.
    #[error("nothing is written")]
    NothingWritten,
    /// A text is longer than is kept.
    #[error("{what} is longer than {limit} letters")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// The most letters.
        limit: usize,
    },
    /// A file is larger than is kept.
    #[error("the file is larger than {limit_mb} MB")]
    FileTooLarge {
        /// The most, in megabytes.
        limit_mb: u64,
    },
    /// A file is not of a kind that may be attached.
    #[error("the file cannot be attached: it is {found}")]
    FileNotAllowed {
        /// What it is instead.
        found: String,
    },
    /// The check for viruses failed, or found something.
    #[error("the file cannot be attached: {found}")]
    FileUnsafe {
        /// What the check said.
        found: String,
    },
    /// A round that would be due before it begins.
    #[error("{due_on} is before the round for {} begins", month.format("%B %Y"))]
    RoundDueTooEarly {
        /// The first day of the round's month.
        month: NaiveDate,
        /// The day given.
        due_on: NaiveDate,
    },
    /// No mail server is set.
    #[error("no mail server is set, so nothing can be sent")]
    NoMail,
    /// The settings of the mail server cannot be used.
    #[error("the mail settings cannot be used: {what}")]
    MailSettings {
        /// What is wrong with them.
        what: String,
    },
    /// Nobody can be signed in with what was given.
    #[error("the e-mail address or the password is not right")]
    SignInRefused,
    /// The code of the second factor was not given in time.
    #[error("signing in took too long")]
    SignInOver,
    /// The code of the second factor is wrong, or was taken before.
    #[error("the code is not right")]
    CodeRefused,
    /// A password that cannot be chosen.
    #[error("this cannot be the password: {why}")]
    PasswordUnfit {
        /// Why not, after "because".
        why: &'static str,
    },
    /// Not the caller's password.
    #[error("this is not your present password")]
    PasswordWrong,
    /// Not an e-mail address.
    #[error("this is not an e-mail address")]
    EmailUnfit,
    /// An account without a name, or with one too long.
    #[error("an account needs a name of at most 100 characters")]
    NameMissing,
    /// An inspector's account without an end.
    #[error("an inspector's account needs a last day")]
    LastDayNeeded,
    /// Nobody would be left who can manage accounts.
    #[error("nobody else can manage accounts")]
    LastAdministrator,
    /// The account is disabled or its last day is over.
    #[error("the account is closed")]
    AccountClosed,
    /// The caller has no account.
    #[error("the operator at the machine itself has no account")]
    NoOwnAccount,
    /// The account has no second factor, or none was offered.
    #[error("there is no second factor")]
    NoSecondFactor,
    /// An access token cannot be made so.
    #[error("the access token cannot be made: {what}")]
    TokenUnfit {
        /// What is wrong.
        what: &'static str,
    },
    /// A kept form that is not there.
    #[error("the form is no longer kept")]
    KeptFormGone,
    /// Somebody the provider of single sign-on knows, and we do not.
    #[error("there is no account for this single sign-on")]
    NoAccountForIdentity,
    /// A password could not be kept or tried.
    #[error("the password could not be worked on")]
    Hashing,
    /// A paper could not be typeset.
    #[error("the paper could not be written as {format}")]
    PaperFailed {
        /// The format in words.
        format: &'static str,
    },
    /// A setting cannot be taken.
    #[error("the setting cannot be taken: {what}")]
    SettingRefused {
        /// What is wrong with it, as a sentence.
        what: String,
    },
    /// The built-in demonstration is not as it should be.
    #[error("the demonstration cannot be replayed: {what}")]
    Demonstration {
        /// What is wrong with it.
        what: String,
    },
}

/// Something that the best level of a scale needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// What it rests on.
    Evidence,
    /// What happened.
    Note,
    /// How it is going to last.
    Sustained,
    /// A milestone that is not complete.
    Milestone(String),
}

impl Missing {
    fn words(&self) -> String {
        match self {
            Self::Evidence => "the evidence".to_owned(),
            Self::Note => "a note of what happened".to_owned(),
            Self::Sustained => "how it is going to last".to_owned(),
            Self::Milestone(text) => format!("the milestone `{text}`"),
        }
    }
}

fn missing_words(missing: &[Missing]) -> String {
    let words: Vec<String> = missing.iter().map(Missing::words).collect();
    let verb = if words.len() == 1 { "is" } else { "are" };
    let listed = match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    format!("{listed} {verb}")
}

/// What kind of thing went wrong, for a front door that answers in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The policy does not allow it.
    Forbidden,
    /// It is not there, or the caller may not know of it.
    NotFound,
    /// Somebody else was first.
    Conflict,
    /// What was asked for cannot be done as it was asked.
    Refused,
    /// The database cannot be reached.
    Unavailable,
    /// A fault that the caller can do nothing about.
    Fault,
}

impl Error {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        use sightline_store::Error as StoreError;
        match self {
            Self::NotAllowed { .. } | Self::OwnUpdate { .. } => ErrorKind::Forbidden,
            Self::UnknownAction { .. } | Self::NoPlans | Self::KeptFormGone | Self::UnknownQuestion { .. } => {
                ErrorKind::NotFound
            }
            Self::OrderChanged { .. } | Self::EntryTaken { .. } | Self::UpdateReplaced { .. } => ErrorKind::Conflict,
            Self::Store(error) => match error {
                StoreError::UnknownPlan { .. }
                | StoreError::UnknownAction { .. }
                | StoreError::UnknownBaseline { .. }
                | StoreError::UnknownUpdate { .. }
                | StoreError::UnknownAttachment { .. }
                | StoreError::UnknownRound { .. }
                | StoreError::UnknownEntry { .. }
                | StoreError::UnknownObsession { .. }
                | StoreError::UnknownDraft
                | StoreError::UnknownProblem { .. }
                | StoreError::UnknownView
                | StoreError::UnknownReport { .. }
                | StoreError::UnknownAccessToken
                | StoreError::UnknownAccount => ErrorKind::NotFound,
                StoreError::Conflict { .. }
                | StoreError::EntryConflict { .. }
                | StoreError::DraftChanged
                | StoreError::ObsessionClosed { .. }
                | StoreError::HandleTaken { .. }
                | StoreError::BaselineTaken { .. }
                | StoreError::SignedOff { .. }
                | StoreError::RoundExists { .. }
                | StoreError::EmailTaken
                | StoreError::SubjectTaken => ErrorKind::Conflict,
                StoreError::Open { .. } | StoreError::Query { .. } => ErrorKind::Unavailable,
                StoreError::Folder { .. }
                | StoreError::Migrate { .. }
                | StoreError::Newer { .. }
                | StoreError::Unreadable { .. }
                | StoreError::BackupTampered { .. } => ErrorKind::Fault,
                _ => ErrorKind::Refused,
            },
            Self::File { .. } | Self::Demonstration { .. } | Self::PaperFailed { .. } | Self::Hashing => {
                ErrorKind::Fault
            }
            _ => ErrorKind::Refused,
        }
    }

    /// The stable code, such as `SL-A010`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Document(error) => error.code(),
            Self::NotAllowed { .. } => "SL-A001",
            Self::NoPlans => "SL-A002",
            Self::WhichPlan { .. } => "SL-A003",
            Self::ImportHasErrors { .. } => "SL-A004",
            Self::NothingFound { .. } => "SL-A005",
            Self::UnknownField { .. } => "SL-A006",
            Self::UnknownRating { .. } => "SL-A010",
            Self::NoImpactRating { .. } => "SL-A011",
            Self::BlueUnsupported { .. } => "SL-A012",
            Self::NothingSaid { .. } => "SL-A013",
            Self::FutureDay { .. } => "SL-A014",
            Self::UnknownAction { .. } => "SL-A015",
            Self::NotLive { .. } => "SL-A016",
            Self::ReferenceTaken { .. } => "SL-A020",
            Self::UnknownPriority { .. } => "SL-A021",
            Self::UnknownMilestone { .. } => "SL-A022",
            Self::NoReason { .. } => "SL-A023",
            Self::NoChange { .. } => "SL-A024",
            Self::UnreadableTimescale { .. } => "SL-A025",
            Self::UnknownAim { .. } => "SL-A200",
            Self::OrderChanged { .. } => "SL-A201",
            Self::EntryWithoutReason { .. } => "SL-A202",
            Self::EntryNameless { .. } => "SL-A203",
            Self::EntryTaken { .. } => "SL-A204",
            Self::EntryUnchanged { .. } => "SL-A205",
            Self::EntryInUse { .. } => "SL-A206",
            Self::EntryRenumbered { .. } => "SL-A207",
            Self::EndsBeforeStart { .. } => "SL-A208",
            Self::ObsessionIncomplete { .. } => "SL-A209",
            Self::OutsideObsession { .. } => "SL-A210",
            Self::UnknownQuestion { .. } => "SL-A211",
            Self::UnknownItem { .. } => "SL-A212",
            Self::CorrectionUnreadable { .. } => "SL-A213",
            Self::NothingCorrected => "SL-A214",
            Self::FilesTooLarge { .. } => "SL-A215",
            Self::NoFiles => "SL-A216",
            Self::UnknownFormat { .. } => "SL-A030",
            Self::File { .. } => "SL-A031",
            Self::PaperFailed { .. } => "SL-A221",
            Self::SettingRefused { .. } => "SL-A220",
            Self::Demonstration { .. } => "SL-A040",
            Self::UpdateReplaced { .. } => "SL-A050",
            Self::OwnUpdate { .. } => "SL-A051",
            Self::NoQuestion { .. } => "SL-A052",
            Self::NothingWritten => "SL-A053",
            Self::TooLong { .. } => "SL-A054",
            Self::FileTooLarge { .. } => "SL-A055",
            Self::FileNotAllowed { .. } => "SL-A056",
            Self::FileUnsafe { .. } => "SL-A057",
            Self::RoundDueTooEarly { .. } => "SL-A058",
            Self::NoMail => "SL-A059",
            Self::MailSettings { .. } => "SL-A049",
            Self::SignInRefused => "SL-A060",
            Self::SignInOver => "SL-A061",
            Self::CodeRefused => "SL-A062",
            Self::PasswordUnfit { .. } => "SL-A063",
            Self::PasswordWrong => "SL-A064",
            Self::EmailUnfit => "SL-A065",
            Self::NameMissing => "SL-A066",
            Self::LastDayNeeded => "SL-A067",
            Self::LastAdministrator => "SL-A068",
            Self::AccountClosed => "SL-A069",
            Self::NoOwnAccount => "SL-A130",
            Self::NoSecondFactor => "SL-A131",
            Self::KeptFormGone => "SL-A132",
            Self::Hashing => "SL-A133",
            Self::TokenUnfit { .. } => "SL-A135",
            Self::NoAccountForIdentity => "SL-A134",
            Self::ViewName => "SL-A120",
            Self::TooManyViews => "SL-A121",
        }
    }

    /// What to do next, in one or two sentences.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Store(error) => error.help(),
            Self::Document(error) => error.help(),
            Self::NotAllowed { .. } => "Ask the programme manager to do it, or to give you the role that may.".to_owned(),
            Self::NoPlans => "Import one with `sightline plan import FILE`, or look at the demonstration with `sightline demo`.".to_owned(),
            Self::WhichPlan { handles } => format!("Say which with `--plan`: {}.", shortened(handles)),
            Self::ImportHasErrors { .. } => "See all of them with `sightline plan import FILE --dry-run`, put them right in the document and import it again.".to_owned(),
            Self::NothingFound { .. } => "A plan needs a table with a column for the action. If the column has an unusual heading, say what it is, for example `--map \"What we will do=action\"`.".to_owned(),
            Self::UnknownField { known, .. } => format!("The fields are {}.", known.join(", ")),
            Self::UnknownRating { levels, .. } => format!("Use one of: {}.", levels.join(", ")),
            Self::NoImpactRating { .. } => "Leave the impact rating out.".to_owned(),
            Self::BlueUnsupported { missing, .. } => blue_help(missing),
            Self::NothingSaid { .. } => "Give a rating, a note, a forecast or evidence.".to_owned(),
            Self::FutureDay { .. } => "Give a day up to today; what is expected goes into the forecast (`--forecast`).".to_owned(),
            Self::UnknownAction { plan, near, .. } if near.is_empty() => format!("See `sightline plan show {plan}` for its references."),
            Self::UnknownAction { near, .. } => format!("Did you mean {}?", near.join(", ")),
            Self::NotLive { .. } => "Choose a live action; what was withdrawn, merged or split stays as it was.".to_owned(),
            Self::ReferenceTaken { .. } => "Choose a reference that the plan does not have; references are never used again.".to_owned(),
            Self::UnknownAim { known, .. } if known.is_empty() => "It has no aims: leave the aim out.".to_owned(),
            Self::UnknownPriority { known, .. } | Self::UnknownAim { known, .. } => {
                format!("It has {}.", shortened(known))
            }
            Self::OrderChanged { .. } => "Look at the list as it now is and put it in order again.".to_owned(),
            Self::EntryWithoutReason { .. } => "Say why; it is shown wherever the change is.".to_owned(),
            Self::EntryNameless { .. } => "Give it the name that people know it by.".to_owned(),
            Self::EntryTaken { .. } => "Change the one that is there, or choose a name that tells the two apart.".to_owned(),
            Self::EntryUnchanged { .. } | Self::NothingCorrected => "Change something, or say that it is right as it is.".to_owned(),
            Self::EntryInUse { .. } => "Move or withdraw its actions first.".to_owned(),
            Self::EntryRenumbered { .. } => "Actions name it by its reference, so that stays; change its title instead.".to_owned(),
            Self::EndsBeforeStart { .. } => "Correct one of the two days.".to_owned(),
            Self::ObsessionIncomplete { .. } => "An obsession needs a title, an aim, a measure with its baseline, somebody who answers for it, and at least one action of the plan.".to_owned(),
            Self::OutsideObsession { from, to, .. } => format!("Give a day from {} to {}.", from.format("%-d %B %Y"), to.format("%-d %B %Y")),
            Self::UnknownQuestion { .. } => "Go back to the list of what to look at: reading the files again may have changed it.".to_owned(),
            Self::UnknownItem { .. } => "Choose what is to be corrected again: reading the files again may have changed it.".to_owned(),
            Self::CorrectionUnreadable { help, .. } => help.clone(),
            Self::FilesTooLarge { .. } => "Leave out what is not part of the plan, or import a smaller copy without pictures.".to_owned(),
            Self::NoFiles => "Choose the file that holds the plan.".to_owned(),
            Self::UnknownMilestone { open, .. } if open.is_empty() => "It has no open milestone.".to_owned(),
            Self::UnknownMilestone { open, .. } => format!("Open milestones: {}.", open.join("; ")),
            Self::NoReason { .. } => "Say why with `--reason`; it is shown wherever the change is.".to_owned(),
            Self::NoChange { .. } => "Nothing needs to be recorded.".to_owned(),
            Self::ViewName => format!("Give it a name of at most {LONGEST_VIEW_NAME} letters."),
            Self::TooManyViews => "Delete one that is no longer needed, or save under a name you have used before.".to_owned(),
            Self::UnreadableTimescale { .. } => "Write it as in a plan: `31 March 2027`, `Mar 27`, `quarterly`, `ongoing` or `TBC`.".to_owned(),
            Self::UnknownFormat { known, .. } => format!("Give the file one of these endings: {known}."),
            Self::File { .. } => "Check that the path is right, that you may use it, and the free space.".to_owned(),
            Self::UpdateReplaced { .. } => "Open the action again and look at what it says now.".to_owned(),
            Self::OwnUpdate { .. } => "Ask another sponsor of the priority to accept it or send it back.".to_owned(),
            Self::NoQuestion { .. } => "Say what you want to know; the lead sees it on the home page.".to_owned(),
            Self::NothingWritten => "Write something first.".to_owned(),
            Self::TooLong { .. } => "Shorten it, or attach a document.".to_owned(),
            Self::FileTooLarge { .. } => "Make it smaller, or attach the pages that matter.".to_owned(),
            Self::FileNotAllowed { .. } => format!("These can be attached: {}. Save it as one of them.", sightline_documents::attachment::KINDS_IN_WORDS),
            Self::FileUnsafe { .. } => "Nothing was kept. Ask your IT service desk to look at the file.".to_owned(),
            Self::RoundDueTooEarly { .. } => "Give a day in the month or after it.".to_owned(),
            Self::NoMail => "Set `mail.host` and `mail.from` in sightline.toml and start Sightline again; until then, write to people yourself.".to_owned(),
            Self::MailSettings { .. } => "Put the settings under `[mail]` in sightline.toml right; `sightline config check` tries them.".to_owned(),
            Self::SignInRefused => "Check both and try again. After too many wrong tries an account is locked, and one that nobody used for a long time is disabled: ask your administrator.".to_owned(),
            Self::SignInOver => "Sign in again from the beginning.".to_owned(),
            Self::CodeRefused => "Wait for the next code in your app and give that one; each is taken once. Or use a recovery code.".to_owned(),
            Self::PasswordUnfit { .. } => "Choose 12 to 128 characters, of any alphabet; several words that only you would put together are easy to remember.".to_owned(),
            Self::PasswordWrong => "Give the password that you signed in with.".to_owned(),
            Self::EmailUnfit => "Write it as in name@council.gov.uk.".to_owned(),
            Self::NameMissing => "Give the name that others know this person by.".to_owned(),
            Self::LastDayNeeded => "Give the last day of the inspection; the account closes by itself after it.".to_owned(),
            Self::LastAdministrator => "Give somebody else the role of administrator first.".to_owned(),
            Self::AccountClosed => "Enable it, or give it a later last day, first.".to_owned(),
            Self::NoOwnAccount => "Sign in with an account of your own.".to_owned(),
            Self::NoSecondFactor => "Begin again on the page of your account.".to_owned(),
            Self::KeptFormGone => "Open the page again and fill the form in anew.".to_owned(),
            Self::TokenUnfit { .. } => "Give it a name and a last day, and make it again.".to_owned(),
            Self::NoAccountForIdentity => "Ask your programme manager or administrator to make an account with your e-mail address.".to_owned(),
            Self::Hashing => "Nothing was changed. Try again; if it keeps failing, the account needs a new password.".to_owned(),
            Self::PaperFailed { .. } => "This is a fault of Sightline; please report it. The other formats may work.".to_owned(),
            Self::SettingRefused { .. } => "Nothing was changed. Put it right and save again.".to_owned(),
            Self::Demonstration { .. } => "This is a fault of Sightline; please report it.".to_owned(),
        }
    }
}

fn blue_help(missing: &[Missing]) -> String {
    let options: Vec<&str> = missing
        .iter()
        .map(|part| match part {
            Missing::Evidence => "name the evidence with `--evidence`",
            Missing::Note => "say what happened with `--note`",
            Missing::Sustained => "say how it will last with `--sustained`",
            Missing::Milestone(_) => "record the milestone with `sightline plan amend ACTION --milestone-done TEXT`",
        })
        .collect();
    let mut once = Vec::new();
    for option in options {
        if !once.contains(&option) {
            once.push(option);
        }
    }
    format!(
        "The best level is for what is complete, evidenced and going to last: {}. Otherwise choose the level below it.",
        once.join("; ")
    )
}

fn shortened(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(8).map(String::as_str).collect();
    let rest = names.len().saturating_sub(shown.len());
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unsupported_blue_names_what_is_missing_and_how_to_give_it() {
        let error = Error::BlueUnsupported {
            action: "1.2".to_owned(),
            level: "Blue".to_owned(),
            missing: vec![Missing::Evidence, Missing::Sustained],
        };
        assert_eq!(
            error.to_string(),
            "action 1.2 cannot be rated Blue yet: the evidence and how it is going to last are missing"
        );
        assert!(error.help().contains("--evidence") && error.help().contains("--sustained"));
    }
}
