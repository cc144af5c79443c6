//! Definitions of measures and case lists as files: checked, begun, and listed on a page.
//!
//! These are tools for whoever writes definitions. They read and write files
//! of definitions only: no record, no database.

mod new_measure;
mod page;

use std::path::{Path, PathBuf};

use sightline_domain::content::Fault;
use sightline_engine::{Catalogue, Error as EngineError};

pub use new_measure::new_measure;
pub use page::reference_page;

use crate::figures::{catalogue, own_definitions};
use crate::{Error, Result};

/// What checking definitions gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefinitionCheck {
    /// Measures that load.
    pub measures: usize,
    /// Case lists that load.
    pub case_lists: usize,
    /// Cases that were run.
    pub cases: usize,
    /// What is wrong, in the order of the files.
    pub faults: Vec<DefinitionFault>,
}

/// One thing that is wrong, with the line that it points into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionFault {
    /// What is wrong, why it matters, what to do.
    pub fault: Fault,
    /// The file; none for one that is built in.
    pub path: Option<PathBuf>,
    /// The text of the line; none when the file is not there or empty.
    pub line: Option<String>,
}

/// Loads the definitions that are built in and those of a folder, which win, and runs the cases.
///
/// `ids` are the measures and case lists that are meant; all, when there are none.
///
/// # Errors
///
/// * [`Error::File`] – a file of the folder cannot be read.
/// * [`Error::Engine`] – there is no measure and no case list of an id.
pub async fn check(content: &Path, ids: &[String]) -> Result<DefinitionCheck> {
    let own = own_definitions(content)?;
    let pointed = |fault: Fault| located(fault, content, &own);
    let catalogue = match catalogue(&own).await {
        Ok(catalogue) => catalogue,
        Err(Error::Engine(EngineError::Definitions(faults))) => {
            let faults = faults.into_iter().map(pointed).collect();
            return Ok(DefinitionCheck { faults, ..DefinitionCheck::default() });
        }
        Err(error) => return Err(error),
    };
    let mut faults: Vec<Fault> = catalogue
        .faults()
        .iter()
        .filter(|fault| ids.is_empty() || ids.iter().any(|id| is_of(fault, id)))
        .cloned()
        .collect();
    let texts = own.iter().filter(|(name, _)| name.ends_with("/measure.toml"));
    let unsaid = texts.flat_map(|(name, text)| new_measure::unsaid(name, text));
    faults.extend(unsaid.filter(|fault| ids.is_empty() || ids.iter().any(|id| is_of(fault, id))));
    let mut cases = 0;
    if ids.is_empty() {
        let checked = catalogue.check_cases(None).await?;
        cases += checked.run;
        faults.extend(checked.faults);
    }
    for id in ids {
        // A definition that does not load has no cases, and its faults say why.
        if !loads(&catalogue, id) && faults.iter().any(|fault| is_of(fault, id)) {
            continue;
        }
        let checked = catalogue.check_cases(Some(id.as_str())).await?;
        cases += checked.run;
        faults.extend(checked.faults);
    }
    let meant = |id: &str| ids.is_empty() || ids.iter().any(|given| given == id);
    Ok(DefinitionCheck {
        measures: catalogue.measures().filter(|measure| meant(&measure.id)).count(),
        case_lists: catalogue.case_lists().filter(|list| meant(&list.id)).count(),
        cases,
        faults: faults.into_iter().map(pointed).collect(),
    })
}

fn loads(catalogue: &Catalogue, id: &str) -> bool {
    catalogue.measure(id).is_ok() || catalogue.case_list(id).is_ok()
}

/// Whether a fault is in the folder of a definition.
fn is_of(fault: &Fault, id: &str) -> bool {
    let mut parts = fault.file.split('/');
    parts.next().is_some_and(|kind| matches!(kind, "measures" | "case_lists")) && parts.next() == Some(id)
}

fn located(fault: Fault, content: &Path, own: &[(String, String)]) -> DefinitionFault {
    let of_folder = own.iter().find(|(name, _)| *name == fault.file).map(|(_, text)| text.as_str());
    let path = content.join(&fault.file);
    // A file that is missing is looked for where the others of its folder are.
    let folder = fault.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_own = of_folder.is_some() || own.iter().any(|(name, _)| name.starts_with(&format!("{folder}/")));
    let built_in = || Catalogue::built_in_files().iter().find(|(name, _)| *name == fault.file).map(|(_, text)| *text);
    let text = of_folder.or_else(built_in).unwrap_or_default();
    let line = text.lines().nth(fault.line.saturating_sub(1)).map(str::to_owned);
    DefinitionFault { path: is_own.then_some(path), line: line.filter(|line| !line.trim().is_empty()), fault }
}

#[cfg(test)]
mod tests;
