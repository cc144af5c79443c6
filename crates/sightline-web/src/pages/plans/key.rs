//! What the ratings and standings mean.

use askama::Template;
use askama::filters::HtmlSafe;
use sightline_app::domain::board_report::{level_mark, one_line};
use sightline_app::domain::scale::Scale;
use sightline_app::domain::standing::Standing;
use sightline_app::plan_views::PlanHeading;

use super::row::{rating, standing_tag};
use crate::components::{Rating, Tag};
use crate::words::capital;

/// The scales of a plan with their definitions, and how standings come about; folds away.
#[derive(Clone, Debug, Template)]
#[template(path = "plans/key.html")]
pub(crate) struct RatingKey {
    scales: Vec<ScaleKey>,
    standings: Vec<(Tag, String)>,
}

#[derive(Clone, Debug)]
struct ScaleKey {
    title: &'static str,
    levels: Vec<(Rating, String)>,
}

impl RatingKey {
    pub(crate) fn of(heading: &PlanHeading) -> Self {
        let mut scales = vec![scale_key("Action rating: are we doing it?", &heading.scale, false)];
        if let Some(scale) = &heading.impact_scale {
            scales.push(scale_key("Impact rating: is it making a difference?", scale, true));
        }
        let meaning = |standing| match standing {
            Standing::Complete => "Rated complete, with every milestone complete.".to_owned(),
            Standing::OnTrack => "Nothing is late, and there was an update in time.".to_owned(),
            Standing::Stale => {
                format!("Nothing is late, but there was no update in {} days.", heading.update_cycle_days)
            }
            Standing::Slipping => "A milestone is late, or completion is forecast after the due date.".to_owned(),
            Standing::Overdue => "The due date has passed and the action is not complete.".to_owned(),
        };
        let standings = Standing::ALL.into_iter().map(|standing| (standing_tag(standing), meaning(standing))).collect();
        Self { scales, standings }
    }
}

impl HtmlSafe for RatingKey {}

fn scale_key(title: &'static str, scale: &Scale, of_impact: bool) -> ScaleKey {
    let levels = scale.levels.iter().rev();
    let levels = levels.map(|level| {
        let own = if of_impact { level.impact_definition.as_deref() } else { level.action_definition.as_deref() };
        let definition = own.or(level.definition_raw.as_deref()).or(level.action_definition.as_deref());
        let words = definition.map(one_line).filter(|words| !words.is_empty());
        (
            rating(&level_mark(scale, level)),
            words.map_or_else(|| "The plan does not say what it means.".to_owned(), |words| capital(&words)),
        )
    });
    ScaleKey { title, levels: levels.collect() }
}
