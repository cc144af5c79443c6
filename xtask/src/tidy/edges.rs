//! Which crate may depend on which: the drawing in ARCHITECTURE.md, as a table.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::files::Texts;

/// For each crate of ours, the crates of ours it may depend on.
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("sightline-domain", &[]),
    ("sightline-records", &["sightline-domain"]),
    ("sightline-engine", &["sightline-domain"]),
    ("sightline-store", &["sightline-domain"]),
    ("sightline-documents", &["sightline-domain"]),
    (
        "sightline-app",
        &["sightline-domain", "sightline-engine", "sightline-records", "sightline-store", "sightline-documents"],
    ),
    ("sightline-web", &["sightline-app"]),
    ("sightline", &["sightline-app", "sightline-web"]),
    ("xtask", &[]),
];

/// Libraries that only some of our crates may name.
const ONLY_IN: &[(&[&str], &[&str])] = &[
    (&["sightline-store"], &["sea-orm", "sea-orm-migration", "sqlx"]),
    (
        &["sightline-documents"],
        &["typst", "typst-pdf", "typst-layout", "typst-assets", "typst-kit", "docx-rs", "pdf-extract"],
    ),
    // Documents writes papers; records writes the synthetic council's Annex A.
    (&["sightline-documents", "sightline-records"], &["rust_xlsxwriter"]),
    (&["sightline-documents", "sightline-records"], &["calamine", "quick-xml"]),
    // Who queries, and who speaks to programs for analytics.
    (&["sightline-engine"], &["datafusion", "datafusion-postgres", "pgwire", "tokio-rustls"]),
    (&["sightline-records", "sightline-engine"], &["arrow", "arrow-array", "arrow-schema", "arrow-select", "parquet"]),
];

/// What the pure crate may not depend on.
const NOT_IN_DOMAIN: &[&str] = &["tokio", "sea-orm", "sqlx", "reqwest", "anyhow"];

/// What the pure crate may not write: input, output and the clock.
const NOT_WRITTEN_IN_DOMAIN: &[&str] =
    &["std::fs", "std::net", "std::process", "std::env", "Utc::now", "Local::now", "SystemTime", "Instant::now"];

/// Dependencies that leave the drawing.
pub(crate) fn check(repository: &Path) -> Result<Vec<String>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(repository)
        .output()
        .context("starting cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).context("reading what cargo metadata printed")?;
    Ok(check_metadata(&metadata))
}

fn check_metadata(metadata: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_DEPEND_ON.iter().find(|(known, _)| *known == name) else {
            findings.push(format!("{name}: not a crate of the drawing; write a decision record and add it to tidy"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let needed = dependency["name"].as_str().unwrap_or_default();
            let is_for_tests = dependency["kind"].as_str() == Some("dev");
            if needed.starts_with("sightline") && !allowed.contains(&needed) {
                findings.push(format!("{name}: may not depend on {needed}; see the drawing in ARCHITECTURE.md"));
            }
            for (owners, libraries) in ONLY_IN {
                if libraries.contains(&needed) && !owners.contains(&name) && !is_for_tests {
                    findings.push(format!("{name}: only {} may depend on {needed}", owners.join(" and ")));
                }
            }
            if name == "sightline-domain" && NOT_IN_DOMAIN.contains(&needed) {
                findings.push(format!("{name}: is pure and may not depend on {needed}"));
            }
        }
    }
    findings
}

/// Input, output or a clock written in the pure crate; its tests may read what they compare with.
pub(crate) fn check_domain_is_pure(texts: &Texts) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in texts {
        if !path.starts_with("crates/sightline-domain/src/") || path.contains("/tests/") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for word in NOT_WRITTEN_IN_DOMAIN {
                if line.contains(word) {
                    findings.push(format!("{path}:{}: the domain is pure and may not use {word}", number + 1));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, needs: &[&str]) -> Value {
        let dependencies: Vec<Value> = needs.iter().map(|needed| json!({ "name": needed, "kind": null })).collect();
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    #[test]
    fn a_store_that_knows_documents_is_found() {
        let findings = check_metadata(&package("sightline-store", &["sightline-domain", "sightline-documents"]));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].contains("may not depend on sightline-documents"), "{findings:?}");
    }

    #[test]
    fn the_command_line_reaches_the_store_only_through_app() {
        assert_eq!(check_metadata(&package("sightline", &["sightline-store"])).len(), 1);
        assert!(check_metadata(&package("sightline", &["sightline-app"])).is_empty());
    }

    #[test]
    fn a_library_outside_its_one_crate_is_found() {
        assert_eq!(check_metadata(&package("sightline-app", &["sea-orm"])).len(), 1);
        assert_eq!(check_metadata(&package("sightline-app", &["typst"])).len(), 1);
        assert_eq!(check_metadata(&package("sightline-app", &["datafusion", "tokio-rustls"])).len(), 2);
        assert!(check_metadata(&package("sightline-documents", &["typst", "calamine"])).is_empty());
        assert!(check_metadata(&package("sightline-records", &["calamine", "arrow-array"])).is_empty());
        assert_eq!(check_metadata(&package("sightline-documents", &["arrow-array"])).len(), 1);
    }

    #[test]
    fn a_crate_outside_the_drawing_is_found() {
        assert!(check_metadata(&package("sightline-extras", &[]))[0].contains("not a crate of the drawing"));
    }

    #[test]
    fn a_clock_in_the_domain_is_found_and_a_mention_in_a_comment_is_not() {
        let text = "// never Utc::now\nlet now = Utc::now();\n".to_owned();
        let findings = check_domain_is_pure(&Texts::from([("crates/sightline-domain/src/a.rs".to_owned(), text)]));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].contains("a.rs:2:"), "{findings:?}");
    }
}
