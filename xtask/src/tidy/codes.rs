//! Every error code written in the source has its page, and every page its code.
//!
//! The codes of documents are not looked at: their pages stand in Rust beside
//! the readers that raise them, where a code cannot be written without one.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::files::{Texts, has_extension};

const CATALOGUE: &str = "content/error_codes.toml";
/// The crate whose codes have their pages in its own source.
const DOCUMENTS: &str = "crates/sightline-documents/";

/// Codes without a page, and pages without a code.
pub(crate) fn check(texts: &Texts) -> Result<Vec<String>> {
    let catalogue = texts.get(CATALOGUE).map_or("", String::as_str);
    let pages: toml::Table = toml::from_str(catalogue).with_context(|| format!("reading {CATALOGUE}"))?;
    let mut used: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in texts {
        let is_ours = path.starts_with("crates/") && !path.starts_with(DOCUMENTS);
        if is_ours && path.contains("/src/") && has_extension(path, "rs") {
            for code in codes_in(text) {
                used.entry(code).or_insert(path);
            }
        }
    }
    let mut findings = Vec::new();
    for (code, path) in &used {
        if !pages.contains_key(code) {
            findings.push(format!("{path}: {code} has no page; write one in {CATALOGUE}"));
        }
    }
    for code in pages.keys() {
        if !used.contains_key(code) {
            findings.push(format!("{CATALOGUE}: {code} is not used by any crate; mark it or take it out"));
        }
    }
    Ok(findings)
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
    fn a_code_without_a_page_and_a_page_without_a_code_are_found() {
        let texts = Texts::from([
            (CATALOGUE.to_owned(), "[SL-I001]\ntitle = \"one\"".to_owned()),
            ("crates/a/src/lib.rs".to_owned(), "\"SL-I002\"".to_owned()),
        ]);
        let findings = check(&texts).unwrap();
        assert_eq!(findings.len(), 2);
    }
}
