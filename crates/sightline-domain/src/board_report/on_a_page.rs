//! The first page of the board report, for a screen: the plan on one page.

use crate::history::PlanAsAt;
use crate::standpoint::Standpoint;

use super::LatestWords;
use super::counts::{RatingTable, rating_tables};
use super::due::{DueLine, OverdueLine, due_soon_lines, impact_test_lines, overdue_lines};
use super::headline::{AttentionLine, StandingCount, attention_lines, headlines, standing_counts};

/// A plan on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOnAPage {
    /// Plain sentences: the whole page in words.
    pub headlines: Vec<String>,
    /// How many actions stand where, best first; placeholders left out.
    pub standings: Vec<StandingCount>,
    /// Counts by priority and rating: action, and impact where the plan rates impact.
    pub ratings: Vec<RatingTable>,
    /// What is stuck and should be asked about; at most six.
    pub attention: Vec<AttentionLine>,
    /// Overdue actions and milestones, all of them, longest overdue first.
    pub overdue: Vec<OverdueLine>,
    /// What falls due in the next six weeks.
    pub due_soon: Vec<DueLine>,
    /// Impact tests that have come or come within six weeks.
    pub impact_tests: Vec<DueLine>,
}

impl PlanOnAPage {
    /// The page of a plan on a day, in the words of the board report without an earlier one.
    #[must_use]
    pub fn of(at: &PlanAsAt, now: &Standpoint<'_>) -> Self {
        let latest = LatestWords::among(at.as_at, at.latest_updates.iter());
        let ratings = rating_tables(now, None);
        let overdue = overdue_lines(now, &latest);
        let due_soon = due_soon_lines(now);
        let impact_tests = impact_test_lines(now);
        Self {
            headlines: headlines(now, None, &ratings, &due_soon, &impact_tests),
            standings: standing_counts(now, None),
            attention: attention_lines(now, &[], &overdue),
            ratings,
            overdue,
            due_soon,
            impact_tests,
        }
    }
}
