//! The one text of a manifest, and reading it back from whatever somebody hands in.
//!
//! Lines of fields parted by tabs: a first line with the version of the form,
//! `pack`, `input`, `figure` and `output` lines in their one order, and `end`
//! with the number of lines before it, so that a text that was cut short is
//! found. The same manifest gives the same bytes; only those bytes are read.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::manifest::{LINE, MOST_LINES};
use super::{Input, InputKind, Manifest, ManifestFigure, ManifestHead, Output};
use crate::refusal::Refusal;

/// The first line.
const FORM: &str = "sightline manifest 1";
/// The text is no manifest, or one of another form.
const NO_MANIFEST: &str = "SL-D427";
/// The text is cut short, too large, or not as it was written.
const NOT_AS_WRITTEN: &str = "SL-D429";
/// Most bytes of a manifest.
const MOST_BYTES: usize = 32 * 1024 * 1024;

impl Manifest {
    /// The one text of the manifest; its hash is that of the pack.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{FORM}\n");
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let mut line = |fields: &[&str]| {
            text.push_str(&fields.join("\t"));
            text.push('\n');
        };
        let head = self.head();
        line(&["pack", &head.pack, &head.body, &head.meeting_on.to_string(), &head.as_at.to_string()]);
        for input in self.inputs() {
            let Input { kind, id, version, as_at, sha256 } = input;
            line(&["input", kind.code(), id, version, &day(*as_at), &sha256.to_string()]);
        }
        for figure in self.figures() {
            let ManifestFigure { audience, id, title, value, definition } = figure;
            let (kind, of) = definition.as_ref().map_or(("", ""), |(kind, id)| (kind.code(), id.as_str()));
            line(&["figure", audience, id, title, value, kind, of]);
        }
        for output in self.outputs() {
            let Output { name, format, audience, size_bytes, sha256 } = output;
            line(&["output", name, format, audience, &size_bytes.to_string(), &sha256.to_string()]);
        }
        let lines = text.lines().count();
        writeln!(text, "end\t{lines}").expect("a string can always be written to");
        text
    }

    /// The manifest that a text holds.
    ///
    /// # Errors
    ///
    /// * [`Refusal`] `SL-D427` – the text is no manifest, or has a form that this version does not know.
    /// * [`Refusal`] `SL-D428` – a line, which is named, cannot be read.
    /// * [`Refusal`] `SL-D429` – it is larger than any manifest, was cut short, or is not as it was written: lines in
    ///   another order, for example.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() > MOST_BYTES {
            return Err(not_as_written("The text is larger than any manifest."));
        }
        let first = text.lines().next().unwrap_or_default();
        if first != FORM {
            let what = if first.starts_with("sightline manifest ") {
                "This manifest has a form that this version of Sightline does not know."
            } else {
                "This is no manifest of a pack."
            };
            let next = "Give the file that was made with the pack, and a version of Sightline that is not older.";
            return Err(Refusal::new(NO_MANIFEST, what, next));
        }
        let (mut head, mut end) = (None, None);
        let (mut inputs, mut figures, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate().skip(1) {
            if at > MOST_LINES {
                return Err(not_as_written("The text has more lines than any manifest."));
            }
            let fields: Vec<&str> = line.split('\t').collect();
            let read = Line { number: at + 1 };
            if end.is_some() {
                return Err(read.refused("stands after the end"));
            }
            match fields.as_slice() {
                ["pack", pack, body, meeting_on, as_at] if head.is_none() => {
                    head = Some(ManifestHead {
                        pack: (*pack).to_owned(),
                        body: (*body).to_owned(),
                        meeting_on: read.day(meeting_on)?,
                        as_at: read.day(as_at)?,
                    });
                }
                ["input", kind, id, version, as_at, sha256] => inputs.push(Input {
                    kind: read.kind(kind)?,
                    id: (*id).to_owned(),
                    version: (*version).to_owned(),
                    as_at: if as_at.is_empty() { None } else { Some(read.day(as_at)?) },
                    sha256: sha256.parse().map_err(|_| read.refused("has no SHA-256 at its end"))?,
                }),
                ["figure", audience, id, title, value, kind, of] => figures.push(ManifestFigure {
                    audience: (*audience).to_owned(),
                    id: (*id).to_owned(),
                    title: (*title).to_owned(),
                    value: (*value).to_owned(),
                    definition: if kind.is_empty() && of.is_empty() {
                        None
                    } else {
                        Some((read.kind(kind)?, (*of).to_owned()))
                    },
                }),
                ["output", name, format, audience, size_bytes, sha256] => outputs.push(Output {
                    name: (*name).to_owned(),
                    format: (*format).to_owned(),
                    audience: (*audience).to_owned(),
                    size_bytes: size_bytes.parse().map_err(|_| read.refused("has no number of bytes"))?,
                    sha256: sha256.parse().map_err(|_| read.refused("has no SHA-256 at its end"))?,
                }),
                ["end", lines] => end = Some((at, (*lines).to_owned())),
                _ => return Err(read.refused("is not written as lines of a manifest are")),
            }
        }
        let Some((at, lines)) = end else { return Err(not_as_written("The manifest was cut short: it has no end.")) };
        if lines != at.to_string() {
            return Err(not_as_written("The manifest has more or fewer lines than its end says."));
        }
        let Some(head) = head else { return Err(not_as_written("The manifest does not say what pack it is of.")) };
        let manifest = Self::new(head, inputs, figures, outputs)?;
        if manifest.to_text() != text {
            return Err(not_as_written(
                "The manifest is not as it was written: its lines, numbers or line ends are others.",
            ));
        }
        Ok(manifest)
    }
}

fn not_as_written(what: &str) -> Refusal {
    Refusal::new(NOT_AS_WRITTEN, what, "Give the file as it was made with the pack, without opening it in an editor.")
}

/// Where in the text something is read.
#[derive(Clone, Copy)]
struct Line {
    number: usize,
}

impl Line {
    fn refused(self, what: &str) -> Refusal {
        let next = "Give the file as it was made with the pack, without opening it in an editor.";
        Refusal::new(LINE, format!("Line {} of the manifest {what}.", self.number), next)
    }

    fn day(self, text: &str) -> Result<NaiveDate, Refusal> {
        text.parse().map_err(|_| self.refused("has something else where a day belongs"))
    }

    fn kind(self, text: &str) -> Result<InputKind, Refusal> {
        InputKind::from_code(text).ok_or_else(|| self.refused("names a kind of input that there is not"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::manifest::tests::{figure, head, input, made, output, parts};
    use super::*;

    #[test]
    fn a_manifest_has_one_text_whatever_order_its_parts_came_in() {
        let (mut inputs, mut figures, mut outputs) = parts();
        inputs.reverse();
        figures.reverse();
        outputs.reverse();
        let turned = Manifest::new(head(), inputs, figures, outputs).unwrap();
        let text = made(|_| ()).to_text();
        assert_eq!(turned.to_text(), text);
        assert_eq!(Manifest::parse(&text).unwrap(), turned);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "sightline manifest 1");
        assert_eq!(lines[1], "pack\timprovement_board\tImprovement Board\t2026-11-18\t2026-10-31");
        assert!(lines[2].starts_with("input\textract\t7\t\t2026-10-31\taaaa"));
        assert_eq!(lines[5], "figure\tboard\tvisits/2026-10\tThe figure visits/2026-10\t82.4%\tmeasure\tvisits");
        assert_eq!(lines.last(), Some(&"end\t9"));
    }

    #[test]
    fn what_is_no_manifest_is_refused_with_its_code_and_line() {
        let good = made(|_| ()).to_text();
        let told = |text: &str| {
            let refusal = Manifest::parse(text).unwrap_err();
            (refusal.code, refusal.what)
        };
        assert_eq!(told("").0, "SL-D427");
        assert_eq!(told("PK\u{3}\u{4}").0, "SL-D427");
        assert!(told(&good.replacen("manifest 1", "manifest 2", 1)).1.contains("does not know"));
        for (from, to, code, words) in [
            ("2026-11-18", "18/11/2026", "SL-D428", "Line 2 of the manifest has something else"),
            ("input\textract", "input\tchild", "SL-D428", "Line 3 of the manifest names a kind"),
            ("aaaa", "AAAA", "SL-D428", "Line 3 of the manifest has no SHA-256"),
            ("48120", "many", "SL-D428", "Line 8 of the manifest has no number"),
            ("\t48120\t", "\t48120\tx\t", "SL-D428", "Line 8 of the manifest is not written"),
            ("48120", "048120", "SL-D429", "not as it was written"),
            ("end\t9", "end\t8", "SL-D429", "more or fewer lines"),
            ("end\t9\n", "", "SL-D429", "cut short"),
            ("end\t9\n", "end\t9\nend\t10\n", "SL-D428", "stands after the end"),
            ("\n", "\r\n", "SL-D429", "not as it was written"),
            ("figure\tboard", "figure\t", "SL-D428", "is empty"),
        ] {
            let (found, what) = told(&good.replacen(from, to, 1));
            assert!(found == code && what.contains(words), "{from}: {found} {what}");
        }
        let lines: Vec<&str> = good.lines().collect();
        let mut swapped = lines.clone();
        swapped.swap(2, 3);
        assert!(told(&(swapped.join("\n") + "\n")).1.contains("not as it was written"));
        let headless: Vec<&str> = lines.iter().copied().filter(|line| !line.starts_with("pack")).collect();
        assert!(told(&(headless.join("\n").replace("end\t9", "end\t8") + "\n")).1.contains("what pack"));
    }

    proptest! {
        #[test]
        fn a_manifest_reads_back_as_it_was(
            values in prop::collection::btree_map("[a-z/0-9 é]{1,12}", "\\PC{1,20}", 0..12),
            sizes in prop::collection::vec(any::<u64>(), 0..4),
        ) {
            let manifest = made(|(inputs, figures, outputs)| {
                inputs.push(input(InputKind::Rules, "disclosure", "", 'f'));
                *figures = values.iter().map(|(id, value)| figure("board", id, value, Some("visits"))).collect();
                *outputs = sizes.iter().enumerate().map(|(at, size)| output(&format!("{at}.pdf"), "board", *size, 'a')).collect();
            });
            prop_assert_eq!(Manifest::parse(&manifest.to_text()).unwrap(), manifest);
        }

        #[test]
        fn nothing_that_is_handed_in_makes_it_panic_and_no_changed_byte_passes_as_the_same(at in 0_usize..900, byte in 0x20_u8..0x7f, noise in "\\PC{0,80}") {
            prop_assert!(Manifest::parse(&noise).is_err());
            let original = made(|_| ());
            let mut bytes = original.to_text().into_bytes();
            let at = at % bytes.len();
            prop_assume!(bytes[at] != byte);
            bytes[at] = byte;
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert!(Manifest::parse(&changed).map_or(true, |read| read != original));
        }
    }
}
