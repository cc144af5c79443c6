//! Positions to draft plan: what the blocks of a document mean.
//!
//! One pass over the blocks keeps track of the priority, aim and heading in
//! hand and gathers the rows of each action; finishing an action gives its
//! cells their meaning. Then the plan as a whole is checked. Whatever can be
//! read in two ways becomes a problem with its place.

mod actions;
mod activities;
mod checks;
mod codes;
mod columns;
mod columns_asked;
mod draft;
mod headings;
mod labels;
mod leads;
mod lines;
mod printed;
mod ratings;
mod registers;
mod rows;
mod sharing;
mod sources;
mod statements;
mod success;
mod tables;
mod timescales;
mod words;

use sightline_domain::Problem;
use sightline_domain::plan::Plan;

use super::source::{Content, SourceDocument};
use super::vocabulary::Vocabulary;
use crate::{Error, Result};
pub(super) use codes::NO_TITLE;
pub(crate) use codes::explanations;
pub use columns_asked::PrintedHeading;
pub(super) use columns_asked::printed_headings;
use draft::Draft;
pub(super) use leads::kind as lead_kind;
use lines::Standing;
pub(super) use printed::PrintedWords;
pub(super) use success::target as read_target;
pub(super) use words::plain;

/// Gives the blocks of a document their meaning.
///
/// # Errors
///
/// [`Error::NoActionTable`] when no table with an action column is found, and
/// [`Error::SeveralPlans`] when the document holds more than one plan.
pub(super) fn interpret(
    document: &SourceDocument,
    overrides: &[(String, String)],
    vocabulary: &Vocabulary,
) -> Result<(Plan, Vec<Problem>)> {
    let source_words = sources::SourceWords::new(vocabulary)?;
    let mut draft = Draft::new(vocabulary, overrides, source_words);
    for block in &document.blocks {
        match &block.content {
            Content::Table(table) => draft.table(table),
            Content::Heading { text, .. } => {
                draft.between_tables();
                draft.line(&block.place, text, Standing::Heading);
            }
            Content::Paragraph { text } => {
                draft.between_tables();
                draft.line(&block.place, text, Standing::Paragraph);
            }
            Content::Item { level, text } => {
                draft.between_tables();
                draft.line(&block.place, text, Standing::Item(*level));
            }
        }
    }
    draft.finish_action();
    draft.flush_lines(false);
    if draft.plan.actions.is_empty() {
        return Err(Error::NoActionTable { looks_like: draft.other_document(document) });
    }
    if let Some((place, second)) = draft.second_plan() {
        return Err(Error::SeveralPlans { second, place: place.to_string() });
    }
    draft.settle_title();
    draft.settle_registers();
    draft.settle_ratings();
    draft.check();
    draft.plan.sections.retain(|section| !(section.paragraphs.is_empty() && section.items.is_empty()));
    Ok((draft.plan, draft.problems))
}
