//! Answering the questions of an import in hand, and saving what came of it.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::Severity;
use sightline_domain::plan::{Action, Aim, Plan, Priority};

use super::correct::Correction;
use super::in_hand::{
    Answers, Given, GivenAnswer, ImportView, Question, Reading, corrected, owner, parts, settled_problems, to_json,
};
use super::item::{Field, Item};
use super::questions::{Concern, concern, concerns, offered};
use super::reading::{LEAD_KINDS, value};
use super::{Imported, Saved, refuse_errors, sha256};
use crate::error::ImportError;
use crate::policy;
use crate::{App, Call, Result};
use sightline_store::{ImportDraft, NewPlan, SourceFile};

/// What is said about a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerInput {
    /// It is right as it was read.
    AsRead,
    /// These fields are to say something else; those that say what was read are no correction.
    Corrected(Vec<Correction>),
    /// It stays an open question of the plan.
    LeaveOpen,
    /// Whatever was said is taken back.
    TakeBack,
}

/// One question with everything that a person needs to settle it.
#[derive(Clone, Debug)]
pub struct QuestionView {
    /// The import it belongs to.
    pub import: ImportView,
    /// The question.
    pub question: Question,
    /// What can be put right.
    pub concerns: Vec<Concern>,
    /// Names that may be meant.
    pub offered: Vec<String>,
    /// How many other questions of the same code wait.
    pub alike: usize,
}

/// How an import in hand is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveImportInput {
    /// The handle wanted; made from the title when absent.
    pub handle: Option<String>,
    /// The day of the import; today when absent.
    pub on: Option<NaiveDate>,
    /// Adds the plan even when exactly these files are already imported.
    pub again: bool,
}

/// The kinds of lead that a person chooses from: code and words.
pub fn lead_kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    LEAD_KINDS.iter().map(|(_, code, words)| (*code, *words))
}

impl App {
    /// One question of an import in hand, with what can be put right about it.
    ///
    /// `other` is an item that the caller chose, when the question does not
    /// say which it is about.
    ///
    /// # Errors
    ///
    /// * [`ImportError::UnknownQuestion`] – the import has none of this number.
    /// * [`ImportError::UnknownItem`] – the plan as read has no such item.
    pub async fn import_question(
        &self,
        call: &Call,
        id: &str,
        number: usize,
        other: Option<&Item>,
    ) -> Result<QuestionView> {
        call.may(policy::Action::PlanImport)?;
        let draft = self.store.import_in_hand(id, owner(call)).await?;
        let (reading, mut answers) = parts(&draft)?;
        // The fields say what they would without this answer, with what is typed shown over them.
        answers.given.remove(&number);
        let plan = corrected(&reading, &answers, self.vocabulary.dates())?;
        let import = self.import_in_hand(call, id).await?;
        let question = import.questions.get(number.wrapping_sub(1)).cloned();
        let question = question.ok_or(ImportError::UnknownQuestion { number })?;
        let mut found = concerns(&plan, &question.problem);
        if let Some(item) = other {
            let unknown = || ImportError::UnknownItem { item: item.to_string(), field: "field".to_owned() };
            let chosen = concern(&plan, item.clone(), &[]).ok_or_else(unknown)?;
            found.retain(|concern| concern.item != *item);
            found.push(chosen);
        }
        let alike = import
            .questions
            .iter()
            .filter(|other| {
                other.number != number && other.given.is_none() && other.problem.code == question.problem.code
            })
            .count();
        Ok(QuestionView { offered: offered(&plan, &question.problem), concerns: found, import, question, alike })
    }

    /// Keeps what is said about a question.
    ///
    /// # Errors
    ///
    /// * [`ImportError::UnknownQuestion`] – the import has none of this number.
    /// * [`ImportError::NothingCorrected`] – every field says what was read.
    /// * [`ImportError::CorrectionUnreadable`], [`ImportError::UnknownItem`], [`Error::ReferenceTaken`](crate::Error::ReferenceTaken) – it cannot be put right so.
    pub async fn answer_question(&self, call: &Call, id: &str, number: usize, input: &AnswerInput) -> Result<()> {
        call.may(policy::Action::PlanImport)?;
        self.change_answers(call, id, |reading, answers| {
            let problem =
                reading.problems.get(number.wrapping_sub(1)).ok_or(ImportError::UnknownQuestion { number })?;
            answers.given.remove(&number);
            if let Some(given) = self.given(call, reading, answers, input)? {
                answers.given.insert(number, given);
            }
            Ok(json!({ "question": number, "code": problem.code, "answer": said(input) }))
        })
        .await
    }

    /// Says the same about every question of one code that waits; gives how many those were.
    ///
    /// # Errors
    ///
    /// [`ImportError::NothingCorrected`] – for a correction: questions are put right one by one.
    pub async fn answer_alike(&self, call: &Call, id: &str, code: &str, input: &AnswerInput) -> Result<usize> {
        call.may(policy::Action::PlanImport)?;
        if !matches!(input, AnswerInput::AsRead | AnswerInput::LeaveOpen) {
            return Err(ImportError::NothingCorrected.into());
        }
        let mut count = 0;
        self.change_answers(call, id, |reading, answers| {
            count = 0;
            for (number, problem) in (1..).zip(&reading.problems) {
                let waits = problem.code == code && problem.severity > Severity::Note;
                if waits
                    && !answers.given.contains_key(&number)
                    && let Some(given) = self.given(call, reading, answers, input)?
                {
                    answers.given.insert(number, given);
                    count += 1;
                }
            }
            Ok(json!({ "code": code, "answer": said(input), "questions": count }))
        })
        .await?;
        Ok(count)
    }

    /// Gives the plan another title, or says whose it is, before it is saved.
    pub async fn describe_import(&self, call: &Call, id: &str, title: &str, council: &str) -> Result<()> {
        call.may(policy::Action::PlanImport)?;
        self.change_answers(call, id, |reading, answers| {
            let detail = |field, value: &str| Correction { item: Item::Plan, field, value: value.to_owned() };
            answers.details = vec![detail(Field::Title, title), detail(Field::Council, council)];
            corrected(reading, answers, self.vocabulary.dates())?;
            Ok(json!({ "title": title, "council": council }))
        })
        .await
    }

    /// The plan just added from an import in hand, which is finished then; all of it or nothing.
    ///
    /// # Errors
    ///
    /// As [`App::import_plan`].
    pub async fn save_import(&self, call: &Call, id: &str, input: &SaveImportInput) -> Result<Saved> {
        call.may(policy::Action::PlanImport)?;
        let draft = self.store.import_in_hand(id, owner(call)).await?;
        let (reading, answers) = parts(&draft)?;
        let mut plan = corrected(&reading, &answers, self.vocabulary.dates())?;
        self.give_default_scale(&mut plan);
        let imported = Imported { plan, problems: settled_problems(reading, &answers) };
        refuse_errors(&imported, &draft.files)?;
        let sources: Vec<SourceFile> = self
            .store
            .files_in_hand(&draft.id)
            .await?
            .into_iter()
            .map(|file| SourceFile {
                sha256: sha256(&file.bytes),
                size_bytes: file.bytes.len() as u64,
                name: file.name,
            })
            .collect();
        let corrections: Vec<&String> = answers.given.values().flat_map(|given| &given.words).collect();
        let count = |answer| answers.given.values().filter(|given| given.answer == answer).count();
        let detail = json!({
            "files": sources.iter().map(|file| json!({ "name": file.name, "sha256": file.sha256 })).collect::<Vec<_>>(),
            "actions": imported.plan.actions.len(),
            "problems": imported.problems.len(),
            "as_read": count(GivenAnswer::AsRead),
            "corrected": count(GivenAnswer::Corrected),
            "left_open": count(GivenAnswer::LeftOpen),
            "corrections": corrections,
        });
        let new = NewPlan {
            plan: &imported.plan,
            handle: input.handle.as_deref(),
            on: input.on.unwrap_or(call.today),
            sources,
            problems: &imported.problems,
            allow_again: input.again,
            draft: Some(&draft.id),
        };
        let audit = call.audit(policy::Action::PlanImport, "plan", detail);
        let summary = self.store.add_plan(&new, audit).await?;
        self.settings.forget();
        Ok(Saved { summary, imported })
    }

    /// Changes what was said; when another window was faster, on what it left.
    async fn change_answers(
        &self,
        call: &Call,
        id: &str,
        mut change: impl FnMut(&Reading, &mut Answers) -> Result<serde_json::Value>,
    ) -> Result<()> {
        let mut tries = 3;
        loop {
            let mut draft: ImportDraft = self.store.import_in_hand(id, owner(call)).await?;
            let (reading, mut answers) = parts(&draft)?;
            let detail = change(&reading, &mut answers)?;
            draft.answers = to_json(&answers);
            let audit = call.audit(policy::Action::PlanImport, "import", detail);
            tries -= 1;
            match self.store.change_import(&draft, audit).await {
                Err(sightline_store::Error::DraftChanged) if tries > 0 => {}
                done => return Ok(done?),
            }
        }
    }

    /// What is kept of an answer; `None` when what was said is taken back.
    fn given(&self, call: &Call, reading: &Reading, answers: &Answers, input: &AnswerInput) -> Result<Option<Given>> {
        let given = |answer, corrections, words| {
            Some(Given { answer, corrections, words, by: call.actor.name.clone(), on: call.today })
        };
        Ok(match input {
            AnswerInput::TakeBack => None,
            AnswerInput::AsRead => given(GivenAnswer::AsRead, Vec::new(), Vec::new()),
            AnswerInput::LeaveOpen => given(GivenAnswer::LeftOpen, Vec::new(), Vec::new()),
            AnswerInput::Corrected(corrections) => {
                let dates = self.vocabulary.dates();
                let before = corrected(reading, answers, dates)?;
                let (corrections, words) = differing(&before, corrections)?;
                let given = given(GivenAnswer::Corrected, corrections, words);
                // Nothing is kept that could not be done.
                let mut tried = answers.clone();
                if let Some(given) = &given {
                    tried.given.insert(usize::MAX, given.clone());
                }
                corrected(reading, &tried, dates)?;
                given
            }
        })
    }
}

/// The corrections that change something, and what they do in words.
fn differing(before: &Plan, corrections: &[Correction]) -> Result<(Vec<Correction>, Vec<String>)> {
    let (mut kept, mut words) = (Vec::new(), Vec::new());
    for correction in corrections {
        let unknown = || ImportError::UnknownItem {
            item: correction.item.to_string(),
            field: correction.field.words().to_lowercase(),
        };
        let was = value(before, &correction.item, correction.field).ok_or_else(unknown)?;
        let same = |one: &str, other: &str| one.lines().map(str::trim).eq(other.trim().lines().map(str::trim));
        if !same(was.trim(), &correction.value) {
            words.push(correction.words(&was));
            kept.push(correction.clone());
        }
    }
    if kept.is_empty() { Err(ImportError::NothingCorrected.into()) } else { Ok((kept, words)) }
}

fn said(input: &AnswerInput) -> &'static str {
    match input {
        AnswerInput::AsRead => "as_read",
        AnswerInput::Corrected(_) => "corrected",
        AnswerInput::LeaveOpen => "left_open",
        AnswerInput::TakeBack => "taken_back",
    }
}

/// The items of a plan that a person may choose to put right, with their words, in the order of the plan.
#[must_use]
pub fn choices(plan: &Plan) -> Vec<(Item, String)> {
    let mut items = vec![(Item::Plan, format!("The plan: {}", plan.title))];
    let priority = |priority: &Priority| {
        let title = priority.title.as_deref().unwrap_or_default();
        (Item::Priority(priority.reference.clone()), format!("Priority {}: {title}", priority.reference))
    };
    let aim = |aim: &Aim| (Item::Aim(aim.reference.clone()), format!("Aim {}: {}", aim.reference, aim.title));
    let action = |action: &Action| {
        (Item::Action(action.reference.clone()), format!("Action {}: {}", action.reference, action.title()))
    };
    items.extend(plan.priorities.iter().map(priority));
    items.extend(plan.aims.iter().map(aim));
    items.extend(plan.actions.iter().map(action));
    items.extend(
        (1..)
            .zip(&plan.measures)
            .map(|(number, measure)| (Item::Measure(number), format!("Measure {number}: {}", measure.text))),
    );
    items
}
