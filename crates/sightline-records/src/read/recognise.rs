//! Tables recognised by their headers.

use std::collections::{BTreeMap, HashMap};

use crate::definitions::codes::comparable;
use crate::definitions::{Definitions, FormatKind};

/// A row of headers belongs to a table when at least this share of both is in the other, in hundredths.
const ENOUGH: usize = 50;
/// And when at least this many headers are known.
const FEWEST: usize = 2;

/// Knows the headers of every table of every format.
pub(super) struct Recogniser {
    by_header: HashMap<String, Vec<(usize, usize, usize)>>,
    /// Number of columns by format and table.
    widths: HashMap<(usize, usize), usize>,
}

/// A table of a format, recognised in a row of headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) format: usize,
    pub(super) table: usize,
    /// How much of the headers and of the table's columns is in the other, in hundredths.
    pub(super) score: usize,
    /// For each column of the file, the column of the table.
    pub(super) columns: Vec<Option<usize>>,
    /// For each column of the table, the column of the file from 1.
    pub(super) positions: Vec<Option<u32>>,
    /// Columns of the file, from 1, whose header no column has.
    pub(super) unknown: Vec<u32>,
    /// Columns of the file, from 1, whose header is there twice.
    pub(super) twice: Vec<u32>,
}

impl Recogniser {
    pub(super) fn new(definitions: &Definitions) -> Self {
        let mut by_header: HashMap<String, Vec<(usize, usize, usize)>> = HashMap::new();
        let mut widths = HashMap::new();
        for (format_index, format) in definitions.formats.iter().enumerate() {
            if format.kind == FormatKind::Xml {
                continue;
            }
            for (table_index, table) in format.tables.iter().enumerate() {
                widths.insert((format_index, table_index), table.columns.len());
                for (index, column) in table.columns.iter().enumerate() {
                    for name in std::iter::once(&column.name).chain(&column.also) {
                        let places = by_header.entry(comparable(name)).or_default();
                        if !places.contains(&(format_index, table_index, index)) {
                            places.push((format_index, table_index, index));
                        }
                    }
                }
            }
        }
        Self { by_header, widths }
    }

    /// The table whose headers these are, if any.
    pub(super) fn recognise(&self, headers: &[String]) -> Option<Layout> {
        let mut matches: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
        let mut written = 0;
        for (position, header) in headers.iter().enumerate() {
            let header = comparable(header);
            if header.is_empty() {
                continue;
            }
            written += 1;
            for (format, table, column) in self.by_header.get(&header).into_iter().flatten() {
                matches.entry((*format, *table)).or_default().push((position, *column));
            }
        }
        let mut best = None;
        for (place, found) in matches {
            let mut columns: Vec<usize> = found.iter().map(|(_, column)| *column).collect();
            columns.sort_unstable();
            columns.dedup();
            let score = 200 * columns.len() / (written + self.widths[&place]);
            if columns.len() >= FEWEST && best.as_ref().is_none_or(|(other, _, _)| score > *other) {
                best = Some((score, place, found));
            }
        }
        let (score, (format, table), found) = best.filter(|(score, ..)| *score >= ENOUGH)?;
        let from_one = |position: usize| u32::try_from(position + 1).unwrap_or(u32::MAX);
        let mut layout = Layout {
            format,
            table,
            score,
            columns: vec![None; headers.len()],
            positions: vec![None; self.widths[&(format, table)]],
            unknown: Vec::new(),
            twice: Vec::new(),
        };
        for (position, column) in found {
            if layout.positions[column].is_some() {
                layout.twice.push(from_one(position));
            } else {
                layout.positions[column] = Some(from_one(position));
                layout.columns[position] = Some(column);
            }
        }
        for (position, header) in headers.iter().enumerate() {
            let position_from_one = from_one(position);
            let is_known = layout.columns[position].is_some() || layout.twice.contains(&position_from_one);
            if !is_known && !comparable(header).is_empty() {
                layout.unknown.push(position_from_one);
            }
        }
        Some(layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognise(headers: &str) -> Option<(String, Layout)> {
        let definitions = Definitions::built_in().unwrap();
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        let layout = Recogniser::new(&definitions).recognise(&headers)?;
        let format = &definitions.formats[layout.format];
        Some((format!("{}/{}", format.name, format.tables[layout.table].name), layout))
    }

    #[test]
    fn tables_are_known_by_their_headers_in_any_order_and_spelling() {
        let name = |headers| recognise(headers).map(|(name, _)| name);
        assert_eq!(name("CHILD,DOB,REVIEW,REVIEW_CODE").as_deref(), Some("ssda903/Reviews"));
        assert_eq!(name("review_code,review,dob,child").as_deref(), Some("ssda903/Reviews"));
        assert_eq!(name("CHILD,SEX,DOB,DUC").as_deref(), Some("ssda903/UASC"));
        assert_eq!(name("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB").as_deref(), Some("ssda903/Header"));
        let list_1 = "Child Unique ID ,gender,Ethnicity,Date of Birth,Age,Date of contact,CONTACT SOURCE";
        assert_eq!(name(list_1).as_deref(), Some("annex_a/list_1"));
        assert_eq!(name("cont_person_id,cont_contact_date,CONT_CONTACT_ID").as_deref(), Some("ssd/ssd_contacts"));
        assert_eq!(name("name,address,telephone"), None);
        assert_eq!(name(""), None);
    }

    #[test]
    fn unknown_and_repeated_headers_are_told_apart() {
        let (_, layout) = recognise("CHILD,DOB,REVIEW,REVIEW_CODE,Notes,,DOB").unwrap();
        assert_eq!((layout.unknown, layout.twice), (vec![5], vec![7]));
        assert_eq!(layout.columns, [Some(0), Some(1), Some(2), Some(3), None, None, None]);
    }
}
