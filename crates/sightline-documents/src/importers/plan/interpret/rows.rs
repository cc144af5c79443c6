//! Rows of an action table gathered into actions.

use std::collections::BTreeMap;

use sightline_domain::Place;
use sightline_domain::plan::Aim;

use super::super::source::{Cell, Covered, Row};
use super::codes;
use super::columns::{Alignment, is_reference};
use super::draft::{Draft, Gathered, Piece, bare_reference, major};
use super::words::{append, one_space};

/// Fields that one merged cell can give to several actions.
const MERGED: [&str; 5] = ["leads", "due", "start", "delivered_through", "sources"];

impl Draft<'_> {
    /// Takes in one row of an action table.
    pub(super) fn action_row(&mut self, row: &Row, alignment: Option<&Alignment>) {
        let cells = self.fields_of(row, alignment);
        if self.columns.has("priority_and_action") {
            self.composite_row(row, &cells);
            return;
        }
        let cell = |field: &str| {
            cells.iter().find(|(name, ..)| name == field).map(|(_, cell, _)| cell.clone()).unwrap_or_default()
        };
        self.priority_of_row(&cell("priority_ref"), &cell("priority"), &row.place);
        let group = cell("group");
        if !group.is_empty() {
            self.group = Some(group.text());
            self.group_is_fresh = true;
        }
        let starts_aim = self.aim_of_row(&cell("aim"), &cells, &row.place);
        let reference = cell("ref");
        let ref_text = one_space(&reference.text());
        let begins = if self.columns.has("ref") && !ref_text.is_empty() {
            Some(Some(ref_text))
        } else if self.begins_action(&cells, starts_aim) {
            Some(None)
        } else {
            None
        };
        let mut merged = BTreeMap::new();
        match begins {
            Some(ref_raw) => {
                merged = self.merged_from_above(&cells);
                self.begin_action(ref_raw, &row.place);
            }
            None if self.gathered.is_none() => {
                let has_words = cells.iter().any(|(field, cell, _)| field != "aim" && !cell.is_empty());
                if !has_words {
                    return;
                }
                self.begin_action(None, &row.place);
            }
            None => {
                let words = ["action", "how_will_we_know", "milestones", "leads"];
                if row.place.line.is_some()
                    && let Some((_, cell, place)) =
                        cells.iter().find(|(field, cell, _)| words.contains(&field.as_str()) && !cell.is_empty())
                {
                    let seen = cell.text();
                    self.note(
                        codes::ROW_GOES_ON,
                        &place.clone(),
                        &seen,
                        "This row goes on with the action before the page break. The two are put together.",
                    );
                }
            }
        }
        let Some(gathered) = self.gathered.as_mut() else { return };
        gathered.cells.append(&mut merged);
        for (field, cell, place) in cells {
            if matches!(field.as_str(), "ref" | "aim" | "group" | "priority" | "priority_ref")
                || cell.is_empty() && cell.fill.is_none()
            {
                continue;
            }
            gathered.cells.entry(field).or_default().push(Piece { cell, place });
        }
    }

    /// The cells of the action above that are merged over this row as well.
    fn merged_from_above(&mut self, cells: &[(String, Cell, Place)]) -> BTreeMap<String, Vec<Piece>> {
        let Some(above) = &self.gathered else { return BTreeMap::new() };
        let found: Vec<(String, Place, Vec<Piece>)> = cells
            .iter()
            .filter(|(field, cell, _)| cell.covered == Some(Covered::FromAbove) && MERGED.contains(&field.as_str()))
            .filter_map(|(field, _, place)| {
                let pieces: Vec<Piece> =
                    above.cells.get(field)?.iter().filter(|piece| !piece.cell.is_empty()).cloned().collect();
                (!pieces.is_empty()).then(|| (field.clone(), place.clone(), pieces))
            })
            .collect();
        let help = "One cell is merged over several actions. It is read for each of them.";
        for (_, place, pieces) in &found {
            let seen = one_space(&pieces.iter().map(|piece| piece.cell.text()).collect::<Vec<_>>().join(" "));
            self.note(codes::MERGED_CELL, place, &seen, help);
        }
        found.into_iter().map(|(field, _, pieces)| (field, pieces)).collect()
    }

    /// The cells of a row by field, put in line.
    pub(super) fn fields_of(&self, row: &Row, alignment: Option<&Alignment>) -> Vec<(String, Cell, Place)> {
        let mut found = Vec::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let target = alignment.and_then(|alignment| alignment.to.get(column).copied()).unwrap_or(column);
            let field = match self.columns.fields.get(&target) {
                Some(field) => field.clone(),
                None if self.columns.printed.contains_key(&target) => "notes".to_owned(),
                None => continue,
            };
            found.push((field, cell.clone(), Self::column_place(&row.place, column)));
        }
        found
    }

    /// Whether a row without a printed reference begins an action.
    ///
    /// It does when it has words of its own that do not go on with the last
    /// row, or a lead or rating together with a timescale.
    fn begins_action(&self, cells: &[(String, Cell, Place)], starts_aim: bool) -> bool {
        let filled = |field: &str| cells.iter().any(|(name, cell, _)| name == field && !cell.is_empty());
        let text = cells.iter().find(|(name, ..)| name == "action").map(|(_, cell, _)| cell.text()).unwrap_or_default();
        let is_coloured = cells.iter().any(|(name, cell, _)| name == "action_rating" && cell.fill.is_some());
        let own = [filled("leads"), filled("due"), filled("action_rating") || is_coloured];
        let own_count = own.iter().filter(|filled| **filled).count();
        let starts_low = text
            .trim_start_matches(['"', '\'', '‘', '“'])
            .chars()
            .next()
            .is_some_and(|c| c.is_lowercase() || matches!(c, '(' | ','));
        if self.columns.has("ref") {
            // References are printed in this table: a row without one goes on, unless it is complete in itself.
            return !text.is_empty() && !starts_low && filled("leads") && filled("due");
        }
        if text.is_empty() {
            return own_count >= 3 && !starts_aim || starts_aim && own_count >= 2;
        }
        if starts_low {
            return false;
        }
        own_count >= 1 || starts_aim || self.gathered.is_none()
    }

    pub(super) fn begin_action(&mut self, ref_raw: Option<String>, place: &Place) {
        self.finish_action();
        if let Some(raw) = &ref_raw {
            let reference = bare_reference(raw);
            self.find_priority(&reference, place);
        } else if self.priority.is_none() {
            self.find_priority("1", place);
        }
        let priority = self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default();
        let aim = self.aim.and_then(|at| self.plan.aims.get(at)).map(|aim| aim.reference.clone());
        self.gathered = Some(Gathered {
            ref_raw,
            place: place.clone(),
            priority,
            aim,
            group: self.group.clone(),
            group_carried_over: self.group.is_some() && !self.group_is_fresh,
            cells: std::collections::BTreeMap::new(),
        });
        self.after_actions = false;
        self.list = None;
    }

    /// Sees to it that the priority in hand is the one the reference belongs to.
    fn find_priority(&mut self, reference: &str, place: &Place) {
        let wanted = if reference.contains('.') { major(reference).to_owned() } else { String::new() };
        if let Some(pending) = &self.pending_heading
            && (wanted.is_empty() || pending.reference == wanted)
        {
            self.adopt_pending_heading();
            return;
        }
        let current = self.current_priority().map(|priority| priority.reference.clone());
        match current {
            Some(_) if wanted.is_empty() => return,
            Some(current) if current == wanted => return,
            _ => {}
        }
        if !wanted.is_empty() && self.return_to_priority(&wanted).is_some() {
            return;
        }
        let number = if wanted.is_empty() { (self.plan.priorities.len() + 1).to_string() } else { wanted };
        self.open_priority(&number, None, None, place);
        self.question_about(
            &self.priority_in_hand(),
            codes::NO_PRIORITY_HEADING,
            place,
            reference,
            format!("No heading for priority {number} is printed before this action. Give the priority its title."),
        );
    }

    /// A priority that the row itself names.
    fn priority_of_row(&mut self, reference: &Cell, title: &Cell, place: &Place) {
        let (printed, title) = (one_space(&reference.text()), one_space(&title.text()));
        if printed.is_empty() && title.is_empty() {
            return;
        }
        let bare = bare_reference(&printed);
        let same = self.plan.priorities.iter().position(|known| {
            if bare.is_empty() { known.title.as_deref() == Some(title.as_str()) } else { known.reference == bare }
        });
        if let Some(at) = same {
            if self.priority != Some(at) {
                self.finish_action();
                self.priority = Some(at);
                self.aim = None;
                self.group = None;
            }
            return;
        }
        self.finish_action();
        let (bare, title) = match title.split_once(' ') {
            Some((head, rest)) if bare.is_empty() && is_reference(head) => {
                (bare_reference(head), rest.trim_start_matches(['-', '–', ':', ' ']).to_owned())
            }
            _ => (bare, title),
        };
        let number = if bare.is_empty() { (self.plan.priorities.len() + 1).to_string() } else { bare.clone() };
        self.pending_heading = None;
        self.open_priority(
            &number,
            (!bare.is_empty()).then_some(bare.as_str()),
            (!title.is_empty()).then_some(title),
            place,
        );
    }

    /// The aim that a row begins or goes on with; true when it begins one.
    fn aim_of_row(&mut self, cell: &Cell, cells: &[(String, Cell, Place)], place: &Place) -> bool {
        let text = one_space(&cell.text());
        if text.is_empty() {
            return false;
        }
        let head = text.split(' ').next().unwrap_or_default();
        if head.contains('.') && is_reference(head) {
            self.finish_action();
            let reference = bare_reference(head);
            self.find_priority(&reference, place);
            let priority = self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default();
            self.open_aim(&reference, Some(head), text[head.len()..].trim(), &priority, place);
            return true;
        }
        let has_action = cells.iter().any(|(field, cell, _)| field == "action" && !cell.is_empty());
        if let Some(aim) = self.aim.and_then(|at| self.plan.aims.get_mut(at)) {
            append(&mut aim.title, &text);
            let reference = aim.reference.clone();
            let begins_anew = text.chars().next().is_some_and(char::is_uppercase) && has_action;
            let at = Self::column_place(place, self.columns.column("aim").unwrap_or(0));
            if begins_anew {
                self.question_about(&format!("aim {reference}"), codes::AIM_WITHOUT_NUMBER, &at, &text, format!("Words without a number in the aim column. They are read as going on with the title of aim {reference}; if they are an aim of their own, give it a number."));
            } else {
                self.note(
                    codes::AIM_GOES_ON,
                    &at,
                    &text,
                    format!("The title of aim {reference} goes on in this row. The two are put together."),
                );
            }
            false
        } else {
            self.find_priority("1", place);
            let priority = self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default();
            let known = self.plan.aims.iter().position(|aim| aim.title == text && aim.priority == priority);
            if let Some(at) = known {
                self.aim = Some(at);
                return false;
            }
            let count = self.plan.aims.iter().filter(|aim| aim.priority == priority).count() + 1;
            self.open_aim(&format!("{priority}.{count}"), None, &text, &priority, place);
            true
        }
    }

    fn open_aim(&mut self, reference: &str, ref_raw: Option<&str>, title: &str, priority: &str, place: &Place) {
        let unique = self.aims.give(reference, self.plan.aims.len());
        if unique != reference {
            self.question_about(
                &format!("aim {unique}"),
                codes::REFERENCE_TWICE,
                place,
                reference,
                format!("Two aims have the reference {reference}. The second is kept as {unique}: give it its own."),
            );
        }
        self.plan.aims.push(Aim {
            reference: unique.clone(),
            ref_raw: ref_raw.map(str::to_owned),
            priority: priority.to_owned(),
            title: title.to_owned(),
        });
        self.places.insert(format!("aim {unique}"), place.clone());
        self.aim = Some(self.plan.aims.len() - 1);
    }
}
