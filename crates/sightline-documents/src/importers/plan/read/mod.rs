//! Bytes to blocks with positions: one module for each format, no meaning yet.

pub mod csv;
pub mod docx;
pub mod guard;
pub mod pdf;
mod tagged;
pub mod text;
pub mod xlsx;

pub(super) mod encoding;
mod relations;
mod words;
mod xml;
