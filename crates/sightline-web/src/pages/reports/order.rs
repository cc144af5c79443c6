//! The form that orders a paper.

use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::{PaperFormat, PlanReports, ReportOrder};

use crate::components::{Checkboxes, Choice, DateInput, Select, TextInput};
use crate::forms::{FormErrors, TypedDay};

/// What was typed and chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrderForm {
    as_at_day: String,
    as_at_month: String,
    as_at_year: String,
    board: String,
    other_board: String,
    meeting_day: String,
    meeting_month: String,
    meeting_year: String,
    formats: Vec<String>,
}

/// The fields of the form.
pub(super) struct OrderFields {
    pub(super) as_at: DateInput,
    pub(super) board: Option<Select>,
    pub(super) other_board: TextInput,
    pub(super) meeting: DateInput,
    pub(super) formats: Checkboxes,
}

impl OrderForm {
    /// As it stands before anything is typed.
    pub(super) fn new(today: NaiveDate) -> Self {
        let [as_at_day, as_at_month, as_at_year] = TypedDay::fields(Some(today));
        let formats = vec![PaperFormat::Pdf.code().to_owned()];
        Self { as_at_day, as_at_month, as_at_year, formats, ..Self::default() }
    }

    pub(super) fn validate(&self, today: NaiveDate) -> Result<ReportOrder, FormErrors> {
        let mut errors = FormErrors::default();
        let as_at = match TypedDay::read(&self.as_at_day, &self.as_at_month, &self.as_at_year) {
            TypedDay::Day(day) if day > today => {
                errors.add("as_at", "The day must be today or in the past");
                None
            }
            TypedDay::Day(day) => Some(day),
            TypedDay::Nothing | TypedDay::NoDay => {
                errors.add("as_at", "Enter the day that the report shows, such as 31 10 2026");
                None
            }
        };
        let meeting_on = match TypedDay::read(&self.meeting_day, &self.meeting_month, &self.meeting_year) {
            TypedDay::Day(day) => Some(day),
            TypedDay::Nothing => None,
            TypedDay::NoDay => {
                errors.add("meeting", "Enter the day of the meeting, such as 4 12 2026, or leave it empty");
                None
            }
        };
        let board = [&self.other_board, &self.board].map(|name| name.trim()).into_iter().find(|name| !name.is_empty());
        if board.is_some_and(|name| name.chars().count() > 200) {
            errors.add("other_board", "The name of the board must be 200 letters or fewer");
        }
        let formats: Vec<PaperFormat> = self.formats.iter().filter_map(|code| PaperFormat::from_code(code)).collect();
        if formats.is_empty() {
            errors.add("formats", "Choose at least one format");
        }
        if errors.is_empty() {
            Ok(ReportOrder { as_at, board: board.map(str::to_owned), meeting_on, formats })
        } else {
            Err(errors)
        }
    }

    pub(super) fn fields(self, reports: &PlanReports, errors: &FormErrors) -> OrderFields {
        let boards = reports.boards.iter().map(|name| Choice::new(name, name).chosen(*name == self.board));
        let board = Select::new("board", "Board").choices(boards);
        let has_boards = !reports.boards.is_empty();
        let other = if has_boards { "Another board" } else { "Board" };
        let other_hint = if has_boards { "Only when it is not in the list" } else { "Leave it empty for none" };
        OrderFields {
            as_at: DateInput::new("as_at", "The plan as at")
                .hint("For example, the end of the month before the meeting.")
                .typed(self.as_at_day, self.as_at_month, self.as_at_year)
                .error(errors.of("as_at")),
            board: has_boards.then_some(board),
            other_board: TextInput::new("other_board", other)
                .hint(other_hint)
                .value(self.other_board)
                .error(errors.of("other_board")),
            meeting: DateInput::new("meeting", "Day of the meeting")
                .hint("Leave it empty when it is not known.")
                .typed(self.meeting_day, self.meeting_month, self.meeting_year)
                .error(errors.of("meeting")),
            formats: Checkboxes::new("formats", "Formats")
                .hint("All of them say the same.")
                .choices(PaperFormat::ALL.iter().map(|format| {
                    let chosen = self.formats.iter().any(|code| code == format.code());
                    Choice::new(format.code(), format.words()).chosen(chosen)
                }))
                .error(errors.of("formats")),
        }
    }
}
