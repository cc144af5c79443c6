//! Numbers of workbooks and of text.

/// Numbers beyond this are no counts and no identifiers that a workbook could hold exactly.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Decimals are kept in ten-thousandths.
pub(crate) const DECIMAL_PLACES: usize = 4;

#[expect(clippy::cast_possible_truncation, reason = "checked to lie within the whole numbers that are held exactly")]
fn exact(number: f64) -> Option<i64> {
    (number.is_finite() && number.abs() < MAX_EXACT).then_some(number.round() as i64)
}

/// A whole number; `None` when there is a fraction.
pub(super) fn whole(number: f64) -> Option<i64> {
    let rounded = exact(number)?;
    (number.fract() == 0.0).then_some(rounded)
}

/// A number in ten-thousandths.
pub(super) fn decimal(number: f64) -> Option<i64> {
    exact(number * 10_000.0)
}

/// How a workbook shows a number that is an identifier.
pub(super) fn words(number: f64) -> String {
    whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string())
}

/// `3`, `3.0` and `1,000`.
pub(super) fn whole_from_text(text: &str) -> Option<i64> {
    let scaled = decimal_from_text(text)?;
    (scaled % 10_000 == 0).then_some(scaled / 10_000)
}

/// `12`, `12.5`, `-0.25` and `1,234.5`, in ten-thousandths; more decimal places are no number that we know.
pub(super) fn decimal_from_text(text: &str) -> Option<i64> {
    let (is_negative, figures) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() || fraction.len() > DECIMAL_PLACES {
        return None;
    }
    let mut scaled: i64 = 0;
    for (position, letter) in whole.chars().enumerate() {
        if letter == ',' && position > 0 {
            continue;
        }
        scaled = scaled.checked_mul(10)?.checked_add(i64::from(letter.to_digit(10)?))?;
    }
    for place in 0..DECIMAL_PLACES {
        let figure = fraction.as_bytes().get(place).map_or(Some(0), |byte| char::from(*byte).to_digit(10))?;
        scaled = scaled.checked_mul(10)?.checked_add(i64::from(figure))?;
    }
    Some(if is_negative { -scaled } else { scaled })
}
