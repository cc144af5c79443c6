//! Writing SVG: elements with their attributes, everything from outside escaped.

use std::fmt::Write as _;

use super::Width;

/// A picture that is being drawn.
pub(super) struct Svg {
    body: String,
    letters: f64,
}

/// Where a text stands from its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Svg {
    pub(super) fn new(letters: f64) -> Self {
        Self { body: String::new(), letters }
    }

    /// An element without content; `attributes` are written as they are.
    pub(super) fn element(&mut self, name: &str, attributes: &str) {
        let _ = write!(self.body, "<{name} {attributes}/>");
    }

    pub(super) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), attributes: &str) {
        let (x1, y1, x2, y2) = (number(x1), number(y1), number(x2), number(y2));
        self.element("line", &format!("x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" {attributes}"));
    }

    pub(super) fn polyline(&mut self, points: &[(f64, f64)], attributes: &str) {
        if points.len() < 2 {
            return;
        }
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        self.element("polyline", &format!("points=\"{}\" fill=\"none\" {attributes}", points.join(" ")));
    }

    pub(super) fn polygon(&mut self, points: &[(f64, f64)], attributes: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        self.element("polygon", &format!("points=\"{}\" {attributes}", points.join(" ")));
    }

    pub(super) fn circle(&mut self, (x, y): (f64, f64), radius: f64, attributes: &str) {
        let (x, y, radius) = (number(x), number(y), number(radius));
        self.element("circle", &format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {attributes}"));
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), attributes: &str) {
        let (x, y, width, height) = (number(x), number(y), number(width.max(0.0)), number(height.max(0.0)));
        self.element("rect", &format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {attributes}"));
    }

    /// A text of the usual size in the colour of the text around the picture; `y` is its base line.
    pub(super) fn text(&mut self, at: (f64, f64), anchor: Anchor, words: &str) {
        self.text_with(at, anchor, words, self.letters, "fill=\"currentColor\"");
    }

    pub(super) fn text_with(&mut self, (x, y): (f64, f64), anchor: Anchor, words: &str, size: f64, attributes: &str) {
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\" {attributes}>{}</text>",
            number(x),
            number(y),
            anchor.name(),
            number(size),
            escaped(words)
        );
    }

    /// The whole picture. `id` tells it from every other on the page.
    pub(super) fn finish(
        self,
        (id, kind): (&str, &str),
        (title, description): (&str, &str),
        width: Width,
        height: f64,
    ) -> String {
        let (px, class) = (number(width.px()), width.class());
        let id = format!("{}-{class}", identifier(id));
        framed(
            &format!("class=\"app-chart app-chart--{kind} app-chart--{class}\""),
            &id,
            (title, description),
            (&px, &number(height)),
            &self.body,
        )
    }

    /// A small picture that stands in a line of text.
    pub(super) fn finish_small(self, (id, kind): (&str, &str), title: &str, (width, height): (f64, f64)) -> String {
        let class = format!("class=\"app-chart app-chart--{kind}\"");
        framed(&class, &identifier(id), (title, ""), (&number(width), &number(height)), &self.body)
    }
}

fn framed(
    class: &str,
    id: &str,
    (title, description): (&str, &str),
    (width, height): (&str, &str),
    body: &str,
) -> String {
    let (described_by, described) = if description.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(" {id}-description"), format!("<desc id=\"{id}-description\">{}</desc>", escaped(description)))
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {class} role=\"img\" \
         aria-labelledby=\"{id}-title{described_by}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"GDS Transport, Arial, Helvetica, sans-serif\" \
         focusable=\"false\"><title id=\"{id}-title\">{}</title>{described}{body}</svg>",
        escaped(title)
    )
}

/// Letters that an identifier may have; all others become a dash.
fn identifier(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' }).collect()
}

/// A number with one place at most; pixels need no more.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    format!("{rounded}")
}

pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Not allowed in XML at all.
            letter if letter.is_control() && letter != '\n' && letter != '\t' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// About how wide a text is, in px: enough to keep texts apart.
pub(super) fn text_width(words: &str, size: f64) -> f64 {
    let narrow = |letter: char| matches!(letter, 'i' | 'l' | 'j' | 't' | 'f' | '.' | ',' | ':' | ' ' | '(' | ')');
    let units: f64 = words
        .chars()
        .map(|letter| {
            if narrow(letter) {
                0.34
            } else if letter.is_uppercase() {
                0.72
            } else {
                0.58
            }
        })
        .sum();
    units * size
}

/// The words on lines that are no wider than this.
pub(super) fn wrapped(words: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut().filter(|line| text_width(line, size) + text_width(word, size) + size * 0.34 <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
