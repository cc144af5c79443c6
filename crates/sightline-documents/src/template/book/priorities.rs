//! Pillars, priorities, targets and aims.

use sightline_domain::plan::{Aim, Pillar, Priority, Target};

use super::cell::CellValue;
use super::exact::printed_leads;
use super::kind::{Column, Kind, column};

pub(super) const PRIORITIES: &str = "Priorities";
pub(super) const AIMS: &str = "Aims";

pub(super) fn pillars() -> Kind<Pillar> {
    Kind::new(
        "Pillars",
        Pillar::default,
        vec![
            column!(Pillar, "Ref", reference).width(8),
            column!(Pillar, "Title", title).width(60),
            column!(Pillar, "Lead", leads_raw).width(24),
        ],
    )
}

pub(super) fn priorities() -> Kind<Priority> {
    Kind::new(
        PRIORITIES,
        Priority::default,
        vec![
            column!(Priority, "Ref", reference).width(8),
            column!(Priority, "Title", title).width(36),
            column!(Priority, "Statement", statement).width(40),
            Column::<Priority>::new(
                "Lead",
                |priority| printed_leads(priority.leads_raw.as_deref(), &priority.leads).to_cell(),
                |priority, cell, _words| {
                    priority.leads_raw = CellValue::from_cell(cell)?;
                    Ok(())
                },
            )
            .width(22),
            column!(Priority, "Objectives", objectives).width(40),
            column!(Priority, "Outcomes", outcomes).width(40),
            column!(Priority, "Measured by", measured_by).width(40),
            column!(Priority, "What will be different", impact).width(40),
            column!(Priority, "Pillar", pillar).width(8).further(),
            column!(Priority, "Key areas", key_areas_raw).width(30).further(),
            column!(Priority, "What good looks like", good_looks_like).width(30).further(),
            column!(Priority, "What outstanding looks like", outstanding_looks_like).width(30).further(),
            column!(Priority, "Footnotes", footnotes).width(30).further(),
            column!(Priority, "Heading as printed", heading_raw).width(30).further(),
            column!(Priority, "Label of the lead", leads_label).width(18).further(),
            column!(Priority, "Heading of the targets", targets_heading).width(24).further(),
            column!(Priority, "Heading of the impact", impact_heading).width(24).further(),
        ],
    )
}

pub(super) fn targets() -> Kind<Target> {
    Kind::new(
        "Targets",
        Target::default,
        vec![
            column!(Target, "Target", text).width(60),
            column!(Target, "Number", value).width(10),
            column!(Target, "Unit", unit).width(10),
            column!(Target, "Good is", operator).width(10),
            column!(Target, "For the date", due_on).width(17),
        ],
    )
}

pub(super) fn aims() -> Kind<Aim> {
    Kind::new(
        AIMS,
        Aim::default,
        vec![
            column!(Aim, "Ref", reference).width(8),
            column!(Aim, "Aim", title).width(70),
            column!(Aim, "Priority", priority).width(9),
        ],
    )
}
