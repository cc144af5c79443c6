//! The views of one thing, such as the pages of a plan, as links.

use askama::Template;
use serde::Deserialize;

use super::Link;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "sub_navigation/sub_navigation.html")]
pub(crate) struct SubNavigation {
    /// What they are views of, for screen readers, such as `Views of this plan`.
    pub(crate) label: String,
    pub(crate) links: Vec<Link>,
    /// The address of the view that is shown.
    pub(crate) current: String,
}

impl SubNavigation {
    pub(crate) fn new(label: impl Into<String>, links: Vec<Link>, current: impl Into<String>) -> Self {
        Self { label: label.into(), links, current: current.into() }
    }
}
