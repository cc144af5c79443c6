//! What is published beside a council's own figure.

use std::collections::BTreeMap;

use super::{Area, BenchmarkValue, ComparesWith, Places, Statistic, Symbol};
use crate::decimal::Decimal;
use crate::measure::Better;

/// Fewer values of authorities than this say nothing of quarters and ranks.
const FEWEST_AUTHORITIES: usize = 20;
/// As many times the distance between the quartiles beyond them, and a value is on another scale.
const FAR: i32 = 3;

/// A published value or the symbol in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The value.
    pub value: Option<Decimal>,
    /// Why there is none.
    pub symbol: Option<Symbol>,
}

/// A published value with the name of what it is the value of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Such as `England` or the name of the region.
    pub name: String,
    /// The value or its symbol.
    pub compared: Compared,
}

/// The neighbours' values, summarised in both ways that are in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeighbourSummary {
    /// Their plain mean, as the Local Authority Interactive Tool gives it.
    pub mean: Option<Decimal>,
    /// The middle one, as the children's social care dashboard gives it.
    pub median: Option<Decimal>,
    /// How many have a value; `None` when the publication gives the summary alone.
    pub with_value: Option<usize>,
    /// How many there are.
    pub of: usize,
    /// Which model of neighbours, such as `May 2025`.
    pub model: String,
}

/// Where the quarters of all authorities lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quartiles {
    /// A quarter of them lie below.
    pub lowest_quarter: Decimal,
    /// The middle one.
    pub median: Decimal,
    /// A quarter of them lie above.
    pub highest_quarter: Decimal,
    /// Where the best quarter begins; `None` when neither way is good.
    pub best: Option<Decimal>,
    /// How many authorities have a value.
    pub authorities: usize,
}

/// The quarter that an authority lies in; `A` is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// The best quarter.
    A,
    /// Better than the middle.
    B,
    /// Worse than the middle.
    C,
    /// The worst quarter.
    D,
}

/// Where the council's own published value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPlace {
    /// Its published value or symbol.
    pub compared: Compared,
    /// Its quarter; `None` when neither way is good, or there is no value.
    pub band: Option<Band>,
    /// 1 for the best; those with the same value share the better place.
    pub rank: Option<usize>,
}

/// What to mind before a comparison is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The published value of an area is on another scale than those of authorities: a total, most likely. It is not shown.
    OtherScale {
        /// Such as `England`.
        name: String,
        /// What is published.
        value: Decimal,
    },
    /// Some of the neighbours have no value in this period.
    NeighboursMissing {
        /// How many.
        missing: usize,
    },
    /// Region or neighbours were chosen by hand, and are not those that are published for the council.
    ChosenByHand,
}

/// Everything published of one measure in one period, beside a council's own figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparators {
    /// The published measure.
    pub key: String,
    /// The period as printed: published figures lie months behind a council's own.
    pub period: String,
    /// The year that its label begins with.
    pub year: i32,
    /// England.
    pub england: Option<Comparison>,
    /// The region; for London's halves the region around them when they have no value.
    pub region: Option<Comparison>,
    /// The statistical neighbours.
    pub neighbours: Option<NeighbourSummary>,
    /// The quarters of all authorities.
    pub quartiles: Option<Quartiles>,
    /// The council's own published value.
    pub own: Option<OwnPlace>,
    /// What to mind.
    pub cautions: Vec<Caution>,
}

impl Comparators {
    /// What is published of the latest year in `values`; of an earlier one when `year` says so.
    ///
    /// `values` are those of one measure, for each area and period at most one.
    /// Of two labels of one year, such as `2024` and `2024 (Rev)`, the later in
    /// the alphabet counts. Nothing is ever taken from another period. `None`
    /// when there is no value of that year.
    #[must_use]
    pub fn of(
        values: &[BenchmarkValue],
        places: &Places,
        with: &ComparesWith,
        better: Better,
        year: Option<i32>,
    ) -> Option<Self> {
        let latest = values
            .iter()
            .filter(|value| year.is_none_or(|year| value.year == year))
            .max_by(|one, other| (one.year, &one.period).cmp(&(other.year, &other.period)))?;
        let (key, period, year) = (latest.key.clone(), latest.period.clone(), latest.year);
        let published = Published { values: values.iter().filter(|value| value.period == period).collect() };
        let mut cautions = Vec::new();
        if with.is_chosen {
            cautions.push(Caution::ChosenByHand);
        }
        let mut on_scale = |name: &str, area: &Area| -> Option<Comparison> {
            let compared = published.at(area)?;
            match compared.value.filter(|value| published.is_on_other_scale(*value)) {
                Some(value) => {
                    cautions.push(Caution::OtherScale { name: name.to_owned(), value });
                    None
                }
                None => Some(Comparison { name: name.to_owned(), compared }),
            }
        };
        let england = on_scale("England", &Area::England);
        let mut regions = with.region.iter().flat_map(|region| places.regions_of(region));
        let region = regions.find_map(|region| on_scale(&region.name, &Area::Region(region.code.clone())));
        let neighbours = published.neighbours(with);
        if let Some(NeighbourSummary { with_value: Some(with_value), of, .. }) = &neighbours
            && with_value < of
        {
            cautions.push(Caution::NeighboursMissing { missing: of - with_value });
        }
        let quartiles = published.quartiles(better);
        let own = with.authority.as_ref().and_then(|code| published.own(code, better, quartiles.as_ref()));
        Some(Self { key, period, year, england, region, neighbours, quartiles, own, cautions })
    }
}

/// The values of areas that are on another scale than those of authorities: totals, most likely. With each its measure.
///
/// Of each measure only its latest period is looked at.
#[must_use]
pub fn values_on_other_scale(values: &[BenchmarkValue]) -> Vec<(&str, &BenchmarkValue)> {
    let mut by_measure: BTreeMap<&str, Vec<&BenchmarkValue>> = BTreeMap::new();
    for value in values {
        by_measure.entry(&value.key).or_default().push(value);
    }
    let mut found = Vec::new();
    for (key, mut values) in by_measure {
        let latest = values.iter().map(|value| (value.year, value.period.as_str())).max();
        values.retain(|value| Some((value.year, value.period.as_str())) == latest);
        let published = Published { values };
        for value in &published.values {
            let is_wide = matches!(value.area, Area::England | Area::Region(_));
            if is_wide && value.value.is_some_and(|number| published.is_on_other_scale(number)) {
                found.push((key, *value));
            }
        }
    }
    found
}

/// The values of one measure and period.
struct Published<'a> {
    values: Vec<&'a BenchmarkValue>,
}

impl Published<'_> {
    fn at(&self, area: &Area) -> Option<Compared> {
        let found = self.values.iter().find(|value| value.area == *area)?;
        Some(Compared { value: found.value, symbol: found.symbol })
    }

    fn number(&self, area: &Area) -> Option<Decimal> {
        self.at(area)?.value
    }

    fn of_authorities(&self) -> Vec<Decimal> {
        let of_one = |value: &&&BenchmarkValue| matches!(value.area, Area::Authority(_));
        self.values.iter().filter(of_one).filter_map(|value| value.value).collect()
    }

    /// True for a value that no mean of authorities can have: a total, or a figure of another unit.
    fn is_on_other_scale(&self, value: Decimal) -> bool {
        let authorities = self.of_authorities();
        if authorities.len() >= FEWEST_AUTHORITIES {
            let (least, most) = (authorities.iter().min(), authorities.iter().max());
            return least.is_some_and(|least| value < *least) || most.is_some_and(|most| value > *most);
        }
        let at = |statistic| self.number(&Area::Authorities(statistic));
        let (Some(low), Some(high)) = (at(Statistic::LowestQuarter), at(Statistic::HighestQuarter)) else {
            return false;
        };
        let far = high.minus(low).times(FAR);
        // Quartiles that are alike say nothing of the scale.
        high > low && (value > high.plus(far) || value < low.minus(far))
    }

    fn neighbours(&self, with: &ComparesWith) -> Option<NeighbourSummary> {
        let values: Vec<Decimal> =
            with.neighbours.iter().filter_map(|code| self.number(&Area::Authority(code.clone()))).collect();
        let (of, model) = (with.neighbours.len(), with.neighbour_model.clone());
        if !values.is_empty() {
            let (mean, median) = (Decimal::mean(&values), Decimal::quantile(&values, 1, 2));
            return Some(NeighbourSummary { mean, median, with_value: Some(values.len()), of, model });
        }
        // A summary that is published for the council is of its published neighbours, and of no others.
        let of_council = with.authority.as_ref().filter(|_| !with.is_chosen)?;
        let at = |statistic| self.number(&Area::Neighbours { of: of_council.clone(), statistic });
        let (mean, median) = (at(Statistic::Mean), at(Statistic::Median));
        (mean.is_some() || median.is_some()).then_some(NeighbourSummary { mean, median, with_value: None, of, model })
    }

    fn quartiles(&self, better: Better) -> Option<Quartiles> {
        let values = self.of_authorities();
        let (lowest_quarter, median, highest_quarter, authorities) = if values.len() >= FEWEST_AUTHORITIES {
            let at = |part| Decimal::quantile(&values, part, 4);
            (at(1)?, at(2)?, at(3)?, values.len())
        } else {
            let at = |statistic| self.number(&Area::Authorities(statistic));
            let count = at(Statistic::Count)?.rounded(0).to_string().parse().ok()?;
            (at(Statistic::LowestQuarter)?, at(Statistic::Median)?, at(Statistic::HighestQuarter)?, count)
        };
        let best = match better {
            Better::Higher => Some(highest_quarter),
            Better::Lower => Some(lowest_quarter),
            Better::Neither => None,
        };
        Some(Quartiles { lowest_quarter, median, highest_quarter, best, authorities })
    }

    fn own(&self, code: &str, better: Better, quartiles: Option<&Quartiles>) -> Option<OwnPlace> {
        let compared = self.at(&Area::Authority(code.to_owned()))?;
        let Some(own) = compared.value else { return Some(OwnPlace { compared, band: None, rank: None }) };
        let is_better = |one: Decimal, other: Decimal| match better {
            Better::Higher => one > other,
            Better::Lower => one < other,
            Better::Neither => false,
        };
        let band = quartiles.filter(|_| better != Better::Neither).map(|quartiles| {
            let (best, worst) = match better {
                Better::Lower => (quartiles.lowest_quarter, quartiles.highest_quarter),
                _ => (quartiles.highest_quarter, quartiles.lowest_quarter),
            };
            [(best, Band::A), (quartiles.median, Band::B), (worst, Band::C)]
                .into_iter()
                .find(|(edge, _)| !is_better(*edge, own))
                .map_or(Band::D, |(_, band)| band)
        });
        let values = self.of_authorities();
        let rank = (better != Better::Neither && values.len() >= FEWEST_AUTHORITIES)
            .then(|| values.iter().filter(|other| is_better(**other, own)).count() + 1);
        Some(OwnPlace { compared, band, rank })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Region;
    use super::*;

    fn value(area: Area, value: &str) -> BenchmarkValue {
        BenchmarkValue {
            key: "ReReferral".to_owned(),
            period: "2025".to_owned(),
            year: 2025,
            area,
            value: value.parse().ok(),
            symbol: Symbol::read(value),
        }
    }

    fn authority(code: usize, number: &str) -> BenchmarkValue {
        value(Area::Authority(format!("{code}")), number)
    }

    fn region() -> Area {
        Area::Region("E12000002".to_owned())
    }

    fn places() -> Places {
        let region = Region { code: "E12000002".to_owned(), name: "North West".to_owned(), within: None };
        Places { regions: [(region.code.clone(), region)].into(), ..Places::default() }
    }

    fn with(authority: &str) -> ComparesWith {
        ComparesWith {
            authority: Some(authority.to_owned()),
            region: Some("E12000002".to_owned()),
            neighbours: ["301", "302", "305", "999"].map(str::to_owned).to_vec(),
            neighbour_model: "May 2025".to_owned(),
            is_chosen: false,
        }
    }

    /// Twenty-one authorities with 0, 1, … 20.
    fn twenty_one() -> Vec<BenchmarkValue> {
        (0..=20).map(|number| authority(300 + number, &number.to_string())).collect()
    }

    fn text(number: Option<Decimal>) -> String {
        number.map(|number| number.trimmed().to_string()).unwrap_or_default()
    }

    #[test]
    fn each_comparator_comes_from_one_period() {
        let mut values = twenty_one();
        values.push(value(Area::England, "9.5"));
        values.push(value(region(), "c"));
        values.push(BenchmarkValue { period: "2024".to_owned(), year: 2024, ..value(Area::England, "1.0") });
        let found = Comparators::of(&values, &places(), &with("303"), Better::Lower, None).unwrap();
        assert_eq!((found.period.as_str(), found.year), ("2025", 2025));
        assert_eq!(text(found.england.unwrap().compared.value), "9.5");
        let region = found.region.unwrap();
        assert_eq!((region.name.as_str(), region.compared.symbol), ("North West", Some(Symbol::Confidential)));
        let neighbours = found.neighbours.unwrap();
        assert_eq!((text(neighbours.mean), text(neighbours.median)), ("2.7".to_owned(), "2".to_owned()));
        assert_eq!((neighbours.with_value, neighbours.of), (Some(3), 4));
        assert_eq!(found.cautions, [Caution::NeighboursMissing { missing: 1 }]);
        let earlier = Comparators::of(&values, &places(), &with("303"), Better::Lower, Some(2024)).unwrap();
        assert_eq!(text(earlier.england.unwrap().compared.value), "1");
        assert!(earlier.neighbours.is_none() && earlier.own.is_none() && earlier.quartiles.is_none());
        assert!(Comparators::of(&values, &places(), &with("303"), Better::Lower, Some(2023)).is_none());
    }

    #[test]
    fn bands_and_ranks_follow_which_way_is_good() {
        let values = twenty_one();
        let place = |code: &str, better| {
            let own = Comparators::of(&values, &places(), &with(code), better, None).unwrap().own.unwrap();
            (own.band, own.rank)
        };
        assert_eq!(place("305", Better::Lower), (Some(Band::A), Some(6)));
        assert_eq!(place("306", Better::Lower), (Some(Band::B), Some(7)));
        assert_eq!(place("315", Better::Lower), (Some(Band::C), Some(16)));
        assert_eq!(place("316", Better::Lower), (Some(Band::D), Some(17)));
        assert_eq!(place("315", Better::Higher), (Some(Band::A), Some(6)));
        assert_eq!(place("304", Better::Higher), (Some(Band::D), Some(17)));
        assert_eq!(place("305", Better::Neither), (None, None));
    }

    #[test]
    fn authorities_with_the_same_value_share_the_better_place() {
        let mut values = twenty_one();
        for (code, number) in [(321, "0"), (322, "0")] {
            values.push(authority(code, number));
        }
        let rank = |code| {
            let found = Comparators::of(&values, &places(), &with(code), Better::Lower, None).unwrap();
            found.own.unwrap().rank.unwrap()
        };
        assert_eq!([rank("300"), rank("321"), rank("322"), rank("301")], [1, 1, 1, 4]);
    }

    #[test]
    fn a_total_in_the_place_of_a_rate_is_not_compared_with() {
        let mut values = twenty_one();
        values.push(value(Area::England, "1258"));
        let found = Comparators::of(&values, &places(), &with("303"), Better::Lower, None).unwrap();
        assert!(found.england.is_none());
        let told: Vec<(&str, &Area)> =
            values_on_other_scale(&values).iter().map(|(key, value)| (*key, &value.area)).collect();
        assert_eq!(told, [("ReReferral", &Area::England)]);
        let total = Caution::OtherScale { name: "England".to_owned(), value: "1258".parse().unwrap() };
        assert!(found.cautions.contains(&total));
    }

    #[test]
    fn published_summaries_serve_where_the_values_are_not_published() {
        let statistic = |statistic, number| value(Area::Authorities(statistic), number);
        let values = vec![
            value(Area::England, "1258"),
            value(region(), "140"),
            statistic(Statistic::LowestQuarter, "102.75"),
            statistic(Statistic::Median, "136.5"),
            statistic(Statistic::HighestQuarter, "185.5"),
            statistic(Statistic::Count, "150"),
            authority(303, "101"),
            value(Area::Neighbours { of: "303".to_owned(), statistic: Statistic::Median }, "130"),
        ];
        let found = Comparators::of(&values, &places(), &with("303"), Better::Lower, None).unwrap();
        assert!(found.england.is_none() && found.region.is_some());
        let quartiles = found.quartiles.unwrap();
        assert_eq!((quartiles.authorities, text(quartiles.best)), (150, "102.75".to_owned()));
        let own = found.own.unwrap();
        assert_eq!((own.band, own.rank), (Some(Band::A), None));
        let neighbours = found.neighbours.unwrap();
        assert_eq!((text(neighbours.median), neighbours.mean, neighbours.with_value), ("130".to_owned(), None, None));
        let chosen = ComparesWith { is_chosen: true, ..with("303") };
        let found = Comparators::of(&values, &places(), &chosen, Better::Lower, None).unwrap();
        assert!(found.neighbours.is_none() && found.cautions.contains(&Caution::ChosenByHand));
    }
}
