//! What the body has on record: agenda, last minutes, decisions and actions, risks, and what it is asked.

use sightline_documents::generators::board_pack::{Block, PackCell, PackRow, PackTable};
use sightline_domain::board::{ActionStanding, MinutesState};
use sightline_domain::board_report::Day;
use sightline_domain::highlight::Topic;
use sightline_domain::risk::{RiskScale, by_need};

use super::{Reader, heading, heads, words};

pub(super) fn agenda(reader: Reader<'_>) -> Vec<Block> {
    let board = &reader.facts.board;
    let Some(agenda) = board.agenda.as_ref().filter(|agenda| !agenda.items.is_empty()) else {
        return vec![words("No agenda is on record for this meeting yet.")];
    };
    let starts_at = board.meeting.as_ref().and_then(|meeting| meeting.starts_at);
    let slots = starts_at.map(|starts_at| agenda.timetable(starts_at)).unwrap_or_default();
    let rows = agenda.items.iter().map(|item| {
        let slot = slots.iter().find(|slot| slot.item == item.number);
        let when = slot.map_or_else(
            || format!("{} minutes", item.minutes),
            |slot| format!("{} to {}", slot.starts_at.format("%H:%M"), slot.ends_at.format("%H:%M")),
        );
        PackRow::cells(vec![
            PackCell::text(item.number.to_string()),
            PackCell::text(reader.say(&item.title)),
            PackCell::text(reader.say(&item.presents)),
            PackCell::text(when),
        ])
    });
    let columns = [("Item", 1), ("About", 8), ("Presents", 5), ("When", 3)];
    vec![Block::Table(PackTable { columns: heads(&columns), rows: rows.collect() })]
}

pub(super) fn minutes(reader: Reader<'_>) -> Vec<Block> {
    let board = &reader.facts.board;
    let Some(last) = &board.last else {
        return vec![words("No meeting before this one is on record.")];
    };
    let day = reader.facts.of.as_at.max(last.on());
    let mut blocks = Vec::new();
    match &board.last_minutes {
        None => blocks.push(words(format!("There are no minutes of {} yet.", Day::of(last.on()).words))),
        Some(minutes) => {
            let state = match &minutes.state {
                MinutesState::Draft => "to be agreed at this meeting".to_owned(),
                MinutesState::Agreed { on, .. } => format!("agreed on {}", Day::of(*on).words),
            };
            blocks.push(words(format!("Minutes of {}, {state}.", Day::of(last.on()).words)));
            let title = |number: u32| {
                let item = board.last_agenda.as_ref().and_then(|agenda| agenda.item(number));
                item.map_or_else(|| format!("Item {number}"), |item| format!("{number}. {}", item.title))
            };
            let rows = minutes.items.iter().map(|(number, said)| {
                PackRow::cells(vec![PackCell::text(reader.say(&title(*number))), PackCell::text(reader.say(said))])
            });
            let columns = heads(&[("Item", 2), ("What was said", 6)]);
            blocks.push(Block::Table(PackTable { columns, rows: rows.collect() }));
        }
    }
    let decided: Vec<PackRow> = board
        .decisions
        .iter()
        .filter(|decision| decision.meeting == last.number)
        .map(|decision| {
            let by = decision.due_on.map_or_else(|| "By deciding".to_owned(), |due_on| Day::of(due_on).words);
            PackRow::cells(vec![
                PackCell::text(decision.number.to_string()),
                PackCell::text(reader.say(&decision.text)),
                PackCell::text(reader.say(&decision.owner)),
                PackCell::text(by),
            ])
        })
        .collect();
    let columns = heads(&[("Number", 2), ("What", 9), ("Who sees to it", 5), ("By", 4)]);
    if !decided.is_empty() {
        blocks
            .extend([heading("What was decided"), Block::Table(PackTable { columns: columns.clone(), rows: decided })]);
    }
    let open = |standing: ActionStanding| matches!(standing, ActionStanding::Open | ActionStanding::Overdue);
    let to_do: Vec<PackRow> = board
        .actions
        .iter()
        .filter(|action| open(action.standing_on(day)))
        .map(|action| {
            let late = action.standing_on(day) == ActionStanding::Overdue;
            let by = action.due_on.map_or_else(|| "No day".to_owned(), |due_on| Day::of(due_on).words);
            PackRow::cells(vec![
                PackCell::text(action.number.to_string()),
                PackCell::text(reader.say(&action.text)),
                PackCell::text(reader.say(&action.owner)),
                PackCell::text(if late { format!("Overdue: {by}") } else { by }).alarm(late),
            ])
        })
        .collect();
    if !to_do.is_empty() {
        blocks.extend([heading("Actions of meetings that are open"), Block::Table(PackTable { columns, rows: to_do })]);
    }
    blocks
}

pub(super) fn risks(reader: Reader<'_>) -> Vec<Block> {
    let facts = reader.facts;
    let scale = RiskScale::five_by_five();
    let standings = by_need(&facts.risks, scale, facts.of.as_at, Some(facts.since));
    if standings.is_empty() {
        return vec![words("No open risk or issue is on record.")];
    }
    let rows = standings.iter().filter_map(|standing| {
        let risk = facts.risks.iter().find(|risk| risk.number == standing.number)?;
        Some(PackRow::cells(vec![
            PackCell::text(reader.say(&risk.title)).with(reader.say(&risk.effect)),
            PackCell::text(standing.score.map_or_else(|| "Not scored".to_owned(), |score| score.to_string()))
                .alarm(standing.is_above_appetite),
            PackCell::text(reader.say(&standing.sentence)),
            PackCell::text(reader.say(&risk.owner)),
        ]))
    });
    let columns = heads(&[("Risk or issue", 6), ("Score", 2), ("Where it stands", 7), ("Owner", 4)]);
    vec![Block::Table(PackTable { columns, rows: rows.collect() })]
}

pub(super) fn decisions_asked(reader: Reader<'_>) -> Vec<Block> {
    let asked = super::summary::asked(reader);
    let mut blocks = vec![Block::Points { items: asked }];
    let of_sponsors: Vec<PackRow> = reader
        .facts
        .highlights
        .iter()
        .filter(|report| report.signature.is_some())
        .filter_map(|report| {
            let said = report.lines().into_iter().find(|line| line.topic == Topic::Decisions)?.text;
            let is_drafted = said == report.draft.text(Topic::Decisions) && report.draft.facts.decisions.is_empty();
            (!is_drafted).then(|| {
                PackRow::cells(vec![
                    PackCell::text(format!("{}  {}", report.draft.priority, reader.say(&report.draft.title))),
                    PackCell::text(reader.say(&said)),
                ])
            })
        })
        .collect();
    if !of_sponsors.is_empty() {
        let columns = heads(&[("Priority", 4), ("What its sponsor asks", 9)]);
        blocks.extend([heading("What sponsors ask"), Block::Table(PackTable { columns, rows: of_sponsors })]);
    }
    blocks
}
