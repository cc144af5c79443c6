//! The sentences of a highlight report, by rule from its facts.

use chrono::NaiveDate;

use super::{HighlightFacts, MilestoneFact, Topic, VerdictCounts};
use crate::board_report::{Axis, Direction, day_words, has_have, is_are, listed, number_of};

/// References named one by one in a sentence; the rest are counted.
const MOST_NAMED: usize = 6;

/// The sentences on a topic.
pub(super) fn of(topic: Topic, facts: &HighlightFacts, as_at: NaiveDate, since: Option<NaiveDate>) -> String {
    match topic {
        Topic::Ratings => ratings(facts),
        Topic::Changes => changes(facts, since),
        Topic::Overdue => overdue(facts),
        Topic::Milestones => milestones(facts, as_at, since),
        Topic::Evidence => facts
            .verdicts
            .as_ref()
            .map_or_else(|| "No rating of this priority has been tested against evidence.".to_owned(), evidence),
        Topic::Decisions => decisions(facts),
    }
}

fn ratings(facts: &HighlightFacts) -> String {
    if facts.actions == 0 {
        return "This priority has no actions.".to_owned();
    }
    let of_axis = |axis, question: &str| {
        let levels: Vec<String> = facts
            .levels
            .iter()
            .filter(|line| line.axis == axis)
            .map(|line| format!("{} {}", line.count, line.level.to_lowercase()))
            .collect();
        (!levels.is_empty()).then(|| format!("{question} {}.", listed(&levels)))
    };
    let parts = [
        Some(format!("{}.", number_of(facts.actions, "action"))),
        of_axis(Axis::Action, "Are we doing it:"),
        of_axis(Axis::Impact, "Is it making a difference:"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn changes(facts: &HighlightFacts, since: Option<NaiveDate>) -> String {
    let Some(since) = since else {
        return "This is the first report, so there is nothing to compare with.".to_owned();
    };
    let since = day_words(since);
    let told = |axis: Axis, wanted: Direction, words: &str| {
        let moved = facts.moved.iter().filter(|(of, _, direction)| *of == axis && *direction == wanted);
        let references: Vec<String> = moved.map(|(_, reference, _)| reference.clone()).collect();
        let rating = if axis == Axis::Action { "Action rating" } else { "Impact rating" };
        (!references.is_empty()).then(|| format!("{rating} {words}: {}.", named(&references)))
    };
    let kinds = [
        (Direction::Worse, "worse"),
        (Direction::Better, "better"),
        (Direction::FirstRated, "given for the first time"),
        (Direction::NoLongerRated, "removed"),
    ];
    let lines: Vec<String> = [Axis::Action, Axis::Impact]
        .into_iter()
        .flat_map(|axis| kinds.map(|(direction, words)| told(axis, direction, words)))
        .flatten()
        .collect();
    if lines.is_empty() {
        format!("No rating has moved since {since}.")
    } else {
        format!("Since {since}. {}", lines.join(" "))
    }
}

fn overdue(facts: &HighlightFacts) -> String {
    let mut lines = Vec::new();
    if !facts.overdue.is_empty() {
        let count = facts.overdue.len();
        lines.push(format!("{} {} overdue: {}.", number_of(count, "action"), is_are(count), named(&facts.overdue)));
    }
    if !facts.late_milestones.is_empty() {
        let count = facts.late_milestones.len();
        let late = number_of(count, "milestone");
        lines.push(format!(
            "{late} of other actions {} overdue: {}.",
            is_are(count),
            steps(&facts.late_milestones, "due")
        ));
    }
    if lines.is_empty() { "Nothing is overdue.".to_owned() } else { lines.join(" ") }
}

fn milestones(facts: &HighlightFacts, as_at: NaiveDate, since: Option<NaiveDate>) -> String {
    let period =
        since.map_or_else(|| format!("by {}", day_words(as_at)), |since| format!("since {}", day_words(since)));
    let met = match facts.milestones_met.len() {
        0 => format!("No milestone was met {period}."),
        count => {
            let was = if count == 1 { "was" } else { "were" };
            format!("{} {was} met {period}: {}.", number_of(count, "milestone"), steps(&facts.milestones_met, "on"))
        }
    };
    let due = match facts.milestones_due.len() {
        0 => "None falls due in the next six weeks.".to_owned(),
        1 => format!("1 falls due in the next six weeks: {}.", steps(&facts.milestones_due, "by")),
        count => format!("{count} fall due in the next six weeks: {}.", steps(&facts.milestones_due, "by")),
    };
    format!("{met} {due}")
}

fn evidence(verdicts: &VerdictCounts) -> String {
    let levels = [(verdicts.blue, "blue"), (verdicts.green, "green"), (verdicts.amber, "amber"), (verdicts.red, "red")];
    let levels: Vec<String> =
        levels.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{name} for {count}")).collect();
    let mut lines = Vec::new();
    if verdicts.judged() > 0 {
        lines.push(format!("The evidence on impact supports {}.", listed(&levels)));
    }
    if verdicts.no_evidence > 0 {
        let count = verdicts.no_evidence;
        lines.push(format!("{} {} no evidence to judge by.", number_of(count, "action"), has_have(count)));
    }
    if verdicts.rated_better.is_empty() {
        lines.push("No rating is better than its evidence.".to_owned());
    } else {
        lines.push(format!("Rated better than the evidence supports: {}.", named(&verdicts.rated_better)));
    }
    if !verdicts.rated_worse.is_empty() {
        lines.push(format!("The evidence supports more than the rating: {}.", named(&verdicts.rated_worse)));
    }
    lines.join(" ")
}

fn decisions(facts: &HighlightFacts) -> String {
    let sentence = |decision: &String| {
        if decision.ends_with(['.', '?', '!']) { decision.clone() } else { format!("{decision}.") }
    };
    match facts.decisions.as_slice() {
        [] => "Nothing is asked of the board.".to_owned(),
        [only] => format!("The board is asked: {}", sentence(only)),
        several => {
            let several: Vec<String> = several
                .iter()
                .enumerate()
                .map(|(at, decision)| format!("({}) {}", at + 1, sentence(decision)))
                .collect();
            format!("The board is asked: {}", several.join(" "))
        }
    }
}

/// The references, the first six by name.
fn named(references: &[String]) -> String {
    let mut parts: Vec<String> = references.iter().take(MOST_NAMED).cloned().collect();
    if references.len() > MOST_NAMED {
        parts.push(format!("{} more", references.len() - MOST_NAMED));
    }
    listed(&parts)
}

/// The milestones with their day, the first six by name.
fn steps(milestones: &[MilestoneFact], word: &str) -> String {
    let step = |milestone: &MilestoneFact| {
        format!("{} ({}, {word} {})", milestone.text.trim_end_matches('.'), milestone.action, day_words(milestone.on))
    };
    let mut parts: Vec<String> = milestones.iter().take(MOST_NAMED).map(step).collect();
    if milestones.len() > MOST_NAMED {
        parts.push(format!("{} more", milestones.len() - MOST_NAMED));
    }
    listed(&parts)
}

#[cfg(test)]
mod tests {
    use super::super::draft::tests::{day, draft};
    use super::*;

    #[test]
    fn each_topic_is_told_from_the_facts() {
        let verdicts = VerdictCounts {
            green: 1,
            red: 1,
            no_evidence: 1,
            rated_better: vec!["1.1".to_owned()],
            ..VerdictCounts::default()
        };
        let draft = draft(Some(verdicts), &["Agree two more posts", "Which area should go first?"]);
        let told: Vec<&str> = Topic::ALL.into_iter().map(|topic| draft.text(topic)).collect();
        assert_eq!(
            told,
            [
                "3 actions. Are we doing it: 1 green, 1 red and 1 not yet rated. \
                 Is it making a difference: 1 green, 1 amber and 1 not yet rated.",
                "Since 31 July 2026. Action rating worse: 1.1. Action rating better: 1.2. Impact rating better: 1.2.",
                "1 action is overdue: 1.1. \
                 1 milestone of other actions is overdue: First visits (1.2, due 25 October 2026).",
                "1 milestone was met since 31 July 2026: Team in place (1.2, on 20 October 2026). \
                 1 falls due in the next six weeks: Review (1.3, by 30 November 2026).",
                "The evidence on impact supports green for 1 and red for 1. 1 action has no evidence to judge by. \
                 Rated better than the evidence supports: 1.1.",
                "The board is asked: (1) Agree two more posts. (2) Which area should go first?",
            ]
        );
    }

    #[test]
    fn nothing_is_told_as_nothing() {
        let facts = HighlightFacts::default();
        let told: Vec<String> =
            Topic::ALL.into_iter().map(|topic| of(topic, &facts, day("2026-10-31"), None)).collect();
        assert_eq!(
            told,
            [
                "This priority has no actions.",
                "This is the first report, so there is nothing to compare with.",
                "Nothing is overdue.",
                "No milestone was met by 31 October 2026. None falls due in the next six weeks.",
                "No rating of this priority has been tested against evidence.",
                "Nothing is asked of the board.",
            ]
        );
        assert_eq!(
            of(Topic::Changes, &facts, day("2026-10-31"), Some(day("2026-07-31"))),
            "No rating has moved since 31 July 2026."
        );
        assert_eq!(evidence(&VerdictCounts::default()), "No rating is better than its evidence.");
    }

    #[test]
    fn long_lists_name_six_and_count_the_rest() {
        let many: Vec<String> = (1..=8).map(|number| format!("1.{number}")).collect();
        assert_eq!(named(&many), "1.1, 1.2, 1.3, 1.4, 1.5, 1.6 and 2 more");
    }
}
