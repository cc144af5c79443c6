//! The measures of an action with their charts, and the way to the children behind them.

use sightline_app::domain::plan::Action as PlanAction;
use sightline_app::policy::{Action, Target};
use sightline_app::{ActionVerdict, App, Call, Error};

use crate::components::{Link, Tag};
use crate::pages::actions::EvidenceView;
use crate::pages::measures::{ChartView, measure_href};

/// A measure that is to show the effect of the action.
pub(super) struct MeasureView {
    pub(super) link: Link,
    pub(super) is_defined: bool,
    pub(super) state: Tag,
    pub(super) latest: String,
    pub(super) reason: String,
    /// Absent when it cannot be counted; then `reason` says why.
    pub(super) chart: Option<ChartView>,
    /// The children behind it, for those who may see them.
    pub(super) children: Option<Link>,
}

/// Each linked measure, in the order of the verdict.
pub(super) async fn measures(
    app: &App,
    call: &Call,
    action: &PlanAction,
    judged: &ActionVerdict,
    evidence: &EvidenceView,
) -> Result<Vec<MeasureView>, Error> {
    let sees_children = call.allows(Action::MeasureChildren, &Target::Sightline);
    let mut views = Vec::new();
    for (place, (linked, view)) in judged.measures.iter().zip(&evidence.measures).enumerate() {
        let drawn = if linked.missing.is_none() {
            match app.action_chart(call, (&linked.id, place), (&action.reference, linked.from_on)).await {
                Ok(drawn) => Some(drawn),
                Err(Error::NotCounted { .. } | Error::NoExtractInForce | Error::Engine(_)) => None,
                Err(error) => return Err(error),
            }
        } else {
            None
        };
        let about_children = drawn.as_ref().is_some_and(|drawn| drawn.is_about_children);
        let children = format!("{}/children", measure_href(&linked.id));
        views.push(MeasureView {
            link: view.link.clone(),
            is_defined: linked.is_defined,
            state: view.state.clone(),
            latest: drawn.as_ref().map(|drawn| drawn.latest_words.clone()).unwrap_or_default(),
            reason: linked.missing.clone().or_else(|| view.reasons.first().cloned()).unwrap_or_default(),
            chart: drawn.map(|drawn| ChartView::of(&drawn.chart)),
            children: (sees_children && about_children)
                .then(|| Link::new(format!("The children behind {}", linked.title), children)),
        });
    }
    Ok(views)
}
