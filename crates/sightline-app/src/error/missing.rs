//! What an update lacks before the best level of its scale can be taken.

use sightline_domain::verdict::BlueLack;

/// Something that the best level of a scale needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// What it rests on.
    Evidence,
    /// What happened.
    Note,
    /// How it is going to last.
    Sustained,
    /// A milestone that is not complete.
    Milestone(String),
    /// The action is not complete.
    Complete,
    /// What the verdict on the action's impact lacks.
    Verdict(BlueLack),
}

impl Missing {
    /// What is missing, as it stands before "is missing".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Evidence => "the evidence".to_owned(),
            Self::Note => "a note of what happened".to_owned(),
            Self::Sustained => "how it is going to last".to_owned(),
            Self::Milestone(text) => format!("the milestone `{text}`"),
            Self::Complete => "that the action is complete".to_owned(),
            Self::Verdict(lack) => lack_words(lack),
        }
    }
}

/// What a verdict lacks for the best level.
fn lack_words(lack: &BlueLack) -> String {
    match lack {
        BlueLack::NotGreen => "measures that support green".to_owned(),
        BlueLack::NotAllGood(names) => format!("that {} improves or holds", names.join(" and ")),
        BlueLack::NotSustained(names) => format!("three months at the target of {}", names.join(" and ")),
        BlueLack::Kinds(0) => "two kinds of evidence in date".to_owned(),
        BlueLack::Kinds(_) => "a second kind of evidence, in date and accepted by the sponsor".to_owned(),
    }
}

pub(super) fn missing_words(missing: &[Missing]) -> String {
    let words: Vec<String> = missing.iter().map(Missing::words).collect();
    let verb = if words.len() == 1 { "is" } else { "are" };
    let listed = match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    format!("{listed} {verb}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn an_unsupported_blue_names_what_is_missing_and_how_to_give_it() {
        let error = Error::BlueUnsupported {
            action: "1.2".to_owned(),
            level: "Blue".to_owned(),
            missing: vec![Missing::Evidence, Missing::Sustained],
        };
        assert_eq!(
            error.to_string(),
            "action 1.2 cannot be rated Blue yet: the evidence and how it is going to last are missing"
        );
        assert!(error.help().contains("name the evidence; say how it will last"), "{}", error.help());
    }
}
