//! Decisions, actions and challenges as they are listed: at their meeting, and with their body.

use chrono::NaiveDate;
use sightline_app::domain::board::{ActionStanding, ChallengeStage, Decision, LoggedChallenge, MeetingAction};

use super::meeting_href;
use crate::components::{Link, Tag};
use crate::words;

/// A decision.
pub(in crate::pages) struct DecisionRow {
    pub(in crate::pages) name: Link,
    pub(in crate::pages) text: String,
    pub(in crate::pages) about: String,
    /// Said when another decision has taken its place.
    pub(in crate::pages) replaced: Option<String>,
}

/// An action of a meeting.
pub(in crate::pages) struct ActionRow {
    pub(in crate::pages) number: u32,
    pub(in crate::pages) text: String,
    pub(in crate::pages) owner: String,
    pub(in crate::pages) due: String,
    pub(in crate::pages) standing: Tag,
    pub(in crate::pages) result: Option<String>,
    /// The action of the plan that it became.
    pub(in crate::pages) became: Option<Link>,
    /// What may be done with it.
    pub(in crate::pages) links: Vec<Link>,
}

/// A challenge of the log.
pub(in crate::pages) struct ChallengeRow {
    pub(in crate::pages) text: String,
    pub(in crate::pages) asked: String,
    pub(in crate::pages) stage: Tag,
    /// Answers and what changed, a paragraph each.
    pub(in crate::pages) said: Vec<String>,
    pub(in crate::pages) settle: Option<Link>,
}

impl DecisionRow {
    pub(in crate::pages) fn all(plan: &str, decisions: &[Decision], today: NaiveDate) -> Vec<Self> {
        let row = |decision: &Decision| {
            let due = decision.due_on.map(|due| format!(", by {}", words::day(due))).unwrap_or_default();
            let after = decisions.iter().find(|other| other.replaces == Some(decision.number) && other.on <= today);
            Self {
                name: Link::new(decision.name(), meeting_href(plan, decision.meeting)),
                text: decision.text.clone(),
                about: format!("{}{due}", decision.owner),
                replaced: after.map(|after| format!("Decision {} has taken its place.", after.number)),
            }
        };
        decisions.iter().map(row).collect()
    }
}

impl ActionRow {
    pub(in crate::pages) fn all(
        plan: &str,
        actions: &[MeetingAction],
        can_manage: bool,
        today: NaiveDate,
    ) -> Vec<Self> {
        actions.iter().map(|action| Self::of(plan, action, can_manage, today)).collect()
    }

    fn of(plan: &str, action: &MeetingAction, can_manage: bool, today: NaiveDate) -> Self {
        let standing = action.standing_on(today);
        let tag = match standing {
            ActionStanding::Overdue => Tag::new("Overdue", "red"),
            ActionStanding::Open => Tag::new("To do", "blue"),
            ActionStanding::InPlan => Tag::new("In the plan", "purple"),
            ActionStanding::Done => Tag::new("Done", "green"),
        };
        let own = format!("{}/actions/{}", meeting_href(plan, action.meeting), action.number);
        let is_open = matches!(standing, ActionStanding::Overdue | ActionStanding::Open);
        let links = if can_manage && is_open {
            vec![
                Link::new("Say that it is done", format!("{own}/done")),
                Link::new("Add it to the plan", format!("{own}/into-plan")),
            ]
        } else {
            Vec::new()
        };
        Self {
            number: action.number,
            text: action.text.clone(),
            owner: action.owner.clone(),
            due: action.due_on.map_or_else(|| "No day given".to_owned(), words::day),
            standing: tag,
            result: action.result.clone(),
            became: action
                .became
                .as_ref()
                .map(|became| Link::new(format!("Action {became} of the plan"), words::action_href(plan, became))),
            links,
        }
    }
}

impl ChallengeRow {
    pub(in crate::pages) fn all(
        plan: &str,
        challenges: &[LoggedChallenge],
        can_manage: bool,
        today: NaiveDate,
    ) -> Vec<Self> {
        challenges.iter().map(|challenge| Self::of(plan, challenge, can_manage, today)).collect()
    }

    fn of(plan: &str, challenge: &LoggedChallenge, can_manage: bool, today: NaiveDate) -> Self {
        let stage = challenge.stage_on(today);
        let waited = usize::try_from(challenge.days_to_answer(today)).unwrap_or_default();
        let since = match stage {
            ChallengeStage::Unanswered if waited > 0 => {
                format!(", and has waited {} for an answer", words::count(waited, "day", "days"))
            }
            _ => String::new(),
        };
        let tag = match stage {
            ChallengeStage::Unanswered => Tag::new("Unanswered", "red"),
            ChallengeStage::Answered => Tag::new("Answered", "blue"),
            ChallengeStage::Closed => Tag::new("Closed", "green"),
        };
        let mut said: Vec<String> = challenge
            .answers
            .iter()
            .map(|answer| format!("{} answered on {}: {}", answer.by_post, words::day(answer.on), answer.text))
            .collect();
        said.extend(challenge.closed.as_ref().map(|closed| {
            format!("Closed by {} on {}. What changed: {}", closed.by_post, words::day(closed.on), closed.outcome)
        }));
        let settle = challenge.meeting.filter(|_| can_manage && stage != ChallengeStage::Closed).map(|meeting| {
            let words =
                if challenge.answers.is_empty() { "Record the answer" } else { "Record an answer, or close it" };
            Link::new(words, format!("{}/challenges/{}", meeting_href(plan, meeting), challenge.number))
        });
        Self {
            text: challenge.text.clone(),
            asked: format!("{} asked {} on {}{since}", challenge.by_post, challenge.to_post, words::day(challenge.on)),
            stage: tag,
            said,
            settle,
        }
    }
}
