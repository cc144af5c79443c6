//! The success column of a priority: targets, impact, and what good looks like.

use sightline_domain::plan::{Target, TargetOperator};
use sightline_domain::schedule::read_schedule;

use super::super::source::Paragraph;
use super::super::vocabulary::Headings;
use super::codes;
use super::draft::{Draft, Piece};
use super::statements;
use super::words::{append, one_space, plain};

impl Draft<'_> {
    /// The success column of a priority: targets, impact, and what good looks like.
    pub(super) fn success_column(&mut self, pieces: &[Piece]) {
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
                    let due_on = read_schedule(&heading, &words).schedule.due_on;
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
                        Some(body.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" "));
                }
                "outstanding" => {
                    priority.outstanding_looks_like =
                        Some(body.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" "));
                }
                _ => priority.footnotes.extend(body.into_iter().map(|one| one.text)),
            }
        }
        for seen in by_reading {
            let seen = Self::shown(&seen);
            self.question_about(&self.priority_in_hand(), codes::STATEMENTS_CUT, &first.place, &seen, "The cell prints no separators. It is cut into statements by reading: confirm where one ends and the next begins.");
        }
        let undated = self.current_priority().is_some_and(|priority| {
            !priority.targets.is_empty() && priority.targets.iter().all(|target| target.due_on.is_none())
        });
        if undated {
            let reference = self.current_priority().map(|priority| priority.reference.clone()).unwrap_or_default();
            self.question_about(
                &self.priority_in_hand(),
                codes::TARGETS_WITHOUT_DATE,
                &first.place,
                "Targets",
                format!("The heading over the targets of priority {reference} has no date. Give the day they are for."),
            );
        }
    }
}

/// The paragraphs of a column over its rows; unmarked text that goes on is joined.
fn joined_column(pieces: &[Piece]) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    for piece in pieces {
        for paragraph in &piece.cell.paragraphs {
            match all.last_mut() {
                Some(last) if !last.is_marked && !paragraph.is_marked => append(&mut last.text, &paragraph.text),
                _ => all.push(paragraph.clone()),
            }
        }
    }
    all
}

type Block = (&'static str, String, Vec<Paragraph>);

/// The blocks of a success column: kind, heading as printed, and what stands under it.
fn blocks_of(paragraphs: &[Paragraph], headings: &Headings) -> Vec<Block> {
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

fn phrases_of(headings: &Headings) -> Vec<(String, &'static str)> {
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
    // Only ASCII letters, so that both texts have their words at the same bytes.
    let lower = text.to_ascii_lowercase();
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
pub(in crate::importers::plan) fn target(text: &str, due_on: Option<chrono::NaiveDate>) -> Target {
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
