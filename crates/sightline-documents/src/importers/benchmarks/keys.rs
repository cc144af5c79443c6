//! What columns of releases are called among measures: `content/reference/benchmark_keys.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::{Error, Result};

const FILE: &str = include_str!("../../../../../content/reference/benchmark_keys.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    column: Vec<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    column: String,
    #[serde(default)]
    r#where: BTreeMap<String, String>,
    key: String,
}

impl Keys {
    /// The keys that are part of Sightline.
    pub(super) fn built_in() -> Result<&'static Self> {
        static KEYS: OnceLock<Option<Keys>> = OnceLock::new();
        KEYS.get_or_init(|| toml::from_str(FILE).ok()).as_ref().ok_or_else(|| Error::Reference {
            file: "content/reference/benchmark_keys.toml",
            reason: toml::from_str::<Self>(FILE).err().map(|error| error.to_string()).unwrap_or_default(),
        })
    }

    /// The key of a column in a row whose filters, those that are `Total` left out, are these.
    pub(super) fn of(&self, column: &str, filters: &[(&str, &str)]) -> String {
        let fits = |named: &&Named| {
            named.column.eq_ignore_ascii_case(column)
                && named.r#where.len() == filters.len()
                && filters.iter().all(|(filter, value)| {
                    let wanted = named.r#where.iter().find(|(name, _)| name.eq_ignore_ascii_case(filter));
                    wanted.is_some_and(|(_, wanted)| wanted.eq_ignore_ascii_case(value))
                })
        };
        if let Some(named) = self.column.iter().find(fits) {
            return named.key.clone();
        }
        let mut key = column.to_owned();
        for (place, (_, value)) in filters.iter().enumerate() {
            key.push_str(if place == 0 { ": " } else { "; " });
            key.push_str(value);
        }
        key.chars().take(200).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_its_filters_and_else_named_by_them() {
        let keys = Keys::built_in().unwrap();
        assert_eq!(keys.of("CPP_At31_rate", &[]), "CPP_rate");
        let group = ("cla_group", "CLA on 31 March");
        let stability = ("placement_stability", "With 3 or more placements during the year");
        assert_eq!(keys.of("children_percent", &[stability, group]), "LACStable_2016on");
        assert_eq!(keys.of("children_percent", &[group]), "children_percent: CLA on 31 March");
        assert_eq!(keys.of("rereferral_percent", &[("sex", "Boys")]), "rereferral_percent: Boys");
    }
}
