//! The page that is read first: are children better off, what is stuck, what we ask of you. All of it by rule.

use sightline_documents::generators::board_pack::{Block, PackCell, PackRow, PackTable};
use sightline_domain::board::ActionStanding;
use sightline_domain::board_report::{Axis, listed_title, rating_mark};
use sightline_domain::challenge::Weighed;
use sightline_domain::highlight::VerdictCounts;
use sightline_domain::scale::Brag;
use sightline_domain::spc::Variation;
use sightline_domain::standing::{Standing, deadline};
use sightline_domain::standpoint::Standpoint;

use super::figures::ShownScorecard;
use super::{Reader, heading, heads, is_are, named, number_of};
use crate::use_cases::packs::facts::verdict_counts;

/// Measures that are named one by one.
const MOST_MEASURES: usize = 5;
/// Actions that are named one by one.
const MOST_ACTIONS: usize = 8;

/// How many measures changed, and which.
pub(super) struct Changes {
    pub(super) measures: usize,
    pub(super) better: Vec<String>,
    pub(super) worse: Vec<String>,
    pub(super) unchanged: usize,
    pub(super) untold: usize,
}

impl Changes {
    pub(super) fn of(scorecard: &ShownScorecard) -> Self {
        let mut changes = Self { measures: 0, better: Vec::new(), worse: Vec::new(), unchanged: 0, untold: 0 };
        for (label, shown) in scorecard.shown() {
            changes.measures += 1;
            match shown.variation {
                Variation::Improvement(_) => changes.better.push(label.to_owned()),
                Variation::Concern(_) => changes.worse.push(label.to_owned()),
                Variation::CommonCause | Variation::NoVariation | Variation::Neutral(_) => changes.unchanged += 1,
                Variation::TooFew | Variation::NoValues => changes.untold += 1,
            }
        }
        changes
    }

    /// The answer in one sentence.
    fn lead(&self) -> &'static str {
        match (self.measures, self.better.len(), self.worse.len()) {
            (0, ..) => "We cannot say: no measure of the scorecard could be counted.",
            (_, 0, 0) => "Not that we can show: no measure changed beyond noise.",
            (_, _, 0) => "Where we can tell, yes: some measures got better, and none got worse.",
            (_, 0, _) => "No: some measures got worse, and none got better.",
            _ => "In part: some measures got better, and others got worse.",
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.measures > 0 {
            lines.push(format!(
                "Of {}, {} got better beyond noise, {} got worse, and {} did not really change; {} too new, too small or too few to tell.",
                number_of(self.measures, "measure"),
                self.better.len(),
                self.worse.len(),
                self.unchanged,
                if self.untold == 1 { "1 is".to_owned() } else { format!("{} are", self.untold) },
            ));
        }
        if !self.better.is_empty() {
            lines.push(format!("Better: {}.", named(&self.better, MOST_MEASURES)));
        }
        if !self.worse.is_empty() {
            lines.push(format!("Worse: {}.", named(&self.worse, MOST_MEASURES)));
        }
        lines
    }
}

pub(super) fn blocks(reader: Reader<'_>, scorecard: &ShownScorecard) -> Vec<Block> {
    let changes = Changes::of(scorecard);
    let mut better_off = changes.lines();
    better_off.push(evidence(reader));
    let (stuck_lead, stuck) = stuck(reader);
    vec![
        Block::Panel {
            title: "Are children better off?".to_owned(),
            lead: changes.lead().to_owned(),
            lines: better_off,
            is_alarm: changes.better.is_empty() && !changes.worse.is_empty(),
        },
        Block::Panel {
            title: "What is stuck?".to_owned(),
            lead: stuck_lead,
            is_alarm: !stuck.is_empty(),
            lines: stuck,
        },
        Block::Panel {
            title: "What we ask of you".to_owned(),
            lead: "Please come ready to do this:".to_owned(),
            lines: asked(reader),
            is_alarm: false,
        },
        heading("Each priority at a glance"),
        by_priority(reader),
    ]
}

/// What the evidence says of the difference that actions make.
fn evidence(reader: Reader<'_>) -> String {
    let actions = &reader.facts.verdicts.actions;
    let count = |is: &dyn Fn(Option<Brag>) -> bool| actions.iter().filter(|action| is(action.impact.supports)).count();
    let good = count(&|supports| matches!(supports, Some(Brag::Blue | Brag::Green)));
    let (amber, red) =
        (count(&|supports| supports == Some(Brag::Amber)), count(&|supports| supports == Some(Brag::Red)));
    let none = count(&|supports| supports.is_none());
    format!(
        "Of {}, the evidence shows that {good} {} a difference; for {amber} it is too early or mixed, for {red} it shows none or harm, and for {none} there is no evidence at all.",
        number_of(actions.len(), "action"),
        if good == 1 { "makes" } else { "make" },
    )
}

/// Overdue actions, longest first: reference, first words, days.
fn overdue(reader: Reader<'_>) -> Vec<(String, String, i64)> {
    let now = Standpoint::of(&reader.facts.at);
    let mut late: Vec<(String, String, i64)> = now
        .real()
        .filter(|item| item.standing == Standing::Overdue)
        .map(|item| {
            let days = deadline(item.action).map_or(0, |due_on| (now.as_at - due_on).num_days());
            (item.action.reference.clone(), listed_title(item.action), days)
        })
        .collect();
    late.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.0.cmp(&other.0)));
    late
}

fn optimistic(reader: Reader<'_>) -> Vec<String> {
    let actions = &reader.facts.verdicts.actions;
    let is_above = |of: &crate::use_cases::verdicts::Compared| of.weighed == Some(Weighed::Above);
    actions.iter().filter(|action| is_above(&action.impact)).map(|action| action.reference.clone()).collect()
}

fn stuck(reader: Reader<'_>) -> (String, Vec<String>) {
    let (late, optimistic) = (overdue(reader), optimistic(reader));
    let mut lines = Vec::new();
    if let Some((reference, title, days)) = late.first() {
        lines.push(format!(
            "Overdue longest, by {}: {reference} {}.",
            number_of(usize::try_from(*days).unwrap_or(0), "day"),
            reader.say(title.trim_end_matches('.')),
        ));
        if late.len() > 1 {
            let others: Vec<String> = late.iter().skip(1).map(|(reference, ..)| reference.clone()).collect();
            lines.push(format!("Also overdue: {}.", named(&others, MOST_ACTIONS)));
        }
    }
    if !optimistic.is_empty() {
        lines.push(format!("Rated better than the evidence supports: {}.", named(&optimistic, MOST_ACTIONS)));
    }
    let day = reader.facts.of.as_at;
    let actions = &reader.facts.board.actions;
    let of_meetings = actions.iter().filter(|action| action.standing_on(day) == ActionStanding::Overdue).count();
    if of_meetings > 0 {
        lines.push(format!("{} agreed at meetings {} overdue.", number_of(of_meetings, "action"), is_are(of_meetings)));
    }
    let lead = match (late.len(), optimistic.len()) {
        (0, 0) if lines.is_empty() => {
            "Nothing is overdue, and no rating of impact is better than its evidence.".to_owned()
        }
        (late, optimistic) => format!(
            "{} {} overdue, and {} of impact {} better than the evidence.",
            number_of(late, "action"),
            is_are(late),
            number_of(optimistic, "rating"),
            is_are(optimistic)
        ),
    };
    (lead, lines)
}

/// What the body is asked, one sentence each; always at least one.
pub(super) fn asked(reader: Reader<'_>) -> Vec<String> {
    let mut asked = Vec::new();
    let optimistic = optimistic(reader);
    if !optimistic.is_empty() {
        asked.push(format!(
            "Ask the sponsors to rate as the evidence does, or to show what they have seen: {}.",
            named(&optimistic, MOST_ACTIONS)
        ));
    }
    let late: Vec<String> = overdue(reader).into_iter().map(|(reference, ..)| reference).collect();
    if !late.is_empty() {
        asked.push(format!(
            "Decide for each overdue action: a new day with its reason, help, or an end: {}.",
            named(&late, MOST_ACTIONS)
        ));
    }
    let open = reader.facts.challenges.to_be_answered();
    if open > 0 {
        let (have, them) = if open == 1 { ("has", "it") } else { ("have", "them") };
        asked.push(format!("{} {have} no answer: ask for {them} by the next meeting.", number_of(open, "challenge")));
    }
    let unsigned = reader.facts.highlights.iter().filter(|report| report.signature.is_none()).count();
    if unsigned > 0 {
        asked.push(format!(
            "{} {} not signed: ask their sponsors why.",
            number_of(unsigned, "highlight report"),
            is_are(unsigned)
        ));
    }
    if asked.is_empty() {
        asked.push("Nothing has to be decided: note the report.".to_owned());
    }
    asked
}

/// Ratings of each priority beside what the evidence supports.
fn by_priority(reader: Reader<'_>) -> Block {
    let facts = reader.facts;
    let now = Standpoint::of(&facts.at);
    let rows = facts.at.plan.priorities.iter().map(|priority| {
        let own: Vec<_> = now.real().filter(|item| item.action.priority == priority.reference).collect();
        let rated = |axis: Axis| {
            let Some(scale) = now.scale_of(axis) else { return "–".to_owned() };
            let levels = scale.levels.iter().rev().filter_map(|level| {
                let count = own.iter().filter(|item| item.code(axis) == Some(level.code.as_str())).count();
                (count > 0).then(|| format!("{}\u{a0}{}", rating_mark(scale, Some(&level.code)).name, count))
            });
            let told: Vec<String> = levels.collect();
            if told.is_empty() { "Not rated".to_owned() } else { told.join(", ") }
        };
        let late = own.iter().filter(|item| item.standing == Standing::Overdue).count();
        let title = priority.title.as_deref().unwrap_or("(no title in the plan)");
        PackRow::cells(vec![
            PackCell::text(format!("{}  {}", priority.reference, reader.say(title))),
            PackCell::text(own.len().to_string()),
            PackCell::text(if late == 0 { "None".to_owned() } else { late.to_string() }).alarm(late > 0),
            PackCell::text(rated(Axis::Action)),
            PackCell::text(rated(Axis::Impact)),
            PackCell::text(supported(verdict_counts(&facts.verdicts, &priority.reference))),
        ])
    });
    let columns = [
        ("Priority", 5),
        ("Actions", 2),
        ("Overdue", 2),
        ("Action rated", 4),
        ("Impact rated", 4),
        ("Evidence supports", 4),
    ];
    Block::Table(PackTable { columns: heads(&columns), rows: rows.collect() })
}

fn supported(counts: Option<VerdictCounts>) -> String {
    let Some(counts) = counts else { return "–".to_owned() };
    let levels = [
        (counts.blue, "Blue"),
        (counts.green, "Green"),
        (counts.amber, "Amber"),
        (counts.red, "Red"),
        (counts.no_evidence, "Nothing"),
    ];
    let told: Vec<String> =
        levels.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{name}\u{a0}{count}")).collect();
    told.join(", ")
}
