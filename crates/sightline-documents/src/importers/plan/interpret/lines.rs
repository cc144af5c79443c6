//! Lines outside tables: headings, labels, lists and passages.

use sightline_domain::Place;
use sightline_domain::plan::Statement;

use super::codes;
use super::draft::{Draft, List, TableKind};
use super::words::{one_space, plain, without_brackets};

/// How a line stands in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Heading,
    Paragraph,
    Item(u8),
    /// A row of a table with words in its first cell only.
    Banner,
}

impl Draft<'_> {
    /// Takes in one line.
    pub(super) fn line(&mut self, place: &Place, text: &str, standing: Standing) {
        if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return;
        }
        if text.contains("**") {
            let segments: Vec<&str> = text.split("**").map(str::trim).filter(|segment| !segment.is_empty()).collect();
            let opens = segments
                .iter()
                .any(|segment| self.label(segment).is_some() || self.priority_heading(segment).is_some());
            if opens && segments.len() > 1 {
                for segment in segments {
                    let opened = self.priority_heading(segment).is_some();
                    self.single_line(place, segment, standing);
                    if opened && let Some(priority) = self.current_priority() {
                        priority.heading_raw = Some(text.to_owned());
                    }
                }
                return;
            }
        }
        let text = one_space(&text.replace("**", ""));
        self.single_line(place, &text, standing);
    }

    fn single_line(&mut self, place: &Place, text: &str, standing: Standing) {
        let is_item = matches!(standing, Standing::Item(_));
        if !is_item {
            self.note_title(place, text);
            if let Some(list) = self.label(text) {
                self.flush_lines(false);
                self.open_list(list, text);
                return;
            }
            if let Some((printed, title)) = self.priority_heading(text) {
                if self.is_printed_again(&printed, &title) {
                    return;
                }
                self.flush_lines(false);
                self.finish_action();
                self.pending_heading = None;
                self.heading_priority(place, &printed, &title, text);
                return;
            }
            if self.leads_line(text) {
                return;
            }
            if self.numbered_heading(place, text, standing) {
                return;
            }
            if self.rating_line(text) {
                return;
            }
            if standing != Standing::Banner && self.section_line(text, standing) {
                return;
            }
        }
        if let Some(list) = self.list {
            self.add_to_list(place, list, text, standing);
            return;
        }
        if standing == Standing::Banner && self.kind == TableKind::Actions {
            self.finish_action();
            self.group = Some(text.to_owned());
            self.group_is_fresh = true;
            return;
        }
        if self.after_actions && standing != Standing::Heading {
            self.pending_lines.push((place.clone(), text.to_owned(), is_item));
            return;
        }
        // The line below a title that does not say so names the plan.
        let only_title = self.plan.sections.len() == 1 && self.plan.sections[0].paragraphs.len() == 1;
        let names_plan = self.titles.len() == 1
            && only_title
            && text.split(' ').count() <= 8
            && !text.ends_with('.')
            && plain(text).split(' ').any(|word| word == "plan");
        let at_head = self.titles.len() < 4 && (self.section.is_none() || names_plan);
        if self.plan.title.is_empty() || at_head && !is_item {
            self.titles.push((place.clone(), text.to_owned()));
            if self.plan.title.is_empty() {
                text.clone_into(&mut self.plan.title);
            }
        }
        self.add_to_section(place, text, is_item);
    }

    /// Remembers a line after the first actions that may be the title of another plan.
    pub(super) fn note_title(&mut self, place: &Place, text: &str) {
        let known = self.plan.actions.len();
        if known > 0 && text.split(' ').count() <= 20 && plain(text).split(' ').any(|word| word == "plan") {
            self.later_titles.push((place.clone(), text.to_owned(), known));
        }
    }

    /// The list that a label opens; only inside a priority.
    fn label(&self, text: &str) -> Option<List> {
        if text.chars().count() > 60 || (self.priority.is_none() && self.pending_heading.is_none()) {
            return None;
        }
        let wanted = plain(text);
        let is = |phrases: &[String]| phrases.contains(&wanted);
        let headings = &self.vocabulary.headings;
        if is(&headings.objectives) {
            Some(List::Objectives)
        } else if is(&headings.outcomes) {
            Some(List::Outcomes)
        } else if is(&headings.measured_by) {
            Some(List::MeasuredBy)
        } else if is(&headings.impact) {
            Some(List::Impact)
        } else {
            None
        }
    }

    fn open_list(&mut self, list: List, text: &str) {
        self.finish_action();
        self.adopt_pending_heading();
        self.list = Some(list);
        if list == List::Impact
            && let Some(priority) = self.current_priority()
        {
            priority.impact_heading = Some(text.to_owned());
        }
    }

    fn add_to_list(&mut self, place: &Place, list: List, text: &str, standing: Standing) {
        let is_nested = matches!(standing, Standing::Item(level) if level > 0);
        if standing == Standing::Paragraph && list != List::Impact {
            self.note(
                codes::SENTENCE_IN_LIST,
                place,
                text,
                "A sentence without a bullet stands under the label. It is read as one line of the list.",
            );
        }
        let Some(priority) = self.current_priority() else { return };
        let statements = match list {
            List::Objectives => &mut priority.objectives,
            List::Outcomes => &mut priority.outcomes,
            List::MeasuredBy => &mut priority.measured_by,
            List::Impact => {
                priority.impact.push(text.to_owned());
                return;
            }
        };
        match statements.last_mut() {
            Some(above) if is_nested && (above.text.ends_with(':') || !above.parts.is_empty()) => {
                above.parts.push(text.to_owned());
            }
            _ => statements.push(Statement { text: text.to_owned(), parts: Vec::new() }),
        }
    }

    /// A heading, or a line that the vocabulary knows as one, opens a passage.
    fn section_line(&mut self, text: &str, standing: Standing) -> bool {
        let words = text.split(' ').count();
        let is_heading = standing == Standing::Heading;
        let announces = text.ends_with(':') || text.ends_with(": ");
        let bare = without_brackets(text);
        let kind = (words <= 12 || announces).then(|| self.section_kind(&bare)).flatten();
        let is_short_line = words <= 12 && !text.ends_with(['.', ',', ';']) && standing == Standing::Paragraph;
        let is_known = kind.is_some() && (is_heading || is_short_line || announces);
        if !(is_heading || is_known) {
            return false;
        }
        if is_heading || is_known {
            self.flush_lines(false);
            self.finish_action();
            self.after_actions = false;
            self.list = None;
        }
        if kind.as_deref() == Some("post_holders") {
            self.as_at_raw = text.split_once('(').map(|(_, rest)| rest.trim_end_matches(')').trim().to_owned());
        }
        if self.plan.title.is_empty() {
            self.titles.push((Place::default(), text.to_owned()));
            text.clone_into(&mut self.plan.title);
            return true;
        }
        if self.titles.len() < 3 && kind.is_none() && self.plan.sections.is_empty() {
            self.titles.push((Place::default(), text.to_owned()));
        }
        if announces && !is_heading && kind.is_some() {
            // The sentence belongs to the passage before; its list is what it announces.
            self.add_to_section(&Place::default(), text, false);
        }
        self.open_section(text.trim_end_matches([':', ' ']), kind);
        true
    }

    fn add_to_section(&mut self, place: &Place, text: &str, is_item: bool) {
        let known = self.section.and_then(|at| self.plan.sections.get(at)).filter(|section| {
            matches!(
                section.kind.as_deref(),
                Some(
                    "goals"
                        | "principles"
                        | "linked_plans"
                        | "practice_improvement"
                        | "performance_inputs"
                        | "quality_assurance"
                )
            )
        });
        if let Some(section) = known {
            // A list printed without bullets goes on while its lines are short and evenly spaced.
            let is_short = text.split(' ').count() <= 16 && !text.ends_with('.');
            let step = place.line.zip(self.list_line).map(|(line, last)| line.saturating_sub(last));
            let is_even = step.is_none() || self.list_step.is_none() || step <= self.list_step;
            let without_bullets = section.items.is_empty() || self.list_without_bullets;
            let reads_as_item = is_item || is_short && is_even && without_bullets;
            if reads_as_item {
                if !section.items.is_empty() && self.list_step.is_none() {
                    self.list_step = step;
                }
                self.list_without_bullets = !is_item;
                self.list_line = place.line;
                self.current_section().items.push(text.to_owned());
                return;
            }
            if !section.items.is_empty() {
                // Running text after a list belongs to what comes next.
                self.open_section("", None);
            }
        }
        let section = self.current_section();
        if is_item {
            section.items.push(text.to_owned());
        } else {
            section.paragraphs.push(text.to_owned());
        }
    }

    /// Gives the lines after an action table their meaning, now that what follows them is known.
    ///
    /// Before more actions, one short line is a heading inside the table.
    /// Otherwise the lines are what the priority will change for children,
    /// whose own heading the conversion lost.
    pub(super) fn flush_lines(&mut self, actions_follow: bool) {
        let lines = std::mem::take(&mut self.pending_lines);
        let Some((first_place, first, _)) = lines.first().cloned() else { return };
        let is_heading = |text: &str| text.split(' ').count() <= 12 && !text.ends_with(['.', ';', ',']);
        if actions_follow && lines.len() == 1 && is_heading(&first) {
            self.finish_action();
            self.note(
                codes::LINE_AS_HEADING,
                &first_place,
                &first,
                "This line stands between two parts of the table. It is read as the heading of the actions below it.",
            );
            self.group = Some(first);
            self.group_is_fresh = true;
            return;
        }
        let (statements, other): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|(_, text, is_item)| *is_item || text.split(' ').count() >= 8);
        if !statements.is_empty() && self.priority.is_some() {
            self.finish_action();
            let help = "These lines follow the priority's actions without a heading. They are read as its impact statements: confirm, or say what they are.";
            self.question_about(&self.priority_in_hand(), codes::LINES_AS_IMPACT, &first_place, &first, help);
            if let Some(priority) = self.current_priority() {
                priority.impact.extend(statements.into_iter().map(|(_, text, _)| text));
            }
        }
        for (_, text, _) in other {
            self.section = None;
            self.open_section(&text, None);
        }
    }
}
