//! Rows of case lists and how many there are, as pages show them.

use sightline_app::domain::case_list::{CaseCounts, CaseRow, DueState};

use crate::components::Tag;
use crate::words;

/// One row.
pub(super) struct RowLine {
    pub(super) child: String,
    /// Whether the row is about a child, and not a worker or anything else.
    pub(super) is_child: bool,
    pub(super) started: String,
    pub(super) due: String,
    pub(super) left: String,
    pub(super) state: Tag,
    pub(super) team: String,
    pub(super) worker: String,
    /// Title of the column and what stands there.
    pub(super) cells: Vec<(String, String)>,
}

impl RowLine {
    pub(super) fn of(row: &CaseRow, is_child: bool, columns: &[String]) -> Self {
        let or_dash = |text: Option<&str>| text.unwrap_or("–").to_owned();
        let cell = |cell: &Option<String>| cell.as_deref().map_or_else(|| "–".to_owned(), words::days_written_out);
        Self {
            child: row.key.clone(),
            is_child,
            started: row.started_on.map_or_else(|| "–".to_owned(), words::day),
            due: row.due_on.map_or_else(|| "–".to_owned(), words::day),
            left: row.working_days_left.map(days_left).unwrap_or_default(),
            state: state(row.state),
            team: or_dash(row.team.as_deref()),
            worker: or_dash(row.worker.as_deref()),
            cells: columns.iter().cloned().zip(row.cells.iter().map(cell)).collect(),
        }
    }
}

/// Working days until the last day in words.
pub(super) fn days_left(days: i64) -> String {
    let number = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
    match days {
        0 => "Last working day".to_owned(),
        ..0 => format!("{} late", words::count(number, "working day", "working days")),
        _ => format!("{} left", words::count(number, "working day", "working days")),
    }
}

/// A state as a word and a colour.
pub(super) fn state(state: DueState) -> Tag {
    let colour = match state {
        DueState::Overdue => "red",
        DueState::DueIn5 => "orange",
        DueState::DueIn20 => "yellow",
        DueState::Later => "green",
        DueState::NoDate => "grey",
    };
    Tag::new(state.words(), colour)
}

/// How many rows there are in each state, the most pressing first.
pub(super) fn by_state(counts: &CaseCounts) -> [String; 5] {
    DueState::ALL.map(|state| words::number(counts.in_state(state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_left_or_late() {
        assert_eq!(
            [-2, -1, 0, 1, 6].map(days_left),
            [
                "2 working days late",
                "1 working day late",
                "Last working day",
                "1 working day left",
                "6 working days left"
            ]
        );
    }
}
