//! Styles of a Word document: which are headings, which are lists.

use std::collections::BTreeMap;

use super::super::xml::{Token, Xml};
use crate::Result;

/// How many styles may stand on each other before the rest is ignored.
const MAX_CHAIN: usize = 20;

/// The paragraph styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number_id: Option<u32>,
    number_level: Option<u8>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self> {
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "style" => {
                        if let Some((id, style)) = current.take() {
                            styles.by_id.insert(id, style);
                        }
                        current = element.attribute("styleId").map(|id| (id, Style::default()));
                    }
                    "name" => {
                        if let (Some((_, style)), Some(name)) = (&mut current, element.attribute("val")) {
                            style.name = name.to_lowercase();
                        }
                    }
                    "basedOn" => {
                        if let Some((_, style)) = &mut current {
                            style.based_on = element.attribute("val");
                        }
                    }
                    "outlineLvl" => {
                        if let Some((_, style)) = &mut current {
                            style.outline = element.number("val");
                        }
                    }
                    "numId" => {
                        if let Some((_, style)) = &mut current {
                            style.number_id = element.number("val");
                        }
                    }
                    "ilvl" => {
                        if let Some((_, style)) = &mut current {
                            style.number_level = element.number("val");
                        }
                    }
                    _ => {}
                },
                Token::Eof => {
                    if let Some((id, style)) = current.take() {
                        styles.by_id.insert(id, style);
                    }
                    return Ok(styles);
                }
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        let mut next = self.by_id.get(id);
        std::iter::from_fn(move || {
            let style = next?;
            next = style.based_on.as_deref().and_then(|base| self.by_id.get(base));
            Some(style)
        })
        .take(MAX_CHAIN)
    }

    /// The level of a heading style, from 1; `None` for any other style.
    pub(super) fn heading_level(&self, id: &str) -> Option<u8> {
        for style in self.chain(id) {
            if let Some(outline) = style.outline {
                return outline_level(outline);
            }
            if style.name == "title" {
                return Some(1);
            }
            if let Some(level) = style.name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok()) {
                return Some(level);
            }
        }
        None
    }

    /// The list that a style belongs to and the level in it.
    pub(super) fn list(&self, id: &str) -> Option<(u32, u8)> {
        let number_id = self.chain(id).find_map(|style| style.number_id)?;
        let level = self.chain(id).find_map(|style| style.number_level).unwrap_or(0);
        Some((number_id, level))
    }

    /// The nesting that the name of a list style says: `List Bullet 2` is 1.
    pub(super) fn list_level_by_name(&self, id: &str) -> Option<u8> {
        self.chain(id).find_map(|style| {
            let rest = ["list bullet", "list number"].iter().find_map(|prefix| style.name.strip_prefix(prefix))?;
            let rest = rest.trim();
            if rest.is_empty() { Some(0) } else { rest.parse::<u8>().ok().map(|level| level.saturating_sub(1)) }
        })
    }
}

/// The heading level of an outline level; 9 is body text.
pub(super) fn outline_level(outline: u8) -> Option<u8> {
    (outline < 9).then_some(outline + 1)
}
