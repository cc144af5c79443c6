//! Tables of figures as Parquet files.

use sightline_documents::generators::table_file::{FileCell, Holds, TableFile};
use sightline_domain::measure::Exact;
use sightline_records::table::{self, Values};

use crate::Result;

/// Places after the point of a number with decimal places.
const PLACES: u8 = 4;
/// As many as these places have.
const TEN_THOUSANDTHS: f64 = 10_000.0;
/// What a number of eighteen digits is below.
const MOST: f64 = 1e18;

/// The table as a Parquet file: days are days, numbers are numbers, what is hidden or not known is null.
///
/// Where the table comes from stands in the file's own metadata. Words stand as they are: nothing in a Parquet file
/// is ever a formula.
///
/// # Errors
///
/// [`Error::Records`](crate::Error::Records) when it cannot be written.
pub(super) fn parquet(file: TableFile) -> Result<Vec<u8>> {
    let mut notes = vec![("Title".to_owned(), file.title.clone())];
    notes.extend(file.notes.iter().cloned());
    Ok(table::parquet(columns(file), &notes)?)
}

fn columns(file: TableFile) -> Vec<(String, Values)> {
    let mut columns: Vec<(String, Values)> =
        file.columns.into_iter().map(|column| (column.name, nothing(column.holds))).collect();
    for row in file.rows {
        for ((_, values), cell) in columns.iter_mut().zip(row) {
            push(values, cell);
        }
    }
    columns
}

fn nothing(holds: Holds) -> Values {
    match holds {
        Holds::Words => Values::Text(Vec::new()),
        Holds::Days => Values::Date(Vec::new()),
        Holds::Numbers => Values::Whole(Vec::new()),
        Holds::Figures => Values::Decimal(Vec::new()),
    }
}

/// A cell as a column of its kind takes it; one of another kind is no value of the column.
fn push(values: &mut Values, cell: FileCell) {
    match values {
        Values::Text(values) => values.push(match cell {
            FileCell::Text(words) | FileCell::Figure(words) => Some(words),
            FileCell::Date(day) => Some(day.to_string()),
            FileCell::Number(number) => Some(number.to_string()),
            FileCell::Empty => None,
        }),
        Values::Date(values) => values.push(match cell {
            FileCell::Date(day) => Some(day),
            _ => None,
        }),
        Values::Whole(values) => values.push(match cell {
            FileCell::Number(number) => Some(number),
            _ => None,
        }),
        Values::Decimal(values) => values.push(match cell {
            FileCell::Figure(number) => decimal(&number),
            FileCell::Number(number) => decimal(&number.to_string()),
            _ => None,
        }),
    }
}

/// Ten-thousandths of a number as it is shown, rounded where it has more places.
fn decimal(shown: &str) -> Option<i128> {
    if let Some(exact) = Exact::parse(shown) {
        return exact.shown(PLACES).replace('.', "").parse().ok();
    }
    let ten_thousandths = (shown.parse::<f64>().ok()? * TEN_THOUSANDTHS).round();
    #[expect(clippy::cast_possible_truncation, reason = "a number of at most eighteen digits")]
    (ten_thousandths.abs() < MOST).then_some(ten_thousandths as i128)
}

#[cfg(test)]
mod tests {
    use sightline_documents::generators::table_file::FileColumn;

    use super::*;

    #[test]
    fn numbers_with_many_places_are_rounded_and_what_is_none_is_null() {
        assert_eq!(decimal("0.33333333333333"), Some(3_333));
        assert_eq!(decimal("86.2"), Some(862_000));
        for none in ["NaN", "inf", "1e300", "many"] {
            assert_eq!(decimal(none), None, "{none}");
        }
    }

    #[test]
    fn cells_come_into_columns_of_their_kind_and_empty_ones_are_null() {
        let day = "2026-03-31".parse().unwrap();
        let file = TableFile {
            title: "Assessments in time".to_owned(),
            sheet: "Figures",
            as_at: day,
            columns: [
                ("Team", Holds::Words),
                ("To", Holds::Days),
                ("Counted", Holds::Numbers),
                ("Figure", Holds::Figures),
            ]
            .map(|(name, holds)| FileColumn::new(name, 12).holding(holds))
            .to_vec(),
            rows: vec![
                vec![
                    FileCell::text("=North"),
                    FileCell::Date(day),
                    FileCell::Number(-2),
                    FileCell::Figure("-0.5".to_owned()),
                ],
                vec![FileCell::Empty, FileCell::Empty, FileCell::Empty, FileCell::Empty],
            ],
            notes: Vec::new(),
        };
        let values: Vec<Values> = columns(file).into_iter().map(|(_, values)| values).collect();
        let wanted = [
            Values::Text(vec![Some("=North".to_owned()), None]),
            Values::Date(vec![Some(day), None]),
            Values::Whole(vec![Some(-2), None]),
            Values::Decimal(vec![Some(-5_000), None]),
        ];
        assert_eq!(values, wanted);
    }
}
