//! Colours of a workbook: direct, from the theme with a tint, or by number.

use super::super::xml::{Token, Xml};
use crate::Result;

/// A colour as a workbook writes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Colour {
    pub(super) rgb: Option<String>,
    pub(super) theme: Option<usize>,
    pub(super) indexed: Option<usize>,
    /// From -1, black, to 1, white.
    pub(super) tint: f64,
}

/// What colour numbers stand for.
#[derive(Debug)]
pub(super) struct Palette {
    theme: Vec<[u8; 3]>,
    indexed: Vec<[u8; 3]>,
}

/// Excel's colours 8 to 63; 0 to 7 are the same as 8 to 15.
const INDEXED: [u32; 56] = [
    0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x80_0000, 0x00_8000,
    0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080, 0xC0_C0C0, 0x80_8080, 0x99_99FF, 0x99_3366, 0xFF_FFCC, 0xCC_FFFF,
    0x66_0066, 0xFF_8080, 0x00_66CC, 0xCC_CCFF, 0x00_0080, 0xFF_00FF, 0xFF_FF00, 0x00_FFFF, 0x80_0080, 0x80_0000,
    0x00_8080, 0x00_00FF, 0x00_CCFF, 0xCC_FFFF, 0xCC_FFCC, 0xFF_FF99, 0x99_CCFF, 0xFF_99CC, 0xCC_99FF, 0xFF_CC99,
    0x33_66FF, 0x33_CCCC, 0x99_CC00, 0xFF_CC00, 0xFF_9900, 0xFF_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966,
    0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];

/// Office's own theme, in the order in which cells number it.
const THEME: [u32; 12] = [
    0xFF_FFFF, 0x00_0000, 0xE7_E6E6, 0x44_546A, 0x44_72C4, 0xED_7D31, 0xA5_A5A5, 0xFF_C000, 0x5B_9BD5, 0x70_AD47,
    0x05_63C1, 0x95_4F72,
];

impl Default for Palette {
    fn default() -> Self {
        let indexed = INDEXED[..8].iter().chain(&INDEXED).map(|colour| bytes_of(*colour)).collect();
        Self { theme: THEME.iter().map(|colour| bytes_of(*colour)).collect(), indexed }
    }
}

impl Palette {
    /// Reads the colours of `theme1.xml`.
    pub(super) fn read_theme(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        // The file has dark and light the other way round from the numbers that cells use.
        const ORDER: [&str; 12] = [
            "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
            "folHlink",
        ];
        let mut slot: Option<usize> = None;
        loop {
            match xml.next()? {
                Token::Start(element) => match element.name() {
                    "srgbClr" | "sysClr" => {
                        let attribute = if element.name() == "sysClr" { "lastClr" } else { "val" };
                        if let (Some(slot), Some(colour)) =
                            (slot.take(), element.attribute(attribute).and_then(|text| parse(&text)))
                        {
                            self.theme[slot] = colour;
                        }
                    }
                    "fontScheme" | "fmtScheme" => return Ok(()),
                    name => {
                        if let Some(found) = ORDER.iter().position(|own| *own == name) {
                            slot = Some(found);
                        }
                    }
                },
                Token::Eof => return Ok(()),
                Token::End | Token::Text(_) | Token::Nothing => {}
            }
        }
    }

    /// Replaces the first numbered colours by the workbook's own.
    pub(super) fn replace_indexed(&mut self, own: &[String]) {
        for (slot, colour) in self.indexed.iter_mut().zip(own) {
            if let Some(colour) = parse(colour) {
                *slot = colour;
            }
        }
    }

    /// Six upper-case hexadecimal digits; `None` for white and for the automatic colour.
    pub(super) fn resolve(&self, colour: &Colour) -> Option<String> {
        let base = match (&colour.rgb, colour.theme, colour.indexed) {
            (Some(rgb), _, _) => parse(rgb)?,
            (None, Some(theme), _) => *self.theme.get(theme)?,
            (None, None, Some(indexed)) => *self.indexed.get(indexed)?,
            (None, None, None) => return None,
        };
        let [red, green, blue] = if colour.tint == 0.0 { base } else { tinted(base, colour.tint) };
        ([red, green, blue] != [0xFF; 3]).then(|| format!("{red:02X}{green:02X}{blue:02X}"))
    }
}

fn bytes_of(colour: u32) -> [u8; 3] {
    let [_, red, green, blue] = colour.to_be_bytes();
    [red, green, blue]
}

/// Six hexadecimal digits, or eight of which the first two are the opacity.
fn parse(text: &str) -> Option<[u8; 3]> {
    if !text.is_ascii() || !matches!(text.len(), 6 | 8) {
        return None;
    }
    u32::from_str_radix(&text[text.len() - 6..], 16).ok().map(bytes_of)
}

/// Makes a colour lighter or darker as Excel does: its lightness moves towards white or black.
fn tinted(colour: [u8; 3], tint: f64) -> [u8; 3] {
    let [red, green, blue] = colour.map(|part| f64::from(part) / 255.0);
    let highest = red.max(green).max(blue);
    let lowest = red.min(green).min(blue);
    let lightness = f64::midpoint(highest, lowest);
    let tint = tint.clamp(-1.0, 1.0);
    let wanted = if tint < 0.0 { lightness * (1.0 + tint) } else { lightness + (1.0 - lightness) * tint };
    let spread = highest - lowest;
    let saturation = if spread == 0.0 { 0.0 } else { spread / (1.0 - (2.0 * lightness - 1.0).abs()).max(1e-9) };
    let new_spread = saturation * (1.0 - (2.0 * wanted - 1.0).abs());
    let new_lowest = wanted - new_spread / 2.0;
    [red, green, blue].map(|part| {
        let share = if spread == 0.0 { 0.0 } else { (part - lowest) / spread };
        let value = ((new_lowest + share * new_spread) * 255.0).round().clamp(0.0, 255.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let byte = value as u8;
        byte
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_found_in_three_ways() {
        let palette = Palette::default();
        let rgb = Colour { rgb: Some("FF00b050".to_owned()), ..Colour::default() };
        assert_eq!(palette.resolve(&rgb), Some("00B050".to_owned()));
        let indexed = Colour { indexed: Some(10), ..Colour::default() };
        assert_eq!(palette.resolve(&indexed), Some("FF0000".to_owned()));
        let automatic = Colour { indexed: Some(64), ..Colour::default() };
        assert_eq!(palette.resolve(&automatic), None);
        let white = Colour { theme: Some(0), ..Colour::default() };
        assert_eq!(palette.resolve(&white), None);
    }

    #[test]
    fn a_tint_is_worked_out_as_excel_does() {
        let palette = Palette::default();
        let theme = |theme, tint| palette.resolve(&Colour { theme: Some(theme), tint, ..Colour::default() });
        // Office's "Blue, Accent 1, Lighter 80%", "Darker 25%" and "White, Darker 15%".
        assert_eq!(theme(4, 0.799_981_688_894_314_3), Some("DAE3F3".to_owned()));
        assert_eq!(theme(4, -0.249_977_111_117_893_3), Some("2F5597".to_owned()));
        assert_eq!(theme(0, -0.149_998_474_074_526_2), Some("D9D9D9".to_owned()));
    }
}
