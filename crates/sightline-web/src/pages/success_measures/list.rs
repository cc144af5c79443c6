//! The success measures of a plan: bound, suggested, and what nothing shows.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{App, Call, PlanSuccessMeasures, ShownBy, SuccessLine};

use super::{href, place};
use crate::components::{Breadcrumbs, EmptyState, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "success_measures/list.html")]
struct SuccessPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    summary: String,
    groups: Vec<Group>,
    empty: Option<EmptyState>,
}

/// Success measures of which the same is known.
struct Group {
    id: &'static str,
    heading: String,
    about: &'static str,
    lines: Vec<LineView>,
    /// What is said of those that are not listed.
    more: Option<String>,
}

/// Success measures of a group at most: the page of each action has its own.
const MOST: usize = 150;

struct LineView {
    words: String,
    place: String,
    /// What shows it, or what might.
    measures: Vec<(Link, String)>,
    said: String,
    /// Where a measure is chosen, for those who may.
    choose: Option<Link>,
}

/// The list.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let known = app.success_measures(call, &plan).await?;
    Ok(render::page(&SuccessPage::of(frame, call, &known)))
}

impl SuccessPage {
    fn of(frame: Frame, call: &Call, known: &PlanSuccessMeasures) -> Self {
        let base = href(&known.summary.handle);
        let group = |id, name: &str, about, wanted: fn(&ShownBy) -> bool| {
            let of_group: Vec<&SuccessLine> = known.lines.iter().filter(|line| wanted(&line.shown_by)).collect();
            let more = of_group.len().saturating_sub(MOST);
            Group {
                id,
                heading: format!("{name} ({})", of_group.len()),
                about,
                lines: of_group.into_iter().take(MOST).map(|line| view(&base, line)).collect(),
                more: (more > 0).then(|| format!("{} not listed here.", words::count(more, "more is", "more are"))),
            }
        };
        let groups = vec![
            group(
                "suggested",
                "A measure is suggested",
                "The words of the sentence and of a measure agree. A person says whether the measure shows it.",
                |by| matches!(by, ShownBy::Nobody { suggested } if !suggested.is_empty()),
            ),
            group(
                "unbound",
                "Nothing shows it yet",
                "No measure comes near these words. Choose one, or say that none can show it.",
                |by| matches!(by, ShownBy::Nobody { suggested } if suggested.is_empty()),
            ),
            group("bound", "Shown by a measure", "A person chose the measure.", |by| {
                matches!(by, ShownBy::Measure { .. })
            }),
            group("none", "No measure can show it", "A person said so; it has to be shown by other evidence.", |by| {
                matches!(by, ShownBy::None { .. })
            }),
        ];
        let bound = known.lines.iter().filter(|line| matches!(line.shown_by, ShownBy::Measure { .. })).count();
        let bound = if bound == 1 { "1 is".to_owned() } else { format!("{bound} are") };
        let printed = words::count(known.lines.len(), "success measure", "success measures");
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&known.summary, true),
            navigation: PlanNavigation::plain(call, &known.summary, "success-measures"),
            plan: plan_title(&known.summary),
            summary: format!("The plan prints {printed}. Of them {bound} shown by a measure that a person chose."),
            groups: groups.into_iter().filter(|group| !group.lines.is_empty()).collect(),
            empty: known.lines.is_empty().then(|| {
                EmptyState::new(
                    "The plan prints no success measure",
                    "Say on each action how you will know that it has worked; it is then listed here.",
                )
            }),
        }
    }
}

fn view(base: &str, line: &SuccessLine) -> LineView {
    let page_of = |id: &str, title: &str| Link::new(title, format!("/measures/{}", words::segment(id)));
    let (measures, said) = match &line.shown_by {
        ShownBy::Measure { id, title, chosen: (by, at) } => {
            (vec![(page_of(id, title), String::new())], format!("Chosen by {by} on {}", words::moment(*at)))
        }
        ShownBy::None { said: (by, at) } => (Vec::new(), format!("Said by {by} on {}", words::moment(*at))),
        ShownBy::Nobody { suggested } => {
            let shared = |words: &Vec<String>| format!("shares {}", words::list(words));
            (suggested.iter().map(|(id, title, words)| (page_of(id, title), shared(words))).collect(), String::new())
        }
    };
    let is_chosen = !matches!(line.shown_by, ShownBy::Nobody { .. });
    let words = if is_chosen { "Choose again" } else { "Choose what shows it" };
    LineView {
        words: line.printed.words.clone(),
        place: place(&line.printed.printed),
        measures,
        said,
        choose: line.may_bind.then(|| Link::new(words, format!("{base}/{}", line.id))),
    }
}
