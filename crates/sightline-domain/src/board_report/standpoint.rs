//! The live actions of a plan on a day, each with its ratings and standing.

use chrono::NaiveDate;

use crate::history::{PlanAsAt, Update};
use crate::plan::Action;
use crate::scale::Scale;
use crate::standing::{MONTHLY_UPDATE_CYCLE_DAYS, Standing, standing};

use super::Axis;

/// A live action with its ratings and standing.
pub(super) struct Rated<'a> {
    pub(super) action: &'a Action,
    pub(super) update: Option<&'a Update>,
    pub(super) action_code: Option<String>,
    pub(super) impact_code: Option<String>,
    pub(super) standing: Standing,
}

impl Rated<'_> {
    pub(super) fn code(&self, axis: Axis) -> Option<&str> {
        match axis {
            Axis::Action => self.action_code.as_deref(),
            Axis::Impact => self.impact_code.as_deref(),
        }
    }

    /// True when work on it is still asked for: a real action, not complete.
    pub(super) fn is_open(&self) -> bool {
        !self.action.placeholder && self.standing != Standing::Complete
    }
}

/// A plan on a day.
pub(super) struct Standpoint<'a> {
    pub(super) as_at: NaiveDate,
    pub(super) plan: &'a crate::plan::Plan,
    pub(super) scale: Scale,
    /// The scale of the impact rating; `None` when the plan does not rate impact.
    pub(super) impact_scale: Option<Scale>,
    pub(super) update_cycle_days: u32,
    /// Live actions in plan order, placeholders included.
    pub(super) items: Vec<Rated<'a>>,
}

impl<'a> Standpoint<'a> {
    pub(super) fn of(at: &'a PlanAsAt) -> Self {
        let plan = &at.plan;
        // A plan that names no scale is rated on BRAG once somebody rates it.
        let scale = plan.scale().cloned().unwrap_or_else(Scale::brag);
        let update_cycle_days = plan.update_cycle_days.unwrap_or(MONTHLY_UPDATE_CYCLE_DAYS);
        let items: Vec<Rated<'a>> = plan
            .actions
            .iter()
            .filter(|action| action.is_live())
            .map(|action| {
                let update = at.latest_update(&action.reference);
                Rated {
                    action,
                    update,
                    action_code: given(at.action_rating(action)),
                    impact_code: given(at.impact_rating(action)),
                    standing: standing(action, update, &scale, update_cycle_days, at.as_at),
                }
            })
            .collect();
        let impact_scale = match plan.scales.get(1) {
            Some(second) => Some(second.clone()),
            None if scale.rates_impact || items.iter().any(|item| item.impact_code.is_some()) => Some(scale.clone()),
            None => None,
        };
        Self { as_at: at.as_at, plan, scale, impact_scale, update_cycle_days, items }
    }

    pub(super) fn scale_of(&self, axis: Axis) -> Option<&Scale> {
        match axis {
            Axis::Action => Some(&self.scale),
            Axis::Impact => self.impact_scale.as_ref(),
        }
    }

    pub(super) fn item(&self, reference: &str) -> Option<&Rated<'a>> {
        self.items.iter().find(|item| item.action.reference == reference)
    }

    /// Actions that are not placeholders.
    pub(super) fn real(&self) -> impl Iterator<Item = &Rated<'a>> {
        self.items.iter().filter(|item| !item.action.placeholder)
    }

    pub(super) fn count(&self, wanted: Standing) -> usize {
        self.real().filter(|item| item.standing == wanted).count()
    }
}

fn given(code: Option<String>) -> Option<String> {
    code.filter(|code| !code.trim().is_empty())
}
