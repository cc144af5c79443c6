//! The driver diagram of a measure: which actions are to move it, under which priorities, and why.

use super::svg::{Anchor, Svg, wrapped};
use super::{Chart, Table, Width};

/// What is believed to move a measure.
#[derive(Clone, Debug)]
pub struct DriverDrawing<'a> {
    /// What tells the picture from every other on its page.
    pub id: &'a str,
    /// The measure.
    pub measure: &'a str,
    /// What moves it; those of one priority stand together.
    pub drivers: &'a [DriverBox],
}

/// One action that is to move a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverBox {
    /// Its priority, with reference and title.
    pub priority: String,
    /// The action, with reference and words.
    pub action: String,
    /// Why it should move the measure; absent when nobody has said.
    pub because: Option<String>,
    /// The day by which it should show, in words; empty when nobody has said.
    pub shows_by: String,
    /// Measures that it might make worse, in words; empty when there is none.
    pub might_worsen: String,
}

const LINE: &str = "stroke=\"currentColor\" stroke-width=\"1.5\"";
/// A driver that nobody has explained hangs on a broken line.
const UNEXPLAINED: &str = "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"4 4\"";
const BOX: &str = "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"";
const PAD: f64 = 8.0;
const GAP: f64 = 12.0;
/// Left edge and width of the three columns of the wide picture.
const COLUMNS: [(f64, f64); 3] = [(1.0, 180.0), (215.0, 190.0), (439.0, 280.0)];
/// The same on a phone: one under the other, each further in.
const STEPS: [(f64, f64); 3] = [(1.0, 341.0), (16.0, 326.0), (32.0, 310.0)];

impl DriverDrawing<'_> {
    /// The diagram.
    #[must_use]
    pub fn draw(&self) -> Chart {
        let title = format!("What is to move {}", self.measure);
        let description = self.description();
        Chart {
            wide: self.wide(&title, &description),
            narrow: self.narrow(&title, &description),
            key: Vec::new(),
            rows: self.rows(),
            title,
            description,
        }
    }

    fn description(&self) -> String {
        let explained = self.drivers.iter().filter(|driver| driver.because.is_some()).count();
        let unexplained = self.drivers.len() - explained;
        let actions = if explained == 1 { "1 action is" } else { &format!("{explained} actions are") };
        let more = match unexplained {
            0 => String::new(),
            1 => " 1 more is linked without a word on why.".to_owned(),
            more => format!(" {more} more are linked without a word on why."),
        };
        format!("{actions} to move it.{more} The table says the same.")
    }

    fn rows(&self) -> Table {
        let heads = ["Action", "Priority", "Why it should move it", "Shows by", "Might worsen"].map(str::to_owned);
        let or = |text: &str, nothing: &str| if text.is_empty() { nothing.to_owned() } else { text.to_owned() };
        let row = |driver: &DriverBox| {
            vec![
                driver.action.clone(),
                driver.priority.clone(),
                driver.because.clone().unwrap_or_else(|| "Nobody has said".to_owned()),
                or(&driver.shows_by, "No day"),
                or(&driver.might_worsen, "Nothing named"),
            ]
        };
        Table { heads: heads.into(), rows: self.drivers.iter().map(row).collect() }
    }

    /// The drivers of each priority, in the order in which they stand.
    fn branches(&self) -> Vec<(&str, Vec<&DriverBox>)> {
        let mut branches: Vec<(&str, Vec<&DriverBox>)> = Vec::new();
        for driver in self.drivers {
            match branches.iter_mut().find(|(priority, _)| *priority == driver.priority) {
                Some((_, drivers)) => drivers.push(driver),
                None => branches.push((&driver.priority, vec![driver])),
            }
        }
        branches
    }

    fn wide(&self, title: &str, description: &str) -> String {
        let letters = Width::Wide.letters();
        let mut svg = Svg::new(letters);
        let [measure_at, priority_at, action_at] = COLUMNS;
        let (mut y, mut middles) = (1.0, Vec::new());
        for (priority, drivers) in self.branches() {
            let (from, mut own) = (y, Vec::new());
            for driver in drivers {
                let height = boxed(&mut svg, &driver.action, (action_at.0, y), action_at.1, letters);
                own.push((y + height / 2.0, driver.because.is_some()));
                y += height + GAP;
            }
            let tall = box_height(priority, priority_at.1, letters);
            let middle = f64::midpoint(from, (y - GAP).max(from + tall));
            boxed(&mut svg, priority, (priority_at.0, middle - tall / 2.0), priority_at.1, letters);
            for (end, is_explained) in own {
                let dash = if is_explained { LINE } else { UNEXPLAINED };
                svg.line((priority_at.0 + priority_at.1, middle), (action_at.0, end), dash);
            }
            middles.push(middle);
            y = y.max(from + tall + GAP);
        }
        let tall = box_height(self.measure, measure_at.1, letters);
        let end = (y - GAP).max(tall + 2.0);
        let middle = end / 2.0;
        boxed(&mut svg, self.measure, (measure_at.0, middle - tall / 2.0), measure_at.1, letters);
        for other in middles {
            svg.line((measure_at.0 + measure_at.1, middle), (priority_at.0, other), LINE);
        }
        svg.finish((self.id, "drivers"), (title, description), Width::Wide, end + 1.0)
    }

    fn narrow(&self, title: &str, description: &str) -> String {
        let letters = Width::Narrow.letters();
        let mut svg = Svg::new(letters);
        let [measure_at, priority_at, action_at] = STEPS;
        let mut y = 1.0;
        y += boxed(&mut svg, self.measure, (measure_at.0, y), measure_at.1, letters) + GAP;
        for (priority, drivers) in self.branches() {
            y += boxed(&mut svg, priority, (priority_at.0, y), priority_at.1, letters) + GAP;
            for driver in drivers {
                let height = boxed(&mut svg, &driver.action, (action_at.0, y), action_at.1, letters);
                let dash = if driver.because.is_some() { LINE } else { UNEXPLAINED };
                let beside = f64::midpoint(priority_at.0, action_at.0);
                svg.line((beside, y - GAP), (beside, y + height / 2.0), dash);
                svg.line((beside, y + height / 2.0), (action_at.0, y + height / 2.0), dash);
                y += height + GAP;
            }
        }
        svg.finish((self.id, "drivers"), (title, description), Width::Narrow, y - GAP + 2.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a box has few lines")]
fn box_height(words: &str, width: f64, letters: f64) -> f64 {
    let lines = wrapped(words, letters, width - 2.0 * PAD).len().max(1);
    letters * 1.3 * lines as f64 + 2.0 * PAD
}

/// Words in a box; gives its height.
#[expect(clippy::cast_precision_loss, reason = "a box has few lines")]
fn boxed(svg: &mut Svg, words: &str, (x, y): (f64, f64), width: f64, letters: f64) -> f64 {
    let height = box_height(words, width, letters);
    svg.rect((x, y), (width, height), BOX);
    for (at, line) in wrapped(words, letters, width - 2.0 * PAD).iter().enumerate() {
        svg.text((x + PAD, y + PAD + letters * (1.0 + 1.3 * at as f64)), Anchor::Start, line);
    }
    height
}
