//! Tables that fit the screen: some columns are as wide as their words, the others share what is left.

use unicode_width::UnicodeWidthStr;

use super::{Style, Text};

const BETWEEN: usize = 2;
/// The least width of a column that shares what is left.
const LEAST: usize = 8;

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    title: String,
    /// Share of the width that is left; none for a column as wide as its words.
    share: Option<usize>,
    /// Widest it gets; longer words are broken.
    most: usize,
}

impl Column {
    /// A column as wide as its widest cell.
    pub(crate) fn fixed(title: &str) -> Self {
        Self { title: title.to_owned(), share: None, most: usize::MAX }
    }

    /// A column as wide as its widest cell, up to a limit.
    pub(crate) fn at_most(title: &str, most: usize) -> Self {
        Self { title: title.to_owned(), share: None, most }
    }

    /// A column that takes a share of the width that is left, and breaks its words.
    pub(crate) fn shared(title: &str, share: usize) -> Self {
        Self { title: title.to_owned(), share: Some(share), most: usize::MAX }
    }
}

/// A table with a heading row.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Text>>,
}

impl Table {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<Text>) {
        self.rows.push(cells);
    }

    /// The lines of the table at a width.
    pub(crate) fn lines(&self, width: usize) -> Vec<Text> {
        let widths = self.widths(width);
        let heading: Vec<Text> =
            self.columns.iter().map(|column| Text::styled(Style::Bold, column.title.clone())).collect();
        let mut lines = Vec::new();
        if self.columns.iter().any(|column| !column.title.is_empty()) {
            lines.extend(row_lines(&heading, &widths));
        }
        for row in &self.rows {
            lines.extend(row_lines(row, &widths));
        }
        lines
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let natural: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(number, column)| {
                let cells = self.rows.iter().filter_map(|row| row.get(number)).map(Text::width).max().unwrap_or(0);
                cells.max(column.title.width()).min(column.most)
            })
            .collect();
        let between = BETWEEN * self.columns.len().saturating_sub(1);
        let fixed: usize = self
            .columns
            .iter()
            .zip(&natural)
            .filter(|(column, _)| column.share.is_none())
            .map(|(_, width)| width)
            .sum();
        let left = width.saturating_sub(between + fixed);
        let shares: usize = self.columns.iter().filter_map(|column| column.share).sum();
        let least = self.least_widths(left);
        let mut widths: Vec<usize> = self
            .columns
            .iter()
            .zip(&natural)
            .zip(&least)
            .map(|((column, &natural), &least)| match column.share {
                None => natural,
                Some(share) => (left * share / shares.max(1)).clamp(least, natural.max(least)),
            })
            .collect();
        // What a column was given beyond its share, so that no word breaks, the widest others give.
        let mut beyond = (widths.iter().sum::<usize>() + between).saturating_sub(width);
        while beyond > 0 {
            let spare = |number: &usize| widths[*number].saturating_sub(least[*number]);
            let with_share = (0..widths.len()).filter(|&number| self.columns[number].share.is_some());
            let Some(widest) = with_share.max_by_key(spare).filter(|number| spare(number) > 0) else { break };
            widths[widest] -= 1;
            beyond -= 1;
        }
        // What a short column does not need goes to the longest one.
        let used: usize = widths.iter().sum::<usize>() + between;
        let hungry = (0..widths.len())
            .filter(|&number| self.columns[number].share.is_some() && widths[number] < natural[number])
            .max_by_key(|&number| natural[number]);
        if let Some(number) = hungry {
            widths[number] = (widths[number] + width.saturating_sub(used)).min(natural[number]);
        }
        widths
    }

    /// The least that each column that shares `left` can do with: its longest word or, where those do not fit
    /// together, eight.
    fn least_widths(&self, left: usize) -> Vec<usize> {
        let words = self.columns.iter().enumerate().map(|(number, column)| {
            let cells = self.rows.iter().filter_map(|row| row.get(number)).map(longest_word).max().unwrap_or(0);
            column.share.map_or(0, |_| cells.max(column.title.width()).max(LEAST))
        });
        let words: Vec<usize> = words.collect();
        if words.iter().sum::<usize>() <= left { words } else { vec![LEAST; words.len()] }
    }
}

fn longest_word(text: &Text) -> usize {
    text.pieces.iter().flat_map(|(_, piece)| piece.split(' ')).map(UnicodeWidthStr::width).max().unwrap_or(0)
}

fn row_lines(cells: &[Text], widths: &[usize]) -> Vec<Text> {
    let wrapped: Vec<Vec<Text>> = widths
        .iter()
        .enumerate()
        .map(|(number, &width)| cells.get(number).map_or_else(Vec::new, |cell| wrap(cell, width)))
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for number in 0..height {
        let mut line = Text::default();
        for (column, width) in widths.iter().enumerate() {
            let cell = wrapped[column].get(number).cloned().unwrap_or_default();
            let gap = width.saturating_sub(cell.width()) + if column + 1 < widths.len() { BETWEEN } else { 0 };
            line.pieces.extend(cell.pieces);
            line.pieces.push((Style::Plain, " ".repeat(gap)));
        }
        lines.push(line);
    }
    lines
}

/// The text broken at spaces into lines of at most `width`; a longer word is cut.
pub(crate) fn wrap(text: &Text, width: usize) -> Vec<Text> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = Text::default();
    let mut used = 0;
    for (style, piece) in &text.pieces {
        for (number, word) in piece.split(' ').enumerate() {
            let space = usize::from(number > 0 && used > 0);
            if used > 0 && used + space + word.width() > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            } else if space > 0 {
                line.pieces.push((*style, " ".to_owned()));
                used += 1;
            }
            let mut rest = word;
            while used + rest.width() > width {
                let cut = cut_at(rest, width - used);
                let (head, tail) = rest.split_at(cut);
                line.pieces.push((*style, head.to_owned()));
                lines.push(std::mem::take(&mut line));
                used = 0;
                rest = tail;
            }
            if !rest.is_empty() {
                line.pieces.push((*style, rest.to_owned()));
                used += rest.width();
            }
        }
    }
    lines.push(line);
    lines
}

/// The byte at which a word is cut so that its head is at most `width` wide; at least one letter.
fn cut_at(word: &str, width: usize) -> usize {
    let mut cut = 0;
    for (at, letter) in word.char_indices() {
        let end = at + letter.len_utf8();
        if word[..end].width() > width && cut > 0 {
            break;
        }
        cut = end;
        if word[..end].width() >= width {
            break;
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Text]) -> Vec<String> {
        lines.iter().map(|line| line.shown(false).trim_end().to_owned()).collect()
    }

    #[test]
    fn words_are_broken_at_spaces_and_long_ones_cut() {
        let lines = wrap(&Text::from("one two threefour"), 7);
        assert_eq!(shown(&lines), ["one two", "threefo", "ur"]);
        assert_eq!(shown(&wrap(&Text::from(""), 7)), [""]);
    }

    #[test]
    fn no_line_is_wider_than_the_screen_and_no_word_is_lost() {
        let words = "Bring first health assessments within twenty working days with the hospital trust";
        let mut table = Table::new(vec![Column::fixed("Ref"), Column::shared("Action", 3), Column::shared("Lead", 1)]);
        table.row(vec!["2.8".into(), words.into(), "Head of Corporate Parenting".into()]);
        for width in [40, 60, 80, 140] {
            let lines = table.lines(width);
            assert!(lines.iter().all(|line| line.shown(false).trim_end().width() <= width), "{width}");
            let all = shown(&lines).join(" ");
            assert!(words.split(' ').all(|word| all.contains(word)), "{width}: {all}");
        }
    }

    #[test]
    fn a_word_is_broken_only_where_the_words_do_not_fit_together() {
        let mut table =
            Table::new(vec![Column::fixed("Extract"), Column::shared("Holds", 1), Column::shared("Loaded", 3)]);
        table.row(vec!["ext_01".into(), "ssda903, cin_census".into(), "21 November 2026 by the analyst".into()]);
        let lines = shown(&table.lines(36));
        assert!(lines.iter().any(|line| line.contains("cin_census")), "{lines:?}");
        assert!(lines.iter().all(|line| line.width() <= 36), "{lines:?}");
        assert!(table.lines(28).iter().all(|line| line.shown(false).trim_end().width() <= 28));
    }

    #[test]
    fn a_wide_screen_leaves_short_tables_short() {
        let mut table = Table::new(vec![Column::fixed("Ref"), Column::shared("Action", 1)]);
        table.row(vec!["1".into(), "Short".into()]);
        assert_eq!(shown(&table.lines(120)), ["Ref  Action", "1    Short"]);
    }
}
