//! The gathered cells of one action given their meaning.

use sightline_domain::plan::{Action, Part};
use sightline_domain::schedule::{ScheduleKind, read_schedule};
use sightline_domain::{Place, Problem};

use super::super::source::{Cell, Covered, Paragraph};
use super::codes;
use super::draft::{Draft, Gathered, Piece, bare_reference, major};
use super::leads;
use super::statements;
use super::words::{append, has_look_alikes, in_latin, one_space, plain};

impl Draft<'_> {
    /// Ends the action in hand, if there is one, and adds it to the plan.
    pub(super) fn finish_action(&mut self) {
        self.finish_composite();
        let Some(gathered) = self.gathered.take() else { return };
        self.group_is_fresh = false;
        let before = self.problems.len();
        let action = self.read_action(&gathered);
        self.add_action(action, &gathered.place);
        let reference = self.plan.actions.last().map(|action| action.reference.clone()).unwrap_or_default();
        tell_about(&mut self.problems[before..], &reference);
    }

    /// Adds an action under a reference of its own.
    pub(super) fn add_action(&mut self, mut action: Action, place: &Place) {
        let siblings = self.siblings.entry((action.priority.clone(), action.aim.clone())).or_default();
        *siblings += 1;
        if action.reference.is_empty() {
            let parent = action.aim.as_ref().unwrap_or(&action.priority);
            action.reference = format!("{parent}/{siblings}");
        }
        let at = self.plan.actions.len();
        let printed = action.reference.clone();
        if self.actions.at(&printed).is_some() {
            let (first, times) = self.repeated.unwrap_or((at, 0));
            self.repeated = Some((first, times + 1));
            let last = self.plan.actions.last().map(|last| last.reference.clone()).unwrap_or_default();
            let lost_zero = last.ends_with(".9") && printed.ends_with(".1") && last.starts_with(major(&printed));
            let wanted = if lost_zero { format!("{printed}0") } else { printed.clone() };
            action.reference = self.actions.give(&wanted, at);
            let unique = &action.reference;
            let help = if lost_zero {
                format!(
                    "The reference {printed} comes a second time, after {last}. It is read as {unique}: \
                     a reference kept as a number loses its last zero."
                )
            } else {
                format!("Two actions have the reference {printed}. The second is kept as {unique}: give it its own.")
            };
            self.question(codes::REFERENCE_TWICE, place, &printed, help);
        } else {
            self.actions.give(&printed, at);
        }
        let dates = self.vocabulary.dates();
        for source in &action.sources {
            self.source_words.register(source, &action.reference, dates, &mut self.plan.inspections);
        }
        self.places.insert(action.reference.clone(), place.clone());
        self.plan.actions.push(action);
    }

    fn read_action(&mut self, gathered: &Gathered) -> Action {
        let place = |field: &str| {
            gathered
                .cells
                .get(field)
                .and_then(|pieces| pieces.first())
                .map_or_else(|| gathered.place.clone(), |piece| piece.place.clone())
        };
        let mut action = Action {
            reference: gathered.ref_raw.as_deref().map(bare_reference).unwrap_or_default(),
            ref_raw: gathered.ref_raw.clone(),
            priority: gathered.priority.clone(),
            aim: gathered.aim.clone(),
            group: gathered.group.clone(),
            group_carried_over: gathered.group_carried_over,
            ..Action::default()
        };
        self.read_words(&mut action, gathered.cells.get("action").map_or(&[], Vec::as_slice));
        if let Some(pieces) = gathered.cells.get("sources") {
            action.sources_raw = raw(pieces);
            action.sources = self.source_words.in_cell(&action.sources_raw.clone().unwrap_or_default());
        }
        self.read_leads(&mut action, gathered.cells.get("leads").map_or(&[], Vec::as_slice), &place("leads"));
        self.read_start(&mut action, gathered.cells.get("start").map_or(&[], Vec::as_slice), &place("start"));
        let milestones = gathered.cells.get("milestones").map_or(&[][..], Vec::as_slice);
        let due = gathered.cells.get("due").map_or(&[][..], Vec::as_slice);
        self.read_due_and_milestones(&mut action, due, milestones, &place("due"), &place("milestones"));
        action.how_will_we_know = self.read_statements(gathered, "how_will_we_know");
        action.child_statements = self.read_statements(gathered, "child_statements");
        action.delivered_through_raw = gathered.cells.get("delivered_through").and_then(|pieces| raw(pieces));
        action.notes_raw = gathered.cells.get("notes").and_then(|pieces| raw(pieces));
        self.read_ratings_raw(&mut action, gathered);
        if let Some(impact) = gathered.cells.get("impact") {
            let found = statements::cut(&paragraphs(impact), &self.vocabulary.headings.joining);
            if let Some(priority) = self.current_priority() {
                priority.impact.extend(found.statements);
            }
        }
        action.placeholder = self.is_placeholder(&action);
        action
    }

    /// The action's own words, its parts and the tags at its end.
    fn read_words(&mut self, action: &mut Action, pieces: &[Piece]) {
        let paragraphs = paragraphs(pieces);
        let intro: Vec<&Paragraph> = paragraphs.iter().filter(|paragraph| paragraph.item_level.is_none()).collect();
        let items: Vec<&Paragraph> = paragraphs.iter().filter(|paragraph| paragraph.item_level.is_some()).collect();
        action.parts = parts(&items);
        let intro_text =
            one_space(&intro.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join(" "));
        let first = paragraphs.first().map(|paragraph| paragraph.text.as_str()).unwrap_or_default();
        // An opening that ends in a colon is not complete without its items; a list alone is the text.
        let items_complete_it = intro.is_empty() || first.ends_with(':') && !items.is_empty();
        let whole = if items_complete_it { whole_text(pieces) } else { intro_text };
        let found = self.source_words.in_text(&whole);
        if found.raw.is_some() {
            action.sources_raw.clone_from(&found.raw);
        }
        action.sources = found.sources;
        action.text = (!found.text.is_empty()).then_some(found.text);
        if intro.is_empty() && items.iter().filter(|item| item.item_level == Some(0)).count() > 1 {
            let place = pieces.first().map(|piece| piece.place.clone()).unwrap_or_default();
            let seen = Self::shown(&whole);
            self.question(codes::BULLETS_ALONE, &place, &seen, "One row holds several bullets without a sentence above them. It is kept as one action with parts: split it if they are actions of their own.");
        }
    }

    pub(super) fn read_leads(&mut self, action: &mut Action, pieces: &[Piece], place: &Place) {
        action.leads_raw = raw(pieces);
        let Some(printed) = action.leads_raw.clone() else { return };
        let found = leads::read(&paragraphs(pieces));
        action.leads = found.leads;
        if has_look_alikes(&printed) {
            let latin = in_latin(&printed);
            self.note(codes::LOOK_ALIKE_LETTERS, place, &printed, format!("Letters of another alphabet that look like Latin ones. They are read as {latin}; the printed words are kept."));
        }
        if found.without_separator {
            let names: Vec<&str> = action.leads.iter().map(|lead| lead.name.as_str()).collect();
            let help = format!(
                "Several leads stand together without a separator. They are read as {}: confirm or correct.",
                names.join("; ")
            );
            self.question(codes::LEADS_WITHOUT_SEPARATOR, place, &printed, help);
        }
    }

    fn read_statements(&mut self, gathered: &Gathered, field: &str) -> Vec<String> {
        let Some(pieces) = gathered.cells.get(field) else { return Vec::new() };
        let found = statements::cut(&paragraphs(pieces), &self.vocabulary.headings.joining);
        if found.cut_by_reading {
            let place = pieces[0].place.clone();
            let seen = Self::shown(&found.statements.join(" / "));
            self.question(
                codes::STATEMENTS_CUT,
                &place,
                &seen,
                format!("The cell prints no separators. It is read as {} statements: confirm where one ends and the next begins.", found.statements.len()),
            );
        }
        found.statements
    }

    fn read_ratings_raw(&mut self, action: &mut Action, gathered: &Gathered) {
        let mut fills = (None, None);
        for (field, is_impact) in [("action_rating", false), ("impact_rating", true)] {
            let Some(pieces) = gathered.cells.get(field) else { continue };
            let (first, rest) = (pieces.first(), pieces.get(1..).unwrap_or_default());
            let printed = first.and_then(|piece| raw(std::slice::from_ref(piece)));
            for stray in rest.iter().filter(|piece| !piece.cell.is_empty()) {
                let seen = stray.cell.raw.clone();
                self.question(codes::STRAY_RATING, &stray.place.clone(), &seen, "A stray mark in the rating cell of a row that goes on from the page before. The rating printed first is kept.");
            }
            let fill = pieces.iter().find_map(|piece| piece.cell.fill.clone());
            if is_impact {
                action.impact_rating_raw = printed;
                fills.1 = fill;
            } else {
                action.action_rating_raw = printed;
                fills.0 = fill;
            }
        }
        if fills.0.is_some() || fills.1.is_some() {
            // Ratings are read when every scale of the document is known.
            self.rating_fills.insert(self.plan.actions.len(), fills);
        }
    }

    fn is_placeholder(&self, action: &Action) -> bool {
        let text = plain(action.text.as_deref().unwrap_or_default());
        if text.is_empty() {
            return false;
        }
        let opens = self
            .vocabulary
            .headings
            .placeholder
            .iter()
            .any(|phrase| text == *phrase || text.starts_with(&format!("{phrase} ")));
        let words = self.vocabulary.dates();
        let unset = |raw: &str| read_schedule(raw, words).schedule.kind == ScheduleKind::ToBeConfirmed;
        opens && action.milestones.iter().all(|milestone| unset(&milestone.text)) && action.due_on.is_none()
    }
}

/// The raw words of a cell over its rows; `None` when blank.
pub(super) fn raw(pieces: &[Piece]) -> Option<String> {
    let joined = pieces
        .iter()
        .filter(|piece| piece.cell.covered.is_none())
        .map(|piece| {
            piece.cell.raw.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
        })
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!joined.is_empty()).then_some(joined)
}

/// The paragraphs of a cell over its rows; a row that goes on in the middle of a sentence is joined to the one before.
pub(super) fn paragraphs(pieces: &[Piece]) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.cell.covered != Some(Covered::FromAbove)) {
        for (at, paragraph) in piece.cell.paragraphs.iter().enumerate() {
            let goes_on = at == 0
                && paragraph.text.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, '(' | ',' | '&'));
            match all.last_mut() {
                Some(last) if goes_on => {
                    append(&mut last.text, &paragraph.text);
                }
                Some(_) => all.push(Paragraph { is_marked: true, ..paragraph.clone() }),
                None => all.push(paragraph.clone()),
            }
        }
    }
    // Conversion loses paragraphs; an office file's own single paragraph is one.
    let is_converted = pieces.iter().any(|piece| piece.place.line.is_some() || piece.place.page.is_some());
    if all.len() > 1 || !is_converted {
        for paragraph in &mut all {
            paragraph.is_marked = true;
        }
    }
    all
}

/// All words of a cell, tags removed and bullets kept where a text prints them inside the line.
fn whole_text(pieces: &[Piece]) -> String {
    let of_cell = |cell: &Cell| {
        let is_text = !cell.raw.contains('\n');
        if is_text { one_space(&without_tags(&cell.raw)) } else { cell.text() }
    };
    one_space(&pieces.iter().map(|piece| of_cell(&piece.cell)).collect::<Vec<_>>().join(" "))
}

fn without_tags(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let inside = &rest[open..];
        let is_tag = inside[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match inside.find('>') {
            Some(close) if is_tag => {
                text.push(' ');
                rest = &inside[close + 1..];
            }
            _ => {
                text.push('<');
                rest = &inside[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

fn parts(items: &[&Paragraph]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for item in items {
        let nested = item.item_level.is_some_and(|level| level > 0);
        match parts.last_mut() {
            Some(last) if nested => last.parts.push(item.text.clone()),
            _ => parts.push(Part { text: Some(item.text.clone()), ..Part::default() }),
        }
    }
    parts
}

/// Marks a problem with the action it is about.
pub(super) fn tell_about(problems: &mut [Problem], reference: &str) {
    for problem in problems {
        problem.about = Some(reference.to_owned());
    }
}
