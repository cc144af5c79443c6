//! A highlight report on its way: drafted, written, signed; from then on it never changes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DraftLine, HighlightDraft, Topic};
use crate::board_report::day_words;
use crate::refusal::{Refusal, is_blank, is_same_name};

/// What was asked of a highlight report does not fit how it stands.
const HIGHLIGHT: &str = "SL-D439";
/// Most characters that a sponsor may write on one topic.
const LONGEST: usize = 2_000;

/// The highlight report of a priority for a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighlightReport {
    /// What was drafted from the data; kept beside what was written.
    pub draft: HighlightDraft,
    /// Who sponsors the priority, and so signs.
    pub sponsor: String,
    /// What was written, the latest last.
    pub written: Vec<WrittenReport>,
    /// The sponsor's signature; null until it is signed.
    pub signature: Option<ReportSignature>,
}

/// One version of what was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenReport {
    /// The words on each topic; a topic without words keeps the drafted ones.
    pub lines: Vec<DraftLine>,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A sponsor's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSignature {
    /// Who signed.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The version that was signed, counted from 1.
    pub version: usize,
}

/// How a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Only drafted from the data.
    Draft,
    /// Written, and not signed.
    Written,
    /// Signed; it never changes again.
    Signed,
}

impl ReportState {
    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "Drafted from the data",
            Self::Written => "Written, waiting for signature",
            Self::Signed => "Signed",
        }
    }
}

/// A signed report, as packs print it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedReport {
    /// Reference of the priority.
    pub priority: String,
    /// Its title.
    pub title: String,
    /// The day it shows.
    pub as_at: NaiveDate,
    /// The words on each topic, in order.
    pub lines: Vec<DraftLine>,
    /// Who signed.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl HighlightReport {
    /// A report of which only the draft is there.
    #[must_use]
    pub fn drafted(draft: HighlightDraft, sponsor: &str) -> Self {
        Self { draft, sponsor: sponsor.to_owned(), written: Vec::new(), signature: None }
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> ReportState {
        match (&self.signature, self.written.is_empty()) {
            (Some(_), _) => ReportState::Signed,
            (None, false) => ReportState::Written,
            (None, true) => ReportState::Draft,
        }
    }

    /// The words on every topic, in order: what was written last, and what was drafted where nothing was.
    #[must_use]
    pub fn lines(&self) -> Vec<DraftLine> {
        let written = self.written.last();
        let text = |topic: Topic| {
            let own = written.and_then(|written| written.lines.iter().find(|line| line.topic == topic));
            own.map_or_else(|| self.draft.text(topic).to_owned(), |line| line.text.clone())
        };
        Topic::ALL.into_iter().map(|topic| DraftLine { topic, text: text(topic) }).collect()
    }

    /// The report with the same words and another draft, made from newer data.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D439` – it is signed, or the draft is of another priority.
    pub fn redrafted(mut self, draft: HighlightDraft) -> Result<Self, Refusal> {
        self.check_open()?;
        if draft.priority != self.draft.priority {
            let what =
                format!("The draft is of priority {}, and the report of {}.", draft.priority, self.draft.priority);
            return Err(Refusal::new(HIGHLIGHT, what, "Draft the report of that priority."));
        }
        self.draft = draft;
        Ok(self)
    }

    /// The report with what somebody wrote; a topic that is left out or blank keeps the drafted words.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D439` – it is signed; a topic has two texts, or one that is too long; nobody wrote it.
    pub fn written(mut self, mut written: WrittenReport) -> Result<Self, Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(HIGHLIGHT, what, next));
        self.check_open()?;
        if is_blank(&written.by) {
            return refused("It does not say who wrote the report.".to_owned(), "Name who wrote it.");
        }
        written.lines.retain(|line| !is_blank(&line.text));
        for line in &mut written.lines {
            line.text = line.text.trim().to_owned();
        }
        written.lines.sort_by_key(|line| line.topic);
        if let Some(pair) = written.lines.windows(2).find(|pair| pair[0].topic == pair[1].topic) {
            return refused(format!("“{}” has two texts.", pair[0].topic.heading()), "Give each part one text.");
        }
        if let Some(line) = written.lines.iter().find(|line| line.text.chars().count() > LONGEST) {
            let what = format!("The text under “{}” has more than {LONGEST} characters.", line.topic.heading());
            return refused(what, "Shorten it: members read the pack in an evening.");
        }
        self.written.push(written);
        Ok(self)
    }

    /// The report signed, in the version that the sponsor read, counted from 1.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D439` – it is signed, and by whom; nothing is written; another version has come since; somebody
    /// else than the sponsor signs.
    pub fn signed(mut self, version: usize, by: &str, at: DateTime<Utc>) -> Result<Self, Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(HIGHLIGHT, what, next));
        self.check_open()?;
        if self.written.is_empty() {
            return refused(
                "Nobody has written this report.".to_owned(),
                "Write it, or take over the draft as it is, and then sign.",
            );
        }
        if version != self.written.len() {
            let what = format!("Version {version} is not the last one; there are {}.", self.written.len());
            return refused(what, "Read the last version, and sign that.");
        }
        if !is_same_name(by, &self.sponsor) {
            let what = format!("{} sponsors this priority, and {} cannot sign for it.", self.sponsor, by.trim());
            return refused(what, "Let the sponsor sign, or record first that somebody else sponsors the priority.");
        }
        self.signature = Some(ReportSignature { by: by.trim().to_owned(), at, version });
        Ok(self)
    }

    /// What was signed; `None` until it is.
    #[must_use]
    pub fn frozen(&self) -> Option<SignedReport> {
        let signature = self.signature.as_ref()?;
        Some(SignedReport {
            priority: self.draft.priority.clone(),
            title: self.draft.title.clone(),
            as_at: self.draft.as_at,
            lines: self.lines(),
            by: signature.by.clone(),
            at: signature.at,
        })
    }

    /// Topics on which the words are others than the drafted ones.
    #[must_use]
    pub fn rewritten_topics(&self) -> Vec<Topic> {
        let lines = self.lines();
        lines.iter().filter(|line| line.text != self.draft.text(line.topic)).map(|line| line.topic).collect()
    }

    /// Topics on which a draft made now, for the same day, would say something else than the one the report rests on.
    #[must_use]
    pub fn overtaken_topics(&self, now: &HighlightDraft) -> Vec<Topic> {
        Topic::ALL.into_iter().filter(|topic| now.text(*topic) != self.draft.text(*topic)).collect()
    }

    fn check_open(&self) -> Result<(), Refusal> {
        let Some(signature) = &self.signature else { return Ok(()) };
        let what = format!("{} signed this report on {}.", signature.by, day_words(signature.at.date_naive()));
        Err(Refusal::new(HIGHLIGHT, what, "What is new goes into the next report."))
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::tests::draft;
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn words(lines: &[(Topic, &str)]) -> WrittenReport {
        let line = |(topic, text): &(Topic, &str)| DraftLine { topic: *topic, text: (*text).to_owned() };
        WrittenReport {
            lines: lines.iter().map(line).collect(),
            by: "Pat Writer".to_owned(),
            at: at("2026-11-01T09:00:00Z"),
        }
    }

    fn report() -> HighlightReport {
        HighlightReport::drafted(draft(None, &[]), "Sam Sponsor")
    }

    #[test]
    fn a_report_goes_from_draft_to_written_to_signed() {
        let drafted = report();
        assert_eq!((drafted.state(), drafted.frozen()), (ReportState::Draft, None));
        assert!(
            drafted
                .clone()
                .signed(0, "Sam Sponsor", at("2026-11-02T09:00:00Z"))
                .unwrap_err()
                .what
                .contains("Nobody has written")
        );
        let written =
            drafted.written(words(&[(Topic::Overdue, " We will catch up by May. "), (Topic::Ratings, " ")])).unwrap();
        assert_eq!(written.state(), ReportState::Written);
        assert_eq!(written.rewritten_topics(), [Topic::Overdue]);
        assert_eq!(written.lines()[2].text, "We will catch up by May.");
        assert_eq!(written.lines()[0].text, written.draft.text(Topic::Ratings));
        let signed = written.signed(1, "sam sponsor", at("2026-11-02T09:00:00Z")).unwrap();
        assert_eq!(signed.state(), ReportState::Signed);
        let frozen = signed.frozen().unwrap();
        assert_eq!((frozen.by.as_str(), frozen.lines.len()), ("sam sponsor", 6));
    }

    #[test]
    fn a_signed_report_never_changes() {
        let signed =
            report().written(words(&[])).unwrap().signed(1, "Sam Sponsor", at("2026-11-02T09:00:00Z")).unwrap();
        let newer = draft(None, &["Agree it."]);
        for refused in [
            signed.clone().written(words(&[(Topic::Overdue, "Other")])),
            signed.clone().redrafted(newer.clone()),
            signed.clone().signed(1, "Sam Sponsor", at("2026-11-03T09:00:00Z")),
        ] {
            let refusal = refused.unwrap_err();
            assert_eq!(
                (refusal.code, refusal.what.as_str()),
                ("SL-D439", "Sam Sponsor signed this report on 2 November 2026.")
            );
        }
        assert_eq!(signed.overtaken_topics(&newer), [Topic::Decisions]);
    }

    #[test]
    fn a_report_reads_back_from_the_form_it_is_kept_in() {
        let signed =
            report().written(words(&[])).unwrap().signed(1, "Sam Sponsor", at("2026-11-02T09:00:00Z")).unwrap();
        let kept = serde_json::to_string(&signed).unwrap();
        assert_eq!(serde_json::from_str::<HighlightReport>(&kept).unwrap(), signed);
    }

    #[test]
    fn only_the_sponsor_signs_and_only_the_version_that_was_read() {
        let written = report().written(words(&[])).unwrap();
        let other = written.clone().signed(1, "Alex Other", at("2026-11-02T09:00:00Z")).unwrap_err();
        assert!(other.what.contains("Sam Sponsor sponsors this priority, and Alex Other cannot"), "{other}");
        let again = written.written(words(&[(Topic::Evidence, "More to come.")])).unwrap();
        assert!(
            again.signed(1, "Sam Sponsor", at("2026-11-02T09:00:00Z")).unwrap_err().what.contains("not the last one")
        );
    }

    #[test]
    fn texts_that_cannot_be_are_refused_and_a_new_draft_keeps_the_words() {
        let long = "a".repeat(LONGEST + 1);
        assert!(report().written(words(&[(Topic::Evidence, &long)])).unwrap_err().what.contains("2000 characters"));
        assert!(
            report()
                .written(words(&[(Topic::Evidence, "a"), (Topic::Evidence, "b")]))
                .unwrap_err()
                .what
                .contains("two texts")
        );
        assert!(report().written(WrittenReport { by: " ".to_owned(), ..words(&[]) }).is_err());
        let written = report().written(words(&[(Topic::Overdue, "We will catch up.")])).unwrap();
        let redrafted = written.clone().redrafted(draft(None, &["Agree it."])).unwrap();
        assert_eq!(
            (redrafted.lines()[2].text.as_str(), redrafted.lines()[5].text.as_str()),
            ("We will catch up.", "The board is asked: Agree it.")
        );
        let foreign = HighlightDraft { priority: "2".to_owned(), ..draft(None, &[]) };
        assert!(written.redrafted(foreign).unwrap_err().what.contains("priority 2"));
    }
}
