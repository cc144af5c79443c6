//! Theories of change: why an action should move a measure, by when, and what it might worsen.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sightline_domain::success::{DriverDiagram, Theory, driver_diagram};
use sightline_store::{EntryKind, EntryVersion, MeasureLink, NewVersion, PlanId, PlanSummary};

use crate::error::EvidenceError;
use crate::policy::Action;
use crate::use_cases::find;
use crate::use_cases::measures::{measure_id, words};
use crate::use_cases::show::PlanView;
use crate::{App, Call, Result};

/// The measures of an action, and why it should move them.
#[derive(Clone, Debug)]
pub struct ActionTheories {
    /// Which plan.
    pub summary: PlanSummary,
    /// Reference of the action.
    pub action: String,
    /// What was written, in the order in which it was first written.
    pub theories: Vec<WrittenTheory>,
    /// Ids and titles of the linked measures that nobody has explained.
    pub unexplained: Vec<(String, String)>,
}

/// A theory as it stands.
#[derive(Clone, Debug)]
pub struct WrittenTheory {
    /// What was written.
    pub theory: Theory,
    /// What people call the measure.
    pub title: String,
    /// Ids and titles of the measures that it might make worse.
    pub might_worsen: Vec<(String, String)>,
    /// Who wrote it last.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The driver diagram of a plan.
#[derive(Clone, Debug)]
pub struct PlanDrivers {
    /// Which plan.
    pub summary: PlanSummary,
    /// The diagram of each measure that an action is linked with, by the title of the measure.
    pub diagrams: Vec<(String, DriverDiagram)>,
    /// Titles of measures, by id.
    pub titles: BTreeMap<String, String>,
    /// Titles of priorities, by reference.
    pub priorities: BTreeMap<String, String>,
}

/// What somebody writes of an action and a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TheoryInput {
    /// The measure, by its id.
    pub measure: String,
    /// Why the action should move it.
    pub because: String,
    /// The day by which it should show.
    pub shows_by: Option<NaiveDate>,
    /// Measures that it might make worse, by their ids.
    pub might_worsen: Vec<String>,
}

impl App {
    /// Why an action should move its measures, as it stands today.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store), [`Error::UnknownAction`](crate::Error::UnknownAction)
    /// – there is no such plan or action, or none that the caller may know of.
    pub async fn action_theories(&self, call: &Call, plan: &str, reference: &str) -> Result<ActionTheories> {
        call.may(Action::MeasureRead)?;
        let PlanView { summary, at } = self.plan_view(call, Action::PlanRead, Some(plan), call.today).await?;
        let action = find::action(&at.plan, &summary.handle, reference)?.reference.clone();
        let titles = self.titles_of_measures().await?;
        let named = |id: &String| (id.clone(), titles.get(id).unwrap_or(id).clone());
        let kept = self.theories(&summary.id).await?;
        let theories: Vec<WrittenTheory> = kept
            .into_iter()
            .filter(|kept| kept.body.action == action)
            .map(|kept| WrittenTheory {
                title: named(&kept.body.measure).1,
                might_worsen: kept.body.might_worsen.iter().map(named).collect(),
                by: kept.by,
                at: kept.at,
                theory: kept.body,
            })
            .collect();
        let links = self.store.measure_links(Some(&summary.id), None).await?;
        let unexplained = linked(&links)
            .into_iter()
            .filter(|(of, measure)| of == &action && theories.iter().all(|written| written.theory.measure != *measure))
            .map(|(_, measure)| named(&measure))
            .collect();
        Ok(ActionTheories { summary, action, theories, unexplained })
    }

    /// What is believed to move each measure that an action of the plan is linked with.
    pub async fn driver_diagrams(&self, call: &Call, plan: &str) -> Result<PlanDrivers> {
        call.may(Action::MeasureRead)?;
        let PlanView { summary, at } = self.plan_view(call, Action::PlanRead, Some(plan), call.today).await?;
        let titles = self.titles_of_measures().await?;
        let theories: Vec<Theory> = self.theories(&summary.id).await?.into_iter().map(|kept| kept.body).collect();
        let links = linked(&self.store.measure_links(Some(&summary.id), None).await?);
        let measures: BTreeSet<&String> =
            links.iter().map(|(_, measure)| measure).chain(theories.iter().map(|theory| &theory.measure)).collect();
        let mut diagrams: Vec<(String, DriverDiagram)> = measures
            .into_iter()
            .map(|measure| {
                let actions: Vec<String> =
                    links.iter().filter(|(_, of)| of == measure).map(|(action, _)| action.clone()).collect();
                let diagram = driver_diagram(&at.plan, measure, &theories, &actions);
                (titles.get(measure).unwrap_or(measure).clone(), diagram)
            })
            .filter(|(_, diagram)| !diagram.drivers.is_empty() || !diagram.unexplained.is_empty())
            .collect();
        diagrams.sort_by(|one, other| one.0.cmp(&other.0));
        let priorities = at.plan.priorities.iter();
        let priorities = priorities.map(|one| (one.reference.clone(), one.title.clone().unwrap_or_default())).collect();
        Ok(PlanDrivers { summary, diagrams, titles, priorities })
    }

    /// The theory just written on an action and a measure; one that was there is kept as it was before.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`](crate::Error::Evidence) – the measure is not linked with the action, or stands also among
    ///   those that it might make worse.
    /// * [`Error::WordsNeeded`](crate::Error::WordsNeeded), [`Error::TooLong`](crate::Error::TooLong) – why.
    /// * [`Error::NotAllowed`](crate::Error::NotAllowed), [`Error::Engine`](crate::Error::Engine) – a balancing measure
    ///   that there is not.
    pub async fn write_theory(&self, call: &Call, plan: &str, reference: &str, input: &TheoryInput) -> Result<Theory> {
        call.may(Action::MeasureLink)?;
        let (view, action) = self.action_today(call, Action::MeasureLink, plan, reference).await?;
        find::refuse_unless_live(&action)?;
        let (summary, measure) = (&view.summary, measure_id(&input.measure)?);
        let because = words(&input.because, "why it should move")?;
        let links = linked(&self.store.measure_links(Some(&summary.id), Some(&measure)).await?);
        if !links.contains(&(action.reference.clone(), measure.clone())) || input.might_worsen.contains(&measure) {
            return Err(EvidenceError::TheoryUnfit { measure }.into());
        }
        let catalogue = self.desk.catalogue().await?;
        let mut might_worsen: Vec<String> = Vec::new();
        for other in &input.might_worsen {
            let id = catalogue.measure(&measure_id(other)?)?.id.clone();
            if !might_worsen.contains(&id) {
                might_worsen.push(id);
            }
        }
        let theory =
            Theory { action: action.reference.clone(), measure, because, shows_by: input.shows_by, might_worsen };
        let kept = self.theories(&summary.id).await?;
        let is_same =
            |kept: &&EntryVersion<Theory>| kept.body.action == theory.action && kept.body.measure == theory.measure;
        let new = match kept.iter().rfind(is_same) {
            Some(read) => NewVersion::next(EntryKind::Theory, read, &theory, "")?,
            None => NewVersion::first(EntryKind::Theory, &theory)?,
        };
        let detail = json!({
            "action": theory.action, "measure": theory.measure, "because": theory.because,
            "shows_by": theory.shows_by, "might_worsen": theory.might_worsen,
        });
        let audit = call.audit(Action::MeasureLink, format!("plan {}", summary.handle), detail);
        self.store.keep_entries(&summary.id, &[new], audit).await?;
        Ok(theory)
    }

    async fn theories(&self, plan: &PlanId) -> Result<Vec<EntryVersion<Theory>>> {
        Ok(self.store.entries(plan, EntryKind::Theory).await?)
    }

    async fn titles_of_measures(&self) -> Result<BTreeMap<String, String>> {
        let catalogue = self.desk.catalogue().await?;
        Ok(catalogue.measures().map(|measure| (measure.id.clone(), measure.title.clone())).collect())
    }
}

/// Actions and the measures that they are linked with, by what was said last.
fn linked(links: &[MeasureLink]) -> Vec<(String, String)> {
    let mut last: BTreeMap<(&str, &str), &MeasureLink> = BTreeMap::new();
    for link in links {
        last.insert((&link.action, &link.measure), link);
    }
    let standing = last.into_values().filter(|link| link.is_linked);
    standing.map(|link| (link.action.clone(), link.measure.clone())).collect()
}
