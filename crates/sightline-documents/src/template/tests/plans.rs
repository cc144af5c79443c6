//! Plans made from a run of bytes, so that a failing one shrinks to a small one.

use chrono::{Days, NaiveDate};
use sightline_domain::plan::*;
use sightline_domain::scale::{Brag, Level, Scale};
use sightline_domain::schedule::{Cadence, Schedule, ScheduleKind, Stage};

/// Bytes taken one at a time; zero when they are used up, which makes the smallest of everything.
pub(super) struct Dice {
    bytes: std::vec::IntoIter<u8>,
}

const FRAGMENTS: &[&str] = &[
    "",
    "Open the hub",
    " ",
    "  ",
    "\n",
    "\n\n",
    "|",
    "\\",
    "\\|",
    "<b>bold</b>",
    "<br>",
    "\"quoted\"",
    "'",
    "'=1",
    "''",
    "=SUM(1)",
    "+44",
    "-5",
    "@here",
    "# Table",
    "# Sightline plan",
    "## Actions",
    "1.10",
    "TRUE",
    "2020-01-01",
    "no date",
    "31 March 2026",
    "Мс and СТ",
    "🙂👩‍👧",
    "e\u{301}",
    "\u{a0}",
    "\u{2003}x\u{2003}",
    "\u{200b}",
    "\u{feff}",
    "\t",
    "\r\n",
    "\r",
    "\u{b}",
    "\u{1f}",
    "\u{85}",
    "\u{2028}",
    "\u{fffe}",
    "&amp;",
    "&",
    "_x0041_",
    "_x000D_",
    "*a* _b_ `c` [d](e) ~f~",
    "[[empty]]",
    "[[blank]]",
    "[[more]]",
    "[[number 2]]",
    "[[U+0041]]",
    "[[",
    "]]",
    "[",
    "– ",
    "- ",
    "• ",
    "a) ",
    "---",
    ":--",
    ",",
    ";",
    "a,b;c\td",
    "{\"a\":1}",
    "null",
    "Yes",
    "Merged into",
    "Head of Service / Team Manager",
    "x_y",
    "https://example.org/?a=1&b=2",
    "½ £5m",
    "المجلس",
    "0",
    "1e5",
    "#N/A",
];

impl Dice {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into_iter() }
    }

    fn roll(&mut self, sides: usize) -> usize {
        usize::from(self.bytes.next().unwrap_or(0)) % sides
    }

    fn yes(&mut self) -> bool {
        self.roll(2) == 1
    }

    fn text(&mut self) -> String {
        (0..self.roll(4)).map(|_| FRAGMENTS[self.roll(FRAGMENTS.len())]).collect()
    }

    fn maybe<T>(&mut self, make: fn(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| make(self))
    }

    fn some_text(&mut self) -> Option<String> {
        self.maybe(Self::text)
    }

    fn list<T>(&mut self, most: usize, make: fn(&mut Self) -> T) -> Vec<T> {
        (0..self.roll(most + 1)).map(|_| make(self)).collect()
    }

    fn texts(&mut self) -> Vec<String> {
        self.list(3, Self::text)
    }

    fn day(&mut self) -> NaiveDate {
        let far = [
            NaiveDate::from_ymd_opt(1899, 12, 31),
            NaiveDate::from_ymd_opt(12000, 2, 29),
            NaiveDate::from_ymd_opt(-4, 1, 1),
        ];
        let start = match self.roll(20) {
            19 => far[self.roll(far.len())],
            _ => NaiveDate::from_ymd_opt(2019, 1, 1),
        };
        let days = self.roll(256) * 10 + self.roll(10);
        start.unwrap() + Days::new(days as u64)
    }

    fn some_day(&mut self) -> Option<NaiveDate> {
        self.maybe(Self::day)
    }

    fn lead(&mut self) -> Lead {
        let kinds = [
            LeadKind::Unknown,
            LeadKind::Person,
            LeadKind::Initials,
            LeadKind::Post,
            LeadKind::Body,
            LeadKind::ToBeConfirmed,
        ];
        Lead { raw: self.text(), name: self.text(), kind: kinds[self.roll(6)], resolved: self.some_text() }
    }

    fn schedule(&mut self) -> Schedule {
        let kinds = [ScheduleKind::Blank, ScheduleKind::Dated, ScheduleKind::Recurring, ScheduleKind::Unreadable];
        let cadences = [None, Some(Cadence::Monthly), Some(Cadence::EveryTwoMonths)];
        Schedule {
            kind: kinds[self.roll(4)],
            start_on: self.some_day(),
            due_on: self.some_day(),
            test_on: self.some_day(),
            targets_on: self.some_day(),
            cadence: cadences[self.roll(3)],
            is_ongoing: self.yes(),
            stages: self.list(2, |dice| Stage { text: dice.text(), due_on: dice.some_day() }),
        }
    }

    fn statement(&mut self) -> Statement {
        Statement { text: self.text(), parts: self.texts() }
    }

    fn target(&mut self) -> Target {
        let operators = [None, Some(TargetOperator::AtLeast), Some(TargetOperator::AtMost)];
        Target {
            text: self.text(),
            value: self.some_text(),
            unit: self.some_text(),
            operator: operators[self.roll(3)],
            due_on: self.some_day(),
        }
    }

    fn priority(&mut self) -> Priority {
        Priority {
            reference: self.text(),
            ref_raw: self.some_text(),
            title: self.some_text(),
            heading_raw: self.some_text(),
            pillar: self.some_text(),
            statement: self.some_text(),
            key_areas_raw: self.some_text(),
            leads_label: self.some_text(),
            leads_raw: self.some_text(),
            leads: self.list(2, Self::lead),
            objectives: self.list(2, Self::statement),
            outcomes: self.list(2, Self::statement),
            measured_by: self.list(2, Self::statement),
            targets_heading: self.some_text(),
            targets: self.list(2, Self::target),
            impact_heading: self.some_text(),
            impact: self.texts(),
            good_looks_like: self.some_text(),
            outstanding_looks_like: self.some_text(),
            footnotes: self.texts(),
        }
    }

    fn part(&mut self) -> Part {
        Part {
            letter: self.some_text(),
            text: self.some_text(),
            parts: self.texts(),
            leads_raw: self.some_text(),
            due_raw: self.some_text(),
            due_on: self.some_day(),
            delivered_through_raw: self.some_text(),
        }
    }

    fn milestone(&mut self) -> Milestone {
        Milestone {
            text: self.text(),
            due_raw: self.some_text(),
            due_on: self.some_day(),
            completed_on: self.some_day(),
        }
    }

    fn state(&mut self) -> ActionState {
        match self.roll(4) {
            0 => ActionState::Live,
            1 => ActionState::Withdrawn,
            2 => ActionState::Merged { into: self.text() },
            _ => ActionState::Split { into: self.texts() },
        }
    }

    fn rating(&mut self) -> Option<String> {
        let words = ["green", "Amber", " RED", "Blue", "purple"];
        match self.roll(3) {
            0 => None,
            1 => Some(words[self.roll(5)].to_owned()),
            _ => self.some_text(),
        }
    }

    fn action(&mut self) -> Action {
        Action {
            reference: self.text(),
            ref_raw: self.some_text(),
            priority: self.text(),
            aim: self.some_text(),
            group: self.some_text(),
            group_carried_over: self.yes(),
            text: self.some_text(),
            parts: self.list(2, Self::part),
            leads_raw: self.some_text(),
            leads: self.list(3, Self::lead),
            start_raw: self.some_text(),
            start_on: self.some_day(),
            due_raw: self.some_text(),
            due_on: self.some_day(),
            schedule: self.maybe(Self::schedule).unwrap_or_default(),
            action_rating_raw: self.rating(),
            action_rating: self.rating(),
            impact_rating_raw: self.rating(),
            impact_rating: self.rating(),
            sources: self.texts(),
            sources_raw: self.some_text(),
            delivered_through_raw: self.some_text(),
            milestones: self.list(3, Self::milestone),
            how_will_we_know: self.texts(),
            child_statements: self.texts(),
            notes_raw: self.some_text(),
            placeholder: self.yes(),
            state: self.state(),
            // The order of the list says it.
            order: None,
        }
    }

    fn level(&mut self) -> Level {
        let stands_for = [None, Some(Brag::Red), Some(Brag::Amber), Some(Brag::Green), Some(Brag::Blue)];
        Level {
            code: self.text(),
            name: self.text(),
            colour: self.some_text(),
            action_definition: self.some_text(),
            impact_definition: self.some_text(),
            definition_raw: self.some_text(),
            stands_for: stands_for[self.roll(5)],
        }
    }

    fn scale(&mut self) -> Scale {
        if self.yes() {
            return Scale::brag();
        }
        Scale { id: self.text(), name: self.text(), rates_impact: self.yes(), levels: self.list(3, Self::level) }
    }

    fn measure(&mut self) -> Measure {
        let kinds = [SourceKind::Blank, SourceKind::Scorecard, SourceKind::ToBeDeveloped, SourceKind::Other];
        Measure {
            focus_area: self.some_text(),
            action_refs: self.texts(),
            text: self.text(),
            data_source_raw: self.some_text(),
            source_kind: kinds[self.roll(4)],
            scorecard_ref: self.some_text(),
        }
    }

    fn inspection(&mut self) -> Inspection {
        Inspection {
            name: self.text(),
            kind: self.some_text(),
            held_raw: self.some_text(),
            held_on: self.some_day(),
            judgements: self.texts(),
            findings: self.list(3, |dice| Finding {
                reference: dice.text(),
                text: dice.some_text(),
                action_refs: dice.texts(),
            }),
        }
    }

    fn post(&mut self) -> Post {
        Post {
            title: self.text(),
            aliases: self.texts(),
            holdings: self.list(2, |dice| PostHolding {
                holder: dice.text(),
                from_on: dice.some_day(),
                to_on: dice.some_day(),
                as_at_raw: dice.some_text(),
            }),
        }
    }

    fn board(&mut self) -> Board {
        Board {
            name: self.text(),
            meets_on: self.list(3, Self::day),
            members: self.list(3, |dice| BoardMember {
                partner: dice.some_text(),
                role: dice.text(),
                name: dice.some_text(),
                is_vacant: dice.yes(),
            }),
        }
    }

    pub(super) fn plan(&mut self) -> Plan {
        let mut plan = Plan {
            actions: self.list(4, Self::action),
            priorities: self.list(3, Self::priority),
            title: self.text(),
            subtitle: self.some_text(),
            council: self.some_text(),
            status: self.some_text(),
            dated_raw: self.some_text(),
            dated_on: self.some_day(),
            period_start_on: self.some_day(),
            period_end_on: self.some_day(),
            update_cycle_days: self.maybe(|dice| u32::try_from(dice.roll(256) * 17_000_000).unwrap_or(u32::MAX)),
            columns: self.texts(),
            scales: self.list(2, Self::scale),
            pillars: self.list(2, |dice| Pillar {
                reference: dice.text(),
                title: dice.text(),
                leads_raw: dice.some_text(),
            }),
            aims: self.list(3, |dice| Aim {
                reference: dice.text(),
                ref_raw: dice.some_text(),
                priority: dice.text(),
                title: dice.text(),
            }),
            measures: self.list(3, Self::measure),
            focus_areas: self.list(2, |dice| FocusArea {
                reference: dice.text(),
                title: dice.text(),
                judgement_areas: dice.texts(),
                action_refs: dice.texts(),
            }),
            people: self.list(3, |dice| Person {
                name: dice.text(),
                initials: dice.some_text(),
                post: dice.some_text(),
                body: dice.some_text(),
            }),
            posts: self.list(3, Self::post),
            delivery_leads: self.list(3, |dice| DeliveryLead { pillar: dice.text(), text: dice.text() }),
            boards: self.list(2, Self::board),
            inspections: self.list(3, Self::inspection),
            glossary: self.list(3, |dice| GlossaryEntry {
                abbreviation: dice.text(),
                abbreviation_raw: dice.some_text(),
                meaning: dice.text(),
            }),
            sections: self.list(3, |dice| Section {
                kind: dice.some_text(),
                heading: dice.text(),
                paragraphs: dice.texts(),
                items: dice.texts(),
            }),
        };
        make_unique(plan.priorities.iter_mut().map(|item| &mut item.reference));
        make_unique(plan.aims.iter_mut().map(|item| &mut item.reference));
        make_unique(plan.actions.iter_mut().map(|item| &mut item.reference));
        plan
    }
}

/// References are unique in a plan and never empty.
fn make_unique<'a>(references: impl Iterator<Item = &'a mut String>) {
    let mut seen = std::collections::BTreeSet::new();
    for (reference, number) in references.zip(1..) {
        if reference.is_empty() || !seen.insert(reference.clone()) {
            *reference = format!("{reference}1.{number}");
            seen.insert(reference.clone());
        }
    }
}
