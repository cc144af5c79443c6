//! Published figures to compare with: loading them, and what they say of a measure.

use std::collections::BTreeMap;

use serde_json::json;
use sightline_documents::importers::benchmarks::{self, BenchmarkFile, Published, unpack};
use sightline_domain::benchmark::{BenchmarkValue, Comparators, PublishedMeasure};
use sightline_domain::measure::Better;
use sightline_store::{BenchmarkSet, NewBenchmarkSet};

use crate::council::places;
use crate::policy::Action;
use crate::use_cases::import::sha256;
use crate::{App, Call, Error, Result, SourceBytes};

/// The licence that official statistics come under.
const LICENCE: &str = "Open Government Licence v3.0";

/// Files of published figures to load, with what their content does not tell.
#[derive(Clone, Debug, Default)]
pub struct BenchmarkInput {
    /// The files, zips among them, with their `.meta.csv` and a data dictionary where there are any.
    pub files: Vec<SourceBytes>,
    /// Name of the publication; that of the file when absent.
    pub name: Option<String>,
    /// Who publishes it; the Department for Education when absent.
    pub publisher: Option<String>,
    /// Edition; the latest period in it when absent.
    pub edition: Option<String>,
}

/// What one file gave.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedBenchmarks {
    /// Name of the file.
    pub file: String,
    /// What was read.
    pub published: Published,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its number, when it was loaded now; `None` for a rehearsal and for a file that was loaded before.
    pub number: Option<u64>,
}

/// One published measure with everything that is loaded of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedFigures {
    /// The measure, as the file that was loaded last describes it.
    pub measure: PublishedMeasure,
    /// Its values: for each area and period the one loaded last.
    pub values: Vec<BenchmarkValue>,
    /// The files that have it, the last first.
    pub sets: Vec<BenchmarkSet>,
    /// The comparison for the latest year, or the year that was asked for.
    pub comparators: Option<Comparators>,
}

impl App {
    /// What files of published figures hold; nothing is loaded.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] – a file cannot be read.
    pub async fn rehearse_benchmarks(&self, call: &Call, input: BenchmarkInput) -> Result<Vec<LoadedBenchmarks>> {
        call.may(Action::BenchmarkLoad)?;
        read(input).await
    }

    /// Loads files of published figures. Of each area and period the value loaded last counts.
    ///
    /// A file whose bytes are loaded already is passed over; all of them being so is an error.
    ///
    /// # Errors
    ///
    /// * [`Error::Document`] – a file cannot be read; none is loaded then.
    /// * [`Error::Store`] – every file is loaded already.
    pub async fn load_benchmarks(&self, call: &Call, input: BenchmarkInput) -> Result<Vec<LoadedBenchmarks>> {
        call.may(Action::BenchmarkLoad)?;
        let mut loaded = read(input).await?;
        let mut refused = None;
        for file in &mut loaded {
            let published = &file.published;
            let new = NewBenchmarkSet {
                name: &published.name,
                publisher: &published.publisher,
                edition: &published.edition,
                licence: LICENCE,
                file_name: &file.file,
                sha256: &file.sha256,
                measures: &published.measures,
                values: &published.values,
            };
            let detail = json!({
                "file": file.file,
                "sha256": file.sha256,
                "edition": published.edition,
                "measures": published.measures.len(),
                "values": published.values.len(),
            });
            let audit = call.audit(Action::BenchmarkLoad, format!("published figures {}", published.name), detail);
            match self.store.add_benchmark_set(&new, audit).await {
                Ok(number) => file.number = Some(number),
                Err(error @ sightline_store::Error::BenchmarkLoaded { .. }) => refused = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
        match refused {
            Some(error) if loaded.iter().all(|file| file.number.is_none()) => Err(error.into()),
            _ => Ok(loaded),
        }
    }

    /// The files of published figures that were loaded, the last first.
    pub async fn benchmark_sets(&self, call: &Call) -> Result<Vec<BenchmarkSet>> {
        call.may(Action::MeasureRead)?;
        Ok(self.store.benchmark_sets().await?)
    }

    /// Everything published of one measure, with the comparison for the council.
    ///
    /// `better` is which way is good, as the council's measure says; what the
    /// publication says when absent. `year` chooses an earlier year than the latest.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownBenchmark`] – no file that was loaded has a measure of this key.
    pub async fn published_figures(
        &self,
        call: &Call,
        key: &str,
        better: Option<Better>,
        year: Option<i32>,
    ) -> Result<PublishedFigures> {
        call.may(Action::MeasureRead)?;
        let key = key.trim();
        let sets = self.store.benchmark_sets().await?;
        let names = measures_of(&sets);
        let Some(measure) = names.get(key).map(|measure| PublishedMeasure::clone(measure)) else {
            return Err(Error::UnknownBenchmark { key: key.chars().take(100).collect(), near: near(&names, key) });
        };
        let values = self.store.benchmark_values(key).await?;
        let direction = better.unwrap_or(measure.better);
        let comparators = Comparators::of(&values, places()?, &self.council.compares_with, direction, year);
        let sets = sets.into_iter().filter(|set| set.measures.iter().any(|measure| measure.key == key)).collect();
        Ok(PublishedFigures { measure, values, sets, comparators })
    }
}

/// The measures of all sets by key: the description of the last set that has one of its own.
fn measures_of(sets: &[BenchmarkSet]) -> BTreeMap<&str, &PublishedMeasure> {
    let mut measures: BTreeMap<&str, &PublishedMeasure> = BTreeMap::new();
    for measure in sets.iter().flat_map(|set| &set.measures) {
        let known = measures.entry(&measure.key).or_insert(measure);
        if known.title == known.key {
            *known = measure;
        }
    }
    measures
}

/// Keys that hold the words that were asked for, or whose titles do; at most five.
fn near(measures: &BTreeMap<&str, &PublishedMeasure>, asked: &str) -> Vec<String> {
    let asked = asked.to_lowercase();
    let holds = |text: &str| !asked.is_empty() && text.to_lowercase().contains(&asked);
    let found = measures.values().filter(|measure| holds(&measure.key) || holds(&measure.title));
    found.map(|measure| measure.key.clone()).take(5).collect()
}

async fn read(input: BenchmarkInput) -> Result<Vec<LoadedBenchmarks>> {
    let reading = tokio::task::spawn_blocking(move || read_files(input));
    reading.await.map_err(|_| Error::ReadingBroke)?
}

fn read_files(input: BenchmarkInput) -> Result<Vec<LoadedBenchmarks>> {
    let BenchmarkInput { files, name, publisher, edition } = input;
    let files = files.into_iter().map(|file| benchmarks::SourceFile { name: file.name, bytes: file.bytes }).collect();
    let mut loaded = Vec::new();
    for BenchmarkFile { name: file, bytes, meta, dictionary } in unpack(files)? {
        let sha256 = sha256(&bytes);
        let source = BenchmarkFile { name: file, bytes, meta, dictionary };
        let mut published = benchmarks::read(&source, places()?)?;
        for (given, place) in
            [(&name, &mut published.name), (&publisher, &mut published.publisher), (&edition, &mut published.edition)]
        {
            if let Some(given) = given.as_deref().map(str::trim).filter(|given| !given.is_empty()) {
                given.clone_into(place);
            }
        }
        loaded.push(LoadedBenchmarks { file: source.name, published, sha256, number: None });
    }
    Ok(loaded)
}
