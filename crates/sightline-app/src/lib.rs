//! What people can do with Sightline: authorise, do, record.
//!
//! [`App`] has one function for each use case. Each takes a [`Call`] (who
//! asks, and when), checks one [`Action`](policy::Action) of the policy before
//! anything else, and, when it changes something, writes one audit row in the
//! same transaction. The front doors (the command line today) turn what people
//! type into a call and what comes back into text; they hold no rules.

mod actor;
mod council;
pub mod definitions;
pub mod error;
pub mod explain;
mod figures;
mod file;
pub mod functions;
mod jobs;
mod keys;
pub mod mail;
mod plan_cache;
pub mod policy;
pub mod records;
mod settings;
mod shelf;
pub mod synthetic;
mod use_cases;

pub use actor::{Actor, Call, Reach, Role, Scope};
pub use council::{Council, CouncilSettings};
pub use error::{Error, ErrorKind, PackError, Result};
pub use file::write_whole;
pub use keys::{Key, Keys};
pub use use_cases::accounts::{
    AccessToken, Account, AccountFilter, AccountInput, AccountState, AddressedLink, Delivery, FormToKeep,
    KeptFormSummary, LARGEST_KEPT_FORM, LONGEST_PASSWORD, LONGEST_TOKEN_DAYS, LinkOffer, NewAccessToken,
    NewAccountLink, OfferedSecondFactor, OneTimeLink, OpenedSession, OwnSession, PasswordCost, ProvenIdentity,
    RecoveryCodes, SHORTEST_PASSWORD, SignInRules, SignInStep, SignedIn, Token, TokenHolder,
};
pub use use_cases::amend::{
    AmendInput, Amendable, Amended, Change, Disagreement, MilestoneInput, NewAction, NewMilestone, OrderInput,
    PartInput, version_of,
};
pub use use_cases::analytics::{Analytics, AnalyticsClock, AnalyticsSettings};
pub use use_cases::boards::{
    AgendaItemInput, BoardsView, BodyInput, BodyMeets, BodySummary, BodyView, DecisionInput, Feed, ForwardInput,
    LoggedChallengeInput, MeetingActionInput, MeetingInput, MeetingView, MeetsInput, NextMeeting, SeatInput,
};
pub use use_cases::compare::{Comparison, Sides};
pub use use_cases::data::changes::{ChildChange, ExtractChanges};
pub use use_cases::data::journey::{EarlierLook, Opening};
pub use use_cases::data::load::{LoadInput, LoadOutcome, LoadProgress, LoadStep, Loaded};
pub use use_cases::data::look::SourceWords;
pub use use_cases::data::quality::{CheckCount, CheckWords, FindingFilter, Findings, QualitySummary, TeamScore};
pub use use_cases::data::quality_paper::{QualityPaper, QualityPaperState, QualityPaperStep};
pub use use_cases::data::retain::Retained;
pub use use_cases::data::step::LONGEST_REASON;
pub use use_cases::data::upload::{Upload, UploadState};
pub use use_cases::data::{ExtractView, Freshness};
pub use use_cases::demo::{Demonstration, DemonstrationSignIn};
pub use use_cases::digests::{Digest, Letters, OwnDigest};
pub use use_cases::evidence::answer::EvidenceAnswerInput;
pub use use_cases::evidence::give::NewEvidence;
pub use use_cases::evidence::impact_tests::{ActionImpactTest, ConclusionInput, ImpactTestLine, PlanImpactTests};
pub use use_cases::evidence::needs::EvidenceNeeds;
pub use use_cases::evidence::success_measures::{BindingInput, PlanSuccessMeasures, ShownBy, SuccessLine};
pub use use_cases::evidence::theories::{ActionTheories, PlanDrivers, TheoryInput, WrittenTheory};
pub use use_cases::evidence::{ActionEvidence, EvidencePiece};
pub use use_cases::export::Exported;
pub use use_cases::figures::ask::{AskedMeasure, CaseListCounts, ExplainedMeasure};
pub use use_cases::figures::export::{CaseListFilter, FigureFormat};
pub use use_cases::figures::paper::ScorecardFormat;
pub use use_cases::figures::view as figures_view;
pub use use_cases::history::HistoryRows;
pub use use_cases::import::{
    AnswerInput, Concern, Correction, Field, Given, GivenAnswer, Heading, ImportInput, ImportView, Imported, Item,
    LARGEST_IMPORT_BYTES, Question, QuestionView, SaveImportInput, Saved, Shape, choices, import_dry_run, lead_kinds,
};
pub use use_cases::measures::LONGEST_WORDS;
pub use use_cases::measures::benchmarks::{BenchmarkInput, LoadedBenchmarks, PublishedFigures};
pub use use_cases::measures::links::LinkInput;
pub use use_cases::measures::look::ChildList;
pub use use_cases::measures::programme::{ProgrammeColumn, ProgrammeTable};
pub use use_cases::measures::rebases::RebaseInput;
pub use use_cases::measures::targets::TargetInput;
pub use use_cases::obsession::{CheckInInput, ObsessionInput, ObsessionView};
pub use use_cases::packs::build::{BuiltPack, PackOrder, PackProgress};
pub use use_cases::packs::highlights::{HighlightInput, HighlightView, PlanHighlights};
pub use use_cases::packs::read::{PackView, PlanPacks};
pub use use_cases::packs::verify::{CheckedFile, CheckedFolder, PackVerification, check_pack_folder};
pub use use_cases::packs::{KeptPack, MANIFEST_FILE, PackFile, PackIssue, PackOf, format_code};
pub use use_cases::registers::{EntryInput, EntryView, FindingLink, HolderInput, RegisterView};
pub use use_cases::report::ask::ReportOrder;
pub use use_cases::report::open::{OpenedReport, PlanReports};
pub use use_cases::report::{BuiltReport, PaperFormat, ReportInput};
pub use use_cases::reporting::attachments::{LARGEST_ATTACHMENT_MB, OpenedAttachment, VirusScan};
pub use use_cases::reporting::drafts::{DraftFields, UpdateForm};
pub use use_cases::reporting::home::{
    LeadNeeds, ManagerNeeds, NeededAction, NeedsMe, OwedPaper, PlanNeeds, ReaderNeeds, SponsorNeeds,
};
pub use use_cases::reporting::month::{LATELY_DAYS, Lately};
pub use use_cases::reporting::record::{ActionRecord, AnsweredFinding, LeadNow, MayDo};
pub use use_cases::reporting::rounds::{ChaseLine, RoundList, RoundProgress, RoundView};
pub use use_cases::reporting::sign_off::{SignOffInput, SignOffQueue, UpdateToSignOff, Waiting};
pub use use_cases::risks::{MitigationInput, RiskChange, RiskInput, RiskView, RisksView};
pub use use_cases::search::{Found, FoundGroup, FoundKind, MOST_FOUND, Piece, SearchResults, SearchWords, WhereTo};
pub use use_cases::show::{ActionView, PlanView, Shown};
pub use use_cases::update::{Recorded, UpdateInput};
pub use use_cases::verdicts::answers::{ChallengeAnswerInput, LONGEST_ANSWER};
pub use use_cases::verdicts::challenges::{AnswerState, PlanChallenges, RaisedChallenge, challenge_id};
pub use use_cases::verdicts::keep::{KeptVerdicts, VerdictHistory};
pub use use_cases::verdicts::tested::{TestedAction, TestedRatings};
pub use use_cases::verdicts::{ActionVerdict, Compared, LinkedMeasure, PlanVerdicts};

pub use sightline_documents::importers::plan::{SourceBytes, Vocabulary};
pub use sightline_documents::template::{Format, schema};
pub use sightline_domain as domain;
pub use sightline_records::child::{ChildRecords, ChildRow, ChildTable};
pub use sightline_records::extract::{ColumnDifference, Difference, Manifest, PartCount, TableDifference};
pub use sightline_records::journey::{Journey, JourneyEvent, JourneyLane, Stretch};
pub use sightline_records::quality::{Finding as QualityFinding, Kind as FindingKind, Severity as FindingSeverity};
pub use sightline_records::{Finding, Reading};
pub use sightline_store::{
    Attachment, AuditFilter, AuditRow, BackupSummary, BaselineSummary, BenchmarkSet, Comment, Database, DoneBy,
    Error as StoreError, ExtractId, ExtractRecord, ExtractState, ExtractStep, FrozenReport, Job, JobId, JobState,
    MeasureLink, PlanSummary, QueuedLetter, RebaseDecision, RebaseRecord, RecordedSignOff, RecordedUpdate, Reminder,
    Verification,
};

use std::sync::Arc;

use figures::Desk;
use jobs::Jobs;
use mail::{Mail, Mailer};
use plan_cache::PlanCache;
use settings::KnownSettings;
use shelf::Shelf;
use sightline_store::Store;
use use_cases::accounts::Door;
use use_cases::reporting::month::MonthCache;
use use_cases::verdicts::known::KnownChallenges;

/// What the pages of a plan show.
pub mod plan_views {
    pub use crate::use_cases::plan_views::by_finding::{FindingCoverage, InspectionCoverage, PlanByFinding};
    pub use crate::use_cases::plan_views::by_lead::{LEADS_ON_A_PAGE, LeadActions, LeadLine, PlanByLead};
    pub use crate::use_cases::plan_views::by_rating::{
        MatrixCell, MatrixColumn, MatrixRow, PlanByRating, RatingMatrix,
    };
    pub use crate::use_cases::plan_views::changes::{PlanChanges, Since};
    pub use crate::use_cases::plan_views::filter::{
        Column, DUE_SOON_DAYS, DueWindow, Facet, FacetValue, Facets, LeadIs, Order, ParsedFilter, PlanFilter,
        PriorityIs, RatingIs, SourceIs, StateIs,
    };
    pub use crate::use_cases::plan_views::on_a_page::{PlanOnAPage, PriorityLine};
    pub use crate::use_cases::plan_views::optimism::PlanOptimism;
    pub use crate::use_cases::plan_views::priority::{PriorityView, RatingTrend, TrendPoint};
    pub use crate::use_cases::plan_views::saved::{LONGEST_VIEW_NAME, MOST_VIEWS, PlanViewChoice};
    pub use crate::use_cases::plan_views::table::{PlanTable, ROWS_ON_A_PAGE};
    pub use crate::use_cases::plan_views::table_export::TableFormat;
    pub use crate::use_cases::plan_views::timeline::{
        MarkKind, PlanTimeline, TIMELINE_ROWS_ON_A_PAGE, TimeRange, TimelineMark, TimelineRow, TimelineWindow,
    };
    pub use crate::use_cases::plan_views::{ActionRow, PlanHeading, StandingCounts};
}

/// One open store with everything that can be done to it.
#[derive(Clone, Debug)]
pub struct App {
    store: Store,
    /// Shared: every route and every request has an `App` of its own.
    vocabulary: Arc<Vocabulary>,
    plans: PlanCache,
    months: MonthCache,
    known_challenges: KnownChallenges,
    door: Arc<Door>,
    settings: KnownSettings,
    jobs: Jobs,
    keys: Option<Arc<Keys>>,
    mail: Option<Mail>,
    virus_scan: Option<Arc<dyn VirusScan>>,
    shelf: Option<Shelf>,
    desk: Desk,
    council: Arc<Council>,
}

impl App {
    /// The store, opened; its file and folder are created on first use.
    ///
    /// `vocabulary` says how printed plans name their columns, ratings and dates.
    pub async fn open(database: &Database, vocabulary: Vocabulary) -> Result<Self> {
        let door = Arc::new(Door::new(SignInRules::default()));
        let (plans, months, mail, virus_scan) = (PlanCache::new(), MonthCache::new(), None, None);
        let (store, settings) = (Store::open(database).await?, KnownSettings::default());
        settings.read(&store).await?;
        let (jobs, keys) = (Jobs::default(), None);
        let vocabulary = Arc::new(vocabulary);
        let shelf = match database {
            Database::File(file) => Some(Self::shelf_beside(file)),
            Database::Server(_) => None,
        };
        let (desk, council) = (Desk::beside(shelf.as_ref()), Arc::default());
        Ok(Self {
            store,
            vocabulary,
            plans,
            months,
            known_challenges: KnownChallenges::new(),
            door,
            settings,
            jobs,
            keys,
            mail,
            virus_scan,
            shelf,
            desk,
            council,
        })
    }

    /// The same with a way to send e-mail; `site` is the address that people type to reach Sightline.
    #[must_use]
    pub fn with_mailer(mut self, mailer: Arc<dyn Mailer>, site: &str) -> Self {
        self.mail = Some(Mail { mailer, site: site.trim_end_matches('/').to_owned() });
        self
    }

    /// The same with a check of everything that people attach.
    #[must_use]
    pub fn with_virus_scan(mut self, scan: Arc<dyn VirusScan>) -> Self {
        self.virus_scan = Some(scan);
        self
    }

    /// Nothing, when the database answers.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – it does not.
    pub async fn is_ready(&self) -> Result<()> {
        Ok(self.store.is_ready().await?)
    }

    /// Waits until every connection is closed.
    pub async fn close(self) -> Result<()> {
        Ok(self.store.close().await?)
    }
}
