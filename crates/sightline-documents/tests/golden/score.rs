//! Counting what is equal, what differs, and what was cut by eye.

use std::fmt;

use serde_json::Value;

/// The comparison of one document with its census.
pub(crate) struct Score {
    document: String,
    is_office: bool,
    exact: usize,
    differences: Vec<String>,
    by_eye: (usize, usize),
    by_eye_differences: Vec<String>,
}

impl Score {
    pub(crate) fn new(document: &str, is_office: bool) -> Self {
        Self {
            document: document.to_owned(),
            is_office,
            exact: 0,
            differences: Vec::new(),
            by_eye: (0, 0),
            by_eye_differences: Vec::new(),
        }
    }

    /// A count or another value that must be equal.
    pub(crate) fn same<T: PartialEq + fmt::Debug>(&mut self, what: &str, expected: &T, got: &T) {
        if expected == got {
            self.exact += 1;
        } else {
            self.differences.push(format!("{}: {what}: expected {expected:?}, got {got:?}", self.document));
        }
    }

    /// Words that must be equal as printed; in office files after tags and white space.
    pub(crate) fn raw(&mut self, what: &str, expected: &Value, got: Option<&str>) {
        let expected = expected.as_str().map(str::to_owned);
        let (expected, got) = if self.is_office {
            (expected.as_deref().map(clean), got.map(clean))
        } else {
            (expected.map(|text| text.trim().to_owned()), got.map(|text| text.trim().to_owned()))
        };
        self.same(what, &expected.filter(|text| !text.is_empty()), &got.filter(|text| !text.is_empty()));
    }

    /// Long words that must be equal after white space, tags and bullets.
    pub(crate) fn text(&mut self, what: &str, expected: &Value, got: &str) {
        let expected = expected.as_str().map(long).unwrap_or_default();
        self.same(what, &expected, &long(got));
    }

    /// The same for words of which the census may hold the parts or leave them out.
    pub(crate) fn text_or(&mut self, what: &str, expected: &Value, got: &str, got_with_parts: &str) {
        let wanted = expected.as_str().map(long).unwrap_or_default();
        if wanted == long(got_with_parts) { self.exact += 1 } else { self.text(what, expected, got) }
    }

    /// A list of long words.
    pub(crate) fn list(&mut self, what: &str, expected: &Value, got: &[String]) {
        let expected: Vec<String> = strings(expected).iter().map(|text| long(text)).collect();
        let got: Vec<String> = got.iter().map(|text| long(text)).collect();
        self.same(what, &expected, &got);
    }

    /// A list whose cut the census marks as made by eye: only the score is kept.
    pub(crate) fn list_by_eye(&mut self, what: &str, expected: &Value, got: &[String]) {
        let expected: Vec<String> = strings(expected).iter().map(|text| long(text)).collect();
        let got: Vec<String> = got.iter().map(|text| long(text)).collect();
        self.by_eye(what, expected == got, &format!("{expected:?} / {got:?}"));
        // However it is cut, nothing may be lost.
        self.same(&format!("{what}, all words"), &expected.join(" "), &got.join(" "));
    }

    /// A value that the census gives by reading: only the score is kept.
    pub(crate) fn by_eye(&mut self, what: &str, is_equal: bool, seen: &str) {
        self.by_eye.1 += 1;
        if is_equal {
            self.by_eye.0 += 1;
        } else {
            self.by_eye_differences.push(format!("    by eye: {what}: {seen}"));
        }
    }

    pub(crate) fn failures(self) -> Vec<String> {
        self.differences
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} equal, {} different; cut by eye: {} of {} as the census",
            self.document,
            self.exact,
            self.differences.len(),
            self.by_eye.0,
            self.by_eye.1
        )?;
        if std::env::var_os("SIGHTLINE_GOLDEN_DETAIL").is_some() {
            for line in &self.by_eye_differences {
                write!(f, "\n{line}")?;
            }
        }
        Ok(())
    }
}

/// The strings of a JSON list, or the `text` of its objects.
pub(crate) fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| item.as_str().or_else(|| item["text"].as_str()).unwrap_or_default().to_owned())
        .collect()
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                out.push(' ');
            }
            _ if !in_tag => out.push(c),
            _ => {}
        }
    }
    out
}

/// Tags removed, runs of white space made one.
pub(crate) fn clean(text: &str) -> String {
    without_tags(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same with bullets left out.
pub(crate) fn long(text: &str) -> String {
    clean(text).split(' ').filter(|word| !matches!(*word, "•" | "▪" | "-" | "–")).collect::<Vec<_>>().join(" ")
}
