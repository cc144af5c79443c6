//! The measures register: sources, focus areas, and the actions they name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use sightline_domain::plan::{Action, SourceKind};
use sightline_domain::{Place, Severity};

use super::super::codes;
use super::super::draft::Draft;
use super::super::words::{plain, shared_words};
use super::pattern;

/// `CIN10a`: a line of a scorecard.
static SCORECARD_LINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[A-Z]{1,3}\d{1,2}[a-z]?\b"));

impl Draft<'_> {
    /// Each measure, the sources they share, and the actions that none is for.
    pub(super) fn check_measures(&mut self, actions: &[Action]) {
        let measures = self.plan.measures.clone();
        if measures.is_empty() {
            return;
        }
        let mut by_source: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, measure) in measures.iter().enumerate() {
            let about = format!("measure {}", at + 1);
            let place = self.place_of(&about);
            if measure.source_kind == SourceKind::Blank {
                self.warning_about(
                    &about,
                    codes::NO_SOURCE,
                    &place,
                    &measure.text,
                    "This measure has no data source. Say where its figures come from.",
                );
            }
            if let (SourceKind::Scorecard | SourceKind::Other, Some(source)) =
                (measure.source_kind, &measure.data_source_raw)
            {
                let key = measure.scorecard_ref.clone().unwrap_or_else(|| source.clone());
                by_source.entry(key).or_default().push(at);
            }
            let text = plain(&measure.text);
            let has_unit = measure.text.contains('%')
                || text.starts_with("no ")
                || text.starts_with("number")
                || text.starts_with("rate");
            if measure.text.contains('%') && (text.starts_with("no ") || text.starts_with("number")) {
                self.question_about(
                    &about,
                    codes::COUNT_AND_THRESHOLD,
                    &place,
                    &measure.text,
                    "This line holds a count and a threshold. Say which of them is the measure.",
                );
            } else if !has_unit && text.split(' ').count() <= 3 {
                self.note(
                    codes::SUBJECT_NOT_MEASURE,
                    &place,
                    &measure.text,
                    "This names a source or a subject rather than a measure. Say what is counted before it goes live.",
                );
            }
            for reference in &measure.action_refs {
                if self.action(reference).is_none() {
                    self.warning_about(
                        &about,
                        codes::MEASURE_WITHOUT_ACTION,
                        &place,
                        reference,
                        format!("The measure names action {reference}, which is not in the plan."),
                    );
                }
            }
        }
        for (source, at) in by_source.into_iter().filter(|(_, at)| at.len() > 1) {
            let texts: Vec<&str> = at.iter().map(|at| measures[*at].text.as_str()).collect();
            let about = format!("measure {}", at[0] + 1);
            let place = self.place_of(&about);
            self.question_about(
                &about,
                codes::ONE_SOURCE,
                &place,
                &source,
                format!(
                    "One source serves {} measures: {}. Check that each has its own line.",
                    at.len(),
                    texts.join("; ")
                ),
            );
        }
        self.check_focus_areas(actions);
        let named: BTreeSet<&str> =
            measures.iter().flat_map(|measure| &measure.action_refs).map(String::as_str).collect();
        let in_none: Vec<&str> = actions
            .iter()
            .filter(|action| !named.contains(action.reference.as_str()))
            .map(|action| action.reference.as_str())
            .collect();
        if !in_none.is_empty() {
            self.note(
                codes::ACTIONS_WITHOUT_MEASURE,
                &Place::default(),
                &in_none.join(", "),
                "These actions are in no focus area: no measure will show their impact.",
            );
        }
        self.check_cited_codes(actions);
    }

    /// Focus areas with the same actions, and those whose actions speak of something else.
    fn check_focus_areas(&mut self, actions: &[Action]) {
        let areas = self.plan.focus_areas.clone();
        for (at, area) in areas.iter().enumerate() {
            if area.action_refs.is_empty() {
                continue;
            }
            if let Some(other) = areas[..at].iter().find(|other| other.action_refs == area.action_refs) {
                self.question_about(
                    &format!("focus area {}", area.reference),
                    codes::SAME_ACTIONS,
                    &Place::default(),
                    &area.action_refs.join(", "),
                    format!(
                        "{} and {} name the same actions. Check that neither list is out of date.",
                        other.reference, area.reference
                    ),
                );
            }
            let speaks = |action: &Action| {
                let words = format!("{} {}", action.title(), action.group.as_deref().unwrap_or_default());
                shared_words(&area.title, &words)
            };
            // Actions that speak of the area and are not among its own.
            let unnamed: Vec<&str> = actions
                .iter()
                .filter(|action| !area.action_refs.contains(&action.reference) && speaks(action) >= 3)
                .map(|action| action.reference.as_str())
                .collect();
            let fits = area.action_refs.iter().any(|one| self.action(one).is_some_and(|action| speaks(action) >= 2));
            if !unnamed.is_empty() && !fits {
                self.question_about(
                    &format!("focus area {}", area.reference),
                    codes::AREA_AND_ACTIONS,
                    &Place::default(),
                    &area.title,
                    format!(
                        "{} names {}, but {} speaks of its subject. The list may be out of date.",
                        area.reference,
                        area.action_refs.join(", "),
                        unnamed.join(", ")
                    ),
                );
            }
        }
    }

    /// Scorecard codes cited in the plan's words that the register does not hold.
    fn check_cited_codes(&mut self, actions: &[Action]) {
        let codes: Vec<String> =
            self.plan.measures.iter().filter_map(|measure| measure.scorecard_ref.clone()).collect();
        if codes.is_empty() {
            return;
        }
        for action in actions {
            let words = action.how_will_we_know.join(" ");
            let tags: Vec<String> = SCORECARD_LINE
                .find_iter(&words)
                .map(|found| found.as_str().to_owned())
                .filter(|code| {
                    !codes.iter().any(|known| known.contains(code.as_str()))
                        && !code.starts_with('S')
                        && !code.starts_with("FV")
                })
                .collect();
            if !tags.is_empty() {
                let place = self.place_of(&action.reference);
                self.tell(Severity::Question, codes::UNKNOWN_SCORECARD_LINE, action, &place, &tags.join(", "), "These look like lines of a scorecard that the measures register does not hold. Add them or correct them.");
            }
        }
    }
}
