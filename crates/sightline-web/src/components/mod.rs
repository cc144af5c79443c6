//! Parts that pages are made of, in the names of GOV.UK and MOJ Frontend.
pub(crate) mod error_page;
