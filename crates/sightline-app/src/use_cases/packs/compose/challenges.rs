//! Challenges with their answers: those that ask most of a board one by one, the rest by their numbers.

use sightline_documents::generators::board_pack::{Block, PackCell, PackRow, PackTable};
use sightline_domain::board::ChallengeStage;
use sightline_domain::board_report::Day;
use sightline_domain::challenge::ChallengeKind;

use super::{Reader, heading, heads, named, number_of, words};
use crate::use_cases::verdicts::challenges::{AnswerState, RaisedChallenge};

/// Challenges of one kind that are printed one by one.
const MOST_OF_A_KIND: usize = 8;
/// References that are named one beside the other.
const MOST_NAMED: usize = 30;

pub(super) fn blocks(reader: Reader<'_>) -> Vec<Block> {
    let all = &reader.facts.challenges.challenges;
    if all.is_empty() {
        return vec![words("Nothing in the plan has to be asked about.")];
    }
    let open = reader.facts.challenges.to_be_answered();
    let mut blocks = vec![words(format!(
        "{} found by rule; {open} without an answer that settles {}. An answer agrees and rates again, gives evidence, or explains.",
        number_of(all.len(), "challenge"),
        if open == 1 { "it" } else { "them" },
    ))];
    let mut rows = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for kind in ChallengeKind::ALL {
        let own = all.iter().filter(|raised| raised.challenge.kind == kind);
        let in_full = matches!(
            kind,
            ChallengeKind::RatedAboveEvidence | ChallengeKind::MovedWithoutReason | ChallengeKind::HiddenSuccess
        );
        // What was answered is printed whatever it is: the answer is the news.
        let (told, counted): (Vec<&RaisedChallenge>, Vec<&RaisedChallenge>) =
            own.partition(|raised| in_full || !raised.answers.is_empty());
        if !told.is_empty() {
            rows.push(PackRow::Band { text: format!("{} ({})", kind.name(), told.len()) });
            rows.extend(told.iter().take(MOST_OF_A_KIND).map(|raised| row(reader, raised)));
            let more: Vec<String> = told.iter().skip(MOST_OF_A_KIND).map(|raised| about(raised)).collect();
            if !more.is_empty() {
                rest.push(format!("{}, also: {}.", kind.name(), named(&more, MOST_NAMED)));
            }
        }
        if !counted.is_empty() {
            let references: Vec<String> = counted.iter().map(|raised| about(raised)).collect();
            rest.push(format!("{} ({}): {}.", kind.name(), counted.len(), named(&references, MOST_NAMED)));
        }
    }
    if !rows.is_empty() {
        let columns = heads(&[("About", 2), ("What there is to ask", 8), ("Answer", 6)]);
        blocks.push(Block::Table(PackTable { columns, rows }));
    }
    if !rest.is_empty() {
        blocks.extend([heading("Also to be answered"), Block::Points { items: rest }]);
    }
    blocks.extend(of_members(reader));
    blocks
}

/// The action or finding that it is about.
fn about(raised: &RaisedChallenge) -> String {
    match &raised.challenge.subject {
        sightline_domain::challenge::Subject::Finding { finding, .. } => finding.clone(),
        other => other.action().unwrap_or_default().to_owned(),
    }
}

fn row(reader: Reader<'_>, raised: &RaisedChallenge) -> PackRow {
    let answer = match (raised.state, raised.answers.last()) {
        (AnswerState::Open, _) | (_, None) => PackCell::text("No answer yet").alarm(true),
        (state, Some(answer)) => {
            let by = reader.who(&answer.by, answer.post.as_deref().unwrap_or("the lead"));
            let more = match state {
                AnswerState::Changed => "; it has changed since",
                AnswerState::Agreed => "; the rating stands as it did",
                AnswerState::Open | AnswerState::Answered => "",
            };
            PackCell::text(format!("{}: {}", answer.reply.words(), reader.say(&answer.words)))
                .with(format!("{by}, {}{more}", Day::of(answer.at.date_naive()).words))
        }
    };
    PackRow::cells(vec![PackCell::text(about(raised)), PackCell::text(reader.say(&raised.challenge.sentence)), answer])
}

/// What members asked at meetings.
fn of_members(reader: Reader<'_>) -> Vec<Block> {
    let day = reader.facts.of.as_at;
    let rows: Vec<PackRow> = reader
        .facts
        .board
        .challenges
        .iter()
        .filter(|logged| logged.on <= day && logged.stage_on(day) != ChallengeStage::Closed)
        .map(|logged| {
            let answer = logged.answers.iter().rfind(|answer| answer.on <= day);
            PackRow::cells(vec![
                PackCell::text(Day::of(logged.on).short).with(reader.say(&logged.by_post)),
                PackCell::text(reader.say(&logged.text)),
                answer.map_or_else(
                    || PackCell::text(format!("No answer yet from {}", reader.say(&logged.to_post))).alarm(true),
                    |answer| PackCell::text(reader.say(&answer.text)).with(reader.say(&answer.by_post)),
                ),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = heads(&[("Asked", 3), ("What members asked", 7), ("Answer", 6)]);
    vec![heading("What members asked"), Block::Table(PackTable { columns, rows })]
}
