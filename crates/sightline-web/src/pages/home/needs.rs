//! What needs the visitor in one plan, part by part.

use chrono::NaiveDate;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::obsession::Obsession;
use sightline_app::domain::scale::Scale;
use sightline_app::{
    EvidenceNeeds, ImpactTestLine, LeadNeeds, ManagerNeeds, NeededAction, NextMeeting, OwedPaper, PlanNeeds,
    ReaderNeeds, SponsorNeeds,
};

use super::super::meetings::meeting_href;
use super::super::obsessions::{obsession_href, stage_tag};
use super::super::rounds::{month_words, round_href};
use super::super::{evidence, impact_tests};
use super::lately::LatelyView;
use super::tested::TestedView;
use crate::components::{Link, Progress, Rating, Tag};
use crate::words;

/// One plan on the home page.
pub(super) struct PlanView {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) lead: Option<LeadView>,
    pub(super) sponsor: Option<SponsorView>,
    pub(super) manager: Option<ManagerView>,
    pub(super) reader: Option<ReaderView>,
    pub(super) obsessions: Vec<ObsessionLine>,
    pub(super) evidence: EvidenceView,
    pub(super) tested: Option<TestedView>,
    pub(super) meetings: Vec<MeetingLine>,
    /// Papers that the visitor is to give.
    pub(super) papers: Vec<ActionLine>,
}

/// Impact tests and evidence that wait for the visitor.
pub(super) struct EvidenceView {
    pub(super) tests: Vec<ActionLine>,
    pub(super) waiting: Vec<ActionLine>,
    /// All impact tests, when there are more than are listed.
    pub(super) more_tests: Option<Link>,
    pub(super) more_waiting: Option<String>,
}

/// The next meeting of a board.
pub(super) struct MeetingLine {
    pub(super) link: Link,
    pub(super) papers: String,
    /// Papers to ask for, when there are any.
    pub(super) wanted: Option<String>,
}

/// An obsession that runs, whose result is missing, or that was closed lately.
pub(super) struct ObsessionLine {
    pub(super) link: Link,
    pub(super) stage: Tag,
    pub(super) about: String,
}

/// An action in a list, with what is worth knowing of it.
pub(super) struct ActionLine {
    pub(super) reference: String,
    pub(super) title: String,
    pub(super) href: String,
    pub(super) about: String,
}

/// What is asked of somebody who reports.
pub(super) struct LeadView {
    pub(super) none_is_theirs: bool,
    pub(super) all_is_well: bool,
    pub(super) asked: Option<String>,
    pub(super) sent_back: Vec<QuestionView>,
    pub(super) due: Vec<ActionLine>,
    pub(super) drafts: Vec<ActionLine>,
    pub(super) overdue: Vec<ActionLine>,
}

/// An update that came back.
pub(super) struct QuestionView {
    pub(super) action: ActionLine,
    pub(super) by: String,
    pub(super) question: String,
}

pub(super) struct SponsorView {
    pub(super) waiting: String,
    pub(super) has_waiting: bool,
    pub(super) queue_href: String,
    pub(super) sent_back: Option<String>,
    pub(super) escalated: Vec<ActionLine>,
}

pub(super) struct ManagerView {
    pub(super) rounds: Link,
    pub(super) round: Option<RoundCard>,
    pub(super) owed: Vec<ActionLine>,
    pub(super) more_owed: Option<String>,
    pub(super) waiting: String,
    pub(super) next_board: String,
    pub(super) escalated: Vec<ActionLine>,
    pub(super) challenges: Option<Link>,
    pub(super) lately: LatelyView,
}

pub(super) struct RoundCard {
    pub(super) month: String,
    pub(super) href: String,
    pub(super) due: String,
    pub(super) progress: Progress,
}

pub(super) struct ReaderView {
    pub(super) report: Option<Link>,
    pub(super) actions: String,
    pub(super) tallies: Vec<Tally>,
    pub(super) escalated: Vec<ActionLine>,
    pub(super) overdue: Vec<ActionLine>,
    pub(super) more_overdue: Option<String>,
    pub(super) next_board: String,
}

/// How many actions have each level of one rating.
pub(super) struct Tally {
    pub(super) title: &'static str,
    pub(super) question: &'static str,
    pub(super) counts: Vec<(Rating, usize)>,
}

/// Actions of a list at most; the pages behind it have all of them.
pub(super) const MOST: usize = 6;

impl PlanView {
    pub(super) fn of(needs: &PlanNeeds, today: NaiveDate) -> Self {
        let handle = needs.summary.handle.as_str();
        let obsession = |obsession: &Obsession| ObsessionLine {
            link: Link::new(&obsession.title, obsession_href(handle, obsession.number)),
            stage: stage_tag(obsession, today),
            about: match &obsession.result {
                Some(result) => format!("{}. What came of it: {result}", obsession.measure),
                None => format!("{}. It began at {}.", obsession.measure, obsession.baseline),
            },
        };
        Self {
            evidence: evidence_view(handle, &needs.evidence),
            tested: needs.tested.as_ref().map(|tested| TestedView::of(handle, tested, today)),
            papers: needs.papers.iter().map(|owed| paper_line(handle, owed, today)).collect(),
            meetings: needs.meetings.iter().map(|next| MeetingLine::of(handle, next, today)).collect(),
            obsessions: needs.obsessions.iter().map(obsession).collect(),
            title: one_line(&needs.summary.title),
            href: words::plan_href(handle),
            lead: needs.lead.as_ref().map(|lead| lead_view(needs, lead, today)),
            sponsor: needs.sponsor.as_ref().map(|sponsor| sponsor_view(handle, sponsor)),
            manager: needs.manager.as_ref().map(|manager| manager_view(handle, manager, today)),
            reader: needs.reader.as_ref().map(|reader| reader_view(handle, &needs.scale, reader, today)),
        }
    }

    /// True when something is asked of the visitor, beyond reading.
    pub(super) fn asks(&self) -> bool {
        self.lead.is_some() || self.sponsor.is_some() || self.manager.is_some()
    }

    /// True when the page has nothing to say for this plan.
    pub(super) fn is_empty(&self) -> bool {
        !self.asks() && self.reader.is_none()
    }
}

fn evidence_view(handle: &str, needs: &EvidenceNeeds) -> EvidenceView {
    let test = |line: &ImpactTestLine| ActionLine {
        reference: line.action.clone(),
        title: line.title.clone(),
        href: impact_tests::test_href(handle, &line.action),
        about: if line.may_sign { format!("For you to sign. {}", line.sentence) } else { line.sentence.clone() },
    };
    let piece = |(action, number, title): &(String, u64, String)| ActionLine {
        reference: action.clone(),
        title: title.clone(),
        href: format!("{}/{number}", evidence::href(handle, action)),
        about: "Accept it with its strength, or decline it".to_owned(),
    };
    let more = |count: usize| {
        let more = count.saturating_sub(MOST);
        (more > 0).then(|| format!("and {}", words::count(more, "other", "others")))
    };
    EvidenceView {
        tests: needs.tests.iter().take(MOST).map(test).collect(),
        more_tests: more(needs.tests.len())
            .map(|words| Link::new(words, format!("{}/impact-tests", words::plan_href(handle)))),
        waiting: needs.waiting.iter().take(MOST).map(piece).collect(),
        more_waiting: more(needs.waiting.len()),
    }
}

impl MeetingLine {
    fn of(handle: &str, next: &NextMeeting, today: NaiveDate) -> Self {
        let meeting = &next.meeting;
        let time = meeting.starts_at.map(|at| format!(" at {}", at.format("%H:%M"))).unwrap_or_default();
        let when =
            format!("{}: {}{time}, {}", meeting.body, words::day(meeting.on()), words::away(meeting.on(), today));
        let papers = match (next.has_agenda, next.papers) {
            (false, _) => "There is no agenda yet.".to_owned(),
            (true, 0) => "Its agenda asks for no paper.".to_owned(),
            (true, all) => format!("{} of {} in.", next.papers_in, words::count(all, "paper is", "papers are")),
        };
        let wanted = next.chasers.len();
        Self {
            link: Link::new(when, meeting_href(handle, meeting.number)),
            papers,
            wanted: (wanted > 0)
                .then(|| format!("{} late or due soon.", words::count(wanted, "paper is", "papers are"))),
        }
    }
}

fn paper_line(handle: &str, owed: &OwedPaper, today: NaiveDate) -> ActionLine {
    let (meeting, paper) = (&owed.meeting, &owed.chaser.paper);
    ActionLine {
        reference: format!("Item {}", paper.item),
        title: paper.title.clone(),
        href: meeting_href(handle, meeting.number),
        about: format!("{} for the {} of {}", words::due(paper.due_on, today), meeting.body, words::day(meeting.on())),
    }
}

fn line(handle: &str, action: &NeededAction, under: &str, about: String) -> ActionLine {
    ActionLine {
        reference: action.reference.clone(),
        title: action.title.clone(),
        href: format!("{}{under}", words::action_href(handle, &action.reference)),
        about,
    }
}

fn lines(
    handle: &str,
    actions: &[NeededAction],
    under: &str,
    about: impl Fn(&NeededAction) -> String,
) -> Vec<ActionLine> {
    actions.iter().map(|action| line(handle, action, under, about(action))).collect()
}

/// As many as a list shows.
fn first(actions: &[NeededAction]) -> &[NeededAction] {
    &actions[..actions.len().min(MOST)]
}

/// How many more there are than a list shows.
fn others(actions: &[NeededAction]) -> Option<String> {
    let more = actions.len().saturating_sub(MOST);
    (more > 0).then(|| format!("and {}", words::count(more, "other", "others")))
}

fn updated(action: &NeededAction) -> String {
    action.updated_on.map_or_else(|| "Never updated".to_owned(), |on| format!("Last update for {}", words::day(on)))
}

fn overdue(action: &NeededAction, today: NaiveDate) -> String {
    action.due_on.map(|on| words::due(on, today)).unwrap_or_default()
}

fn leads(action: &NeededAction) -> String {
    action.leads.clone().unwrap_or_else(|| "No lead".to_owned())
}

fn red_lines(handle: &str, escalated: &[(NeededAction, NaiveDate)]) -> Vec<ActionLine> {
    escalated
        .iter()
        .map(|(action, since)| {
            line(handle, action, "", format!("Red since {} · {}", words::day(*since), leads(action)))
        })
        .collect()
}

fn lead_view(needs: &PlanNeeds, lead: &LeadNeeds, today: NaiveDate) -> LeadView {
    let handle = needs.summary.handle.as_str();
    let sent_back = lead
        .sent_back
        .iter()
        .map(|(action, question, by)| QuestionView {
            action: line(handle, action, "/update", String::new()),
            by: by.clone(),
            question: question.clone(),
        })
        .collect::<Vec<_>>();
    let drafts = lead
        .drafts
        .iter()
        .map(|(action, at)| line(handle, action, "/update", format!("Saved on {}", words::moment(*at))))
        .collect::<Vec<_>>();
    LeadView {
        none_is_theirs: lead.actions == 0,
        all_is_well: lead.due.is_empty() && lead.overdue.is_empty() && sent_back.is_empty() && drafts.is_empty(),
        asked: needs
            .round
            .as_ref()
            .map(|round| format!("For {}, by {}.", month_words(round.month), words::day(round.due_on))),
        due: lines(handle, &lead.due, "/update", updated),
        overdue: lines(handle, &lead.overdue, "", |action| overdue(action, today)),
        sent_back,
        drafts,
    }
}

fn sponsor_view(handle: &str, sponsor: &SponsorNeeds) -> SponsorView {
    let waiting = sponsor.queue.waiting.len();
    let back = sponsor.queue.sent_back.len();
    SponsorView {
        waiting: match waiting {
            0 => "No update waits for your sign-off.".to_owned(),
            1 => "1 update waits for your sign-off.".to_owned(),
            many => format!("{many} updates wait for your sign-off."),
        },
        has_waiting: waiting > 0,
        queue_href: format!("{}/sign-off", words::plan_href(handle)),
        sent_back: match back {
            0 => None,
            1 => Some("1 that you sent back is not answered yet.".to_owned()),
            many => Some(format!("{many} that you sent back are not answered yet.")),
        },
        escalated: red_lines(handle, &sponsor.escalated),
    }
}

fn manager_view(handle: &str, manager: &ManagerNeeds, today: NaiveDate) -> ManagerView {
    ManagerView {
        rounds: Link::new("Update rounds", format!("{}/rounds", words::plan_href(handle))),
        round: manager.progress.as_ref().map(|progress| RoundCard {
            month: month_words(progress.round.month),
            href: round_href(handle, progress.round.month),
            due: words::last_day(progress.round.due_on, today),
            progress: Progress::new(progress.answered, progress.answered + progress.owed, "actions updated"),
        }),
        owed: lines(handle, first(&manager.owed), "", |action| format!("{} · {}", leads(action), updated(action))),
        more_owed: others(&manager.owed),
        waiting: match manager.waiting_for_sign_off {
            0 => "No update waits for a sponsor.".to_owned(),
            1 => "1 update waits for its sponsor.".to_owned(),
            many => format!("{many} updates wait for their sponsors."),
        },
        next_board: board_words(manager.next_board.as_ref()),
        escalated: red_lines(handle, &manager.escalated),
        challenges: manager.challenges.map(|number| {
            let text =
                words::count(number, "challenge to the plan to be answered", "challenges to the plan to be answered");
            Link::new(text, crate::pages::challenges::href(handle))
        }),
        lately: LatelyView::of(&manager.lately, handle),
    }
}

fn board_words(next: Option<&(String, NaiveDate)>) -> String {
    match next {
        Some((board, on)) => format!("{} meets on {}.", one_line(board), words::day(*on)),
        None => "No meeting of a board is known.".to_owned(),
    }
}

fn reader_view(handle: &str, scale: &Scale, reader: &ReaderNeeds, today: NaiveDate) -> ReaderView {
    let tally = |title, question, counts: &[(Option<String>, usize)]| Tally {
        title,
        question,
        counts: counts
            .iter()
            .filter(|(code, count)| code.is_some() || *count > 0)
            .map(|(code, count)| (Rating::of(scale, code.as_deref()), *count))
            .collect(),
    };
    let mut tallies = vec![tally("Action rating", "Are we doing it?", &reader.action_ratings)];
    if !reader.impact_ratings.is_empty() {
        tallies.push(tally("Impact rating", "Is it making a difference?", &reader.impact_ratings));
    }
    ReaderView {
        report: reader.latest_report.as_ref().map(|report| {
            let text = format!("Board report as at {}", words::day(report.as_at));
            Link::new(text, format!("{}/reports", words::plan_href(handle)))
        }),
        actions: words::capital(&words::count(reader.actions, "action", "actions")),
        tallies,
        escalated: red_lines(handle, &reader.escalated),
        overdue: lines(handle, first(&reader.overdue), "", |action| {
            format!("{} · {}", overdue(action, today), leads(action))
        }),
        more_overdue: others(&reader.overdue),
        next_board: board_words(reader.next_board.as_ref()),
    }
}
