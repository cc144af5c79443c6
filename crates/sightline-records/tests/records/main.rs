//! Files of children's records, read as councils send them.

mod samples;
mod support;
