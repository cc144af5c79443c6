//! What can be changed about an action.

/// One thing that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Words,
    Timescale,
    Leads,
    Items,
    Milestones,
    Success,
    Sources,
    Place,
    Split,
    Merge,
    Withdraw,
    PutBack,
}

impl What {
    /// What changes a part of the action, in the order of the page.
    pub(super) const PARTS: &[Self] = &[
        Self::Words,
        Self::Timescale,
        Self::Leads,
        Self::Items,
        Self::Milestones,
        Self::Success,
        Self::Sources,
        Self::Place,
    ];

    const ALL: &[Self] = &[
        Self::Words,
        Self::Timescale,
        Self::Leads,
        Self::Items,
        Self::Milestones,
        Self::Success,
        Self::Sources,
        Self::Place,
        Self::Split,
        Self::Merge,
        Self::Withdraw,
        Self::PutBack,
    ];

    /// As it stands in addresses.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Timescale => "timescale",
            Self::Leads => "leads",
            Self::Items => "items",
            Self::Milestones => "milestones",
            Self::Success => "success",
            Self::Sources => "sources",
            Self::Place => "place",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::Withdraw => "withdraw",
            Self::PutBack => "put-back",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|what| what.code() == code)
    }

    /// The heading of its page.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Words => "Change the words",
            Self::Timescale => "Change the start and timescale",
            Self::Leads => "Change the leads",
            Self::Items => "Change the items",
            Self::Milestones => "Change the milestones",
            Self::Success => "Change how we will know",
            Self::Sources => "Change the inspection tags",
            Self::Place => "Move the action",
            Self::Split => "Split the action",
            Self::Merge => "Merge the action into another",
            Self::Withdraw => "Withdraw the action",
            Self::PutBack => "Put the action back into the plan",
        }
    }

    /// What happens, where that is not plain.
    pub(super) fn explanation(self) -> Option<&'static str> {
        match self {
            Self::Split => Some(
                "New actions take its place, each with a reference of its own. The action stays in the plan’s history, with what was said of it.",
            ),
            Self::Merge => Some(
                "The other action goes on for both. This one stays in the plan’s history, with what was said of it. To change the words of the other as well, edit it afterwards.",
            ),
            Self::Withdraw => {
                Some("It counts as part of the plan no longer, and nobody is asked about it. It can be put back.")
            }
            Self::PutBack => Some(
                "It counts as part of the plan again. Actions that it was merged into or split into stay as they are.",
            ),
            Self::Place => Some("It stands last in its new place. Its reference stays, so that nothing is mixed up."),
            _ => None,
        }
    }

    /// The words on the button.
    pub(super) fn button(self) -> &'static str {
        match self {
            Self::Place => "Move the action",
            Self::Split => "Split the action",
            Self::Merge => "Merge the action",
            Self::Withdraw => "Withdraw the action",
            Self::PutBack => "Put it back",
            _ => "Save the change",
        }
    }
}
