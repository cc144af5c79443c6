//! The measures register, focus areas, inspections with their findings, rating scales.

use sightline_domain::plan::{Finding, FocusArea, Inspection, Measure};
use sightline_domain::scale::{Level, Scale};

use super::kind::{Kind, column, day_column};

pub(super) fn measures() -> Kind<Measure> {
    Kind::new(
        "Measures",
        Measure::default,
        vec![
            column!(Measure, "Focus area", focus_area).width(12),
            column!(Measure, "Actions", action_refs).width(12),
            column!(Measure, "Measure", text).width(60),
            column!(Measure, "Data source", data_source_raw).width(28),
            column!(Measure, "Kind of source", source_kind).width(16),
            column!(Measure, "Scorecard line", scorecard_ref).width(14),
        ],
    )
}

pub(super) fn focus_areas() -> Kind<FocusArea> {
    Kind::new(
        "Focus areas",
        FocusArea::default,
        vec![
            column!(FocusArea, "Ref", reference).width(8),
            column!(FocusArea, "Title", title).width(44),
            column!(FocusArea, "Judgement areas", judgement_areas).width(40),
            column!(FocusArea, "Actions", action_refs).width(14),
        ],
    )
}

pub(super) fn inspections() -> Kind<Inspection> {
    Kind::new(
        "Inspections",
        Inspection::default,
        vec![
            column!(Inspection, "Inspection", name).width(30),
            column!(Inspection, "Kind", kind).width(18),
            column!(Inspection, "Held", held_raw).width(18),
            day_column!(Inspection, "Held on", held_on, held_raw, last_day),
            column!(Inspection, "Judgements", judgements).width(44),
        ],
    )
}

pub(super) fn findings() -> Kind<Finding> {
    Kind::new(
        "Findings",
        Finding::default,
        vec![
            column!(Finding, "Finding", reference).width(26),
            column!(Finding, "Words", text).width(60),
            column!(Finding, "Actions", action_refs).width(14),
        ],
    )
}

pub(super) fn scales() -> Kind<Scale> {
    Kind::new(
        "Rating scales",
        || Scale { id: String::new(), name: String::new(), rates_impact: false, levels: Vec::new() },
        vec![
            column!(Scale, "Scale", id).width(18),
            column!(Scale, "Name", name).width(28),
            column!(Scale, "Rates impact apart", rates_impact).width(20),
        ],
    )
}

pub(super) fn levels() -> Kind<Level> {
    Kind::new(
        "Rating levels",
        || Level {
            code: String::new(),
            name: String::new(),
            colour: None,
            action_definition: None,
            impact_definition: None,
            definition_raw: None,
            stands_for: None,
        },
        vec![
            column!(Level, "Level", code).width(12),
            column!(Level, "Name", name).width(20),
            column!(Level, "Colour", colour).width(10),
            column!(Level, "Of an action it means", action_definition).width(40),
            column!(Level, "Of the impact it means", impact_definition).width(40),
            column!(Level, "As printed", definition_raw).width(40),
            column!(Level, "Stands for", stands_for).width(11),
        ],
    )
}
