//! Leads, post holders and the names of pillars.

use std::collections::{BTreeMap, BTreeSet};

use sightline_domain::plan::{Action, LeadKind};
use sightline_domain::{Place, Severity};

use super::super::codes;
use super::super::draft::Draft;
use super::super::words::plain;

impl Draft<'_> {
    /// Who each lead is, and those named with several posts.
    pub(super) fn check_leads(&mut self, actions: &[Action]) {
        let people: Vec<String> = self.plan.people.iter().map(|person| person.name.clone()).collect();
        let printed = self.plan.people.iter().filter_map(|person| person.initials.clone());
        let known: BTreeSet<String> =
            printed.chain(self.plan.glossary.iter().map(|entry| entry.abbreviation.clone())).collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        let posts: Vec<String> = self.plan.posts.iter().map(|post| post.title.clone()).collect();
        for action in actions {
            let place = self.place_of(&action.reference);
            for lead in &action.leads {
                if !told.insert(lead.name.clone()) {
                    continue;
                }
                match lead.kind {
                    LeadKind::Initials if !known.contains(&lead.name) && !is_body_name(&lead.name) => {
                        let may_be: Vec<&str> =
                            people.iter().filter(|name| fits_initials(name, &lead.name)).map(String::as_str).collect();
                        let help = match may_be.as_slice() {
                            [] => format!(
                                "No key says who {} is, and no name in the plan fits. Say who it is.",
                                lead.name
                            ),
                            [one] => format!("No key says who {} is. It may be {one}: confirm.", lead.name),
                            several => format!(
                                "No key says who {} is. It may be {}: say which.",
                                lead.name,
                                several.join(" or ")
                            ),
                        };
                        self.tell(Severity::Question, codes::INITIALS_WITHOUT_KEY, action, &place, &lead.raw, help);
                    }
                    LeadKind::Unknown => {
                        self.tell(
                            Severity::Question,
                            codes::UNCLEAR_LEAD,
                            action,
                            &place,
                            &lead.raw,
                            format!(
                                "It is not clear whether “{}” is a person, a post or a group. Say which.",
                                lead.name
                            ),
                        );
                    }
                    _ if !posts.is_empty() => {
                        if let Some(post) = posts.iter().find(|post| same_post(post, &lead.name)) {
                            if plain(post) != plain(&lead.name) {
                                self.tell(Severity::Question, codes::POST_BY_ANOTHER_NAME, action, &place, &lead.raw, format!("“{}” looks like the post “{post}” under another name. Confirm, and its actions follow the holder.", lead.name));
                            }
                        } else if lead.kind != LeadKind::ToBeConfirmed {
                            self.tell(
                                Severity::Warning,
                                codes::POST_WITHOUT_HOLDER,
                                action,
                                &place,
                                &lead.raw,
                                format!(
                                    "“{}” leads actions and is not among the post holders. Add who holds it.",
                                    lead.name
                                ),
                            );
                        }
                    }
                    _ => {}
                }
            }
        }
        for (name, posts) in std::mem::take(&mut self.posts_of).into_iter().filter(|(_, posts)| posts.len() > 1) {
            let help = format!(
                "{name} is printed with {} posts: {}. Say which is held, and from when.",
                posts.len(),
                posts.join("; ")
            );
            self.question_about(&format!("person {name}"), codes::SEVERAL_POSTS, &Place::default(), &name, help);
        }
    }

    /// The same person named with two posts, and the leads of several pillars.
    pub(super) fn check_holders(&mut self) {
        let priorities = self.plan.priorities.clone();
        for priority in &priorities {
            let Some((post, name)) = priority.leads_raw.as_deref().and_then(|raw| raw.split_once('(')) else {
                continue;
            };
            let name = name.trim_end_matches(')').trim();
            let held_post =
                self.plan.posts.iter().find(|post| post.holdings.iter().any(|holding| holding.holder == name));
            if let Some(held_post) = held_post
                && !same_post(&held_post.title, post)
            {
                let place = self.place_of(&format!("priority {}", priority.reference));
                let help = format!(
                    "{name} is printed here as {} and among the post holders as {}. Say whether the two are one post.",
                    post.trim(),
                    held_post.title
                );
                self.question_about(
                    &format!("priority {}", priority.reference),
                    codes::HOLDER_WITH_TWO_POSTS,
                    &place,
                    priority.leads_raw.as_deref().unwrap_or_default(),
                    help,
                );
            }
        }
        let mut several: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for lead in &self.plan.delivery_leads {
            several.entry(lead.text.clone()).or_default().push(lead.pillar.clone());
        }
        for (text, pillars) in several.into_iter().filter(|(text, pillars)| pillars.len() > 1 && text.contains(',')) {
            self.note(
                codes::LEAD_OF_SEVERAL,
                &Place::default(),
                &text,
                format!("Named as a lead of {}.", pillars.join(" and ")),
            );
        }
    }

    /// Pillars named in another way where their leads are listed.
    pub(super) fn check_pillar_names(&mut self) {
        let mut told: Vec<String> = Vec::new();
        for (at, lead) in self.plan.delivery_leads.clone().iter().enumerate() {
            let label = plain(&lead.pillar);
            let is_known = self.plan.pillars.iter().any(|pillar| {
                plain(&pillar.title).split(' ').any(|word| word == label) || plain(&pillar.title) == label
            });
            if !is_known && !self.plan.pillars.is_empty() && !told.contains(&label) {
                let place = self.place_of(&format!("delivery lead {}", at + 1));
                self.question_about(
                    "delivery leads",
                    codes::PILLAR_BY_ANOTHER_NAME,
                    &place,
                    &lead.pillar,
                    format!(
                        "“{}” is not the name of a pillar as printed over its table. Say which pillar is meant.",
                        lead.pillar
                    ),
                );
                told.push(label);
            }
        }
    }
}

/// True when a name's words begin with the letters of the initials, in order.
fn fits_initials(name: &str, initials: &str) -> bool {
    let letters: Vec<char> = initials.chars().filter(char::is_ascii_uppercase).collect();
    let words: Vec<char> =
        name.split([' ', '-']).filter_map(|word| word.chars().next()).map(|c| c.to_ascii_uppercase()).collect();
    if !initials.chars().any(|c| c.is_ascii_lowercase()) {
        return words == letters;
    }
    // `LSpa`: the first letter of the first name, then the beginning of the last.
    let mut parts = name.split(' ');
    let (Some(first), Some(last)) = (parts.next(), parts.next_back()) else { return false };
    let rest: String = initials.chars().skip(1).collect();
    rest.len() > 1
        && first.starts_with(|c| initials.starts_with(c))
        && last.to_lowercase().starts_with(&rest.to_lowercase())
}

/// True for initials that are a group's: those of four capitals and more.
fn is_body_name(name: &str) -> bool {
    name.len() >= 4 && name.chars().all(|c| c.is_ascii_uppercase())
}

/// True when two titles name the same post, abbreviations and small words aside.
fn same_post(one: &str, other: &str) -> bool {
    let words = |title: &str| {
        let mut words: Vec<String> = plain(title)
            .replace("assistant director", "ad")
            .replace("quality assurance", "qa")
            .replace("director of children s services", "dcs")
            .replace("director of childrens services", "dcs")
            .replace("children s services", "")
            .replace("childrens", "")
            .split(' ')
            .filter(|word| !matches!(*word, "" | "and" | "of" | "the" | "for" | "s"))
            .map(str::to_owned)
            .collect();
        words.sort();
        words
    };
    words(one) == words(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_fit_names() {
        assert!(fits_initials("Ann Lee", "AL"));
        assert!(fits_initials("Cora Mac-Carr", "CM-C"));
        assert!(fits_initials("Liz Sparrow", "LSpa"));
        assert!(!fits_initials("Ann Lee", "LA"));
    }

    #[test]
    fn a_post_is_known_under_its_other_names() {
        assert!(same_post("Assistant Director (Quality Assurance and Improvement)", "AD QA and Improvement"));
        assert!(!same_post("Head of Audit", "Head of Improvement"));
    }
}
