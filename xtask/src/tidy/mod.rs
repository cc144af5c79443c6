//! Checks on the repository that the compiler does not make.
//!
//! Each check returns its findings as `file: what is wrong; what to do`.

mod codes;
mod edges;
mod files;
mod links;

use std::path::Path;

use anyhow::Result;

/// Everything that is out of order, one line each, sorted; empty when all is well.
pub(crate) fn run(repository: &Path) -> Result<Vec<String>> {
    let texts = files::read_all(repository)?;
    let mut findings = edges::check(repository)?;
    findings.extend(edges::check_domain_is_pure(&texts));
    findings.extend(files::check(&texts));
    findings.extend(links::check(repository, &texts));
    findings.extend(codes::check(&texts));
    findings.sort();
    Ok(findings)
}
