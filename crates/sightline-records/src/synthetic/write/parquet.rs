//! Tables of a format as Parquet files: days as dates, everything else as the text files have it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::super::record::Datum;
use super::super::shape::{Shaper, SourceRows};
use super::text::Texts;
use super::{Files, Form, Writer, failed};
use crate::Result;
use crate::definitions::{ColumnType, Definitions};

/// Parquet files, one for each table.
pub(super) struct ParquetTables<'d> {
    definitions: &'d Definitions,
    format: usize,
    form: Form,
    open: BTreeMap<usize, (SchemaRef, ArrowWriter<Box<dyn Write + Send>>)>,
}

impl<'d> ParquetTables<'d> {
    pub(super) fn new(definitions: &'d Definitions, format: usize, form: Form) -> Self {
        Self { definitions, format, form, open: BTreeMap::new() }
    }

    fn name(&self, table: usize) -> String {
        format!("{}/{}.parquet", self.form.name(), self.definitions.formats[self.format].tables[table].name)
    }

    fn schema(&self, table: usize) -> Schema {
        let columns = self.definitions.formats[self.format].tables[table].columns.iter().enumerate();
        let fields = columns.map(|(position, column)| {
            let kind =
                if is_date(self.definitions, self.format, table, position) { DataType::Date32 } else { DataType::Utf8 };
            Field::new(&column.name, kind, true)
        });
        Schema::new(fields.collect::<Vec<_>>())
    }
}

/// True when every record column that a column of the format fills holds days.
fn is_date(definitions: &Definitions, format: usize, table: usize, column: usize) -> bool {
    let kinds: Vec<ColumnType> = definitions
        .tables
        .iter()
        .flat_map(|record| record.feeds.iter().map(move |feed| (record, feed)))
        .filter(|(_, feed)| (feed.format, feed.table) == (format, table))
        .flat_map(|(record, feed)| feed.columns.iter().map(move |(held, from)| (record.columns[*held].kind, *from)))
        .filter(|(_, from)| *from == column)
        .map(|(kind, _)| kind)
        .collect();
    !kinds.is_empty() && kinds.iter().all(|kind| *kind == ColumnType::Date)
}

fn wrong(name: &str) -> impl Fn(ParquetError) -> crate::Error {
    let failed = failed(name);
    move |cause| failed(std::io::Error::other(cause))
}

impl Writer for ParquetTables<'_> {
    fn add(
        &mut self,
        _shaper: &Shaper<'_>,
        texts: &Texts<'_>,
        sources: &[SourceRows],
        files: &mut dyn Files,
    ) -> Result<()> {
        for (table, source) in sources.iter().enumerate().filter(|(_, source)| !source.rows.is_empty()) {
            let name = self.name(table);
            let schema = Arc::new(self.schema(table));
            let (schema, writer) = match self.open.entry(table) {
                Entry::Occupied(open) => open.into_mut(),
                Entry::Vacant(place) => {
                    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
                    let file = files.create(&name).map_err(failed(&name))?;
                    let writer =
                        ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(wrong(&name))?;
                    place.insert((schema, writer))
                }
            };
            let columns = schema.fields().iter().enumerate().map(|(column, field)| -> ArrayRef {
                let values = source.rows.iter().map(|row| &row.cells[column]);
                if *field.data_type() == DataType::Date32 {
                    Arc::new(values.map(Datum::as_day).collect::<Date32Array>())
                } else {
                    Arc::new(values.map(|value| texts.text(table, column, value)).collect::<StringArray>())
                }
            });
            let batch = RecordBatch::try_new(Arc::clone(schema), columns.collect());
            let batch = batch.expect("arrays are built from the schema's own columns");
            writer.write(&batch).map_err(wrong(&name))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _files: &mut dyn Files) -> Result<()> {
        for (table, (_, writer)) in std::mem::take(&mut self.open) {
            writer.close().map_err(wrong(&self.name(table)))?;
        }
        Ok(())
    }
}
