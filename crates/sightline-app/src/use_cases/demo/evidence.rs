//! Evidence, theories of change and impact tests of the demonstration: `content/demo/evidence.toml`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use sightline_domain::impact_test::Found;
use sightline_domain::verdict::{EvidenceKind, Strength};

use super::script::{day, maybe_day, wrong};
use super::{Event, as_role};
use crate::use_cases::evidence::answer::EvidenceAnswerInput;
use crate::use_cases::evidence::give::NewEvidence;
use crate::use_cases::evidence::impact_tests::ConclusionInput;
use crate::use_cases::evidence::success_measures::BindingInput;
use crate::use_cases::evidence::theories::TheoryInput;
use crate::{App, Call, Result, Role};

const EVIDENCE: &str = include_str!("../../../../../content/demo/evidence.toml");

/// The files that are given, by name.
const FILES: &[(&str, &[u8])] = &[
    (
        "practice_model_dip_sample.csv",
        include_bytes!("../../../../../content/demo/evidence/practice_model_dip_sample.csv"),
    ),
    ("clinic_waiting_list.csv", include_bytes!("../../../../../content/demo/evidence/clinic_waiting_list.csv")),
];

/// One thing that happens to the evidence of an action.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// It is given, by somebody.
    Given {
        /// Reference of the action.
        action: String,
        /// Who gives it.
        by: String,
        /// What.
        new: NewEvidence,
    },
    /// A sponsor says how strongly it speaks.
    Answered {
        /// Reference of the action.
        action: String,
        /// The sponsor.
        sponsor: String,
        /// What it shows, by which it is found.
        title: String,
        /// How strongly it speaks.
        strength: Strength,
        /// Why.
        words: String,
    },
    /// Somebody says why an action should move a measure.
    Theory {
        /// Reference of the action.
        action: String,
        /// What.
        input: TheoryInput,
    },
    /// Somebody chooses the measure that shows a success measure.
    Bound {
        /// The success measure, in its words.
        words: String,
        /// The measure, by its id.
        measure: String,
        /// Why.
        reason: String,
    },
    /// Somebody concludes an impact test.
    Concluded {
        /// Reference of the action.
        action: String,
        /// Who.
        by: String,
        /// What.
        input: ConclusionInput,
    },
    /// The sponsor signs the first conclusion.
    Signed {
        /// Reference of the action.
        action: String,
        /// The sponsor.
        sponsor: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    evidence: Vec<Given>,
    theory: Vec<Written>,
    bound: Vec<Bound>,
    impact_test: Vec<Tested>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    action: String,
    kind: EvidenceKind,
    title: String,
    source: String,
    file: Option<String>,
    #[serde(deserialize_with = "day")]
    of: NaiveDate,
    #[serde(rename = "given_on", deserialize_with = "day")]
    on: NaiveDate,
    by: String,
    #[serde(default, deserialize_with = "maybe_day")]
    out_of_date_on: Option<NaiveDate>,
    answer: Option<Answered>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    strength: Strength,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    action: String,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    measure: String,
    because: String,
    #[serde(default, deserialize_with = "maybe_day")]
    shows_by: Option<NaiveDate>,
    #[serde(default)]
    might_worsen: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bound {
    words: String,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    measure: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tested {
    action: String,
    #[serde(deserialize_with = "day")]
    on: NaiveDate,
    by: String,
    found: FoundWord,
    reasons: String,
    evidence: Vec<String>,
    #[serde(default, deserialize_with = "maybe_day")]
    signed_on: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FoundWord {
    Shown,
    NotShown,
}

/// What happens, each with its day; `sponsors` are the names by priority.
pub(super) fn events(sponsors: &BTreeMap<String, String>) -> Result<Vec<(NaiveDate, Event)>> {
    let script: Script = toml::from_str(EVIDENCE).map_err(|cause| wrong(format!("evidence.toml: {cause}")))?;
    let sponsor = |action: &str| {
        let priority = action.split('.').next().unwrap_or_default();
        sponsors.get(priority).cloned().ok_or_else(|| wrong(format!("action {action} has no sponsor")))
    };
    let mut told = Vec::new();
    for given in script.evidence {
        let file = match &given.file {
            Some(name) => {
                let (_, bytes) = FILES
                    .iter()
                    .find(|(known, _)| known == name)
                    .ok_or_else(|| wrong(format!("there is no file {name}")))?;
                Some((name.clone(), bytes.to_vec()))
            }
            None => None,
        };
        if let Some(answer) = given.answer {
            let answered = Told::Answered {
                action: given.action.clone(),
                sponsor: sponsor(&given.action)?,
                title: given.title.clone(),
                strength: answer.strength,
                words: answer.words,
            };
            told.push((answer.on, answered));
        }
        let new = NewEvidence {
            kind: given.kind,
            title: given.title,
            source: given.source,
            on: given.of,
            out_of_date_on: given.out_of_date_on,
            file,
        };
        told.push((given.on, Told::Given { action: given.action, by: given.by, new }));
    }
    for written in script.theory {
        let Written { action, on, measure, because, shows_by, might_worsen } = written;
        told.push((on, Told::Theory { action, input: TheoryInput { measure, because, shows_by, might_worsen } }));
    }
    for Bound { words, on, measure, reason } in script.bound {
        told.push((on, Told::Bound { words, measure, reason }));
    }
    for tested in script.impact_test {
        if let Some(signed_on) = tested.signed_on {
            let signed = Told::Signed { action: tested.action.clone(), sponsor: sponsor(&tested.action)? };
            told.push((signed_on, signed));
        }
        let found = match tested.found {
            FoundWord::Shown => Found::ImpactShown,
            FoundWord::NotShown => Found::NotShown,
        };
        let input = ConclusionInput { found, reasons: tested.reasons, evidence: tested.evidence };
        told.push((tested.on, Told::Concluded { action: tested.action, by: tested.by, input }));
    }
    Ok(told.into_iter().map(|(on, told)| (on, Event::Evidence(Box::new(told)))).collect())
}

impl Told {
    /// Among the things of a day: after the links, and what is given before what is said of it.
    pub(super) fn order(&self) -> u8 {
        match self {
            Self::Given { .. } | Self::Theory { .. } | Self::Bound { .. } => 10,
            Self::Answered { .. } | Self::Concluded { .. } => 11,
            Self::Signed { .. } => 12,
        }
    }
}

impl App {
    /// Does one of these things, on the day of the clerk.
    pub(super) async fn tell_of_evidence(&self, clerk: &Call, plan: &str, told: Told) -> Result<()> {
        let manager = |name: &str| as_role(clerk, name, Role::ProgrammeManager);
        let sponsor = |name: &str| as_role(clerk, name, Role::Sponsor);
        match told {
            Told::Given { action, by, new } => {
                self.give_evidence(&manager(&by), plan, &action, &new).await?;
            }
            Told::Answered { action, sponsor: name, title, strength, words } => {
                let known = self.action_evidence(clerk, plan, &action, None).await?;
                let piece = known.pieces.iter().find(|piece| piece.given.title == title);
                let number = piece.ok_or_else(|| wrong(format!("nobody gave “{title}”")))?.number;
                let input = EvidenceAnswerInput { number, strength: Some(strength), words };
                self.answer_evidence(&sponsor(&name), plan, &action, &input).await?;
            }
            Told::Theory { action, input } => {
                self.write_theory(clerk, plan, &action, &input).await?;
            }
            Told::Bound { words, measure, reason } => {
                let known = self.success_measures(clerk, plan).await?;
                let line = known.lines.into_iter().find(|line| line.printed.words == words);
                let id = line.ok_or_else(|| wrong(format!("the plan does not print “{words}”")))?.id;
                let measure = Some(measure);
                let input = BindingInput { id, measure, action: None, from_on: None, target: None, reason };
                self.bind_success_measure(clerk, plan, &input).await?;
            }
            Told::Concluded { action, by, input } => {
                self.conclude_impact_test(&manager(&by), plan, &action, &input).await?;
            }
            Told::Signed { action, sponsor: name } => {
                self.answer_impact_test(&sponsor(&name), plan, &action, 1, None).await?;
            }
        }
        Ok(())
    }
}
