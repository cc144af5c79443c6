//! Checks as they are run: tables and columns by position, values by type.

/// Where a day comes from; the first that is given counts.
pub(super) type Operands = Vec<Operand>;

/// One place that a day can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// A column of the row itself.
    Own(usize),
    /// A column of the matching row of the other table.
    Other(usize),
    /// The day that the records are of.
    AsAt,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Days.
    Days(i64),
    /// Whole years, as ages are counted.
    Years(i64),
}

/// The time between two days, and what it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Operands,
    pub(super) to: Operands,
    pub(super) at_least: Option<Length>,
    pub(super) at_most: Option<Length>,
}

/// A value that a column is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    Text(String),
    /// In ten-thousandths.
    Number(i64),
    YesNo(bool),
}

/// What has to be so for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// The column holds a value, or holds none.
    Given(usize, bool),
    /// The column holds one of these.
    Is(usize, Vec<Literal>),
    /// The column holds none of these, or nothing.
    IsNot(usize, Vec<Literal>),
    /// The time between two days is within its bounds.
    Within(Span),
}

/// A table in which rows are looked for that belong to the row being checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    /// Position of the record table.
    pub(super) table: usize,
    /// Columns of the row, and of the other table, that must be the same.
    pub(super) matching: Vec<(usize, usize)>,
    /// What has to be so for the other row.
    pub(super) conditions: Vec<Condition>,
    /// The row's day has to lie in the other row's time.
    pub(super) during: Option<During>,
}

/// A day of the row, and first and last day of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct During {
    pub(super) day: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What makes a row found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// All of these columns are blank.
    Missing(Vec<usize>),
    /// The first day is after the second.
    Order { first: Operands, then: Operands },
    /// The time between two days is not within its bounds.
    Gap(Span),
    /// The number is outside these bounds, in ten-thousandths.
    Range { column: usize, at_least: Option<i64>, at_most: Option<i64> },
    /// The text has none of these shapes.
    Shape { column: usize, like: Vec<String> },
    /// All of these are so.
    Never(Vec<Condition>),
    /// A row before it has the same values in these columns.
    Repeated(Vec<usize>),
    /// No row of the other table belongs to it.
    WithoutOther,
    /// It began before the one before it, with the same values, had ended.
    Overlap { same: Vec<usize>, from: usize, to: usize },
    /// A row of the other table that belongs to it covers a part of its time.
    OverlapOther { from: usize, to: usize, other_from: usize, other_to: usize },
    /// There are more rows with the same values within so many days.
    Many { same: Vec<usize>, day: usize, within_days: i32, at_most: usize },
    /// The reader found it, with one of these codes.
    Read(Vec<String>),
}

impl Rule {
    /// Whether the rule itself says what the other table is for; else a matching row there is a condition.
    pub(super) fn uses_other(&self) -> bool {
        let names_other = |operands: &Operands| operands.iter().any(|operand| matches!(operand, Operand::Other(_)));
        match self {
            Self::Order { first, then } => names_other(first) || names_other(then),
            Self::Gap(span) => names_other(&span.from) || names_other(&span.to),
            Self::WithoutOther | Self::OverlapOther { .. } => true,
            _ => false,
        }
    }

    /// Columns of the other row that the rule looks at; empty when it is the whole row.
    pub(super) fn other_columns(&self) -> Vec<usize> {
        let theirs = |operands: &Operands| -> Vec<usize> {
            operands
                .iter()
                .filter_map(|operand| if let Operand::Other(column) = operand { Some(*column) } else { None })
                .collect()
        };
        match self {
            Self::Order { first, then } => [theirs(first), theirs(then)].concat(),
            Self::Gap(span) => [theirs(&span.from), theirs(&span.to)].concat(),
            _ => Vec::new(),
        }
    }

    /// Columns of the row that the rule looks at, the one to put right first.
    pub(super) fn columns(&self, other: Option<&Other>) -> Vec<usize> {
        let mut columns = Vec::new();
        let mut add = |column: usize| {
            if !columns.contains(&column) {
                columns.push(column);
            }
        };
        let own = |operands: &Operands| -> Vec<usize> {
            operands
                .iter()
                .filter_map(|operand| if let Operand::Own(column) = operand { Some(*column) } else { None })
                .collect()
        };
        match self {
            Self::Missing(list) | Self::Repeated(list) => list.iter().for_each(|column| add(*column)),
            Self::Order { first, then } => own(then).into_iter().chain(own(first)).for_each(add),
            Self::Gap(span) => own(&span.to).into_iter().chain(own(&span.from)).for_each(add),
            Self::Range { column, .. } | Self::Shape { column, .. } => add(*column),
            Self::Never(conditions) => conditions.iter().flat_map(Condition::columns).for_each(add),
            Self::WithoutOther => {
                if let Some(other) = other {
                    other.during.iter().for_each(|during| add(during.day));
                    other.matching.iter().for_each(|(column, _)| add(*column));
                }
            }
            Self::Overlap { from, to, .. } | Self::OverlapOther { from, to, .. } => {
                add(*from);
                add(*to);
            }
            Self::Many { day, .. } => add(*day),
            Self::Read(_) => {}
        }
        columns
    }
}

impl Condition {
    fn columns(&self) -> Vec<usize> {
        match self {
            Self::Given(column, _) | Self::Is(column, _) | Self::IsNot(column, _) => vec![*column],
            Self::Within(span) => span
                .from
                .iter()
                .chain(&span.to)
                .filter_map(|operand| if let Operand::Own(column) = operand { Some(*column) } else { None })
                .collect(),
        }
    }
}

/// True when the text has the shape: `A` stands for a letter, `9` for a digit, anything else for itself.
/// Spaces do not matter.
pub(super) fn has_shape(text: &str, shape: &str) -> bool {
    let mut letters = text.chars().filter(|letter| *letter != ' ');
    shape.chars().filter(|wanted| *wanted != ' ').all(|wanted| {
        letters.next().is_some_and(|letter| match wanted {
            'A' => letter.is_ascii_alphabetic(),
            '9' => letter.is_ascii_digit(),
            other => letter.eq_ignore_ascii_case(&other),
        })
    }) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_letters_digits_and_itself() {
        assert!(has_shape("ab12 3CD", "AA99 9AA"));
        assert!(has_shape("AB123CD", "AA99 9AA"));
        assert!(has_shape("xxxxxxx", "XXXXXXX"));
        assert!(!has_shape("AB12 3C", "AA99 9AA"));
        assert!(!has_shape("AB12 3CDE", "AA99 9AA"));
        assert!(!has_shape("", "A"));
    }
}
