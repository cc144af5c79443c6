//! What is wrong with a form, first on the page; each sentence leads to its field.

use askama::Template;
use serde::Deserialize;

use super::Link;
use crate::forms::FormErrors;

/// Prints nothing when nothing is wrong.
#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "error_summary/error_summary.html")]
pub(crate) struct ErrorSummary {
    pub(crate) errors: Vec<Link>,
}

impl From<&FormErrors> for ErrorSummary {
    fn from(errors: &FormErrors) -> Self {
        Self { errors: errors.all().map(|(field, what)| Link::new(what, format!("#{field}"))).collect() }
    }
}
