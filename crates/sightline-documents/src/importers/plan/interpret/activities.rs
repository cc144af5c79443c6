//! Tables whose second column holds the priority's title and its activities together.
//!
//! One row can hold several activities, one activity can run over several
//! rows, and the success measures run down the last column past all of them.
//! The activities are found by their printed references; the cells beside
//! them are shared out in order, and whatever cannot be shared out is kept for
//! each with a question.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use sightline_domain::Place;
use sightline_domain::plan::{Action, Part};
use sightline_domain::schedule::read_schedule;

use super::super::source::{Cell, Paragraph, Row};
use super::actions::{paragraphs, tell_about};
use super::codes;
use super::columns::is_reference;
use super::draft::{Draft, Piece, bare_reference, major};
use super::leads;
use super::sharing::part_has;
use super::statements;
use super::words::{append, one_space};

/// `4.2 Do this`: a printed reference before a capital.
static ACTIVITY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s.;)])(\d{1,2}\.\d{1,2})\.?\s+[A-Z‘']").expect("a fixed pattern"));

/// One activity while it is gathered.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    pub(super) reference: String,
    pub(super) ref_raw: Option<String>,
    pub(super) place: Place,
    pub(super) row: usize,
    pub(super) text: String,
    pub(super) parts: Vec<Part>,
    pub(super) cells: BTreeMap<&'static str, String>,
    pub(super) shared: Vec<&'static str>,
}

/// The activities of one priority while its rows are gathered.
#[derive(Clone, Debug, Default)]
pub(super) struct Composite {
    pub(super) activities: Vec<Activity>,
    pub(super) success: Vec<Piece>,
    pub(super) impact: Vec<Piece>,
    pub(super) rows: usize,
}

/// The fields beside an activity that its rows share out.
const BESIDE: [&str; 3] = ["leads", "due", "delivered_through"];

impl Draft<'_> {
    /// Takes in one row of such a table.
    pub(super) fn composite_row(&mut self, row: &Row, cells: &[(String, Cell, Place)]) {
        let cell = |field: &str| {
            cells.iter().find(|(name, ..)| name == field).map(|(_, cell, place)| (cell.clone(), place.clone()))
        };
        let (words, place) = cell("priority_and_action").unwrap_or_else(|| (Cell::default(), row.place.clone()));
        let printed_ref = cell("ref").map(|(cell, _)| one_space(&cell.text())).unwrap_or_default();
        let printed_ref =
            if printed_ref.is_empty() { self.stray_reference.take().unwrap_or_default() } else { printed_ref };
        let beside: BTreeMap<&'static str, Cell> =
            BESIDE.iter().filter_map(|field| cell(field).map(|(cell, _)| (*field, cell))).collect();
        let is_heading = beside.values().all(Cell::is_empty);
        let (opening, mut segments) = Self::segments(&words);
        let own_ref = (is_reference(&printed_ref) && printed_ref.trim_end_matches('.').contains('.'))
            .then(|| bare_reference(&printed_ref));
        if let Some(own) = &own_ref
            && segments.is_empty()
        {
            // A row for each activity, with its reference in the first column.
            segments.push((own.clone(), words.text()));
        }
        let opening = if own_ref.is_some() { String::new() } else { opening };
        self.adopt_pillar_or_priority(&printed_ref);
        let opens = !printed_ref.is_empty() && own_ref.is_none();
        let inferred = self.opens_priority(&printed_ref, opens, &segments, &opening, is_heading, &row.place);
        let mut begun: Vec<usize> = Vec::new();
        let mut opening = opening;
        if inferred && !opening.is_empty() {
            // The words before the second activity are the first, whose number and beginning were lost.
            let first =
                format!("{}.1", self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default());
            self.warning_about(&first, codes::BEGINNING_LOST, &place, &opening, format!("The beginning of this text was lost. It is read as action {first}: complete it from the printed plan."));
            begun.push(self.begin_activity(&first, None, &opening, &row.place));
            opening = String::new();
        }
        let goes_on = !(opening.is_empty() || opens || inferred);
        if goes_on {
            self.go_on(&opening, &place);
        }
        for (reference, text) in segments {
            begun.push(self.begin_activity(&reference, Some(reference.clone()), &text, &row.place));
        }
        let begins_with_part = goes_on && letter_of(&opening).is_some();
        self.share_out(&begun, &beside, begins_with_part, &row.place);
        let composite = self.composite.get_or_insert_default();
        composite.rows += 1;
        for (field, into) in [("success_measures", &mut composite.success), ("impact", &mut composite.impact)] {
            if let Some((cell, place)) =
                cells.iter().find(|(name, ..)| name == field).map(|(_, cell, place)| (cell.clone(), place.clone()))
                && !cell.is_empty()
            {
                into.push(Piece { cell, place });
            }
        }
    }

    /// What stands before the first activity of a cell, and the activities with their references.
    fn segments(words: &Cell) -> (String, Vec<(String, String)>) {
        let text = one_space(&words.text());
        let mut starts: Vec<(usize, usize, String)> = Vec::new();
        for captures in ACTIVITY.captures_iter(&text) {
            let Some(found) = captures.get(1) else { continue };
            let reference = found.as_str().to_owned();
            // A new activity follows the one before it; other numbers are part of the words.
            let follows = starts
                .last()
                .is_none_or(|(_, _, last)| major(last) == major(&reference) && minor(&reference) == minor(last) + 1);
            if follows {
                starts.push((found.start(), found.end(), reference));
            }
        }
        let opening = starts.first().map_or(text.as_str(), |(start, ..)| &text[..*start]).trim().to_owned();
        let segments = starts
            .iter()
            .enumerate()
            .map(|(at, (_, from, reference))| {
                let to = starts.get(at + 1).map_or(text.len(), |(next, ..)| *next);
                (reference.clone(), text[*from..to].trim_start_matches(['.', ' ']).trim().to_owned())
            })
            .collect();
        (opening, segments)
    }

    /// Opens the priority of the row, when it is another than the one in hand; true when its heading was lost.
    fn opens_priority(
        &mut self,
        printed: &str,
        opens: bool,
        segments: &[(String, String)],
        opening: &str,
        is_heading: bool,
        place: &Place,
    ) -> bool {
        let by_activity = segments.first().map(|(reference, _)| major(reference).to_owned());
        let printed_ref = bare_reference(printed);
        let is_known_ref = is_reference(printed) && !printed_ref.contains('.');
        let wanted = match (&by_activity, opens && is_known_ref) {
            (Some(wanted), _) => wanted.clone(),
            (None, true) => printed_ref.clone(),
            (None, false) => return false,
        };
        if self.current_priority().is_some_and(|priority| priority.reference == wanted) {
            return false;
        }
        self.finish_action();
        if self.return_to_priority(&wanted).is_some() {
            return false;
        }
        let begins_with_second = segments.first().is_some_and(|(reference, _)| minor(reference) == 2);
        let is_activity = segments.is_empty() && !is_heading && opening.starts_with(|c: char| c.is_lowercase());
        let (title, lost) = if opens && is_known_ref && !begins_with_second && !is_activity {
            (self.title_of(opening), false)
        } else {
            (None, begins_with_second || is_activity)
        };
        self.open_priority(&wanted, (!printed.is_empty()).then_some(printed), title.clone(), place);
        if !printed.is_empty() && printed_ref != wanted {
            self.question_about(&self.priority_in_hand(), codes::REFERENCE_DISAGREES, place, printed, format!("The reference cell reads “{printed}”, but the activities are numbered {wanted}.1 and on. The priority is read as {wanted}: confirm."));
        }
        if title.is_none() {
            self.warning_about(
                &format!("priority {wanted}"),
                codes::NO_PRIORITY_TITLE,
                place,
                printed,
                format!("Priority {wanted} has no title in the document. Give it its title from the printed plan."),
            );
        }
        lost
    }

    /// The title before the first activity, without the words that lead on to it.
    fn title_of(&self, opening: &str) -> Option<String> {
        let mut title = opening.trim().trim_end_matches([';', ':', ' ']).to_owned();
        for phrase in &self.vocabulary.headings.lead_in {
            let lower = title.to_ascii_lowercase();
            if lower.ends_with(&phrase.to_ascii_lowercase()) {
                title.truncate(title.len() - phrase.len());
                title.truncate(title.trim_end().len());
            }
        }
        (!title.is_empty()).then_some(title)
    }

    fn adopt_pillar_or_priority(&mut self, printed: &str) {
        let Some(pending) = &self.pending_heading else { return };
        let names_priority = printed.trim_end_matches('.').contains('.')
            && major(printed) == pending.reference
            && self.plan.pillars.is_empty();
        if names_priority {
            self.adopt_pending_heading();
        } else {
            self.finish_action();
            self.adopt_pending_pillar();
        }
    }

    fn begin_activity(&mut self, reference: &str, ref_raw: Option<String>, text: &str, place: &Place) -> usize {
        let (text, mut parts) = lettered(text, 0);
        let first = parts
            .first()
            .and_then(|part| part.letter.as_deref())
            .and_then(|letter| letter.bytes().next())
            .unwrap_or(b'a');
        for missing in (b'a'..first).rev() {
            let letter = char::from(missing).to_string();
            let seen = Self::shown(&text);
            self.warning_about(reference, codes::ITEM_MISSING, place, &seen, format!("Item {letter}) of {reference} is missing from the document. It is kept without words: complete it from the printed plan."));
            parts.insert(0, Part { letter: Some(letter), ..Part::default() });
        }
        let composite = self.composite.get_or_insert_default();
        composite.activities.push(Activity {
            reference: reference.to_owned(),
            ref_raw,
            place: place.clone(),
            row: composite.rows,
            text,
            parts,
            ..Activity::default()
        });
        self.after_actions = false;
        self.list = None;
        composite.activities.len() - 1
    }

    /// Words that go on with the last activity: its text, or its next lettered item.
    fn go_on(&mut self, words: &str, place: &Place) {
        let Some(last) = self.composite.as_mut().and_then(|composite| composite.activities.last_mut()) else {
            let seen = Self::shown(words);
            self.warning(
                codes::WORDS_WITHOUT_ACTIVITY,
                place,
                &seen,
                "These words belong to no activity. They are kept as a passage: add them where they belong.",
            );
            self.current_section().paragraphs.push(words.to_owned());
            return;
        };
        let (text, parts) = lettered(words, last.parts.len());
        let reference = last.reference.clone();
        if !text.is_empty() {
            match last.parts.last_mut() {
                Some(part) => {
                    append(part.text.get_or_insert_default(), &text);
                }
                None => append(&mut last.text, &text),
            }
        }
        let mut repeated = Vec::new();
        let mut missed = Vec::new();
        for part in parts {
            let same = last.parts.iter_mut().find(|known| known.letter == part.letter);
            if let Some(known) = same {
                repeated.push(part.letter.clone().unwrap_or_default());
                *known = part;
                continue;
            }
            let expected = b'a'.saturating_add(u8::try_from(last.parts.len()).unwrap_or(u8::MAX));
            for missing in expected..part.letter.as_deref().and_then(|letter| letter.bytes().next()).unwrap_or(expected)
            {
                let letter = char::from(missing).to_string();
                missed.push(letter.clone());
                last.parts.push(Part { letter: Some(letter), ..Part::default() });
            }
            last.parts.push(part);
        }
        for letter in repeated {
            self.question_about(
                &reference,
                codes::ITEM_TWICE,
                place,
                words,
                format!("Item {letter}) of {reference} is printed twice. The fuller wording is kept."),
            );
        }
        for letter in missed {
            self.warning_about(&reference, codes::ITEM_MISSING, place, words, format!("Item {letter}) of {reference} is missing from the document. It is kept without words: complete it from the printed plan."));
        }
        if place.line.is_some() {
            self.note(
                codes::ROW_GOES_ON,
                place,
                words,
                format!("This row goes on with {reference}. The two are put together."),
            );
        }
    }

    /// Ends the priority in hand: its activities become actions, its success column targets and impact.
    pub(super) fn finish_composite(&mut self) {
        let Some(composite) = self.composite.take() else { return };
        let Composite { activities, success, impact, .. } = composite;
        let mut row_values: BTreeMap<(usize, &'static str), String> = BTreeMap::new();
        for activity in &activities {
            for (field, value) in &activity.cells {
                row_values.entry((activity.row, field)).or_insert_with(|| value.clone());
            }
        }
        for activity in activities {
            self.finish_activity(activity, &row_values);
        }
        self.success_column(&success);
        let statements = paragraphs(&impact);
        let found = statements::cut(&statements, &self.vocabulary.headings.joining);
        if let Some(priority) = self.current_priority() {
            priority.impact.extend(found.statements);
        }
    }

    fn finish_activity(&mut self, mut activity: Activity, row_values: &BTreeMap<(usize, &'static str), String>) {
        let place = activity.place.clone();
        for field in BESIDE {
            let is_blank = !activity.cells.contains_key(field);
            if is_blank
                && activity.shared.contains(&field)
                && !activity.parts.iter().any(|part| part_has(part, field))
                && let Some(value) = row_values.get(&(activity.row, field))
            {
                activity.cells.insert(field, value.clone());
            }
        }
        self.give_dates_to_parts(&mut activity);
        // One date for all dated items is the activity's own date too.
        let part_dates: Vec<String> = activity.parts.iter().filter_map(|part| part.due_raw.clone()).collect();
        if !activity.cells.contains_key("due")
            && !part_dates.is_empty()
            && part_dates.iter().all(|date| *date == part_dates[0])
        {
            activity.cells.insert("due", part_dates[0].clone());
        }
        let before = self.problems.len();
        let priority = self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default();
        let full = full_text(&activity);
        let found = self.source_words.in_text(&full);
        let mut action = Action {
            reference: activity.reference.clone(),
            ref_raw: activity.ref_raw.clone(),
            priority,
            text: (!activity.text.is_empty()).then(|| activity.text.clone()),
            parts: activity.parts.clone(),
            sources: found.sources,
            delivered_through_raw: activity.cells.get("delivered_through").cloned(),
            ..Action::default()
        };
        if let Some(printed) = activity.cells.get("leads") {
            action.leads_raw = Some(printed.clone());
            action.leads =
                leads::read(&[Paragraph { text: printed.clone(), item_level: None, is_marked: false }]).leads;
        }
        if let Some(printed) = activity.cells.get("due") {
            let reading = read_schedule(printed, self.vocabulary.dates());
            action.due_raw = Some(printed.clone());
            action.due_on = reading.schedule.due_on;
            self.schedule_doubts(&reading, &place, printed);
            action.schedule = reading.schedule;
        }
        let reference = action.reference.clone();
        tell_about(&mut self.problems[before..], &reference);
        self.add_action(action, &place);
    }
}

fn minor(reference: &str) -> u32 {
    reference.split('.').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn letter_of(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let bytes = text.as_bytes();
    (bytes.len() > 2 && bytes[0].is_ascii_lowercase() && bytes[1] == b')').then(|| &text[..1])
}

/// The text before the first lettered item, and the items; `known` items came before.
fn lettered(text: &str, known: usize) -> (String, Vec<Part>) {
    let mut starts: Vec<(usize, char)> = Vec::new();
    let bytes = text.as_bytes();
    for at in 0..bytes.len().saturating_sub(1) {
        let opens = at == 0 || bytes[at - 1] == b' ';
        if !(opens && bytes[at].is_ascii_lowercase() && bytes[at + 1] == b')') {
            continue;
        }
        let letter = char::from(bytes[at]);
        let follows = match starts.last() {
            Some((_, last)) => u32::from(letter) == u32::from(*last) + 1,
            None => letter == 'a' || known > 0 || at == 0 || text[..at].trim_end().ends_with([';', ':']),
        };
        if follows {
            starts.push((at, letter));
        }
    }
    let head = starts.first().map_or(text, |(at, _)| &text[..*at]).trim().to_owned();
    let parts = starts
        .iter()
        .enumerate()
        .map(|(index, (at, letter))| {
            let to = starts.get(index + 1).map_or(text.len(), |(next, _)| *next);
            Part { letter: Some(letter.to_string()), text: Some(text[at + 2..to].trim().to_owned()), ..Part::default() }
        })
        .collect();
    (head, parts)
}

fn full_text(activity: &Activity) -> String {
    let mut text = activity.text.clone();
    for part in &activity.parts {
        append(&mut text, part.text.as_deref().unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lettered_items_are_told_apart() {
        let (head, parts) = lettered("Reduce risk where; a) children go missing b) children are exploited", 0);
        assert_eq!(head, "Reduce risk where;");
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1].letter.as_deref(), Some("b"));
        assert!(lettered("an option (a) in brackets", 0).1.is_empty());
    }
}
