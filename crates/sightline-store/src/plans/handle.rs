//! Handles: short readable names of plans.

use chrono::{Datelike, NaiveDate};
use sightline_domain::plan::Plan;

/// Longest handle.
const LONGEST: usize = 40;

/// Words that say what kind of body it is, not which.
const NOT_NAMES: [&str; 22] = [
    "and",
    "authority",
    "borough",
    "childrens",
    "children",
    "city",
    "council",
    "county",
    "district",
    "for",
    "improvement",
    "london",
    "metropolitan",
    "of",
    "partnership",
    "plan",
    "royal",
    "s",
    "services",
    "the",
    "trust",
    "unitary",
];

/// What stands in the place of a handle in the address of a page of its own.
const ADDRESSES: [&str; 1] = ["import"];

/// True for 1 to 40 small letters, digits and hyphens, beginning with a letter
/// and not ending with a hyphen, that are no page's address.
pub(super) fn is_handle(text: &str) -> bool {
    text.len() <= LONGEST
        && !ADDRESSES.contains(&text)
        && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

/// The handle a plan would like: the council's name, or the title's, and the year it begins.
pub(super) fn wished_handle(plan: &Plan, imported_on: NaiveDate) -> String {
    let year = plan.period_start_on.or(plan.dated_on).unwrap_or(imported_on).year();
    let year = year.to_string();
    let room = LONGEST.saturating_sub(year.len() + 8);
    let name = plan
        .council
        .as_deref()
        .and_then(|council| name_words(council, room))
        .or_else(|| name_words(&plan.title, room))
        .unwrap_or_else(|| "plan".to_owned());
    if name.ends_with(&year) { name } else { format!("{name}-{year}") }
}

/// The `count`-th choice: the wished handle itself, then with 2, 3 … after it.
pub(super) fn choice(wished: &str, count: u32) -> String {
    if count <= 1 { wished.to_owned() } else { format!("{wished}-{count}") }
}

fn name_words(text: &str, room: usize) -> Option<String> {
    let lower = text.replace(['\'', '’'], "").to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut names: Vec<&str> = words.iter().copied().filter(|word| !NOT_NAMES.contains(word)).collect();
    if names.is_empty() {
        names = words;
    }
    let mut handle = String::new();
    for word in names {
        if handle.is_empty() {
            handle.extend(word.chars().take(room));
        } else if handle.len() + 1 + word.len() <= room {
            handle.push('-');
            handle.push_str(word);
        } else {
            break;
        }
    }
    handle.starts_with(|letter: char| letter.is_ascii_lowercase()).then_some(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(council: Option<&str>, title: &str) -> String {
        let plan = Plan { council: council.map(str::to_owned), title: title.to_owned(), ..Plan::default() };
        wished_handle(&plan, NaiveDate::from_ymd_opt(2026, 11, 20).unwrap())
    }

    #[test]
    fn a_handle_is_the_council_and_the_year() {
        assert_eq!(handle(Some("Harbour City Council"), "Any title"), "harbour-2026");
        assert_eq!(handle(Some("The London Borough of Upper Fen"), ""), "upper-fen-2026");
    }

    #[test]
    fn without_a_council_the_title_serves() {
        assert_eq!(handle(None, "Children’s Services Improvement Plan: Westmoor 2026"), "westmoor-2026");
        assert_eq!(handle(None, "Improvement plan"), "improvement-plan-2026");
        assert_eq!(handle(None, "2026"), "plan-2026");
        assert_eq!(handle(None, "Ηαρβουρ"), "plan-2026");
    }

    #[test]
    fn every_handle_made_is_one() {
        for title in ["", "a", "-", "ß", &"very ".repeat(40), &"x".repeat(200), "1st plan", "Élan"] {
            for count in [1, 2, 100] {
                let handle = choice(&handle(None, title), count);
                assert!(is_handle(&handle), "{handle}");
            }
        }
    }
}
