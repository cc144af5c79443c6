//! The summary for children and members: one page in plain words, from the figures that everybody may see.

use std::collections::BTreeMap;

use sightline_documents::generators::board_pack::{Block, BoardPack, PackPart};
use sightline_domain::board_report::Day;
use sightline_domain::challenge::Weighed;
use sightline_domain::pack::PackAudience;
use sightline_domain::spc::Variation;
use sightline_domain::standing::Standing;
use sightline_domain::standpoint::Standpoint;

use super::Reader;
use super::figures::ShownScorecard;
use crate::use_cases::packs::facts::PackFacts;

/// The words, one line each.
const WORDS: &str = include_str!("../../../../../../content/documents/board_pack/children_summary.txt");
/// Measures that are named in each list.
const MOST_NAMED: usize = 5;

/// The words by their names.
fn phrases() -> BTreeMap<&'static str, &'static str> {
    WORDS.lines().filter_map(|line| line.split_once(": ")).collect()
}

/// The summary as a paper of one page.
pub(in crate::use_cases::packs) fn members_summary(facts: &PackFacts, public: &PackAudience) -> BoardPack {
    let words = phrases();
    let say = |name: &str| words.get(name).copied().unwrap_or_default().to_owned();
    let scorecard = ShownScorecard::of(Reader { facts, audience: public });
    let (better, worse, measures) = changes(&scorecard, &words);
    let lead = match (measures, better.len(), worse.len()) {
        (0, ..) => "better.unknown",
        (_, 0, 0) => "better.same",
        (_, _, 0) => "better.yes",
        (_, 0, _) => "better.no",
        _ => "better.mixed",
    };
    let mut better_lines = Vec::new();
    for (name, found) in [("list.better", &better), ("list.worse", &worse)] {
        better_lines.extend(found.iter().take(MOST_NAMED).map(|phrase| format!("{}: {phrase}.", say(name))));
    }
    better_lines.push(say("better.note"));
    let meeting_on = Day::of(facts.of.meeting_on).words;
    let panel = |title: &str, lead: String, lines: Vec<String>| Block::Panel {
        title: say(title),
        lead,
        lines,
        is_alarm: false,
    };
    let (stuck_lead, stuck_lines) = stuck(facts, &say);
    BoardPack {
        council: facts.council.clone(),
        title: say("title"),
        plan_title: say("about"),
        body: None,
        audience: "Children, young people and members".to_owned(),
        handling: say("promise"),
        meeting: Some(Day::of(facts.of.meeting_on)),
        place: None,
        as_at: Day::of(facts.of.as_at),
        records: String::new(),
        sections: vec![PackPart {
            title: say("heading"),
            begins_page: false,
            blocks: vec![
                panel("question.better", say(lead), better_lines),
                panel("question.stuck", stuck_lead, stuck_lines),
                panel("question.next", say("next.meeting").replace("{day}", &meeting_on), vec![say("next.say")]),
            ],
        }],
    }
}

/// Everything that the summary says, for the measure of its reading age.
#[cfg(test)]
pub(in crate::use_cases::packs) fn members_text(summary: &BoardPack) -> String {
    let mut text = vec![summary.title.clone(), summary.plan_title.clone(), summary.handling.clone()];
    for block in summary.sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Panel { title, lead, lines, .. } = block {
            text.extend([title.clone(), lead.clone()]);
            text.extend(lines.iter().cloned());
        }
    }
    text.join("\n")
}

/// What got better and what got worse, in plain words, and how many measures there are.
fn changes(scorecard: &ShownScorecard, words: &BTreeMap<&str, &str>) -> (Vec<String>, Vec<String>, usize) {
    let (mut better, mut worse, mut measures) = (Vec::new(), Vec::new(), 0);
    for line in scorecard.sections.iter().flat_map(|(_, lines)| lines) {
        let (Some(id), Ok(shown)) = (&line.id, &line.shown) else { continue };
        measures += 1;
        // A measure without plain words of its own is left to the pack.
        let Some(phrase) = words.get(format!("measure.{id}").as_str()) else { continue };
        match shown.variation {
            Variation::Improvement(_) => better.push((*phrase).to_owned()),
            Variation::Concern(_) => worse.push((*phrase).to_owned()),
            _ => {}
        }
    }
    (better, worse, measures)
}

fn stuck(facts: &PackFacts, say: &dyn Fn(&str) -> String) -> (String, Vec<String>) {
    let now = Standpoint::of(&facts.at);
    let late = now.real().filter(|item| item.standing == Standing::Overdue).count();
    let all = facts.verdicts.actions.len();
    let fill =
        |name: &str, count: usize| say(name).replace("{count}", &count.to_string()).replace("{all}", &all.to_string());
    let lead = match late {
        0 => say("stuck.none"),
        1 => say("stuck.one"),
        late => fill("stuck.many", late),
    };
    let actions = &facts.verdicts.actions;
    let above = actions.iter().filter(|action| action.impact.weighed == Some(Weighed::Above)).count();
    let unknown = actions.iter().filter(|action| action.impact.supports.is_none()).count();
    let mut lines = Vec::new();
    if above > 1 {
        lines.push(fill("stuck.unsure", above));
    }
    if unknown > 1 {
        lines.push(fill("stuck.proof", unknown));
    }
    (lead, lines)
}

#[cfg(test)]
mod tests {
    use sightline_domain::readability::Readability;

    use super::*;

    #[test]
    fn a_child_of_twelve_can_read_every_word_of_the_summary() {
        let words = phrases();
        let all: Vec<String> = words
            .iter()
            .map(|(name, words)| {
                let filled = words.replace("{count}", "12").replace("{all}", "60").replace("{day}", "4 December 2026");
                if name.starts_with("measure.") { format!("Better now: {filled}.") } else { filled }
            })
            .collect();
        let whole = Readability::of(&all.join("\n"));
        assert!(whole.is_long_enough(), "{whole:?}");
        assert!(whole.is_within(12), "{}", whole.sentence());
    }

    #[test]
    fn no_sentence_alone_needs_a_much_older_reader() {
        let all = phrases().into_values().collect::<Vec<_>>().join("\n");
        let hard = sightline_domain::readability::hardest_sentences(&all, 15, 5);
        assert!(hard.is_empty(), "{hard:?}");
    }

    #[test]
    fn every_measure_that_boards_look_at_has_plain_words() {
        let scorecard = include_str!("../../../../../../content/scorecards/improvement_board.toml");
        let words = phrases();
        for line in scorecard.lines().filter_map(|line| line.split_once("measure = \"")) {
            let id = line.1.split('"').next().unwrap();
            assert!(words.contains_key(format!("measure.{id}").as_str()), "{id}");
        }
    }
}
