//! Which sections a pack has, in which order, and for whom: the files of `content/packs/`.
//!
//! What is hidden from an audience is said in `content/reference/disclosure.toml`;
//! an audience of a pack names the one there by whose rules its figures are shown.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::content::{Faults, Text, definitions};
use crate::measure::Audience;

/// The folder of the files.
const FOLDER: &str = "content/packs";
/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-D425";
/// Parts of it do not go together.
const CONTRADICTS: &str = "SL-D426";
/// Why a fault matters.
const WHY: &str = "no pack can be made from it";

/// What a pack is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackDefinition {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Who gets it, those who see most first.
    pub audiences: Vec<PackAudience>,
    /// Its sections, in order.
    pub sections: Vec<PackSection>,
}

/// Who gets a version of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackAudience {
    /// Its name in the file and in the names of outputs.
    pub id: String,
    /// Who they are, in words.
    pub title: String,
    /// By whose rules figures are shown to them.
    pub figures: Audience,
    /// Whether people are named to them.
    pub named_by: NamedBy,
    /// The formats that are made for them.
    pub formats: Vec<PackFormat>,
}

/// How whoever answers for something is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedBy {
    /// By name and post.
    Person,
    /// By post alone.
    Post,
}

/// A form of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackFormat {
    /// PDF/UA-1.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
}

/// A section of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackSection {
    /// What it holds.
    pub kind: SectionKind,
    /// Its title in the pack.
    pub title: String,
    /// Ids of the audiences that get it.
    #[serde(rename = "for")]
    pub audiences: Vec<String>,
}

/// What a section of a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// What, for whom, when, as at when.
    Cover,
    /// The agenda.
    Agenda,
    /// Minutes of the last meeting, its decisions and actions.
    Minutes,
    /// One page: are children better off, what is stuck, what we ask of you.
    Summary,
    /// Each priority's signed highlight report.
    HighlightReports,
    /// The scorecard with its charts.
    Scorecard,
    /// Ratings that the evidence does not support, with the answers.
    Challenges,
    /// Obsessions.
    Obsessions,
    /// What audits found.
    Audit,
    /// What children and families say.
    Voice,
    /// Risks and issues.
    Risks,
    /// What the board is asked to decide.
    Decisions,
    /// Where every figure comes from.
    Provenance,
}

/// The definitions that loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackDefinitions {
    by_id: BTreeMap<String, PackDefinition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    about: String,
    #[serde(rename = "audience")]
    audiences: Vec<toml::Spanned<PackAudience>>,
    #[serde(rename = "section")]
    sections: Vec<toml::Spanned<PackSection>>,
}

impl PackDefinition {
    /// The audience of this id.
    #[must_use]
    pub fn audience(&self, id: &str) -> Option<&PackAudience> {
        self.audiences.iter().find(|audience| audience.id == id)
    }

    /// The sections that an audience gets, in order.
    pub fn sections_for<'a>(&'a self, audience: &'a str) -> impl Iterator<Item = &'a PackSection> {
        self.sections.iter().filter(move |section| section.audiences.iter().any(|id| id == audience))
    }
}

impl PackDefinitions {
    /// The definitions that are built in.
    #[must_use]
    pub fn built_in() -> Self {
        let file = ("improvement_board.toml", include_str!("../../../../content/packs/improvement_board.toml"));
        Self::load(&BTreeMap::from([file])).0
    }

    /// The definitions of files by their path from `content/packs`, with what is wrong with the others.
    ///
    /// Files that are not TOML by their name are passed over. A definition with a fault is left out.
    #[must_use]
    pub fn load(files: &BTreeMap<&str, &str>) -> (Self, Faults) {
        let (by_id, faults) = definitions(FOLDER, files, read);
        (Self { by_id }, faults)
    }

    /// The definition of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&PackDefinition> {
        self.by_id.get(id)
    }

    /// Every definition, by id.
    pub fn iter(&self) -> impl Iterator<Item = &PackDefinition> {
        self.by_id.values()
    }
}

fn read(id: &str, text: Text<'_>, faults: &mut Faults) -> Option<PackDefinition> {
    let before = faults.found.len();
    let written: Written = faults.read_toml(text, DOES_NOT_LOAD, WHY, "compare it with the file beside it")?;
    check_audiences(&written.audiences, text, faults);
    check_sections(&written, text, faults);
    let Written { title, about, audiences, sections } = written;
    (faults.found.len() == before).then(|| PackDefinition {
        id: id.to_owned(),
        title,
        about,
        audiences: audiences.into_iter().map(toml::Spanned::into_inner).collect(),
        sections: sections.into_iter().map(toml::Spanned::into_inner).collect(),
    })
}

fn check_audiences(audiences: &[toml::Spanned<PackAudience>], text: Text<'_>, faults: &mut Faults) {
    let mut fault = |at: usize, what: String, next: &str| faults.add((text, at), CONTRADICTS, what, WHY, next);
    if audiences.is_empty() {
        fault(0, "nobody gets the pack".to_owned(), "write at least one `[[audience]]`");
    }
    let mut ids = BTreeSet::new();
    for (number, audience) in audiences.iter().enumerate() {
        let (at, audience) = (audience.span().start, audience.get_ref());
        let id = &audience.id;
        let is_id_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if id.is_empty() || !id.chars().all(is_id_letter) {
            fault(at, format!("`{id}` is no id of an audience"), "write small letters, digits and underscores");
        }
        if !ids.insert(id) {
            fault(at, format!("two audiences have the id {id}"), "give one of them another");
        }
        let formats: BTreeSet<_> = audience.formats.iter().collect();
        if formats.is_empty() || formats.len() != audience.formats.len() {
            fault(
                at,
                format!("the audience {id} gets no format, or one twice"),
                "name `pdf`, `docx` or `xlsx`, each once",
            );
        }
        let Some(narrower) = number.checked_sub(1).map(|before| audiences[before].get_ref()) else { continue };
        if audience.figures < narrower.figures || audience.named_by < narrower.named_by {
            let what = format!("{id} stands after {} and would see more", narrower.id);
            fault(at, what, "put those who see most first: authorised, partners, public; persons, then posts");
        }
    }
}

fn check_sections(written: &Written, text: Text<'_>, faults: &mut Faults) {
    let mut fault = |at: usize, what: String, next: &str| faults.add((text, at), CONTRADICTS, what, WHY, next);
    let audiences: Vec<&str> = written.audiences.iter().map(|audience| audience.get_ref().id.as_str()).collect();
    let kinds: Vec<SectionKind> = written.sections.iter().map(|section| section.get_ref().kind).collect();
    if kinds.first() != Some(&SectionKind::Cover) || kinds.last() != Some(&SectionKind::Provenance) {
        let what = "a pack begins with its cover and ends with where every figure comes from".to_owned();
        fault(0, what, "put the section `cover` first and `provenance` last");
    }
    for (number, section) in written.sections.iter().enumerate() {
        let (at, section) = (section.span().start, section.get_ref());
        let title = section.title.trim();
        if title.is_empty() {
            fault(at, "a section has no title".to_owned(), "give it one");
        }
        if kinds[..number].contains(&section.kind) {
            fault(
                at,
                format!("the section {title} is of a kind that is there before"),
                "keep one section of each kind",
            );
        }
        if let Some(unknown) = section.audiences.iter().find(|id| !audiences.contains(&id.as_str())) {
            fault(
                at,
                format!("the section {title} is for {unknown}, which is no audience"),
                "name audiences of the file",
            );
        }
        let gets = |id: &str| section.audiences.iter().any(|own| own == id);
        // Those who see most stand first, so whoever gets a section leaves nobody before them without it.
        if audiences.iter().skip_while(|id| gets(id)).any(|id| gets(id))
            || !audiences.first().is_some_and(|id| gets(id))
        {
            let what = format!("the section {title} is kept from some who see more than others who get it");
            fault(at, what, "give it to everybody before the last audience that gets it");
        }
        let is_for_all = matches!(section.kind, SectionKind::Cover | SectionKind::Provenance);
        if is_for_all && !audiences.iter().all(|id| gets(id)) {
            fault(at, format!("not everybody gets the section {title}"), "give it to every audience");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../../../content/packs/improvement_board.toml");

    fn faults(text: &str) -> Vec<String> {
        let (definitions, faults) = PackDefinitions::load(&BTreeMap::from([("own.toml", text)]));
        assert_eq!(definitions.get("own").is_some(), faults.found.is_empty());
        faults.found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_built_in_pack_loads_and_the_public_gets_less_than_the_board() {
        assert!(faults(GOOD).is_empty(), "{:?}", faults(GOOD));
        let definitions = PackDefinitions::built_in();
        let pack = definitions.get("improvement_board").unwrap();
        assert_eq!(definitions.iter().count(), 1);
        let of = |audience: &str| pack.sections_for(audience).map(|section| section.kind).collect::<Vec<_>>();
        let (board, public) = (of("board"), of("public"));
        assert!(public.len() < board.len() && public.iter().all(|kind| board.contains(kind)));
        assert_eq!((public.first(), public.last()), (Some(&SectionKind::Cover), Some(&SectionKind::Provenance)));
        assert_eq!(pack.audience("public").map(|audience| audience.figures), Some(Audience::Public));
        assert!(of("nobody").is_empty() && pack.audience("nobody").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_with_file_line_and_code() {
        let told = faults(&GOOD.replacen("title = ", "titel = ", 1));
        assert!(told[0].starts_with("content/packs/own.toml:") && told[0].contains("SL-D425"), "{told:?}");
        for (from, to, words) in [
            ("kind = \"risks\"", "kind = \"agenda\"", "of a kind that is there before"),
            ("for = [\"board\"]", "for = [\"public\"]", "kept from some who see more"),
            ("for = [\"board\"]", "for = []", "kept from some who see more"),
            ("for = [\"board\"]", "for = [\"board\", \"press\"]", "is for press, which is no audience"),
            ("kind = \"cover\"", "kind = \"summary\"", "begins with its cover"),
            ("figures = \"public\"", "figures = \"authorised\"", "public stands after partners and would see more"),
            ("named_by = \"post\"", "named_by = \"person\"", ""),
            ("id = \"public\"", "id = \"partners\"", "two audiences have the id partners"),
            ("id = \"public\"", "id = \"The public\"", "`The public` is no id"),
            ("formats = [\"pdf\"]", "formats = [\"pdf\", \"pdf\"]", "or one twice"),
            (
                "title = \"Cover\"\nfor = [\"board\", \"partners\", \"public\"]",
                "title = \"Cover\"\nfor = [\"board\"]",
                "not everybody gets",
            ),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let told = faults(&GOOD.replacen(from, to, 1));
            let found = told.iter().any(|fault| fault.contains(words) && fault.contains("SL-D426"));
            assert_eq!(found, !words.is_empty(), "{words}: {told:?}");
        }
    }
}
