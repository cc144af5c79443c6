//! Styles of a workbook: number format and fill colour of a cell.

use std::collections::BTreeMap;

use super::super::xml::{Element, Token, Xml};
use super::colours::{Colour, Palette};
use super::number_format::NumberFormat;
use crate::Result;

/// How many cell styles a workbook may have; Excel's own limit is 65,490.
const MAX_STYLES: usize = 66_000;

/// The cell styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// For each style: the number of its number format and of its fill.
    cells: Vec<(u32, usize)>,
    formats: BTreeMap<u32, NumberFormat>,
    fills: Vec<Option<String>>,
}

impl Styles {
    /// Reads `styles.xml`, with the theme's colours already in the palette.
    pub(super) fn read(xml: &mut Xml<'_>, palette: &mut Palette) -> Result<Self> {
        let mut styles = Self::default();
        let mut fills: Vec<Option<Colour>> = Vec::new();
        let mut indexed = Vec::new();
        let mut is_solid = false;
        let mut section = String::new();
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "cellXfs" | "cellStyleXfs" | "dxfs" | "fills" | "numFmts" | "indexedColors" => {
                        element.name().clone_into(&mut section);
                    }
                    "numFmt" if section == "numFmts" => {
                        if let (Some(id), Some(code)) = (element.number("numFmtId"), element.attribute("formatCode")) {
                            styles.formats.insert(id, NumberFormat::parse(&code));
                        }
                    }
                    "fill" if section == "fills" && fills.len() < MAX_STYLES => fills.push(None),
                    "patternFill" => is_solid = element.attribute("patternType").is_some_and(|kind| kind == "solid"),
                    "fgColor" if section == "fills" && is_solid => {
                        if let Some(fill) = fills.last_mut() {
                            *fill = Some(colour(&element));
                        }
                    }
                    "rgbColor" if section == "indexedColors" && indexed.len() < 64 => {
                        indexed.push(element.attribute("rgb").unwrap_or_default());
                    }
                    "xf" if section == "cellXfs" && styles.cells.len() < MAX_STYLES => {
                        let format = element.number("numFmtId").unwrap_or(0);
                        let fill = element.number("fillId").unwrap_or(0);
                        styles.cells.push((format, fill));
                    }
                    _ => {}
                },
                Token::Eof => break,
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
        palette.replace_indexed(&indexed);
        styles.fills = fills.iter().map(|fill| fill.as_ref().and_then(|fill| palette.resolve(fill))).collect();
        for (id, _) in &styles.cells {
            // Excel shows number 14 as the system's short date whatever the workbook says.
            if *id == 14 || !styles.formats.contains_key(id) {
                styles.formats.insert(*id, NumberFormat::built_in(*id).unwrap_or(NumberFormat::General));
            }
        }
        Ok(styles)
    }

    /// The number format of a cell style.
    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        self.cells.get(style).and_then(|(format, _)| self.formats.get(format)).unwrap_or(&NumberFormat::General)
    }

    /// The fill colour of a cell style, six hexadecimal digits; `None` for white or no fill.
    pub(super) fn fill(&self, style: usize) -> Option<&str> {
        let (_, fill) = self.cells.get(style)?;
        self.fills.get(*fill)?.as_deref()
    }
}

fn colour(element: &Element<'_>) -> Colour {
    Colour {
        rgb: element.attribute("rgb"),
        theme: element.number("theme"),
        indexed: element.number("indexed"),
        tint: element.number("tint").unwrap_or(0.0),
    }
}
