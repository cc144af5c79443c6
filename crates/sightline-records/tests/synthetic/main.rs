//! The synthetic council, written in each format and read back. Every child in it is invented.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod round_trip;
mod stories;
mod support;
