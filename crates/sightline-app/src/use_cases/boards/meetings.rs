//! Meetings: planned, moved, held or cancelled; their agendas and papers.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;
use sightline_domain::board::{
    Agenda, AgendaItem, AgendaTemplates, ForwardPlan, Meeting, MeetingChange, MeetingEvent, MeetingState, Paper,
};
use sightline_store::{EntryKind, NewVersion};

use super::books::{Books, MeetingPapers};
use crate::error::BoardError;
use crate::policy;
use crate::use_cases::amend::wording::filled;
use crate::{App, Call, Result};

/// The template of a body that has said nothing else.
const USUAL_TEMPLATE: &str = "improvement_board";

/// A meeting outside the cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingInput {
    /// The day.
    pub on: NaiveDate,
    /// When it begins.
    pub starts_at: Option<NaiveTime>,
    /// Where.
    pub place: Option<String>,
}

/// An item of an agenda as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgendaItemInput {
    /// Its number on the agenda as it stands; none for a new one.
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// Minutes.
    pub minutes: u16,
    /// The post that presents it.
    pub presents: String,
    /// True when a paper goes out for it.
    pub needs_paper: bool,
}

impl App {
    /// Plans one meeting, and gives its number.
    ///
    /// # Errors
    ///
    /// * [`BoardError::UnknownBody`] – there is no body of this name.
    /// * [`BoardError::PastDay`] – its day has passed.
    pub async fn add_meeting(&self, call: &Call, plan: &str, body: &str, input: &MeetingInput) -> Result<u64> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let body = books.body(body)?.body.name.clone();
        if input.on < call.today {
            return Err(BoardError::PastDay { on: input.on }.into());
        }
        let meeting = Meeting {
            number: 0,
            body: body.clone(),
            planned_on: input.on,
            starts_at: input.starts_at,
            place: filled(input.place.as_deref()).map(str::to_owned),
            events: Vec::new(),
        };
        let detail = json!({ "body": body, "planned_on": input.on });
        let new = [NewVersion::first(EntryKind::Meeting, &meeting)?];
        let given = self.keep(call, &summary, policy::Action::BoardManage, &new, detail).await?;
        Ok(given.first().copied().unwrap_or_default())
    }

    /// Records that a meeting moved, was held or is cancelled.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is no meeting of this number.
    /// * [`BoardError::Refused`] – that cannot be said of it as it stands (`SL-D432`).
    pub async fn change_meeting(&self, call: &Call, plan: &str, number: u64, change: &MeetingChange) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let kept = books.meeting(number)?;
        kept.body.check(change, call.today).map_err(BoardError::Refused)?;
        let mut meeting = kept.body.clone();
        meeting.events.push(MeetingEvent { change: change.clone(), by: call.actor.name.clone(), recorded_at: call.at });
        let reason = match change {
            MeetingChange::Moved { reason, .. } | MeetingChange::Cancelled { reason } => reason.as_str(),
            MeetingChange::Held => "",
        };
        let mut versions = vec![NewVersion::next(EntryKind::Meeting, kept, &meeting, reason)?];
        versions.extend(taken_items(&books, &meeting)?);
        let detail =
            json!({ "meeting": number, "body": meeting.body, "on": meeting.on(), "is": meeting.state().name() });
        self.keep(call, &summary, policy::Action::BoardManage, &versions, detail).await.map(drop)
    }

    /// Writes the agenda of a meeting from its template and the forward plan; one that is there is written anew.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is no meeting of this number.
    /// * [`BoardError::Over`] – it was held or cancelled.
    pub async fn draft_agenda(&self, call: &Call, plan: &str, number: u64) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let meeting = open_meeting(&books, number)?;
        let templates = AgendaTemplates::built_in();
        let id = books.meets(&meeting.body).map_or(USUAL_TEMPLATE, |kept| kept.body.template.as_str());
        let template = templates.get(id).ok_or_else(|| BoardError::UnknownTemplate { id: id.to_owned() })?;
        let meetings: Vec<Meeting> = books.meetings_of(&meeting.body).iter().map(|kept| kept.body.clone()).collect();
        let items: Vec<_> = books.forward.iter().map(|kept| kept.body.clone()).collect();
        let forward = ForwardPlan::of(&meetings, &items);
        let brought = forward.meetings.iter().find(|of| of.meeting.number == number);
        let brought = brought.map_or(&[][..], |of| of.items.as_slice());
        let agenda = Agenda::draft(number, template, &books.taken(&meeting.body, meeting.on()), brought);
        self.keep_agenda(call, &summary, &books, &agenda).await
    }

    /// Keeps the agenda of a meeting as it is written; items keep what they come from.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::Over`] – there is no such meeting, or it is over.
    /// * [`BoardError::AgendaItem`] – an item has no title, or nobody presents it, or it has no minutes.
    pub async fn save_agenda(
        &self,
        call: &Call,
        plan: &str,
        number: u64,
        minutes: u16,
        items: &[AgendaItemInput],
    ) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        open_meeting(&books, number)?;
        let before = books.agenda(number).map(|kept| &kept.body);
        let mut agenda = Agenda { meeting: number, minutes, items: Vec::new() };
        for (place, item) in (1..).zip(items) {
            let said =
                |text: &str| filled(Some(text)).map(str::to_owned).ok_or(BoardError::AgendaItem { number: place });
            if item.minutes == 0 {
                return Err(BoardError::AgendaItem { number: place }.into());
            }
            let old = item.number.and_then(|number| before.and_then(|agenda| agenda.item(number)));
            agenda.items.push(AgendaItem {
                number: place,
                title: said(&item.title)?,
                minutes: item.minutes,
                presents: said(&item.presents)?,
                needs_paper: item.needs_paper,
                template_item: old.and_then(|old| old.template_item.clone()),
                forward_item: old.and_then(|old| old.forward_item),
            });
        }
        self.keep_agenda(call, &summary, &books, &agenda).await
    }

    async fn keep_agenda(
        &self,
        call: &Call,
        summary: &sightline_store::PlanSummary,
        books: &Books,
        agenda: &Agenda,
    ) -> Result<()> {
        let new = match books.agenda(agenda.meeting) {
            None => NewVersion::first(EntryKind::Agenda, agenda)?,
            Some(before) => NewVersion::next(EntryKind::Agenda, before, agenda, "")?,
        };
        let detail = json!({ "meeting": agenda.meeting, "agenda_items": agenda.items.len() });
        self.keep(call, summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }

    /// Records that the paper for an item came in today, or that it did not after all.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`], [`BoardError::Lacks`] – there is no such meeting, or it has no agenda.
    /// * [`BoardError::AgendaItem`] – no item of this number asks for a paper.
    pub async fn record_paper(&self, call: &Call, plan: &str, number: u64, item: u32, is_in: bool) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let agenda = books.written_agenda(&books.meeting(number)?.body)?;
        if !agenda.body.item(item).is_some_and(|item| item.needs_paper) {
            return Err(BoardError::AgendaItem { number: item }.into());
        }
        let before = books.papers(number);
        let mut papers = before
            .map_or_else(|| MeetingPapers { meeting: number, ..MeetingPapers::default() }, |kept| kept.body.clone());
        if papers.came_in.iter().any(|paper| paper.item == item) == is_in {
            return Ok(());
        }
        papers.came_in.retain(|paper| paper.item != item);
        if is_in {
            papers.came_in.push(Paper { item, in_on: call.today });
        }
        let new = match before {
            None => NewVersion::first(EntryKind::Papers, &papers)?,
            Some(before) => NewVersion::next(EntryKind::Papers, before, &papers, "")?,
        };
        let detail = json!({ "meeting": number, "item": item, "paper_came_in": is_in });
        self.keep(call, &summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }
}

/// A meeting that may still take place.
fn open_meeting(books: &Books, number: u64) -> Result<&Meeting> {
    let meeting = &books.meeting(number)?.body;
    if meeting.state().is_open() { Ok(meeting) } else { Err(BoardError::Over.into()) }
}

/// The items of the forward plan that were on the agenda of a meeting that was held.
fn taken_items(books: &Books, meeting: &Meeting) -> Result<Vec<NewVersion>> {
    if meeting.state() != MeetingState::Held {
        return Ok(Vec::new());
    }
    let Some(agenda) = books.agenda(meeting.number) else { return Ok(Vec::new()) };
    let brought: Vec<u64> = agenda.body.items.iter().filter_map(|item| item.forward_item).collect();
    let taken = books.forward.iter().filter(|kept| brought.contains(&kept.entry) && kept.body.taken_at.is_none());
    taken
        .map(|kept| {
            let mut item = kept.body.clone();
            item.taken_at = Some(meeting.number);
            Ok(NewVersion::next(EntryKind::ForwardItem, kept, &item, "")?)
        })
        .collect()
}
