//! Which actions of a plan are shown, and in which order.

mod facets;
mod matching;
mod order;
mod query;

use sightline_domain::standing::Standing;

pub use facets::{Facet, FacetValue, Facets};
pub(super) use matching::Matching;
pub use order::{Column, Order};
pub use query::ParsedFilter;

/// Which actions of a plan are shown, and in which order.
///
/// Values of one kind widen what is shown, kinds narrow it: priority 1 or 2,
/// *and* rated red. The default shows every live action in plan order.
///
/// In an address each value is one `key=value`; [`PlanFilter::parse`] reads
/// what [`PlanFilter::to_query`] writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFilter {
    /// `q`: words that must all stand somewhere in the action.
    pub words: String,
    /// `priority`: references.
    pub priorities: Vec<PriorityIs>,
    /// `rating`: action ratings in force.
    pub action_ratings: Vec<RatingIs>,
    /// `impact`: impact ratings in force.
    pub impact_ratings: Vec<RatingIs>,
    /// `standing`: where actions stand; placeholders stand nowhere.
    pub standings: Vec<Standing>,
    /// `lead`: names of posts, holders, people or bodies.
    pub leads: Vec<LeadIs>,
    /// `due`: when they are due.
    pub due: Vec<DueWindow>,
    /// `updated=no`: only open actions without an update in the plan's update cycle.
    pub is_silent: bool,
    /// `placeholder`: only placeholders, or none.
    pub placeholder: Option<bool>,
    /// `source`: inspection tags.
    pub sources: Vec<SourceIs>,
    /// `state`: whether they are still in the plan; live ones when empty.
    pub states: Vec<StateIs>,
    /// `sort`: the order; plan order when absent.
    pub order: Option<Order>,
}

/// A priority to show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PriorityIs {
    /// The priority with this reference.
    Reference(String),
    /// Actions whose priority the plan does not have.
    None,
}

/// A rating to show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RatingIs {
    /// The level with this code.
    Level(String),
    /// Not yet rated.
    NotRated,
    /// A code that the scale does not have.
    OffScale,
}

/// A lead to show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeadIs {
    /// A post, its holder, a person or a body.
    Named(String),
    /// No lead, or only one to be confirmed.
    Nobody,
}

/// An inspection tag to show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceIs {
    /// This tag, as printed.
    Tag(String),
    /// No tag.
    None,
}

/// When an action is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueWindow {
    /// Its due date has passed and it is not complete.
    Overdue,
    /// On the day or in the 30 days after it: its due date, or the next time it recurs.
    Next30Days,
    /// After that.
    Later,
    /// It names no day and no cadence.
    Undated,
}

/// Whether an action is still in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StateIs {
    /// In the plan.
    Live,
    /// Taken out of the plan.
    Withdrawn,
    /// Now part of another action.
    Merged,
    /// Replaced by several others.
    Split,
}

/// How far ahead [`DueWindow::Next30Days`] looks.
pub const DUE_SOON_DAYS: u64 = 30;

impl PlanFilter {
    /// True when nothing is left out: order does not count.
    #[must_use]
    pub fn shows_everything(&self) -> bool {
        Self { order: None, ..self.clone() } == Self::default()
    }
}

impl DueWindow {
    /// All of them, soonest first.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Next30Days, Self::Later, Self::Undated];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Next30Days => "In the next 30 days",
            Self::Later => "After that",
            Self::Undated => "No date",
        }
    }
}

impl StateIs {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Live, Self::Withdrawn, Self::Merged, Self::Split];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Live => "In the plan",
            Self::Withdrawn => "Withdrawn",
            Self::Merged => "Merged into another action",
            Self::Split => "Split into others",
        }
    }
}
