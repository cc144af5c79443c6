//! A plan document becomes a live plan: at once, or in hand until its questions are answered.

mod answer;
mod correct;
mod in_hand;
mod item;
mod questions;
mod reading;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde_json::json;
use sha2::{Digest, Sha256};
use sightline_documents::importers::plan::{self, ImportOptions, SourceBytes, Vocabulary};
use sightline_domain::plan::Plan;
use sightline_domain::{Problem, Severity};
use sightline_store::{NewPlan, PlanSummary, SourceFile};

use crate::policy;
use crate::{App, Call, Error, Result};

pub use answer::{AnswerInput, QuestionView, SaveImportInput, choices, lead_kinds};
pub use correct::Correction;
pub use in_hand::{Given, GivenAnswer, Heading, ImportView, LARGEST_IMPORT_BYTES, Question};
pub use item::{Field, Item, Shape};
pub use questions::Concern;

/// What to import, and how.
#[derive(Clone, Debug, Default)]
pub struct ImportInput {
    /// The files, in order; together they are one plan.
    pub files: Vec<SourceBytes>,
    /// Headings of this document with the field each means; wins over the vocabulary.
    pub heading_overrides: Vec<(String, String)>,
    /// The handle wanted; made from the title when absent.
    pub handle: Option<String>,
    /// The day of the import; today when absent.
    pub on: Option<NaiveDate>,
    /// Adds the plan even when exactly these files are already imported.
    pub again: bool,
}

/// What was read, before anything is saved.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The draft plan.
    pub plan: Plan,
    /// What a person should know about it.
    pub problems: Vec<Problem>,
}

/// What was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The plan in the store.
    pub summary: PlanSummary,
    /// What was read.
    pub imported: Imported,
}

/// What would be imported; nothing is opened and nothing saved.
pub fn import_dry_run(call: &Call, vocabulary: &Vocabulary, input: &ImportInput) -> Result<Imported> {
    call.may(policy::Action::PlanImport)?;
    read(vocabulary, input)
}

impl App {
    /// The plan just added, with its problems; all of it or nothing.
    ///
    /// # Errors
    ///
    /// * [`Error::Document`] – a file cannot be read at all.
    /// * [`Error::NothingFound`] – no action in any of them.
    /// * [`Error::ImportHasErrors`] – a problem of severity error.
    /// * [`Error::Store`] – already imported, handle taken, two actions with one reference.
    pub async fn import_plan(&self, call: &Call, input: &ImportInput) -> Result<Saved> {
        call.may(policy::Action::PlanImport)?;
        let mut imported = read(&self.vocabulary, input)?;
        self.give_default_scale(&mut imported.plan);
        let names: Vec<String> = input.files.iter().map(|file| file.name.clone()).collect();
        refuse_errors(&imported, &names)?;
        let sources: Vec<SourceFile> = input.files.iter().map(source_file).collect();
        let detail = json!({
            "files": sources.iter().map(|file| json!({ "name": file.name, "sha256": file.sha256 })).collect::<Vec<_>>(),
            "actions": imported.plan.actions.len(),
            "problems": imported.problems.len(),
        });
        let new = NewPlan {
            plan: &imported.plan,
            handle: input.handle.as_deref(),
            on: input.on.unwrap_or(call.today),
            sources,
            problems: &imported.problems,
            allow_again: input.again,
            draft: None,
        };
        let audit = call.audit(policy::Action::PlanImport, "plan", detail);
        let summary = self.store.add_plan(&new, audit).await?;
        self.settings.forget();
        Ok(Saved { summary, imported })
    }

    /// Gives a plan that prints no scale the one that the council has chosen for such plans.
    ///
    /// It is kept with the plan: a later choice does not change what its ratings mean.
    fn give_default_scale(&self, plan: &mut Plan) {
        let scales = &self.settings().scales;
        if plan.scales.is_empty() && scales.default.is_some() {
            plan.scales.push(scales.for_new_plans());
        }
    }
}

fn read(vocabulary: &Vocabulary, input: &ImportInput) -> Result<Imported> {
    let heading_overrides = input
        .heading_overrides
        .iter()
        .map(|(heading, given)| match vocabulary.field_named(given) {
            Some(field) => Ok((heading.clone(), field.to_owned())),
            None => Err(Error::UnknownField {
                given: given.clone(),
                known: vocabulary.fields().map(str::to_owned).collect(),
            }),
        })
        .collect::<Result<Vec<_>>>()?;
    let options = ImportOptions { heading_overrides, vocabulary };
    let read = plan::import(&input.files, &options)?;
    Ok(Imported { plan: read.plan, problems: read.problems })
}

/// Refuses what cannot be saved: a plan with errors, or without actions.
fn refuse_errors(imported: &Imported, files: &[String]) -> Result<()> {
    let errors: Vec<&Problem> = of_severity(&imported.problems, Severity::Error).collect();
    if let Some(first) = errors.first() {
        return Err(Error::ImportHasErrors {
            count: errors.len(),
            place: first.place.to_string(),
            help: first.help.clone(),
        });
    }
    if imported.plan.actions.is_empty() {
        return Err(Error::NothingFound { files: files.join(", ") });
    }
    Ok(())
}

fn of_severity(problems: &[Problem], severity: Severity) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(move |problem| problem.severity == severity)
}

fn source_file(file: &SourceBytes) -> SourceFile {
    SourceFile { name: file.name.clone(), sha256: sha256(&file.bytes), size_bytes: file.bytes.len() as u64 }
}

/// SHA-256 as 64 small hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |hex, byte| format!("{hex}{byte:02x}"))
}
