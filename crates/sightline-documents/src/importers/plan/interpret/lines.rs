//! Lines outside tables: headings, labels, lists and passages.

use std::sync::LazyLock;

use regex::Regex;
use sightline_domain::Place;
use sightline_domain::plan::Statement;

use super::codes;
use super::draft::{Draft, List, bare_reference};
use super::leads;
use super::words::{one_space, plain, without_brackets};
use crate::importers::plan::source::Paragraph;

/// `2026 - 2028`, `2026/28`.
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(20\d\d)\s*[-–/]\s*(20)?(\d\d)\b").expect("a fixed pattern"));
/// `Harbourside City Council`.
static COUNCIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b((?:[A-Z][a-z]+ (?:and |upon |on )?){1,4}Council)\b").expect("a fixed pattern"));

/// A numbered heading whose level shows only when its table comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PendingHeading {
    pub(super) reference: String,
    pub(super) ref_raw: String,
    pub(super) title: String,
    pub(super) heading_raw: String,
    pub(super) leads_label: Option<String>,
    pub(super) leads_raw: Option<String>,
    pub(super) place: Place,
}

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
            if self.rating_line(place, text) {
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
        if standing == Standing::Banner && self.kind == super::draft::TableKind::Actions {
            self.finish_action();
            self.group = Some(text.to_owned());
            self.group_is_fresh = true;
            return;
        }
        if self.after_actions && standing != Standing::Heading {
            self.pending_lines.push((place.clone(), text.to_owned(), is_item));
            return;
        }
        if self.plan.title.is_empty() || self.titles.len() < 4 && self.section.is_none() && !is_item {
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
        let is = |phrases: &[String]| phrases.iter().any(|phrase| *phrase == wanted);
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
            Some(last) if is_nested && (last.text.ends_with(':') || !last.parts.is_empty()) => {
                last.parts.push(text.to_owned())
            }
            _ => statements.push(Statement { text: text.to_owned(), parts: Vec::new() }),
        }
    }

    /// The reference and title of a line that opens a priority.
    pub(super) fn priority_heading(&self, text: &str) -> Option<(String, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        for pattern in &self.vocabulary.headings.priority_headings {
            let shape: Vec<&str> = pattern.split_whitespace().collect();
            let Some(at) = shape.iter().position(|word| word.starts_with("{ref}")) else { continue };
            if words.len() <= at {
                continue;
            }
            let opens = shape[..at].iter().zip(&words).all(|(wanted, word)| wanted.eq_ignore_ascii_case(word));
            let mark = shape[at].trim_start_matches("{ref}");
            let printed = words[at];
            let has_mark = mark.is_empty() && !printed.ends_with(':') || !mark.is_empty() && printed.ends_with(mark);
            let bare = bare_reference(printed);
            let is_number = bare.chars().all(|c| c.is_ascii_digit())
                || matches!(bare.as_str(), "I" | "II" | "III" | "IV" | "V" | "l" | "VI");
            let separator = shape.get(at + 1).filter(|word| !word.starts_with('{'));
            let follows = separator.is_none_or(|separator| words.get(at + 1) == Some(separator));
            if opens && has_mark && is_number && !bare.is_empty() && follows && bare.len() <= 3 {
                let skip = at + 1 + usize::from(separator.is_some());
                let title = words[skip.min(words.len())..].join(" ");
                return Some((bare, title));
            }
        }
        None
    }

    /// Opens the priority that a heading names.
    pub(super) fn heading_priority(&mut self, place: &Place, printed: &str, title: &str, heading: &str) {
        let expected = self.plan.priorities.len() + 1;
        let reference = if printed.chars().all(|c| c.is_ascii_digit()) {
            printed.to_owned()
        } else {
            self.question(
                codes::PRIORITY_NUMBER,
                place,
                printed,
                format!("The priority is numbered “{printed}”. It is read as {expected}, the next in order: confirm or change it."),
            );
            expected.to_string()
        };
        let title = one_space(title);
        self.group = None;
        self.group_is_fresh = false;
        self.open_priority(&reference, Some(printed), (!title.is_empty()).then_some(title), place);
        if let Some(priority) = self.current_priority() {
            priority.heading_raw = Some(heading.to_owned());
        }
        self.section = None;
    }

    /// `Lead: …` under a heading.
    fn leads_line(&mut self, text: &str) -> bool {
        let Some((label, leads)) = text.split_once(':') else { return false };
        let wanted = plain(label);
        let leads = leads.trim();
        if leads.is_empty() || !self.vocabulary.headings.priority_leads.iter().any(|phrase| *phrase == wanted) {
            return false;
        }
        if let Some(pending) = &mut self.pending_heading {
            pending.leads_label = Some(label.trim().to_owned());
            pending.leads_raw = Some(leads.to_owned());
            return true;
        }
        let read = leads_of(leads);
        match self.current_priority() {
            Some(priority) if priority.leads_raw.is_none() => {
                priority.leads_label = Some(label.trim().to_owned());
                priority.leads_raw = Some(leads.to_owned());
                priority.leads = read;
                true
            }
            _ => false,
        }
    }

    /// `1: Title` or `2. Title (lead: …)`: a pillar or a priority, as its table will show.
    fn numbered_heading(&mut self, place: &Place, text: &str, standing: Standing) -> bool {
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let rest = &text[digits..];
        if !(1..=2).contains(&digits)
            || !(rest.starts_with(": ") || rest.starts_with(". "))
            || text.chars().count() > 200
        {
            return false;
        }
        let title = rest[2..].trim();
        if standing == Standing::Paragraph && (title.ends_with('.') || title.split(' ').count() > 25) {
            return false;
        }
        self.flush_lines(false);
        self.finish_action();
        let (title, lead) = match title.find("(lead:").or_else(|| title.find("(Lead:")) {
            Some(at) => (title[..at].trim(), Some(title[at + 6..].trim().trim_end_matches(')').trim().to_owned())),
            None => (title, None),
        };
        self.pending_heading = Some(PendingHeading {
            reference: text[..digits].to_owned(),
            ref_raw: text[..digits].to_owned(),
            title: title.to_owned(),
            heading_raw: text.to_owned(),
            leads_label: lead.as_ref().map(|_| "lead".to_owned()),
            leads_raw: lead,
            place: place.clone(),
        });
        self.after_actions = false;
        self.list = None;
        self.group = None;
        self.group_is_fresh = false;
        let kind = self.section_kind(title);
        self.open_section(text, kind);
        true
    }

    /// The heading in hand is a priority after all.
    pub(super) fn adopt_pending_heading(&mut self) {
        let Some(pending) = self.pending_heading.take() else { return };
        self.drop_heading_section(&pending.heading_raw);
        self.open_priority(&pending.reference, Some(&pending.ref_raw), Some(pending.title), &pending.place);
        let leads = pending.leads_raw.as_deref().map(leads_of).unwrap_or_default();
        if let Some(priority) = self.current_priority() {
            priority.heading_raw = Some(pending.heading_raw);
            priority.leads_label = pending.leads_label;
            priority.leads_raw = pending.leads_raw;
            priority.leads = leads;
        }
    }

    /// The heading in hand is a pillar: priorities come inside its table.
    pub(super) fn adopt_pending_pillar(&mut self) {
        let Some(pending) = self.pending_heading.take() else { return };
        self.drop_heading_section(&pending.heading_raw);
        self.pillar = Some(pending.reference.clone());
        self.plan.pillars.push(sightline_domain::plan::Pillar {
            reference: pending.reference,
            title: pending.title,
            leads_raw: pending.leads_raw,
        });
    }

    /// A heading that turned out to be part of the plan is no passage.
    fn drop_heading_section(&mut self, heading: &str) {
        self.plan.sections.retain(|section| {
            !(section.heading == heading && section.paragraphs.is_empty() && section.items.is_empty())
        });
        self.section = None;
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
            self.question(codes::LINES_AS_IMPACT, &first_place, &first, help);
            if let Some(priority) = self.current_priority() {
                priority.impact.extend(statements.into_iter().map(|(_, text, _)| text));
            }
        }
        for (_, text, _) in other {
            self.section = None;
            self.open_section(&text, None);
        }
    }

    /// Title, date, period and council, from the lines at the head of the document.
    pub(super) fn settle_title(&mut self) {
        let lines: Vec<String> = self.titles.iter().map(|(_, text)| text.clone()).collect();
        let Some(first) = lines.first() else { return };
        let mut title = first.clone();
        if !plain(&title).contains("plan") {
            for next in lines.iter().skip(1).take(2) {
                if plain(next).split(' ').any(|word| word == "plan") && next.split(' ').count() <= 20 {
                    title = format!("{title} {next}");
                    break;
                }
            }
        }
        let words = self.vocabulary.dates();
        let whole_line =
            lines.iter().find(|line| sightline_domain::schedule::read_date(line, words).is_some()).cloned();
        let found = sightline_domain::schedule::read_schedule(&title, words).dates;
        let at_end = found.last().map(|date| title[date.begins..date.ends].to_owned());
        if let Some(raw) = whole_line.or(at_end) {
            self.plan.dated_on = sightline_domain::schedule::read_date(&raw, words).map(|(_, last)| last);
            self.plan.dated_raw = Some(raw);
        }
        if title.split(' ').any(|word| word.eq_ignore_ascii_case("draft")) {
            self.plan.status = Some("DRAFT".to_owned());
        }
        if let Some(captures) = YEARS.captures(&title)
            && let (Ok(from), Ok(to)) = (captures[1].parse::<i32>(), captures[3].parse::<i32>())
        {
            self.plan.period_start_on = chrono::NaiveDate::from_ymd_opt(from, 1, 1);
            self.plan.period_end_on = chrono::NaiveDate::from_ymd_opt(2000 + to, 12, 31);
        }
        let passages = self.plan.sections.iter().flat_map(|section| &section.paragraphs).take(20);
        self.plan.council = std::iter::once(&title)
            .chain(passages)
            .find_map(|text| COUNCIL.find(text))
            .map(|found| found.as_str().trim_start_matches("The ").to_owned());
        self.plan.title = title;
    }
}

/// The leads of a line.
pub(super) fn leads_of(text: &str) -> Vec<sightline_domain::plan::Lead> {
    leads::read(&[Paragraph { text: text.to_owned(), item_level: None, is_marked: false }]).leads
}
