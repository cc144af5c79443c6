//! The plan as a whole: what is missing, said twice, or does not fit together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::Datelike;
use regex::Regex;
use sightline_domain::plan::{Action, LeadKind, SourceKind};
use sightline_domain::{Place, Problem, Severity};

use super::super::source::{Content, SourceDocument};
use super::codes;
use super::draft::Draft;
use super::words::{one_space, plain, shared_words};

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// `CIN10a`: a line of a scorecard.
static SCORECARD_LINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[A-Z]{1,3}\d{1,2}[a-z]?\b"));
/// `(2.1)`, `priority 3`, `priorities 1 and 2`.
static CROSS_REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\((\d{1,2}\.\d{1,2})\))|(?:(?:priority|priorities|improvement) (\d{1,2})(?: and (\d{1,2}))?)")
});
/// `Public Law Outline (PLO)`.
static SPELT_OUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:[A-Z][A-Za-z,'’-]+ (?:and |of |the |in |for |& )?){2,8})\(([A-Z]{2,8})\)"));
/// `SEND`, `GCP2`, `PiP`.
static ABBREVIATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[A-Z][A-Za-z]?[A-Z]{1,6}s?\d?\b"));

impl Draft<'_> {
    /// Looks at the plan as a whole.
    pub(super) fn check(&mut self) {
        let actions = self.plan.actions.clone();
        for action in &actions {
            let place = self.places.get(&action.reference).cloned().unwrap_or_default();
            self.check_action(action, &place);
        }
        self.check_structure(&actions);
        self.check_priorities();
        self.check_leads(&actions);
        self.check_measures(&actions);
        self.check_words(&actions);
    }

    fn tell(
        &mut self,
        severity: Severity,
        code: &str,
        action: &Action,
        place: &Place,
        seen: &str,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, severity, place.clone(), seen, help).about(&action.reference));
    }

    fn check_action(&mut self, action: &Action, place: &Place) {
        let reference = &action.reference;
        let text = action.text.clone().unwrap_or_default();
        if text.is_empty() {
            let seen = [&action.leads_raw, &action.due_raw, &action.action_rating_raw]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" | ");
            self.tell(
                Severity::Warning,
                codes::NO_WORDS,
                action,
                place,
                &seen,
                format!("{reference} has a row but no words. It is kept open: complete it from the printed plan."),
            );
        }
        if action.leads_raw.is_none() && !action.parts.iter().any(|part| part.leads_raw.is_some()) {
            self.tell(
                Severity::Warning,
                codes::NO_LEAD,
                action,
                place,
                &text,
                format!("{reference} has no lead. Name the post that answers for it."),
            );
        }
        let has_milestone_date = action.milestones.iter().any(|milestone| milestone.due_on.is_some());
        let has_part_date = action.parts.iter().any(|part| part.due_raw.is_some());
        if action.due_raw.is_none() && action.start_raw.is_none() && !has_milestone_date && !has_part_date {
            self.tell(
                Severity::Warning,
                codes::NO_TIMESCALE,
                action,
                place,
                &text,
                format!("{reference} has no timescale. Give it a date, a cadence, or “ongoing”."),
            );
        } else if action.due_raw.is_none() && action.start_raw.is_some() {
            let seen = action.start_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::NO_END,
                action,
                place,
                &seen,
                format!("{reference} has a start and no end. It can never be overdue until it has one."),
            );
        }
        if let (Some(start), Some(due)) = (action.start_on, action.due_on)
            && due < start
        {
            let seen = format!(
                "{} to {}",
                action.start_raw.clone().unwrap_or_default(),
                action.due_raw.clone().unwrap_or_default()
            );
            self.tell(
                Severity::Warning,
                codes::ENDS_BEFORE_START,
                action,
                place,
                &seen,
                format!("{reference} ends before it starts. Correct one of the dates."),
            );
        }
        self.check_dates_against_plan(action, place);
        if action.placeholder {
            self.tell(Severity::Note, codes::PLACEHOLDER, action, place, &text, format!("{reference} only holds the place of actions to come. It does not count as progress until they replace it."));
        }
        let lower = format!(" {} ", plain(&text));
        if let Some(word) = self.vocabulary.headings.progress_words.iter().find(|word| {
            if word.contains(' ') {
                lower.contains(&format!(" {word} "))
            } else {
                lower.trim_end().ends_with(&format!(" {word}"))
            }
        }) {
            let help = format!(
                "“{word}” reports progress inside the action's own words. The words are kept: put what has happened into a dated update."
            );
            self.tell(Severity::Note, codes::PROGRESS_IN_WORDS, action, place, &text, help);
        }
        let recurs = action.schedule.cadence.is_some() || action.schedule.is_ongoing && action.due_on.is_none();
        let is_best = action
            .action_rating
            .as_deref()
            .zip(self.plan.scale())
            .is_some_and(|(code, scale)| scale.rank(code).is_some_and(|rank| rank + 1 == scale.levels.len()));
        if recurs && is_best {
            let seen = action.due_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::RECURRING_FINISHED,
                action,
                place,
                &seen,
                format!("{reference} recurs and is rated as finished. Read the rating as that of the last occurrence."),
            );
        }
        if action.group_carried_over
            && let Some(group) = &action.group
        {
            let before = self.places.iter().filter(|(key, _)| {
                self.plan
                    .action(key)
                    .is_some_and(|other| other.group.as_ref() == Some(group) && other.reference != *reference)
            });
            let crosses_page = place.line.is_some() && before.count() > 0 && self.first_after_break(action);
            if crosses_page {
                let group = group.clone();
                self.tell(Severity::Note, codes::HEADING_CARRIED_OVER, action, place, &group, format!("No heading is printed above {reference} after the page break. “{group}” is carried over from the page before."));
            }
        }
        for source in &action.sources {
            let digits = source.chars().filter(char::is_ascii_digit).count();
            if source.contains('&') && !source.contains(' ') && digits >= 3 {
                self.tell(Severity::Question, codes::TAG_MEANS_TWO, action, place, source, format!("“{source}” can mean two inspections or two paragraphs. It is kept as one source: say what it means."));
            }
        }
        if action.sources_raw.as_deref().is_some_and(|raw| raw.contains(',') && !raw.contains(", ")) {
            let seen = action.sources_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::TAGS_WITHOUT_SPACES,
                action,
                place,
                &seen,
                "The tags are printed without spaces. They are told apart at the commas.",
            );
        }
    }

    /// Whether an action is the first of its table after a page break: its table block begins with it.
    fn first_after_break(&self, action: &Action) -> bool {
        let Some(at) = self.plan.actions.iter().position(|known| known.reference == action.reference) else {
            return false;
        };
        let line = |action: &Action| self.places.get(&action.reference).and_then(|place| place.line);
        match (at.checked_sub(1).and_then(|before| self.plan.actions.get(before)).and_then(line), line(action)) {
            (Some(before), Some(line)) => line > before + 1,
            _ => false,
        }
    }

    fn check_dates_against_plan(&mut self, action: &Action, place: &Place) {
        let dates = [action.due_on, action.schedule.test_on, action.schedule.targets_on];
        if let Some(dated) = self.plan.dated_on {
            // A plan dated by its month is not before itself.
            let earliest = dated.with_day(1).unwrap_or(dated);
            if let Some(date) = dates.into_iter().flatten().find(|date| *date < earliest)
                && self.plan.period_start_on.is_some()
            {
                let seen = action.due_raw.clone().unwrap_or_default();
                let plan_date = self.plan.dated_raw.clone().unwrap_or_default();
                self.tell(Severity::Question, codes::BEFORE_PLAN, action, place, &seen, format!("{date} is before the plan itself ({plan_date}). A year may be misprinted: confirm or correct it."));
            }
        }
        if let Some(end) = self.plan.period_end_on
            && dates.into_iter().flatten().any(|date| date > end)
        {
            let seen = action.due_raw.clone().unwrap_or_default();
            self.tell(
                Severity::Note,
                codes::AFTER_PERIOD,
                action,
                place,
                &seen,
                "The date is after the end of the plan's period.",
            );
        }
    }

    fn check_structure(&mut self, actions: &[Action]) {
        for aim in self.plan.aims.clone() {
            if !actions.iter().any(|action| action.aim.as_deref() == Some(aim.reference.as_str())) {
                let place = self.places.get(&format!("aim {}", aim.reference)).cloned().unwrap_or_default();
                self.warning(
                    codes::AIM_WITHOUT_ACTION,
                    &place,
                    &aim.title,
                    format!("Aim {} has no action, lead or timescale.", aim.reference),
                );
            }
        }
        for priority in self.plan.priorities.clone() {
            if !actions.iter().any(|action| action.priority == priority.reference) {
                let place = self.places.get(&format!("priority {}", priority.reference)).cloned().unwrap_or_default();
                self.warning(
                    codes::PRIORITY_WITHOUT_ACTION,
                    &place,
                    priority.title.as_deref().unwrap_or_default(),
                    format!("Priority {} has no action.", priority.reference),
                );
            }
        }
        if self.action_columns.as_ref().is_some_and(|columns| !columns.has("start")) {
            let seen = self.plan.columns.join(" | ");
            self.note(
                codes::NO_START_COLUMN,
                &Place::default(),
                &seen,
                "The plan has no start column. Measures are judged from each action's start: add it where it matters.",
            );
        }
    }

    fn check_priorities(&mut self) {
        let priorities = self.plan.priorities.clone();
        let mut seen_titles: BTreeMap<String, String> = BTreeMap::new();
        let mut seen_impact: BTreeMap<String, String> = BTreeMap::new();
        let mut measured = (0, 0);
        for priority in &priorities {
            let place = self.places.get(&format!("priority {}", priority.reference)).cloned().unwrap_or_default();
            if let Some(title) = &priority.title {
                if let Some(other) = seen_titles.get(&plain(title)) {
                    let help = format!(
                        "Priorities {other} and {} have the same title. Only the number tells them apart: give one a title of its own.",
                        priority.reference
                    );
                    self.question(codes::TITLE_TWICE, &place, title, help);
                }
                seen_titles.entry(plain(title)).or_insert_with(|| priority.reference.clone());
            }
            for text in [&priority.key_areas_raw, &priority.leads_raw, &priority.title].into_iter().flatten() {
                if text.matches('(').count() > text.matches(')').count() {
                    self.question(codes::OPEN_BRACKET, &place, text, "A bracket is opened and never closed: words may be missing. Complete them from the printed plan.");
                }
            }
            for line in &priority.impact {
                if let Some(other) = seen_impact.get(&plain(line)).filter(|other| **other != priority.reference) {
                    let help = format!("Priorities {other} and {} have the same impact statement.", priority.reference);
                    self.note(codes::IMPACT_TWICE, &place, line, help);
                }
                seen_impact.entry(plain(line)).or_insert_with(|| priority.reference.clone());
            }
            for list in [&priority.objectives, &priority.outcomes, &priority.measured_by] {
                if let Some(last) = list.last() {
                    let ends = last.parts.last().unwrap_or(&last.text).trim_end();
                    if ends.ends_with("; and") || ends.ends_with(" and") || list.len() > 1 && ends.ends_with(';') {
                        self.question(
                            codes::LIST_ENDS_OPEN,
                            &place,
                            ends,
                            "The last line of this list ends as if another followed. A line may be missing.",
                        );
                    }
                }
                for statement in list.iter().filter(|statement| !statement.parts.is_empty()) {
                    self.note(
                        codes::LINE_WITH_PARTS,
                        &place,
                        &statement.text,
                        format!("This line has {} lines under it. They are counted with it.", statement.parts.len()),
                    );
                }
            }
            for line in &priority.measured_by {
                measured.0 += 1;
                measured.1 += usize::from(line.text.chars().any(|c| c.is_ascii_digit()) && line.text.contains('%'));
                self.belongs_elsewhere(&priorities, &priority.reference, &line.text, &place);
            }
            for target in &priority.targets {
                if target.text.contains(" of fewer ") || target.text.contains(" of less ") {
                    self.question(codes::OF_FEWER, &place, &target.text, "“of fewer” may be meant as “or fewer”. The number is kept without a side: say which side is good.");
                }
            }
        }
        if measured.0 > 0 && measured.1 == 0 {
            let seen = format!("{} lines under “measured by”", measured.0);
            self.note(
                codes::MEASURES_WITHOUT_NUMBER,
                &Place::default(),
                &seen,
                "None of these lines has a number. Give each a baseline and a target before it can be judged.",
            );
        }
    }

    /// A measure that speaks of another priority's outcome and not of its own.
    fn belongs_elsewhere(
        &mut self,
        priorities: &[sightline_domain::plan::Priority],
        own: &str,
        line: &str,
        place: &Place,
    ) {
        let nearest = |priority: &sightline_domain::plan::Priority| {
            priority.outcomes.iter().map(|outcome| shared_words(line, &outcome.text)).max().unwrap_or(0)
        };
        let here = priorities.iter().find(|priority| priority.reference == own).map_or(0, nearest);
        let best =
            priorities.iter().filter(|priority| priority.reference != own).max_by_key(|priority| nearest(priority));
        if let Some(other) = best
            && nearest(other) >= 5
            && nearest(other) >= here + 3
        {
            self.question(
                codes::BELONGS_ELSEWHERE,
                place,
                line,
                format!(
                    "This line under priority {own} speaks of an outcome of priority {}. Check where it belongs.",
                    other.reference
                ),
            );
        }
    }

    fn check_leads(&mut self, actions: &[Action]) {
        let people: Vec<String> = self.plan.people.iter().map(|person| person.name.clone()).collect();
        let printed = self.plan.people.iter().filter_map(|person| person.initials.clone());
        let known: Vec<String> =
            printed.chain(self.plan.glossary.iter().map(|entry| entry.abbreviation.clone())).collect();
        let mut told: Vec<String> = Vec::new();
        let posts: Vec<String> = self.plan.posts.iter().map(|post| post.title.clone()).collect();
        for action in actions {
            let place = self.places.get(&action.reference).cloned().unwrap_or_default();
            for lead in &action.leads {
                if told.contains(&lead.name) {
                    continue;
                }
                told.push(lead.name.clone());
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
            self.question(codes::SEVERAL_POSTS, &Place::default(), &name, help);
        }
        self.check_pillar_names();
        self.check_broken_words(actions);
        // The same person named with two posts.
        let priorities = self.plan.priorities.clone();
        for priority in &priorities {
            let Some((post, name)) = priority.leads_raw.as_deref().and_then(|raw| raw.split_once('(')) else {
                continue;
            };
            let name = name.trim_end_matches(')').trim();
            let held = self.plan.posts.iter().find(|known| known.holdings.iter().any(|holding| holding.holder == name));
            if let Some(held) = held
                && !same_post(&held.title, post)
            {
                let place = self.places.get(&format!("priority {}", priority.reference)).cloned().unwrap_or_default();
                let help = format!(
                    "{name} is printed here as {} and among the post holders as {}. Say whether the two are one post.",
                    post.trim(),
                    held.title
                );
                self.question(codes::HOLDER_WITH_TWO_POSTS, &place, priority.leads_raw.as_deref().unwrap_or_default(), help);
            }
        }
        let mut several: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for lead in &self.plan.delivery_leads {
            several.entry(lead.text.clone()).or_default().push(lead.pillar.clone());
        }
        for (text, pillars) in several.into_iter().filter(|(text, pillars)| pillars.len() > 1 && text.contains(',')) {
            self.note(codes::LEAD_OF_SEVERAL, &Place::default(), &text, format!("Named as a lead of {}.", pillars.join(" and ")));
        }
    }

    /// Pillars named in another way where their leads are listed.
    fn check_pillar_names(&mut self) {
        let mut told: Vec<String> = Vec::new();
        for (at, lead) in self.plan.delivery_leads.clone().iter().enumerate() {
            let label = plain(&lead.pillar);
            let is_known = self.plan.pillars.iter().any(|pillar| {
                plain(&pillar.title).split(' ').any(|word| word == label) || plain(&pillar.title) == label
            });
            if !is_known && !self.plan.pillars.is_empty() && !told.contains(&label) {
                let place = self.places.get(&format!("delivery lead {}", at + 1)).cloned().unwrap_or_default();
                self.question(
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

    /// Words that a narrow column has cut in two, known by the whole word elsewhere in the plan.
    fn check_broken_words(&mut self, actions: &[Action]) {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let texts = actions.iter().flat_map(|action| {
            [&action.text, &action.leads_raw, &action.delivered_through_raw]
                .into_iter()
                .flatten()
                .chain(action.how_will_we_know.iter())
        });
        for text in texts {
            for word in plain(text).split(' ') {
                *count.entry(word.to_owned()).or_default() += 1;
            }
        }
        let times = |word: &str| count.get(word).copied().unwrap_or(0);
        let mut told: Vec<String> = Vec::new();
        let mut found: Vec<(Action, String, String)> = Vec::new();
        for action in actions {
            let Some(raw) = &action.leads_raw else { continue };
            let words: Vec<&str> = raw.split_whitespace().collect();
            for pair in words.windows(2) {
                let (head, tail) = (plain(pair[0]), plain(pair[1]));
                let starts_low = pair[1].starts_with(|c: char| c.is_lowercase());
                let ends_open = pair[0].ends_with(|c: char| c.is_lowercase());
                let whole = format!("{head}{tail}");
                let is_stump = tail.len() == 1 && tail != "a" || times(&tail) <= 3 && times(&whole) > 0;
                if starts_low && ends_open && is_stump && head.len() > 3 && !told.contains(&whole) {
                    told.push(whole);
                    found.push((action.clone(), format!("{} {}", pair[0], pair[1]), format!("{}{}", pair[0], pair[1])));
                }
            }
        }
        for (action, seen, whole) in found {
            let place = self.places.get(&action.reference).cloned().unwrap_or_default();
            self.tell(
                Severity::Question,
                codes::WORD_CUT,
                &action,
                &place,
                &seen,
                format!(
                    "A narrow column seems to have cut a word in two: “{whole}”. The printed words are kept: confirm."
                ),
            );
        }
    }

    fn check_measures(&mut self, actions: &[Action]) {
        let measures = self.plan.measures.clone();
        if measures.is_empty() {
            return;
        }
        let mut by_source: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, measure) in measures.iter().enumerate() {
            let place = self.places.get(&format!("measure {}", at + 1)).cloned().unwrap_or_default();
            if measure.source_kind == SourceKind::Blank {
                self.warning(
                    codes::NO_SOURCE,
                    &place,
                    &measure.text,
                    "This measure has no data source. Say where its figures come from.",
                );
            }
            if let (SourceKind::Scorecard | SourceKind::Other, Some(source)) =
                (measure.source_kind, &measure.data_source_raw)
            {
                let key = measure.scorecard_ref.clone().unwrap_or_else(|| source.clone());
                by_source.entry(key).or_default().push(at);
            }
            let text = plain(&measure.text);
            let has_unit = measure.text.contains('%')
                || text.starts_with("no ")
                || text.starts_with("number")
                || text.starts_with("rate");
            if measure.text.contains('%') && (text.starts_with("no ") || text.starts_with("number")) {
                self.question(
                    codes::COUNT_AND_THRESHOLD,
                    &place,
                    &measure.text,
                    "This line holds a count and a threshold. Say which of them is the measure.",
                );
            } else if !has_unit && text.split(' ').count() <= 3 {
                self.note(
                    codes::SUBJECT_NOT_MEASURE,
                    &place,
                    &measure.text,
                    "This names a source or a subject rather than a measure. Say what is counted before it goes live.",
                );
            }
            for reference in &measure.action_refs {
                if self.plan.action(reference).is_none() {
                    self.warning(
                        codes::MEASURE_WITHOUT_ACTION,
                        &place,
                        reference,
                        format!("The measure names action {reference}, which is not in the plan."),
                    );
                }
            }
        }
        for (source, at) in by_source.into_iter().filter(|(_, at)| at.len() > 1) {
            let texts: Vec<&str> = at.iter().map(|at| measures[*at].text.as_str()).collect();
            let place = self.places.get(&format!("measure {}", at[0] + 1)).cloned().unwrap_or_default();
            self.question(
                codes::ONE_SOURCE,
                &place,
                &source,
                format!(
                    "One source serves {} measures: {}. Check that each has its own line.",
                    at.len(),
                    texts.join("; ")
                ),
            );
        }
        let areas = self.plan.focus_areas.clone();
        for (at, area) in areas.iter().enumerate() {
            if area.action_refs.is_empty() {
                continue;
            }
            if let Some(other) = areas[..at].iter().find(|other| other.action_refs == area.action_refs) {
                self.question(
                    codes::SAME_ACTIONS,
                    &Place::default(),
                    &area.action_refs.join(", "),
                    format!(
                        "{} and {} name the same actions. Check that neither list is out of date.",
                        other.reference, area.reference
                    ),
                );
            }
            // Actions that speak of the area and are not among its own.
            let unnamed: Vec<&str> = actions
                .iter()
                .filter(|action| {
                    !area.action_refs.contains(&action.reference)
                        && shared_words(
                            &area.title,
                            &format!("{} {}", action.title(), action.group.as_deref().unwrap_or_default()),
                        ) >= 3
                })
                .map(|action| action.reference.as_str())
                .collect();
            let fits = area.action_refs.iter().any(|reference| {
                self.plan.action(reference).is_some_and(|action| {
                    shared_words(
                        &area.title,
                        &format!("{} {}", action.title(), action.group.as_deref().unwrap_or_default()),
                    ) >= 2
                })
            });
            if !unnamed.is_empty() && !fits {
                self.question(
                    codes::AREA_AND_ACTIONS,
                    &Place::default(),
                    &area.title,
                    format!(
                        "{} names {}, but {} speaks of its subject. The list may be out of date.",
                        area.reference,
                        area.action_refs.join(", "),
                        unnamed.join(", ")
                    ),
                );
            }
        }
        let in_none: Vec<&str> = actions
            .iter()
            .filter(|action| !measures.iter().any(|measure| measure.action_refs.contains(&action.reference)))
            .map(|action| action.reference.as_str())
            .collect();
        if !in_none.is_empty() {
            self.note(
                codes::ACTIONS_WITHOUT_MEASURE,
                &Place::default(),
                &in_none.join(", "),
                "These actions are in no focus area: no measure will show their impact.",
            );
        }
        self.check_cited_codes(actions);
    }

    /// Scorecard codes cited in the plan's words that the register does not hold.
    fn check_cited_codes(&mut self, actions: &[Action]) {
        let codes: Vec<String> =
            self.plan.measures.iter().filter_map(|measure| measure.scorecard_ref.clone()).collect();
        if codes.is_empty() {
            return;
        }
        for action in actions {
            let words = action.how_will_we_know.join(" ");
            let tags: Vec<String> = SCORECARD_LINE
                .find_iter(&words)
                .map(|found| found.as_str().to_owned())
                .filter(|code| {
                    !codes.iter().any(|known| known.contains(code.as_str()))
                        && !code.starts_with('S')
                        && !code.starts_with("FV")
                })
                .collect();
            if !tags.is_empty() {
                let place = self.places.get(&action.reference).cloned().unwrap_or_default();
                self.tell(Severity::Question, codes::UNKNOWN_SCORECARD_LINE, action, &place, &tags.join(", "), "These look like lines of a scorecard that the measures register does not hold. Add them or correct them.");
            }
        }
    }

    /// Cross references and abbreviations in the plan's words.
    fn check_words(&mut self, actions: &[Action]) {
        {
            for action in actions {
                let place = self.places.get(&action.reference).cloned().unwrap_or_default();
                let steps: Vec<&str> = action.milestones.iter().map(|milestone| milestone.text.as_str()).collect();
                let words = one_space(&format!("{} {}", action.text.as_deref().unwrap_or_default(), steps.join(" ")));
                for captures in CROSS_REFERENCE.captures_iter(&words) {
                    for group in captures.iter().skip(1).flatten() {
                        // What a bracketed reference stands for is said just before it.
                        let near = if group.as_str().contains('.') {
                            last_words(&words[..group.start()], 9)
                        } else {
                            words.clone()
                        };
                        self.check_reference(action, &place, &near, group.as_str());
                    }
                }
            }
        }
        self.check_abbreviations(actions);
    }

    fn check_reference(&mut self, action: &Action, place: &Place, words: &str, cited: &str) {
        let target = if cited.contains('.') {
            self.plan
                .action(cited)
                .map(|found| found.title().to_owned())
                .or_else(|| self.plan.aim(cited).map(|aim| aim.title.clone()))
        } else {
            self.plan.priority(cited).and_then(|priority| priority.title.clone())
        };
        match target {
            None => self.tell(
                Severity::Warning,
                codes::REFERENCE_TO_NOTHING,
                action,
                place,
                cited,
                format!("{} refers to {cited}, which is not in the plan.", action.reference),
            ),
            Some(target) if shared_words(words, &target) == 0 => {
                let help = format!(
                    "{} refers to {cited}, “{}”, which speaks of something else. The number may be that of an earlier plan.",
                    action.reference,
                    Self::shown(&target)
                );
                self.tell(Severity::Question, codes::REFERENCE_TO_ANOTHER, action, place, words, help);
            }
            Some(_) => {}
        }
    }

    /// Abbreviations spelt out in two ways, and those never spelt out.
    fn check_abbreviations(&mut self, actions: &[Action]) {
        let mut meanings: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for action in actions {
            for captures in SPELT_OUT.captures_iter(action.text.as_deref().unwrap_or_default()) {
                let short = captures[2].to_owned();
                let words = one_space(&captures[1]);
                // Only as many words as the abbreviation has letters, counted from its end.
                let capitals: Vec<&str> = words.split(' ').collect();
                let letters = short.len();
                let mut taken = 0;
                let from = capitals.iter().rposition(|word| {
                    taken += usize::from(word.starts_with(|c: char| c.is_uppercase()));
                    taken == letters
                });
                let meaning = capitals[from.unwrap_or(0)..].join(" ");
                let known = meanings.entry(short).or_default();
                if !known.iter().any(|(other, _)| *other == meaning) {
                    known.push((meaning, action.reference.clone()));
                }
            }
        }
        for (short, ways) in meanings.into_iter().filter(|(_, ways)| ways.len() > 1) {
            let place = self.places.get(&ways[0].1).cloned().unwrap_or_default();
            let printed: Vec<String> =
                ways.iter().map(|(meaning, reference)| format!("“{meaning}” ({reference})")).collect();
            self.question(
                codes::TWO_MEANINGS,
                &place,
                &short,
                format!("{short} is spelt out in {} ways: {}. Choose one.", ways.len(), printed.join(", ")),
            );
        }
        if self.plan.glossary.is_empty() {
            return;
        }
        let mut undefined: Vec<String> = Vec::new();
        for action in actions {
            let words = [action.text.as_deref(), action.leads_raw.as_deref(), action.delivered_through_raw.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ");
            for found in ABBREVIATION.find_iter(&words) {
                let code = found.as_str().trim_end_matches('s').to_owned();
                let is_known = self.plan.glossary.iter().any(|entry| entry.abbreviation == code);
                let is_initials = action.leads.iter().any(|lead| lead.name == code && lead.kind == LeadKind::Initials);
                if !is_known && !is_initials && !undefined.contains(&code) {
                    undefined.push(code);
                }
            }
        }
        if !undefined.is_empty() {
            undefined.sort();
            self.note(
                codes::UNDEFINED_ABBREVIATIONS,
                &Place::default(),
                &undefined.join(", "),
                "These abbreviations are used and not in the plan's list of abbreviations.",
            );
        }
    }

    /// Where a second plan begins: a title after the first actions, and references that begin again after it.
    pub(super) fn second_plan(&self) -> Option<(Place, String)> {
        let (first_repeat, times) = self.repeated?;
        let unique = self.plan.actions.len() - times;
        if times < 2 || times * 4 < unique {
            return None;
        }
        self.later_titles
            .iter()
            .rev()
            .find(|(_, _, before)| *before <= first_repeat)
            .map(|(place, title, _)| (place.clone(), title.clone()))
    }

    /// What a document without an action table looks like, when the vocabulary knows.
    pub(super) fn other_document(&self, document: &SourceDocument) -> Option<String> {
        let words: Vec<String> = document
            .blocks
            .iter()
            .take(60)
            .filter_map(|block| match &block.content {
                Content::Heading { text, .. } | Content::Paragraph { text } => Some(text.to_lowercase()),
                _ => None,
            })
            .collect();
        self.vocabulary
            .headings
            .other_documents
            .iter()
            .find(|(_, phrases)| {
                phrases.iter().any(|phrase| words.iter().any(|line| line.contains(&phrase.to_lowercase())))
            })
            .map(|(kind, _)| kind.replace('_', "-"))
    }
}

/// The last words of a text.
fn last_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(count)..].join(" ")
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
        && first.starts_with(|c| Some(c) == initials.chars().next())
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
