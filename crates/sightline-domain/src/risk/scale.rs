//! How likely, how bad, and what a score is called: the files of `content/risk_scales/`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::content::{Faults, Text, definitions};

/// The folder of the files.
const FOLDER: &str = "content/risk_scales";
/// The file does not load.
const DOES_NOT_LOAD: &str = "SL-D423";
/// Parts of it do not go together.
const CONTRADICTS: &str = "SL-D424";
/// How many levels likelihood and impact may have.
const LEVELS: std::ops::RangeInclusive<usize> = 2..=10;

static FIVE_BY_FIVE: LazyLock<RiskScale> = LazyLock::new(|| {
    let file = ("five_by_five.toml", include_str!("../../../../content/risk_scales/five_by_five.toml"));
    RiskScales::load(&BTreeMap::from([file])).0.get("five_by_five").expect("a tested file").clone()
});

/// A level of likelihood or impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskLevel {
    /// The name shown to people.
    pub name: String,
    /// When it is given.
    pub definition: String,
}

/// What scores from a number up are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskBand {
    /// The lowest score of the band.
    pub from: u32,
    /// The name shown to people.
    pub name: String,
    /// Fill colour as six hexadecimal digits, without `#`; never the only sign of the band.
    pub colour: String,
    /// What is done about a risk in it.
    pub what_to_do: String,
}

/// A scale: levels of likelihood and impact, and bands of scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RiskScale {
    /// The name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// The score that risks are to come down to, where their entry does not say.
    pub appetite: u32,
    /// Levels of likelihood, the least first.
    pub likelihood: Vec<RiskLevel>,
    /// Levels of impact, the least first.
    pub impact: Vec<RiskLevel>,
    /// Bands, the lowest first.
    pub bands: Vec<RiskBand>,
}

/// The scales that loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RiskScales {
    by_id: BTreeMap<String, RiskScale>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    source: String,
    appetite: toml::Spanned<u32>,
    likelihood: Vec<toml::Spanned<RiskLevel>>,
    impact: Vec<toml::Spanned<RiskLevel>>,
    #[serde(rename = "band")]
    bands: Vec<toml::Spanned<RiskBand>>,
}

impl RiskScales {
    /// The scales that are built in.
    #[must_use]
    pub fn built_in() -> Self {
        Self { by_id: BTreeMap::from([(FIVE_BY_FIVE.id.clone(), FIVE_BY_FIVE.clone())]) }
    }

    /// The scales of files by their path from `content/risk_scales`, with what is wrong with the others.
    ///
    /// Files that are not TOML by their name are passed over. A scale with a fault is left out.
    #[must_use]
    pub fn load(files: &BTreeMap<&str, &str>) -> (Self, Faults) {
        let (by_id, faults) = definitions(FOLDER, files, read);
        (Self { by_id }, faults)
    }

    /// The scale of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RiskScale> {
        self.by_id.get(id)
    }

    /// Every scale, by id.
    pub fn iter(&self) -> impl Iterator<Item = &RiskScale> {
        self.by_id.values()
    }
}

impl RiskScale {
    /// The scale of a council that has none of its own: `content/risk_scales/five_by_five.toml`.
    #[must_use]
    pub fn five_by_five() -> &'static Self {
        &FIVE_BY_FIVE
    }

    /// The level of likelihood with this number, from 1.
    #[must_use]
    pub fn likelihood_level(&self, number: u32) -> Option<&RiskLevel> {
        level(&self.likelihood, number)
    }

    /// The level of impact with this number, from 1.
    #[must_use]
    pub fn impact_level(&self, number: u32) -> Option<&RiskLevel> {
        level(&self.impact, number)
    }

    /// The number of the highest level of likelihood, at which something is certain.
    #[must_use]
    pub fn certain(&self) -> u32 {
        u32::try_from(self.likelihood.len()).unwrap_or(u32::MAX)
    }

    /// The highest score there is.
    #[must_use]
    pub fn highest(&self) -> u32 {
        self.certain().saturating_mul(u32::try_from(self.impact.len()).unwrap_or(u32::MAX))
    }

    /// The band of a score; `None` for a score of 0, or above the highest there is.
    #[must_use]
    pub fn band(&self, score: u32) -> Option<&RiskBand> {
        let bands = self.bands.iter().rev();
        bands.into_iter().find(|band| band.from <= score).filter(|_| score <= self.highest())
    }
}

fn level(levels: &[RiskLevel], number: u32) -> Option<&RiskLevel> {
    levels.get(usize::try_from(number.checked_sub(1)?).ok()?)
}

fn read(id: &str, text: Text<'_>, faults: &mut Faults) -> Option<RiskScale> {
    const WHY: &str = "no risk can be scored on it";
    let before = faults.found.len();
    let written: Written = faults.read_toml(text, DOES_NOT_LOAD, WHY, "compare it with the file beside it")?;
    for (kind, levels) in [("likelihood", &written.likelihood), ("impact", &written.impact)] {
        if !LEVELS.contains(&levels.len()) {
            let what = format!("{kind} has {} levels", levels.len());
            let next = format!("write {} to {} `[[{kind}]]`, the least first", LEVELS.start(), LEVELS.end());
            faults.add((text, 0), CONTRADICTS, what, WHY, next);
        }
        let mut names = BTreeSet::new();
        for level in levels {
            let (at, level) = ((text, level.span().start), level.get_ref());
            if level.name.trim().is_empty() || level.definition.trim().is_empty() {
                let what = format!("a level of {kind} has no name or no definition");
                faults.add(at, CONTRADICTS, what, WHY, "say what it is called and when it is given");
            } else if !names.insert(level.name.trim().to_lowercase()) {
                let what = format!("two levels of {kind} are called {}", level.name.trim());
                faults.add(at, CONTRADICTS, what, WHY, "give one of them another name");
            }
        }
    }
    let highest = u32::try_from(written.likelihood.len() * written.impact.len()).unwrap_or(u32::MAX);
    let mut names = BTreeSet::new();
    let mut last = 0;
    for band in &written.bands {
        let (at, band) = ((text, band.span().start), band.get_ref());
        let is_first = last == 0;
        let (from, name) = (band.from, band.name.trim());
        if (is_first && from != 1) || from <= last || from > highest {
            let what = format!("the band {name} cannot begin at {from}");
            let next = format!("let the first begin at 1, and each after it higher, up to {highest}");
            faults.add(at, CONTRADICTS, what, WHY, next);
        }
        last = last.max(from);
        if name.is_empty() || !names.insert(name.to_lowercase()) {
            let what = format!("the band from {from} has no name, or that of another");
            faults.add(at, CONTRADICTS, what, WHY, "name each band: a colour alone cannot be read by everybody");
        }
        if band.colour.len() != 6 || !band.colour.chars().all(|digit| digit.is_ascii_hexdigit()) {
            let next = "write six hexadecimal digits, such as `00703C`";
            faults.add(at, CONTRADICTS, format!("`{}` is no colour", band.colour), WHY, next);
        }
    }
    if written.bands.is_empty() {
        faults.add((text, 0), CONTRADICTS, "there is no band".to_owned(), WHY, "write at least one `[[band]]` from 1");
    }
    let appetite = *written.appetite.get_ref();
    if appetite == 0 || appetite > highest {
        let at = (text, written.appetite.span().start);
        let next = format!("write a score from 1 to {highest}");
        faults.add(at, CONTRADICTS, format!("no risk can come down to {appetite}"), WHY, next);
    }
    let inner = |levels: Vec<toml::Spanned<RiskLevel>>| levels.into_iter().map(toml::Spanned::into_inner).collect();
    (faults.found.len() == before).then(|| RiskScale {
        id: id.to_owned(),
        title: written.title,
        source: written.source,
        appetite,
        likelihood: inner(written.likelihood),
        impact: inner(written.impact),
        bands: written.bands.into_iter().map(toml::Spanned::into_inner).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../../../content/risk_scales/five_by_five.toml");

    fn faults(text: &str) -> Vec<String> {
        let (scales, faults) = RiskScales::load(&BTreeMap::from([("own.toml", text)]));
        assert_eq!(scales.get("own").is_some(), faults.found.is_empty());
        faults.found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_score_of_the_built_in_scale_has_a_band_with_a_name() {
        assert!(faults(GOOD).is_empty(), "{:?}", faults(GOOD));
        let scale = RiskScale::five_by_five();
        assert_eq!((scale.certain(), scale.highest()), (5, 25));
        let names = [1, 4, 5, 9, 10, 19, 20, 25].map(|score| scale.band(score).unwrap().name.as_str());
        assert_eq!(names, ["Low", "Low", "Medium", "Medium", "High", "High", "Very high", "Very high"]);
        assert_eq!((scale.band(0), scale.band(26)), (None, None));
        assert_eq!(scale.impact_level(5).unwrap().name, "Severe");
        assert_eq!((scale.likelihood_level(0), scale.likelihood_level(6)), (None, None));
        assert!(RiskScales::built_in().get("five_by_five").is_some() && RiskScales::built_in().iter().count() == 1);
    }

    #[test]
    fn what_is_wrong_is_told_with_file_line_and_code() {
        let told = faults(&GOOD.replacen("title = ", "titel = ", 1));
        assert!(told[0].starts_with("content/risk_scales/own.toml:") && told[0].contains("SL-D423"), "{told:?}");
        for (from, to, words) in [
            ("from = 1\n", "from = 2\n", "the band Low cannot begin at 2"),
            ("from = 10", "from = 5", "the band High cannot begin at 5"),
            ("from = 20", "from = 26", "the band Very high cannot begin at 26"),
            ("name = \"High\"", "name = \"low\"", "or that of another"),
            ("colour = \"00703C\"", "colour = \"green\"", "`green` is no colour"),
            ("name = \"Rare\"", "name = \"unlikely\"", "two levels of likelihood are called Unlikely"),
            ("name = \"Minor\"", "name = \" \"", "a level of impact has no name"),
            ("appetite = 8", "appetite = 26", "come down to 26"),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let text = GOOD.replacen(from, to, 1);
            let told = faults(&text);
            assert!(told.iter().any(|fault| fault.contains(words) && fault.contains("SL-D424")), "{words}: {told:?}");
        }
        let few = GOOD.split("[[impact]]").next().unwrap().to_owned()
            + "[[impact]]\nname = \"Bad\"\ndefinition = \"Bad\"\n[[band]]\nfrom = 1\nname = \"All\"\ncolour = \"000000\"\nwhat_to_do = \"Look\"\n";
        let told = faults(&few.replace("appetite = 8", "appetite = 3"));
        assert!(told.len() == 1 && told[0].contains("impact has 1 levels"), "{told:?}");
    }
}
