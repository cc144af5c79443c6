//! Lines of a scorecard: what each measure is, how it stands, and what that says.

use askama::Template;
use askama::filters::HtmlSafe;
use sightline_app::domain::measure::with_unit;
use sightline_app::figures_view::{FailedList, FailedMeasure, ReadMeasure, RowShows, ScorecardRow, ShownFigure};

use super::{address, measure_href, shortest};
use crate::components::Link;
use crate::pages::plans::address::AsAt;
use crate::words;

/// Sections of lines, each a table.
#[derive(Clone, Debug, Template)]
#[template(path = "measures/lines.html")]
pub(crate) struct Lines {
    sections: Vec<Section>,
}

impl HtmlSafe for Lines {}

/// A section: its title stands over its table.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    title: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    link: Link,
    reference: Option<String>,
    shows: Shows,
}

#[derive(Clone, Debug)]
enum Shows {
    Measure(Box<MeasureLine>),
    Failed(FailedLine),
    CaseList { counts: Option<[String; 3]> },
}

/// What could not be worked out, and who should know.
#[derive(Clone, Debug)]
pub(crate) struct FailedLine {
    /// `measure` or `case list`.
    pub(crate) what: &'static str,
    pub(crate) code: &'static str,
    /// Why, as a sentence.
    pub(crate) why: String,
    /// The role that owns the definition.
    pub(crate) owner: String,
}

impl FailedLine {
    pub(crate) fn measure(failed: &FailedMeasure) -> Self {
        let owner = failed.definition.owner.clone();
        Self { what: "measure", code: failed.code, why: sentence(&failed.what), owner }
    }

    pub(crate) fn list(failed: &FailedList) -> Self {
        let owner = failed.definition.owner.clone();
        Self { what: "case list", code: failed.code, why: sentence(&failed.what), owner }
    }
}

#[derive(Clone, Debug)]
struct MeasureLine {
    opening: String,
    /// What has to be known before anything is made of it.
    flag: Option<&'static str>,
    sparkline: String,
    latest: String,
    period: String,
    target: String,
    variation: (String, &'static str),
    assurance: (String, &'static str),
}

impl Lines {
    /// `sections` are titles with their lines; empty ones are left out.
    pub(crate) fn new<'a, R>(sections: impl IntoIterator<Item = (&'a str, R)>, as_at: &AsAt) -> Self
    where
        R: IntoIterator<Item = &'a ScorecardRow>,
    {
        let day = as_at.day.map(|day| day.to_string()).unwrap_or_default();
        let mut number = 0;
        let mut line = |row| {
            number += 1;
            Line::of(row, &day, number)
        };
        let sections = sections
            .into_iter()
            .map(|(title, rows)| Section { title: title.to_owned(), lines: rows.into_iter().map(&mut line).collect() });
        Self { sections: sections.filter(|section| !section.lines.is_empty()).collect() }
    }
}

impl Section {
    fn has_measures(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.shows, Shows::Measure(_)))
    }
}

impl Line {
    /// `number` tells the pictures of the line from those of all others on the page.
    fn of(row: &ScorecardRow, day: &str, number: usize) -> Self {
        let pairs = [("as_at", day)];
        let (page, shows) = match &row.shows {
            RowShows::Measure(read) => {
                (measure_href(&read.definition.id), Shows::Measure(Box::new(MeasureLine::of(read, number))))
            }
            RowShows::Failed(failed) => {
                (measure_href(&failed.definition.id), Shows::Failed(FailedLine::measure(failed)))
            }
            RowShows::FailedList(failed) => {
                let page = format!("/case-lists/{}", words::segment(&failed.definition.id));
                (page, Shows::Failed(FailedLine::list(failed)))
            }
            // Whoever may not open a case list is not led to it.
            RowShows::CaseList { counts: None, .. } => (String::new(), Shows::CaseList { counts: None }),
            RowShows::CaseList { definition, counts } => {
                let words = counts.map(|counts| counts.map(words::number));
                let page = format!("/case-lists/{}", words::segment(&definition.id));
                (page, Shows::CaseList { counts: words })
            }
        };
        let href = if page.is_empty() { page } else { address(&page, &pairs) };
        Self { link: Link::new(&row.label, href), reference: row.reference.clone(), shows }
    }
}

impl MeasureLine {
    fn of(read: &ReadMeasure, number: usize) -> Self {
        let unit = &read.definition.unit;
        let period = match &read.latest {
            ShownFigure::Shown(figure) => figure.period.words(),
            ShownFigure::Hidden | ShownFigure::Empty => String::new(),
        };
        Self {
            opening: read.sentences.opening.clone(),
            flag: read.is_past_review.then_some("The definition is past its review date."),
            sparkline: told_apart(&read.sparkline, number),
            latest: words::capital(&read.latest_words),
            period,
            target: read.target.map_or_else(
                || "–".to_owned(),
                |target| {
                    let value = with_unit(&shortest(target.target.value), unit);
                    if target.is_ahead { format!("{value} by {}", words::day(target.target.from)) } else { value }
                },
            ),
            variation: (told_apart(&read.variation.0, number), read.variation.1),
            assurance: (told_apart(&read.assurance.0, number), read.assurance.1),
        }
    }
}

/// A picture whose title has an id of its own: a page may show a measure twice.
fn told_apart(picture: &str, number: usize) -> String {
    picture.replace("-title\"", &format!("-title-{number}\""))
}

/// A message of the program as a sentence.
pub(super) fn sentence(what: &str) -> String {
    let words = words::capital(what);
    if words.ends_with('.') { words } else { format!("{words}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_picture_twice_has_two_ids() {
        let picture = "<svg aria-labelledby=\"a-title\"><title id=\"a-title\">Up</title></svg>";
        assert_eq!(
            told_apart(picture, 7),
            "<svg aria-labelledby=\"a-title-7\"><title id=\"a-title-7\">Up</title></svg>"
        );
    }

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!((sentence("it took too long").as_str(), sentence("Done.").as_str()), ("It took too long.", "Done."));
    }
}
