//! Every link inside the repository leads somewhere.

use std::path::Path;

use super::files::{Texts, has_extension};

/// Links of Markdown files to files that are not there.
pub(crate) fn check(repository: &Path, texts: &Texts) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in texts {
        if !has_extension(path, "md") || path.starts_with("content/demo/") {
            continue;
        }
        let folder = repository.join(path).parent().map(Path::to_owned).unwrap_or_default();
        for (number, target) in targets(text) {
            let file = target.split('#').next().unwrap_or_default();
            if is_outside(&target) || file.is_empty() {
                continue;
            }
            if !folder.join(file).exists() {
                findings.push(format!("{path}:{number}: the link to {target} leads nowhere"));
            }
        }
    }
    findings
}

fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

/// Link targets with their line, leaving out code blocks and code spans.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let outside_code: String = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        for rest in outside_code.split("](").skip(1) {
            if let Some(end) = rest.find(')') {
                found.push((number + 1, rest[..end].trim().to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_missing_file_is_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("there.md"), "text").unwrap();
        let text = "[a](there.md) [b](missing.md#part) [c](https://example.org/x) [d](#here)".to_owned();
        let findings = check(folder.path(), &Texts::from([("README.md".to_owned(), text)]));
        assert_eq!(findings, ["README.md:1: the link to missing.md#part leads nowhere"]);
    }

    #[test]
    fn links_in_code_are_not_links() {
        assert!(targets("```\n[a](b.md)\n```\nand `[c](d.md)` too").is_empty());
        assert_eq!(targets("`code` [a](b.md)"), [(1, "b.md".to_owned())]);
    }
}
