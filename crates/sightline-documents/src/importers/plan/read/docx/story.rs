//! Paragraphs, runs and tables of a Word document, in reading order.

use super::super::guard::Budget;
use super::super::words::{Line, typed_bullet};
use super::super::xml::{Element, Token, Xml};
use super::numbering::{Label, Numbering};
use super::styles::{Styles, outline_level};
use super::table::{Merge, RawCell, RawRow, check_width};
use crate::Result;

/// Marks a line break inside a paragraph until it is known whether a bullet follows it.
const LINE_BREAK: char = '\u{2028}';

/// A paragraph or table.
#[derive(Debug)]
pub(super) enum Piece {
    Paragraph(Words),
    Table(Vec<RawRow>),
}

/// A paragraph that holds words.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) heading: Option<u8>,
    pub(super) item_level: Option<u8>,
    /// True for the first paragraph of a text box.
    pub(super) begins_text_box: bool,
}

/// What was met that a person should know.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    pub(super) has_tracked_changes: bool,
    pub(super) hidden_words: usize,
    pub(super) pictures: usize,
}

/// Reads the parts of a document that hold paragraphs.
#[derive(Debug)]
pub(super) struct StoryReader {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) budget: Budget,
    pub(super) noticed: Noticed,
    /// For each open field, true while its code is being read and false in its result.
    fields: Vec<bool>,
}

/// A paragraph while it is being read.
#[derive(Debug, Default)]
struct Draft {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    list_id: Option<u32>,
    list_level: Option<u8>,
    /// Text boxes anchored in the paragraph.
    boxes: Vec<Piece>,
}

impl StoryReader {
    pub(super) fn new(styles: Styles, numbering: Numbering) -> Self {
        Self { styles, numbering, budget: Budget::default(), noticed: Noticed::default(), fields: Vec::new() }
    }

    /// Everything inside the element whose start was the last token.
    pub(super) fn content(&mut self, xml: &mut Xml<'_>, pieces: &mut Vec<Piece>) -> Result<()> {
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "p" => self.paragraph(xml, pieces)?,
                    "tbl" => {
                        self.budget.block()?;
                        let mut rows = Vec::new();
                        self.rows(xml, &mut rows)?;
                        pieces.push(Piece::Table(rows));
                    }
                    "AlternateContent" => self.first_choice(xml, &mut |reader, xml| reader.content(xml, pieces))?,
                    "sectPr" | "sdtPr" | "sdtEndPr" | "tblPr" | "customXmlPr" => xml.skip()?,
                    "del" | "moveFrom" => self.skip_deleted(xml)?,
                    "ins" | "moveTo" => {
                        self.noticed.has_tracked_changes = true;
                        self.content(xml, pieces)?;
                    }
                    _ => self.content(xml, pieces)?,
                },
                Token::End | Token::Eof => return Ok(()),
                Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn skip_deleted(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        self.noticed.has_tracked_changes = true;
        xml.skip()
    }

    /// Reads one of the alternatives that a program may choose from: the first.
    fn first_choice(
        &mut self,
        xml: &mut Xml<'_>,
        read: &mut dyn FnMut(&mut Self, &mut Xml<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut is_read = false;
        loop {
            match xml.next()? {
                Token::Start(element) => {
                    let is_alternative = matches!(element.name(), "Choice" | "Fallback");
                    if is_alternative && !is_read {
                        is_read = true;
                        read(self, xml)?;
                    } else {
                        xml.skip()?;
                    }
                }
                Token::End | Token::Eof => return Ok(()),
                Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, pieces: &mut Vec<Piece>) -> Result<()> {
        let mut draft = Draft::default();
        self.inline(xml, &mut draft, false)?;
        // A code that is not closed in its paragraph must not swallow the rest of the document.
        for is_code in &mut self.fields {
            *is_code = false;
        }
        let boxes = std::mem::take(&mut draft.boxes);
        if !draft.text.trim().is_empty() || draft.list_id.is_some() {
            self.finish(draft, pieces)?;
        } else {
            // A blank paragraph separates groups of words inside a cell.
            self.budget.block()?;
            pieces.push(Piece::Paragraph(Words {
                text: String::new(),
                heading: None,
                item_level: None,
                begins_text_box: false,
            }));
        }
        pieces.extend(boxes);
        Ok(())
    }

    fn finish(&mut self, draft: Draft, pieces: &mut Vec<Piece>) -> Result<()> {
        let style = draft.style.as_deref().unwrap_or_default();
        let heading = match draft.outline {
            Some(outline) => outline_level(outline),
            None => self.styles.heading_level(style),
        };
        let of_style = self.styles.list(style);
        let list_id = draft.list_id.or(of_style.map(|(id, _)| id));
        let mut level = draft.list_level.or(of_style.map(|(_, level)| level)).unwrap_or(0);
        let named_level = self.styles.list_level_by_name(style);
        if level == 0 {
            level = named_level.unwrap_or(0);
        }
        let has_words = !draft.text.trim().is_empty();
        let label = match list_id {
            Some(id) if has_words || draft.list_id.is_some() => self.numbering.next_label(id, level),
            None if named_level.is_some() => Label::Bullet,
            _ => Label::Nothing,
        };
        let mut item_level = None;
        let mut text = draft.text;
        match label {
            Label::Nothing => {}
            Label::Bullet => item_level = Some(level),
            Label::Number(number) => {
                item_level = Some(level);
                text = if has_words { format!("{number} {text}") } else { number };
            }
        }
        let is_heading = heading.is_some();
        for line in split_typed_bullets(&text) {
            if line.trim().is_empty() {
                continue;
            }
            self.budget.block()?;
            self.budget.text(line.len())?;
            pieces.push(Piece::Paragraph(Words {
                text: line,
                heading,
                item_level: if is_heading { None } else { item_level },
                begins_text_box: false,
            }));
        }
        Ok(())
    }

    /// Runs and what may stand around them.
    fn inline(&mut self, xml: &mut Xml<'_>, draft: &mut Draft, is_hidden: bool) -> Result<()> {
        let mut is_hidden = is_hidden;
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "pPr" => self.paragraph_properties(xml, draft)?,
                    "rPr" => is_hidden |= hidden_property(xml)?,
                    "t" if element.prefix() != "a" => self.words(xml, draft, is_hidden)?,
                    "tab" | "ptab" => self.character(xml, draft, ' ')?,
                    "br" | "cr" => self.character(xml, draft, LINE_BREAK)?,
                    "noBreakHyphen" => self.character(xml, draft, '-')?,
                    "sym" => {
                        let symbol = symbol(&element);
                        self.character(xml, draft, symbol)?;
                    }
                    "fldChar" => {
                        let kind = element.attribute("fldCharType").unwrap_or_default();
                        self.field_mark(&kind);
                        xml.skip()?;
                    }
                    "blip" | "imagedata" => {
                        self.noticed.pictures += 1;
                        xml.skip()?;
                    }
                    "txbxContent" => {
                        let first = draft.boxes.len();
                        let fields = std::mem::take(&mut self.fields);
                        self.content(xml, &mut draft.boxes)?;
                        self.fields = fields;
                        if let Some(Piece::Paragraph(words)) = draft.boxes.get_mut(first) {
                            words.begins_text_box = true;
                        }
                    }
                    "AlternateContent" => {
                        self.first_choice(xml, &mut |reader, xml| reader.inline(xml, draft, is_hidden))?;
                    }
                    "del" | "moveFrom" => self.skip_deleted(xml)?,
                    "ins" | "moveTo" => {
                        self.noticed.has_tracked_changes = true;
                        self.inline(xml, draft, is_hidden)?;
                    }
                    "instrText" | "delText" | "delInstrText" | "rt" | "sdtPr" | "sdtEndPr" | "ffData" => xml.skip()?,
                    _ => self.inline(xml, draft, is_hidden)?,
                },
                Token::End | Token::Eof => return Ok(()),
                Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn words(&mut self, xml: &mut Xml<'_>, draft: &mut Draft, is_hidden: bool) -> Result<()> {
        let words = xml.text()?;
        if is_hidden {
            self.noticed.hidden_words += words.split_whitespace().count();
        } else if !self.in_field_code() {
            self.budget.text(words.len())?;
            draft.text.push_str(&words);
        }
        Ok(())
    }

    fn character(&mut self, xml: &mut Xml<'_>, draft: &mut Draft, character: char) -> Result<()> {
        xml.skip()?;
        if character != '\0' && !self.in_field_code() {
            self.budget.text(character.len_utf8())?;
            draft.text.push(character);
        }
        Ok(())
    }

    fn in_field_code(&self) -> bool {
        self.fields.contains(&true)
    }

    fn field_mark(&mut self, kind: &str) {
        match kind {
            // Deeper than any real field: the marks are damaged, so the words are simply read.
            "begin" if self.fields.len() < 64 => self.fields.push(true),
            "separate" => {
                if let Some(is_code) = self.fields.last_mut() {
                    *is_code = false;
                }
            }
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn paragraph_properties(&mut self, xml: &mut Xml<'_>, draft: &mut Draft) -> Result<()> {
        let inside = xml.depth();
        while xml.depth() >= inside {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "pStyle" => draft.style = element.attribute("val"),
                    "outlineLvl" => draft.outline = element.number("val"),
                    "ilvl" => draft.list_level = element.number("val"),
                    "numId" => draft.list_id = element.number("val"),
                    "pPrChange" | "sectPr" => xml.skip()?,
                    "ins" | "del" => self.noticed.has_tracked_changes = true,
                    _ => {}
                },
                Token::Eof => break,
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
        Ok(())
    }

    fn rows(&mut self, xml: &mut Xml<'_>, rows: &mut Vec<RawRow>) -> Result<()> {
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "tr" => {
                        self.budget.row()?;
                        let mut row = RawRow::default();
                        self.row(xml, &mut row)?;
                        check_width(&row, &mut self.budget)?;
                        rows.push(row);
                    }
                    "tblPr" | "tblGrid" | "sdtPr" | "sdtEndPr" => xml.skip()?,
                    _ => self.rows(xml, rows)?,
                },
                Token::End | Token::Eof => return Ok(()),
                Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, row: &mut RawRow) -> Result<()> {
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "tc" => {
                        // Counted before the row is whole, so that one endless row is stopped too.
                        self.budget.cells(1)?;
                        let cell = self.cell(xml)?;
                        row.cells.push(cell);
                    }
                    "tblHeader" => {
                        row.is_header = element.is_on();
                        xml.skip()?;
                    }
                    "gridBefore" => {
                        row.columns_before = element.number("val").unwrap_or(0);
                        xml.skip()?;
                    }
                    "del" => {
                        row.is_deleted = true;
                        self.skip_deleted(xml)?;
                    }
                    "trPrChange" | "tblPrEx" | "sdtPr" | "sdtEndPr" => xml.skip()?,
                    _ => self.row(xml, row)?,
                },
                Token::End | Token::Eof => return Ok(()),
                Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn cell(&mut self, xml: &mut Xml<'_>) -> Result<RawCell> {
        let mut cell = RawCell { columns: 1, merge: Merge::Alone, fill: None, is_deleted: false, pieces: Vec::new() };
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "tcPr" => self.cell_properties(xml, &mut cell)?,
                    "p" => self.paragraph(xml, &mut cell.pieces)?,
                    "tbl" => {
                        let mut rows = Vec::new();
                        self.rows(xml, &mut rows)?;
                        cell.pieces.push(Piece::Table(rows));
                    }
                    _ => self.content(xml, &mut cell.pieces)?,
                },
                Token::End | Token::Eof => return Ok(cell),
                Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn cell_properties(&mut self, xml: &mut Xml<'_>, cell: &mut RawCell) -> Result<()> {
        let inside = xml.depth();
        while xml.depth() >= inside {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "gridSpan" => cell.columns = element.number("val").unwrap_or(1).max(1),
                    "vMerge" => {
                        let begins = element.attribute("val").is_some_and(|value| value == "restart");
                        cell.merge = if begins { Merge::Begins } else { Merge::Continues };
                    }
                    "shd" => cell.fill = shading(&element),
                    "cellDel" => {
                        self.noticed.has_tracked_changes = true;
                        cell.is_deleted = true;
                    }
                    "tcPrChange" => xml.skip()?,
                    _ => {}
                },
                Token::Eof => break,
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
        Ok(())
    }
}

/// The lines of a cell; a table inside the cell gives its cells' lines, row by row.
pub(super) fn lines_of(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Paragraph(words) => lines.push(Line { text: words.text, item_level: words.item_level }),
            Piece::Table(rows) => {
                for cell in rows.into_iter().filter(|row| !row.is_deleted).flat_map(|row| row.cells) {
                    if cell.merge != Merge::Continues && !cell.is_deleted {
                        lines.extend(lines_of(cell.pieces));
                    }
                }
            }
        }
    }
    lines
}

/// Splits at line breaks that a typed bullet follows; other line breaks become spaces.
fn split_typed_bullets(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in text.split(LINE_BREAK) {
        match lines.last_mut() {
            Some(line) if typed_bullet(part).is_none() => {
                line.push(' ');
                line.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

fn hidden_property(xml: &mut Xml<'_>) -> Result<bool> {
    let inside = xml.depth();
    let mut is_hidden = false;
    while xml.depth() >= inside {
        match xml.next()? {
            Token::Start(element) => match element.name() {
                "vanish" => is_hidden = element.is_on(),
                "rPrChange" => xml.skip()?,
                _ => {}
            },
            Token::Eof => break,
            Token::End | Token::Text(_) | Token::Nothing => {}
        }
    }
    Ok(is_hidden)
}

fn shading(element: &Element<'_>) -> Option<String> {
    let pattern = element.attribute("val").unwrap_or_default();
    let colour = element.attribute(if pattern == "solid" { "color" } else { "fill" })?;
    let is_colour = colour.len() == 6 && colour.bytes().all(|byte| byte.is_ascii_hexdigit());
    let colour = colour.to_ascii_uppercase();
    (is_colour && colour != "FFFFFF").then_some(colour)
}

/// The letter that a symbol of one of the symbol fonts stands for; NUL when unknown.
fn symbol(element: &Element<'_>) -> char {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or(0);
    let font = element.attribute("font").unwrap_or_default();
    match (font.as_str(), code & 0xFF) {
        ("Wingdings", 0xFC) => '✓',
        ("Wingdings", 0xFB) => '✗',
        ("Wingdings", 0xA8 | 0x6F) => '□',
        ("Wingdings", 0xFE) => '☑',
        ("Wingdings", 0xA7) | ("Wingdings 2", 0x97) => '▪',
        ("Wingdings", 0x6C) => '●',
        ("Wingdings", 0xD8) => '➢',
        ("Wingdings", 0xE0) => '→',
        ("Symbol", 0xB7) => '•',
        ("Symbol", 0xB3) => '≥',
        ("Symbol", 0xA3) => '≤',
        _ if (0xF000..=0xF0FF).contains(&code) => '\0',
        _ => char::from_u32(code).unwrap_or('\0'),
    }
}
