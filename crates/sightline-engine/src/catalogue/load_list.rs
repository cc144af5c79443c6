//! Case lists: read from their folders and checked one by one.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::arrow::datatypes::DataType;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use sightline_domain::content::{Faults, Text};

use super::case_list::{CaseListDefinition, WrittenCaseList};
use super::load::{check_formats, columns_of, fits, offset_of_line, said, version_of};
use super::{CaseListRules, CaseWeights, nearest};
use crate::functions::Calendar;
use crate::lists::AS_AT;
use crate::shapes::Shapes;
use crate::{cases, sql};

/// `list.toml` does not load.
const DOES_NOT_LOAD: &str = "SL-M050";
/// A file of the folder is not there, or too many are.
const FILES: &str = "SL-M051";
/// The query does not plan.
const QUERY: &str = "SL-M052";
/// The query lacks a column that every list needs.
const COLUMN_MISSING: &str = "SL-M053";
/// The query returns a column of the wrong type.
const COLUMN_TYPE: &str = "SL-M054";
/// `cases.md` cannot be read, or has too few cases.
const CASES: &str = "SL-M055";
/// Two parts of a definition contradict each other.
const CONTRADICTION: &str = "SL-M057";
/// A format is named that there is not.
const FORMAT: &str = "SL-M058";

/// Why it matters.
const WHY: &str = "the case list was left out";
/// Fewest cases of a list.
const FEWEST_CASES: usize = 3;
/// The files of a folder.
const NAMES: [&str; 3] = ["list.toml", "list.sql", "cases.md"];

pub(super) struct ListLoader<'a> {
    pub(super) id: &'a str,
    pub(super) folder: &'a BTreeMap<&'a str, Text<'a>>,
    pub(super) shapes: &'a Shapes,
    pub(super) formats: &'a BTreeSet<&'a str>,
    pub(super) calendar: &'a Calendar,
    pub(super) weights: &'a CaseWeights,
    pub(super) session: &'a SessionContext,
}

impl ListLoader<'_> {
    /// The list; `None` when too much is wrong with it, which the faults then say.
    pub(super) async fn list(&self, faults: &mut Faults) -> Option<CaseListRules> {
        let [file, query, cases] = self.files(faults)?;
        let written: WrittenCaseList =
            faults.read_toml(file, DOES_NOT_LOAD, WHY, "compare it with a case list beside it")?;
        self.check_words(file, &written, faults);
        let version = version_of([file, query, cases]);
        let needs_at = written.needs.span().start;
        let mut definition = CaseListDefinition {
            id: self.id.to_owned(),
            title: written.title,
            about: written.about,
            subject: written.subject,
            one_row: written.one_row,
            due: written.due,
            timescale: written.timescale.map(toml::Spanned::into_inner),
            weighted_by: written.weighted_by,
            source: written.source,
            needs: written.needs.into_inner(),
            scorecard_refs: written.scorecard_refs,
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
        let read = cases::read(cases.text, self.shapes).map_err(|wrong| {
            let at = (cases, offset_of_line(cases.text, wrong.line));
            faults.add(at, CASES, wrong.what, WHY, "write it as the cases of a list beside it are");
        });
        let read = read.ok()?;
        if read.len() < FEWEST_CASES {
            let what = format!("there are fewer than {FEWEST_CASES} cases");
            faults.add((cases, 0), CASES, what, WHY, "add the last day in time, the day after it, and a missing value");
        }
        Some(CaseListRules { definition, cases: read, cases_text: cases.text.to_owned() })
    }

    /// The three files of the folder.
    fn files(&self, faults: &mut Faults) -> Option<[Text<'_>; 3]> {
        let path = |file: &str| format!("case_lists/{}/{file}", self.id);
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !self.id.chars().all(is_id) {
            let file = path(NAMES[0]);
            let what = format!("{} is no id", self.id);
            let next = "name the folder with small letters, digits and underscores";
            faults.add((Text { file: &file, text: "" }, 0), FILES, what, "addresses name the list by it", next);
            return None;
        }
        for name in NAMES.into_iter().filter(|name| !self.folder.contains_key(name)) {
            let file = path(name);
            let next = format!("add {name}; a case list is {}", NAMES.join(", "));
            faults.add((Text { file: &file, text: "" }, 0), FILES, "the file is not there".to_owned(), WHY, next);
        }
        for (name, text) in self.folder.iter().filter(|(name, _)| !NAMES.contains(name)) {
            let next = "take it out of the folder";
            faults.add((*text, 0), FILES, format!("nothing reads {name}"), "a case list is three files", next);
        }
        let found: Option<Vec<Text<'_>>> = NAMES.iter().map(|name| self.folder.get(name).copied()).collect();
        found?.try_into().ok()
    }

    fn check_words(&self, text: Text<'_>, written: &WrittenCaseList, faults: &mut Faults) {
        let mut contradiction = |what: String, next: String, at: usize| {
            faults.add((text, at), CONTRADICTION, what, WHY, next);
        };
        if written.review_due.get_ref().0 <= written.reviewed_on.0 {
            let next = "put `review_due` after `reviewed_on`".to_owned();
            contradiction("the review is due before the last one".to_owned(), next, written.review_due.span().start);
        }
        let words = [&written.title, &written.about, &written.one_row, &written.due, &written.owner, &written.checker];
        if words.into_iter().any(|words| words.trim().is_empty()) {
            contradiction("a text is empty".to_owned(), "fill it in".to_owned(), 0);
        }
        if let Some(timescale) = &written.timescale {
            let name = timescale.get_ref();
            if self.calendar.timescales.get(name).is_none() {
                let near = nearest(name, self.calendar.timescales.iter().map(|(name, _)| name));
                let next = near.map_or_else(
                    || "name one of content/reference/timescales.toml".to_owned(),
                    |near| format!("did you mean {near}?"),
                );
                contradiction(format!("there is no timescale {name}"), next, timescale.span().start);
            }
        }
        if written.weighted_by.is_some() && self.weights.kinds.is_empty() {
            let next = format!("add content/{}", super::weights::FILE);
            contradiction("the list is weighted, and there are no weights".to_owned(), next, 0);
        }
        let at = written.needs.span().start;
        if written.needs.get_ref().is_empty() {
            let next = "name at least one format in `needs`".to_owned();
            contradiction("it needs nothing".to_owned(), next, at);
        }
        for format in written.needs.get_ref().iter().filter(|format| !self.formats.contains(format.as_str())) {
            let near = nearest(format, self.formats.iter().copied());
            let next = near.map_or_else(
                || "name a file of content/records/formats".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            let what = format!("there is no format {format}");
            faults.add((text, at), FORMAT, what, "nobody could tell what to load", next);
        }
    }

    /// Plans the query, and looks at the columns that it returns.
    async fn check_query(
        &self,
        text: Text<'_>,
        definition: &CaseListDefinition,
        faults: &mut Faults,
    ) -> Option<LogicalPlan> {
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
        for name in plan.get_parameter_names().unwrap_or_default().iter().filter(|name| *name != AS_AT) {
            let at = text.text.find(name.as_str()).unwrap_or(0);
            faults.add((text, at), QUERY, format!("{name} is no parameter"), WHY, "use $as_at only");
        }
        let schema = plan.schema();
        let column = |name: &str| schema.fields().iter().find(|field| field.name() == name);
        for (name, wanted) in required(definition) {
            match column(name) {
                None => {
                    let near = nearest(name, schema.fields().iter().map(|field| field.name().as_str()));
                    let near =
                        near.map(|near| format!("; did you mean {near} to be called {name}?")).unwrap_or_default();
                    let what = format!("the query returns no column called {name}{near}");
                    let at = text.text.find("select").unwrap_or(0);
                    faults.add((text, at), COLUMN_MISSING, what, WHY, help_for(name));
                }
                Some(field) if !fits(field.data_type(), &wanted) => {
                    let what = format!("{name} holds {} and should hold {}", said(field.data_type()), said(&wanted));
                    let at = text.text.find(name).unwrap_or(0);
                    faults.add((text, at), COLUMN_TYPE, what, WHY, help_for(name));
                }
                Some(_) => {}
            }
        }
        Some(plan)
    }
}

/// The columns that a list has to return.
fn required(definition: &CaseListDefinition) -> Vec<(&str, DataType)> {
    let mut columns =
        vec![(definition.key_column(), DataType::Utf8), ("started_on", DataType::Date32), ("due_on", DataType::Date32)];
    columns.extend(definition.weighted_by.as_deref().map(|name| (name, DataType::Utf8)));
    columns
}

fn help_for(column: &str) -> &'static str {
    match column {
        "child_id" => {
            "every row names its child; a list of something else says so in `subject` and returns `subject_id`"
        }
        "subject_id" => "every row names what it is about in `subject_id`",
        "started_on" => "every row has what started the clock in `started_on`; it may be null",
        "due_on" => "every row has its last day in `due_on`, such as due_on('assessment', started_on); it may be null",
        _ => "the column of `weighted_by` holds the kind of case",
    }
}
