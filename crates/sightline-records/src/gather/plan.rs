//! What is done with each row of one table of a format, worked out once.

use crate::definitions::{ColumnType, Definitions, Feed, Join, Lookup, Matched};
use crate::values::{Cell, Value};

/// One column of the source read as one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conversion {
    pub(super) column: usize,
    pub(super) kind: ColumnType,
    pub(super) codes: Option<usize>,
}

/// A feed whose columns point at conversions.
#[derive(Debug)]
pub(super) struct PlannedFeed<'d> {
    /// Position of the record table.
    pub(super) table: usize,
    /// Number of the feed within the record table.
    pub(super) number: usize,
    pub(super) is_main: bool,
    pub(super) when: &'d [usize],
    /// Columns of the record table with their conversions.
    pub(super) columns: Vec<(usize, usize)>,
    /// Those without which there is no row.
    pub(super) required: Vec<(usize, usize)>,
    pub(super) fixed: Vec<(usize, Value)>,
    pub(super) joined: Option<&'d Join>,
    pub(super) looked_up: Option<&'d Lookup>,
    /// True when only the look-up can fill a required column.
    pub(super) needs_lookup: bool,
}

/// What is done with each row of one table of a format.
#[derive(Debug)]
pub(super) struct Plan<'d> {
    pub(super) conversions: Vec<Conversion>,
    pub(super) feeds: Vec<PlannedFeed<'d>>,
    /// The column whose value is a list.
    pub(super) list: Option<usize>,
}

impl<'d> Plan<'d> {
    pub(super) fn new(definitions: &'d Definitions, format: usize, table: usize) -> Self {
        let source = &definitions.formats[format].tables[table];
        let list = source.columns.iter().position(|column| column.is_list);
        let mut plan = Self { conversions: Vec::new(), feeds: Vec::new(), list };
        for (index, record_table) in definitions.tables.iter().enumerate() {
            for (number, feed) in record_table.feeds.iter().enumerate() {
                if (feed.format, feed.table) == (format, table) {
                    let planned = plan.feed(definitions, (index, number), feed);
                    plan.feeds.push(planned);
                }
            }
        }
        plan
    }

    fn feed(
        &mut self,
        definitions: &'d Definitions,
        (table, number): (usize, usize),
        feed: &'d Feed,
    ) -> PlannedFeed<'d> {
        let definition = &definitions.tables[table];
        let mut columns = Vec::new();
        for (column, from) in &feed.columns {
            let target = &definition.columns[*column];
            let conversion = Conversion { column: *from, kind: target.kind, codes: target.codes };
            let position = self.conversions.iter().position(|known| *known == conversion).unwrap_or_else(|| {
                self.conversions.push(conversion);
                self.conversions.len() - 1
            });
            columns.push((*column, position));
        }
        let required = columns.iter().filter(|(column, _)| definition.columns[*column].is_required).copied().collect();
        let fixed = feed.fixed.iter().map(|(column, written)| {
            let target = &definition.columns[*column];
            let value = match (target.kind, target.codes) {
                (ColumnType::YesNo, _) => Value::YesNo(written == "yes"),
                (_, Some(list)) => match definitions.code_lists[list].matched_position(written) {
                    Matched::Code(position) => u16::try_from(position).map_or(Value::Null, Value::Code),
                    _ => Value::Null,
                },
                _ => Value::Text(written.as_str().into()),
            };
            (*column, value)
        });
        let looked_up = feed.looked_up.as_ref();
        PlannedFeed {
            table,
            number,
            is_main: feed.is_main,
            when: &feed.when,
            fixed: fixed.collect(),
            required,
            joined: feed.joined.as_ref(),
            looked_up,
            needs_lookup: looked_up.is_some_and(|lookup| {
                definition.columns[lookup.column].is_required
                    && !columns.iter().any(|(column, _)| *column == lookup.column)
            }),
            columns,
        }
    }

    /// True when a feed has to look something up that the row itself does not give.
    pub(super) fn waits(&self, cells: &[Cell<'_>]) -> bool {
        self.feeds.iter().any(|feed| {
            feed.looked_up.is_some_and(|lookup| {
                let direct = feed.columns.iter().find(|(column, _)| *column == lookup.column);
                direct.is_none_or(|(_, conversion)| cells[self.conversions[*conversion].column].is_blank())
            })
        })
    }
}
