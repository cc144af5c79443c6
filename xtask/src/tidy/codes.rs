//! Every error code written in the source has its page.

use std::collections::BTreeMap;

use super::files::{Texts, has_extension};

/// The pages, generated from what `sightline explain` prints.
const PAGES: &str = "docs/errors.md";

/// Codes without a page.
pub(crate) fn check(texts: &Texts) -> Vec<String> {
    let pages = texts.get(PAGES).map_or("", String::as_str);
    let explained: Vec<&str> = pages.lines().filter_map(|line| line.strip_prefix("## ")?.split(':').next()).collect();
    let mut used: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in texts {
        if path.starts_with("crates/") && path.contains("/src/") && has_extension(path, "rs") {
            for code in codes_in(text) {
                used.entry(code).or_insert(path);
            }
        }
    }
    used.iter()
        .filter(|(code, _)| !explained.contains(&code.as_str()))
        .map(|(code, path)| {
            format!("{path}: {code} has no page in {PAGES}; write it as CONTRIBUTING.md says and run make generate")
        })
        .collect()
}

/// Codes in quotation marks: `"SL-` followed by a letter and three digits, outside the test part of a file.
fn codes_in(text: &str) -> Vec<String> {
    let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
    shipped
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("\"SL-").skip(1))
        .filter_map(|rest| {
            let code = rest.get(..4)?;
            let mut letters = code.chars();
            let is_code = letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
                && letters.all(|digit| digit.is_ascii_digit())
                && rest.get(4..5) == Some("\"");
            is_code.then(|| format!("SL-{code}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_in_strings_only() {
        let text = "/// see \"SL-I001\"\nerror(\"SL-I002\", \"SL-Ixyz\");\n#[cfg(test)]\nmod tests { \"SL-I003\" }";
        assert_eq!(codes_in(text), ["SL-I002"]);
    }

    #[test]
    fn a_code_without_a_page_is_found() {
        let texts = Texts::from([
            (PAGES.to_owned(), "# Error codes\n\n## SL-I001: One\n".to_owned()),
            ("crates/a/src/lib.rs".to_owned(), "(\"SL-I001\", \"SL-I002\")".to_owned()),
        ]);
        let findings = check(&texts);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].contains("SL-I002"), "{findings:?}");
    }
}
