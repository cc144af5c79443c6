//! The desk at which figures are worked out: definitions, tables in memory, and what was counted already.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use sightline_domain::measure::{MeasureTable, Period};
use sightline_engine::{Catalogue, Engine};
use sightline_store::ExtractId;
use tokio::sync::OnceCell;

use crate::shelf::Shelf;
use crate::use_cases::measures::programme::ProgrammeState;
use crate::{Error, Result};

/// Months that a measure is counted for.
const MONTHS: u32 = 36;
/// Sets of tables in memory: those in force, and one as at an earlier day.
const MOST_SETS: usize = 2;
/// Bytes of one file of a definition that are read at most.
const LARGEST_DEFINITION: u64 = 256 * 1024;
/// Files of definitions that are read at most.
const MOST_DEFINITIONS: usize = 5_000;
/// How deep folders of definitions may lie.
const DEEPEST: usize = 4;

/// The desk; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desk(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// The council's own definitions.
    content: Option<PathBuf>,
    catalogue: OnceCell<Arc<Catalogue>>,
    sets: Mutex<Vec<Arc<TableSet>>>,
    /// The plan's own tables, with the state that they were made from; the last asked for first.
    programme: Mutex<Vec<(ProgrammeState, Arc<TableSet>)>>,
    /// One set is made at a time.
    making: tokio::sync::Mutex<()>,
}

/// The tables of one extract, and what was counted in them.
#[derive(Debug)]
pub(crate) struct TableSet {
    /// The extract; none for the plan's own tables.
    pub(crate) extract: Option<ExtractId>,
    /// The day that is asked for.
    pub(crate) as_at: NaiveDate,
    /// The engine over the tables.
    pub(crate) engine: Engine,
    /// The months that are counted, oldest first; the last may end with `as_at`.
    pub(crate) periods: Vec<Period>,
    counted: Mutex<HashMap<String, Counted>>,
}

/// What counting a measure gave.
#[derive(Clone, Debug)]
pub(crate) enum Counted {
    /// Its table.
    Table(Arc<MeasureTable>),
    /// It could not be counted: a code, and what went wrong.
    Failed(&'static str, String),
}

impl Desk {
    /// A desk that knows the council's own definitions, which lie in `content` beside its extracts.
    pub(crate) fn beside(shelf: Option<&Shelf>) -> Self {
        let content = shelf.and_then(|shelf| shelf.folder().parent()).map(|data| data.join("content"));
        Self(Arc::new(Kept { content, ..Kept::default() }))
    }

    /// Every definition, read once.
    pub(crate) async fn catalogue(&self) -> Result<Arc<Catalogue>> {
        let load = || async {
            let own = self.0.content.as_deref().map(own_definitions).transpose()?.unwrap_or_default();
            catalogue(&own).await
        };
        self.0.catalogue.get_or_try_init(load).await.map(Arc::clone)
    }

    /// The set of an extract as at a day; `make` gives its tables when it is not in memory.
    pub(crate) async fn set<F>(&self, extract: &ExtractId, as_at: NaiveDate, make: F) -> Result<Arc<TableSet>>
    where
        F: AsyncFnOnce(Arc<Catalogue>) -> Result<Engine>,
    {
        if let Some(known) = self.known(extract, as_at) {
            return Ok(known);
        }
        let _one_at_a_time = self.0.making.lock().await;
        if let Some(known) = self.known(extract, as_at) {
            return Ok(known);
        }
        let engine = make(self.catalogue().await?).await?;
        let set = Arc::new(TableSet::new(Some(extract.clone()), as_at, engine));
        let mut sets = locked(&self.0.sets);
        sets.insert(0, Arc::clone(&set));
        sets.truncate(MOST_SETS);
        Ok(set)
    }

    fn known(&self, extract: &ExtractId, as_at: NaiveDate) -> Option<Arc<TableSet>> {
        let mut sets = locked(&self.0.sets);
        let at = sets.iter().position(|set| set.extract.as_ref() == Some(extract) && set.as_at == as_at)?;
        let set = sets.remove(at);
        sets.insert(0, Arc::clone(&set));
        Some(set)
    }

    /// The set of the plan's own tables in this state as at a day; `make` gives them when they are not in memory.
    ///
    /// The state is asked for before the tables are read, so that no set is older than the state it is kept by.
    pub(crate) async fn programme_set<F>(
        &self,
        state: ProgrammeState,
        as_at: NaiveDate,
        make: F,
    ) -> Result<Arc<TableSet>>
    where
        F: AsyncFnOnce(Arc<Catalogue>) -> Result<Engine>,
    {
        let is_it = |(known, set): &(ProgrammeState, Arc<TableSet>)| *known == state && set.as_at == as_at;
        if let Some((_, known)) = locked(&self.0.programme).iter().find(|known| is_it(known)) {
            return Ok(Arc::clone(known));
        }
        let engine = make(self.catalogue().await?).await?;
        let set = Arc::new(TableSet::new(None, as_at, engine));
        let mut sets = locked(&self.0.programme);
        sets.insert(0, (state, Arc::clone(&set)));
        sets.truncate(MOST_SETS);
        Ok(set)
    }

    /// Nothing of an extract is in memory any longer.
    pub(crate) fn forget(&self, extract: &ExtractId) {
        locked(&self.0.sets).retain(|set| set.extract.as_ref() != Some(extract));
    }
}

impl TableSet {
    pub(crate) fn new(extract: Option<ExtractId>, as_at: NaiveDate, engine: Engine) -> Self {
        let mut periods = Period::whole_months_until(as_at, MONTHS);
        let this_month = Period::month_of(as_at);
        if this_month.to != as_at {
            periods.push(Period { from: this_month.from, to: as_at });
        }
        Self { extract, as_at, engine, periods, counted: Mutex::default() }
    }

    /// The last month that has ended, by its place in `periods`.
    pub(crate) fn last_whole_month(&self) -> usize {
        let is_whole = |period: &Period| Period::month_of(period.from) == *period;
        self.periods.iter().rposition(is_whole).unwrap_or_default()
    }

    /// What a measure counts; counted when it is first asked for.
    pub(crate) async fn counted(&self, measure: &str) -> Counted {
        if let Some(known) = locked(&self.counted).get(measure) {
            return known.clone();
        }
        let counted = match self.engine.table(measure, &self.periods).await {
            Ok(table) => Counted::Table(Arc::new(table)),
            Err(error) => Counted::Failed(error.code(), error.to_string()),
        };
        locked(&self.counted).insert(measure.to_owned(), counted.clone());
        counted
    }
}

/// The definitions that are built in, with others that win over those of the same name.
pub(crate) async fn catalogue(own: &[(String, String)]) -> Result<Arc<Catalogue>> {
    let mut files: BTreeMap<&str, &str> = Catalogue::built_in_files().iter().copied().collect();
    files.extend(own.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let files: Vec<(&str, &str)> = files.into_iter().collect();
    Ok(Arc::new(Catalogue::load(&files).await?))
}

/// The files of definitions below a folder, by their path from it; none when there is no such folder.
pub(crate) fn own_definitions(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for part in ["measures", "case_lists", "scorecards"] {
        let below = folder.join(part);
        if below.is_dir() {
            read_below(&below, part, DEEPEST, &mut files)?;
        }
    }
    Ok(files)
}

fn read_below(folder: &Path, name: &str, depth: usize, files: &mut Vec<(String, String)>) -> Result<()> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { doing: "read", path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let (path, name) = (entry.path(), format!("{name}/{}", entry.file_name().to_string_lossy()));
        let about = entry.metadata().map_err(failed(&path))?;
        let is_definition = path.extension().is_some_and(|end| end == "toml" || end == "sql" || end == "md");
        if about.is_dir() && depth > 0 {
            read_below(&path, &name, depth - 1, files)?;
        } else if about.is_file() && is_definition && !name.ends_with("README.md") {
            if about.len() > LARGEST_DEFINITION || files.len() >= MOST_DEFINITIONS {
                let source = std::io::Error::other("a definition is a small text, and there are thousands at most");
                return Err(Error::File { doing: "read", path, source });
            }
            files.push((name, fs::read_to_string(&path).map_err(failed(&path))?));
        }
    }
    Ok(())
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
