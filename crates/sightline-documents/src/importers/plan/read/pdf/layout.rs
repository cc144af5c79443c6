//! Pages of a PDF put together to headings, paragraphs, items and tables.

use std::collections::BTreeMap;

use sightline_domain::{Place, Problem, Severity};

use super::grid::{Grid, grids_of};
use super::guess::{Run, runs_of};
use super::lines::{TextLine, Word, lines_of, paragraphs_of, pattern_of, words_of};
use super::page::{Area, Page};
use crate::Result;
use crate::codes::{explain, reader};
use crate::importers::plan::read::guard::Budget;
use crate::importers::plan::read::words::{one_line, paragraphs_of_lines};
use crate::importers::plan::source::{Block, Cell, Content, Row, SourceDocument, Table};

/// Larger than the body by this much, a line is a heading.
const HEADING_RATIO: f64 = 1.15;
/// The part of a page, at its top and bottom, where running headers stand.
const MARGIN: f64 = 0.12;

/// One page, its words told apart into tables and text.
struct Sorted {
    grids: Vec<(Grid, Vec<Word>)>,
    lines: Vec<TextLine>,
    areas: Vec<Area>,
    height: f64,
}

/// How well the tables fit what was found.
#[derive(Debug, Default)]
struct Fit {
    first_page: Option<u32>,
    rows: usize,
    agreeing: usize,
}

/// The blocks of all pages.
pub(super) fn lay_out(pages: Vec<Page>) -> Result<SourceDocument> {
    let mut budget = Budget::default();
    let problems = problems_of_letters(&pages);
    let mut sorted = Vec::new();
    for page in pages {
        budget.text(page.letters.iter().map(|letter| letter.text.len()).sum())?;
        sorted.push(sort(page));
    }
    drop_running_headers(&mut sorted);
    let sizes = HeadingSizes::of(&sorted);

    let mut writer = Writer {
        document: SourceDocument { blocks: Vec::new(), problems },
        budget,
        sizes,
        ruled: Fit::default(),
        guessed: Fit::default(),
        tables: 0,
        open_table: None,
    };
    for (page, number) in sorted.into_iter().zip(1..) {
        writer.page(page, number)?;
    }
    Ok(writer.finish())
}

fn sort(page: Page) -> Sorted {
    let grids = grids_of(&page);
    let mut inside: Vec<Vec<Word>> = grids.iter().map(|_| Vec::new()).collect();
    let mut outside = Vec::new();
    for word in words_of(page.letters) {
        match grids.iter().position(|grid| grid.contains(word.middle())) {
            Some(index) => inside[index].push(word),
            None => outside.push(word),
        }
    }
    // A box without words is decoration.
    let grids = grids.into_iter().zip(inside).filter(|(_, words)| !words.is_empty()).collect();
    Sorted { grids, lines: lines_of(outside), areas: page.areas, height: page.height }
}

/// Leaves out lines that stand at the top or bottom of most pages.
fn drop_running_headers(pages: &mut [Sorted]) {
    if pages.len() < 2 {
        return;
    }
    let is_marginal =
        |line: &TextLine, height: f64| line.baseline() < height * MARGIN || line.baseline() > height * (1.0 - MARGIN);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut patterns: Vec<String> =
            page.lines.iter().filter(|line| is_marginal(line, page.height)).map(pattern_of).collect();
        patterns.sort_unstable();
        patterns.dedup();
        for pattern in patterns {
            *counts.entry(pattern).or_default() += 1;
        }
    }
    let enough = (pages.len() * 3).div_ceil(5).max(2);
    for page in pages {
        let height = page.height;
        page.lines.retain(|line| {
            !is_marginal(line, height) || counts.get(&pattern_of(line)).is_none_or(|count| *count < enough)
        });
    }
}

/// Sizes of letters that make a line a heading, the largest first, in half points.
struct HeadingSizes(Vec<u32>);

impl HeadingSizes {
    fn of(pages: &[Sorted]) -> Self {
        let mut letters: BTreeMap<u32, usize> = BTreeMap::new();
        for page in pages {
            let inside = page.grids.iter().flat_map(|(_, words)| words);
            for word in page.lines.iter().flat_map(|line| &line.words).chain(inside) {
                *letters.entry(half_points(word.size)).or_default() += word.text.len();
            }
        }
        let body = letters.iter().max_by_key(|(_, count)| **count).map_or(0, |(size, _)| *size);
        let mut sizes: Vec<u32> = pages
            .iter()
            .flat_map(|page| &page.lines)
            .map(|line| half_points(line.size()))
            .filter(|size| f64::from(*size) >= f64::from(body) * HEADING_RATIO)
            .collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        sizes.dedup();
        Self(sizes)
    }

    fn level(&self, line: &TextLine) -> Option<u8> {
        let at = self.0.iter().position(|size| *size == half_points(line.size()))?;
        Some(u8::try_from(at + 1).unwrap_or(u8::MAX).min(6))
    }
}

fn half_points(size: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are between 1 and 500")]
    let halves = (size * 2.0).round() as u32;
    halves
}

/// The table that the next page may continue.
struct OpenTable {
    block: usize,
    columns: Vec<f64>,
    number: u32,
}

struct Writer {
    document: SourceDocument,
    budget: Budget,
    sizes: HeadingSizes,
    ruled: Fit,
    guessed: Fit,
    tables: u32,
    open_table: Option<OpenTable>,
}

/// A piece of a page.
enum Part {
    Table(Grid, Vec<Word>),
    Lines(Vec<TextLine>),
}

impl Writer {
    fn page(&mut self, page: Sorted, number: u32) -> Result<()> {
        let mut parts: Vec<Part> = Vec::new();
        let mut lines = page.lines.into_iter().peekable();
        for (grid, words) in page.grids {
            let mut above = Vec::new();
            while lines.peek().is_some_and(|line| line.baseline() < grid.top()) {
                above.extend(lines.next());
            }
            if !above.is_empty() {
                parts.push(Part::Lines(above));
            }
            parts.push(Part::Table(grid, words));
        }
        let below: Vec<TextLine> = lines.collect();
        if !below.is_empty() {
            parts.push(Part::Lines(below));
        }
        let mut line_number = 0;
        for part in parts {
            match part {
                Part::Table(grid, words) => self.ruled_table(&grid, words, &page.areas, number)?,
                Part::Lines(lines) => {
                    self.open_table = None;
                    let count = lines.len();
                    self.lines(&lines, number, line_number)?;
                    line_number += count;
                }
            }
        }
        Ok(())
    }

    fn ruled_table(&mut self, grid: &Grid, words: Vec<Word>, areas: &[Area], page: u32) -> Result<()> {
        let filled = grid.fill(words, areas);
        self.ruled.first_page.get_or_insert(page);
        self.ruled.rows += filled.rows.len();
        self.ruled.agreeing += filled.agreeing_rows;
        let continued = self.open_table.take().filter(|open| {
            open.columns.len() == grid.columns.len()
                && open.columns.iter().zip(&grid.columns).all(|(one, other)| (one - other).abs() < 4.0)
        });
        let open = if let Some(open) = continued {
            open
        } else {
            let block = self.new_table(page)?;
            OpenTable { block, columns: grid.columns.clone(), number: self.tables }
        };
        self.rows(&open, filled.rows, page)?;
        self.open_table = Some(open);
        Ok(())
    }

    fn new_table(&mut self, page: u32) -> Result<usize> {
        self.budget.block()?;
        self.tables += 1;
        let place = Place { page: Some(page), table: Some(self.tables), ..Place::default() };
        self.document.blocks.push(Block { place, content: Content::Table(Table::default()) });
        Ok(self.document.blocks.len() - 1)
    }

    fn rows(&mut self, open: &OpenTable, rows: Vec<Vec<Cell>>, page: u32) -> Result<()> {
        let Content::Table(table) = &mut self.document.blocks[open.block].content else { return Ok(()) };
        for (index, cells) in rows.into_iter().enumerate() {
            self.budget.row()?;
            self.budget.cells(cells.len())?;
            // The first rows of a table that stand again at the top of the next page.
            let is_header = !table.rows.is_empty()
                && index < 4
                && table.rows.get(index).is_some_and(|row| same_words(&row.cells, &cells));
            if is_header {
                table.rows[index].is_header = true;
            }
            let number = u32::try_from(table.rows.len() + 1).unwrap_or(u32::MAX);
            let place = Place { page: Some(page), table: Some(open.number), row: Some(number), ..Place::default() };
            table.rows.push(Row { place, cells, is_header });
        }
        Ok(())
    }

    fn lines(&mut self, lines: &[TextLine], page: u32, first_line: usize) -> Result<()> {
        let right = lines.iter().map(TextLine::right).fold(0.0, f64::max);
        let mut number = first_line;
        for run in runs_of(lines) {
            match run {
                Run::Table { rows, lines, fitting_lines } => {
                    self.guessed.first_page.get_or_insert(page);
                    self.guessed.rows += lines;
                    self.guessed.agreeing += fitting_lines;
                    let block = self.new_table(page)?;
                    let open = OpenTable { block, columns: Vec::new(), number: self.tables };
                    self.rows(&open, rows, page)?;
                    number += lines;
                }
                Run::Text(lines) => {
                    self.text(&lines, right, page, number)?;
                    number += lines.len();
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, lines: &[TextLine], right: f64, page: u32, first_line: usize) -> Result<()> {
        let mut number = first_line;
        for chunk in lines.chunk_by(|one, other| self.sizes.level(one) == self.sizes.level(other)) {
            let level = self.sizes.level(&chunk[0]);
            let place = |number: usize| Place {
                page: Some(page),
                line: Some(u32::try_from(number + 1).unwrap_or(u32::MAX)),
                ..Place::default()
            };
            let paragraphs = paragraphs_of(chunk, right);
            // Where each paragraph begins: the line that starts with its first words.
            let mut at = 0;
            let mut places = Vec::new();
            for paragraph in &paragraphs {
                let words = paragraph.text.trim_start();
                while at + 1 < chunk.len() && !words.starts_with(&chunk[at].text()) {
                    at += 1;
                }
                places.push(place(number + at));
                at += 1;
                at = at.min(chunk.len() - 1);
            }
            for (paragraph, place) in paragraphs_of_lines(&paragraphs).into_iter().zip(places) {
                self.budget.block()?;
                let text = one_line(&paragraph.text);
                let content = match (level, paragraph.item_level) {
                    (Some(level), _) => Content::Heading { level, text },
                    (None, Some(level)) => Content::Item { level, text },
                    (None, None) => Content::Paragraph { text },
                };
                self.document.blocks.push(Block { place, content });
            }
            number += chunk.len();
        }
        Ok(())
    }

    fn finish(mut self) -> SourceDocument {
        let mut add = |code, severity, fit: &Fit, words: String| {
            if let Some(page) = fit.first_page {
                let place = Place { page: Some(page), ..Place::default() };
                let help = explain(code).map_or("", |explanation| explanation.help);
                self.document.problems.push(Problem::new(code, severity, place, &words, help));
            }
        };
        let ruled =
            format!("columns taken from ruling lines: {} of {} rows agree", self.ruled.agreeing, self.ruled.rows);
        let severity = if self.ruled.agreeing == self.ruled.rows { Severity::Note } else { Severity::Warning };
        add(reader::PDF_RULED, severity, &self.ruled, ruled);
        let guessed =
            format!("columns guessed from white space: {} of {} lines fit", self.guessed.agreeing, self.guessed.rows);
        add(reader::PDF_GUESSED, Severity::Warning, &self.guessed, guessed);
        self.document
    }
}

fn same_words(one: &[Cell], other: &[Cell]) -> bool {
    one.len() == other.len()
        && one.iter().any(|cell| !cell.is_empty())
        && one.iter().zip(other).all(|(one, other)| one.text() == other.text())
}

fn problems_of_letters(pages: &[Page]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |code, severity, page: usize, seen: String| {
        let place = Place { page: u32::try_from(page + 1).ok(), ..Place::default() };
        let help = explain(code).map_or("", |explanation| explanation.help);
        problems.push(Problem::new(code, severity, place, &seen, help));
    };
    let empty: Vec<String> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.letters.is_empty() && page.pictures > 0)
        .map(|(index, _)| (index + 1).to_string())
        .collect();
    if let Some(first) = pages.iter().position(|page| page.letters.is_empty() && page.pictures > 0) {
        add(reader::PDF_EMPTY_PAGES, Severity::Warning, first, format!("pages {}", empty.join(", ")));
    }
    let unknown: usize = pages.iter().map(|page| page.unknown_letters).sum();
    if let Some(first) = pages.iter().position(|page| page.unknown_letters > 0) {
        add(reader::PDF_UNKNOWN_LETTERS, Severity::Warning, first, format!("{unknown} letters"));
    }
    problems
}
