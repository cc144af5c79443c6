//! What the store does, on SQLite always and on PostgreSQL when
//! `TEST_POSTGRES_URL` names a server (see `tests/postgres/run.sh`).

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and find their server in the environment"
)]

mod accounts;
mod amendments;
mod audit;
mod backup;
mod benchmarks;
mod entries;
mod example;
mod extracts;
mod history;
mod jobs;
mod kill;
mod letters;
mod measures;
mod open;
mod place;
mod plans;
mod reporting;

mod programme;
mod registers;
mod search;
mod settings;
mod tampering;
mod verdicts;
mod views;
