//! The board report: everything a paper for a meeting says, worked out before it is laid out.
//!
//! [`BoardReport::build`] is pure: the same plan, updates and dates give an
//! equal report. Templates print it and compute nothing.

mod abbreviations;
mod changes;
mod counts;
mod due;
mod gaps;
mod headline;
mod mark;
mod on_a_page;
mod sections;
mod sentences;
mod words;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::history::{Amendment, PlanAsAt, Update};
use crate::scale::Scale;

pub use abbreviations::GlossaryLine;
pub use changes::{ChangeLine, change_lines};
pub use counts::{
    Count, CountColumn, CountRow, Direction, MovementCounts, MovementLine, RatingTable, direction, movement_lines,
    rating_tables,
};
pub use due::{DueLine, OverdueLine, SIX_WEEKS_DAYS, StaleLine};
pub use gaps::{Gap, GapLine};
pub use headline::{AttentionLine, StandingCount};
pub use mark::{RatingMark, Shape, contrast, level_mark, not_yet_rated, rating_mark};
pub use on_a_page::PlanOnAPage;
pub use sections::{ActionLine, GroupSection, LatestUpdate, MilestoneLine, PrioritySection};
pub use words::{Day, due_words, listed_title, one_line};
pub(crate) use words::{day_words, has_have, is_are, listed, number_of};

use crate::standpoint::Standpoint;

/// What a board report is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardReportInput {
    /// The plan on the report's day.
    pub current: PlanAsAt,
    /// The plan on the day of the last report; null for a first report.
    #[serde(default)]
    pub earlier: Option<PlanAsAt>,
    /// Updates since the last report, in any order. They supply the latest note
    /// and forecast where the very last update gives none.
    #[serde(default)]
    pub updates: Vec<Update>,
    /// Amendments since the last report, in any order; others are left out.
    #[serde(default)]
    pub amendments: Vec<Amendment>,
    /// The board it is for, such as `Improvement Board`.
    #[serde(default)]
    pub board: Option<String>,
    /// The day of the meeting.
    #[serde(default)]
    pub meeting_on: Option<NaiveDate>,
    /// The council, in the words it uses; the plan's own when null.
    #[serde(default)]
    pub council: Option<String>,
}

/// Which of the two ratings of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Are we doing it.
    Action,
    /// Is it making a difference.
    Impact,
}

/// A list with one sentence that says what it shows, also when it is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing<T> {
    /// How many, in a sentence.
    pub sentence: String,
    /// The lines.
    pub lines: Vec<T>,
}

/// A level of a scale with what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// How it is printed.
    pub mark: RatingMark,
    /// What it says about the action.
    pub action_definition: Option<String>,
    /// What it says about the impact.
    pub impact_definition: Option<String>,
}

/// A board report, ready to be laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardReport {
    /// Title of the paper, such as `Report to the Improvement Board`.
    pub title: String,
    /// Title of the plan.
    pub plan_title: String,
    /// Status of the plan as printed, such as `DRAFT`.
    pub plan_status: Option<String>,
    /// The council.
    pub council: Option<String>,
    /// The day of the meeting.
    pub meeting: Option<Day>,
    /// The day the report shows.
    pub as_at: Day,
    /// The day of the last report; null for a first report.
    pub last_report: Option<Day>,
    /// Plain sentences, the first page in words.
    pub headlines: Vec<String>,
    /// How many actions stand where, best first; placeholders left out.
    pub standings: Vec<StandingCount>,
    /// What the board should ask about; at most six.
    pub attention: Vec<AttentionLine>,
    /// Counts by priority and rating: action, and impact where the plan rates impact.
    pub ratings: Vec<RatingTable>,
    /// True when the plan rates impact apart from action.
    pub rates_impact: bool,
    /// What the ratings mean, best first; last, not yet rated.
    pub key: Vec<KeyLine>,
    /// Which ratings moved.
    pub movements: Listing<MovementLine>,
    /// Every live action under its priority and heading: the plan on a page and the action table.
    pub sections: Vec<PrioritySection>,
    /// What changed in the plan.
    pub changes: Listing<ChangeLine>,
    /// Overdue actions and milestones.
    pub overdue: Listing<OverdueLine>,
    /// What falls due in the next six weeks.
    pub due_soon: Listing<DueLine>,
    /// Impact tests that have come or come within six weeks.
    pub impact_tests: Listing<DueLine>,
    /// Open actions without a recent update.
    pub stale: Listing<StaleLine>,
    /// True when no action has ever been updated, so that the list of stale ones says nothing more.
    pub never_updated: bool,
    /// What the plan itself lacks.
    pub gaps: Vec<Gap>,
    /// Abbreviations used in the report, explained.
    pub glossary: Vec<GlossaryLine>,
    /// Abbreviations used in the report that the plan does not explain.
    pub undefined_abbreviations: Vec<String>,
}

impl Axis {
    fn name(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::Impact => "Impact",
        }
    }

    /// `Action rating`, and what it asks.
    #[must_use]
    pub fn title_and_question(self) -> (&'static str, &'static str) {
        match self {
            Self::Action => ("Action rating", "Are we doing it?"),
            Self::Impact => ("Impact rating", "Is it making a difference?"),
        }
    }
}

/// The newest note and forecast of each action, from the updates at hand.
struct LatestWords<'a> {
    newest_first: Vec<&'a Update>,
}

impl<'a> LatestWords<'a> {
    fn of(input: &'a BoardReportInput) -> Self {
        Self::among(input.current.as_at, input.current.latest_updates.iter().chain(&input.updates))
    }

    fn among(as_at: NaiveDate, updates: impl Iterator<Item = &'a Update>) -> Self {
        let mut newest_first: Vec<&Update> = updates.filter(|update| update.on <= as_at).collect();
        newest_first.sort_by_key(|update| std::cmp::Reverse((update.on, update.recorded_at)));
        Self { newest_first }
    }

    fn note(&self, action: &str) -> Option<(String, NaiveDate)> {
        self.newest_first.iter().filter(|update| update.action == action).find_map(|update| {
            update.note.as_deref().map(one_line).filter(|note| !note.is_empty()).map(|note| (note, update.on))
        })
    }

    fn forecast(&self, action: &str) -> Option<NaiveDate> {
        self.newest_first.iter().filter(|update| update.action == action).find_map(|update| update.forecast_on)
    }
}

impl BoardReport {
    /// The report of a plan on a day, compared with the last report where there is one.
    ///
    /// # Input
    ///
    /// Updates and amendments may come in any order and may hold more than
    /// needed: only those after `earlier.as_at` and up to `current.as_at` are
    /// told as changes. Days are inclusive: "the next six weeks" begins on the
    /// report's day and ends 42 days after it.
    ///
    /// # Output
    ///
    /// Every live action is in `sections` exactly once, and in exactly one
    /// column of each table of `ratings`. Withdrawn, merged and split actions
    /// appear only in `changes`. A plan without actions gives a report that says so.
    #[must_use]
    pub fn build(input: &BoardReportInput) -> Self {
        let now = Standpoint::of(&input.current);
        let before = input.earlier.as_ref().map(Standpoint::of);
        let before = before.as_ref();
        let latest = LatestWords::of(input);

        let ratings = counts::rating_tables(&now, before);
        let movements = counts::movement_lines(&now, before, &|action| latest.note(action).map(|(note, _)| note));
        let overdue = due::overdue_lines(&now, &latest);
        let due_soon = due::due_soon_lines(&now);
        let impact_tests = due::impact_test_lines(&now);
        let stale = due::stale_lines(&now);
        let changes = changes::change_lines(before.map(|before| before.plan), now.plan, &amendments_between(input));

        let mut report = Self {
            title: input.board.as_deref().map_or_else(
                || "Report to the board".to_owned(),
                |board| {
                    format!("Report to the {}", one_line(board).trim_start_matches("The ").trim_start_matches("the "))
                },
            ),
            plan_title: one_line(&now.plan.title),
            plan_status: now.plan.status.as_deref().map(one_line),
            council: input.council.as_deref().or(now.plan.council.as_deref()).map(one_line),
            meeting: input.meeting_on.map(Day::of),
            as_at: Day::of(now.as_at),
            last_report: before.map(|before| Day::of(before.as_at)),
            headlines: headline::headlines(&now, before, &ratings, &due_soon, &impact_tests),
            standings: headline::standing_counts(&now, before),
            attention: headline::attention_lines(&now, &movements, &overdue),
            rates_impact: now.impact_scale.is_some(),
            ratings,
            key: key_lines(&now.scale),
            sections: sections::priority_sections(&now, &latest),
            never_updated: now.items.iter().all(|item| item.update.is_none()),
            movements: Listing { sentence: sentences::movement_sentence(&movements, before), lines: movements },
            changes: Listing { sentence: sentences::change_sentence(&changes, before), lines: changes },
            overdue: Listing { sentence: sentences::overdue_sentence(&overdue), lines: overdue },
            due_soon: Listing { sentence: sentences::due_sentence(&due_soon, now.as_at), lines: due_soon },
            impact_tests: Listing { sentence: sentences::impact_test_sentence(&impact_tests), lines: impact_tests },
            stale: Listing { sentence: sentences::stale_sentence(stale.len(), &now), lines: stale },
            gaps: gaps::gaps(&now),
            glossary: Vec::new(),
            undefined_abbreviations: Vec::new(),
        };
        let texts = report.texts();
        let glossary = abbreviations::used_glossary(now.plan, &texts);
        let undefined = abbreviations::undefined_abbreviations(now.plan, &texts);
        report.glossary = glossary;
        report.undefined_abbreviations = undefined;
        report
    }

    /// Every text of the report in which an abbreviation may stand.
    fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = vec![&self.title, &self.plan_title];
        texts.extend(self.council.as_deref());
        for section in &self.sections {
            texts.extend([section.title.as_str(), section.leads.as_str()]);
            for group in &section.groups {
                texts.extend(group.heading.as_deref());
                texts.extend(group.lines.iter().flat_map(ActionLine::texts));
            }
        }
        for line in &self.changes.lines {
            texts.push(&line.title);
            texts.extend([&line.before, &line.after, &line.reason, &line.by].into_iter().filter_map(Option::as_deref));
        }
        for gap in &self.gaps {
            texts.extend(
                gap.lines.iter().flat_map(|line| [line.reference.as_str(), line.title.as_str(), line.detail.as_str()]),
            );
        }
        texts.extend(self.overdue.lines.iter().filter_map(|line| line.note.as_deref()));
        texts.extend(self.movements.lines.iter().filter_map(|line| line.note.as_deref()));
        texts.extend(self.due_soon.lines.iter().filter_map(|line| line.text.as_deref()));
        for line in &self.key {
            texts.extend([&line.action_definition, &line.impact_definition].into_iter().filter_map(Option::as_deref));
        }
        texts
    }
}

/// Amendments after the last report and up to the report's day, in the order in which they hold.
fn amendments_between(input: &BoardReportInput) -> Vec<&Amendment> {
    let after = input.earlier.as_ref().map(|earlier| earlier.as_at);
    let mut between: Vec<&Amendment> = input
        .amendments
        .iter()
        .filter(|amendment| amendment.on <= input.current.as_at && after.is_none_or(|after| amendment.on > after))
        .collect();
    between.sort_by(|one, other| {
        (one.on, one.recorded_at, &one.action).cmp(&(other.on, other.recorded_at, &other.action))
    });
    between
}

fn key_lines(scale: &Scale) -> Vec<KeyLine> {
    let mut lines: Vec<KeyLine> = scale
        .levels
        .iter()
        .rev()
        .map(|level| KeyLine {
            mark: level_mark(scale, level),
            action_definition: level.action_definition.as_deref().or(level.definition_raw.as_deref()).map(one_line),
            impact_definition: level.impact_definition.as_deref().map(one_line),
        })
        .collect();
    lines.push(KeyLine {
        mark: not_yet_rated(),
        action_definition: Some("No rating has been given".to_owned()),
        impact_definition: None,
    });
    lines
}
