//! The cells beside several activities shared out among them.

use std::collections::BTreeMap;

use sightline_domain::plan::Part;
use sightline_domain::schedule::{DateWords, read_schedule, split_schedules};
use sightline_domain::{Place, Problem, Severity};

use super::super::source::Cell;
use super::activities::Activity;
use super::codes;
use super::draft::Draft;
use super::words::{append, one_space, plain};

impl Draft<'_> {
    /// Gives each activity that begins in a row, or goes on in it, its share of the cells beside.
    pub(super) fn share_out(
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
                        append(last.cells.entry(field).or_default(), &raw);
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
                    append(composite.activities[*index].cells.entry(field).or_default(), group);
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
                self.problems.push(Problem::new(codes::SHARED_CELL, Severity::Question, place.clone(), &seen, help));
            }
        }
    }

    /// A heading over dated items has no date of its own: what its first row holds is theirs.
    pub(super) fn give_dates_to_parts(&self, activity: &mut Activity) {
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
}

pub(super) fn part_has(part: &Part, field: &str) -> bool {
    match field {
        "leads" => part.leads_raw.is_some(),
        "due" => part.due_raw.is_some(),
        _ => part.delivered_through_raw.is_some(),
    }
}

fn add_to_part(part: &mut Part, field: &str, raw: &str, words: &DateWords) {
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
fn groups_of(field: &str, cell: &Cell, wanted: usize, words: &DateWords) -> Vec<String> {
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
