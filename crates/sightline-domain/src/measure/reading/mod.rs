//! A figure in sentences, by rule: which way is good, whether it changed beyond noise, whether the target will be met,
//! how old the data are, what is left out.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Better, Exact, Figure, Kind};
use crate::spc::{Assurance, NoAssurance, Note, PointValue, SpcChart, TargetInForce, TargetPath, Towards, Variation};

/// A figure of somewhere else to compare with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchmarkValue {
    /// Where it is of, such as `England`.
    pub name: String,
    /// The figure.
    pub value: Exact,
    /// The period that it is of, such as `year to March 2025`.
    pub period: String,
}

/// What the sentences about a figure are made from.
#[derive(Clone, Copy, Debug)]
pub struct FigureFacts<'a> {
    /// How the measure is counted.
    pub kind: Kind,
    /// Which way is good.
    pub better: Better,
    /// The unit, such as `per cent` or `days`.
    pub unit: &'a str,
    /// The series read.
    pub chart: &'a SpcChart,
    /// How targets are joined.
    pub path: TargetPath,
    /// The day that the data are of; `None` when none are loaded.
    pub as_at: Option<NaiveDate>,
    /// The day on which the sentences are read.
    pub today: NaiveDate,
    /// Days after which data are stale.
    pub stale_after_days: u32,
    /// Rows of the latest figure that are left out.
    pub left_out: u64,
    /// Figures to compare with.
    pub benchmarks: &'a [BenchmarkValue],
}

/// The sentences about a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentences {
    /// Which way is good, what changed, and the target: what everybody reads.
    pub opening: String,
    /// How old the data are.
    pub freshness: String,
    /// True when the data are too old to rely on, or there are none.
    pub is_stale: bool,
    /// What is left out.
    pub left_out: Option<String>,
    /// What it compares with.
    pub benchmarks: Option<String>,
    /// What has to be known before anything is made of it.
    pub cautions: Vec<String>,
}

impl FigureFacts<'_> {
    /// The sentences.
    #[must_use]
    pub fn sentences(&self) -> Sentences {
        let change = match self.target_clause() {
            Some(target) => format!("{}; {target}.", self.change()),
            None => format!("{}.", self.change()),
        };
        let (freshness, is_stale) = freshness(self.as_at, self.today, self.stale_after_days);
        let cautions =
            self.chart.notes.iter().filter(|note| !matches!(note, Note::RunChartOnly)).map(|note| note.words());
        Sentences {
            opening: format!("{} {change}", self.better.sentence()),
            freshness,
            is_stale,
            left_out: self.left_out_sentence(),
            benchmarks: self.benchmark_sentence(),
            cautions: cautions.collect(),
        }
    }

    fn change(&self) -> String {
        let chart = self.chart;
        let Some(latest) = chart.latest else { return self.nothing_shown() };
        let latest = &chart.points[latest];
        let since = chart.since.unwrap_or(latest.point.period.from);
        let is_one_period = since == latest.point.period.from;
        let when = if is_one_period {
            format!("in {}", month(since, None))
        } else {
            format!("since {}", month(since, Some(latest.point.period.from)))
        };
        let why = latest.signal.map(|signal| signal.rule.words(signal.towards)).unwrap_or_default();
        match chart.variation {
            Variation::NoValues => self.nothing_shown(),
            Variation::TooFew => {
                let count = chart.latest_segment().map_or(0, |segment| segment.values);
                let figures = if count == 1 { "1 figure".to_owned() } else { format!("{count} figures") };
                format!("Only {figures} so far, too few to tell change from noise")
            }
            Variation::NoVariation => format!("Every figure {when} is the same"),
            Variation::CommonCause => format!("No real change {when}"),
            Variation::Improvement(_) => format!("A real improvement {when} ({why})"),
            Variation::Concern(_) => format!("A real change for the worse {when} ({why})"),
            Variation::Neutral(Towards::High) => format!("A real rise {when} ({why})"),
            Variation::Neutral(Towards::Low) => format!("A real fall {when} ({why})"),
        }
    }

    fn nothing_shown(&self) -> String {
        let is_suppressed = |value: &PointValue| matches!(value, PointValue::Suppressed);
        if self.chart.points.iter().any(|read| is_suppressed(&read.point.value)) {
            "The numbers are too small to be shown".to_owned()
        } else {
            "There is no figure yet".to_owned()
        }
    }

    fn target_clause(&self) -> Option<String> {
        let target = self.chart.target.map(|target| self.target_words(target));
        match (self.chart.assurance, target) {
            (Assurance::None(NoAssurance::NeitherIsBetter), _) => None,
            (Assurance::None(NoAssurance::NoTarget), _) | (_, None) => {
                self.chart.latest.map(|_| "no target is set".to_owned())
            }
            (Assurance::None(NoAssurance::TooFew), Some(target)) => {
                Some(format!("whether {target} will be met cannot be said yet"))
            }
            (Assurance::ConsistentlyPasses, Some(target)) => {
                Some(format!("{target} will be met consistently if nothing changes"))
            }
            (Assurance::HitOrMiss, Some(target)) => {
                Some(format!("{target} will not be met reliably unless the process changes"))
            }
            (Assurance::ConsistentlyFails, Some(target)) => {
                Some(format!("{target} will not be met unless the process changes"))
            }
        }
    }

    fn target_words(&self, target: TargetInForce) -> String {
        let set = target.target;
        let value = with_unit(&shortest(set.value), self.unit);
        let day = set.from.format("%-d %B %Y");
        let is_on_the_way = self.path == TargetPath::Line && target.is_ahead && target.is_one_of_several;
        if is_on_the_way {
            #[expect(clippy::cast_possible_truncation, reason = "a target is far below 2^53")]
            let now =
                Exact::new((target.value * 10.0).round() as i64, 10).map(|now| with_unit(&shortest(now), self.unit));
            format!("the target of {value} by {day} ({} on the way there)", now.unwrap_or_default())
        } else if target.is_ahead {
            format!("the target of {value} by {day}")
        } else if target.is_one_of_several {
            format!("the target of {value} from {day}")
        } else {
            format!("the target of {value}")
        }
    }

    fn left_out_sentence(&self) -> Option<String> {
        match self.left_out {
            0 => None,
            1 => Some("1 row is left out because a fact is missing.".to_owned()),
            rows => Some(format!("{rows} rows are left out because a fact is missing.")),
        }
    }

    fn benchmark_sentence(&self) -> Option<String> {
        let each = self.benchmarks.iter().map(|benchmark| {
            let BenchmarkValue { name, value, period } = benchmark;
            format!("{name} {} ({period})", value.shown(self.kind.places()))
        });
        let all: Vec<String> = each.collect();
        (!all.is_empty()).then(|| format!("{}.", all.join(", ")))
    }
}

/// The figure with what it was made from, such as `86.2% (25 of 29)`; `None` for an empty period.
#[must_use]
pub fn figure_words(figure: &Figure, kind: Kind, unit: &str) -> Option<String> {
    let value = with_unit(&figure.value?.shown(kind.places()), unit);
    Some(match (kind, figure.numerator, figure.population, figure.mean) {
        (Kind::Proportion, Some(numerator), _, _) => format!("{value} ({numerator} of {})", figure.counted),
        (Kind::Rate, _, Some(population), _) => format!("{value} ({} among {population})", figure.counted),
        (Kind::Duration, _, _, Some(mean)) => format!("{value} (mean {}, of {})", mean.shown(1), figure.counted),
        (Kind::Score, ..) => format!("{value} (of {})", figure.counted),
        _ => value,
    })
}

/// How old the data are, and whether they are stale.
#[must_use]
pub fn freshness(as_at: Option<NaiveDate>, today: NaiveDate, stale_after_days: u32) -> (String, bool) {
    let Some(as_at) = as_at else { return ("No data are loaded.".to_owned(), true) };
    let days = today.signed_duration_since(as_at).num_days();
    let day = as_at.format("%-d %B %Y");
    let is_stale = days > i64::from(stale_after_days);
    let age = match days {
        ..0 => return (format!("Data as at {day}, which is still to come: check the day of the extract."), true),
        0 => "today".to_owned(),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    };
    let warning = if is_stale { " That is stale: load a newer extract before relying on it." } else { "" };
    (format!("Data as at {day}, {age}.{warning}"), is_stale)
}

/// A number with its unit: `90%`, `12.3 per 10,000`, `14 days`.
#[must_use]
pub fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "per cent" => format!("{number}%"),
        "" => number.to_owned(),
        unit => format!("{number} {unit}"),
    }
}

/// The number with as few places as it needs, three at most.
fn shortest(value: Exact) -> String {
    let is_exact =
        |shown: &String| Exact::parse(shown).and_then(|read| read.partial_cmp(&value)) == Some(Ordering::Equal);
    (0..3).map(|places| value.shown(places)).find(is_exact).unwrap_or_else(|| value.shown(3))
}

/// The month in words, without its year when that is the year of the other day.
fn month(day: NaiveDate, beside: Option<NaiveDate>) -> String {
    let is_same_year = beside.is_some_and(|beside| beside.year() == day.year());
    day.format(if is_same_year { "%B" } else { "%B %Y" }).to_string()
}

#[cfg(test)]
mod tests;
