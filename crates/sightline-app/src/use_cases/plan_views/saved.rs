//! Saved views: a filter under a name.

use serde_json::json;
use sightline_store::{NewView, PlanSummary, SavedView, ViewId};

use super::filter::PlanFilter;
use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

/// Letters that the name of a view may have.
pub const LONGEST_VIEW_NAME: usize = 60;

/// Views that one person may have of one plan.
pub const MOST_VIEWS: usize = 30;

/// A saved view that somebody may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanViewChoice {
    /// Identifier.
    pub id: ViewId,
    /// Name.
    pub name: String,
    /// What it shows.
    pub filter: PlanFilter,
    /// Name of who saved it, when that is somebody else.
    pub shared_by: Option<String>,
    /// True when everybody who sees the plan may choose it.
    pub is_shared: bool,
    /// True when the caller may delete it.
    pub can_delete: bool,
}

impl App {
    /// The view just saved: one of the caller's own by that name is replaced.
    ///
    /// # Errors
    ///
    /// * [`Error::ViewName`] – no name, or one that is too long.
    /// * [`Error::TooManyViews`] – the caller has [`MOST_VIEWS`] of this plan already.
    pub async fn save_view(
        &self,
        call: &Call,
        plan: &str,
        name: &str,
        filter: &PlanFilter,
        is_shared: bool,
    ) -> Result<PlanViewChoice> {
        call.may(policy::Action::OwnAccount)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > LONGEST_VIEW_NAME {
            return Err(Error::ViewName);
        }
        let mut mine = self.store.views(&summary.id).await?;
        mine.retain(|view| is_own(call, view));
        if mine.len() >= MOST_VIEWS && !mine.iter().any(|view| view.name.to_lowercase() == name.to_lowercase()) {
            return Err(Error::TooManyViews);
        }
        let query = filter.to_query();
        let new = NewView {
            account: call.actor.account.as_deref(),
            owner: &call.actor.name,
            name: &name,
            query: &query,
            is_shared,
        };
        let detail = json!({ "saved_view": name, "is_shared": is_shared });
        let audit = call.audit(policy::Action::OwnAccount, format!("plan {}", summary.handle), detail);
        let saved = self.store.save_view(&summary.id, &new, audit).await?;
        Ok(choice(call, &summary, saved))
    }

    /// Takes a view away: one's own, or a shared one of a plan that the caller may amend.
    ///
    /// # Errors
    ///
    /// * [`Error::Store`] – the plan has no such view, or none that the caller may know of.
    /// * [`Error::NotAllowed`] – it is shared by somebody else.
    pub async fn delete_view(&self, call: &Call, plan: &str, view: &str) -> Result<()> {
        call.may(policy::Action::OwnAccount)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let found = self.views_of(call, &summary).await?.into_iter().find(|choice| choice.id.as_str() == view);
        let found = found.ok_or(sightline_store::Error::UnknownView)?;
        if !found.can_delete {
            call.may_on(policy::Action::PlanAmend, &Target::Plan(&summary))?;
        }
        let detail = json!({ "deleted_view": found.name });
        let audit = call.audit(policy::Action::OwnAccount, format!("plan {}", summary.handle), detail);
        Ok(self.store.delete_view(&summary.id, &found.id, audit).await?)
    }

    /// The views that the caller may choose: their own, then shared ones, each by name.
    pub(super) async fn views_of(&self, call: &Call, summary: &PlanSummary) -> Result<Vec<PlanViewChoice>> {
        let mut views = self.store.views(&summary.id).await?;
        views.retain(|view| view.is_shared || is_own(call, view));
        let mut choices: Vec<PlanViewChoice> = views.into_iter().map(|view| choice(call, summary, view)).collect();
        choices.sort_by_key(|choice| (choice.shared_by.is_some(), choice.name.to_lowercase()));
        Ok(choices)
    }
}

fn is_own(call: &Call, view: &SavedView) -> bool {
    view.is_of(call.actor.account.as_deref(), &call.actor.name)
}

fn choice(call: &Call, summary: &PlanSummary, view: SavedView) -> PlanViewChoice {
    let own = is_own(call, &view);
    PlanViewChoice {
        can_delete: own || call.allows(policy::Action::PlanAmend, &Target::Plan(summary)),
        // A view of an earlier version of Sightline may say more than this one understands.
        filter: PlanFilter::parse(&view.query).filter,
        shared_by: (!own).then_some(view.owner),
        id: view.id,
        name: view.name,
        is_shared: view.is_shared,
    }
}
