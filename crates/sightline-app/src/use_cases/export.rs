//! A plan as a file that can be read back, or published.

use chrono::NaiveDate;
use sightline_documents::template;

use crate::policy;
use crate::{App, Call, Result};

/// What a plan can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The domain's own shape, by the published schema.
    Json,
    /// A workbook.
    Xlsx,
    /// A Word document.
    Docx,
    /// Markdown.
    Markdown,
    /// Comma-separated values.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: &[Self] = &[Self::Json, Self::Xlsx, Self::Docx, Self::Markdown, Self::Csv];

    /// The file's ending, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Markdown => "md",
            Self::Csv => "csv",
        }
    }

    /// True when a terminal can show it.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Xlsx | Self::Docx)
    }
}

/// A plan as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// A name for the file, such as `wexcombe-2025.docx`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl App {
    /// The plan as at a day (today when none is given), written in a format.
    ///
    /// The ratings in force on the day stand in the actions, so that what is
    /// read back rates as the plan did.
    pub async fn export_plan(
        &self,
        call: &Call,
        plan: Option<&str>,
        format: Format,
        as_at: Option<NaiveDate>,
    ) -> Result<Exported> {
        call.may(policy::Action::PlanExport)?;
        let view = self.plan_view(plan, as_at.unwrap_or(call.today)).await?;
        let mut written = view.at.plan.clone();
        for action in &mut written.actions {
            let (action_rating, impact_rating) = (view.at.action_rating(action), view.at.impact_rating(action));
            if action_rating != action.action_rating {
                action.action_rating_raw.clone_from(&action_rating);
                action.action_rating = action_rating;
            }
            if impact_rating != action.impact_rating {
                action.impact_rating_raw.clone_from(&impact_rating);
                action.impact_rating = impact_rating;
            }
        }
        let bytes = match format {
            Format::Json => template::to_json(&written)?,
            Format::Xlsx => template::to_xlsx(&written)?,
            Format::Docx => template::to_docx(&written)?,
            Format::Markdown => template::to_markdown(&written)?,
            Format::Csv => template::to_csv(&written)?,
        };
        Ok(Exported { name: format!("{}.{}", view.summary.handle, format.extension()), bytes })
    }
}
