//! Actions as a table; on a phone each is a block.

use askama::Template;
use askama::filters::HtmlSafe;
use sightline_app::plan_views::ActionRow;

use super::address::PlanLinks;
use super::row::RowView;
use crate::components::ColumnHeader;
use chrono::NaiveDate;

/// A table of actions.
#[derive(Clone, Debug, Template)]
#[template(path = "plans/action_table.html")]
pub(super) struct ActionTable {
    caption: String,
    is_caption_hidden: bool,
    heads: Vec<ColumnHeader>,
    rows: Vec<RowView>,
    shows_priority: bool,
}

impl ActionTable {
    /// With these heads: reference, action, priority if shown, lead, due, action rating, impact rating if rated,
    /// standing, updated.
    pub(super) fn with_heads(
        caption: String,
        heads: Vec<ColumnHeader>,
        rows: Vec<RowView>,
        shows_priority: bool,
    ) -> Self {
        Self { caption, is_caption_hidden: false, heads, rows, shows_priority }
    }

    /// In plan order, without a way to sort.
    pub(super) fn plain(
        caption: impl Into<String>,
        rows: &[ActionRow],
        links: &PlanLinks,
        as_at: NaiveDate,
        shows_priority: bool,
    ) -> Self {
        let rates_impact = rows.iter().any(|row| row.impact_rating.is_some());
        let heads =
            ["Ref", "Action", "Priority", "Lead", "Due", "Action rating", "Impact rating", "Standing", "Updated"];
        let shown = heads.into_iter().filter(|head| match *head {
            "Priority" => shows_priority,
            "Impact rating" => rates_impact,
            _ => true,
        });
        Self {
            caption: caption.into(),
            is_caption_hidden: true,
            heads: shown.map(ColumnHeader::new).collect(),
            rows: rows.iter().map(|row| RowView::of(row, links, as_at)).collect(),
            shows_priority,
        }
    }
}

impl HtmlSafe for ActionTable {}
