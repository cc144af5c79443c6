//! What the figures of the demonstration are read beside: the board's targets, and what is published of others.

use chrono::NaiveDate;
use serde::Deserialize;
use sightline_domain::target::{Comparison, TargetKind};

use super::script::day;
use crate::{App, BenchmarkInput, Call, Error, Result, SourceBytes, TargetInput};

const TARGETS: &str = include_str!("../../../../../content/demo/targets.toml");
/// Published figures of England, a region and all authorities, then of the neighbours.
const PUBLISHED: [(&str, &str); 2] = [
    ("published_figures.csv", include_str!("../../../../../content/demo/published_figures.csv")),
    ("neighbours_figures.csv", include_str!("../../../../../content/demo/neighbours_figures.csv")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreed {
    reason: String,
    target: Vec<AgreedTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreedTarget {
    measure: String,
    at_least: Option<String>,
    at_most: Option<String>,
    #[serde(deserialize_with = "day")]
    for_on: NaiveDate,
}

impl App {
    /// Sets the targets that the board agreed, as if on the day of `call`.
    pub(super) async fn agree_targets(&self, call: &Call) -> Result<()> {
        for target in agreed()? {
            self.set_target(call, &target).await?;
        }
        Ok(())
    }

    /// Loads what is published of others.
    pub(super) async fn load_published(&self, call: &Call) -> Result<()> {
        let file = |(name, text): (&str, &str)| SourceBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let input = BenchmarkInput {
            files: PUBLISHED.map(file).into(),
            name: Some("Figures of the Local Authority Interactive Tool".to_owned()),
            publisher: None,
            edition: None,
        };
        self.load_benchmarks(call, input).await.map(|_| ())
    }
}

fn agreed() -> Result<Vec<TargetInput>> {
    let wrong = |what: String| Error::Demonstration { what };
    let Agreed { reason, target } = toml::from_str(TARGETS).map_err(|error| wrong(error.to_string()))?;
    let inputs = target.into_iter().map(|target| {
        let AgreedTarget { measure, at_least, at_most, for_on } = target;
        let (comparison, value) = match (at_least, at_most) {
            (Some(value), None) => (Comparison::AtLeast, value),
            (None, Some(value)) => (Comparison::AtMost, value),
            _ => return Err(wrong(format!("the target of {measure} is neither a least nor a most"))),
        };
        let kind = TargetKind::Own;
        Ok(TargetInput { measure, value, comparison, for_on, kind, reason: reason.clone() })
    });
    inputs.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[tokio::test]
    async fn targets_are_of_measures_that_there_are() {
        let catalogue = sightline_engine::Catalogue::built_in().await.unwrap();
        let targets = agreed().unwrap();
        assert!(targets.len() >= 15);
        for target in &targets {
            assert!(catalogue.measure(&target.measure).is_ok(), "{}", target.measure);
        }
    }

    /// The first column; a key that holds a comma stands in quotation marks.
    fn keys(text: &str) -> BTreeSet<&str> {
        text.lines()
            .skip(1)
            .filter_map(|line| match line.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => line.split(',').next(),
            })
            .collect()
    }

    #[tokio::test]
    async fn what_is_published_is_what_measures_are_compared_with() {
        let catalogue = sightline_engine::Catalogue::built_in().await.unwrap();
        let wanted: BTreeSet<&str> =
            catalogue.measures().filter_map(|measure| Some(measure.benchmark.as_ref()?.key.as_str())).collect();
        for (name, text) in PUBLISHED {
            let found: BTreeSet<&str> = keys(text);
            assert!(found.is_subset(&wanted), "{name}: {:?}", found.difference(&wanted));
        }
        let summary: BTreeSet<&str> = keys(PUBLISHED[0].1);
        assert_eq!(summary, wanted);
    }
}
