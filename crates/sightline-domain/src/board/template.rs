//! What agendas are made from: the files of `content/agendas/`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ClearDays;
use crate::content::{Faults, Text, definitions};

/// The folder of the files.
pub(super) const FOLDER: &str = "content/agendas";
/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-D421";
/// Parts of it do not go together.
const CONTRADICTS: &str = "SL-D422";
/// Most minutes of a meeting: a working day.
const LONGEST: u16 = 480;
/// Most items of an agenda.
const MOST_ITEMS: usize = 60;

/// What the agendas of a body are made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgendaTemplate {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Minutes that a meeting has.
    pub minutes: u16,
    /// How long before the meeting its papers go out; null where the general rule holds.
    pub papers: Option<ClearDays>,
    /// Its items, in order.
    pub items: Vec<TemplateItem>,
}

/// One item of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateItem {
    /// Its name in the file, by which it is known whether it was taken.
    pub id: String,
    /// Its title on the agenda.
    pub title: String,
    /// Minutes.
    pub minutes: u16,
    /// The post that presents it.
    pub presents: String,
    /// True when a paper goes out for it.
    pub paper: bool,
    /// True when it is on every agenda; false when it is on agendas until it was taken once.
    pub standing: bool,
}

/// The templates that loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgendaTemplates {
    by_id: BTreeMap<String, AgendaTemplate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    about: String,
    minutes: toml::Spanned<u16>,
    papers: Option<WrittenPapers>,
    #[serde(rename = "item")]
    items: Vec<toml::Spanned<TemplateItem>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPapers {
    clear_days: u16,
    working_days: bool,
}

impl AgendaTemplates {
    /// The templates that are built in.
    #[must_use]
    pub fn built_in() -> Self {
        let file = ("improvement_board.toml", include_str!("../../../../content/agendas/improvement_board.toml"));
        Self::load(&BTreeMap::from([file])).0
    }

    /// The templates of files by their path from `content/agendas`, with what is wrong with the others.
    ///
    /// Files that are not TOML by their name are passed over. A template with a fault is left out.
    #[must_use]
    pub fn load(files: &BTreeMap<&str, &str>) -> (Self, Faults) {
        let (by_id, faults) = definitions(FOLDER, files, read);
        (Self { by_id }, faults)
    }

    /// The template of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&AgendaTemplate> {
        self.by_id.get(id)
    }

    /// Every template, by id.
    pub fn iter(&self) -> impl Iterator<Item = &AgendaTemplate> {
        self.by_id.values()
    }
}

fn read(id: &str, text: Text<'_>, faults: &mut Faults) -> Option<AgendaTemplate> {
    const WHY: &str = "no agenda can be made from it";
    let before = faults.found.len();
    let mut written: Written = faults.read_toml(text, DOES_NOT_LOAD, WHY, "compare it with the file beside it")?;
    let at_minutes = (text, written.minutes.span().start);
    let minutes = *written.minutes.get_ref();
    if minutes == 0 || minutes > LONGEST {
        let next = format!("write a number from 1 to {LONGEST}");
        faults.add(at_minutes, CONTRADICTS, format!("a meeting cannot have {minutes} minutes"), WHY, next);
    }
    if written.items.is_empty() || written.items.len() > MOST_ITEMS {
        let what = format!("an agenda cannot have {} items", written.items.len());
        faults.add((text, 0), CONTRADICTS, what, WHY, format!("write 1 to {MOST_ITEMS} `[[item]]`"));
    }
    if let Some(papers) = written.papers.as_ref().filter(|papers| papers.clear_days > 60) {
        let at = text.text.find("clear_days").unwrap_or(0);
        let what = format!("papers cannot go out {} clear days before", papers.clear_days);
        faults.add((text, at), CONTRADICTS, what, WHY, "write a number from 0 to 60");
    }
    let mut ids = BTreeSet::new();
    let mut standing_minutes = 0_u32;
    let mut items = Vec::new();
    for item in std::mem::take(&mut written.items) {
        let at = (text, item.span().start);
        let item = item.into_inner();
        let is_id = !item.id.is_empty()
            && item.id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
        if !is_id {
            let next = "write small letters, digits and underscores";
            faults.add(at, CONTRADICTS, format!("`{}` is no id of an item", item.id), WHY, next);
        }
        if !ids.insert(item.id.clone()) {
            faults.add(at, CONTRADICTS, format!("two items have the id {}", item.id), WHY, "give one of them another");
        }
        if item.title.trim().is_empty() || item.presents.trim().is_empty() {
            let next = "give it a title, and the post that presents it";
            faults.add(
                at,
                CONTRADICTS,
                format!("the item {} has no title or nobody who presents it", item.id),
                WHY,
                next,
            );
        }
        if item.minutes == 0 {
            faults.add(at, CONTRADICTS, format!("the item {} has no time", item.id), WHY, "give it at least 1 minute");
        }
        if item.standing {
            standing_minutes += u32::from(item.minutes);
        }
        items.push(item);
    }
    if standing_minutes > u32::from(minutes) {
        let what = format!("the standing items take {standing_minutes} minutes of a meeting that has {minutes}");
        faults.add(at_minutes, CONTRADICTS, what, WHY, "shorten them, or let meetings be longer");
    }
    let Written { title, about, papers, .. } = written;
    let papers = papers.map(|papers| ClearDays { days: papers.clear_days, are_working_days: papers.working_days });
    (faults.found.len() == before).then(|| AgendaTemplate { id: id.to_owned(), title, about, minutes, papers, items })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../../../content/agendas/improvement_board.toml");

    fn faults(text: &str) -> Vec<String> {
        let (templates, faults) =
            AgendaTemplates::load(&BTreeMap::from([("own.toml", text), ("README.md", "no agenda")]));
        assert_eq!(templates.get("own").is_some(), faults.found.is_empty());
        faults.found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_built_in_template_loads_without_a_fault() {
        assert!(faults(GOOD).is_empty(), "{:?}", faults(GOOD));
        let templates = AgendaTemplates::built_in();
        let template = templates.get("improvement_board").unwrap();
        assert!(template.items.iter().any(|item| item.paper) && template.items.iter().any(|item| !item.standing));
        assert_eq!(templates.iter().count(), 1);
    }

    #[test]
    fn what_is_wrong_is_told_with_file_line_and_code() {
        let told = faults(&GOOD.replacen("title = ", "titel = ", 1));
        assert!(told[0].starts_with("content/agendas/own.toml:") && told[0].contains("SL-D421"), "{told:?}");
        for (from, to, words) in [
            ("minutes = 120", "minutes = 10", "the standing items take"),
            ("minutes = 120", "minutes = 0", "cannot have 0 minutes"),
            ("id = \"welcome\"", "id = \"minutes\"", "two items have the id minutes"),
            ("id = \"welcome\"", "id = \"Welcome all\"", "`Welcome all` is no id"),
            ("minutes = 5", "minutes = 0", "has no time"),
            ("presents = \"Chair\"", "presents = \"\"", "nobody who presents it"),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let told = faults(&GOOD.replacen(from, to, 1));
            assert!(told.iter().any(|fault| fault.contains(words) && fault.contains("SL-D422")), "{words}: {told:?}");
        }
        let line = GOOD.lines().position(|line| line.contains("minutes = 120")).unwrap() + 1;
        assert!(
            faults(&GOOD.replace("minutes = 120", "minutes = 0"))[0]
                .starts_with(&format!("content/agendas/own.toml:{line}:"))
        );
    }

    #[test]
    fn a_body_may_have_a_rule_of_its_own_on_papers() {
        let own = GOOD.replacen("[[item]]", "[papers]\nclear_days = 3\nworking_days = false\n\n[[item]]", 1);
        let (templates, _) = AgendaTemplates::load(&BTreeMap::from([("own.toml", own.as_str())]));
        assert_eq!(templates.get("own").unwrap().papers, Some(ClearDays { days: 3, are_working_days: false }));
        assert!(faults(&own.replace("clear_days = 3", "clear_days = 61"))[0].contains("61 clear days"));
    }
}
