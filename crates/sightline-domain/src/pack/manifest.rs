//! The manifest of a pack: what went into it, which figures it shows, and which files came out.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::refusal::Refusal;

/// A manifest cannot be so.
pub(super) const LINE: &str = "SL-D428";
/// Most characters of a field.
const LONGEST: usize = 1_000;
/// Most lines of a manifest.
pub(super) const MOST_LINES: usize = 200_000;

/// A SHA-256, as 64 hexadecimal digits in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256(String);

/// The text is no SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 is 64 hexadecimal digits in small letters")]
pub struct NotASha256;

impl FromStr for Sha256 {
    type Err = NotASha256;

    fn from_str(text: &str) -> Result<Self, NotASha256> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(is_digit) { Ok(Self(text.to_owned())) } else { Err(NotASha256) }
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of thing went into a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InputKind {
    /// The plan with its updates and amendments.
    Plan,
    /// An extract of children's records.
    Extract,
    /// The definition of a measure.
    Measure,
    /// A scorecard.
    Scorecard,
    /// Targets.
    Targets,
    /// Published figures.
    Benchmarks,
    /// A signed highlight report.
    Highlight,
    /// What the evidence supports of each rating.
    Verdicts,
    /// Challenges and their answers.
    Challenges,
    /// Records of the board: agenda, minutes, decisions, risks.
    Board,
    /// Obsessions.
    Obsessions,
    /// Findings of audits.
    Audits,
    /// Feedback of children and families.
    Feedback,
    /// Rules on small numbers, calendars and timescales.
    Rules,
    /// What a pack is made of, and how it is laid out.
    Template,
    /// Sightline itself.
    Program,
}

impl InputKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Plan,
        Self::Extract,
        Self::Measure,
        Self::Scorecard,
        Self::Targets,
        Self::Benchmarks,
        Self::Highlight,
        Self::Verdicts,
        Self::Challenges,
        Self::Board,
        Self::Obsessions,
        Self::Audits,
        Self::Feedback,
        Self::Rules,
        Self::Template,
        Self::Program,
    ];

    /// As it stands in a manifest.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Extract => "extract",
            Self::Measure => "measure",
            Self::Scorecard => "scorecard",
            Self::Targets => "targets",
            Self::Benchmarks => "benchmarks",
            Self::Highlight => "highlight",
            Self::Verdicts => "verdicts",
            Self::Challenges => "challenges",
            Self::Board => "board",
            Self::Obsessions => "obsessions",
            Self::Audits => "audits",
            Self::Feedback => "feedback",
            Self::Rules => "rules",
            Self::Template => "template",
            Self::Program => "program",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// One of it in words, at the beginning of a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Plan => "The plan",
            Self::Extract => "The extract",
            Self::Measure => "The definition of the measure",
            Self::Scorecard => "The scorecard",
            Self::Targets => "The list of targets",
            Self::Benchmarks => "The file of published figures",
            Self::Highlight => "The highlight report",
            Self::Verdicts => "The list of verdicts",
            Self::Challenges => "The list of challenges",
            Self::Board => "The board's record",
            Self::Obsessions => "The list of obsessions",
            Self::Audits => "The list of audit findings",
            Self::Feedback => "The list of feedback",
            Self::Rules => "The rule file",
            Self::Template => "The template",
            Self::Program => "The program",
        }
    }

    /// True for what says how to count or show; a newer version of it may change what is counted from the same facts.
    #[must_use]
    pub fn is_definition(self) -> bool {
        matches!(self, Self::Measure | Self::Scorecard | Self::Rules | Self::Template | Self::Program)
    }
}

/// What a manifest is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestHead {
    /// Id of the pack's definition.
    pub pack: String,
    /// Name of the body.
    pub body: String,
    /// The day of the meeting.
    pub meeting_on: NaiveDate,
    /// The day it shows.
    pub as_at: NaiveDate,
}

/// Something that went into a pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// What kind of thing.
    pub kind: InputKind,
    /// Which one.
    pub id: String,
    /// Its version, where it has one; empty otherwise.
    pub version: String,
    /// The day it is of, where it has one.
    pub as_at: Option<NaiveDate>,
    /// The hash of its content.
    pub sha256: Sha256,
}

/// A figure that a pack shows to an audience.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ManifestFigure {
    /// Id of the audience.
    pub audience: String,
    /// What tells it from the other figures, such as `care_visits_on_time/2026-10/team:North`.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// As it is shown, such as `82%`, or `c` when it is suppressed.
    pub value: String,
    /// The kind and id of the definition it follows; `None` for one that is counted without.
    pub definition: Option<(InputKind, String)>,
}

/// A file that came out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Output {
    /// The name of the file.
    pub name: String,
    /// Its format, such as `pdf`.
    pub format: String,
    /// Id of the audience it is for.
    pub audience: String,
    /// How large it is.
    pub size_bytes: u64,
    /// The hash of its bytes.
    pub sha256: Sha256,
}

/// The manifest of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    head: ManifestHead,
    inputs: Vec<Input>,
    figures: Vec<ManifestFigure>,
    outputs: Vec<Output>,
}

impl Manifest {
    /// The manifest of these, each list in its one order.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D428` – a field that is empty, too long, or holds a tab or a line break; two inputs, figures or
    /// outputs of one name; a figure that follows a definition which is no input; too many lines.
    pub fn new(
        head: ManifestHead,
        mut inputs: Vec<Input>,
        mut figures: Vec<ManifestFigure>,
        mut outputs: Vec<Output>,
    ) -> Result<Self, Refusal> {
        inputs.sort();
        figures.sort();
        outputs.sort();
        let manifest = Self { head, inputs, figures, outputs };
        manifest.check()?;
        Ok(manifest)
    }

    /// What it is of.
    #[must_use]
    pub fn head(&self) -> &ManifestHead {
        &self.head
    }

    /// What went in, by kind and id.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// What is shown, by audience and id.
    #[must_use]
    pub fn figures(&self) -> &[ManifestFigure] {
        &self.figures
    }

    /// What came out, by name.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// The input of this kind and id.
    #[must_use]
    pub fn input(&self, kind: InputKind, id: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.kind == kind && input.id == id)
    }

    /// The manifest as an audience may have it: with its own figures and files alone, and every input by its hash.
    #[must_use]
    pub fn for_audience(&self, audience: &str) -> Self {
        let mut own = self.clone();
        own.figures.retain(|figure| figure.audience == audience);
        own.outputs.retain(|output| output.audience == audience);
        own
    }

    fn check(&self) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(LINE, what, next));
        if self.inputs.len() + self.figures.len() + self.outputs.len() + 3 > MOST_LINES {
            return refused("The manifest has too many lines.".to_owned(), "Make the pack from fewer figures.");
        }
        let needed = self
            .inputs
            .iter()
            .map(|input| &input.id)
            .chain(self.figures.iter().flat_map(|figure| [&figure.audience, &figure.id, &figure.title, &figure.value]))
            .chain(self.outputs.iter().flat_map(|output| [&output.name, &output.format, &output.audience]))
            .chain([&self.head.pack, &self.head.body]);
        for field in needed {
            if field.is_empty() {
                return refused(
                    "A field of the manifest is empty.".to_owned(),
                    "Give every input, figure and output its name.",
                );
            }
            check_field(field)?;
        }
        for field in self.inputs.iter().map(|input| &input.version) {
            check_field(field)?;
        }
        let same_input = |pair: &&[Input]| (pair[0].kind, &pair[0].id) == (pair[1].kind, &pair[1].id);
        if let Some(pair) = self.inputs.windows(2).find(same_input) {
            return refused(
                format!("Two inputs are the {} {}.", pair[0].kind.code(), pair[0].id),
                "Name each input once.",
            );
        }
        let same_figure =
            |pair: &&[ManifestFigure]| (&pair[0].audience, &pair[0].id) == (&pair[1].audience, &pair[1].id);
        if let Some(pair) = self.figures.windows(2).find(same_figure) {
            let what = format!("Two figures for {} are called {}.", pair[0].audience, pair[0].id);
            return refused(what, "Give each figure an id of its own.");
        }
        if let Some(pair) = self.outputs.windows(2).find(|pair| pair[0].name == pair[1].name) {
            return refused(format!("Two outputs are called {}.", pair[0].name), "Give each file a name of its own.");
        }
        for figure in &self.figures {
            if let Some((kind, id)) = &figure.definition
                && self.input(*kind, id).is_none()
            {
                let what = format!("The figure {} follows the {} {id}, which is no input.", figure.id, kind.code());
                return refused(what, "List the definition among the inputs.");
            }
        }
        Ok(())
    }
}

fn check_field(field: &str) -> Result<(), Refusal> {
    let refused = |what: &str, next: &str| Err(Refusal::new(LINE, what, next));
    if field.chars().count() > LONGEST {
        return refused("A field of the manifest has more than 1,000 characters.", "Shorten the name.");
    }
    if field.chars().any(char::is_control) {
        return refused(
            "A field of the manifest holds a tab, a line break or another control character.",
            "Take it out.",
        );
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::pack) fn hash(digit: char) -> Sha256 {
        digit.to_string().repeat(64).parse().unwrap()
    }

    pub(in crate::pack) fn input(kind: InputKind, id: &str, version: &str, digit: char) -> Input {
        Input { kind, id: id.to_owned(), version: version.to_owned(), as_at: None, sha256: hash(digit) }
    }

    pub(in crate::pack) fn figure(audience: &str, id: &str, value: &str, measure: Option<&str>) -> ManifestFigure {
        ManifestFigure {
            audience: audience.to_owned(),
            id: id.to_owned(),
            title: format!("The figure {id}"),
            value: value.to_owned(),
            definition: measure.map(|measure| (InputKind::Measure, measure.to_owned())),
        }
    }

    pub(in crate::pack) fn output(name: &str, audience: &str, size_bytes: u64, digit: char) -> Output {
        let (name, audience) = (name.to_owned(), audience.to_owned());
        Output { name, format: "pdf".to_owned(), audience, size_bytes, sha256: hash(digit) }
    }

    pub(in crate::pack) fn head() -> ManifestHead {
        ManifestHead {
            pack: "improvement_board".to_owned(),
            body: "Improvement Board".to_owned(),
            meeting_on: "2026-11-18".parse().unwrap(),
            as_at: "2026-10-31".parse().unwrap(),
        }
    }

    pub(in crate::pack) type Parts = (Vec<Input>, Vec<ManifestFigure>, Vec<Output>);

    pub(in crate::pack) fn parts() -> Parts {
        let extract = Input { as_at: Some("2026-10-31".parse().unwrap()), ..input(InputKind::Extract, "7", "", 'a') };
        (
            vec![
                input(InputKind::Measure, "visits", "3", 'b'),
                extract,
                input(InputKind::Program, "sightline", "1.2.0", 'c'),
            ],
            vec![
                figure("public", "visits/2026-10", "82%", Some("visits")),
                figure("board", "visits/2026-10", "82.4%", Some("visits")),
            ],
            vec![output("public.pdf", "public", 2_000, 'd'), output("board.pdf", "board", 48_120, 'e')],
        )
    }

    pub(in crate::pack) fn made(change: impl FnOnce(&mut Parts)) -> Manifest {
        let mut parts = parts();
        change(&mut parts);
        Manifest::new(head(), parts.0, parts.1, parts.2).unwrap()
    }

    #[test]
    fn an_audience_gets_its_own_figures_and_files_alone() {
        let public = made(|_| ()).for_audience("public");
        assert!(public.figures().iter().all(|figure| figure.audience == "public") && public.figures().len() == 1);
        assert_eq!(public.outputs().iter().map(|output| output.name.as_str()).collect::<Vec<_>>(), ["public.pdf"]);
        assert_eq!(public.inputs().len(), 3);
    }

    #[test]
    fn manifests_that_cannot_be_are_refused() {
        let told = |change: &dyn Fn(&mut Parts)| {
            let mut parts = parts();
            change(&mut parts);
            let refusal = Manifest::new(head(), parts.0, parts.1, parts.2).unwrap_err();
            assert_eq!(refusal.code, "SL-D428");
            refusal.what
        };
        assert!(told(&|parts| parts.0[0].id.clear()).contains("empty"));
        assert!(told(&|parts| parts.0[0].version = "3\t4".to_owned()).contains("control character"));
        assert!(told(&|parts| parts.1[0].value = "a\nb".to_owned()).contains("control character"));
        assert!(told(&|parts| parts.1[0].title = "a".repeat(1_001)).contains("1,000"));
        assert!(told(&|parts| parts.0.push(input(InputKind::Measure, "visits", "4", 'f'))).contains("Two inputs"));
        assert!(told(&|parts| parts.1[1].audience = "public".to_owned()).contains("Two figures"));
        assert!(told(&|parts| parts.2[1].name = "public.pdf".to_owned()).contains("Two outputs"));
        assert!(told(&|parts| parts.1[0] = figure("public", "x", "1", Some("gone"))).contains("no input"));
    }

    #[test]
    fn a_hash_is_64_digits_in_small_letters() {
        assert!("A".repeat(64).parse::<Sha256>().is_err() && "a".repeat(63).parse::<Sha256>().is_err());
        assert_eq!("0f".repeat(32).parse::<Sha256>().unwrap().to_string(), "0f".repeat(32));
        for kind in InputKind::ALL {
            assert_eq!(InputKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(InputKind::from_code("child"), None);
    }
}
