//! Which rows of several formats say the same thing.

use std::collections::{BTreeSet, HashMap};
use std::iter::repeat_n;
use std::ops::Range;

use super::cells::{At, Cells};

/// With more rows of one key than this in either format, they are paired in their order and not by how alike they are.
const MOST_COMPARED: usize = 16;

/// The batches of one format among all batches of a table.
#[derive(Clone, Debug)]
pub(crate) struct Part<'p> {
    pub(crate) format: &'p str,
    pub(crate) batches: Range<usize>,
    /// The time that its files say they are about.
    pub(crate) says: Option<Cover>,
}

/// A time: the days from and to, both included, counted after 1 January 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cover {
    pub(crate) from: i32,
    pub(crate) to: i32,
}

/// A row of the combined table: where each format that holds it has it, the one believed first at the beginning.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) first: At,
    pub(crate) others: Vec<At>,
}

impl Row {
    /// Where it is held, in the order of belief.
    pub(crate) fn holders(&self) -> impl Iterator<Item = At> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// All batches of one table, those of one part after those of another.
pub(crate) struct Table<'b> {
    /// Cells by batch and column.
    pub(crate) cells: Vec<Vec<Cells<'b>>>,
    /// Rows of each batch.
    pub(crate) rows: Vec<usize>,
    /// Positions of the columns of the key.
    pub(crate) key: Vec<usize>,
    /// Columns that say something, without those that say where.
    pub(crate) columns: usize,
}

impl Table<'_> {
    /// Every row of every part, rows that say the same thing as one.
    ///
    /// The columns of the key decide. Of several rows with the same key, those
    /// most alike belong together. A column of the key that one of two rows
    /// does not fill cannot decide between them: then they belong together only
    /// where each side has a single row left with the other values. A blank
    /// date is such a column only in a format that never fills it; in others it
    /// says that something has not happened.
    pub(crate) fn pair(&self, parts: &[Part<'_>]) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let never_filled: Vec<u32> =
            parts.iter().flat_map(|part| repeat_n(self.never_filled(part), part.batches.len())).collect();
        for part in parts {
            let places = part.batches.clone().flat_map(|batch| {
                let at = move |row| At { batch: index(batch), row: index(row) };
                (0..self.rows[batch]).map(at)
            });
            let coming = places.map(|first| Row { first, others: Vec::new() });
            if rows.is_empty() {
                rows = coming.collect();
            } else {
                self.add(&mut rows, coming.collect(), &never_filled);
            }
        }
        rows
    }

    /// Adds the rows of one part to those of the parts before it.
    fn add(&self, rows: &mut Vec<Row>, coming: Vec<Row>, never_filled: &[u32]) {
        let present = rows.len();
        // Of each row that is coming, the row that it belongs to; and of each that is there, whether one does.
        let mut belongs: Vec<Option<usize>> = vec![None; coming.len()];
        let mut is_taken = vec![false; present];
        let mut by_key: HashMap<Vec<u8>, (Vec<usize>, Vec<usize>)> = HashMap::with_capacity(present);
        for (position, row) in rows.iter().enumerate() {
            by_key.entry(self.key_of(row, 0)).or_default().0.push(position);
        }
        for (position, row) in coming.iter().enumerate() {
            // Keys that only the coming rows have need not be kept.
            if let Some(group) = by_key.get_mut(&self.key_of(row, 0)) {
                group.1.push(position);
            }
        }
        // Groups have no row in common, so their order does not matter.
        for (there, here) in by_key.into_values() {
            if here.is_empty() {
                continue;
            }
            let pairs = if there.len() + here.len() == 2 || there.len().max(here.len()) > MOST_COMPARED {
                there.into_iter().zip(here).collect()
            } else {
                self.most_alike(rows, &coming, &there, &here)
            };
            for (row, position) in pairs {
                belongs[position] = Some(row);
                is_taken[row] = true;
            }
        }
        let of_rows = |rows: &[Row]| rows.iter().map(|row| self.blanks(row, never_filled)).collect::<Vec<u32>>();
        let blanks = (of_rows(rows), of_rows(&coming));
        self.pair_the_rest((rows, &blanks.0), (&coming, &blanks.1), &mut belongs, &mut is_taken);
        for (row, belongs) in coming.into_iter().zip(belongs) {
            match belongs {
                Some(position) => rows[position].others.push(row.first),
                None => rows.push(row),
            }
        }
    }

    /// Pairs rows of which one does not fill a column of the key; each with the bits of those that it does not.
    fn pair_the_rest(
        &self,
        (rows, there): (&[Row], &[u32]),
        (coming, here): (&[Row], &[u32]),
        belongs: &mut [Option<usize>],
        is_taken: &mut [bool],
    ) {
        let left = |blanks: &[u32], is_left: &dyn Fn(usize) -> bool| -> Vec<Option<u32>> {
            blanks.iter().enumerate().map(|(position, blanks)| is_left(position).then_some(*blanks)).collect()
        };
        let there = left(there, &|position| !is_taken[position]);
        let here = left(here, &|position| belongs[position].is_none());
        let different = |blanks: &[Option<u32>]| blanks.iter().copied().flatten().collect::<BTreeSet<u32>>();
        let (one, other) = (different(&there), different(&here));
        let unions = one.iter().flat_map(|one| other.iter().map(move |other| one | other));
        let mut unions: Vec<u32> = unions.collect::<BTreeSet<u32>>().into_iter().collect();
        // Those that leave the most columns to compare first.
        unions.sort_by_key(|union| (union.count_ones(), *union));
        for union in unions {
            if union == 0 || union.count_ones() as usize >= self.key.len() {
                continue;
            }
            let within = |blanks: Option<u32>| blanks.is_some_and(|blanks| blanks & !union == 0);
            let mut by_key: HashMap<Vec<u8>, (Vec<usize>, Vec<usize>)> = HashMap::new();
            for position in (0..rows.len()).filter(|position| within(there[*position]) && !is_taken[*position]) {
                by_key.entry(self.key_of(&rows[position], union)).or_default().0.push(position);
            }
            let is_left = |position: &usize| within(here[*position]) && belongs[*position].is_none();
            for position in (0..coming.len()).filter(is_left) {
                if let Some(group) = by_key.get_mut(&self.key_of(&coming[position], union)) {
                    group.1.push(position);
                }
            }
            for (one, other) in by_key.into_values() {
                let ([row], [position]) = (one.as_slice(), other.as_slice()) else { continue };
                let both = there[*row].unwrap_or_default() | here[*position].unwrap_or_default();
                if both == union {
                    belongs[*position] = Some(*row);
                    is_taken[*row] = true;
                }
            }
        }
    }

    /// Which columns of the key cannot tell a row from another, one bit for each.
    fn blanks(&self, row: &Row, never_filled: &[u32]) -> u32 {
        let never = row.holders().fold(u32::MAX, |never, at| never & never_filled[at.batch as usize]);
        let mut blanks = 0;
        for (bit, column) in self.key.iter().enumerate() {
            let is_date = matches!(self.cells[row.first.batch as usize][*column], Cells::Date(_));
            let counts = !is_date || never >> bit & 1 == 1;
            blanks |= u32::from(counts && self.filled(row, *column).is_none()) << bit;
        }
        blanks
    }

    /// Which columns of the key a part fills in no row, one bit for each.
    fn never_filled(&self, part: &Part<'_>) -> u32 {
        let is_blank = |column: usize| part.batches.clone().all(|batch| self.cells[batch][column].is_empty());
        self.key.iter().enumerate().map(|(bit, column)| u32::from(is_blank(*column)) << bit).sum()
    }

    /// The rows of one key in pairs, those that differ in the fewest columns first.
    fn most_alike(&self, rows: &[Row], coming: &[Row], there: &[usize], here: &[usize]) -> Vec<(usize, usize)> {
        let mut ranked: Vec<(usize, usize, usize)> = Vec::new();
        for (one, row) in there.iter().enumerate() {
            for (other, position) in here.iter().enumerate() {
                ranked.push((self.differences(rows[*row].first, coming[*position].first), one, other));
            }
        }
        ranked.sort_unstable();
        let (mut is_taken, mut is_placed) = (vec![false; there.len()], vec![false; here.len()]);
        let mut pairs = Vec::new();
        for (_, one, other) in ranked {
            if !is_taken[one] && !is_placed[other] {
                (is_taken[one], is_placed[other]) = (true, true);
                pairs.push((there[one], here[other]));
            }
        }
        pairs
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

    /// Where the first format that fills a column of a row has its value.
    fn filled(&self, row: &Row, column: usize) -> Option<At> {
        row.holders().find(|at| {
            let (batch, position) = at.pair();
            !self.cells[batch][column].is_null(position)
        })
    }

    /// The values of the key, without the columns whose bit is set.
    fn key_of(&self, row: &Row, without: u32) -> Vec<u8> {
        let mut key = Vec::with_capacity(self.key.len() * 16);
        for (bit, column) in self.key.iter().enumerate() {
            if without >> bit & 1 == 0 {
                let (batch, position) = self.filled(row, *column).unwrap_or(row.first).pair();
                self.cells[batch][*column].add_to_key(position, &mut key);
            }
        }
        key
    }
}

/// Batches hold at most 65,536 rows, and there are far fewer than four thousand million of them.
fn index(number: usize) -> u32 {
    u32::try_from(number).expect("fewer batches and rows of a batch than a u32 counts")
}
