//! The data quality report: as figures for a page at once, and as papers that are made while people go on.
//!
//! A paper names no child and can be made again at any time, so it is kept in
//! memory, as long as this server runs.

use chrono::{DateTime, NaiveDate, Utc};
use sightline_documents::generators::data_quality;
use sightline_domain::data_quality::QualityReport;
use sightline_store::ExtractId;
use ulid::Ulid;

use crate::jobs::Work;
use crate::policy::Action;
use crate::{App, Call, Error, Exported, PaperFormat, Result};

use super::blocking;
use super::papers::figures;
use super::upload::why;

/// Papers that are remembered.
const MOST_REMEMBERED: usize = 10;
/// The formats that it is written in.
const FORMATS: [PaperFormat; 2] = [PaperFormat::Pdf, PaperFormat::Docx];

/// How far a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QualityPaperStep {
    /// The figures are worked out.
    Figures,
    /// The paper is typeset.
    Typesetting,
}

impl QualityPaperStep {
    /// Every step, in order.
    pub const ALL: [Self; 2] = [Self::Figures, Self::Typesetting];

    /// What is being done, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Figures => "Working out the figures",
            Self::Typesetting => "Typesetting",
        }
    }

    /// Steps that are done when this one begins.
    #[must_use]
    pub fn done(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }
}

/// What became of a paper so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QualityPaperState {
    /// Others are before it.
    Waiting,
    /// It is being made.
    Running(QualityPaperStep),
    /// It can be downloaded.
    Done {
        /// Its size.
        bytes: usize,
    },
    /// It was given up.
    Failed {
        /// Code of the error.
        code: &'static str,
        /// Why, in words.
        why: String,
    },
}

/// A data quality report that somebody ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityPaper {
    /// Tells it from the others.
    pub id: String,
    /// The day that the records are of.
    pub as_at: NaiveDate,
    /// What it is written as.
    pub format: PaperFormat,
    /// Name of who ordered it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How far it is.
    pub state: QualityPaperState,
    /// The extract that it is about.
    extract: ExtractId,
}

/// A paper with its bytes, once it has any.
#[derive(Clone, Debug)]
pub(crate) struct KeptPaper {
    paper: QualityPaper,
    bytes: Vec<u8>,
}

/// A paper that waits to be made.
#[derive(Clone, Debug)]
pub(crate) struct OrderedPaper {
    id: String,
    /// Who ordered it: the policy is asked again when it is made.
    pub(crate) call: Call,
    format: PaperFormat,
}

impl App {
    /// The data quality report of the extract in force, with scores by team over time. It names no child.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`] – there are no records.
    pub async fn data_quality_report(&self, call: &Call) -> Result<QualityReport> {
        call.may(Action::DataRead)?;
        let view = self.extract(call, None).await?;
        let extracts = self.extracts(call).await?;
        let (checks, definitions) = (self.shelf()?.checks()?, self.shelf()?.definitions()?);
        let figures = figures(self.council_of(call), call, &view, &extracts, &checks, &definitions);
        Ok(QualityReport::build(&figures))
    }

    /// Puts down that the data quality report of the extract in force is wanted as a PDF or a Word document; it is
    /// made by [`App::run_jobs`]. One that is under way is not ordered twice.
    ///
    /// # Errors
    ///
    /// * [`Error::NoExtractInForce`] – there are no records.
    /// * [`Error::UnknownFormat`] – it is not written in that format.
    pub async fn order_quality_paper(&self, call: &Call, format: PaperFormat) -> Result<()> {
        call.may(Action::DataRead)?;
        if !FORMATS.contains(&format) {
            return Err(Error::UnknownFormat { path: "data-quality.xlsx".into(), known: ".pdf, .docx" });
        }
        let record = self.extract(call, None).await?.record;
        let paper = QualityPaper {
            id: format!("dqr_{}", Ulid::from_datetime(call.at.into())),
            as_at: record.as_at,
            format,
            by: call.actor.name.clone(),
            at: call.at,
            state: QualityPaperState::Waiting,
            extract: record.id,
        };
        let id = paper.id.clone();
        {
            let mut papers = self.shelf()?.quality_papers();
            let is_same = |kept: &KeptPaper| (&kept.paper.extract, kept.paper.format) == (&paper.extract, format);
            if papers.iter().any(|kept| is_same(kept) && kept.paper.is_under_way()) {
                return Ok(());
            }
            // The one before it says the same or less.
            papers.retain(|kept| !is_same(kept));
            papers.insert(0, KeptPaper { paper, bytes: Vec::new() });
            papers.truncate(MOST_REMEMBERED);
        }
        self.jobs.add(Work::QualityPaper(Box::new(OrderedPaper { id, call: call.clone(), format })));
        Ok(())
    }

    /// The data quality reports that were ordered since the server began, the last first.
    pub fn quality_papers(&self, call: &Call) -> Result<Vec<QualityPaper>> {
        call.may(Action::DataRead)?;
        Ok(self.shelf()?.quality_papers().iter().map(|kept| kept.paper.clone()).collect())
    }

    /// A data quality report that is made.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownQualityPaper`] – it was never ordered, is not made yet, or is no longer kept.
    pub fn open_quality_paper(&self, call: &Call, id: &str) -> Result<Exported> {
        call.may(Action::DataRead)?;
        let papers = self.shelf()?.quality_papers();
        let kept = papers.iter().find(|kept| kept.paper.id == id && !kept.bytes.is_empty());
        let KeptPaper { paper, bytes } = kept.ok_or(Error::UnknownQualityPaper)?;
        let name = format!("data-quality-{}.{}", paper.as_at, paper.format.code());
        Ok(Exported { name, bytes: bytes.clone() })
    }

    /// Makes what was ordered, and notes how far it is.
    pub(crate) async fn make_quality_paper(&self, ordered: OrderedPaper, now: DateTime<Utc>) -> Result<()> {
        let call = Call { at: now, ..ordered.call.clone() };
        let made = self.made_quality_paper(&call, &ordered).await;
        self.note_paper(&ordered.id, |kept| match made {
            Ok(bytes) => {
                kept.paper.state = QualityPaperState::Done { bytes: bytes.len() };
                kept.bytes = bytes;
            }
            Err(error) => kept.paper.state = QualityPaperState::Failed { code: error.code(), why: why(&error) },
        })
    }

    async fn made_quality_paper(&self, call: &Call, ordered: &OrderedPaper) -> Result<Vec<u8>> {
        let step = |step| self.note_paper(&ordered.id, |kept| kept.paper.state = QualityPaperState::Running(step));
        step(QualityPaperStep::Figures)?;
        let report = self.data_quality_report(call).await?;
        step(QualityPaperStep::Typesetting)?;
        let format = ordered.format;
        blocking(move || match format {
            PaperFormat::Docx => Ok(data_quality::docx(&report)?),
            _ => Ok(data_quality::pdf(&report)?),
        })
        .await
    }

    fn note_paper(&self, id: &str, note: impl FnOnce(&mut KeptPaper)) -> Result<()> {
        if let Some(kept) = self.shelf()?.quality_papers().iter_mut().find(|kept| kept.paper.id == id) {
            note(kept);
        }
        Ok(())
    }
}

impl QualityPaper {
    /// True until it is made or given up.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, QualityPaperState::Waiting | QualityPaperState::Running(_))
    }
}
