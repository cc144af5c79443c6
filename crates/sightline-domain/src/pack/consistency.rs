//! Whether the versions of a pack for its audiences agree with each other.

use super::{Manifest, ManifestFigure, PackDefinition};

/// What stands for a suppressed figure.
const SUPPRESSED: &str = "c";

/// Something that one audience is shown and the version for those who see more does not bear out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconsistency {
    /// Id of the audience that is shown too much.
    pub audience: String,
    /// Id of the figure or the name of the file.
    pub id: String,
    /// What is wrong, as a sentence.
    pub sentence: String,
}

/// What contradicts itself between the versions of a pack, by audience and figure; none when they agree.
///
/// Each audience is compared with the one before it, which sees more. A figure that the wider audience is shown must be
/// shown to the narrower one too; one that is suppressed for the narrower is suppressed for the wider; and the wider
/// never sees more decimal places. Files and figures must be for an audience of the definition.
///
/// That no suppressed figure can be worked out from the others is not proved here, but where figures are suppressed.
#[must_use]
pub fn inconsistencies(manifest: &Manifest, definition: &PackDefinition) -> Vec<Inconsistency> {
    let mut found = Vec::new();
    let mut add = |audience: &str, id: &str, sentence: String| {
        found.push(Inconsistency { audience: audience.to_owned(), id: id.to_owned(), sentence });
    };
    for output in manifest.outputs() {
        if definition.audience(&output.audience).is_none() {
            let sentence =
                format!("The file {} is for {}, which is no audience of the pack.", output.name, output.audience);
            add(&output.audience, &output.name, sentence);
        }
    }
    for figure in manifest.figures() {
        let Some(at) = definition.audiences.iter().position(|audience| audience.id == figure.audience) else {
            let sentence =
                format!("The figure {} is for {}, which is no audience of the pack.", figure.id, figure.audience);
            add(&figure.audience, &figure.id, sentence);
            continue;
        };
        let Some(narrower) = at.checked_sub(1).map(|before| &definition.audiences[before]) else { continue };
        let shown = manifest.figures().binary_search_by(|other| {
            (other.audience.as_str(), other.id.as_str()).cmp(&(narrower.id.as_str(), figure.id.as_str()))
        });
        let what = match shown.ok().map(|at| &manifest.figures()[at]) {
            None => Some(format!("is shown to {} and not to {}", figure.audience, narrower.id)),
            Some(shown) => more_than(figure, shown),
        };
        if let Some(what) = what {
            add(&figure.audience, &figure.id, format!("{} ({}) {what}.", figure.title, figure.id));
        }
    }
    found
}

/// How the wider audience is shown more than the narrower.
fn more_than(wider: &ManifestFigure, narrower: &ManifestFigure) -> Option<String> {
    let (who, less) = (&wider.audience, &narrower.audience);
    if narrower.value == SUPPRESSED && wider.value != SUPPRESSED {
        return Some(format!("is suppressed for {less} and shown to {who}"));
    }
    (places(&wider.value) > places(&narrower.value) && narrower.value != SUPPRESSED)
        .then(|| format!("is shown to {who} with more decimal places than to {less}"))
}

/// Digits after the point of a number as it is shown.
fn places(value: &str) -> usize {
    value.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::PackDefinitions;
    use super::super::manifest::tests::{figure, made, output};
    use super::*;

    fn found(figures: &[(&str, &str, &str)]) -> Vec<String> {
        let manifest = made(|(_, own, outputs)| {
            *own = figures.iter().map(|(audience, id, value)| figure(audience, id, value, None)).collect();
            outputs.clear();
        });
        let definitions = PackDefinitions::built_in();
        let definition = definitions.get("improvement_board").unwrap();
        inconsistencies(&manifest, definition).into_iter().map(|line| line.sentence).collect()
    }

    #[test]
    fn versions_that_show_less_to_more_people_agree() {
        let figures = [
            ("board", "a", "82.4%"),
            ("partners", "a", "82.4%"),
            ("public", "a", "82%"),
            ("board", "b", "3"),
            ("partners", "b", "c"),
            ("public", "b", "c"),
            ("board", "d", "12"),
        ];
        assert!(found(&figures).is_empty(), "{:?}", found(&figures));
    }

    #[test]
    fn whoever_is_shown_more_than_those_before_is_named() {
        assert_eq!(
            found(&[("board", "a", "3"), ("public", "a", "3"), ("press", "a", "3")]),
            [
                "The figure a is for press, which is no audience of the pack.",
                "The figure a (a) is shown to public and not to partners.",
            ]
        );
        assert_eq!(
            found(&[("board", "a", "3"), ("partners", "a", "c"), ("public", "a", "5")]),
            ["The figure a (a) is suppressed for partners and shown to public."]
        );
        assert_eq!(
            found(&[("board", "a", "82.4%"), ("partners", "a", "82%"), ("public", "a", "82.4%")]),
            ["The figure a (a) is shown to public with more decimal places than to partners."]
        );
        let manifest = made(|(_, figures, outputs)| {
            figures.clear();
            outputs.push(output("press.pdf", "press", 1, 'a'));
        });
        let definitions = PackDefinitions::built_in();
        let lines = inconsistencies(&manifest, definitions.get("improvement_board").unwrap());
        assert_eq!(lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["press.pdf"]);
    }

    proptest! {
        #[test]
        fn taking_figures_from_the_widest_audience_never_makes_a_pack_inconsistent(
            shown in prop::collection::vec((0_u8..8, 0_usize..4), 0..16), dropped in any::<prop::sample::Index>(),
        ) {
            let values = ["c", "3", "12.5%", "12%"];
            let mut figures: Vec<(String, String, String)> = Vec::new();
            for (audience, audience_id) in ["board", "partners", "public"].into_iter().enumerate() {
                for (id, value) in &shown {
                    let key = (audience_id.to_owned(), format!("f{id}"));
                    if *value >= audience && !figures.iter().any(|figure| (&figure.0, &figure.1) == (&key.0, &key.1)) {
                        figures.push((key.0, key.1, values[*value % 4].to_owned()));
                    }
                }
            }
            let told = |figures: &[(String, String, String)]| {
                let borrowed: Vec<(&str, &str, &str)> = figures.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
                found(&borrowed).len()
            };
            let before = told(&figures);
            let widest: Vec<usize> = (0..figures.len()).filter(|at| figures[*at].0 == "public").collect();
            if !widest.is_empty() {
                figures.remove(widest[dropped.index(widest.len())]);
                prop_assert!(told(&figures) <= before);
            }
        }
    }
}
