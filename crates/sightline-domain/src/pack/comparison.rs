//! A pack's manifest beside that of the same pack made anew: what differs, and what explains it.

use std::collections::BTreeMap;

use super::{Input, InputKind, Manifest, ManifestFigure, Output};
use crate::board_report::day_words;

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// What the pack is of.
    Head,
    /// A definition: how something is counted or shown.
    Definition,
    /// Facts that went in.
    Input,
    /// A figure.
    Figure,
    /// A file.
    Output,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of thing.
    pub kind: DifferenceKind,
    /// Which one.
    pub id: String,
    /// True when another version of a definition explains it.
    pub is_explained: bool,
    /// What differs and what explains it, in sentences.
    pub sentence: String,
}

/// What a rebuilt pack says of the issued one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackOutcome {
    /// The same bytes from the same inputs.
    Identical,
    /// Something differs, and other versions of definitions explain all of it.
    Explained,
    /// Something differs that nothing explains.
    Unexplained,
}

/// An issued pack beside the rebuilt one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What differs: what the pack is of, definitions, facts, figures, files.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// What it comes to.
    #[must_use]
    pub fn outcome(&self) -> PackOutcome {
        if self.differences.is_empty() {
            PackOutcome::Identical
        } else if self.differences.iter().all(|difference| difference.is_explained) {
            PackOutcome::Explained
        } else {
            PackOutcome::Unexplained
        }
    }

    /// What it comes to, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let count = |kind| self.differences.iter().filter(|difference| difference.kind == kind).count();
        let unexplained = self.differences.iter().filter(|difference| !difference.is_explained).count();
        let figures = crate::board_report::number_of(count(DifferenceKind::Figure), "figure");
        match self.outcome() {
            PackOutcome::Identical => {
                "The pack was made again from the same inputs, and every byte is the same.".to_owned()
            }
            PackOutcome::Explained => {
                format!(
                    "The pack comes out otherwise now ({figures} changed), and newer definitions explain all of it."
                )
            }
            PackOutcome::Unexplained => {
                let things = crate::board_report::number_of(unexplained, "difference");
                format!("The pack comes out otherwise now ({figures} changed), and nothing explains {things}.")
            }
        }
    }
}

/// What differs between the manifest of an issued pack and that of the same pack made anew.
///
/// Another version of a definition is an explanation: of itself, of the figures that follow it, and of the files in
/// which they stand. Other facts under the same name, and other content under the same version, explain nothing:
/// somebody changed what should not have changed. A newer program explains files, never figures.
#[must_use]
pub fn compare(issued: &Manifest, rebuilt: &Manifest) -> Comparison {
    let mut differences = heads(issued, rebuilt);
    differences.extend(inputs(issued, rebuilt));
    let figures = figures(issued, rebuilt);
    let outputs = outputs(issued, rebuilt, &differences, &figures);
    differences.sort_by_key(|difference| difference.kind);
    differences.extend(figures.into_iter().map(|(_, difference)| difference));
    differences.extend(outputs);
    Comparison { differences }
}

fn heads(issued: &Manifest, rebuilt: &Manifest) -> Vec<Difference> {
    let (was, now) = (issued.head(), rebuilt.head());
    let pairs = [
        ("pack", "kind of pack", was.pack.clone(), now.pack.clone()),
        ("body", "body", was.body.clone(), now.body.clone()),
        ("meeting", "day of the meeting", day_words(was.meeting_on), day_words(now.meeting_on)),
        ("as_at", "day it shows", day_words(was.as_at), day_words(now.as_at)),
    ];
    let differing = pairs.into_iter().filter(|(.., was, now)| was != now);
    differing
        .map(|(id, words, was, now)| Difference {
            kind: DifferenceKind::Head,
            id: id.to_owned(),
            is_explained: false,
            sentence: format!("The {words} is {now} now, and was {was}: this is not the same pack."),
        })
        .collect()
}

fn inputs(issued: &Manifest, rebuilt: &Manifest) -> Vec<Difference> {
    let difference = |input: &Input, is_explained: bool, sentence: String| Difference {
        kind: if input.kind.is_definition() { DifferenceKind::Definition } else { DifferenceKind::Input },
        id: format!("{}/{}", input.kind.code(), input.id),
        is_explained,
        sentence,
    };
    let name = |input: &Input| format!("{} {}", input.kind.words(), input.id);
    let mut found = Vec::new();
    for was in issued.inputs() {
        let Some(now) = rebuilt.input(was.kind, &was.id) else {
            found.push(difference(was, false, format!("{} is not there now.", name(was))));
            continue;
        };
        if was == now {
            continue;
        }
        found.push(if was.version != now.version && was.kind.is_definition() {
            let (before, after) = (version(&was.version), version(&now.version));
            difference(was, true, format!("{} has {after} now; the pack was made with {before}.", name(was)))
        } else if was.sha256 == now.sha256 && was.as_at != now.as_at {
            difference(was, false, format!("{} is of another day now.", name(was)))
        } else if was.version != now.version {
            let (before, after) = (version(&was.version), version(&now.version));
            difference(was, false, format!("{} has {after} now, and the pack was made from {before}.", name(was)))
        } else if was.kind.is_definition() {
            let sentence = format!(
                "{} has the same version and another content: somebody changed it without giving it a new version.",
                name(was)
            );
            difference(was, false, sentence)
        } else {
            difference(was, false, format!("{} does not hold what it held when the pack was made.", name(was)))
        });
    }
    for now in rebuilt.inputs() {
        if issued.input(now.kind, &now.id).is_none() {
            found.push(difference(now, false, format!("{} is used now; the pack was made without it.", name(now))));
        }
    }
    found
}

/// The figures that differ, each with its audience.
fn figures(issued: &Manifest, rebuilt: &Manifest) -> Vec<(String, Difference)> {
    let by_key = |manifest: &Manifest| -> BTreeMap<(String, String), ManifestFigure> {
        manifest.figures().iter().map(|figure| ((figure.audience.clone(), figure.id.clone()), figure.clone())).collect()
    };
    let (before, after) = (by_key(issued), by_key(rebuilt));
    let newer = |figure: &ManifestFigure| {
        let (kind, id) = figure.definition.as_ref()?;
        let (was, now) = (issued.input(*kind, id)?, rebuilt.input(*kind, id)?);
        (was.version != now.version).then(|| version(&now.version))
    };
    let told = |figure: &ManifestFigure, what: String| {
        let explained = newer(figure);
        let why = explained.as_ref().map_or_else(
            || "Nothing explains that.".to_owned(),
            |version| format!("Its definition, which has {version} now, explains that."),
        );
        let difference = Difference {
            kind: DifferenceKind::Figure,
            id: figure.id.clone(),
            is_explained: explained.is_some(),
            sentence: format!("{} ({}), for {}: {what} {why}", figure.title, figure.id, figure.audience),
        };
        (figure.audience.clone(), difference)
    };
    let mut found = Vec::new();
    for (key, was) in &before {
        match after.get(key) {
            None => found.push(told(was, format!("the pack says {}, and it does not come out now.", was.value))),
            Some(now) if now.value != was.value => {
                found.push(told(was, format!("the pack says {}, and {} comes out now.", was.value, now.value)));
            }
            Some(now) if now != was => {
                found.push(told(was, format!("it is called {} now, or follows another definition.", now.title)));
            }
            Some(_) => {}
        }
    }
    let added = after.iter().filter(|(key, _)| !before.contains_key(*key));
    found.extend(
        added.map(|(_, now)| told(now, format!("{} comes out now, and the pack does not have it.", now.value))),
    );
    found
}

fn outputs(
    issued: &Manifest,
    rebuilt: &Manifest,
    inputs: &[Difference],
    figures: &[(String, Difference)],
) -> Vec<Difference> {
    let has_newer_definition = |kinds: &[InputKind]| {
        inputs.iter().any(|difference| {
            difference.is_explained && kinds.iter().any(|kind| difference.id.starts_with(&format!("{}/", kind.code())))
        })
    };
    let is_laid_out_anew = has_newer_definition(&[
        InputKind::Program,
        InputKind::Template,
        InputKind::Scorecard,
        InputKind::Rules,
        InputKind::Measure,
    ]);
    let is_explained = |audience: &str| {
        is_laid_out_anew
            && inputs.iter().all(|difference| difference.is_explained)
            && figures.iter().filter(|(of, _)| of == audience).all(|(_, difference)| difference.is_explained)
    };
    let difference = |output: &Output, is_explained: bool, what: String| {
        let why = if is_explained { "Newer definitions explain that." } else { "Nothing explains that by itself." };
        Difference {
            kind: DifferenceKind::Output,
            id: output.name.clone(),
            is_explained,
            sentence: format!("The file {}, for {}: {what} {why}", output.name, output.audience),
        }
    };
    let mut found = Vec::new();
    for was in issued.outputs() {
        let now = rebuilt.outputs().iter().find(|output| output.name == was.name);
        match now {
            None => found.push(difference(was, false, "it is not made now.".to_owned())),
            Some(now) if now == was => {}
            Some(now) => {
                let what = if now.size_bytes == was.size_bytes {
                    format!("its {} bytes are others now.", was.size_bytes)
                } else {
                    format!("it had {} bytes, and has {} now.", was.size_bytes, now.size_bytes)
                };
                found.push(difference(was, is_explained(&was.audience), what));
            }
        }
    }
    let is_new = |output: &&Output| !issued.outputs().iter().any(|was| was.name == output.name);
    found.extend(
        rebuilt.outputs().iter().filter(is_new).map(|now| difference(now, false, "it was not made before.".to_owned())),
    );
    found
}

fn version(version: &str) -> String {
    if version.is_empty() { "no version".to_owned() } else { format!("version {version}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::ManifestHead;
    use super::super::manifest::tests::{figure, hash, head, input, made, parts};
    use super::*;

    fn sentences(comparison: &Comparison) -> Vec<&str> {
        comparison.differences.iter().map(|difference| difference.sentence.as_str()).collect()
    }

    #[test]
    fn the_same_pack_twice_is_identical() {
        let comparison = compare(&made(|_| ()), &made(|_| ()));
        assert_eq!(comparison.outcome(), PackOutcome::Identical);
        assert!(comparison.sentence().contains("every byte is the same"));
    }

    #[test]
    fn one_changed_figure_is_named_and_nothing_explains_it() {
        let rebuilt = made(|(_, figures, outputs)| {
            figures[0].value = "83%".to_owned();
            outputs[0].sha256 = hash('f');
        });
        let comparison = compare(&made(|_| ()), &rebuilt);
        assert_eq!(comparison.outcome(), PackOutcome::Unexplained);
        assert_eq!(
            sentences(&comparison),
            [
                "The figure visits/2026-10 (visits/2026-10), for public: the pack says 82%, and 83% comes out now. \
                 Nothing explains that.",
                "The file public.pdf, for public: its 2000 bytes are others now. Nothing explains that by itself.",
            ]
        );
        assert_eq!(
            comparison.sentence(),
            "The pack comes out otherwise now (1 figure changed), and nothing explains 2 differences."
        );
    }

    #[test]
    fn a_newer_definition_explains_its_figures_and_their_files() {
        let rebuilt = made(|(inputs, figures, outputs)| {
            inputs[0].version = "4".to_owned();
            inputs[0].sha256 = hash('9');
            figures[0].value = "83%".to_owned();
            outputs[0].size_bytes = 2_001;
            outputs[0].sha256 = hash('f');
        });
        let comparison = compare(&made(|_| ()), &rebuilt);
        assert_eq!(comparison.outcome(), PackOutcome::Explained, "{:?}", sentences(&comparison));
        assert_eq!(
            sentences(&comparison),
            [
                "The definition of the measure visits has version 4 now; the pack was made with version 3.",
                "The figure visits/2026-10 (visits/2026-10), for public: the pack says 82%, and 83% comes out now. \
                 Its definition, which has version 4 now, explains that.",
                "The file public.pdf, for public: it had 2000 bytes, and has 2001 now. Newer definitions explain that.",
            ]
        );
    }

    #[test]
    fn a_newer_definition_explains_no_figure_that_follows_another() {
        let with_other = |change: fn(&mut ManifestFigure)| {
            made(move |(inputs, figures, _)| {
                inputs.push(input(InputKind::Measure, "plans", "1", '7'));
                let mut other = figure("board", "plans/2026-10", "9", Some("plans"));
                change(&mut other);
                figures.push(other);
                if figures[2].value == "10" {
                    inputs[0].version = "4".to_owned();
                }
            })
        };
        let comparison = compare(&with_other(|_| ()), &with_other(|figure| figure.value = "10".to_owned()));
        assert_eq!(comparison.outcome(), PackOutcome::Unexplained);
        let unexplained: Vec<&str> =
            comparison.differences.iter().filter(|line| !line.is_explained).map(|line| line.id.as_str()).collect();
        assert_eq!(unexplained, ["plans/2026-10"]);
    }

    #[test]
    fn other_facts_under_the_same_name_explain_nothing() {
        let told = |change: &dyn Fn(&mut Vec<Input>)| {
            let comparison = compare(&made(|_| ()), &made(|(inputs, ..)| change(inputs)));
            assert_eq!(comparison.outcome(), PackOutcome::Unexplained);
            sentences(&comparison).join(" ")
        };
        assert_eq!(
            told(&|inputs| inputs[1].sha256 = hash('0')),
            "The extract 7 does not hold what it held when the pack was made."
        );
        assert_eq!(told(&|inputs| inputs[1].as_at = None), "The extract 7 is of another day now.");
        assert_eq!(
            told(&|inputs| inputs[1].version = "2".to_owned()),
            "The extract 7 has version 2 now, and the pack was made from no version."
        );
        assert!(told(&|inputs| inputs[0].sha256 = hash('0')).contains("without giving it a new version"));
        assert_eq!(told(&|inputs| drop(inputs.remove(1))), "The extract 7 is not there now.");
        assert!(
            told(&|inputs| inputs.push(input(InputKind::Plan, "wexcombe-2025", "", '1'))).contains("made without it")
        );
    }

    #[test]
    fn a_newer_program_explains_files_and_never_figures() {
        let newer = |figures_too: bool| {
            made(move |(inputs, figures, outputs)| {
                inputs[2].version = "1.3.0".to_owned();
                outputs[0].sha256 = hash('f');
                if figures_too {
                    figures[0].value = "83%".to_owned();
                }
            })
        };
        assert_eq!(compare(&made(|_| ()), &newer(false)).outcome(), PackOutcome::Explained);
        assert_eq!(compare(&made(|_| ()), &newer(true)).outcome(), PackOutcome::Unexplained);
    }

    #[test]
    fn another_meeting_is_another_pack() {
        let (issued, parts) = (made(|_| ()), parts());
        let later = ManifestHead { meeting_on: "2026-12-16".parse().unwrap(), ..head() };
        let rebuilt = Manifest::new(later, parts.0, parts.1, parts.2).unwrap();
        assert_eq!(
            sentences(&compare(&issued, &rebuilt)),
            ["The day of the meeting is 16 December 2026 now, and was 18 November 2026: this is not the same pack."]
        );
    }

    #[test]
    fn figures_and_files_that_come_or_go_are_named() {
        let fewer = made(|(_, figures, outputs)| {
            figures.remove(0);
            outputs.remove(0);
        });
        let gone = compare(&made(|_| ()), &fewer);
        assert!(sentences(&gone)[0].contains("the pack says 82%, and it does not come out now"), "{gone:?}");
        assert!(sentences(&gone)[1].contains("it is not made now"));
        let come = compare(&fewer, &made(|_| ()));
        assert!(sentences(&come)[0].contains("82% comes out now, and the pack does not have it"), "{come:?}");
        assert!(sentences(&come)[1].contains("it was not made before"));
    }

    proptest! {
        #[test]
        fn whichever_figure_changes_is_the_one_that_is_named(count in 1_usize..30, chosen in 0_usize..30) {
            let chosen = chosen % count;
            let pack = |changed: Option<usize>| made(|(_, figures, _)| {
                *figures = (0..count).map(|at| figure("board", &format!("f{at}"), if Some(at) == changed { "2" } else { "1" }, Some("visits"))).collect();
            });
            let comparison = compare(&pack(None), &pack(Some(chosen)));
            prop_assert_eq!(comparison.differences.len(), 1);
            prop_assert_eq!(&comparison.differences[0].id, &format!("f{chosen}"));
            prop_assert_eq!(comparison.outcome(), PackOutcome::Unexplained);
        }
    }
}
