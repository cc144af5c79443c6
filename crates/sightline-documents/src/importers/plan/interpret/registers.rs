//! Tables beside the actions: measures, posts, boards, abbreviations, focus areas, delivery leads.

use std::collections::BTreeMap;

use sightline_domain::Place;
use sightline_domain::plan::{
    Board, BoardMember, DeliveryLead, FocusArea, GlossaryEntry, LeadKind, Measure, Person, Post, PostHolding,
    SourceKind, Statement,
};
use sightline_domain::schedule::read_date;

use super::super::source::{Cell, Covered, Row};
use super::codes;
use super::columns::is_reference;
use super::draft::Draft;
use super::leads::{is_person, kind};
use super::words::{has_look_alikes, in_latin, one_space, plain, without_brackets};

/// Rows that are looked at to see whether a table is one of focus areas.
const MATRIX_ROWS: usize = 40;

impl Draft<'_> {
    /// A row of the measures register. A blank focus area or list of actions is that of the row above.
    pub(super) fn measure_row(&mut self, row: &Row, area: &Cell, refs: &Cell, measure: &Cell, source: &Cell) {
        let text = one_space(&measure.text());
        let last = self.plan.measures.last().cloned();
        let mut focus_area = area_reference(&area.text());
        let mut action_refs: Vec<String> = refs
            .text()
            .split([',', ';', ' ', '\n'])
            .map(|one| one.trim().trim_end_matches('.').to_owned())
            .filter(|one| is_reference(one))
            .collect();
        if let Some((reference, title)) = &focus_area {
            self.focus_area(reference, title, None, &action_refs);
        }
        if text.is_empty() {
            return;
        }
        if area.is_empty()
            && let Some(last) = &last
        {
            focus_area = last.focus_area.clone().map(|reference| (reference, String::new()));
            if refs.is_empty() {
                action_refs.clone_from(&last.action_refs);
            }
        }
        let printed = one_space(&source.text());
        let (source_kind, scorecard_ref) = source_of(&printed);
        let reference = format!("measure {}", self.plan.measures.len() + 1);
        self.places.insert(reference, Self::column_place(&row.place, self.columns.column("measure").unwrap_or(0)));
        self.plan.measures.push(Measure {
            focus_area: focus_area.map(|(reference, _)| reference),
            action_refs,
            text,
            data_source_raw: (!printed.is_empty()).then_some(printed),
            source_kind,
            scorecard_ref,
        });
    }

    /// Adds to a focus area what a table says of it.
    fn focus_area(&mut self, reference: &str, title: &str, judgement: Option<&str>, action_refs: &[String]) {
        let at = if let Some(at) = self.plan.focus_areas.iter().position(|known| known.reference == reference) {
            at
        } else {
            self.plan.focus_areas.push(FocusArea {
                reference: reference.to_owned(),
                title: title.to_owned(),
                ..FocusArea::default()
            });
            self.plan.focus_areas.len() - 1
        };
        let area = &mut self.plan.focus_areas[at];
        if let Some(judgement) = judgement
            && !area.judgement_areas.iter().any(|known| known == judgement)
        {
            area.judgement_areas.push(judgement.to_owned());
        }
        for action in action_refs {
            if !area.action_refs.contains(action) {
                area.action_refs.push(action.clone());
            }
        }
    }

    /// A table of focus areas under judgement areas; true when the rows are one.
    pub(super) fn focus_matrix(&mut self, rows: &[&Row]) -> bool {
        let holds = |row: &Row| row.cells.iter().filter(|cell| area_reference(&cell.text()).is_some()).count();
        let areas = || rows.iter().take(MATRIX_ROWS).map(|row| holds(row)).sum::<usize>();
        if rows.len() < 3 || holds(rows[0]) > 0 || areas() < 3 {
            return false;
        }
        let headings: Vec<String> = rows[0].cells.iter().map(|cell| one_space(&cell.text())).collect();
        for row in &rows[1..] {
            let filled: Vec<(usize, &Cell)> =
                row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
            for (column, cell) in &filled {
                let Some((reference, title)) = area_reference(&cell.text()) else { continue };
                let next_is_free = filled.len() == 1
                    && *column == 0
                    && headings.iter().filter(|heading| !heading.is_empty()).count() > 1;
                let spans_all = next_is_free && (cell.columns > 1 || rows[1..].iter().any(|other| holds(other) > 1));
                if spans_all {
                    for judgement in headings.iter().filter(|heading| !heading.is_empty()) {
                        self.focus_area(&reference, &title, Some(judgement), &[]);
                    }
                    if cell.columns <= 1 {
                        let seen = cell.text();
                        self.question_about(&format!("focus area {reference}"), codes::AREA_ALONE, &row.place, &seen, format!("{reference} stands alone in its row. It is read as belonging to every judgement area: confirm."));
                    }
                } else {
                    self.focus_area(
                        &reference,
                        &title,
                        headings.get(*column).map(String::as_str).filter(|heading| !heading.is_empty()),
                        &[],
                    );
                }
            }
        }
        true
    }

    /// A row of post holders.
    pub(super) fn post_row(&mut self, title: &str, holder: &str) {
        let (title, holder) = (one_space(title), one_space(holder));
        if title.is_empty() {
            return;
        }
        let as_at_raw = self.as_at_raw.clone();
        let from_on =
            as_at_raw.as_deref().and_then(|raw| read_date(raw, self.vocabulary.dates())).map(|(first, _)| first);
        let vacant = holder.is_empty() || kind(&holder) == LeadKind::ToBeConfirmed || plain(&holder) == "vacant";
        let holdings = if vacant {
            Vec::new()
        } else {
            vec![PostHolding { holder: holder.clone(), from_on, to_on: None, as_at_raw }]
        };
        if !vacant {
            self.add_person(Person { name: holder, post: Some(title.clone()), ..Person::default() });
        }
        self.plan.posts.push(Post { title, aliases: Vec::new(), holdings });
    }

    pub(super) fn add_person(&mut self, person: Person) {
        if let Some(post) = &person.post {
            let posts = self.posts_of.entry(person.name.clone()).or_default();
            if !posts.iter().any(|known| plain(known) == plain(post)) {
                posts.push(post.clone());
            }
        }
        match self.plan.people.iter_mut().find(|known| known.name == person.name) {
            Some(known) => {
                known.post = known.post.take().or(person.post);
                known.body = known.body.take().or(person.body);
                known.initials = known.initials.take().or(person.initials);
            }
            None => self.plan.people.push(person),
        }
    }

    /// A row of a board's members; blank partners are settled when the table is whole.
    pub(super) fn board_row(&mut self, place: &Place, partner: &Cell, role: &str, name: &str) {
        let (role, name) = (one_space(role), one_space(name));
        if role.is_empty() && name.is_empty() {
            return;
        }
        let heading = self.section.and_then(|at| self.plan.sections.get(at)).map(|section| section.heading.clone());
        let board_name = heading.and_then(|heading| board_name(&heading)).unwrap_or_else(|| "Board".to_owned());
        let is_new = self.plan.boards.last().is_none_or(|board| board.name != board_name);
        if is_new {
            self.plan.boards.push(Board { name: board_name, ..Board::default() });
        }
        let covered = partner.covered == Some(Covered::FromAbove);
        let printed = one_space(&partner.text());
        let vacant = name.is_empty() || kind(&name) == LeadKind::ToBeConfirmed;
        if !vacant {
            self.add_person(Person {
                name: name.clone(),
                post: (!role.is_empty()).then(|| role.clone()),
                body: (!printed.is_empty()).then(|| printed.clone()),
                initials: None,
            });
        }
        let Some(board) = self.plan.boards.last_mut() else { return };
        let partner = match board.members.last() {
            Some(last) if covered => last.partner.clone(),
            _ => (!printed.is_empty()).then_some(printed),
        };
        board.members.push(BoardMember { partner, role, name: (!name.is_empty()).then_some(name), is_vacant: vacant });
        self.places.insert(format!("board {} {}", self.plan.boards.len(), board_len(&self.plan.boards)), place.clone());
    }

    /// A row of the abbreviations.
    pub(super) fn abbreviation(&mut self, place: &Place, short: &str, long: &str) {
        let (short, meaning) = (one_space(short), one_space(long));
        if short.is_empty() || meaning.is_empty() {
            return;
        }
        let latin = in_latin(&short);
        let differs = has_look_alikes(&short);
        if differs {
            self.note(codes::LOOK_ALIKE_LETTERS, place, &short, format!("Letters of another alphabet that look like Latin ones. They are read as {latin}; the printed words are kept."));
        }
        self.plan.glossary.push(GlossaryEntry {
            abbreviation: latin,
            abbreviation_raw: differs.then_some(short),
            meaning,
        });
    }

    /// A row of the leads of pillars or workstreams.
    pub(super) fn delivery_lead(&mut self, place: &Place, pillar: &Cell, lead: &str) {
        let text = one_space(lead);
        if text.is_empty() {
            return;
        }
        let printed = one_space(&pillar.text());
        let covered = pillar.covered == Some(Covered::FromAbove);
        let pillar = if covered {
            self.plan.delivery_leads.last().map(|last| last.pillar.clone()).unwrap_or_default()
        } else {
            printed
        };
        self.places.insert(format!("delivery lead {}", self.plan.delivery_leads.len() + 1), place.clone());
        let bracketed = text
            .rsplit_once('(')
            .map(|(_, rest)| rest.trim_end_matches(')').to_owned())
            .filter(|inside| super::leads::is_initials(inside));
        let name = text.split(',').next().unwrap_or_default().trim().to_owned();
        if text.contains(',') && is_person(&name) && kind(&name) == LeadKind::Person {
            // `Head of Practice (AB)`: the initials are the person's, not the post's.
            let post = text.split_once(',').map(|(_, post)| match &bracketed {
                Some(_) => one_space(&without_brackets(post)),
                None => post.trim().to_owned(),
            });
            self.add_person(Person { name, post, initials: bracketed, body: None });
        } else if let Some(initials) = bracketed {
            let post = one_space(&without_brackets(&text));
            self.plan.people.push(Person {
                name: initials.clone(),
                initials: Some(initials),
                post: Some(post),
                body: None,
            });
        }
        self.plan.delivery_leads.push(DeliveryLead { pillar, text });
    }

    /// A line of objectives, outcomes or measures in a table of its own.
    pub(super) fn statement_row(&mut self, area: &str, kind: &str, text: &Cell) {
        let reference = super::draft::bare_reference(area);
        let wanted = plain(kind);
        let headings = &self.vocabulary.headings;
        let is = |phrases: &[String]| {
            phrases.iter().any(|phrase| phrase.trim_end_matches('s') == wanted.trim_end_matches('s'))
        };
        let (objective, outcome, measured) =
            (is(&headings.objectives), is(&headings.outcomes), is(&headings.measured_by));
        let impact = is(&headings.impact);
        let nested = wanted.contains("sub") || text.paragraphs.iter().any(|paragraph| paragraph.item_level.is_some());
        let words = one_space(&text.text());
        let Some(priority) = self.plan.priorities.iter_mut().find(|priority| priority.reference == reference) else {
            return;
        };
        let base_is = |word: &str| wanted.contains(word);
        let list = if objective || base_is("objective") {
            &mut priority.objectives
        } else if outcome || base_is("outcome") {
            &mut priority.outcomes
        } else if measured || base_is("measure") {
            &mut priority.measured_by
        } else if impact {
            priority.impact.push(words);
            return;
        } else {
            return;
        };
        match list.last_mut() {
            Some(above) if nested && (above.text.ends_with(':') || !above.parts.is_empty()) => above.parts.push(words),
            _ => list.push(Statement { text: words, parts: Vec::new() }),
        }
    }

    /// What can be settled only when every table is read: who belongs under labels printed once, whose names stand where.
    pub(super) fn settle_registers(&mut self) {
        let labels: Vec<Option<String>> = self
            .plan
            .delivery_leads
            .iter()
            .map(|lead| (!lead.pillar.is_empty()).then(|| lead.pillar.clone()))
            .collect();
        if let Some(spread) = self.spread_labels(&labels, "delivery lead", "delivery leads") {
            for (lead, pillar) in self.plan.delivery_leads.iter_mut().zip(spread) {
                lead.pillar = pillar;
            }
        }
        for at in 0..self.plan.boards.len() {
            let labels: Vec<Option<String>> =
                self.plan.boards[at].members.iter().map(|member| member.partner.clone()).collect();
            if let Some(spread) =
                self.spread_labels(&labels, &format!("board {}", at + 1), &format!("board {}", at + 1))
            {
                for (member, partner) in self.plan.boards[at].members.iter_mut().zip(spread) {
                    member.partner = Some(partner);
                }
            }
        }
        for pillar in self.plan.pillars.clone() {
            if let Some((name, post)) = pillar.leads_raw.as_deref().and_then(|raw| raw.split_once(','))
                && is_person(name.trim())
            {
                self.add_person(Person {
                    name: name.trim().to_owned(),
                    post: Some(post.trim().to_owned()),
                    ..Person::default()
                });
            }
        }
        for priority in self.plan.priorities.clone() {
            for lead in priority.leads.iter().filter(|lead| lead.kind == LeadKind::Person) {
                self.add_person(Person { name: lead.name.clone(), ..Person::default() });
            }
            // `Head of Service (Joan Smith)`: a post with its holder.
            if let Some(raw) = &priority.leads_raw
                && let Some((post, name)) = raw.split_once('(')
            {
                let name = name.trim_end_matches(')').trim();
                if is_person(name) {
                    self.add_person(Person {
                        name: name.to_owned(),
                        post: Some(post.trim().to_owned()),
                        ..Person::default()
                    });
                }
            }
        }
        self.statements_of_priorities();
    }

    /// `1. Title: what it is for` in the list of priorities at the head of a plan.
    fn statements_of_priorities(&mut self) {
        let lines: Vec<String> = self
            .plan
            .sections
            .iter()
            .filter(|section| section.kind.as_deref() == Some("priorities"))
            .flat_map(|section| section.items.iter().chain(&section.paragraphs).cloned())
            .collect();
        let mut by_title: BTreeMap<String, usize> = BTreeMap::new();
        for (at, priority) in self.plan.priorities.iter().enumerate() {
            if let Some(title) = &priority.title {
                by_title.entry(plain(title)).or_insert(at);
            }
        }
        for line in lines {
            let Some((head, statement)) = line.split_once(':') else { continue };
            let title = plain(head.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')));
            if let Some(at) = by_title.get(&title) {
                self.plan.priorities[*at].statement = Some(statement.trim().to_owned());
            }
        }
    }
}

fn board_len(boards: &[Board]) -> usize {
    boards.last().map_or(0, |board| board.members.len())
}

/// `FA2: Title` as reference and title.
pub(super) fn area_reference(text: &str) -> Option<(String, String)> {
    let text = one_space(text);
    let (head, title) = text.split_once(':')?;
    let letters = head.chars().take_while(char::is_ascii_uppercase).count();
    let digits = &head[letters..];
    let is_reference = (1..=3).contains(&letters)
        && !digits.is_empty()
        && digits.len() <= 2
        && digits.chars().all(|c| c.is_ascii_digit());
    is_reference.then(|| (head.to_owned(), title.trim().to_owned()))
}

/// What a data source amounts to, and the scorecard line it names.
fn source_of(printed: &str) -> (SourceKind, Option<String>) {
    let text = plain(printed);
    if text.is_empty() {
        return (SourceKind::Blank, None);
    }
    if text == "to be developed" || text.starts_with("to be ") || matches!(text.as_str(), "tbc" | "tba") {
        return (SourceKind::ToBeDeveloped, None);
    }
    let Some(rest) = printed.trim().strip_prefix("Scorecard").or_else(|| printed.trim().strip_prefix("scorecard"))
    else {
        return (SourceKind::Other, None);
    };
    let line = rest.trim_start_matches([' ', '-', '–', '—', ':']);
    let has_number = line.chars().any(|c| c.is_ascii_digit());
    if !has_number {
        return (SourceKind::Other, None);
    }
    let line = line.split(" and ").next().unwrap_or(line).trim().to_owned();
    (SourceKind::Scorecard, Some(line))
}

/// The board that a heading such as `Appendix C: Improvement Board members` names.
fn board_name(heading: &str) -> Option<String> {
    let mut words: Vec<&str> = heading.split_whitespace().collect();
    if words.first().is_some_and(|word| word.eq_ignore_ascii_case("appendix") || word.eq_ignore_ascii_case("annex")) {
        words.drain(..words.len().min(2));
    } else if words.first().is_some_and(|word| word.ends_with('.') && word.starts_with(|c: char| c.is_ascii_digit())) {
        words.remove(0);
    }
    while words.last().is_some_and(|word| matches!(plain(word).as_str(), "members" | "membership")) {
        words.pop();
    }
    let name = words.join(" ").trim_matches([':', '-', '–', ' ']).to_owned();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_named_without_the_words_around_its_name() {
        assert_eq!(board_name("Appendix C: Improvement Board members").as_deref(), Some("Improvement Board"));
        assert_eq!(board_name("6. Children's Board Membership").as_deref(), Some("Children's Board"));
        assert_eq!(board_name("Members"), None);
    }

    #[test]
    fn sources_are_told_apart() {
        assert_eq!(source_of("Scorecard – AB12a"), (SourceKind::Scorecard, Some("AB12a".to_owned())));
        assert_eq!(source_of("To be developed").0, SourceKind::ToBeDeveloped);
        assert_eq!(source_of("Education Scorecard").0, SourceKind::Other);
        assert_eq!(source_of("").0, SourceKind::Blank);
    }
}
