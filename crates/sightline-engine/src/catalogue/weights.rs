//! How much a case of each kind weighs: `content/reference/caseload_weights.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use sightline_domain::content::{Faults, Text};

/// The file, by its path from `content/`.
pub(crate) const FILE: &str = "reference/caseload_weights.toml";
/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-M060";
/// The most that a case may weigh.
const HEAVIEST: f64 = 100.0;

/// The weight of each kind of case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseWeights {
    /// In the order of the file.
    pub kinds: Vec<CaseWeight>,
}

/// The weight of one kind of case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseWeight {
    /// The kind, as the query of the list names it.
    pub kind: String,
    /// What it weighs, in hundredths.
    pub hundredths: u32,
    /// Why it weighs that.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[expect(dead_code, reason = "for whoever reads the file")]
    title: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    checked_on: toml::value::Datetime,
    weights: Vec<toml::Spanned<WrittenWeight>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWeight {
    kind: String,
    weight: f64,
    reason: String,
}

impl CaseWeights {
    /// The weights of the file; none where there is no file.
    pub(super) fn load(files: &BTreeMap<&str, &str>, faults: &mut Faults) -> Self {
        const WHY: &str = "caseloads could not be compared";
        let Some(text) = files.get(FILE).map(|text| Text { file: FILE, text }) else { return Self::default() };
        let next = "write `{ kind = \"…\", weight = 1.0, reason = \"…\" }` for each kind";
        let Some::<Written>(written) = faults.read_toml(text, DOES_NOT_LOAD, WHY, next) else {
            return Self::default();
        };
        let mut weights = Self::default();
        for weight in written.weights {
            let at = (text, weight.span().start);
            let WrittenWeight { kind, weight, reason } = weight.into_inner();
            let Some(hundredths) = hundredths(weight) else {
                let what = format!("{kind} cannot weigh {weight}");
                faults.add(at, DOES_NOT_LOAD, what, WHY, "write a number from 0 to 100 with at most two places");
                continue;
            };
            if reason.trim().is_empty() {
                let what = format!("nothing says why {kind} weighs {weight}");
                faults.add(at, DOES_NOT_LOAD, what, WHY, "give a reason that workers would accept");
            }
            if weights.of(&kind).is_some() {
                let what = format!("{kind} has two weights");
                faults.add(at, DOES_NOT_LOAD, what, WHY, "take one of them out");
                continue;
            }
            weights.kinds.push(CaseWeight { kind, hundredths, reason });
        }
        weights
    }

    /// What a case of this kind weighs, in hundredths.
    #[must_use]
    pub fn of(&self, kind: &str) -> Option<u32> {
        self.kinds.iter().find(|known| known.kind == kind).map(|known| known.hundredths)
    }
}

/// The weight in hundredths; `None` when it is negative, too heavy, or has more places.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was held between 0 and 100 before")]
fn hundredths(weight: f64) -> Option<u32> {
    let hundredths = (weight * 100.0).round();
    let is_whole = (weight * 100.0 - hundredths).abs() < 1e-6;
    ((0.0..=HEAVIEST).contains(&weight) && is_whole).then_some(hundredths as u32)
}
