//! Headings of priorities and pillars, and the title of the plan.

use std::sync::LazyLock;

use regex::Regex;
use sightline_domain::Place;
use sightline_domain::plan::Pillar;
use sightline_domain::schedule::{read_date, read_schedule};

use super::codes;
use super::draft::{Draft, bare_reference};
use super::leads::leads_of;
use super::lines::Standing;
use super::words::{one_space, plain};

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

impl Draft<'_> {
    /// The reference and title of a line that opens a priority.
    pub(super) fn priority_heading(&self, text: &str) -> Option<(String, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        for pattern in &self.vocabulary.headings.opens_priority {
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

    /// True for the heading of the priority in hand, printed again at the top of a page.
    pub(super) fn is_printed_again(&self, printed: &str, title: &str) -> bool {
        self.priority.and_then(|at| self.plan.priorities.get(at)).is_some_and(|priority| {
            priority.ref_raw.as_deref() == Some(printed) && priority.title.as_deref().map(plain) == Some(plain(title))
        })
    }

    /// Opens the priority that a heading names.
    pub(super) fn heading_priority(&mut self, place: &Place, printed: &str, title: &str, heading: &str) {
        let expected = self.plan.priorities.len() + 1;
        let reference = if printed.chars().all(|c| c.is_ascii_digit()) {
            printed.to_owned()
        } else {
            self.question_about(
                &format!("priority {expected}"),
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
    pub(super) fn leads_line(&mut self, text: &str) -> bool {
        let Some((label, leads)) = text.split_once(':') else { return false };
        let wanted = plain(label);
        let leads = leads.trim();
        if leads.is_empty() || !self.vocabulary.headings.priority_leads.contains(&wanted) {
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
    pub(super) fn numbered_heading(&mut self, place: &Place, text: &str, standing: Standing) -> bool {
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
        self.plan.pillars.push(Pillar {
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
        let whole_line = lines.iter().find(|line| read_date(line, words).is_some()).cloned();
        let found = read_schedule(&title, words).dates;
        let at_end = found.last().map(|date| title[date.begins..date.ends].to_owned());
        if let Some(raw) = whole_line.or(at_end) {
            self.plan.dated_on = read_date(&raw, words).map(|(_, last)| last);
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
