//! What programs ask a database about itself: `information_schema`, and as much of `pg_catalog` as they need.
//!
//! It names the tables that the guest may read, and no other.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::catalog::{MemorySchemaProvider, SchemaProvider as _};
use datafusion::common::{DataFusionError, Result};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;
use pgwire::api::Type;

use super::values::pg_type;
use super::{SCHEMA, WireTable};
use crate::rows::Column;
use crate::shapes::ColumnType;

/// Numbers of schemas; those of PostgreSQL's own are the same everywhere.
const PG_CATALOG: i64 = 11;
const INFORMATION: i64 = 13_000;
const OURS: i64 = 16_384;
/// The first number of a table.
const FIRST_TABLE: i64 = 16_400;
/// The function that reads a value of a type from bytes.
const RECEIVE: i64 = 2_400;

/// A type as `pg_type` lists it: bytes, category, and what the standard calls it.
static TYPES: [(Type, i64, &str, &str); 10] = [
    (Type::BOOL, 1, "B", "boolean"),
    (Type::INT8, 8, "N", "bigint"),
    (Type::INT2, 2, "N", "smallint"),
    (Type::INT4, 4, "N", "integer"),
    (Type::TEXT, -1, "S", "text"),
    (Type::FLOAT8, 8, "N", "double precision"),
    (Type::VARCHAR, -1, "S", "character varying"),
    (Type::DATE, 4, "D", "date"),
    (Type::TIMESTAMP, 8, "D", "timestamp without time zone"),
    (Type::NUMERIC, -1, "N", "numeric"),
];

fn known(oid: i64) -> Option<&'static (Type, i64, &'static str, &'static str)> {
    TYPES.iter().find(|known| i64::from(known.0.oid()) == oid)
}

/// What the standard calls a type.
pub(super) fn type_words(oid: i64) -> &'static str {
    known(oid).map_or("text", |known| known.3)
}

/// Puts the tables about the tables into a session.
pub(super) fn register(session: &SessionContext, tables: &[WireTable]) -> Result<()> {
    let lacking = || DataFusionError::Internal("the session has no catalogue".to_owned());
    let catalogue = session.catalog(SCHEMA).ok_or_else(lacking)?;
    let information = MemorySchemaProvider::new();
    for (name, columns) in information_schema(tables) {
        information.register_table(name.to_owned(), table(columns)?)?;
    }
    catalogue.register_schema("information_schema", Arc::new(information))?;
    // PostgreSQL finds what is in pg_catalog by its name alone, and so do we: the schema is taken off before.
    for (name, columns) in pg_catalog(tables) {
        session.register_table(name, table(columns)?)?;
    }
    Ok(())
}

type Columns = Vec<(&'static str, Column)>;

fn table(columns: Columns) -> Result<Arc<MemTable>> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for (name, column) in columns {
        let array = column.arrow();
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
}

fn words<'a>(values: impl IntoIterator<Item = &'a str>) -> Column {
    Column::Text(values.into_iter().map(|word| Some(word.to_owned())).collect())
}

fn numbers(values: impl IntoIterator<Item = i64>) -> Column {
    Column::Whole(values.into_iter().map(Some).collect())
}

fn all<T: Clone>(value: &T, rows: usize) -> Vec<Option<T>> {
    vec![Some(value.clone()); rows]
}

fn nothing(rows: usize) -> Column {
    Column::Text(vec![None; rows])
}

/// A column of a table, and where it stands: the number of the table, its name, the place from 1, name, type and meaning.
struct Place<'a> {
    table: i64,
    table_name: &'a str,
    at: i64,
    name: &'a str,
    holds: ColumnType,
    meaning: &'a str,
}

impl Place<'_> {
    fn pg_type(&self) -> (i64, i64) {
        let (known, bytes) = pg_type(&self.holds.arrow());
        (known.oid().into(), bytes.into())
    }
}

fn places(tables: &[WireTable]) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for (table, of) in (FIRST_TABLE..).zip(tables) {
        for (at, column) in (1..).zip(&of.shape.columns) {
            let (name, holds, meaning) = (column.name.as_str(), column.holds, column.meaning.as_str());
            places.push(Place { table, table_name: of.name, at, name, holds, meaning });
        }
    }
    places
}

fn information_schema(tables: &[WireTable]) -> Vec<(&'static str, Columns)> {
    let places = places(tables);
    let (rows, all_columns) = (tables.len(), places.len());
    let ours = SCHEMA.to_owned();
    let schemata: Columns =
        vec![("catalog_name", words([SCHEMA])), ("schema_name", words([SCHEMA])), ("schema_owner", words([SCHEMA]))];
    let of_tables: Columns = vec![
        ("table_catalog", Column::Text(all(&ours, rows))),
        ("table_schema", Column::Text(all(&ours, rows))),
        ("table_name", words(tables.iter().map(|table| table.name))),
        ("table_type", Column::Text(all(&"BASE TABLE".to_owned(), rows))),
        ("is_insertable_into", Column::Text(all(&"NO".to_owned(), rows))),
    ];
    let decimal = |yes: i64| {
        let of = |place: &Place<'_>| (place.holds == ColumnType::Decimal).then_some(yes);
        Column::Whole(places.iter().map(of).collect())
    };
    let of_columns: Columns = vec![
        ("table_catalog", Column::Text(all(&ours, all_columns))),
        ("table_schema", Column::Text(all(&ours, all_columns))),
        ("table_name", words(places.iter().map(|place| place.table_name))),
        ("column_name", words(places.iter().map(|place| place.name))),
        ("ordinal_position", numbers(places.iter().map(|place| place.at))),
        ("column_default", nothing(all_columns)),
        ("is_nullable", Column::Text(all(&"YES".to_owned(), all_columns))),
        ("data_type", words(places.iter().map(|place| type_words(place.pg_type().0)))),
        ("character_maximum_length", Column::Whole(vec![None; all_columns])),
        ("numeric_precision", decimal(18)),
        ("numeric_scale", decimal(4)),
        ("datetime_precision", Column::Whole(vec![None; all_columns])),
        ("udt_name", words(places.iter().map(|place| udt(place.pg_type().0)))),
        ("is_updatable", Column::Text(all(&"NO".to_owned(), all_columns))),
    ];
    let no_views: Columns =
        ["table_catalog", "table_schema", "table_name", "view_definition"].map(|it| (it, nothing(0))).into();
    let no_keys: Columns = [
        "constraint_catalog",
        "constraint_schema",
        "constraint_name",
        "constraint_type",
        "table_catalog",
        "table_schema",
        "table_name",
        "column_name",
    ]
    .map(|it| (it, nothing(0)))
    .into();
    vec![
        ("schemata", schemata),
        ("tables", of_tables),
        ("columns", of_columns),
        ("views", no_views),
        ("table_constraints", no_keys.clone()),
        ("key_column_usage", no_keys),
    ]
}

fn udt(oid: i64) -> &'static str {
    known(oid).map_or("text", |known| known.0.name())
}

fn pg_catalog(tables: &[WireTable]) -> Vec<(&'static str, Columns)> {
    let places = places(tables);
    let (rows, all_columns, types) = (tables.len(), places.len(), TYPES.len());
    let yes_no = |value: bool, rows: usize| Column::YesNo(vec![Some(value); rows]);
    let zeros = |rows: usize| numbers(vec![0; rows]);
    let number_of = || (FIRST_TABLE..).take(rows);
    let namespaces: Columns = vec![
        ("oid", numbers([PG_CATALOG, INFORMATION, OURS])),
        ("nspname", words(["pg_catalog", "information_schema", SCHEMA])),
        ("nspowner", numbers([10, 10, 10])),
    ];
    let class: Columns = vec![
        ("oid", numbers(number_of())),
        ("relname", words(tables.iter().map(|table| table.name))),
        ("relnamespace", numbers(vec![OURS; rows])),
        ("reltype", zeros(rows)),
        ("relowner", numbers(vec![10; rows])),
        ("relam", zeros(rows)),
        ("reltuples", Column::Whole(vec![Some(-1); rows])),
        ("relhasindex", yes_no(false, rows)),
        ("relkind", Column::Text(all(&"r".to_owned(), rows))),
        ("relpersistence", Column::Text(all(&"p".to_owned(), rows))),
        ("relnatts", numbers(tables.iter().map(|table| i64::try_from(table.shape.columns.len()).unwrap_or(0)))),
        ("relchecks", zeros(rows)),
        ("relhasrules", yes_no(false, rows)),
        ("relhastriggers", yes_no(false, rows)),
        ("relrowsecurity", yes_no(false, rows)),
        ("relforcerowsecurity", yes_no(false, rows)),
        ("relispartition", yes_no(false, rows)),
        ("reltablespace", zeros(rows)),
        ("reloftype", zeros(rows)),
        ("relreplident", Column::Text(all(&"n".to_owned(), rows))),
        ("reltoastrelid", zeros(rows)),
    ];
    let attributes: Columns = vec![
        ("attrelid", numbers(places.iter().map(|place| place.table))),
        ("attname", words(places.iter().map(|place| place.name))),
        ("atttypid", numbers(places.iter().map(|place| place.pg_type().0))),
        ("attlen", numbers(places.iter().map(|place| place.pg_type().1))),
        ("attnum", numbers(places.iter().map(|place| place.at))),
        ("atttypmod", numbers(vec![-1; all_columns])),
        ("attnotnull", yes_no(false, all_columns)),
        ("atthasdef", yes_no(false, all_columns)),
        ("attisdropped", yes_no(false, all_columns)),
        ("attidentity", words(vec![""; all_columns])),
        ("attgenerated", words(vec![""; all_columns])),
        ("attcollation", zeros(all_columns)),
    ];
    let described = tables.iter().zip(number_of()).map(|(table, number)| (number, 0, table.shape.title.as_str()));
    let described: Vec<_> =
        described.chain(places.iter().map(|place| (place.table, place.at, place.meaning))).collect();
    let descriptions: Columns = vec![
        ("objoid", numbers(described.iter().map(|it| it.0))),
        ("classoid", numbers(vec![1259; described.len()])),
        ("objsubid", numbers(described.iter().map(|it| it.1))),
        ("description", words(described.iter().map(|it| it.2))),
    ];
    let of_types: Columns = vec![
        ("oid", numbers(TYPES.iter().map(|known| known.0.oid().into()))),
        ("typname", words(TYPES.iter().map(|known| known.0.name()))),
        ("typnamespace", numbers(vec![PG_CATALOG; types])),
        ("typowner", numbers(vec![10; types])),
        ("typlen", numbers(TYPES.iter().map(|known| known.1))),
        ("typtype", words(vec!["b"; types])),
        ("typcategory", words(TYPES.iter().map(|known| known.2))),
        ("typrelid", zeros(types)),
        ("typelem", zeros(types)),
        ("typarray", zeros(types)),
        ("typbasetype", zeros(types)),
        ("typtypmod", numbers(vec![-1; types])),
        ("typnotnull", yes_no(false, types)),
        ("typdelim", words(vec![","; types])),
        ("typreceive", numbers(vec![RECEIVE; types])),
    ];
    let database: Columns = vec![
        ("oid", numbers([1])),
        ("datname", words([SCHEMA])),
        ("datdba", numbers([10])),
        ("encoding", numbers([6])),
        ("datcollate", words(["C"])),
        ("datctype", words(["C"])),
        ("datistemplate", yes_no(false, 1)),
        ("datallowconn", yes_no(true, 1)),
    ];
    let roles: Columns = vec![("oid", numbers([10])), ("rolname", words([SCHEMA])), ("rolsuper", yes_no(false, 1))];
    let settings: Columns = vec![
        ("name", words(super::statements::SETTINGS.iter().map(|setting| setting.name))),
        ("setting", words(super::statements::SETTINGS.iter().map(|setting| setting.is))),
    ];
    let receives: Columns =
        vec![("oid", numbers([RECEIVE])), ("proname", words(["recv"])), ("pronamespace", numbers([PG_CATALOG]))];
    let mut found = vec![
        ("pg_namespace", namespaces),
        ("pg_class", class),
        ("pg_attribute", attributes),
        ("pg_description", descriptions),
        ("pg_type", of_types),
        ("pg_database", database),
        ("pg_roles", roles),
        ("pg_settings", settings),
        ("pg_proc", receives),
    ];
    found.extend(EMPTY.iter().map(|(name, columns)| (*name, columns.iter().map(empty).collect())));
    found
}

/// Tables of which there are no rows; a column ends with `#` when it holds numbers, with `?` when it holds yes and no.
const EMPTY: &[(&str, &[&str])] = &[
    ("pg_range", &["rngtypid#", "rngsubtype#"]),
    ("pg_enum", &["oid#", "enumtypid#", "enumsortorder#", "enumlabel"]),
    ("pg_attrdef", &["oid#", "adrelid#", "adnum#", "adbin"]),
    ("pg_am", &["oid#", "amname", "amtype"]),
    ("pg_index", &["indexrelid#", "indrelid#", "indisprimary?", "indisunique?", "indisvalid?", "indkey"]),
    (
        "pg_constraint",
        &["oid#", "conname", "conrelid#", "confrelid#", "contype", "conindid#", "connamespace#", "conkey", "confkey"],
    ),
    ("pg_inherits", &["inhrelid#", "inhparent#", "inhseqno#"]),
    ("pg_collation", &["oid#", "collname", "collnamespace#"]),
];

fn empty(name: &&'static str) -> (&'static str, Column) {
    match (name.strip_suffix('#'), name.strip_suffix('?')) {
        (Some(name), _) => (name, Column::Whole(Vec::new())),
        (_, Some(name)) => (name, Column::YesNo(Vec::new())),
        _ => (name, nothing(0)),
    }
}
