//! The data quality report: how good the children's records are, in words and figures.
//!
//! Counts only. No child, no row and no worker is named, so the report may go
//! to a board.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::board_report::Day;

/// Tables and checks that are listed at most.
const MOST_LISTED: usize = 15;
/// Days that are shown beside each other at most.
const MOST_DAYS: usize = 6;
/// Rows without a team.
const NO_TEAM: &str = "No team known";

/// What the report is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityFigures {
    /// The council's name.
    pub council: Option<String>,
    /// The day that the records are of.
    pub as_at: NaiveDate,
    /// The day on which the report is made.
    pub made_on: NaiveDate,
    /// What was loaded.
    pub loaded: Vec<Loaded>,
    /// What the score is, in a sentence.
    pub score_meaning: String,
    /// Rows by extract, team and table: of this extract, and of earlier ones.
    pub scores: Vec<TeamScore>,
    /// What each check found in this extract.
    pub checks: Vec<CheckFound>,
    /// How many checks could not be asked, because what they ask about was not loaded.
    pub not_asked: u64,
    /// How many checks there are.
    pub asked: u64,
}

/// One format of the extract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// What the format is called.
    pub title: String,
    /// The day that it was loaded for, when it was carried forward.
    pub carried_from: Option<NaiveDate>,
    /// Rows of its files.
    pub rows_in: u64,
    /// Rows that were set aside.
    pub rows_set_aside: u64,
}

/// Rows of one table that one team is answerable for, in one extract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamScore {
    /// The day that the extract is of.
    pub as_at: NaiveDate,
    /// The team; none where none is known.
    pub team: Option<String>,
    /// What the table holds.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Rows without an error.
    pub rows_without_error: u64,
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckFound {
    /// What is wrong.
    pub title: String,
    /// What the table holds.
    pub table: String,
    /// The kind, in words.
    pub kind: String,
    /// The severity: `error`, `warning` or `prompt`.
    pub severity: String,
    /// Why it matters.
    pub matters: String,
    /// What to do.
    pub action: String,
    /// How many were found.
    pub found: u64,
}

/// The report: every figure and every sentence as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityReport {
    /// What it is.
    pub title: String,
    /// The council's name.
    pub council: Option<String>,
    /// The day that the records are of.
    pub as_at: Day,
    /// What a director reads.
    pub headlines: Vec<String>,
    /// What the score is.
    pub score_meaning: String,
    /// The days that the columns of `teams` are of, the earliest first.
    pub days: Vec<Day>,
    /// The whole service, then each team.
    pub teams: Vec<TeamLine>,
    /// The severities that the columns of `kinds` are of.
    pub severities: Vec<String>,
    /// Findings by kind.
    pub kinds: Vec<KindLine>,
    /// Tables with most rows with an error.
    pub tables: Vec<TableLine>,
    /// What was found most, the worst first.
    pub checks: Vec<CheckFound>,
    /// How many checks found something and are not listed.
    pub checks_left_out: u64,
    /// What was loaded.
    pub loaded: Vec<LoadedLine>,
    /// What could not be checked.
    pub not_asked: String,
}

/// A team's score, over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLine {
    /// The team.
    pub team: String,
    /// Rows in this extract.
    pub rows: u64,
    /// Rows with an error in this extract.
    pub rows_with_error: u64,
    /// The score on each day, as printed; a dash where the team had no rows.
    pub scores: Vec<String>,
}

/// Findings of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindLine {
    /// The kind, in words.
    pub kind: String,
    /// Findings of each severity.
    pub counts: Vec<u64>,
}

/// A table's rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLine {
    /// What the table holds.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Rows with an error.
    pub rows_with_error: u64,
    /// The score, as printed.
    pub score: String,
}

/// One format, as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedLine {
    /// What the format is called.
    pub title: String,
    /// When it was loaded.
    pub loaded: String,
    /// Rows of its files.
    pub rows_in: u64,
    /// Rows that were set aside.
    pub rows_set_aside: u64,
}

#[derive(Clone, Copy, Default)]
struct Rows {
    all: u64,
    right: u64,
}

impl Rows {
    fn add(&mut self, score: &TeamScore) {
        self.all += score.rows;
        self.right += score.rows_without_error;
    }

    fn words(self) -> String {
        share_words(self.right, self.all)
    }
}

/// A share with one decimal place: `97.3%`; a dash when there is nothing to take a share of.
///
/// `100.0%` is said only of all, and `0.0%` only of none.
#[must_use]
pub fn share_words(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let (part, whole) = (u128::from(part.min(whole)), u128::from(whole));
    let rounded = (part * 2_000 + whole) / (whole * 2);
    let thousandths = match rounded {
        1_000 if part < whole => 999,
        0 if part > 0 => 1,
        other => other,
    };
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

impl QualityReport {
    /// The report of these figures.
    #[must_use]
    pub fn build(figures: &QualityFigures) -> Self {
        let mut days: Vec<NaiveDate> = figures.scores.iter().map(|score| score.as_at).collect();
        days.push(figures.as_at);
        days.sort_unstable();
        days.dedup();
        days.drain(..days.len().saturating_sub(MOST_DAYS));
        let severities = ["error", "warning", "prompt"].map(str::to_owned).to_vec();
        let (checks, checks_left_out) = worst_checks(figures);
        Self {
            title: "Data quality of children’s records".to_owned(),
            council: figures.council.clone(),
            as_at: Day::of(figures.as_at),
            headlines: headlines(figures, &days),
            score_meaning: figures.score_meaning.clone(),
            teams: team_lines(figures, &days),
            days: days.into_iter().map(Day::of).collect(),
            kinds: kind_lines(figures, &severities),
            severities,
            tables: table_lines(figures),
            checks,
            checks_left_out,
            loaded: figures.loaded.iter().map(|loaded| loaded_line(loaded, figures.as_at)).collect(),
            not_asked: not_asked(figures),
        }
    }
}

fn headlines(figures: &QualityFigures, days: &[NaiveDate]) -> Vec<String> {
    let of_day = |day: NaiveDate| {
        let mut rows = Rows::default();
        figures.scores.iter().filter(|score| score.as_at == day).for_each(|score| rows.add(score));
        rows
    };
    let now = of_day(figures.as_at);
    let mut sentences = vec![if now.all == 0 {
        "No row of children’s records was loaded.".to_owned()
    } else {
        format!("{} of {} rows are without an error.", now.words(), thousands(now.all))
    }];
    let before = days.iter().rev().find(|day| **day < figures.as_at).map(|day| (*day, of_day(*day)));
    if let Some((day, before)) = before.filter(|(_, before)| before.all > 0 && now.all > 0) {
        let (is, was) =
            (u128::from(now.right) * u128::from(before.all), u128::from(before.right) * u128::from(now.all));
        let how = match is.cmp(&was) {
            std::cmp::Ordering::Greater => "That is better than",
            std::cmp::Ordering::Less => "That is worse than",
            std::cmp::Ordering::Equal => "That is the same as",
        };
        sentences.push(format!("{how} {} on {}.", before.words(), Day::of(day).words));
    }
    let count = |severity: &str| -> u64 {
        figures.checks.iter().filter(|check| check.severity == severity).map(|check| check.found).sum()
    };
    let (errors, warnings, prompts) = (count("error"), count("warning"), count("prompt"));
    sentences.push(format!(
        "There {} to put right, {} to put right or explain, and {} to look at.",
        plural(errors, "is", "are", "error", "errors"),
        number(warnings, "warning", "warnings"),
        number(prompts, "prompt", "prompts"),
    ));
    let worst = team_lines(figures, &[figures.as_at]).into_iter().skip(1).filter(|line| line.rows_with_error > 0);
    if let Some(team) = worst.max_by_key(|line| line.rows_with_error) {
        sentences.push(format!(
            "Most of the rows with an error, {}, are with {}.",
            thousands(team.rows_with_error),
            if team.team == NO_TEAM { "no team that is known" } else { team.team.as_str() },
        ));
    }
    let age = (figures.made_on - figures.as_at).num_days();
    if age > 31 {
        sentences.push(format!("The records are {age} days old: load newer ones before the figures are used."));
    }
    sentences
}

fn number(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

fn plural(count: u64, is: &str, are: &str, one: &str, many: &str) -> String {
    format!("{} {}", if count == 1 { is } else { are }, number(count, one, many))
}

/// A whole number with commas between thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

fn team_lines(figures: &QualityFigures, days: &[NaiveDate]) -> Vec<TeamLine> {
    // None first: the whole service; then teams by name, and last the rows of no team.
    let mut rows: BTreeMap<(u8, &str), BTreeMap<NaiveDate, Rows>> = BTreeMap::new();
    for score in &figures.scores {
        let team = score.team.as_deref().map_or((2, NO_TEAM), |team| (1, team));
        for key in [(0, "Whole service"), team] {
            rows.entry(key).or_default().entry(score.as_at).or_default().add(score);
        }
    }
    rows.into_iter()
        .map(|((_, team), by_day)| {
            let of = |day: &NaiveDate| by_day.get(day).copied().unwrap_or_default();
            let now = of(&figures.as_at);
            TeamLine {
                team: team.to_owned(),
                rows: now.all,
                rows_with_error: now.all - now.right.min(now.all),
                scores: days.iter().map(|day| of(day).words()).collect(),
            }
        })
        .collect()
}

fn kind_lines(figures: &QualityFigures, severities: &[String]) -> Vec<KindLine> {
    let mut kinds: Vec<KindLine> = Vec::new();
    for check in &figures.checks {
        let Some(severity) = severities.iter().position(|known| *known == check.severity) else { continue };
        let position = kinds.iter().position(|line| line.kind == check.kind).unwrap_or_else(|| {
            kinds.push(KindLine { kind: check.kind.clone(), counts: vec![0; severities.len()] });
            kinds.len() - 1
        });
        kinds[position].counts[severity] += check.found;
    }
    kinds.sort_by(|one, other| other.counts.cmp(&one.counts).then_with(|| one.kind.cmp(&other.kind)));
    kinds
}

fn table_lines(figures: &QualityFigures) -> Vec<TableLine> {
    let mut rows: BTreeMap<&str, Rows> = BTreeMap::new();
    for score in figures.scores.iter().filter(|score| score.as_at == figures.as_at) {
        rows.entry(&score.table).or_default().add(score);
    }
    let mut lines: Vec<TableLine> = rows
        .into_iter()
        .filter(|(_, rows)| rows.right < rows.all)
        .map(|(table, rows)| TableLine {
            table: table.to_owned(),
            rows: rows.all,
            rows_with_error: rows.all - rows.right,
            score: rows.words(),
        })
        .collect();
    lines.sort_by(|one, other| {
        other.rows_with_error.cmp(&one.rows_with_error).then_with(|| one.table.cmp(&other.table))
    });
    lines.truncate(MOST_LISTED);
    lines
}

fn worst_checks(figures: &QualityFigures) -> (Vec<CheckFound>, u64) {
    let rank = |severity: &str| ["error", "warning", "prompt"].iter().position(|known| *known == severity);
    let mut checks: Vec<CheckFound> = figures.checks.iter().filter(|check| check.found > 0).cloned().collect();
    checks.sort_by(|one, other| {
        (rank(&one.severity), other.found, &one.title).cmp(&(rank(&other.severity), one.found, &other.title))
    });
    let left_out = checks.len().saturating_sub(MOST_LISTED);
    checks.truncate(MOST_LISTED);
    (checks, left_out as u64)
}

fn loaded_line(loaded: &Loaded, as_at: NaiveDate) -> LoadedLine {
    LoadedLine {
        title: loaded.title.clone(),
        loaded: match loaded.carried_from {
            Some(day) => format!("Carried forward from {}", Day::of(day).words),
            None => format!("As at {}", Day::of(as_at).words),
        },
        rows_in: loaded.rows_in,
        rows_set_aside: loaded.rows_set_aside,
    }
}

fn not_asked(figures: &QualityFigures) -> String {
    match figures.not_asked {
        0 => format!("All {} checks could be asked.", figures.asked),
        1 => format!("1 of {} checks could not be asked, because what it asks about was not loaded.", figures.asked),
        some => {
            format!(
                "{some} of {} checks could not be asked, because what they ask about was not loaded.",
                figures.asked
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn score(as_at: &str, team: Option<&str>, table: &str, rows: u64, right: u64) -> TeamScore {
        TeamScore {
            as_at: day(as_at),
            team: team.map(str::to_owned),
            table: table.to_owned(),
            rows,
            rows_without_error: right,
        }
    }

    fn found(title: &str, severity: &str, found: u64) -> CheckFound {
        CheckFound {
            title: title.to_owned(),
            table: "Referrals".to_owned(),
            kind: "missing".to_owned(),
            severity: severity.to_owned(),
            matters: "m".to_owned(),
            action: "a".to_owned(),
            found,
        }
    }

    fn figures() -> QualityFigures {
        QualityFigures {
            council: Some("Harbourside Council".to_owned()),
            as_at: day("2026-10-31"),
            made_on: day("2026-11-03"),
            loaded: vec![Loaded { title: "Annex A".to_owned(), carried_from: None, rows_in: 12, rows_set_aside: 1 }],
            score_meaning: "Rows without an error.".to_owned(),
            scores: vec![
                score("2026-09-30", Some("North"), "Referrals", 100, 90),
                score("2026-10-31", Some("North"), "Referrals", 1_200, 1_150),
                score("2026-10-31", Some("South"), "Visits", 800, 800),
                score("2026-10-31", None, "People", 10, 9),
            ],
            checks: vec![
                found("A", "warning", 7),
                found("B", "error", 3),
                found("C", "error", 48),
                found("D", "prompt", 1),
            ],
            not_asked: 2,
            asked: 230,
        }
    }

    #[test]
    fn shares_are_never_rounded_to_all_or_to_none() {
        assert_eq!(share_words(0, 0), "–");
        assert_eq!(share_words(1, 3), "33.3%");
        assert_eq!(share_words(2, 3), "66.7%");
        assert_eq!(share_words(9_999, 10_000), "99.9%");
        assert_eq!(share_words(1, 10_000), "0.1%");
        assert_eq!(share_words(5, 5), "100.0%");
        assert_eq!(share_words(0, 5), "0.0%");
    }

    #[test]
    fn the_headlines_say_how_good_and_whether_it_is_better() {
        let report = QualityReport::build(&figures());
        assert_eq!(
            report.headlines,
            [
                "97.5% of 2,010 rows are without an error.",
                "That is better than 90.0% on 30 September 2026.",
                "There are 51 errors to put right, 7 warnings to put right or explain, and 1 prompt to look at.",
                "Most of the rows with an error, 50, are with North.",
            ]
        );
        let old = QualityFigures { made_on: day("2026-12-31"), ..figures() };
        assert!(QualityReport::build(&old).headlines.last().unwrap().contains("61 days old"));
        let none = QualityFigures { scores: Vec::new(), checks: Vec::new(), ..figures() };
        assert_eq!(QualityReport::build(&none).headlines[0], "No row of children’s records was loaded.");
    }

    #[test]
    fn teams_stand_under_the_whole_service_with_every_day() {
        let report = QualityReport::build(&figures());
        let teams: Vec<(&str, u64, Vec<&str>)> = report
            .teams
            .iter()
            .map(|line| (line.team.as_str(), line.rows_with_error, line.scores.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            teams,
            [
                ("Whole service", 51, vec!["90.0%", "97.5%"]),
                ("North", 50, vec!["90.0%", "95.8%"]),
                ("South", 0, vec!["–", "100.0%"]),
                ("No team known", 1, vec!["–", "90.0%"]),
            ]
        );
    }

    #[test]
    fn the_worst_comes_first() {
        let report = QualityReport::build(&figures());
        let checks: Vec<&str> = report.checks.iter().map(|check| check.title.as_str()).collect();
        assert_eq!(checks, ["C", "B", "A", "D"]);
        assert_eq!(report.kinds, [KindLine { kind: "missing".to_owned(), counts: vec![51, 7, 1] }]);
        let tables: Vec<&str> = report.tables.iter().map(|line| line.table.as_str()).collect();
        assert_eq!(tables, ["Referrals", "People"]);
        assert!(report.not_asked.starts_with("2 of 230 checks"));
    }
}
