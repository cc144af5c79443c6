//! Actions with their parts and milestones.

use sightline_domain::plan::{Action, Milestone, Part};

use super::cell::CellValue;
use super::exact::{printed_leads, printed_rating, printed_sources};
use super::kind::{Column, Kind, column, day_column};

pub(super) const ACTIONS: &str = "Actions";

/// The table of actions: first what a council publishes, then the rest.
pub(super) fn actions() -> Kind<Action> {
    Kind::new(
        ACTIONS,
        Action::default,
        vec![
            column!(Action, "Ref", reference).width(8),
            column!(Action, "Action", text).width(50),
            column!(Action, "Priority", priority).width(9),
            column!(Action, "Aim", aim).width(8),
            column!(Action, "Group", group).width(18),
            Column::<Action>::new(
                "Lead",
                |action| printed_leads(action.leads_raw.as_deref(), &action.leads).to_cell(),
                |action, cell, _words| {
                    action.leads_raw = CellValue::from_cell(cell)?;
                    Ok(())
                },
            )
            .width(20),
            column!(Action, "Start", start_raw).width(12),
            column!(Action, "Due", due_raw).width(15),
            Column::<Action>::new(
                "Action rating",
                |action| printed_rating(action.action_rating_raw.as_deref(), action.action_rating.as_deref()).to_cell(),
                |action, cell, _words| {
                    action.action_rating_raw = CellValue::from_cell(cell)?;
                    Ok(())
                },
            )
            .width(10),
            Column::<Action>::new(
                "Impact rating",
                |action| printed_rating(action.impact_rating_raw.as_deref(), action.impact_rating.as_deref()).to_cell(),
                |action, cell, _words| {
                    action.impact_rating_raw = CellValue::from_cell(cell)?;
                    Ok(())
                },
            )
            .width(10),
            column!(Action, "How will we know", how_will_we_know).width(40),
            column!(Action, "What children will say", child_statements).width(36),
            Column::<Action>::new(
                "Source",
                |action| printed_sources(action.sources_raw.as_deref(), &action.sources).to_cell(),
                |action, cell, _words| {
                    action.sources_raw = CellValue::from_cell(cell)?;
                    Ok(())
                },
            )
            .width(14)
            .further(),
            column!(Action, "Delivered through", delivered_through_raw).width(26).further(),
            column!(Action, "Notes", notes_raw).width(40).further(),
            column!(Action, "State", state).width(14).further(),
            column!(Action, "Placeholder", placeholder).width(12).further(),
            day_column!(Action, "Start on", start_on, start_raw, first_day).further(),
            day_column!(Action, "Due on", due_on, due_raw, last_day).further(),
            column!(Action, "Heading carried over", group_carried_over).width(13).further(),
        ],
    )
}

/// The table of parts: one row for each bullet or lettered item of an action.
pub(super) fn parts() -> Kind<Part> {
    Kind::new(
        "Parts of actions",
        Part::default,
        vec![
            column!(Part, "Letter", letter).width(8),
            column!(Part, "Part", text).width(50),
            column!(Part, "Bullets", parts).width(36),
            column!(Part, "Lead", leads_raw).width(20),
            column!(Part, "Due", due_raw).width(15),
            day_column!(Part, "Due on", due_on, due_raw, last_day),
            column!(Part, "Delivered through", delivered_through_raw).width(26),
        ],
    )
}

/// The table of milestones.
pub(super) fn milestones() -> Kind<Milestone> {
    Kind::new(
        "Milestones",
        Milestone::default,
        vec![
            column!(Milestone, "Milestone", text).width(60),
            column!(Milestone, "Due", due_raw).width(18),
            day_column!(Milestone, "Due on", due_on, due_raw, last_day),
            column!(Milestone, "Completed on", completed_on).width(17),
        ],
    )
}
