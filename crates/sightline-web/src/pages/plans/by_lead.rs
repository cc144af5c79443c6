//! The plan by lead: who answers for what.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::domain::plan::LeadKind;
use sightline_app::domain::standing::Standing;
use sightline_app::plan_views::{ActionRow, LeadLine, PlanByLead, PlanHeading, StandingCounts};

use super::action_table::ActionTable;
use super::address::{PlanLinks, PlanQuery};
use super::key::RatingKey;
use super::navigation::PlanNavigation;
use crate::components::{Breadcrumbs, EmptyState, Pagination};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{count, segment};

/// Actions listed for one lead; the plan table has all of them.
const MOST_ROWS: usize = 15;

/// Actions listed on the page in all, so that it stays small.
const MOST_ROWS_IN_ALL: usize = 100;

#[derive(Template)]
#[template(path = "plans/by_lead.html")]
struct ByLeadPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    everybody: Vec<LeadRow>,
    leads: Vec<LeadSection>,
    leaderless: Option<LeadSection>,
    pagination: Pagination,
    empty: Option<EmptyState>,
    key: RatingKey,
}

/// A line of the list of everybody.
struct LeadRow {
    name: String,
    href: String,
    who: String,
    total: usize,
    late: usize,
    slipping: usize,
    silent: usize,
    complete: usize,
}

/// A lead with their actions.
struct LeadSection {
    id: String,
    name: String,
    who: String,
    counts: String,
    table: ActionTable,
    /// `All 40 actions`, when not all are listed.
    more: Option<String>,
    href: String,
}

/// The list of everybody, then each with their actions.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let shown = app.plan_by_lead(call, &plan, query.as_at.day, query.page).await?;
    let navigation = PlanNavigation::on_a_day(call, &shown.heading, "by-lead", &query.as_at, Vec::new());
    Ok(render::page(&ByLeadPage::of(frame, navigation, &shown)))
}

impl ByLeadPage {
    fn of(frame: Frame, navigation: PlanNavigation, shown: &PlanByLead) -> Self {
        let heading = &shown.heading;
        let links = PlanLinks::of(heading);
        let mut left = MOST_ROWS_IN_ALL;
        let leaderless = (!shown.leaderless.is_empty()).then(|| {
            let nobody = sightline_app::plan_views::PlanFilter {
                leads: vec![sightline_app::plan_views::LeadIs::Nobody],
                ..Default::default()
            };
            section("No lead", String::new(), &shown.leaderless, heading, &links, links.table(&nobody), &mut left)
        });
        let leads = shown.leads.iter().map(|one| {
            let href = links.table(&one.lead.filter);
            section(&one.lead.name, who(&one.lead), &one.rows, heading, &links, href, &mut left)
        });
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, true),
            navigation,
            plan: heading.title.clone(),
            leads: leads.collect(),
            everybody: shown.everybody.iter().map(|lead| lead_row(lead, &links)).collect(),
            leaderless,
            pagination: Pagination::new(shown.page, shown.pages, links.view("by-lead")),
            empty: (shown.everybody.is_empty() && shown.leaderless.is_empty()).then(|| {
                EmptyState::new(
                    "The plan shows no action",
                    "There is none on this day, or none that you have been given access to.",
                )
            }),
            key: RatingKey::of(heading),
        }
    }
}

fn of_standing(counts: &StandingCounts, wanted: Standing) -> usize {
    Standing::ALL.iter().position(|standing| *standing == wanted).map_or(0, |place| counts.by_standing[place])
}

fn lead_row(lead: &LeadLine, links: &PlanLinks) -> LeadRow {
    LeadRow {
        name: lead.name.clone(),
        href: links.table(&lead.filter),
        who: who(lead),
        total: lead.counts.total() + lead.counts.placeholders,
        late: of_standing(&lead.counts, Standing::Overdue),
        slipping: of_standing(&lead.counts, Standing::Slipping),
        silent: lead.silent,
        complete: of_standing(&lead.counts, Standing::Complete),
    }
}

/// Who it is: the holder of a post, the organisation; empty when the plan does not say.
fn who(lead: &LeadLine) -> String {
    let holder = match (&lead.holder, lead.is_vacant) {
        (Some(holder), _) => Some(format!("Held by {holder}")),
        (None, true) => Some("Vacant".to_owned()),
        (None, false) => None,
    };
    let kind = match lead.kind {
        LeadKind::Body => Some("Group or organisation".to_owned()),
        _ => None,
    };
    [holder, lead.body.clone(), kind].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn section(
    name: &str,
    who: String,
    rows: &[ActionRow],
    heading: &PlanHeading,
    links: &PlanLinks,
    href: String,
    left: &mut usize,
) -> LeadSection {
    let shown = rows.len().min(MOST_ROWS).min(*left);
    *left -= shown;
    LeadSection {
        id: format!("lead-{}", segment(name)),
        name: name.to_owned(),
        who,
        counts: count(rows.len(), "action", "actions"),
        table: ActionTable::plain(format!("Actions of {name}"), &rows[..shown], links, heading.as_at, true),
        more: (shown < rows.len()).then(|| format!("All {} in the table", count(rows.len(), "action", "actions"))),
        href,
    }
}
