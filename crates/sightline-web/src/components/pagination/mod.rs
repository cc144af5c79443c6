//! The way through a list of many pages; prints nothing when there is one.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "pagination/pagination.html")]
pub(crate) struct Pagination {
    /// From 1.
    pub(crate) page: usize,
    pub(crate) pages: usize,
    /// The address of the list with everything but the page, such as `/plans/wexcombe?sort=due`.
    pub(crate) address: String,
}

impl Pagination {
    pub(crate) fn new(page: usize, pages: usize, address: impl Into<String>) -> Self {
        Self { page, pages, address: address.into() }
    }

    fn previous(&self) -> String {
        self.href(self.page - 1)
    }

    fn next(&self) -> String {
        self.href(self.page + 1)
    }

    fn href(&self, page: usize) -> String {
        let join = if self.address.contains('?') { '&' } else { '?' };
        format!("{}{join}page={page}", self.address)
    }

    fn numbered(&self, number: usize) -> Numbered {
        Numbered { number, href: self.href(number), current: number == self.page }
    }

    /// The first, the last, and those around the page; none stands for those left out.
    fn numbers(&self) -> Vec<Option<Numbered>> {
        let mut numbers = Vec::new();
        let mut before = 0;
        for number in
            (1..=self.pages).filter(|number| *number == 1 || *number == self.pages || number.abs_diff(self.page) <= 1)
        {
            match number - before {
                1 => {}
                2 => numbers.push(Some(self.numbered(number - 1))),
                _ => numbers.push(None),
            }
            numbers.push(Some(self.numbered(number)));
            before = number;
        }
        numbers
    }
}

struct Numbered {
    number: usize,
    href: String,
    current: bool,
}
