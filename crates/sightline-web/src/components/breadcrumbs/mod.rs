//! Where the page stands: the pages above it, the highest first, without the page itself.

use askama::Template;
use serde::Deserialize;

use super::Link;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "breadcrumbs/breadcrumbs.html")]
pub(crate) struct Breadcrumbs {
    pub(crate) links: Vec<Link>,
}

impl Breadcrumbs {
    pub(crate) fn new(links: Vec<Link>) -> Self {
        Self { links }
    }
}
