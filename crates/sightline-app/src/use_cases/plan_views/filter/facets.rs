//! What a filter can be set to, and how many actions each choice would show.

use std::collections::BTreeMap;

use sightline_domain::board_report::{Axis, RatingMark, level_mark, not_yet_rated, one_line};
use sightline_domain::plan::Action;
use sightline_domain::standing::Standing;
use sightline_domain::standpoint::Rated;

use super::matching::{self, Kind, Matching};
use super::query::standing_code;
use super::{DueWindow, LeadIs, PriorityIs, RatingIs, SourceIs, StateIs};
use crate::use_cases::plan_views::leads;

/// One choice of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// As it stands in an address.
    pub code: String,
    /// In words.
    pub words: String,
    /// How a rating is shown; `None` for what is no rating.
    pub mark: Option<RatingMark>,
    /// How many actions it would show with everything else as it is.
    pub count: usize,
    /// True when the filter is set to it.
    pub is_chosen: bool,
}

/// The choices of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The key in an address, such as `priority`.
    pub key: &'static str,
    /// The choices; those that would show nothing and are not chosen included.
    pub values: Vec<FacetValue>,
}

/// All that a filter can be set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// Priorities, in plan order.
    pub priorities: Facet,
    /// Action ratings, best first.
    pub action_ratings: Facet,
    /// Impact ratings, best first; `None` when the plan does not rate impact.
    pub impact_ratings: Option<Facet>,
    /// Standings, worst first.
    pub standings: Facet,
    /// Leads, by name.
    pub leads: Facet,
    /// Due windows, soonest first.
    pub due: Facet,
    /// Open actions without a recent update.
    pub silent: Facet,
    /// Placeholders; no choice when the plan has none.
    pub placeholder: Facet,
    /// Inspection tags, by name.
    pub sources: Facet,
    /// States; only live ones when nothing ever left the plan.
    pub states: Facet,
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

impl Matching<'_, '_> {
    /// All that the filter can be set to, with counts.
    pub(in crate::use_cases::plan_views) fn facets(&self) -> Facets {
        Facets {
            priorities: self.priorities(),
            action_ratings: self.ratings("rating", Kind::ActionRating, Axis::Action, &self.filter.action_ratings),
            impact_ratings: self
                .now
                .impact_scale
                .is_some()
                .then(|| self.ratings("impact", Kind::ImpactRating, Axis::Impact, &self.filter.impact_ratings)),
            standings: self.standings(),
            leads: self.leads(),
            due: self.due(),
            silent: self.silent(),
            placeholder: self.placeholder(),
            sources: self.sources(),
            states: self.states(),
        }
    }

    fn count(&self, kind: Kind, is: impl Fn(&Rated<'_>) -> bool) -> usize {
        self.but_for(Some(kind)).filter(|item| is(item)).count()
    }

    fn priorities(&self) -> Facet {
        let value = |is: PriorityIs, words: String| FacetValue {
            count: self.count(Kind::Priority, |item| matching::priority_is(self.now, item.action, &is)),
            is_chosen: self.filter.priorities.contains(&is),
            code: is.code(),
            words,
            mark: None,
        };
        let mut values: Vec<FacetValue> = self
            .now
            .plan
            .priorities
            .iter()
            .map(|priority| {
                let title = priority.title.as_deref().map(one_line).unwrap_or_default();
                let words = format!("{} {title}", priority.reference).trim().to_owned();
                value(PriorityIs::Reference(priority.reference.clone()), words)
            })
            .collect();
        values.push(value(PriorityIs::None, "Without a priority".to_owned()));
        values.retain(|value| value.count > 0 || value.is_chosen || value.code != PriorityIs::None.code());
        let unknown = self.filter.priorities.iter().filter(|is| !values.iter().any(|value| value.code == is.code()));
        let unknown: Vec<FacetValue> = unknown.map(|is| value(is.clone(), is.code())).collect();
        values.extend(unknown);
        Facet { key: "priority", values }
    }

    fn ratings(&self, key: &'static str, kind: Kind, axis: Axis, chosen: &[RatingIs]) -> Facet {
        let Some(scale) = self.now.scale_of(axis) else { return Facet { key, values: Vec::new() } };
        let counts = tally(self.but_for(Some(kind)).map(|item| match item.code(axis) {
            None => RatingIs::NotRated,
            Some(code) => scale.level(code).map_or(RatingIs::OffScale, |level| RatingIs::Level(level.code.clone())),
        }));
        let value = |is: RatingIs, words: String, mark: Option<RatingMark>| FacetValue {
            count: counts.get(&is).copied().unwrap_or_default(),
            is_chosen: chosen.contains(&is),
            code: is.code(),
            words,
            mark,
        };
        let mut values = Vec::new();
        for level in scale.levels.iter().rev() {
            let mark = level_mark(scale, level);
            values.push(value(RatingIs::Level(level.code.clone()), mark.name.clone(), Some(mark)));
        }
        let mark = not_yet_rated();
        values.push(value(RatingIs::NotRated, mark.name.clone(), Some(mark)));
        let off_scale = value(RatingIs::OffScale, "Not on the scale".to_owned(), None);
        values.extend(Some(off_scale).filter(|value| value.count > 0 || value.is_chosen));
        let unknown = chosen.iter().filter(|is| !values.iter().any(|value| value.code == is.code()));
        let unknown: Vec<FacetValue> = unknown.map(|is| value(is.clone(), is.code(), None)).collect();
        values.extend(unknown);
        Facet { key, values }
    }

    fn standings(&self) -> Facet {
        let values = Standing::ALL
            .into_iter()
            .rev()
            .map(|is| FacetValue {
                code: standing_code(is).to_owned(),
                words: is.name().to_owned(),
                mark: None,
                count: self.count(Kind::Standing, |item| matching::standing_is(item, is)),
                is_chosen: self.filter.standings.contains(&is),
            })
            .collect();
        Facet { key: "standing", values }
    }

    fn leads(&self) -> Facet {
        let counts = tally(self.lead_names_but_for_leads());
        let mut names: Vec<&str> = self.all_lead_names().collect();
        names.sort_by_key(|name| name.to_lowercase());
        names.dedup();
        let chosen = |name: &str| {
            self.filter.leads.iter().any(|is| matches!(is, LeadIs::Named(lead) if lead.eq_ignore_ascii_case(name)))
        };
        let value = |name: &str, count: usize| FacetValue {
            code: name.to_owned(),
            words: name.to_owned(),
            mark: None,
            count,
            is_chosen: chosen(name),
        };
        let mut values: Vec<FacetValue> =
            names.into_iter().map(|name| value(name, counts.get(name).copied().unwrap_or_default())).collect();
        // A holder of a post, or anybody the plan names otherwise.
        let others = self.filter.leads.iter().filter_map(|is| match is {
            LeadIs::Named(name) if !values.iter().any(|value| value.code.eq_ignore_ascii_case(name)) => Some(name),
            _ => None,
        });
        let is_led = |item: &Rated<'_>, name: &str| leads::is_led_by(self.now.plan, item.action, name, self.now.as_at);
        let others: Vec<FacetValue> =
            others.map(|name| value(name, self.count(Kind::Lead, |item| is_led(item, name)))).collect();
        values.extend(others);
        values.push(FacetValue {
            code: LeadIs::Nobody.code(),
            words: "No lead".to_owned(),
            mark: None,
            count: self.count(Kind::Lead, |item| item.action.is_leaderless()),
            is_chosen: self.filter.leads.contains(&LeadIs::Nobody),
        });
        Facet { key: "lead", values }
    }

    fn due(&self) -> Facet {
        let values = DueWindow::ALL
            .into_iter()
            .map(|is| FacetValue {
                code: is.code().to_owned(),
                words: is.words().to_owned(),
                mark: None,
                count: self.count(Kind::Due, |item| matching::due_is(self.now, item, is)),
                is_chosen: self.filter.due.contains(&is),
            })
            .collect();
        Facet { key: "due", values }
    }

    fn silent(&self) -> Facet {
        let value = FacetValue {
            code: "no".to_owned(),
            words: format!("No update in {} days", self.now.update_cycle_days),
            mark: None,
            count: self.count(Kind::Silent, |item| self.now.is_silent(item)),
            is_chosen: self.filter.is_silent,
        };
        Facet { key: "updated", values: vec![value] }
    }

    fn placeholder(&self) -> Facet {
        let is_used = self.now.items.iter().any(|item| item.action.placeholder) || self.filter.placeholder.is_some();
        let choices = [("only", true, "Only placeholders"), ("without", false, "Without placeholders")];
        let values = choices
            .into_iter()
            .filter(|_| is_used)
            .map(|(code, wanted, words)| FacetValue {
                code: code.to_owned(),
                words: words.to_owned(),
                mark: None,
                count: self.count(Kind::Placeholder, |item| item.action.placeholder == wanted),
                is_chosen: self.filter.placeholder == Some(wanted),
            })
            .collect();
        Facet { key: "placeholder", values }
    }

    fn sources(&self) -> Facet {
        let tags = |action: &Action| action.sources.iter().map(|tag| one_line(tag)).collect::<Vec<_>>();
        let counts =
            tally(self.but_for(Some(Kind::Source)).flat_map(|item| tags(item.action)).map(|tag| tag.to_lowercase()));
        let mut names: Vec<String> = self.now.items.iter().flat_map(|item| tags(item.action)).collect();
        names.extend(self.filter.sources.iter().filter_map(|is| match is {
            SourceIs::Tag(tag) => Some(tag.clone()),
            SourceIs::None => None,
        }));
        names.retain(|name| !name.is_empty());
        names.sort_by_key(|name| name.to_lowercase());
        names.dedup_by(|one, other| one.to_lowercase() == other.to_lowercase());
        let mut values: Vec<FacetValue> = names
            .into_iter()
            .map(|name| FacetValue {
                count: counts.get(&name.to_lowercase()).copied().unwrap_or_default(),
                is_chosen: self.filter.sources.contains(&SourceIs::Tag(name.clone())),
                code: name.clone(),
                words: name,
                mark: None,
            })
            .collect();
        if !values.is_empty() {
            values.push(FacetValue {
                count: self.count(Kind::Source, |item| matching::source_is(item.action, &SourceIs::None)),
                is_chosen: self.filter.sources.contains(&SourceIs::None),
                code: SourceIs::None.code(),
                words: "No inspection finding".to_owned(),
                mark: None,
            });
        }
        Facet { key: "source", values }
    }

    fn states(&self) -> Facet {
        let values = StateIs::ALL
            .into_iter()
            .map(|is| FacetValue {
                code: is.code().to_owned(),
                words: is.words().to_owned(),
                mark: None,
                count: self.count(Kind::State, |item| matching::state_is(item.action, is)),
                is_chosen: self.filter.states.contains(&is),
            })
            .filter(|value| value.count > 0 || value.is_chosen || value.code == StateIs::Live.code())
            .collect();
        Facet { key: "state", values }
    }
}
