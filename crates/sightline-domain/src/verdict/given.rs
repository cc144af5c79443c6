//! Evidence that a person gave, with what its sponsor said and whether it was taken back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Acceptance, EvidenceItem, EvidenceKind, Strength};

/// A piece of evidence beside the figures of measures, as a person gave it to an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenEvidence {
    /// Reference of the action.
    pub action: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// What it shows, in a sentence.
    pub title: String,
    /// Where it comes from: the meeting and its reference, the audit, who said it and how.
    pub source: String,
    /// The file, of a document.
    pub file: Option<EvidenceFile>,
    /// The day that it is of.
    pub on: NaiveDate,
    /// The first day on which it is out of date; null when it never is.
    pub out_of_date_on: Option<NaiveDate>,
    /// Who gave it.
    pub by: String,
    /// The day on which it was given.
    pub known_on: NaiveDate,
    /// What the sponsor said; null while nobody has.
    pub answer: Option<EvidenceAnswer>,
    /// How it was taken back; null while it stands.
    pub withdrawal: Option<EvidenceWithdrawal>,
}

/// A file that is kept beside the action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// Its number among the files of the plan, by which it is opened.
    pub number: u64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes as 64 small hexadecimal digits.
    pub sha256: String,
}

/// What a sponsor said of a piece of evidence; said once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAnswer {
    /// How strongly it speaks; null when it was declined.
    pub strength: Option<Strength>,
    /// Why; may be empty when it was accepted.
    pub words: String,
    /// Who said it.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
}

/// How a piece of evidence was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceWithdrawal {
    /// Why.
    pub reason: String,
    /// Who took it back.
    pub by: String,
    /// The day from which it no longer stands.
    pub on: NaiveDate,
}

/// How a piece of evidence stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// The sponsor has not said anything.
    Waiting,
    /// The sponsor accepted it, and it is in date.
    Accepted,
    /// The sponsor declined it.
    Declined,
    /// Its day has passed.
    OutOfDate,
    /// It was taken back.
    Withdrawn,
}

impl EvidenceState {
    /// The state in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for the sponsor",
            Self::Accepted => "Accepted",
            Self::Declined => "Declined",
            Self::OutOfDate => "Out of date",
            Self::Withdrawn => "Taken back",
        }
    }
}

impl GivenEvidence {
    /// As it was known on a day; `None` when it had not been given by then.
    #[must_use]
    pub fn as_known_on(&self, day: NaiveDate) -> Option<Self> {
        (self.known_on <= day).then(|| Self {
            answer: self.answer.clone().filter(|answer| answer.on <= day),
            withdrawal: self.withdrawal.clone().filter(|withdrawal| withdrawal.on <= day),
            ..self.clone()
        })
    }

    /// How it stands on a day.
    #[must_use]
    pub fn state_on(&self, day: NaiveDate) -> EvidenceState {
        let answer = self.answer.as_ref().filter(|answer| answer.on <= day);
        if self.withdrawal.as_ref().is_some_and(|withdrawal| withdrawal.on <= day) {
            EvidenceState::Withdrawn
        } else if self.out_of_date_on.is_some_and(|on| on <= day) {
            EvidenceState::OutOfDate
        } else {
            match answer.map(|answer| answer.strength) {
                None => EvidenceState::Waiting,
                Some(None) => EvidenceState::Declined,
                Some(Some(_)) => EvidenceState::Accepted,
            }
        }
    }

    /// True when the sponsor declined it.
    #[must_use]
    pub fn is_declined(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.strength.is_none())
    }

    /// What a verdict is given of it, under the number that it is kept by.
    #[must_use]
    pub fn item(&self, number: u64) -> EvidenceItem {
        let accepted = self.answer.as_ref().and_then(|answer| {
            let strength = answer.strength?;
            Some(Acceptance { strength, on: answer.on })
        });
        EvidenceItem {
            id: number.to_string(),
            kind: self.kind,
            title: self.title.clone(),
            on: self.on,
            known_on: self.known_on,
            accepted,
            out_of_date_on: self.out_of_date_on,
            withdrawn_on: self.withdrawal.as_ref().map(|withdrawal| withdrawal.on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn given() -> GivenEvidence {
        GivenEvidence {
            action: "1.1".to_owned(),
            kind: EvidenceKind::Document,
            title: "Twelve of fifteen families say that they are seen sooner".to_owned(),
            source: "Survey of September".to_owned(),
            file: None,
            on: day("2026-09-30"),
            out_of_date_on: Some(day("2027-09-30")),
            by: "Ada Fenwick".to_owned(),
            known_on: day("2026-10-05"),
            answer: Some(EvidenceAnswer {
                strength: Some(Strength::Fair),
                words: String::new(),
                by: "Tobias Merrick".to_owned(),
                on: day("2026-10-12"),
            }),
            withdrawal: Some(EvidenceWithdrawal {
                reason: "Two answers were counted twice".to_owned(),
                by: "Ada Fenwick".to_owned(),
                on: day("2026-11-02"),
            }),
        }
    }

    #[test]
    fn evidence_stands_on_each_day_as_it_was_known_then() {
        let given = given();
        assert_eq!(given.as_known_on(day("2026-10-04")), None);
        for (on, state) in [
            ("2026-10-05", EvidenceState::Waiting),
            ("2026-10-12", EvidenceState::Accepted),
            ("2026-11-02", EvidenceState::Withdrawn),
        ] {
            let known = given.as_known_on(day(on)).unwrap();
            assert_eq!((known.state_on(day(on)), given.state_on(day(on))), (state, state), "{on}");
            assert_eq!(known.item(7).counts_on(day(on)), state == EvidenceState::Accepted, "{on}");
        }
        let kept = GivenEvidence { withdrawal: None, ..given };
        assert_eq!(kept.state_on(day("2027-09-29")), EvidenceState::Accepted);
        assert_eq!(kept.state_on(day("2027-09-30")), EvidenceState::OutOfDate);
    }

    #[test]
    fn what_the_sponsor_declined_counts_for_nothing_whatever_its_kind() {
        let declined = EvidenceAnswer { strength: None, ..given().answer.unwrap() };
        for kind in EvidenceKind::ALL {
            let given = GivenEvidence { kind, answer: Some(declined.clone()), withdrawal: None, ..given() };
            assert_eq!(given.state_on(day("2026-10-20")), EvidenceState::Declined);
            assert!(!given.item(1).counts_on(day("2026-10-20")), "{kind:?}");
        }
    }
}
