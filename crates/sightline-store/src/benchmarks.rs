//! Published figures to compare with, as they were loaded.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::benchmark::{BenchmarkValue, PublishedMeasure, Symbol};

use crate::tables::{benchmark_set, benchmark_value};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

/// A file of published figures to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBenchmarkSet<'a> {
    /// Name of the publication.
    pub name: &'a str,
    /// Who publishes it.
    pub publisher: &'a str,
    /// Edition or date, as printed; empty when it is not known.
    pub edition: &'a str,
    /// Licence.
    pub licence: &'a str,
    /// Name of the file.
    pub file_name: &'a str,
    /// SHA-256 of its bytes, as 64 small hexadecimal digits.
    pub sha256: &'a str,
    /// The published measures in it.
    pub measures: &'a [PublishedMeasure],
    /// Its values.
    pub values: &'a [BenchmarkValue],
}

/// A file of published figures that was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchmarkSet {
    /// Its number; later loads have higher ones, and their values count.
    pub number: u64,
    /// Name of the publication.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// Edition or date, as printed.
    pub edition: String,
    /// Licence.
    pub licence: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The published measures in it.
    pub measures: Vec<PublishedMeasure>,
    /// How many values it gave.
    pub value_count: u64,
    /// Who loaded it.
    pub loaded_by: String,
    /// When.
    pub loaded_at: DateTime<Utc>,
}

impl Store {
    /// The files of published figures that were loaded, the last first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn benchmark_sets(&self) -> Result<Vec<BenchmarkSet>> {
        self.is_in_place()?;
        let rows = benchmark_set::Entity::find()
            .order_by_desc(benchmark_set::Column::Number)
            .all(&self.connection)
            .await
            .doing("listing published figures")?;
        rows.into_iter().map(set_from).collect()
    }

    /// The values of one published measure: for each area and period the one loaded last.
    ///
    /// By year, period and area. Empty when no file has this measure.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn benchmark_values(&self, key: &str) -> Result<Vec<BenchmarkValue>> {
        self.is_in_place()?;
        let rows = benchmark_value::Entity::find()
            .filter(benchmark_value::Column::MeasureKey.eq(key))
            .order_by_asc(benchmark_value::Column::SetNumber)
            .order_by_asc(benchmark_value::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading published figures")?;
        let mut latest = BTreeMap::new();
        for row in rows {
            let value = value_from(row)?;
            latest.insert((value.year, value.period.clone(), value.area.clone()), value);
        }
        Ok(latest.into_values().collect())
    }

    /// The number of the set just loaded, with all its values.
    ///
    /// # Errors
    ///
    /// * [`Error::BenchmarkLoaded`] – the same file was loaded before.
    /// * [`Error::Unstorable`] – a text is too long or holds a NUL character.
    pub async fn add_benchmark_set(&self, new: &NewBenchmarkSet<'_>, audit: AuditEntry) -> Result<u64> {
        let mut change = self.begin_change().await?;
        let there = benchmark_set::Entity::find()
            .filter(benchmark_set::Column::Sha256.eq(new.sha256))
            .one(change.connection())
            .await
            .doing("looking for the same file")?;
        if let Some(there) = there {
            return Err(Error::BenchmarkLoaded { file: there.file_name, name: there.name });
        }
        let number = change.next_number::<benchmark_set::Entity>().await?;
        let row = benchmark_set::Model {
            number,
            audit_seq: change.audit_seq(),
            name: values::name(new.name, "the name of a publication")?,
            publisher: values::name(new.publisher, "the publisher")?,
            edition: values::name(new.edition, "the edition")?,
            licence: values::name(new.licence, "the licence")?,
            file_name: values::name(new.file_name, "the name of a file")?,
            sha256: values::name(new.sha256, "the hash of a file")?,
            measures: values::to_json(&new.measures, "the published measures")?,
            value_count: values::stored_count(new.values.len() as u64, "the number of values")?,
            loaded_by: values::text(&audit.actor, "the name of who loads published figures")?,
            loaded_at: values::instant_text(audit.at),
        };
        change.append::<benchmark_set::Entity>(vec![row]).await?;
        let first = change.next_number::<benchmark_value::Entity>().await?;
        let rows = (first..)
            .zip(new.values)
            .map(|(value_number, value)| value_row(value_number, number, value))
            .collect::<Result<Vec<_>>>()?;
        change.insert::<benchmark_value::Entity>(rows).await?;
        change.finish(audit).await?;
        values::count(number, "benchmark_set")
    }
}

fn value_row(number: i64, set_number: i64, value: &BenchmarkValue) -> Result<benchmark_value::Model> {
    Ok(benchmark_value::Model {
        number,
        set_number,
        measure_key: values::name(&value.key, "the name of a published measure")?,
        period: values::name(&value.period, "the period of a published value")?,
        year: i64::from(value.year),
        area: value.area.to_string(),
        value: value.value.map(|number| number.to_string()),
        symbol: value.symbol.map(|symbol| symbol.code().to_owned()),
    })
}

fn value_from(row: benchmark_value::Model) -> Result<BenchmarkValue> {
    let unreadable = |what: String| Error::Unreadable { table: "benchmark_value", what };
    let number = |text: String| text.parse().map_err(|_| unreadable(format!("`{text}` is no decimal number")));
    let symbol = |text: String| Symbol::read(&text).ok_or_else(|| unreadable(format!("`{text}` is no symbol")));
    Ok(BenchmarkValue {
        key: row.measure_key,
        period: row.period,
        year: i32::try_from(row.year).map_err(|_| unreadable(format!("{} is no year", row.year)))?,
        area: row.area.parse().map_err(|_| unreadable(format!("`{}` is no area", row.area)))?,
        value: row.value.map(number).transpose()?,
        symbol: row.symbol.map(symbol).transpose()?,
    })
}

fn set_from(row: benchmark_set::Model) -> Result<BenchmarkSet> {
    const TABLE: &str = "benchmark_set";
    Ok(BenchmarkSet {
        number: values::count(row.number, TABLE)?,
        name: row.name,
        publisher: row.publisher,
        edition: row.edition,
        licence: row.licence,
        file_name: row.file_name,
        sha256: row.sha256,
        measures: values::from_json(&row.measures, TABLE)?,
        value_count: values::count(row.value_count, TABLE)?,
        loaded_by: row.loaded_by,
        loaded_at: values::instant(&row.loaded_at, TABLE)?,
    })
}
