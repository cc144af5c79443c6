//! Audits, feedback and supervision to match the records: text files of the council's own.

use std::io::Write;

use serde::Deserialize;

use super::chance::Chance;
use super::content::{self, Rate, fault};
use super::days::{self, add_working, working};
use super::record::{Datum, Tables};
use super::{Council, Files};
use crate::definitions::RecordTable;
use crate::{Error, Result};

const FILE: &str = "evidence.toml";
/// The first of the stories of evidence, one for each part.
const EVIDENCE_STORIES: u32 = u32::MAX - 200_000;
/// Assessments are to be finished within so many working days.
const ASSESSMENT_WORKING_DAYS: i32 = 45;
/// Evidence is from the last two years.
const MONTHS: u32 = 24;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "subject")]
    subjects: Vec<Subject>,
}

/// What auditors and families speak about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    about: toml::Spanned<About>,
    audited_per_1000: u32,
    feedback_per_1000: u32,
    theme: String,
    good: Vec<String>,
    poor: Vec<String>,
    said_good: Vec<String>,
    said_poor: Vec<String>,
}

/// The record table whose rows are spoken about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum About {
    /// Finished assessments; good when they were in time.
    Assessment,
    /// Missing episodes; good when a return interview was offered.
    MissingEpisode,
}

/// One row that is spoken about.
struct Case {
    child: String,
    on: i32,
    team: String,
    worker: String,
    is_good: bool,
}

type Table = csv::Writer<Box<dyn Write + Send>>;

/// The files while they are written.
pub(super) struct Evidence {
    subjects: Vec<Subject>,
    audits: Table,
    feedback: Table,
    supervision: Table,
    audited: u32,
    said: u32,
}

const AUDITS: &str = "evidence/audit_findings.csv";
const FEEDBACK: &str = "evidence/feedback.csv";
const SUPERVISION: &str = "evidence/supervision.csv";

fn open(files: &mut dyn Files, name: &str, headers: &[&str]) -> Result<Table> {
    let file = files.create(name).map_err(|cause| Error::SyntheticWrite { file: name.to_owned(), cause })?;
    let mut table = csv::Writer::from_writer(file);
    table.write_record(headers).map_err(wrong(name))?;
    Ok(table)
}

fn wrong(name: &str) -> impl Fn(csv::Error) -> Error {
    let file = name.to_owned();
    move |cause| Error::SyntheticWrite { file: file.clone(), cause: cause.into() }
}

impl Evidence {
    pub(super) fn new(files: &mut dyn Files) -> Result<Self> {
        let text = content::file(FILE).unwrap_or_default();
        let written: Written = content::parse(FILE, text)?;
        for subject in &written.subjects {
            if [&subject.good, &subject.poor, &subject.said_good, &subject.said_poor]
                .iter()
                .any(|words| words.is_empty())
            {
                let what = "every subject has words for what is good and what is poor".to_owned();
                return Err(fault(FILE, text, subject.about.span().start, what));
            }
        }
        let audits = [
            "audit_id",
            "audited_on",
            "child_id",
            "team",
            "worker",
            "theme",
            "grade",
            "finding",
            "action_due_on",
            "action_completed_on",
        ];
        let feedback =
            ["feedback_id", "given_on", "child_id", "given_by", "channel", "team", "theme", "sentiment", "words"];
        let supervision = ["worker", "child_id", "supervisor", "team", "due_on", "held_on", "was_reflective"];
        Ok(Self {
            subjects: written.subjects,
            audits: open(files, AUDITS, &audits)?,
            feedback: open(files, FEEDBACK, &feedback)?,
            supervision: open(files, SUPERVISION, &supervision)?,
            audited: 0,
            said: 0,
        })
    }

    /// Adds what is said about the children of a part.
    pub(super) fn add(&mut self, council: &Council<'_>, part: u32, tables: &Tables) -> Result<()> {
        let england = council.england;
        let mut chance = Chance::new(england.settings.seed, council.number, EVIDENCE_STORIES + part);
        let since = days::months_before(england.as_at, MONTHS);
        for subject in self.subjects.clone() {
            for case in cases(council, *subject.about.get_ref(), tables) {
                if case.on < since {
                    continue;
                }
                if chance.is(subject.audited_per_1000) {
                    self.audit(council, &subject, &case, &mut chance)?;
                }
                if chance.is(subject.feedback_per_1000) {
                    self.say(england.as_at, &subject, &case, &mut chance)?;
                }
            }
        }
        let supervision = england.definitions.tables.iter().position(|table| table.name == "supervision");
        for row in supervision.into_iter().flat_map(|table| tables.rows[table].iter()) {
            self.supervision.write_record(row.iter().map(written)).map_err(wrong(SUPERVISION))?;
        }
        Ok(())
    }

    fn audit(&mut self, council: &Council<'_>, subject: &Subject, case: &Case, chance: &mut Chance) -> Result<()> {
        let as_at = council.england.as_at;
        let on = working(case.on + chance.between(10, 45));
        if on > as_at {
            return Ok(());
        }
        let (grade, words) = match (case.is_good, chance.is(150)) {
            (true, true) => ("Outstanding", &subject.good),
            (true, false) => ("Good", &subject.good),
            (false, true) => ("Inadequate", &subject.poor),
            (false, false) => ("Requires improvement", &subject.poor),
        };
        let due = (!case.is_good).then(|| working(on + 42));
        let is_done = chance.is(council.england.rates.of(Rate::ActionAfterAudit));
        let done = due.map(|due| working(due - chance.between(3, 30))).filter(|done| is_done && *done <= as_at);
        self.audited += 1;
        let day = |day: Option<i32>| day.map(|day| days::day(day).to_string()).unwrap_or_default();
        let id = format!("A{:06}", self.audited);
        let record = [
            &id,
            &day(Some(on)),
            &case.child,
            &case.team,
            &case.worker,
            &subject.theme,
            grade,
            pick(words, chance),
            &day(due),
            &day(done),
        ];
        self.audits.write_record(record).map_err(wrong(AUDITS))
    }

    fn say(&mut self, as_at: i32, subject: &Subject, case: &Case, chance: &mut Chance) -> Result<()> {
        let on = case.on + chance.between(2, 30);
        if on > as_at {
            return Ok(());
        }
        let is_childs = *subject.about.get_ref() == About::MissingEpisode;
        let by = if is_childs { "Child" } else { ["Parent", "Carer", "Child"][chance.below(3) as usize] };
        let channel = ["Visit", "Survey", "Participation group", "Telephone"][chance.below(4) as usize];
        let (sentiment, words) =
            if case.is_good { ("Positive", &subject.said_good) } else { ("Negative", &subject.said_poor) };
        self.said += 1;
        let id = format!("F{:06}", self.said);
        let on = days::day(on).to_string();
        let record = [&id, &on, &case.child, by, channel, &case.team, &subject.theme, sentiment, pick(words, chance)];
        self.feedback.write_record(record).map_err(wrong(FEEDBACK))
    }

    /// Ends the files.
    pub(super) fn finish(mut self) -> Result<()> {
        for (table, name) in
            [(&mut self.audits, AUDITS), (&mut self.feedback, FEEDBACK), (&mut self.supervision, SUPERVISION)]
        {
            table.flush().map_err(|cause| Error::SyntheticWrite { file: name.to_owned(), cause })?;
        }
        Ok(())
    }
}

fn pick<'w>(words: &'w [String], chance: &mut Chance) -> &'w str {
    &words[chance.below(u32::try_from(words.len()).unwrap_or(1)) as usize]
}

fn written(value: &Datum) -> String {
    match value {
        Datum::Day(day) => days::day(*day).to_string(),
        Datum::YesNo(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        value => value.words().unwrap_or_default().to_owned(),
    }
}

/// The rows that can be spoken about.
fn cases(council: &Council<'_>, about: About, tables: &Tables) -> Vec<Case> {
    let name = match about {
        About::Assessment => "assessment",
        About::MissingEpisode => "missing_episode",
    };
    let found = council.england.definitions.tables.iter().enumerate().find(|(_, table)| table.name == name);
    let Some((position, definition)) = found else { return Vec::new() };
    let rows = tables.rows[position].iter();
    rows.filter_map(|row| case(council, about, definition, row, tables)).collect()
}

fn case(council: &Council<'_>, about: About, definition: &RecordTable, row: &[Datum], tables: &Tables) -> Option<Case> {
    let value = |name: &str| definition.column(name).map_or(&Datum::Null, |column| &row[column]);
    let child = value("child_id").words()?.to_owned();
    let start = value("started_on").as_day()?;
    let words = |value: &Datum| value.words().unwrap_or_default().to_owned();
    match about {
        About::Assessment => {
            let on = value("authorised_on").as_day()?;
            let is_good = on <= add_working(start, ASSESSMENT_WORKING_DAYS);
            Some(Case { child, on, team: words(value("team")), worker: words(value("worker")), is_good })
        }
        About::MissingEpisode => {
            let on = value("ended_on").as_day()?;
            let is_good = *value("interview_was_offered") == Datum::YesNo(true);
            // The team is that of the period of care.
            let position = council.england.definitions.tables.iter().position(|table| table.name == "care_period")?;
            let care = &council.england.definitions.tables[position];
            let columns = (care.column("child_id")?, care.column("team")?, care.column("worker")?);
            let period = tables.rows[position].iter().rev().find(|period| period[columns.0].words() == Some(&child))?;
            Some(Case { team: words(&period[columns.1]), worker: words(&period[columns.2]), child, on, is_good })
        }
    }
}
