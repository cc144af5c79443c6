//! A chart on a page: its picture at both widths, its key, and the table behind it.

use askama::Template;
use askama::filters::HtmlSafe;
use sightline_app::figures_view::Chart;

/// A chart; the style sheet shows the picture that fits, and paper shows the wide one.
#[derive(Clone, Debug, Template)]
#[template(path = "measures/chart.html")]
pub(in crate::pages) struct ChartView {
    title: String,
    /// Drawn by Sightline itself, with everything from outside escaped.
    wide: String,
    narrow: String,
    key: Vec<String>,
    heads: Vec<String>,
    /// Name of the column and what stands there, in the order of the columns; the first names the row.
    rows: Vec<Vec<(String, String)>>,
}

impl HtmlSafe for ChartView {}

impl ChartView {
    pub(in crate::pages) fn of(chart: &Chart) -> Self {
        let heads = &chart.rows.heads;
        let row = |cells: &Vec<String>| heads.iter().cloned().zip(cells.iter().cloned()).collect();
        Self {
            title: chart.title.clone(),
            wide: chart.wide.clone(),
            narrow: chart.narrow.clone(),
            key: chart.key.clone(),
            heads: heads.clone(),
            rows: chart.rows.rows.iter().map(row).collect(),
        }
    }
}
