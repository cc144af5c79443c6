//! Charts as SVG text, for pages and for papers.
//!
//! A chart is never only a picture: it has a title, a description, a legend in
//! words, and [`Chart::rows`], the table that says the same. Marks are told
//! apart by shape, letter and colour, in this order of trust. Lines and letters
//! take the colour of the text around them, so that forced colours and print
//! need no rule of their own; there is no style attribute and no script.

mod axis;
mod bars;
mod drivers;
mod funnel;
mod icons;
mod marks;
mod plot;
mod sparkline;
mod spc;
mod svg;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use bars::{Bar, BarChart, BarFigure};
pub use drivers::{DriverBox, DriverDrawing};
pub use funnel::{FunnelChart, FunnelTeam};
pub use icons::{assurance_icon, variation_icon};
pub use sparkline::sparkline;
pub use spc::{Intervention, SpcDrawing};

/// How wide the space for a chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Width {
    /// A page on a screen, or a paper: 720 px.
    Wide,
    /// A phone: 343 px, which is 375 without the margins of a page.
    Narrow,
}

impl Width {
    /// In px.
    #[must_use]
    pub fn px(self) -> f64 {
        match self {
            Self::Wide => 720.0,
            Self::Narrow => 343.0,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }

    /// Size of letters, in px.
    fn letters(self) -> f64 {
        match self {
            Self::Wide => 14.0,
            Self::Narrow => 13.0,
        }
    }
}

/// A chart: its picture at both widths, and what it says in words and figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What it is of.
    pub title: String,
    /// What it shows, in a few sentences: the alternative to the picture.
    pub description: String,
    /// The picture for [`Width::Wide`].
    pub wide: String,
    /// The picture for [`Width::Narrow`].
    pub narrow: String,
    /// The numbered things that the picture marks, in order.
    pub key: Vec<String>,
    /// The table behind it.
    pub rows: Table,
}

impl Chart {
    /// The picture at a width.
    #[must_use]
    pub fn svg(&self, width: Width) -> &str {
        match width {
            Width::Wide => &self.wide,
            Width::Narrow => &self.narrow,
        }
    }

    /// The table that says the same as the picture.
    #[must_use]
    pub fn rows(&self) -> &Table {
        &self.rows
    }
}

/// A table behind a chart, every cell as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The heads of its columns; the first column names the row.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// The least and the greatest value that a figure can have, where there are such.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The least.
    pub least: Option<f64>,
    /// The greatest.
    pub most: Option<f64>,
}

impl Bounds {
    /// From 0 to 100.
    pub const PER_CENT: Self = Self { least: Some(0.0), most: Some(100.0) };
    /// From 0 up.
    pub const COUNT: Self = Self { least: Some(0.0), most: None };

    fn clamp(self, value: f64) -> f64 {
        let value = self.least.map_or(value, |least| value.max(least));
        self.most.map_or(value, |most| value.min(most))
    }
}
