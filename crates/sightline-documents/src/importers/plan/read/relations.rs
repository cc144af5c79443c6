//! Which part of an office file points to which.

use super::guard::Package;
use super::xml::Token;
use crate::Result;

/// One pointer from a part to another.
#[derive(Debug)]
pub(super) struct Relation {
    /// The identifier that the part uses.
    pub(super) id: String,
    /// The last word of its type, such as `styles` or `worksheet`.
    pub(super) kind: String,
    /// The full name of the part pointed to.
    pub(super) target: String,
}

/// The pointers of a part; `""` for the whole file. Pointers out of the file are left out.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let mut found = Vec::new();
    let Some(mut xml) = package.part(&path)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Token::Start(element) if element.name() == "Relationship" => {
                if element.attribute("TargetMode").is_some_and(|mode| mode == "External") {
                    continue;
                }
                let (Some(id), Some(kind), Some(target)) =
                    (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
                else {
                    continue;
                };
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.push(Relation { id, kind, target: resolve(folder, &target) });
            }
            Token::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The target of the first pointer of a kind.
pub(super) fn target_of<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let base = if target.starts_with('/') { "" } else { folder };
    for part in base.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../tables/table1.xml"), "xl/tables/table1.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
    }
}
