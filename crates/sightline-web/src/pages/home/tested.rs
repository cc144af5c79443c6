//! How the impact ratings of a plan stand beside their evidence.

use chrono::NaiveDate;
use sightline_app::{TestedAction, TestedRatings};

use super::needs::{ActionLine, MOST};
use crate::components::Link;
use crate::pages::{challenges, line_of_sight};
use crate::words;

/// The ratings of a plan beside their evidence.
pub(super) struct TestedView {
    pub(super) sentence: String,
    pub(super) challenges: Link,
    pub(super) groups: Vec<Group>,
}

/// Actions of which the evidence says the same beside their ratings.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) is_urgent: bool,
    pub(super) actions: Vec<ActionLine>,
    pub(super) more: Option<String>,
}

impl TestedView {
    pub(super) fn of(handle: &str, tested: &TestedRatings, today: NaiveDate) -> Self {
        let group = |title, is_urgent, actions: &[TestedAction]| {
            let more = actions.len().saturating_sub(MOST);
            Group {
                title,
                is_urgent,
                actions: actions.iter().take(MOST).map(|action| line(handle, action, today)).collect(),
                more: (more > 0).then(|| format!("and {}", words::count(more, "other", "others"))),
            }
        };
        let mut groups = vec![
            group("Rated better than the evidence", true, &tested.better),
            group("Done, and nothing is better for it", true, &tested.without_effect),
            group("Better than its rating", false, &tested.worse),
            group("Making a difference, and rated so", false, &tested.shown),
        ];
        groups.retain(|group| !group.actions.is_empty());
        Self {
            sentence: sentence(tested),
            challenges: Link::new("See what a board would ask", challenges::href(handle)),
            groups,
        }
    }
}

/// `Of 55 impact ratings, 38 are given without any evidence, 14 say what the evidence says, and 3 are better than it.`
fn sentence(tested: &TestedRatings) -> String {
    if tested.rated == 0 {
        return "No action has an impact rating.".to_owned();
    }
    let part = |count: usize, one: &str, many: &str| (count > 0).then(|| words::count(count, one, many));
    let parts: Vec<String> = [
        part(tested.without_evidence, "is given without any evidence", "are given without any evidence"),
        part(tested.agree, "says what the evidence says", "say what the evidence says"),
        part(tested.better.len(), "is better than the evidence", "are better than the evidence"),
        part(tested.worse.len(), "is worse than the evidence", "are worse than the evidence"),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("Of {}, {}.", words::count(tested.rated, "impact rating", "impact ratings"), words::list(&parts))
}

fn line(handle: &str, action: &TestedAction, today: NaiveDate) -> ActionLine {
    let rated =
        action.rating.as_ref().map_or_else(|| "Impact not rated.".to_owned(), |it| format!("Impact rated {it}."));
    let measures: Vec<String> = action.measures.iter().map(|(name, says)| format!("{name}: {says}.")).collect();
    let shown = if measures.is_empty() { action.reason.clone() } else { measures.join(" ") };
    let late = action.overdue_since.map(|due| format!(" {}.", words::due(due, today))).unwrap_or_default();
    ActionLine {
        reference: action.reference.clone(),
        title: action.title.clone(),
        href: line_of_sight::href(handle, &action.reference),
        about: format!("{rated} {shown}{late}"),
    }
}
