//! The plan itself, its glossary and the passages around its tables.

use sightline_domain::plan::{GlossaryEntry, Plan, Section};
use sightline_domain::{Place, Severity};

use super::kind::{Column, Kind, Reading, column, day_column};
use super::{Cell, Heading, Row, Table};
use crate::codes::template as codes;
use crate::{Error, Result};

pub(in crate::template) const FRONT: &str = "Sightline plan";
pub(in crate::template) const VERSION_FIELD: &str = "Template version";
/// The version of the template that is written, and the latest that is read.
pub(in crate::template) const VERSION: u32 = 1;

fn fields() -> Vec<Column<Plan>> {
    vec![
        column!(Plan, "Title", title),
        column!(Plan, "Subtitle", subtitle),
        column!(Plan, "Council", council),
        column!(Plan, "Status", status),
        column!(Plan, "Dated", dated_raw),
        day_column!(Plan, "Dated on", dated_on, dated_raw, last_day),
        column!(Plan, "Period from", period_start_on),
        column!(Plan, "Period to", period_end_on),
        column!(Plan, "Days between updates", update_cycle_days),
        column!(Plan, "Columns as printed", columns),
    ]
}

/// The first table: one row for each field of the plan itself.
pub(super) fn front_table(plan: &Plan) -> Table {
    let word = |text: &str| Cell::of(vec![text.to_owned()]);
    let heading = |text: &str, width| Heading { text: text.to_owned(), width, is_further: false };
    let mut rows = vec![Row::of(vec![word(VERSION_FIELD), word(&VERSION.to_string())])];
    rows.extend(fields().iter().map(|field| Row::of(vec![word(field.heading()), field.get(plan)])));
    Table {
        name: FRONT.to_owned(),
        place: Place::default(),
        headings: vec![heading("Field", 26), heading("Value", 90)],
        rows,
    }
}

/// Reads the first table into `plan`.
///
/// # Errors
///
/// [`Error::TemplateTable`] when it is missing, [`Error::TemplateVersion`] when
/// its version is none that this Sightline reads.
pub(super) fn read_front(plan: &mut Plan, reading: &mut Reading<'_>) -> Result<()> {
    let table = reading.take(FRONT).ok_or(Error::TemplateTable { name: FRONT })?;
    let row_of = |name: &str| {
        table.rows.iter().find(|row| row.cell(0).paragraphs.join(" ").trim_end_matches(':').eq_ignore_ascii_case(name))
    };
    let found = row_of(VERSION_FIELD).map(|row| row.cell(1).paragraphs.join(" ")).unwrap_or_default();
    if found != VERSION.to_string() {
        return Err(Error::TemplateVersion { found });
    }
    let fields = fields();
    for field in &fields {
        let empty = Row::default();
        let row = row_of(field.heading()).unwrap_or(&empty);
        if let Err(trouble) = field.set(plan, row.cell(1), reading.words) {
            reading.trouble(trouble, row, 1);
        }
    }
    for row in &table.rows {
        let name = row.cell(0).paragraphs.join(" ");
        let is_known = |known: &str| known.eq_ignore_ascii_case(name.trim_end_matches(':'));
        if !is_known(VERSION_FIELD) && !fields.iter().any(|field| is_known(field.heading())) {
            reading.problem(
                codes::UNKNOWN_COLUMN,
                Severity::Warning,
                row.place.clone(),
                &name,
                "the first table has no field of this name, so the row was not read",
            );
        }
    }
    Ok(())
}

pub(super) fn glossary() -> Kind<GlossaryEntry> {
    Kind::new(
        "Glossary",
        GlossaryEntry::default,
        vec![
            column!(GlossaryEntry, "Abbreviation", abbreviation).width(16),
            column!(GlossaryEntry, "Meaning", meaning).width(70),
            column!(GlossaryEntry, "As printed", abbreviation_raw).width(16),
        ],
    )
}

pub(super) fn sections() -> Kind<Section> {
    Kind::new(
        "Passages",
        Section::default,
        vec![
            column!(Section, "Heading", heading).width(36),
            column!(Section, "Paragraphs", paragraphs).width(80),
            column!(Section, "List", items).width(60),
            column!(Section, "Kind", kind).width(16),
        ],
    )
}
