//! Names that come near one that is not there.

/// At most five of `known`, nearest first: those that hold `wanted`, then those
/// that a slip of the finger away from it.
pub(crate) fn near<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let slips_allowed = (wanted.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            if !wanted.is_empty() && lower.contains(&wanted) {
                return Some((0, name));
            }
            let slips = distance(&wanted, &lower);
            (slips <= slips_allowed).then_some((slips, name))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(5).map(|(_, name)| name.to_owned()).collect()
}

/// Letters to add, take out or change to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().take(100).enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, wanted) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *wanted);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_hold_the_words_or_are_a_slip_away() {
        let known = ["harbour-2026", "harbour-2025", "westmoor-2026", "1.1"];
        assert_eq!(near("harbor-2026", known), ["harbour-2026", "harbour-2025"]);
        assert_eq!(near("moor", known), ["westmoor-2026"]);
        assert!(near("zzz", known).is_empty());
    }

    #[test]
    fn distances_count_letters() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
