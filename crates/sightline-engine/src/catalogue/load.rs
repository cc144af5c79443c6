//! Definitions: read from their files and checked one by one, so that one bad definition stops no other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sightline_domain::content::{Faults, Text};
use sightline_domain::measure::{Better, Kind};

use super::breakdowns::{Breakdowns, FILE as BREAKDOWNS_FILE};
use super::load_list::ListLoader;
use super::measure::{MeasureDefinition, WrittenMeasure};
use super::{CaseWeights, Catalogue, Measure, nearest, scorecard, themes};
use crate::engine::Limits;
use crate::functions::Calendar;
use crate::shapes::{ColumnType, PROGRAMME, Shapes};
use crate::{Error, Result, cases, cohort, session, sql};

/// `measure.toml` does not load.
const DOES_NOT_LOAD: &str = "SL-M002";
/// A file of the folder is not there, or too many are.
const FILES: &str = "SL-M003";
/// The query does not plan.
const QUERY: &str = "SL-M004";
/// The query returns a column of the wrong type.
const COLUMN_TYPE: &str = "SL-M005";
/// `cases.md` cannot be read.
const CASES: &str = "SL-M006";
/// Two parts of a definition contradict each other.
const CONTRADICTION: &str = "SL-M008";
/// A format is named that there is not.
const FORMAT: &str = "SL-M009";
/// The file of the breakdowns does not load.
const BREAKDOWNS: &str = "SL-M010";
/// The query lacks a column that its kind needs.
const COLUMN_MISSING: &str = "SL-M012";

/// There are too few cases.
const TOO_FEW_CASES: &str = "SL-M019";
/// A format is named that holds none of the tables that the query reads.
pub(super) const FORMAT_WITHOUT: &str = "SL-M027";

/// Fewest cases of a measure.
const FEWEST_CASES: usize = 3;

pub(super) async fn load(files: &BTreeMap<&str, &str>) -> Result<Catalogue> {
    let mut faults = Faults::none("content");
    let shapes = Shapes::load(files, &mut faults);
    let breakdowns = load_breakdowns(files, &mut faults);
    let themes = themes::Themes::load(files, &mut faults);
    let calendar = Arc::new(Calendar::load(files, &mut faults));
    let weights = CaseWeights::load(files, &mut faults);
    if !faults.found.is_empty() {
        return Err(Error::Definitions(faults.found));
    }
    let session = session::new(Limits::default(), &calendar)?;
    session::set_empty_tables(&session, &shapes)?;
    let formats = formats(files);
    let mut measures = BTreeMap::new();
    for (id, folder) in folders(files, "measures/") {
        let loader = Loader {
            id,
            folder: &folder,
            shapes: &shapes,
            breakdowns: &breakdowns,
            formats: &formats,
            session: &session,
        };
        let before = faults.found.len();
        let measure = loader.measure(&mut faults).await;
        if let Some(measure) = measure.filter(|_| faults.found.len() == before) {
            measures.insert(id.to_owned(), measure);
        }
    }
    let mut case_lists = BTreeMap::new();
    for (id, folder) in folders(files, "case_lists/") {
        let loader = ListLoader {
            id,
            folder: &folder,
            shapes: &shapes,
            formats: &formats,
            calendar: &calendar,
            weights: &weights,
            session: &session,
        };
        let before = faults.found.len();
        let list = loader.list(&mut faults).await;
        if let Some(list) = list.filter(|_| faults.found.len() == before) {
            case_lists.insert(id.to_owned(), list);
        }
    }
    let known: Vec<&str> = measures.keys().chain(case_lists.keys()).map(String::as_str).collect();
    let (is_measure, is_list) = (|id: &str| measures.contains_key(id), |id: &str| case_lists.contains_key(id));
    let scorecards = scorecard::load(files, &is_measure, &is_list, &known, &mut faults);
    Ok(Catalogue {
        shapes,
        breakdowns,
        measures,
        case_lists,
        scorecards,
        themes,
        weights,
        calendar,
        faults: faults.found,
    })
}

/// The files of each folder below one, by the folder's name.
fn folders<'a>(files: &BTreeMap<&'a str, &'a str>, below: &str) -> BTreeMap<&'a str, BTreeMap<&'a str, Text<'a>>> {
    let mut folders: BTreeMap<&str, BTreeMap<&str, Text<'_>>> = BTreeMap::new();
    for (path, text) in files {
        if let Some((id, file)) = path.strip_prefix(below).and_then(|rest| rest.split_once('/')) {
            folders.entry(id).or_default().insert(file, Text { file: path, text });
        }
    }
    folders
}

fn formats<'a>(files: &BTreeMap<&'a str, &'a str>) -> BTreeSet<&'a str> {
    let named = files.keys().filter_map(|path| path.strip_prefix("records/formats/"));
    let named = named.filter_map(|rest| rest.split(['/', '.']).next());
    named.chain([PROGRAMME]).collect()
}

fn load_breakdowns(files: &BTreeMap<&str, &str>, faults: &mut Faults) -> Breakdowns {
    #[derive(Deserialize)]
    struct Codes {
        codes: Vec<Code>,
    }
    #[derive(Deserialize)]
    struct Code {
        code: String,
        label: String,
    }
    #[derive(Deserialize)]
    struct Columns {
        columns: Vec<crate::ColumnShape>,
    }
    let Some(text) = files.get(BREAKDOWNS_FILE) else { return Breakdowns::default() };
    let (why, next) = ("no measure could be broken down", "compare it with the parts beside it");
    let read = faults.read_toml(Text { file: BREAKDOWNS_FILE, text }, BREAKDOWNS, why, next);
    let Some::<Breakdowns>(mut breakdowns) = read else { return Breakdowns::default() };
    for breakdown in &mut breakdowns.breakdowns {
        let table = files.get(format!("records/{}.toml", breakdown.table).as_str());
        let columns =
            table.and_then(|text| toml::from_str::<Columns>(text).ok()).map_or_else(Vec::new, |table| table.columns);
        let named = [Some(&breakdown.column), breakdown.born.as_ref(), breakdown.from.as_ref(), breakdown.to.as_ref()];
        for name in named.into_iter().flatten().filter(|name| !name.is_empty()) {
            if !columns.iter().any(|column| column.name == *name) {
                let at = text.find(&format!("name = \"{}\"", breakdown.name)).unwrap_or(0);
                let what = format!("{}: the table {} has no column {name}", breakdown.name, breakdown.table);
                let next = "name a column of content/records";
                faults.add(
                    (Text { file: BREAKDOWNS_FILE, text }, at),
                    BREAKDOWNS,
                    what,
                    "nothing could be looked up",
                    next,
                );
            }
        }
        let codes =
            columns.iter().find(|column| column.name == breakdown.column).and_then(|column| column.codes.as_ref());
        let codes = codes.and_then(|list| files.get(format!("records/codes/{list}.toml").as_str()));
        let codes = codes.and_then(|text| toml::from_str::<Codes>(text).ok()).map_or_else(Vec::new, |list| list.codes);
        breakdown.codes = codes.into_iter().map(|code| (code.code, code.label)).collect();
    }
    breakdowns
}

struct Loader<'a> {
    id: &'a str,
    folder: &'a BTreeMap<&'a str, Text<'a>>,
    shapes: &'a Shapes,
    breakdowns: &'a Breakdowns,
    formats: &'a BTreeSet<&'a str>,
    session: &'a SessionContext,
}

/// The version of a definition: SHA-256 of its files, as 64 small hexadecimal digits.
pub(super) fn version_of(files: [Text<'_>; 3]) -> String {
    let mut hash = Sha256::new();
    for text in files {
        hash.update(text.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

impl Loader<'_> {
    async fn measure(&self, faults: &mut Faults) -> Option<Measure> {
        let [file, query, cases_file] = self.files(["measure.toml", "measure.sql", "cases.md"], faults)?;
        let next = "compare it with a measure beside it";
        let written: WrittenMeasure = faults.read_toml(file, DOES_NOT_LOAD, "the measure was left out", next)?;
        self.check_words(file, &written, faults);
        let version = version_of([file, query, cases_file]);
        let needs_at = written.needs.span().start;
        let mut definition = MeasureDefinition {
            id: self.id.to_owned(),
            title: written.title,
            kind: written.kind,
            counts: written.counts,
            subject: written.subject,
            one_row: written.one_row,
            denominator: written.denominator,
            numerator: written.numerator,
            unit: written.unit,
            better: written.better,
            definition: written.definition,
            why: written.why,
            population: written.population,
            threshold: written.threshold,
            source: written.source,
            needs: written.needs.into_inner(),
            catalogue: written.catalogue,
            scorecard_refs: written.scorecard_refs,
            benchmark: written.benchmark,
            owner: written.owner,
            checker: written.checker,
            reviewed_on: written.reviewed_on.0,
            review_due: written.review_due.into_inner().0,
            sql: query.text.to_owned(),
            version,
            columns: BTreeMap::new(),
        };
        let plan = self.check_query(query, &definition, faults).await?;
        check_formats((file, needs_at), &definition.needs, &plan, self.shapes, faults);
        definition.columns = columns_of(plan.schema());
        let own = self.breakdowns.breakdowns.iter().map(|breakdown| &breakdown.name);
        let own_breakdowns = own.filter(|name| definition.columns.contains_key(*name)).cloned().collect();
        let read = cases::read(cases_file.text, self.shapes).map_err(|wrong| {
            let at = (cases_file, offset_of_line(cases_file.text, wrong.line));
            faults.add(
                at,
                CASES,
                wrong.what,
                "no case could be run",
                "write it as the cases of a measure beside it are",
            );
        });
        let cases_text = cases_file.text.to_owned();
        let cases = read.ok()?;
        if cases.len() < FEWEST_CASES {
            let what = format!("there {}, and {FEWEST_CASES} are the fewest", of_cases(cases.len()));
            let why = "nobody would notice when a boundary moves";
            let next = "add the last day in time, the first day too late, and a fact that is missing";
            faults.add(
                (cases_file, offset_of_line(cases_file.text, last_line(&cases_text))),
                TOO_FEW_CASES,
                what,
                why,
                next,
            );
        }
        Some(Measure { definition, cases, cases_text, own_breakdowns })
    }

    /// The three files of the folder.
    fn files<const N: usize>(&self, names: [&'static str; N], faults: &mut Faults) -> Option<[Text<'_>; N]> {
        let path = |file: &str| format!("measures/{}/{file}", self.id);
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let nowhere = |file: &str| path(file);
        if !self.id.chars().all(is_id) {
            let file = nowhere("measure.toml");
            let what = format!("{} is no id", self.id);
            let next = "name the folder with small letters, digits and underscores";
            faults.add((Text { file: &file, text: "" }, 0), FILES, what, "addresses name the measure by it", next);
            return None;
        }
        for name in names {
            if !self.folder.contains_key(name) {
                let file = nowhere(name);
                let next = format!("add {name}; `sightline measure new` writes all three");
                let what = "the file is not there".to_owned();
                faults.add((Text { file: &file, text: "" }, 0), FILES, what, "the measure was left out", next);
            }
        }
        for (name, text) in self.folder {
            if !names.contains(name) {
                let next = "take it out of the folder";
                faults.add((*text, 0), FILES, format!("nothing reads {name}"), "a measure is three files", next);
            }
        }
        let found: Option<Vec<Text<'_>>> = names.iter().map(|name| self.folder.get(name).copied()).collect();
        found?.try_into().ok()
    }

    fn check_words(&self, text: Text<'_>, written: &WrittenMeasure, faults: &mut Faults) {
        let contradiction = |what: &str, next: &str, at: usize, faults: &mut Faults| {
            let why = "a figure could not be read or compared";
            faults.add((text, at), CONTRADICTION, what.to_owned(), why, next.to_owned());
        };
        if (written.kind == Kind::Proportion) != written.numerator.is_some() {
            let next = "write `numerator` for a proportion, and for no other kind";
            contradiction("a proportion has a numerator, and nothing else has", next, 0, faults);
        }
        if (written.kind == Kind::Rate) != written.population.is_some() {
            let next = "write `population` for a rate, and for no other kind";
            contradiction("a rate names its population, and nothing else does", next, 0, faults);
        }
        if written.threshold.is_some() && written.better == Better::Neither {
            contradiction(
                "a threshold says which way is good, and `better` says neither",
                "change one of them",
                0,
                faults,
            );
        }
        if written.review_due.get_ref().0 <= written.reviewed_on.0 {
            let at = written.review_due.span().start;
            contradiction("the review is due before the last one", "put `review_due` after `reviewed_on`", at, faults);
        }
        let words =
            [&written.title, &written.one_row, &written.denominator, &written.unit, &written.definition, &written.why];
        if words.into_iter().chain([&written.owner, &written.checker]).any(|words| words.trim().is_empty()) {
            contradiction("a text is empty", "fill it in", 0, faults);
        }
        if written.needs.get_ref().is_empty() {
            contradiction(
                "it needs nothing",
                "name at least one format in `needs`",
                written.needs.span().start,
                faults,
            );
        }
        for format in written.needs.get_ref().iter().filter(|format| !self.formats.contains(format.as_str())) {
            let at = (text, written.needs.span().start);
            let near = nearest(format, self.formats.iter().copied());
            let next = near.map_or_else(
                || "name a folder of content/records/formats".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            faults.add(at, FORMAT, format!("there is no format {format}"), "nobody could tell what to load", next);
        }
    }

    /// Plans the query, and looks at the columns that it returns.
    async fn check_query(
        &self,
        text: Text<'_>,
        definition: &MeasureDefinition,
        faults: &mut Faults,
    ) -> Option<LogicalPlan> {
        const WHY: &str = "the measure was left out";
        let plan = match sql::plan(self.session, text.text).await {
            Ok(plan) => plan,
            Err(wrong) => {
                let at = wrong.at.map_or(0, |(line, column)| offset_of_line(text.text, line) + column - 1);
                let next = wrong
                    .help
                    .unwrap_or_else(|| "see content/records for the tables and docs/sql-functions.md".to_owned());
                faults.add((text, at), QUERY, wrong.what, WHY, next);
                return None;
            }
        };
        let parameters = plan.get_parameter_names().unwrap_or_default();
        for name in
            parameters.iter().filter(|name| ![crate::lift::START.0, crate::lift::END.0].contains(&name.as_str()))
        {
            let what = format!("{name} is no parameter");
            let at = text.text.find(name.as_str()).unwrap_or(0);
            faults.add((text, at), QUERY, what, WHY, "use $period_start and $period_end only");
        }
        let schema = plan.schema();
        let column = |name: &str| schema.fields().iter().find(|field| field.name() == name);
        for (name, wanted) in cohort::required(definition) {
            match column(name) {
                None => {
                    let near = nearest(name, schema.fields().iter().map(|field| field.name().as_str()));
                    let near =
                        near.map(|near| format!("; did you mean {near} to be called {name}?")).unwrap_or_default();
                    let what = format!("the query returns no column called {name}{near}");
                    let at = text.text.find("select").unwrap_or(0);
                    faults.add((text, at), COLUMN_MISSING, what, WHY, help_for(name, definition.kind));
                }
                Some(field) if !fits(field.data_type(), &wanted) => {
                    let what = format!("{name} holds {} and should hold {}", said(field.data_type()), said(&wanted));
                    let at = text.text.find(name).unwrap_or(0);
                    faults.add((text, at), COLUMN_TYPE, what, WHY, help_for(name, definition.kind));
                }
                Some(_) => {}
            }
        }
        Some(plan)
    }
}

fn help_for(column: &str, kind: Kind) -> String {
    match column {
        "child_id" => {
            "every row names its child; a measure of something else says so in `subject` and returns `subject_id`"
                .to_owned()
        }
        "subject_id" => "every row names what it is about in `subject_id`".to_owned(),
        "event_on" => {
            "every row of an event has its day in `event_on`; otherwise write `counts = \"snapshot\"`".to_owned()
        }
        other => format!("a {} returns `{other}` for each row; null leaves the row out", kind.name()),
    }
}

/// Every format that is needed holds a table that the query reads; one that holds none has no fact to count.
pub(super) fn check_formats(
    at: (Text<'_>, usize),
    needs: &[String],
    plan: &LogicalPlan,
    shapes: &Shapes,
    faults: &mut Faults,
) {
    let tables = sql::tables(plan);
    let read: Vec<(&str, &BTreeSet<String>)> =
        tables.iter().filter_map(|table| Some((table.as_str(), shapes.formats(table)?))).collect();
    let known: BTreeSet<&str> = read.iter().flat_map(|(_, formats)| formats.iter()).map(String::as_str).collect();
    // Of a format that there is not something else is said already.
    let is_format = |need: &str| shapes.holds_format(need);
    for need in needs.iter().filter(|need| !known.contains(need.as_str()) && is_format(need)) {
        let names: Vec<&str> = read.iter().map(|(table, _)| *table).collect();
        if names.is_empty() {
            continue;
        }
        let what = format!("{need} holds no {}, which the query reads", names.join(" and no "));
        let next = format!("name one of {}", known.iter().copied().collect::<Vec<_>>().join(", "));
        let why = "whoever loads it would see a figure of nothing";
        faults.add(at, FORMAT_WITHOUT, what, why, next);
    }
}

fn of_cases(count: usize) -> String {
    if count == 1 { "is one case".to_owned() } else { format!("are {count} cases") }
}

/// The last line of a text, from 1.
fn last_line(text: &str) -> usize {
    text.lines().count().max(1)
}

/// What each column of a query holds; what is none of our types is words.
pub(super) fn columns_of(schema: &DFSchema) -> BTreeMap<String, ColumnType> {
    let holds = |kind: &DataType| match kind {
        DataType::Date32 => ColumnType::Date,
        DataType::Boolean => ColumnType::YesNo,
        kind if kind.is_integer() => ColumnType::WholeNumber,
        kind if kind.is_numeric() => ColumnType::Decimal,
        _ => ColumnType::Text,
    };
    schema.fields().iter().map(|field| (field.name().clone(), holds(field.data_type()))).collect()
}

pub(super) fn fits(found: &DataType, wanted: &DataType) -> bool {
    use DataType::{Boolean, Date32, Float64, Int64, Null, Utf8};
    match wanted {
        Utf8 => matches!(found, Utf8 | DataType::LargeUtf8 | DataType::Utf8View) || found.is_integer(),
        Date32 => matches!(found, Date32 | Null),
        Boolean => matches!(found, Boolean | Null),
        Int64 => found.is_integer() || found == &Null,
        Float64 => found.is_numeric() || found == &Null,
        other => found == other,
    }
}

pub(super) fn said(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Date32 => "days",
        DataType::Boolean => "true or false",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "words",
        DataType::Timestamp(..) => "moments",
        DataType::Interval(_) | DataType::Duration(_) => "lengths of time",
        DataType::Null => "nothing",
        other if other.is_integer() => "whole numbers",
        other if other.is_numeric() => "numbers",
        _ => "something else",
    }
}

/// The byte at which a line, from 1, begins.
pub(super) fn offset_of_line(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}
