//! What each problem of an import asks for: which items it is about, and which of their fields.

use sightline_domain::Problem;
use sightline_domain::plan::Plan;

use super::item::{Field, Item};
use super::reading::{fields_of, leads_named, value};

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The item that the problem names, and those of the same kind that its help names.
    Items,
    /// The lead that was seen.
    Lead,
    /// Every measure with the source that was seen.
    Source,
    /// The columns of a table.
    Columns,
}

/// What a code asks for; the fields that an item does not have are left out.
fn asked(code: &str) -> Option<(About, &'static [Field])> {
    use Field::{
        ActionRating, ActionRefs, ChildStatements, DataSource, DeliveredThrough, Due, HowWillWeKnow, Impact,
        ImpactRating, JudgementAreas, KeyAreas, Kind, Leads, Levels, Meaning, MeasuredBy, Members, Milestones,
        Objectives, Outcomes, Parts, Post, Reference, Sources, Start, Targets, TargetsDue, Text, Title, Who,
    };
    let items = |fields: &'static [Field]| Some((About::Items, fields));
    match code {
        "SL-I116" => items(&[Reference]),
        "SL-I302" | "SL-I303" | "SL-I340" => items(&[Reference, Title, Text]),
        "SL-I305" => items(&[Text, Leads, Due]),
        "SL-I306" | "SL-I307" | "SL-I308" => Some((About::Columns, &[])),
        "SL-I309" | "SL-I367" | "SL-I378" => items(&[Title, KeyAreas, Leads]),
        "SL-I312" | "SL-I343" | "SL-I344" => items(&[Text, Parts]),
        "SL-I314" | "SL-I328" | "SL-I329" => items(&[ActionRating, ImpactRating]),
        "SL-I315" | "SL-I319" | "SL-I324" | "SL-I325" => items(&[Due, Milestones]),
        "SL-I316" | "SL-I317" | "SL-I318" | "SL-I352" | "SL-I353" | "SL-I354" | "SL-I361" | "SL-I362" => {
            items(&[Start, Due, Milestones])
        }
        "SL-I321" => items(&[Impact, Outcomes, MeasuredBy]),
        "SL-I322" | "SL-I332" | "SL-I341" | "SL-I363" | "SL-I364" | "SL-I366" | "SL-I397" => items(&[Title]),
        "SL-I323" | "SL-I331" | "SL-I351" | "SL-I395" => items(&[Leads]),
        "SL-I327" => items(&[HowWillWeKnow, ChildStatements, Targets, Impact]),
        "SL-I330" => items(&[Leads, Due, DeliveredThrough]),
        "SL-I335" | "SL-I396" => items(&[Levels]),
        "SL-I339" | "SL-I350" | "SL-I355" | "SL-I356" | "SL-I381" | "SL-I389" | "SL-I390" => items(&[Text]),
        "SL-I345" => items(&[TargetsDue, Targets]),
        "SL-I346" => items(&[JudgementAreas]),
        "SL-I347" | "SL-I348" | "SL-I394" => items(&[Members]),
        "SL-I357" => items(&[ActionRating, Due]),
        "SL-I359" => items(&[Sources]),
        "SL-I369" => items(&[Objectives, Outcomes, MeasuredBy]),
        "SL-I371" => items(&[Targets]),
        "SL-I373" => items(&[MeasuredBy]),
        "SL-I374" | "SL-I376" => Some((About::Lead, &[Who, Kind])),
        "SL-I375" => Some((About::Lead, &[Kind, Who])),
        "SL-I377" => Some((About::Lead, &[Field::Holder])),
        "SL-I380" => items(&[DataSource]),
        "SL-I383" | "SL-I385" | "SL-I386" => items(&[ActionRefs]),
        "SL-I384" => Some((About::Source, &[DataSource])),
        "SL-I388" => items(&[HowWillWeKnow]),
        "SL-I391" => items(&[Meaning]),
        "SL-I393" => items(&[Post]),
        _ => None,
    }
}

/// An item with the fields that a problem asks about, most telling first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The item.
    pub item: Item,
    /// Its fields, each with what it says as read.
    pub fields: Vec<(Field, String)>,
}

/// True when the problem is about a column: then the columns are chosen, nothing is corrected.
pub(super) fn is_about_columns(problem: &Problem) -> bool {
    asked(&problem.code).is_some_and(|(about, _)| about == About::Columns)
}

/// What can be put right about a problem; empty when it is not known what it is about.
pub(super) fn concerns(plan: &Plan, problem: &Problem) -> Vec<Concern> {
    let (about, fields) = asked(&problem.code).unwrap_or((About::Items, &[]));
    let items = match about {
        About::Columns => Vec::new(),
        About::Lead => {
            leads_named(plan, &problem.seen).next().map(|_| Item::Lead(problem.seen.clone())).into_iter().collect()
        }
        About::Source => with_source(plan, problem),
        About::Items => items_of(plan, problem),
    };
    items.into_iter().filter_map(|item| concern(plan, item, fields)).collect()
}

/// An item with some of its fields; with all of them when none is named or it has none of those.
pub(super) fn concern(plan: &Plan, item: Item, fields: &[Field]) -> Option<Concern> {
    let has = fields_of(plan, &item);
    let mut shown: Vec<Field> = fields.iter().copied().filter(|field| has.contains(field)).collect();
    if shown.is_empty() {
        shown = has;
    }
    let fields =
        shown.into_iter().map(|field| Some((field, value(plan, &item, field)?))).collect::<Option<Vec<_>>>()?;
    Some(Concern { item, fields })
}

fn with_source(plan: &Plan, problem: &Problem) -> Vec<Item> {
    let same = |measure: &sightline_domain::plan::Measure| {
        measure.scorecard_ref.as_deref() == Some(&problem.seen)
            || measure.scorecard_ref.is_none() && measure.data_source_raw.as_deref() == Some(&problem.seen)
    };
    (1..).zip(&plan.measures).filter(|(_, measure)| same(measure)).map(|(number, _)| Item::Measure(number)).collect()
}

/// The item a problem is about, and the other actions, priorities or focus areas that its help names.
fn items_of(plan: &Plan, problem: &Problem) -> Vec<Item> {
    let mut items: Vec<Item> = problem.about.as_deref().map(Item::about).into_iter().collect();
    let names: &[&str] = &["SL-I330", "SL-I366", "SL-I373", "SL-I385"];
    if names.contains(&problem.code.as_str()) {
        let words: Vec<&str> = problem
            .help
            .split_whitespace()
            .map(|word| word.trim_matches(|letter: char| matches!(letter, ',' | '.' | ':' | ';')))
            .collect();
        let item_of = |word: &str| match problem.code.as_str() {
            "SL-I330" => plan.action(word).map(|_| Item::Action(word.to_owned())),
            "SL-I385" => {
                plan.focus_areas.iter().any(|area| area.reference == word).then(|| Item::FocusArea(word.to_owned()))
            }
            _ => plan.priority(word).map(|_| Item::Priority(word.to_owned())),
        };
        for item in words.into_iter().filter_map(item_of) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    items
}

/// Names that a problem's help offers: people and posts of the plan that it spells out.
pub(super) fn offered(plan: &Plan, problem: &Problem) -> Vec<String> {
    if !asked(&problem.code).is_some_and(|(about, _)| about == About::Lead) {
        return Vec::new();
    }
    let people = plan.people.iter().map(|person| person.name.as_str());
    let posts = plan.posts.iter().map(|post| post.title.as_str());
    let mut names: Vec<String> = Vec::new();
    for name in people.chain(posts) {
        let is_there = !name.is_empty() && name != problem.seen && problem.help.contains(name);
        if is_there && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
