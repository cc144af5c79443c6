//! Dates, numbers and titles as a paper prints them.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::plan::{Action, Lead};
use crate::schedule::{Cadence, ScheduleKind};

/// Characters a title may have on the plan on a page.
const SHORT_TITLE_CHARACTERS: usize = 62;
/// Characters a title may have in a list, where it may take two lines.
const LISTED_TITLE_CHARACTERS: usize = 120;
/// Characters that leads may have in a list; the action table has them all.
const LISTED_LEADS_CHARACTERS: usize = 160;
/// Characters that a note may have in a list; the action table has all of it.
const LISTED_NOTE_CHARACTERS: usize = 400;
/// Characters a lead may have where space is scarce.
const SHORT_LEAD_CHARACTERS: usize = 44;

/// A day, with the words a paper prints for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// In full: `14 July 2026`.
    pub words: String,
    /// For narrow columns: `14 Jul 2026`.
    pub short: String,
}

impl Day {
    /// The day with its words.
    #[must_use]
    pub fn of(on: NaiveDate) -> Self {
        let month = month_name(on.month());
        Self {
            on,
            words: format!("{} {month} {}", on.day(), on.year()),
            short: format!("{} {} {}", on.day(), &month[..3], on.year()),
        }
    }
}

/// The day in full, inside a sentence: `14 July 2026`.
#[must_use]
pub(crate) fn day_words(on: NaiveDate) -> String {
    Day::of(on).words
}

fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month).ok().and_then(|month| NAMES.get(month.wrapping_sub(1))).copied().unwrap_or("month unknown")
}

/// `1 action`, `2 actions`: the thing takes an `s` unless there is one of it.
pub(crate) fn number_of(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// `is` for one, `are` otherwise.
pub(crate) fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// `has` for one, `have` otherwise.
pub(crate) fn has_have(count: usize) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

/// `a, b and c`.
pub(crate) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A count with what it was before: `6 (2 more)`, used after a number in a sentence.
pub(super) fn more_or_fewer(now: usize, before: usize) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("{} more than", now - before),
        std::cmp::Ordering::Less => format!("{} fewer than", before - now),
        std::cmp::Ordering::Equal => "the same as".to_owned(),
    }
}

/// The text on one line, runs of white space made one.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text cut at the end of a word so that it has at most `longest` characters, with `…` when cut.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= longest {
        return line;
    }
    let mut kept = String::new();
    let mut length = 0;
    for word in line.split(' ') {
        let added = word.chars().count() + usize::from(length > 0);
        if length + added + 1 > longest {
            break;
        }
        if length > 0 {
            kept.push(' ');
        }
        kept.push_str(word);
        length += added;
    }
    if kept.is_empty() {
        kept = line.chars().take(longest.saturating_sub(1)).collect();
    }
    let mut kept = kept.trim_end_matches([',', ';', ':', '.', '-', '–', '(']).to_owned();
    // A cut after "and" or "the" reads as a mistake.
    while let Some((before, last)) = kept.rsplit_once(' ') {
        if !matches!(
            last.to_lowercase().as_str(),
            "a" | "about"
                | "above"
                | "an"
                | "and"
                | "any"
                | "are"
                | "as"
                | "at"
                | "be"
                | "been"
                | "before"
                | "below"
                | "but"
                | "by"
                | "each"
                | "every"
                | "for"
                | "from"
                | "has"
                | "if"
                | "in"
                | "into"
                | "is"
                | "it"
                | "its"
                | "more"
                | "not"
                | "of"
                | "on"
                | "or"
                | "so"
                | "than"
                | "that"
                | "the"
                | "their"
                | "they"
                | "this"
                | "to"
                | "was"
                | "what"
                | "when"
                | "where"
                | "which"
                | "who"
                | "whose"
                | "with"
        ) {
            break;
        }
        kept = before.trim_end_matches([',', ';', ':']).to_owned();
    }
    kept.push('…');
    kept
}

/// The action's first sentence, short enough for one line of the plan on a page.
pub(super) fn short_title(action: &Action) -> String {
    title_within(action, SHORT_TITLE_CHARACTERS)
}

/// The action's first sentence, short enough for a list.
#[must_use]
pub fn listed_title(action: &Action) -> String {
    title_within(action, LISTED_TITLE_CHARACTERS)
}

fn title_within(action: &Action, longest: usize) -> String {
    let line = one_line(action.title());
    let sentence = line.split_inclusive(". ").next().unwrap_or(&line).trim().trim_end_matches('.');
    if sentence.chars().count() <= longest {
        return sentence.to_owned();
    }
    // A title that ends with a clause reads better than one that ends with a word.
    let clause = sentence
        .match_indices([',', ';', ':'])
        .map(|(at, _)| &sentence[..at])
        .take_while(|clause| clause.chars().count() < longest)
        .last()
        .filter(|clause| clause.chars().count() * 2 >= longest);
    clause.map_or_else(|| shortened(sentence, longest), |clause| format!("{clause}…"))
}

/// Who leads, as the plan says it: `Head of Service; Principal Social Worker`.
pub(super) fn leads_words(leads: &[Lead], raw: Option<&str>) -> String {
    crate::plan::leads_words(leads, raw).unwrap_or_else(|| "No lead".to_owned())
}

/// Who leads, short enough for a list.
pub(super) fn listed_leads(action: &Action) -> String {
    shortened(&leads_words(&action.leads, action.leads_raw.as_deref()), LISTED_LEADS_CHARACTERS)
}

/// A note, short enough for a list.
pub(super) fn listed_note(note: &str) -> String {
    shortened(note, LISTED_NOTE_CHARACTERS)
}

/// The leads for a narrow line; how many more there are when not all fit.
pub(super) fn short_leads_words(leads: &[Lead], raw: Option<&str>) -> String {
    let all = leads_words(leads, raw);
    if all.chars().count() <= SHORT_LEAD_CHARACTERS {
        return all;
    }
    match all.split_once("; ") {
        Some((first, rest)) => {
            let more = format!(" + {} more", rest.split("; ").count());
            let room = SHORT_LEAD_CHARACTERS.saturating_sub(more.len());
            format!("{}{more}", shortened(first, room))
        }
        None => shortened(&all, SHORT_LEAD_CHARACTERS),
    }
}

/// When the action is due, in words: a day, a cadence, ongoing, to be confirmed, or what is printed.
#[must_use]
pub fn due_words(action: &Action) -> String {
    let schedule = &action.schedule;
    let on = action.due_on.map(|due_on| Day::of(due_on).short);
    if let Some(cadence) = schedule.cadence {
        let name = cadence_name(cadence);
        return on.map_or_else(|| name.to_owned(), |on| format!("{name} from {on}"));
    }
    if schedule.is_ongoing || schedule.kind == ScheduleKind::Ongoing {
        return on.map_or_else(|| "Ongoing".to_owned(), |on| format!("{on} and ongoing"));
    }
    if let Some(on) = on {
        return on;
    }
    if let Some(test_on) = schedule.test_on {
        return format!("Test impact by {}", Day::of(test_on).short);
    }
    if let Some(targets_on) = schedule.targets_on {
        return format!("Targets by {}", Day::of(targets_on).short);
    }
    if schedule.kind == ScheduleKind::ToBeConfirmed {
        return "To be confirmed".to_owned();
    }
    let raw = one_line(action.due_raw.as_deref().unwrap_or_default());
    if !raw.is_empty() {
        return raw;
    }
    if let Some(milestone) = action.milestones.iter().filter_map(|milestone| milestone.due_on).max() {
        return format!("Milestones to {}", Day::of(milestone).short);
    }
    "No date".to_owned()
}

fn cadence_name(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Weekly => "Weekly",
        Cadence::Fortnightly => "Fortnightly",
        Cadence::Monthly => "Monthly",
        Cadence::EveryTwoMonths => "Every two months",
        Cadence::Quarterly => "Quarterly",
        Cadence::Termly => "Termly",
        Cadence::SixMonthly => "Every six months",
        Cadence::Annual => "Annual",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_written_as_people_write_it() {
        let day = Day::of("2026-07-04".parse().unwrap());
        assert_eq!(day.words, "4 July 2026");
        assert_eq!(day.short, "4 Jul 2026");
    }

    #[test]
    fn a_title_is_cut_after_a_word_that_can_end_it() {
        assert_eq!(shortened("Agree the threshold document with the partners", 33), "Agree the threshold document…");
        assert_eq!(shortened("Open the hub", 33), "Open the hub");
    }

    #[test]
    fn a_title_ends_with_a_clause_where_it_can() {
        let text = "Hold strategy meetings within 24 hours, with police and health in the room or on the line. Report monthly.";
        let action = Action { text: Some(text.to_owned()), ..Action::default() };
        assert_eq!(short_title(&action), "Hold strategy meetings within 24 hours…");
        assert_eq!(
            listed_title(&action),
            "Hold strategy meetings within 24 hours, with police and health in the room or on the line"
        );
    }

    #[test]
    fn several_leads_are_counted_when_they_do_not_fit() {
        let lead = |name: &str| Lead { name: name.to_owned(), ..Lead::default() };
        let leads = [
            lead("Head of Safeguarding and Quality Assurance"),
            lead("Head of Service"),
            lead("Principal Social Worker"),
        ];
        let short = short_leads_words(&leads, None);
        assert!(short.ends_with("… + 2 more"), "{short}");
        assert!(short.chars().count() <= SHORT_LEAD_CHARACTERS);
        assert_eq!(leads_words(&[], Some(" Head of\nService ")), "Head of Service");
        assert_eq!(leads_words(&[], None), "No lead");
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        let items: Vec<String> = ["1.1", "2.3", "4.2"].map(str::to_owned).to_vec();
        assert_eq!(listed(&items), "1.1, 2.3 and 4.2");
        assert_eq!(listed(&items[..1]), "1.1");
    }

    proptest! {
        #[test]
        fn a_shortened_text_fits(text in "\\PC{0,200}", longest in 5_usize..90) {
            prop_assert!(shortened(&text, longest).chars().count() <= longest);
        }
    }
}
