//! What a council sets for itself: words, update cycle, branding, scales, signing in.
//!
//! Every group has a default that is good enough to begin with. What stands in
//! the store may come from another version: unknown parts are left alone, and
//! missing ones are the default.

mod branding;
mod scales;
mod words;

use serde::{Deserialize, Serialize};

pub use branding::{BrandColour, Branding, LONGEST_COUNCIL};
pub use scales::{ScaleFault, ScaleSettings};
pub use words::{ChildrenTerm, WordSettings};

use crate::standing::MONTHLY_UPDATE_CYCLE_DAYS;

/// Everything that a council sets for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Words.
    pub words: WordSettings,
    /// Updates.
    pub updates: UpdateSettings,
    /// Name and colour.
    pub branding: Branding,
    /// Rating scales.
    pub scales: ScaleSettings,
    /// Signing in.
    pub sign_in: SignInSettings,
    /// Children's records.
    pub records: RecordSettings,
}

/// How often an action is reported on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateCycle {
    /// Every two weeks.
    Fortnightly,
    /// Every month.
    #[default]
    Monthly,
    /// Every six weeks.
    SixWeekly,
    /// Every two months.
    TwoMonthly,
    /// Every quarter.
    Quarterly,
}

impl UpdateCycle {
    /// Every cycle, the shortest first.
    pub const ALL: &[Self] = &[Self::Fortnightly, Self::Monthly, Self::SixWeekly, Self::TwoMonthly, Self::Quarterly];

    /// As it stands in forms and in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
            Self::SixWeekly => "six_weekly",
            Self::TwoMonthly => "two_monthly",
            Self::Quarterly => "quarterly",
        }
    }

    /// The cycle with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cycle| cycle.code() == code)
    }

    /// In words that follow "updated".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fortnightly => "every two weeks",
            Self::Monthly => "every month",
            Self::SixWeekly => "every six weeks",
            Self::TwoMonthly => "every two months",
            Self::Quarterly => "every quarter",
        }
    }

    /// Days after an update until the action counts as not updated; an update that is exactly this old is in time.
    #[must_use]
    pub fn days(self) -> u32 {
        match self {
            Self::Fortnightly => 14,
            Self::Monthly => MONTHLY_UPDATE_CYCLE_DAYS,
            Self::SixWeekly => 42,
            Self::TwoMonthly => 62,
            Self::Quarterly => 92,
        }
    }
}

/// How often updates are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateSettings {
    /// For every plan that does not say itself.
    pub cycle: UpdateCycle,
}

/// What keeps a session and an account open; what is not set is as the server was configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInSettings {
    /// A session ends when it was not used for this many minutes; 5 to 240.
    pub idle_minutes: Option<u16>,
    /// An account that nobody signed in to for this many days is disabled; 14 to 730.
    pub dormant_after_days: Option<u16>,
}

impl SignInSettings {
    /// The fewest and the most minutes.
    pub const IDLE_MINUTES: (u16, u16) = (5, 240);
    /// The fewest and the most days.
    pub const DORMANT_DAYS: (u16, u16) = (14, 730);
}

/// How long children's records are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordSettings {
    /// An extract is destroyed when its day is this many months past; 3 to 120.
    pub keep_months: u16,
}

impl Default for RecordSettings {
    fn default() -> Self {
        Self { keep_months: 24 }
    }
}

impl RecordSettings {
    /// The fewest and the most months.
    pub const KEEP_MONTHS: (u16, u16) = (3, 120);
}

/// One group of settings with new values; a council changes one group at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsGroup {
    /// Words.
    Words(WordSettings),
    /// Updates.
    Updates(UpdateSettings),
    /// Name and colour.
    Branding(Branding),
    /// Rating scales.
    Scales(ScaleSettings),
    /// Signing in.
    SignIn(SignInSettings),
    /// Children's records.
    Records(RecordSettings),
}

impl SettingsGroup {
    /// The name of the group in the store, in addresses and in the audit log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Words(_) => "words",
            Self::Updates(_) => "updates",
            Self::Branding(_) => "branding",
            Self::Scales(_) => "scales",
            Self::SignIn(_) => "sign_in",
            Self::Records(_) => "records",
        }
    }

    /// What is wrong with the values, as a sentence; nothing when they can be taken.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        match self {
            Self::Words(_) | Self::Updates(_) => None,
            Self::Branding(branding) => branding.fault(),
            Self::Scales(scales) => scales.fault(),
            Self::Records(records) => {
                let (least, most) = RecordSettings::KEEP_MONTHS;
                (!(least..=most).contains(&records.keep_months))
                    .then(|| format!("Children’s records are kept for {least} to {most} months."))
            }
            Self::SignIn(sign_in) => {
                let beyond = |value: Option<u16>, (least, most): (u16, u16)| {
                    value.is_some_and(|value| value < least || value > most)
                };
                if beyond(sign_in.idle_minutes, SignInSettings::IDLE_MINUTES) {
                    let (least, most) = SignInSettings::IDLE_MINUTES;
                    return Some(format!("A session ends after {least} to {most} minutes without use."));
                }
                if beyond(sign_in.dormant_after_days, SignInSettings::DORMANT_DAYS) {
                    let (least, most) = SignInSettings::DORMANT_DAYS;
                    return Some(format!("An account is disabled after {least} to {most} days without sign-in."));
                }
                None
            }
        }
    }
}

impl Settings {
    /// The same with the values of one group changed.
    #[must_use]
    pub fn with(mut self, group: SettingsGroup) -> Self {
        match group {
            SettingsGroup::Words(words) => self.words = words,
            SettingsGroup::Updates(updates) => self.updates = updates,
            SettingsGroup::Branding(branding) => self.branding = branding,
            SettingsGroup::Scales(scales) => self.scales = scales,
            SettingsGroup::SignIn(sign_in) => self.sign_in = sign_in,
            SettingsGroup::Records(records) => self.records = records,
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cycle_is_found_by_its_code_and_longer_ones_have_more_days() {
        for cycle in UpdateCycle::ALL {
            assert_eq!(UpdateCycle::from_code(cycle.code()), Some(*cycle));
        }
        assert!(UpdateCycle::ALL.windows(2).all(|pair| pair[0].days() < pair[1].days()));
        assert_eq!(UpdateCycle::default().days(), MONTHLY_UPDATE_CYCLE_DAYS);
    }

    #[test]
    fn limits_of_signing_in_are_kept_and_nothing_set_is_fine() {
        let fault = |idle_minutes, dormant_after_days| {
            SettingsGroup::SignIn(SignInSettings { idle_minutes, dormant_after_days }).fault()
        };
        assert_eq!(fault(None, None), None);
        assert_eq!(fault(Some(5), Some(730)), None);
        assert!(fault(Some(4), None).is_some_and(|what| what.contains("5 to 240 minutes")));
        assert!(fault(None, Some(731)).is_some_and(|what| what.contains("14 to 730 days")));
    }
}
