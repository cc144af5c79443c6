//! What is wrong with what is said of evidence, of success measures and of impact tests.

use sightline_domain::refusal::Refusal;

/// Why something about evidence could not be done; nothing was saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The action has no such piece of evidence.
    #[error("action {action} has no piece of evidence {number}")]
    UnknownEvidence {
        /// Reference of the action.
        action: String,
        /// What was asked for.
        number: u64,
    },
    /// Whoever gave evidence does not say how strongly it speaks.
    #[error("you gave this piece of evidence yourself, so somebody else has to accept it")]
    OwnEvidence,
    /// The sponsor has said something already.
    #[error("{by} {did} this piece of evidence")]
    Answered {
        /// Who.
        by: String,
        /// What that person did, such as `accepted`.
        did: &'static str,
    },
    /// It was taken back.
    #[error("{by} took this piece of evidence back")]
    TakenBack {
        /// Who.
        by: String,
    },
    /// A document without its file.
    #[error("a document is given without its file")]
    NoFile,
    /// It would be out of date before it is given.
    #[error("it would be out of date before it is given")]
    OutOfDateAtOnce,
    /// Evidence of this kind is not given by hand.
    #[error("a measure is not given as evidence: it is linked")]
    NotGivenByHand,
    /// The plan does not print this success measure, or no longer.
    #[error("the plan prints no such success measure")]
    UnknownSuccessMeasure,
    /// A theory names a measure that the action is not linked with, or one that it moves as one that it worsens.
    #[error("{measure} cannot stand in this theory of change")]
    TheoryUnfit {
        /// The measure, by its id.
        measure: String,
    },
    /// The action's impact is not to be tested.
    #[error("no day is set by which the impact of action {action} is tested")]
    NoImpactTest {
        /// Reference of the action.
        action: String,
    },
    /// The test does not stand so that this can be done.
    #[error("{}", .0.what)]
    Refused(Refusal),
}

impl EvidenceError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownEvidence { .. } => "SL-A410",
            Self::OwnEvidence => "SL-A411",
            Self::Answered { .. } => "SL-A412",
            Self::TakenBack { .. } => "SL-A413",
            Self::NoFile => "SL-A414",
            Self::OutOfDateAtOnce => "SL-A415",
            Self::NotGivenByHand => "SL-A416",
            Self::UnknownSuccessMeasure => "SL-A417",
            Self::TheoryUnfit { .. } => "SL-A418",
            Self::NoImpactTest { .. } => "SL-A419",
            Self::Refused(refusal) => refusal.code,
        }
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::UnknownEvidence { .. } => "Open the evidence of the action and choose one of it.",
            Self::OwnEvidence => "Ask another sponsor of the priority.",
            Self::Answered { .. } => "Read what was said. To have it looked at again, take it back and give it anew.",
            Self::TakenBack { .. } => "Give it again if it holds after all.",
            Self::NoFile => "Choose the file.",
            Self::OutOfDateAtOnce => "Give a later day, or leave it empty when it does not go out of date.",
            Self::NotGivenByHand => "Link the measure with the action.",
            Self::UnknownSuccessMeasure => "Open the list of success measures again: the plan may have been amended.",
            Self::TheoryUnfit { .. } => {
                "Link the measure with the action first, and name others as those that might get worse."
            }
            Self::NoImpactTest { .. } => "Amend the action's timescale so that it says by when impact is tested.",
            Self::Refused(refusal) => return refusal.next.clone(),
        }
        .to_owned()
    }
}
