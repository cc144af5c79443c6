//! Scorecards: named selections of measures and case lists, in order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sightline_domain::content::{Faults, Text};

use super::nearest;

/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-M014";
/// A row opens nothing, or two things, or something that there is not.
const ROW: &str = "SL-M015";

/// A scorecard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scorecard {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Who reads it.
    pub audience: Option<String>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A section of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its rows, in order.
    pub rows: Vec<Row>,
}

/// A row: it opens one measure or one case list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The measure.
    pub measure: Option<String>,
    /// The case list.
    pub case_list: Option<String>,
    /// What it is called here; else the title of what it opens.
    pub label: Option<String>,
    /// The reference that the council's own scorecard prints for it.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    about: String,
    audience: Option<String>,
    #[serde(rename = "section")]
    sections: Vec<Section>,
}

/// The scorecards of the files `scorecards/<id>.toml`; a row that opens nothing is a fault, and left out.
pub(super) fn load(
    files: &BTreeMap<&str, &str>,
    is_measure: &dyn Fn(&str) -> bool,
    is_case_list: &dyn Fn(&str) -> bool,
    known: &[&str],
    faults: &mut Faults,
) -> BTreeMap<String, Scorecard> {
    let mut scorecards = BTreeMap::new();
    for (file, text) in files {
        let id = file.strip_prefix("scorecards/").and_then(|rest| rest.strip_suffix(".toml"));
        let Some(id) = id.filter(|id| !id.contains('/')) else { continue };
        let text = Text { file, text };
        let read = faults.read_toml(text, DOES_NOT_LOAD, "the scorecard was left out", "compare it with one beside it");
        let Some::<Written>(mut written) = read else { continue };
        for section in &mut written.sections {
            section.rows.retain(|row| {
                let (opens, what) = match (&row.measure, &row.case_list) {
                    (Some(id), None) if is_measure(id) => return true,
                    (None, Some(id)) if is_case_list(id) => return true,
                    (Some(id), None) => (id.as_str(), format!("there is no measure {id}")),
                    (None, Some(id)) => (id.as_str(), format!("there is no case list {id}")),
                    _ => ("", "a row opens one measure or one case list".to_owned()),
                };
                let at = text.text.find(&format!("\"{opens}\"")).unwrap_or(0);
                let near = nearest(opens, known.iter().copied());
                let next =
                    near.map_or_else(|| "name one that there is".to_owned(), |near| format!("did you mean {near}?"));
                faults.add((text, at), ROW, what, "the row was left out", next);
                false
            });
        }
        let Written { title, about, audience, sections } = written;
        scorecards.insert(id.to_owned(), Scorecard { id: id.to_owned(), title, about, audience, sections });
    }
    scorecards
}
