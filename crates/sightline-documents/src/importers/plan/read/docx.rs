//! Reading docx.
