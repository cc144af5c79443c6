//! Which rows of several formats say the same thing.

use std::collections::HashMap;
use std::ops::Range;

use super::cells::{At, Cells};

/// With more rows of one key than this in either format, they are paired in their order and not by how alike they are.
const MOST_COMPARED: usize = 16;

/// The batches of one format among all batches of a table.
#[derive(Clone, Debug)]
pub(super) struct Part<'p> {
    pub(super) format: &'p str,
    pub(super) batches: Range<usize>,
}

/// A row of the combined table: where each format that holds it has it, the one believed first at the beginning.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) first: At,
    pub(super) others: Vec<At>,
}

impl Row {
    /// Where it is held, in the order of belief.
    pub(super) fn holders(&self) -> impl Iterator<Item = At> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// Rows by the values of their key.
type ByKey<T> = HashMap<Vec<u8>, Vec<T>>;

/// All batches of one table, those of one part after those of another.
pub(super) struct Table<'b> {
    /// Cells by batch and column.
    pub(super) cells: Vec<Vec<Cells<'b>>>,
    /// Rows of each batch.
    pub(super) rows: Vec<usize>,
    /// Positions of the columns of the key.
    pub(super) key: Vec<usize>,
    /// Columns that say something, without those that say where.
    pub(super) columns: usize,
}

impl Table<'_> {
    /// Every row of every part, rows that say the same thing as one.
    ///
    /// The columns of the key decide. A column of the key that one of two
    /// formats never fills cannot decide between them: then rows belong
    /// together only where each format has a single row with the other values.
    /// Of several rows with the same key, those most alike belong together.
    pub(super) fn pair(&self, parts: &[Part<'_>]) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut filled = self.key.clone();
        for (number, part) in parts.iter().enumerate() {
            filled.retain(|column| self.is_filled(part, *column));
            let places = part.batches.clone().flat_map(|batch| {
                let at = move |row| At { batch: index(batch), row: index(row) };
                (0..self.rows[batch]).map(at)
            });
            if number == 0 || filled.is_empty() {
                rows.extend(places.map(|first| Row { first, others: Vec::new() }));
                continue;
            }
            self.add(&mut rows, places, &filled);
        }
        rows
    }

    /// Adds the rows of one part to those of the parts before it.
    fn add(&self, rows: &mut Vec<Row>, places: impl Iterator<Item = At>, filled: &[usize]) {
        let is_whole = filled.len() == self.key.len();
        let mut present: ByKey<usize> = HashMap::with_capacity(rows.len());
        for (position, row) in rows.iter().enumerate() {
            present.entry(self.key_of(row, filled)).or_default().push(position);
        }
        let mut order: Vec<Vec<u8>> = Vec::new();
        let mut coming: ByKey<At> = HashMap::new();
        for at in places {
            let key = self.key_of(&Row { first: at, others: Vec::new() }, filled);
            let group = coming.entry(key);
            if let std::collections::hash_map::Entry::Vacant(vacant) = &group {
                order.push(vacant.key().clone());
            }
            group.or_default().push(at);
        }
        for key in order {
            let group = coming.remove(&key).unwrap_or_default();
            let candidates = present.remove(&key).unwrap_or_default();
            let is_clear = is_whole || (group.len() == 1 && candidates.len() == 1);
            if !is_clear || candidates.is_empty() {
                rows.extend(group.into_iter().map(|first| Row { first, others: Vec::new() }));
            } else if group.len().max(candidates.len()) > MOST_COMPARED || (group.len() == 1 && candidates.len() == 1) {
                let mut candidates = candidates.into_iter();
                for at in group {
                    match candidates.next() {
                        Some(position) => rows[position].others.push(at),
                        None => rows.push(Row { first: at, others: Vec::new() }),
                    }
                }
            } else {
                self.add_most_alike(rows, group, &candidates);
            }
        }
    }

    /// Pairs the rows of one key that differ in the fewest columns first.
    fn add_most_alike(&self, rows: &mut Vec<Row>, group: Vec<At>, candidates: &[usize]) {
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (coming, at) in group.iter().enumerate() {
            for (present, position) in candidates.iter().enumerate() {
                pairs.push((self.differences(rows[*position].first, *at), present, coming));
            }
        }
        pairs.sort_unstable();
        let mut is_placed = vec![false; group.len()];
        let mut is_taken = vec![false; candidates.len()];
        for (_, present, coming) in pairs {
            if !is_placed[coming] && !is_taken[present] {
                (is_placed[coming], is_taken[present]) = (true, true);
                rows[candidates[present]].others.push(group[coming]);
            }
        }
        let left = group.into_iter().zip(is_placed).filter(|(_, is_placed)| !is_placed);
        rows.extend(left.map(|(first, _)| Row { first, others: Vec::new() }));
    }

    /// In how many columns both say something, and not the same.
    fn differences(&self, one: At, other: At) -> usize {
        let ((batch, row), (other_batch, other_row)) = (one.pair(), other.pair());
        (0..self.columns)
            .filter(|column| {
                let (cells, others) = (self.cells[batch][*column], self.cells[other_batch][*column]);
                !cells.is_null(row) && !others.is_null(other_row) && !cells.is_same(row, others, other_row)
            })
            .count()
    }

    /// True when the part gives the column at all.
    fn is_filled(&self, part: &Part<'_>, column: usize) -> bool {
        part.batches.clone().any(|batch| !self.cells[batch][column].is_empty())
    }

    /// The values of these columns, as the first format that has them gives them.
    fn key_of(&self, row: &Row, columns: &[usize]) -> Vec<u8> {
        let mut key = Vec::with_capacity(columns.len() * 16);
        for column in columns {
            let (batch, position) = row.first.pair();
            self.cells[batch][*column].add_to_key(position, &mut key);
        }
        key
    }
}

/// Batches hold at most 65,536 rows, and there are far fewer than four thousand million of them.
fn index(number: usize) -> u32 {
    u32::try_from(number).expect("fewer batches and rows of a batch than a u32 counts")
}
