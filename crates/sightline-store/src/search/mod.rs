//! Finding words in what people wrote.

mod holds;

pub(crate) use holds::{holds, really_holds};
