//! Why something could not be done.

mod answer;
mod board;
mod definition;
mod evidence;
mod import;
mod missing;
mod pack;

use std::path::PathBuf;

use chrono::NaiveDate;

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
    /// Children's records could not be read, written or opened.
    #[error(transparent)]
    Records(#[from] sightline_records::Error),
    /// A measure or a case list is not there, or could not be asked.
    #[error(transparent)]
    Engine(#[from] sightline_engine::Error),
    /// A measure or a case list could not be worked out.
    #[error("it could not be worked out: {what} ({code})")]
    NotCounted {
        /// The stable code.
        code: &'static str,
        /// What went wrong; names no child.
        what: String,
    },
    /// A definition cannot be made, or a measure cannot be asked in this way.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// Evidence cannot be given, accepted or concluded from in this way.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// Something of a pack or a highlight report is not there, or cannot be.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// An import in hand cannot be answered or corrected like that.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Something of a board is not there, or cannot be.
    #[error(transparent)]
    Board(#[from] BoardError),
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
    /// No challenge to the plan has this identifier today.
    #[error("there is no such challenge to the plan today")]
    UnknownChallenge,
    /// A challenge is no longer what it was when somebody began to answer it.
    #[error("the challenge has changed since you opened this page")]
    ChallengeChanged,
    /// A challenge of this kind is not answered like that.
    #[error("the challenge cannot be answered like that")]
    ReplyUnfit {
        /// Codes of the replies that it takes.
        replies: Vec<&'static str>,
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
    /// Something in the database was sealed with a key that is not given.
    #[error("the key does not fit: sealed with the key {sealed_with}, and given is {given}")]
    KeyDoesNotFit {
        /// Name of the key it was sealed with.
        sealed_with: String,
        /// Name of the key that was given.
        given: String,
    },
    /// Something is to be sealed or opened, and no key was given at the start.
    #[error("there is no key")]
    NoKey,
    /// There is no place for extracts.
    #[error("no folder is set that extracts of children’s records could lie in")]
    NoPlaceForExtracts,
    /// No extract is published.
    #[error("no extract of children’s records is in force")]
    NoExtractInForce,
    /// No extract has this name, or several have.
    #[error("there is no single extract called `{name}`")]
    UnknownExtract {
        /// What was asked for.
        name: String,
    },
    /// No data quality report that is made and still kept has this name.
    #[error("there is no such data quality report any longer")]
    UnknownQualityPaper,
    /// Somebody else is loading.
    #[error("children’s records are being loaded by somebody else")]
    LoadUnderWay,
    /// Nothing was given to load.
    #[error("no file of children’s records was given")]
    NothingToLoad,
    /// The files of an upload are larger than is kept in memory.
    #[error("the files are larger than {limit_mb} MB together")]
    UploadTooLarge {
        /// The most, in megabytes.
        limit_mb: u64,
    },
    /// The records of an extract are destroyed.
    #[error("the records of the extract {id} are destroyed")]
    RecordsDestroyed {
        /// Identifier of the extract.
        id: String,
    },
    /// The files in an extract's folder are not those that were published.
    #[error("the files of the extract {id} are not those that were loaded")]
    ExtractReplaced {
        /// Identifier of the extract.
        id: String,
    },
    /// There is no extract before it that it could be compared with.
    #[error("there is no extract before {id} to compare it with")]
    NothingBefore {
        /// Identifier of the extract.
        id: String,
    },
    /// No reason was given for what leaves one in the history.
    #[error("no reason is given to {to}")]
    ReasonNeeded {
        /// What the reason is for.
        to: &'static str,
    },
    /// A reason that names the child.
    #[error("the reason names the child")]
    ReasonNamesChild,
    /// The records hold no such child, or none whom the caller may see.
    #[error("no child of this identifier is in the records that you may see")]
    UnknownChild,
    /// A child's journey was opened too long ago, or by somebody else.
    #[error("this journey is closed")]
    JourneyClosed,
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
    /// Not the id of a measure.
    #[error("`{name}` is not the id of a measure")]
    NotAMeasure {
        /// What was given.
        name: String,
    },
    /// Words that have to be given are missing.
    #[error("{what} is missing")]
    WordsNeeded {
        /// Which words.
        what: &'static str,
    },
    /// A target that is no number.
    #[error("`{value}` is no number that a measure can reach")]
    NotATarget {
        /// What was given.
        value: String,
    },
    /// A target of the same kind, day and value stands already.
    #[error("this target stands already")]
    TargetStands,
    /// Published figures hold no measure of this key.
    #[error("no published figures of `{key}` are loaded")]
    UnknownBenchmark {
        /// What was asked for.
        key: String,
        /// Keys that come near; at most five.
        near: Vec<String>,
    },
    /// Reading files broke off.
    #[error("the files could not be read to the end")]
    ReadingBroke,
    /// A setting of the council names an area that there is not.
    #[error("the setting {setting} is {code}, which is the code of no authority or region of today")]
    CouncilSetting {
        /// The setting, such as `council.authority`.
        setting: &'static str,
        /// What it says.
        code: String,
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

pub use answer::ErrorKind;
pub use board::BoardError;
pub use definition::DefinitionError;
pub use evidence::EvidenceError;
pub use import::ImportError;
pub use missing::Missing;
pub use pack::PackError;

use missing::missing_words;
