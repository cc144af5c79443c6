//! The demonstration: an invented council's plan with a year of history.
//!
//! It goes through the same use cases as everybody: what it shows is what they do.

mod boards;
mod evidence;
mod figures;
mod people;
mod records;
mod script;

use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::amend::{AmendInput, Amended};
use super::import::ImportInput;
use super::measures::links::LinkInput;
use super::obsession::{CheckInInput, ObsessionInput};
use super::report::{BuiltReport, ReportInput};
use super::reporting::sign_off::SignOffInput;
use super::show::PlanView;
use super::update::UpdateInput;
use crate::policy;
use crate::{Actor, App, Call, Error, Result, Role, SourceBytes};

use boards::{BoardEvent, Boards};
pub use people::DemonstrationSignIn;
use script::{Closed, Script};

const PLAN: &str = include_str!("../../../../../content/demo/plan.md");
const HANDLE: &str = "wexcombe-2025";

/// What the demonstration made.
#[derive(Clone, Debug)]
pub struct Demonstration {
    /// The plan as it stands at the end.
    pub view: PlanView,
    /// How many updates were recorded.
    pub updates: usize,
    /// How many amendments were recorded.
    pub amendments: usize,
    /// Problems and questions the import raised.
    pub problems: usize,
    /// The board report, in three formats, as at the end.
    pub papers: Vec<BuiltReport>,
    /// Who can sign in to it, one for each role or more; nobody when no password was given.
    pub sign_ins: Vec<DemonstrationSignIn>,
    /// The day of the meeting to come.
    pub meeting_on: Option<NaiveDate>,
    /// The board report of the meeting before.
    pub earlier_papers: Vec<BuiltReport>,
}

/// One thing that happens on a day of the demonstration.
enum Event {
    Round(Vec<UpdateInput>),
    Amend(Vec<AmendInput>),
    OpenRound {
        month: NaiveDate,
        due_on: NaiveDate,
    },
    CloseRound {
        month: NaiveDate,
    },
    SignOff {
        sponsor: String,
        priority: String,
        /// Accepts what it does not send back; otherwise that waits.
        accepts: bool,
        /// Actions whose update is sent back, with the question.
        sent_back: Vec<(String, String)>,
    },
    Comment {
        by: String,
        action: String,
        text: String,
    },
    Link(LinkInput),
    /// Evidence, a theory of change or an impact test.
    Evidence(Box<evidence::Told>),
    Board(BoardEvent),
    BeginObsession(ObsessionInput),
    CheckIn {
        /// The obsession.
        title: String,
        input: CheckInInput,
    },
    CloseObsession {
        /// The obsession.
        title: String,
        closed: Closed,
    },
}

impl App {
    /// The demonstration, replayed into this store: the plan is imported, a
    /// year of updates and amendments recorded, and its papers written to `folder`.
    ///
    /// With a `password` there is an account for each role too, which has it.
    /// `progress` is told the steps done and the steps in all. The same every
    /// time: its days are its own, whatever the day of `call`.
    ///
    /// # Errors
    ///
    /// As the use cases it goes through; [`Error::Demonstration`] when its script does not fit.
    pub async fn demonstrate(
        &self,
        call: &Call,
        folder: &Path,
        password: Option<&str>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Demonstration> {
        call.may(policy::Action::PlanImport)?;
        let script = Script::built_in()?;
        let mut events = script.events()?;
        events.extend(Boards::built_in()?.events().into_iter().map(|(on, event)| (on, Event::Board(event))));
        events.sort_by_key(|(on, event)| (*on, event.order()));
        let steps = events.len() + 4;
        let mut done = 0;
        let mut step = || {
            done += 1;
            progress(done, steps);
        };

        let import = ImportInput {
            files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: PLAN.as_bytes().to_vec() }],
            handle: Some(HANDLE.to_owned()),
            on: Some(script.imported_on),
            ..ImportInput::default()
        };
        let clerk = |day| on_day(&script.programme_manager, day);
        let saved = self.import_plan(&clerk(script.imported_on)?, &import).await?;
        let handle = saved.summary.handle.as_str();
        step();
        let baseline = &script.baseline;
        self.add_baseline(&clerk(baseline.on)?, Some(handle), &baseline.name, Some(baseline.on)).await?;
        self.agree_targets(&clerk(baseline.on)?).await?;
        self.load_published(&clerk(baseline.on)?).await?;
        step();

        let (mut updates, mut amendments) = (0, 0);
        for (day, event) in events {
            match event {
                Event::Round(inputs) => {
                    updates += self.record_updates(&clerk(day)?, Some(handle), None, &inputs).await?.updates.len();
                }
                Event::Amend(inputs) => {
                    let Amended { amendments: made, .. } =
                        self.amend(&clerk(day)?, Some(handle), None, &inputs).await?;
                    amendments += made.len();
                }
                Event::OpenRound { month, due_on } => {
                    self.open_round(&clerk(day)?, handle, month, due_on).await?;
                }
                Event::CloseRound { month } => self.close_round(&clerk(day)?, handle, month).await?,
                Event::SignOff { sponsor, priority, accepts, sent_back } => {
                    let call = as_role(&clerk(day)?, &sponsor, Role::Sponsor);
                    self.sign_off_priority(&call, handle, &priority, accepts, &sent_back).await?;
                }
                Event::Comment { by, action, text } => {
                    let call = as_role(&clerk(day)?, &by, Role::ProgrammeManager);
                    self.add_comment(&call, handle, &action, &text).await?;
                }
                Event::Link(input) => {
                    self.link_measure(&clerk(day)?, Some(handle), &input).await?;
                }
                Event::Evidence(told) => self.tell_of_evidence(&clerk(day)?, handle, *told).await?,
                Event::Board(event) => self.happen_at_a_board(&clerk(day)?, handle, event).await?,
                Event::BeginObsession(input) => {
                    self.begin_obsession(&clerk(day)?, Some(handle), &input).await?;
                }
                Event::CheckIn { title, input } => {
                    let number = self.obsession_number(&clerk(day)?, handle, &title).await?;
                    self.check_in(&clerk(day)?, Some(handle), number, &input).await?;
                }
                Event::CloseObsession { title, closed } => {
                    let number = self.obsession_number(&clerk(day)?, handle, &title).await?;
                    let Closed { result, learning, .. } = &closed;
                    self.close_obsession(&clerk(day)?, Some(handle), number, result, learning).await?;
                }
            }
            step();
        }

        let (last, before) = script
            .reports
            .split_last()
            .ok_or_else(|| Error::Demonstration { what: "it has no board report".to_owned() })?;
        let mut earlier_papers = Vec::new();
        for report in before {
            let name = format!("board-{}.pdf", report.as_at);
            let input = ReportInput {
                plan: Some(handle.to_owned()),
                as_at: Some(report.as_at),
                out: vec![folder.join(name)],
                meeting_on: report.meeting_on,
                ..ReportInput::default()
            };
            earlier_papers.extend(self.build_report(&clerk(report.as_at)?, &input).await?);
        }
        step();
        let input = ReportInput {
            plan: Some(handle.to_owned()),
            as_at: Some(last.as_at),
            out: ["board.pdf", "board.docx", "board.xlsx"].map(|name| folder.join(name)).to_vec(),
            meeting_on: last.meeting_on,
            ..ReportInput::default()
        };
        let papers = self.build_report(&clerk(last.as_at)?, &input).await?;
        step();
        let view = self.plan_view(call, policy::Action::PlanRead, Some(handle), last.as_at).await?;
        let sign_ins = match password {
            Some(password) => self.add_people(&clerk_of_accounts(call), password).await?,
            None => Vec::new(),
        };
        Ok(Demonstration {
            sign_ins,
            view,
            updates,
            amendments,
            problems: saved.imported.problems.len(),
            papers,
            meeting_on: last.meeting_on,
            earlier_papers,
        })
    }
}

impl App {
    async fn obsession_number(&self, call: &Call, handle: &str, title: &str) -> Result<u64> {
        let (_, known) = self.obsessions(call, Some(handle)).await?;
        let found = known.iter().find(|view| view.obsession.title == title);
        let missing = || Error::Demonstration { what: format!("there is no obsession {title}") };
        Ok(found.ok_or_else(missing)?.obsession.number)
    }

    /// Signs off what waits in one priority.
    async fn sign_off_priority(
        &self,
        call: &Call,
        handle: &str,
        priority: &str,
        accepts: bool,
        sent_back: &[(String, String)],
    ) -> Result<()> {
        let queue = self.sign_off_queue(call, handle).await?;
        let inputs: Vec<SignOffInput> = queue
            .waiting
            .iter()
            .filter(|waiting| waiting.action.priority == priority)
            .filter_map(|waiting| {
                let action = waiting.action.reference.clone();
                let question = sent_back.iter().find(|(of, _)| *of == action).map(|(_, question)| question.clone());
                let update = waiting.update.number;
                (accepts || question.is_some()).then_some(SignOffInput { action, update, question })
            })
            .collect();
        self.sign_off(call, handle, &inputs).await.map(|_| ())
    }
}

/// The same moment, for somebody else; half an hour after the clerk.
fn as_role(call: &Call, name: &str, role: Role) -> Call {
    Call { actor: Actor::operator(name, role), at: call.at + TimeDelta::minutes(30), today: call.today }
}

/// A call by the administrator of the demonstration, now: accounts that were made long ago would be dormant.
fn clerk_of_accounts(call: &Call) -> Call {
    Call { actor: Actor::operator("Wilfred Tasker", Role::Administrator), ..call.clone() }
}

/// A call by the clerk of the demonstration, at five in the afternoon of a day.
fn on_day(name: &str, day: NaiveDate) -> Result<Call> {
    let at = NaiveTime::from_hms_opt(17, 0, 0)
        .map(|time| DateTime::<Utc>::from_naive_utc_and_offset(day.and_time(time), Utc));
    let at = at.ok_or_else(|| Error::Demonstration { what: "its clock is wrong".to_owned() })?;
    Ok(Call { actor: Actor::operator(name, Role::ProgrammeManager), at, today: day })
}
