//! A post changes hands: its actions go with it, and none of them is edited.

use chrono::NaiveDate;
use sightline_domain::plan::{Post, PostHolding};
use sightline_domain::register::{Entry, Register};

use super::change::amendment;
use super::{refuse_unseen, unknown};
use crate::policy;
use crate::use_cases::amend::wording::filled;
use crate::{App, Call, Result};

/// Who holds a post from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderInput {
    /// Number of the post.
    pub post: u64,
    /// Name of the new holder; absent when the post becomes vacant.
    pub holder: Option<String>,
    /// First day of the new holder, or of the vacancy.
    pub from_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// The [version](crate::version_of) of the post that was read before changing it.
    pub seen: Option<String>,
}

impl App {
    /// Ends whoever holds the post on the day before, and begins the new holder.
    ///
    /// The change holds from the new holder's first day when that has passed,
    /// otherwise from today: until the day comes the old holder is asked.
    ///
    /// # Errors
    ///
    /// * [`Error::EntryWithoutReason`](crate::Error::EntryWithoutReason),
    ///   [`Error::EntryUnchanged`](crate::Error::EntryUnchanged) – there is no reason, or no difference.
    /// * [`Error::Store`](crate::Error::Store) – no such post, or it is no longer as it was [seen](HolderInput::seen).
    pub async fn change_holder(&self, call: &Call, plan: Option<&str>, input: &HolderInput) -> Result<()> {
        call.may(policy::Action::RegisterAmend)?;
        let summary = self.resolve(call, policy::Action::RegisterAmend, plan).await?;
        let standing = self.standing_entry(&summary, Register::Post, input.post).await?;
        let standing = standing.ok_or_else(|| unknown(Register::Post, input.post))?;
        refuse_unseen(&standing.entry, input.seen.as_deref())?;
        let Entry::Post(post) = &standing.entry else { return Err(unknown(Register::Post, input.post)) };
        let after = handed_over(post, filled(input.holder.as_deref()), input.from_on);
        let on = Some(input.from_on.min(call.today));
        let amendment = amendment(call, Register::Post, Some(&standing), Some(Entry::Post(after)), &input.reason, on)?;
        self.record_entries(call, &summary, &[amendment]).await?;
        Ok(())
    }
}

/// The post with a new holder from a day on. Holdings that would begin later are taken out.
fn handed_over(post: &Post, holder: Option<&str>, from_on: NaiveDate) -> Post {
    let mut after = post.clone();
    let last = from_on.pred_opt().unwrap_or(from_on);
    after.holdings.retain(|holding| holding.from_on.is_none_or(|from| from < from_on));
    for holding in &mut after.holdings {
        if holding.to_on.is_none_or(|to| to >= from_on) {
            holding.to_on = Some(last);
        }
    }
    match (holder, after.holdings.last_mut()) {
        // The same person goes on.
        (Some(name), Some(holding)) if holding.holder == name && holding.to_on == Some(last) => holding.to_on = None,
        (Some(name), _) => after.holdings.push(PostHolding {
            holder: name.to_owned(),
            from_on: Some(from_on),
            ..PostHolding::default()
        }),
        (None, _) => {}
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(holdings: &[(&str, Option<&str>, Option<&str>)]) -> Post {
        let holding = |(holder, from, to): &(&str, Option<&str>, Option<&str>)| PostHolding {
            holder: (*holder).to_owned(),
            from_on: from.map(day),
            to_on: to.map(day),
            as_at_raw: None,
        };
        Post { title: "Head of Help".to_owned(), holdings: holdings.iter().map(holding).collect(), ..Post::default() }
    }

    #[test]
    fn the_old_holder_ends_on_the_day_before() {
        let after = handed_over(&held(&[("Ann", None, None)]), Some("Bo"), day("2026-12-01"));
        assert_eq!(after, held(&[("Ann", None, Some("2026-11-30")), ("Bo", Some("2026-12-01"), None)]));
        assert_eq!(after.holder_on(day("2026-11-30")).map(|held| held.holder.as_str()), Some("Ann"));
        assert_eq!(after.holder_on(day("2026-12-01")).map(|held| held.holder.as_str()), Some("Bo"));
    }

    #[test]
    fn a_post_can_fall_vacant_and_a_plan_for_later_can_change() {
        let vacant = handed_over(&held(&[("Ann", None, None)]), None, day("2026-12-01"));
        assert_eq!(vacant.holder_on(day("2026-12-01")), None);
        let planned = held(&[("Ann", None, Some("2026-12-31")), ("Bo", Some("2027-01-01"), None)]);
        let sooner = handed_over(&planned, Some("Cy"), day("2026-12-01"));
        assert_eq!(sooner, held(&[("Ann", None, Some("2026-11-30")), ("Cy", Some("2026-12-01"), None)]));
    }

    #[test]
    fn the_same_person_goes_on_without_a_gap() {
        let post = held(&[("Ann", None, None)]);
        assert_eq!(handed_over(&post, Some("Ann"), day("2026-12-01")), post);
    }
}
