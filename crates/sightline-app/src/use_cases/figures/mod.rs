//! Figures: measures, scorecards and case lists, worked out from the extract in force and from the plan.

pub(crate) mod ask;
mod children;
pub(crate) mod desk;
pub(crate) mod export;
mod lists;
pub(crate) mod months;
mod my_team;
pub(crate) mod pack;
mod page;
pub(crate) mod paper;
mod parquet;
mod read;
mod scorecards;
pub(crate) mod series;
#[cfg(test)]
pub(crate) mod tests;
pub mod view;

pub(crate) use desk::audience_of;
