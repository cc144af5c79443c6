//! Headings, paragraphs and tables of a Word document in one look.

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, LineSpacing, LineSpacingType, NumPages, PageMargin, PageNum,
    PageOrientationType, PageSize, Paragraph, Run, RunFonts, Section, Shading, ShdType, Style, StyleType, Table,
    TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellBorder, TableCellBorderPosition,
    TableCellBorders, TableCellMargins, TableLayoutType, TableRow, WidthType,
};
use sightline_domain::board_report::RatingMark;

const ACCENT: &str = "12355B";
const INK: &str = "0B0C0C";
const MUTED: &str = "505A5F";
const HAIRLINE: &str = "B1B4B6";
const WASH: &str = "F3F5F7";
const ALARM: &str = "9C1C1C";
/// The style of the words in a header row; `package` marks rows by it as repeated.
pub(in crate::generators) const HEAD_STYLE: &str = "TableHead";

/// A page, in twentieths of a point.
#[derive(Clone, Copy)]
pub(in crate::generators) struct Page {
    pub(in crate::generators) width: u32,
    pub(in crate::generators) height: u32,
    is_landscape: bool,
}

const MARGIN: i32 = 1134;
pub(in crate::generators) const PORTRAIT: Page = Page { width: 11906, height: 16838, is_landscape: false };
pub(in crate::generators) const LANDSCAPE: Page = Page { width: 16838, height: 11906, is_landscape: true };

/// The margins of every page.
pub(in crate::generators) fn margins() -> PageMargin {
    PageMargin { top: 1247, left: MARGIN, bottom: 1134, right: MARGIN, header: 567, footer: 567, gutter: 0 }
}

impl Page {
    fn text_width(self) -> usize {
        let margins = u32::try_from(MARGIN * 2).unwrap_or(0);
        usize::try_from(self.width.saturating_sub(margins)).unwrap_or(0)
    }
}

/// The width of a column.
#[derive(Clone, Copy)]
pub(in crate::generators) enum Width {
    /// Twentieths of a point.
    Fixed(usize),
    /// A share of what the fixed columns leave.
    Share(usize),
}

/// What stands in a cell: one or more paragraphs in one look.
#[derive(Clone)]
pub(in crate::generators) struct Cell {
    paragraphs: Vec<(String, bool)>,
    is_bold: bool,
    is_right: bool,
    colour: &'static str,
    size: Option<usize>,
    rating_ink: Option<String>,
    fill: Option<String>,
    span: usize,
}

impl Cell {
    pub(in crate::generators) fn text(words: &str) -> Self {
        Self {
            paragraphs: vec![(words.to_owned(), false)],
            is_bold: false,
            is_right: false,
            colour: INK,
            size: None,
            rating_ink: None,
            fill: None,
            span: 1,
        }
    }

    pub(in crate::generators) fn rating(mark: &RatingMark) -> Self {
        Self {
            rating_ink: Some(mark.ink.clone()),
            fill: Some(mark.tint.clone()),
            ..Self::text(&format!("{}\u{A0}{}", mark.glyph, mark.name))
        }
    }

    pub(in crate::generators) fn heads(words: &[&str]) -> Vec<Self> {
        words.iter().map(|words| Self::text(words)).collect()
    }

    pub(in crate::generators) fn and_text(mut self, words: &str) -> Self {
        self.paragraphs.push((words.to_owned(), false));
        self
    }

    pub(in crate::generators) fn and_quiet(mut self, words: &str) -> Self {
        self.paragraphs.push((words.to_owned(), true));
        self
    }

    pub(in crate::generators) fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    /// In half points.
    pub(in crate::generators) fn sized(self, size: usize) -> Self {
        Self { size: Some(size), ..self }
    }

    pub(in crate::generators) fn right(self) -> Self {
        Self { is_right: true, ..self }
    }

    pub(in crate::generators) fn alarm(self) -> Self {
        Self { colour: ALARM, is_bold: true, ..self }
    }

    pub(in crate::generators) fn wash(self) -> Self {
        Self { fill: Some(WASH.to_owned()), ..self }
    }

    /// White words on the accent colour.
    pub(in crate::generators) fn band(self) -> Self {
        Self { fill: Some(ACCENT.to_owned()), colour: "FFFFFF", is_bold: true, ..self }
    }

    pub(in crate::generators) fn spanning(self, columns: usize) -> Self {
        Self { span: columns, ..self }
    }

    fn into_word(self, width: usize, style: &str) -> TableCell {
        let mut cell = TableCell::new().width(width, WidthType::Dxa);
        if self.span > 1 {
            cell = cell.grid_span(self.span);
        }
        if let Some(fill) = &self.fill {
            cell = cell.shading(Shading::new().shd_type(ShdType::Clear).color("auto").fill(fill));
        }
        if style == HEAD_STYLE {
            let line = TableCellBorder::new(TableCellBorderPosition::Bottom)
                .border_type(BorderType::Single)
                .size(8)
                .color(ACCENT);
            cell = cell.set_borders(TableCellBorders::with_empty().set(line));
        }
        let colour = self.rating_ink.as_deref().unwrap_or(self.colour);
        for (words, is_quiet) in &self.paragraphs {
            let mut run = Run::new().add_text(clean(words));
            if *is_quiet {
                run = run.color(MUTED).size(16);
            } else if style != HEAD_STYLE {
                run = run.color(colour);
                if let Some(size) = self.size {
                    run = run.size(size);
                }
                if self.is_bold {
                    run = run.bold();
                }
            }
            let mut paragraph = Paragraph::new().style(style).add_run(run);
            if self.is_right {
                paragraph = paragraph.align(AlignmentType::Right);
            }
            // A header row or a band must not be left alone at the foot of a page.
            if style == HEAD_STYLE || self.span > 1 {
                paragraph = paragraph.keep_next(true);
            }
            cell = cell.add_paragraph(paragraph);
        }
        cell
    }
}

enum Part {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// One section of the document while it is written.
pub(in crate::generators) struct Paper {
    page: Page,
    parts: Vec<Part>,
}

impl Paper {
    pub(in crate::generators) fn new(page: Page) -> Self {
        Self { page, parts: Vec::new() }
    }

    pub(in crate::generators) fn heading(&mut self, level: u8, words: &str) {
        self.paragraph(&format!("Heading{level}"), words);
    }

    pub(in crate::generators) fn paragraph(&mut self, style: &str, words: &str) {
        self.parts
            .push(Part::Paragraph(Box::new(Paragraph::new().style(style).add_run(Run::new().add_text(clean(words))))));
    }

    /// A sentence that stays with the table after it, if there is one.
    pub(in crate::generators) fn lead_in(&mut self, words: &str, has_table: bool) {
        let paragraph =
            Paragraph::new().style("Normal").add_run(Run::new().add_text(clean(words))).keep_next(has_table);
        self.parts.push(Part::Paragraph(Box::new(paragraph)));
    }

    pub(in crate::generators) fn lead_in_quiet(&mut self, words: &str) {
        let paragraph = Paragraph::new().style("Quiet").add_run(Run::new().add_text(clean(words))).keep_next(true);
        self.parts.push(Part::Paragraph(Box::new(paragraph)));
    }

    /// A table whose header row repeats on every page and whose rows are kept whole; nothing without rows.
    pub(in crate::generators) fn table(&mut self, widths: &[Width], heads: &[Cell], rows: &[Vec<Cell>]) {
        self.styled_table(widths, heads, rows, "TableText", 40);
    }

    /// The same with less air, for the plan on a page.
    pub(in crate::generators) fn dense_table(&mut self, widths: &[Width], heads: &[Cell], rows: &[Vec<Cell>]) {
        self.styled_table(widths, heads, rows, "TableDense", 12);
    }

    fn styled_table(&mut self, widths: &[Width], heads: &[Cell], rows: &[Vec<Cell>], style: &str, air: usize) {
        if rows.is_empty() {
            return;
        }
        let widths = twips(widths, self.page.text_width());
        let mut word_rows = vec![word_row(heads, &widths, HEAD_STYLE)];
        word_rows.extend(rows.iter().map(|row| word_row(row, &widths, style)));
        let hairline = |position| TableBorder::new(position).border_type(BorderType::Single).size(4).color(HAIRLINE);
        let borders = TableBorders::with_empty()
            .set(hairline(TableBorderPosition::InsideH))
            .set(hairline(TableBorderPosition::Bottom));
        let table = Table::new(word_rows)
            .set_grid(widths.clone())
            .width(widths.iter().sum(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .set_borders(borders)
            .margins(TableCellMargins::new().margin(air, 70, air, 70));
        self.parts.push(Part::Table(Box::new(table)));
    }

    /// The parts as a section of their own page, ending with a page break.
    pub(in crate::generators) fn into_section(self, section: Section) -> Section {
        let orientation =
            if self.page.is_landscape { PageOrientationType::Landscape } else { PageOrientationType::Portrait };
        let section = section
            .page_size(PageSize::new().size(self.page.width, self.page.height).orient(orientation))
            .page_margin(margins());
        self.parts.into_iter().fold(section, |section, part| match part {
            Part::Paragraph(paragraph) => section.add_paragraph(*paragraph),
            Part::Table(table) => section.add_table(*table),
        })
    }

    /// The parts at the end of the document, on the document's own page.
    pub(in crate::generators) fn append_to(self, document: Docx) -> Docx {
        self.parts.into_iter().fold(document, |document, part| match part {
            Part::Paragraph(paragraph) => document.add_paragraph(*paragraph),
            Part::Table(table) => document.add_table(*table),
        })
    }
}

fn word_row(cells: &[Cell], widths: &[usize], style: &str) -> TableRow {
    let mut column = 0;
    let cells = cells
        .iter()
        .map(|cell| {
            let last = (column + cell.span).min(widths.len());
            let width = widths.get(column..last).unwrap_or_default().iter().sum();
            column = last;
            cell.clone().into_word(width, style)
        })
        .collect();
    TableRow::new(cells).cant_split()
}

/// The widths in twentieths of a point; together they fill the line.
fn twips(widths: &[Width], line: usize) -> Vec<usize> {
    let fixed: usize = widths.iter().map(|width| if let Width::Fixed(width) = width { *width } else { 0 }).sum();
    let shares: usize = widths.iter().map(|width| if let Width::Share(share) = width { *share } else { 0 }).sum();
    let rest = line.saturating_sub(fixed);
    widths
        .iter()
        .map(|width| match width {
            Width::Fixed(width) => *width,
            Width::Share(share) => rest * share / shares.max(1),
        })
        .collect()
}

/// The words without characters that a Word document cannot hold.
pub(in crate::generators) fn clean(words: &str) -> String {
    words.chars().filter(|letter| !letter.is_control() && !matches!(letter, '\u{FFFE}' | '\u{FFFF}')).collect()
}

pub(in crate::generators) fn footer(council: Option<&str>) -> Footer {
    // On the left: upright and wide pages share the footer and have no right edge in common.
    let before = council.map_or_else(|| "Page ".to_owned(), |council| format!("{} · Page ", clean(council)));
    let paragraph = Paragraph::new()
        .style("Footer")
        .add_run(Run::new().add_text(before))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" of "))
        .add_num_pages(NumPages::new());
    Footer::new().add_paragraph(paragraph)
}

fn spaced(before: u32, after: u32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Auto).line(259).before(before).after(after)
}

/// The document with the styles that the parts name.
pub(in crate::generators) fn styled(document: Docx) -> Docx {
    let paragraph =
        |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").next("Normal");
    let heading = |level: usize, size: usize, before: u32| {
        let mut style = paragraph(&format!("Heading{level}"), &format!("heading {level}"))
            .size(size)
            .bold()
            .color(ACCENT)
            .line_spacing(spaced(before, 100))
            .outline_lvl(level - 1);
        style.paragraph_property = style.paragraph_property.keep_next(true).keep_lines(true);
        style
    };
    let fonts = RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial");
    document
        .default_fonts(fonts)
        .default_size(21)
        .default_line_spacing(spaced(0, 80))
        .add_style(paragraph("Title", "Title").size(40).bold().color(ACCENT).line_spacing(spaced(0, 60)))
        .add_style(paragraph("Subtitle", "Subtitle").size(24).line_spacing(spaced(0, 60)))
        .add_style(heading(1, 30, 320))
        .add_style(heading(2, 23, 220))
        .add_style(paragraph("Headline", "Headline").size(23).bold().line_spacing(spaced(0, 120)))
        .add_style(paragraph("Quiet", "Quiet text").size(18).color(MUTED).line_spacing(spaced(60, 120)))
        .add_style(paragraph("TableText", "Table text").size(17).line_spacing(spaced(0, 0)))
        .add_style(paragraph("TableDense", "Table text, dense").size(16).line_spacing(spaced(0, 0)))
        .add_style(paragraph(HEAD_STYLE, "Table head").size(17).bold().color(ACCENT).line_spacing(spaced(0, 0)))
        .add_style(paragraph("Header", "header").size(17).color(MUTED).line_spacing(spaced(0, 0)))
        .add_style(paragraph("Footer", "footer").size(17).color(MUTED).line_spacing(spaced(0, 0)))
}
