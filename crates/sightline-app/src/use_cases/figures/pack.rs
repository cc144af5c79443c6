//! The figures of a pack: counted once, shown to each audience by its own rules.
//!
//! What an audience is shown is made from what it may be shown and nothing
//! else: charts and sentences rest on the figures as they are printed. A quarter
//! is shown to nobody from whom one of its months is hidden, and to the public
//! only where partners are shown it, so that no two papers can be set against
//! each other.

use std::sync::Arc;

use chrono::NaiveDate;
use sightline_documents::charts::{SpcDrawing, Width, assurance_icon, variation_icon};
use sightline_documents::generators::board_pack::PackMeasure;
use sightline_documents::generators::scorecard::Picture;
use sightline_domain::board_report::Day;
use sightline_domain::measure::{
    Audience, Disclosure, DisclosureRule, Exact, Figure, FigureFacts, Kind, MeasureTable, Period, Suppression, Window,
    suppress, with_unit,
};
use sightline_domain::spc::{self, Point, PointValue, SpcChart, Targets, Variation};
use sightline_engine::MeasureDefinition;
use sightline_store::ExtractRecord;

use crate::{App, Call, Error, Result};

use super::desk::STALE_AFTER_DAYS;
use super::page::bounds;
use super::paper::version;
use super::read::{CountedMeasure, Outcome};

/// What stands for a figure that is too small to be shown.
pub(crate) const SUPPRESSED: &str = "c";
/// What stands where nothing was counted.
const NO_FIGURE: &str = "No figure";
/// Quarters that a pack shows, and that the public's charts are made of.
const QUARTERS: usize = 12;

/// The figures of a scorecard, before anything is hidden.
pub(crate) struct PackScorecard {
    /// The scorecard's id.
    pub(crate) id: String,
    /// The text of its definition, for the hash.
    pub(crate) definition: String,
    /// Its sections: title and lines.
    pub(crate) sections: Vec<(String, Vec<PackLine>)>,
    /// The extract that the records come from.
    pub(crate) extract: Option<ExtractRecord>,
    /// How old the records are, as a sentence.
    pub(crate) freshness: String,
    /// Whether they are too old to rely on, or there are none.
    pub(crate) is_stale: bool,
}

/// A line of the scorecard.
pub(crate) struct PackLine {
    pub(crate) reference: Option<String>,
    pub(crate) label: String,
    pub(crate) measure: std::result::Result<Box<PackCount>, String>,
}

/// A measure that was counted.
pub(crate) struct PackCount {
    pub(crate) definition: Arc<MeasureDefinition>,
    as_at: NaiveDate,
    extract: Option<String>,
    is_stale: bool,
    counted: CountedMeasure,
    quarters: MeasureTable,
    /// For each quarter, the place of its first month in the table of months.
    first_months: Vec<usize>,
}

/// A measure as an audience is shown it.
pub(crate) struct PackShown {
    /// As it is printed.
    pub(crate) measure: PackMeasure,
    /// What changed.
    pub(crate) variation: Variation,
    /// Every figure that is printed or drawn: the period, and the figure in words.
    pub(crate) figures: Vec<(Period, String)>,
    /// The figures of the last quarters: period and figure.
    pub(crate) quarters: Vec<(Period, String)>,
    /// Where it comes from: extract, day, version of the definition, rows left out.
    pub(crate) provenance: PackProvenance,
}

impl PackShown {
    /// True when there is at least one figure to print or draw.
    pub(crate) fn has_figure(&self) -> bool {
        self.figures.iter().any(|(_, words)| words != SUPPRESSED && words != NO_FIGURE)
    }

    /// True when every figure that there is is hidden.
    pub(crate) fn is_hidden(&self) -> bool {
        !self.has_figure() && self.figures.iter().any(|(_, words)| words == SUPPRESSED)
    }
}

/// Where a figure comes from.
pub(crate) struct PackProvenance {
    pub(crate) as_at: NaiveDate,
    pub(crate) extract: Option<String>,
    pub(crate) version: String,
    pub(crate) counted: String,
    pub(crate) left_out: String,
}

impl App {
    /// Counts the measures of a scorecard in the records of an extract, as at a day.
    pub(crate) async fn pack_scorecard(
        &self,
        call: &Call,
        id: &str,
        as_at: NaiveDate,
        extract: Option<ExtractRecord>,
    ) -> Result<PackScorecard> {
        let mut standing = self.standing_on_extract(call, as_at, extract).await?;
        let card = standing.catalogue.scorecard(id)?.clone();
        let said = self.said(None).await?;
        let mut sections = Vec::new();
        for section in &card.sections {
            let mut lines = Vec::new();
            for row in &section.rows {
                // Case lists name children; a pack never does.
                let Some(measure) = &row.measure else { continue };
                let definition = standing.catalogue.measure(measure)?.clone();
                let population = self.population_of(&definition);
                let label = row.label.clone().unwrap_or_else(|| definition.title.clone());
                let counted = match standing.counted(measure, &said, population).await {
                    Ok(Outcome::Counted(counted)) => {
                        let provenance = standing.provenance(counted.of_programme);
                        Ok(Box::new(PackCount::new(*counted, &provenance)))
                    }
                    Ok(Outcome::Failed(failed)) => Err(format!("{} ({})", failed.what, failed.code)),
                    Err(Error::NoExtractInForce) => Err("no children’s records are loaded".to_owned()),
                    Err(error) => return Err(error),
                };
                lines.push(PackLine { reference: row.reference.clone(), label, measure: counted });
            }
            if !lines.is_empty() {
                sections.push((section.title.clone(), lines));
            }
        }
        let provenance = standing.provenance(false);
        Ok(PackScorecard {
            definition: format!("{card:?}"),
            id: card.id,
            sections,
            freshness: provenance.freshness,
            is_stale: provenance.is_stale,
            extract: standing.extract.clone(),
        })
    }
}

impl PackCount {
    fn new(counted: CountedMeasure, provenance: &super::view::Provenance) -> Self {
        let quarters = counted.table.by_quarter(counted.at);
        let first_months = quarters
            .periods
            .iter()
            .filter_map(|quarter| counted.table.periods.iter().position(|month| month.from == quarter.from))
            .collect();
        Self {
            definition: Arc::clone(&counted.definition),
            as_at: provenance.as_at,
            extract: provenance.extract.clone(),
            is_stale: provenance.is_stale,
            quarters,
            first_months,
            counted,
        }
    }

    /// The measure as an audience is shown it on a day.
    pub(crate) fn shown(
        &self,
        audience: Audience,
        today: NaiveDate,
        reference: Option<&str>,
        label: &str,
    ) -> PackShown {
        let rules = Disclosure::built_in();
        let rule = rules.rule(audience);
        let view = View {
            count: self,
            rule,
            months: suppress(&self.counted.table, rules.rule(audience.min(Audience::Partners))),
            quarters: suppress(&self.quarters, rule),
        };
        view.shown(today, reference, label)
    }
}

/// A measure under the rules of one audience.
struct View<'a> {
    count: &'a PackCount,
    rule: &'a DisclosureRule,
    /// What is hidden of the months; for the public, from partners.
    months: Suppression,
    /// What is hidden of the quarters.
    quarters: Suppression,
}

/// A figure as it is printed.
struct Printed {
    period: Period,
    /// In words, with its unit.
    words: String,
    /// As a plain number; none when hidden or empty.
    number: Option<String>,
    is_hidden: bool,
    figure: Figure,
}

impl View<'_> {
    fn shown(&self, today: NaiveDate, reference: Option<&str>, label: &str) -> PackShown {
        let count = self.count;
        let definition = &count.definition;
        let by_quarter = self.rule.released_by == Window::Quarter;
        let quarters: Vec<Printed> = self.printed_quarters();
        let months: Vec<Printed> = if by_quarter { Vec::new() } else { self.printed_months() };
        let series = if by_quarter { &quarters } else { &months };
        let (chart, targets) = self.chart(series, by_quarter);
        let facts = FigureFacts {
            kind: definition.kind,
            better: definition.better,
            unit: &definition.unit,
            chart: &chart,
            path: targets.path,
            as_at: Some(count.as_at),
            today,
            stale_after_days: STALE_AFTER_DAYS,
            left_out: 0,
            benchmarks: &[],
        };
        let sentences = facts.sentences();
        let latest = series.last();
        let drawing = SpcDrawing {
            id: &definition.id,
            title: &definition.title,
            unit: &definition.unit,
            places: self.places(),
            bounds: bounds(definition.kind),
            better: definition.better,
            chart: &chart,
            targets: &targets,
            interventions: &[],
            is_run_chart: false,
        };
        let drawn = drawing.draw();
        let mut warnings = Vec::new();
        if count.is_stale {
            warnings.push(sentences.freshness.clone());
        }
        if definition.is_past_review(today) {
            warnings.push(format!("The definition was to be looked over by {}.", Day::of(definition.review_due).words));
        }
        warnings.extend(sentences.cautions.iter().cloned());
        let quarter = (!by_quarter).then(|| quarters.last()).flatten();
        let id = &definition.id;
        let left_out = if by_quarter {
            count.quarters.whole.last().map_or(0, |tally| tally.left_out)
        } else {
            count.counted.table.whole.get(count.counted.at).map_or(0, |tally| tally.left_out)
        };
        PackShown {
            measure: PackMeasure {
                reference: reference.map(str::to_owned),
                label: label.to_owned(),
                figure: latest.map_or_else(|| "No figure yet".to_owned(), |latest| latest.words.clone()),
                number: latest.and_then(|latest| latest.number.clone()),
                unit: definition.unit.clone(),
                period: latest.map(|latest| latest.period.words()).unwrap_or_default(),
                made_from: latest.filter(|_| !by_quarter).and_then(|latest| self.made_from(latest)),
                quarter: quarter.map(|quarter| format!("{}: {}", quarter.period.words(), quarter.words)),
                target: chart.target.map(|target| {
                    let value = with_unit(&target.target.value.shown(definition.kind.places()), &definition.unit);
                    if target.is_ahead { format!("{value} by {}", Day::of(target.target.from).words) } else { value }
                }),
                chart: Picture { svg: drawn.svg(Width::Narrow).to_owned(), words: drawn.description.clone() },
                variation: Picture {
                    svg: variation_icon(&format!("var_{id}"), chart.variation),
                    words: chart.variation.words().to_owned(),
                },
                assurance: Picture {
                    svg: assurance_icon(&format!("ass_{id}"), chart.assurance),
                    words: chart.assurance.words().to_owned(),
                },
                sentence: sentences.opening.clone(),
                warnings,
            },
            variation: chart.variation,
            figures: months.iter().chain(&quarters).map(|figure| (figure.period, figure.words.clone())).collect(),
            quarters: quarters.iter().map(|figure| (figure.period, figure.words.clone())).collect(),
            provenance: PackProvenance {
                as_at: count.as_at,
                extract: count.extract.clone(),
                version: version(&definition.version),
                counted: definition.denominator.clone(),
                left_out: self.count_words(left_out),
            },
        }
    }

    fn places(&self) -> u8 {
        self.count.definition.kind.places().min(self.rule.places)
    }

    fn printed_months(&self) -> Vec<Printed> {
        let counted = &self.count.counted;
        let first = counted.table.first_known().unwrap_or(counted.at + 1);
        let of = |at: usize| {
            let figure = counted.table.figure(&counted.table.whole, at, Window::Month, counted.population)?;
            Some(self.printed(figure, self.months.hides_whole(at)))
        };
        (first..=counted.at).filter_map(of).collect()
    }

    fn printed_quarters(&self) -> Vec<Printed> {
        let (counted, quarters) = (&self.count.counted, &self.count.quarters);
        let first = quarters.periods.len().saturating_sub(QUARTERS);
        let of = |at: usize| {
            let period = *quarters.periods.get(at)?;
            let figure = quarters.whole.get(at)?.figure(quarters.kind, period, counted.population);
            let first_month = *self.count.first_months.get(at)?;
            let hidden = self.quarters.hides_whole(at) || self.months.hides_whole_over(first_month..first_month + 3);
            Some(self.printed(figure, hidden))
        };
        (first..quarters.periods.len()).filter_map(of).collect()
    }

    fn printed(&self, figure: Figure, is_hidden: bool) -> Printed {
        let definition = &self.count.definition;
        let number = figure.value.filter(|_| !is_hidden).map(|value| self.number(value));
        let words = match &number {
            Some(number) => with_unit(number, &definition.unit),
            None if is_hidden => SUPPRESSED.to_owned(),
            None => NO_FIGURE.to_owned(),
        };
        Printed { period: figure.period, words, number, is_hidden, figure }
    }

    /// The value as it is printed.
    fn number(&self, value: Exact) -> String {
        let shown = value.shown(self.places());
        match (self.count.definition.kind, shown.parse::<u64>()) {
            (Kind::Count, Ok(count)) => self.rule.shown_count(count).to_string(),
            _ => shown,
        }
    }

    /// The series judged, made from what is printed; with the targets.
    fn chart(&self, series: &[Printed], by_quarter: bool) -> (SpcChart, Targets) {
        let counted = &self.count.counted;
        let hides = series.iter().any(|figure| figure.is_hidden);
        let point = |figure: &Printed| match &figure.number {
            // What is published rests on the printed number alone.
            Some(number) if by_quarter => {
                let value = Exact::parse(number).map_or(PointValue::Missing, PointValue::Actual);
                Point { value, ..Point::missing(figure.period) }
            }
            Some(_) => Point::of(&figure.figure),
            None if figure.is_hidden => Point::suppressed(figure.period),
            None => Point::missing(figure.period),
        };
        let points: Vec<Point> = series.iter().map(point).collect();
        let mut settings = spc::Settings::new(self.count.definition.better, self.places());
        settings.targets = counted.targets.clone();
        settings.window = if by_quarter { Window::Quarter } else { Window::Month };
        settings.is_published = by_quarter || hides;
        let starts_period = |day: &NaiveDate| points.iter().any(|point| point.period.from == *day);
        settings.rebases = counted.rebases.iter().copied().filter(starts_period).collect();
        let chart = spc::read(&points, &settings).expect("periods do not share days, and every rebase starts one");
        (chart, settings.targets)
    }

    fn made_from(&self, latest: &Printed) -> Option<String> {
        latest.number.as_ref()?;
        let figure = &latest.figure;
        match (figure.numerator, figure.population) {
            (Some(numerator), _) => Some(format!("{numerator} of {}", figure.counted)),
            (None, Some(population)) => Some(format!("{} among {population}", figure.counted)),
            (None, None) => (self.count.definition.kind.places() > 0).then(|| format!("of {}", figure.counted)),
        }
    }

    /// A number of rows that are left out, as this audience may know it.
    fn count_words(&self, rows: u64) -> String {
        match rows {
            0 => "None".to_owned(),
            rows if self.rule.is_small(rows) => format!("{} or fewer", self.rule.hide_up_to),
            rows if self.rule.round_to > 1 => format!("About {}", self.rule.shown_count(rows)),
            rows => rows.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use sightline_domain::measure::{Counts, Tally};

    use super::*;
    use crate::use_cases::figures::view::Provenance;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    async fn definition(id: &str, kind: Kind) -> Arc<MeasureDefinition> {
        let built_in = crate::figures::catalogue(&[]).await.unwrap().measure(id).unwrap().clone();
        Arc::new(MeasureDefinition { kind, ..built_in })
    }

    /// June to September 2026, read until one of them.
    fn count(definition: &Arc<MeasureDefinition>, months: &[(u64, u64)], at: usize) -> PackCount {
        let tally = |(in_numerator, counted): &(u64, u64)| Tally {
            counted: *counted,
            in_numerator: *in_numerator,
            ..Tally::default()
        };
        let table = MeasureTable {
            measure: definition.id.clone(),
            kind: definition.kind,
            counts: Counts::Events,
            periods: Period::whole_months_until(day("2026-09-30"), 4),
            whole: months.iter().map(tally).collect(),
            breakdowns: Vec::new(),
            left_out: BTreeMap::new(),
        };
        let counted = CountedMeasure {
            definition: Arc::clone(definition),
            suppression: suppress(&table, Disclosure::built_in().rule(Audience::Authorised)),
            table: Arc::new(table),
            at,
            targets: Targets::default(),
            rebases: Vec::new(),
            population: (definition.kind == Kind::Rate).then_some(35_000),
            of_programme: false,
        };
        let provenance =
            Provenance { as_at: day("2026-09-30"), extract: None, freshness: String::new(), is_stale: false };
        PackCount::new(counted, &provenance)
    }

    /// Everything that an audience reads of a measure in a pack, its chart too.
    fn read(count: &PackCount, audience: Audience) -> String {
        let shown = count.shown(audience, day("2026-10-10"), None, "A measure");
        let measure = &shown.measure;
        format!(
            "{:?} {:?} {} {:?} {:?} {} {} {} {:?}",
            shown.figures,
            shown.quarters,
            measure.figure,
            measure.made_from,
            measure.quarter,
            measure.sentence,
            measure.chart.svg,
            measure.chart.words,
            measure.warnings,
        )
    }

    /// Groups tables by what partners and the public read in this pack and the two before it; in no group may a
    /// small number of a month have only one answer.
    fn attack(definition: &Arc<MeasureDefinition>, tables: Vec<Vec<(u64, u64)>>) {
        let mut groups: BTreeMap<String, BTreeMap<(usize, &str), BTreeSet<u64>>> = BTreeMap::new();
        assert!(tables.len() > 100, "{}", tables.len());
        let first = read(&count(definition, &tables[tables.len() - 1], 3), Audience::Partners);
        assert!(!first.starts_with("[]") && first.chars().filter(char::is_ascii_digit).count() > 20, "{first}");
        for months in tables {
            let packs = [1, 2, 3].map(|at| count(definition, &months, at));
            let texts = packs.iter().flat_map(|pack| [read(pack, Audience::Partners), read(pack, Audience::Public)]);
            let answers = groups.entry(texts.collect::<Vec<_>>().join("\n")).or_default();
            for (at, (within, counted)) in months.iter().enumerate() {
                answers.entry((at, "counted")).or_default().insert(*counted);
                if definition.kind == Kind::Proportion {
                    answers.entry((at, "within")).or_default().insert(*within);
                    answers.entry((at, "without")).or_default().insert(counted - within);
                }
            }
        }
        for (text, answers) in &groups {
            for (what, numbers) in answers {
                let gives_away = numbers.len() == 1 && numbers.iter().all(|number| (1..=5).contains(number));
                assert!(!gives_away, "{what:?} can only be {numbers:?}: {text}");
            }
        }
    }

    #[tokio::test]
    async fn no_small_count_follows_from_all_packs_and_charts_that_partners_and_the_public_get() {
        // Of a rate the counts follow from the population, which everybody knows.
        let (definition, rate) =
            (definition("referrals", Kind::Count).await, definition("referrals", Kind::Rate).await);
        let each = (0..512_u64).map(|number| vec![(0, 20), (0, number / 64), (0, number / 8 % 8), (0, number % 8)]);
        let tables: Vec<_> = each.collect();
        attack(&definition, tables.clone());
        attack(&rate, tables);
    }

    #[tokio::test]
    async fn no_small_part_of_a_proportion_follows_either() {
        let definition = definition("assessments_within_45_working_days", Kind::Proportion).await;
        let cells: Vec<(u64, u64)> =
            [4, 9, 13].into_iter().flat_map(|counted| (0..=counted).map(move |within| (within, counted))).collect();
        let each = cells.iter().flat_map(|one| cells.iter().map(move |two| (*one, *two)));
        attack(&definition, each.map(|(one, two)| vec![(20, 40), (20, 40), one, two]).collect());
    }

    #[tokio::test]
    async fn a_quarter_is_hidden_from_whomever_one_of_its_months_is_hidden_from_and_the_board_sees_all() {
        let definition = definition("referrals", Kind::Count).await;
        let count = count(&definition, &[(0, 20), (0, 30), (0, 4), (0, 31)], 3);
        let words = |audience| {
            count
                .shown(audience, day("2026-10-10"), None, "Referrals")
                .figures
                .into_iter()
                .map(|(_, words)| words)
                .collect::<Vec<_>>()
        };
        let plain = |number: &str| with_unit(number, &definition.unit);
        assert_eq!(words(Audience::Authorised), ["20", "30", "4", "31", "65"].map(plain));
        assert_eq!(words(Audience::Partners)[2], SUPPRESSED);
        assert_eq!(words(Audience::Partners)[4], SUPPRESSED, "the quarter would give the month away");
        assert_eq!(words(Audience::Public), [SUPPRESSED]);
    }

    #[tokio::test]
    async fn the_public_reads_rounded_quarters_and_nothing_of_the_months() {
        let definition = definition("referrals", Kind::Count).await;
        let count = count(&definition, &[(0, 20), (0, 30), (0, 41), (0, 31)], 3);
        let shown = count.shown(Audience::Public, day("2026-10-10"), None, "Referrals");
        assert_eq!(shown.measure.number.as_deref(), Some("100"), "102 to the nearest 5");
        assert_eq!((shown.figures.len(), shown.measure.made_from), (1, None));
        assert!(!shown.measure.chart.svg.contains("102"));
    }
}
