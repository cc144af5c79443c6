//! What a pack says, for one audience: facts become words, and nothing else does.

mod board;
mod challenges;
mod figures;
mod members;
mod provenance;
mod summary;

use sightline_documents::generators::board_pack::{Block, BoardPack, PackCell, PackPart, PackRow, PackTable};
use sightline_domain::board_report::Day;
use sightline_domain::highlight::{HighlightReport, ReportState};
use sightline_domain::measure::{Audience, Disclosure};
use sightline_domain::obsession::Stage;
use sightline_domain::pack::{
    ManifestFigure, NamedBy, PackAudience, PackDefinition, PackSection, SectionKind, without_names,
};

use self::figures::ShownScorecard;
pub(super) use self::members::members_summary;
#[cfg(test)]
pub(super) use self::members::members_text;
use super::facts::PackFacts;
use crate::use_cases::figures::pack::SUPPRESSED;

/// A pack for one audience, and the figures that it shows.
pub(super) struct Composed {
    pub(super) pack: BoardPack,
    pub(super) figures: Vec<ManifestFigure>,
}

/// Whoever reads a pack.
#[derive(Clone, Copy)]
struct Reader<'a> {
    facts: &'a PackFacts,
    audience: &'a PackAudience,
}

impl Reader<'_> {
    /// A text as the audience may read it: where people are not named, their posts stand for them.
    fn say(&self, text: &str) -> String {
        match self.audience.named_by {
            NamedBy::Person => text.to_owned(),
            NamedBy::Post => without_names(text, &self.facts.people).text,
        }
    }

    /// What a sponsor wrote, without parts of a whole that are too small for the audience: `4 of 6` becomes `c of c`.
    ///
    /// Numbers in other words are for whoever signs to look for; the form says that the public reads it too.
    fn without_small_parts(&self, text: &str) -> String {
        let rule = Disclosure::built_in().rule(self.audience.figures);
        let number = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).parse::<u64>().ok();
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for at in 2..words.len() {
            let (Some(part), "of", Some(whole)) = (number(&words[at - 2]), words[at - 1].as_str(), number(&words[at]))
            else {
                continue;
            };
            if part <= whole && (rule.is_small(part) || rule.is_small(whole - part)) {
                for place in [at - 2, at] {
                    let plain = number(&words[place]).map(|number| number.to_string()).unwrap_or_default();
                    words[place] = words[place].replace(&plain, SUPPRESSED);
                }
            }
        }
        words.join(" ")
    }

    /// Whoever did something: by name, or by what they are.
    fn who(&self, name: &str, post: &str) -> String {
        match self.audience.named_by {
            NamedBy::Person => name.to_owned(),
            NamedBy::Post => {
                let said = without_names(name, &self.facts.people);
                if said.replaced > 0 { said.text } else { post.to_owned() }
            }
        }
    }
}

/// The pack of these facts for an audience of its definition.
pub(super) fn compose(facts: &PackFacts, definition: &PackDefinition, audience: &PackAudience) -> Composed {
    let reader = Reader { facts, audience };
    let scorecard = ShownScorecard::of(reader);
    let mut sections = Vec::new();
    for section in definition.sections_for(&audience.id) {
        sections.extend(part(reader, &scorecard, section));
    }
    let mut pack = cover(reader, definition);
    pack.sections = sections;
    Composed { pack, figures: scorecard.into_figures(&audience.id) }
}

fn part(reader: Reader<'_>, scorecard: &ShownScorecard, section: &PackSection) -> Option<PackPart> {
    let (blocks, begins_page) = match section.kind {
        // It is the page that everything else stands behind.
        SectionKind::Cover => return None,
        SectionKind::Agenda => (board::agenda(reader), false),
        SectionKind::Minutes => (board::minutes(reader), true),
        SectionKind::Summary => (summary::blocks(reader, scorecard), true),
        SectionKind::HighlightReports => (highlights(reader), true),
        SectionKind::Scorecard => (scorecard.blocks(reader), true),
        SectionKind::Challenges => (challenges::blocks(reader), true),
        SectionKind::Obsessions => (obsessions(reader), true),
        SectionKind::Audit => (
            vec![words("No findings of audits are kept here yet. What audits measure stands in the scorecard.")],
            false,
        ),
        SectionKind::Voice => (
            vec![words(
                "What children and families say is not kept here yet. What surveys and complaints measure stands in the scorecard.",
            )],
            false,
        ),
        SectionKind::Risks => (board::risks(reader), false),
        SectionKind::Decisions => (board::decisions_asked(reader), false),
        SectionKind::Provenance => (provenance::blocks(reader, scorecard), true),
    };
    // A sentence alone needs no page.
    let begins_page = begins_page && blocks.len() > 1;
    Some(PackPart { title: section.title.clone(), begins_page, blocks })
}

fn cover(reader: Reader<'_>, definition: &PackDefinition) -> BoardPack {
    let facts = reader.facts;
    let meeting = facts.board.meeting.as_ref();
    let starts = meeting.and_then(|meeting| meeting.starts_at).map(|at| at.format("%H:%M").to_string());
    let place: Vec<String> = starts.into_iter().chain(meeting.and_then(|meeting| meeting.place.clone())).collect();
    let handling = match reader.audience.figures {
        Audience::Authorised => "Private: for members of the body alone. Figures are exact. It names no child.",
        Audience::Partners => {
            "For partners: numbers from 1 to 5 are hidden (shown as c), with others that would give them away. People are named by their posts."
        }
        Audience::Public => {
            "For everybody: figures are by quarter and rounded; small numbers are hidden (shown as c), with others that would give them away. People are named by their posts."
        }
    };
    let mut records = facts.scorecard.freshness.clone();
    if facts.scorecard.is_stale {
        records = format!("Warning: {records}");
    }
    BoardPack {
        council: facts.council.clone(),
        title: definition.title.clone(),
        plan_title: facts.at.plan.title.clone(),
        body: Some(facts.of.body.clone()),
        audience: reader.audience.title.clone(),
        handling: handling.to_owned(),
        meeting: Some(Day::of(facts.of.meeting_on)),
        place: (!place.is_empty()).then(|| place.join(", ")),
        as_at: Day::of(facts.of.as_at),
        records,
        sections: Vec::new(),
    }
}

fn highlights(reader: Reader<'_>) -> Vec<Block> {
    if reader.facts.highlights.is_empty() {
        return vec![words("The plan has no priorities to report on.")];
    }
    reader.facts.highlights.iter().map(|report| highlight(reader, report)).collect()
}

fn highlight(reader: Reader<'_>, report: &HighlightReport) -> Block {
    let as_at = Day::of(report.draft.as_at).words;
    let status = match (report.state(), &report.signature) {
        (ReportState::Signed, Some(signature)) => {
            let by = reader.who(&signature.by, "the sponsor");
            format!("Signed by {by} on {}, as at {as_at}", Day::of(signature.at.date_naive()).words)
        }
        (ReportState::Written, _) => format!("Not signed: written, as at {as_at}"),
        _ => format!("Not signed: drafted from the plan and its figures, as at {as_at}"),
    };
    Block::Topics {
        title: format!("{}  {}", report.draft.priority, reader.say(&report.draft.title)),
        status,
        is_open: report.signature.is_none(),
        topics: report
            .lines()
            .into_iter()
            .map(|line| (line.topic.heading().to_owned(), reader.without_small_parts(&reader.say(&line.text))))
            .collect(),
    }
}

fn obsessions(reader: Reader<'_>) -> Vec<Block> {
    let facts = reader.facts;
    let day = facts.of.as_at;
    // What people write of a few children's figures is for the board alone.
    let in_figures = reader.audience.figures == Audience::Authorised;
    let mut rows = Vec::new();
    for (obsession, check_ins) in &facts.obsessions {
        let stage = match obsession.stage_on(day) {
            Stage::ToCome => "To begin".to_owned(),
            Stage::Running { week, weeks } => format!("Week {week} of {weeks}"),
            Stage::WithoutResult => "Ended; nobody has said what came of it".to_owned(),
            Stage::Closed => obsession
                .closed_on
                .map_or_else(|| "Closed".to_owned(), |closed_on| format!("Closed on {}", Day::of(closed_on).words)),
        };
        let mut cells = vec![
            PackCell::text(reader.say(&obsession.title)).with(reader.say(&obsession.aim)),
            PackCell::text(stage).alarm(obsession.stage_on(day) == Stage::WithoutResult),
        ];
        let measured_by = format!("Measured by: {}", reader.say(&obsession.measure));
        if in_figures {
            let latest = check_ins.last().map_or_else(
                || "No look at it yet".to_owned(),
                |last| format!("{} ({})", last.value, Day::of(last.on).words),
            );
            let came_of_it = obsession.result.as_deref().filter(|_| obsession.closed_on.is_some_and(|on| on <= day));
            let learnt = obsession.learning.as_deref().filter(|_| came_of_it.is_some());
            cells.extend([
                PackCell::text(format!("From {}", obsession.baseline)).with(measured_by),
                PackCell::text(latest),
                PackCell::text(came_of_it.unwrap_or("–"))
                    .with(learnt.map_or_else(String::new, |learning| format!("Learnt: {learning}"))),
            ]);
        } else {
            cells.push(PackCell::text(measured_by));
        }
        rows.push(PackRow::cells(cells));
    }
    if rows.is_empty() {
        return vec![words("No obsession has begun yet.")];
    }
    let columns: &[(&str, u16)] = if in_figures {
        &[("Obsession", 5), ("Where it stands", 3), ("From", 4), ("Latest", 3), ("What came of it", 5)]
    } else {
        &[("Obsession", 7), ("Where it stands", 4), ("What is looked at", 6)]
    };
    vec![
        words("Six weeks on a few actions and one measure, with a look every week."),
        Block::Table(PackTable { columns: heads(columns), rows }),
    ]
}

fn words(text: impl Into<String>) -> Block {
    Block::Words { text: text.into() }
}

fn heading(text: impl Into<String>) -> Block {
    Block::Heading { text: text.into() }
}

fn heads(columns: &[(&str, u16)]) -> Vec<(String, u16)> {
    columns.iter().map(|(head, share)| ((*head).to_owned(), *share)).collect()
}

/// So many of something: `1 action`, `3 actions`.
fn number_of(count: usize, of: &str) -> String {
    if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") }
}

/// `is` or `are`.
fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The first of them one beside the other, and how many more there are.
fn named(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
