//! Long lists, a page at a time.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::PageError;

/// The most items of one page.
const MOST: usize = 200;
/// Items of a page when the caller does not say.
const USUAL: usize = 50;

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// Items of the page, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<usize>,
    /// `next` of the page before; the first page when absent.
    pub(super) after: Option<String>,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PageJson<T> {
    /// The items, in the order of the list.
    pub(super) items: Vec<T>,
    /// For `after`, to get the page that follows; null on the last page.
    pub(super) next: Option<String>,
}

impl PageQuery {
    /// Items of the page.
    ///
    /// # Errors
    ///
    /// [`PageError::Malformed`] – out of bounds.
    pub(super) fn limit(&self) -> Result<usize, PageError> {
        let limit = self.limit.unwrap_or(USUAL);
        if limit == 0 || limit > MOST {
            return Err(PageError::Malformed { what: format!("`limit` must be from 1 to {MOST}.") });
        }
        Ok(limit)
    }

    /// What is said of an `after` that names nothing.
    pub(super) fn unknown_place() -> PageError {
        PageError::Malformed { what: "`after` is not the `next` of a page.".to_owned() }
    }

    /// The page that is asked for; `key` names an item among all.
    ///
    /// # Errors
    ///
    /// [`PageError::Malformed`] – a limit out of bounds, or no such item.
    pub(super) fn of<T, U>(
        &self,
        items: &[T],
        key: impl Fn(&T) -> &str,
        to_json: impl Fn(&T) -> U,
    ) -> Result<PageJson<U>, PageError> {
        let limit = self.limit()?;
        let start = match &self.after {
            None => 0,
            Some(after) => {
                let place = items.iter().position(|item| key(item) == after);
                place.ok_or_else(Self::unknown_place)? + 1
            }
        };
        let page: Vec<&T> = items.iter().skip(start).take(limit).collect();
        let has_more = items.len() > start + page.len();
        let next = page.last().filter(|_| has_more).map(|last| key(last).to_owned());
        Ok(PageJson { items: page.into_iter().map(to_json).collect(), next })
    }
}

/// The items with their place in the list, for lists whose items have no name of their own.
pub(super) fn numbered<T>(items: &[T]) -> Vec<(String, &T)> {
    items.iter().enumerate().map(|(place, item)| ((place + 1).to_string(), item)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap_or_repeat() {
        let items = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let mut query = PageQuery { limit: Some(2), after: None };
        let mut seen = Vec::new();
        loop {
            let page = query.of(&items, String::as_str, String::clone).unwrap();
            seen.extend(page.items);
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen, items);
    }

    #[test]
    fn a_limit_out_of_bounds_or_an_unknown_place_is_refused() {
        for query in [
            PageQuery { limit: Some(0), after: None },
            PageQuery { limit: Some(201), after: None },
            PageQuery { limit: None, after: Some("z".to_owned()) },
        ] {
            assert!(query.of(&["a".to_owned()], String::as_str, String::clone).is_err(), "{query:?}");
        }
    }
}
