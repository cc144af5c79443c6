//! Tables of a PDF that have ruling lines: the lines give rows, columns and merges.

use super::lines::{Word, lines_of, paragraphs_of};
use super::page::{Area, Page, Rule};
use crate::importers::plan::read::words::paragraphs_of_lines;
use crate::importers::plan::source::{Cell, Covered};

/// Lines closer than this are one line, in points.
const NEAR: f64 = 3.0;
/// With more lines than this a page is a drawing, not a table.
const MAX_RULES: usize = 4_000;

/// One table drawn with lines.
#[derive(Debug)]
pub(super) struct Grid {
    /// Where columns begin and the last one ends.
    pub(super) columns: Vec<f64>,
    rows: Vec<f64>,
    across: Vec<Rule>,
    down: Vec<Rule>,
}

/// The cells of a table row by row, and how many rows agree with the lines.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) agreeing_rows: usize,
}

/// All tables of a page that are drawn with lines, from top to bottom.
pub(super) fn grids_of(page: &Page) -> Vec<Grid> {
    let across = merge_rules(&page.across);
    let down = merge_rules(&page.down);
    if across.len() + down.len() > MAX_RULES {
        return Vec::new();
    }
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    for (index, level) in across.iter().enumerate() {
        for (offset, upright) in down.iter().enumerate() {
            if reaches(level, upright.at) && reaches(upright, level.at) {
                let (one, other) = (root(&mut group, index), root(&mut group, across.len() + offset));
                group[one] = other;
            }
        }
    }
    let mut roots: Vec<usize> = (0..group.len()).map(|index| root(&mut group, index)).collect();
    let of_rule = roots.clone();
    roots.sort_unstable();
    roots.dedup();
    let mut grids: Vec<Grid> = roots
        .into_iter()
        .filter_map(|wanted| {
            let own = |rules: &[Rule], first: usize| -> Vec<Rule> {
                rules
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| of_rule[first + index] == wanted)
                    .map(|(_, rule)| *rule)
                    .collect()
            };
            Grid::new(own(&across, 0), own(&down, across.len()))
        })
        .collect();
    grids.sort_by(|one, other| one.top().total_cmp(&other.top()));
    grids
}

fn root(group: &mut [usize], index: usize) -> usize {
    let mut index = index;
    while group[index] != index {
        group[index] = group[group[index]];
        index = group[index];
    }
    index
}

fn reaches(rule: &Rule, at: f64) -> bool {
    rule.from - NEAR <= at && at <= rule.to + NEAR
}

/// Joins pieces of the same line.
fn merge_rules(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|one, other| (one.at.round()).total_cmp(&other.at.round()).then(one.from.total_cmp(&other.from)));
    let mut merged: Vec<Rule> = Vec::new();
    for rule in sorted {
        match merged.last_mut() {
            Some(last) if (rule.at - last.at).abs() <= 1.5 && rule.from <= last.to + NEAR => {
                last.to = last.to.max(rule.to);
            }
            _ => merged.push(rule),
        }
    }
    merged
}

/// Places that are near each other as one place.
fn cluster(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    let mut clusters: Vec<f64> = Vec::new();
    for place in places {
        if clusters.last().is_none_or(|last| place - last > NEAR) {
            clusters.push(place);
        }
    }
    clusters
}

impl Grid {
    fn new(across: Vec<Rule>, down: Vec<Rule>) -> Option<Self> {
        if down.is_empty() || across.is_empty() {
            return None;
        }
        let mut columns: Vec<f64> = down.iter().map(|rule| rule.at).collect();
        let mut rows: Vec<f64> = across.iter().map(|rule| rule.at).collect();
        // Tables are often open at their sides: the lines across show how far they reach.
        let ends = |rules: &[Rule]| {
            let from = rules.iter().map(|rule| rule.from).fold(f64::INFINITY, f64::min);
            let to = rules.iter().map(|rule| rule.to).fold(f64::NEG_INFINITY, f64::max);
            [from, to]
        };
        columns.extend(ends(&across));
        rows.extend(ends(&down));
        let (columns, rows) = (cluster(columns), cluster(rows));
        let is_table = columns.len() >= 2 && rows.len() >= 2 && (columns.len() - 1) * (rows.len() - 1) <= 50_000;
        is_table.then_some(Self { columns, rows, across, down })
    }

    pub(super) fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or(0.0)
    }

    /// True when a place lies inside the table.
    pub(super) fn contains(&self, (x, y): (f64, f64)) -> bool {
        let inside = |places: &[f64], at: f64| {
            places.first().is_some_and(|first| *first <= at) && places.last().is_some_and(|last| at <= *last)
        };
        inside(&self.columns, x) && inside(&self.rows, y)
    }

    /// True when a line stands on the left of a cell.
    fn is_cut_left(&self, row: usize, column: usize) -> bool {
        let middle = f64::midpoint(self.rows[row], self.rows[row + 1]);
        column == 0
            || self
                .down
                .iter()
                .any(|rule| (rule.at - self.columns[column]).abs() <= NEAR && rule.from <= middle && middle <= rule.to)
    }

    /// True when a line stands above a cell.
    fn is_cut_above(&self, row: usize, column: usize) -> bool {
        let middle = f64::midpoint(self.columns[column], self.columns[column + 1]);
        row == 0
            || self
                .across
                .iter()
                .any(|rule| (rule.at - self.rows[row]).abs() <= NEAR && rule.from <= middle && middle <= rule.to)
    }

    /// The table with its words in their cells. Rows without height and words are left out.
    pub(super) fn fill(&self, words: Vec<Word>, areas: &[Area]) -> Filled {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut cut_left = vec![vec![true; width]; height];
        let mut cut_above = vec![vec![true; width]; height];
        for row in 0..height {
            for column in 0..width {
                cut_left[row][column] = self.is_cut_left(row, column);
                cut_above[row][column] = self.is_cut_above(row, column);
            }
        }
        let mut inside: Vec<Vec<Vec<Word>>> = vec![vec![Vec::new(); width]; height];
        let mut agrees = vec![true; height];
        for word in words {
            let (x, y) = word.middle();
            let mut row = self.rows.partition_point(|place| *place <= y).saturating_sub(1).min(height - 1);
            let mut column = self.columns.partition_point(|place| *place <= x).saturating_sub(1).min(width - 1);
            let crosses = (1..width).any(|cut| {
                cut_left[row][cut] && word.left < self.columns[cut] - 2.0 && word.right > self.columns[cut] + 2.0
            });
            agrees[row] &= !crosses;
            loop {
                if !cut_left[row][column] {
                    column -= 1;
                } else if !cut_above[row][column] {
                    row -= 1;
                } else {
                    break;
                }
            }
            inside[row][column].push(word);
        }
        let mut filled = Filled::default();
        for (row, cells) in inside.into_iter().enumerate() {
            let is_empty = cells.iter().all(Vec::is_empty);
            if is_empty && self.rows[row + 1] - self.rows[row] < 5.0 {
                continue;
            }
            let mut out: Vec<Cell> = Vec::with_capacity(width);
            for (column, words) in cells.into_iter().enumerate() {
                if !cut_left[row][column] {
                    out.push(covered(Covered::FromLeft));
                    continue;
                }
                if !cut_above[row][column] {
                    out.push(covered(Covered::FromAbove));
                    continue;
                }
                let span = 1 + (column + 1..width).take_while(|next| !cut_left[row][*next]).count();
                let left = self.columns[column];
                let right = self.columns[column + span];
                let mut cell = cell_of(words, left, right);
                cell.columns = u32::try_from(span).unwrap_or(u32::MAX);
                let middle = (f64::midpoint(left, right), f64::midpoint(self.rows[row], self.rows[row + 1]));
                cell.fill = colour_at(areas, middle);
                out.push(cell);
            }
            filled.agreeing_rows += usize::from(agrees[row]);
            filled.rows.push(out);
        }
        filled
    }
}

fn covered(way: Covered) -> Cell {
    Cell { columns: 1, covered: Some(way), ..Cell::default() }
}

/// The words of a cell between two ruling lines.
pub(super) fn cell_of(words: Vec<Word>, left: f64, right: f64) -> Cell {
    let lines = lines_of(words);
    // Words keep as far from the right edge as from the left one.
    let padding = lines.iter().map(|line| line.left() - left).fold(f64::INFINITY, f64::min).clamp(0.0, 12.0);
    let lines = paragraphs_of(&lines, right - padding);
    let raw = lines.iter().map(|line| line.text.trim_start()).collect::<Vec<_>>().join("\n");
    Cell { raw, paragraphs: paragraphs_of_lines(&lines), columns: 1, ..Cell::default() }
}

/// The colour painted last over a place; `None` for white.
fn colour_at(areas: &[Area], (x, y): (f64, f64)) -> Option<String> {
    let area = areas
        .iter()
        .rev()
        .find(|area| area.rect.x0 <= x && x <= area.rect.x1 && area.rect.y0 <= y && y <= area.rect.y1)?;
    let [red, green, blue] = area.colour;
    (area.colour != [0xFF; 3]).then(|| format!("{red:02X}{green:02X}{blue:02X}"))
}
