//! Cases: made-up children with known answers, as `cases.md` writes them.

use chrono::NaiveDate;
use sightline_domain::measure::Exact;

use crate::rows::{Column, Rows};
use crate::shapes::Shapes;

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    /// What it shows.
    pub(crate) title: String,
    /// The rows of each table that is given.
    pub(crate) given: Vec<(String, Rows)>,
    /// What must come out.
    pub(crate) expect: Vec<Expected>,
}

/// What must come out for one period, or on one day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expected {
    /// The first day; of a list the day itself.
    pub(crate) from: NaiveDate,
    /// The last day.
    pub(crate) to: NaiveDate,
    /// The line of `expect`, from 1.
    pub(crate) line: usize,
    /// Column names.
    pub(crate) header: Vec<String>,
    /// Rows of cells as they are written, each with its line.
    pub(crate) rows: Vec<(usize, Vec<String>)>,
}

/// What is wrong with the text of the cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    /// The line, from 1.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) what: String,
}

/// A table as it is written: its header and its rows with their lines.
type Table = (Vec<String>, Vec<(usize, Vec<String>)>);

struct Reader<'a> {
    lines: std::iter::Peekable<std::iter::Enumerate<std::str::Lines<'a>>>,
    shapes: &'a Shapes,
}

/// The cases of a file.
pub(crate) fn read(text: &str, shapes: &Shapes) -> Result<Vec<Case>, Misread> {
    let mut reader = Reader { lines: text.lines().enumerate().peekable(), shapes };
    let mut cases: Vec<Case> = Vec::new();
    while let Some((at, line)) = reader.lines.next() {
        let line_number = at + 1;
        let wrong = |what: &str| Misread { line: line_number, what: what.to_owned() };
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.trim().to_owned(), given: Vec::new(), expect: Vec::new() });
        } else if let Some(table) = line.strip_prefix("given ") {
            let rows = reader.given(table.trim(), line_number)?;
            let case = cases.last_mut().ok_or_else(|| wrong("`given` comes before any `## ` title"))?;
            if case.given.iter().any(|(known, _)| known == table.trim()) {
                return Err(wrong("the table is given twice in one case"));
            }
            case.given.push((table.trim().to_owned(), rows));
        } else if let Some(days) = line.strip_prefix("expect ") {
            let (from, to) = days.split_once(" to ").unwrap_or((days, days));
            let day = |written: &str| written.trim().parse::<NaiveDate>();
            let (Ok(from), Ok(to)) = (day(from), day(to)) else {
                return Err(wrong(
                    "`expect` is followed by a day or by two with `to` between them: 2026-04-01 to 2026-06-30",
                ));
            };
            if to < from {
                return Err(wrong("the period ends before it begins"));
            }
            let (header, rows) = reader.table(line_number)?;
            let case = cases.last_mut().ok_or_else(|| wrong("`expect` comes before any `## ` title"))?;
            case.expect.push(Expected { from, to, line: line_number, header, rows });
        } else if line.starts_with('|') {
            return Err(wrong("a table stands under neither `given <table>` nor `expect <period>`"));
        }
    }
    match cases.iter().find(|case| case.expect.is_empty()) {
        Some(case) => Err(Misread { line: 1, what: format!("the case “{}” expects nothing", case.title) }),
        None if cases.is_empty() => Err(Misread { line: 1, what: "there is no case".to_owned() }),
        None => Ok(cases),
    }
}

impl Reader<'_> {
    /// The table that follows, after empty lines.
    fn table(&mut self, after: usize) -> Result<Table, Misread> {
        while self.lines.next_if(|(_, line)| line.trim().is_empty()).is_some() {}
        let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
        while let Some((at, line)) = self.lines.next_if(|(_, line)| line.trim_start().starts_with('|')) {
            let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
            rows.push((at + 1, inner.split('|').map(|cell| cell.trim().to_owned()).collect()));
        }
        let wrong = |line, what: &str| Misread { line, what: what.to_owned() };
        if rows.len() < 2 || !rows[1].1.iter().all(|cell| !cell.is_empty() && cell.trim_matches([':', '-']).is_empty())
        {
            return Err(wrong(after, "a table with a header and a line of dashes has to follow"));
        }
        let header = rows.remove(0).1;
        rows.remove(0);
        match rows.iter().find(|(_, cells)| cells.len() != header.len()) {
            Some((line, _)) => Err(wrong(*line, "the row has more or fewer cells than the header")),
            None => Ok((header, rows)),
        }
    }

    fn given(&mut self, table: &str, line: usize) -> Result<Rows, Misread> {
        let Some(shape) = self.shapes.get(table) else {
            let near = crate::catalogue::nearest(table, self.shapes.iter().map(|(name, _)| name));
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(Misread { line, what: format!("there is no table {table}{near}") });
        };
        let (header, rows) = self.table(line)?;
        let mut columns = Vec::new();
        for (at, name) in header.iter().enumerate() {
            let Some(column) = shape.column(name) else {
                let near = crate::catalogue::nearest(name, shape.columns.iter().map(|column| column.name.as_str()));
                let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                return Err(Misread { line, what: format!("{table} has no column {name}{near}") });
            };
            let mut values = Column::nulls(column.holds, 0);
            for (line, cells) in &rows {
                push(&mut values, &cells[at])
                    .map_err(|what| Misread { line: *line, what: format!("{name}: {what}") })?;
            }
            columns.push((name.clone(), values));
        }
        Ok(Rows { columns })
    }
}

/// Adds a cell to a column; an empty cell is null.
fn push(column: &mut Column, cell: &str) -> Result<(), String> {
    let expected = |what: &str| format!("{cell} is not {what}");
    let is_empty = cell.is_empty();
    match column {
        Column::Text(values) => values.push((!is_empty).then(|| cell.to_owned())),
        Column::Date(values) if is_empty => values.push(None),
        Column::Date(values) => values.push(Some(cell.parse().map_err(|_| expected("a day such as 2026-04-30"))?)),
        Column::Whole(values) if is_empty => values.push(None),
        Column::Whole(values) => values.push(Some(cell.parse().map_err(|_| expected("a whole number"))?)),
        Column::Decimal(values) if is_empty => values.push(None),
        Column::Decimal(values) => {
            let number = Exact::parse(cell).and_then(|number| number.shown(4).replace('.', "").parse().ok());
            values.push(Some(number.ok_or_else(|| expected("a number"))?));
        }
        Column::YesNo(values) => values.push(match cell {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            _ => return Err(expected("yes or no")),
        }),
    }
    Ok(())
}
