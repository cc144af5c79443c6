//! The audit log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sightline_store::{AuditFilter, AuditRow, PlanSummary, Verification};

use crate::policy::{self, Target};
use crate::{App, Call, Result, Scope};

/// Some rows of the audit log, with how many there are.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRows {
    /// The rows, the latest first.
    pub rows: Vec<AuditRow>,
    /// How many the filter chooses altogether.
    pub total: u64,
    /// Names of the accounts that the rows are about, by identifier.
    pub account_names: BTreeMap<String, String>,
    /// The days of the extracts that the rows are about, by identifier.
    pub extract_days: BTreeMap<String, NaiveDate>,
}

impl App {
    /// Rows of the audit log, the latest first, without those about plans that the caller may not know of.
    pub async fn history(&self, call: &Call, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        call.may(policy::Action::HistoryRead)?;
        Ok(self.store.audit_log(&self.within_reach(call, filter).await?).await?)
    }

    /// As [`history`](Self::history), with how many rows there are whatever `skip` and `limit` say.
    pub async fn history_rows(&self, call: &Call, filter: &AuditFilter) -> Result<HistoryRows> {
        call.may(policy::Action::HistoryRead)?;
        let filter = self.within_reach(call, filter).await?;
        let total = self.store.count_audit_log(&filter).await?;
        let rows = self.store.audit_log(&filter).await?;
        let account_names = self.account_names(&rows).await?;
        let extract_days = self.extract_days(&rows).await?;
        Ok(HistoryRows { rows, total, account_names, extract_days })
    }

    /// Whether the whole history is as it was written.
    pub async fn verify_history(&self, call: &Call) -> Result<Verification> {
        call.may(policy::Action::HistoryRead)?;
        Ok(self.store.verify_history().await?)
    }

    async fn account_names(&self, rows: &[AuditRow]) -> Result<BTreeMap<String, String>> {
        let about: BTreeSet<&str> = rows.iter().filter_map(|row| row.entry.object.strip_prefix("account ")).collect();
        if about.is_empty() {
            return Ok(BTreeMap::new());
        }
        let accounts = self.store.accounts().await?.into_iter();
        let named = accounts.map(|account| (account.id.as_str().to_owned(), account.name));
        Ok(named.filter(|(id, _)| about.contains(id.as_str())).collect())
    }

    async fn extract_days(&self, rows: &[AuditRow]) -> Result<BTreeMap<String, NaiveDate>> {
        if !rows.iter().any(|row| row.entry.object.starts_with("extract ")) {
            return Ok(BTreeMap::new());
        }
        let extracts = self.store.extracts().await?.into_iter();
        Ok(extracts.map(|extract| (extract.id.to_string(), extract.as_at)).collect())
    }

    async fn within_reach(&self, call: &Call, filter: &AuditFilter) -> Result<AuditFilter> {
        let mut filter = filter.clone();
        if call.actor.reach.programmes != Scope::All {
            let plans = self.store.plans().await?;
            let is_seen = |plan: &&PlanSummary| call.allows(policy::Action::HistoryRead, &Target::Plan(plan));
            let (seen, hidden): (Vec<_>, Vec<_>) = plans.iter().partition(is_seen);
            let handles = |plans: Vec<&PlanSummary>| plans.into_iter().map(|plan| plan.handle.clone()).collect();
            // The shorter list is the quicker one: each row is compared with it.
            if seen.len() < hidden.len() {
                filter.only_plans = Some(handles(seen));
            } else {
                filter.except_plans = handles(hidden);
            }
        }
        Ok(filter)
    }
}
