//! Which tables a backup holds, in the order they can be filled.

/// Calls a function for each table: `for_each_table!(save_table(reading, to).await?)`
/// becomes `save_table::<plan::Entity>(reading, to).await?;` and so on.
///
/// `history_head` is not among them: the manifest says where the history ends.
/// Nor is `plan_version`: the database counts it as the other tables are filled.
macro_rules! for_each_table {
    (@each $call:ident $arguments:tt [$($after:tt)*]) => {};
    (@each $call:ident $arguments:tt [$($after:tt)*] $table:ident $($rest:ident)*) => {
        $call::<$crate::tables::$table::Entity> $arguments $($after)*;
        $crate::backup::contents::for_each_table!(@each $call $arguments [$($after)*] $($rest)*);
    };
    ($call:ident $arguments:tt $($after:tt)*) => {
        $crate::backup::contents::for_each_table!(
            @each $call $arguments [$($after)*]
            plan plan_item source_file import_problem action_update amendment baseline report account
            sign_off comment attachment stored_file update_draft update_round reminder audit_log saved_view
            register_amendment obsession obsession_check_in import_draft import_draft_file setting extract
            measure_target measure_rebase measure_rebase_decision measure_link benchmark_set benchmark_value
            challenge_answer verdict_record programme_entry digest_choice
        )
    };
}

pub(crate) use for_each_table;

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait as _, Statement};

    use crate::tables::Table;
    use crate::{Database, Store};

    /// Tables that no backup holds, each with the reason.
    const NOT_SAVED: &[(&str, &str)] = &[
        ("plan_version", "counted anew from the history of what was restored"),
        ("history_head", "the manifest says where the history ends"),
        ("seaql_migrations", "the manifest names the version of the schema"),
        ("access_token", "a secret of a program; a new one is made after a restore"),
        ("job", "work that was under way; nobody does it after a restore"),
        ("session", "who is signed in now; nobody is after a restore"),
        ("one_time_link", "a secret that lives for days at most; a new one is made after a restore"),
        ("letter", "a digest that waits; the next one says the same, and a restored Sightline writes to nobody"),
        ("kept_form", "an answer kept for an hour, for a session that no backup holds"),
    ];

    fn name<T: Table>(names: &mut Vec<String>) {
        names.push(T::NAME.to_owned());
    }

    #[tokio::test]
    async fn every_table_of_the_database_is_in_a_backup_or_has_a_reason_not_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::File(folder.path().join("store.db"))).await.unwrap();
        let query = "select name from sqlite_master where type = 'table' and name not like '%\\_words%' escape '\\' order by name";
        let backend = store.connection.get_database_backend();
        let rows = store.connection.query_all_raw(Statement::from_string(backend, query)).await.unwrap();
        let there: Vec<String> = rows
            .iter()
            .map(|row| row.try_get::<String>("", "name").unwrap())
            .filter(|name| !NOT_SAVED.iter().any(|(table, _)| table == name))
            .collect();
        let mut saved = Vec::new();
        for_each_table!(name(&mut saved));
        saved.sort();
        assert_eq!(saved, there);
        assert!(NOT_SAVED.iter().all(|(_, reason)| !reason.is_empty()));
    }
}
