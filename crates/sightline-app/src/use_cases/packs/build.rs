//! Making a pack: worked out once, laid out for each audience, compared, and kept with its manifest.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sightline_documents::generators::board_pack::{self, BoardPack};
use sightline_domain::board::{Meeting, MeetingState};
use sightline_domain::measure::Audience;
use sightline_domain::pack::{
    Input, InputKind, Manifest, ManifestHead, Output, PackDefinition, PackDefinitions, PackFormat, Sha256,
    inconsistencies,
};
use sightline_store::{AuditEntry, EntryKind, JobId, NewJob, NewVersion, PlanSummary, ReportRecord};

use super::compose::{compose, members_summary};
use super::facts::PackFacts;
use super::{DEFINITION, KeptPack, MANIFEST_FILE, PackFile, PackOf, format_code};
use crate::error::{ErrorKind, PackError};
use crate::file::write_whole;
use crate::jobs::Work;
use crate::policy;
use crate::use_cases::data::blocking;
use crate::use_cases::import::sha256;
use crate::use_cases::report::OF_PACK;
use crate::use_cases::verdicts::CountedIn;
use crate::{App, Call, Error, Result};

/// The rules on small numbers, as they stand in the program.
const DISCLOSURE: &str = include_str!("../../../../../content/reference/disclosure.toml");
/// What a pack is made of, as it stands in the program.
const PACK: &str = include_str!("../../../../../content/packs/improvement_board.toml");
/// How it is laid out.
const TEMPLATE: &str = include_str!("../../../../../content/documents/board_pack/template.typ");
/// The words of the summary for children.
const SUMMARY: &str = include_str!("../../../../../content/documents/board_pack/children_summary.txt");
/// Letters of a hash that stand for a version.
const VERSION_LETTERS: usize = 12;

/// Is told what is done next, and how many steps of how many are done.
pub type PackProgress<'a> = dyn Fn(&str, u64, u64) + Send + Sync + 'a;

/// Who is told how far a pack is.
pub(super) enum Told<'a> {
    /// Whoever looks at the job.
    Job(&'a JobId),
    /// Whoever waits for it.
    Caller(&'a PackProgress<'a>),
}

/// Which pack to build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackOrder {
    /// The body; the first one on record when absent.
    pub body: Option<String>,
    /// The day of the meeting; that of the next one on record when absent.
    pub meeting_on: Option<NaiveDate>,
    /// The day that the pack shows; today when absent.
    pub as_at: Option<NaiveDate>,
}

/// A pack that was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltPack {
    /// Its number in the plan.
    pub number: u64,
    /// The pack.
    pub pack: KeptPack,
    /// The one text of its manifest.
    pub manifest: String,
    /// Where its files were written, when a folder was named.
    pub written: Vec<PathBuf>,
}

/// A pack that was ordered.
#[derive(Clone, Debug)]
pub(crate) struct OrderedPack {
    pub(crate) id: JobId,
    /// Who ordered it: the policy is asked again when it is built.
    pub(crate) call: Call,
    pub(crate) of: PackOf,
}

/// A pack that is made and not yet kept.
pub(super) struct MadePack {
    pub(super) manifest: Manifest,
    pub(super) files: Vec<MadeFile>,
    pub(super) summary: PlanSummary,
    pub(super) extract: Option<String>,
}

/// A file of it.
pub(super) struct MadeFile {
    pub(super) name: String,
    pub(super) format: PackFormat,
    pub(super) audience: String,
    pub(super) bytes: Vec<u8>,
}

impl App {
    /// Puts down that a pack is wanted; it is built by [`App::run_jobs`], one thing after the other.
    ///
    /// # Errors
    ///
    /// * [`Error::FutureDay`] – a pack shows how things stand on a day up to today.
    /// * [`PackError::NoMeeting`] – no day is given, and no meeting to come is on record.
    pub async fn order_pack(&self, call: &Call, plan: &str, order: &PackOrder) -> Result<JobId> {
        call.may(policy::Action::ReportBuild)?;
        let (summary, of) = self.pack_of(call, Some(plan), order).await?;
        let what = json!({ "body": of.body, "meeting_on": of.meeting_on, "as_at": of.as_at });
        let audit = call.audit(policy::Action::ReportBuild, format!("plan {}", summary.handle), what.clone());
        let audit = AuditEntry { action: "pack.order".to_owned(), ..audit };
        let new = NewJob { kind: "pack", what: &what, steps: steps(definition()?) };
        let job = self.store.add_job(&summary.id, &new, audit).await?;
        self.jobs.add(Work::Pack(Box::new(OrderedPack { id: job.id.clone(), call: call.clone(), of })));
        Ok(job.id)
    }

    /// The pack just built and kept; its files and its manifest are written to `folder` too, when one is given.
    ///
    /// `progress` is told of each step before it begins, and once more when all are done.
    ///
    /// # Errors
    ///
    /// As [`App::order_pack`]; [`PackError::Contradicts`] when the versions for two audiences do not agree, and then
    /// nothing is kept; [`Error::File`] when a file cannot be written.
    pub async fn build_pack(
        &self,
        call: &Call,
        plan: Option<&str>,
        order: &PackOrder,
        folder: Option<&Path>,
        progress: &PackProgress<'_>,
    ) -> Result<BuiltPack> {
        call.may(policy::Action::ReportBuild)?;
        let (_, of) = self.pack_of(call, plan, order).await?;
        let made = self.make_pack(call, &of, call.at, CountedIn::InForce, &Told::Caller(progress)).await?;
        let (mut written, manifest) = (Vec::new(), made.manifest.to_text());
        if let Some(folder) = folder {
            for file in &made.files {
                let place = folder.join(&file.name);
                write_whole(&place, &file.bytes)?;
                written.push(place);
            }
            let place = folder.join(MANIFEST_FILE);
            write_whole(&place, manifest.as_bytes())?;
            written.push(place);
        }
        let (number, pack) = self.keep_pack(call, &of, made).await?;
        Ok(BuiltPack { number, pack, manifest, written })
    }

    /// Builds what was ordered and notes how far it is; the job has ended when this has.
    pub(crate) async fn fill_pack(&self, ordered: &OrderedPack, now: DateTime<Utc>) -> Result<()> {
        let OrderedPack { id, call, of } = ordered;
        let call = &Call { at: now, ..call.clone() };
        let built = async {
            let made = self.make_pack(call, of, now, CountedIn::InForce, &Told::Job(id)).await?;
            self.keep_pack(call, of, made).await
        };
        let failure = built.await.err().map(|error| match error.kind() {
            ErrorKind::Fault | ErrorKind::Unavailable => {
                format!("Something went wrong; the code is {}.", error.code())
            }
            _ => format!("{error}. {}", error.help()),
        });
        Ok(self.store.end_job(id, now, failure.as_deref()).await?)
    }

    /// What the pack of an order is of.
    async fn pack_of(&self, call: &Call, plan: Option<&str>, order: &PackOrder) -> Result<(PlanSummary, PackOf)> {
        let as_at = order.as_at.unwrap_or(call.today);
        if as_at > call.today {
            return Err(Error::FutureDay { on: as_at });
        }
        let view = self.plan_view(call, policy::Action::ReportBuild, plan, as_at).await?;
        let summary = view.summary;
        let (body, next) = self.next_meeting(&summary, &view.at.plan, order.body.as_deref(), as_at).await?;
        let meeting_on = order.meeting_on.or(next).ok_or(PackError::NoMeeting)?;
        let of = PackOf { plan: summary.handle.clone(), definition: DEFINITION.to_owned(), body, meeting_on, as_at };
        Ok((summary, of))
    }

    /// The body that was named, or the first one on record, and the day it meets next.
    pub(super) async fn next_meeting(
        &self,
        summary: &PlanSummary,
        plan: &sightline_domain::plan::Plan,
        wanted: Option<&str>,
        day: NaiveDate,
    ) -> Result<(String, Option<NaiveDate>)> {
        let meetings = self.store.entries::<Meeting>(&summary.id, EntryKind::Meeting).await?;
        let of_body = |meeting: &Meeting| wanted.is_none_or(|wanted| wanted == meeting.body);
        let is_to_come =
            |meeting: &&Meeting| of_body(meeting) && meeting.state() != MeetingState::Cancelled && meeting.on() >= day;
        let next = meetings.iter().map(|kept| &kept.body).filter(is_to_come).min_by_key(|meeting| meeting.on());
        if let Some(next) = next {
            return Ok((next.body.clone(), Some(next.on())));
        }
        let board = plan.boards.iter().find(|board| wanted.is_none_or(|wanted| wanted == board.name));
        let name = wanted.map(str::to_owned).or_else(|| board.map(|board| board.name.clone()));
        let on = board.and_then(|board| board.meets_on.iter().copied().filter(|on| *on >= day).min());
        Ok((name.unwrap_or_else(|| "Improvement Board".to_owned()), on))
    }

    /// Works a pack out and lays it out, for every audience; `pinned` is the extract when it is made anew.
    pub(super) async fn make_pack(
        &self,
        call: &Call,
        of: &PackOf,
        known_at: DateTime<Utc>,
        pinned: CountedIn<&str>,
        told: &Told<'_>,
    ) -> Result<MadePack> {
        let definition = definition()?;
        self.tell(told, "Working out the figures", 0).await?;
        let facts = self.pack_facts(call, of, known_at, pinned).await?;
        let (mut figures, mut files, mut done) = (Vec::new(), Vec::new(), 1);
        let stem = format!("{}-pack-{}", facts.summary.handle, of.meeting_on);
        for audience in &definition.audiences {
            let composed = compose(&facts, definition, audience);
            figures.extend(composed.figures);
            for format in &audience.formats {
                let code = format_code(*format);
                self.tell(told, &format!("Laying out for {} ({code})", audience.title.to_lowercase()), done).await?;
                done += 1;
                files.push(MadeFile {
                    name: format!("{stem}-{}.{code}", audience.id),
                    format: *format,
                    audience: audience.id.clone(),
                    bytes: typeset(*format, composed.pack.clone()).await?,
                });
            }
        }
        // What everybody may see, in words that children read.
        if let Some(public) = definition.audiences.iter().find(|audience| audience.figures == Audience::Public) {
            self.tell(told, "Laying out for children and members", done).await?;
            files.push(MadeFile {
                name: format!("{stem}-children.pdf"),
                format: PackFormat::Pdf,
                audience: public.id.clone(),
                bytes: typeset(PackFormat::Pdf, members_summary(&facts, public)).await?,
            });
        }
        self.tell(told, "Comparing the versions", steps(definition)).await?;
        let outputs = files.iter().map(MadeFile::output).collect::<Result<Vec<_>>>()?;
        let head = ManifestHead {
            pack: of.definition.clone(),
            body: one_line(&of.body),
            meeting_on: of.meeting_on,
            as_at: of.as_at,
        };
        let manifest = Manifest::new(head, inputs(&facts)?, figures, outputs).map_err(PackError::from)?;
        if let Some(found) = inconsistencies(&manifest, definition).into_iter().next() {
            return Err(PackError::Contradicts { sentence: found.sentence }.into());
        }
        let extract = facts.scorecard.extract.as_ref().map(|extract| extract.id.to_string());
        Ok(MadePack { manifest, files, summary: facts.summary, extract })
    }

    async fn tell(&self, told: &Told<'_>, step: &str, done: u64) -> Result<()> {
        match told {
            Told::Job(job) => self.store.note_job(job, step, done).await?,
            Told::Caller(progress) => progress(step, done, steps(definition()?)),
        }
        Ok(())
    }

    /// Keeps the files of a pack for ever, and the pack with its manifest.
    async fn keep_pack(&self, call: &Call, of: &PackOf, made: MadePack) -> Result<(u64, KeptPack)> {
        let object = format!("plan {}", made.summary.handle);
        let mut files = Vec::new();
        for file in made.files {
            let record = ReportRecord {
                plan: made.summary.id.clone(),
                as_at: of.as_at,
                format: format!("{OF_PACK}{}", format_code(file.format)),
                name: file.name.clone(),
                sha256: sha256(&file.bytes),
                size_bytes: file.bytes.len() as u64,
                recorded_at: call.at,
            };
            let number = self.keep_pack_file(call, &object, &record, &file.bytes).await?;
            files.push(PackFile {
                name: file.name,
                format: file.format,
                audience: file.audience,
                size_bytes: record.size_bytes,
                sha256: record.sha256,
                number,
            });
        }
        let manifest = made.manifest.to_text();
        let record = ReportRecord {
            plan: made.summary.id.clone(),
            as_at: of.as_at,
            format: format!("{OF_PACK}txt"),
            name: format!("{}-{}-{MANIFEST_FILE}", made.summary.handle, of.meeting_on),
            sha256: sha256(manifest.as_bytes()),
            size_bytes: manifest.len() as u64,
            recorded_at: call.at,
        };
        let pack = KeptPack {
            of: of.clone(),
            known_at: call.at,
            extract: made.extract,
            files,
            manifest: self.keep_pack_file(call, &object, &record, manifest.as_bytes()).await?,
            sha256: record.sha256,
            issued: None,
        };
        let detail = json!({ "meeting_on": of.meeting_on, "as_at": of.as_at, "sha256": pack.sha256 });
        let audit = call.audit(policy::Action::ReportBuild, object, detail);
        let audit = AuditEntry { action: "pack.build".to_owned(), ..audit };
        let new = NewVersion::first(EntryKind::Pack, &pack)?;
        let number = self.store.keep_entries(&made.summary.id, &[new], audit).await?.first().copied().unwrap_or(1);
        Ok((number, pack))
    }

    async fn keep_pack_file(&self, call: &Call, object: &str, record: &ReportRecord, bytes: &[u8]) -> Result<u64> {
        let detail = json!({ "as_at": record.as_at, "name": record.name, "sha256": record.sha256 });
        let audit = call.audit(policy::Action::ReportBuild, object.to_owned(), detail);
        let audit = AuditEntry { action: "pack.file".to_owned(), ..audit };
        Ok(self.store.freeze_report(record, bytes, audit).await?)
    }
}

impl MadeFile {
    fn output(&self) -> Result<Output> {
        Ok(Output {
            name: self.name.clone(),
            format: format_code(self.format).to_owned(),
            audience: self.audience.clone(),
            size_bytes: self.bytes.len() as u64,
            sha256: hash(&self.bytes)?,
        })
    }
}

/// The definition that packs are made by.
pub(super) fn definition() -> Result<&'static PackDefinition> {
    static KNOWN: std::sync::OnceLock<PackDefinitions> = std::sync::OnceLock::new();
    let known = KNOWN.get_or_init(PackDefinitions::built_in);
    let gone = || PackError::Contradicts { sentence: format!("the definition {DEFINITION} is not there") };
    Ok(known.get(DEFINITION).ok_or_else(gone)?)
}

/// Steps that building takes.
fn steps(definition: &PackDefinition) -> u64 {
    let formats: usize = definition.audiences.iter().map(|audience| audience.formats.len()).sum();
    // The figures come first, the summary for children last.
    formats as u64 + 2
}

async fn typeset(format: PackFormat, pack: BoardPack) -> Result<Vec<u8>> {
    // Seconds of computing: pages are answered meanwhile.
    blocking(move || {
        Ok(match format {
            PackFormat::Pdf => board_pack::pdf(&pack)?,
            PackFormat::Docx => board_pack::docx(&pack)?,
            PackFormat::Xlsx => board_pack::xlsx(&pack)?,
        })
    })
    .await
}

/// What went into a pack, each with its hash.
fn inputs(facts: &PackFacts) -> Result<Vec<Input>> {
    let input =
        |kind: InputKind, id: &str, version: String, as_at: Option<NaiveDate>, content: &[u8]| -> Result<Input> {
            Ok(Input { kind, id: one_line(id), version, as_at, sha256: hash(content)? })
        };
    // Of what says how to count or show, the beginning of its hash is its version.
    let rule = |kind: InputKind, id: &str, content: &str| input(kind, id, version(content), None, content.as_bytes());
    let day = Some(facts.of.as_at);
    let listed = |kind: InputKind, id: &str, content: String| input(kind, id, String::new(), day, content.as_bytes());
    let mut inputs = vec![
        listed(InputKind::Plan, &facts.summary.handle, json_of(facts.at.as_ref())?)?,
        listed(InputKind::Verdicts, &facts.summary.handle, verdicts_text(facts))?,
        listed(InputKind::Challenges, &facts.summary.handle, challenges_text(facts))?,
        listed(InputKind::Board, &facts.of.body, format!("{:?}{:?}", facts.board, facts.risks))?,
        listed(InputKind::Obsessions, &facts.summary.handle, format!("{:?}", facts.obsessions))?,
        listed(InputKind::Targets, "all", format!("{:?}", facts.targets))?,
        rule(InputKind::Scorecard, &facts.scorecard.id, &facts.scorecard.definition)?,
        rule(InputKind::Rules, "disclosure", DISCLOSURE)?,
        rule(InputKind::Template, "board_pack", &format!("{PACK}{TEMPLATE}{SUMMARY}"))?,
        input(
            InputKind::Program,
            "sightline",
            env!("CARGO_PKG_VERSION").to_owned(),
            None,
            env!("CARGO_PKG_VERSION").as_bytes(),
        )?,
    ];
    for report in facts.highlights.iter().filter(|report| report.signature.is_some()) {
        inputs.push(listed(InputKind::Highlight, &report.draft.priority, json_of(report)?)?);
    }
    if let Some(extract) = &facts.scorecard.extract {
        let id = extract.id.to_string();
        inputs.push(input(InputKind::Extract, &id, String::new(), Some(extract.as_at), extract.sha256.as_bytes())?);
    }
    let mut measures: Vec<_> = facts
        .scorecard
        .sections
        .iter()
        .flat_map(|(_, lines)| lines)
        .filter_map(|line| line.measure.as_ref().ok())
        .map(|count| (count.definition.id.clone(), count.definition.version.clone()))
        .collect();
    measures.sort();
    measures.dedup();
    for (id, whole) in measures {
        inputs.push(rule(InputKind::Measure, &id, &whole)?);
    }
    Ok(inputs)
}

fn verdicts_text(facts: &PackFacts) -> String {
    let line = |action: &crate::use_cases::verdicts::ActionVerdict| {
        format!("{}\t{:?}\t{:?}\t{:?}\n", action.reference, action.verdicts, action.doing, action.impact)
    };
    facts.verdicts.actions.iter().map(line).collect()
}

fn challenges_text(facts: &PackFacts) -> String {
    let line = |raised: &crate::use_cases::verdicts::challenges::RaisedChallenge| {
        format!("{}\t{:?}\t{:?}\n", raised.id, raised.challenge, raised.answers)
    };
    facts.challenges.challenges.iter().map(line).collect()
}

fn version(content: &str) -> String {
    let mut version = sha256(content.as_bytes());
    version.truncate(VERSION_LETTERS);
    version
}

fn json_of<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Hashing)
}

fn hash(bytes: &[u8]) -> Result<Sha256> {
    sha256(bytes).parse().map_err(|_| Error::Hashing)
}

/// A name as a manifest may hold it.
fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    line.chars().take(200).collect()
}
