//! Impact tests: the evidence side by side, what a person concludes of it, and the sponsor's word.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::board_report::listed_title;
use sightline_domain::impact_test::{Conclusion, Found, ImpactTest, SponsorAnswer, TestState, impact_tests_due};
use sightline_domain::plan::{Action as PlanAction, Plan};
use sightline_domain::standpoint::Standpoint;
use sightline_store::{EntryKind, EntryVersion, Error as StoreError, NewVersion, PlanId, PlanSummary};

use crate::error::EvidenceError;
use crate::policy::{self, Target};
use crate::use_cases::find;
use crate::use_cases::measures::LONGEST_WORDS;
use crate::use_cases::show::PlanView;
use crate::{App, Call, Error, Result};

/// The impact tests of a plan.
#[derive(Clone, Debug)]
pub struct PlanImpactTests {
    /// Which plan.
    pub summary: PlanSummary,
    /// The most pressing first.
    pub lines: Vec<ImpactTestLine>,
}

/// An impact test in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactTestLine {
    /// Reference of the action.
    pub action: String,
    /// Its first sentence.
    pub title: String,
    /// The day by which it is concluded, or concluded again.
    pub due_on: NaiveDate,
    /// How it stands.
    pub state: TestState,
    /// Where it stands, in a sentence.
    pub sentence: String,
    /// Whether the caller may conclude it.
    pub may_conclude: bool,
    /// Whether the caller may sign its last conclusion.
    pub may_sign: bool,
}

/// The impact test of one action.
#[derive(Clone, Debug)]
pub struct ActionImpactTest {
    /// Which plan.
    pub summary: PlanSummary,
    /// The action.
    pub action: PlanAction,
    /// What was recorded of it, with the day that the plan names.
    pub test: ImpactTest,
    /// How it stands.
    pub line: ImpactTestLine,
}

/// What a person concludes of the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConclusionInput {
    /// What.
    pub found: Found,
    /// Why.
    pub reasons: String,
    /// The evidence it rests on, one line each.
    pub evidence: Vec<String>,
}

impl App {
    /// The impact tests of a plan's live actions that the caller may see, as they stand today.
    pub async fn impact_tests(&self, call: &Call, plan: &str) -> Result<PlanImpactTests> {
        call.may(policy::Action::MeasureRead)?;
        let PlanView { summary, at } = self.plan_view(call, policy::Action::PlanRead, Some(plan), call.today).await?;
        let tests: Vec<ImpactTest> = self.tests(&summary.id).await?.into_iter().map(|kept| kept.body).collect();
        let lines = lines(call, &summary, &at.plan, &Standpoint::of(&at), &tests);
        Ok(PlanImpactTests { summary, lines })
    }

    /// The impact test of an action, as it stands today.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`] – no day is set by which its impact is tested, and no test of it was recorded.
    /// * [`Error::UnknownAction`] – it is not there, or the caller may not know of it.
    pub async fn impact_test(&self, call: &Call, plan: &str, reference: &str) -> Result<ActionImpactTest> {
        call.may(policy::Action::MeasureRead)?;
        let PlanView { summary, at } = self.plan_view(call, policy::Action::PlanRead, Some(plan), call.today).await?;
        let action = find::action(&at.plan, &summary.handle, reference)?.clone();
        let tests: Vec<ImpactTest> = self.tests(&summary.id).await?.into_iter().map(|kept| kept.body).collect();
        let lines = lines(call, &summary, &at.plan, &Standpoint::of(&at), &tests);
        let line = lines.into_iter().find(|line| line.action == action.reference);
        let line = line.ok_or_else(|| EvidenceError::NoImpactTest { action: action.reference.clone() })?;
        let test = tests.into_iter().find(|test| test.action == action.reference);
        Ok(ActionImpactTest { test: as_planned(test, &action, line.due_on), line, action, summary })
    }

    /// The impact test of an action with the conclusion just recorded; it waits for the sponsor.
    ///
    /// The verdict of the moment is kept beside it, so that it can be seen later what lay on the table.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`] – its impact is not tested; the last conclusion waits for the sponsor; impact is said to be
    ///   shown, or not to be, without evidence; the next day has passed; nothing says what is lacking.
    /// * [`Error::NotAllowed`], [`Error::UnknownAction`], [`Error::TooLong`].
    pub async fn conclude_impact_test(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        input: &ConclusionInput,
    ) -> Result<ImpactTest> {
        call.may(policy::Action::ImpactTestConclude)?;
        let (view, action) = self.action_today(call, policy::Action::ImpactTestConclude, plan, reference).await?;
        find::refuse_unless_live(&action)?;
        if input.reasons.chars().count() > LONGEST_WORDS {
            return Err(Error::TooLong { what: "the reasons", limit: LONGEST_WORDS });
        }
        let summary = &view.summary;
        let conclusion = Conclusion {
            found: input.found.clone(),
            reasons: input.reasons.trim().to_owned(),
            evidence: input.evidence.clone(),
            verdict: self.verdict_beside(call, summary, &view.at, &action.reference).await?,
            by: call.actor.name.clone(),
            on: call.today,
            recorded_at: call.at,
            answer: None,
        };
        let detail = json!({ "action": action.reference, "found": conclusion.found.name() });
        self.change_test(call, summary, &action, (policy::Action::ImpactTestConclude, detail), |test| {
            test.concluded(conclusion.clone(), call.today)
        })
        .await
    }

    /// The impact test of an action with the sponsor's word on its last conclusion: signed, or sent back with a question.
    ///
    /// `number` is that of the conclusion which the sponsor has read, from 1.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`] – another conclusion has come since; another sponsor was first, and is named; the caller
    ///   concluded it; it is sent back without a question.
    /// * [`Error::NotAllowed`] – the caller does not answer for the priority.
    pub async fn answer_impact_test(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        number: usize,
        question: Option<&str>,
    ) -> Result<ImpactTest> {
        call.may(policy::Action::ImpactTestSign)?;
        let (view, action) = self.action_today(call, policy::Action::ImpactTestSign, plan, reference).await?;
        if question.is_some_and(|question| question.chars().count() > LONGEST_WORDS) {
            return Err(Error::TooLong { what: "the question", limit: LONGEST_WORDS });
        }
        let question = question.map(|question| question.trim().to_owned());
        let detail = json!({ "action": action.reference, "conclusion": number, "signed": question.is_none() });
        let answer = SponsorAnswer { question, by: call.actor.name.clone(), at: call.at };
        self.change_test(call, &view.summary, &action, (policy::Action::ImpactTestSign, detail), |test| {
            test.answered(number, answer.clone())
        })
        .await
    }

    /// Reads the test of an action, changes it and keeps it; read again when somebody else was quicker.
    async fn change_test(
        &self,
        call: &Call,
        summary: &PlanSummary,
        action: &PlanAction,
        (done, detail): (policy::Action, serde_json::Value),
        change: impl Fn(ImpactTest) -> std::result::Result<ImpactTest, sightline_domain::refusal::Refusal>,
    ) -> Result<ImpactTest> {
        loop {
            let kept = self.tests(&summary.id).await?;
            let read = kept.into_iter().find(|kept| kept.body.action == action.reference);
            let planned = action.schedule.test_on.or(read.as_ref().map(|read| read.body.due_on));
            let due_on = planned.ok_or_else(|| EvidenceError::NoImpactTest { action: action.reference.clone() })?;
            let test = as_planned(read.as_ref().map(|read| read.body.clone()), action, due_on);
            let changed = change(test).map_err(EvidenceError::Refused)?;
            let new = match &read {
                Some(read) => NewVersion::next(EntryKind::ImpactTest, read, &changed, "")?,
                None => NewVersion::first(EntryKind::ImpactTest, &changed)?,
            };
            let audit = call.audit(done, format!("plan {}", summary.handle), detail.clone());
            match self.store.keep_entries(&summary.id, &[new], audit).await {
                Err(StoreError::EntryConflict { .. }) => {}
                kept => {
                    let number = kept?.first().copied().unwrap_or_default();
                    if read.is_some() || self.is_only_test(call, summary, (done, &action.reference), number).await? {
                        return Ok(changed);
                    }
                }
            }
        }
    }

    /// True when no other test of the action was begun at the same time; otherwise this one is taken out again.
    async fn is_only_test(
        &self,
        call: &Call,
        summary: &PlanSummary,
        (done, action): (policy::Action, &str),
        number: u64,
    ) -> Result<bool> {
        let of_action: Vec<EntryVersion<ImpactTest>> =
            self.tests(&summary.id).await?.into_iter().filter(|kept| kept.body.action == action).collect();
        let Some(second) = of_action.iter().skip(1).find(|kept| kept.entry == number) else { return Ok(true) };
        let reason = "Another conclusion was recorded at the same moment.";
        let out = NewVersion::withdrawn(EntryKind::ImpactTest, second, reason)?;
        let audit = call.audit(done, format!("plan {}", summary.handle), json!({ "action": action, "reason": reason }));
        self.store.keep_entries(&summary.id, &[out], audit).await?;
        Ok(false)
    }

    /// The tests of a plan as they were recorded, one for each action.
    pub(crate) async fn tests(&self, plan: &PlanId) -> Result<Vec<EntryVersion<ImpactTest>>> {
        Ok(self.store.entries(plan, EntryKind::ImpactTest).await?)
    }
}

/// The impact tests of a plan on its day, with what the caller may do to them.
pub(crate) fn lines(
    call: &Call,
    summary: &PlanSummary,
    plan: &Plan,
    now: &Standpoint<'_>,
    tests: &[ImpactTest],
) -> Vec<ImpactTestLine> {
    impact_tests_due(now, tests)
        .into_iter()
        .map(|due| {
            let target = Target::Action { summary, plan, action: due.action };
            let test = as_planned(due.test.cloned(), due.action, due.due_on);
            let last = test.conclusions.last();
            let is_waiting = due.state == TestState::WaitingForSponsor;
            let is_own = last.is_some_and(|last| call.actor.is_one_of([last.by.as_str()]));
            ImpactTestLine {
                action: due.action.reference.clone(),
                title: listed_title(due.action),
                due_on: due.due_on,
                state: due.state,
                sentence: test.sentence(now.as_at),
                may_conclude: !is_waiting
                    && due.state != TestState::Signed
                    && call.allows(policy::Action::ImpactTestConclude, &target),
                may_sign: is_waiting && !is_own && call.allows(policy::Action::ImpactTestSign, &target),
            }
        })
        .collect()
}

/// What was recorded, with the day that the plan names now.
fn as_planned(test: Option<ImpactTest>, action: &PlanAction, due_on: NaiveDate) -> ImpactTest {
    let conclusions = test.map(|test| test.conclusions).unwrap_or_default();
    let due_on = action.schedule.test_on.unwrap_or(due_on);
    ImpactTest { action: action.reference.clone(), due_on, conclusions }
}
