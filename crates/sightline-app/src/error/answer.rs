//! What is said of an error: its kind, its code, what to do next.

use super::{BoardError, Error, EvidenceError, ImportError, Missing};
use sightline_domain::verdict::BlueLack;

use crate::use_cases::plan_views::saved::LONGEST_VIEW_NAME;

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
            Self::Pack(error) => error.kind(),
            Self::NotAllowed { .. } | Self::OwnUpdate { .. } => ErrorKind::Forbidden,
            Self::UnknownAction { .. }
            | Self::NoPlans
            | Self::KeptFormGone
            | Self::Import(ImportError::UnknownQuestion { .. })
            | Self::Board(BoardError::UnknownBody { .. } | BoardError::Unknown { .. })
            | Self::Engine(sightline_engine::Error::NotFound { .. })
            | Self::UnknownExtract { .. }
            | Self::NoExtractInForce
            | Self::UnknownQualityPaper
            | Self::NothingBefore { .. }
            | Self::RecordsDestroyed { .. }
            | Self::UnknownBenchmark { .. }
            | Self::UnknownChallenge
            | Self::JourneyClosed => ErrorKind::NotFound,
            Self::Evidence(error) => match error {
                EvidenceError::OwnEvidence => ErrorKind::Forbidden,
                EvidenceError::UnknownEvidence { .. }
                | EvidenceError::UnknownSuccessMeasure
                | EvidenceError::NoImpactTest { .. } => ErrorKind::NotFound,
                EvidenceError::Answered { .. } | EvidenceError::TakenBack { .. } => ErrorKind::Conflict,
                _ => ErrorKind::Refused,
            },
            Self::OrderChanged { .. }
            | Self::EntryTaken { .. }
            | Self::UpdateReplaced { .. }
            | Self::ChallengeChanged
            | Self::Board(BoardError::Over)
            | Self::LoadUnderWay => ErrorKind::Conflict,
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
                | StoreError::UnknownExtract { .. }
                | StoreError::UnknownTarget { .. }
                | StoreError::UnknownRebase { .. }
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
                | StoreError::ExtractState { .. }
                | StoreError::RebaseDecided { .. }
                | StoreError::RebaseExists { .. }
                | StoreError::LinkState { .. }
                | StoreError::BenchmarkLoaded { .. }
                | StoreError::SubjectTaken => ErrorKind::Conflict,
                StoreError::OwnRebase { .. } => ErrorKind::Forbidden,
                StoreError::Open { .. }
                | StoreError::Query { .. }
                | StoreError::Away { .. }
                | StoreError::DiskFull { .. }
                | StoreError::Busy { .. } => ErrorKind::Unavailable,
                StoreError::Folder { .. }
                | StoreError::Migrate { .. }
                | StoreError::Newer { .. }
                | StoreError::Unreadable { .. }
                | StoreError::BackupTampered { .. } => ErrorKind::Fault,
                _ => ErrorKind::Refused,
            },
            Self::File { .. }
            | Self::ReadingBroke
            | Self::Demonstration { .. }
            | Self::PaperFailed { .. }
            | Self::Hashing
            | Self::KeyDoesNotFit { .. }
            | Self::NoKey
            | Self::NoPlaceForExtracts
            | Self::ExtractReplaced { .. } => ErrorKind::Fault,
            _ => ErrorKind::Refused,
        }
    }

    /// The stable code, such as `SL-A010`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Document(error) => error.code(),
            Self::Records(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::NotCounted { code, .. } => code,
            Self::NoPlaceForExtracts => "SL-A240",
            Self::NoExtractInForce => "SL-A241",
            Self::UnknownExtract { .. } => "SL-A242",
            Self::LoadUnderWay => "SL-A243",
            Self::Definition(error) => error.code(),
            Self::Evidence(error) => error.code(),
            Self::Pack(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Board(error) => error.code(),
            Self::UnknownQualityPaper => "SL-A285",
            Self::NothingToLoad => "SL-A244",
            Self::UploadTooLarge { .. } => "SL-A245",
            Self::RecordsDestroyed { .. } => "SL-A246",
            Self::ExtractReplaced { .. } => "SL-A247",
            Self::NothingBefore { .. } => "SL-A248",
            Self::ReasonNeeded { .. } => "SL-A249",
            Self::ReasonNamesChild => "SL-A250",
            Self::UnknownChild => "SL-A251",
            Self::JourneyClosed => "SL-A252",
            Self::NotAMeasure { .. } => "SL-A290",
            Self::WordsNeeded { .. } => "SL-A291",
            Self::NotATarget { .. } => "SL-A292",
            Self::TargetStands => "SL-A293",
            Self::UnknownBenchmark { .. } => "SL-A294",
            Self::ReadingBroke => "SL-A295",
            Self::CouncilSetting { .. } => "SL-A297",
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
            Self::UnknownFormat { .. } => "SL-A030",
            Self::File { .. } => "SL-A031",
            Self::Demonstration { .. } => "SL-A040",
            Self::PaperFailed { .. } => "SL-A221",
            Self::SettingRefused { .. } => "SL-A220",
            Self::UpdateReplaced { .. } => "SL-A050",
            Self::OwnUpdate { .. } => "SL-A051",
            Self::NoQuestion { .. } => "SL-A052",
            Self::NothingWritten => "SL-A053",
            Self::TooLong { .. } => "SL-A054",
            Self::UnknownChallenge => "SL-A390",
            Self::ChallengeChanged => "SL-A391",
            Self::ReplyUnfit { .. } => "SL-A392",
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
            Self::KeyDoesNotFit { .. } => "SL-A230",
            Self::NoKey => "SL-A231",
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
            Self::Engine(error) => crate::explain::explain(error.code()).map(|page| page.help).unwrap_or_default(),
            Self::NotCounted { code, .. } => crate::explain::explain(code).map(|page| page.help).unwrap_or_default(),
            Self::Records(error) => crate::explain::explain(error.code()).map(|page| page.help).unwrap_or_default(),
            Self::NoPlaceForExtracts => "Give the data directory that extracts are to lie in.".to_owned(),
            Self::NoExtractInForce => "Load one and publish it first.".to_owned(),
            Self::UnknownExtract { .. } => "Give the whole identifier as the list of extracts has it, or letters that only one ends with.".to_owned(),
            Self::Definition(error) => error.help(),
            Self::Evidence(error) => error.help(),
            Self::Pack(error) => error.help(),
            Self::Import(error) => error.help(),
            Self::Board(error) => error.help(),
            Self::UnknownQualityPaper => "Order it again on the page of data quality.".to_owned(),
            Self::LoadUnderWay => "Wait until it is done: one load is made at a time, so that none is made on what another replaces.".to_owned(),
            Self::NothingToLoad => "Choose the files of Annex A, SSDA903, the children in need census or SSD; several together are one load.".to_owned(),
            Self::UploadTooLarge { .. } => "Load them at the machine itself with the command line, where files are read from disk.".to_owned(),
            Self::RecordsDestroyed { .. } => "Nothing can bring them back. Load the same files again if they are still needed.".to_owned(),
            Self::ExtractReplaced { .. } => "Restore the folder of the extract from a backup, or load the same files again and withdraw this one.".to_owned(),
            Self::NothingBefore { .. } => "A difference can be shown from the second extract on.".to_owned(),
            Self::ReasonNeeded { .. } => "Say why in a few words; it stands in the history.".to_owned(),
            Self::ReasonNamesChild => "Say why without names or identifiers of children: the history is read by others.".to_owned(),
            Self::UnknownChild => "Check the identifier as the case system has it; children of other teams are not shown.".to_owned(),
            Self::JourneyClosed => "Ask for the child again, with the reason.".to_owned(),
            Self::NotAMeasure { .. } => "Use the id as the list of measures has it: small letters, digits and underscores.".to_owned(),
            Self::WordsNeeded { .. } => "Say it in a few words; they stand in the history.".to_owned(),
            Self::NotATarget { .. } => "Give a number such as 90 or 12.5, in the unit of the measure, without a sign for the unit.".to_owned(),
            Self::TargetStands => "Nothing is to be done.".to_owned(),
            Self::UnknownBenchmark { near, .. } if near.is_empty() => "See the list of published measures that are loaded.".to_owned(),
            Self::ReadingBroke => "Try again; if it happens again, report it with the name of the file.".to_owned(),
            Self::CouncilSetting { .. } => "Give the code of three digits, or of nine characters, that content/reference/local_authorities.csv or regions.csv has.".to_owned(),
            Self::NotAllowed { .. } => "Ask the programme manager to do it, or to give you the role that may.".to_owned(),
            Self::NoPlans => "Import one first.".to_owned(),
            Self::WhichPlan { handles } => format!("Say which one: {}.", shortened(handles)),
            Self::ImportHasErrors { .. } => "Look at all of them, put them right in the document and import it again.".to_owned(),
            Self::NothingFound { .. } => "A plan needs a table with a column for the action. If the column has an unusual heading, say which column it is.".to_owned(),
            Self::UnknownField { known, .. } => format!("The fields are {}.", known.join(", ")),
            Self::UnknownRating { levels, .. } => format!("Use one of: {}.", levels.join(", ")),
            Self::NoImpactRating { .. } => "Leave the impact rating out.".to_owned(),
            Self::BlueUnsupported { missing, .. } => blue_help(missing),
            Self::NothingSaid { .. } => "Give a rating, a note, a forecast or evidence.".to_owned(),
            Self::FutureDay { .. } => "Give a day up to today; what is expected goes into the forecast.".to_owned(),
            Self::UnknownAction { near, .. } if near.is_empty() => "Look at the plan for its references.".to_owned(),
            Self::UnknownAction { near, .. } | Self::UnknownBenchmark { near, .. } => format!("Did you mean {}?", near.join(", ")),
            Self::NotLive { .. } => "Choose a live action; what was withdrawn, merged or split stays as it was.".to_owned(),
            Self::ReferenceTaken { .. } => "Choose a reference that the plan does not have; references are never used again.".to_owned(),
            Self::UnknownAim { known, .. } if known.is_empty() => "It has no aims: leave the aim out.".to_owned(),
            Self::UnknownPriority { known, .. } | Self::UnknownAim { known, .. } => {
                format!("It has {}.", shortened(known))
            }
            Self::OrderChanged { .. } => "Look at the list as it now is and put it in order again.".to_owned(),
            Self::NoReason { .. } | Self::EntryWithoutReason { .. } => "Say why; it is shown wherever the change is.".to_owned(),
            Self::EntryNameless { .. } => "Give it the name that people know it by.".to_owned(),
            Self::EntryTaken { .. } => "Change the one that is there, or choose a name that tells the two apart.".to_owned(),
            Self::EntryUnchanged { .. } => "Change something, or say that it is right as it is.".to_owned(),
            Self::EntryInUse { .. } => "Move or withdraw its actions first.".to_owned(),
            Self::EntryRenumbered { .. } => "Actions name it by its reference, so that stays; change its title instead.".to_owned(),
            Self::EndsBeforeStart { .. } => "Correct one of the two days.".to_owned(),
            Self::ObsessionIncomplete { .. } => "An obsession needs a title, an aim, a measure with its baseline, somebody who answers for it, and at least one action of the plan.".to_owned(),
            Self::OutsideObsession { from, to, .. } => format!("Give a day from {} to {}.", from.format("%-d %B %Y"), to.format("%-d %B %Y")),
            Self::UnknownMilestone { open, .. } if open.is_empty() => "It has no open milestone.".to_owned(),
            Self::UnknownMilestone { open, .. } => format!("Open milestones: {}.", open.join("; ")),
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
            Self::UnknownChallenge => "Open the list of challenges again: what was asked may have been put right.".to_owned(),
            Self::ChallengeChanged => "Read what it says now, and answer that.".to_owned(),
            Self::ReplyUnfit { replies, .. } => format!("It takes: {}.", replies.join(", ")),
            Self::FileTooLarge { .. } => "Make it smaller, or attach the pages that matter.".to_owned(),
            Self::FileNotAllowed { .. } => format!("These can be attached: {}. Save it as one of them.", sightline_documents::attachment::KINDS_IN_WORDS),
            Self::FileUnsafe { .. } => "Nothing was kept. Ask your IT service desk to look at the file.".to_owned(),
            Self::RoundDueTooEarly { .. } => "Give a day in the month or after it.".to_owned(),
            Self::NoMail => "Set `mail.host` and `mail.from` in sightline.toml and start Sightline again; until then, write to people yourself.".to_owned(),
            Self::MailSettings { .. } => "Put the settings under `[mail]` in sightline.toml right.".to_owned(),
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
            Self::KeyDoesNotFit { .. } => "Start with the key it was sealed with, beside the new one while keys are exchanged. When that key is lost, turn off the codes from a phone for everybody who has them; they set them up again.".to_owned(),
            Self::NoKey => "Start Sightline with its key; the page on keys of the guide for running it says how.".to_owned(),
            Self::NoAccountForIdentity => "Ask your programme manager or administrator to make an account with your e-mail address.".to_owned(),
            Self::Hashing => "Nothing was changed. Try again; if it keeps failing, the account needs a new password.".to_owned(),
            Self::PaperFailed { .. } => "This is a fault of Sightline; please report it. The other formats may work.".to_owned(),
            Self::SettingRefused { .. } => "Nothing was changed. Put it right and save again.".to_owned(),
            Self::Demonstration { .. } => "This is a fault of Sightline; please report it.".to_owned(),
        }
    }
}

fn blue_help(missing: &[Missing]) -> String {
    let steps: Vec<&str> = missing
        .iter()
        .map(|part| match part {
            Missing::Evidence => "name the evidence",
            Missing::Note => "say what happened in the note",
            Missing::Sustained => "say how it will last",
            Missing::Milestone(_) => "record that the milestone is met",
            Missing::Complete => "rate the action complete first",
            Missing::Verdict(BlueLack::Kinds(_)) => "give evidence of another kind and have the sponsor accept it",
            Missing::Verdict(_) => "wait until the linked measures show it",
        })
        .collect();
    let mut once = Vec::new();
    for step in steps {
        if !once.contains(&step) {
            once.push(step);
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
