//! The pages of the guide, as they are in `docs/guide/src`.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

use crate::assets;

macro_rules! guide {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../../docs/guide/src/", $name, ".md")))),*]
    };
}

/// Name and text of each page, in the order of the summary.
const PAGES: &[(&str, &str)] = guide![
    "index",
    "roles",
    "ratings",
    "action-lead",
    "sponsor",
    "programme-manager",
    "director-and-board",
    "analyst",
    "team-manager",
    "partner",
    "inspector",
    "administrator",
    "import",
    "files",
    "measures",
    "verdicts",
    "boards",
    "api",
    "accessibility",
    "privacy",
];

/// A page of the guide, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GuidePage {
    /// Its heading.
    pub(super) title: String,
    /// What follows the heading, as HTML made from our own words.
    pub(super) html: String,
}

/// Address and heading of each page, the start page left out.
pub(super) fn contents() -> impl Iterator<Item = (String, &'static str)> {
    PAGES.iter().filter(|(name, _)| *name != "index").map(|(name, text)| (format!("/help/{name}"), title_of(text)))
}

/// The page of this name.
pub(super) fn page(name: &str) -> Option<GuidePage> {
    let (_, text) = PAGES.iter().find(|(known, _)| *known == name)?;
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let events = Parser::new_ext(body, Options::ENABLE_TABLES).map(|event| match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: in_application(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: picture(&dest_url), title, id })
        }
        other => other,
    });
    let mut html = String::new();
    html::push_html(&mut html, events);
    Some(GuidePage { title: title_of(text).to_owned(), html: in_our_type(&html) })
}

/// The plain elements that the text becomes, with the classes of GOV.UK Frontend.
fn in_our_type(html: &str) -> String {
    const CLASSES: &[(&str, &str)] = &[
        ("<h2>", "<h2 class=\"govuk-heading-m\">"),
        ("<p>", "<p class=\"govuk-body\">"),
        ("<ul>", "<ul class=\"govuk-list govuk-list--bullet\">"),
        ("<ol>", "<ol class=\"govuk-list govuk-list--number\">"),
        ("<a ", "<a class=\"govuk-link\" "),
        (
            "<table>",
            "<div class=\"app-table-scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table class=\"govuk-table\">",
        ),
        ("</table>", "</table></div>"),
        ("<tr>", "<tr class=\"govuk-table__row\">"),
        ("<th>", "<th scope=\"col\" class=\"govuk-table__header\">"),
        ("<td>", "<td class=\"govuk-table__cell\">"),
        ("<img ", "<img class=\"app-picture\" width=\"1280\" height=\"800\" loading=\"lazy\" "),
        ("<pre>", "<pre class=\"app-code\" tabindex=\"0\">"),
    ];
    CLASSES.iter().fold(html.to_owned(), |html, (plain, ours)| html.replace(plain, ours))
}

fn title_of(text: &'static str) -> &'static str {
    text.lines().next().unwrap_or_default().trim_start_matches("# ")
}

/// `pictures/sign-off.png` in the book is one of the program's own files here.
fn picture(address: &str) -> CowStr<'static> {
    CowStr::from(assets::address(address.trim_start_matches("pictures/")))
}

/// `sponsor.md` in the book is `/help/sponsor` here.
fn in_application(address: CowStr<'_>) -> CowStr<'_> {
    match address.strip_suffix(".md") {
        Some("index") => CowStr::from("/help"),
        Some(name) => CowStr::from(format!("/help/{name}")),
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMARY: &str = include_str!("../../../../../docs/guide/src/SUMMARY.md");

    #[test]
    fn the_book_and_the_application_have_the_same_pages_in_the_same_order() {
        let in_book: Vec<&str> = SUMMARY.split("](").skip(1).filter_map(|rest| rest.split(".md)").next()).collect();
        let here: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        assert_eq!(in_book, here);
    }

    /// Words and address of each picture of a page.
    fn pictures(text: &str) -> impl Iterator<Item = (&str, &str)> {
        text.split("![").skip(1).filter_map(|rest| rest.split_once(')')?.0.split_once("]("))
    }

    #[test]
    fn every_picture_is_part_of_the_program_and_is_told_in_words() {
        let mut shown = Vec::new();
        for (name, text) in PAGES {
            let html = page(name).unwrap().html;
            for (words, address) in pictures(text) {
                let file = address.strip_prefix("pictures/").unwrap();
                assert!(assets::is_there(file), "{name} shows {file}: make assets");
                assert!(html.contains(&format!("src=\"/assets/{file}?v=")), "{name} shows {file}");
                assert!(words.len() > 30 && words.ends_with('.'), "{file} is told as {words}");
                shown.push(file);
            }
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/src/pictures");
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            assert!(shown.contains(&file.as_str()), "no page shows {file}");
        }
    }

    #[test]
    fn every_link_leads_to_a_page_that_is_there() {
        for (name, _) in PAGES {
            let html = page(name).unwrap().html;
            assert!(!html.contains(".md\""), "{name}");
            for rest in html.split("href=\"/help/").skip(1) {
                let linked = rest.split('"').next().unwrap();
                assert!(page(linked).is_some(), "{name} links to {linked}");
            }
        }
    }
}
