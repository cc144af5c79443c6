//! XML of office files, read piece by piece: no document type, no entities, no deep nesting.

use std::borrow::Cow;
use std::io::BufReader;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::guard::{Limit, MAX_DEPTH, Metered};
use crate::{Error, Result};

/// A part of an office file as a stream of tokens.
pub(super) struct Xml<'a> {
    format: &'static str,
    reader: Reader<BufReader<Metered<'a>>>,
    buffer: Vec<u8>,
    depth: u64,
}

/// One piece of XML. Names are without their prefix.
pub(super) enum Token<'t> {
    Start(Element<'t>),
    End,
    Text(Cow<'t, str>),
    /// A comment, declaration or instruction: nothing to read.
    Nothing,
    Eof,
}

/// The start of an element. An empty element is a start followed by an end.
pub(super) struct Element<'t> {
    start: BytesStart<'t>,
}

impl<'a> Xml<'a> {
    pub(super) fn new(format: &'static str, source: BufReader<Metered<'a>>) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self { format, reader, buffer: Vec::new(), depth: 0 }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> u64 {
        self.depth
    }

    /// The next piece.
    ///
    /// # Errors
    ///
    /// * [`Error::Corrupt`] when it is not XML, or names an entity that XML itself does not define;
    /// * [`Error::DocumentType`], [`Error::TooDeep`], [`Error::Expands`] when a limit is passed.
    pub(super) fn next(&mut self) -> Result<Token<'_>> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().token_done();
        let format = self.format;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| xml_error(format, &error))?;
        match event {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Error::TooDeep { format, limit: MAX_DEPTH });
                }
                Ok(Token::Start(Element { start }))
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Token::End)
            }
            Event::Text(text) => Ok(Token::Text(text.xml10_content())),
            Event::CData(text) => Ok(Token::Text(text.xml10_content())),
            Event::GeneralRef(reference) => {
                let named = quick_xml::escape::resolve_xml_entity(&reference).map(str::to_owned);
                let resolved = match named {
                    Some(text) => Some(text),
                    None => reference.resolve_char_ref().map_err(|error| xml_error(format, &error))?.map(String::from),
                };
                resolved.map(|text| Token::Text(Cow::Owned(text))).ok_or_else(|| Error::Corrupt {
                    format,
                    reason: "its XML names an entity that is not defined".to_owned(),
                })
            }
            Event::DocType(_) => Err(Error::DocumentType { format }),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Token::Nothing),
            Event::Eof if self.depth > 0 => {
                Err(Error::Corrupt { format, reason: "its XML ends in the middle".to_owned() })
            }
            Event::Eof => Ok(Token::Eof),
        }
    }

    /// Passes over the rest of the element whose start was the last token.
    pub(super) fn skip(&mut self) -> Result<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.next()?, Token::Eof) {
                break;
            }
        }
        Ok(())
    }

    /// All words inside the element whose start was the last token.
    pub(super) fn text(&mut self) -> Result<String> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            match self.next()? {
                Token::Text(more) => text.push_str(&more),
                Token::Eof => break,
                Token::Start(_) | Token::End | Token::Nothing => {}
            }
        }
        Ok(text)
    }
}

impl Element<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The prefix of the name, empty when there is none.
    pub(super) fn prefix(&self) -> &str {
        self.start.name().into_inner().split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The value of the first attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        attributes
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned))
    }

    /// The attribute as a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// An on/off property of Word: on unless its value says off.
    pub(super) fn is_on(&self) -> bool {
        self.attribute("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }
}

fn xml_error(format: &'static str, error: &quick_xml::Error) -> Error {
    if let quick_xml::Error::Io(io) = error
        && let Some(limit) = io.get_ref().and_then(|inner| inner.downcast_ref::<Limit>())
    {
        return Error::Expands { format, reason: limit.to_string() };
    }
    Error::Corrupt { format, reason: error.to_string() }
}
