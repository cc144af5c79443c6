//! The plan by lead: who answers for what.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_domain::board_report::one_line;
use sightline_domain::plan::{LeadKind, Plan};
use sightline_domain::standpoint::Standpoint;

use super::filter::{LeadIs, PlanFilter};
use super::leads::{lead_name, lead_names, person_named, post_named};
use super::{ActionRow, PlanHeading, StandingCounts};
use crate::policy;
use crate::{App, Call, Result};

/// Leads on one page of the list.
pub const LEADS_ON_A_PAGE: usize = 20;

/// A plan by lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanByLead {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// Every lead, without their actions, by name: the whole list.
    pub everybody: Vec<LeadLine>,
    /// The leads of this page, with their actions.
    pub leads: Vec<LeadActions>,
    /// Live actions without a lead, or whose only lead is to be confirmed.
    pub leaderless: Vec<ActionRow>,
    /// The page that is shown, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
}

/// A lead with counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadLine {
    /// The name that stands for the lead: post, person or body.
    pub name: String,
    /// What the name is.
    pub kind: LeadKind,
    /// Who holds the post on the day; `None` when it is no post or the plan does not say.
    pub holder: Option<String>,
    /// True for a post that the plan knows and nobody holds on the day.
    pub is_vacant: bool,
    /// The organisation, when the plan says.
    pub body: Option<String>,
    /// Where their actions stand.
    pub counts: StandingCounts,
    /// How many of them are open and have no recent update.
    pub silent: usize,
    /// The filter that shows their actions in the plan table.
    pub filter: PlanFilter,
}

/// A lead with what they lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadActions {
    /// The lead.
    pub lead: LeadLine,
    /// Their live actions, in plan order.
    pub rows: Vec<ActionRow>,
}

impl App {
    /// A plan as at a day (today when none is given), by lead; `page` counts from 1.
    ///
    /// An action with several leads stands with each of them.
    pub async fn plan_by_lead(
        &self,
        call: &Call,
        plan: &str,
        as_at: Option<NaiveDate>,
        page: usize,
    ) -> Result<PlanByLead> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::of(&view.at);
        let all = lead_actions(&now);
        let pages = all.len().div_ceil(LEADS_ON_A_PAGE).max(1);
        let page = page.clamp(1, pages);
        let leaderless = now.items.iter().filter(|item| item.action.is_leaderless());
        Ok(PlanByLead {
            heading: PlanHeading::of(call, &view, &now),
            leaderless: leaderless.map(|item| ActionRow::of(&now, item)).collect(),
            everybody: all.iter().map(|one| one.lead.clone()).collect(),
            leads: all.into_iter().skip((page - 1) * LEADS_ON_A_PAGE).take(LEADS_ON_A_PAGE).collect(),
            page,
            pages,
        })
    }
}

fn lead_actions(now: &Standpoint<'_>) -> Vec<LeadActions> {
    // By the small letters of the name, so that people find themselves.
    let mut by_name: BTreeMap<(String, String), (LeadKind, Vec<ActionRow>)> = BTreeMap::new();
    for item in &now.items {
        let row = ActionRow::of(now, item);
        for name in lead_names(now.plan, item.action) {
            let kind = item.action.leads.iter().find(|lead| lead_name(now.plan, lead).as_ref() == Some(&name));
            let kind = kind.map(|lead| lead.kind).unwrap_or_default();
            by_name.entry((name.to_lowercase(), name)).or_insert((kind, Vec::new())).1.push(row.clone());
        }
    }
    by_name
        .into_iter()
        .map(|((_, name), (kind, rows))| LeadActions { lead: lead_line(now.plan, name, kind, &rows, now.as_at), rows })
        .collect()
}

fn lead_line(plan: &Plan, name: String, kind: LeadKind, rows: &[ActionRow], on: NaiveDate) -> LeadLine {
    let post = post_named(plan, &name);
    let holder = post.and_then(|post| post.holder_on(on)).map(|holding| one_line(&holding.holder));
    let person = person_named(plan, &name).or_else(|| holder.as_deref().and_then(|holder| person_named(plan, holder)));
    LeadLine {
        kind: if post.is_some() { LeadKind::Post } else { kind },
        is_vacant: post.is_some_and(|post| !post.holdings.is_empty()) && holder.is_none(),
        body: person.and_then(|person| person.body.as_deref()).map(one_line),
        counts: StandingCounts::of(rows),
        silent: rows.iter().filter(|row| row.is_silent).count(),
        filter: PlanFilter { leads: vec![LeadIs::Named(name.clone())], ..PlanFilter::default() },
        holder,
        name,
    }
}
