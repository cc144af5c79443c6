//! Tables of a PDF without ruling lines: columns guessed from white space that lines up.

use super::grid::cell_of;
use super::lines::TextLine;
use crate::importers::plan::read::words::typed_bullet;
use crate::importers::plan::source::Cell;

/// White space narrower than this is not a gap between columns, in points.
const MIN_GAP: f64 = 9.0;
/// A table has at least this many lines with a gap.
const MIN_LINES: usize = 3;

/// Lines that stand beside each other as columns, or lines of running text.
#[derive(Debug)]
pub(super) enum Run {
    Text(Vec<TextLine>),
    Table { rows: Vec<Vec<Cell>>, lines: usize, fitting_lines: usize },
}

/// Cuts neighbouring lines into running text and guessed tables.
pub(super) fn runs_of(lines: &[TextLine]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut text: Vec<TextLine> = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let length = table_length(&lines[index..]);
        if length == 0 {
            text.push(lines[index].clone());
            index += 1;
            continue;
        }
        if !text.is_empty() {
            runs.push(Run::Text(std::mem::take(&mut text)));
        }
        let own = &lines[index..index + length];
        let (rows, fitting_lines) = rows_of(own);
        runs.push(Run::Table { rows, lines: own.len(), fitting_lines });
        index += length;
    }
    if !text.is_empty() {
        runs.push(Run::Text(text));
    }
    runs
}

/// How many of the lines, from the first, make a table; 0 when they make none.
fn table_length(lines: &[TextLine]) -> usize {
    if !has_gap(&lines[0]) {
        return 0;
    }
    let mut covered = spans(&lines[0]);
    let mut gaps = covered.len() - 1;
    let mut with_gap = 1;
    let mut length = 1;
    for pair in lines.windows(2) {
        let (before, line) = (&pair[0], &pair[1]);
        if line.baseline() - before.baseline() > line.size() * 4.0 {
            break;
        }
        let joined = union(&covered, &spans(line));
        let now = joined.len() - 1;
        if now == 0 || (now < gaps && with_gap >= MIN_LINES) {
            break;
        }
        covered = joined;
        gaps = now;
        with_gap += usize::from(has_gap(line));
        length += 1;
    }
    // Lines at the end that only fill the first column, or stand apart, are text below the table.
    let first_ends = covered.first().map_or(0.0, |column| column.1);
    let goes_on = |index: usize| {
        let (before, line) = (&lines[index - 1], &lines[index]);
        line.left() > first_ends && line.baseline() - before.baseline() < line.size() * 1.6
    };
    while length > 1 && !has_gap(&lines[length - 1]) && !goes_on(length - 1) {
        length -= 1;
    }
    if with_gap >= MIN_LINES && with_gap * 5 >= length * 2 { length } else { 0 }
}

fn has_gap(line: &TextLine) -> bool {
    spans(line).len() > 1
}

/// The stretches of a line that hold words.
fn spans(line: &TextLine) -> Vec<(f64, f64)> {
    let gap = MIN_GAP.max(line.size() * 0.9);
    let mut spans: Vec<(f64, f64)> = Vec::new();
    // A bullet or number stands apart from its words, but it is not a column.
    let mut is_label = false;
    for word in &line.words {
        let gap = if std::mem::take(&mut is_label) && !spans.is_empty() { f64::INFINITY } else { gap };
        is_label = spans.is_empty() && is_list_label(&word.text);
        match spans.last_mut() {
            Some(last) if word.left - last.1 < gap => last.1 = last.1.max(word.right),
            _ => spans.push((word.left, word.right)),
        }
    }
    spans
}

/// True for a bullet, `1.`, `a)` or `(iv)`.
fn is_list_label(text: &str) -> bool {
    if typed_bullet(&format!("{text} words")).is_some() && text.chars().nth(1).is_none() {
        return true;
    }
    let Some(inside) = text.strip_suffix(['.', ')']) else { return false };
    let inside = inside.trim_start_matches('(');
    let is_number = inside.bytes().all(|byte| byte.is_ascii_digit());
    (1..=4).contains(&inside.len()) && (is_number || inside.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn union(one: &[(f64, f64)], other: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut all = [one, other].concat();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for span in all {
        match joined.last_mut() {
            Some(last) if span.0 - last.1 < MIN_GAP => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

/// The cells of a guessed table, and how many of its lines fill more than one column.
fn rows_of(lines: &[TextLine]) -> (Vec<Vec<Cell>>, usize) {
    let columns = lines.iter().fold(Vec::new(), |columns, line| union(&columns, &spans(line)));
    let gaps: Vec<f64> = lines.windows(2).map(|pair| pair[1].baseline() - pair[0].baseline()).collect();
    let least = gaps.iter().copied().fold(f64::INFINITY, f64::min);
    let most = gaps.iter().copied().fold(0.0, f64::max);
    let is_spaced = most > least * 1.25;
    let mut rows: Vec<Vec<TextLine>> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let fills_first = columns.first().is_some_and(|column| line.left() <= column.1);
        let begins = index == 0 || if is_spaced { gaps[index - 1] > least * 1.25 } else { fills_first };
        match rows.last_mut() {
            Some(row) if !begins => row.push(line.clone()),
            _ => rows.push(vec![line.clone()]),
        }
    }
    let fitting = lines.iter().filter(|line| has_gap(line)).count();
    let cells = rows
        .into_iter()
        .map(|row| {
            let words: Vec<_> = row.into_iter().flat_map(|line| line.words).collect();
            columns
                .iter()
                .map(|(left, right)| {
                    let own = words.iter().filter(|word| {
                        let (middle, _) = word.middle();
                        *left - 1.0 <= middle && middle <= *right + 1.0
                    });
                    cell_of(own.cloned().collect(), *left, *right)
                })
                .collect()
        })
        .collect();
    (cells, fitting)
}
