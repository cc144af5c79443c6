//! Start, due date and milestones of one action.

use sightline_domain::Place;
use sightline_domain::plan::{Action, Milestone};
use sightline_domain::schedule::{Doubt, Reading, Schedule, ScheduleKind, read_schedule, split_schedules};

use super::actions::{paragraphs, raw};
use super::codes;
use super::draft::{Draft, Piece};
use super::statements::cut_text;
use super::words::plain;

impl Draft<'_> {
    pub(super) fn read_start(&mut self, action: &mut Action, pieces: &[Piece], place: &Place) {
        action.start_raw = raw(pieces);
        if let Some(date) = pieces.iter().find_map(|piece| piece.cell.date) {
            action.start_on = Some(date);
        } else if let Some(printed) = &action.start_raw {
            let reading = read_schedule(printed, self.vocabulary.dates());
            action.start_on = reading.dates.first().filter(|_| reading.doubts.is_empty()).map(|date| date.first);
            let printed = printed.clone();
            self.schedule_doubts(&reading, place, &printed);
        }
    }

    pub(super) fn read_due_and_milestones(
        &mut self,
        action: &mut Action,
        due: &[Piece],
        milestones: &[Piece],
        due_place: &Place,
        place: &Place,
    ) {
        action.due_raw = raw(due);
        let printed = action.due_raw.clone().unwrap_or_default();
        let mut reading = read_schedule(&printed, self.vocabulary.dates());
        let dates = self.date_strings(due);
        let texts = self.milestone_texts(milestones, dates.len(), place);
        let paired = texts.len() == dates.len() && !texts.is_empty();
        if texts.len() > 1 && !paired && !dates.is_empty() {
            let seen =
                format!("{} milestones, {} date{}", texts.len(), dates.len(), if dates.len() == 1 { "" } else { "s" });
            let delegated = reading.doubts.contains(&Doubt::Delegated);
            let help = if delegated {
                format!("The milestones have no dates yet: “{}”. Add them when they are set.", Self::shown(&printed))
            } else {
                format!(
                    "{seen}: which date belongs to which milestone is not printed. The milestones are kept without dates: give each its own."
                )
            };
            self.question(codes::MILESTONES_AND_DATES, due_place, &seen, help);
        }
        if texts.len() > 1 {
            // What the dates are for is asked once, with the milestones.
            reading.doubts.retain(|doubt| *doubt != Doubt::SeveralDates);
        }
        let words = self.vocabulary.dates().clone();
        action.milestones = texts
            .into_iter()
            .enumerate()
            .map(|(at, text)| {
                let due_raw = paired.then(|| dates[at].clone());
                let due_on = due_raw.as_deref().and_then(|raw| read_schedule(raw, &words).schedule.due_on);
                Milestone { text, due_raw, due_on, completed_on: None }
            })
            .collect();
        let every_date: Option<Vec<_>> = action.milestones.iter().map(|milestone| milestone.due_on).collect();
        if paired && dates.len() > 1 {
            reading.schedule = Schedule {
                kind: if dates.iter().any(|raw| read_schedule(raw, &words).schedule.due_on.is_some()) {
                    ScheduleKind::Dated
                } else {
                    ScheduleKind::ToBeConfirmed
                },
                due_on: every_date.and_then(|dates| dates.into_iter().max()),
                ..Default::default()
            };
        }
        if let ([single], Some(date)) = (due, due.first().and_then(|piece| piece.cell.date)) {
            reading.schedule.due_on = read_schedule(&single.cell.raw, &words).schedule.due_on.or(Some(date));
        }
        action.due_on = reading.schedule.due_on;
        self.schedule_doubts(&reading, due_place, &printed);
        action.schedule = reading.schedule;
    }

    /// The dates of a cell, one string each, as printed.
    fn date_strings(&self, due: &[Piece]) -> Vec<String> {
        let mut found = Vec::new();
        for piece in due.iter().filter(|piece| !piece.cell.is_empty()) {
            if piece.cell.paragraphs.len() > 1 && piece.cell.paragraphs.iter().all(|paragraph| paragraph.is_marked) {
                found.extend(piece.cell.paragraphs.iter().map(|paragraph| paragraph.text.clone()));
            } else {
                found.extend(split_schedules(&piece.cell.raw, self.vocabulary.dates()));
            }
        }
        found
    }

    fn milestone_texts(&mut self, pieces: &[Piece], dates: usize, place: &Place) -> Vec<String> {
        let all = paragraphs(pieces);
        let unmarked = all.len() == 1 && !all[0].is_marked;
        if !unmarked {
            return all.into_iter().map(|paragraph| paragraph.text).collect();
        }
        let text = &all[0].text;
        if dates > 1 {
            let cut = cut_text_into(text, dates, &self.vocabulary.headings.joining);
            if cut.len() == dates {
                self.question(codes::MILESTONES_CUT, place, text, format!("{dates} dates stand beside one run of text. It is read as {dates} milestones: confirm where one ends and the next begins."));
                return cut;
            }
        }
        let verbs = self
            .vocabulary
            .headings
            .milestone_verbs
            .iter()
            .filter(|verb| format!(" {} ", plain(text)).contains(&format!(" {verb} ")))
            .count();
        if verbs > 1 {
            self.note(
                codes::TWO_STEPS,
                place,
                text,
                "One milestone names two steps. It is kept as one: split it if each needs its own date.",
            );
        }
        vec![text.clone()]
    }

    /// The problems that a timescale's doubts are.
    pub(super) fn schedule_doubts(&mut self, reading: &Reading, place: &Place, printed: &str) {
        for doubt in &reading.doubts {
            let problem = match doubt {
                Doubt::SeveralDates => (
                    codes::SEVERAL_DATES,
                    "Several dates stand in one cell without a word to say what each is for. None is taken as the due date: give the action one date, or a milestone for each.",
                ),
                Doubt::NoYear => (codes::NO_YEAR, "The date has no year. It is kept as printed: add the year."),
                Doubt::Vague => (
                    codes::VAGUE_DATE,
                    "A season, quarter or part of a year: which day is meant is not printed. It is kept as printed: give the last day that is meant.",
                ),
                Doubt::Unreadable => (
                    codes::UNREADABLE_TIMESCALE,
                    "These words cannot be read as a timescale. They are kept as printed: give a date, a cadence, or “ongoing”.",
                ),
                Doubt::Delegated => (
                    codes::DELEGATED_DATE,
                    "The date is left to a body to set. It is kept as printed: add the date when it is set.",
                ),
            };
            self.question(problem.0, place, printed, problem.1);
        }
    }
}

/// Cuts a run of text into as many steps as there are dates: at sentence ends, then before a capital.
fn cut_text_into(text: &str, wanted: usize, joining: &[String]) -> Vec<String> {
    let cut = cut_text(text, joining);
    if cut.len() == wanted {
        return cut;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in 1..words.len() {
        let ends = words[at - 1].ends_with(['.', ';']);
        let capital = words[at].starts_with(|c: char| c.is_uppercase());
        let verb = matches!(
            words[at - 1].trim_end_matches(['.', ';', ',']),
            "agreed" | "completed" | "implemented" | "place" | "established"
        );
        if capital && (ends || verb) {
            pieces.push(words[from..at].join(" "));
            from = at;
        }
    }
    pieces.push(words[from..].join(" "));
    pieces
}
