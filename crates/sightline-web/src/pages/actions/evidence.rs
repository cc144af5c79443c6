//! What the evidence says of an action, beside its two ratings.

use sightline_app::domain::challenge::Weighed;
use sightline_app::domain::scale::{Brag, Scale};
use sightline_app::domain::verdict::LinkState;
use sightline_app::policy::{Action, Target};
use sightline_app::{ActionVerdict, App, Call, Compared, Error, PlanVerdicts};

use crate::components::{Link, Rating, Tag};
use crate::words;

/// The part of the page about evidence.
pub(super) struct EvidenceView {
    /// Both ratings, each beside its verdict.
    pub(super) ratings: Vec<VerdictView>,
    /// Each linked measure.
    pub(super) measures: Vec<LinkedView>,
    /// The day of the records that the measures were counted in.
    pub(super) records: String,
    /// What to be careful with.
    pub(super) cautions: Vec<String>,
    /// Where measures are linked; only for those who may.
    pub(super) link_href: Option<String>,
}

/// One rating beside its verdict.
pub(super) struct VerdictView {
    pub(super) question: &'static str,
    pub(super) tag: Tag,
    pub(super) rated: Rating,
    pub(super) supports: Rating,
    pub(super) reasons: Vec<String>,
    pub(super) would_change: Vec<String>,
}

/// A linked measure and what its figures say.
pub(super) struct LinkedView {
    pub(super) link: Link,
    pub(super) is_defined: bool,
    pub(super) state: Tag,
    pub(super) reasons: Vec<String>,
    pub(super) missing: Option<String>,
    pub(super) about: String,
}

/// What the evidence says of an action; nothing for somebody who may not see measures.
pub(super) async fn evidence(
    app: &App,
    call: &Call,
    plan: &str,
    reference: &str,
    as_at: Option<chrono::NaiveDate>,
) -> Result<Option<EvidenceView>, Error> {
    if !call.allows(Action::MeasureRead, &Target::Sightline) {
        return Ok(None);
    }
    let judged = app.plan_verdicts(call, Some(plan), Some(reference), as_at).await?;
    // A placeholder has no verdict.
    Ok(judged.actions.first().map(|action| EvidenceView::of(call, &judged, action)))
}

impl EvidenceView {
    fn of(call: &Call, judged: &PlanVerdicts, action: &ActionVerdict) -> Self {
        let (doing, impact) = (&action.verdicts.doing, &action.verdicts.impact);
        let mut ratings = vec![VerdictView {
            question: "Are we doing it?",
            would_change: doing.would_change.clone(),
            reasons: doing.reasons.clone(),
            ..VerdictView::of(&judged.scale, &action.doing)
        }];
        let impact_scale = judged.impact_scale.as_ref().unwrap_or(&judged.scale);
        ratings.push(VerdictView {
            question: "Is it making a difference?",
            // What each measure says stands with the measure.
            reasons: impact.reasons.iter().take(1).cloned().collect(),
            would_change: impact.would_change.clone(),
            ..VerdictView::of(impact_scale, &action.impact)
        });
        let measures = impact.links.iter().zip(&action.measures).map(|(verdict, linked)| LinkedView {
            link: Link::new(&linked.title, format!("/measures/{}", words::segment(&linked.id))),
            is_defined: linked.is_defined,
            state: state_tag(verdict.state),
            reasons: verdict.reasons.clone(),
            missing: linked.missing.clone(),
            about: format!("Is to show from {}. {}", words::day(linked.from_on), linked.reason),
        });
        let plan = &judged.at.plan;
        let may_link = judged.at.as_at == call.today
            && plan.action(&action.reference).is_some_and(|found| {
                let target = Target::Action { summary: &judged.summary, plan, action: found };
                found.is_live() && call.allows(Action::MeasureLink, &target)
            });
        let own = words::action_href(&judged.summary.handle, &action.reference);
        Self {
            ratings,
            measures: measures.collect(),
            records: judged
                .records_of
                .map(|of| format!("Measures are counted in the records of {}.", words::day(of)))
                .unwrap_or_default(),
            cautions: impact.cautions.clone(),
            link_href: may_link.then(|| format!("{own}/measures")),
        }
    }
}

impl VerdictView {
    fn of(scale: &Scale, compared: &Compared) -> Self {
        Self {
            question: "",
            tag: weighed_tag(compared.weighed),
            rated: Rating::of(scale, compared.reported.as_deref()),
            supports: supported(scale, compared.supports),
            reasons: Vec::new(),
            would_change: Vec::new(),
        }
    }
}

/// The best rating that a verdict supports, as the scale calls it.
fn supported(scale: &Scale, supports: Option<Brag>) -> Rating {
    match supports {
        None => Rating::new("No rating", "none"),
        Some(brag) => match scale.levels.iter().find(|level| level.stands_for == Some(brag)) {
            Some(level) => Rating::of(scale, Some(&level.code)),
            None => Rating::of(&Scale::brag(), Some(brag_code(brag))),
        },
    }
}

fn brag_code(brag: Brag) -> &'static str {
    match brag {
        Brag::Red => "red",
        Brag::Amber => "amber",
        Brag::Green => "green",
        Brag::Blue => "blue",
    }
}

fn weighed_tag(weighed: Option<Weighed>) -> Tag {
    match weighed {
        Some(Weighed::Above) => Tag::new("Rated better than its evidence", "red"),
        Some(Weighed::Below) => Tag::new("Evidence supports better", "teal"),
        Some(Weighed::Agrees) => Tag::new("Rating and evidence agree", "green"),
        None => Tag::new("No rating to compare", "grey"),
    }
}

fn state_tag(state: LinkState) -> Tag {
    let colour = match state {
        LinkState::Improving | LinkState::Holding => "green",
        LinkState::Worsening | LinkState::WithdrawnWorsening => "red",
        LinkState::NoChange => "yellow",
        LinkState::TooEarly
        | LinkState::NotEnoughHistory
        | LinkState::NoFigures
        | LinkState::NeitherIsBetter
        | LinkState::OutOfDate
        | LinkState::Withdrawn => "grey",
    };
    Tag::new(words::capital(state.words()), colour)
}
