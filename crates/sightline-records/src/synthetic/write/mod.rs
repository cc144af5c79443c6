//! The synthetic council's records written in the formats that councils send.

mod memory;
mod parquet;
mod tables;
mod text;
mod xml;

use std::io::{self, Write};

use super::rules::Rules;
use super::shape::{Shaper, SourceRows};
use super::{Council, Planted, days};
use crate::{Error, Result};

pub use memory::InMemory;

use parquet::ParquetTables;
use tables::{TextTables, Workbook};
use text::Texts;
use xml::Xml;

/// A format that the synthetic council can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Annex A as a workbook, one sheet for each list.
    AnnexA,
    /// Annex A as text files, one for each list.
    AnnexACsv,
    /// The SSDA903 as text files, one for each table.
    Ssda903,
    /// The SSDA903 as one XML file, without social workers' episodes and deprivation of liberty orders.
    Ssda903Xml,
    /// The CIN census as one XML file.
    CinCensus,
    /// The SSD as text files, one for each table.
    Ssd,
    /// The SSD as Parquet files, one for each table.
    SsdParquet,
    /// The council's own lists as text files, one for each list.
    Local,
}

impl Form {
    /// Every form, with the name of the folder it is written to.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::AnnexA, "annex_a"),
        (Self::AnnexACsv, "annex_a_csv"),
        (Self::Ssda903, "ssda903"),
        (Self::Ssda903Xml, "ssda903_xml"),
        (Self::CinCensus, "cin_census"),
        (Self::Ssd, "ssd"),
        (Self::SsdParquet, "ssd_parquet"),
        (Self::Local, "local"),
    ];

    /// The name of its folder.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(form, _)| *form == self).map_or("", |(_, name)| name)
    }

    /// The name of the format.
    #[must_use]
    pub fn format(self) -> &'static str {
        match self {
            Self::AnnexA | Self::AnnexACsv => "annex_a",
            Self::Ssda903 | Self::Ssda903Xml => "ssda903",
            Self::CinCensus => "cin_census",
            Self::Ssd | Self::SsdParquet => "ssd",
            Self::Local => "local",
        }
    }
}

/// Where files are written: gives a place for the bytes of a file under its name, with its folder before a stroke.
pub trait Files {
    /// A new file.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>>;
}

/// What was written of a council.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of all record tables.
    pub record_rows: u64,
    /// Rows of each form, in the order asked for.
    pub rows: Vec<(Form, u64)>,
    /// The answer key: every planted error that can be seen in a form that was written.
    pub planted: Vec<Planted>,
}

/// One form of one council while it is written, some children at a time.
trait Writer {
    /// Adds the rows of some children.
    fn add(
        &mut self,
        shaper: &Shaper<'_>,
        texts: &Texts<'_>,
        sources: &[SourceRows],
        files: &mut dyn Files,
    ) -> Result<()>;
    /// Ends every file.
    fn finish(self: Box<Self>, files: &mut dyn Files) -> Result<()>;
}

/// A form with all that it is written by.
struct Open<'d> {
    form: Form,
    shaper: Shaper<'d>,
    texts: Texts<'d>,
    writer: Box<dyn Writer + 'd>,
}

/// An error of writing.
fn failed(file: &str) -> impl Fn(io::Error) -> Error {
    let file = file.to_owned();
    move |cause| Error::SyntheticWrite { file: file.clone(), cause }
}

impl Council<'_> {
    /// Writes the records in each of the forms; `progress` is told the children done so far.
    ///
    /// Files are those that councils send: `annex_a/annex_a.xlsx`,
    /// `ssda903/Episodes.csv`, `cin_census/cin_census.xml`,
    /// `ssd/ssd_person.csv`, `local/attendance.csv` and so on. Annex A holds
    /// its windows of six and twelve months, the returns their year, and SSD
    /// everything that it has room for. Memory does not grow with the number
    /// of children, except for the workbook.
    ///
    /// # Errors
    ///
    /// [`Error::SyntheticWrite`] – a file cannot be written; it names the file.
    /// [`Error::SyntheticContent`] – the rules of writing contradict the definitions.
    pub fn write(&self, forms: &[Form], files: &mut dyn Files, progress: &mut dyn FnMut(u32)) -> Result<Written> {
        let definitions = self.england.definitions;
        let rules = Rules::load(definitions, self.england.as_at)?;
        let mut written = Written::default();
        let mut open: Vec<Open<'_>> = Vec::new();
        for form in forms {
            let format = definitions.formats.iter().position(|known| known.name == form.format());
            let style = format.and_then(|format| Some((format, rules.style(format)?)));
            let Some((format, style)) = style else {
                let what = format!("there is no [[format]] with the name {}", form.format());
                let file = "content/synthetic/writing.toml".to_owned();
                return Err(Error::SyntheticContent { file, line: 1, what });
            };
            let shaper = Shaper::new(definitions, &rules, format);
            let texts = Texts::new(definitions, style, format, self.england.as_at);
            let writer: Box<dyn Writer> = match form {
                Form::AnnexA => Box::new(Workbook::new(definitions, format, days::day(self.england.as_at))),
                Form::AnnexACsv | Form::Ssda903 | Form::Ssd | Form::Local => {
                    Box::new(TextTables::new(definitions, format, *form))
                }
                Form::SsdParquet => Box::new(ParquetTables::new(definitions, format, *form)),
                Form::Ssda903Xml | Form::CinCensus => {
                    Box::new(Xml::new(definitions, format, *form, days::day(self.england.as_at), self.number))
                }
            };
            written.rows.push((*form, 0));
            open.push(Open { form: *form, shaper, texts, writer });
        }
        let mut children = 0;
        for part in self.parts() {
            written.record_rows += part.rows() as u64;
            let mut planted: Vec<Planted> = part.planted.iter().map(|place| place.planted.clone()).collect();
            for (Open { form, shaper, texts, writer }, count) in open.iter_mut().zip(&mut written.rows) {
                let mut sources = shaper.shape(&part.tables);
                texts.fill(shaper, &mut sources);
                for (place, planted) in part.planted.iter().zip(&mut planted) {
                    // A column of days has no room for what is no day.
                    let has_room = *form != Form::SsdParquet || !part.holds_wrong(place);
                    if has_room && shaper.shows(&sources, (place.table, place.column, place.row)) {
                        planted.formats.insert(form.format().to_owned());
                    }
                }
                count.1 += sources.iter().map(|source| source.rows.len() as u64).sum::<u64>();
                writer.add(shaper, texts, &sources, files)?;
            }
            written.planted.extend(planted.into_iter().filter(|planted| !planted.formats.is_empty()));
            children = self.children.min(children + super::CHILDREN_OF_A_PART);
            progress(children);
        }
        for one in open {
            one.writer.finish(files)?;
        }
        Ok(written)
    }
}
