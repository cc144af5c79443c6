//! Labels that a merged cell prints once beside several rows, spread over all of them.

use super::codes;
use super::draft::Draft;

/// Most rows of a table whose labels are spread; a longer one is no list of leads.
const MOST_ROWS: usize = 300;
/// Longest label that is compared letter by letter.
const LONGEST_LABEL: usize = 100;

impl Draft<'_> {
    /// Spreads labels that are printed once, centred beside their rows, over all rows.
    ///
    /// `None` when every row has its label, none has, or there are too many rows. The rows are cut so that each label
    /// stands as near to the middle of its rows as can be; every label so spread
    /// is reported.
    pub(super) fn spread_labels(
        &mut self,
        labels: &[Option<String>],
        place_of: &str,
        about: &str,
    ) -> Option<Vec<String>> {
        if labels.len() > MOST_ROWS
            || labels.is_empty()
            || labels.iter().all(Option::is_some)
            || labels.iter().all(Option::is_none)
        {
            return None;
        }
        let mut groups: Vec<(usize, usize, String)> = Vec::new();
        for (row, label) in labels.iter().enumerate() {
            let Some(label) = label else { continue };
            match groups.last_mut() {
                Some((_, last, known)) if *last + 1 == row && nearly_same(known, label) => {
                    if *known != *label {
                        let place = self.place_of(&format!("{place_of} {}", row + 1));
                        let help = format!(
                            "“{label}” stands beside “{known}” and is read as the same word, misread: confirm."
                        );
                        self.question_about(about, codes::LABEL_MISREAD, &place, label, help);
                    }
                    *last = row;
                }
                _ => groups.push((row, row, label.clone())),
            }
        }
        let ends =
            centred_cuts(&groups.iter().map(|(first, last, _)| (*first, *last)).collect::<Vec<_>>(), labels.len());
        let mut spread = Vec::new();
        for ((first, _, label), end) in groups.iter().zip(ends) {
            let begin = spread.len();
            spread.resize(end, label.clone());
            if end - begin > 1 && labels[begin..end].iter().any(Option::is_none) {
                let place = self.place_of(&format!("{place_of} {}", first + 1));
                let help = format!(
                    "“{label}” is printed once beside {} rows, in their middle. It is read for all of them: confirm.",
                    end - begin
                );
                self.question_about(about, codes::LABEL_ONCE, &place, label, help);
            }
        }
        Some(spread)
    }
}

/// Where each group of rows ends, so that labels stand as centrally as can be.
fn centred_cuts(groups: &[(usize, usize)], rows: usize) -> Vec<usize> {
    // best[g][end]: least distance from the middle for groups 0..=g covering rows 0..end.
    let mut best: Vec<Vec<Option<(usize, usize)>>> = Vec::new();
    for (g, (first, last)) in groups.iter().enumerate() {
        let mut line = vec![None; rows + 1];
        for (end, slot) in line.iter_mut().enumerate().skip(last + 1) {
            let starts: Vec<(usize, usize)> = match g.checked_sub(1) {
                None => vec![(0, 0)],
                Some(before) => (0..=*first)
                    .filter_map(|start| best[before][start].map(|(cost, _): (usize, usize)| (start, cost)))
                    .collect(),
            };
            *slot = starts
                .into_iter()
                .filter(|(start, _)| start <= first)
                .map(|(start, cost)| (cost + (start + end - 1).abs_diff(first + last), start))
                .min_by_key(|(cost, start)| (*cost, std::cmp::Reverse(*start)));
        }
        best.push(line);
    }
    let mut ends = vec![0; groups.len()];
    let mut end = rows;
    for g in (0..groups.len()).rev() {
        ends[g] = end;
        end = best[g][end].map_or(0, |(_, start)| start);
    }
    ends
}

/// True for words that differ by a letter or two.
fn nearly_same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other): (Vec<char>, Vec<char>) =
        (one.to_lowercase().chars().collect(), other.to_lowercase().chars().collect());
    if one.len().max(other.len()) > LONGEST_LABEL {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let cost = (before + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = cost;
        }
    }
    row[other.len()] <= 2 && one.len() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_the_middle_are_spread_evenly() {
        // Eight rows with the label on the fourth and fifth, then seven with it on the fourth, then seven.
        assert_eq!(centred_cuts(&[(3, 4), (11, 11), (18, 18)], 22), [8, 15, 22]);
        assert_eq!(centred_cuts(&[(4, 4), (10, 11), (12, 12)], 13), [10, 12, 13]);
    }

    #[test]
    fn a_misread_label_is_known_again() {
        assert!(nearly_same("Practice", "Practlce"));
        assert!(!nearly_same("Practice", "Enablers"));
    }
}
