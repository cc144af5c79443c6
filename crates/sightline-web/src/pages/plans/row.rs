//! One action as tables and lists print it.

use chrono::NaiveDate;
use sightline_app::domain::board_report::RatingMark;
use sightline_app::domain::plan::ActionState;
use sightline_app::domain::standing::Standing;
use sightline_app::plan_views::ActionRow;

use super::address::PlanLinks;
use crate::components::{Rating, Tag};
use crate::words::{away, due, list};

/// One action, in words.
#[derive(Clone, Debug)]
pub(crate) struct RowView {
    pub(crate) reference: String,
    pub(crate) href: String,
    pub(crate) title: String,
    /// Aim or heading; empty when there is none.
    pub(crate) under: String,
    pub(crate) priority: String,
    pub(crate) priority_href: String,
    pub(crate) leads: String,
    pub(crate) due: String,
    /// `Overdue by 3 weeks`, or a forecast; empty when there is nothing to say.
    pub(crate) late: String,
    pub(crate) forecast: String,
    pub(crate) action_rating: Rating,
    pub(crate) impact_rating: Option<Rating>,
    pub(crate) standing: Tag,
    /// `Rated better than this`; empty otherwise.
    pub(crate) too_well: &'static str,
    /// The day of the latest update, and how long ago that was.
    pub(crate) updated: String,
    pub(crate) updated_away: String,
}

impl RowView {
    /// The row as seen on the day `as_at`.
    pub(crate) fn of(row: &ActionRow, links: &PlanLinks, as_at: NaiveDate) -> Self {
        Self {
            href: links.action(&row.reference),
            priority_href: if row.priority_title.is_some() { links.priority(&row.priority) } else { String::new() },
            reference: row.reference.clone(),
            title: row.title.clone(),
            under: row.under.clone().unwrap_or_default(),
            priority: row.priority.clone(),
            leads: row.leads.clone().unwrap_or_else(|| "No lead".to_owned()),
            due: row.due_words.clone(),
            late: row.due_on.filter(|_| row.days_late.is_some()).map(|on| due(on, as_at)).unwrap_or_default(),
            forecast: row.forecast_on.map(|on| format!("Forecast {}", short_day(on))).unwrap_or_default(),
            action_rating: rating(&row.action_rating),
            impact_rating: row.impact_rating.as_ref().map(rating),
            standing: state_tag(row),
            too_well: if row.is_rated_too_well { "Rated better than this" } else { "" },
            updated: row.updated_on.map_or_else(|| "Never".to_owned(), short_day),
            updated_away: row.updated_on.map(|on| away(on, as_at)).unwrap_or_default(),
        }
    }
}

/// A day for narrow columns: `30 Jun 2026`.
pub(crate) fn short_day(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

/// A rating as pages show it.
pub(crate) fn rating(mark: &RatingMark) -> Rating {
    Rating::marked(mark)
}

pub(crate) fn standing_tag(standing: Standing) -> Tag {
    let colour = match standing {
        Standing::Complete => "teal",
        Standing::OnTrack => "grey",
        Standing::Stale => "yellow",
        Standing::Slipping => "orange",
        Standing::Overdue => "red",
    };
    Tag::new(standing.name(), colour)
}

/// Where the action stands, or why it stands nowhere.
fn state_tag(row: &ActionRow) -> Tag {
    match (&row.state, row.standing) {
        (ActionState::Live, Some(standing)) => standing_tag(standing),
        (ActionState::Live, None) => Tag::new("Placeholder", "grey"),
        (ActionState::Withdrawn, _) => Tag::new("Withdrawn", "grey"),
        (ActionState::Merged { into }, _) => Tag::new(format!("Merged into {into}"), "grey"),
        (ActionState::Split { into }, _) => Tag::new(format!("Split into {}", list(into)), "grey"),
    }
}
