//! Files of children's records, read as councils send them. All children in them are invented.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod annex_a;
mod cin_census;
mod combined;
mod extracts;
mod hostile;
mod local;
mod parquet_files;
mod quality;
mod samples;
mod ssd;
mod ssda903;
mod support;
