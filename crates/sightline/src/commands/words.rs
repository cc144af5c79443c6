//! Days, ratings and counts as they are printed.

use chrono::NaiveDate;
use sightline_app::domain::board_report::rating_mark;
use sightline_app::domain::scale::Scale;

use crate::screen::{Style, Text};

/// `31 October 2026`.
pub(super) fn long_day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `31 Oct 26`.
pub(super) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b %y").to_string()
}

/// A rating as shape and word, coloured too where there are colours.
pub(super) fn rating(scale: &Scale, code: Option<&str>) -> Text {
    let mark = rating_mark(scale, code);
    let style = if code.is_some() { Style::of_hex(&mark.solid) } else { Style::Dim };
    Text::styled(style, format!("{} {}", mark.glyph, mark.name))
}

/// `1 action`, `2 actions`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `12 KB`, rounded up, so that nothing is shown as empty that is not.
pub(super) fn size(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{} KB", bytes.div_ceil(1000)) } else { format!("{} MB", bytes.div_ceil(1_000_000)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_a_shape_and_a_word() {
        assert_eq!(rating(&Scale::brag(), Some("red")).shown(false), "◆ Red");
        assert_eq!(rating(&Scale::brag(), None).shown(false), "○ Not yet rated");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(count(1, "action"), "1 action");
        assert_eq!(count(0, "action"), "0 actions");
        assert_eq!(size(1), "1 KB");
        assert_eq!(size(1_000_001), "2 MB");
    }
}
