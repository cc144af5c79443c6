//! An import in hand: files that were read, questions that are answered one by one, and a plan at the end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sightline_documents::importers::plan::{ImportOptions, SourceBytes, printed_headings};
use sightline_domain::plan::Plan;
use sightline_domain::schedule::DateWords;
use sightline_domain::{Answer, Problem, Settled, Severity};
use sightline_store::{DraftFile, ImportDraft, NewDraft};

use super::correct::{Correction, correct_all};
use super::questions::is_about_columns;
use super::{ImportInput, read};
use crate::error::ImportError;
use crate::policy;
use crate::{App, Call, Error, Result};

/// The most that the files of one import may hold together, in bytes.
pub const LARGEST_IMPORT_BYTES: u64 = 25 << 20;

/// What was read of the files, kept with the import.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Reading {
    pub(super) plan: Plan,
    pub(super) problems: Vec<Problem>,
    pub(super) headings: Vec<Heading>,
    pub(super) chosen: Vec<(String, String)>,
    pub(super) refusal: Option<String>,
}

/// What people said so far, kept with the import.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Answers {
    /// By number of the question, counted from 1.
    pub(super) given: BTreeMap<usize, Given>,
    /// About the plan itself, without a question.
    pub(super) details: Vec<Correction>,
}

/// What somebody said about one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What was said.
    pub answer: GivenAnswer,
    /// What is corrected.
    pub corrections: Vec<Correction>,
    /// The same in words, one line each.
    pub words: Vec<String>,
    /// Who said it.
    pub by: String,
    /// The day it was said.
    pub on: NaiveDate,
}

/// What can be said about a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenAnswer {
    /// It is right as it was read.
    AsRead,
    /// It is put right.
    Corrected,
    /// It stays an open question of the plan.
    LeftOpen,
}

/// A heading printed over a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Its words.
    pub text: String,
    /// The field it is read as; absent when its cells are kept with the notes.
    pub field: Option<String>,
    /// True when a person has chosen it.
    pub is_chosen: bool,
}

/// One thing that was noticed, with what was said about it.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its number, counted from 1.
    pub number: usize,
    /// What was noticed.
    pub problem: Problem,
    /// True when it is about a column: that is chosen, not answered.
    pub is_about_columns: bool,
    /// What was said; absent while it waits.
    pub given: Option<Given>,
}

/// An import in hand.
#[derive(Clone, Debug)]
pub struct ImportView {
    /// Identifier, for addresses.
    pub id: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// Names of its files, in order.
    pub files: Vec<String>,
    /// The plan as it would be saved now.
    pub plan: Plan,
    /// Everything that was noticed, in order.
    pub questions: Vec<Question>,
    /// The headings over its columns.
    pub headings: Vec<Heading>,
    /// Why no plan was found in the files, until the columns are chosen.
    pub refusal: Option<String>,
}

impl ImportView {
    /// The questions that were answered or left open, and all of them.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let questions = || self.questions.iter().filter(|question| question.problem.severity == Severity::Question);
        (questions().filter(|question| question.given.is_some()).count(), questions().count())
    }

    /// The first question after `number` that waits for an answer, or else the first of all.
    #[must_use]
    pub fn next_after(&self, number: usize) -> Option<usize> {
        let waits = |question: &&Question| {
            question.given.is_none() && question.problem.severity == Severity::Question && !question.is_about_columns
        };
        let mut waiting = self.questions.iter().filter(waits).map(|question| question.number);
        let first = waiting.clone().next();
        waiting.find(|waiting| *waiting > number).or(first)
    }
}

impl App {
    /// The import just begun with these files.
    ///
    /// Files in which no table of actions is found are kept too, as long as
    /// they have columns that a person can choose from and do not look like
    /// another kind of document.
    ///
    /// # Errors
    ///
    /// * [`ImportError::NoFiles`], [`ImportError::FilesTooLarge`] – nothing, or too much.
    /// * [`Error::Document`] – a file cannot be read at all.
    pub async fn begin_import(&self, call: &Call, files: Vec<SourceBytes>) -> Result<ImportView> {
        call.may(policy::Action::PlanImport)?;
        let size_bytes: u64 = files.iter().map(|file| file.bytes.len() as u64).sum();
        if files.is_empty() {
            return Err(ImportError::NoFiles.into());
        }
        if size_bytes > LARGEST_IMPORT_BYTES {
            let (size_mib, limit_mib) = (size_bytes.div_ceil(1 << 20), LARGEST_IMPORT_BYTES >> 20);
            return Err(ImportError::FilesTooLarge { size_mib, limit_mib }.into());
        }
        let reading = self.reading(call, &files, Vec::new())?;
        let answers = Answers::default();
        let detail = serde_json::json!({ "begun": names(&files), "problems": reading.problems.len() });
        let new = NewDraft {
            owner: owner(call),
            files: files.into_iter().map(|file| DraftFile { name: file.name, bytes: file.bytes }).collect(),
            reading: to_json(&reading),
            answers: to_json(&answers),
        };
        let draft = self.store.begin_import(new, call.audit(policy::Action::PlanImport, "import", detail)).await?;
        self.import_view(&draft)
    }

    /// The imports that the caller has in hand, the latest first.
    pub async fn imports_in_hand(&self, call: &Call) -> Result<Vec<ImportView>> {
        call.may(policy::Action::PlanImport)?;
        let drafts = self.store.imports_in_hand(owner(call), call.at).await?;
        drafts.iter().map(|draft| self.import_view(draft)).collect()
    }

    /// One import that the caller has in hand.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – there is none of this identifier, or it is somebody else's.
    pub async fn import_in_hand(&self, call: &Call, id: &str) -> Result<ImportView> {
        call.may(policy::Action::PlanImport)?;
        self.import_view(&self.store.import_in_hand(id, owner(call)).await?)
    }

    /// Reads the files again with a field chosen for some of their headings.
    ///
    /// Questions that are asked as before keep their answers.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownField`] – a heading cannot mean that.
    pub async fn choose_columns(&self, call: &Call, id: &str, chosen: Vec<(String, String)>) -> Result<ImportView> {
        call.may(policy::Action::PlanImport)?;
        let mut draft = self.store.import_in_hand(id, owner(call)).await?;
        let files = self.store.files_in_hand(&draft.id).await?;
        let files: Vec<SourceBytes> =
            files.into_iter().map(|file| SourceBytes { name: file.name, bytes: file.bytes }).collect();
        let (before, answers) = parts(&draft)?;
        let reading = self.reading(call, &files, chosen)?;
        let answers = carried_over(self.vocabulary.dates(), &before, &reading, answers);
        let detail = serde_json::json!({ "columns": &reading.chosen, "problems": reading.problems.len() });
        draft.reading = to_json(&reading);
        draft.answers = to_json(&answers);
        self.store.change_import(&draft, call.audit(policy::Action::PlanImport, "import", detail)).await?;
        self.import_view(&self.store.import_in_hand(id, owner(call)).await?)
    }

    /// Removes an import in hand, its files and its answers.
    pub async fn discard_import(&self, call: &Call, id: &str) -> Result<()> {
        call.may(policy::Action::PlanImport)?;
        let draft = self.store.import_in_hand(id, owner(call)).await?;
        let detail = serde_json::json!({ "discarded": draft.files });
        let audit = call.audit(policy::Action::PlanImport, "import", detail);
        Ok(self.store.discard_import(&draft, audit).await?)
    }

    /// The names of the fields that a heading can mean.
    pub fn heading_fields(&self) -> Vec<String> {
        self.vocabulary.fields().map(str::to_owned).collect()
    }

    fn reading(&self, call: &Call, files: &[SourceBytes], chosen: Vec<(String, String)>) -> Result<Reading> {
        let input = ImportInput { files: files.to_vec(), heading_overrides: chosen.clone(), ..ImportInput::default() };
        let options = ImportOptions { heading_overrides: chosen.clone(), vocabulary: &self.vocabulary };
        let headings = || -> Result<Vec<Heading>> {
            let found = printed_headings(files, &options)?;
            let is_chosen = |text: &str| chosen.iter().any(|(heading, _)| heading == text);
            Ok(found
                .into_iter()
                .map(|heading| Heading {
                    is_chosen: is_chosen(&heading.text),
                    text: heading.text,
                    field: heading.field.filter(|field| field != NOTES),
                })
                .collect())
        };
        call.may(policy::Action::PlanImport)?;
        match read(&self.vocabulary, &input) {
            Ok(found) => {
                let (plan, problems) = (found.plan, found.problems);
                Ok(Reading { headings: headings()?, plan, problems, chosen, refusal: None })
            }
            Err(Error::Document(error @ sightline_documents::Error::NoActionTable { looks_like: None })) => {
                let headings = headings()?;
                if headings.len() < 2 {
                    return Err(error.into());
                }
                let refusal = Some(error.to_string());
                Ok(Reading { headings, chosen, refusal, ..Reading::default() })
            }
            Err(error) => Err(error),
        }
    }

    fn import_view(&self, draft: &ImportDraft) -> Result<ImportView> {
        let (reading, answers) = parts(draft)?;
        let plan = corrected(&reading, &answers, self.vocabulary.dates())?;
        let questions = (1..)
            .zip(reading.problems)
            .map(|(number, problem)| Question {
                number,
                is_about_columns: is_about_columns(&problem),
                given: answers.given.get(&number).cloned(),
                problem,
            })
            .collect();
        Ok(ImportView {
            id: draft.id.to_string(),
            created_at: draft.created_at,
            files: draft.files.clone(),
            plan,
            questions,
            headings: reading.headings,
            refusal: reading.refusal,
        })
    }
}

/// The field whose cells are kept beside the action: what an unknown heading amounts to.
const NOTES: &str = "notes";

/// Whose an import in hand is.
pub(super) fn owner(call: &Call) -> &str {
    call.actor.account.as_deref().unwrap_or(&call.actor.name)
}

/// The plan with every correction made.
pub(super) fn corrected(reading: &Reading, answers: &Answers, words: &DateWords) -> Result<Plan> {
    let mut plan = reading.plan.clone();
    let given = answers.given.values().flat_map(|given| &given.corrections);
    correct_all(&mut plan, words, answers.details.iter().chain(given))?;
    Ok(plan)
}

/// The problems as they are kept with the plan: settled or open.
pub(super) fn settled_problems(reading: Reading, answers: &Answers) -> Vec<Problem> {
    (1..)
        .zip(reading.problems)
        .map(|(number, mut problem)| {
            let given: Option<&Given> = answers.given.get(&number);
            problem.settled = given.and_then(|given| {
                let answer = match given.answer {
                    GivenAnswer::AsRead => Answer::AsRead,
                    GivenAnswer::Corrected => Answer::Corrected,
                    GivenAnswer::LeftOpen => return None,
                };
                Some(Settled { answer, by: given.by.clone(), on: given.on, corrections: given.words.clone() })
            });
            problem
        })
        .collect()
}

/// What was said about questions that are asked as before, and can still be done.
fn carried_over(words: &DateWords, before: &Reading, reading: &Reading, mut answers: Answers) -> Answers {
    let same = |one: &Problem, other: &Problem| {
        (&one.code, &one.place, &one.seen, &one.about) == (&other.code, &other.place, &other.seen, &other.about)
    };
    let mut kept = Answers { given: BTreeMap::new(), details: std::mem::take(&mut answers.details) };
    let mut taken = BTreeSet::new();
    for (number, given) in answers.given {
        let Some(asked) = before.problems.get(number - 1) else { continue };
        let place = (1..).zip(&reading.problems).find(|(at, problem)| !taken.contains(at) && same(asked, problem));
        if let Some((at, _)) = place {
            taken.insert(at);
            kept.given.insert(at, given);
            if corrected(reading, &kept, words).is_err() {
                kept.given.remove(&at);
            }
        }
    }
    kept
}

pub(super) fn parts(draft: &ImportDraft) -> Result<(Reading, Answers)> {
    let unreadable = |error: serde_json::Error| sightline_store::Error::Unreadable {
        table: "import_draft",
        what: error.to_string(),
    };
    let reading = serde_json::from_str(&draft.reading).map_err(unreadable)?;
    let answers = serde_json::from_str(&draft.answers).map_err(unreadable)?;
    Ok((reading, answers))
}

pub(super) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("keys are text or numbers, and no value refuses")
}

fn names(files: &[SourceBytes]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}
