//! Tables and indexes in the words that migrations use.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

pub(super) type Columns = Vec<ColumnDef>;

/// A table keyed by `number`; a `plan_id` must name a plan.
pub(super) fn new_table(name: &'static str, columns: Columns) -> TableCreateStatement {
    let mut number = big_integer("number");
    number.primary_key();
    let mut table = Table::create();
    table.table(name).col(number);
    for column in columns {
        let belongs_to_plan = column.get_column_name() == "plan_id";
        table.col(column);
        if belongs_to_plan {
            table.foreign_key(ForeignKey::create().name(format!("{name}_plan")).from(name, "plan_id").to("plan", "id"));
        }
    }
    table
}

pub(super) fn unique(mut column: ColumnDef) -> ColumnDef {
    column.unique_key();
    column
}

pub(super) fn index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// An index that lets no two rows have the same values.
pub(super) fn unique_index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = index(table, name, columns);
    index.unique();
    index
}
