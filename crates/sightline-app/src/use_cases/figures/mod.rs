//! Figures: measures, scorecards and case lists, worked out from the extract in force and from the plan.

mod children;
mod desk;
mod lists;
mod page;
mod read;
mod scorecards;
pub mod view;
