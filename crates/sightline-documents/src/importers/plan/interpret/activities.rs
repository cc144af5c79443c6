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
use sightline_domain::plan::{Action, Part, Target, TargetOperator};
use sightline_domain::schedule::{read_schedule, split_schedules};

use super::super::source::{Cell, Paragraph, Row};
use super::codes;
use super::columns::is_reference;
use super::draft::{Draft, Piece, bare_reference, major};
use super::leads;
use super::statements;
use super::words::{one_space, plain};

/// `4.2 Do this`: a printed reference before a capital.
static ACTIVITY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s.;)])(\d{1,2}\.\d{1,2})\.?\s+[A-Z‘']").expect("a fixed pattern"));

/// One activity while it is gathered.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    reference: String,
    ref_raw: Option<String>,
    place: Place,
    row: usize,
    text: String,
    parts: Vec<Part>,
    cells: BTreeMap<&'static str, String>,
    shared: Vec<&'static str>,
}

/// The activities of one priority while its rows are gathered.
#[derive(Clone, Debug, Default)]
pub(super) struct Composite {
    activities: Vec<Activity>,
    success: Vec<Piece>,
    impact: Vec<Piece>,
    rows: usize,
}

/// The fields beside an activity that its rows share out.
const BESIDE: [&str; 3] = ["leads", "due", "delivered_through"];

impl Draft<'_> {
    /// Takes in one row of such a table.
    pub(super) fn composite_row(&mut self, row: &Row, cells: Vec<(String, Cell, Place)>) {
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
        let (opening, mut segments) = self.segments(&words);
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
            self.warning(codes::BEGINNING_LOST, &place, &opening, format!("The beginning of this text was lost. It is read as action {first}: complete it from the printed plan."));
            begun.push(self.begin_activity(&first, None, &opening, &row.place));
            opening = String::new();
        }
        if !opening.is_empty() && !(opens || inferred) {
            self.go_on(&opening, &place);
        }
        for (reference, text) in segments {
            begun.push(self.begin_activity(&reference, Some(reference.clone()), &text, &row.place));
        }
        let went_on = !opening.is_empty() && !(opens || inferred);
        let begins_with_part = went_on && letter_of(&opening).is_some();
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
    fn segments(&self, words: &Cell) -> (String, Vec<(String, String)>) {
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
            self.question(codes::REFERENCE_DISAGREES, place, printed, format!("The reference cell reads “{printed}”, but the activities are numbered {wanted}.1 and on. The priority is read as {wanted}: confirm."));
        }
        if title.is_none() {
            self.warning(
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
            let lower = title.to_lowercase();
            if lower.ends_with(&phrase.to_lowercase()) {
                title.truncate(title.len() - phrase.len());
                title = title.trim_end().to_owned();
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
            self.warning(codes::ITEM_MISSING, place, &seen, format!("Item {letter}) of {reference} is missing from the document. It is kept without words: complete it from the printed plan."));
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
                    let joined = one_space(&format!("{} {text}", part.text.clone().unwrap_or_default()));
                    part.text = Some(joined);
                }
                None => last.text = one_space(&format!("{} {text}", last.text)),
            }
        }
        let mut repeated = Vec::new();
        let mut lost = Vec::new();
        for part in parts {
            let same = last.parts.iter_mut().find(|known| known.letter == part.letter);
            if let Some(known) = same {
                repeated.push(part.letter.clone().unwrap_or_default());
                *known = part;
                continue;
            }
            let expected = u8::try_from(last.parts.len()).unwrap_or(0) + b'a';
            for missing in expected..part.letter.as_deref().and_then(|letter| letter.bytes().next()).unwrap_or(expected)
            {
                let letter = char::from(missing).to_string();
                lost.push(letter.clone());
                last.parts.push(Part { letter: Some(letter), ..Part::default() });
            }
            last.parts.push(part);
        }
        for letter in repeated {
            self.question(
                codes::ITEM_TWICE,
                place,
                words,
                format!("Item {letter}) of {reference} is printed twice. The fuller wording is kept."),
            );
        }
        for letter in lost {
            self.warning(codes::ITEM_MISSING, place, words, format!("Item {letter}) of {reference} is missing from the document. It is kept without words: complete it from the printed plan."));
        }
        if place.line.is_some() {
            self.note(codes::ROW_GOES_ON, place, words, format!("This row goes on with {reference}. The two are put together."));
        }
    }

    /// Gives each activity that begins in a row, or goes on in it, its share of the cells beside.
    fn share_out(
        &mut self,
        begun: &[usize],
        beside: &BTreeMap<&'static str, Cell>,
        begins_with_part: bool,
        place: &Place,
    ) {
        let words = self.vocabulary.dates().clone();
        let Some(composite) = self.composite.as_mut() else { return };
        for (field, cell) in beside {
            if cell.is_empty() {
                continue;
            }
            let raw = one_space(&cell.raw);
            let mut groups = groups_of(field, cell, begun.len().max(1), &words);
            let parts_of_last = begun.last().map_or(0, |last| composite.activities[*last].parts.len());
            if begun.len() > 1 && groups.len() > begun.len() && groups.len() == begun.len() - 1 + parts_of_last {
                // The last activity's items have a group each.
                let of_parts = groups.split_off(begun.len() - 1);
                if let Some(last) = begun.last().map(|last| &mut composite.activities[*last]) {
                    for (part, group) in last.parts.iter_mut().zip(&of_parts) {
                        add_to_part(part, field, group, &words);
                    }
                }
                groups.push(of_parts.join(" "));
            }
            if begun.len() == 1 {
                groups = vec![raw.clone()];
            }
            if let ([_, last], 1, Some((head, tail))) = (begun, groups.len(), runs_on(&raw)) {
                groups = vec![head, tail];
                composite.activities[*last].shared.push(field);
            }
            if begun.is_empty() {
                if let Some(last) = composite.activities.last_mut() {
                    let awaits = last.shared.contains(field);
                    if begins_with_part && let Some(part) = last.parts.last_mut() {
                        add_to_part(part, field, &raw, &words);
                    }
                    if awaits || !begins_with_part {
                        // An activity that shared a cell with others has its own in the rows it goes on in.
                        add_words(last.cells.entry(field).or_default(), &raw);
                    }
                }
                continue;
            }
            for (at, index) in begun.iter().enumerate() {
                let group = if groups.len() == begun.len() {
                    groups.get(at)
                } else {
                    groups.first().filter(|_| at == 0 || groups.len() == 1)
                };
                // One value for several activities: the first has it; the others
                // may have their own in the row they go on in.
                if let Some(group) = group
                    && (groups.len() == begun.len() || at == 0)
                {
                    add_words(composite.activities[*index].cells.entry(field).or_default(), group);
                }
            }
            if groups.len() != begun.len() && begun.len() > 1 {
                for index in &begun[1..] {
                    composite.activities[*index].shared.push(field);
                }
                if groups.len() > 1 {
                    // More groups than one, and not as many as activities: kept whole for the first.
                    composite.activities[begun[0]].cells.insert(field, raw.clone());
                }
                let names: Vec<String> =
                    begun.iter().map(|index| composite.activities[*index].reference.clone()).collect();
                let help = format!(
                    "Activities {} share this cell: which words belong to which is not printed. Confirm for each.",
                    names.join(" and ")
                );
                let seen = Self::shown(&raw);
                self.problems.push(sightline_domain::Problem::new(
                    codes::SHARED_CELL,
                    sightline_domain::Severity::Question,
                    place.clone(),
                    &seen,
                    help,
                ));
            }
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
        let statements = super::actions::paragraphs(&impact);
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
        super::actions::tell_about(&mut self.problems[before..], &reference);
        self.add_action(action, &place);
    }

    /// A heading over dated items has no date of its own: what its first row holds is theirs.
    fn give_dates_to_parts(&self, activity: &mut Activity) {
        let words = self.vocabulary.dates();
        let Some(first_dated) = activity.parts.iter().position(|part| part.due_raw.is_some()) else { return };
        if activity.shared.contains(&"due") || first_dated == 0 {
            return;
        }
        let Some(printed) = activity.cells.get("due").cloned() else { return };
        let pieces = split_schedules(&printed, words);
        if pieces.len() == first_dated {
            for (part, piece) in activity.parts.iter_mut().zip(pieces) {
                add_to_part(part, "due", &piece, words);
            }
            activity.cells.remove("due");
        }
    }

    /// The success column of a priority: targets, impact, and what good looks like.
    fn success_column(&mut self, pieces: &[Piece]) {
        let Some(first) = pieces.first() else { return };
        let headings = &self.vocabulary.headings;
        let all = joined_column(pieces);
        let blocks = blocks_of(&all, headings);
        let joining = headings.joining.clone();
        let words = self.vocabulary.dates().clone();
        let mut by_reading = Vec::new();
        for (kind, heading, body) in blocks {
            let found = statements::cut(&body, &joining);
            let Some(priority) = self.priority.and_then(|at| self.plan.priorities.get_mut(at)) else { return };
            match kind {
                "targets" => {
                    by_reading.extend(found.cut_by_reading.then(|| found.statements.join(" / ")));
                    let due_on = sightline_domain::schedule::read_schedule(&heading, &words).schedule.due_on;
                    priority.targets_heading = Some(heading);
                    priority.targets.extend(found.statements.iter().map(|text| target(text, due_on)));
                }
                "impact" => {
                    by_reading.extend(found.cut_by_reading.then(|| found.statements.join(" / ")));
                    priority.impact_heading = Some(heading);
                    priority.impact.extend(found.statements);
                }
                "good" => {
                    priority.good_looks_like =
                        Some(body.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" "))
                }
                "outstanding" => {
                    priority.outstanding_looks_like =
                        Some(body.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" "))
                }
                _ => priority.footnotes.extend(body.into_iter().map(|one| one.text)),
            }
        }
        for seen in by_reading {
            let seen = Self::shown(&seen);
            self.question(codes::STATEMENTS_CUT, &first.place, &seen, "The cell prints no separators. It is cut into statements by reading: confirm where one ends and the next begins.");
        }
        let undated = self.current_priority().is_some_and(|priority| {
            !priority.targets.is_empty() && priority.targets.iter().all(|target| target.due_on.is_none())
        });
        if undated {
            let reference = self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default();
            self.question(
                codes::TARGETS_WITHOUT_DATE,
                &first.place,
                "Targets",
                format!("The heading over the targets of priority {reference} has no date. Give the day they are for."),
            );
        }
    }
}

fn minor(reference: &str) -> u32 {
    reference.split('.').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn add_words(into: &mut String, words: &str) {
    *into = one_space(&format!("{into} {words}"));
}

fn part_has(part: &Part, field: &str) -> bool {
    match field {
        "leads" => part.leads_raw.is_some(),
        "due" => part.due_raw.is_some(),
        _ => part.delivered_through_raw.is_some(),
    }
}

fn add_to_part(part: &mut Part, field: &str, raw: &str, words: &sightline_domain::schedule::DateWords) {
    let join = |known: &Option<String>| Some(one_space(&format!("{} {raw}", known.clone().unwrap_or_default())));
    match field {
        "leads" => part.leads_raw = join(&part.leads_raw),
        "due" => {
            part.due_raw = join(&part.due_raw);
            part.due_on = part.due_raw.as_deref().and_then(|raw| read_schedule(raw, words).schedule.due_on);
        }
        _ => part.delivered_through_raw = join(&part.delivered_through_raw),
    }
}

/// The words of a cell as it groups them: by blank lines, or by timescale.
fn groups_of(field: &str, cell: &Cell, wanted: usize, words: &sightline_domain::schedule::DateWords) -> Vec<String> {
    let by_blank: Vec<String> = cell.raw.split("\n\n").map(one_space).filter(|group| !group.is_empty()).collect();
    if by_blank.len() > 1 {
        return by_blank;
    }
    if field == "due" && wanted > 1 {
        return split_schedules(&one_space(&cell.raw), words);
    }
    by_blank
}

/// A cell whose last words run on into the next row: what stands before them, and they.
fn runs_on(raw: &str) -> Option<(String, String)> {
    if !raw.ends_with(['&', '/', ',']) {
        return None;
    }
    let words: Vec<&str> = raw.split(' ').collect();
    let cut = (1..words.len()).rev().find(|at| {
        let before = plain(words[at - 1]);
        matches!(before.as_str(), "plan" | "plans" | "strategy" | "programme" | "framework")
            && words[*at].starts_with(|c: char| c.is_uppercase())
    })?;
    Some((words[..cut].join(" "), words[cut..].join(" ")))
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
        text = format!("{text} {}", part.text.as_deref().unwrap_or_default());
    }
    one_space(&text)
}

/// The paragraphs of a column over its rows; unmarked text that goes on is joined.
fn joined_column(pieces: &[Piece]) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    for piece in pieces {
        for paragraph in &piece.cell.paragraphs {
            match all.last_mut() {
                Some(last) if !last.is_marked && !paragraph.is_marked => {
                    last.text = one_space(&format!("{} {}", last.text, paragraph.text))
                }
                _ => all.push(paragraph.clone()),
            }
        }
    }
    all
}

type Block = (&'static str, String, Vec<Paragraph>);

/// The blocks of a success column: kind, heading as printed, and what stands under it.
fn blocks_of(paragraphs: &[Paragraph], headings: &super::super::vocabulary::Headings) -> Vec<Block> {
    let phrases = phrases_of(headings);
    let mut blocks: Vec<Block> = Vec::new();
    for paragraph in paragraphs {
        if paragraph.text.starts_with('*') {
            blocks.push(("footnote", String::new(), vec![paragraph.clone()]));
            continue;
        }
        let mut rest = paragraph.text.as_str();
        loop {
            let next = next_heading(rest, &phrases, paragraph.is_marked);
            let (before, found) = match &next {
                Some((at, ..)) => (&rest[..*at], next.as_ref()),
                None => (rest, None),
            };
            push_words(&mut blocks, before, paragraph);
            let Some((at, length, kind)) = found else { break };
            let (heading, used) = heading_with_date(&rest[*at..], *length, kind);
            blocks.push((kind, heading, Vec::new()));
            rest = &rest[at + used..];
        }
    }
    blocks.retain(|(kind, heading, body)| !body.is_empty() || *kind == "targets" && !heading.is_empty());
    blocks
}

fn push_words(blocks: &mut Vec<Block>, words: &str, paragraph: &Paragraph) {
    let words = words.trim();
    if words.is_empty() {
        return;
    }
    let (words, footnote) = match words.find(" *") {
        Some(at) if !paragraph.is_marked => (&words[..at], Some(words[at + 1..].to_owned())),
        _ => (words, None),
    };
    let body = Paragraph { text: one_space(words), ..paragraph.clone() };
    match blocks.last_mut() {
        Some((kind, _, bodies)) if *kind != "footnote" => bodies.push(body),
        _ => blocks.push(("targets", String::new(), vec![body])),
    }
    if let Some(footnote) = footnote {
        blocks.push(("footnote", String::new(), vec![Paragraph { text: footnote, ..paragraph.clone() }]));
    }
}

fn phrases_of(headings: &super::super::vocabulary::Headings) -> Vec<(String, &'static str)> {
    let mut phrases: Vec<(String, &'static str)> = Vec::new();
    let mut add =
        |words: &[String], kind: &'static str| phrases.extend(words.iter().map(|phrase| (phrase.to_lowercase(), kind)));
    add(&headings.targets, "targets");
    add(&headings.impact, "impact");
    add(&headings.good_looks_like, "good");
    add(&headings.outstanding_looks_like, "outstanding");
    phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    phrases
}

/// The next heading in a text: where it begins, its length and its kind.
///
/// A one-word heading counts only at the start; a longer one anywhere, since
/// conversion joins it to the words before it.
fn next_heading(
    text: &str,
    phrases: &[(String, &'static str)],
    is_marked: bool,
) -> Option<(usize, usize, &'static str)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let mut best: Option<(usize, usize, &'static str)> = None;
    for (phrase, kind) in phrases {
        let one_word = !phrase.contains(' ');
        let at = if one_word || is_marked {
            lower.starts_with(phrase.as_str()).then_some(0).filter(|_| {
                let rest = &lower[phrase.len()..];
                !one_word
                    || rest.is_empty()
                    || rest.starts_with(" by ")
                    || rest.starts_with(" for ")
                    || rest.starts_with(':')
                    || !is_marked && text.starts_with(|c: char| c.is_uppercase()) && rest.starts_with(' ')
            })
        } else {
            lower
                .match_indices(phrase.as_str())
                .map(|(at, _)| at)
                .find(|at| text[*at..].starts_with(|c: char| c.is_uppercase()))
        };
        if let Some(at) = at
            && best.is_none_or(|(known, length, _)| at < known || at == known && phrase.len() > length)
        {
            best = Some((at, phrase.len(), kind));
        }
    }
    best
}

/// The heading with the date that belongs to it (`Targets by 31 March 2027`), and how many bytes it takes.
fn heading_with_date(text: &str, length: usize, kind: &str) -> (String, usize) {
    let plain_heading = (text[..length].to_owned(), length);
    if kind != "targets" {
        return plain_heading;
    }
    let rest = &text[length..];
    let Some(after) = rest.strip_prefix(" by ").or_else(|| rest.strip_prefix(" for ")) else { return plain_heading };
    let skipped = rest.len() - after.len();
    let mut end = 0;
    for (count, word) in after.split_inclusive(' ').enumerate() {
        if count >= 3 {
            break;
        }
        end += word.len();
        let year = word.trim_matches([' ', ',', '.', ':']);
        if year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()) {
            return (text[..length + skipped + end].trim().to_owned(), length + skipped + end);
        }
    }
    plain_heading
}

/// A target with its percentage, which side is good, and its day.
pub(super) fn target(text: &str, due_on: Option<chrono::NaiveDate>) -> Target {
    let mut target = Target { text: text.to_owned(), due_on, ..Target::default() };
    let words: Vec<&str> = text.split(' ').collect();
    for (at, word) in words.iter().enumerate() {
        let number = word.trim_end_matches(['%', ',', '.']);
        let is_percentage = word.contains('%')
            || words.get(at + 1).is_some_and(|next| {
                plain(next) == "per" && words.get(at + 2).is_some_and(|cent| plain(cent) == "cent")
            });
        if is_percentage && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.') {
            target.value = Some(number.to_owned());
            target.unit = Some("%".to_owned());
            let next = words.get(at + 1..at + 3).unwrap_or_default().join(" ").to_lowercase();
            target.operator = match next.as_str() {
                "or fewer" | "or less" | "or lower" | "or below" => Some(TargetOperator::AtMost),
                "or more" | "or higher" | "or above" | "or better" => Some(TargetOperator::AtLeast),
                _ => None,
            };
            break;
        }
    }
    target
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

    #[test]
    fn a_target_keeps_its_number_and_side() {
        let found = target("5% or fewer families return within a year", None);
        assert_eq!((found.value.as_deref(), found.operator), (Some("5"), Some(TargetOperator::AtMost)));
        assert_eq!(target("Fewer than 12 to 17 year olds enter care", None).value, None);
        assert_eq!(target("More children live within 20 miles of home", None).value, None);
    }

    #[test]
    fn a_heading_takes_its_date_with_it() {
        let (heading, used) = heading_with_date("Targets by 31 March 2027 Increase visits", 7, "targets");
        assert_eq!(heading, "Targets by 31 March 2027");
        assert_eq!(used, "Targets by 31 March 2027 ".len());
    }
}
