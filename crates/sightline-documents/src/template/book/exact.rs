//! What Sightline read from printed words, kept beside the words it was read from.
//!
//! The tables that people read hold the words: `Lead`, `Due`, `Source`. What
//! was read from them (each lead apart, the whole timescale) stands in the last
//! table as compact JSON, with the words once more. As long as the words are
//! unchanged the reading is taken as it is; when somebody has edited the words,
//! or there is no such row, the words are read afresh.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use sightline_domain::plan::{Action, Aim, Lead, Plan, Priority};
use sightline_domain::scale::Scale;
use sightline_domain::{Place, Severity};

use super::Table;
use super::actions::ACTIONS;
use super::children::Owner;
use super::kind::{Kind, Reading, column};
use super::priorities::{AIMS, PRIORITIES};
use super::words::ReadWords;
use crate::codes::template as codes;

pub(in crate::template) const EXACT: &str = "Exact values";

/// The leads as a reader sees them: the printed words, or the names where none are printed.
pub(super) fn printed_leads(raw: Option<&str>, leads: &[Lead]) -> Option<String> {
    printed_list(raw, &leads.iter().map(|lead| lead.name.as_str()).collect::<Vec<_>>())
}

/// The inspection tags as a reader sees them.
pub(super) fn printed_sources(raw: Option<&str>, sources: &[String]) -> Option<String> {
    printed_list(raw, &sources.iter().map(String::as_str).collect::<Vec<_>>())
}

fn printed_list(raw: Option<&str>, items: &[&str]) -> Option<String> {
    raw.map(str::to_owned).or_else(|| (!items.is_empty()).then(|| items.join(", ")))
}

/// The rating as a reader sees it: the printed words, or the level's code.
pub(super) fn printed_rating(raw: Option<&str>, code: Option<&str>) -> Option<String> {
    raw.or(code).map(str::to_owned)
}

/// A field that is read from printed words.
struct Exact<T> {
    /// Heading of the column with the words.
    heading: &'static str,
    /// The words in that column.
    printed: fn(&T) -> Option<String>,
    /// What was read; `None` when reading the words afresh can only give the same.
    value: fn(&T, &[Scale]) -> Option<Value>,
    /// Puts back what was read.
    apply: fn(&mut T, Map<String, Value>) -> serde_json::Result<()>,
    /// Reads the words afresh.
    derive: fn(&mut T, &dyn ReadWords, &[Scale]),
}

/// Takes a field of the exact value; absent means the value of its type that holds nothing.
fn field<V: DeserializeOwned + Default>(values: &mut Map<String, Value>, name: &str) -> serde_json::Result<V> {
    values.remove(name).map_or_else(|| Ok(V::default()), serde_json::from_value)
}

/// The value of a list that was read from words, with the words when the reader sees others.
fn list_value(name: &str, list: Value, is_empty: bool, raw: Option<&str>, printed: Option<&str>) -> Option<Value> {
    if is_empty && raw.is_none() {
        return None;
    }
    let mut value = Map::new();
    if raw != printed {
        value.insert("raw".to_owned(), json!(raw));
    }
    value.insert(name.to_owned(), list);
    Some(Value::Object(value))
}

/// The level of a printed rating: by code or by name, on the plan's scales.
fn level_of(printed: Option<&str>, scales: &[Scale]) -> Option<String> {
    let printed = printed?;
    scales.iter().find_map(|scale| {
        let by_name = || scale.levels.iter().find(|level| level.name.eq_ignore_ascii_case(printed.trim()));
        scale.level(printed).or_else(by_name).map(|level| level.code.clone())
    })
}

fn rating_value(raw: Option<&str>, code: Option<&str>, scales: &[Scale]) -> Option<Value> {
    let printed = printed_rating(raw, code);
    let is_plain = raw == printed.as_deref() && code == level_of(printed.as_deref(), scales).as_deref();
    (!is_plain).then(|| json!({"raw": raw, "code": code}))
}

macro_rules! reference_exact {
    ($item:ty) => {
        Exact::<$item> {
            heading: "Ref",
            printed: |item| Some(item.reference.clone()),
            value: |item, _scales| {
                (item.ref_raw.as_ref() != Some(&item.reference)).then(|| json!({"raw": item.ref_raw}))
            },
            apply: |item, mut values| {
                item.ref_raw = field(&mut values, "raw")?;
                Ok(())
            },
            derive: |item, _words, _scales| item.ref_raw = Some(item.reference.clone()),
        }
    };
}

macro_rules! leads_exact {
    ($item:ty) => {
        Exact::<$item> {
            heading: "Lead",
            printed: |item| printed_leads(item.leads_raw.as_deref(), &item.leads),
            value: |item, _scales| {
                let printed = printed_leads(item.leads_raw.as_deref(), &item.leads);
                let is_empty = item.leads.is_empty();
                list_value("leads", json!(item.leads), is_empty, item.leads_raw.as_deref(), printed.as_deref())
            },
            apply: |item, mut values| {
                item.leads = field(&mut values, "leads")?;
                if values.contains_key("raw") {
                    item.leads_raw = field(&mut values, "raw")?;
                }
                Ok(())
            },
            derive: |item, words, _scales| {
                item.leads = item.leads_raw.as_deref().map(|raw| words.leads(raw)).unwrap_or_default();
            },
        }
    };
}

macro_rules! rating_exact {
    ($heading:literal, $raw:ident, $code:ident) => {
        Exact::<Action> {
            heading: $heading,
            printed: |action| printed_rating(action.$raw.as_deref(), action.$code.as_deref()),
            value: |action, scales| rating_value(action.$raw.as_deref(), action.$code.as_deref(), scales),
            apply: |action, mut values| {
                action.$raw = field(&mut values, "raw")?;
                action.$code = field(&mut values, "code")?;
                Ok(())
            },
            derive: |action, _words, scales| action.$code = level_of(action.$raw.as_deref(), scales),
        }
    };
}

fn of_actions() -> Vec<Exact<Action>> {
    vec![
        reference_exact!(Action),
        leads_exact!(Action),
        Exact::<Action> {
            heading: "Due",
            printed: |action| action.due_raw.clone(),
            value: |action, _scales| {
                let is_plain = action.due_raw.is_none() && action.schedule == <_>::default();
                (!is_plain).then(|| json!({"schedule": action.schedule}))
            },
            apply: |action, mut values| {
                action.schedule = field(&mut values, "schedule")?;
                Ok(())
            },
            derive: |action, words, _scales| {
                action.schedule = action.due_raw.as_deref().map(|raw| words.schedule(raw)).unwrap_or_default();
            },
        },
        rating_exact!("Action rating", action_rating_raw, action_rating),
        rating_exact!("Impact rating", impact_rating_raw, impact_rating),
        Exact::<Action> {
            heading: "Source",
            printed: |action| printed_sources(action.sources_raw.as_deref(), &action.sources),
            value: |action, _scales| {
                let printed = printed_sources(action.sources_raw.as_deref(), &action.sources);
                let is_empty = action.sources.is_empty();
                list_value(
                    "sources",
                    json!(action.sources),
                    is_empty,
                    action.sources_raw.as_deref(),
                    printed.as_deref(),
                )
            },
            apply: |action, mut values| {
                action.sources = field(&mut values, "sources")?;
                if values.contains_key("raw") {
                    action.sources_raw = field(&mut values, "raw")?;
                }
                Ok(())
            },
            derive: |action, words, _scales| {
                action.sources = action.sources_raw.as_deref().map(|raw| words.sources(raw)).unwrap_or_default();
            },
        },
    ]
}

fn of_priorities() -> Vec<Exact<Priority>> {
    vec![reference_exact!(Priority), leads_exact!(Priority)]
}

fn of_aims() -> Vec<Exact<Aim>> {
    vec![reference_exact!(Aim)]
}

/// A row of the last table.
#[derive(Clone, Debug, Default)]
struct ExactRow {
    table: String,
    reference: Owner,
    heading: String,
    printed: Option<String>,
    value: String,
}

fn kind() -> Kind<ExactRow> {
    Kind::new(
        EXACT,
        ExactRow::default,
        vec![
            column!(ExactRow, "Table", table).width(12),
            column!(ExactRow, "Ref", reference).width(8),
            column!(ExactRow, "Column", heading).width(14),
            column!(ExactRow, "As printed", printed).width(36),
            column!(ExactRow, "Exact value", value).width(80),
        ],
    )
}

fn rows_of<T>(table: &str, items: &[T], name: fn(&T) -> &str, exacts: &[Exact<T>], scales: &[Scale]) -> Vec<ExactRow> {
    let mut rows = Vec::new();
    for (item, reference) in items.iter().zip(Owner::of_names(items.iter().map(name))) {
        for exact in exacts {
            if let Some(value) = (exact.value)(item, scales) {
                rows.push(ExactRow {
                    table: table.to_owned(),
                    reference: reference.clone(),
                    heading: exact.heading.to_owned(),
                    printed: (exact.printed)(item),
                    value: value.to_string(),
                });
            }
        }
    }
    rows
}

/// The last table of the book.
pub(super) fn exact_table(plan: &Plan) -> Table {
    let scales = &plan.scales;
    let mut rows = rows_of(PRIORITIES, &plan.priorities, |item| &item.reference, &of_priorities(), scales);
    rows.extend(rows_of(AIMS, &plan.aims, |item| &item.reference, &of_aims(), scales));
    rows.extend(rows_of(ACTIONS, &plan.actions, |item| &item.reference, &of_actions(), scales));
    kind().table(rows.iter())
}

type Known = BTreeMap<(String, Owner, String), (Place, ExactRow)>;

fn fill<T>(
    table: &str,
    items: &mut [T],
    name: fn(&T) -> &str,
    exacts: &[Exact<T>],
    known: &mut Known,
    scales: &[Scale],
    reading: &mut Reading<'_>,
) {
    let owners = Owner::of_names(items.iter().map(name));
    for (item, reference) in items.iter_mut().zip(owners) {
        for exact in exacts {
            let key = (table.to_lowercase(), reference.clone(), exact.heading.to_lowercase());
            let Some((place, row)) = known.remove(&key).filter(|(_, row)| row.printed == (exact.printed)(item)) else {
                (exact.derive)(item, reading.words, scales);
                continue;
            };
            let applied = serde_json::from_str(&row.value).and_then(|values| (exact.apply)(item, values));
            if let Err(error) = applied {
                (exact.derive)(item, reading.words, scales);
                let help = format!(
                    "this exact value cannot be read ({error}), so the printed words were read afresh. Undo the change in the cell, or delete the row"
                );
                reading.problem(codes::EXACT_VALUE, Severity::Warning, place, &row.value, &help);
            }
        }
    }
}

/// Puts back what was read from the printed words, or reads them afresh where they were edited.
pub(super) fn read_exact(plan: &mut Plan, reading: &mut Reading<'_>) {
    let mut known: Known = kind()
        .read(reading)
        .into_iter()
        .map(|(place, row)| {
            ((row.table.to_lowercase(), row.reference.clone(), row.heading.to_lowercase()), (place, row))
        })
        .collect();
    let scales = &plan.scales;
    fill(PRIORITIES, &mut plan.priorities, |item| &item.reference, &of_priorities(), &mut known, scales, reading);
    fill(AIMS, &mut plan.aims, |item| &item.reference, &of_aims(), &mut known, scales, reading);
    fill(ACTIONS, &mut plan.actions, |item| &item.reference, &of_actions(), &mut known, scales, reading);
    for (place, row) in known.into_values() {
        let seen = format!("{} {} {}", row.table, row.reference.seen(), row.heading);
        reading.problem(
            codes::EXACT_VALUE,
            Severity::Note,
            place,
            &seen,
            "the plan no longer has this item, so its exact value was not used",
        );
    }
}
