//! The migrations, oldest first; see `README.md` beside this file.

mod m0001_first_tables;
mod m0002_accounts;
mod m0003_reporting;
mod m0004_programme;
mod m0005_views;
mod m0006_settings;
mod m0007_access_tokens;
mod m0008_search;
mod m0009_extracts;
mod m0010_measures;
mod m0011_search_on_server;
mod m0012_challenge_answers;
mod m0013_programme_entries;
mod m0014_letters;
mod schema;
mod statements;

use sea_orm_migration::prelude::*;

pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first_tables::FirstTables),
            Box::new(m0002_accounts::Accounts),
            Box::new(m0003_reporting::Reporting),
            Box::new(m0004_programme::Programme),
            Box::new(m0005_views::Views),
            Box::new(m0006_settings::Settings),
            Box::new(m0007_access_tokens::AccessTokens),
            Box::new(m0008_search::Search),
            Box::new(m0009_extracts::Extracts),
            Box::new(m0010_measures::Measures),
            Box::new(m0011_search_on_server::SearchOnServer),
            Box::new(m0012_challenge_answers::ChallengeAnswers),
            Box::new(m0013_programme_entries::ProgrammeEntries),
            Box::new(m0014_letters::Letters),
        ]
    }
}

/// The name of the last migration: the version of the schema.
pub(crate) fn schema_version() -> String {
    Migrator::migrations().last().map(|migration| migration.name().to_owned()).unwrap_or_default()
}

/// The first of `applied` that this version does not know.
pub(crate) fn first_unknown(applied: &[String]) -> Option<String> {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    applied.iter().find(|name| !known.contains(name)).cloned()
}
