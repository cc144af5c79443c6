//! Priorities and aims: those without an action, and what is said twice.

use std::collections::{BTreeMap, BTreeSet};

use sightline_domain::Place;
use sightline_domain::plan::Action;

use super::super::codes;
use super::super::draft::Draft;
use super::super::words::{plain, telling_words};

/// Most priorities whose outcomes are compared with each other's measures.
const MOST_PRIORITIES: usize = 60;

impl Draft<'_> {
    /// Aims and priorities without an action, and a plan without starts.
    pub(super) fn check_structure(&mut self, actions: &[Action]) {
        let aims: BTreeSet<&str> = actions.iter().filter_map(|action| action.aim.as_deref()).collect();
        let priorities: BTreeSet<&str> = actions.iter().map(|action| action.priority.as_str()).collect();
        for aim in self.plan.aims.clone() {
            if !aims.contains(aim.reference.as_str()) {
                let place = self.place_of(&format!("aim {}", aim.reference));
                self.warning_about(
                    &format!("aim {}", aim.reference),
                    codes::AIM_WITHOUT_ACTION,
                    &place,
                    &aim.title,
                    format!("Aim {} has no action, lead or timescale.", aim.reference),
                );
            }
        }
        for priority in self.plan.priorities.clone() {
            if !priorities.contains(priority.reference.as_str()) {
                let place = self.place_of(&format!("priority {}", priority.reference));
                self.warning_about(
                    &format!("priority {}", priority.reference),
                    codes::PRIORITY_WITHOUT_ACTION,
                    &place,
                    priority.title.as_deref().unwrap_or_default(),
                    format!("Priority {} has no action.", priority.reference),
                );
            }
        }
        if self.action_columns.as_ref().is_some_and(|columns| !columns.has("start")) {
            let seen = self.plan.columns.join(" | ");
            self.note(
                codes::NO_START_COLUMN,
                &Place::default(),
                &seen,
                "The plan has no start column. Measures are judged from each action's start: add it where it matters.",
            );
        }
    }

    /// Titles, lists and targets of each priority.
    pub(super) fn check_priorities(&mut self) {
        let priorities = self.plan.priorities.clone();
        let mut seen_titles: BTreeMap<String, String> = BTreeMap::new();
        let mut seen_impact: BTreeMap<String, String> = BTreeMap::new();
        let mut measured = (0, 0);
        let outcomes: Vec<(String, Vec<Vec<String>>)> = priorities
            .iter()
            .take(MOST_PRIORITIES)
            .map(|priority| {
                let words = priority.outcomes.iter().map(|outcome| telling_words(&outcome.text)).collect();
                (priority.reference.clone(), words)
            })
            .collect();
        for priority in &priorities {
            let about = format!("priority {}", priority.reference);
            let place = self.place_of(&about);
            if let Some(title) = &priority.title {
                if let Some(other) = seen_titles.get(&plain(title)) {
                    let help = format!(
                        "Priorities {other} and {} have the same title. Only the number tells them apart: give one a title of its own.",
                        priority.reference
                    );
                    self.question_about(&about, codes::TITLE_TWICE, &place, title, help);
                }
                seen_titles.entry(plain(title)).or_insert_with(|| priority.reference.clone());
            }
            for text in [&priority.key_areas_raw, &priority.leads_raw, &priority.title].into_iter().flatten() {
                if text.matches('(').count() > text.matches(')').count() {
                    self.question_about(&about, codes::OPEN_BRACKET, &place, text, "A bracket is opened and never closed: words may be missing. Complete them from the printed plan.");
                }
            }
            for line in &priority.impact {
                if let Some(other) = seen_impact.get(&plain(line)).filter(|other| **other != priority.reference) {
                    let help = format!("Priorities {other} and {} have the same impact statement.", priority.reference);
                    self.note(codes::IMPACT_TWICE, &place, line, help);
                }
                seen_impact.entry(plain(line)).or_insert_with(|| priority.reference.clone());
            }
            for list in [&priority.objectives, &priority.outcomes, &priority.measured_by] {
                if let Some(last) = list.last() {
                    let ends = last.parts.last().unwrap_or(&last.text).trim_end();
                    if ends.ends_with("; and") || ends.ends_with(" and") || list.len() > 1 && ends.ends_with(';') {
                        self.question_about(
                            &about,
                            codes::LIST_ENDS_OPEN,
                            &place,
                            ends,
                            "The last line of this list ends as if another followed. A line may be missing.",
                        );
                    }
                }
                for statement in list.iter().filter(|statement| !statement.parts.is_empty()) {
                    self.note(
                        codes::LINE_WITH_PARTS,
                        &place,
                        &statement.text,
                        format!("This line has {} lines under it. They are counted with it.", statement.parts.len()),
                    );
                }
            }
            for line in &priority.measured_by {
                measured.0 += 1;
                measured.1 += usize::from(line.text.chars().any(|c| c.is_ascii_digit()) && line.text.contains('%'));
                self.belongs_elsewhere(&outcomes, &priority.reference, &line.text, &place);
            }
            for target in &priority.targets {
                if target.text.contains(" of fewer ") || target.text.contains(" of less ") {
                    self.question_about(&about, codes::OF_FEWER, &place, &target.text, "“of fewer” may be meant as “or fewer”. The number is kept without a side: say which side is good.");
                }
            }
        }
        if measured.0 > 0 && measured.1 == 0 {
            let seen = format!("{} lines under “measured by”", measured.0);
            self.note(
                codes::MEASURES_WITHOUT_NUMBER,
                &Place::default(),
                &seen,
                "None of these lines has a number. Give each a baseline and a target before it can be judged.",
            );
        }
    }

    /// A measure that speaks of another priority's outcome and not of its own.
    fn belongs_elsewhere(&mut self, outcomes: &[(String, Vec<Vec<String>>)], own: &str, line: &str, place: &Place) {
        let words = telling_words(line);
        let shared = |outcome: &Vec<String>| words.iter().filter(|word| outcome.contains(word)).count();
        let nearest = |outcomes: &[Vec<String>]| outcomes.iter().map(shared).max().unwrap_or(0);
        let Some((_, of_own)) = outcomes.iter().find(|(reference, _)| reference == own) else { return };
        let here = nearest(of_own);
        let others = outcomes.iter().filter(|(reference, _)| reference != own);
        let best = others.map(|(reference, of_other)| (nearest(of_other), reference)).max_by_key(|(count, _)| *count);
        if let Some((count, other)) = best
            && count >= 5
            && count >= here + 3
        {
            let help = format!(
                "This line under priority {own} speaks of an outcome of priority {other}. Check where it belongs."
            );
            self.question_about(&format!("priority {own}"), codes::BELONGS_ELSEWHERE, place, line, help);
        }
    }
}
