//! The content of the synthetic council, `content/synthetic/`: rates, names and scenarios, read and checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::chance::Chance;
use crate::definitions::Definitions;
use crate::{Error, Result};

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/built_in_synthetic.rs"));

    pub(super) fn files() -> &'static [(&'static str, &'static str)] {
        FILES
    }
}

/// The text of a file of `content/synthetic/`.
pub(super) fn file(name: &str) -> Option<&'static str> {
    built_in::files().iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Names of the files below a folder of `content/synthetic/`, without `.toml`.
pub(super) fn names(folder: &str) -> Vec<&'static str> {
    let inside = built_in::files().iter().filter_map(|(name, _)| name.strip_prefix(folder)?.strip_suffix(".toml"));
    inside.collect()
}

/// A file as what it holds; what does not load is said with file and line.
pub(super) fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        fault(name, text, offset, error.message().lines().collect::<Vec<_>>().join(" "))
    })
}

/// What is wrong at a place of a file.
pub(super) fn fault(name: &str, text: &str, offset: usize, what: String) -> Error {
    let line = text[..offset.min(text.len())].matches('\n').count() + 1;
    Error::SyntheticContent { file: format!("content/synthetic/{name}"), line, what }
}

macro_rules! rates {
    ($($name:ident = $word:ident,)*) => {
        /// A rate of `content/synthetic/rates.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Rate { $($name),* }
        /// Rates with the names they have in files.
        const RATES: &[(Rate, &str)] = &[$((Rate::$name, stringify!($word))),*];
    };
}

rates! {
    BecomesReferral = becomes_referral, GoesToEarlyHelp = goes_to_early_help,
    ReferralWithoutAction = referral_without_action, AssessmentInTime = assessment_in_time,
    ChildSeenInAssessment = child_seen_in_assessment, NotInNeed = not_in_need,
    ClosedToEarlyHelp = closed_to_early_help, Enquiry = enquiry, Conference = conference,
    ConferenceInTime = conference_in_time, ProtectionPlan = protection_plan, TransferIn = transfer_in,
    ProtectionReviewInTime = protection_review_in_time, ProtectionVisitInTime = protection_visit_in_time,
    PreProceedings = pre_proceedings, CareAfterPlan = care_after_plan, CareWithoutPlan = care_without_plan,
    Unaccompanied = unaccompanied, ComesAgainWithinAYear = comes_again_within_a_year,
    ComesAgainLater = comes_again_later, CareReviewInTime = care_review_in_time, CareVisitInTime = care_visit_in_time,
    HealthAssessment = health_assessment, DentalCheck = dental_check, Immunisations = immunisations,
    SubstanceMisuse = substance_misuse, Conviction = conviction, MissingInYear = missing_in_year,
    AwayRatherThanMissing = away_rather_than_missing, InterviewOffered = interview_offered,
    InterviewAccepted = interview_accepted, SuitableAccommodation = suitable_accommodation,
    AdoptionReversed = adoption_reversed, Disabled = disabled, EhcPlan = ehc_plan, EhcPlanIssued = ehc_plan_issued,
    AgencyWorker = agency_worker, Unborn = unborn, PreviousPermanence = previous_permanence,
    YoungMother = young_mother, DeprivedOfLiberty = deprived_of_liberty, ActionAfterAudit = action_after_audit,
    PoliceAttends = police_attends, HealthAttends = health_attends, EducationAttends = education_attends,
    ParentsAttend = parents_attend, PoliceContributes = police_contributes,
    PoliceAttendsConference = police_attends_conference, HealthAttendsConference = health_attends_conference,
    CoreGroupInTime = core_group_in_time, BoardAttended = board_attended, ForumAttended = forum_attended,
    InterviewInTime = interview_in_time, CaseAudited = case_audited, DipSampled = dip_sampled,
    FileSampled = file_sampled, EhcPlanAudited = ehc_plan_audited, AuditDone = audit_done, AuditGood = audit_good,
    AuditModerated = audit_moderated, AuditUpheld = audit_upheld, SampleToStandard = sample_to_standard,
    Surveyed = surveyed, FeedbackPositive = feedback_positive, Complained = complained,
    ComplaintInTime = complaint_in_time, ComplaintUpheld = complaint_upheld, OversightMonthly = oversight_monthly,
    ChronologyKept = chronology_kept, YoungPersonBusy = young_person_busy,
    PermanenceReviewInTime = permanence_review_in_time, EducationPlanInTime = education_plan_in_time,
    HealthPassport = health_passport, EmploymentPlan = employment_plan, OutcomeAchieved = outcome_achieved,
    NewlyQualified = newly_qualified, TrainingAttended = training_attended, StaffPositive = staff_positive,
    ExitInterview = exit_interview, ExitPositive = exit_positive,
}

/// The name that files have for a rate.
pub(super) fn rate_name(rate: Rate) -> &'static str {
    RATES.iter().find(|(known, _)| *known == rate).map_or("", |(_, name)| name)
}

/// The rate that a file means.
pub(super) fn rate(word: &str) -> Option<Rate> {
    RATES.iter().find(|(_, known)| *known == word).map(|(rate, _)| *rate)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRates {
    rate: BTreeMap<String, Spanned<WrittenRate>>,
    choice: WrittenChoices,
    ages: WrittenAges,
    lasting: Lasting,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRate {
    per_1000: u32,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAges {
    weights: [u32; 18],
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChoice {
    of: Spanned<String>,
    weights: BTreeMap<String, u32>,
    source: String,
}

/// Stretches of days with weights.
pub(super) type Stretches = Vec<(i32, i32, u32)>;

/// How long things last.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lasting {
    pub(super) in_need_plan: Stretches,
    pub(super) protection_plan: Stretches,
    pub(super) care_short: Stretches,
    pub(super) care_to_order: Stretches,
    pub(super) placement: Stretches,
    pub(super) worker_in_post: Stretches,
}

/// Codes with weights.
#[derive(Clone, Debug)]
pub(super) struct Choice(Vec<(Arc<str>, u32)>);

impl Choice {
    /// One of the codes.
    pub(super) fn draw(&self, chance: &mut Chance) -> &Arc<str> {
        &self.0[chance.weighted(self.0.iter().map(|(_, weight)| *weight))].0
    }
}

macro_rules! choices {
    ($($name:ident),* $(,)?) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct WrittenChoices { $($name: WrittenChoice),* }
        /// What is chosen between.
        #[derive(Clone, Debug)]
        pub(super) struct Choices { $(pub(super) $name: Choice),* }
        impl WrittenChoices {
            fn checked(self, definitions: &Definitions, text: &str) -> Result<Choices> {
                Ok(Choices { $($name: choice(definitions, text, self.$name)?),* })
            }
        }
    };
}

choices! {
    sex, ethnicity, contact_source, primary_need, factor, disability, category, legal_status_at_entry,
    placement_young, placement_older, placement_sixteen, change_reason, care_exit, exit_at_18, participation,
    worker_change, in_touch, accommodation, activity, adoption_reversal,
}

fn choice(definitions: &Definitions, text: &str, written: WrittenChoice) -> Result<Choice> {
    let offset = written.of.span().start;
    let wrong = |what: String| fault(RATES_FILE, text, offset, what);
    let list = definitions.code_list(written.of.get_ref());
    let list = list.ok_or_else(|| wrong(format!("there is no code list {}", written.of.get_ref())))?;
    if written.source.trim().is_empty() {
        return Err(wrong("the weights have no source; name one, or write that it is an assumption".to_owned()));
    }
    let mut codes = Vec::new();
    for (code, weight) in written.weights {
        if !list.codes.iter().any(|known| known.code == code) {
            return Err(wrong(format!("the list {} has no code {code}", list.name)));
        }
        codes.push((Arc::from(code), weight));
    }
    if codes.iter().all(|(_, weight)| *weight == 0) {
        return Err(wrong("at least one weight must be above 0".to_owned()));
    }
    Ok(Choice(codes))
}

const RATES_FILE: &str = "rates.toml";

/// How often things happen, and how long they last.
#[derive(Clone, Debug)]
pub(super) struct Rates {
    per_1000: Vec<u32>,
    pub(super) choices: Choices,
    pub(super) ages: [u32; 18],
    pub(super) lasting: Lasting,
}

impl Rates {
    pub(super) fn load(definitions: &Definitions, text: &str) -> Result<Self> {
        let mut written: WrittenRates = parse(RATES_FILE, text)?;
        let mut per_1000 = Vec::new();
        for (_, word) in RATES {
            let missing = || fault(RATES_FILE, text, 0, format!("the rate {word} is missing under [rate]"));
            let rate = written.rate.remove(*word).ok_or_else(missing)?;
            let offset = rate.span().start;
            let rate = rate.into_inner();
            if rate.per_1000 > 1_000 || rate.source.trim().is_empty() {
                let what = "a rate is at most 1000 of a thousand and has a source".to_owned();
                return Err(fault(RATES_FILE, text, offset, what));
            }
            per_1000.push(rate.per_1000);
        }
        if let Some((word, rate)) = written.rate.first_key_value() {
            return Err(fault(RATES_FILE, text, rate.span().start, format!("nothing uses the rate {word}")));
        }
        let is_fine = |stretches: &Stretches| stretches.iter().any(|(from, to, weight)| from <= to && *weight > 0);
        let lasting = &written.lasting;
        let all = [
            &lasting.in_need_plan,
            &lasting.protection_plan,
            &lasting.care_short,
            &lasting.care_to_order,
            &lasting.placement,
            &lasting.worker_in_post,
        ];
        if !all.into_iter().all(is_fine) || written.ages.source.trim().is_empty() {
            let offset = text.find("[ages]").unwrap_or(0);
            let what = "every stretch of days goes from less to more with a weight, and ages have a source".to_owned();
            return Err(fault(RATES_FILE, text, offset, what));
        }
        let choices = written.choice.checked(definitions, text)?;
        Ok(Self { per_1000, choices, ages: written.ages.weights, lasting: written.lasting })
    }

    /// The rate as the file has it, of a thousand.
    pub(super) fn of(&self, rate: Rate) -> u32 {
        self.per_1000[rate as usize]
    }
}

/// A number of days out of the stretches.
pub(super) fn lasting(stretches: &Stretches, chance: &mut Chance) -> i32 {
    let (from, to, _) = stretches[chance.weighted(stretches.iter().map(|(_, _, weight)| *weight))];
    chance.between(from, to)
}

/// Invented names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) councils: Vec<String>,
    pub(super) areas: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) last: Vec<String>,
    #[serde(rename = "team")]
    pub(super) teams: Vec<TeamKind>,
}

/// A kind of team.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamKind {
    pub(super) kind: Duty,
    pub(super) title: String,
    pub(super) children_for_each: u32,
    pub(super) posts: u32,
}

/// What a team does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Duty {
    /// Referrals and assessments.
    Assessment,
    /// Children in need and under protection plans.
    Safeguarding,
    /// Children in care.
    Care,
    /// Young people who leave care.
    Leaving,
}

impl Names {
    pub(super) fn load(text: &str) -> Result<Self> {
        let names: Self = parse("names.toml", text)?;
        let has_all = [&names.councils, &names.areas, &names.first, &names.last].iter().all(|list| !list.is_empty());
        let duties = [Duty::Assessment, Duty::Safeguarding, Duty::Care, Duty::Leaving];
        let kinds_are_whole = duties.iter().all(|duty| {
            names.teams.iter().any(|team| team.kind == *duty && team.posts > 0 && team.children_for_each > 0)
        });
        if !has_all || !kinds_are_whole {
            let what =
                "every list has a name, and each of assessment, safeguarding, care and leaving a team with posts";
            return Err(fault("names.toml", text, 0, what.to_owned()));
        }
        Ok(names)
    }
}
