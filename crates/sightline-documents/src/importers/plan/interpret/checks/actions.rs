//! Each action by itself: what is missing, and dates that cannot be right.

use chrono::Datelike;
use sightline_domain::plan::Action;
use sightline_domain::{Place, Severity};

use super::super::codes;
use super::super::draft::Draft;
use super::super::words::plain;

impl Draft<'_> {
    /// Looks at each action by itself.
    pub(super) fn check_actions(&mut self, actions: &[Action]) {
        let mut before = None;
        for action in actions {
            let place = self.place_of(&action.reference);
            self.check_gaps(action, &place);
            self.check_dates_against_plan(action, &place);
            self.check_wording(action, &place);
            // A line left out before the action: a page break, or a heading in between.
            let crosses_page = place.line.zip(before).is_some_and(|(line, before)| line > before + 1);
            if crosses_page {
                self.check_group(actions, action, &place);
            }
            self.check_tags(action, &place);
            before = place.line;
        }
    }

    /// Words, lead and dates that are missing, and a start after the end.
    fn check_gaps(&mut self, action: &Action, place: &Place) {
        let reference = &action.reference;
        let text = action.text.clone().unwrap_or_default();
        if text.is_empty() {
            let seen = [&action.leads_raw, &action.due_raw, &action.action_rating_raw]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" | ");
            self.tell(
                Severity::Warning,
                codes::NO_WORDS,
                action,
                place,
                &seen,
                format!("{reference} has a row but no words. It is kept open: complete it from the printed plan."),
            );
        }
        if action.leads_raw.is_none() && !action.parts.iter().any(|part| part.leads_raw.is_some()) {
            self.tell(
                Severity::Warning,
                codes::NO_LEAD,
                action,
                place,
                &text,
                format!("{reference} has no lead. Name the post that answers for it."),
            );
        }
        let has_milestone_date = action.milestones.iter().any(|milestone| milestone.due_on.is_some());
        let has_part_date = action.parts.iter().any(|part| part.due_raw.is_some());
        if action.due_raw.is_none() && action.start_raw.is_none() && !has_milestone_date && !has_part_date {
            self.tell(
                Severity::Warning,
                codes::NO_TIMESCALE,
                action,
                place,
                &text,
                format!("{reference} has no timescale. Give it a date, a cadence, or “ongoing”."),
            );
        } else if action.due_raw.is_none() && action.start_raw.is_some() {
            let seen = action.start_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::NO_END,
                action,
                place,
                &seen,
                format!("{reference} has a start and no end. It can never be overdue until it has one."),
            );
        }
        if let (Some(start), Some(due)) = (action.start_on, action.due_on)
            && due < start
        {
            let seen = format!(
                "{} to {}",
                action.start_raw.clone().unwrap_or_default(),
                action.due_raw.clone().unwrap_or_default()
            );
            self.tell(
                Severity::Warning,
                codes::ENDS_BEFORE_START,
                action,
                place,
                &seen,
                format!("{reference} ends before it starts. Correct one of the dates."),
            );
        }
    }

    /// Words that hold a place or report progress, and a rating that does not fit what recurs.
    fn check_wording(&mut self, action: &Action, place: &Place) {
        let reference = &action.reference;
        let text = action.text.clone().unwrap_or_default();
        if action.placeholder {
            self.tell(Severity::Note, codes::PLACEHOLDER, action, place, &text, format!("{reference} only holds the place of actions to come. It does not count as progress until they replace it."));
        }
        let lower = format!(" {} ", plain(&text));
        if let Some(word) = self.vocabulary.headings.progress_words.iter().find(|word| {
            if word.contains(' ') {
                lower.contains(&format!(" {word} "))
            } else {
                lower.trim_end().ends_with(&format!(" {word}"))
            }
        }) {
            let help = format!(
                "“{word}” reports progress inside the action's own words. The words are kept: put what has happened into a dated update."
            );
            self.tell(Severity::Note, codes::PROGRESS_IN_WORDS, action, place, &text, help);
        }
        let recurs = action.schedule.cadence.is_some() || action.schedule.is_ongoing && action.due_on.is_none();
        let is_best = action
            .action_rating
            .as_deref()
            .zip(self.plan.scale())
            .is_some_and(|(code, scale)| scale.rank(code).is_some_and(|rank| rank + 1 == scale.levels.len()));
        if recurs && is_best {
            let seen = action.due_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::RECURRING_FINISHED,
                action,
                place,
                &seen,
                format!("{reference} recurs and is rated as finished. Read the rating as that of the last occurrence."),
            );
        }
    }

    /// A group carried over to the first action after a page break.
    fn check_group(&mut self, actions: &[Action], action: &Action, place: &Place) {
        let Some(group) = action.group.as_ref().filter(|_| action.group_carried_over) else { return };
        let is_alone =
            !actions.iter().any(|other| other.group.as_ref() == Some(group) && other.reference != action.reference);
        if !is_alone {
            let help = format!(
                "No heading is printed above {} after the page break. “{group}” is carried over from the page before.",
                action.reference
            );
            self.tell(Severity::Note, codes::HEADING_CARRIED_OVER, action, place, group, help);
        }
    }

    /// Tags that can mean two sources, and tags without spaces.
    fn check_tags(&mut self, action: &Action, place: &Place) {
        for source in &action.sources {
            let digits = source.chars().filter(char::is_ascii_digit).count();
            if source.contains('&') && !source.contains(' ') && digits >= 3 {
                self.tell(Severity::Question, codes::TAG_MEANS_TWO, action, place, source, format!("“{source}” can mean two inspections or two paragraphs. It is kept as one source: say what it means."));
            }
        }
        if action.sources_raw.as_deref().is_some_and(|raw| raw.contains(',') && !raw.contains(", ")) {
            let seen = action.sources_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::TAGS_WITHOUT_SPACES,
                action,
                place,
                &seen,
                "The tags are printed without spaces. They are told apart at the commas.",
            );
        }
    }

    /// Dates before the plan itself, and after its period.
    fn check_dates_against_plan(&mut self, action: &Action, place: &Place) {
        let dates = [action.due_on, action.schedule.test_on, action.schedule.targets_on];
        if let Some(dated) = self.plan.dated_on {
            // A plan dated by its month is not before itself.
            let earliest = dated.with_day(1).unwrap_or(dated);
            if let Some(date) = dates.into_iter().flatten().find(|date| *date < earliest)
                && self.plan.period_start_on.is_some()
            {
                let seen = action.due_raw.clone().unwrap_or_default();
                let plan_date = self.plan.dated_raw.clone().unwrap_or_default();
                self.tell(Severity::Question, codes::BEFORE_PLAN, action, place, &seen, format!("{date} is before the plan itself ({plan_date}). A year may be misprinted: confirm or correct it."));
            }
        }
        if let Some(end) = self.plan.period_end_on
            && dates.into_iter().flatten().any(|date| date > end)
        {
            let seen = action.due_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::AFTER_PERIOD,
                action,
                place,
                &seen,
                "The date is after the end of the plan's period.",
            );
        }
    }
}
