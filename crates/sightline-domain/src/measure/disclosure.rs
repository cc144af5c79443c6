//! Who may see how small a number: the rules of `content/reference/disclosure.toml`.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Window;
use crate::calendar::ReferenceFault;

static BUILT_IN: LazyLock<Disclosure> = LazyLock::new(|| {
    Disclosure::from_toml(include_str!("../../../../content/reference/disclosure.toml")).expect("a tested file")
});

/// Who looks at a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those who may see children's records, and the board in private.
    Authorised,
    /// Partners.
    Partners,
    /// Everybody.
    Public,
}

/// What is hidden from one audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRule {
    /// Who they are, in words.
    pub title: String,
    /// Counts from 1 to this are hidden; 0 hides nothing.
    pub hide_up_to: u64,
    /// Counts that are shown are rounded to the nearest multiple of this.
    pub round_to: u64,
    /// Decimal places of percentages, rates and averages.
    pub places: u8,
    /// How long the periods are that figures are released for.
    pub released_by: Window,
}

/// The rules, with their source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Where the rules come from.
    pub source: String,
    /// The day on which they were compared with their source.
    pub checked_on: NaiveDate,
    authorised: DisclosureRule,
    partners: DisclosureRule,
    public: DisclosureRule,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisclosureFile {
    source: String,
    #[serde(deserialize_with = "crate::calendar::toml_day")]
    checked_on: NaiveDate,
    authorised: DisclosureRule,
    partners: DisclosureRule,
    public: DisclosureRule,
}

impl Disclosure {
    /// The rules in `content/reference/disclosure.toml`.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The rules in a text of the form of `content/reference/disclosure.toml`.
    ///
    /// # Errors
    ///
    /// [`ReferenceFault`] – not TOML, hiding only the number 1, rounding to nothing, releases by windows that share months, or an audience
    /// from which less is hidden than from those before it.
    pub fn from_toml(text: &str) -> Result<Self, ReferenceFault> {
        let file: DisclosureFile = crate::calendar::read_reference(text)?;
        let DisclosureFile { source, checked_on, authorised, partners, public } = file;
        for (name, rule) in [("authorised", &authorised), ("partners", &partners), ("public", &public)] {
            let fault = |what: String| Err(ReferenceFault::at(text, &format!("[{name}]"), what));
            if rule.round_to == 0 {
                return fault(format!("`round_to` of `{name}` is 0; write 1 to round nothing."));
            }
            if rule.hide_up_to == 1 {
                return fault(format!(
                    "`hide_up_to` of `{name}` is 1, so that what is hidden can only be 1; write 2 or more."
                ));
            }
            if rule.places > 6 {
                return fault(format!("`places` of `{name}` is more than 6."));
            }
            if !matches!(rule.released_by, Window::Month | Window::Quarter) {
                return fault(format!(
                    "`released_by` of `{name}` must be `month` or `quarter`; longer windows overlap."
                ));
            }
        }
        for (name, wider, narrower) in [("partners", &partners, &authorised), ("public", &public, &partners)] {
            if wider.hide_up_to < narrower.hide_up_to {
                let what = format!("`{name}` sees smaller counts than those before it; raise its `hide_up_to`.");
                return Err(ReferenceFault::at(text, &format!("[{name}]"), what));
            }
        }
        Ok(Self { source, checked_on, authorised, partners, public })
    }

    /// What is hidden from an audience.
    #[must_use]
    pub fn rule(&self, audience: Audience) -> &DisclosureRule {
        match audience {
            Audience::Authorised => &self.authorised,
            Audience::Partners => &self.partners,
            Audience::Public => &self.public,
        }
    }
}

impl DisclosureRule {
    /// True for a count that is hidden for its own sake.
    #[must_use]
    pub fn is_small(&self, count: u64) -> bool {
        (1..=self.hide_up_to).contains(&count)
    }

    /// A count that is not hidden, as it is shown.
    #[must_use]
    pub fn shown_count(&self, count: u64) -> u64 {
        (count + self.round_to / 2) / self.round_to * self.round_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_those_of_the_content() {
        let rules = Disclosure::built_in();
        let small: Vec<u64> = (0..9).filter(|count| rules.rule(Audience::Public).is_small(*count)).collect();
        assert_eq!(small, [1, 2, 3, 4, 5]);
        assert!(!(0..9).any(|count| rules.rule(Audience::Authorised).is_small(count)));
        let public = rules.rule(Audience::Public);
        assert_eq!([0, 6, 7, 8, 12, 13].map(|count| public.shown_count(count)), [0, 5, 5, 10, 10, 15]);
        assert_eq!(rules.rule(Audience::Partners).shown_count(7), 7);
    }

    #[test]
    fn rules_that_protect_the_public_less_than_partners_are_refused() {
        let good = include_str!("../../../../content/reference/disclosure.toml");
        for (from, to) in [
            ("hide_up_to = 5\nround_to = 5", "hide_up_to = 4\nround_to = 5"),
            ("hide_up_to = 5\nround_to = 5", "hide_up_to = 1\nround_to = 5"),
            ("round_to = 5", "round_to = 0"),
            ("released_by = \"quarter\"", "released_by = \"rolling_year\""),
        ] {
            let fault = Disclosure::from_toml(&good.replace(from, to)).unwrap_err();
            assert!(fault.line.is_some() && fault.what.contains("public"), "{fault}");
        }
        assert!(Disclosure::from_toml("source = 1").is_err());
    }
}
