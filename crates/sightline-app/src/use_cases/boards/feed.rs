//! Meetings for calendars.

use sightline_domain::board::{AgendaTemplates, FeedEntry, feed_entry};

use crate::policy;
use crate::{App, Call, Result};

/// Minutes of a meeting without an agenda or a template.
const USUAL_MINUTES: u16 = 120;

/// The meetings of a body for a calendar.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What the calendar is called.
    pub title: String,
    /// The meetings, by day.
    pub entries: Vec<FeedEntry>,
}

impl App {
    /// The meetings of a body for a calendar; `host` is where Sightline is served.
    ///
    /// # Errors
    ///
    /// [`BoardError::UnknownBody`](crate::Error::UnknownBody) when there is none of this name.
    pub async fn meeting_feed(&self, call: &Call, plan: &str, body: &str, host: &str) -> Result<Feed> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let name = books.body(body)?.body.name.clone();
        let templates = AgendaTemplates::built_in();
        let template = books.meets(&name).and_then(|kept| templates.get(&kept.body.template));
        let usual = template.map_or(USUAL_MINUTES, |template| template.minutes);
        let entries = books.meetings_of(&name).into_iter().map(|kept| {
            let minutes = books.agenda(kept.entry).map_or(usual, |agenda| agenda.body.minutes);
            feed_entry(&kept.body, minutes, host)
        });
        Ok(Feed { title: name.clone(), entries: entries.collect() })
    }
}
