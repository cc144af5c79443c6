//! Letters of a page put together to words, lines and paragraphs.

use super::super::words::{Line as CellLine, one_line, typed_bullet};
use super::page::Letter;

/// A word at its place.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

impl Word {
    pub(super) fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), self.baseline - self.size * 0.3)
    }
}

/// Words on one baseline, from left to right.
#[derive(Clone, Debug)]
pub(super) struct TextLine {
    pub(super) words: Vec<Word>,
}

impl TextLine {
    pub(super) fn left(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub(super) fn right(&self) -> f64 {
        self.words.iter().map(|word| word.right).fold(0.0, f64::max)
    }

    pub(super) fn baseline(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.baseline)
    }

    pub(super) fn size(&self) -> f64 {
        self.words.iter().map(|word| word.size).fold(0.0, f64::max)
    }

    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Letters to words: a space, a gap or another baseline ends a word.
pub(super) fn words_of(mut letters: Vec<Letter>) -> Vec<Word> {
    letters.sort_by(|one, other| {
        let step = |letter: &Letter| (letter.baseline * 2.0).round();
        step(one).total_cmp(&step(other)).then(one.left.total_cmp(&other.left))
    });
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for letter in letters {
        if letter.text.trim().is_empty() {
            is_open = false;
            continue;
        }
        let text: String = letter.text.chars().flat_map(plain_letters).collect();
        if let Some(word) = words.last_mut().filter(|_| is_open) {
            let gap = letter.left - word.right;
            let is_same_line = (letter.baseline - word.baseline).abs() < letter.size * 0.2;
            if is_same_line && gap < letter.size * 0.2 && gap > -letter.size {
                // Bold letters are sometimes drawn twice, a hair apart.
                let is_double = gap < -letter.size * 0.25 && word.text.ends_with(&text);
                if !is_double {
                    word.text.push_str(&text);
                    word.right = word.right.max(letter.right);
                }
                continue;
            }
        }
        words.push(Word { left: letter.left, right: letter.right, baseline: letter.baseline, size: letter.size, text });
        is_open = true;
    }
    words
}

/// Ligatures as their letters, symbols as the signs they show.
fn plain_letters(letter: char) -> Vec<char> {
    match letter {
        'ﬀ' => vec!['f', 'f'],
        'ﬁ' => vec!['f', 'i'],
        'ﬂ' => vec!['f', 'l'],
        'ﬃ' => vec!['f', 'f', 'i'],
        'ﬄ' => vec!['f', 'f', 'l'],
        // Bullets as symbol fonts number them.
        '\u{f0b7}' => vec!['•'],
        '\u{f0a7}' => vec!['▪'],
        '\u{f0d8}' => vec!['➢'],
        '\u{f0fc}' => vec!['✓'],
        '\u{ad}' => Vec::new(),
        other => vec![other],
    }
}

/// Words to lines, from top to bottom.
pub(super) fn lines_of(mut words: Vec<Word>) -> Vec<TextLine> {
    words.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut lines: Vec<TextLine> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if word.baseline - line.baseline() < word.size.min(line.size()) * 0.4 => line.words.push(word),
            _ => lines.push(TextLine { words: vec![word] }),
        }
    }
    for line in &mut lines {
        line.words.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
    lines
}

/// Lines to paragraphs, within a column that reaches to `right`.
///
/// A new paragraph begins at a bullet, after a wider gap, and where the first
/// word of the line would still have fitted on the line before.
pub(super) fn paragraphs_of(lines: &[TextLine], right: f64) -> Vec<CellLine> {
    let mut paragraphs: Vec<CellLine> = Vec::new();
    let spacing = usual_spacing(lines);
    let left = lines.iter().map(TextLine::left).fold(f64::INFINITY, f64::min);
    for (index, line) in lines.iter().enumerate() {
        let text = line.text();
        let begins = match index.checked_sub(1).map(|before| &lines[before]) {
            None => true,
            Some(before) => {
                let first = line.words.first().map_or(0.0, |word| word.right - word.left);
                let room = right - before.right() - line.size() * 0.45;
                typed_bullet(&text).is_some()
                    || line.baseline() - before.baseline() > spacing * 1.3
                    || (line.size() - before.size()).abs() > 1.5
                    || room > first
            }
        };
        match paragraphs.last_mut() {
            Some(paragraph) if !begins => join(&mut paragraph.text, &text),
            _ => {
                // How far a bullet is indented tells its level.
                let indent = ((line.left() - left) / (line.size() * 0.5)).round().clamp(0.0, 60.0);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 60")]
                let indent = if typed_bullet(&text).is_some() { indent as usize } else { 0 };
                paragraphs.push(CellLine { text: format!("{}{text}", " ".repeat(indent)), item_level: None });
            }
        }
    }
    paragraphs
}

fn usual_spacing(lines: &[TextLine]) -> f64 {
    let mut gaps: Vec<f64> = lines.windows(2).map(|pair| pair[1].baseline() - pair[0].baseline()).collect();
    gaps.sort_by(f64::total_cmp);
    let least = lines.iter().map(TextLine::size).fold(0.0, f64::max) * 1.5;
    gaps.get(gaps.len() / 4).copied().unwrap_or(least).min(least)
}

/// Joins a line to the paragraph before it; a word broken at a hyphen keeps the hyphen.
fn join(paragraph: &mut String, line: &str) {
    let is_broken = paragraph.ends_with('-')
        && paragraph.chars().rev().nth(1).is_some_and(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    if !is_broken {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// A line as it is compared with lines of other pages: numbers do not matter.
pub(super) fn pattern_of(line: &TextLine) -> String {
    let mut pattern = String::new();
    for letter in one_line(&line.text()).chars() {
        if !letter.is_ascii_digit() {
            pattern.push(letter);
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}
