//! Lists of a Word document: bullets, and numbers as they would be printed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::{Token, Xml};
use crate::Result;

const LEVELS: usize = 9;

/// What stands before the words of a list paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A bullet.
    Bullet,
    /// A number or letter as printed, such as `1.2` or `a)`.
    Number(String),
    /// Nothing: the paragraph is no list item.
    Nothing,
}

#[derive(Clone, Debug)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Self { format: "decimal".to_owned(), text: String::new(), start: 1 }
    }
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: BTreeMap<usize, u32>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<u32, BTreeMap<usize, Level>>,
    lists: BTreeMap<u32, List>,
    counters: BTreeMap<u32, [Option<u32>; LEVELS]>,
    begun: BTreeSet<u32>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self> {
        let mut numbering = Self::default();
        let mut definition: Option<u32> = None;
        let mut list: Option<u32> = None;
        let mut level: usize = 0;
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "abstractNum" => {
                        definition = element.number("abstractNumId");
                        list = None;
                    }
                    "num" => {
                        list = element.number("numId");
                        definition = None;
                    }
                    "abstractNumId" => {
                        if let (Some(list), Some(id)) = (list, element.number("val")) {
                            numbering.lists.entry(list).or_default().definition = id;
                        }
                    }
                    "lvl" | "lvlOverride" => level = element.number("ilvl").unwrap_or(0).min(LEVELS - 1),
                    "startOverride" => {
                        if let (Some(list), Some(start)) = (list, element.number("val")) {
                            numbering.lists.entry(list).or_default().starts.insert(level, start);
                        }
                    }
                    "numFmt" => {
                        if let (Some(id), Some(format)) = (definition, element.attribute("val")) {
                            numbering.level(id, level).format = format;
                        }
                    }
                    "lvlText" => {
                        if let (Some(id), Some(text)) = (definition, element.attribute("val")) {
                            numbering.level(id, level).text = text;
                        }
                    }
                    "start" => {
                        if let (Some(id), Some(start)) = (definition, element.number("val")) {
                            numbering.level(id, level).start = start;
                        }
                    }
                    _ => {}
                },
                Token::Eof => return Ok(numbering),
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    fn level(&mut self, definition: u32, level: usize) -> &mut Level {
        self.definitions.entry(definition).or_default().entry(level).or_default()
    }

    /// Counts one paragraph of a list and gives what is printed before it.
    pub(super) fn next_label(&mut self, list_id: u32, level: u8) -> Label {
        // List 0 is how Word takes a paragraph out of the list of its style.
        if list_id == 0 {
            return Label::Nothing;
        }
        let level = usize::from(level).min(LEVELS - 1);
        let Some(list) = self.lists.get(&list_id) else { return Label::Bullet };
        let definition = list.definition;
        let Some(levels) = self.definitions.get(&definition) else { return Label::Bullet };
        let Some(own) = levels.get(&level) else { return Label::Bullet };
        if own.format == "bullet" {
            return Label::Bullet;
        }
        let counters = self.counters.entry(definition).or_default();
        if self.begun.insert(list_id) {
            for (level, start) in &list.starts {
                counters[*level] = start.checked_sub(1);
            }
        }
        counters[level] = Some(counters[level].map_or(own.start, |count| count.saturating_add(1)));
        for deeper in &mut counters[level + 1..] {
            *deeper = None;
        }
        let label = print_label(&own.text, levels, counters);
        if label.trim().is_empty() { Label::Nothing } else { Label::Number(label) }
    }
}

fn print_label(pattern: &str, levels: &BTreeMap<usize, Level>, counters: &[Option<u32>; LEVELS]) -> String {
    let mut label = String::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let digit = characters.peek().and_then(|next| next.to_digit(10)).filter(|digit| (1..=9).contains(digit));
        let (true, Some(digit)) = (character == '%', digit) else {
            label.push(character);
            continue;
        };
        characters.next();
        let level = digit as usize - 1;
        let (format, start) = levels.get(&level).map_or(("decimal", 1), |own| (own.format.as_str(), own.start));
        label.push_str(&print_number(counters[level].unwrap_or(start), format));
    }
    label
}

fn print_number(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// Word repeats the letter after z: aa, bb, cc.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return number.to_string() };
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    let times = (index / 26 + 1).min(20);
    std::iter::repeat_n(letter, times as usize).collect()
}

fn roman(number: u32) -> String {
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, digits) in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while rest >= value {
            text.push_str(digits);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Numbering {
        let mut numbering = Numbering::default();
        for (level, text) in [(0, "%1."), (1, "%1.%2")] {
            numbering.level(7, level).text = text.to_owned();
        }
        numbering.level(8, 0).format = "bullet".to_owned();
        numbering.lists.insert(1, List { definition: 7, starts: BTreeMap::new() });
        numbering.lists.insert(2, List { definition: 8, starts: BTreeMap::new() });
        numbering.lists.insert(3, List { definition: 7, starts: BTreeMap::from([(0, 1)]) });
        numbering
    }

    #[test]
    fn numbers_are_printed_as_word_counts_them() {
        let mut numbering = outline();
        let printed: Vec<Label> =
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)].map(|(list, level)| numbering.next_label(list, level)).into();
        let expected = ["1.", "1.1", "1.2", "2.", "2.1"].map(|label| Label::Number(label.to_owned()));
        assert_eq!(printed, expected);
        assert_eq!(numbering.next_label(3, 0), Label::Number("1.".to_owned()), "a list can begin again");
        assert_eq!(numbering.next_label(2, 0), Label::Bullet);
        assert_eq!(numbering.next_label(0, 0), Label::Nothing);
    }

    #[test]
    fn letters_and_roman_numerals() {
        assert_eq!(letters(27), "aa");
        assert_eq!(roman(14), "xiv");
        assert_eq!(print_number(4, "upperRoman"), "IV");
    }
}
