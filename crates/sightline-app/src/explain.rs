//! What each error code means.

use std::collections::BTreeMap;

use serde::Deserialize;
use sightline_documents::codes;

const PAGES: &[&str] = &[
    include_str!("../../../content/error_codes/boards.toml"),
    include_str!("../../../content/error_codes/functions.toml"),
    include_str!("../../../content/error_codes/measures.toml"),
    include_str!("../../../content/error_codes/records.toml"),
    include_str!("../../../content/error_codes/settings.toml"),
    include_str!("../../../content/error_codes/store.toml"),
    include_str!("../../../content/error_codes/use_cases.toml"),
    include_str!("../../../content/error_codes/web.toml"),
];

/// The page of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The code, such as `SL-S010`.
    pub code: String,
    /// What happened, in a few words.
    pub title: String,
    /// How it comes about, and what Sightline does.
    pub detail: String,
    /// What to do next.
    pub help: String,
    /// How it is written, where that helps: lines as they stand in a file.
    pub example: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    detail: String,
    help: String,
    example: Option<String>,
}

/// The page of a code, capital letters aside; `None` for an unknown code.
#[must_use]
pub fn explain(code: &str) -> Option<Page> {
    let code = code.trim();
    pages().into_iter().find(|page| page.code.eq_ignore_ascii_case(code))
}

/// Every page, by code.
///
/// # Panics
///
/// When a file of `content/error_codes/` does not load; a test keeps that from happening.
#[must_use]
pub fn pages() -> Vec<Page> {
    let written = PAGES.iter().flat_map(|file| {
        // As words: the error itself would repeat the whole file.
        toml::from_str::<BTreeMap<String, Written>>(file)
            .map_err(|error| error.to_string())
            .expect("built-in pages load")
    });
    let ours = written.map(|(code, page)| Page {
        code,
        title: page.title,
        detail: page.detail.trim().to_owned(),
        help: page.help.trim().to_owned(),
        example: page.example.map(|lines| lines.trim_matches('\n').to_owned()),
    });
    let of_documents = codes::all().map(|page| Page {
        code: page.code.to_owned(),
        title: page.title.to_owned(),
        detail: page.detail.to_owned(),
        help: page.help.to_owned(),
        example: None,
    });
    let mut pages: Vec<Page> = ours.chain(of_documents).collect();
    pages.sort_by(|one, other| one.code.cmp(&other.code));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_says_what_to_do() {
        let pages = pages();
        assert!(pages.len() > 20);
        for page in &pages {
            assert!(!page.title.is_empty() && !page.help.is_empty() && !page.detail.is_empty(), "{}", page.code);
        }
    }

    #[test]
    fn a_code_is_found_in_small_letters_too() {
        assert_eq!(explain("sl-a012").map(|page| page.code).as_deref(), Some("SL-A012"));
        assert_eq!(explain("SL-Z999"), None);
    }
}
