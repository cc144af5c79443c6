//! The rows of the record tables while they are made: typed when a story tells them, then values in the table's own columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};

use crate::definitions::{ColumnType, Definitions, RecordTable};
use crate::gather::schema;
use crate::{Error, Result};

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Datum {
    /// Nothing.
    #[default]
    Null,
    /// A day after 1 January 1970.
    Day(i32),
    /// A whole number.
    Number(i64),
    /// A number in ten-thousandths.
    Decimal(i64),
    /// Yes or no.
    YesNo(bool),
    /// A word or code that the stories know.
    Word(&'static str),
    /// A word, code or identifier that several rows share.
    Name(Arc<str>),
    /// A word or identifier of its own.
    Text(Box<str>),
    /// What was written where a value of another kind belongs; no reader understands it.
    Wrong(Box<str>),
}

impl Datum {
    /// A day, when it is known.
    pub(super) fn day(day: Option<i32>) -> Self {
        day.map_or(Self::Null, Self::Day)
    }

    /// The words, where it holds words.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Word(words) => Some(words),
            Self::Name(words) => Some(words),
            Self::Text(words) => Some(words),
            _ => None,
        }
    }

    /// The day, where it holds one.
    pub(super) fn as_day(&self) -> Option<i32> {
        if let Self::Day(day) = self { Some(*day) } else { None }
    }

    pub(super) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// True when both say the same, however they hold it.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self.words(), other.words()) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self == other,
            _ => false,
        }
    }
}

impl From<bool> for Datum {
    fn from(truth: bool) -> Self {
        Self::YesNo(truth)
    }
}

impl From<&'static str> for Datum {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl From<&Arc<str>> for Datum {
    fn from(name: &Arc<str>) -> Self {
        Self::Name(Arc::clone(name))
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::Text(text.into_boxed_str())
    }
}

/// A row of one record table with the columns that stories fill.
pub(super) trait Record {
    /// Position among the kinds of rows.
    const KIND: usize;
    /// Puts the values where the table has its columns.
    fn put(self, row: &mut [Datum], positions: &[usize]);
}

macro_rules! records {
    ($($name:ident = $table:ident { $($column:ident),* $(,)? })*) => {
        #[derive(Clone, Copy)]
        enum Kind { $($name),* }
        /// Every kind of row: its record table, and the columns that stories fill.
        const KINDS: &[(&str, &[&str])] = &[$((stringify!($table), &[$(stringify!($column)),*])),*];
        $(
            #[allow(clippy::struct_field_names, reason = "some tables name columns after themselves, and not all do")]
            #[derive(Clone, Debug, Default)]
            pub(super) struct $name { $(pub(super) $column: Datum),* }
            impl Record for $name {
                const KIND: usize = Kind::$name as usize;
                fn put(self, row: &mut [Datum], positions: &[usize]) {
                    let mut positions = positions.iter();
                    $(if let Some(position) = positions.next() { row[*position] = self.$column; })*
                }
            }
        )*
    };
}

records! {
    Address = address { child_id, address_type, started_on, ended_on, postcode }
    Adopter = adopter {
        adopter_id, family_id, sex, ethnicity, has_disability, is_fostering_for_adoption, enquired_on,
        stage_1_started_on, stage_1_ended_on, stage_2_started_on, stage_2_ended_on, applied_on, approved_on,
        matched_on, placed_on, children_placed, order_on,
    }
    Adoption = adoption {
        child_id, care_period_id, family_id, entered_care_on, decided_on, placement_order_on, matched_on, placed_on,
        order_on, order_type, reversed_on, reversal_reason, was_adopted_by_foster_carer, adopters, adopters_sex,
        adopters_status, is_of_sibling_group, siblings_placed_together, siblings_placed_apart, worker,
    }
    Assessment = assessment {
        child_id, assessment_id, referral_id, referral_received_on, started_on, review_due_on, authorised_on,
        child_was_seen, needs_support, had_no_further_action, outcome, team, worker,
    }
    AssessmentFactor = assessment_factor { child_id, assessment_id, assessment_started_on, factor }
    Attendance = attendance {
        meeting_kind, meeting_id, child_id, held_on, agency, member, was_invited, attended, sent_report, team,
    }
    Audit = audit {
        audit_id, child_id, kind, planned_for, completed_on, theme, grade, meets_standard, moderated_on,
        moderated_grade, finding, team, worker,
    }
    CareCounts = care_counts {
        child_id, care_started_on, placements_in_12_months, missing_in_12_months, absent_in_12_months,
        last_interview_was_offered, last_interview_was_accepted,
    }
    CareEpisode = care_episode {
        child_id, episode_id, care_period_id, referral_id, placement_id, entered_care_on, started_on, start_reason,
        legal_status, need, placement_type, ended_on, end_reason,
    }
    CareHealthYear = care_health_year {
        child_id, was_convicted, development_check_is_current, immunisations_are_current, teeth_were_checked,
        health_assessment_was_done, misused_substances, intervention_was_received, intervention_was_offered,
    }
    CareLeaver = care_leaver {
        child_id, eligibility, in_touch, last_contact_on, accommodation, accommodation_suitability, activity,
        pathway_plan_reviewed_on, personal_adviser, was_unaccompanied, team, worker,
    }
    CarePeriod = care_period {
        child_id, care_period_id, started_on, need, ended_on, end_reason, is_second_in_12_months, was_unaccompanied,
        team, worker,
    }
    CarePlan = care_plan { child_id, started_on, ended_on, permanence_plan, plan }
    CareReview = care_review { child_id, review_id, care_period_id, due_on, held_on, was_cancelled, participation }
    CaseEntry = case_entry { child_id, kind, recorded_on, team, worker }
    Complaint = complaint { complaint_id, stage, child_id, received_on, answered_on, was_upheld, team }
    Contact = contact { child_id, contact_id, received_on, made_by, made_by_words, outcome }
    Conviction = conviction { child_id, conviction_id, convicted_on }
    DeprivationOfLiberty = deprivation_of_liberty { child_id, started_on, ended_on }
    Disability = disability { child_id, disability }
    EarlyHelp = early_help {
        child_id, early_help_id, started_on, ended_on, organisation, reason, end_reason, worker,
    }
    EducationPlan = education_plan { child_id, term, due_on, completed_on, quality, team }
    EducationStatus = education_status { child_id, recorded_on, activity, team }
    EhcAssessment = ehc_assessment { assessment_id, request_id, decided_on, outcome, exceptions }
    EhcPlan = ehc_plan { plan_id, assessment_id, started_on, ended_on, end_reason }
    EhcRequest = ehc_request { request_id, child_id, send_record_id, requested_on, decided_on, outcome }
    EhcReview = ehc_review { active_plan_id, request_id, reviewed_on }
    Family = family { family_id, child_id }
    Feedback = feedback { feedback_id, child_id, given_on, given_by, channel, is_positive, theme, words, team }
    HealthCheck = health_check { child_id, check_id, kind, checked_on, status }
    ImmigrationStatus = immigration_status { child_id, status_id, status, started_on, ended_on }
    Immunisation = immunisation { child_id, are_current, recorded_on }
    InNeedPlan = in_need_plan {
        child_id, plan_id, referral_id, referral_received_on, started_on, ended_on, team, worker,
    }
    InitialConference = initial_conference {
        child_id, conference_id, enquiry_id, enquiry_started_on, referral_id, referral_received_on, plan_id,
        is_transfer_in, target_on, held_on, led_to_plan, outcome, earlier_conferences_in_12_months, team, worker,
    }
    Involvement = involvement {
        child_id, involvement_id, referral_id, worker, role, team, started_on, ended_on, change_reason,
    }
    LearningAction = learning_action {
        action_id, came_of, came_of_id, child_id, agreed_on, due_on, completed_on, team,
    }
    LegalStatus = legal_status { child_id, legal_status_id, legal_status, started_on, ended_on }
    LinkedIdentifier = linked_identifier { child_id, identifier_type, identifier, valid_from, valid_to }
    MissingEpisode = missing_episode {
        child_id, kind, started_on, ended_on, interview_was_offered, interview_was_accepted,
    }
    Mother = mother { child_id, child_of_mother_id, child_born_on }
    NeedEpisode = need_episode {
        child_id, referral_id, started_on, primary_need, closed_on, closure_reason, status, team, worker,
    }
    Outcome = outcome { outcome_id, child_id, outcome, agreed_on, reviewed_on, was_achieved, team, worker }
    PermanenceReview = permanence_review { child_id, due_on, held_on, team, worker }
    Person = person {
        child_id, sex, gender, ethnicity, born_on, expected_born_on, died_on, upn, upn_missing_reason, has_disability,
        has_send, is_mother, nationality, common_child_id,
    }
    Placement = placement {
        child_id, placement_id, care_period_id, started_on, ended_on, placement_type, provider, urn, postcode,
        home_postcode, distance_miles, location, council, change_reason,
    }
    PostHeld = post {
        post_id, team, role, full_time_equivalent, worker, is_agency, is_qualified, is_newly_qualified, holds_cases,
        started_on, ended_on, has_left,
    }
    PreProceedings = pre_proceedings {
        child_id, pre_proceedings_id, referral_received_on, decided_on, legal_gateway_outcome,
        letter_before_proceedings_on, initiation_letter_on, court_application_on, initial_meeting_on, meetings,
        group_meeting_was_offered, group_meeting_was_held, step_decision_on, outcome, protection_plans_in_referral,
        earlier_pre_proceedings, earlier_care_proceedings, parents_had_legal_help, court_hearings,
    }
    PreviousPermanence = previous_permanence { child_id, order, council, ordered_on }
    ProtectionPlan = protection_plan {
        child_id, plan_id, referral_id, referral_received_on, conference_id, started_on, ended_on, initial_category,
        latest_category, earlier_plans, had_emergency_protection, is_of_another_council, team, worker,
    }
    ProtectionReview = protection_review {
        child_id, review_id, plan_id, plan_started_on, due_on, held_on, plan_continues, was_quorate, participation,
    }
    Referral = referral {
        child_id, referral_id, received_on, made_by, made_by_words, had_no_further_action, outcome,
        earlier_referrals_in_12_months, team, worker,
    }
    Sdq = sdq { child_id, completed_on, score, missing_reason }
    Section47 = section_47 {
        child_id, enquiry_id, referral_id, referral_received_on, started_on, ended_on, conference_was_unnecessary,
        conference_target_on, had_no_further_action, outcome, earlier_enquiries_in_12_months, team, worker,
    }
    SenNeed = sen_need { need_id, active_plan_id, need, rank }
    SendRecord = send_record { child_id, send_record_id, upn, uln, upn_missing_reason }
    Sickness = sickness { worker, team, started_on, ended_on }
    SubstanceMisuse = substance_misuse { child_id, misuse_id, recorded_on, substance, intervention_was_received }
    Supervision = supervision { worker, child_id, supervisor, team, due_on, held_on, was_reflective }
    Team = team { team_id, name, parent_id, parent_name }
    TrainingPlace = training_place { course, worker, team, held_on, attended }
    Visit = visit {
        child_id, visit_id, kind, plan_id, care_period_id, visited_on, child_was_seen, child_was_seen_alone,
        bedroom_was_seen,
    }
    Worker = worker {
        worker_id, staff_number, name, registration, job_title, caseload, department, full_time_equivalent, is_agency,
    }
}

/// Where the kinds of rows have their columns in the record tables.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// For each kind: position of the table, and of each column.
    kinds: Vec<(usize, Vec<usize>)>,
    /// Columns of each table, by position of the table.
    widths: Vec<usize>,
}

impl Places {
    pub(super) fn new(definitions: &Definitions) -> Result<Self> {
        let unknown = |what: String| Error::SyntheticColumn { what };
        let mut kinds = Vec::new();
        for (table, columns) in KINDS {
            let position = definitions.tables.iter().position(|known| known.name == *table);
            let position = position.ok_or_else(|| unknown((*table).to_owned()))?;
            let found: Option<Vec<usize>> =
                columns.iter().map(|column| definitions.tables[position].column(column)).collect();
            let found = found.ok_or_else(|| unknown(format!("{table}: {}", columns.join(", "))))?;
            kinds.push((position, found));
        }
        Ok(Self { kinds, widths: definitions.tables.iter().map(|table| table.columns.len()).collect() })
    }
}

/// Rows of one record table, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) width: usize,
    pub(super) values: Vec<Datum>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    pub(super) fn row(&self, number: usize) -> &[Datum] {
        &self.values[number * self.width..(number + 1) * self.width]
    }

    pub(super) fn row_mut(&mut self, number: usize) -> &mut [Datum] {
        &mut self.values[number * self.width..(number + 1) * self.width]
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &[Datum]> {
        self.values.chunks_exact(self.width.max(1))
    }
}

/// Rows of every record table, by position of the table.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    places: Arc<Places>,
    pub(super) rows: Vec<Rows>,
}

impl Tables {
    pub(super) fn new(places: &Arc<Places>) -> Self {
        let rows = places.widths.iter().map(|width| Rows { width: *width, values: Vec::new() }).collect();
        Self { places: Arc::clone(places), rows }
    }

    /// Adds a row.
    pub(super) fn add<R: Record>(&mut self, record: R) {
        let (table, positions) = &self.places.kinds[R::KIND];
        let rows = &mut self.rows[*table];
        let start = rows.values.len();
        rows.values.resize(start + rows.width, Datum::Null);
        record.put(&mut rows.values[start..], positions);
    }
}

/// One record batch of a table; row numbers count on from `first_row`.
pub(super) fn batch(table: &RecordTable, rows: &Rows, first_row: u64) -> RecordBatch {
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(table.columns.len() + 2);
    for (index, column) in table.columns.iter().enumerate() {
        let values = rows.iter().map(|row| &row[index]);
        arrays.push(match column.kind {
            ColumnType::Text | ColumnType::Code => Arc::new(values.map(Datum::words).collect::<StringArray>()),
            ColumnType::Date => Arc::new(values.map(Datum::as_day).collect::<Date32Array>()),
            ColumnType::WholeNumber => {
                let number = |value: &Datum| if let Datum::Number(number) = value { Some(*number) } else { None };
                Arc::new(values.map(number).collect::<Int64Array>())
            }
            ColumnType::Decimal => {
                let number =
                    |value: &Datum| if let Datum::Decimal(number) = value { Some(i128::from(*number)) } else { None };
                let kind = schema(table).field(index).data_type().clone();
                Arc::new(values.map(number).collect::<Decimal128Array>().with_data_type(kind))
            }
            ColumnType::YesNo => {
                let truth = |value: &Datum| if let Datum::YesNo(truth) = value { Some(*truth) } else { None };
                Arc::new(values.map(truth).collect::<BooleanArray>())
            }
        });
    }
    let source = format!("synthetic/{}", table.name);
    arrays.push(Arc::new(StringArray::from_iter_values(rows.iter().map(|_| source.as_str()))));
    let numbers = (first_row..).take(rows.len()).map(|number| i64::try_from(number).unwrap_or(i64::MAX));
    arrays.push(Arc::new(Int64Array::from_iter_values(numbers)));
    RecordBatch::try_new(schema(table), arrays).expect("arrays are built from the schema's own columns")
}
