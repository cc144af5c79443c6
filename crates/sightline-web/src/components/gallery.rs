//! Every part with its named examples: for the page `/dev/components`, the
//! snapshots, and the accessibility checks.

use askama::Template;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One part as it is shown to whoever builds pages.
#[derive(Debug)]
pub(crate) struct Exhibit {
    pub(crate) name: &'static str,
    pub(crate) about: String,
    pub(crate) accessibility: Vec<String>,
    /// True when its HTML can only stand in the head of a table.
    pub(crate) in_table: bool,
    pub(crate) shown: Vec<Shown>,
}

/// One example, rendered.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) name: String,
    /// Only for the snapshots: an edge that has nothing to look at.
    pub(crate) hidden: bool,
    pub(crate) html: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExamplesFile {
    about: String,
    accessibility: Vec<String>,
    #[serde(default)]
    in_table: bool,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    #[serde(default)]
    hidden: bool,
    with: toml::Value,
}

/// Why an example cannot be shown: a mistake in its file.
type Mistake = Box<dyn std::error::Error + Send + Sync>;

macro_rules! exhibits {
    ($($name:literal: $part:ident),* $(,)?) => {
        vec![$(exhibit::<super::$part>($name, include_str!(concat!($name, "/examples.toml"))),)*]
    };
}

/// Every part, in the order of the alphabet.
pub(crate) fn exhibits() -> Result<Vec<Exhibit>, Mistake> {
    let all = exhibits!(
        "back_link": BackLink,
        "breadcrumbs": Breadcrumbs,
        "checkboxes": Checkboxes,
        "column_header": ColumnHeader,
        "date_input": DateInput,
        "empty_state": EmptyState,
        "error_summary": ErrorSummary,
        "file_upload": FileUpload,
        "filter_panel": FilterPanel,
        "pagination": Pagination,
        "progress": Progress,
        "radios": Radios,
        "rating": Rating,
        "select": Select,
        "sub_navigation": SubNavigation,
        "summary_list": SummaryList,
        "tag": Tag,
        "text_input": TextInput,
        "textarea": Textarea,
        "timeline": Timeline,
    );
    all.into_iter().collect()
}

fn exhibit<Part: DeserializeOwned + Template>(name: &'static str, file: &str) -> Result<Exhibit, Mistake> {
    let file: ExamplesFile = toml::from_str(file).map_err(|error| format!("{name}/examples.toml: {error}"))?;
    let mut shown = Vec::new();
    for example in file.examples {
        let part: Part = example.with.try_into().map_err(|error| format!("{name}, {}: {error}", example.name))?;
        shown.push(Shown { name: example.name, hidden: example.hidden, html: part.render()? });
    }
    Ok(Exhibit { name, about: file.about, accessibility: file.accessibility, in_table: file.in_table, shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_looks_as_it_was_last_agreed() {
        for exhibit in exhibits().unwrap() {
            let mut page = String::new();
            for shown in &exhibit.shown {
                page += &format!("<!-- {} -->\n{}\n", shown.name, shown.html.trim());
            }
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(exhibit.name, page);
            });
        }
    }

    #[test]
    fn no_part_runs_a_script_or_styles_itself_or_prints_markup_that_was_typed() {
        for exhibit in exhibits().unwrap() {
            for Shown { name, html, .. } in &exhibit.shown {
                for forbidden in ["<script", " style=", " onclick=", "javascript:", "data:"] {
                    assert!(!html.contains(forbidden), "{}, {name}: {forbidden}", exhibit.name);
                }
            }
        }
    }

    #[test]
    fn every_folder_of_parts_is_in_the_gallery() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/components");
        let mut folders: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().join("mod.rs").is_file())
            .map(|entry| entry.file_name().into_string().unwrap())
            .filter(|name| name != "error_page") // a whole page, not a part of one
            .collect();
        folders.sort();
        let shown: Vec<&str> = exhibits().unwrap().iter().map(|exhibit| exhibit.name).collect();
        assert_eq!(folders, shown);
    }
}
